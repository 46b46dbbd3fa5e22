/* ast.c: walks over a node that know the kinds of fields, not the kinds of nodes.
 *
 * In:  grammar/nodes.def.   Out: a description of each kind, its children, the tree as text.
 * Always: a tree is no deeper than HKI_MAX_SYNTAX_DEPTH, so that recursion needs no count of its own. */
#include "syntax/ast.h"

#include "value/text.h"

/* A row's fields become a list of (kind, field) pairs, at most six, and each of these, with the row's name, an hki_field. */
#define child(f) , (child, f)
#define list(f) , (list, f)
#define name(f) , (name, f)
#define piece(f) , (piece, f)
#define flag(f) , (flag, f)
#define konst(f) , (konst, f)
#define number(f) , (number, f)
#define FIELD_INFO(node, kind, f) {#f, HKI_FIELD_##kind, offsetof(hki_node, as.node.f)},
#define CALL(macro, ...) macro(__VA_ARGS__)
#define UNPACK(kind, f) kind, f
#define FIELD(node, pair) CALL(FIELD_INFO, node, UNPACK pair)
#define FIELDS_0(node)
#define FIELDS_1(node, a) FIELD(node, a)
#define FIELDS_2(node, a, b) FIELDS_1(node, a) FIELD(node, b)
#define FIELDS_3(node, a, b, c) FIELDS_2(node, a, b) FIELD(node, c)
#define FIELDS_4(node, a, b, c, d) FIELDS_3(node, a, b, c) FIELD(node, d)
#define FIELDS_5(node, a, b, c, d, e) FIELDS_4(node, a, b, c, d) FIELD(node, e)
#define FIELDS_6(node, a, b, c, d, e, f) FIELDS_5(node, a, b, c, d, e) FIELD(node, f)
#define PICK(n, a, b, c, d, e, f, chosen, ...) chosen
#define FIELDS(...) PICK(__VA_ARGS__, FIELDS_6, FIELDS_5, FIELDS_4, FIELDS_3, FIELDS_2, FIELDS_1, FIELDS_0, 0)(__VA_ARGS__)

const hki_node_info hki_node_infos[HKI_NODE_COUNT] = {
#define NODE(kind, group, fields) {#kind, #group, {FIELDS(kind fields)}},
#include "grammar/nodes.def"
};

static const void *field_at(const hki_node *n, const hki_field *f)
{
    return (const char *)n + f->offset;
}

const char *hki_operator_text(enum hki_operator op)
{
    static const char *const spellings[] = {
#define OPERATOR(name, spelling, opcode, precedence) spelling,
#include "grammar/operators.def"
    };
    return spellings[op];
}

/* ---- dump */

/* A number is an operator (field op) or what a name is used for (field ctx). */
static void dump_number(hki_buf *out, const hki_field *f, int number)
{
    static const char *const uses[] = {"load", "store", "param"};
    hki_buf_str(out, strcmp(f->name, "op") == 0 ? hki_operator_text((enum hki_operator)number) : uses[number]);
}

static void dump_scalar(hki_rt *rt, hki_buf *out, const hki_node *n, const hki_field *f)
{
    const void *field = field_at(n, f);
    const hki_str *text = f->kind == HKI_FIELD_name ? *(const hki_str *const *)field : NULL;
    const hki_piece *piece = field;
    hki_buf_char(out, ' ');
    hki_buf_str(out, f->name);
    hki_buf_char(out, '=');
    switch (f->kind) {
    case HKI_FIELD_name:
        if (text)
            hki_repr_text(out, text->data, text->size);
        else
            hki_buf_str(out, "none");
        break;
    case HKI_FIELD_piece: hki_repr_text(out, piece->data, piece->size); break;
    case HKI_FIELD_flag: hki_buf_char(out, *(const bool *)field ? '1' : '0'); break;
    case HKI_FIELD_konst: (void)hki_repr(rt, out, *(const hk_value *)field); break;
    case HKI_FIELD_number: dump_number(out, f, *(const int *)field); break;
    default: break;
    }
}

static void dump(hki_rt *rt, hki_buf *out, const hki_node *n, const char *field, size_t level);

static void dump_children(hki_rt *rt, hki_buf *out, const hki_node *n, const hki_field *f, size_t level)
{
    if (f->kind == HKI_FIELD_child) {
        const hki_node *child = *(hki_node *const *)field_at(n, f);
        if (child) dump(rt, out, child, f->name, level);
    } else if (f->kind == HKI_FIELD_list) {
        const hki_nodes *list = field_at(n, f);
        for (uint32_t i = 0; i < list->count; i++) dump(rt, out, list->item[i], f->name, level);
    }
}

static void dump(hki_rt *rt, hki_buf *out, const hki_node *n, const char *field, size_t level)
{
    const hki_node_info *info = &hki_node_infos[n->kind];
    hki_buf_fill(out, ' ', level * 2);
    if (field) {
        hki_buf_str(out, field);
        hki_buf_str(out, ": ");
    }
    hki_buf_str(out, info->name);
    hki_buf_str(out, " @");
    hki_buf_int(out, n->line);
    for (const hki_field *f = info->fields; *f->name; f++)
        if (f->kind != HKI_FIELD_child && f->kind != HKI_FIELD_list) dump_scalar(rt, out, n, f);
    hki_buf_char(out, '\n');
    for (const hki_field *f = info->fields; *f->name; f++) dump_children(rt, out, n, f, level + 1);
}

void hki_node_dump(hki_rt *rt, hki_buf *out, const hki_node *n)
{
    dump(rt, out, n, NULL, 0);
}
