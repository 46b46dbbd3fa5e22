/* syntax.c: the room's entries.
 *
 * In:  source and options.   Out: a tree, or the tokens as text.
 * Always: the tree does not refer to the caller's source, unless options->borrow allows it. */
#include "syntax/syntax.h"

#include "syntax/parser.h"

/* The source as the host wants it to be read. */
static bool preprocess(hki_rt *rt, const hki_syntax_options *options, const char *name, const char **source, size_t *size)
{
    return !options->before.source || options->before.source(rt, options->before.user, name, source, size);
}

/* A parser at its first token; NULL after raising. It is too large for the stack. */
static hki_parser *open_parser(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size, const char *name,
    enum hki_lexer_state state)
{
    hki_parser *p = hki_region_alloc(rt->region, sizeof *p);
    if (!p) {
        hki_raise_memory(rt);
        return NULL;
    }
    memset(p, 0, offsetof(hki_parser, names));
    p->rt = rt;
    p->region = rt->region;
    p->room = p->first_room;
    p->room_end = p->first_room + HKI_TREE_ROOM;
    p->options = options;
    p->reads = p->first_reads;
    p->reads_cap = sizeof p->first_reads / sizeof *p->first_reads;
    p->gathered = p->first_gathered;
    p->gathered_cap = sizeof p->first_gathered / sizeof *p->first_gathered;
    hki_names_init(&p->names, rt);
    if (!preprocess(rt, options, name, &source, &size)) return NULL;
    if (!hki_lexer_open(&p->lexer, rt, options, &p->names, source, size, name, state)) return NULL;
    p->tokens[0] = (hki_token){.kind = HKI_TOKEN_MORE, .at = {1, 1}};
    p->current = p->tokens + 1;
    hki_read_on(p);
    return p;
}

static void tell_reads(const hki_parser *p)
{
    if (p->options->reads) *p->options->reads = (hki_reads){p->reads, p->names.head.hash};
}

/* template = text */
hki_node *hki_parse_template(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size, const char *name)
{
    hki_parser *p = open_parser(rt, options, source, size, name, HKI_LEX_TEXT);
    if (!p) return NULL;
    hki_node *n = hki_node_new(p, HKI_NODE_Template, (hki_spot){1, 1});
    n->as.Template.body = hki_parse_text(p, NULL);
    hki_node_done_as(p, HKI_NODE_Template, n);
    tell_reads(p);
    return p->failed ? NULL : n;
}

/* lone_expression = expr */
hki_node *hki_parse_expression(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size)
{
    hki_parser *p = open_parser(rt, options, source, size, NULL, HKI_LEX_VARIABLE);
    if (!p) return NULL;
    hki_node *n = hki_parse_expr(p);
    if (!at(p, HKI_TOKEN_EOF)) hki_fail(p, "chunk after expression");
    tell_reads(p);
    return p->failed ? NULL : n;
}

bool hki_dump_tokens(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size, const char *name, hki_buf *out)
{
    hki_names names;
    hki_token tokens[16], *end = tokens;
    hki_spot last = {1, 1};
    hki_lexer *lx = hki_region_alloc(rt->region, sizeof *lx);
    if (!lx) return hki_raise_memory(rt);
    hki_names_init(&names, rt);
    if (!preprocess(rt, options, name, &source, &size)) return false;
    if (!hki_lexer_open(lx, rt, options, &names, source, size, name, HKI_LEX_TEXT)) return false;
    while ((end = hki_lexer_read(lx, tokens, tokens + 16, last))) {
        for (const hki_token *t = tokens; t < end; t++) {
            if (t->kind == HKI_TOKEN_EOF) return true;
            if (!hki_token_dump(rt, out, t)) return false;
        }
        last = end[-1].at;
    }
    return false;
}
