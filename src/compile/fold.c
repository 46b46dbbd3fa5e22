/* fold.c: works out what is constant in a template.
 *
 * In:  expressions.   Out: the same with constant parts replaced by Const nodes, or the value of one.
 * Always: what cannot be worked out is left to run time. It shows that Jinja folds [jinja: optimizer.py, nodes.py as_const]: folded
 * `~` never escapes, and some errors of constants come when compiling. An answer is HKI_YES, HKI_NO (not constant, or an error that
 * as_const turns into "impossible") or HKI_ERROR (an error that leaves as_const as it is). */
#include "compile/fold.h"

#include "base/bigint.h"
#include "base/inline.h"
#include "value/call.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/text.h"

enum {
    BUDGET = 256 * 1024,        /* bytes one expression may take */
    KEPT_TEXT = 64 * 1024,      /* bytes of text, and number of items, of a constant that goes into the program */
    KEPT_ITEMS = 4096,
    POWER_BITS = 128 * 1024,    /* of the result of ** */
    STEPS = 1000000             /* fuel of all expressions of a template */
};

/* ---- the budget */

void hki_fold_init(hki_fold *f, hki_rt *rt, hki_region *near, bool native)
{
    f->rt = rt;
    f->near = near;
    f->open = f->autoescape = f->is_volatile = false;
    f->native = native;
}

void hki_fold_free(hki_fold *f)
{
    if (!f->open) return;
    hki_region_clear(&f->region);
    hki_buf_free(&f->work.scratch);
}

HKI_APART void open(hki_fold *f)
{
    enum { LENT = 1024 };
    hki_budget_init(&f->budget, f->rt->region->mem, BUDGET);
    const hk_allocator *mem = &f->budget.hooks;
    if (hki_region_has(f->near, LENT)) hki_region_init_in(&f->region, mem, HKI_SPACE_RENDER, hki_region_alloc(f->near, LENT), LENT);
    else hki_region_init(&f->region, mem, HKI_SPACE_RENDER);
    f->work = *f->rt;
    f->work.region = &f->region;
    f->work.spent = 0;
    f->work.fuel = STEPS;
    hki_buf_init(&f->work.scratch, &f->budget.hooks);
    f->open = true;
}

static void begin(hki_fold *f)
{
    if (!f->open) open(f);
    f->work.autoescape = f->autoescape;
    f->work.depth = 0;
    if (f->budget.used < BUDGET / 4 && !f->region.failed && !f->work.scratch.failed) return;
    hki_region_clear(&f->region);
    hki_buf_free(&f->work.scratch);
    hki_buf_init(&f->work.scratch, &f->budget.hooks);
}

/* An operation failed: the error is forgotten, unless the host has no memory left. */
static int impossible(hki_fold *f)
{
    bool host = f->budget.refused || f->rt->error->starved;     /* not what was too large for any memory */
    f->budget.over = false;
    hki_error_clear(f->rt->error);
    if (!host) return HKI_NO;
    hki_error_memory(f->rt->error);
    f->rt->error->starved = true;       /* for the next time it comes by here */
    return HKI_ERROR;
}

static int forget(hki_fold *f, int answer) { return answer == HKI_ERROR ? impossible(f) : answer; }
static int tried(hki_fold *f, bool ok) { return ok ? HKI_YES : impossible(f); }

/* ---- as_const */

static int value_of(hki_fold *f, const hki_node *n, hk_value *out);

/* Would the result be so large that working it out here is a waste, or an attack? */
static bool too_large(int op, hk_value a, hk_value b)
{
    if (op == HKI_OP_POW) {
        uint32_t words[2];
        if (a.type == HKI_BIGINT || b.type == HKI_BIGINT) return true;
        return hki_is_small(a) && hki_is_small(b) && b.as.i > POWER_BITS / (int64_t)(hki_big_bits(hki_big_from_int(a.as.i, words)) + 1);
    }
    if (op != HKI_OP_MUL) return false;
    if (!hki_is_small(b)) {
        hk_value c = a;
        a = b;
        b = c;
    }
    if (!hki_is_small(b) || b.as.i <= 0) return false;
    uint64_t size = 0;
    if (a.type == HKI_STRING) size = hki_as_str(a)->size;
    else if (a.type == HKI_LIST || a.type == HKI_TUPLE) size = hki_as_list(a)->count * sizeof a;
    return size && (uint64_t)b.as.i > KEPT_TEXT / size;
}

static bool arithmetic(hki_rt *rt, int op, hk_value a, hk_value b, hk_value *out)
{
    switch (op) {
    case HKI_OP_ADD: return hki_add(rt, a, b, out);
    case HKI_OP_SUB: return hki_sub(rt, a, b, out);
    case HKI_OP_MUL: return hki_mul(rt, a, b, out);
    case HKI_OP_DIV: return hki_div(rt, a, b, out);
    case HKI_OP_FLOORDIV: return hki_floordiv(rt, a, b, out);
    case HKI_OP_MOD: return hki_mod(rt, a, b, out);
    default: return hki_pow(rt, a, b, out);
    }
}

static int binary_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hk_value a, b;
    int op = n->as.Binary.op, answer = value_of(f, n->as.Binary.left, &a);
    if (op == HKI_OP_AND || op == HKI_OP_OR) {
        if (answer != HKI_YES) return answer;
        int truth = hki_truth(&f->work, a);
        if (truth == HKI_ERROR) return HKI_ERROR;
        if ((truth == HKI_YES) == (op == HKI_OP_AND)) return value_of(f, n->as.Binary.right, out);
        *out = a;
        return HKI_YES;
    }
    if (answer == HKI_YES) answer = value_of(f, n->as.Binary.right, &b);
    if (answer != HKI_YES) return forget(f, answer);
    if (too_large(op, a, b)) return HKI_NO;
    return tried(f, arithmetic(&f->work, op, a, b, out));
}

static int unary_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hk_value a;
    int answer = forget(f, value_of(f, n->as.Unary.node, &a));
    if (answer != HKI_YES) return answer;
    if (n->as.Unary.op == HKI_OP_NOT) {
        int truth = hki_truth(&f->work, a);
        if (truth == HKI_ERROR) return impossible(f);
        *out = hki_bool(truth == HKI_NO);
        return HKI_YES;
    }
    return tried(f, n->as.Unary.op == HKI_OP_NEG ? hki_neg(&f->work, a, out) : hki_pos(&f->work, a, out));
}

static int compared(hki_rt *rt, int op, hk_value a, hk_value b)
{
    switch (op) {
    case HKI_OP_EQ: return hki_equal(rt, a, b);
    case HKI_OP_NE: {
        int equal = hki_equal(rt, a, b);
        return equal == HKI_ERROR ? equal : equal == HKI_NO;
    }
    case HKI_OP_LT: return hki_order(rt, HKI_LT, a, b);
    case HKI_OP_LE: return hki_order(rt, HKI_LE, a, b);
    case HKI_OP_GT: return hki_order(rt, HKI_GT, a, b);
    case HKI_OP_GE: return hki_order(rt, HKI_GE, a, b);
    default: {
        int in = hki_contains(rt, b, a);
        return in == HKI_ERROR ? in : (in == HKI_YES) == (op == HKI_OP_IN);
    }
    }
}

static int compare_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hk_value a, b;
    int answer = value_of(f, n->as.Compare.expr, &a);
    if (answer != HKI_YES) return answer;
    *out = a;
    for (uint32_t i = 0; i < n->as.Compare.ops.count; i++, a = b) {
        const hki_node *operand = n->as.Compare.ops.item[i];
        answer = forget(f, value_of(f, operand->as.Operand.expr, &b));
        if (answer != HKI_YES) return answer;
        answer = compared(&f->work, operand->as.Operand.op, a, b);
        if (answer == HKI_ERROR) return impossible(f);
        *out = hki_bool(answer == HKI_YES);
        if (answer == HKI_NO) return HKI_YES;
    }
    return HKI_YES;
}

/* The values of nodes in a row, in the fold's region. */
static int row_values(hki_fold *f, const hki_nodes *nodes, hk_value **out)
{
    *out = hki_region_array(&f->region, nodes->count, sizeof **out);
    if (!*out) return impossible(f);
    for (uint32_t i = 0; i < nodes->count; i++) {
        int answer = value_of(f, nodes->item[i], &(*out)[i]);
        if (answer != HKI_YES) return answer;
    }
    return HKI_YES;
}

static int sequence_value(hki_fold *f, const hki_nodes *nodes, bool tuple, hk_value *out)
{
    hk_value *items;
    int answer = row_values(f, nodes, &items);
    if (answer != HKI_YES) return answer;
    hki_list *l = tuple ? hki_tuple_new(&f->work, items, nodes->count) : hki_list_new(&f->work, nodes->count);
    for (uint32_t i = 0; l && !tuple && i < nodes->count; i++) {
        if (!hki_list_push(&f->work, l, items[i])) l = NULL;
    }
    if (!l) return impossible(f);
    *out = hki_list_value(l);
    return HKI_YES;
}

static int dict_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hki_dict *d = hki_dict_new(&f->work, n->as.Dict.items.count);
    if (!d) return impossible(f);
    for (uint32_t i = 0; i < n->as.Dict.items.count; i++) {
        const hki_node *pair = n->as.Dict.items.item[i];
        hk_value key, value;
        int answer = value_of(f, pair->as.Pair.key, &key);
        if (answer == HKI_YES) answer = value_of(f, pair->as.Pair.value, &value);
        if (answer != HKI_YES) return answer;
        if (!hki_dict_set(&f->work, d, key, value)) return f->rt->error->kind == HK_NO_MEMORY ? impossible(f) : HKI_ERROR;
    }
    *out = hki_dict_value(d);
    return HKI_YES;
}

/* [jinja] Each part is made text before the next one is looked at: an undefined value that cannot be ends it all. */
static int concat_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    const hki_nodes *nodes = &n->as.Concat.nodes;
    hk_value *parts = hki_region_array(&f->region, nodes->count, sizeof *parts);
    if (!parts) return impossible(f);
    for (uint32_t i = 0; i < nodes->count; i++) {
        int answer = value_of(f, nodes->item[i], &parts[i]);
        if (answer != HKI_YES) return answer;
        if (parts[i].type == HKI_UNDEFINED && !hki_undefined_use(&f->work, parts[i])) return HKI_ERROR;
    }
    if (hki_concat(&f->work, parts, n->as.Concat.nodes.count, 0, out)) return HKI_YES;
    return f->rt->error->kind == HK_NO_MEMORY ? impossible(f) : HKI_ERROR;
}

static int condition_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hk_value test;
    int answer = value_of(f, n->as.CondExpr.test, &test);
    if (answer != HKI_YES) return answer;
    answer = hki_truth(&f->work, test);
    if (answer == HKI_ERROR) return answer;
    if (answer == HKI_YES) return value_of(f, n->as.CondExpr.then, out);
    return n->as.CondExpr.orelse ? value_of(f, n->as.CondExpr.orelse, out) : HKI_NO;
}

/* ---- filters and tests */

typedef struct call_args { hki_list *pos; hki_dict *named; } call_args;

static int star_values(hki_fold *f, const hki_node *star, call_args *a)
{
    hk_value v, item;
    hki_cursor c;
    int answer = forget(f, value_of(f, star, &v));
    if (answer != HKI_YES) return answer;
    if (!hki_cursor_open(&f->work, v, &c)) return impossible(f);
    while ((answer = hki_cursor_next(&f->work, &c, &item)) == HKI_YES) {
        if (!hki_list_push(&f->work, a->pos, item)) return impossible(f);
    }
    return answer == HKI_NO ? HKI_YES : impossible(f);
}

static int double_star_values(hki_fold *f, const hki_node *star, call_args *a)
{
    hk_value v;
    uint32_t at = 0;
    int answer = forget(f, value_of(f, star, &v));
    if (answer != HKI_YES || v.type != HKI_DICT) return answer == HKI_YES ? HKI_NO : answer;
    for (hki_entry *e; (e = hki_dict_next(hki_as_dict(v), &at));) {
        if (e->key.type != HKI_STRING) return HKI_NO;
        if (!hki_dict_set(&f->work, a->named, e->key, e->value)) return impossible(f);
    }
    return HKI_YES;
}

/* [jinja: args_as_const] */
static int args_values(hki_fold *f, const hki_nodes *pos, const hki_nodes *named, const hki_node *star, const hki_node *stars, call_args *a)
{
    hk_value v;
    int answer;
    for (uint32_t i = 0; i < pos->count; i++) {
        if ((answer = value_of(f, pos->item[i], &v)) != HKI_YES) return answer;
        if (!hki_list_push(&f->work, a->pos, v)) return impossible(f);
    }
    for (uint32_t i = 0; i < named->count; i++) {
        const hki_node *keyword = named->item[i];
        if ((answer = value_of(f, keyword->as.Keyword.value, &v)) != HKI_YES) return answer;
        if (!hki_dict_set(&f->work, a->named, hki_str_value(keyword->as.Keyword.key), v)) return impossible(f);
    }
    if (star && (answer = star_values(f, star, a)) != HKI_YES) return answer;
    return stars ? double_star_values(f, stars, a) : HKI_YES;
}

static int call_folded(hki_fold *f, const hki_function *fn, const call_args *a, hk_value *out)
{
    hki_args args = {.pos = a->pos->items, .npos = a->pos->count, .nkw = a->named->count};
    hk_value *names = hki_region_array(&f->region, 2 * (size_t)args.nkw, sizeof *names);
    if (!names) return impossible(f);
    uint32_t at = 0, n = 0;
    for (hki_entry *e; (e = hki_dict_next(a->named, &at)); n++) {
        names[n] = e->key;
        names[n + args.nkw] = e->value;
    }
    args.names = names;
    args.values = names + args.nkw;
    return tried(f, hki_function_call(&f->work, fn, hki_none(), &args, out));
}

static int filter_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    bool filter = n->kind == HKI_NODE_Filter;
    const hki_node *node = filter ? n->as.Filter.node : n->as.Test.node;
    const hki_str *name = filter ? n->as.Filter.name : n->as.Test.name;
    if (f->is_volatile || !node) return HKI_NO;
    const hki_function *fn = (filter ? f->rt->up->filter : f->rt->up->test)(&f->work, name->data, name->size);
    if (!fn || fn->flags & HKI_FN_CONTEXT) return HKI_NO;
    call_args a = {hki_list_new(&f->work, 4), hki_dict_new(&f->work, 0)};
    if (!a.pos || !a.named || !hki_list_push(&f->work, a.pos, hki_none())) return impossible(f);
    int answer = filter
        ? args_values(f, &n->as.Filter.args, &n->as.Filter.kwargs, n->as.Filter.dyn_args, n->as.Filter.dyn_kwargs, &a)
        : args_values(f, &n->as.Test.args, &n->as.Test.kwargs, n->as.Test.dyn_args, n->as.Test.dyn_kwargs, &a);
    hk_value value;
    if (answer == HKI_YES) answer = value_of(f, node, &value);
    if (answer != HKI_YES) return answer;
    a.pos->items[0] = value;
    return call_folded(f, fn, &a, out);
}

/* ---- look-ups */

static int part_value(hki_fold *f, const hki_node *part, hk_value *out)
{
    *out = hki_none();
    return part ? value_of(f, part, out) : HKI_YES;
}

static int slice_parts(hki_fold *f, const hki_node *slice, hk_value *start, hk_value *stop, hk_value *step)
{
    int answer = part_value(f, slice->as.Slice.start, start);
    if (answer == HKI_YES) answer = part_value(f, slice->as.Slice.stop, stop);
    if (answer == HKI_YES) answer = part_value(f, slice->as.Slice.step, step);
    return forget(f, answer);
}

/* The undefined value that a slice of no sequence is. */
static int undefined_slice(hki_fold *f, hk_value object, const hk_value *part, hk_value *out)
{
    hk_value slice;
    return tried(f, hki_slice_key(&f->work, part[0], part[1], part[2], &slice) && hki_undefined_of(&f->work, object, slice, out));
}

/* [jinja] Here a slice goes the way of any subscript: where it fails, the value is undefined. */
static int slice_value(hki_fold *f, hk_value object, const hki_node *slice, hk_value *out)
{
    hk_value start, stop, step;
    int answer = slice_parts(f, slice, &start, &stop, &step);
    if (answer != HKI_YES) return answer;
    if (hki_slice(&f->work, object, start, stop, step, out)) return HKI_YES;
    hk_status kind = f->rt->error->kind;
    answer = impossible(f);
    if (kind != HK_TYPE_ERROR && kind != HK_KEY_ERROR && kind != HK_INDEX_ERROR) return answer;
    return answer == HKI_NO ? undefined_slice(f, object, (hk_value[]){start, stop, step}, out) : answer;
}

/* A slice in a tuple: no sequence and no dict has such an item. */
static int slice_in_tuple(hki_fold *f, const hki_node *slice, hk_value *out)
{
    hk_value start, stop, step;
    int answer = slice_parts(f, slice, &start, &stop, &step);
    return answer == HKI_YES ? tried(f, hki_slice_key(&f->work, start, stop, step, out)) : answer;
}

static int item_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hk_value object, key;
    const hki_node *arg = n->as.Getitem.arg;
    int answer = forget(f, value_of(f, n->as.Getitem.node, &object));
    if (answer != HKI_YES) return answer;
    if (arg->kind == HKI_NODE_Slice) return slice_value(f, object, arg, out);
    answer = forget(f, value_of(f, arg, &key));
    return answer == HKI_YES ? tried(f, hki_getitem(&f->work, object, key, out)) : answer;
}

static int attr_value(hki_fold *f, const hki_node *n, hk_value *out)
{
    hk_value object;
    int answer = forget(f, value_of(f, n->as.Getattr.node, &object));
    if (answer != HKI_YES) return answer;
    return tried(f, hki_getattr(&f->work, object, hki_str_value(n->as.Getattr.attr), out));
}

static int value_of(hki_fold *f, const hki_node *n, hk_value *out)
{
    switch (n->kind) {
    case HKI_NODE_Const: *out = n->as.Const.value; return HKI_YES;
    case HKI_NODE_Tuple: return sequence_value(f, &n->as.Tuple.items, true, out);
    case HKI_NODE_List: return sequence_value(f, &n->as.List.items, false, out);
    case HKI_NODE_Dict: return dict_value(f, n, out);
    case HKI_NODE_Binary: return binary_value(f, n, out);
    case HKI_NODE_Unary: return unary_value(f, n, out);
    case HKI_NODE_Compare: return compare_value(f, n, out);
    case HKI_NODE_Concat: return concat_value(f, n, out);
    case HKI_NODE_CondExpr: return condition_value(f, n, out);
    case HKI_NODE_Filter:
    case HKI_NODE_Test: return filter_value(f, n, out);
    case HKI_NODE_Getitem: return item_value(f, n, out);
    case HKI_NODE_Slice: return slice_in_tuple(f, n, out);
    case HKI_NODE_Getattr: return attr_value(f, n, out);
    default: return HKI_NO;
    }
}

/* ---- replacing */

/* What folding a node's parts said of it. */
enum hope { NEVER, MAYBE, CONSTANT };

static enum hope replace(hki_fold *f, hki_node *n);

static enum hope least(enum hope a, enum hope b) { return a < b ? a : b; }

static enum hope replace_list(hki_fold *f, const hki_nodes *list)
{
    enum hope all = CONSTANT;
    for (uint32_t i = 0; i < list->count && !hki_failed(f->rt); i++) all = least(all, replace(f, list->item[i]));
    return all;
}

/* Nodes that are used one by one: an error of the first ones comes although a later one is no constant. */
static enum hope replace_row(hki_fold *f, const hki_nodes *row)
{
    enum hope first = row->count ? replace(f, row->item[0]) : CONSTANT, rest = first;
    for (uint32_t i = 1; i < row->count && !hki_failed(f->rt); i++) rest = least(rest, replace(f, row->item[i]));
    return least(first, rest == CONSTANT ? CONSTANT : MAYBE);
}

static enum hope replace_part(hki_fold *f, hki_node *part) { return part ? replace(f, part) : CONSTANT; }

static enum hope replace_call(hki_fold *f, hki_node *node, const hki_nodes *pos, const hki_nodes *named, hki_node *star, hki_node *stars)
{
    enum hope all = node ? replace(f, node) : NEVER;
    all = least(all, replace_list(f, pos));
    all = least(all, replace_list(f, named));
    all = least(all, replace_part(f, star));
    return least(all, replace_part(f, stars));
}

static enum hope replace_binary(hki_fold *f, const hki_node *n)
{
    enum hope left = replace(f, n->as.Binary.left), right = replace(f, n->as.Binary.right);
    if (n->as.Binary.op == HKI_OP_AND || n->as.Binary.op == HKI_OP_OR) return left;
    return least(left, right);
}

static enum hope replace_compare(hki_fold *f, const hki_node *n)
{
    enum hope all = replace(f, n->as.Compare.expr);
    for (uint32_t i = 0; i < n->as.Compare.ops.count; i++) {
        enum hope operand = replace(f, n->as.Compare.ops.item[i]->as.Operand.expr);
        if (i == 0) all = least(all, operand);          /* a first comparison that is false decides */
    }
    return all;
}

static enum hope replace_cond(hki_fold *f, const hki_node *n)
{
    enum hope test = replace(f, n->as.CondExpr.test);
    replace(f, n->as.CondExpr.then);
    replace_part(f, n->as.CondExpr.orelse);
    return test;
}

static enum hope replace_slice(hki_fold *f, const hki_node *n)
{
    enum hope all = replace_part(f, n->as.Slice.start);
    all = least(all, replace_part(f, n->as.Slice.stop));
    return least(MAYBE, least(all, replace_part(f, n->as.Slice.step)));
}

/* May the node be constant, going by its parts? Each part was tried before. */
static enum hope replace_parts(hki_fold *f, hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_Tuple: return replace_list(f, &n->as.Tuple.items);
    case HKI_NODE_List: return replace_list(f, &n->as.List.items);
    case HKI_NODE_Dict: return replace_row(f, &n->as.Dict.items);
    case HKI_NODE_Concat: return replace_row(f, &n->as.Concat.nodes);
    case HKI_NODE_Unary: return replace(f, n->as.Unary.node);
    case HKI_NODE_Getattr: return replace(f, n->as.Getattr.node);
    case HKI_NODE_MarkSafeIfAutoescape: return replace(f, n->as.MarkSafeIfAutoescape.expr);
    case HKI_NODE_Getitem: {
        enum hope node = replace(f, n->as.Getitem.node);
        return least(node, replace(f, n->as.Getitem.arg));
    }
    case HKI_NODE_Binary: return replace_binary(f, n);
    case HKI_NODE_Compare: return replace_compare(f, n);
    case HKI_NODE_CondExpr: return replace_cond(f, n);
    case HKI_NODE_Filter:
        return replace_call(f, n->as.Filter.node, &n->as.Filter.args, &n->as.Filter.kwargs, n->as.Filter.dyn_args, n->as.Filter.dyn_kwargs);
    case HKI_NODE_Test:
        return replace_call(f, n->as.Test.node, &n->as.Test.args, &n->as.Test.kwargs, n->as.Test.dyn_args, n->as.Test.dyn_kwargs);
    case HKI_NODE_Call:
        replace_call(f, n->as.Call.node, &n->as.Call.args, &n->as.Call.kwargs, n->as.Call.dyn_args, n->as.Call.dyn_kwargs);
        return NEVER;
    default: return NEVER;
    }
}

/* May the value stand in a program? [jinja: has_safe_repr] `room` counts down text, `items` items. */
static bool keepable(hki_fold *f, hk_value v, int64_t *room, int64_t *items)
{
    bool good = true;
    uint32_t at = 0;
    if (--*items < 0) return false;
    switch (v.type) {
    case HKI_NONE:
    case HKI_BOOL:
    case HKI_INT:
    case HKI_FLOAT: return true;
    case HKI_STRING: return (*room -= hki_as_str(v)->size) >= 0;
    case HKI_BIGINT: return (*room -= hki_as_bigint(v)->size) >= 0;
    case HKI_LIST:
    case HKI_TUPLE:
        if (hki_as_list(v)->head.flags & HKI_TUPLE_GROUP && v.type == HKI_TUPLE) return false;
        if (!hki_enter(&f->work)) return false;
        for (uint32_t i = 0; good && i < hki_as_list(v)->count; i++) good = keepable(f, hki_as_list(v)->items[i], room, items);
        break;
    case HKI_DICT:
        if (!hki_enter(&f->work)) return false;
        for (hki_entry *e; good && (e = hki_dict_next(hki_as_dict(v), &at));)
            good = keepable(f, e->key, room, items) && keepable(f, e->value, room, items);
        break;
    default: return false;
    }
    hki_leave(&f->work);
    return good;
}

static bool kept(hki_fold *f, hk_value v)
{
    int64_t room = KEPT_TEXT, items = KEPT_ITEMS;
    bool good = keepable(f, v, &room, &items);
    if (!good && hki_failed(f->rt)) impossible(f);
    return good;
}

static bool is_container(const hki_node *n)
{
    return n->kind == HKI_NODE_Tuple || n->kind == HKI_NODE_List || n->kind == HKI_NODE_Dict;
}

static enum hope replace(hki_fold *f, hki_node *n)
{
    if (n->kind == HKI_NODE_Const) return CONSTANT;
    if (!(n->hope & HKI_HOPE_PART) || hki_failed(f->rt)) return NEVER;
    switch (n->kind) {
    case HKI_NODE_Keyword: return replace(f, n->as.Keyword.value);
    case HKI_NODE_Slice: return replace_slice(f, n);
    case HKI_NODE_Pair: {
        enum hope key = replace(f, n->as.Pair.key);
        return least(key, replace(f, n->as.Pair.value));
    }
    default: break;
    }
    hk_value v;
    bool around = f->contained;
    f->contained = around && is_container(n);
    enum hope parts = replace_parts(f, n);
    int answer = parts == NEVER || hki_failed(f->rt) ? HKI_NO : value_of(f, n, &v);
    if (f->contained) answer = forget(f, answer);
    f->contained = around;
    if (answer != HKI_YES) return NEVER;
    if (!kept(f, v)) return MAYBE;
    n->kind = HKI_NODE_Const;
    n->as.Const.value = v;
    return CONSTANT;
}

/* ---- entries */

/* [jinja] Only some kinds are folded where code is made for them; of the others the parts are. So a container within nothing but
 * containers fails at run time. */
bool hki_fold_expr(hki_fold *f, hki_node *n)
{
    if (!(n->hope & HKI_HOPE_PART) || hki_failed(f->rt) || f->is_volatile) return !hki_failed(f->rt);
    begin(f);
    f->contained = is_container(n);
    switch (n->kind) {
    case HKI_NODE_Const:
    case HKI_NODE_Name: break;
    case HKI_NODE_Tuple:
    case HKI_NODE_List:
    case HKI_NODE_Dict:
    case HKI_NODE_MarkSafeIfAutoescape: replace_parts(f, n); break;
    default: replace(f, n); break;
    }
    return !hki_failed(f->rt);
}

int hki_fold_output(hki_fold *f, const hki_node *n, hk_value *out)
{
    if (hki_failed(f->rt)) return HKI_ERROR;
    if (!(n->hope & HKI_HOPE_ALL)) return HKI_NO;
    begin(f);
    int answer = forget(f, value_of(f, n, out));
    if (answer != HKI_YES) return answer;
    if (f->native && !kept(f, *out)) return HKI_NO;     /* [jinja] */
    answer = tried(f, f->autoescape && !f->native ? hki_to_markup(&f->work, *out, out) : hki_to_str(&f->work, *out, out));
    return answer == HKI_YES && hki_as_str(*out)->size > KEPT_TEXT ? HKI_NO : answer;
}

int hki_fold_truth(hki_fold *f, const hki_node *n, bool *out)
{
    hk_value v;
    if (hki_failed(f->rt)) return HKI_ERROR;
    begin(f);
    int answer = value_of(f, n, &v);
    if (answer != HKI_YES) return answer;
    answer = hki_truth(&f->work, v);
    if (answer == HKI_ERROR) return impossible(f);
    *out = answer == HKI_YES;
    return HKI_YES;
}
