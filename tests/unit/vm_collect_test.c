/* vm_collect_test.c: long renders stay small, nothing that is reachable is lost, and the host's data is never changed. */
#include "check.h"
#include "render.h"
#include "value/dict.h"

typedef struct memory_row { const char *source, *want; size_t most; } memory_row;

enum { MIB = 1 << 20 };

/* `most`: bytes at the peak of the render. */
static const memory_row memory_rows[] = {
    {"{% for i in range(300000) %}{{ [i, i ~ 'x']|length if false }}{% endfor %}done", "done", 2 * MIB},
    {"{% set ns = namespace(s='') %}{% for i in range(100000) %}{% set ns.s = ns.s ~ 'hello' %}{% endfor %}"
        "{{ ns.s|length }}", "500000", 4 * MIB},
    {"{% set ns = namespace(s='') %}{% for i in range(20000) %}{% set ns.s = 'x' ~ ns.s[:50] %}{% endfor %}"
        "{{ ns.s|length }}", "51", 3 * MIB},
    {"{% macro m(a) %}<{{ a }}{{ varargs }}>{% endmacro %}{% for i in range(50000) %}{% set x = m(i, i) %}{% endfor %}"
        "{{ m(1) }}", "<1()>", 3 * MIB},
    {"{% set ns = namespace(d={}) %}{% for i in range(30000) %}{% set ns.d = {'k': ns.d.k, 'l': [i, (i, i)]} %}{% endfor %}{{ ns.d }}",
     "{'k': Undefined, 'l': [29999, (29999, 29999)]}", 3 * MIB},
    {"{% for a in range(200) %}{% for b in range(300) %}{% set x = (a ~ b)|upper|list %}{% endfor %}"
        "{{ loop.index if loop.last }}{% endfor %}", "200", 3 * MIB},
};

/* A collection runs in the middle of each of these; what they hold must come through it. */
static const hkt_render_row kept_rows[] = {
    {.source = "{% set l = ['a' ~ 1, 2.5, none, true, 2 ** 70, (1, [2]), {'k': {'v': 'w' ~ 2}}, range(3), 'x'.upper] %}"
        "{% set s = 'abc' ~ 1 %}"
               "{% for i in range(20000) %}{% set x = [i, i ~ 'text'] %}{% endfor %}{{ l[:8] }}{{ l[8]() }}{{ s }}",
     .want = "['a1', 2.5, None, True, 1180591620717411303424, (1, [2]), {'k': {'v': 'w2'}}, range(0, 3)]Xabc1"},
    {.source = "{% set d = {} %}{% for i in range(50) %}{% set _ = d.update({i ~ '': [i]}) %}{% endfor %}"
               "{% for i in range(20000) %}{% set x = [i, i ~ 'text'] %}{% endfor %}"
                   "{{ d['49'] }}{{ d|length }}{{ d.keys()|list|length }}{{ '7' in d }}",
     .want = "[49]5050True"},
    {.source = "{% for k, v in {'a': 1, 'b': 2}.items() %}{% for i in range(20000) %}{% set x = [i, i ~ 'text'] %}"
        "{% endfor %}{{ k }}{{ v }}"
               "{{ loop.index }}{{ loop.nextitem }}{% endfor %}",
     .want = "a11('b', 2)b22"},
    {.source = "{% for w in ['a', 'b', 'c']|map('upper')|select %}{% for i in range(20000) %}{% set x = [i, i ~ 'text'] %}"
        "{% endfor %}{{ w }}{% endfor %}",
     .want = "ABC"},
    {.source = "{% macro m(x) %}{% for i in range(20000) %}{% set y = [i, i ~ x] %}{% endfor %}{{ x }}{{ z }}{{ caller() }}{% endmacro %}"
               "{% set z = 'Z' ~ 1 %}{% for c in ['p' ~ 1, 'q'] %}{% call m(c) %}<{{ c }}>{% endcall %}{% endfor %}",
     .want = "p1Z1<p1>qZ1<q>"},
    {.source = "{% for i in [1, [2, [3]]] recursive %}{% for j in range(10000) %}{% set y = [j, j ~ ''] %}{% endfor %}"
               "{{ loop(i) if i is iterable else i }}{{ loop.depth }}{% endfor %}",
     .want = "11223321"},
    {.source = "{% set o = namespace() %}{% set d = {o: 1} %}{% for i in range(20000) %}{% set y = [i, i ~ ''] %}{% endfor %}"
        "{{ d[o] }}{{ o in d }}",
     .want = "1True"},
    {.source = "{{ b.f() }}{% for i in range(20000) %}{% set y = [i, i ~ ''] %}{% endfor %}{% import 'b' as c %}"
        "{{ c.f() }}{{ u.x is defined }}",
     .want = "UndefinedError: 'b' is undefined @a:1", .name = "a", .templates = {"b", "{% macro f() %}F{% endmacro %}"}},
    {.source = "{% import 'b' as b %}{{ b.f(1) }}{% for i in range(20000) %}{% set y = [i, i ~ ''] %}{% endfor %}"
        "{% import 'b' as c %}{{ c.f(2) }}{{ b.n }}",
     .want = "[1][1, 2][1, 2]", .name = "a",
     .templates = {"b", "{% set n = [] %}{% macro f(x) %}{% set _ = n.append(x) %}{{ n }}{% endmacro %}"}},
};

static const hkt_render_row thaw_rows[] = {
    {.source = "{% set a = x.l %}{% do a.append(3) %}{{ x }}{{ a }}{{ y }}", .want = "{'l': [1, 2, 3], 'm': (5,)}[1, 2, 3][4]",
     .options = HKT_TAGS, .vars = {"x", "{'l': [1, 2], 'm': (5,)}", "y", "[4]"}},
    {.source = "{% for k in x %}{% do x[k].append(k) %}{% endfor %}"
        "{{ x }}", .want = "{'a': [1, 'a'], 'b': [2, 'b']}", .options = HKT_TAGS,
     .vars = {"x", "{'a': [1], 'b': [2]}"}},
    {.source = "{% include 'b' %}{{ x }}{% include 'b' without context %}", .want = "[1, 9]!", .options = HKT_TAGS, .name = "a",
     .vars = {"x", "[1]"}, .templates = {"b", "{% if x %}{% do x.append(9) %}{% else %}!{% endif %}"}},
    {.source = "{% set f = x.pop %}"
        "{{ f() }}{{ f() }}{{ x }}{{ f() }}", .want = "IndexError: pop from empty list @:1", .vars = {"x", "[1, 2]"}},
    {.source = "{% set _ = {}.update(x) %}"
        "{{ x.setdefault('b', 2) }}{{ x.popitem() }}{{ x }}", .want = "2('b', 2){'a': 1}", .vars = {"x", "{'a': 1}"}},
    {.source = "{% set v = x.items() %}{% set _ = x.update(b=2) %}"
        "{{ v|list }}", .want = "[('a', 1), ('b', 2)]", .vars = {"x", "{'a': 1}"}},
};

static void check_memory(const memory_row *row)
{
    hkt_env env;
    hkt_env_open(&env);
    const char *said = hkt_render(&env, NULL, row->source);
    hkt_check_text(said, strlen(said), row->want, strlen(row->want), __FILE__, __LINE__, row->source);
    CHECK_ROW(row->source, env.peak <= row->most);
    hkt_env_close(&env);
}

/* Twice from one context: the second render sees what the first one saw. */
static void check_thaw(void)
{
    hkt_env env;
    hkt_env_open(&env);
    env.syntax.extensions |= HKI_EXT_DO;
    hkt_env_set(&env, "x", "[1, {'a': []}]");
    for (int k = 0; k < 2; k++) {
        const char *said = hkt_render(&env, NULL, "{% do x.append(2) %}{% do x[1].a.append(3) %}{{ x }}");
        CHECK_TEXT("the host's data", said, strlen(said), "[1, {'a': [3]}, 2]");
    }
    const char *after = hkt_repr(&env.home, hki_dict_value(env.context));
    CHECK_TEXT("the host's data", after, strlen(after), "{'x': [1, {'a': []}]}");
    hkt_env_close(&env);
}

int main(void)
{
    for (size_t k = 0; k < sizeof memory_rows / sizeof *memory_rows; k++) check_memory(&memory_rows[k]);
    hkt_render_rows(kept_rows, sizeof kept_rows / sizeof *kept_rows);
    hkt_render_rows(thaw_rows, sizeof thaw_rows / sizeof *thaw_rows);
    check_thaw();
    return hkt_done();
}
