/* Programs that are saved and loaded: the same output, and an error for anything else. */
#include "render.h"

static const char source[] =
    "{% extends 'base' %}{% from 'lib' import m with context %}{% block b %}{{ super() }}{% for x in xs if x %}{{ loop.index }}{{ m(x)|upper }}{% endfor %}"
    "{{ 'a' ~ 1.5 ~ (9999999999999999999999, 'ü') }}{% endblock %}";

static void add(hk_env *env, const char *name, const char *text)
{
    CHECK(hk_env_add_template(env, name, strlen(name), text, strlen(text), NULL) == HK_OK);
}

/* The program of a text under a name, compiled in an environment like `a`'s. */
static hk_buffer compile(const char *text, const char *name, bool autoescape)
{
    api a;
    const hk_template *t;
    hk_buffer program = HK_BUFFER_NONE;
    api_open(&a);
    if (autoescape) CHECK(hk_env_set_flag(a.env, "autoescape", true, NULL) == HK_OK);
    CHECK(hk_env_from_string(a.env, text, strlen(text), name, &t, &a.error) == HK_OK);
    CHECK(hk_template_save(t, hk_buffer_sink(&program), &a.error) == HK_OK);
    api_close(&a);
    return program;
}

static void set_rows(api *a)
{
    hk_value xs = hk_list(a->context);
    hk_list_push(a->context, xs, hk_string(a->context, "<p>", 3));
    hk_list_push(a->context, xs, hk_int(0));
    hk_list_push(a->context, xs, hk_string(a->context, "q", 1));
    hk_context_set(a->context, "xs", xs);
}

static void test_round_trip(void)
{
    api a;
    const hk_template *t, *copy;
    hk_buffer program = compile(source, "page", false), again = HK_BUFFER_NONE;
    api_text out = {.size = 0};
    api_open(&a);
    add(a.env, "base", "[{% block b %}base{% endblock %}]");
    add(a.env, "lib", "{% macro m(x) %}<{{ x }}>{% endmacro %}");
    set_rows(&a);
    CHECK(hk_env_load_program(a.env, program.text, program.size, "page", &t, &a.error) == HK_OK);
    CHECK(hk_render(t, a.context, api_sink(&out), &a.error) == HK_OK);
    CHECK_TEXT("page", out.bytes, out.size, "[base1<<P>>2<Q>a1.5(9999999999999999999999, 'ü')]");
    CHECK(hk_template_save(t, hk_buffer_sink(&again), NULL) == HK_OK && again.size == program.size && memcmp(again.text, program.text, again.size) == 0);
    char *moved = malloc(program.size + 1);
    memcpy(moved + 1, program.text, program.size);
    CHECK(hk_env_load_program(a.env, moved + 1, program.size, NULL, &copy, &a.error) == HK_OK);
    free(moved);        /* bytes that are not aligned were copied */
    api_text second = {.size = 0};
    CHECK(hk_render(copy, a.context, api_sink(&second), &a.error) == HK_OK);
    CHECK_BYTES("a copy", second.bytes, second.size, out.bytes, out.size);
    hk_template_release(copy);
    CHECK(!hk_template_source(t, NULL) && memcmp(hk_template_name(t, NULL), "page", 4) == 0);
    api_close(&a);
    hk_buffer_free(&program);
    hk_buffer_free(&again);
}

static void test_errors(void)
{
    api a;
    const hk_template *t;
    hk_buffer program = compile("a\n{{ x.y }}", "p", false);
    api_open(&a);
    CHECK(hk_env_load_program(a.env, program.text, program.size, "p", &t, &a.error) == HK_OK);
    CHECK(hk_render(t, NULL, api_sink(&(api_text){.size = 0}), &a.error) == HK_UNDEFINED_ERROR);
    CHECK(a.error.line == 2 && strcmp(a.error.template_name, "p") == 0 && !a.error.source_line && !a.error.excerpt);
    CHECK(hk_env_load_program(NULL, program.text, program.size, "p", &t, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_load_program(a.env, NULL, 0, "p", &t, NULL) == HK_ARGUMENT_ERROR && hk_env_load_program(a.env, "", 0, "p", NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_template_save(NULL, hk_buffer_sink(&program), NULL) == HK_ARGUMENT_ERROR && hk_template_save(t, hk_file_sink(NULL), NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_program(a.env, "x", 1, program.text, program.size, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);
    hk_buffer_free(&program);
}

static bool refuse(void *user, const char *text, size_t size) { return (void)user, (void)text, size == 0; }

/* Every byte counts: a damaged program is refused, whichever byte it is. */
static void test_damage(void)
{
    static const struct { size_t at; const char *message; } rows[] = {
        {0, "not a usable program: it does not begin as one"}, {4, "not a usable program: it is of another version"},
        {8, "not a usable program: its size is wrong"}, {100, "not a usable program: its checksum is wrong"}};
    api a;
    const hk_template *t;
    hk_buffer program = compile(source, "page", false);
    api_open(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        program.text[rows[i].at] ^= 1;
        CHECK(hk_env_load_program(a.env, program.text, program.size, "page", &t, &a.error) == HK_PROGRAM_ERROR);
        CHECK_BYTES("message", a.error.message, a.error.message_size, rows[i].message, strlen(rows[i].message));
        CHECK(a.error.template_name && strcmp(a.error.template_name, "page") == 0);
        program.text[rows[i].at] ^= 1;
    }
    size_t loaded = 0;
    for (size_t at = 0; at < program.size; at++) {
        program.text[at] ^= 0x10;
        loaded += hk_env_load_program(a.env, program.text, program.size, NULL, &t, NULL) == HK_OK;
        program.text[at] ^= 0x10;
        loaded += hk_env_load_program(a.env, program.text, at, NULL, &t, NULL) == HK_OK;
    }
    CHECK(loaded == 0);
    CHECK(hk_env_load_program(a.env, "#!/bin/sh\n", 10, NULL, &t, &a.error) == HK_PROGRAM_ERROR);
    CHECK(hk_env_from_string(a.env, "x", 1, NULL, &t, NULL) == HK_OK);
    CHECK(hk_template_save(t, (hk_sink){refuse, NULL}, &a.error) == HK_IO_ERROR);
    api_close(&a);
    hk_buffer_free(&program);
}

/* What would have been another program is not loaded: above all not one that does not escape where the environment does. */
static void test_options(void)
{
    hk_buffer plain = compile("{{ x }}", "p", false), escaped = compile("{{ x }}", "p", true);
    for (int on = 0; on < 2; on++) {
        api a;
        const hk_template *t;
        api_text out = {.size = 0};
        api_open(&a);
        hk_context_set(a.context, "x", hk_string(a.context, "<", 1));
        if (on) CHECK(hk_env_set_flag(a.env, "autoescape", true, NULL) == HK_OK);
        const hk_buffer *good = on ? &escaped : &plain, *bad = on ? &plain : &escaped;
        CHECK(hk_env_load_program(a.env, bad->text, bad->size, "p", &t, &a.error) == HK_PROGRAM_ERROR);
        CHECK_TEXT("message", a.error.message, a.error.message_size, "not a usable program: it was compiled under other options");
        CHECK(a.error.hint && strcmp(a.error.hint, on ? "when it was compiled, the option autoescape was off"
                                                      : "when it was compiled, the option autoescape was on") == 0);
        CHECK(hk_env_load_program(a.env, good->text, good->size, "p", &t, &a.error) == HK_OK);
        CHECK(hk_render(t, a.context, api_sink(&out), NULL) == HK_OK && out.size == (on ? 4 : 1));
        api_close(&a);
    }
    hk_buffer_free(&plain);
    hk_buffer_free(&escaped);
}

/* What was different when it was compiled is the hint. */
static void test_other_options(void)
{
    static const struct { const char *option, *value, *hint; } rows[] = {
        {"undefined", "strict", "when it was compiled, the option undefined was another"},
        {"newline_sequence", "\r\n", "when it was compiled, the option newline_sequence was another"},
        {"sandboxed", "immutable", "when it was compiled, the option sandboxed was off"},
    };
    hk_buffer program = compile("{{ x }}", "p", false);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        api a;
        const hk_template *t;
        api_open(&a);
        CHECK(hk_env_set_text(a.env, rows[i].option, rows[i].value, HK_NUL, NULL) == HK_OK);
        CHECK_ROW(rows[i].option, hk_env_load_program(a.env, program.text, program.size, "p", &t, &a.error) == HK_PROGRAM_ERROR);
        CHECK_ROW(rows[i].option, a.error.hint && strcmp(a.error.hint, rows[i].hint) == 0);
        api_close(&a);
    }
    hk_buffer_free(&program);
}

/* A site without a text. */
static void test_loader(void)
{
    api a;
    const hk_template *t;
    api_text out = {.size = 0};
    hk_buffer page = compile("{% extends 'base' %}{% block b %}{% include 'part' %}{% endblock %}", "page", false);
    hk_buffer base = compile("[{% block b %}{% endblock %}]", "base", false), part = compile("part", "part", false);
    api_open(&a);
    CHECK(hk_env_add_program(a.env, "page", 4, page.text, page.size, NULL) == HK_OK && hk_env_add_program(a.env, "base", 4, base.text, base.size, NULL) == HK_OK);
    CHECK(hk_env_add_program(a.env, "part", 4, part.text, part.size, NULL) == HK_OK && hk_env_add_program(a.env, "bad", 3, "bad", 3, NULL) == HK_OK);
    CHECK(hk_env_add_program(a.env, NULL, 0, "", 0, NULL) == HK_ARGUMENT_ERROR && hk_env_add_program(a.env, "x", 1, NULL, 0, NULL) == HK_ARGUMENT_ERROR);
    add(a.env, "page", "a text that comes too late");
    CHECK(hk_env_get_template(a.env, "page", 4, &t, &a.error) == HK_OK && hk_template_is_current(t));
    CHECK(hk_render(t, NULL, api_sink(&out), &a.error) == HK_OK);
    CHECK_TEXT("page", out.bytes, out.size, "[part]");
    CHECK(hk_env_get_template(a.env, "bad", 3, &t, &a.error) == HK_PROGRAM_ERROR && strcmp(a.error.template_name, "bad") == 0);
    CHECK(hk_env_get_template(a.env, "pag", 3, &t, &a.error) == HK_TEMPLATE_NOT_FOUND && strcmp(a.error.hint, "did you mean 'page'?") == 0);
    CHECK(strcmp(a.error.tried, "saved programs (4)\ntemplates in memory (1)\n") == 0);
    api_close(&a);
    hk_buffer_free(&page);
    hk_buffer_free(&base);
    hk_buffer_free(&part);
}

/* ---------------------------------------------------------------- the cache */

typedef struct shelf { char bytes[8192]; size_t size; int loads, stores; } shelf;

static bool load(void *user, const char *name, size_t size, hk_sink out)
{
    shelf *s = user;
    s->loads++;
    return size == 4 && memcmp(name, "page", 4) == 0 && s->size && out.write(out.user, s->bytes, s->size);
}

static void store(void *user, const char *name, size_t size, const void *bytes, size_t bytes_size)
{
    shelf *s = user;
    (void)name, (void)size;
    s->stores++;
    CHECK(bytes_size <= sizeof s->bytes);
    s->size = bytes_size <= sizeof s->bytes ? bytes_size : 0;
    memcpy(s->bytes, bytes, s->size);
}

/* A process: how often it compiled. */
static int run_with(shelf *s, const char *flag, const char *option, const char *value, const char *text, const char *want)
{
    api a;
    const hk_template *t;
    api_text out = {.size = 0};
    int before = s->stores;
    api_open(&a);
    if (flag) CHECK(hk_env_set_flag(a.env, flag, strcmp(flag, "optimized") != 0, NULL) == HK_OK);
    if (option) CHECK(hk_env_set_text(a.env, option, value, strlen(value), NULL) == HK_OK);
    add(a.env, "page", text);
    CHECK(hk_env_set_program_cache(a.env, &(hk_program_cache){load, store, s}, NULL) == HK_OK);
    CHECK(hk_env_get_template(a.env, "page", 4, &t, &a.error) == HK_OK && hk_render(t, NULL, api_sink(&out), &a.error) == HK_OK);
    CHECK_BYTES(text, out.bytes, out.size, want, strlen(want));
    CHECK(hk_env_from_string(a.env, text, strlen(text), "page", &t, NULL) == HK_OK);       /* is not looked up */
    CHECK(hk_render(t, NULL, api_sink(&out), NULL) == HK_OK && hk_template_source(t, NULL));
    CHECK(hk_env_set_program_cache(a.env, &(hk_program_cache){load, store, s}, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
    return s->stores - before;
}

static int run(shelf *s, const char *text, const char *want) { return run_with(s, NULL, NULL, NULL, text, want); }

/* A text that is read under other options is another program. */
static void test_cache_options(void)
{
    static const char text[] = "{% if 1 %}\n a{% endif %}<% b %># c\n";
    static shelf s;
    CHECK(run(&s, text, "\n a<% b %># c") == 1 && run(&s, text, "\n a<% b %># c") == 0);
    CHECK(run_with(&s, "trim_blocks", NULL, NULL, text, " a<% b %># c") == 1 && run_with(&s, "trim_blocks", NULL, NULL, text, " a<% b %># c") == 0);
    CHECK(run_with(&s, "keep_trailing_newline", NULL, NULL, text, "\n a<% b %># c\n") == 1);
    CHECK(run_with(&s, "lstrip_blocks", NULL, NULL, text, "\n a<% b %># c") == 1);
    CHECK(run_with(&s, "optimized", NULL, NULL, text, "\n a<% b %># c") == 1);
    CHECK(run_with(&s, NULL, "variable_start_string", "<%", "{{ 1 }}<% 2 }}", "{{ 1 }}2") == 1);
    CHECK(run_with(&s, NULL, "line_comment_prefix", "##", "{{ 1 }}<% 2 }}", "1<% 2 }}") == 1);
    CHECK(run_with(&s, NULL, "line_statement_prefix", "##", "{{ 1 }}<% 2 }}", "1<% 2 }}") == 1);
}

static void test_cache(void)
{
    static shelf s;
    CHECK(run(&s, "{{ 6 * 7 }}", "42") == 1);
    CHECK(run(&s, "{{ 6 * 7 }}", "42") == 0);
    CHECK(run(&s, "{{ 6 * 8 }}", "48") == 1);           /* another text */
    CHECK(run(&s, "{{ 6 * 8 }}", "48") == 0);
    s.bytes[s.size / 2] ^= 1;
    CHECK(run(&s, "{{ 6 * 8 }}", "48") == 1);           /* damaged */
    s.size = 100;
    CHECK(run(&s, "{{ 6 * 8 }}", "48") == 1 && s.loads == 6);
    api a;
    api_open(&a);
    CHECK(hk_env_set_program_cache(a.env, NULL, &a.error) == HK_ARGUMENT_ERROR && hk_env_set_program_cache(NULL, &(hk_program_cache){load, store, &s}, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_program_cache(a.env, &(hk_program_cache){load, NULL, NULL}, NULL) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* ---------------------------------------------------------------- memory */

typedef struct kept { hk_buffer program; shelf s; } kept;

static hk_status use(hk_env *env, void *user)
{
    kept *k = user;
    const hk_template *t;
    hk_buffer out = HK_BUFFER_NONE;
    hk_status status = hk_env_add_template(env, "page", 4, "{{ 1 }}", 7, NULL);
    if (status == HK_OK) status = hk_env_add_program(env, "p", 1, k->program.text, k->program.size, NULL);
    if (status == HK_OK) status = hk_env_set_program_cache(env, &(hk_program_cache){load, store, &k->s}, NULL);
    if (status == HK_OK) status = hk_env_get_template(env, "page", 4, &t, NULL);
    if (status == HK_OK) status = hk_env_get_template(env, "p", 1, &t, NULL);
    if (status == HK_OK) status = hk_template_save(t, hk_buffer_sink(&out), NULL);
    hk_buffer_free(&out);
    return status;
}

static void test_refused(void)
{
    static kept k;
    k.program = compile("{{ x }}", "p", false);
    api_refuse(use, &k);
    hk_buffer_free(&k.program);
}

int main(void)
{
    test_round_trip();
    test_errors();
    test_damage();
    test_options();
    test_other_options();
    test_loader();
    test_cache();
    test_cache_options();
    test_refused();
    return hkt_done();
}
