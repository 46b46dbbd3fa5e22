/* What tools ask of a template. The expectations are what jinja2.meta gives. */
#include <sys/stat.h>
#include <unistd.h>

#include "hokora_tools.h"

#include "render.h"

static const struct { const char *source, *variables, *templates; } rows[] = {
    {"", "[]", "[]"},
    {"{% set foo = 42 %}{{ bar + foo }}", "['bar']", "[]"},
    {"{{ range(3) }}{{ dict(a=b) }}{{ z }}{{ b }}", "['b', 'z']", "[]"},
    {"{% for x in xs %}{{ x }}{{ loop.index }}{{ y }}{% else %}{{ loop }}{% endfor %}{{ x }}", "['loop', 'x', 'xs', 'y']", "[]"},
    {"{% macro m(a, b=c) %}{{ a }}{{ caller() }}{{ kwargs }}{{ d }}{% endmacro %}{{ m(e) }}", "['c', 'd', 'e']", "[]"},
    {"{% if x %}{% set y = 1 %}{% endif %}{{ y }}", "['x', 'y']", "[]"},
    {"{% block b %}{{ super() }}{{ self.b() }}{{ v }}{% endblock %}", "['v']", "[]"},
    {"{% extends 'a' %}{% block b %}{% include x %}{% endblock %}", "['x']", "['a', None]"},
    {"{% include ['a', b, 3, 'c'] %}{% include ('d', 'e') %}{% include 3 %}{% include 'x' ~ y %}", "['b', 'y']",
     "['a', None, 'c', 'd', 'e', None, None]"},
    {"{% import 'a' as q %}{% from 'b' import c, d as e %}{{ q.c(e, d) }}", "['d']", "['a', 'b']"},
    {"{% if 0 %}{{ never }}{% include 'n' %}{% endif %}", "['never']", "['n']"},
    {"{% extends 'a' %}{% extends 'b' %}", "[]", "['a', 'b']"},
    {"{% with a = b %}{{ a }}{% endwith %}{{ a }}{% filter upper %}{{ c }}{% endfilter %}", "['a', 'b', 'c']", "[]"},
    {"{% set ns = namespace() %}{% set ns.x = v %}{% set a, b = c %}{% autoescape d %}{% endautoescape %}", "['c', 'd', 'v']", "[]"},
};

static void check_value(api *a, const char *what, hk_value v, const char *want)
{
    hk_context_set(a->context, "v", v);
    api_text out;
    CHECK_ROW(what, api_render(a, "{{ v }}", &out) == HK_OK);
    CHECK_BYTES(what, out.bytes, out.size, want, strlen(want));
}

static void test_names(void)
{
    api a;
    hk_value names;
    api_open(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *source = rows[i].source;
        CHECK_ROW(source, hk_env_undeclared(a.env, source, strlen(source), a.context, &names, &a.error) == HK_OK);
        check_value(&a, source, names, rows[i].variables);
        CHECK_ROW(source, hk_env_references(a.env, source, strlen(source), a.context, &names, &a.error) == HK_OK);
        check_value(&a, source, names, rows[i].templates);
    }
    api_close(&a);
}

static void test_options(void)
{
    api a;
    hk_value names, globals;
    api_open(&a);
    globals = hk_dict(a.context);
    hk_dict_set(a.context, globals, "site", hk_int(1));
    CHECK(hk_env_add_globals(a.env, globals, NULL) == HK_OK && hk_env_add_extension(a.env, "loopcontrols", NULL) == HK_OK);
    CHECK(hk_env_set_text(a.env, "variable_start_string", "${", 2, NULL) == HK_OK && hk_env_set_text(a.env, "variable_end_string", "}", 1, NULL) == HK_OK);
    CHECK(hk_env_undeclared(a.env, "${ site }${ page }{{ no }}", 26, a.context, &names, NULL) == HK_OK && hk_length(names) == 1);
    /* what only Python's compiler would say is no error here */
    CHECK(hk_env_undeclared(a.env, "${ x }{% break %}", 17, a.context, &names, NULL) == HK_OK && hk_length(names) == 1);
    api_close(&a);
}

static void test_template(void)
{
    static const char source[] = "{% block head %}{% endblock %}{% block body %}{% block inner %}{% endblock %}{% endblock %}";
    api a;
    const hk_template *t, *unnamed;
    hk_value names;
    size_t size;
    api_open(&a);
    CHECK(hk_env_from_string(a.env, source, sizeof source - 1, "page", &t, NULL) == HK_OK);
    CHECK(hk_env_from_string(a.env, "x", 1, NULL, &unnamed, NULL) == HK_OK);
    CHECK(hk_template_blocks(t, a.context, &names, NULL) == HK_OK);
    check_value(&a, "blocks", names, "['head', 'body', 'inner']");
    CHECK(memcmp(hk_template_name(t, &size), "page", 4) == 0 && size == 4);
    CHECK(memcmp(hk_template_source(t, &size), source, sizeof source) == 0 && size == sizeof source - 1);
    CHECK(!hk_template_name(unnamed, &size) && size == 0 && !hk_template_name(NULL, NULL) && !hk_template_source(NULL, &size) && size == 0);
    api_close(&a);
}

static bool load(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    return (void)call, (void)user, (void)name, (void)size, (void)out, false;
}

static void test_templates(void)
{
    static const hk_embedded items[] = {{"b", "", 0}, {"a", "", 0}};
    char folder[] = "/tmp/hokora-tools-XXXXXX", path[64];
    api a;
    hk_value names;
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/deep", folder);
    CHECK(mkdir(path, 0700) == 0);
    snprintf(path, sizeof path, "%s/deep/loop", folder);
    CHECK(symlink(folder, path) == 0);
    snprintf(path, sizeof path, "%s/deep/page.html", folder);
    FILE *file = fopen(path, "w");
    CHECK(file && fclose(file) == 0);
    api_open(&a);
    CHECK(hk_env_templates(a.env, a.context, &names, &a.error) == HK_TYPE_ERROR);
    api_close(&a);
    api_open(&a);
    CHECK(hk_env_add_embedded(a.env, items, 2, NULL) == HK_OK && hk_env_add_template(a.env, "b", 1, "", 0, NULL) == HK_OK);
    CHECK(hk_env_set_prefix(a.env, "site", NULL) == HK_OK && hk_env_add_directory(a.env, folder, NULL) == HK_OK);
    CHECK(hk_env_templates(a.env, a.context, &names, &a.error) == HK_OK);
    check_value(&a, "templates", names, "['a', 'b', 'site/deep/page.html']");
    CHECK(hk_env_templates(NULL, a.context, &names, NULL) == HK_ARGUMENT_ERROR && hk_env_templates(a.env, NULL, &names, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
    api_open(&a);
    CHECK(hk_env_add_loader(a.env, load, NULL, NULL) == HK_OK && hk_env_templates(a.env, a.context, &names, &a.error) == HK_TYPE_ERROR);
    CHECK_TEXT("message", a.error.message, a.error.message_size, "this loader cannot iterate over all templates");
    api_close(&a);
    unlink(path);
    snprintf(path, sizeof path, "%s/deep/loop", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/deep", folder);
    CHECK(rmdir(path) == 0 && rmdir(folder) == 0);
}

static void test_dump(void)
{
    api a;
    hk_buffer text = HK_BUFFER_NONE;
    api_open(&a);
    CHECK(hk_env_dump(a.env, HK_DUMP_TOKENS, "{{ x }}", 7, NULL, hk_buffer_sink(&text), NULL) == HK_OK);
    CHECK_TEXT("tokens", text.text, text.size, "1:1 variable_begin\n1:4 name x\n1:6 variable_end\n");
    hk_buffer_free(&text);
    CHECK(hk_env_dump(a.env, HK_DUMP_AST, "{{ x }}", 7, NULL, hk_buffer_sink(&text), NULL) == HK_OK && strstr(text.text, "Name"));
    CHECK(hk_env_dump(a.env, HK_DUMP_PROGRAM, "{{ x }}", 7, NULL, hk_buffer_sink(&text), NULL) == HK_OK && strstr(text.text, "RESOLVE"));
    CHECK(hk_env_dump(a.env, HK_DUMP_AST, "{{ x", 4, "page", hk_buffer_sink(&text), &a.error) == HK_TEMPLATE_SYNTAX_ERROR && a.error.line == 1);
    hk_buffer_free(&text);
    api_close(&a);
}

/* Constants and arguments in the listing of a program, as they are written in a template. */
static void test_listing(void)
{
    static const struct { const char *source, *want; } listed[] = {
        {"{{ x|replace('a', 'b') }}", "filter 'replace'('a', 'b')"},
        {"{{ x|center(width=5) }}", "filter 'center'('width'=5)"},
        {"{{ x is divisibleby(3) }}", "test 'divisibleby'(3)"},
        {"{{ x|default('q', boolean=true) }}", "filter 'default'('q', 'boolean'=True)"},
        {"{% set y = {'k': [1.5, (2, none)]} %}{{ y }}", "[1.5, (2, None)]"},
        {"{{ x in (0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32) }}", "30, 31, ...)"},
        {"{{ 'a\nb' ~ x }}", "'a\\nb'"},
        {"{{ x + 1180591620717411303424 }}", "r0, 0x400000000000000000"},
        {"{{ x * (-2) ** 71 }}", "r0, -0x800000000000000000"},
        {"{% block b %}{{ loop }}{% endblock %}", "block 'b'"},
        {"{% macro m(a) %}{{ a }}{% endmacro %}", "macro"},
    };
    api a;
    api_open(&a);
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        hk_buffer text = HK_BUFFER_NONE;
        CHECK_ROW(listed[i].source, hk_env_dump(a.env, HK_DUMP_PROGRAM, listed[i].source, HK_NUL, NULL, hk_buffer_sink(&text), NULL) == HK_OK);
        CHECK_ROW(listed[i].source, text.text && strstr(text.text, listed[i].want));
        hk_buffer_free(&text);
    }
    api_close(&a);
}

/* What is listed is what would be rendered: the template's name counts. */
static void test_listed_as_rendered(void)
{
    hk_buffer text = HK_BUFFER_NONE;
    hk_env *env = hk_env_new(NULL);
    CHECK(hk_env_set_text(env, "autoescape", "select", HK_NUL, NULL) == HK_OK);
    CHECK(hk_env_dump(env, HK_DUMP_PROGRAM, "{{ x }}", HK_NUL, "page.html", hk_buffer_sink(&text), NULL) == HK_OK);
    CHECK(strstr(text.text, "EMIT_ESCAPED"));
    hk_buffer_free(&text);
    CHECK(hk_env_dump(env, HK_DUMP_PROGRAM, "{{ x }}", HK_NUL, "page.txt", hk_buffer_sink(&text), NULL) == HK_OK);
    CHECK(!strstr(text.text, "EMIT_ESCAPED"));
    hk_buffer_free(&text);
    hk_env_free(env);
}

static void test_errors(void)
{
    api a;
    hk_value names;
    api_open(&a);
    hk_env *env = a.env;
    CHECK(hk_env_undeclared(env, "{{ x|uper }}", 12, a.context, &names, &a.error) == HK_TEMPLATE_ASSERTION_ERROR);
    CHECK(a.error.line == 1 && a.error.source_line && strcmp(a.error.hint, "did you mean 'upper'?") == 0 && hk_type_of(names) == HK_TYPE_NONE);
    CHECK(hk_env_references(env, "{% include %}", 13, a.context, &names, &a.error) == HK_TEMPLATE_SYNTAX_ERROR);
    CHECK(hk_env_undeclared(NULL, "", 0, a.context, &names, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_undeclared(env, NULL, 0, a.context, &names, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_undeclared(env, "", 0, NULL, &names, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_undeclared(env, "", 0, a.context, NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_references(env, "", 0, a.context, NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_template_blocks(NULL, a.context, &names, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_dump(env, HK_DUMP_AST, NULL, 0, NULL, hk_file_sink(stdout), NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_dump(env, HK_DUMP_AST, "", 0, NULL, hk_file_sink(NULL), NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

static hk_status use(hk_env *env, void *user)
{
    hk_value names;
    const hk_template *t;
    hk_context *home = hk_context_new(env);
    (void)user;
    if (!home) return HK_NO_MEMORY;
    hk_status status = hk_env_undeclared(env, "{{ a }}{{ b }}", 14, home, &names, NULL);
    if (status == HK_OK) status = hk_env_references(env, "{% include 'x' %}", 17, home, &names, NULL);
    if (status == HK_OK) status = hk_env_from_string(env, "{% block b %}{% endblock %}", 27, NULL, &t, NULL);
    if (status == HK_OK) status = hk_template_blocks(t, home, &names, NULL);
    hk_context_free(home);
    return status;
}

static void test_refused(void) { api_refuse(use, NULL); }

int main(void)
{
    test_names();
    test_options();
    test_template();
    test_templates();
    test_dump();
    test_listing();
    test_listed_as_rendered();
    test_errors();
    test_refused();
    return hkt_done();
}
