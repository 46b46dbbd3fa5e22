/* parse_ext.c: the tags that extensions bring.
 *
 * In:  the stream.   Out: statements. {% trans %} becomes calls of the gettext functions, as Jinja's extension writes them.
 * Always: all that {% trans %} makes up stands at its tag. */
#include "syntax/parser.h"

#include "base/utf8.h"
#include "syntax/whitespace.h"

/* do = 'do' tuple */
hki_node *hki_parse_do(hki_parser *p)
{
    hki_node *n = hki_node_new(p, HKI_NODE_ExprStmt, here(p));
    hki_next(p);
    n->as.ExprStmt.node = hki_parse_tuple(p, 0);
    return hki_node_done(p, n);
}

/* loop_control = 'break' | 'continue' */
hki_node *hki_parse_loop_control(hki_parser *p)
{
    hki_node *n = hki_node_new(p, at_word(p, HKI_WORD_break) ? HKI_NODE_Break : HKI_NODE_Continue, here(p));
    hki_next(p);
    return n;
}

/* debug = 'debug' */
hki_node *hki_parse_debug(hki_parser *p)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Debug, here(p));
    hki_next(p);
    return n;
}

/* generation = 'generation' body 'endgeneration' */
hki_node *hki_parse_generation(hki_parser *p)
{
    hki_node *n = hki_node_new(p, HKI_NODE_CallBlock, here(p));
    hki_next(p);
    n->as.CallBlock.body = hki_parse_last_body(p, HKI_WORD_endgeneration);
    return hki_node_done(p, n);
}

/* ---- trans */

/* A variable of the message: given in the tag, or only named in the text. */
typedef struct variable { const hki_str *name; hki_node *value; } variable;

typedef struct trans {
    hki_parser *p;
    hki_spot spot;
    variable *variables;
    uint32_t count, cap;
    uint32_t declared;          /* the first of them: those that the tag gives */
    hki_node *number;           /* what the plural is chosen by; NULL: not known yet */
    bool number_is_num;         /* it is the variable num, which new gettext functions know anyway */
    bool referenced;            /* the text names a variable */
    int8_t trimmed;             /* -1: as the policy says */
    const hki_str *context;     /* NULL: none */
    const hki_str *singular, *plural;   /* as they are in the source; plural NULL: there is none */
} trans;

static hki_node *load(trans *t, const hki_str *name)
{
    return hki_name_node(t->p, t->spot, name, HKI_CTX_LOAD);
}

static variable *find_variable(trans *t, const hki_str *name)
{
    if (t->p->failed) return NULL;
    const hki_name *entry = hki_names_get(&t->p->names, name->data, name->size);
    return entry && entry->owner == t->p->trans_blocks ? &t->variables[entry->index] : NULL;
}

static bool grow_variables(trans *t)
{
    uint32_t cap = t->cap ? t->cap * 2 : 4;
    variable *more = hki_region_array(t->p->rt->region, cap, sizeof *more);
    if (!more) {
        hki_raise_memory(t->p->rt);
        return hki_park(t->p, here(t->p));
    }
    if (t->count) memcpy(more, t->variables, t->count * sizeof *more);
    t->variables = more;
    t->cap = cap;
    return true;
}

static void add_variable(trans *t, const hki_str *name, hki_node *value)
{
    if (t->p->failed) return;
    hki_name *entry = hki_names_get(&t->p->names, name->data, name->size);
    if (!entry || (t->count == t->cap && !grow_variables(t))) return;
    entry->owner = t->p->trans_blocks;
    entry->index = t->count;
    t->variables[t->count++] = (variable){name, value};
}

/* [jinja] A call that chooses the plural is made once, into a variable of the template, by an assignment that has no line. */
static hki_node *assign_number(trans *t, hki_node *call)
{
    const hki_str *name = hki_parser_name(t->p, "_trans");
    hki_node *assign = hki_node_new(t->p, HKI_NODE_Assign, (hki_spot){0});
    assign->as.Assign.target = hki_name_node(t->p, t->spot, name, HKI_CTX_STORE);
    assign->as.Assign.node = call;
    hki_nodes_push(t->p, &t->p->before, hki_node_done(t->p, assign));
    return load(t, name);
}

/* trans_variable = NAME ['=' expr] | 'trimmed' | 'notrimmed' */
static void parse_trans_variable(trans *t)
{
    hki_parser *p = t->p;
    const hki_token token = *p->current;
    hki_expect(p, HKI_TOKEN_NAME);
    const hki_str *name = token.kind == HKI_TOKEN_NAME ? token_text(p, &token) : &hki_str_empty;
    if (find_variable(t, name)) hki_fail_assert(p, token.at, "translatable variable %r defined twice.", hki_str_value(name));
    hki_node *value;
    if (hki_skip(p, HKI_TOKEN_ASSIGN)) {
        value = hki_parse_expr(p);
    } else if (t->trimmed < 0 && (token.word == HKI_WORD_trimmed || token.word == HKI_WORD_notrimmed)) {
        t->trimmed = token.word == HKI_WORD_trimmed;
        return;
    } else {
        value = load(t, name);
    }
    if (p->failed) return;
    if (!t->number) {
        if (value->kind == HKI_NODE_Call) value = assign_number(t, value);
        t->number = value;
        t->number_is_num = token.word == HKI_WORD_num;
    }
    add_variable(t, name, value);
}

/* Text with % doubled, for it is formatted. */
static void put_data(hki_buf *out, hki_piece data)
{
    const char *from = data.data, *end = data.data + data.size;
    for (const char *percent; (percent = memchr(from, '%', (size_t)(end - from))); from = percent + 1) {
        hki_buf_put(out, from, (size_t)(percent + 1 - from));
        hki_buf_char(out, '%');
    }
    hki_buf_put(out, from, (size_t)(end - from));
}

/* [jinja] If the tag gives no variable, the first one of the singular chooses the plural. */
static void take_reference(trans *t, bool plural)
{
    hki_parser *p = t->p;
    hki_next(p);
    const hki_token token = *p->current;
    const hki_str *name = hki_expect_name(p);
    hki_format(p->rt, &p->rt->scratch, "%%(%S)s", name);
    hki_expect(p, HKI_TOKEN_VARIABLE_END);
    if (p->failed) return;
    if (!t->number && !plural) {
        t->number = load(t, name);
        t->number_is_num = token.word == HKI_WORD_num;
    }
    if (!find_variable(t, name)) add_variable(t, name, load(t, name));
    t->referenced = true;
}

static void fail_tag_inside(hki_parser *p)
{
    const hki_str none = {.size = 4, .points = 4, .data = "None"};
    if (at_word(p, HKI_WORD_pluralize))
        hki_fail(p, "a translatable section can have only one pluralize section");
    else if (at_word(p, HKI_WORD_trans))
        hki_fail(p, "trans blocks can't be nested; did you mean `endtrans`?");
    else
        hki_fail(p, "control structures in translatable sections are not allowed; saw `%S`",
            at(p, HKI_TOKEN_NAME) ? token_text(p, p->current) : &none);
}

/* message = {DATA | VARIABLE_BEGIN NAME VARIABLE_END} BLOCK_BEGIN
 * 'endtrans' or 'pluralize' is then the current token. */
static void parse_parts(trans *t, bool plural)
{
    hki_parser *p = t->p;
    while (!p->failed) {
        if (at(p, HKI_TOKEN_DATA)) {
            put_data(&p->rt->scratch, p->current->piece);
            hki_next(p);
        } else if (at(p, HKI_TOKEN_VARIABLE_BEGIN)) {
            take_reference(t, plural);
        } else if (hki_skip(p, HKI_TOKEN_BLOCK_BEGIN)) {
            if (at_word(p, HKI_WORD_endtrans) || (at_word(p, HKI_WORD_pluralize) && !plural)) return;
            fail_tag_inside(p);
        } else {
            hki_fail(p, "unclosed translation block");
        }
    }
}

static const hki_str *end_message(hki_parser *p, size_t mark)
{
    hk_value text;
    if (hki_text_end(p->rt, mark, 0, &text)) return hki_as_str(text);
    hki_park(p, here(p));
    return &hki_str_empty;
}

static const hki_str *parse_message(trans *t, bool plural)
{
    size_t mark = hki_text_begin(t->p->rt);
    parse_parts(t, plural);
    return end_message(t->p, mark);
}

/* White space around newlines becomes one blank, and goes at both ends. */
static void put_trimmed(hki_buf *out, const hki_str *text)
{
    const char *at = hki_space_end(text->data, text->data + text->size), *end = hki_space_start(at, text->data + text->size);
    while (at < end) {
        const char *from = at;
        at = hki_space_end(at, end);
        bool newline = memchr(from, '\n', (size_t)(at - from));
        if (at == from) hki_utf8_next(&at);
        if (newline)
            hki_buf_char(out, ' ');
        else
            hki_buf_put(out, from, (size_t)(at - from));
    }
}

/* [jinja] Old gettext functions format only where there are variables: elsewhere the doubled % are single again. */
static void undouble_percents(hki_buf *scratch, size_t mark)
{
    size_t to = mark;
    if (scratch->failed) return;
    for (size_t from = mark; from < scratch->size; from++) {
        if (scratch->data[from] == '%') from++;
        scratch->data[to++] = scratch->data[from];
    }
    scratch->size = to;
}

/* A message as the gettext function gets it. */
static hki_node *message_node(trans *t, const hki_str *text)
{
    hki_parser *p = t->p;
    size_t mark = hki_text_begin(p->rt);
    if (t->trimmed)
        put_trimmed(&p->rt->scratch, text);
    else
        hki_buf_put(&p->rt->scratch, text->data, text->size);
    if (!t->referenced && !p->options->newstyle_gettext) undouble_percents(&p->rt->scratch, mark);
    return hki_const_node(p, t->spot, hki_str_value(end_message(p, mark)));
}

/* gettext, ngettext, pgettext or npgettext, with its messages */
static hki_node *call_node(trans *t)
{
    hki_parser *p = t->p;
    hki_node *n = hki_node_new(p, HKI_NODE_Call, t->spot);
    hki_nodes *args = &n->as.Call.args;
    const char *function = t->plural ? t->context ? "npgettext" : "ngettext" : t->context ? "pgettext" : "gettext";
    n->as.Call.node = load(t, hki_parser_name(p, function));
    if (t->context) hki_nodes_push(p, args, hki_const_node(p, t->spot, hki_str_value(t->context)));
    hki_nodes_push(p, args, message_node(t, t->singular));
    if (t->plural) {
        hki_nodes_push(p, args, message_node(t, t->plural));
        hki_nodes_push(p, args, t->number);
    }
    return n;
}

/* New gettext functions format: they get the variables as keywords. */
static hki_node *newstyle_node(trans *t)
{
    hki_parser *p = t->p;
    hki_node *n = call_node(t);
    for (uint32_t i = 0; i < t->count; i++) {
        const variable *v = &t->variables[i];
        if (t->number_is_num && t->plural && hki_str_is(v->name, "num", 3)) continue;
        hki_node *keyword = hki_node_new(p, HKI_NODE_Keyword, t->spot);
        keyword->as.Keyword.key = v->name;
        keyword->as.Keyword.value = v->value;
        hki_nodes_push(p, &n->as.Call.kwargs, hki_node_done(p, keyword));
    }
    return hki_node_done(p, n);
}

/* Old ones do not: gettext(…) % {variables} */
static hki_node *oldstyle_node(trans *t)
{
    hki_parser *p = t->p;
    hki_node *safe = hki_node_new(p, HKI_NODE_MarkSafeIfAutoescape, t->spot);
    safe->as.MarkSafeIfAutoescape.expr = hki_node_done(p, call_node(t));
    hki_node_done(p, safe);
    if (!t->count) return safe;
    hki_node *dict = hki_node_new(p, HKI_NODE_Dict, t->spot);
    for (uint32_t i = 0; i < t->count; i++) {
        hki_node *pair = hki_node_new(p, HKI_NODE_Pair, t->spot);
        pair->as.Pair.key = hki_const_node(p, t->spot, hki_str_value(t->variables[i].name));
        pair->as.Pair.value = t->variables[i].value;
        hki_nodes_push(p, &dict->as.Dict.items, hki_node_done(p, pair));
    }
    return hki_binary_node(p, t->spot, HKI_OP_MOD, safe, hki_node_done(p, dict));
}

/* trans_head = [STRING] [trans_variable {',' trans_variable}] [':'] BLOCK_END
 * [jinja] A comma stands between variables only: behind `trimmed` alone there is none. */
static void parse_trans_head(trans *t)
{
    hki_parser *p = t->p;
    if (at(p, HKI_TOKEN_STRING)) {
        t->context = hki_as_str(p->current->value);
        hki_next(p);
    }
    while (!p->failed && !at(p, HKI_TOKEN_BLOCK_END)) {
        if (t->count) hki_expect(p, HKI_TOKEN_COMMA);
        if (hki_skip(p, HKI_TOKEN_COLON)) break;
        parse_trans_variable(t);
    }
    t->declared = t->count;
    hki_expect(p, HKI_TOKEN_BLOCK_END);
}

/* plural = 'pluralize' [NAME] BLOCK_END message */
static void parse_plural(trans *t)
{
    hki_parser *p = t->p;
    hki_next(p);
    if (!at(p, HKI_TOKEN_BLOCK_END)) {
        const hki_token token = *p->current;
        const hki_str *name = hki_expect_name(p);
        const variable *v = find_variable(t, name);
        if (!p->failed && (!v || v >= t->variables + t->declared))
            hki_fail_assert(p, token.at, "unknown variable %r for pluralization", hki_str_value(name));
        if (p->failed) return;
        t->number = v->value;
        t->number_is_num = token.word == HKI_WORD_num;
    }
    hki_expect(p, HKI_TOKEN_BLOCK_END);
    t->plural = parse_message(t, true);
}

/* trans = 'trans' trans_head message [plural] 'endtrans' */
hki_node *hki_parse_trans(hki_parser *p)
{
    trans t = {.p = p, .spot = here(p), .trimmed = -1};
    p->trans_blocks++;
    hki_next(p);
    parse_trans_head(&t);
    t.singular = parse_message(&t, false);
    if (at_word(p, HKI_WORD_pluralize)) parse_plural(&t);
    hki_next(p);
    if (t.plural && !t.number) hki_fail_at(p, t.spot, "pluralize without variables");
    if (p->failed) return &p->spare.node;
    if (t.trimmed < 0) t.trimmed = p->options->i18n_trimmed;
    hki_node *n = hki_node_new(p, HKI_NODE_Output, t.spot);
    hki_nodes_push(p, &n->as.Output.nodes, p->options->newstyle_gettext ? newstyle_node(&t) : oldstyle_node(&t));
    return hki_node_done(p, n);
}
