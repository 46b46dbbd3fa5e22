/* Which names are whose: what a scope loads when it is entered, what stays in registers, what functions share. */
#include "compiled.h"

static const struct { const char *name, *source, *has, *lacks; } rows[] = {
    {"a name that is read comes from the context", "{{ x }}", "RESOLVE        r0, name 'x'", "MISSING"},
    {"a name assigned first needs nothing until then", "{% set x = 1 %}{{ x }}", "0000  1:12    CONST          r0, 1", "MISSING"},
    {"assigned behind a scope that may read it: missing until then", "{% for i in y %}{{ x }}{% endfor %}{% set x = 1 %}",
     "MISSING        r1, name 'x'", NULL},
    {"assigned behind an include", "{% for i in y %}{% include 'f' %}{% set x = 1 %}{% endfor %}", "MISSING        r4, name 'x'", NULL},
    {"assigned by a block that may read it", "{% set x %}{{ x }}{% endset %}", "MISSING        r0, name 'x'", NULL},
    {"assigned while a macro shares it", "{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}", "MISSING", NULL},
    {"read before it is assigned: from the context", "{{ x }}{% set x = 1 %}", "RESOLVE        r0, name 'x'", "MISSING"},
    {"its own value on the right side", "{% set x = x %}", "RESOLVE        r0, name 'x'", "MISSING"},
    {"assigned in a branch: from the context", "{% if a %}{% set x = 1 %}{% endif %}", "RESOLVE        r1, name 'x'", "MISSING"},
    {"assigned in an else", "{% if a %}{% else %}{% set x = 1 %}{% endif %}", "RESOLVE        r1, name 'x'", "MISSING"},
    {"assigned before the branch", "{% set x = 1 %}{% if a %}{% set x = 2 %}{% endif %}", "0001  1:12    CONST          r0, 1", "MISSING"},
    {"a loop's assignment starts from the outer value", "{% set x = 1 %}{% for i in y %}{% set x = 2 %}{% endfor %}",
     "MOVE           r5, r0", "RESOLVE        r5"},
    {"a loop's own name", "{% for i in y %}{% set x = 2 %}{% endfor %}", "CONST          r4, 2", "MOVE"},
    {"what a loop only reads is looked up before it", "{% for i in y %}{% for j in i %}{{ z }}{% endfor %}{% endfor %}",
     "0001  1       RESOLVE        r1, name 'z'\n0002  1:13    ITER", NULL},
    {"what a loop may assign is looked up before it, and new in each pass", "{% for x in y %}{{ z }}{% set z = x %}{% endfor %}",
     "0001  1       RESOLVE        r1, name 'z'\n0002  1:13    ITER           r2, r0\n0003  1       NEXT           r2, r4, -> 8, d1\n"
     "0004  1       MOVE           r5, r1", NULL},
    {"a macro shares the variable it reads", "{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}",
     "cells 1 (of the function around it: 0)", NULL},
    {"a macro looks up what nobody assigns", "{% macro m() %}{{ x }}{% endmacro %}", "RESOLVE        r0, name 'x'", "cell"},
    {"two loops share one cell", "{% for x in y %}{% macro m() %}{{ x }}{% endmacro %}{% endfor %}{% for x in y %}{{ x }}{% endfor %}",
     "cells 1\n", "cells 2"},
    {"what is left is missing again", "{% for x in y %}{% macro m() %}{{ x }}{% endmacro %}{% endfor %}",
     "0008  1       MISSING        r4, name 'x'", NULL},
    {"a macro in a macro reads the outermost", "{% set x = 1 %}{% macro a() %}{% macro b() %}{{ x }}{% endmacro %}{% endmacro %}",
     "function 2: macro 'b'(), line 1, registers 1, cells 1 (of the function around it: 0)", NULL},
    {"caller, kwargs, varargs", "{% macro m(a) %}{{ caller() }}{{ kwargs }}{{ varargs }}{% endmacro %}",
     "macro 'm'(a) caller kwargs varargs", NULL},
    {"caller is not special if it is assigned first", "{% macro m() %}{% set caller = 1 %}{{ caller }}{% endmacro %}",
     "macro 'm'(), line", "caller kwargs"},
    {"an early default reads a late parameter", "{% macro m(a=b, b=1) %}{% endmacro %}", "JUMP_GIVEN     r1, -> 5", NULL},
    {"loop only where it is mentioned", "{% for x in y %}{{ x }}{% endfor %}", "NEXT", "LOOP"},
    {"loop mentioned", "{% for x in y %}{{ loop }}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop asked for an attribute", "{% for x in y %}{{ loop.index }}{% endfor %}", "LOOP_ROW_ATTR  r8, r1, name 'index', d0", "LOOP_NEXT"},
    {"loop asked for what needs an object", "{% for x in y %}{{ loop.previtem }}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop given away", "{% for x in y %}{{ loop.index }}{% set z = loop %}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop called", "{% for x in y %}{{ loop.index }}{{ loop.cycle(1) }}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop walked over", "{% for x in y %}{{ loop.index }}{% for z in loop %}{% endfor %}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop in an include", "{% for x in y %}{{ loop.index }}{% include 'z' %}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop in a macro", "{% for x in y %}{{ loop.index }}{% macro m() %}{{ loop.index }}{% endmacro %}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop filtered", "{% for x in y %}{{ loop | string }}{% endfor %}", "LOOP_NEXT", "LOOP_ROW"},
    {"loop mentioned in the inner loop", "{% for x in y %}{% for z in x %}{{ loop.index }}{% endfor %}{% endfor %}",
     "ITER           r1, r0\n0002  1       NEXT           r1, r7, -> 9, d1\n0003  1:29    LOOP_ROW       r8, r7", "LOOP_NEXT"},
    {"a scoped block in a loop", "{% for x in y %}{% block b scoped %}{% endblock %}{% endfor %}",
     "BLOCK_SCOPED   block 'b', r8..r9, ('loop', 'x'), d0", NULL},
    {"self and super only in their function", "{{ self.b() }}{% block b %}{{ super() }}{% endblock %}", "SUPER          r0, block 'b'",
     NULL},
    {"an include gets the locals, not what the context has", "{% set a = 1 %}{% for x in y %}{% include 'z' %}{% endfor %}", "('x'), d2",
     "'a', 'x'"},
    {"values of with are those outside", "{% with a = b, b = a %}{{ a }}{% endwith %}",
     "COPY           r2, r0\n0003  1:20    COPY           r3, r1", NULL},
    {"a test beside its loop", "{% for x in y if x %}{{ x }}{% endfor %}", "JUMP_UNLESS    r3", "function 1"},
    {"a test before a loop object", "{% for x in y if x %}{{ loop.index }}{% endfor %}", "LOOP_FILTER", NULL},
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hkt_compiled c;
        hkt_compile(&c, rows[i].source, "", 0);
        const char *listing = hkt_listing(&c);
        bool good = c.good && strstr(listing, rows[i].has) && !(rows[i].lacks && strstr(listing, rows[i].lacks));
        CHECK_ROW(rows[i].name, good);
        if (!good) CHECK_TEXT(rows[i].name, listing, strlen(listing), "");
        hkt_compiled_close(&c);
    }
    return hkt_done();
}
