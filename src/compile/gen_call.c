/* gen_call.c: code for calls, filters and tests: a row of registers and a call specification.
 *
 * In:  a Call, Filter or Test node.   Out: instructions.
 * Always: the row is [callee or value], positional, keyword values, *args, **kwargs; [python] *args is worked out before the
 * keywords. */
#include "compile/gen.h"
#include "value/text.h"

/* The arguments as the node has them; forward: a function that is passed as `caller`. */
typedef struct arguments {
    const hki_nodes *pos, *named;
    hki_node *star, *stars;
    uint32_t forward;
} arguments;

typedef struct row { uint32_t base, next; } row;

static uint32_t slot(hki_gen *g, row *r)
{
    uint32_t reg = r->next;
    r->next += HKI_PLACE;
    return reg < g->e.now->top ? reg : hki_emit_temp(&g->e);
}

static row row_at(hki_gen *g, uint32_t to)
{
    uint32_t base = hki_is_temp(&g->e, to) && to + HKI_PLACE == g->e.now->top ? to : g->e.now->top;
    return (row){base, base};
}

static bool is_python_keyword(const hki_str *s)
{
    static const char *const words['z' - 'A'] = {['F' - 'A'] = "False", ['N' - 'A'] = "None", ['T' - 'A'] = "True",
        ['a' - 'A'] = "and as assert async await", ['b' - 'A'] = "break", ['c' - 'A'] = "class continue", ['d' - 'A'] = "def del",
        ['e' - 'A'] = "elif else except", ['f' - 'A'] = "finally for from", ['g' - 'A'] = "global", ['i' - 'A'] = "if import in is",
        ['l' - 'A'] = "lambda", ['n' - 'A'] = "nonlocal not", ['o' - 'A'] = "or", ['p' - 'A'] = "pass", ['r' - 'A'] = "raise return",
        ['t' - 'A'] = "try", ['w' - 'A'] = "while with", ['y' - 'A'] = "yield"};
    unsigned first = (s->size ? (unsigned char)s->data[0] : 0u) - 'A';
    for (const char *at = first < sizeof words / sizeof *words ? words[first] : NULL; at; at = *at ? at + 1 : NULL) {
        size_t size = strcspn(at, " ");
        if (hki_str_is(s, at, size)) return true;
        at += size;
    }
    return false;
}

/* ---- keywords */

typedef struct keywords { uint32_t *names; uint32_t count; bool as_dict; } keywords;

/* [jinja] With a keyword of Python among them the arguments become a dict: of equal ones the last counts; otherwise Python objects. */
static uint32_t keyword_index(hki_gen *g, keywords *k, const hki_node *at, uint32_t name)
{
    for (uint32_t i = 0; i < k->count; i++) {
        if (k->names[i] != name) continue;
        if (!k->as_dict) {
            const hki_str *text = hki_build_spelling(&g->e.b, name);
            size_t mark = g->rt->scratch.size;
            hki_format(g->rt, &g->rt->scratch, "keyword argument repeated: ");
            hki_buf_put(&g->rt->scratch, text->data, text->size);
            char *message = hki_region_text(g->rt->region, g->rt->scratch.data + mark, g->rt->scratch.size - mark);
            g->rt->scratch.size = mark;
            hki_gen_python(g, HKI_PYTHON_MAKES_CODE, at, message ? message : "keyword argument repeated");
        }
        return i;
    }
    k->names[k->count] = name;
    return k->count++;
}

static bool keywords_begin(hki_gen *g, const arguments *a, keywords *k)
{
    uint32_t most = a->named->count + 1;
    *k = (keywords){.names = hki_region_array(g->rt->region, most, sizeof *k->names)};
    if (!k->names) g->e.b.failed = true;
    for (uint32_t i = 0; i < a->named->count; i++) {
        if (is_python_keyword(a->named->item[i]->as.Keyword.key)) k->as_dict = true;
    }
    return k->names != NULL;
}

static void gen_keywords(hki_gen *g, const hki_where *where, const arguments *a, keywords *k, row *r)
{
    uint32_t first = r->next;
    for (uint32_t i = 0; i < a->named->count && !hki_gen_stopped(g); i++) {
        const hki_node *keyword = a->named->item[i];
        uint32_t had = k->count, at = keyword_index(g, k, keyword, hki_gen_name(g, keyword->as.Keyword.key));
        hki_gen_expr(g, where, keyword->as.Keyword.value, at < had ? first + at * HKI_PLACE : slot(g, r));
    }
    if (a->forward == HKI_NONE_AT || hki_gen_stopped(g)) return;
    uint32_t had = k->count, at = keyword_index(g, k, NULL, hki_gen_name(g, hki_scope_meaning(&g->s, HKI_CALLER_NAME)));
    hki_emit_op(&g->e, NULL, HKI_OPCODE_MACRO, 0, at < had ? first + at * HKI_PLACE : slot(g, r), a->forward, 0);
}

/* ---- all arguments */

/* *args stands in the row's place of the first keyword: the keywords go down by one, it goes behind them. */
static void star_behind(hki_gen *g, row *r, uint32_t star, uint32_t count)
{
    hki_emit *e = &g->e;
    uint32_t spare = slot(g, r);
    hki_emit_op(e, NULL, HKI_OPCODE_MOVE, 0, spare, star, 0);
    for (uint32_t i = 0; i <= count; i++, star += HKI_PLACE) hki_emit_op(e, NULL, HKI_OPCODE_MOVE, 0, star, star + HKI_PLACE, 0);
    r->next -= HKI_PLACE;
}

static bool is_plain_row(const arguments *a) { return !a->named->count && !a->star && !a->stars && a->forward == HKI_NONE_AT; }

/* The row's registers behind the first; returns the specification. */
static uint32_t gen_arguments(hki_gen *g, const hki_where *where, const arguments *a, row *r)
{
    hki_spec spec = {.npos = a->pos->count};
    keywords k;
    if (hki_gen_stopped(g)) return 0;
    for (uint32_t i = 0; i < a->pos->count && !hki_gen_stopped(g); i++) hki_gen_expr(g, where, a->pos->item[i], slot(g, r));
    if (is_plain_row(a)) return hki_gen_stopped(g) ? 0 : hki_build_plain_spec(&g->e.b, spec.npos);
    uint32_t star = r->next;
    if (a->star) {
        hki_gen_expr(g, where, a->star, slot(g, r));
        spec.flags |= HKI_SPEC_STAR;
    }
    if (a->named->count || a->forward != HKI_NONE_AT) {
        if (!keywords_begin(g, a, &k)) return 0;
        gen_keywords(g, where, a, &k, r);
        spec.nkw = k.count;
        if (!hki_gen_stopped(g)) spec.names = hki_build_list(&g->e.b, k.names, k.count);
        if (a->star) star_behind(g, r, star, k.count);
    }
    if (a->stars) {
        hki_gen_expr(g, where, a->stars, slot(g, r));
        spec.flags |= HKI_SPEC_DOUBLE_STAR;
    }
    return hki_gen_stopped(g) ? 0 : hki_build_spec(&g->e.b, &spec);
}

static bool is_plain(const hki_node *n)
{
    if (n->kind == HKI_NODE_Const) return n->as.Const.value.type != HKI_FLOAT || hki_gen_is_fixed(n);      /* not inf and nan */
    return n->kind == HKI_NODE_Name;
}

/* May a method be looked up after its arguments are worked out? Only if that cannot fail. */
static bool is_method(const hki_node *n)
{
    if (n->as.Call.node->kind != HKI_NODE_Getattr || n->as.Call.dyn_args || n->as.Call.dyn_kwargs) return false;
    for (uint32_t i = 0; i < n->as.Call.args.count; i++) {
        if (!is_plain(n->as.Call.args.item[i])) return false;
    }
    for (uint32_t i = 0; i < n->as.Call.kwargs.count; i++) {
        if (!is_plain(n->as.Call.kwargs.item[i]->as.Keyword.value)) return false;
    }
    return true;
}

void hki_gen_call(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t caller, uint32_t to)
{
    hki_emit *e = &g->e;
    hki_node *callee = n->as.Call.node;
    arguments a = {&n->as.Call.args, &n->as.Call.kwargs, n->as.Call.dyn_args, n->as.Call.dyn_kwargs, caller};
    bool method = is_method(n);
    uint32_t top = e->now->top;
    row r = row_at(g, to);
    hki_gen_expr(g, where, method ? callee->as.Getattr.node : callee, slot(g, &r));
    uint32_t spec = gen_arguments(g, where, &a, &r);
    if (!method) hki_emit_op(e, n, HKI_OPCODE_CALL, spec, to, r.base, is_plain_row(&a) ? 1 + a.pos->count : 0);
    else if (!hki_gen_stopped(g)) hki_emit_op(e, n, HKI_OPCODE_CALL_METHOD, spec, to, r.base, hki_gen_name(g, callee->as.Getattr.attr));
    e->now->top = top;
}

/* ---- filters and tests */

/* What has that name, unless the program has it already. [jinja] An unknown name is an error now, but inside an `if` only when it is
 * run. False: it is unknown. */
static bool find(hki_gen *g, const hki_where *where, const hki_node *n, const hki_str *name, uint32_t index, const hki_function **found)
{
    bool filter = n->kind == HKI_NODE_Filter;
    *found = NULL;
    if (hki_build_has(&g->e.b, filter, index)) return true;
    *found = (filter ? g->rt->up->filter : g->rt->up->test)(g->rt, name->data, name->size);
    if (*found || where->soft || hki_failed(g->rt)) return *found != NULL;
    hki_gen_fail(g, n, filter ? "No filter named %r." : "No test named %r.", hki_str_value(name));
    hki_error_subject(g->rt->error, filter ? HKI_SUBJECT_FILTER : HKI_SUBJECT_TEST, name->data, name->size);
    return false;
}

static bool has_arguments(const arguments *a) { return a->star || a->stars || a->pos->count || a->named->count; }

/* Arguments that need no registers: all are constants. */
static bool are_fixed(const arguments *a)
{
    if (a->star || a->stars) return false;
    for (uint32_t i = 0; i < a->pos->count; i++)
        if (!hki_gen_is_fixed(a->pos->item[i])) return false;
    for (uint32_t i = 0; i < a->named->count; i++)
        if (!hki_gen_is_fixed(a->named->item[i]->as.Keyword.value)) return false;
    return true;
}

enum { KONSTS_NEAR = 8 };

/* Their specification, and in *konsts, which may be `near`, which constants they are. */
static uint32_t fixed_arguments(hki_gen *g, const arguments *a, uint32_t *near, uint32_t **konsts)
{
    hki_builder *b = &g->e.b;
    hki_spec spec = {.npos = a->pos->count};
    keywords k;
    size_t count = a->pos->count + (size_t)a->named->count;
    uint32_t *konst = *konsts = count <= KONSTS_NEAR ? near : hki_region_array(g->rt->region, count, sizeof *konst);
    if (!konst) b->failed = true;
    for (uint32_t i = 0; konst && i < spec.npos; i++) konst[i] = hki_build_konst(b, a->pos->item[i]->as.Const.value);
    if (!a->named->count) return hki_gen_stopped(g) ? 0 : hki_build_plain_spec(b, spec.npos);
    if (!konst || !keywords_begin(g, a, &k)) return 0;
    for (uint32_t i = 0; i < a->named->count; i++) {
        const hki_node *keyword = a->named->item[i];
        uint32_t at = keyword_index(g, &k, keyword, hki_gen_name(g, keyword->as.Keyword.key));
        konst[spec.npos + at] = hki_build_konst(b, keyword->as.Keyword.value->as.Const.value);
    }
    spec.nkw = k.count;
    spec.names = hki_build_list(b, k.names, k.count);
    return hki_gen_stopped(g) ? 0 : hki_build_spec(b, &spec);
}

/* The filtered or tested value into the row's first register, or the variable's register as the whole row. */
static void gen_filtered(hki_gen *g, const hki_where *where, hki_node *node, bool whole, row *r)
{
    uint32_t own = whole && node && node->kind == HKI_NODE_Name ? hki_gen_register(g, node, where->scope) : HKI_NONE_AT;
    if (own != HKI_NONE_AT) {
        *r = (row){own, own + HKI_PLACE};
    } else if (node) {
        hki_gen_expr(g, where, node, slot(g, r));
    } else {                                    /* the text of a filter block */
        hki_emit_op(&g->e, NULL, HKI_OPCODE_CAPTURE_END, hki_gen_mode(g), slot(g, r), 0, 0);
        g->e.now->captures--;
    }
}

static void raise_unknown(hki_gen *g, const hki_node *n, const arguments *a, const hki_str *name, bool filter)
{
    uint32_t text = hki_gen_name(g, name), what = filter ? HKI_UNKNOWN_FILTER : HKI_UNKNOWN_TEST;
    if (a->named->count) {
        text = hki_gen_name(g, hki_gen_unknown(g, !filter, name, a->named->item[0]->as.Keyword.key));
        what = HKI_UNKNOWN_KEYWORD;
    }
    hki_emit_op(&g->e, n, HKI_OPCODE_RAISE_UNKNOWN, what, text, 0, 0);
}

/* The program's number of it. Notes what was found for whoever links the program. */
static inline uint32_t put_named(
    hki_gen *g, bool filter, uint32_t name, uint32_t spec, const uint32_t *konsts, const hki_function *found)
{
    hki_found *all = found ? g->options->found : NULL;
    uint32_t index = (filter ? hki_build_filter : hki_build_test)(&g->e.b, name, spec, konsts);
    if (all && filter && index < HKI_FOUND_FILTERS) all->filter[index] = found;
    if (all && !filter && index < HKI_FOUND_TESTS) all->test[index] = found;
    return index;
}

_Static_assert(offsetof(struct hki_node_Filter, name) == offsetof(struct hki_node_Test, name) &&
    offsetof(struct hki_node_Filter, dyn_kwargs) == offsetof(struct hki_node_Test, dyn_kwargs), "a test has the fields of a filter");

void hki_gen_named(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    hki_emit *e = &g->e;
    const struct hki_node_Filter *f = &n->as.Filter;        /* or Test */
    const arguments a = {&f->args, &f->kwargs, f->dyn_args, f->dyn_kwargs, HKI_NONE_AT};
    uint32_t top = e->now->top, near[KONSTS_NEAR], *konsts = NULL, index = hki_gen_name(g, f->name);
    const hki_function *found;
    bool filter = n->kind == HKI_NODE_Filter, known = find(g, where, n, f->name, index, &found), any = has_arguments(&a);
    bool fixed = any && are_fixed(&a);
    row r = row_at(g, to);
    if (hki_gen_stopped(g)) return;
    gen_filtered(g, where, f->node, fixed || !any, &r);
    uint32_t spec = !any ? hki_build_plain_spec(&e->b, 0) : fixed ? fixed_arguments(g, &a, near, &konsts) : gen_arguments(g, where, &a, &r);
    if (hki_gen_stopped(g)) return;
    if (!known) raise_unknown(g, n, &a, f->name, filter);
    else hki_emit_op(e, n, filter ? HKI_OPCODE_FILTER : HKI_OPCODE_TEST, 0, to, r.base, put_named(g, filter, index, spec, konsts, found));
    e->now->top = top;
}
