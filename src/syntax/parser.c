/* parser.c: the stream of tokens, nodes, and failing.
 *
 * In:  tokens from the lexer, a run of them at a time.   Out: one token, with one more to look at; nodes in the region.
 * Always: after a failure the current token is end-of-file for good, and the error and its place are those of the first one. */
#include "syntax/parser.h"

/* ---- the stream */

/* The tokens that were read end in front of this one. */
static void end_tokens(hki_token *end)
{
    end->kind = HKI_TOKEN_MORE;
    end->word = HKI_NO_WORD;
}

static void end_stream(hki_parser *p, hki_spot at)
{
    p->failed = true;
    p->tokens[0] = (hki_token){.kind = HKI_TOKEN_EOF, .at = at};
    end_tokens(&p->tokens[1]);
    p->current = p->tokens;
}

bool hki_put_token(hki_parser *p, const hki_token *token)
{
    if (p->nfiltered == p->filtered_cap) {
        uint32_t cap = p->filtered_cap ? p->filtered_cap * 2 : 8;
        hki_token *more = hki_region_array(p->region, cap, sizeof *more);
        if (!more) {
            hki_raise_memory(p->rt);
            return hki_park(p, token->at);
        }
        if (p->nfiltered) memcpy(more, p->filtered, p->nfiltered * sizeof *more);
        p->filtered = more;
        p->filtered_cap = cap;
    }
    p->filtered[p->nfiltered++] = *token;
    return true;
}

/* The next of the tokens that a host's filter makes of the lexer's; the end of the source stays the end. NULL after failing. */
HKI_APART hki_token *filter(hki_parser *p, hki_token *out, hki_spot last)
{
    const hki_before *before = &p->options->before;
    while (p->ntaken == p->nfiltered) {
        hki_token token;
        p->ntaken = p->nfiltered = 0;
        if (!hki_lexer_read(&p->lexer, &token, &token + 1, last)) return NULL;
        if (!before->token(p, before->user, &token)) {
            hki_park(p, token.at);
            return NULL;
        }
        if (token.kind == HKI_TOKEN_EOF && !hki_put_token(p, &token)) return NULL;
    }
    *out = p->filtered[p->ntaken++];
    return out + 1;
}

/* Reads tokens to `out` and on; the one before them stands at `last`, and so does the end if that fails. */
static bool read_tokens(hki_parser *p, hki_token *out, hki_spot last)
{
    const hki_token *limit = p->tokens + HKI_TOKENS_READ - 1;
    hki_token *end = p->options->before.token ? filter(p, out, last) : hki_lexer_read(&p->lexer, out, limit, last);
    if (end) end_tokens(end);
    else if (!p->failed) end_stream(p, last);
    return end;
}

/* At the end of the source it stays. */
void hki_read_on(hki_parser *p)
{
    const hki_token *last = p->current - 1;
    if (last->kind == HKI_TOKEN_EOF) p->current = last;
    else if (read_tokens(p, p->tokens, last->at)) p->current = p->tokens;
}

const hki_token *hki_look_on(hki_parser *p)
{
    if (at(p, HKI_TOKEN_EOF)) return p->current;
    p->tokens[0] = *p->current;
    p->current = p->tokens;
    return read_tokens(p, p->tokens + 1, here(p)) ? p->current + 1 : p->current;
}

/* What messages call the current token: of a name itself, else what it is. */
static hk_value describe(hki_parser *p)
{
    if (at(p, HKI_TOKEN_NAME)) return hki_str_value(token_text(p, p->current));
    const hki_str *text = hki_str_c(p->rt, hki_token_description((enum hki_token_kind)p->current->kind));
    return hki_str_value(text ? text : &hki_str_empty);
}

bool hki_fail_unexpected(hki_parser *p, const char *wording)
{
    return hki_fail(p, wording, describe(p));
}

bool hki_fail_expected(hki_parser *p, const char *expected)
{
    if (p->failed) return false;
    if (at(p, HKI_TOKEN_EOF)) return hki_fail(p, "unexpected end of template, expected '%s'.", expected);
    return hki_fail(p, "expected token '%s', got %r", expected, describe(p));
}

bool hki_fail_other(hki_parser *p, enum hki_token_kind kind)
{
    return hki_fail_expected(p, kind == HKI_TOKEN_NAME ? "name" : hki_token_description(kind));
}

bool hki_fail_other_word(hki_parser *p, enum hki_word word)
{
    return hki_fail_expected(p, hki_word_text(word));
}

/* ---- failing */

bool hki_park(hki_parser *p, hki_spot at)
{
    if (!p->failed) hki_lexer_place(&p->lexer, at);
    end_stream(p, at);
    return false;
}

bool hki_too_deep(hki_parser *p)
{
    hki_raise(p->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded");
    return hki_park(p, here(p));
}

/* ---- nodes */

static bool fail_memory(hki_parser *p)
{
    hki_raise_memory(p->rt);
    return hki_park(p, here(p));
}

/* (The size is at most that of as many pointers as there are bytes of source.) */
void *hki_tree_more(hki_parser *p, size_t size)
{
    const bool apart = size > HKI_TREE_ROOM / 4;
    char *room = hki_region_alloc(p->region, apart ? size : HKI_TREE_ROOM);
    if (!room && !p->failed) fail_memory(p);
    if (!room || apart) return room;
    p->room = room + size;
    p->room_end = room + HKI_TREE_ROOM;
    return room;
}

void hki_node_too_deep(hki_parser *p, const hki_node *n)
{
    hki_raise(p->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded");
    hki_park(p, (hki_spot){n->line, n->column});
}

hki_node *hki_node_done(hki_parser *p, hki_node *n)
{
    return hki_node_done_as(p, (enum hki_node_kind)n->kind, n);
}

/* An array of nodes with those of another one at its start. */
static hki_node **copy_nodes(hki_parser *p, size_t cap, hki_node *const *from, uint32_t count)
{
    hki_node **item = hki_nodes_room(p, cap);
    if (item) hki_copy_text((char *)item, (const char *)from, count * sizeof *item);
    return item;
}

void hki_gather_more(hki_parser *p, hki_node *n)
{
    uint32_t cap = p->gathered_cap * 4;
    hki_node **more = p->failed ? NULL : copy_nodes(p, cap, p->gathered, p->ngathered);
    if (!more) return;
    p->gathered = more;
    p->gathered_cap = cap;
    p->gathered[p->ngathered++] = n;
}

void hki_nodes_push(hki_parser *p, hki_nodes *list, hki_node *n)
{
    if (p->failed) return;
    if (list->count == list->cap) {
        uint32_t cap = list->cap ? list->cap * 2 : 2;
        hki_node **item = copy_nodes(p, cap, list->item, list->count);
        if (!item) return;
        list->item = item;
        list->cap = cap;
    }
    list->item[list->count++] = n;
}

hki_node *hki_unary_node(hki_parser *p, hki_spot spot, enum hki_operator op, hki_node *node)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Unary, spot);
    n->as.Unary.op = op;
    n->as.Unary.node = node;
    return hki_node_done_as(p, HKI_NODE_Unary, n);
}

bool hki_reads_grow(hki_parser *p)
{
    const hki_str **reads = hki_region_array(p->region, 2 * (size_t)p->reads_cap, sizeof *reads);
    if (!reads) {
        hki_raise_memory(p->rt);
        return hki_park(p, here(p));
    }
    memcpy(reads, p->reads, p->nreads * sizeof *reads);
    p->reads = reads;
    p->reads_cap *= 2;
    return true;
}

const hki_str *hki_parser_name(hki_parser *p, const char *text)
{
    const char *copy = p->failed ? NULL : hki_region_text(p->region, text, strlen(text));
    const hki_name *name = copy ? hki_names_get(&p->names, copy, strlen(text)) : NULL;
    if (name) return &name->text;
    if (!p->failed) fail_memory(p);
    return &hki_str_empty;
}
