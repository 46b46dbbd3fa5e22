/* measure.h: how deep a node is, and whether it may be worked out when compiling.
 *
 * All of it is inline: most nodes are measured where their kind is known, and then no choice and no loop over fields is left. */
#ifndef HKI_MEASURE_H
#define HKI_MEASURE_H

#include "syntax/ast.h"

/* What the children make together: all: what they have in common. */
typedef struct hki_measured { unsigned deepest, hope, all; } hki_measured;
static inline hki_measured hki_measured_none(void) { return (hki_measured){.all = HKI_HOPE_ALL}; }
static inline bool hki_measure_child(void *ctx, hki_node *child)
{
    hki_measured *m = ctx;
    if (child->depth > m->deepest) m->deepest = child->depth;
    m->hope |= child->hope;
    m->all &= child->hope;
    return true;
}

/* Is all known that the value needs? Of `and`, `or`, conditions and comparisons the first part may decide alone. */
HKI_INLINE unsigned hki_whole_hope(enum hki_node_kind kind, const hki_node *n, unsigned all)
{
    switch (kind) {
    case HKI_NODE_Tuple:
    case HKI_NODE_List:
    case HKI_NODE_Dict:
    case HKI_NODE_Pair:
    case HKI_NODE_Keyword:
    case HKI_NODE_Operand:
    case HKI_NODE_Test:
    case HKI_NODE_Getitem:
    case HKI_NODE_Getattr:
    case HKI_NODE_Slice:
    case HKI_NODE_Concat:
    case HKI_NODE_Unary:
    case HKI_NODE_MarkSafeIfAutoescape: return all;
    case HKI_NODE_Filter: return n->as.Filter.node ? all : 0;
    case HKI_NODE_Binary: {
        bool first = n->as.Binary.op == HKI_OP_AND || n->as.Binary.op == HKI_OP_OR;
        return n->as.Binary.left->hope & (first ? HKI_HOPE_ALL : n->as.Binary.right->hope);
    }
    case HKI_NODE_Compare: return n->as.Compare.expr->hope & n->as.Compare.ops.item[0]->hope;
    case HKI_NODE_CondExpr: return n->as.CondExpr.test->hope;
    default: return 0;
    }
}

/* To be called when the children are there. */
HKI_INLINE void hki_node_measure_by(enum hki_node_kind kind, hki_node *n, hki_measured m)
{
    n->depth = (uint16_t)(m.deepest + 1);
    n->hope = hki_whole_hope(kind, n, m.all) & HKI_HOPE_ALL ? HKI_HOPE_ALL | HKI_HOPE_PART : (uint8_t)(m.hope & HKI_HOPE_PART);
}

HKI_INLINE void hki_node_measure(enum hki_node_kind kind, hki_node *n)
{
    hki_measured m = hki_measured_none();
    hki_node_children_of(kind, n, hki_measure_child, &m);
    hki_node_measure_by(kind, n, m);
}

#endif
