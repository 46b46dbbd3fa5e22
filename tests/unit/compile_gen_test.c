/* Code for expressions and statements: whole listings, what is folded, errors and their places, refused memory. */
#include "compiled.h"

static const struct { const char *name, *mode, *source, *want; } listings[] = {
    {"an attribute", "", "{{ x.y }}",
     "function 0: root, line 1, registers 2\n"
     "0000  1       RESOLVE        r0, name 'x'\n"
     "0001  1:5     EMIT_ATTR      r0, name 'y'\n"
     "0002  1       RETURN\n"},
    {"text and constants become one piece", "a", "<b>{{ 1 + 2 * 3 }}{{ '<' }}\n{{ none }}",
     "function 0: root, line 1, registers 0\n"
     "0000  1       TEXT           text '<b>7&lt;\\nNone'\n"
     "0001  1       RETURN\n"},
    {"conditions are jumps", "", "{% if a and not b %}1{% elif c or a %}2{% else %}3{% endif %}",
     "function 0: root, line 1, registers 3\n"
     "0000  1       RESOLVE        r0, name 'a'\n"
     "0001  1       RESOLVE        r1, name 'b'\n"
     "0002  1       RESOLVE        r2, name 'c'\n"
     "0003  1:7     JUMP_UNLESS    r0, -> 7\n"
     "0004  1:17    JUMP_IF        r1, -> 7\n"
     "0005  1       TEXT           text '1'\n"
     "0006  1       JUMP           -> 12\n"
     "0007  1:30    JUMP_IF        r2, -> 9\n"
     "0008  1:35    JUMP_UNLESS    r0, -> 11\n"
     "0009  1       TEXT           text '2'\n"
     "0010  1       JUMP           -> 12\n"
     "0011  1       TEXT           text '3'\n"
     "0012  1       RETURN\n"},
    {"a lone expression", "e", "x[0] + 1",
     "function 0: root, line 1, registers 2\n"
     "0000  1       RESOLVE        r0, name 'x'\n"
     "0001  1:2     GETITEM_CONST  r1, r0, 0\n"
     "0002  1:1     ADD_INT        r1, r1, 1, d0\n"
     "0003  1       RETURN_VALUE   r1\n"},
};

static const struct { const char *name, *mode, *source, *has; } fragments[] = {
    {"folded ~ does not escape", "a", "{{ ('<'|safe) ~ '<' }}", "text '&lt;&lt;'"},
    {"so it is without folding", "ao", "{{ ('<'|safe) ~ '<' }}", "text '&lt;&lt;'"},
    {"not folded ~ does", "a", "{{ ('<'|safe) ~ x }}", "CONCAT         r1, r1..r2, 2, d1"},
    {"nor where autoescape is known only when run", "a", "{% autoescape v %}{{ ('<'|safe) ~ x }}{% endautoescape %}",
     "CONCAT         r3, r3..r4, 2, d0"},
    {"and decides", "", "{% set x = 0 and y %}", "CONST          r1, 0"},
    {"an inline if decides", "", "{% set x = 1 if 2 else y %}", "CONST          r1, 1"},
    {"an error is left to run time", "", "{% set x = 1 / 0 %}", "DIV            r0, 1, 0"},
    {"so is what is too large", "", "{% set x = 'x' * 1000000000 %}", "MUL"},
    {"and powers", "", "{% set x = 2 ** 100000000 %}", "POW"},
    {"a big integer", "", "{% set x = 2 ** 100 %}", "CONST          r0, 0x10000000000000000000000000"},
    {"a list is a constant", "", "{% set x = [1, 'a', (2, 3)] %}", "CONST          r0, [1, 'a', (2, 3)]"},
    {"a list in a list is not", "", "{% set x = [[1]] %}", "LIST           r0, r1, 1"},
    {"what is searched is a tuple", "", "{{ x in ['a', 'b'] }}", "('a', 'b')"},
    {"a method", "", "{{ x.f(1, k=y) }}", "CALL_METHOD    r2, r2..r4, name 'f', (1, 'k')"},
    {"a method whose arguments may fail is looked up first", "", "{{ x.f(y.z) }}", "GETATTR        r2, r0, name 'f'"},
    {"*args before keywords", "", "{{ f(*a, k=b) }}", "(0, 'k', *)"},
    {"a chain of comparisons", "", "{{ a < b < c }}", "LT             r4, r1, r2\n0006  1:14    COPY           r3, r4"},
    {"or keeps the left value", "", "{% set x = x or y %}", "COPY           r0, r0"},
    {"slices", "", "{{ x[1:] }}", "SLICE          r1, r0, r2..r4"},
    {"unknown filters in an if", "", "{% if x %}{{ x|nope }}{% endif %}", "RAISE_UNKNOWN  name 'nope', d0"},
    {"unknown tests in an inline if", "", "{{ 1 if x is nope }}", "RAISE_UNKNOWN  name 'nope', d1"},
    {"a break leaves captures", "", "{% for x in y %}{% filter upper %}{% break %}{% endfilter %}{% endfor %}", "CAPTURE_DROP"},
    {"else after a break in the first pass", "", "{% for x in y %}{% break %}{% else %}e{% endfor %}", "CONST          r3, True"},
    {"else without one needs no flag", "", "{% for x in y %}{% else %}e{% endfor %}",
     "NEXT           r1, r3, -> 5, d1\n0003  1       AGAIN          r1, r3, -> 3"},
    {"a jump by an attribute", "", "{% if x.y and not x.z %}a{% endif %}",
     "JUMP_UNLESS_ATTR r0, -> 4, name 'y'\n0002  1:20    JUMP_IF_ATTR   r0, -> 4, name 'z'"},
    {"a jump by what an attribute equals", "", "{% if x.y == 'a' %}a{% endif %}", "JUMP_NE_ATTR   r0, 'a', -> 3, name 'y'"},
    {"an attribute that is kept", "", "{{ x.y or 1 }}", "JUMP_IF        r1, -> 4"},
    {"output after extends is dropped", "", "{% if x %}{% extends y %}{% endif %}a", "IF_EXTENDED    -> 6"},
    {"a second extends", "", "{% extends x %}{% extends y %}", "ONE_PARENT"},
    {"exports", "", "{% set a = 1 %}{% set _b = 2 %}", "EXPORT         r1, name '_b', d0"},
    {"an import is not exported", "", "{% import 'a' as b %}", "EXPORT         r0, name 'b', d0"},
    {"a required block", "", "{% block b required %}{% endblock %}", "BLOCK          block 'b', d2"},
    {"a recursive loop's text", "a", "{% for x in y recursive %}{{ loop(x) }}{% endfor %}", "LOOP_CALL"},
    {"a generation block", "", "{% generation %}a{% endgeneration %}", "function 1: caller()"},
    {"the line of with is that of what came before", "", "\n{{ x }}\n\n{% with a = y.z %}{% endwith %}", "0004  2       GETATTR"},
};

static const struct { const char *name, *source, *want; uint32_t line; } errors[] = {
    {"unknown filter", "\n{{ x|nope }}", "TemplateAssertionError: No filter named 'nope'.", 2},
    {"unknown test", "{{ x is nope }}", "TemplateAssertionError: No test named 'nope'.", 1},
    {"in a loop in an if", "{% if x %}\n{% for y in x %}{{ y|nope }}{% endfor %}{% endif %}",
     "TemplateAssertionError: No filter named 'nope'.", 2},
    {"block twice", "{% block a %}\n{% block a %}{% endblock %}{% endblock %}", "TemplateAssertionError: block 'a' defined twice", 2},
    {"loop assigned", "{% for x in y %}\n{% set loop = 1 %}{% endfor %}",
     "TemplateAssertionError: Can't assign to special loop variable in for-loop target", 2},
    {"extends in a loop", "{% for x in y %}{% extends x %}{% endfor %}",
     "TemplateAssertionError: cannot use extend from a non top-level scope", 1},
    {"caller without default", "{% macro m(caller) %}{{ caller() }}{% endmacro %}",
 
        "TemplateAssertionError: When defining macros or call blocks the special \"caller\" argument must be omitted or be given a "
     "default.", 1},
    {"break", "a\n{% break %}", "SyntaxError: 'break' outside loop", 2},
    {"continue in a macro in a loop", "{% for x in y %}{% macro m() %}{% continue %}{% endmacro %}{% endfor %}",
     "SyntaxError: 'continue' not properly in loop", 1},
    {"break in an else", "{% for x in y %}{% else %}{% break %}{% endfor %}", "SyntaxError: 'break' outside loop", 1},
    {"keyword twice", "{{ f(a=1, a=2) }}", "SyntaxError: keyword argument repeated: a", 1},
    {"parameter twice", "{% macro m(a, a) %}{% endmacro %}", "SyntaxError: duplicate argument 'l_1_a' in function definition", 1},
    {"names before code", "{% break %}\n{% macro m(a, a) %}{% endmacro %}", "SyntaxError: duplicate argument 'l_1_a' in function definition", 2},
    {"reading before names", "{% macro m(a, a) %}{% endmacro %}\n{{ x[1:2, 3] }}", "SyntaxError: invalid syntax", 2},
    {"code in its order", "{{ f(a=1, a=2) }}\n{% break %}", "SyntaxError: keyword argument repeated: a", 1},
    {"a constant that cannot be", "{% set x = {[]: 1}|length %}", "TypeError: unhashable type: 'list'", 0},
    {"the filter of a set block is in no scope", "{% set x | replace(a, b) %}{% endset %}",
     "AssertionError: Tried to resolve a name to a reference that was unknown to the frame ('a')", 0},
};

static void check_errors(void)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        hkt_compiled c;
        hkt_compile(&c, errors[i].source, "", 0);
        uint32_t line = c.t.error.line;
        const char *got = hkt_error(&c.t);
        CHECK_BYTES(errors[i].name, got, strlen(got), errors[i].want, strlen(errors[i].want));
        CHECK_ROW(errors[i].name, line == errors[i].line);
        hkt_compiled_close(&c);
    }
}

static void check_refusals(void)
{
    static const char *const source =
        "{% extends x if y %}{% set a, b = [1, 'x' ~ 2]|sort, {'k': z.q(1, k=2)} %}{% macro m(p, q=a) %}{{ caller() }}{{ b }}{% endmacro %}"
        "{% for u, v in w if u recursive %}{{ loop(v) }}{% else %}{% include 'i' %}{% endfor %}{% call m(1) %}{{ a }}{% endcall %}"
        "{% block c scoped %}{{ super() }}{% filter upper %}{{ 1 // 0 }}{% endfilter %}{% endblock %}";
    for (size_t nth = 1;; nth++) {
        hkt_compiled c;
        hkt_compile(&c, source, "a", nth);
        bool failed = c.t.mem.failed;
        CHECK(c.good != failed);
        CHECK(!failed || c.t.error.kind == HK_NO_MEMORY);
        hkt_compiled_close(&c);
        if (!failed) break;
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof listings / sizeof *listings; i++) {
        hkt_compiled c;
        hkt_compile(&c, listings[i].source, listings[i].mode, 0);
        const char *got = hkt_listing(&c);
        CHECK_BYTES(listings[i].name, got, strlen(got), listings[i].want, strlen(listings[i].want));
        hkt_compiled_close(&c);
    }
    for (size_t i = 0; i < sizeof fragments / sizeof *fragments; i++) {
        hkt_compiled c;
        hkt_compile(&c, fragments[i].source, fragments[i].mode, 0);
        const char *got = hkt_listing(&c);
        bool good = strstr(got, fragments[i].has) != NULL;
        CHECK_ROW(fragments[i].name, good);
        if (!good) CHECK_BYTES(fragments[i].name, got, strlen(got), fragments[i].has, strlen(fragments[i].has));
        hkt_compiled_close(&c);
    }
    check_errors();
    check_refusals();
    return hkt_done();
}
