/* large.c: see large.h. What a template takes many of are names, constants, texts, macros, blocks, loops, filters with arguments, values. */
#include "large.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 40, ROOM = 100000 };

/* # stands for the number of the part. */
static const char part[] =
    "{% macro m#(a, b=#, c='c#') %}{{ a|default('d#') }}{{ b }}{{ c|replace('c', 'k#') }}{{ caller(#) if caller }}{% endmacro %}\n"
    "{% set v# = x# ~ '#' %}{{ m#(v#, c='e#') }}{{ (y#|d({})).z#|default('n#', true) }}{{ # is divisibleby(#) }}\n"
    "{% block b# %}t#{{ self.b# is defined }}{% endblock %}"
    "{% for i# in [#, 'r#', {'k#': [#]}] if i# %}{{ loop.index }}{{ i#.n#|d('-') }}{% else %}e#{% endfor %}"
    "{% call(q#) m#('w#') %}{{ q# }}{% endcall %}{% filter upper|replace('F', 'g#') %}f#{% endfilter %}"
    "{% if x# is string and v# in ['#', 's#'] %}s#{% elif x# %}u#{% else %}o#{% endif %}\n";

/* Values that grow: a list, a dict, a text, keys that are sorted, what filters gather. */
static const char values[] =
    "{% set n = namespace(l=[], t='') %}{% for i in range(300) %}{% set n.l = n.l + [i ~ 'x'] %}{% set n.t = n.t ~ i %}{% endfor %}"
    "{{ n.l|sort(reverse=true)|join(',')|length }}{{ n.t|length }}{{ dict(n.l|batch(2))|dictsort|length }}{{ n.l|groupby(0)|length }}"
    "{{ n.l|map('upper')|unique|list|length }}{{ (n.t * 20)|wordwrap(9)|length }}{{ n.l|tojson|length }}{{ n.l|pprint|length }}"
    "{{ (n.l|join(' '))|title|replace('x', 'yy')|indent|length }}{{ n.t|int % 7 }}{{ '%s' % n.l|length }}{{ n.t|list|length }}";

static size_t put_part(char *to, int number)
{
    size_t used = 0;
    for (const char *at = part; *at; at++) {
        if (*at == '#') used += (size_t)sprintf(to + used, "%d", number + 1);
        else to[used++] = *at;
    }
    return used;
}

bool hkt_large_make(hkt_case *c)
{
    *c = (hkt_case){.title = "a large template"};
    char *text = malloc(ROOM);
    if (!text) return false;
    size_t used = 0;
    for (int i = 0; i < PARTS; i++) used += put_part(text + used, i);
    memcpy(text + used, values, sizeof values - 1);
    c->source = (hkt_text){text, used + sizeof values - 1};
    return true;
}

void hkt_large_free(hkt_case *c)
{
    free((char *)(size_t)c->source.text);
}
