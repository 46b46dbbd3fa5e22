/* hostile_test.c: templates that would take all memory, all time or all stack of a host: each ends in its output or an error, within
 * 100 ms and 64 MiB. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "limited.h"

/* One piece of source, alone. */
static const char *const rows[] = {
    /* numbers and lengths as arguments */
    "{% for i in range(10000000000) %}{% endfor %}",
    "{{ 'a' * 10000000000 }}", "{{ 'ab' * 100000000 }}", "{{ [0] * 100000000 }}", "{{ (1, 2) * 100000000 }}", "{{ -1 * 'a' }}",
    "{% set n = 10000000000 %}{{ 'x'|center(n) }}", "{{ 'x'.center(2000000000)|length }}", "{{ 'x'.ljust(999999999)|length }}",
    "{{ 'x'.zfill(999999999)|length }}", "{{ 'a\nb'|indent(10000000000) }}", "{{ 'a\nb'|indent(999999999, true) }}",
    "{{ [1]|batch(10000000000, 'x')|list|length }}", "{{ [1]|batch(900000000, 'x')|list|length }}",
    "{{ [1]|slice(10000000000)|list|length }}",
    "{{ [1]|slice(900000000, 0)|list|length }}", "{{ [1]|tojson(indent=10000000000) }}", "{{ [1, [2]]|tojson(indent=900000000) }}",
    "{{ '%*d' % (1000000000, 1) }}", "{{ '%1000000000d' % 1 }}", "{{ '%.1000000000f' % 1.5 }}", "{{ '{:1000000000}'.format(1) }}",
    "{{ '{:.1000000000f}'.format(1.5) }}", "{{ '{:{w}}'.format(1, w=999999999) }}", "{{ '%s'|format('a' * 900000000) }}",
    "{{ lipsum(1000000) }}", "{{ lipsum(1, true, 10000000, 20000000) }}", "{{ 'a b c'|wordwrap(1, true, 'x' * 30000000)|length }}",
    "{{ 'abc'|truncate(2000000000) }}", "{{ 'a\tb'.expandtabs(2000000000) }}", "{{ 'a'|replace('', 'b' * 20000000)|length }}",
    "{{ ('a' * 1000000).replace('', 'bbbb' * 100)|length }}", "{{ ('a' * 1000000).join(['b'] * 1000)|length }}",
    "{{ (1).to_bytes(2000000000, 'big')|length }}", "{{ range(10000000000)|list|length }}", "{{ range(10000000000)|sum }}",
    "{{ range(10000000000)|last }}", "{{ range(10000000000)|min }}", "{{ range(10000000000)|random }}", "{{ -1 in range(10000000000) }}",
    "{{ 'a' in range(10000000000)|map('string') }}", "{{ range(10000000000)|select('equalto', -1)|first }}",
    "{{ range(10000000000)|map('string')|join|length }}", "{{ range(100000000)|sort|length }}", "{{ range(100000000)|unique|list }}",
    "{{ range(100000000)|groupby('x')|list }}", "{{ dict(a=range(100000000)|list) }}",
    "{% for i in range(100000000)|reverse %}{% endfor %}",
    "{% for i in range(100000000)|map('abs') if false %}{% endfor %}", "{% for x in range(100000000) if false recursive %}{% endfor %}",
    "{{ '\xc3\xa9' * 20000000 }}", "{{ ('a' * 20000000)|upper|lower|title|capitalize|length }}", "{{ ('<' * 20000000)|e|length }}",
    "{{ ('a ' * 5000000)|wordcount }}", "{{ ('a ' * 5000000).split()|length }}", "{{ ('http://a.b ' * 500000)|urlize|length }}",
    "{{ ('<a' * 5000000)|striptags|length }}", "{{ ('&' * 5000000)|safe|striptags|length }}", "{{ ('a' * 5000000)|list|length }}",
    "{{ ('a' * 5000000)|map('upper')|list|length }}", "{{ ('a' * 5000000)|reverse|length }}", "{{ ('a' * 9000000)|urlencode|length }}",
    "{{ ('x' * 3000000)|tojson|length }}", "{{ ('x' * 3000000)|pprint|length }}", "{{ ('x\n' * 3000000)|xmlattr }}",
    /* integers */
    "{{ 9 ** 999999999 }}", "{{ 2 ** 1000001 }}", "{{ (2 ** 999999) ** 2 }}", "{{ (2 ** 900000)|string }}", "{{ 7 ** 7 ** 7 ** 7 }}",
    "{% set ns = namespace(x=3) %}{% for i in range(1000) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "{% set a = 3 ** 300000 %}{% for i in range(100000) %}{% set b = a * a %}{% endfor %}",
    "{% set a = 3 ** 600000 %}{% for i in range(100000) %}{% set b = a // 7 ** 100000 %}{% endfor %}",
    "{% for i in range(100000) %}{% set b = 3 ** 600000 %}{% endfor %}", "{{ (-9223372036854775807 - 1) // -1 }}", "{{ 10 ** 400 / 3 }}",
    "{{ '%x' % 2 ** 999999 }}", "{{ ('9' * 4301)|int }}", "{{ ('f' * 1000000)|int(0, 16) }}", "{{ 1e308 * 10 }}{{ 1 / 0 }}",
    /* growth */
    "{% set ns = namespace(l=[1]) %}{% for i in range(100) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    "{% set ns = namespace(s='a') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set ns = namespace(s='a') %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{% set l = [1] %}{% for i in range(100) %}{% do l.extend(l) %}{% endfor %}",
    "{% set l = [] %}{% for i in range(100000000) %}{% do l.append(i) %}{% endfor %}",
    "{% set d = {} %}{% for i in range(100000000) %}{% do d.update({i: i}) %}{% endfor %}",
    "{% set l = [] %}{% do l.append(l) %}{{ l }}{{ l == l }}{{ [l] == [[l]] }}",
    "{% set l = [] %}{% do l.append(l) %}{{ l|tojson }}", "{% set l = [] %}{% do l.append(l) %}{{ l|pprint }}",
    "{% set l = [] %}{% do l.append(l) %}{{ l|sort }}{{ l < [l] }}", "{% set d = {} %}{% do d.update(d=d) %}{{ d }}{{ d == {'d': d} }}",
    "{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|tojson }}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|pprint }}",
    "{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}"
        "{{ ns.l == ns.m }}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ {}[ns.l] }}",
    "{% set ns = namespace(l=(1,)) %}{% for i in range(60) %}{% set ns.l = (ns.l, ns.l) %}{% endfor %}{{ {ns.l: 1} }}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ 'a' % ns.l }}{{ ns.l.x.y }}",
    /* work without memory */
    "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% for d in range(1000) %}{% endfor %}{% endfor %}"
        "{% endfor %}"
        "{% endfor %}",
    "{% set s = 'a' * 10000000 %}{% for i in range(1000000) %}{{ s == s[1:] ~ 'b' }}{% endfor %}",
    "{% set s = 'a' * 10000000 %}{% for i in range(1000000) %}{% if 'b' in s %}{% endif %}{% endfor %}",
    "{% set s = 'a' * 10000000 %}{% for i in range(1000000) %}{% if s.find('ab') == s.count('b') %}{% endif %}{% endfor %}",
    "{% set s = 'a' * 10000000 %}{% for i in range(1000000) %}{% if s is upper %}{% endif %}{% endfor %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{% if -1 in l %}{% endif %}{% endfor %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{% if l.count(-1) %}{% endif %}{% endfor %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{% do l.insert(0, l.pop(0)) %}{% endfor %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{% do l.sort() %}{% endfor %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{% do l.reverse() %}{% endfor %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{{ l == l[:] }}{% endfor %}",
    "{% set d = dict(range(1000)|map('string')|map('list')|map('batch', 1)|map('first')|map('join')|map('list')|map('batch', 2)|first) %}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{{ l|max }}{% endfor %}", "{{ cycler(1)|list }}",
    "{% set l = range(100000)|list %}{% for i in range(1000000) %}{% set x = l[::-1] %}{% endfor %}",
    "{% set x %}{% for i in range(100000000) %}aaaaaaaaaaaaaaaa{% endfor %}{% endset %}",
    "{% for i in range(100000000) %}aaaaaaaaaaaaaaaa{% endfor %}",
    /* calls without end */
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "{% include 'self' %}", "{% extends 'child' %}",
    "{% import 'import' as m %}",
    "{% include 'block' %}", "{% extends 'block' %}", "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{{ m(n + 1) ~ m(n + 1) if n < 40 }}{% endmacro %}{{ m(0) }}",
    "{% macro m(l) %}{% for x in l|sort(attribute=m) %}{% endfor %}{% endmacro %}{{ m([1, 2]) }}", "{{ joiner()()()() }}",
    "{% macro k(x) %}{% set l = [2, 1] %}{% do l.sort(key=k) %}{% endmacro %}{{ k(1) }}",
};

/* Text that is repeated in a source, or in data. */
static const hkt_limited built[] = {
    {.source = {{"{{ ", 1}, {"(", 20000}, {"1", 1}, {")", 20000}, {" }}", 1}}}, {.source = {{"{{ ", 1}, {"[", 20000}, {"1", 1}, {"]",
    20000}, {" }}", 1}}},
    {.source = {{"{{ ", 1}, {"{1: ", 20000}, {"1", 1}, {"}", 20000}, {" }}", 1}}},
    {.source = {{"{{ ", 1}, {"-", 50000}, {"1 }}", 1}}}, {.source = {{"{{ ", 1}, {"not ", 50000}, {"1 }}", 1}}},
    {.source = {{"{{ 1", 1}, {"|abs", 20000}, {" }}", 1}}}, {.source = {{"{{ 1", 1}, {" + 1", 20000}, {" }}", 1}}},
    {.source = {{"{{ a", 1}, {".a", 20000}, {" }}", 1}}}, {.source = {{"{{ a", 1}, {"[0]", 20000}, {" }}", 1}}},
    {.source = {{"{{ a", 1}, {"()", 20000}, {" }}", 1}}}, {.source = {{"{{ 1", 1}, {" ** 1", 20000}, {" }}", 1}}},
    {.source = {{"{{ 1", 1}, {" < 1", 20000}, {" }}", 1}}}, {.source = {{"{{ 1", 1}, {" ~ 1", 20000}, {" }}", 1}}},
    {.source = {{"{{ 1", 1}, {" if 1 else 1", 20000}, {" }}", 1}}}, {.source = {{"{{ 1", 1}, {" is odd", 20000}, {" }}", 1}}},
    {.source = {{"{{ 1", 1}, {" and 1", 20000}, {" }}", 1}}}, {.source = {{"{% if 1 %}", 5000}, {"{% endif %}", 5000}}},
    {.source = {{"{% for a in [1] %}", 5000}, {"{% endfor %}", 5000}}}, {.source = {{"{% if 0 %}", 1}, {"{% elif 0 %}", 20000},
    {"{% endif %}", 1}}},
    {.source = {{"{% macro m() %}", 5000}, {"{% endmacro %}", 5000}}}, {.source = {{"{% call m() %}", 5000}, {"{% endcall %}", 5000}}},
    {.source = {{"{% filter upper %}", 5000}, {"{% endfilter %}", 5000}}}, {.source = {{"{% set a %}", 5000}, {"{% endset %}", 5000}}},
    {.source = {{"{% with a = 1 %}", 5000}, {"{% endwith %}", 5000}}}, {.source = {{"{% autoescape true %}", 5000},
    {"{% endautoescape %}", 5000}}},
    {.source = {{"{% set ", 1}, {"(", 20000}, {"a", 1}, {",)", 20000}, {" = 1 %}", 1}}},
    {.source = {{"{% for ", 1}, {"(", 20000}, {"a", 1}, {",)", 20000}, {" in 1 %}{% endfor %}", 1}}},
    {.source = {{"{{ (", 1}, {"1, ", 20000}, {") }}", 1}}}, {.source = {{"{{ f(", 1}, {"1, ", 20000}, {"1) }}", 1}}},
    {.source = {{"{{ '", 1}, {"a", 2000000}, {"' }}", 1}}}, {.source = {{"{{ ", 1}, {"'a' ", 20000}, {" }}", 1}}},
    {.source = {{"{{ ", 1}, {"9", 2000000}, {" }}", 1}}}, {.source = {{"{#", 100000}}}, {.source = {{"{{", 100000}}}, {.source = {{"{%",
    100000}}},
    {.source = {{"{{ a }}\n", 20000}}}, {.source = {{"{% raw %}", 100000}}}, {.source = {{"\n", 2000000}}}, {.source = {{"{", 2000000}}},
    {.source = {{"{% for i in range(1000000) %}", 1}, {"{{ i }}", 5000}, {"{% endfor %}", 1}}},
    {.source = {{"{% for i in range(1000000) %}", 1}, {"{% if i == -1 %}{% endif %}", 5000}, {"{% endfor %}", 1}}},
    {.source = {{"{% macro m() %}", 1}, {"{% if i %}{% endif %}", 5000},
    {"{% endmacro %}{% for i in range(1000000) %}{{ m() }}{% endfor %}", 1}}},
    {.source = {{"{{ x }}", 1}}, .json = {{"{\"x\": ", 1}, {"[", 100000}, {"]", 100000}, {"}", 1}}},
    {.source = {{"{{ x }}", 1}}, .json = {{"{\"x\": ", 1}, {"{\"a\": ", 100000}, {"1", 1}, {"}", 100000}, {"}", 1}}},
};

/* The least of a few runs counts: on a busy machine a single one says little about time. */
static void run_quickly(hkt_limited *job)
{
    double least = 1e9;
    for (unsigned tries = 0; tries < 5 && least > 0.1 * HKT_TIME_FACTOR; tries++) {
        hkt_limited_run(job);
        if (job->seconds < least) least = job->seconds;
    }
    job->seconds = least;
}

static void check(hkt_limited *job, const char *what)
{
    run_quickly(job);
    bool ok = job->status == HK_OK || job->message[0];
    bool quick = job->seconds <= 0.1 * HKT_TIME_FACTOR, small = job->peak <= HKT_MEMORY, bounded = job->written <= HKT_OUTPUT;
    CHECK_ROW(what, ok && quick && small && bounded);
    if (!ok || !quick || !small || !bounded)
        fprintf(stderr, "    %s: %s; %.3f s, %zu KiB at the peak, %zu bytes written\n", hk_status_name(job->status), job->message,
            job->seconds, job->peak / 1024, job->written);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check(&(hkt_limited){.source = {{rows[i], 1}}}, rows[i]);
    for (size_t i = 0; i < sizeof built / sizeof *built; i++) {
        hkt_limited job = built[i];
        check(&job, job.source[1].text ? job.source[1].text : job.json[1].text);
    }
    return hkt_done();
}
