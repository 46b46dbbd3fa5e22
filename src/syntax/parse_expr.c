/* parse_expr.c: expressions.
 *
 * In:  the stream.   Out: one node.
 * Always: binary operators are parsed by the precedences of grammar/operators.def; the places of their nodes are those that
 * Jinja's functions, one a precedence, give them: the first of a row stands where its left operand does, each further one at its
 * operator [jinja]. */
#include "syntax/parser.h"

/* What a token is behind an operand: INFIX of a binary operator, OTHER for what may go on otherwise, 0 for all that ends the operand.
 * The precedences are by that, too. */
enum { OTHER = HKI_OPERATOR_COUNT + 1 };
#define INFIX(op) (HKI_OP_##op + 1)
static const uint8_t precedences[] = {
    0,
#define OPERATOR(name, spelling, opcode, precedence) precedence,
#include "grammar/operators.def"
    0
};
static const uint8_t behind_operand[HKI_TOKEN_MORE + 1] = {
    [HKI_TOKEN_EQ] = INFIX(EQ), [HKI_TOKEN_NE] = INFIX(NE), [HKI_TOKEN_LT] = INFIX(LT), [HKI_TOKEN_LTEQ] = INFIX(LE),
    [HKI_TOKEN_GT] = INFIX(GT), [HKI_TOKEN_GTEQ] = INFIX(GE), [HKI_TOKEN_ADD] = INFIX(ADD), [HKI_TOKEN_SUB] = INFIX(SUB),
    [HKI_TOKEN_TILDE] = INFIX(CONCAT), [HKI_TOKEN_MUL] = INFIX(MUL), [HKI_TOKEN_DIV] = INFIX(DIV), [HKI_TOKEN_FLOORDIV] = INFIX(FLOORDIV),
    [HKI_TOKEN_MOD] = INFIX(MOD), [HKI_TOKEN_POW] = INFIX(POW), [HKI_TOKEN_NAME] = OTHER, [HKI_TOKEN_DOT] = OTHER,
    [HKI_TOKEN_LBRACKET] = OTHER, [HKI_TOKEN_LPAREN] = OTHER, [HKI_TOKEN_PIPE] = OTHER, [HKI_TOKEN_STRING] = OTHER,
    [HKI_TOKEN_MORE] = OTHER};

static inline bool may_go_on(const hki_parser *p) { return behind_operand[p->current->kind]; }

/* ---- primary */

/* list = '[' [expr {',' expr} [',']] ']' */
HKI_APART hki_node *parse_list(hki_parser *p)
{
    hki_node *n = hki_node_new(p, HKI_NODE_List, here(p));
    const uint32_t from = p->ngathered;
    hki_next(p);
    while (!p->failed && !at(p, HKI_TOKEN_RBRACKET)) {
        if (p->ngathered > from) hki_expect(p, HKI_TOKEN_COMMA);
        if (at(p, HKI_TOKEN_RBRACKET)) break;
        hki_gather(p, hki_parse_expr(p));
    }
    hki_expect(p, HKI_TOKEN_RBRACKET);
    n->as.List.items = hki_gathered(p, from);
    return hki_node_done_as(p, HKI_NODE_List, n);
}

/* pair = expr ':' expr */
static hki_node *parse_pair(hki_parser *p)
{
    hki_node *key = hki_parse_expr(p);
    hki_node *n = hki_node_new(p, HKI_NODE_Pair, (hki_spot){key->line, key->column});
    hki_expect(p, HKI_TOKEN_COLON);
    n->as.Pair.key = key;
    n->as.Pair.value = hki_parse_expr(p);
    return hki_node_done_as(p, HKI_NODE_Pair, n);
}

/* dict = '{' [pair {',' pair} [',']] '}' */
HKI_APART hki_node *parse_dict(hki_parser *p)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Dict, here(p));
    const uint32_t from = p->ngathered;
    hki_next(p);
    while (!p->failed && !at(p, HKI_TOKEN_RBRACE)) {
        if (p->ngathered > from) hki_expect(p, HKI_TOKEN_COMMA);
        if (at(p, HKI_TOKEN_RBRACE)) break;
        hki_gather(p, parse_pair(p));
    }
    hki_expect(p, HKI_TOKEN_RBRACE);
    n->as.Dict.items = hki_gathered(p, from);
    return hki_node_done_as(p, HKI_NODE_Dict, n);
}

/* The text of strings in a row, in rt->scratch while the lexer goes on. */
HKI_APART void join_strings(hki_parser *p, hk_value *value)
{
    size_t mark = hki_text_begin(p->rt);
    hki_buf_put(&p->rt->scratch, hki_as_str(*value)->data, hki_as_str(*value)->size);
    while (at(p, HKI_TOKEN_STRING)) {
        const hki_str *more = hki_as_str(p->current->value);
        hki_buf_put(&p->rt->scratch, more->data, more->size);
        hki_next(p);
    }
    if (!hki_text_end(p->rt, mark, 0, value)) hki_park(p, here(p));
}

/* string = STRING {STRING} */
static hki_node *parse_string(hki_parser *p)
{
    hki_node *n = hki_const_node(p, here(p), p->current->value);
    hki_next(p);
    if (at(p, HKI_TOKEN_STRING)) join_strings(p, &n->as.Const.value);
    return n;
}

/* constant = 'true' | 'True' | 'false' | 'False' | 'none' | 'None' */
static bool constant(enum hki_word word, hk_value *value)
{
    switch (word) {
    case HKI_WORD_true:
    case HKI_WORD_True: *value = hki_bool(true); return true;
    case HKI_WORD_false:
    case HKI_WORD_False: *value = hki_bool(false); return true;
    case HKI_WORD_none:
    case HKI_WORD_None: *value = hki_none(); return true;
    default: return false;
    }
}

/* name = constant | NAME */
static inline hki_node *parse_name(hki_parser *p)
{
    hk_value value;
    const enum hki_word word = (enum hki_word)p->current->word;
    hki_node *n = word && constant(word, &value) ? hki_const_node(p, here(p), value) :
                                                   hki_name_node(p, here(p), token_text(p, p->current), HKI_CTX_LOAD);
    hki_next(p);
    return n;
}

/* parentheses = '(' [tuple] ')'
 * They count twice in the depth of recursion, here and in their operators, and so do arguments: theirs are the longest ways
 * from one expression to the next. */
HKI_APART hki_node *parse_parentheses(hki_parser *p)
{
    hki_node *n = &p->spare.node;
    hki_next(p);
    if (hki_deeper(p)) n = hki_parse_tuple(p, HKI_TUPLE_PARENTHESES);
    shallower(p);
    hki_expect(p, HKI_TOKEN_RPAREN);
    return n;
}

/* primary = name | string | INTEGER | FLOAT | parentheses | list | dict */
HKI_APART hki_node *parse_primary(hki_parser *p)
{
    hki_node *n;
    switch ((enum hki_token_kind)p->current->kind) {
    case HKI_TOKEN_NAME: return parse_name(p);
    case HKI_TOKEN_STRING: return parse_string(p);
    case HKI_TOKEN_LPAREN: return parse_parentheses(p);
    case HKI_TOKEN_LBRACKET: return parse_list(p);
    case HKI_TOKEN_LBRACE: return parse_dict(p);
    case HKI_TOKEN_INTEGER:
    case HKI_TOKEN_FLOAT:
        n = hki_const_node(p, here(p), p->current->value);
        hki_next(p);
        return n;
    default:
        hki_fail_unexpected(p, "unexpected %r");
        return &p->spare.node;
    }
}

/* Room for a node that parse_start makes. */
enum { START_ROOM = sizeof(hki_node) };

/* Nearly all operands begin with a name and its attributes, or are a literal; most are no more than that. The current token is then what
 * follows, be it MORE, which may_go_on. NULL: it begins otherwise, or there is no room at hand, and nothing was read. (Nothing is called,
 * so that its callers need keep nothing where there is no more to do.) */
HKI_INLINE hki_node *parse_start(hki_parser *p)
{
    const hki_token *t = p->current;
    hki_node *n;
    if (p->depth >= HKI_MAX_SYNTAX_DEPTH || p->nreads >= p->reads_cap || !hki_tree_has(p, START_ROOM)) return NULL;
    if (t->kind == HKI_TOKEN_NAME && !t->word) {
        const hki_str *name = hki_as_str(t->value);
        n = hki_node_quick(p, HKI_NODE_Name, t->at);
        n->as.Name.name = name;
        p->reads[p->nreads++] = name;
        for (; t[1].kind == HKI_TOKEN_DOT && t[2].kind == HKI_TOKEN_NAME && !t[2].word; t += 2) {
            if (n->depth >= HKI_MAX_SYNTAX_DEPTH || !hki_tree_has(p, START_ROOM)) break;
            hki_node *of = n;
            n = hki_node_quick(p, HKI_NODE_Getattr, t[1].at);
            n->as.Getattr.node = of;
            n->as.Getattr.attr = hki_as_str(t[2].value);
            n->depth = of->depth + 1;
        }
    } else if (t->kind == HKI_TOKEN_INTEGER || (t->kind == HKI_TOKEN_STRING && !behind_operand[t[1].kind])) {
        const hk_value value = t->value;
        n = hki_node_quick(p, HKI_NODE_Const, t->at);
        n->as.Const.value = value;
        n->hope = HKI_HOPE_ALL;
    } else {
        return NULL;
    }
    p->current = t + 1;
    return n;
}

HKI_APART hki_node *parse_on(hki_parser *p, unsigned lowest, hki_node *n, hki_spot start);
HKI_APART hki_node *parse_conditions(hki_parser *p, hki_node *then, hki_spot spot);

/* An expression, which has conditions or none, from what parse_start gave, which was at `start`. */
HKI_INLINE hki_node *parse_rest(hki_parser *p, hki_node *n, hki_spot start, bool conditions)
{
    n = parse_on(p, 1, n, start);
    return conditions && at_word(p, HKI_WORD_if) ? parse_conditions(p, n, start) : n;
}

HKI_APART hki_node *parse_longer(hki_parser *p, hki_node *n, hki_spot start) { return parse_rest(p, n, start, true); }

hki_node *hki_parse_expr(hki_parser *p)
{
    const hki_spot start = here(p);
    hki_node *n = parse_start(p);
    return n && !may_go_on(p) ? n : parse_longer(p, n, start);
}

/* [jinja] No word ends a tuple, also not the `in` of a loop: for a, in b is an error. */
static bool tuple_ends(const hki_parser *p)
{
    return at(p, HKI_TOKEN_VARIABLE_END) || at(p, HKI_TOKEN_BLOCK_END) || at(p, HKI_TOKEN_RPAREN);
}

/* simple = primary | NAME '.' NAME
 * With a point it is a target: an attribute of a namespace. */
HKI_APART hki_node *parse_simple(hki_parser *p, bool namespace)
{
    const bool named = namespace && at(p, HKI_TOKEN_NAME);
    hki_node *n = parse_primary(p);
    if (!named || n->kind != HKI_NODE_Name || !hki_skip(p, HKI_TOKEN_DOT)) return n;
    hki_node *ref = hki_node_new(p, HKI_NODE_NSRef, (hki_spot){n->line, n->column});
    ref->as.NSRef.name = n->as.Name.name;
    ref->as.NSRef.attr = hki_expect_name(p);
    return ref;
}

static inline hki_node *parse_item(hki_parser *p, unsigned flags)
{
    if (flags & HKI_TUPLE_SIMPLE) return parse_simple(p, flags & HKI_TUPLE_NAMESPACE);
    return flags & HKI_TUPLE_NO_CONDITION ? hki_parse_operators(p, 1) : hki_parse_expr(p);
}

/* At the comma behind `item`. [jinja] A tuple stands at its last comma. */
HKI_APART hki_node *parse_items(hki_parser *p, unsigned flags, hki_node *item)
{
    const uint32_t from = p->ngathered;
    hki_spot spot = here(p);
    hki_gather(p, item);
    while (at(p, HKI_TOKEN_COMMA)) {
        spot = here(p);
        hki_next(p);
        if (p->failed || tuple_ends(p)) break;
        hki_gather(p, parse_item(p, flags));
    }
    hki_node *n = hki_node_new(p, HKI_NODE_Tuple, spot);
    n->as.Tuple.items = hki_gathered(p, from);
    return hki_node_done_as(p, HKI_NODE_Tuple, n);
}

/* Without a comma it is no tuple, but the expression. */
HKI_APART hki_node *parse_longer_tuple(hki_parser *p, hki_node *n, hki_spot start, unsigned flags)
{
    if (n || !tuple_ends(p)) {
        if (flags & HKI_TUPLE_SIMPLE) n = parse_simple(p, flags & HKI_TUPLE_NAMESPACE);
        else n = parse_rest(p, n, start, !(flags & HKI_TUPLE_NO_CONDITION));
        return at(p, HKI_TOKEN_COMMA) ? parse_items(p, flags, n) : n;
    }
    if (flags & HKI_TUPLE_PARENTHESES) return hki_node_done(p, hki_node_new(p, HKI_NODE_Tuple, here(p)));
    hki_fail_unexpected(p, "Expected an expression, got %r");
    return &p->spare.node;
}

/* tuple = expr {',' expr} [',']
 * The flags may ask for less than an expression. */
hki_node *hki_parse_tuple(hki_parser *p, unsigned flags)
{
    const hki_spot start = here(p);
    hki_node *n = flags & HKI_TUPLE_SIMPLE ? NULL : parse_start(p);
    return n && !may_go_on(p) && !at(p, HKI_TOKEN_COMMA) ? n : parse_longer_tuple(p, n, start, flags);
}

static void use_as(hki_node *n, enum hki_name_ctx ctx)
{
    if (n->kind == HKI_NODE_Name) n->as.Name.ctx = ctx;
    if (n->kind != HKI_NODE_Tuple) return;
    n->as.Tuple.ctx = ctx;
    for (uint32_t i = 0; i < n->as.Tuple.items.count; i++) use_as(n->as.Tuple.items.item[i], ctx);
}

static bool can_assign(const hki_node *n)
{
    if (n->kind == HKI_NODE_Name || n->kind == HKI_NODE_NSRef) return true;
    if (n->kind != HKI_NODE_Tuple) return false;
    for (uint32_t i = 0; i < n->as.Tuple.items.count; i++)
        if (!can_assign(n->as.Tuple.items.item[i])) return false;
    return true;
}

/* [jinja] The message names the class of the node; ours have one class for all binary and one for all unary operators. */
static bool fail_assign(hki_parser *p, const hki_node *n)
{
    static const char *const operators[] = {
#define OPERATOR(name, spelling, opcode, precedence) #name,
#include "grammar/operators.def"
    };
    char lower[32];
    const char *name = hki_node_infos[n->kind].name;
    if (n->kind == HKI_NODE_Binary) name = operators[n->as.Binary.op];
    if (n->kind == HKI_NODE_Unary) name = operators[n->as.Unary.op];
    size_t size = strlen(name);
    for (size_t i = 0; i <= size; i++) lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] | 0x20) : name[i];
    const hki_spot spot = {n->line, n->column};
    return hki_fail_at(p, spot, "can't assign to '%s'", lower);
}

/* target = simple {',' simple} [',']
 * Only names, tuples of names and, in `set`, attributes of namespaces can be assigned to. */
hki_node *hki_parse_target(hki_parser *p, unsigned flags, enum hki_name_ctx ctx)
{
    const hki_token *t = p->current;
    if (t->kind == HKI_TOKEN_NAME && !t->word && (t[1].kind == HKI_TOKEN_ASSIGN || t[1].word == HKI_WORD_in)) {
        hki_next(p);
        return hki_name_node(p, t->at, hki_as_str(t->value), ctx);
    }
    hki_node *n = hki_parse_tuple(p, flags | HKI_TUPLE_SIMPLE);
    if (p->failed) return n;
    use_as(n, ctx);
    if (!can_assign(n)) fail_assign(p, n);
    return n;
}

/* target_name = NAME
 * It must not be a constant. */
hki_node *hki_parse_target_name(hki_parser *p, enum hki_name_ctx ctx)
{
    hki_spot spot = here(p);
    hk_value value;
    bool fixed = constant((enum hki_word)p->current->word, &value);
    hki_node *n = hki_name_node(p, spot, hki_expect_name(p), ctx);
    if (fixed && !p->failed) fail_assign(p, n);
    return n;
}

/* ---- postfix: attributes, subscripts, calls, filters, tests */

/* What is behind the point is passed over before it is looked at, so that an error further on comes first [jinja]. */
HKI_APART hki_node *parse_number_attribute(hki_parser *p, hki_spot spot, hki_node *node)
{
    const hki_token token = *p->current;
    hki_next(p);
    if (token.kind != HKI_TOKEN_INTEGER) hki_fail_at(p, token.at, "expected name or number");
    hki_node *arg = hki_const_node(p, token.at, token.value), *n = hki_node_new(p, HKI_NODE_Getitem, spot);
    n->as.Getitem.node = node;
    n->as.Getitem.arg = arg;
    return hki_node_done_as(p, HKI_NODE_Getitem, n);
}

/* attribute = '.' (NAME | INTEGER) */
HKI_APART hki_node *parse_attribute(hki_parser *p, hki_node *node)
{
    const hki_spot spot = here(p);
    hki_next(p);
    if (!at(p, HKI_TOKEN_NAME)) return parse_number_attribute(p, spot, node);
    const hki_str *attr = token_text(p, p->current);
    hki_next(p);
    hki_node *n = hki_node_new(p, HKI_NODE_Getattr, spot);
    n->as.Getattr.node = node;
    n->as.Getattr.attr = attr;
    return hki_node_done_as(p, HKI_NODE_Getattr, n);
}

static bool slice_part_ends(const hki_parser *p)
{
    return at(p, HKI_TOKEN_COLON) || at(p, HKI_TOKEN_RBRACKET) || at(p, HKI_TOKEN_COMMA);
}

/* index = expr | [expr] ':' [expr] [':' [expr]] */
static hki_node *parse_index(hki_parser *p)
{
    hki_spot spot = here(p);
    hki_node *start = NULL;
    if (!at(p, HKI_TOKEN_COLON)) {
        start = hki_parse_expr(p);
        if (!at(p, HKI_TOKEN_COLON)) return start;
    }
    hki_node *n = hki_node_new(p, HKI_NODE_Slice, spot);
    n->as.Slice.start = start;
    hki_next(p);
    if (!slice_part_ends(p)) n->as.Slice.stop = hki_parse_expr(p);
    if (hki_skip(p, HKI_TOKEN_COLON) && (at(p, HKI_TOKEN_COLON) || !slice_part_ends(p))) n->as.Slice.step = hki_parse_expr(p);
    return hki_node_done_as(p, HKI_NODE_Slice, n);
}

/* subscript = '[' [index {',' index}] ']'
 * More or less than one make a tuple. */
HKI_APART hki_node *parse_subscript(hki_parser *p, hki_node *node)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Getitem, here(p));
    hki_node *tuple = NULL, *arg = NULL;
    hki_next(p);
    if (at(p, HKI_TOKEN_RBRACKET)) tuple = hki_node_new(p, HKI_NODE_Tuple, (hki_spot){n->line, n->column});
    while (!p->failed && !at(p, HKI_TOKEN_RBRACKET)) {
        if (arg && !tuple) {
            tuple = hki_node_new(p, HKI_NODE_Tuple, (hki_spot){n->line, n->column});
            hki_nodes_push(p, &tuple->as.Tuple.items, arg);
        }
        if (arg) hki_expect(p, HKI_TOKEN_COMMA);
        arg = parse_index(p);
        if (tuple) hki_nodes_push(p, &tuple->as.Tuple.items, arg);
    }
    hki_expect(p, HKI_TOKEN_RBRACKET);
    n->as.Getitem.node = node;
    n->as.Getitem.arg = tuple ? hki_node_done(p, tuple) : arg;
    return hki_node_done_as(p, HKI_NODE_Getitem, n);
}

/* What Call, Filter and Test have in common. */
typedef struct arguments { hki_nodes args, kwargs; hki_node *dyn_args, *dyn_kwargs; } arguments;

static void ensure(hki_parser *p, bool ok, hki_spot spot)
{
    if (!ok) hki_fail_at(p, spot, "invalid syntax for function call expression");
}

/* keyword = NAME '=' expr */
static hki_node *parse_keyword(hki_parser *p)
{
    const hki_str *key = token_text(p, p->current);
    hki_next(p);
    hki_next(p);
    hki_node *value = hki_parse_expr(p);
    hki_node *n = hki_node_new(p, HKI_NODE_Keyword, (hki_spot){value->line, value->column});
    n->as.Keyword.key = key;
    n->as.Keyword.value = value;
    return hki_node_done_as(p, HKI_NODE_Keyword, n);
}

/* argument = expr | keyword | '*' expr | '**' expr
 * First plain ones, then keywords with at most one * among them, then **. *keywords: where they begin in what is gathered. */
static void parse_argument(hki_parser *p, arguments *a, hki_spot spot, uint32_t *keywords)
{
    if (at(p, HKI_TOKEN_MUL)) {
        ensure(p, !a->dyn_args && !a->dyn_kwargs, spot);
        hki_next(p);
        a->dyn_args = hki_parse_expr(p);
    } else if (at(p, HKI_TOKEN_POW)) {
        ensure(p, !a->dyn_kwargs, spot);
        hki_next(p);
        a->dyn_kwargs = hki_parse_expr(p);
    } else if (at(p, HKI_TOKEN_NAME) && hki_look(p)->kind == HKI_TOKEN_ASSIGN) {
        ensure(p, !a->dyn_kwargs, spot);
        hki_gather(p, parse_keyword(p));
    } else {
        ensure(p, !a->dyn_args && !a->dyn_kwargs && *keywords == p->ngathered, spot);
        hki_gather(p, hki_parse_expr(p));
        *keywords = p->ngathered;
    }
}

/* A name or literal alone between parentheses, as most arguments are. None, and at the first: they are otherwise. */
HKI_INLINE hki_nodes parse_sole_argument(hki_parser *p)
{
    const hki_token *t = p->current;
    hki_node *n = NULL;
    if (t[1].kind == HKI_TOKEN_MORE || t[2].kind != HKI_TOKEN_RPAREN || t[3].kind == HKI_TOKEN_MORE) return (hki_nodes){0};
    p->current = t + 1;
    if (p->depth < HKI_MAX_SYNTAX_DEPTH - 1) n = parse_start(p);
    p->current = n ? t + 3 : t;
    if (!n) return (hki_nodes){0};
    hki_node **item = hki_tree_take(p, sizeof *item);
    *item = n;
    return (hki_nodes){item, 1, 1};
}

/* arguments = '(' [argument {',' argument} [',']] ')' */
HKI_APART void parse_arguments(hki_parser *p, arguments *a)
{
    const hki_spot spot = here(p);
    const uint32_t from = p->ngathered;
    uint32_t keywords = from;
    hki_deeper(p);
    hki_next(p);
    while (!p->failed && !at(p, HKI_TOKEN_RPAREN)) {
        parse_argument(p, a, spot, &keywords);
        if (at(p, HKI_TOKEN_RPAREN)) break;
        hki_expect(p, HKI_TOKEN_COMMA);
    }
    shallower(p);
    hki_expect(p, HKI_TOKEN_RPAREN);
    a->kwargs = hki_gathered(p, keywords);
    a->args = hki_gathered(p, from);
}

HKI_INLINE arguments parse_call_arguments(hki_parser *p)
{
    arguments a = {.args = parse_sole_argument(p)};
    if (!a.args.count) parse_arguments(p, &a);
    return a;
}

/* call = arguments */
HKI_APART hki_node *parse_call(hki_parser *p, hki_node *node)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Call, here(p));
    const arguments a = parse_call_arguments(p);
    n->as.Call.node = node;
    n->as.Call.args = a.args;
    n->as.Call.kwargs = a.kwargs;
    n->as.Call.dyn_args = a.dyn_args;
    n->as.Call.dyn_kwargs = a.dyn_kwargs;
    return hki_node_done_as(p, HKI_NODE_Call, n);
}

/* Behind the first name, at a point. */
HKI_APART const hki_str *parse_more_names(hki_parser *p, const hki_str *name)
{
    size_t mark = hki_text_begin(p->rt);
    hki_buf_put(&p->rt->scratch, name->data, name->size);
    while (hki_skip(p, HKI_TOKEN_DOT)) {
        name = hki_expect_name(p);
        hki_buf_char(&p->rt->scratch, '.');
        hki_buf_put(&p->rt->scratch, name->data, name->size);
    }
    hk_value text;
    if (!hki_text_end(p->rt, mark, 0, &text)) {
        hki_park(p, here(p));
        return name;
    }
    return hki_as_str(text);
}

/* dotted_name = NAME {'.' NAME} */
static const hki_str *parse_dotted_name(hki_parser *p)
{
    const hki_str *name = hki_expect_name(p);
    return at(p, HKI_TOKEN_DOT) ? parse_more_names(p, name) : name;
}

HKI_INLINE hki_node *filter_node(hki_parser *p, hki_spot spot, const hki_str *name, hki_node *node, const arguments *a)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Filter, spot);
    n->as.Filter.node = node;
    n->as.Filter.name = name;
    n->as.Filter.args = a->args;
    n->as.Filter.kwargs = a->kwargs;
    n->as.Filter.dyn_args = a->dyn_args;
    n->as.Filter.dyn_kwargs = a->dyn_kwargs;
    return hki_node_done_as(p, HKI_NODE_Filter, n);
}

HKI_APART hki_node *parse_filter_call(hki_parser *p, hki_spot spot, const hki_str *name, hki_node *node)
{
    arguments a = {0};
    parse_arguments(p, &a);
    return filter_node(p, spot, name, node, &a);
}

/* filter = dotted_name [arguments] */
static hki_node *parse_filter(hki_parser *p, hki_node *node)
{
    const hki_spot spot = here(p);
    const hki_str *name = parse_dotted_name(p);
    if (!at(p, HKI_TOKEN_LPAREN)) return filter_node(p, spot, name, node, &(arguments){0});
    const hki_nodes sole = parse_sole_argument(p);
    return sole.count ? filter_node(p, spot, name, node, &(arguments){.args = sole}) : parse_filter_call(p, spot, name, node);
}

/* filters = {'|' filter} */
hki_node *hki_parse_filters(hki_parser *p, hki_node *node, bool inside)
{
    if (inside) node = parse_filter(p, node);
    while (hki_skip(p, HKI_TOKEN_PIPE)) node = parse_filter(p, node);
    return node;
}

/* Does the current token begin the argument of a test that has no parentheses? [jinja] Any name does but else, or, and. */
static bool test_argument_starts(const hki_parser *p)
{
    switch ((enum hki_token_kind)p->current->kind) {
    case HKI_TOKEN_NAME: return !at_word(p, HKI_WORD_else) && !at_word(p, HKI_WORD_or) && !at_word(p, HKI_WORD_and);
    case HKI_TOKEN_STRING:
    case HKI_TOKEN_INTEGER:
    case HKI_TOKEN_FLOAT:
    case HKI_TOKEN_LBRACKET:
    case HKI_TOKEN_LBRACE: return true;
    default: return false;
    }
}

/* postfix = {attribute | subscript | call} */
static inline hki_node *parse_postfix(hki_parser *p, hki_node *node)
{
    for (;;) {
        switch ((enum hki_token_kind)p->current->kind) {
        case HKI_TOKEN_DOT: node = parse_attribute(p, node); break;
        case HKI_TOKEN_LBRACKET: node = parse_subscript(p, node); break;
        case HKI_TOKEN_LPAREN: node = parse_call(p, node); break;
        default: return node;
        }
    }
}

/* test_argument = primary postfix */
static hki_nodes parse_test_argument(hki_parser *p)
{
    const uint32_t from = p->ngathered;
    if (at_word(p, HKI_WORD_is)) hki_fail(p, "You cannot chain multiple tests with is");
    if (hki_deeper(p)) hki_gather(p, parse_postfix(p, parse_primary(p)));
    shallower(p);
    return hki_gathered(p, from);
}

/* test = 'is' ['not'] dotted_name [arguments | test_argument] */
HKI_APART hki_node *parse_test(hki_parser *p, hki_node *node)
{
    hki_spot spot = here(p);
    arguments a = {0};
    hki_next(p);
    bool negated = hki_skip_word(p, HKI_WORD_not);
    hki_node *n = hki_node_new(p, HKI_NODE_Test, spot);
    n->as.Test.name = parse_dotted_name(p);
    if (at(p, HKI_TOKEN_LPAREN))
        a = parse_call_arguments(p);
    else if (test_argument_starts(p))
        a.args = parse_test_argument(p);
    n->as.Test.node = node;
    n->as.Test.args = a.args;
    n->as.Test.kwargs = a.kwargs;
    n->as.Test.dyn_args = a.dyn_args;
    n->as.Test.dyn_kwargs = a.dyn_kwargs;
    hki_node_done_as(p, HKI_NODE_Test, n);
    return negated ? hki_unary_node(p, spot, HKI_OP_NOT, n) : n;
}

/* filtered = {'|' filter | test | call} */
static inline hki_node *parse_filtered(hki_parser *p, hki_node *node)
{
    for (;;) {
        if (at(p, HKI_TOKEN_PIPE))
            node = hki_parse_filters(p, node, false);
        else if (at_word(p, HKI_WORD_is))
            node = parse_test(p, node);
        else if (at(p, HKI_TOKEN_LPAREN))
            node = parse_call(p, node);
        else
            return node;
    }
}

/* ---- operators */

/* sign = ('-' | '+') (sign | primary) postfix
 * Behind an inner sign nothing is filtered: that comes behind the outermost one. */
HKI_APART hki_node *parse_sign(hki_parser *p)
{
    hki_node *n = &p->spare.node;
    const hki_spot spot = here(p);
    const enum hki_operator op = at(p, HKI_TOKEN_SUB) ? HKI_OP_NEG : HKI_OP_POS;
    hki_next(p);
    if (hki_deeper(p)) {
        bool again = at(p, HKI_TOKEN_SUB) || at(p, HKI_TOKEN_ADD);
        n = parse_postfix(p, again ? parse_sign(p) : parse_primary(p));
    }
    shallower(p);
    return hki_unary_node(p, spot, op, n);
}

/* What the current token is behind an operand that is done: INFIX of an operator, or of precedence 0. */
static inline unsigned infix(hki_parser *p)
{
    static const uint8_t of_words[HKI_WORD_COUNT] = {
        [HKI_WORD_or] = INFIX(OR), [HKI_WORD_and] = INFIX(AND), [HKI_WORD_in] = INFIX(IN), [HKI_WORD_not] = INFIX(NOTIN)};
    if (!at(p, HKI_TOKEN_NAME)) return behind_operand[p->current->kind];
    if (at_word(p, HKI_WORD_not) && hki_look(p)->word != HKI_WORD_in) return 0;
    return of_words[p->current->word];
}

/* compare = sum {('==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not' 'in') sum}
 * [jinja] The node stands at the token behind it. */
static hki_node *parse_compare(hki_parser *p, hki_node *left, unsigned op)
{
    const uint32_t from = p->ngathered;
    for (; precedences[op] == precedences[INFIX(EQ)]; op = infix(p)) {
        hki_node *operand = hki_node_new(p, HKI_NODE_Operand, here(p));
        hki_next(p);
        if (op == INFIX(NOTIN)) hki_next(p);
        operand->as.Operand.op = (int)op - 1;
        operand->as.Operand.expr = hki_parse_operators(p, precedences[INFIX(EQ)] + 1);
        hki_gather(p, hki_node_done_as(p, HKI_NODE_Operand, operand));
    }
    hki_node *n = hki_node_new(p, HKI_NODE_Compare, here(p));
    n->as.Compare.expr = left;
    n->as.Compare.ops = hki_gathered(p, from);
    return hki_node_done_as(p, HKI_NODE_Compare, n);
}

/* concat = product {'~' product} */
static hki_node *parse_concat(hki_parser *p, hki_node *left, hki_spot spot)
{
    const uint32_t from = p->ngathered;
    hki_node *n = hki_node_new(p, HKI_NODE_Concat, spot);
    hki_gather(p, left);
    while (hki_skip(p, HKI_TOKEN_TILDE)) hki_gather(p, hki_parse_operators(p, precedences[INFIX(CONCAT)] + 1));
    n->as.Concat.nodes = hki_gathered(p, from);
    return hki_node_done_as(p, HKI_NODE_Concat, n);
}

/* What follows a first operand that began at `start`: one row of operators of the same precedence after another, from `lowest` up; what
 * binds tighter belongs to an operand. `op` is what infix gave. */
HKI_APART hki_node *parse_rows(hki_parser *p, unsigned lowest, hki_node *n, hki_spot start, unsigned op)
{
    hki_spot again = start;
    unsigned last = 0;
    for (; precedences[op] >= lowest; op = infix(p)) {
        hki_spot spot = precedences[op] == last ? again : start;
        last = precedences[op];
        if (last == precedences[INFIX(EQ)]) {
            n = parse_compare(p, n, op);
        } else if (op == INFIX(CONCAT)) {
            n = parse_concat(p, n, spot);
        } else {
            hki_next(p);
            n = hki_binary_node(p, spot, (enum hki_operator)(op - 1), n, hki_parse_operators(p, last + 1));
        }
        again = here(p);
    }
    return n;
}

/* not = 'not' not | compare */
HKI_APART hki_node *parse_not(hki_parser *p)
{
    const hki_spot spot = here(p);
    hki_next(p);
    return hki_unary_node(p, spot, HKI_OP_NOT, hki_parse_operators(p, precedences[INFIX(NOT)]));
}

/* unary = (sign | primary) postfix filtered
 * `n`: what parse_start gave. */
HKI_INLINE hki_node *parse_unary(hki_parser *p, hki_node *n)
{
    if (!n) n = at(p, HKI_TOKEN_SUB) || at(p, HKI_TOKEN_ADD) ? parse_sign(p) : parse_primary(p);
    if (behind_operand[p->current->kind] != OTHER) return n;
    return parse_filtered(p, parse_postfix(p, n));
}

/* or  = and {'or' and}                    concat  = product {'~' product}
 * and = not {'and' not}                   product = power {('*' | '/' | '//' | '%') power}
 * sum = concat {('+' | '-') concat}       power   = unary {'**' unary}
 * `n`: what parse_start gave, at `start`, and may go on. */
HKI_APART hki_node *parse_on(hki_parser *p, unsigned lowest, hki_node *n, hki_spot start)
{
    if (at(p, HKI_TOKEN_MORE)) hki_read_on(p);
    if (hki_deeper(p)) {
        n = !n && lowest <= precedences[INFIX(NOT)] && at_word(p, HKI_WORD_not) ? parse_not(p) : parse_unary(p, n);
        const unsigned op = infix(p);
        if (precedences[op] >= lowest) n = parse_rows(p, lowest, n, start, op);
    } else {
        n = &p->spare.node;
    }
    shallower(p);
    return n;
}

hki_node *hki_parse_operators(hki_parser *p, unsigned lowest)
{
    const hki_spot start = here(p);
    hki_node *n = parse_start(p);
    return n && !may_go_on(p) ? n : parse_on(p, lowest, n, start);
}

/* expr = or {'if' or ['else' expr]} */
HKI_APART hki_node *parse_conditions(hki_parser *p, hki_node *then, hki_spot spot)
{
    while (hki_skip_word(p, HKI_WORD_if)) {
        hki_node *n = hki_node_new(p, HKI_NODE_CondExpr, spot);
        n->as.CondExpr.then = then;
        n->as.CondExpr.test = hki_parse_operators(p, 1);
        if (hki_skip_word(p, HKI_WORD_else)) {
            if (hki_deeper(p)) n->as.CondExpr.orelse = hki_parse_expr(p);
            shallower(p);
        }
        then = hki_node_done_as(p, HKI_NODE_CondExpr, n);
        spot = here(p);
    }
    return then;
}
