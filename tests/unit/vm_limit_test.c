/* vm_limit_test.c: at, below and above each limit of a render; how output is handed over; how deep calls may go. */
#include <stdlib.h>

#include "check.h"
#include "render.h"

typedef struct limit_row { const char *source; hki_vm_limits limits; const char *want; } limit_row;

static const limit_row limit_rows[] = {
    {"{% for i in range(10) %}{{ i }}{% endfor %}", {.fuel = 12}, "0123456789"},
    {"{% for i in range(10) %}{{ i }}{% endfor %}", {.fuel = 11}, "LimitError: the render took more than 11 steps @:1"},
    {"{% for i in range(1000000000) %}{% for j in range(1000000000) %}{% endfor %}{% endfor %}", {.fuel = 1000},
     "LimitError: the render took more than 1000 steps @:1"},
    {"{% macro m() %}x{% endmacro %}{{ m() }}{{ m() }}", {.fuel = 3}, "xx"},
    {"{% macro m() %}x{% endmacro %}\n{{ m() }}{{ m() }}", {.fuel = 2}, "LimitError: the render took more than 2 steps @:2"},
    {"12345", {.output = 5}, "12345"},
    {"123456", {.output = 5}, "LimitError: the output is larger than 5 bytes @:0"},
    {"{% for i in range(100000) %}{{ i }}{% endfor %}", {.output = 40000}, "LimitError: the output is larger than 40000 bytes @:1"},
    {"{% macro m(n) %}{{ m(n - 1) if n else 'x' }}{% endmacro %}{{ m(7) }}", {.call_depth = 9}, "x"},
    {"{% macro m(n) %}{{ m(n - 1) if n else 'x' }}{% endmacro %}{{ m(8) }}", {.call_depth = 9},
     "RecursionError: maximum recursion depth exceeded while calling a Python object @:1"},
    {"{{ range(1000000)|list|length }}", {.memory = 1 << 20}, "MemoryError: out of memory @:1"},
    {"{% set x %}{% for i in range(1000000) %}{{ i }}{% endfor %}{% endset %}", {.memory = 1 << 20},
     "MemoryError: out of memory @:1"},
    {"{% for i in range(200000) %}{% set x = [i, i ~ 'x'] %}{% endfor %}ok", {.memory = 1 << 20}, "ok"},
};

/* Calls that would never end, each of another kind: a stack of 256 KiB is enough for all. */
static const hkt_render_row deep_rows[] = {
    {.source = "{% macro m(a) %}{{ m(a + 1) }}{% endmacro %}{{ m(1) }}",
     .want = "RecursionError: maximum recursion depth exceeded while calling a Python object @:1"},
    {.source = "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
     .want = "RecursionError: maximum recursion depth exceeded while calling a Python object @:1"},
    {.source = "{% macro k(a) %}{% set l = [2, 1] %}{% set _ = l.sort(key=k) %}1{% endmacro %}{{ k(1) }}",
     .want = "RecursionError: maximum recursion depth exceeded while calling a Python object @:1"},
    {.source = "{% macro k(a) %}{% for x in [1, 2] if k(a) %}{{ loop.last }}{{ x }}{% endfor %}{% endmacro %}{{ k(1) }}",
     .want = "RecursionError: maximum recursion depth exceeded @:1"},
    {.source = "{% block a %}{{ self.a() }}{% endblock %}",
     .want = "RecursionError: maximum recursion depth exceeded while calling a Python object @:1"},
    {.source = "{% include 'b' %}"
        "", .want = "RecursionError: maximum recursion depth exceeded while calling a Python object @b:1", .name = "a",
     .templates = {"b", "{% include 'b' %}"}},
    {.source = "{% extends 'b' %}", .want = "RecursionError: maximum recursion depth exceeded in comparison @b:1", .name = "a",
     .templates = {"b", "{% extends 'b' %}"}},
    {.source = "{% import 'b' as b %}", .want = "RecursionError: maximum recursion depth exceeded @b:1", .name = "a",
     .templates = {"b", "{% import 'b' as b %}"}},
};

static void check_limit(const limit_row *row)
{
    hkt_env env;
    hkt_env_open(&env);
    env.limits = row->limits;
    const char *said = hkt_render(&env, NULL, row->source);
    hkt_check_text(said, strlen(said), row->want, strlen(row->want), __FILE__, __LINE__, row->source);
    hkt_env_close(&env);
}

/* Small pieces are put together, large static text is not copied into a chunk. */
static void check_pieces(void)
{
    hkt_env env;
    hkt_env_open(&env);
    hkt_render(&env, NULL, "a{% for i in range(1000) %}{{ i }}-{% endfor %}b");
    CHECK(env.pieces == 1);
    hkt_render(&env, NULL, "{% for i in range(100000) %}é{% endfor %}");
    CHECK(env.pieces > 1 && env.pieces <= 8);
    hkt_env_close(&env);
}

static void check_deep(void)
{
    for (size_t k = 0; k < sizeof deep_rows / sizeof *deep_rows; k++) {
        const hkt_render_row *row = &deep_rows[k];
        hkt_env env;
        hkt_env_open(&env);
        for (size_t t = 0; row->templates[t]; t += 2) hkt_env_template(&env, row->templates[t], row->templates[t + 1]);
        const char *said = hkt_render(&env, row->name, row->source);
        hkt_check_text(said, strlen(said), row->want, strlen(row->want), __FILE__, __LINE__, row->source);
        hkt_env_close(&env);
    }
}

int main(void)
{
    for (size_t k = 0; k < sizeof limit_rows / sizeof *limit_rows; k++) check_limit(&limit_rows[k]);
    check_pieces();
    check_deep();
    return hkt_done();
}
