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
    CHECK(strstr(page.text, "line 2</p>") && strstr(page.text, "{% macro m() %}{{ <mark>{</mark>}[s] + 1 }}"));
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
        "\"length\": null, \"source_line\": null, \"first_line\": null, \"excerpt\": null, \"hint\": null, \"tried\": null, \"trace\": []}");
    text.size = 0;
    hk_error wild = {.kind = HK_VALUE_ERROR, .message = "a\tb\n\x1b[2J\x7f\xc2\x9b\xc2\xa0\xc3\xa9\0c", .message_size = 17};
    CHECK(hk_error_write(&wild, hk_buffer_sink(&text)) == HK_OK);
    CHECK_TEXT("control characters", text.text, text.size,
        "ValueError: a\tb\n\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd\xc2\xa0\xc3\xa9\xef\xbf\xbd" "c\n");
    CHECK(hk_error_html(&none, hk_buffer_sink(&text)) == HK_OK);
    CHECK(hk_error_json(NULL, hk_buffer_sink(&text)) == HK_ARGUMENT_ERROR && hk_error_html(NULL, hk_buffer_sink(&text)) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_json(&none, hk_buffer_sink(NULL)) == HK_ARGUMENT_ERROR && hk_error_html(&none, hk_buffer_sink(NULL)) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_json(&none, (hk_sink){refuse, NULL}) == HK_IO_ERROR && hk_error_html(&none, (hk_sink){refuse, NULL}) == HK_IO_ERROR);
    hk_buffer_free(&text);
}

typedef struct person { const char *name; int age; } person;
static const hk_field members[] = {HK_FIELD(person, name, HK_KIND_CSTRING), HK_FIELD(person, age, HK_KIND_INT)};
static const hk_fields fields = HK_FIELDS("User", person, members);

#define LINE "what is set in a loop, a block or a macro stays there"
#define OFF(what, extension) what " belongs to the extension '" extension "', which is not switched on"

/* What is meant, as it stands in the line, and the hint; NULL: none. */
static const struct { const char *source, *meant, *hint; } hints[] = {
    {"{{ user.name|uper }}", "uper", "did you mean 'upper'?"},
    {"{{ x is not  defned }}", "defned", "did you mean 'defined'?"},
    {"{{ x|defined }}", "defined", "'defined' is a test: x is defined"},
    {"{{ x is upper('a') is join }}", "join", "'join' is a filter: x|…"},
    {"{{ 3|range }}", "range", "'range' is a function: call it"},
    {"{{ x|split }}", "split", OFF("the filter 'split'", "extras")},
    {"{{ x is containing('a') }}", "containing", OFF("the test 'containing'", "extras")},
    {"{% if x|nofilter %}{% endif %}{{ x|map('uper')|list }}", "nofilter", NULL},
    {"{{ [1]|map('uper')|list }}", "uper", "did you mean 'upper'?"},
    {"{% if 1 %}{{ 1|uper }}{% endif %}", "uper", "did you mean 'upper'?"},
    {"{{ usr.name }}", "usr", "did you mean 'user'?"},
    {"{{ rnge(3) }}", "rnge", "did you mean 'range'?"},
    {"{{ upper('x') }}", "upper", "'upper' is a filter: x|upper"},
    {"{{ len([]) }}", "len", "the filter is x|length"},
    {"{{ _('x') }}", "_", OFF("'_'", "i18n")},
    {"{{ loop.index }}", "loop", "'loop' is known inside of a for loop, and not in what that loop includes, imports or calls"},
    {"{% for i in [1] %}{% set total = 1 %}{% endfor %}{{ total + 1 }}", "total", "'total' is set in this template, but not where this line sees it: " LINE},
    {"{% macro button() %}{% endmacro %}{{ buton() }}", "buton", "did you mean 'button'?"},
    {"{% import 'part' as forms %}{{ form.x }}", "form", "did you mean 'forms'?"},
    {"{% import 'part' as forms %}{{ forms.buttn() }}", "buttn", "did you mean 'button'?"},
    {"{{ user.nme + 1 }}", "nme", "did you mean 'name'?"},
    {"{{ row.nmae.x }}", "nmae", "did you mean 'name'?"},
    {"{{ 'a'.uper() }}", "uper", "did you mean 'upper'?"},
    {"{% for i in [1] %}{{ loop.indx + 1 }}{% endfor %}", "indx", "did you mean 'index'?"},
    {"{% set n = namespace(count=1) %}{{ n.cout + 1 }}", "cout", "did you mean 'count'?"},
    {"{{ 'b'|replace('b', 'c', cont=3) }}", "cont", "did you mean 'count'?"},
    {"{{ 'b'.split(maxsplt=1) }}", "maxsplt", "did you mean 'maxsplit'?"},
    {"{% macro m(width) %}{% endmacro %}{{ m(widht=1) }}", "widht", "did you mean 'width'?"},
    {"{% fr x in y %}", "fr", NULL},
    {"{% icnlude 'x' %}", "icnlude", "did you mean 'include'?"},
    {"{% if x %}{% eldif %}", "eldif", "did you mean 'elif'?"},
    {"{% do x %}", "do", OFF("the tag 'do'", "do")},
    {"{% include 'prt' %}", "prt", "did you mean 'part'?"},
    {"{% extends ['x', 'y'] %}", NULL, NULL},
    {"{{ a && b }}", "&", "the operator is and: a and b"},
    {"{{ a || b }}", "|", "the operator is or: a or b"},
    {"{% if !a %}", "!", "the operator is not: not a"},
    {"{% if a = 1 %}", "=", "the operator is ==; a single = sets a variable: {% set a = 1 %}"},
    {"{{ a === b }}", "=", "the operator is =="},
    {"{{ a => b }}", "=", "the operator is >="},
    {"{{ a <> b }}", ">", "the operator is !="},
    {"{{ a->b }}", ">", "an attribute is a.b"},
    {"{{ a ? b : c }}", "?", "a choice is written: a if condition else b"},
    {"{% set a = 1; %}", ";", "nothing ends with a semicolon"},
    {"{{ `a` }}", "`", "a text stands in ' or \""},
    {"{% if a %}{% else if b %}", "if", "the tag is elif"},
    {"{% for a of b %}", "of", "a loop is written: for x in items"},
    {"{% if a then %}", "then", "an if needs no then"},
    {"{{ x }", "}", "an output ends with }}"},
    {"{% set x = 1 }}", "}", "a tag ends with %}"},
    {"{{ (x } }}", "}", NULL},
    {"{{ 'abc }}", "'abc }}", "the text that begins here has no end: ' is missing"},
    {"a\n{% for x in y %}{% if x %}{% endif %}\n{{ x }}", NULL, "the tag 'for' of line 2 is not closed"},
    {"{% for x in y %}{% if x %}{% endfor %}", "endfor", "the tag 'if' of line 1 is not closed"},
    {"{% if x %}{% endfor %}", "endfor", "the tag 'if' of line 1 is not closed"},
    {"{% foreach a in b %}", "foreach", "the tag is for: {% for x in items %}"},
    {"{% if a %}{% end %}", "end", "the end of a tag is named: endif, endfor"},
    {"{% include page.html %}", "page", "the name of a template stands in quotes"},
    {"{% from page import x %}", "page", NULL},
    {"{{ end.x }}{{ of }}", "end", NULL},
    {"{{ == 1 }}", "=", NULL},
    {"{{ != 1 }}", "!", NULL},
    {"{{ 'ä' ~ ('\303\244' ~ (nix.y)) }}", "nix", NULL},
    {"{{ 'a' + 12345 }}", "'a'", NULL},
};

/* A fault in JSON is shown where its token begins, as it stands in the text. */
static void test_json_places(void)
{
    static const struct { const char *text, *message, *meant; } rows[] = {
        {"{\"a\": \"x\" \"b\": 1}", "'}' expected near '\"b\"'", "\"b\""},
        {"[1,\n \"\303\244\", nul]", "invalid token near 'nul'", "nul"},
        {"[1, 2,]", "unexpected token near ']'", "]"},
        {"[1 1e5]", "']' expected near '1e5'", "1e5"},
        {"[NaN,\n1e5, \"\303\244\" 12345678901234567890]", "']' expected", "12345678901234567890"},
        {"[1e5, 1e5 true]", "']' expected near 'true'", "true"},
        {"[1e5, 2 \"a \\\"long\\\" text of many words\"]", "']' expected", "\"a \\\"long\\\" text of many words\""},
        {"[1e5", "']' expected near end of file", "5"},
    };
    api a;
    hk_value value;
    api_open(&a);
    CHECK(hk_json_read(a.context, "\xef\xbb\xbf[]", HK_NUL, &value, &a.error) == HK_JSON_ERROR);
    CHECK(a.error.hint && strcmp(a.error.hint, "the data begins with a byte order mark: save it without one") == 0);
    CHECK(hk_json_read(a.context, "[\"\xe2\x82\"]", HK_NUL, &value, &a.error) == HK_UNICODE_DECODE_ERROR);
    CHECK(strcmp(a.error.message, "'utf-8' codec can't decode bytes in position 2-3: invalid continuation byte") == 0);
    CHECK(hk_json_read(a.context, "\xff", HK_NUL, &value, &a.error) == HK_UNICODE_DECODE_ERROR);
    CHECK(strcmp(a.error.message, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte") == 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = rows[i].text;
        CHECK_ROW(text, hk_json_read(a.context, text, strlen(text), &value, &a.error) == HK_JSON_ERROR);
        const hk_error *e = &a.error;
        CHECK_BYTES(text, e->message, e->message_size, rows[i].message, strlen(rows[i].message));
        const char *at = e->source_line;
        for (unsigned column = 1; column < e->column; at++) column += (at[1] & 0xc0) != 0x80;
        CHECK_BYTES(text, at, strlen(rows[i].meant), rows[i].meant, strlen(rows[i].meant));
    }
    api_close(&a);
}

static void test_hints(void)
{
    static const person ann = {"Ann", 30};
    api a;
    api_open(&a);
    CHECK(hk_env_add_template(a.env, "part", 4, "{% macro button() %}{% endmacro %}", 34, &a.error) == HK_OK);
    hk_value row = hk_dict(a.context);
    hk_dict_set(a.context, row, "name", hk_int(1));
    hk_context_set(a.context, "row", row);
    hk_context_set(a.context, "user", hk_struct(a.context, &fields, &ann));
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        const char *source = hints[i].source, *meant = hints[i].meant, *hint = hints[i].hint;
        api_text out;
        CHECK_ROW(source, api_render(&a, source, &out) != HK_OK);
        const hk_error *e = &a.error;
        CHECK_ROW(source, !hint == !e->hint);
        if (hint && e->hint) CHECK_BYTES(source, e->hint, strlen(e->hint), hint, strlen(hint));
        if (!meant || !e->source_line) continue;
        const char *at = e->source_line;
        for (unsigned column = 1; column < e->column; at++) column += (at[1] & 0xc0) != 0x80;
        CHECK_BYTES(source, at, e->length, meant, strlen(meant));
    }
    api_close(&a);
}

static hk_status render_named(api *a, const char *name)
{
    const hk_template *t;
    api_text out = {.size = 0};
    hk_status status = hk_env_get_template(a->env, name, strlen(name), &t, &a->error);
    return status == HK_OK ? hk_render(t, a->context, api_sink(&out), &a->error) : status;
}

static bool find_nothing(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    return (void)call, (void)user, (void)name, (void)size, (void)out, false;
}

/* Where a template was looked for, in the order in which it was. */
static void test_tried(void)
{
    static const hk_embedded items[] = {{"base.html", "", 0}, {"error.html", "", 0}};
    api a;
    api_open(&a);
    CHECK(render_named(&a, "x") == HK_TYPE_ERROR && a.error.hint && strstr(a.error.hint, "when there is a loader"));
    api_close(&a);
    api_open(&a);
    CHECK(hk_env_add_template(a.env, "page", 4, "{% include 'bse.html' %}", 24, NULL) == HK_OK);
    CHECK(hk_env_add_template(a.env, "other", 5, "{% include ['x', 'y'] %}", 24, NULL) == HK_OK);
    CHECK(hk_env_add_embedded(a.env, items, 2, NULL) == HK_OK);
    CHECK(hk_env_add_directory(a.env, "/nowhere", NULL) == HK_OK);
    CHECK(hk_env_set_prefix(a.env, "admin", NULL) == HK_OK);
    CHECK(hk_env_add_loader(a.env, find_nothing, NULL, NULL) == HK_OK);
    CHECK(render_named(&a, "page") == HK_TEMPLATE_NOT_FOUND);
    CHECK_TEXT("message", a.error.message, a.error.message_size, "bse.html");
    CHECK(a.error.hint && strcmp(a.error.hint, "did you mean 'base.html'?") == 0);
    CHECK(a.error.tried && strcmp(a.error.tried, "templates in memory (2)\ntemplates in the program (2)\ndirectory '/nowhere', which is not there\n"
        "a function of the program, for names under 'admin/', which this is not\n") == 0);
    CHECK(render_named(&a, "other") == HK_TEMPLATES_NOT_FOUND && a.error.tried);
    CHECK(render_named(&a, "admin/x") == HK_TEMPLATE_NOT_FOUND && strstr(a.error.tried, "under 'admin/'\n"));
    CHECK(render_named(&a, "pge") == HK_TEMPLATE_NOT_FOUND && strcmp(a.error.hint, "did you mean 'page'?") == 0);
    api_close(&a);
}

/* All that there is to say, in each form. */
static void test_details(void)
{
    static const char source[] = "1\n2\n3\n4\n5\n6\n7\r\n{% include 'part' %}\n9\n10\n11\n12\n13\n14\n";
    api a;
    hk_buffer text = HK_BUFFER_NONE;
    api_open(&a);
    CHECK(hk_env_add_template(a.env, "part", 4, "{% macro m(a) %}\n\t{{ a <\n b }}{{ usr.x }}\n{% endmacro %}{{ m(1, 2) }}", 69, NULL) == HK_OK);
    CHECK(hk_env_add_template(a.env, "page", 4, source, sizeof source - 1, NULL) == HK_OK);
    hk_context_set(a.context, "user", hk_int(1));
    CHECK(render_named(&a, "page") == HK_TYPE_ERROR);
    CHECK(hk_error_write(&a.error, hk_buffer_sink(&text)) == HK_OK);
    CHECK_TEXT("chain", text.text, text.size,
        "TypeError: macro 'm' takes not more than 1 argument(s)\n  in part, line 4\n    {% endmacro %}{{ m(1, 2) }}\n"
        "                      ^\n  from template in page, line 8\n");
    hk_buffer_free(&text);
    CHECK(api_render(&a, source, &(api_text){.size = 0}) == HK_TYPE_ERROR);
    CHECK(hk_env_add_template(a.env, "x", 1, "", 0, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
    api_open(&a);
    hk_context_set(a.context, "user", hk_int(1));
    CHECK(api_render(&a, "1\n2\n3\n4\n5\n6\n7\r\n\t{{ usr.x }}\n9\n10\n11\n12\n13\n14\n", &(api_text){.size = 0}) == HK_UNDEFINED_ERROR);
    CHECK(a.error.line == 8 && a.error.column == 5 && a.error.length == 3 && a.error.first_line == 3);
    CHECK(strcmp(a.error.excerpt, "3\n4\n5\n6\n7\n\t{{ usr.x }}\n9\n10\n11\n12\n13\n") == 0);
    CHECK(hk_error_write(&a.error, hk_buffer_sink(&text)) == HK_OK);
    CHECK_TEXT("text", text.text, text.size,
        "UndefinedError: 'usr' is undefined\n  in the template, line 8\n    \t{{ usr.x }}\n    \t   ^~~\n  hint: did you mean 'user'?\n");
    hk_buffer_free(&text);
    CHECK(hk_error_json(&a.error, hk_buffer_sink(&text)) == HK_OK);
    CHECK(strstr(text.text, "\"column\": 5, \"length\": 3, \"source_line\": \"\\u0009{{ usr.x }}\", \"first_line\": 3, \"excerpt\": [\"3\", \"4\""));
    CHECK(strstr(text.text, "\"13\"], \"hint\": \"did you mean 'user'?\", \"tried\": null"));
    hk_buffer_free(&text);
    CHECK(hk_error_html(&a.error, hk_buffer_sink(&text)) == HK_OK);
    CHECK(strstr(text.text, "<span class=\"here\"><i>    8  </i>\t{{ <mark>usr</mark>.x }}</span>"));
    CHECK(strstr(text.text, "<span><i>    7  </i>7</span>") && strstr(text.text, "Hint: did you mean &#39;user&#39;?"));
    hk_buffer_free(&text);
    api_close(&a);
}

/* A host's own mistakes. */
static void test_misnamed(void)
{
    api a;
    api_open(&a);
#define CHECK_HINT(call, want) \
    CHECK((call) == HK_ARGUMENT_ERROR && a.error.hint && strcmp(a.error.hint, "did you mean '" want "'?") == 0)
    CHECK_HINT(hk_env_set_flag(a.env, "trim_block", true, &a.error), "trim_blocks");
    CHECK_HINT(hk_env_set_text(a.env, "undefind", "strict", 6, &a.error), "undefined");
    CHECK_HINT(hk_env_set_text(a.env, "line_comment", "#", 1, &a.error), "line_comment_prefix");
    CHECK_HINT(hk_env_set_limit(a.env, "memry", 1, &a.error), "memory");
    CHECK_HINT(hk_env_add_extension(a.env, "loopcontrol", &a.error), "loopcontrols");
    CHECK_HINT(hk_env_add_extension(a.env, "jinja2.ext.i18", &a.error), "i18n");
    CHECK_HINT(hk_env_set_policy(a.env, "urlize.relx", hk_none(), &a.error), "urlize.rel");
    CHECK(hk_env_set_flag(a.env, "nothing_like_it", true, &a.error) == HK_ARGUMENT_ERROR && !a.error.hint);
    CHECK(hk_env_set_flag(a.env, "line_comment_prefix", true, &a.error) == HK_ARGUMENT_ERROR && !a.error.hint);
    api_close(&a);
}

int main(void)
{
    test_misnamed();
    test_json_places();
    test_hints();
    test_tried();
    test_details();
    test_forms();
    test_edges();
    return hkt_done();
}
