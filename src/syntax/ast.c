/* ast.c: walks over a node that know the kinds of fields, not the kinds of nodes.
 *
 * In:  grammar/nodes.def.   Out: a description of each kind, its children, the tree as text.
 * Always: a tree is no deeper than HKI_MAX_SYNTAX_DEPTH, so that recursion needs no count of its own. */
#include "syntax/ast.h"

#include "value/text.h"

/* A row's fields become a list of (kind, field) pairs, and each of these, with the row's name, an hki_field. No row has more than
 * six fields. */
#define child(f) , (child, f)
#define list(f) , (list, f)
#define name(f) , (name, f)
#define flag(f) , (flag, f)
#define konst(f) , (konst, f)
#define number(f) , (number, f)

#define FIELD_INFO(node, kind, f) {#f, HKI_FIELD_##kind, offsetof(hki_node, as.node.f)},
#define UNPACK(kind, f) kind, f
#define FIELD_CALL(macro, args) macro args
#define FIELD(node, pair) FIELD_CALL(FIELD_INFO, (node, UNPACK pair))
#define FIELDS_0(node, none)
#define FIELDS_1(node, a) FIELD(node, a)
#define FIELDS_2(node, a, b) FIELD(node, a) FIELD(node, b)
#define FIELDS_3(node, a, b, c) FIELDS_2(node, a, b) FIELD(node, c)
#define FIELDS_4(node, a, b, c, d) FIELDS_3(node, a, b, c) FIELD(node, d)
#define FIELDS_5(node, a, b, c, d, e) FIELDS_4(node, a, b, c, d) FIELD(node, e)
#define FIELDS_6(node, a, b, c, d, e, f) FIELDS_5(node, a, b, c, d, e) FIELD(node, f)
#define SEVENTH(a, b, c, d, e, f, g, h, ...) h
#define FIELDS(...) \
    SEVENTH(__VA_ARGS__, FIELDS_6, FIELDS_5, FIELDS_4, FIELDS_3, FIELDS_2, FIELDS_1, FIELDS_0, )(__VA_ARGS__)

