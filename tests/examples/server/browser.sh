#!/bin/sh
# browser.sh SERVER CURL CHROMIUM: the server's pages in a browser. They render, a form changes one block, what a guest typed does not run, and
# a broken page shows where it is broken.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/start.sh"
curl=$2 chromium=$3
cp -r "$here/templates" "$work/templates" || exit 1
# A page that fills in the form by itself, and one with a script inside, which the policy forbids.
cat >"$work/templates/sign.html" <<'TEMPLATE'
{% extends "guests.html" %}
{% block main %}{{ super() }}<script src="/sign.js" defer></script>{% endblock %}
TEMPLATE
cat >"$work/templates/sign.js" <<'SCRIPT'
const form = document.querySelector("form");
form.elements.name.value = "Grace <b>Hopper</b>";
form.requestSubmit();
SCRIPT
cat >"$work/templates/inline.html" <<'TEMPLATE'
{% extends "guests.html" %}
{% block main %}<script>document.title = "it ran"</script>{% endblock %}
TEMPLATE
start "$1" "$work/templates"

browse() {
    timeout 60 "$chromium" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-proxy-server --hide-scrollbars \
        --user-data-dir="$work/profile" --virtual-time-budget=3000 --window-size=900,700 "$@" 2>"$work/log"
}

# check NAME PAGE WANTED UNWANTED: the document that the browser made of it
check() {
    browse --dump-dom "$address$2" >"$work/document"
    report "$1" "$work/document" "$3" "$4"
}

for name in Ada '<script>document.title = "it ran"</script>' '<img src=x onerror="document.title=1">' '" onmouseover="x'; do
    "$curl" --noproxy '*' -s -m 20 --data-urlencode "name=$name" "$address"
done
browse --dump-dom "$address" >"$work/document"
[ -s "$work/document" ] || { echo "the browser does not start: skipped"; sed 's/^/    | /' "$work/log"; exec 3>&-; exit 77; }
report 'a page' "$work/document" '<li>Ada</li>' 'Nobody yet'
report 'scripts of guests do not run' "$work/document" '<title>4 guests</title>' 'it ran</title>'
report 'they are text' "$work/document" '<li>&lt;script&gt;document.title = "it ran"&lt;/script&gt;</li>' '<img'
check 'a script inside of a page does not run' inline.html '<title>4 guests</title>' '<title>it ran'
check 'a form changes one block' sign.html '<li>Grace &lt;b&gt;Hopper&lt;/b&gt;</li>' '<b>'
check 'a broken page shows where' broken.html '<mark>visitor</mark>.name' 'Welcome back</h1>'
report 'and its line' "$work/document" '<code>broken.html</code>, line 4' 'Rendered by'

# A picture of a page has something on it: an empty one is a tenth of that.
browse --screenshot="$work/page.png" "$address" >/dev/null
size=$(wc -c <"$work/page.png" 2>/dev/null || echo 0)
echo "$size bytes" >"$work/size"
[ "$size" -gt 10000 ] && echo "a picture" >>"$work/size"
report 'a picture of a page' "$work/size" 'a picture' 'none'
stop
