/* ast.h: the tree of a template. Nodes live in the region of one compile and are freed with it.
 *
 * Struct, walk and dump are made from grammar/nodes.def. Depth is counted while the tree is built, so that whoever recurses
 * on it needs no check: no tree is deeper than HKI_MAX_SYNTAX_DEPTH. A node is allocated with the fields of its own kind only, so it
 * is never copied by value. */
#ifndef HKI_AST_H
#define HKI_AST_H

#include "base/inline.h"
#include "syntax/piece.h"
#include "value/str.h"

enum hki_node_kind {
#define NODE(name, group, fields) HKI_NODE_##name,
#include "grammar/nodes.def"
    HKI_NODE_COUNT
};

enum hki_operator {
#define OPERATOR(name, spelling, opcode, precedence) HKI_OP_##name,
#include "grammar/operators.def"
    HKI_OPERATOR_COUNT
};

enum hki_name_ctx { HKI_CTX_LOAD, HKI_CTX_STORE, HKI_CTX_PARAM };

typedef struct hki_node hki_node;
typedef struct hki_nodes { hki_node **item; uint32_t count, cap; } hki_nodes;

/* May an expression be worked out when compiling, going by the kinds of its parts? */
enum {
    HKI_HOPE_ALL = 1,           /* as a whole */
    HKI_HOPE_PART = 2           /* a part of it that is more than a literal, or all of it */
};

struct hki_node {
    uint8_t kind;               /* enum hki_node_kind */
    uint8_t hope;               /* HKI_HOPE_… */
    uint16_t depth;             /* 1 + that of the deepest child */
    uint32_t line, column;      /* of the token that jinja gives the node's lineno; both from 1. Line 0: none */
    uint32_t mark;              /* of an Output or an expression: see hki_reads. Otherwise the compiler's own, and 0 before, but for
                                   those that a host's tag has put into their place */
    union {
#define child(f) hki_node *f;
#define list(f) hki_nodes f;
#define name(f) const hki_str *f;
#define piece(f) hki_piece f;
#define flag(f) bool f;
#define konst(f) hk_value f;
#define number(f) int f;
#define NODE(name, group, fields) struct hki_node_##name { fields char end; } name;
#include "grammar/nodes.def"
    } as;
};

/* The names that a parse reads, in the order of the source: so that whoever wants those of an expression need not walk it. An expression
 * that stands in a statement, or an Output, mostly knows which are its own: its mark is hki_reads_mark of them, which is
 * above HKI_READS_MOST. */
enum { HKI_READS_BITS = 10, HKI_READS_MOST = (1 << HKI_READS_BITS) - 1 };
typedef struct hki_reads {
    const hki_str *const *name;
    uint32_t nspellings;        /* of names in this parse, which are numbered */
} hki_reads;
static inline uint32_t hki_reads_mark(uint32_t from, uint32_t count)
{
    return count <= HKI_READS_MOST && from < UINT32_MAX >> HKI_READS_BITS ? (from + 1) << HKI_READS_BITS | count : 0;
}
static inline uint32_t hki_reads_count(uint32_t mark) { return mark & HKI_READS_MOST; }
static inline const hki_str *const *hki_reads_from(const hki_reads *r, uint32_t mark) { return r->name + (mark >> HKI_READS_BITS) - 1; }

/* What a field of a node is, for walks: offset in the node. */
enum hki_field_kind { HKI_FIELD_child, HKI_FIELD_list, HKI_FIELD_name, HKI_FIELD_piece, HKI_FIELD_flag, HKI_FIELD_konst, HKI_FIELD_number };
typedef struct hki_field { char name[17]; uint8_t kind; uint16_t offset; } hki_field;
typedef struct hki_node_info { char name[27], group[7]; hki_field fields[7]; } hki_node_info;    /* the last field has no name */
extern const hki_node_info hki_node_infos[HKI_NODE_COUNT];

/* Calls visit(ctx, child) for each direct child in source order until it returns false; returns whether all did. Inline, so that
 * `visit` is, too, and nothing is left of the choice where the kind is known: these walks are a good part of what compiling costs. */
HKI_INLINE bool hki_node_children_of(
    enum hki_node_kind kind, const hki_node *n, bool (*visit)(void *ctx, hki_node *child), void *ctx)
{
    switch (kind) {
#define child(f) if (of->f && !visit(ctx, of->f)) return false;
#define list(f) for (uint32_t i = 0; i < of->f.count; i++) if (!visit(ctx, of->f.item[i])) return false;
#define name(f)
#define piece(f)
#define flag(f)
#define konst(f)
#define number(f)
#define NODE(name, group, fields) case HKI_NODE_##name: { const struct hki_node_##name *of = &n->as.name; (void)of; fields break; }
#include "grammar/nodes.def"
    case HKI_NODE_COUNT: break;
    }
    return true;
}

HKI_INLINE bool hki_node_children(const hki_node *n, bool (*visit)(void *ctx, hki_node *child), void *ctx)
{
    return hki_node_children_of((enum hki_node_kind)n->kind, n, visit, ctx);
}

/* The tree as text, two spaces a level: "For @1 recursive=0". */
void hki_node_dump(hki_rt *rt, hki_buf *out, const hki_node *n);

const char *hki_operator_text(enum hki_operator op);

#endif
