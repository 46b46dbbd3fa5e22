/* gen_expr.c: code for expressions.
 *
 * In:  an expression and the register its value is wanted in.   Out: instructions.
 * Always: `to` is a variable or a temporary one. A variable is written last, by the one instruction that makes the value, since the
 * expression may read it; a temporary one is written first, so that written registers never have gaps for long (verify_code.c). */
#include "base/inline.h"
#include "compile/gen.h"

#include <math.h>

#include "value/dict.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"

static void gen_value(hki_gen *g, const hki_node *at, hk_value v, uint32_t to);

/* [jinja] Its generated source says "inf" and "nan", names that Python does not know. */
static const char *python_name(hk_value v)
{
    if (v.type != HKI_FLOAT || isfinite(v.as.d)) return NULL;
    return isnan(v.as.d) ? "nan" : "inf";
}

/* A constant of the program is shared by all who run it: nothing in it may be of a kind that a template can change. */
static bool is_fixed(hk_value v)
{
    if (v.type == HKI_LIST || v.type == HKI_DICT || python_name(v)) return false;
    if (v.type != HKI_TUPLE) return true;
    for (uint32_t i = 0; i < hki_as_list(v)->count; i++) {
        if (!is_fixed(hki_as_list(v)->items[i])) return false;
    }
    return true;
}

bool hki_gen_is_fixed(const hki_node *n) { return n->kind == HKI_NODE_Const && is_fixed(n->as.Const.value); }

/* ---- operands */

uint32_t hki_gen_use_other(hki_gen *g, const hki_where *where, hki_node *n, uint32_t hint)
{
    uint32_t reg = hki_gen_is_fixed(n) ? hki_emit_konst_register(&g->e, n->as.Const.value) : HKI_NONE_AT;
    if (reg != HKI_NONE_AT) return reg;
    uint32_t to = hki_is_temp(&g->e, hint) ? hint : hki_emit_temp(&g->e);
    if (n->kind == HKI_NODE_Name) hki_gen_fetch(g, n, where->scope, to, false);
    else hki_gen_expr(g, where, n, to);
    return to;
}

/* Two operands; the one that needs a register first gets `to`. */
static void use_two(hki_gen *g, const hki_where *where, hki_node *left, hki_node *right, uint32_t to, uint32_t *a, uint32_t *b)
{
    *a = hki_gen_use(g, where, left, to);
    *b = hki_gen_use(g, where, right, *a == to ? HKI_NONE_AT : to);
}

/* A number that an instruction has room for. Its opposite fits, too. */
static bool is_whole(const hki_node *n)
{
    hk_value v = n->as.Const.value;
    return n->kind == HKI_NODE_Const && v.type == HKI_INT && v.as.i >= -INT32_MAX && v.as.i <= INT32_MAX;
}

bool hki_gen_fold_parts(hki_gen *g, hki_node *n)
{
    g->fold.autoescape = g->autoescape;
    g->fold.is_volatile = g->is_volatile;
    return !g->options->optimize || hki_fold_expr(&g->fold, n) || hki_gen_stop(g);
}

void hki_gen_root(hki_gen *g, const hki_where *where, hki_node *n, uint32_t to)
{
    if (hki_gen_fold(g, n)) hki_gen_expr(g, where, n, to);
}

/* ---- constants and containers */

static bool is_flat(hk_value v)
{
    uint32_t at = 0;
    if (v.type == HKI_LIST) {
        for (uint32_t i = 0; i < hki_as_list(v)->count; i++) {
            if (!is_fixed(hki_as_list(v)->items[i])) return false;
        }
        return true;
    }
    if (v.type != HKI_DICT) return is_fixed(v);
    for (hki_entry *e; (e = hki_dict_next(hki_as_dict(v), &at));) {
        if (!is_fixed(e->key) || !is_fixed(e->value)) return false;
    }
    return true;
}

/* The first register of a row: `to` itself if it is the topmost one. */
static uint32_t row_base(hki_gen *g, uint32_t to) { return hki_is_temp(&g->e, to) && to + HKI_PLACE == g->e.now->top ? to : g->e.now->top; }
static uint32_t row_slot(hki_gen *g, uint32_t base, uint32_t n)
{
    uint32_t reg = base + n * HKI_PLACE;
    return reg < g->e.now->top ? reg : hki_emit_temp(&g->e);
}

static void gen_items(hki_gen *g, const hki_node *at, hk_value v, uint32_t to)
{
    uint32_t top = g->e.now->top, base = row_base(g, to), n = 0, walk = 0;
    if (v.type == HKI_DICT) {
        for (hki_entry *e; (e = hki_dict_next(hki_as_dict(v), &walk)); n++) {
            gen_value(g, at, e->key, row_slot(g, base, 2 * n));
            gen_value(g, at, e->value, row_slot(g, base, 2 * n + 1));
        }
    } else {
        for (; n < hki_as_list(v)->count; n++) gen_value(g, at, hki_as_list(v)->items[n], row_slot(g, base, n));
    }
    enum hki_op op = v.type == HKI_DICT ? HKI_OPCODE_DICT : v.type == HKI_LIST ? HKI_OPCODE_LIST : HKI_OPCODE_TUPLE;
    hki_emit_op(&g->e, at, op, 0, to, base, n);
    g->e.now->top = top;
}

HKI_APART void gen_value(hki_gen *g, const hki_node *at, hk_value v, uint32_t to)
{
    if (hki_gen_stopped(g)) return;
    const char *name = python_name(v);
    if (name) hki_emit_op(&g->e, at, HKI_OPCODE_RAISE_UNKNOWN, HKI_UNKNOWN_NAME, hki_build_name(&g->e.b, name, 3), 0, 0);
    if (name) hki_emit_konst(&g->e, at, to, hki_none());
    else if (is_flat(v)) hki_emit_konst(&g->e, at, to, v);
    else gen_items(g, at, v, to);
}

/* Most constants are texts or small numbers. */
static inline void gen_const(hki_gen *g, const hki_node *at, hk_value v, uint32_t to)
{
    if (v.type == HKI_STRING || v.type == HKI_INT) hki_emit_konst(&g->e, at, to, v);
    else gen_value(g, at, v, to);
}

static bool is_const_list(const hki_nodes *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        if (!hki_gen_is_fixed(items->item[i])) return false;
    }
    return items->count > 0;
}

/* The tuple of nodes that are constants; NULL without memory. */
static hki_list *const_tuple(hki_gen *g, const hki_nodes *items)
{
    hki_list *l = hki_tuple_new(g->rt, NULL, items->count);
    for (uint32_t i = 0; l && i < items->count; i++) l->items[i] = items->item[i]->as.Const.value;
    return l;
}

HKI_APART void gen_sequence(hki_gen *g, const hki_where *where, const hki_node *n, const hki_nodes *items, uint32_t to)
{
    hki_emit *e = &g->e;
    bool list = n->kind == HKI_NODE_List;
    if (is_const_list(items)) {
        hki_list *l = const_tuple(g, items);
        if (!l) {
            hki_gen_stop(g);
            return;
        }
        if (list) l->head.type = HKI_LIST;
        hki_emit_konst(e, n, to, hki_list_value(l));
        return;
    }
    uint32_t top = e->now->top, base = row_base(g, to);
    for (uint32_t i = 0; i < items->count && !hki_gen_stopped(g); i++) hki_gen_expr(g, where, items->item[i], row_slot(g, base, i));
    hki_emit_op(e, n, list ? HKI_OPCODE_LIST : HKI_OPCODE_TUPLE, 0, to, base, items->count);
    e->now->top = top;
}

HKI_APART void gen_dict(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    const hki_nodes *items = &n->as.Dict.items;
    uint32_t top = g->e.now->top, base = row_base(g, to);
    for (uint32_t i = 0; i < items->count && !hki_gen_stopped(g); i++) {
        hki_gen_expr(g, where, items->item[i]->as.Pair.key, row_slot(g, base, 2 * i));
        hki_gen_expr(g, where, items->item[i]->as.Pair.value, row_slot(g, base, 2 * i + 1));
    }
    hki_emit_op(&g->e, n, HKI_OPCODE_DICT, 0, to, base, items->count);
    g->e.now->top = top;
}

/* ---- operators */

static enum hki_op opcode_of(int op)
{
    enum { HKI_OPCODE_NONE = HKI_OPCODE_COUNT };
    static const uint8_t codes[] = {
#define OPERATOR(name, spelling, opcode, precedence) HKI_OPCODE_##opcode,
#include "grammar/operators.def"
    };
    return (enum hki_op)codes[op];
}

HKI_APART void gen_and_or(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    hki_emit *e = &g->e;
    hki_jumps decided = hki_no_jumps(), done = hki_no_jumps();
    enum hki_op jump = n->as.Binary.op == HKI_OP_AND ? HKI_OPCODE_JUMP_UNLESS : HKI_OPCODE_JUMP_IF;
    if (hki_is_temp(e, to)) {
        hki_gen_expr(g, where, n->as.Binary.left, to);
        hki_emit_jump(e, n, jump, to, 0, &decided);
        hki_gen_expr(g, where, n->as.Binary.right, to);
        hki_emit_land(e, &decided);
        return;
    }
    uint32_t top = e->now->top, left = hki_gen_use(g, where, n->as.Binary.left, HKI_NONE_AT);
    hki_emit_jump(e, n, jump, left, 0, &decided);
    hki_gen_expr(g, where, n->as.Binary.right, to);
    hki_emit_jump(e, n, HKI_OPCODE_JUMP, 0, 0, &done);
    hki_emit_land(e, &decided);
    hki_emit_op(e, n, HKI_OPCODE_COPY, 0, to, left, 0);
    hki_emit_land(e, &done);
    e->now->top = top;
}

/* Is a power of two constants a complex number? It was worked out when folding, but no program can hold it. */
static bool is_folded_power(hki_gen *g, const hki_node *n)
{
    const hki_node *right = n->as.Binary.right;
    hk_value power;
    if (right->kind != HKI_NODE_Const || right->as.Const.value.type != HKI_FLOAT) return false;
    if (hki_pow(g->rt, n->as.Binary.left->as.Const.value, right->as.Const.value, &power)) return true;
    if (g->rt->error->kind != HK_NO_MEMORY) hki_error_clear(g->rt->error);
    return false;
}

/* [jinja] A folded constant stands in the generated source without parentheses: (-2) ** x is -(2 ** x) there. True: n's left side was
 * such a constant, and has lost its sign. */
static bool take_sign(hki_gen *g, const hki_node *n)
{
    hk_value *v = &n->as.Binary.left->as.Const.value;
    bool integer = hki_is_integer(*v) && v->type != HKI_BOOL;
    bool negative = integer ? hki_int_sign(*v) < 0 : v->type == HKI_FLOAT && signbit(v->as.d) && isfinite(v->as.d);
    return negative && !is_folded_power(g, n) && hki_neg(g->rt, *v, v);
}

/* The operator's instruction for a right side that is `whole`; HKI_OPCODE_COUNT: there is none. */
static enum hki_op opcode_of_whole(int op, int64_t whole)
{
    switch (op) {
    case HKI_OP_ADD:
    case HKI_OP_SUB: return HKI_OPCODE_ADD_INT;
    case HKI_OP_MUL: return HKI_OPCODE_MUL_INT;
    case HKI_OP_FLOORDIV: return whole > 0 ? HKI_OPCODE_FLOORDIV_INT : HKI_OPCODE_COUNT;
    case HKI_OP_MOD: return whole > 0 ? HKI_OPCODE_MOD_INT : HKI_OPCODE_COUNT;
    default: return HKI_OPCODE_COUNT;
    }
}

/* False: it is another kind of operation. */
static bool gen_whole(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    const hki_node *right = n->as.Binary.right;
    if (!is_whole(right)) return false;
    int64_t whole = right->as.Const.value.as.i;
    enum hki_op op = opcode_of_whole(n->as.Binary.op, whole);
    bool minus = n->as.Binary.op == HKI_OP_SUB;
    if (op == HKI_OPCODE_COUNT) return false;
    uint32_t top = g->e.now->top, a = hki_gen_use(g, where, n->as.Binary.left, to);
    if (op == HKI_OPCODE_MOD_INT || op == HKI_OPCODE_FLOORDIV_INT) hki_emit_divide(&g->e, n, op, to, a, (uint32_t)whole);
    else hki_emit_op(&g->e, n, op, minus, to, a, (uint32_t)(minus ? -whole : whole));
    g->e.now->top = top;
    return true;
}

HKI_APART void gen_binary(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    uint32_t top = g->e.now->top, a, b;
    bool negate = n->as.Binary.op == HKI_OP_POW && n->as.Binary.left->kind == HKI_NODE_Const && take_sign(g, n);
    if (n->as.Binary.op == HKI_OP_AND || n->as.Binary.op == HKI_OP_OR) {
        gen_and_or(g, where, n, to);
        return;
    }
    if (gen_whole(g, where, n, to)) return;
    use_two(g, where, n->as.Binary.left, n->as.Binary.right, to, &a, &b);
    hki_emit_op(&g->e, n, opcode_of(n->as.Binary.op), 0, to, a, b);
    if (negate) hki_emit_op(&g->e, n, HKI_OPCODE_NEG, 0, to, to, 0);
    g->e.now->top = top;
}

HKI_APART void gen_unary(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    uint32_t top = g->e.now->top, a = hki_gen_use(g, where, n->as.Unary.node, to);
    enum hki_op op = n->as.Unary.op == HKI_OP_NOT ? HKI_OPCODE_NOT : n->as.Unary.op == HKI_OP_POS ? HKI_OPCODE_POS : HKI_OPCODE_NEG;
    hki_emit_op(&g->e, n, op, 0, to, a, 0);
    g->e.now->top = top;
}

/* [python] What stands right of the last `in` is only searched: a constant list is a shared tuple there. */
static void searched(hki_gen *g, hki_node *n)
{
    if (n->kind == HKI_NODE_Const && n->as.Const.value.type == HKI_LIST) {
        hki_list *l = hki_as_list(n->as.Const.value);
        for (uint32_t i = 0; i < l->count; i++) {
            if (!is_fixed(l->items[i])) return;
        }
        l->head.type = HKI_TUPLE;
        n->as.Const.value = hki_list_value(l);
    } else if (n->kind == HKI_NODE_List && is_const_list(&n->as.List.items)) {
        hki_list *l = const_tuple(g, &n->as.List.items);
        if (!l) return;
        n->kind = HKI_NODE_Const;       /* it has room for that, not for a node Tuple */
        n->as.Const.value = hki_list_value(l);
    }
}

static hki_node *operand(hki_gen *g, const hki_node *n, uint32_t i)
{
    const hki_node *o = n->as.Compare.ops.item[i];
    bool last = i + 1 == n->as.Compare.ops.count;
    if (last && (o->as.Operand.op == HKI_OP_IN || o->as.Operand.op == HKI_OP_NOTIN)) searched(g, o->as.Operand.expr);
    return o->as.Operand.expr;
}

/* [python] a < b < c is a < b and b < c, with b worked out once. */
static void gen_chain(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    hki_emit *e = &g->e;
    hki_jumps done = hki_no_jumps();
    uint32_t top = e->now->top, count = n->as.Compare.ops.count, result = HKI_NONE_AT;
    uint32_t a = hki_gen_use(g, where, n->as.Compare.expr, HKI_NONE_AT);
    for (uint32_t i = 0; i < count && !hki_gen_stopped(g); i++) {
        hki_node *right = operand(g, n, i);
        uint32_t b = hki_gen_use(g, where, right, HKI_NONE_AT);
        if (result == HKI_NONE_AT) result = hki_emit_temp(e);
        hki_emit_op(e, n, opcode_of(n->as.Compare.ops.item[i]->as.Operand.op), 0, result, a, b);
        if (i + 1 < count) hki_emit_jump(e, n, HKI_OPCODE_JUMP_UNLESS, result, 0, &done);
        a = b;
    }
    hki_emit_land(e, &done);
    hki_emit_op(e, n, HKI_OPCODE_COPY, 0, to, result, 0);
    e->now->top = top;
}

HKI_APART void gen_compare(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    uint32_t top = g->e.now->top, a, b;
    if (n->as.Compare.ops.count > 1) {
        gen_chain(g, where, n, to);
        return;
    }
    use_two(g, where, n->as.Compare.expr, operand(g, n, 0), to, &a, &b);
    hki_emit_op(&g->e, n, opcode_of(n->as.Compare.ops.item[0]->as.Operand.op), 0, to, a, b);
    g->e.now->top = top;
}

HKI_APART void gen_concat(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    const hki_nodes *nodes = &n->as.Concat.nodes;
    uint32_t top = g->e.now->top, base = row_base(g, to);
    for (uint32_t i = 0; i < nodes->count && !hki_gen_stopped(g); i++) hki_gen_expr(g, where, nodes->item[i], row_slot(g, base, i));
    /* [jinja] Where autoescape is known only when run, nothing is escaped. */
    hki_emit_op(&g->e, n, HKI_OPCODE_CONCAT, g->autoescape && !g->is_volatile, to, base, nodes->count);
    g->e.now->top = top;
}

HKI_APART void gen_condition(hki_gen *g, const hki_where *around, const hki_node *n, uint32_t to)
{
    hki_emit *e = &g->e;
    hki_where where = hki_where_soft(around);
    hki_jumps otherwise = hki_no_jumps(), done = hki_no_jumps();
    hki_gen_branch(g, &where, n->as.CondExpr.test, false, &otherwise);
    hki_gen_expr(g, &where, n->as.CondExpr.then, to);
    hki_emit_jump(e, n, HKI_OPCODE_JUMP, 0, 0, &done);
    hki_emit_land(e, &otherwise);
    if (n->as.CondExpr.orelse) hki_gen_expr(g, &where, n->as.CondExpr.orelse, to);
    else hki_emit_op(e, n, HKI_OPCODE_UNDEFINED_IF, 0, to, n->line, 0);
    hki_emit_land(e, &done);
}

/* ---- look-ups */

static void gen_slice(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    hki_emit *e = &g->e;
    const hki_node *slice = n->as.Getitem.arg;
    hki_node *part[3] = {slice->as.Slice.start, slice->as.Slice.stop, slice->as.Slice.step};
    uint32_t top = e->now->top, object = hki_gen_use(g, where, n->as.Getitem.node, to), base = e->now->top;
    for (unsigned i = 0; i < 3; i++) {
        uint32_t reg = hki_emit_temp(e);
        if (part[i]) hki_gen_expr(g, where, part[i], reg);
        else hki_emit_konst(e, n, reg, hki_none());
    }
    hki_emit_op(e, n, HKI_OPCODE_SLICE, 0, to, object, base);
    e->now->top = top;
}

HKI_APART void gen_item(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    hki_emit *e = &g->e;
    uint32_t top = e->now->top, object, key;
    hki_node *arg = n->as.Getitem.arg;
    if (arg->kind == HKI_NODE_Slice) {
        gen_slice(g, where, n, to);
        return;
    }
    if (hki_gen_is_fixed(arg)) {
        object = hki_gen_use(g, where, n->as.Getitem.node, to);
        if (!e->b.failed) hki_emit_op(e, n, HKI_OPCODE_GETITEM_CONST, 0, to, object, hki_build_konst(&e->b, arg->as.Const.value));
    } else {
        use_two(g, where, n->as.Getitem.node, arg, to, &object, &key);
        hki_emit_op(e, n, HKI_OPCODE_GETITEM, 0, to, object, key);
    }
    e->now->top = top;
}

/* Of a variable that is called loop, and mostly is the loop object: where it is in its own register, it is not taken out of there. */
HKI_APART void gen_loop_attr(hki_gen *g, const hki_where *where, const hki_node *n, enum hki_loop_name attr, uint32_t to)
{
    const hki_node *of = n->as.Getattr.node;
    hki_symbol *loop = hki_scope_find(&g->s, where->scope, of->as.Name.name);
    bool taken = loop && loop->taken;
    uint32_t top = g->e.now->top, object = hki_gen_use(g, where, n->as.Getattr.node, to);
    if (loop && object == loop->reg && attr != HKI_LOOP_NAME_previtem) {
        loop->taken = taken;
        loop->asked = true;
    }
    hki_emit_op(&g->e, n, HKI_OPCODE_LOOP_ATTR, attr, to, object, hki_gen_name(g, n->as.Getattr.attr));
    g->e.now->top = top;
}

HKI_APART void gen_attr(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    const hki_node *of = n->as.Getattr.node;
    if (of->kind == HKI_NODE_Name && hki_scope_is(&g->s, HKI_LOOP_NAME, of->as.Name.name)) {
        enum hki_loop_name attr = hki_loop_name(n->as.Getattr.attr->data, n->as.Getattr.attr->size);
        if (attr < HKI_LOOP_NAMES) {
            gen_loop_attr(g, where, n, attr, to);
            return;
        }
    }
    uint32_t top = g->e.now->top, object = hki_gen_use(g, where, n->as.Getattr.node, to);
    hki_emit_op(&g->e, n, HKI_OPCODE_GETATTR, 0, to, object, hki_gen_name(g, n->as.Getattr.attr));
    g->e.now->top = top;
}

HKI_APART void gen_safe(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to)
{
    uint32_t top = g->e.now->top, v = hki_gen_use(g, where, n->as.MarkSafeIfAutoescape.expr, to);
    hki_emit_op(&g->e, n, HKI_OPCODE_MARK_SAFE, 2, to, v, 0);
    g->e.now->top = top;
}

HKI_APART void gen_tag_function(hki_gen *g, const hki_node *n, uint32_t to)
{
    const hki_str *tag = n->as.TagFunction.name;
    size_t prefix = sizeof HKI_TAG_FUNCTION - 1, size = prefix + tag->size;
    char *name = hki_region_alloc(g->rt->region, size);
    if (!name) {
        hki_raise_memory(g->rt);
        hki_gen_stop(g);
        return;
    }
    memcpy(name, HKI_TAG_FUNCTION, prefix);
    memcpy(name + prefix, tag->data, tag->size);
    hki_builder *b = &g->e.b;
    uint32_t spec = hki_build_plain_spec(b, 0);
    hki_emit_op(&g->e, n, HKI_OPCODE_FUNCTION, 0, to, hki_build_filter(b, hki_build_name(b, name, size), spec, NULL), 0);
}

/* A slice where it is no subscript, as in a[1:2, 3]. */
HKI_APART void gen_lone_slice(hki_gen *g, const hki_node *n, uint32_t to)
{
    hki_gen_python(g, HKI_PYTHON_READS, n, "invalid syntax");
    hki_emit_konst(&g->e, n, to, hki_none());
}

/* All it does is to go on there: what needs a frame stands apart. */
void hki_gen_expr(hki_gen *g, const hki_where *where, hki_node *n, uint32_t to)
{
    if (hki_gen_stopped(g)) return;
    switch (n->kind) {
    case HKI_NODE_Name: hki_gen_fetch(g, n, where->scope, to, true); break;
    case HKI_NODE_Const: gen_const(g, n, n->as.Const.value, to); break;
    case HKI_NODE_Tuple: gen_sequence(g, where, n, &n->as.Tuple.items, to); break;
    case HKI_NODE_List: gen_sequence(g, where, n, &n->as.List.items, to); break;
    case HKI_NODE_Dict: gen_dict(g, where, n, to); break;
    case HKI_NODE_CondExpr: gen_condition(g, where, n, to); break;
    case HKI_NODE_Filter:
    case HKI_NODE_Test: hki_gen_named(g, where, n, to); break;
    case HKI_NODE_Call: hki_gen_call(g, where, n, HKI_NONE_AT, to); break;
    case HKI_NODE_Getitem: gen_item(g, where, n, to); break;
    case HKI_NODE_Getattr: gen_attr(g, where, n, to); break;
    case HKI_NODE_Concat: gen_concat(g, where, n, to); break;
    case HKI_NODE_Compare: gen_compare(g, where, n, to); break;
    case HKI_NODE_Binary: gen_binary(g, where, n, to); break;
    case HKI_NODE_Unary: gen_unary(g, where, n, to); break;
    case HKI_NODE_MarkSafeIfAutoescape: gen_safe(g, where, n, to); break;
    case HKI_NODE_TagFunction: gen_tag_function(g, n, to); break;
    default: gen_lone_slice(g, n, to); break;
    }
}

/* ---- conditions */

static void branch_and_or(hki_gen *g, const hki_where *where, const hki_node *n, bool when, hki_jumps *to)
{
    bool decides = n->as.Binary.op == HKI_OP_OR;        /* the truth of the left side that decides all */
    hki_jumps decided = hki_no_jumps();
    hki_gen_branch(g, where, n->as.Binary.left, decides, when == decides ? to : &decided);
    hki_gen_branch(g, where, n->as.Binary.right, when, to);
    hki_emit_land(&g->e, &decided);
}

static void branch_compare(hki_gen *g, const hki_where *where, const hki_node *n, bool when, hki_jumps *to)
{
    uint32_t top = g->e.now->top;
    enum hki_op compare = opcode_of(n->as.Compare.ops.item[0]->as.Operand.op);
    hki_node *right = operand(g, n, 0);
    hki_operands o = {.whole = compare <= HKI_OPCODE_GE && is_whole(right)};
    if (o.whole) {
        o.a = hki_gen_use(g, where, n->as.Compare.expr, HKI_NONE_AT);
        o.b = (uint32_t)right->as.Const.value.as.i;
    } else {
        use_two(g, where, n->as.Compare.expr, right, HKI_NONE_AT, &o.a, &o.b);
    }
    hki_emit_compare_jump(&g->e, n, compare, when, o, to);
    g->e.now->top = top;
}

void hki_gen_branch(hki_gen *g, const hki_where *where, hki_node *n, bool when, hki_jumps *to)
{
    if (hki_gen_stopped(g)) return;
    if (n->kind == HKI_NODE_Binary && (n->as.Binary.op == HKI_OP_AND || n->as.Binary.op == HKI_OP_OR)) {
        branch_and_or(g, where, n, when, to);
    } else if (n->kind == HKI_NODE_Unary && n->as.Unary.op == HKI_OP_NOT) {
        hki_gen_branch(g, where, n->as.Unary.node, !when, to);
    } else if (n->kind == HKI_NODE_Compare && n->as.Compare.ops.count == 1) {
        branch_compare(g, where, n, when, to);
    } else {
        uint32_t top = g->e.now->top, v = hki_gen_use(g, where, n, HKI_NONE_AT);
        hki_emit_branch(&g->e, n, when, v, to);
        g->e.now->top = top;
    }
}
