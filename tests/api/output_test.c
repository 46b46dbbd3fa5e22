/* Where renders go, parts of templates, and hooks around renders. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "render.h"

static const hk_template *compile(api *a, const char *source)
{
    const hk_template *t = NULL;
    CHECK_ROW(source, hk_env_from_string(a->env, source, strlen(source), "page", &t, &a->error) == HK_OK);
    return t;
}

static void test_sinks(void)
{
    api a;
    api_open(&a);
    const hk_template *t = compile(&a, "{% for i in range(500) %}line {{ i }}\n{% endfor %}");
    hk_buffer text = HK_BUFFER_NONE, again = HK_BUFFER_NONE, nothing = HK_BUFFER_NONE;
    CHECK(hk_render_text(t, NULL, &text, &a.error) == HK_OK);
    CHECK(text.size == 4390 && strncmp(text.text, "line 0\nline 1\n", 14) == 0 && text.text[text.size] == '\0');
    CHECK(hk_render_text(compile(&a, ""), NULL, &nothing, &a.error) == HK_OK && nothing.text && nothing.size == 0);

    FILE *file = tmpfile();
    CHECK(file && hk_render(t, NULL, hk_file_sink(file), &a.error) == HK_OK && ftell(file) == 4390);
    fflush(file);
    CHECK(hk_render(t, NULL, hk_fd_sink(fileno(file)), &a.error) == HK_OK && lseek(fileno(file), 0, SEEK_CUR) == 2 * 4390);
    fclose(file);
    int full = open("/dev/full", O_WRONLY);
    if (full >= 0) {
        CHECK(hk_render(t, NULL, hk_fd_sink(full), &a.error) == HK_IO_ERROR);
        close(full);
    }
    hkt_mem small;
    hkt_mem_init(&small);
    small.fail_at = 2;
    again.mem = &small.hooks;
    CHECK(hk_render_text(t, NULL, &again, &a.error) == HK_NO_MEMORY && again.failed);
    hk_buffer_free(&again);
    CHECK(small.live == 0);
    CHECK(hk_render(t, NULL, hk_file_sink(NULL), &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_render(t, NULL, hk_fd_sink(-1), &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_render_text(t, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_render_text(NULL, NULL, &text, &a.error) == HK_ARGUMENT_ERROR);
    hk_buffer_free(&text);
    hk_buffer_free(&nothing);
    hk_buffer_free(NULL);
    api_close(&a);
}

static void add(api *a, const char *name, const char *text)
{
    CHECK(hk_env_add_template(a->env, name, strlen(name), text, strlen(text), &a->error) == HK_OK);
}

static const struct { const char *template, *block, *want; } blocks[] = {
    {"page", "body", "[hi Ann] base-body"},
    {"page", "only_in_middle", "middle 5"},
    {"page", "only_in_base", "base only"},
    {"middle", "body", "base-body"},
    {"loop", "row", "row "},
};

static void test_blocks(void)
{
    api a;
    api_open(&a);
    add(&a, "macros", "{% macro hi(name) %}hi {{ name }}{% endmacro %}");
    add(&a, "base", "<base>{{ 1/0 }}{% block body %}base-body{% endblock %}{% block only_in_base %}base only{% endblock %}"
                    "{% block wanted required %}{% endblock %}");
    add(&a, "middle", "{% extends 'base' %}{% set five = 5 %}{% block only_in_middle %}middle {{ five }}{% endblock %}");
    add(&a, "page", "{% extends 'middle' %}{% from 'macros' import hi %}{% block body %}[{{ hi(name) }}] {{ super() }}{% endblock %}");
    add(&a, "loop", "{% for i in [1, 2] %}{% block row scoped %}row {{ i }}{% endblock %}{% endfor %}");
    hk_context_set(a.context, "name", hk_string(a.context, "Ann", 3));
    const hk_template *t;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        api_text out = {.size = 0};
        CHECK(hk_env_get_template(a.env, blocks[i].template, 4 + 2 * (blocks[i].template[0] == 'm'), &t, &a.error) == HK_OK);
        CHECK_ROW(blocks[i].want, hk_render_block(t, blocks[i].block, a.context, api_sink(&out), &a.error) == HK_OK);
        CHECK_BYTES(blocks[i].want, out.bytes, out.size, blocks[i].want, strlen(blocks[i].want));
        hk_template_release(t);
    }
    api_text out = {.size = 0};
    CHECK(hk_env_get_template(a.env, "page", 4, &t, &a.error) == HK_OK);
    CHECK(hk_render_block(t, "nothing", NULL, api_sink(&out), &a.error) == HK_LOOKUP_ERROR);
    CHECK(hk_render_block(t, "wanted", NULL, api_sink(&out), &a.error) == HK_TEMPLATE_RUNTIME_ERROR);
    CHECK(hk_render_block(t, NULL, NULL, api_sink(&out), &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_render_block(NULL, "body", NULL, api_sink(&out), &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_render_block(compile(&a, "{{ 1/0 }}{% block x %}{% endblock %}"), "x", NULL, api_sink(&out), &a.error) == HK_ZERO_DIVISION_ERROR);
    api_close(&a);
}

static void test_modules(void)
{
    api a;
    hk_module *m;
    hk_value v, name;
    size_t at = 0, size, count = 0;
    api_open(&a);
    const hk_template *t = compile(&a, "{% macro many(n, c='-') %}{% for i in range(n) %}{{ c }}{% endfor %}{% endmacro %}"
                                       "{% set answer = base + 2 %}{% set _hidden = 1 %}{% macro broken() %}{{ 1/0 }}{% endmacro %}");
    hk_context_set(a.context, "base", hk_int(40));
    CHECK(hk_module_open(t, a.context, &m, &a.error) == HK_OK);
    CHECK(hk_module_get(m, "answer", &v) && hk_as_int(v) == 42);
    CHECK(!hk_module_get(m, "_hidden", &v) && !hk_module_get(m, "nothing", &v) && !hk_module_get(NULL, "answer", &v));
    while (hk_module_next(m, &at, &name, &v)) count++;
    CHECK(count == 3);
    for (int i = 0; i < 3; i++) {
        hk_value args[] = {hk_int(4000), hk_string(a.context, "ab", 2)};
        CHECK(hk_module_call(m, "many", args, 2, &v, &a.error) == HK_OK);
        CHECK(hk_as_string(v, &size) && size == 8000);
    }
    CHECK(hk_module_call(m, "broken", NULL, 0, &v, &a.error) == HK_ZERO_DIVISION_ERROR && a.error.line == 1);
    CHECK(hk_module_call(m, "many", NULL, 0, &v, &a.error) == HK_TYPE_ERROR);
    CHECK(hk_module_call(m, "answer", NULL, 0, &v, &a.error) == HK_TYPE_ERROR);
    CHECK(hk_module_call(m, "nothing", NULL, 0, &v, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_module_call(m, "many", NULL, 1, &v, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_module_call(NULL, "many", NULL, 0, &v, &a.error) == HK_ARGUMENT_ERROR);
    hk_module_close(m);
    CHECK(hk_module_open(compile(&a, "{{ nothing.x }}"), NULL, &m, &a.error) == HK_UNDEFINED_ERROR && m == NULL);
    CHECK(hk_module_open(NULL, NULL, &m, &a.error) == HK_ARGUMENT_ERROR);
    hk_module_close(NULL);
    api_close(&a);
}

/* ---- hooks */

static void add_user(hk_context *variables, const hk_context *given, void *user)
{
    hk_value v;
    hk_context_set(variables, "user", hk_string(variables, user, strlen(user)));
    hk_context_set(variables, "known", hk_bool(hk_context_get(given, "page", &v)));
}

static void fail(hk_context *variables, const hk_context *given, void *user)
{
    hk_value v;
    (void)user;
    if (hk_context_get(given, "broken", &v)) hk_string(variables, "\xff", 1);
}

typedef struct report { int before, after; char name[16]; hk_status status; } report;

static void count_before(void *user, const char *name, size_t size)
{
    report *r = user;
    r->before++;
    memcpy(r->name, name, size);
}

static void count_after(void *user, const char *name, size_t size, hk_status status, uint64_t nanoseconds)
{
    report *r = user;
    (void)nanoseconds;
    r->after++;
    r->status = status;
    CHECK(memcmp(r->name, name, size) == 0);
}

static void test_hooks(void)
{
    api a;
    report r = {0};
    hk_buffer text = HK_BUFFER_NONE;
    api_open(&a);
    CHECK(hk_env_add_processor(a.env, add_user, "Ann", &a.error) == HK_OK);
    CHECK(hk_env_add_processor(a.env, fail, NULL, &a.error) == HK_OK);
    CHECK(hk_env_set_observer(a.env, &(hk_observer){count_before, count_after, &r}, &a.error) == HK_OK);
    const hk_template *t = compile(&a, "{{ user }} {{ page }} {{ known }}");
    CHECK(hk_render_text(t, NULL, &text, &a.error) == HK_OK);
    CHECK_TEXT("added", text.text, text.size, "Ann  False");
    hk_context_set(a.context, "page", hk_int(5));
    hk_context_set(a.context, "user", hk_string(a.context, "Bob", 3));
    CHECK(hk_render_text(t, a.context, &text, &a.error) == HK_OK);
    CHECK_TEXT("given wins", text.text + 10, text.size - 10, "Bob 5 True");
    CHECK(r.before == 2 && r.after == 2 && r.status == HK_OK);
    hk_module *m;
    CHECK(hk_module_open(compile(&a, "{% set x = user %}"), NULL, &m, &a.error) == HK_OK);
    hk_module_close(m);
    hk_context_set(a.context, "broken", hk_int(5));
    CHECK(hk_render_text(t, a.context, &text, &a.error) == HK_UNICODE_DECODE_ERROR && r.status == HK_UNICODE_DECODE_ERROR);
    CHECK(hk_module_open(t, a.context, &m, &a.error) == HK_UNICODE_DECODE_ERROR);
    CHECK(hk_env_add_processor(a.env, add_user, "Ann", &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_processor(NULL, add_user, "Ann", &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_observer(a.env, NULL, &a.error) == HK_ARGUMENT_ERROR);
    hk_buffer_free(&text);
    api_close(&a);
}

int main(void)
{
    test_sinks();
    test_blocks();
    test_modules();
    test_hooks();
    return hkt_done();
}
