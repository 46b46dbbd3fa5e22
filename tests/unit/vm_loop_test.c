/* vm_loop_test.c: loops, the loop object, filters of loops, recursion. What is wanted is what Jinja2 3.1.6 gives. */
#include "check.h"
#include "render.h"

static const hkt_render_row rows[] = {
    {.source = "{% for i in [1,2,3] %}{{ loop }} {{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.rev"
     "index0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }}{{ loo"
     "p.previtem }}{{ loop.nextitem }}{{ loop.cycle('a','b') }}{{ loop.changed(i//2) }}|{% endfor %}",
     .want = "<LoopContext 1/3> 1032TrueFalse3102aTrue|<LoopContext 2/3> 2121FalseFalse31013bTrue|<LoopContext"
     " 3/3> 3210FalseTrue3102aFalse|"},
    {.source = "{% for i in [1,2,3]|map('string') %}{{ loop.last }}{{ loop.nextitem }}{{ loop.length }}{{ loop.r"
     "evindex }}{{ loop }}|{% endfor %}",
     .want = "False233<LoopContext 1/3>|False332<LoopContext 2/3>|True31<LoopContext 3/3>|"},
    {.source = "{% for i in [3,4,5,6]|select %}{{ loop.index }}/{{ loop.length }}{{ loop.nextitem }}|{% endfor %"
     "}",
     .want = "1/44|2/45|3/46|4/4|"},
    {.source = "{% for i in [3,4,5,6] if i%2 %}{{ loop.index }}/{{ loop.length }}{{ loop.previtem }}{{ loop.next"
     "item }}{{ loop.last }}|{% endfor %}",
     .want = "1/25False|2/23True|"},
    {.source = "{% for i in [3,4,5,6] if i%2 %}{{ loop.last }}{{ i }}|{% else %}x{% endfor %}",
     .want = "False3|True5|"},
    {.source = "{% for i in [3,4,5,6] if i > 9 %}{{ loop.last }}|{% else %}x{{ loop is defined }}{% endfor %}",
     .want = "xFalse"},
    {.source = "{% for a,b in [(1,2),(3,4)] if a > 1 %}{{ a }}{{ b }}{{ loop.index }}{% endfor %}",
     .want = "341"},
    {.source = "{% for i in [1,[2,[3]]] recursive %}{% if i is iterable %}<{{ loop(i) }}>{% else %}{{ i }}:{{ lo"
     "op.depth }}{% endif %}{% endfor %}",
     .want = "1:1<2:2<3:3>>"},
    {.source = "{% for i in [1,[2,[3]]] recursive %}{% if i is iterable %}<{{ loop(i) }}>{% else %}{{ i }}&{% en"
     "dif %}{% else %}none{% endfor %}",
     .want = "1&<2&<3&>>", .options = HKT_AUTOESCAPE},
    {.source = "{% for i in [1,[2,[3,4]]] if i != 3 recursive %}{% if i is iterable %}<{{ loop(i)|upper }}>{% el"
     "se %}{{ i }}&{{ loop.length }}{{ loop.index }}{% endif %}{% endfor %}",
     .want = "1&21<2&21<4&11>>"},
    {.source = "{% for i in [1,2] %}{% for j in [3,4] %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}",
     .want = "121122"},
    {.source = "{% for i in loop %}{{ i }}{% endfor %}",
     .want = ""},
    {.source = "{% for i in [1,2] %}{% for x in loop %}{{ x[0] }}{% endfor %}{{ i }}{% endfor %}",
     .want = "21"},
    {.source = "{% for i in 'héé' %}{{ i }}{{ loop.nextitem }}{% endfor %}",
     .want = "héééé"},
    {.source = "{% for k in {'a':1,'b':2} %}{{ k }}{{ loop.length }}{% endfor %}{% for k,v in {'a':1}.items() %}"
     "{{k}}{{v}}{{ loop.length }}{% endfor %}",
     .want = "a2b2a11"},
    {.source = "{% for i in 5 %}{% endfor %}",
     .want = "TypeError: 'int' object is not iterable @:1"},
    {.source = "{% for i in 5 %}{{ loop.index }}{% endfor %}",
     .want = "TypeError: 'int' object is not iterable @:1"},
    {.source = "\n{% for a,b in [1] %}{% endfor %}",
     .want = "TypeError: cannot unpack non-iterable int object @:2"},
    {.source = "{% for a,b in [(1,2,3)] %}{% endfor %}",
     .want = "ValueError: too many values to unpack (expected 2) @:1"},
    {.source = "{% for i in u %}x{% else %}e{% endfor %}{% for i in u %}{{ loop.length }}{% else %}e{% endfor %}",
     .want = "ee"},
    {.source = "{% for i in u %}x{% endfor %}",
     .want = "UndefinedError: 'u' is undefined @:1", .options = HKT_STRICT},
    {.source = "{% for i in [1,2,3,1] %}{% if loop.changed(i) %}c{% endif %}{% endfor %}{% for i in [1,1.0,true]"
     " %}{{ loop.changed(i, 2) }}{% endfor %}",
     .want = "ccccTrueFalseFalse"},
    {.source = "{% for i in range(3) %}{{ loop.cycle(*['x','y']) }}{% endfor %}",
     .want = "xyx"},
    {.source = "{% set l = [1,2,3] %}{% for i in l %}{{ i }}{% if i == 1 %}{% set _ = l.append(9) %}{% endif %}{"
     "{ loop.length }}{% endfor %}",
     .want = "14243494"},
    {.source = "{% set d = {'a':1} %}{% for i in d %}{{ i }}{% set _ = d.update(b=2) %}{% endfor %}",
     .want = "RuntimeError: dictionary changed size during iteration @:1"},
    {.source = "{% for i in [1,2,3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% if i == 3 %}{% break %}{"
     "% endif %}{% else %}z{% endfor %}",
     .want = "13", .options = HKT_TAGS},
    {.source = "{% for i in [1,2,3] %}{% filter upper %}a{% if i == 2 %}{% break %}{% endif %}b{% endfilter %}{%"
     " endfor %}",
     .want = "AB", .options = HKT_TAGS},
    {.source = "{% set n = namespace(a=1, b=2) %}{% set n.c = 4 %}{{ n.a }}{{ n.c }}{{ n }}{{ n.zz }}{% for i in"
     " [1] %}{% set n.a = 9 %}{% endfor %}{{ n.a }}",
     .want = "14<Namespace {'a': 1, 'b': 2, 'c': 4}>9"},
    {.source = "{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}{% for i in [1] %}{% set x = 3 %}{{"
     " x }}{% endfor %}{{ x }}{% with x = 4, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}",
     .want = "232422"},
    {.source = "{% for i in [1] %}{% if false %}{% set q = 1 %}{% endif %}{{ q }}{% endfor %}",
     .want = "5",
     .vars = {"q", "5"}},
    {.source = "{% for i in x %}{% do x.append(4) if i < 3 %}{{ i }}{% endfor %}{{ x }}",
     .want = "1244[1, 2, 4, 4]", .options = HKT_TAGS,
     .vars = {"x", "[1, 2]"}},
    {.source = "{% for i in x.l %}{% do x.l.append(4) if i < 3 %}{{ i }}{{ loop.length }}{% endfor %}{{ x }}",
     .want = "13234343{'l': [1, 2, 4, 4]}", .options = HKT_TAGS,
     .vars = {"x", "{'l': [1, 2]}"}},
    {.source = "{% set c = cycler('a','b') %}{% for i in range(3) %}{{ c.next() }}{{ c.current }}{% endfor %}{{ "
     "c.reset() }}{{ c.foo }}{% set j = joiner('|') %}{{ j() }}{{ j() }}",
     .want = "abbaabNone|"},
};

int main(void)
{
    hkt_render_rows(rows, sizeof rows / sizeof *rows);
    return hkt_done();
}
