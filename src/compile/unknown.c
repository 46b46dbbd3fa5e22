/* unknown.c: the names that Jinja's generated code gives to filters and tests.
 *
 * In:  the tree.   Out: a number for each name of a filter and of a test.
 * Always: [jinja] a name that the environment does not know is a function in the generated code, which takes no keyword: what Python
 * says of one that is given names that function, as in "root.<locals>.t_1()". The numbers are those of temporary_identifier: first
 * all filters of the root in their order, then its tests, then what its statements need, and so on for each block. */
#include "compile/gen.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/str.h"
#include "value/text.h"

typedef struct collecting {
    hki_rt *rt;
    hki_list *filters, *tests;  /* of one function, as they come */
    int64_t others;             /* identifiers that its statements take */
} collecting;

static int64_t identifiers(const hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_For: return (n->as.For.test != NULL) + (n->as.For.orelse.count > 0) + n->as.For.recursive;
    case HKI_NODE_Macro:
    case HKI_NODE_CallBlock:
    case HKI_NODE_FilterBlock:
    case HKI_NODE_AssignBlock:
    case HKI_NODE_ScopedEvalContextModifier: return 1;
    default: return 0;
    }
}

static bool collect(void *user, hki_node *n)
{
    collecting *c = user;
    if (n->kind == HKI_NODE_Block) return true;
    c->others += identifiers(n);
    if (n->kind == HKI_NODE_Filter && !hki_list_push(c->rt, c->filters, hki_str_value(n->as.Filter.name))) return false;
    if (n->kind == HKI_NODE_Test && !hki_list_push(c->rt, c->tests, hki_str_value(n->as.Test.name))) return false;
    return hki_node_children(n, collect, c);
}

static int before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)rt, (void)ctx;
    return hki_str_compare(hki_as_str(a), hki_as_str(b)) < 0;
}

/* Those that have no number get the next ones. */
static bool number(hki_rt *rt, hki_list *names, hki_dict *numbers, int64_t *last)
{
    hk_value known;
    if (!hki_sort(rt, names->items, names->count, before, NULL, false)) return false;
    for (uint32_t i = 0; i < names->count; i++) {
        int had = hki_dict_get(rt, numbers, names->items[i], &known);
        if (had == HKI_ERROR || (had == HKI_NO && !hki_dict_set(rt, numbers, names->items[i], hki_int(++*last)))) return false;
    }
    return true;
}

static bool number_function(hki_gen *g, const hki_node *n, int64_t *last)
{
    hki_rt *rt = g->rt;
    collecting c = {.rt = rt, .filters = hki_list_new(rt, 0), .tests = hki_list_new(rt, 0)};
    if (!c.filters || !c.tests || !hki_node_children(n, collect, &c)) return false;
    if (!number(rt, c.filters, g->unknown[0], last) || !number(rt, c.tests, g->unknown[1], last)) return false;
    *last += c.others;
    return true;
}

static bool number_all(hki_gen *g)
{
    size_t count;
    int64_t last = 0;
    hki_site **block = hki_scope_blocks(&g->s, &count);
    for (unsigned i = 0; i < 2; i++)
        if (!(g->unknown[i] = hki_dict_new(g->rt, 0))) return false;
    bool ok = number_function(g, g->tree, &last);
    for (size_t i = 0; ok && i < count; i++) ok = number_function(g, block[i]->node, &last);
    return ok;
}

const hki_str *hki_gen_unknown(hki_gen *g, bool test, const hki_str *name, const hki_str *keyword)
{
    static const hki_str *const none = &hki_str_empty;
    hki_rt *rt = g->rt;
    hk_value number, text;
    if (!g->unknown[1] && !number_all(g)) return none;
    int known = hki_dict_get(rt, g->unknown[test], hki_str_value(name), &number);
    if (known != HKI_YES) return none;
    size_t mark = hki_text_begin(rt);
    hki_buf_str(&rt->scratch, g->block ? "block_" : "root");
    if (g->block) hki_buf_put(&rt->scratch, g->block->data, g->block->size);
    hki_buf_str(&rt->scratch, ".<locals>.t_");
    bool ok = hki_print(rt, &rt->scratch, number);
    hki_buf_str(&rt->scratch, "() got an unexpected keyword argument '");
    hki_buf_put(&rt->scratch, keyword->data, keyword->size);
    hki_buf_char(&rt->scratch, '\'');
    if (ok && hki_text_end(rt, mark, 0, &text)) return hki_as_str(text);
    return none;
}
