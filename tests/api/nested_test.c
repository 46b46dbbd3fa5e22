/* Calls that come out of a function of the host which a call runs: each has its own error, and the one around goes on as it was. */
#include "render.h"

typedef struct nest {
    api a;
    hk_module *module;
    hk_status inner;            /* what the call inside said */
    size_t calls;
    hk_value number;
} nest;

/* again(name, *args): what the module exports under a name; its error's kind if it fails. */
static hk_value again(hk_call *call, void *user)
{
    nest *n = user;
    const hk_value *rest;
    size_t size, count = hk_call_rest(call, &rest);
    char name[20] = "";
    hk_value out;
    hk_error error = HK_ERROR_NONE;
    const char *given = hk_call_string(call, 0, &size);
    memcpy(name, given, size < sizeof name ? size : 0);
    n->calls++;
    n->inner = hk_module_call(n->module, name, rest, count, &out, &error);
    if (n->inner != HK_OK) out = hk_cstring(hk_call_home(call), hk_status_name(error.kind));
    CHECK(error.kind == n->inner);
    hk_error_clear(&error);
    return out;
}

/* pass(name): the same, and its failure is the caller's. */
static hk_value pass(hk_call *call, void *user)
{
    nest *n = user;
    hk_value out = again(call, user);
    return n->inner == HK_OK ? out : hk_call_fail(call, n->inner, "passed on");
}

static hk_value text_of(hk_call *call, void *user)
{
    nest *n = user;
    hk_buffer text = HK_BUFFER_NONE;
    n->inner = hk_module_write(n->module, hk_buffer_sink(&text), NULL);
    hk_value out = hk_string(hk_call_home(call), text.text, text.size);
    hk_buffer_free(&text);
    return out;
}

static hk_value escapes(hk_call *call, void *user) { return (void)user, hk_bool(hk_call_autoescape(call)); }

static void open_nest(nest *n, const char *limit, uint64_t most)
{
    *n = (nest){.number = hk_int(1)};
    api_open(&n->a);
    CHECK(hk_env_add_extension(n->a.env, "do", NULL) == HK_OK);
    CHECK(hk_env_add_function(n->a.env, "again", "name, *rest", again, n, NULL) == HK_OK);
    CHECK(hk_env_add_function(n->a.env, "pass", "name, *rest", pass, n, NULL) == HK_OK);
    CHECK(hk_env_add_function(n->a.env, "text", "", text_of, n, NULL) == HK_OK);
    CHECK(hk_env_add_function(n->a.env, "escapes_now", "", escapes, n, NULL) == HK_OK);
    if (limit) CHECK(hk_env_set_limit(n->a.env, limit, most, NULL) == HK_OK);
}

static void open_module(nest *n, const char *source)
{
    const hk_template *t;
    CHECK_ROW(source, hk_env_from_string(n->a.env, source, strlen(source), "m", &t, &n->a.error) == HK_OK);
    CHECK_ROW(source, hk_module_open(t, n->a.context, &n->module, &n->a.error) == HK_OK);
}

static void close_nest(nest *n)
{
    hk_module_close(n->module);
    api_close(&n->a);
}

static hk_status call(nest *n, const char *name, hk_value *out) { return hk_module_call(n->module, name, NULL, 0, out, &n->a.error); }

static const char macros[] =
    "{% macro ok() %}{% autoescape true %}{{ '<' }}{% endautoescape %}{% endmacro %}"
    "{% macro bad() %}\n{{ 1 // 0 }}{% endmacro %}"
    "{% macro swallows() %}{% for i in [1, 2] %}[{{ again('bad') }}{{ again('ok') }}{{ '>' }}]{% endfor %}{% endmacro %}"
    "{% macro escapes() %}{% autoescape true %}{{ again('ok') }}{{ again('bad') }}{{ '>' }}{% endautoescape %}{% endmacro %}"
    "{% macro catches() %}{% set x %}({{ again('bad') }}){% endset %}{{ x }}{% endmacro %}"
    "{% macro fails() %}{{ again('ok') }}\n\n{{ [] + 1 }}{% endmacro %}"
    "{% macro fails_later() %}{{ again('bad') }}\n\n\n{{ [] + 1 }}{% endmacro %}"
    "{% macro passes() %}{{ pass('bad') }}{% endmacro %}"
    "{% macro nothing() %}{{ again('nowhere') }}{% endmacro %}"
    "{% macro deep(n=0) %}{{ pass('deep', n + 1) }}{% endmacro %}"
    "{% macro tells() %}{{ text() }}{% endmacro %}"
    "{% macro escapes_badly() %}{% autoescape true %}{{ 1 // 0 }}{% endautoescape %}{% endmacro %}"
    "{% set f = again %}{% set g = escapes_now %}body";

static const struct { const char *name, *want; hk_status status; unsigned line; } rows[] = {
    {"swallows", "[ZeroDivisionError&lt;>][ZeroDivisionError&lt;>]", HK_OK, 0},
    {"escapes", "&amp;lt;ZeroDivisionError&gt;", HK_OK, 0},
    {"catches", "(ZeroDivisionError)", HK_OK, 0},
    {"fails", "can only concatenate list (not \"int\") to list", HK_TYPE_ERROR, 4},
    {"fails_later", "can only concatenate list (not \"int\") to list", HK_TYPE_ERROR, 7},
    {"passes", "passed on", HK_ZERO_DIVISION_ERROR, 7},
    {"nothing", "ArgumentError", HK_OK, 0},
    {"deep", "passed on", HK_RECURSION_ERROR, 7},
    {"tells", "body", HK_OK, 0},
};

static void test_calls(void)
{
    nest n;
    hk_value out;
    open_nest(&n, NULL, 0);
    open_module(&n, macros);
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {       /* twice: none leaves anything to another */
        const char *name = rows[i / 2].name, *want = rows[i / 2].want;
        size_t size;
        hk_status status = call(&n, name, &out);
        CHECK_ROW(name, status == rows[i / 2].status);
        const char *text = status == HK_OK ? hk_as_string(out, &size) : n.a.error.message;
        if (status != HK_OK) size = n.a.error.message_size;
        if (status != HK_OK) CHECK_ROW(name, n.a.error.line == rows[i / 2].line);
        CHECK_BYTES(name, text, size, want, strlen(want));
    }
    hk_value name = hk_string(n.a.context, "swallows", 8);
    CHECK(hk_module_call(n.module, "f", &name, 1, &out, &n.a.error) == HK_OK && n.inner == HK_OK);      /* out of no macro */
    CHECK(call(&n, "escapes_badly", &out) == HK_ZERO_DIVISION_ERROR && call(&n, "g", &out) == HK_OK && !hk_as_bool(out));
    close_nest(&n);
}

/* What is called inside spends what the one around has. */
static void test_fuel(void)
{
    nest n;
    hk_value out;
    open_nest(&n, "fuel", 20000);
    open_module(&n, "{% macro some() %}{% for i in range(1000) %}{% endfor %}{% endmacro %}"
                    "{% macro much() %}{% for i in range(100) %}{{ again('some') }}{% endfor %}{% endmacro %}");

    CHECK(call(&n, "much", &out) == HK_LIMIT && n.inner == HK_LIMIT && n.calls <= 20);
    for (int i = 0; i < 100; i++) CHECK(call(&n, "some", &out) == HK_OK);       /* calls of the host's own begin with all of it */
    close_nest(&n);
}

/* ---------------------------------------------------------------- a module that is used for long */

static const char worker[] = "{% macro work(x) %}{% for i in range(200) %}{{ 'abcdefgh' ~ i }}{% endfor %}{{ x }}{% endmacro %}"
                             "{% macro long() %}{% for i in range(20000) %}{% set x = 'abcdefgh' * 100 %}{% endfor %}done{% endmacro %}"
                             "{% macro echo(x) %}{{ x|length }}{% endmacro %}{% set kept = ['kept'] %}"
                             "{% macro add() %}{% do kept.append(1) %}{% do given.append(2) %}{{ kept|length + given|length }}{% endmacro %}";

/* What calls leave does not pile up, inside one or from one to the next. */
static void test_garbage(void)
{
    nest n;
    hk_value out, kept;
    open_nest(&n, NULL, 0);
    hk_value given = hk_list(n.a.context), text = hk_string(n.a.context, "argument", 8);
    hk_context_set(n.a.context, "given", given);
    open_module(&n, worker);
    for (int i = 0; i < 2000; i++) CHECK(hk_module_call(n.module, "work", &text, 1, &out, &n.a.error) == HK_OK);
    CHECK(n.a.mem.peak < 4u << 20);
    CHECK(hk_module_call(n.module, "long", NULL, 0, &out, &n.a.error) == HK_OK && n.a.mem.peak < 4u << 20);
    for (int i = 0; i < 2000; i++) {
        CHECK(hk_module_call(n.module, "work", &out, 1, &out, &n.a.error) == HK_OK);    /* what the last call gave, with more */
        if (i % 100 == 99) out = text;
    }
    CHECK(hk_module_get(n.module, "kept", &kept) && hk_length(kept) == 1);
    CHECK(hk_module_call(n.module, "echo", &kept, 1, &out, &n.a.error) == HK_OK && *hk_as_string(out, NULL) == '1');
    CHECK(call(&n, "add", &out) == HK_OK && *hk_as_string(out, NULL) == '3' && hk_length(given) == 0);
    CHECK(call(&n, "add", &out) == HK_OK && *hk_as_string(out, NULL) == '5' && hk_length(given) == 0);
    close_nest(&n);
}

/* Calls until request `nth` of one of them is refused: if that was in a collection the module is lost, and says so from then on. */
static bool lose(size_t nth)
{
    nest n;
    hk_value out, v;
    size_t at = 0;
    hk_buffer text = HK_BUFFER_NONE;
    hk_status status = HK_OK;
    open_nest(&n, NULL, 0);
    open_module(&n, worker);
    for (int i = 0; i < 500 && status == HK_OK; i++) {
        if (i > 5) n.a.mem.fail_at = n.a.mem.calls + nth;       /* not while the buffers grow */
        status = hk_module_call(n.module, "work", &n.number, 1, &out, NULL);
    }
    n.a.mem.fail_at = 0;
    CHECK(status == HK_NO_MEMORY || !n.a.mem.failed);
    status = call(&n, "echo", &out);
    bool lost = status == HK_NO_MEMORY;
    CHECK((lost || status == HK_OK) && hk_module_write(n.module, hk_buffer_sink(&text), NULL) == status);
    CHECK(hk_module_get(n.module, "kept", &v) == !lost && hk_module_next(n.module, &at, NULL, NULL) == !lost);
    hk_buffer_free(&text);
    close_nest(&n);
    return lost;
}

static void test_lost(void)
{
    size_t lost = 0;
    for (size_t nth = 1; nth < 20; nth++) lost += lose(nth);
    CHECK(lost > 0);
}

/* ---------------------------------------------------------------- other calls inside */

/* Fails, and then does what may fail, too: the first error is the render's. */
static hk_value cleanup(hk_call *call, void *user)
{
    nest *n = user;
    hk_context *home = hk_call_home(call);
    hk_value out;
    const hk_template *t;
    bool same;
    hk_call_fail(call, HK_KEY_ERROR, "first");
    CHECK(hk_env_expression(n->a.env, "cycler(1)", 9, &t, NULL) == HK_OK);
    CHECK(hk_evaluate(t, NULL, home, &out, NULL) != HK_OK);
    CHECK(hk_json_read(home, "[", 1, &out, NULL) != HK_OK && hk_get(home, hk_none(), hk_none(), &out, NULL) != HK_OK);
    CHECK(hk_items(home, hk_int(1), &out, NULL) != HK_OK && hk_less(home, hk_none(), hk_none(), &same, NULL) != HK_OK);
    return hk_none();
}

/* A render, a stream and an expression inside of a render, which fail. */
static hk_value inside(hk_call *call, void *user)
{
    nest *n = user;
    const hk_template *t;
    hk_value out = hk_none();
    hk_stream *stream;
    hk_buffer text = HK_BUFFER_NONE;
    const char *piece;
    size_t size;
    CHECK(hk_env_from_string(n->a.env, "<{{ 1 // 0 }}", 13, NULL, &t, NULL) == HK_OK);
    CHECK(hk_render_text(t, NULL, &text, NULL) == HK_ZERO_DIVISION_ERROR);
    CHECK(hk_stream_open(t, NULL, NULL, &stream, NULL) == HK_OK && hk_stream_next(stream, &piece, &size, NULL) == HK_NEXT_FAILED);
    hk_stream_close(stream);
    CHECK(hk_env_expression(n->a.env, "cycler(1)", 9, &t, NULL) == HK_OK);
    CHECK(hk_evaluate(t, NULL, hk_call_home(call), &out, NULL) == HK_TYPE_ERROR);
    CHECK(hk_items(hk_call_home(call), hk_int(1), &out, NULL) == HK_TYPE_ERROR);
    CHECK(hk_json_read(hk_call_home(call), "[", 1, &out, NULL) == HK_JSON_ERROR);
    hk_buffer_free(&text);
    return hk_int(7);
}

static void test_others(void)
{
    nest n;
    open_nest(&n, NULL, 0);
    CHECK(hk_env_add_function(n.a.env, "cleanup", "", cleanup, &n, NULL) == HK_OK);
    CHECK(hk_env_add_function(n.a.env, "inside", "", inside, &n, NULL) == HK_OK);
    CHECK_FAILS(&n.a, "{{ cleanup() }}", HK_KEY_ERROR, "first");
    CHECK_RENDER(&n.a, "{% for i in 'ab' %}{{ inside() }}{{ i }}{% endfor %}", "7a7b");
    CHECK_FAILS(&n.a, "{{ inside() }}\n{{ nothing.x }}", HK_UNDEFINED_ERROR, "'nothing' is undefined");
    CHECK(n.a.error.line == 2);
    close_nest(&n);
}

int main(void)
{
    test_calls();
    test_fuel();
    test_garbage();
    test_lost();
    test_others();
    return hkt_done();
}
