/* measure.h: how deep a node is, and whether it may be worked out when compiling.
 *
 * All of it is inline: most nodes are measured where their kind is known, and then no choice and no loop over fields is left. */
#ifndef HKI_MEASURE_H
#define HKI_MEASURE_H

#include "syntax/ast.h"

static inline unsigned hki_list_hope(const hki_nodes *list)
{
    unsigned all = HKI_HOPE_ALL;
    for (uint32_t i = 0; i < list->count; i++) all &= list->item[i]->hope;
    return all;
}

static inline unsigned hki_part_hope(const hki_node *part) { return part ? part->hope : HKI_HOPE_ALL; }

/* Is all known that the value needs? Of `and`, `or`, conditions and comparisons the first part may decide alone. */
HKI_INLINE unsigned hki_whole_hope(enum hki_node_kind kind, const hki_node *n)
{
    switch (kind) {
    case HKI_NODE_Tuple: return hki_list_hope(&n->as.Tuple.items);
    case HKI_NODE_List: return hki_list_hope(&n->as.List.items);
    case HKI_NODE_Dict: return hki_list_hope(&n->as.Dict.items);
    case HKI_NODE_Pair: return n->as.Pair.key->hope & n->as.Pair.value->hope;
    case HKI_NODE_Keyword: return n->as.Keyword.value->hope;
    case HKI_NODE_Operand: return n->as.Operand.expr->hope;
    case HKI_NODE_CondExpr: return n->as.CondExpr.test->hope;
    case HKI_NODE_Filter:
        return n->as.Filter.node ? n->as.Filter.node->hope & hki_list_hope(&n->as.Filter.args) & hki_list_hope(&n->as.Filter.kwargs) &
            hki_part_hope(n->as.Filter.dyn_args) & hki_part_hope(n->as.Filter.dyn_kwargs) : 0;
    case HKI_NODE_Test:
        return n->as.Test.node->hope & hki_list_hope(&n->as.Test.args) & hki_list_hope(&n->as.Test.kwargs) &
            hki_part_hope(n->as.Test.dyn_args) & hki_part_hope(n->as.Test.dyn_kwargs);
    case HKI_NODE_Getitem: return n->as.Getitem.node->hope & n->as.Getitem.arg->hope;
    case HKI_NODE_Getattr: return n->as.Getattr.node->hope;
    case HKI_NODE_Slice: return hki_part_hope(n->as.Slice.start) & hki_part_hope(n->as.Slice.stop) & hki_part_hope(n->as.Slice.step);
    case HKI_NODE_Concat: return hki_list_hope(&n->as.Concat.nodes);
    case HKI_NODE_Compare: return n->as.Compare.expr->hope & n->as.Compare.ops.item[0]->hope;
    case HKI_NODE_Binary: {
        bool first = n->as.Binary.op == HKI_OP_AND || n->as.Binary.op == HKI_OP_OR;
        return n->as.Binary.left->hope & (first ? HKI_HOPE_ALL : n->as.Binary.right->hope);
    }
    case HKI_NODE_Unary: return n->as.Unary.node->hope;
    case HKI_NODE_MarkSafeIfAutoescape: return n->as.MarkSafeIfAutoescape.expr->hope;
    default: return 0;
    }
}

typedef struct hki_measured { unsigned deepest, hope; } hki_measured;
static inline bool hki_measure_child(void *ctx, hki_node *child)
{
    hki_measured *m = ctx;
    if (child->depth > m->deepest) m->deepest = child->depth;
    m->hope |= child->hope;
    return true;
}

/* To be called when the children are there, and `m` is what they make together. */
HKI_INLINE void hki_node_measure_by(enum hki_node_kind kind, hki_node *n, hki_measured m)
{
    n->depth = (uint16_t)(m.deepest + 1);
    n->hope = hki_whole_hope(kind, n) & HKI_HOPE_ALL ? HKI_HOPE_ALL | HKI_HOPE_PART : (uint8_t)(m.hope & HKI_HOPE_PART);
}

HKI_INLINE void hki_node_measure(enum hki_node_kind kind, hki_node *n)
{
    hki_measured m = {0};
    hki_node_children_of(kind, n, hki_measure_child, &m);
    hki_node_measure_by(kind, n, m);
}

#endif
