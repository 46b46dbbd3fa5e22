/* Renders that are read piece by piece. (Every render case is pulled in many ways, too: render/run.c.) */
#include <stdio.h>

#include "render.h"

static const hk_template *compile(api *a, const char *source)
{
    const hk_template *t = NULL;
    CHECK_ROW(source, hk_env_from_string(a->env, source, strlen(source), "page", &t, &a->error) == HK_OK);
    return t;
}

static hk_stream *open_stream(api *a, const char *source, size_t size, uint64_t steps, const char *block)
{
    hk_stream *s = NULL;
    hk_stream_options options = {size, steps, block};
    CHECK_ROW(source, hk_stream_open(compile(a, source), a->context, &options, &s, &a->error) == HK_OK);
    return s;
}

/* Reads to the end; pieces are joined with "|". */
static hk_next read_all(hk_stream *s, api_text *out, hk_error *error)
{
    const char *text;
    size_t size;
    hk_next next;
    out->size = 0;
    for (bool first = true; (next = hk_stream_next(s, &text, &size, error)) == HK_NEXT_MORE; first = false) {
        if (!first) api_collect(out, "|", 1);
        api_collect(out, text, size);
    }
    CHECK(size == 0 && *text == '\0');
    return next;
}

static const struct { const char *source, *block; size_t size; uint64_t steps; const char *want; } rows[] = {
    {"one two three", NULL, 0, 0, "one two three"},
    {"one two three", NULL, 5, 0, "one t|wo th|ree"},
    {"", NULL, 1, 0, ""},
    {"a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z", NULL, 1, 0, "a|\xc3\xa4|\xe2\x82\xac|\xf0\x9f\x98\x80|z"},
    {"a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z", NULL, 4, 0, "a\xc3\xa4|\xe2\x82\xac|\xf0\x9f\x98\x80|z"},
    {"{% for i in range(3) %}{{ i }},{% endfor %}", NULL, 2, 0, "0,|1,|2,"},
    {"{% set x %}{% for i in range(3) %}{{ i }},{% endfor %}{% endset %}{{ x }}", NULL, 4, 0, "0,1,|2,"},
    {"{% macro m(n) %}({{ m(n - 1) if n }}){% endmacro %}{{ m(3) }}", NULL, 1, 0, "(|(|(|(|)|)|)|)"},
    {"no{% block b %}yes{% endblock %}no", "b", 2, 0, "ye|s"},
};

static void test_pieces(void)
{
    api a;
    api_text got;
    api_open(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_stream *s = open_stream(&a, rows[i].source, rows[i].size, rows[i].steps, rows[i].block);
        CHECK_ROW(rows[i].source, read_all(s, &got, &a.error) == HK_NEXT_DONE);
        CHECK_BYTES(rows[i].source, got.bytes, got.size, rows[i].want, strlen(rows[i].want));
        CHECK_ROW("the end stays the end", read_all(s, &got, &a.error) == HK_NEXT_DONE && got.size == 0);
        hk_stream_close(s);
    }
    api_close(&a);
}

static void test_errors(void)
{
    api a;
    api_text got;
    const char *text;
    size_t size;
    hk_stream *s = NULL;
    api_open(&a);
    const hk_template *t = compile(&a, "a");
    CHECK(hk_stream_open(NULL, NULL, NULL, &s, &a.error) == HK_ARGUMENT_ERROR && !s);
    CHECK(hk_stream_open(t, NULL, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_stream_open(t, NULL, &(hk_stream_options){0, 0, "b"}, &s, &a.error) == HK_LOOKUP_ERROR && !s);
    CHECK_TEXT("no block", a.error.message, a.error.message_size, "there is no block 'b'");
    CHECK(hk_stream_next(NULL, &text, &size, &a.error) == HK_NEXT_FAILED && a.error.kind == HK_ARGUMENT_ERROR);
    CHECK(hk_stream_open(t, NULL, NULL, &s, &a.error) == HK_OK);
    CHECK(hk_stream_next(s, NULL, &size, &a.error) == HK_NEXT_FAILED && hk_stream_next(s, &text, NULL, NULL) == HK_NEXT_FAILED);
    CHECK(hk_stream_next(s, &text, &size, &a.error) == HK_NEXT_MORE && size == 1 && *text == 'a');
    hk_stream_close(s);
    hk_stream_close(NULL);

    s = open_stream(&a, "one\n{% macro m() %}two{{ 1 // 0 }}{% endmacro %}{{ m() }}three", 1, 0, NULL);
    CHECK(read_all(s, &got, &a.error) == HK_NEXT_FAILED);
    CHECK_TEXT("up to the error", got.bytes, got.size, "o|n|e|\n|t|w|o");
    for (int again = 0; again < 2; again++) {
        CHECK(a.error.kind == HK_ZERO_DIVISION_ERROR && a.error.line == 2 && strcmp(a.error.template_name, "page") == 0);
        CHECK(a.error.source_line && strncmp(a.error.source_line, "{% macro", 8) == 0 && strstr(a.error.trace, "macro m"));
        hk_error_clear(&a.error);
        CHECK(read_all(s, &got, &a.error) == HK_NEXT_FAILED && got.size == 0);
    }
    CHECK(read_all(s, &got, NULL) == HK_NEXT_FAILED);
    hk_stream_close(s);

    hk_context_set(a.context, "bad", hk_string(a.context, "\xff", 1));
    CHECK(hk_stream_open(t, a.context, NULL, &s, &a.error) == HK_UNICODE_DECODE_ERROR && !s);
    api_close(&a);
}

static void test_limits(void)
{
    api a;
    api_text got;
    api_open(&a);
    CHECK(hk_env_set_limit(a.env, "fuel", 3000, &a.error) == HK_OK && hk_env_set_limit(a.env, "output", 100, &a.error) == HK_OK);
    hk_stream *s = open_stream(&a, "{% for i in range(100000000) %}{% endfor %}", 0, 100, NULL);
    CHECK(read_all(s, &got, &a.error) == HK_NEXT_FAILED && a.error.kind == HK_LIMIT);
    CHECK(got.size >= 25 && got.size <= 35);    /* empty pieces: so often it came back */
    hk_stream_close(s);
    s = open_stream(&a, "{% macro f(n) %}{{ f(n - 1) ~ f(n - 1) if n }}{% endmacro %}{{ f(12) }}", 0, 50, NULL);
    CHECK(read_all(s, &got, &a.error) == HK_NEXT_FAILED && a.error.kind == HK_LIMIT);
    CHECK(got.size >= 30);                      /* calls end slices, too */
    hk_stream_close(s);
    s = open_stream(&a, "{% for i in range(1000) %}x{% endfor %}", 50, 0, NULL);
    CHECK(read_all(s, &got, &a.error) == HK_NEXT_FAILED && a.error.kind == HK_LIMIT && got.size <= 105);
    hk_stream_close(s);
    api_close(&a);
}

/* Streams of one template read in turn, a render between them, and each left at another place. */
static void test_side_by_side(void)
{
    api a;
    hk_stream *streams[5];
    const char *text;
    size_t size;
    char digit[2] = "0";
    api_open(&a);
    const hk_template *t = compile(&a, "{% for i in range(5) %}{{ i }}{% endfor %}");
    for (size_t k = 0; k < 5; k++) CHECK(hk_stream_open(t, NULL, &(hk_stream_options){1, 0, NULL}, &streams[k], &a.error) == HK_OK);
    for (size_t round = 0; round < 5; round++) {
        digit[0] = (char)('0' + round);
        for (size_t k = round; k < 5; k++) {
            CHECK(hk_stream_next(streams[k], &text, &size, &a.error) == HK_NEXT_MORE);
            CHECK_BYTES("its own place", text, size, digit, 1);
        }
        CHECK_RENDER(&a, "{% for i in 'abc' %}{{ i }}{% endfor %}", "abc");
    }
    for (size_t k = 0; k < 5; k++) hk_stream_close(streams[k]);
    api_close(&a);
}

static void test_native(void)
{
    api a;
    api_text read;
    api_open(&a);
    CHECK(hk_env_set_flag(a.env, "native", true, &a.error) == HK_OK);
    hk_stream *s = open_stream(&a, "[{% for i in range(3) %}{{ i }},{% endfor %}]", 3, 1, NULL);
    CHECK(read_all(s, &read, &a.error) == HK_NEXT_DONE);
    CHECK_TEXT("the value's text", read.bytes + read.size - 11, 11, "[0,| 1,| 2]");
    hk_stream_close(s);
    s = open_stream(&a, "{% block b %}{{ 1 }}{{ 2 }}{% endblock %}", 1, 0, "b");
    CHECK(read_all(s, &read, &a.error) == HK_NEXT_DONE);
    CHECK_TEXT("a block is text", read.bytes, read.size, "1|2");
    hk_stream_close(s);
    CHECK_RENDER(&a, "{{ 1 }}{{ 2 }}", "12");
    api_close(&a);
}

static void note_before(void *user, const char *name, size_t size) { api_collect(user, name, size); }
static void note_after(void *user, const char *name, size_t size, hk_status status, uint64_t nanoseconds)
{
    (void)name, (void)size, (void)nanoseconds;
    api_collect(user, hk_status_name(status), strlen(hk_status_name(status)));
}
static void add_user(hk_context *variables, const hk_context *given, void *user)
{
    (void)given, (void)user;
    hk_context_set(variables, "user", hk_string(variables, "Ann", 3));
}

static void test_hooks(void)
{
    api a;
    api_text got, notes = {.size = 0};
    api_open(&a);
    CHECK(hk_env_set_observer(a.env, &(hk_observer){note_before, note_after, &notes}, &a.error) == HK_OK);
    CHECK(hk_env_add_processor(a.env, add_user, NULL, &a.error) == HK_OK);
    hk_stream *s = open_stream(&a, "{{ user }}", 0, 0, NULL);
    CHECK(read_all(s, &got, &a.error) == HK_NEXT_DONE);
    CHECK_TEXT("processed", got.bytes, got.size, "Ann");
    hk_stream_close(s);
    hk_stream_close(open_stream(&a, "{{ user }}", 0, 0, NULL));
    s = open_stream(&a, "{{ user.x.y }}", 0, 0, NULL);
    CHECK(read_all(s, &got, &a.error) == HK_NEXT_FAILED);
    hk_stream_close(s);
    CHECK_TEXT("told once a render", notes.bytes, notes.size, "pageOKpageOKpageUndefinedError");
    api_close(&a);
}

/* A client that reads slowly costs a piece and what the render needs, however long the page is. */
static void test_memory(void)
{
    api a;
    const char *text;
    size_t size, total = 0;
    hk_next next;
    api_open(&a);
    hk_stream *s = open_stream(&a, "{% for i in range(10000000) %}{{ i ~ '\n' }}{% endfor %}", 4096, 0, NULL);
    while ((next = hk_stream_next(s, &text, &size, &a.error)) == HK_NEXT_MORE) total += size;
    CHECK(next == HK_NEXT_DONE && total == 78888890);
    CHECK(a.mem.peak < 3 << 20);
    hk_stream_close(s);
    api_close(&a);
}

static hk_status use(hk_env *env, void *user)
{
    size_t calls = *(const size_t *)user;
    static const char source[] = "{% macro m(n) %}{{ n }}{% call c() %}{{ n * 2 }}{% endcall %}{% endmacro %}{% macro c() %}<{{ caller() }}>"
                                 "{% endmacro %}{% for i in [1, 2] %}{{ m(i) }}{% set x %}{{ m(i) }}{% endset %}{{ x|upper }}{% endfor %}";
    const hk_template *t;
    hk_stream *s;
    const char *text;
    size_t size;
    hk_error error = HK_ERROR_NONE;
    hk_status status = hk_env_from_string(env, source, sizeof source - 1, NULL, &t, &error);
    if (status == HK_OK) status = hk_stream_open(t, NULL, &(hk_stream_options){1, 2, NULL}, &s, &error);
    if (status == HK_OK) {
        hk_next next = HK_NEXT_MORE;
        while (calls-- && next == HK_NEXT_MORE) next = hk_stream_next(s, &text, &size, &error);
        if (next == HK_NEXT_FAILED) status = error.kind;
        hk_stream_close(s);
    }
    hk_error_clear(&error);
    return status;
}

static void test_refused(void)
{
    for (size_t calls = 0; calls < 50; calls += 7) api_refuse(use, &calls);
}

/* A function that asks for the next piece of the stream that calls it. */
typedef struct greedy { hk_stream *stream; bool refused; } greedy;

static hk_value go_on(hk_call *call, void *user)
{
    (void)call;
    greedy *g = user;
    const char *text;
    size_t size;
    hk_error error = HK_ERROR_NONE;
    g->refused = hk_stream_next(g->stream, &text, &size, &error) == HK_NEXT_FAILED && error.kind == HK_ARGUMENT_ERROR && size == 0;
    hk_error_clear(&error);
    return hk_int(7);
}

static void test_own_stream(void)
{
    api a;
    greedy g = {0};
    api_text out = {.size = 0};
    api_open(&a);
    CHECK(hk_env_add_function(a.env, "go_on", "", go_on, &g, &a.error) == HK_OK);
    g.stream = open_stream(&a, "a{{ go_on() }}b", 1, 1, NULL);
    CHECK(read_all(g.stream, &out, &a.error) == HK_NEXT_DONE && g.refused);
    CHECK_TEXT("the rest", out.bytes, out.size, "a|7|b");
    hk_stream_close(g.stream);
    api_close(&a);
}

int main(void)
{
    test_own_stream();
    test_pieces();
    test_errors();
    test_limits();
    test_side_by_side();
    test_native();
    test_hooks();
    test_memory();
    test_refused();
    return hkt_done();
}
