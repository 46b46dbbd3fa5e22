/* vm_macro_test.c: macros, callers, the binding of their arguments. What is wanted is what Jinja2 3.1.6 gives. */
#include "check.h"
#include "render.h"

static const hkt_render_row rows[] = {
    {.source = "{% macro m(a,b=1,c='x') %}{{ a }}{{ b }}{{ c }}{{ varargs }}{{ kwargs }}{{ caller is defined }}{"
     "% endmacro %}{{ m() }}|{{ m(1) }}|{{ m(1,2,3,4) }}|{{ m(c=1,z=2) }}|{{ m.name }}{{ m.arguments }"
     "}{{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller }}{{ m.zork }}",
     .want = "1x(){}False|11x(){}False|123(4,){}False|11(){'z': 2}False|m('a', 'b', 'c')TrueTrueTrue"},
    {.source = "{% macro m(a) %}{{ a.b }}{% endmacro %}{{ m() }}",
     .want = "UndefinedError: parameter 'a' was not provided @:1"},
    {.source = "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
     .want = "UndefinedError: parameter 'a' was not provided @:1", .options = HKT_STRICT},
    {.source = "{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m() }}{{ m(b=3) }}",
     .want = "113"},
    {.source = "{% macro m() %}[{{ caller(1,2) }}]{% endmacro %}{% call(x,y) m() %}{{ x }}{{ y }}{{ z }}{% endca"
     "ll %}{% set z = 1 %}",
     .want = "[12]"},
    {.source = "{% macro m(caller=none) %}{{ caller }}{{ caller() if caller }}{% endmacro %}{% call m() %}z{% en"
     "dcall %}{{ m() }}",
     .want = "<Macro anonymous>zNone"},
    {.source = "{% macro m() %}{{ caller.name }}{{ caller.arguments }}{{ caller.catch_kwargs }}{{ caller('&') }}"
     "{% endmacro %}{% call(a) m() %}<{{ a }}>{% endcall %}",
     .want = "None(&#39;a&#39;,)False<&amp;>", .options = HKT_AUTOESCAPE},
    {.source = "{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{% set x = 2 %}{{ m() }}{% for i in [1] %}{% "
     "set x = 3 %}{{ m() }}{% endfor %}",
     .want = "22"},
    {.source = "{% for i in [1,2] %}{% macro m() %}{{ i }}{{ loop.index }}{% endmacro %}{{ m() }}{% endfor %}{{ "
     "m is defined }}",
     .want = "1122False"},
    {.source = "{% macro a() %}{% macro b() %}{{ x }}{% endmacro %}{% set x = 5 %}{{ b() }}{% endmacro %}{{ a() "
     "}}",
     .want = "5"},
    {.source = "{% macro m() %}<b>{% endmacro %}{{ m() }}{{ m()|upper }}{{ m() ~ '<' }}{% autoescape false %}{{ "
     "m() ~ '<' }}{% endautoescape %}",
     .want = "<b><B><b>&lt;<b><", .options = HKT_AUTOESCAPE},
    {.source = "{% macro m() %}<b>{{ '<' }}{% endmacro %}{{ m() }}{% autoescape true %}{{ m() }}{{ m() ~ '<' }}{"
     "% endautoescape %}",
     .want = "<b><<b><<b><&lt;"},
    {.source = "{% autoescape true %}{% macro m(x) %}<b>{{ x }}{% endmacro %}{% endautoescape %}{{ m('<') }}{% a"
     "utoescape true %}{{ m('<') }}{% endautoescape %}",
     .want = "UndefinedError: 'm' is undefined @:1"},
    {.source = "{% set a = true %}{% autoescape a %}{% macro m(x) %}<b>{{ x }}{% endmacro %}{{ m('<') }}{{ '<' ~"
     " m('<') }}{% endautoescape %}{{ m('<') }}",
     .want = "UndefinedError: 'm' is undefined @:1"},
    {.source = "{% macro m(x) %}{{ x }}!{% endmacro %}{{ [3,1,2]|sort }}{{ m }}{{ m is callable }}",
     .want = "[1, 2, 3]<Macro 'm'>True"},
    {.source = "{% macro m() %}{% endmacro %}{{ m(1) }}",
     .want = "TypeError: macro 'm' takes not more than 0 argument(s) @:1"},
    {.source = "{% macro m() %}{% endmacro %}\n{{ m(**{'a':1}) }}",
     .want = "TypeError: macro 'm' takes no keyword argument 'a' @:2"},
    {.source = "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(*[1,2]) }}",
     .want = "TypeError: macro 'm' takes not more than 1 argument(s) @:1"},
    {.source = "{% macro m(a) %}{{ a }}{{ kwargs }}{% endmacro %}{{ m(1, a=2) }}",
     .want = "1{'a': 2}"},
    {.source = "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(*[1,2], **{'z':3}) }}{{ m(*'a"
     "b') }}{{ m(*{'x':1}) }}{{ m(*u) }}",
     .want = "1(2,){'z': 3}a('b',){}x(){}(){}"},
    {.source = "{% macro m() %}{{ caller }}{% endmacro %}{{ m(caller=5) }}{{ m(caller=none) }}",
     .want = "5"},
    {.source = "{% macro m() %}{{ kwargs }}{% endmacro %}{% call m() %}{% endcall %}",
     .want = "{'caller': <Macro anonymous>}"},
    {.source = "{% macro k(a) %}{{ 0-a }}{% endmacro %}{% set l=[1,3,2] %}{% set _ = l.sort(key=k) %}{{ l }}",
     .want = "[1, 2, 3]"},
    {.source = "{% set l=[1,3,2] %}{% macro k(a) %}{% for i in [1,2] if i > 1 %}{{ 9-a }}{% endfor %}{% endmacro"
     " %}{% set _ = l.sort(key=k) %}{{ l }}",
     .want = "[3, 2, 1]"},
    {.source = "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{% for i in [1] %}{{ loop.index }}{% en"
     "dfor %}{% endcall %}",
     .want = "1"},
};

int main(void)
{
    hkt_render_rows(rows, sizeof rows / sizeof *rows);
    return hkt_done();
}
