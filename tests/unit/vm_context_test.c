/* vm_context_test.c: scopes, captures, namespaces. What is wanted is what Jinja2 3.1.6 gives. */
#include "check.h"
#include "render.h"

static const hkt_render_row rows[] = {
    {.source = "{% set x %}<a>{{ '<' }}{% endset %}{{ x }}{{ x|length }}{% set x|upper %}q{% endset %}{{ x }}",
     .want = "<a>&lt;7Q", .options = HKT_AUTOESCAPE},
    {.source = "{% set a = false %}{% autoescape a %}{% set x %}<a>{% endset %}{{ x }}{% endautoescape %}{{ x }}",
     .want = "<a>", .options = HKT_AUTOESCAPE},
    {.source = "{% filter upper|replace('A','<') %}a{{ '<' }}{% endfilter %}",
     .want = "&lt;&LT;", .options = HKT_AUTOESCAPE},
    {.source = "{% set x.y = 1 %}",
     .want = "TemplateRuntimeError: cannot assign attribute on non-namespace object @:1"},
    {.source = "{% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a }}{{ ns.b }}",
     .want = "12"},
    {.source = "{{ 'x' if false }}{{ ('x' if false).y }}",
     .want = "UndefinedError: the inline if-expression on line 1 evaluated to false and no else section was de"
     "fined. @:1"},
    {.source = "\n{{ ('x' if false).y }}",
     .want = "UndefinedError: the inline if-expression on line 2 in 'a' evaluated to false and no else section"
     " was defined. @a:2", .name = "a"},
    {.source = "{{ ('x' if false) + 1 }}",
     .want = "UndefinedError: the inline if-expression on line 1 evaluated to false and no else section was de"
     "fined. @:1", .options = HKT_STRICT},
    {.source = "{{ ('x' if false) }}",
     .want = "", .options = HKT_STRICT},
    {.source = "{% if false %}{% set x = 1 %}{% endif %}{{ x }}{{ x.y }}",
     .want = "UndefinedError: 'x' is undefined @:1"},
    {.source = "{{ q }}{% set q = 1 %}{{ q }}",
     .want = "51",
     .vars = {"q", "5"}},
    {.source = "{% if x %}{{ x|foo }}{% endif %}a",
     .want = "TemplateRuntimeError: No filter named 'foo' found. @:1",
     .vars = {"x", "1"}},
    {.source = "{% if x is foo %}{% endif %}a",
     .want = "TemplateRuntimeError: No test named 'foo' found. @:1"},
    {.source = "{% set f = x.append %}{{ f(3) }}{{ x }}{% set y = x %}{{ y.append(5) }}{{ x }}",
     .want = "None[1, 2, 3]None[1, 2, 3, 5]",
     .vars = {"x", "[1, 2]"}},
};

int main(void)
{
    hkt_render_rows(rows, sizeof rows / sizeof *rows);
    return hkt_done();
}
