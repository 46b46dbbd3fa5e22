/* parser.c, parse_expr.c, parse_stmt.c, parse_ext.c, ast.c: sources and their trees. */
#include <stdio.h>

#include "base/limits.h"
#include "syntax_options.h"

static const struct { const char *name; unsigned flags; const char *in, *want; } rows[] = {
    {"precedence", 0, "{{ a or b and not c == d + e ~ f * g ** -h }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Binary @1 op=or\n"
     "      left: Name @1 name='a' ctx=load\n"
     "      right: Binary @1 op=and\n"
     "        left: Name @1 name='b' ctx=load\n"
     "        right: Unary @1 op=not\n"
     "          node: Compare @1\n"
     "            expr: Name @1 name='c' ctx=load\n"
     "            ops: Operand @1 op===\n"
     "              expr: Binary @1 op=+\n"
     "                left: Name @1 name='d' ctx=load\n"
     "                right: Concat @1\n"
     "                  nodes: Name @1 name='e' ctx=load\n"
     "                  nodes: Binary @1 op=*\n"
     "                    left: Name @1 name='f' ctx=load\n"
     "                    right: Binary @1 op=**\n"
     "                      left: Name @1 name='g' ctx=load\n"
     "                      right: Unary @1 op=-\n"
     "                        node: Name @1 name='h' ctx=load\n"},
    {"rows are left associative", 0, "{{ a - b - c }}{{ a ** b ** c }}{{ a or b or c }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Binary @1 op=-\n"
     "      left: Binary @1 op=-\n"
     "        left: Name @1 name='a' ctx=load\n"
     "        right: Name @1 name='b' ctx=load\n"
     "      right: Name @1 name='c' ctx=load\n"
     "    nodes: Binary @1 op=**\n"
     "      left: Binary @1 op=**\n"
     "        left: Name @1 name='a' ctx=load\n"
     "        right: Name @1 name='b' ctx=load\n"
     "      right: Name @1 name='c' ctx=load\n"
     "    nodes: Binary @1 op=or\n"
     "      left: Binary @1 op=or\n"
     "        left: Name @1 name='a' ctx=load\n"
     "        right: Name @1 name='b' ctx=load\n"
     "      right: Name @1 name='c' ctx=load\n"},
    {"a row's places", 0, "{{ a\n+ b\n+ c\n* d\n* e }}",
     "Template @1\n"
     "  body: Output @3\n"
     "    nodes: Binary @3 op=+\n"
     "      left: Binary @1 op=+\n"
     "        left: Name @1 name='a' ctx=load\n"
     "        right: Name @2 name='b' ctx=load\n"
     "      right: Binary @5 op=*\n"
     "        left: Binary @3 op=*\n"
     "          left: Name @3 name='c' ctx=load\n"
     "          right: Name @4 name='d' ctx=load\n"
     "        right: Name @5 name='e' ctx=load\n"},
    {"comparisons chain", 0, "{{ a < b <= c in d not in\n e }}",
     "Template @1\n"
     "  body: Output @2\n"
     "    nodes: Compare @2\n"
     "      expr: Name @1 name='a' ctx=load\n"
     "      ops: Operand @1 op=<\n"
     "        expr: Name @1 name='b' ctx=load\n"
     "      ops: Operand @1 op=<=\n"
     "        expr: Name @1 name='c' ctx=load\n"
     "      ops: Operand @1 op=in\n"
     "        expr: Name @1 name='d' ctx=load\n"
     "      ops: Operand @1 op=not in\n"
     "        expr: Name @2 name='e' ctx=load\n"},
    {"signs before filters", 0, "{{ -1|abs }}{{ - -a.b }}{{ +a|f }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Filter @1 name='abs'\n"
     "      node: Unary @1 op=-\n"
     "        node: Const @1 value=1\n"
     "    nodes: Unary @1 op=-\n"
     "      node: Unary @1 op=-\n"
     "        node: Getattr @1 attr='b'\n"
     "          node: Name @1 name='a' ctx=load\n"
     "    nodes: Filter @1 name='f'\n"
     "      node: Unary @1 op=+\n"
     "        node: Name @1 name='a' ctx=load\n"},
    {"conditions", 0, "{{ a if b else c if d else e }}{{ a if b }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: CondExpr @1\n"
     "      test: Name @1 name='b' ctx=load\n"
     "      then: Name @1 name='a' ctx=load\n"
     "      orelse: CondExpr @1\n"
     "        test: Name @1 name='d' ctx=load\n"
     "        then: Name @1 name='c' ctx=load\n"
     "        orelse: Name @1 name='e' ctx=load\n"
     "    nodes: CondExpr @1\n"
     "      test: Name @1 name='b' ctx=load\n"
     "      then: Name @1 name='a' ctx=load\n"},
    {"postfix", 0, "{{ a.b.0['c'](1)[1:2, ::3][:][] }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Getitem @1\n"
     "      node: Getitem @1\n"
     "        node: Getitem @1\n"
     "          node: Call @1\n"
     "            node: Getitem @1\n"
     "              node: Getitem @1\n"
     "                node: Getattr @1 attr='b'\n"
     "                  node: Name @1 name='a' ctx=load\n"
     "                arg: Const @1 value=0\n"
     "              arg: Const @1 value='c'\n"
     "            args: Const @1 value=1\n"
     "          arg: Tuple @1 ctx=load\n"
     "            items: Slice @1\n"
     "              start: Const @1 value=1\n"
     "              stop: Const @1 value=2\n"
     "            items: Slice @1\n"
     "              step: Const @1 value=3\n"
     "        arg: Slice @1\n"
     "      arg: Tuple @1 ctx=load\n"},
    {"call arguments", 0, "{{ f(a, b=1, *c, d=2, **e,) }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Call @1\n"
     "      node: Name @1 name='f' ctx=load\n"
     "      args: Name @1 name='a' ctx=load\n"
     "      kwargs: Keyword @1 key='b'\n"
     "        value: Const @1 value=1\n"
     "      kwargs: Keyword @1 key='d'\n"
     "        value: Const @1 value=2\n"
     "      dyn_args: Name @1 name='c' ctx=load\n"
     "      dyn_kwargs: Name @1 name='e' ctx=load\n"},
    {"filters and tests", 0, "{{ a|f.g(1)|h is i.j and k is not l(2) or m is n o.p is q }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Binary @1 op=or\n"
     "      left: Binary @1 op=and\n"
     "        left: Test @1 name='i.j'\n"
     "          node: Filter @1 name='h'\n"
     "            node: Filter @1 name='f.g'\n"
     "              node: Name @1 name='a' ctx=load\n"
     "              args: Const @1 value=1\n"
     "        right: Unary @1 op=not\n"
     "          node: Test @1 name='l'\n"
     "            node: Name @1 name='k' ctx=load\n"
     "            args: Const @1 value=2\n"
     "      right: Test @1 name='q'\n"
     "        node: Test @1 name='n'\n"
     "          node: Name @1 name='m' ctx=load\n"
     "          args: Getattr @1 attr='p'\n"
     "            node: Name @1 name='o' ctx=load\n"},
    {"a keyword as a name", 0, "{{ f(class=1) }}{{ and }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Call @1\n"
     "      node: Name @1 name='f' ctx=load\n"
     "      kwargs: Keyword @1 key='class'\n"
     "        value: Const @1 value=1\n"
     "    nodes: Name @1 name='and' ctx=load\n"},
    {"test argument", 0, "{{ a is b c['d'](e) }}{{ a is b 1 }}{{ a is b [2] }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Test @1 name='b'\n"
     "      node: Name @1 name='a' ctx=load\n"
     "      args: Call @1\n"
     "        node: Getitem @1\n"
     "          node: Name @1 name='c' ctx=load\n"
     "          arg: Const @1 value='d'\n"
     "        args: Name @1 name='e' ctx=load\n"
     "    nodes: Test @1 name='b'\n"
     "      node: Name @1 name='a' ctx=load\n"
     "      args: Const @1 value=1\n"
     "    nodes: Test @1 name='b'\n"
     "      node: Name @1 name='a' ctx=load\n"
     "      args: List @1\n"
     "        items: Const @1 value=2\n"},
    {"literals", 0, "{{ [1, 'a' 'b', (), (c,), (d), {e: 1.5, 'f': none},] }}{{ true, False }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: List @1\n"
     "      items: Const @1 value=1\n"
     "      items: Const @1 value='ab'\n"
     "      items: Tuple @1 ctx=load\n"
     "      items: Tuple @1 ctx=load\n"
     "        items: Name @1 name='c' ctx=load\n"
     "      items: Name @1 name='d' ctx=load\n"
     "      items: Dict @1\n"
     "        items: Pair @1\n"
     "          key: Name @1 name='e' ctx=load\n"
     "          value: Const @1 value=1.5\n"
     "        items: Pair @1\n"
     "          key: Const @1 value='f'\n"
     "          value: Const @1 value=None\n"
     "    nodes: Tuple @1 ctx=load\n"
     "      items: Const @1 value=True\n"
     "      items: Const @1 value=False\n"},
    {"for", EXTENSIONS, "{% for a, (b, c) in d, e if f recursive %}{{ a }}{% break %}{% else %}{% continue %}{% endfor %}",
     "Template @1\n"
     "  body: For @1 recursive=1\n"
     "    target: Tuple @1 ctx=store\n"
     "      items: Name @1 name='a' ctx=store\n"
     "      items: Tuple @1 ctx=store\n"
     "        items: Name @1 name='b' ctx=store\n"
     "        items: Name @1 name='c' ctx=store\n"
     "    iter: Tuple @1 ctx=load\n"
     "      items: Name @1 name='d' ctx=load\n"
     "      items: Name @1 name='e' ctx=load\n"
     "    body: Output @1\n"
     "      nodes: Name @1 name='a' ctx=load\n"
     "    body: Break @1\n"
     "    orelse: Continue @1\n"
     "    test: Name @1 name='f' ctx=load\n"},
    {"if", 0, "{% if a %}1{% elif b, c %}2{%\n elif d %}3{% else %}4{% endif %}",
     "Template @1\n"
     "  body: If @1\n"
     "    test: Name @1 name='a' ctx=load\n"
     "    body: Output @1\n"
     "      nodes: TemplateData @1 data='1'\n"
     "    elif: If @1\n"
     "      test: Tuple @1 ctx=load\n"
     "        items: Name @1 name='b' ctx=load\n"
     "        items: Name @1 name='c' ctx=load\n"
     "      body: Output @1\n"
     "        nodes: TemplateData @1 data='2'\n"
     "    elif: If @2\n"
     "      test: Name @2 name='d' ctx=load\n"
     "      body: Output @2\n"
     "        nodes: TemplateData @2 data='3'\n"
     "    orelse: Output @2\n"
     "      nodes: TemplateData @2 data='4'\n"},
    {"set", 0, "{% set a, b = 1, 2 %}{% set ns.x, y = c %}{% set d | e | f(1) %}text{% endset %}",
     "Template @1\n"
     "  body: Assign @1\n"
     "    target: Tuple @1 ctx=store\n"
     "      items: Name @1 name='a' ctx=store\n"
     "      items: Name @1 name='b' ctx=store\n"
     "    node: Tuple @1 ctx=load\n"
     "      items: Const @1 value=1\n"
     "      items: Const @1 value=2\n"
     "  body: Assign @1\n"
     "    target: Tuple @1 ctx=store\n"
     "      items: NSRef @1 name='ns' attr='x'\n"
     "      items: Name @1 name='y' ctx=store\n"
     "    node: Name @1 name='c' ctx=load\n"
     "  body: AssignBlock @1\n"
     "    target: Name @1 name='d' ctx=store\n"
     "    filter: Filter @1 name='f'\n"
     "      node: Filter @1 name='e'\n"
     "      args: Const @1 value=1\n"
     "    body: Output @1\n"
     "      nodes: TemplateData @1 data='text'\n"},
    {"with", 0, "{% with a = 1, (b, c) = d %}{{ a }}{% endwith %}{% with %}{% endwith %}",
     "Template @1\n"
     "  body: With @1\n"
     "    targets: Name @1 name='a' ctx=param\n"
     "    targets: Tuple @1 ctx=param\n"
     "      items: Name @1 name='b' ctx=param\n"
     "      items: Name @1 name='c' ctx=param\n"
     "    values: Const @1 value=1\n"
     "    values: Name @1 name='d' ctx=load\n"
     "    body: Output @1\n"
     "      nodes: Name @1 name='a' ctx=load\n"
     "  body: With @1\n"},
    {"block", 0, "{% block a scoped required %} {# c #}\n{% endblock a %}{% block b %}{% endblock %}",
     "Template @1\n"
     "  body: Block @1 name='a' scoped=1 required=1\n"
     "    body: Output @1\n"
     "      nodes: TemplateData @1 data=' '\n"
     "      nodes: TemplateData @1 data='\\n'\n"
     "  body: Block @2 name='b' scoped=0 required=0\n"},
    {"extends, include", 0, "{% extends a %}{% include 'b' ignore missing without context %}{% include ['c'] %}",
     "Template @1\n"
     "  body: Extends @1\n"
     "    template: Name @1 name='a' ctx=load\n"
     "  body: Include @1 with_context=0 ignore_missing=1\n"
     "    template: Const @1 value='b'\n"
     "  body: Include @1 with_context=1 ignore_missing=0\n"
     "    template: List @1\n"
     "      items: Const @1 value='c'\n"},
    {"import", 0, "{% import 'a' as b with context %}{% from 'c' import d, e as f, with context %}{% from 'g' import h \"without\" context %}",
     "Template @1\n"
     "  body: Import @1 target='b' with_context=1\n"
     "    template: Const @1 value='a'\n"
     "  body: FromImport @1 with_context=1\n"
     "    template: Const @1 value='c'\n"
     "    names: ImportName @1 name='d' alias=none\n"
     "    names: ImportName @1 name='e' alias='f'\n"
     "  body: FromImport @1 with_context=0\n"
     "    template: Const @1 value='g'\n"
     "    names: ImportName @1 name='h' alias=none\n"},
    {"macro and call", 0, "{% macro a(b, c=1) %}{{ b }}{% endmacro %}{% call(d, e=2) a(f) %}g{% endcall %}{% call a() %}{% endcall %}",
     "Template @1\n"
     "  body: Macro @1 name='a'\n"
     "    args: Name @1 name='b' ctx=param\n"
     "    args: Name @1 name='c' ctx=param\n"
     "    defaults: Const @1 value=1\n"
     "    body: Output @1\n"
     "      nodes: Name @1 name='b' ctx=load\n"
     "  body: CallBlock @1\n"
     "    call: Call @1\n"
     "      node: Name @1 name='a' ctx=load\n"
     "      args: Name @1 name='f' ctx=load\n"
     "    args: Name @1 name='d' ctx=param\n"
     "    args: Name @1 name='e' ctx=param\n"
     "    defaults: Const @1 value=2\n"
     "    body: Output @1\n"
     "      nodes: TemplateData @1 data='g'\n"
     "  body: CallBlock @1\n"
     "    call: Call @1\n"
     "      node: Name @1 name='a' ctx=load\n"},
    {"filter block", 0, "{% filter a|b(1) %}c{% endfilter %}",
     "Template @1\n"
     "  body: FilterBlock @1\n"
     "    body: Output @1\n"
     "      nodes: TemplateData @1 data='c'\n"
     "    filter: Filter @1 name='b'\n"
     "      node: Filter @1 name='a'\n"
     "      args: Const @1 value=1\n"},
    {"autoescape and print", 0, "{% autoescape false %}{% print a, b %}{% endautoescape %}",
     "Template @1\n"
     "  body: ScopedEvalContextModifier @1\n"
     "    autoescape: Const @1 value=False\n"
     "    body: Output @1\n"
     "      nodes: Name @1 name='a' ctx=load\n"
     "      nodes: Name @1 name='b' ctx=load\n"},
    {"extensions", EXTENSIONS, "{% do a.b(), c %}{% debug %}{% generation %}x{% endgeneration %}",
     "Template @1\n"
     "  body: ExprStmt @1\n"
     "    node: Tuple @1 ctx=load\n"
     "      items: Call @1\n"
     "        node: Getattr @1 attr='b'\n"
     "          node: Name @1 name='a' ctx=load\n"
     "      items: Name @1 name='c' ctx=load\n"
     "  body: Debug @1\n"
     "  body: CallBlock @1\n"
     "    body: Output @1\n"
     "      nodes: TemplateData @1 data='x'\n"},
    {"colons end tags", 0, "{% if a: %}{% else: %}{% endif %}",
     "Template @1\n"
     "  body: If @1\n"
     "    test: Name @1 name='a' ctx=load\n"},
    {"trans", EXTENSIONS, "{% trans %}50% of{{ a }}{% endtrans %}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Binary @1 op=%\n"
     "      left: MarkSafeIfAutoescape @1\n"
     "        expr: Call @1\n"
     "          node: Name @1 name='gettext' ctx=load\n"
     "          args: Const @1 value='50%% of%(a)s'\n"
     "      right: Dict @1\n"
     "        items: Pair @1\n"
     "          key: Const @1 value='a'\n"
     "          value: Name @1 name='a' ctx=load\n"},
    {"trans without variables", EXTENSIONS, "{% trans %}50%{% endtrans %}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: MarkSafeIfAutoescape @1\n"
     "      expr: Call @1\n"
     "        node: Name @1 name='gettext' ctx=load\n"
     "        args: Const @1 value='50%'\n"},
    {"trans with all", EXTENSIONS, "\n{% trans 'ctx' trimmed n=f(), num=2, b %} a\n  {{ n }} {% pluralize num %}c\xc2\xa0\n {{ d }}{% endtrans %}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: TemplateData @1 data='\\n'\n"
     "  body: Assign @0\n"
     "    target: Name @2 name='_trans' ctx=store\n"
     "    node: Call @2\n"
     "      node: Name @2 name='f' ctx=load\n"
     "  body: Output @2\n"
     "    nodes: Binary @2 op=%\n"
     "      left: MarkSafeIfAutoescape @2\n"
     "        expr: Call @2\n"
     "          node: Name @2 name='npgettext' ctx=load\n"
     "          args: Const @2 value='ctx'\n"
     "          args: Const @2 value='a %(n)s'\n"
     "          args: Const @2 value='c %(d)s'\n"
     "          args: Const @2 value=2\n"
     "      right: Dict @2\n"
     "        items: Pair @2\n"
     "          key: Const @2 value='n'\n"
     "          value: Name @2 name='_trans' ctx=load\n"
     "        items: Pair @2\n"
     "          key: Const @2 value='num'\n"
     "          value: Const @2 value=2\n"
     "        items: Pair @2\n"
     "          key: Const @2 value='b'\n"
     "          value: Name @2 name='b' ctx=load\n"
     "        items: Pair @2\n"
     "          key: Const @2 value='d'\n"
     "          value: Name @2 name='d' ctx=load\n"},
    {"new trans", EXTENSIONS | NEWSTYLE, "{% trans num=1, a=b %}{{ num }}%{% pluralize %}{{ a }}{% endtrans %}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: Call @1\n"
     "      node: Name @1 name='ngettext' ctx=load\n"
     "      args: Const @1 value='%(num)s%%'\n"
     "      args: Const @1 value='%(a)s'\n"
     "      args: Const @1 value=1\n"
     "      kwargs: Keyword @1 key='a'\n"
     "        value: Name @1 name='b' ctx=load\n"},
    {"trimmed by policy", EXTENSIONS | TRIMMED, "{% trans %} a\n b {% endtrans %}{% trans notrimmed %} a\n{% endtrans %}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: MarkSafeIfAutoescape @1\n"
     "      expr: Call @1\n"
     "        node: Name @1 name='gettext' ctx=load\n"
     "        args: Const @1 value='a b'\n"
     "  body: Output @2\n"
     "    nodes: MarkSafeIfAutoescape @2\n"
     "      expr: Call @2\n"
     "        node: Name @2 name='gettext' ctx=load\n"
     "        args: Const @2 value=' a\\n'\n"},
    {"text and prints make one node", 0, "a{{ b }}\nc{# d #}e{% set f = 1 %}\n{{ g }}",
     "Template @1\n"
     "  body: Output @1\n"
     "    nodes: TemplateData @1 data='a'\n"
     "    nodes: Name @1 name='b' ctx=load\n"
     "    nodes: TemplateData @1 data='\\nc'\n"
     "    nodes: TemplateData @2 data='e'\n"
     "  body: Assign @2\n"
     "    target: Name @2 name='f' ctx=store\n"
     "    node: Const @2 value=1\n"
     "  body: Output @2\n"
     "    nodes: TemplateData @2 data='\\n'\n"
     "    nodes: Name @3 name='g' ctx=load\n"},
    {"lone expression", EXPRESSION, "a.b + 1",
     "Binary @1 op=+\n"
     "  left: Getattr @1 attr='b'\n"
     "    node: Name @1 name='a' ctx=load\n"
     "  right: Const @1 value=1\n"},
    {"line statements", LINES, "# for a in b:\n{{ a }}\n# endfor",
     "Template @1\n"
     "  body: For @1 recursive=0\n"
     "    target: Name @1 name='a' ctx=store\n"
     "    iter: Name @1 name='b' ctx=load\n"
     "    body: Output @2\n"
     "      nodes: Name @2 name='a' ctx=load\n"
     "      nodes: TemplateData @2 data='\\n'\n"},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hkt_rt t;
        hki_buf out;
        hkt_rt_open(&t);
        hki_buf_init(&out, &t.mem.hooks);
        const hki_node *n = hkt_parse(&t, rows[i].flags, rows[i].in, strlen(rows[i].in));
        CHECK_ROW(rows[i].name, n != NULL);
        if (n) hki_node_dump(&t.rt, &out, n);
        CHECK_BYTES(rows[i].name, out.size ? out.data : "", out.size, rows[i].want, strlen(rows[i].want));
        hki_buf_free(&out);
        hkt_rt_close(&t);
    }
}

/* Tokens are read some at a time: each row gives the same tree wherever in it they end. */
static void test_runs_of_tokens(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *want = strchr(rows[i].want, '\n') + 1;
        const size_t size = strlen(want);
        for (unsigned shift = 0; !(rows[i].flags & ~(unsigned)EXTENSIONS) && shift < 140; shift++) {
            hkt_rt t;
            hki_buf source, out;
            hkt_rt_open(&t);
            hki_buf_init(&source, &t.mem.hooks);
            hki_buf_init(&out, &t.mem.hooks);
            hki_buf_str(&source, shift % 2 ? "{% if not [" : "{% if [");
            for (unsigned k = 0; k < shift / 2; k++) hki_buf_str(&source, "1,");
            hki_buf_str(&source, "] %}{% endif %}");
            hki_buf_str(&source, rows[i].in);
            const hki_node *n = hkt_parse(&t, rows[i].flags, source.data, source.size);
            if (n) hki_node_dump(&t.rt, &out, n);
            CHECK_ROW(rows[i].name, n && out.size > size && memcmp(out.data + out.size - size, want, size) == 0);
            hki_buf_free(&source);
            hki_buf_free(&out);
            hkt_rt_close(&t);
        }
    }
}

static void test_names_are_one(void)
{
    static const char source[] = "{{ name['name'].name }}";
    hkt_rt t;
    hkt_rt_open(&t);
    const hki_node *n = hkt_parse(&t, 0, source, sizeof source - 1);
    const hki_node *attr = n->as.Template.body.item[0]->as.Output.nodes.item[0], *item = attr->as.Getattr.node;
    CHECK(attr->as.Getattr.attr == item->as.Getitem.node->as.Name.name);
    CHECK(attr->as.Getattr.attr == hki_as_str(item->as.Getitem.arg->as.Const.value));
    CHECK(attr->depth == 3 && n->depth == 5 && attr->line == 1 && attr->column == 16);
    hkt_rt_close(&t);
}

/* `open` count times, `middle`, `close` count times: how often until the depth is too much? */
static const struct { const char *name, *before, *open, *middle, *close, *after; size_t deepest; } nests[] = {
    {"parentheses", "{{ ", "(", "a", ")", " }}", HKI_MAX_SYNTAX_DEPTH / 2 - 1},
    {"lists", "{{ ", "[", "a", "]", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"signs", "{{ ", "- ", "a", "", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"not", "{{ ", "not ", "a", "", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"a sum", "{{ a", " + a", "", "", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"attributes", "{{ a", ".b", "", "", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"filters", "{{ a", "|b", "", "", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"conditions", "{{ ", "a if b else ", "c", "", " }}", HKI_MAX_SYNTAX_DEPTH - 3},
    {"blocks", "", "{% if a %}", "b", "{% endif %}", "", HKI_MAX_SYNTAX_DEPTH - 3},
    {"concatenation is flat", "{{ a", " ~ a", "", "", " }}", 1000},
    {"comparisons are flat", "{{ a", " < a", "", "", " }}", 1000},
    {"elif is flat", "{% if a %}", "{% elif b %}", "", "", "{% endif %}", 1000},
};

static bool nested(size_t row, size_t count, hk_status *kind)
{
    hkt_rt t;
    hki_buf source;
    hkt_rt_open(&t);
    hki_buf_init(&source, &t.mem.hooks);
    hki_buf_str(&source, nests[row].before);
    for (size_t i = 0; i < count; i++) hki_buf_str(&source, nests[row].open);
    hki_buf_str(&source, nests[row].middle);
    for (size_t i = 0; i < count; i++) hki_buf_str(&source, nests[row].close);
    hki_buf_str(&source, nests[row].after);
    bool ok = hkt_parse(&t, 0, source.data, source.size);
    *kind = t.error.kind;
    hki_buf_free(&source);
    hkt_rt_close(&t);
    return ok;
}

static void test_depth(void)
{
    hk_status kind;
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        CHECK_ROW(nests[i].name, nested(i, nests[i].deepest, &kind));
        if (nests[i].deepest >= 1000) continue;
        CHECK_ROW(nests[i].name, !nested(i, nests[i].deepest + 1, &kind) && kind == HK_RECURSION_ERROR);
        CHECK_ROW(nests[i].name, !nested(i, 50000, &kind) && kind == HK_RECURSION_ERROR);
    }
}

static void refuse_memory(const char *name, unsigned flags, const char *source, size_t size)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        hkt_rt t;
        hkt_rt_open(&t);
        t.mem.fail_at = nth;
        const hki_node *n = hkt_parse(&t, flags, source, size);
        failed = t.mem.failed;
        CHECK_ROW(name, !n == failed && t.error.kind == (failed ? HK_NO_MEMORY : HK_OK));
        hkt_rt_close(&t);
    }
}

/* Each row, and all that a long source needs more room for. */
static void test_refused_memory(void)
{
    static const char part[] = "%d{{ n%d.a|f('a long text of number %d') }}{%% if [b, %d.5] %%}c{%% endif %%}";
    char source[40000];
    size_t size = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) refuse_memory(rows[i].name, rows[i].flags, rows[i].in, strlen(rows[i].in));
    for (int i = 0; i < 400; i++)
        size += (size_t)snprintf(source + size, sizeof source - size, part, i, i, i, i);
    refuse_memory("a long source", 0, source, size);
}

int main(void)
{
    test_rows();
    test_runs_of_tokens();
    test_names_are_one();
    test_depth();
    test_refused_memory();
    return hkt_done();
}
