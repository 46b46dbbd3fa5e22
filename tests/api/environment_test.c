/* Environments that stand on others, templates with globals of their own, names that are joined, the cache. */
#include "render.h"

static hk_status render(const hk_template *t, const hk_context *context, api_text *out)
{
    out->size = 0;
    return hk_render(t, context, api_sink(out), NULL);
}

#define CHECK_TEMPLATE(t, context, want)                  \
    do {                                                  \
        api_text got;                                     \
        CHECK(render((t), (context), &got) == HK_OK);     \
        CHECK_TEXT(#t, got.bytes, got.size, want);        \
    } while (0)

static void add(hk_env *env, const char *name, const char *source)
{
    CHECK(hk_env_add_template(env, name, strlen(name), source, strlen(source), NULL) == HK_OK);
}

static const hk_template *get(hk_env *env, const char *name)
{
    const hk_template *t = NULL;
    CHECK_ROW(name, hk_env_get_template(env, name, strlen(name), &t, NULL) == HK_OK);
    return t;
}

static hk_value dict_of(api *a, const char *name, hk_value v)
{
    hk_value d = hk_dict(a->context);
    hk_dict_set(a->context, d, name, v);
    return d;
}

/* ---------------------------------------------------------------- globals */

static void test_globals(void)
{
    api a;
    const hk_template *with, *again, *text;
    api_open(&a);
    add(a.env, "lib", "{% macro who() %}{{ site }}{{ user }}{% endmacro %}");
    add(a.env, "part", "[{{ user }}]");
    add(a.env, "base", "{% block b %}{% endblock %}{{ user }}");
    add(a.env, "page", "{% extends 'base' %}{% import 'lib' as l %}{% block b %}{{ site }}{{ user }}{{ l.who() }}{% include 'part' %}{% endblock %}");
    CHECK(hk_env_add_globals(a.env, dict_of(&a, "site", hk_int(1)), NULL) == HK_OK);
    const hk_template *page = get(a.env, "page");
    CHECK(hk_template_with(page, dict_of(&a, "user", hk_string(a.context, "Ann", 3)), &with, &a.error) == HK_OK);
    CHECK_TEMPLATE(with, NULL, "1Ann1Ann[Ann]Ann");
    CHECK_TEMPLATE(page, NULL, "11[]");
    hk_context_set(a.context, "user", hk_string(a.context, "Bob", 3));
    CHECK_TEMPLATE(with, a.context, "1Bob1Bob[Bob]Bob");
    CHECK(hk_template_with(with, dict_of(&a, "site", hk_int(2)), &again, &a.error) == HK_OK);     /* on top of those it has */
    hk_template_release(with);
    CHECK_TEMPLATE(again, NULL, "2Ann1Ann[Ann]Ann");
    hk_template_release(again);
    CHECK(hk_env_from_string(a.env, "{{ user }}{{ nix.x }}", 21, "t", &text, NULL) == HK_OK);
    CHECK(hk_template_with(text, dict_of(&a, "user", hk_int(7)), &with, NULL) == HK_OK);
    CHECK(hk_render(with, NULL, api_sink(&(api_text){.size = 0}), &a.error) == HK_UNDEFINED_ERROR);
    CHECK(a.error.source_line && strcmp(a.error.source_line, "{{ user }}{{ nix.x }}") == 0);
    hk_template_release(text);      /* is still held */
    CHECK(hk_render(with, NULL, api_sink(&(api_text){.size = 0}), &a.error) == HK_UNDEFINED_ERROR);
    CHECK(hk_template_with(NULL, hk_dict(a.context), &with, &a.error) == HK_ARGUMENT_ERROR && hk_template_with(text, hk_none(), &with, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_template_with(text, hk_dict(a.context), NULL, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* ---------------------------------------------------------------- finding templates */

static void test_select(void)
{
    static const char *const names[] = {"nowhere", "page", "other"}, *const none[] = {"pag", "nowhere"}, *const holes[] = {"page", NULL};
    api a;
    const hk_template *t;
    api_open(&a);
    add(a.env, "page", "page");
    add(a.env, "other", "other");
    CHECK(hk_env_select_template(a.env, names, 3, &t, &a.error) == HK_OK);
    CHECK_TEMPLATE(t, NULL, "page");
    CHECK(hk_env_select_template(a.env, none, 2, &t, &a.error) == HK_TEMPLATES_NOT_FOUND);
    CHECK_TEXT("message", a.error.message, a.error.message_size, "none of the templates given were found: pag, nowhere");
    CHECK(a.error.hint && strcmp(a.error.hint, "did you mean 'page'?") == 0 && a.error.tried);
    CHECK(hk_env_select_template(a.env, NULL, 0, &t, &a.error) == HK_TEMPLATES_NOT_FOUND);
    CHECK_TEXT("message", a.error.message, a.error.message_size, "Tried to select from an empty list of templates.");
    CHECK(hk_env_select_template(a.env, holes, 2, &t, &a.error) == HK_ARGUMENT_ERROR && hk_env_select_template(NULL, names, 1, &t, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_select_template(a.env, NULL, 1, &t, NULL) == HK_ARGUMENT_ERROR && hk_env_select_template(a.env, names, 1, NULL, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

static hk_value join(hk_call *call, void *user, const char *name, size_t size, const char *parent, size_t parent_size)
{
    char joined[64];
    (void)parent_size;
    const char *slash = strrchr(parent, '/');
    if (user) return hk_int(1);
    if (!slash || name[0] == '/') return hk_string(hk_call_home(call), name, size);
    int length = snprintf(joined, sizeof joined, "%.*s/%.*s", (int)(slash - parent), parent, (int)size, name);
    return hk_string(hk_call_home(call), joined, (size_t)length);
}

static void test_join(void)
{
    api a;
    api_text out;
    for (int wrong = 0; wrong < 2; wrong++) {
        api_open(&a);
        add(a.env, "a/page", "{% include 'part' %}{% include ['x', 'part'] %}{% import 'part' as p %}{{ p.v }}");
        add(a.env, "a/part", "{% set v = 1 %}in a");
        add(a.env, "part", "outside");
        CHECK(hk_env_set_join(a.env, join, wrong ? &a : NULL, NULL) == HK_OK);
        out.size = 0;
        if (!wrong) CHECK_TEMPLATE(get(a.env, "a/page"), NULL, "in ain a1");
        else CHECK(hk_render(get(a.env, "a/page"), NULL, api_sink(&out), &a.error) == HK_TYPE_ERROR);
        CHECK_RENDER(&a, "{% include 'part' %}", "outside");     /* no name, no parent */
        CHECK(hk_env_set_join(a.env, join, NULL, NULL) == HK_ARGUMENT_ERROR && hk_env_set_join(NULL, join, NULL, NULL) == HK_ARGUMENT_ERROR);
        api_close(&a);
    }
}

static void test_values(void)
{
    api a;
    const hk_template *layout;
    api_open(&a);
    add(a.env, "named", "<{% block b %}{% endblock %}>");
    CHECK(hk_env_from_string(a.env, "({% block b %}{% endblock %}{% macro m() %}m{% endmacro %})", 59, NULL, &layout, NULL) == HK_OK);
    hk_context_set(a.context, "layout", hk_template_value(a.context, layout));
    hk_context_set(a.context, "named", hk_template_value(a.context, get(a.env, "named")));
    CHECK_RENDER(&a, "{% extends layout %}{% block b %}x{% endblock %}", "(x)");
    CHECK_RENDER(&a, "{% extends named %}{% block b %}x{% endblock %}", "<x>");
    CHECK_RENDER(&a, "{% include layout %}{% include ['no', named] %}{% import layout as l %}{{ l.m() }}{% from layout import m %}{{ m() }}", "()<>mm");
    CHECK_RENDER(&a, "{% import layout as l %}{% import named as n %}{{ [l, n] }}", "[<TemplateModule memory>, <TemplateModule 'named'>]");
    CHECK_RENDER(&a, "{{ named }}{{ layout }}{{ layout is callable }}", "<Template 'named'><Template memory>False");
    CHECK(hk_type_of(hk_template_value(NULL, layout)) == HK_TYPE_NONE);
    api_close(&a);
}

static bool load(hk_call *call, void *user, const char *name, size_t size, hk_source *out);
static bool newest(void *data) { return *(const bool *)data; }
static bool load(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    (void)call, (void)name;
    *out = (hk_source){.text = "text", .size = 4, .uptodate = newest, .data = user};
    return size == 1;
}

static void test_cache(void)
{
    api a;
    bool current = true;
    api_open(&a);
    CHECK(hk_env_add_loader(a.env, load, &current, NULL) == HK_OK && hk_env_set_flag(a.env, "auto_reload", false, NULL) == HK_OK);
    const hk_template *t = get(a.env, "x"), *text;
    CHECK(hk_template_is_current(t) && get(a.env, "x") == t);
    current = false;
    CHECK(!hk_template_is_current(t) && get(a.env, "x") == t && !hk_template_is_current(NULL));
    CHECK(hk_env_clear_cache(a.env) == HK_OK && get(a.env, "x") != t && hk_env_clear_cache(NULL) == HK_ARGUMENT_ERROR);
    CHECK_TEMPLATE(t, NULL, "text");        /* is still held */
    CHECK(hk_env_from_string(a.env, "", 0, NULL, &text, NULL) == HK_OK && hk_template_is_current(text));
    api_close(&a);
}

static bool refuse(void *user, const char *text, size_t size) { return (void)user, (void)text, size == 0; }

static void test_module(void)
{
    api a;
    hk_module *module;
    const hk_template *t;
    api_text out = {.size = 0};
    api_open(&a);
    hk_context_set(a.context, "x", hk_int(1));
    CHECK(hk_env_from_string(a.env, "a{{ x }}{% macro m() %}{% endmacro %}b", 38, NULL, &t, NULL) == HK_OK);
    CHECK(hk_module_open(t, a.context, &module, NULL) == HK_OK);
    CHECK(hk_module_write(module, api_sink(&out), NULL) == HK_OK);
    CHECK_TEXT("text", out.bytes, out.size, "a1b");
    CHECK(hk_module_write(module, (hk_sink){refuse, NULL}, &a.error) == HK_IO_ERROR);
    CHECK(hk_module_write(NULL, api_sink(&out), &a.error) == HK_ARGUMENT_ERROR && hk_module_write(module, hk_file_sink(NULL), NULL) == HK_ARGUMENT_ERROR);
    hk_value v;
    CHECK(hk_module_call(module, "n", NULL, 0, &v, &a.error) == HK_ARGUMENT_ERROR && !a.error.hint);
    CHECK(hk_module_call(module, "M", NULL, 0, &v, &a.error) == HK_ARGUMENT_ERROR && strcmp(a.error.hint, "did you mean 'm'?") == 0);
    hk_module_close(module);
    CHECK(hk_env_from_string(a.env, "{% block body %}{% endblock %}", 30, NULL, &t, NULL) == HK_OK);
    CHECK(hk_render_block(t, "bdoy", NULL, api_sink(&out), &a.error) == HK_LOOKUP_ERROR && strcmp(a.error.hint, "did you mean 'body'?") == 0);
    api_close(&a);
}

/* ---------------------------------------------------------------- overlays */

static hk_value shout(hk_call *call, void *user)
{
    (void)user;
    return hk_call_filter(call, "upper", hk_call_arg(call, 0), NULL, 0);
}

static void process(hk_context *variables, const hk_context *given, void *user)
{
    (void)given;
    hk_context_set(variables, user, hk_int(1));
}

static void test_overlay(void)
{
    static char one[] = "one", two[] = "two";
    api a;
    hk_env *o, *deep;
    api_open(&a);
    add(a.env, "page", "{{ x|shout }}{{ site }}{{ one }}{{ two }}");
    CHECK(hk_env_add_filter(a.env, "shout", "value", shout, NULL, NULL) == HK_OK);
    CHECK(hk_env_add_globals(a.env, dict_of(&a, "site", hk_string(a.context, "<s>", 3)), NULL) == HK_OK && hk_env_add_processor(a.env, process, one, NULL) == HK_OK);
    hk_context_set(a.context, "x", hk_string(a.context, "x&", 2));
    CHECK(hk_env_overlay(a.env, &o, &a.error) == HK_OK);
    CHECK(hk_env_set_flag(a.env, "autoescape", true, NULL) == HK_ARGUMENT_ERROR);    /* is opened by that */
    CHECK(hk_env_set_flag(o, "autoescape", true, NULL) == HK_OK && hk_env_add_processor(o, process, two, NULL) == HK_OK);
    CHECK(hk_env_add_globals(o, dict_of(&a, "more", hk_int(1)), NULL) == HK_OK);
    CHECK_TEMPLATE(get(a.env, "page"), a.context, "X&<s>1");
    CHECK_TEMPLATE(get(o, "page"), a.context, "X&amp;&lt;s&gt;11");
    CHECK(hk_env_overlay(o, &deep, NULL) == HK_OK);
    add(deep, "page", "{{ site|shout }}{{ more }}{{ two }}");       /* in place of all loaders that it had */
    add(deep, "other", "");
    CHECK_TEMPLATE(get(deep, "page"), a.context, "&lt;S&gt;11");
    CHECK_TEMPLATE(get(o, "page"), a.context, "X&amp;&lt;s&gt;11");
    hk_env_free(deep);
    hk_env_free(o);
    CHECK(hk_env_overlay(NULL, &o, &a.error) == HK_ARGUMENT_ERROR && hk_env_overlay(a.env, NULL, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* Languages: each overlay has its own messages. */
static void test_languages(void)
{
    api a;
    hk_env *german;
    api_open(&a);
    add(a.env, "page", "{{ _('Hello') }}");
    CHECK(hk_env_add_extension(a.env, "i18n", NULL) == HK_OK);
    CHECK(hk_env_set_translations(a.env, dict_of(&a, "Hello", hk_string(a.context, "Salut", 5)), NULL) == HK_OK);
    CHECK(hk_env_overlay(a.env, &german, NULL) == HK_OK);
    CHECK(hk_env_set_translations(german, dict_of(&a, "Hello", hk_string(a.context, "Hallo", 5)), NULL) == HK_OK);
    CHECK_TEMPLATE(get(german, "page"), NULL, "Hallo");
    CHECK_TEMPLATE(get(a.env, "page"), NULL, "Salut");
    hk_env_free(german);
    api_close(&a);
}

/* ---------------------------------------------------------------- filters and tests from C */

static hk_value apply(hk_call *call, void *user)
{
    const char *what = user;
    hk_value width = hk_int(5);
    if (*what == 't') return hk_bool(hk_call_test(call, "divisibleby", hk_call_arg(call, 0), &width, 1));
    if (*what == 'n') return hk_call_filter(call, "nix", hk_call_arg(call, 0), NULL, 0);
    if (*what == 'm') return hk_call_filter(call, NULL, hk_call_arg(call, 0), NULL, 0);
    return hk_call_filter(call, "center", hk_call_arg(call, 0), &width, 1);
}

static void test_named(void)
{
    static char filter[] = "f", test[] = "t", no[] = "n", misuse[] = "m";
    api a;
    api_open(&a);
    CHECK(hk_env_add_function(a.env, "center", "x", apply, filter, NULL) == HK_OK && hk_env_add_function(a.env, "by5", "x", apply, test, NULL) == HK_OK);
    CHECK(hk_env_add_function(a.env, "no", "x", apply, no, NULL) == HK_OK && hk_env_add_function(a.env, "misuse", "x", apply, misuse, NULL) == HK_OK);
    CHECK_RENDER(&a, "[{{ center('a') }}]{{ by5(10) }}{{ by5(11) }}", "[  a  ]TrueFalse");
    CHECK_FAILS(&a, "{{ by5('a') }}", HK_TYPE_ERROR, "not all arguments converted during string formatting");
    CHECK_FAILS(&a, "{{ no(1) }}", HK_TEMPLATE_RUNTIME_ERROR, "No filter named 'nix'.");
    CHECK_FAILS(&a, "{{ misuse(1) }}", HK_ARGUMENT_ERROR, "a call without its name or arguments");
    CHECK(hk_type_of(hk_call_filter(NULL, "upper", hk_none(), NULL, 0)) == HK_TYPE_UNDEFINED && !hk_call_test(NULL, "none", hk_none(), NULL, 0));
    api_close(&a);
}

/* ---------------------------------------------------------------- memory */

static hk_status use(hk_env *env, void *user)
{
    (void)user;
    hk_env *o = NULL;
    const hk_template *t = NULL, *with = NULL;
    hk_buffer text = HK_BUFFER_NONE;
    hk_status status = hk_env_add_template(env, "t", 1, "{{ g }}", 7, NULL);
    if (status == HK_OK) status = hk_env_add_filter(env, "shout", "value", shout, NULL, NULL);
    if (status == HK_OK) status = hk_env_overlay(env, &o, NULL);
    if (status == HK_OK) status = hk_env_get_template(o, "t", 1, &t, NULL);
    hk_context *context = status == HK_OK ? hk_context_new(env) : NULL;
    hk_value globals = hk_dict(context);
    hk_dict_set(context, globals, "g", hk_int(1));
    hk_context_set(context, "t", hk_template_value(context, t));
    if (status == HK_OK) status = context ? hk_context_status(context) : HK_NO_MEMORY;
    if (status == HK_OK) status = hk_template_with(t, globals, &with, NULL);
    if (status == HK_OK) status = hk_render_text(with, context, &text, NULL);
    if (status == HK_OK) CHECK_TEXT("text", text.text, text.size, "1");
    hk_buffer_free(&text);
    hk_template_release(with);
    hk_context_free(context);
    hk_env_free(o);
    return status;
}

static void test_refused(void)
{
    api_refuse(use, NULL);
}

int main(void)
{
    test_globals();
    test_select();
    test_join();
    test_values();
    test_module();
    test_cache();
    test_overlay();
    test_languages();
    test_named();
    test_refused();
    return hkt_done();
}
