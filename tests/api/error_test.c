/* Errors as a host shows them. */
#include "render.h"

static void test_forms(void)
{
    api a;
    api_open(&a);
    hk_context_set(a.context, "s", hk_string(a.context, "</h1><script>\"\n\x01", 16));
    api_text out;
    CHECK(api_render(&a, "one\n{% macro m() %}{{ {}[s] + 1 }}{% endmacro %}\n\t{{ m() }}", &out) == HK_UNDEFINED_ERROR);
    hk_buffer json = HK_BUFFER_NONE, page = HK_BUFFER_NONE;
    CHECK(hk_error_json(&a.error, hk_buffer_sink(&json)) == HK_OK);
    CHECK(hk_error_html(&a.error, hk_buffer_sink(&page)) == HK_OK);
    CHECK(strstr(page.text, "UndefinedError: ") && !strstr(page.text, "<script>") && strstr(page.text, "&lt;script&gt;"));
    CHECK(strstr(page.text, "line 2</p>") && strstr(page.text, "{% macro m() %}{{ {}[s] + 1 }}"));
    hk_value v, field, step;
    CHECK(hk_json_read(a.context, json.text, json.size, &v, NULL) == HK_OK);
    CHECK(hk_dict_get(a.context, v, "kind", &field) && memcmp(hk_as_string(field, NULL), "UndefinedError", 14) == 0);
    CHECK(hk_dict_get(a.context, v, "line", &field) && hk_as_int(field) == 2);
    CHECK(hk_dict_get(a.context, v, "template", &field) && hk_type_of(field) == HK_TYPE_NONE);
    CHECK(hk_dict_get(a.context, v, "trace", &field) && hk_length(field) >= 2);
    CHECK(hk_dict_get(a.context, hk_list_at(field, 1), "line", &step) && hk_as_int(step) == 3);
    hk_buffer_free(&json);
    hk_buffer_free(&page);
    api_close(&a);
}

static bool refuse(void *user, const char *text, size_t size) { return (void)user, (void)text, size == 0; }

/* Bytes that are not UTF-8, an error that is none, and a sink that refuses. */
static void test_edges(void)
{
    hk_error none = HK_ERROR_NONE, odd = {.kind = HK_VALUE_ERROR, .message = "a\xff" "b", .message_size = 3};
    hk_buffer text = HK_BUFFER_NONE;
    CHECK(hk_error_json(&odd, hk_buffer_sink(&text)) == HK_OK);
    CHECK_TEXT("json", text.text, text.size,
        "{\"kind\": \"ValueError\", \"message\": \"a\xef\xbf\xbd" "b\", \"template\": null, \"line\": null, \"column\": null, "
        "\"source_line\": null, \"trace\": []}");
    CHECK(hk_error_html(&none, hk_buffer_sink(&text)) == HK_OK);
    CHECK(hk_error_json(NULL, hk_buffer_sink(&text)) == HK_ARGUMENT_ERROR && hk_error_html(NULL, hk_buffer_sink(&text)) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_json(&none, hk_buffer_sink(NULL)) == HK_ARGUMENT_ERROR && hk_error_html(&none, hk_buffer_sink(NULL)) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_json(&none, (hk_sink){refuse, NULL}) == HK_IO_ERROR && hk_error_html(&none, (hk_sink){refuse, NULL}) == HK_IO_ERROR);
    hk_buffer_free(&text);
}

int main(void)
{
    test_forms();
    test_edges();
    return hkt_done();
}
