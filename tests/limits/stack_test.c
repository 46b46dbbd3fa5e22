/* stack_test.c: all that recurses, at and beyond its limit, on a stack of 256 KiB: sources, data, calls. Each succeeds or fails with the
 * error of its limit. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "limited.h"

/* Pieces of source around a middle, repeated ever more often. */
typedef struct nest { const char *before, *open, *middle, *close, *after; } nest;

static const nest sources[] = {
    {"{{ ", "(", "1", ")", " }}"}, {"{{ ", "[", "1", "]", " }}"}, {"{{ ", "{1: ", "1", "}", " }}"}, {"{{ ", "(1, ", "1", ")", " }}"},
    {"{{ ", "-", "1", "", " }}"}, {"{{ ", "+", "x", "", " }}"}, {"{{ ", "not ", "x", "", " }}"}, {"{{ ", "x + ", "1", "", " }}"},
    {"{{ ", "x ** ", "1", "", " }}"}, {"{{ ", "(x * ", "1", ")", " }}"}, {"{{ ", "x ~ ", "1", "", " }}"}, {"{{ ", "(x ~ ", "1", ")", " }}"},
    {"{{ ", "x and ", "1", "", " }}"}, {"{{ ", "x or ", "1", "", " }}"}, {"{{ ", "(x < ", "1", ")", " }}"}, {"{{ ", "(x in ", "'a'", ")",
    " }}"},
    {"{{ ", "1 if x else ", "1", "", " }}"}, {"{{ ", "(", "1", ") if x", " }}"}, {"{{ ", "x(", "1", ")", " }}"}, {"{{ ", "x(a=", "1",
    ")", " }}"},
    {"{{ ", "x(*", "l", ")", " }}"}, {"{{ ", "x(**", "d", ")", " }}"}, {"{{ ", "x[", "1", "]", " }}"}, {"{{ ", "x[1:", "1", "]", " }}"},
    {"{{ x", ".a", "", "", " }}"}, {"{{ x", "[0]", "", "", " }}"}, {"{{ x", "()", "", "", " }}"}, {"{{ x", "|string", "", "", " }}"},
    {"{{ ", "x|default(", "1", ")", " }}"}, {"{{ x", " is odd", "", "", " }}"}, {"{{ ", "x is sameas(", "1", ")", " }}"},
    {"{{ ", "x is sameas ", "1", "", " }}"}, {"{{ x", "|default(1)", "", "", " }}"}, {"{{ 'a'", " ~ 'b'", "", "", " }}"}, {"{{ 1",
    " + 1", "", "", " }}"},
    {"{{ 1", " < 2", "", "", " }}"}, {"{% set ", "(", "a", ",)", " = 1 %}"}, {"{% for ", "(", "a", ",)", " in [] %}{% endfor %}"},
    {"", "{% if x %}", "a", "{% endif %}", ""}, {"", "{% if x %}{% else %}", "a", "{% endif %}", ""}, {"{% if x %}", "{% elif x %}", "a",
    "", "{% endif %}"},
    {"", "{% for a in [1] %}", "a", "{% endfor %}", ""}, {"", "{% for a in [1] %}{{ loop.index }}", "a", "{% endfor %}", ""},
    {"", "{% for a in [1] recursive %}", "a", "{% endfor %}", ""}, {"", "{% for a in [1] if a %}", "a", "{% endfor %}", ""},
    {"", "{% for a in [] %}{% else %}", "a", "{% endfor %}", ""}, {"", "{% macro m() %}", "a", "{% endmacro %}", ""},
    {"{% macro m() %}{{ caller() }}{% endmacro %}", "{% call m() %}", "a", "{% endcall %}", ""},
    {"", "{% filter upper %}", "a", "{% endfilter %}", ""}, {"", "{% set a %}", "a", "{% endset %}", ""},
    {"", "{% with a = 1 %}", "a", "{% endwith %}", ""}, {"", "{% autoescape x %}", "a", "{% endautoescape %}", ""},
    {"{% block b %}", "{% if 1 %}", "a", "{% endif %}", "{% endblock %}"}, {"{% trans a=", "[", "1", "]", " %}{{ a }}{% endtrans %}"},
    {"{% include ", "[", "'self'", "]", " ignore missing %}"}, {"{% do ", "[", "1", "]", ".x %}"}, {"{% raw %}", "{% raw %}", "", "",
    "{% endraw %}"},
};

/* What is done with data that is nested as deep as JSON may be. */
static const char *const uses[] = {
    "{{ x }}", "{{ x|e }}", "{{ x == y }}", "{{ x != y }}", "{{ x < y }}", "{{ x|tojson }}", "{{ x|tojson(indent=1) }}", "{{ x|pprint }}",
    "{{ x|string|length }}", "{{ '%r' % [x] }}", "{{ '%s' % x }}", "{{ '{}'.format(x) }}", "{{ x in [y] }}", "{{ [x, y]|unique|list }}",
    "{{ [x, y]|sort }}", "{{ [x, y]|max }}", "{{ {'a': x}|xmlattr }}", "{{ {x: 1} }}", "{% do x.append(1) %}",
    "{% do x.update(a=1) %}{{ x }}",
    "{{ x ~ y }}", "{{ x|join }}", "{{ x|list }}", "{{ x|urlencode }}", "{{ [x]|map('string')|list }}", "{{ x.a.b }}", "{{ x|sum }}",
    "{{ [[x]]|groupby(0)|list }}", "{{ [x, y]|groupby(0)|list }}", "{{ x(1) }}", "{{ x|items|list }}", "{{ x|dictsort }}",
};

/* Calls that do not end. */
static const char *const calls[] = {
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "{% include 'self' %}", "{% extends 'child' %}",
    "{% import 'import' as m %}",
    "{% include 'block' %}", "{% extends 'block' %}", "{% block a %}{{ self.a() }}{% endblock %}", "{% from 'import' import x %}",
    "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
    "{% macro m() %}{% call m() %}{% endcall %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% macro m(a=m()) %}{% endmacro %}{{ m() }}", "{% macro m() %}{% set x %}{{ m() }}{% endset %}{% endmacro %}{{ m() }}",
    "{% macro k(x) %}{% set l = [2, 1] %}{% do l.sort(key=k) %}{% endmacro %}{{ k(1) }}",
    "{% macro k(a) %}{% for x in [1, 2] if k(a) %}{{ loop.last }}{% endfor %}{% endmacro %}{{ k(1) }}",
    "{% macro m() %}{% filter upper %}{{ m() }}{% endfilter %}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ '%s' % m() }}{{ [m()]|join }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace() %}{% set ns.g = range(3) %}{% for i in range(100000) %}{% set ns.g = ns.g|map('abs') %}"
        "{% endfor %}{{ ns.g|list }}",
    "{% set ns = namespace() %}{% set ns.g = range(3) %}{% for i in range(100000) %}{% set ns.g = ns.g|select %}"
        "{% endfor %}{{ ns.g|first }}",
    "{% set ns = namespace() %}{% set ns.g = [1] %}{% for i in range(100000) %}{% set ns.g = ns.g|unique %}{% endfor %}{{ ns.g|list }}",
    "{% set ns = namespace() %}{% set ns.g = [1] %}{% for i in range(100000) %}{% set ns.g = ns.g|batch(1) %}{% endfor %}{{ ns.g|list }}",
    "{% set ns = namespace() %}{% set ns.g = [1] %}{% for i in range(100000) %}{% set ns.g = [ns.g] %}{% endfor %}{{ ns.g }}",
    "{% set ns = namespace() %}{% set ns.g = [1] %}{% for i in range(100000) %}{% set ns.g = (ns.g,) %}{% endfor %}{{ {ns.g: 1} }}",
    "{% set ns = namespace() %}{% for i in range(100000) %}{% set ns.g = namespace(a=ns.g) %}{% endfor %}{{ ns.g }}",
    "{% set ns = namespace() %}{% set ns.g = {} %}{% for i in range(100000) %}{% set ns.g = {1: ns.g}.items() %}"
        "{% endfor %}{{ ns.g }}{{ ns.g == 1 }}",
    "{% set ns = namespace() %}{% set ns.g = [] %}{% for i in range(100000) %}{% set ns.g = ns.g.append %}{% endfor %}{{ ns.g }}",
};

static void check(hkt_limited *job, const char *what)
{
    hkt_limited_run(job);
    bool ok = job->status == HK_OK || (job->message[0] && job->status != HK_PROGRAM_ERROR && job->status != HK_NO_MEMORY);
    CHECK_ROW(what, ok);
    if (!ok) fprintf(stderr, "    %s: %s\n", hk_status_name(job->status), job->message);
}

static void nested_source(const nest *n, size_t depth)
{
    check(&(hkt_limited){.source = {{n->before, 1}, {n->open, depth}, {n->middle, 1}, {n->close, depth}, {n->after, 1}}}, n->open);
}

static void nested_data(const char *use, const char *open, const char *close, size_t depth)
{
    hkt_limited job = {.source = {{"{% set x = a %}{% set y = [a, a][1] %}", 1}, {use, 1}},
        .json = {{"{\"a\": ", 1}, {open, depth}, {"1", 1}, {close, depth}, {"}", 1}}};
    check(&job, use);
}

int main(void)
{
    static const size_t depths[] = {20, 60, 98, 150, 199, 200, 201, 500, 20000};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        for (size_t k = 0; k < sizeof depths / sizeof *depths; k++) nested_source(&sources[i], depths[k]);
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        for (size_t k = 0; k < sizeof depths / sizeof *depths; k++) {
            nested_data(uses[i], "[", "]", depths[k]);
            nested_data(uses[i], "{\"a\": ", "}", depths[k]);
        }
    }
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        check(&(hkt_limited){.source = {{calls[i], 1}}}, calls[i]);
        check(&(hkt_limited){.source = {{calls[i], 1}}, .unlimited = true}, calls[i]);
    }
    return hkt_done();
}
