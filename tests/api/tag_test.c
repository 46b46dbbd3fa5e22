/* Tags of a host: those that people write, every function that reads and makes nodes, and each error. */
#include <stdio.h>

#include "hokora_tags.h"
#include "render.h"

/* ---------------------------------------------------------------- tags as people write them */

/* {% cache "key", 60 %}…{% endcache %}: rendered once for each key */
typedef struct fragments { char key[4][16], text[4][64]; size_t size[4], count; unsigned rendered; } fragments;

static hk_node *parse_cache(hk_parser *p, void *user)
{
    (void)user;
    hk_nodes *body, *args = hk_parse_arguments(p);
    hk_parse_body(p, "endcache", &body);
    return hk_node_call_block(p, hk_node_run(p, args), NULL, body);
}

static hk_value run_cache(hk_call *call, void *user)
{
    fragments *f = user;
    size_t key_size, size, at = 0;
    const char *key = hk_call_string(call, 0, &key_size);
    if (!key) return hk_none();
    while (at < f->count && (strlen(f->key[at]) != key_size || memcmp(f->key[at], key, key_size) != 0)) at++;
    if (at == f->count) {
        hk_value text = hk_call_call(call, hk_call_arg(call, 2), NULL, 0);
        const char *bytes = hk_as_string(text, &size);
        if (!bytes || key_size >= sizeof f->key[0] || size > sizeof f->text[0] || f->count == 4) return text;
        memcpy(f->key[at], key, key_size);
        memcpy(f->text[at], bytes, f->size[at] = size);
        f->count++;
        f->rendered++;
    }
    return hk_safe_string(hk_call_home(call), f->text[at], f->size[at]);
}

/* {% now "%Y" %} */
static hk_node *parse_now(hk_parser *p, void *user)
{
    (void)user;
    hk_nodes *args = hk_nodes_new(p);
    hk_nodes_add(p, args, hk_parse_expression(p));
    return hk_node_output(p, hk_node_run(p, args));
}

static hk_value run_now(hk_call *call, void *user)
{
    size_t size;
    const char *format = hk_call_string(call, 0, &size);
    char text[64];
    (void)user;
    int length = snprintf(text, sizeof text, "<%.*s of 2026>", (int)size, format);
    return hk_string(hk_call_home(call), text, (size_t)length);
}

/* {% switch x %}{% case 1, 2 %}…{% default %}…{% endswitch %}: what is switched on is worked out once */
static hk_node *parse_switch(hk_parser *p, void *user)
{
    const char *ends = user, *value = hk_parser_free_name(p);
    hk_nodes *body, *all = hk_nodes_new(p);
    hk_node *choice = NULL;
    hk_nodes_add(p, all, hk_node_set(p, hk_node_target(p, value), hk_parse_expression(p)));
    int end = hk_parse_body(p, ends, NULL);
    while (end == 0) {
        hk_node *test = hk_node_operator(p, "==", hk_node_variable(p, value), hk_parse_expression(p));
        while (hk_parser_skip(p, ","))
            test = hk_node_operator(p, "or", test, hk_node_operator(p, "==", hk_node_variable(p, value), hk_parse_expression(p)));
        end = hk_parse_body(p, ends, &body);
        choice = choice ? hk_node_elif(p, choice, test, body) : hk_node_if(p, test, body);
    }
    if (end == 1 && !choice) hk_parser_fail(p, HK_TEMPLATE_ASSERTION_ERROR, "a switch needs a case before its %s", "default");
    if (end == 1 && hk_parse_body(p, "endswitch", &body) == 0) hk_node_else(p, choice, body);
    if (choice) hk_nodes_add(p, all, choice);
    return hk_node_scope(p, all);
}

/* {% csrf_token %} */
static hk_node *parse_csrf(hk_parser *p, void *user)
{
    (void)user;
    return hk_node_output(p, hk_node_run(p, NULL));
}

static hk_value run_csrf(hk_call *call, void *user)
{
    static const char field[] = "<input name=\"csrf\" value=\"7\">";
    (void)user;
    return hk_safe_string(hk_call_home(call), field, sizeof field - 1);
}

/* {% last %}…{% first %}…{% endlast %}: the second part stands before the first */
static hk_node *parse_last(hk_parser *p, void *user)
{
    (void)user;
    hk_nodes *last, *first, *all = hk_nodes_new(p);
    hk_parse_body(p, "first", &last);
    hk_parse_body(p, "endlast", &first);
    hk_nodes_add(p, all, hk_node_scope(p, first));
    hk_nodes_add(p, all, hk_node_scope(p, last));
    return hk_node_scope(p, all);
}

static void add_tags(api *a, fragments *f)
{
    static char ends[] = "case default endswitch";
    const hk_tag tags[] = {
        {"cache", parse_cache, "key, timeout=0, caller=None", run_cache, f}, {"now", parse_now, "format", run_now, NULL},
        {"switch", parse_switch, NULL, NULL, ends}, {"csrf_token", parse_csrf, "", run_csrf, NULL}, {"last", parse_last, NULL, NULL, NULL}};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) CHECK_ROW(tags[i].name, hk_env_add_tag(a->env, &tags[i], &a->error) == HK_OK);
}

static void test_usual(void)
{
    api a;
    fragments f = {.count = 0};
    api_open(&a);
    add_tags(&a, &f);
    CHECK(hk_env_set_flag(a.env, "autoescape", true, &a.error) == HK_OK);
    hk_context_set(a.context, "x", hk_string(a.context, "<x>", 3));
    /* blocks in another order than that of the source */
    CHECK_RENDER(&a, "{% last %}{% block a %}1{% endblock %}{% block b %}2{% endblock %}{% first %}\n{% block c %}3{% endblock %}{% endlast %}", "\n312");
    CHECK_RENDER(&a, "{% for i in range(3) %}{% cache 'k', 60 %}{{ i }}{{ x }}{% endcache %};{% endfor %}",
        "0&lt;x&gt;;0&lt;x&gt;;0&lt;x&gt;;");
    CHECK_RENDER(&a, "{% for i in range(4) %}{% cache 'n%d' % (i % 2), timeout=1 -%} {{ i }} {%- endcache %}{% endfor %}", "0101");
    CHECK(f.rendered == 3);
    CHECK_RENDER(&a, "{% now '%Y' %}{% now x|upper %}", "&lt;%Y of 2026&gt;&lt;&lt;X&gt; of 2026&gt;");
    CHECK_RENDER(&a, "<form>{% csrf_token %}</form>", "<form><input name=\"csrf\" value=\"7\"></form>");
    CHECK_RENDER(&a, "{% for i in range(5) %}{% switch i + 1 %} dropped {% case 1 %}one{% case 2, 3 %}few{% default %}many{{ i }}"
        "{% endswitch %} {% endfor %}", "one few few many3 many4 ");
    CHECK_RENDER(&a, "{% switch 1 %}{% endswitch %}{% switch x %}{% case '<x>' %}{% switch 2 %}{% case 2 %}{% set x = 1 %}in{{ x }}"
        "{% endswitch %}{% endswitch %}{{ x }}", "in1&lt;x&gt;");
    CHECK_RENDER(&a, "{% macro m() %}{% cache 'm' %}{% call(y) c() %}{{ y }}{% endcall %}{% endcache %}{% endmacro %}"
        "{% macro c() %}[{{ caller(1) }}]{% endmacro %}{{ m() }}{{ m() }}", "[1][1]");
    api_close(&a);
}

static const struct { const char *source, *message; hk_status status; unsigned line; } failing[] = {
    {"\n{% cache 'k' %}\n{{ 1 }}", "Unexpected end of template. Jinja was looking for the following tags: 'endcache'. The innermost block "
        "that needs to be closed is 'cache'.", HK_TEMPLATE_SYNTAX_ERROR, 3},
    {"{% switch 1 %}\n{% case 1 %}{% endcache %}", "Encountered unknown tag 'endcache'. Jinja was looking for the following tags: 'case' or "
        "'default' or 'endswitch'. The innermost block that needs to be closed is 'switch'.", HK_TEMPLATE_SYNTAX_ERROR, 2},
    {"{% cache 'k' %}{% switch 1 %}{% endcache %}", "Encountered unknown tag 'endcache'. You probably made a nesting mistake. Jinja is "
        "expecting this tag, but currently looking for 'case' or 'default' or 'endswitch'. The innermost block that needs to be closed is "
        "'switch'.", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"{% case 1 %}", "Encountered unknown tag 'case'.", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"{% now %}", "unexpected 'end of statement block'", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"{% now 'a' 1 %}", "expected token 'end of statement block', got 'integer'", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"{% cache 1 2 %}", "expected token ',', got 'integer'", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"{% cache a=1, 2 %}", "invalid syntax for function call expression", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"{% cache a=1, a=2 %}{% endcache %}", "keyword argument repeated: a", HK_SYNTAX_ERROR, 1},
    {"\n{% switch 1 %}\n{% default %}{% endswitch %}", "a switch needs a case before its default", HK_TEMPLATE_ASSERTION_ERROR, 3},
    {"{% switch 1 %}{% case 1 %}{% default %}{% default %}{% endswitch %}", "Encountered unknown tag 'default'. Jinja was looking for the "
        "following tags: 'endswitch'. The innermost block that needs to be closed is 'switch'.", HK_TEMPLATE_SYNTAX_ERROR, 1},
    {"\n{% cache %}\n{% endcache %}", "cache() missing 1 required positional argument: 'key'", HK_TYPE_ERROR, 2},
    {"{% cache 1 %}{% endcache %}", "cache() argument 'key' must be str, not int", HK_TYPE_ERROR, 1},
    {"\n\n{% cache 'k' %}{{ 1 // 0 }}{% endcache %}", "integer division or modulo by zero", HK_ZERO_DIVISION_ERROR, 3},
};

/* What is meant by a wrong name: tags and their ends, but never what tags run. */
static const struct { const char *source, *hint; } meant[] = {
    {"{% cach 1 %}", "did you mean 'cache'?"},
    {"{% cache 1 %}{% endcach %}", "did you mean 'endcache'?"},
    {"{{ 1|tagcache }}", NULL},
};

static void test_hints(void)
{
    api a;
    fragments f = {.count = 0};
    api_open(&a);
    add_tags(&a, &f);
    for (size_t i = 0; i < sizeof meant / sizeof *meant; i++) {
        api_text got;
        CHECK_ROW(meant[i].source, api_render(&a, meant[i].source, &got) != HK_OK);
        CHECK_ROW(meant[i].source, meant[i].hint ? a.error.hint && strcmp(a.error.hint, meant[i].hint) == 0 : !a.error.hint);
    }
    api_close(&a);
}

static void test_failing(void)
{
    api a;
    fragments f = {.count = 0};
    api_open(&a);
    add_tags(&a, &f);
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        CHECK_FAILS(&a, failing[i].source, failing[i].status, failing[i].message);
        CHECK_ROW(failing[i].source, a.error.line == failing[i].line);
    }
    api_close(&a);
}

/* ---------------------------------------------------------------- every function */

static void add_args(hk_parser *p, hk_nodes *list, hk_node *first, hk_node *second)
{
    hk_nodes_add(p, list, first);
    if (second) hk_nodes_add(p, list, second);
}

static hk_node *text_node(hk_parser *p, const char *text)
{
    return hk_node_value(p, hk_string(hk_parser_home(p), text, strlen(text)));
}

/* {% all target in expression [as name] %}…{% endall %} */
static hk_node *parse_all(hk_parser *p, void *user)
{
    (void)user;
    hk_nodes *body, *other = hk_nodes_new(p), *args = hk_nodes_new(p), *params = hk_nodes_new(p);
    size_t size;
    hk_parser_put(p, hk_node_set(p, hk_node_target(p, "before"), hk_node_value(p, hk_int(-3))));
    if (hk_parser_follows(p, "name:nothing")) return NULL;
    hk_node *target = hk_parse_target(p);
    hk_parser_expect(p, "name:in");
    hk_node *iterable = hk_parse_tuple(p);
    const char *name = hk_parser_skip(p, "name:as") ? hk_parser_take(p, "name", &size) : "none";
    hk_node *number = hk_parser_at(p, "float") ? text_node(p, hk_parser_take(p, "float", NULL)) : hk_node_value(p, hk_none());
    if (hk_parser_skip(p, ":")) hk_parser_expect(p, "semicolon");
    hk_parse_body(p, "endall", &body);

    hk_nodes_add(p, body, hk_node_output(p, hk_node_operator(p, "~", text_node(p, name), number)));
    add_args(p, args, hk_node_value(p, hk_bool(true)), hk_node_keyword(p, "d", text_node(p, "-")));
    hk_node *run = hk_node_run(p, args);
    hk_nodes_add(p, params, hk_node_target(p, "given"));
    hk_nodes *inside = hk_nodes_new(p), *filter = hk_nodes_new(p), *call = hk_nodes_new(p);
    hk_nodes_add(p, filter, hk_node_variable(p, "given"));
    hk_nodes_add(p, call, text_node(p, "x"));
    hk_nodes_add(p, inside, hk_node_output(p, hk_node_filter(p, text_node(p, " {}"), "replace", NULL)));
    (void)inside;
    add_args(p, filter, text_node(p, "!"), NULL);
    hk_nodes *caller = hk_nodes_new(p);
    hk_nodes_add(p, caller, hk_node_output(p, hk_node_call(p, hk_node_attribute(p, text_node(p, "a,b"), "split"), NULL)));
    hk_nodes_add(p, caller, hk_node_do(p, hk_node_operator(p, "not", NULL, hk_node_variable(p, "given"))));
    hk_nodes_add(p, caller, hk_node_output(p, hk_node_variable(p, "given")));
    hk_nodes_add(p, other, hk_node_call_block(p, run, params, caller));
    return hk_node_else(p, hk_node_for(p, target, iterable, body), other);
}

static hk_value run_all(hk_call *call, void *user)
{
    hk_value arg = hk_call_arg(call, 1);
    (void)user;
    return hk_call_call(call, hk_call_arg(call, 2), &arg, 1);
}

static hk_node *parse_nothing(hk_parser *p, void *user)
{
    (void)p, (void)user;
    return NULL;
}

/* {% op left "operator" right %}; with `-` or `not` alone, {% op "-" right %} */
static hk_node *parse_op(hk_parser *p, void *user)
{
    (void)user;
    bool unary = hk_parser_at(p, "string");
    hk_node *left = unary ? NULL : hk_parse_expression(p);
    const char *op = hk_parser_take(p, "string", NULL);
    return hk_node_output(p, hk_node_operator(p, op, left, hk_parse_expression(p)));
}

static void test_everything(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"nothing", parse_nothing, NULL, NULL, NULL}, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"all", parse_nothing, NULL, NULL, NULL}, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"all", parse_all, "yes, d, caller", run_all, NULL}, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"op", parse_op, NULL, NULL, NULL}, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"do", parse_op, NULL, NULL, NULL}, &a.error) == HK_OK);
    CHECK_RENDER(&a, "a{% nothing %}b", "ab");
    CHECK_RENDER(&a, "{% all x in 1, 2 as me 1.50:; %}{{ x }}{% endall %}{{ before }}", "1me1.52me1.5-3");
    CHECK_RENDER(&a, "{% all x, y in {'k': 'v'}.items() %}{{ x }}{{ y }}{% endall %}", "kvnoneNone");
    CHECK_RENDER(&a, "{% all x in [] %}{{ x }}{% endall %}", "['a,b']-");
    CHECK_RENDER(&a, "{% op 7 '//' 2 %} {% op 5 '~' 1 %} {% op 1 'not in' [1] %} {% op 0 'or' 'x' %} {% op '-' 3 %} {% op 'not' 3 %} "
        "{% op 2 '**' 3 %} {% op 1 '<=' 1 %}", "3 51 False x -3 False 8 True");
    CHECK_RENDER(&a, "{% do 1 '+' 1 %}", "2");     /* a tag of an extension that is off */
    CHECK_FAILS(&a, "{% op 1 '<>' 2 %}", HK_ARGUMENT_ERROR, "tag 'op': there is no such operator");
    CHECK_FAILS(&a, "{% op 'in' 2 %}", HK_ARGUMENT_ERROR, "tag 'op': there is no such operator");
    CHECK_FAILS(&a, "{% all x in [] as 1 %}", HK_TEMPLATE_SYNTAX_ERROR, "expected token 'name', got 'integer'");
    CHECK_FAILS(&a, "{% all x in []:%}", HK_TEMPLATE_SYNTAX_ERROR, "expected token ';', got 'end of statement block'");
    CHECK_FAILS(&a, "{% all x of [] %}", HK_TEMPLATE_SYNTAX_ERROR, "expected token 'in', got 'of'");
    CHECK_FAILS(&a, "{% all x nothing %}", HK_TEMPLATE_SYNTAX_ERROR, "expected token 'end of statement block', got 'x'");
    api_close(&a);
}

/* ---------------------------------------------------------------- misuse */

enum { WRONG_COUNT = 23 };

static hk_node *wrong(hk_parser *p, unsigned which)
{
    hk_nodes *none = NULL, *list = hk_nodes_new(p), *body;
    hk_node *one = hk_node_value(p, hk_int(1)), *name = hk_node_target(p, "x"), *output = hk_node_output(p, hk_node_value(p, hk_int(1)));
    switch (which) {
    case 0: return one;
    case 1: return hk_node_output(p, NULL);
    case 2: return hk_node_output(p, output);
    case 3: return hk_node_output(p, name);
    case 4: return hk_node_set(p, one, hk_node_variable(p, "y"));
    case 5: return hk_node_output(p, hk_node_operator(p, "+", one, one));
    case 6: hk_parser_put(p, output); return output;
    case 7: return hk_node_scope(p, none);
    case 8: hk_nodes_add(p, list, output); hk_parser_put(p, hk_node_scope(p, list)); return hk_node_scope(p, list);
    case 9: hk_nodes_add(p, list, one); return hk_node_scope(p, list);
    case 10: return hk_node_else(p, output, list);
    case 11: return hk_node_else(p, NULL, list);
    case 12:
        hk_nodes_add(p, list, output);
        output = hk_node_else(p, hk_node_if(p, one, hk_nodes_new(p)), list);
        return hk_node_elif(p, output, hk_node_variable(p, "x"), hk_nodes_new(p));
    case 13: return hk_node_call_block(p, one, NULL, list);
    case 14: return hk_node_output(p, hk_node_run(p, NULL));
    case 15: return hk_node_output(p, hk_node_value(p, hk_list(hk_parser_home(p))));
    case 16: return hk_node_output(p, hk_node_variable(p, "\xff"));
    case 17: return hk_node_output(p, hk_node_variable(p, NULL));
    case 18: hk_parser_at(p, "colour"); return NULL;
    case 19: hk_parse_body(p, " ", &body); return NULL;
    case 20: hk_nodes_add(p, NULL, one); return NULL;
    case 21: hk_nodes_add(p, list, output); return hk_node_output(p, hk_node_call(p, hk_node_variable(p, "f"), list));
    case 22: hk_parser_fail(p, HK_OK, "no error"); return NULL;
    default: return NULL;
    }
}

static hk_node *parse_wrong(hk_parser *p, void *user)
{
    const unsigned *which = user;
    hk_node *n = wrong(p, *which);
    if (!hk_parser_at(p, "eof")) return n;      /* what is returned is wrong */
    CHECK(hk_parser_at(p, "block_end") && !hk_parser_skip(p, "block_end") && hk_parse_body(p, "end", NULL) == -1);
    hk_parser_fail(p, HK_VALUE_ERROR, "a second error");
    return n;
}

static hk_node *parse_late(hk_parser *p, void *user)
{
    (void)user;
    return hk_node_output(p, text_node(p, "\xff"));
}

static void test_misuse(void)
{
    static const char prefix[] = "tag 'wrong': ";
    api a;
    unsigned which;
    api_open(&a);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"wrong", parse_wrong, NULL, NULL, &which}, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"late", parse_late, NULL, NULL, NULL}, &a.error) == HK_OK);
    for (which = 0; which < WRONG_COUNT; which++) {
        api_text got;
        char row[8];
        snprintf(row, sizeof row, "%u", which);
        CHECK_ROW(row, api_render(&a, "\n{% wrong %}", &got) == (which ? HK_ARGUMENT_ERROR : HK_ARGUMENT_ERROR));
        CHECK_ROW(row, strncmp(a.error.message, prefix, sizeof prefix - 1) == 0 && a.error.line == 2);
    }
    CHECK_FAILS(&a, "{% late %}", HK_UNICODE_DECODE_ERROR, "a string that is not valid UTF-8");
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"x", parse_late, NULL, NULL, NULL}, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);

    static const hk_tag refused[] = {{NULL, parse_late, NULL, NULL, NULL}, {"", parse_late, NULL, NULL, NULL}, {"x", NULL, NULL, NULL, NULL},
        {"x", parse_late, "a", NULL, NULL}, {"x", parse_late, NULL, run_now, NULL}, {"x", parse_late, "a b", run_now, NULL},
        {"if", parse_late, NULL, NULL, NULL}, {"\xff", parse_late, NULL, NULL, NULL}};
    api_open(&a);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) CHECK(hk_env_add_tag(a.env, &refused[i], &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_tag(a.env, NULL, &a.error) == HK_ARGUMENT_ERROR && hk_env_add_tag(NULL, &refused[0], &a.error) == HK_ARGUMENT_ERROR);
    CHECK(!hk_node_output(NULL, NULL) && !hk_node_value(NULL, hk_none()) && !hk_nodes_new(NULL) && !hk_parser_at(NULL, "name"));
    CHECK(hk_parse_body(NULL, "end", NULL) == -1 && !hk_parse_expression(NULL) && *hk_parser_take(NULL, "name", NULL) == '\0');
    api_close(&a);
}

/* ---------------------------------------------------------------- without memory */

static hk_status use(hk_env *env, void *user)
{
    fragments kept = {.count = 0}, *f = &kept;
    (void)user;
    static const char source[] = "{% for i in [1, 2] %}{% cache 'k', 1 %}{{ i }}{% endcache %}{% now 'x' %}{% switch i %}{% case 1 %}a{% case 2 %}b"
                                 "{% default %}c{% endswitch %}{% endfor %}{% all y in [] as z %}{% endall %}";
    static char ends[] = "case default endswitch";
    const hk_tag tags[] = {{"cache", parse_cache, "key, timeout=0, caller=None", run_cache, f}, {"now", parse_now, "format", run_now, NULL},
        {"switch", parse_switch, NULL, NULL, ends}, {"all", parse_all, "yes, d, caller", run_all, NULL}};
    const hk_template *t;
    hk_buffer text = HK_BUFFER_NONE;
    hk_status status = HK_OK;
    for (size_t i = 0; i < sizeof tags / sizeof *tags && status == HK_OK; i++) status = hk_env_add_tag(env, &tags[i], NULL);
    if (status == HK_OK) status = hk_env_from_string(env, source, sizeof source - 1, NULL, &t, NULL);
    if (status == HK_OK) status = hk_render_text(t, NULL, &text, NULL);
    if (status == HK_OK) CHECK_TEXT("text", text.text, text.size, "1<x of 2026>a1<x of 2026>b['a,b']-");
    hk_buffer_free(&text);
    return status;
}

static void test_refused(void)
{
    api_refuse(use, NULL);
}

int main(void)
{
    test_usual();
    test_failing();
    test_hints();
    test_everything();
    test_misuse();
    test_refused();
    return hkt_done();
}
