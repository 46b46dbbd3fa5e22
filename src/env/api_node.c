/* api_node.c: nodes that a host's tag makes.
 *
 * In:  nodes and lists of nodes.   Out: nodes above them.
 * Always: what goes into the tree is what the parser could have made: each node of the right kind, and in one place only, so that the
 * compiler believes it. */
#include "env/tag.h"
#include "value/text.h"

/* ---------------------------------------------------------------- taking what is given */

static bool is_target(const hki_node *n)
{
    return (n->kind == HKI_NODE_Name && n->as.Name.ctx == HKI_CTX_STORE) || (n->kind == HKI_NODE_Tuple && n->as.Tuple.ctx == HKI_CTX_STORE);
}

static bool is_right(const hki_node *n, enum hki_use use)
{
    bool statement = strcmp(hki_node_infos[n->kind].group, "Stmt") == 0, expression = strcmp(hki_node_infos[n->kind].group, "Expr") == 0;
    switch (use) {
    case HKI_USE_STATEMENT: return statement;
    case HKI_USE_TARGET: return is_target(n);
    case HKI_USE_EXPRESSION: break;
    }
    return expression && !is_target(n);
}

hki_node *hki_tag_place(hk_parser *h, hki_node *n, enum hki_use use)
{
    static const char *const needed[] = {"an expression is needed", "a statement is needed", "what can be assigned to is needed"};
    if (h->p->failed) return &h->p->spare.node;
    if (!n || !is_right(n, use)) hki_tag_misuse(h, needed[use]);
    else if (n->mark) hki_tag_misuse(h, "a node has one place");
    if (h->p->failed) return &h->p->spare.node;
    n->mark = 1;
    return n;
}

static hki_node *place_expr(hk_parser *h, hki_node *n) { return hki_tag_place(h, n, HKI_USE_EXPRESSION); }

/* The statements of a body, in a list that the host cannot add to. */
static hki_nodes place_body(hk_parser *h, const hki_nodes *body)
{
    hki_nodes own = {0};
    if (!body) hki_tag_misuse(h, "a body is needed");
    for (uint32_t i = 0; !h->p->failed && i < body->count; i++)
        hki_nodes_push(h->p, &own, hki_tag_place(h, body->item[i], HKI_USE_STATEMENT));
    return own;
}

static void place_arguments(hk_parser *h, const hki_nodes *list, hki_nodes *args, hki_nodes *kwargs)
{
    for (uint32_t i = 0; list && !h->p->failed && i < list->count; i++) {
        hki_node *n = list->item[i];
        bool named = n->kind == HKI_NODE_Keyword;
        if (named && n->mark) hki_tag_misuse(h, "a node has one place");
        if (named) n->mark = 1;
        hki_nodes_push(h->p, named ? kwargs : args, named ? n : place_expr(h, n));
    }
}

static hki_node *make(hk_parser *h, enum hki_node_kind kind) { return hki_node_new(h->p, kind, h->spot); }

hk_nodes *hk_nodes_new(hk_parser *h) { return h ? hki_tag_nodes(h) : NULL; }

void hk_nodes_add(hk_parser *h, hk_nodes *nodes, hk_node *node)
{
    if (!h) return;
    if (!nodes || !node) hki_tag_misuse(h, "a list and a node are needed");
    hki_nodes_push(h->p, nodes, node);
}

/* ---------------------------------------------------------------- expressions */

hk_node *hk_node_value(hk_parser *h, hk_value value)
{
    hk_value own = value;
    if (!h) return NULL;
    bool plain = value.type == HKI_NONE || value.type == HKI_BOOL || value.type == HKI_INT || value.type == HKI_BIGINT ||
                 value.type == HKI_FLOAT || value.type == HKI_STRING;
    if (!plain) hki_tag_misuse(h, "a value is none, a bool, a number or a string");
    else if (!h->p->failed && !hki_copy(h->p->rt, value, &own)) hki_park(h->p, h->spot);
    return hki_const_node(h->p, h->spot, own);
}

hk_node *hk_node_variable(hk_parser *h, const char *name)
{
    return h ? hki_name_node(h->p, h->spot, hki_tag_name(h, name), HKI_CTX_LOAD) : NULL;
}

hk_node *hk_node_target(hk_parser *h, const char *name)
{
    return h ? hki_name_node(h->p, h->spot, hki_tag_name(h, name), HKI_CTX_STORE) : NULL;
}

hk_node *hk_node_attribute(hk_parser *h, hk_node *object, const char *name)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_Getattr);
    n->as.Getattr.node = place_expr(h, object);
    n->as.Getattr.attr = hki_tag_name(h, name);
    return hki_node_done(h->p, n);
}

static hki_node *call(hk_parser *h, hki_node *callee, const hki_nodes *arguments)
{
    hki_node *n = make(h, HKI_NODE_Call);
    n->as.Call.node = callee;
    place_arguments(h, arguments, &n->as.Call.args, &n->as.Call.kwargs);
    return hki_node_done(h->p, n);
}

hk_node *hk_node_call(hk_parser *h, hk_node *callee, hk_nodes *arguments)
{
    return h ? call(h, place_expr(h, callee), arguments) : NULL;
}

hk_node *hk_node_run(hk_parser *h, hk_nodes *arguments)
{
    if (!h) return NULL;
    if (!h->tag->runs) hki_tag_misuse(h, "it has nothing to run");
    hki_node *n = make(h, HKI_NODE_TagFunction);
    n->as.TagFunction.name = hki_tag_name(h, h->tag->tag.name);
    return call(h, n, arguments);
}

hk_node *hk_node_filter(hk_parser *h, hk_node *value, const char *filter, hk_nodes *arguments)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_Filter);
    n->as.Filter.node = place_expr(h, value);
    n->as.Filter.name = hki_tag_name(h, filter);
    place_arguments(h, arguments, &n->as.Filter.args, &n->as.Filter.kwargs);
    return hki_node_done(h->p, n);
}

hk_node *hk_node_keyword(hk_parser *h, const char *name, hk_node *value)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_Keyword);
    n->as.Keyword.key = hki_tag_name(h, name);
    n->as.Keyword.value = place_expr(h, value);
    return hki_node_done(h->p, n);
}

static hki_node *compare(hk_parser *h, enum hki_operator op, hki_node *left, hki_node *right)
{
    hki_node *n = make(h, HKI_NODE_Compare), *operand = make(h, HKI_NODE_Operand);
    if (h->p->failed) return &h->p->spare.node;
    operand->as.Operand.op = op;
    operand->as.Operand.expr = right;
    n->as.Compare.expr = left;
    hki_nodes_push(h->p, &n->as.Compare.ops, hki_node_done(h->p, operand));
    return hki_node_done(h->p, n);
}

static hki_node *concat(hk_parser *h, hki_node *left, hki_node *right)
{
    hki_node *n = make(h, HKI_NODE_Concat);
    hki_nodes_push(h->p, &n->as.Concat.nodes, left);
    hki_nodes_push(h->p, &n->as.Concat.nodes, right);
    return hki_node_done(h->p, n);
}

/* The operator that is spelled so; OPERATOR_COUNT after failing. */
static enum hki_operator find_operator(hk_parser *h, const char *spelling, bool unary)
{
    for (unsigned k = 0; spelling && k < HKI_OPERATOR_COUNT; k++) {
        enum hki_operator op = (enum hki_operator)k;
        if ((op == HKI_OP_NOT || op == HKI_OP_NEG || op == HKI_OP_POS) == unary && strcmp(hki_operator_text(op), spelling) == 0) return op;
    }
    hki_tag_misuse(h, "there is no such operator");
    return HKI_OPERATOR_COUNT;
}

hk_node *hk_node_operator(hk_parser *h, const char *spelling, hk_node *left, hk_node *right)
{
    if (!h) return NULL;
    enum hki_operator op = find_operator(h, spelling, !left);
    hki_node *first = left ? place_expr(h, left) : NULL, *second = place_expr(h, right);
    if (h->p->failed) return &h->p->spare.node;
    if (!first) return hki_unary_node(h->p, h->spot, op, second);
    if (op == HKI_OP_CONCAT) return concat(h, first, second);
    return op >= HKI_OP_EQ && op <= HKI_OP_NOTIN ? compare(h, op, first, second) : hki_binary_node(h->p, h->spot, op, first, second);
}

/* ---------------------------------------------------------------- statements */

hk_node *hk_node_output(hk_parser *h, hk_node *expression)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_Output);
    hki_nodes_push(h->p, &n->as.Output.nodes, place_expr(h, expression));
    return hki_node_done(h->p, n);
}

hk_node *hk_node_do(hk_parser *h, hk_node *expression)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_ExprStmt);
    n->as.ExprStmt.node = place_expr(h, expression);
    return hki_node_done(h->p, n);
}

hk_node *hk_node_set(hk_parser *h, hk_node *target, hk_node *expression)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_Assign);
    n->as.Assign.target = hki_tag_place(h, target, HKI_USE_TARGET);
    n->as.Assign.node = place_expr(h, expression);
    return hki_node_done(h->p, n);
}

hk_node *hk_node_if(hk_parser *h, hk_node *test, hk_nodes *body)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_If);
    n->as.If.test = place_expr(h, test);
    n->as.If.body = place_body(h, body);
    return hki_node_done(h->p, n);
}

hk_node *hk_node_for(hk_parser *h, hk_node *target, hk_node *iterable, hk_nodes *body)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_For);
    n->as.For.target = hki_tag_place(h, target, HKI_USE_TARGET);
    n->as.For.iter = place_expr(h, iterable);
    n->as.For.body = place_body(h, body);
    return hki_node_done(h->p, n);
}

/* A statement that has not found its place yet, and so can be added to. */
static bool is_open(hk_parser *h, const hki_node *n)
{
    if (h->p->failed) return false;
    if (!n || (n->kind != HKI_NODE_If && n->kind != HKI_NODE_For)) return hki_tag_misuse(h, "an if or a for is needed");
    return !n->mark || hki_tag_misuse(h, "a node has one place");
}

/* `n` has got more children: without looking at those it had. */
static hki_node *deepen(hk_parser *h, hki_node *n, const hki_nodes *more)
{
    hki_node *deepest = n;
    for (uint32_t i = 0; i < more->count; i++)
        if (more->item[i]->depth >= deepest->depth) deepest = more->item[i];
    for (uint32_t i = 0; i < more->count; i++) n->hope |= more->item[i]->hope & HKI_HOPE_PART;
    if (deepest == n || h->p->failed) return n;
    if (deepest->depth >= HKI_MAX_SYNTAX_DEPTH) return hki_node_done(h->p, n);
    n->depth = (uint16_t)(deepest->depth + 1);
    return n;
}

hk_node *hk_node_elif(hk_parser *h, hk_node *node, hk_node *test, hk_nodes *body)
{
    if (!h) return NULL;
    if (!is_open(h, node)) return &h->p->spare.node;
    if (node->kind != HKI_NODE_If || node->as.If.orelse.count) hki_tag_misuse(h, "an if without an else is needed");
    hki_node *branch = hk_node_if(h, test, body);
    if (h->p->failed) return &h->p->spare.node;
    branch->mark = 1;
    hki_nodes_push(h->p, &node->as.If.elif, branch);
    return deepen(h, node, &(hki_nodes){&branch, 1, 1});
}

hk_node *hk_node_else(hk_parser *h, hk_node *node, hk_nodes *body)
{
    if (!h) return NULL;
    if (!is_open(h, node)) return &h->p->spare.node;
    hki_nodes *orelse = node->kind == HKI_NODE_If ? &node->as.If.orelse : &node->as.For.orelse;
    if (orelse->count) hki_tag_misuse(h, "there is an else already");
    hki_nodes own = place_body(h, body);
    if (h->p->failed) return &h->p->spare.node;
    *orelse = own;
    return deepen(h, node, orelse);
}

hk_node *hk_node_scope(hk_parser *h, hk_nodes *body)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_With);
    n->as.With.body = place_body(h, body);
    return hki_node_done(h->p, n);
}

hk_node *hk_node_call_block(hk_parser *h, hk_node *called, hk_nodes *params, hk_nodes *body)
{
    if (!h) return NULL;
    hki_node *n = make(h, HKI_NODE_CallBlock);
    n->as.CallBlock.call = place_expr(h, called);
    if (!h->p->failed && n->as.CallBlock.call->kind != HKI_NODE_Call) hki_tag_misuse(h, "a call is needed");
    for (uint32_t i = 0; params && !h->p->failed && i < params->count; i++) {
        hki_node *param = hki_tag_place(h, params->item[i], HKI_USE_TARGET);
        if (!h->p->failed && param->kind != HKI_NODE_Name) hki_tag_misuse(h, "the name of a parameter is needed");
        if (!h->p->failed) param->as.Name.ctx = HKI_CTX_PARAM;
        hki_nodes_push(h->p, &n->as.CallBlock.args, param);
    }
    n->as.CallBlock.body = place_body(h, body);
    return hki_node_done(h->p, n);
}
