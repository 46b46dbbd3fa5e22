// What HTMX does for a form: posts it, and puts the answer, one block of the page, where hx-target says.
for (const form of document.querySelectorAll("form[hx-post]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.getAttribute("hx-post"), {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams(new FormData(form)),
    });
    document.querySelector(form.getAttribute("hx-target")).innerHTML = await answer.text();
    form.reset();
  });
}
