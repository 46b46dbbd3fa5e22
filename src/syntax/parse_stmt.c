/* parse_stmt.c: text and the tags of the language itself.
 *
 * In:  the stream.   Out: statements.
 * Always: grammar/tags.def says which production a tag has and what ends its body. A production is called with its tag's name as
 * the current token. */
#include "syntax/parser.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "value/hint.h"

typedef struct tag_info {
    uint8_t word;
    hki_node *(*parse)(hki_parser *p);
    unsigned extension;
    hki_ends ends;
} tag_info;

enum { HKI_EXT_CORE = 0 };

static const tag_info tags[] = {
#define NO_BODY {.word = {0}}
#define BODY(a) {.word = {HKI_WORD_##a}}
#define BODY2(a, b) {.word = {HKI_WORD_##a, HKI_WORD_##b}}
#define BODY3(a, b, c) {.word = {HKI_WORD_##a, HKI_WORD_##b, HKI_WORD_##c}}
#define TAG(word, production, extension, ends) {HKI_WORD_##word, hki_parse_##production, HKI_EXT_##extension, ends},
#include "grammar/tags.def"
};

/* ---- messages about tags */

static void put_end(hki_buf *out, bool first, const char *name, size_t size)
{
    hki_buf_str(out, first ? "'" : " or '");
    hki_buf_put(out, name, size);
    hki_buf_char(out, '\'');
}

/* "'elif' or 'else' or 'endif'" */
static void put_ends(hki_buf *out, const hki_ends *ends)
{
    for (unsigned i = 0; i < HKI_MAX_ENDS && ends->word[i]; i++) {
        const char *word = hki_word_text((enum hki_word)ends->word[i]);
        put_end(out, i == 0, word, strlen(word));
    }
    for (uint32_t i = 0; i < ends->nnames; i++) put_end(out, i == 0, ends->name[i]->data, ends->name[i]->size);
}

static bool is_end(hki_parser *p, const hki_ends *ends, const hki_token *tag)
{
    if (tag->kind != HKI_TOKEN_NAME) return false;
    for (unsigned i = 0; i < HKI_MAX_ENDS && ends->word[i]; i++)
        if (ends->word[i] == tag->word) return true;
    for (uint32_t i = 0; i < ends->nnames; i++)
        if (ends->name[i] == token_text(p, tag)) return true;
    return false;
}

static bool ends_any(hki_parser *p, const hki_open_body *body, const hki_token *tag)
{
    for (; body; body = body->outer)
        if (is_end(p, body->ends, tag)) return true;
    return false;
}

static void try_ends(hki_suggest *s, const hki_open_body *body)
{
    for (unsigned i = 0; body && i < HKI_MAX_ENDS && body->ends->word[i]; i++) {
        const char *word = hki_word_text((enum hki_word)body->ends->word[i]);
        hki_suggest_try(s, word, strlen(word));
    }
    for (uint32_t i = 0; body && i < body->ends->nnames; i++) hki_suggest_try(s, body->ends->name[i]->data, body->ends->name[i]->size);
}

/* NULL: the extension cannot be switched on by itself. */
static const char *extension_name(unsigned bit)
{
    static const struct { const char *name; unsigned bit; } extensions[] = {
#define EXTENSION(name, bit, note) {#name, HKI_EXT_##bit},
#include "grammar/extensions.def"
    };
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (extensions[i].bit == bit) return extensions[i].name;
    return NULL;
}

/* A tag of an extension that is off, or one that is spelled like this one. */
static void hint_tag(hki_parser *p, const hki_str *name, const hki_open_body *bodies)
{
    hki_suggest s;
    hki_suggest_start(&s, name->data, name->size);
    for (unsigned i = 0; i < HKI_TAG_COUNT; i++) {
        const char *word = hki_word_text((enum hki_word)tags[i].word);
        bool on = !tags[i].extension || (p->options->extensions & tags[i].extension);
        const char *extension = on ? NULL : extension_name(tags[i].extension);
        if (on) hki_suggest_try(&s, word, strlen(word));
        if (extension && hki_str_is(name, word, strlen(word)))
            hki_hint(p->rt, "the tag '%s' belongs to the extension '%s', which is not switched on", word, extension);
    }
    try_ends(&s, bodies);
    for (const hki_host_tag *t = p->options->tags; t; t = t->next) hki_suggest_try(&s, t->name, t->size);
    hki_error_did_you_mean(p->rt->error, &s);
}

/* The message for a tag that nobody knows, or (tag NULL) for the end of the source, while `bodies` were open. */
static bool fail_tag(hki_parser *p, const hki_token *tag, const hki_open_body *bodies)
{
    hki_rt *rt = p->rt;
    if (p->failed) return false;
    const hki_str *name = tag ? token_text(p, tag) : NULL, *open = p->tags ? token_text(p, &p->tags->tag) : NULL;
    size_t mark = hki_text_begin(rt);
    if (tag)
        hki_format(rt, &rt->scratch, "Encountered unknown tag %r.", hki_str_value(name));
    else
        hki_buf_str(&rt->scratch, "Unexpected end of template.");
    if (bodies && tag && ends_any(p, bodies, tag)) {
        hki_buf_str(&rt->scratch, " You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ");
        put_ends(&rt->scratch, bodies->ends);
        hki_buf_char(&rt->scratch, '.');
    } else if (bodies) {
        hki_buf_str(&rt->scratch, " Jinja was looking for the following tags: ");
        put_ends(&rt->scratch, bodies->ends);
        hki_buf_char(&rt->scratch, '.');
    }
    if (open) hki_format(rt, &rt->scratch, " The innermost block that needs to be closed is %r.", hki_str_value(open));
    hk_value message;
    if (!hki_text_end(rt, mark, 0, &message)) return hki_park(p, here(p));
    (void)hki_fail_at(p, tag ? tag->at : here(p), "%S", hki_as_str(message));
    if (name) hint_tag(p, name, bodies);
    if (open && (!name || (name->size > 3 && memcmp(name->data, "end", 3) == 0)))
        hki_hint(rt, "the tag '%S' of line %d is not closed", open, (int)p->tags->tag.at.line);
    return false;
}

/* ---- text and bodies */

static const tag_info *find_tag(const hki_parser *p, enum hki_word word)
{
    static const uint8_t numbers[HKI_WORD_COUNT] = {        /* 1 + the tag */
#define TAG(word, production, extension, ends) [HKI_WORD_##word] = HKI_TAG_##word + 1,
#include "grammar/tags.def"
    };
    const tag_info *tag = numbers[word] ? &tags[numbers[word] - 1] : NULL;
    return tag && (!tag->extension || (p->options->extensions & tag->extension)) ? tag : NULL;
}

bool hki_is_core_tag(const char *name, size_t size)
{
    enum hki_word word = hki_word_of(name, size);
    for (unsigned i = 0; word && i < HKI_TAG_COUNT; i++)
        if (tags[i].word == word) return !tags[i].extension;
    return false;
}

static const hki_host_tag *find_host_tag(hki_parser *p)
{
    const hki_host_tag *tag = p->options->tags;
    while (tag && !hki_str_is(token_text(p, p->current), tag->name, tag->size)) tag = tag->next;
    return tag;
}

static hki_node *parse_host_tag(hki_parser *p, const hki_host_tag *tag)
{
    hki_spot spot = here(p);
    hki_next(p);
    return tag->parse(p, tag, spot);
}

/* statement = for | if | block | extends | print | macro | include | from | import | set | with | autoescape | call_block
 *           | filter_block | do | loop_control | trans | debug | generation
 * or a tag of the host's; NULL: one that leaves nothing. */
static hki_node *parse_statement(hki_parser *p)
{
    hki_node *n = &p->spare.node;
    if (!at(p, HKI_TOKEN_NAME)) {
        hki_fail(p, "tag name expected");
        return n;
    }
    const tag_info *tag = p->current->word ? find_tag(p, (enum hki_word)p->current->word) : NULL;
    const hki_host_tag *host_tag = tag ? NULL : find_host_tag(p);
    if (!tag && !host_tag) {
        fail_tag(p, p->current, p->bodies);
        return n;
    }
    const hki_open_tag open = {*p->current, p->tags};
    p->tags = &open;
    if (hki_deeper(p)) n = tag ? tag->parse(p) : parse_host_tag(p, host_tag);
    shallower(p);
    p->tags = open.outer;
    return n;
}

/* Text and print statements in a row make one Output, which has its list behind it. */
typedef struct row {
    uint32_t from, reads;       /* where it begins in what was gathered, and in the names that are read */
    hki_measured m;             /* its nodes */
} row;

/* (A text by itself is one deep.) */
static inline row row_here(const hki_parser *p) { return (row){p->ngathered, p->nreads, {.deepest = 1}}; }

static inline size_t row_size(const hki_parser *p, row r)
{
    return hki_node_sizes[HKI_NODE_Output] + (p->ngathered - r.from) * sizeof(hki_node *);
}

/* (Most rows are short.) */
HKI_INLINE void put_row(hki_parser *p, row r, hki_node *n)
{
    const size_t count = p->ngathered - r.from;
    hki_node **from = p->gathered + r.from, **item = (hki_node **)(void *)((char *)n + hki_node_sizes[HKI_NODE_Output]);
    for (size_t i = 0; i < (count & ~(size_t)1); i += 2) memcpy(item + i, from + i, 2 * sizeof *item);
    item[count - 1] = from[count - 1];
    hki_node_init(n, HKI_NODE_Output, (hki_spot){from[0]->line, from[0]->column});
    n->as.Output.nodes = (hki_nodes){item, (uint32_t)count, (uint32_t)count};
    hki_node_measure_by(HKI_NODE_Output, n, r.m);
    from[0] = hki_reads_since(p, r.reads, n);
    p->ngathered = r.from + 1;
    if (n->depth > HKI_MAX_SYNTAX_DEPTH) hki_node_too_deep(p, n);
}

/* Where there is no room at hand: called at the end, so that the other one need not keep anything. */
HKI_COLD HKI_APART void flush_more(hki_parser *p, row r)
{
    hki_node *n = hki_tree_more(p, row_size(p, r));
    if (n) put_row(p, r, n);
}

HKI_APART void flush(hki_parser *p, row r)
{
    const size_t size = row_size(p, r);
    if (hki_tree_has(p, size)) put_row(p, r, hki_tree_room(p, size));
    else flush_more(p, r);
}

static void take_data(hki_parser *p)
{
    const hki_token *t = p->current;
    hki_node *n = hki_node_new(p, HKI_NODE_TemplateData, t->at);
    n->as.TemplateData.data = t->piece;
    hki_gather(p, n);
    hki_next(p);
}

/* output = VARIABLE_BEGIN tuple VARIABLE_END */
static void take_print(hki_parser *p, hki_measured *m)
{
    hki_next(p);
    hki_node *n = hki_parse_tuple(p, 0);
    hki_measure_child(m, n);
    hki_gather(p, n);
    hki_expect(p, HKI_TOKEN_VARIABLE_END);
}

/* tag = BLOCK_BEGIN statement BLOCK_END
 * False at BLOCK_BEGIN and one of the ends, with the end as the current token. */
static bool take_block(hki_parser *p, const hki_ends *ends)
{
    hki_next(p);
    if (ends && is_end(p, ends, p->current)) return false;
    hki_node *n = parse_statement(p);
    for (uint32_t i = 0; i < p->before.count; i++) hki_gather(p, p->before.item[i]);
    p->before.count = 0;
    if (n) hki_gather(p, n);
    hki_expect(p, HKI_TOKEN_BLOCK_END);
    return true;
}

/* text = {DATA | output | tag} */
hki_nodes hki_parse_text(hki_parser *p, const hki_ends *ends)
{
    const uint32_t from = p->ngathered;
    row r = row_here(p);
    const hki_open_body open = {ends, p->bodies};
    if (ends) p->bodies = &open;
    for (;;) {
        if (at(p, HKI_TOKEN_DATA)) {
            take_data(p);
        } else if (at(p, HKI_TOKEN_VARIABLE_BEGIN)) {
            take_print(p, &r.m);
        } else {
            if (p->ngathered > r.from) flush(p, r);
            if (at(p, HKI_TOKEN_EOF) || !take_block(p, ends)) break;
            r = row_here(p);
        }
    }
    p->bodies = open.outer;
    return hki_gathered(p, from);
}

/* body = [':'] BLOCK_END text BLOCK_BEGIN
 * One of the ends is then the current token. */
static hki_nodes parse_body(hki_parser *p, const hki_ends *ends)
{
    hki_skip(p, HKI_TOKEN_COLON);
    hki_expect(p, HKI_TOKEN_BLOCK_END);
    hki_nodes body = hki_parse_text(p, ends);
    const hki_open_body open = {ends, p->bodies};
    if (at(p, HKI_TOKEN_EOF)) fail_tag(p, NULL, &open);
    return body;
}

hki_nodes hki_parse_host_body(hki_parser *p, const hki_ends *ends)
{
    return parse_body(p, ends);
}

hki_nodes hki_parse_body(hki_parser *p, enum hki_tag tag)
{
    return parse_body(p, &tags[tag].ends);
}

hki_nodes hki_parse_last_body(hki_parser *p, enum hki_word end)
{
    const hki_ends ends = {.word = {(uint8_t)end}};
    hki_nodes body = parse_body(p, &ends);
    hki_next(p);
    return body;
}

/* A node at the tag's name, which is passed over. */
static inline hki_node *tag_node(hki_parser *p, enum hki_node_kind kind)
{
    hki_node *n = hki_node_new(p, kind, here(p));
    hki_next(p);
    return n;
}

/* ---- tags */

/* for = 'for' target 'in' tuple ['if' expr] ['recursive'] body ['else' body] 'endfor'
 * The tuple has no conditional expressions: `if` belongs to the loop. */
hki_node *hki_parse_for(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_For);
    n->as.For.target = hki_parse_target(p, 0, HKI_CTX_STORE);
    hki_expect_word(p, HKI_WORD_in);
    uint32_t reads = p->nreads;
    n->as.For.iter = hki_reads_since(p, reads, hki_parse_tuple(p, HKI_TUPLE_NO_CONDITION));
    reads = p->nreads;
    if (hki_skip_word(p, HKI_WORD_if)) n->as.For.test = hki_reads_since(p, reads, hki_parse_expr(p));
    n->as.For.recursive = hki_skip_word(p, HKI_WORD_recursive);
    n->as.For.body = hki_parse_body(p, HKI_TAG_for);
    if (hki_skip_word(p, HKI_WORD_else))
        n->as.For.orelse = hki_parse_last_body(p, HKI_WORD_endfor);
    else
        hki_next(p);
    return hki_node_done_as(p, HKI_NODE_For, n);
}

static void parse_branch(hki_parser *p, hki_node *n)
{
    uint32_t reads = p->nreads;
    n->as.If.test = hki_reads_since(p, reads, hki_parse_tuple(p, HKI_TUPLE_NO_CONDITION));
    n->as.If.body = hki_parse_body(p, HKI_TAG_if);
}

/* if = 'if' tuple body {'elif' tuple body} ['else' body] 'endif'
 * [jinja] An elif stands at its test. */
hki_node *hki_parse_if(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_If);
    parse_branch(p, n);
    const uint32_t from = p->ngathered;
    while (hki_skip_word(p, HKI_WORD_elif)) {
        hki_node *elif = hki_node_new(p, HKI_NODE_If, here(p));
        parse_branch(p, elif);
        hki_gather(p, hki_node_done_as(p, HKI_NODE_If, elif));
    }
    n->as.If.elif = hki_gathered(p, from);
    if (hki_skip_word(p, HKI_WORD_else))
        n->as.If.orelse = hki_parse_last_body(p, HKI_WORD_endif);
    else
        hki_next(p);
    return hki_node_done_as(p, HKI_NODE_If, n);
}

/* set = 'set' target ('=' tuple | filters body 'endset') */
hki_node *hki_parse_set(hki_parser *p)
{
    hki_spot spot = here(p);
    hki_next(p);
    hki_node *target = hki_parse_target(p, HKI_TUPLE_NAMESPACE, HKI_CTX_STORE);
    if (hki_skip(p, HKI_TOKEN_ASSIGN)) {
        hki_node *n = hki_node_new(p, HKI_NODE_Assign, spot);
        n->as.Assign.target = target;
        uint32_t reads = p->nreads;
        n->as.Assign.node = hki_reads_since(p, reads, hki_parse_tuple(p, 0));
        return hki_node_done_as(p, HKI_NODE_Assign, n);
    }
    hki_node *n = hki_node_new(p, HKI_NODE_AssignBlock, spot);
    n->as.AssignBlock.target = target;
    n->as.AssignBlock.filter = hki_parse_filters(p, NULL, false);
    n->as.AssignBlock.body = hki_parse_last_body(p, HKI_WORD_endset);
    return hki_node_done_as(p, HKI_NODE_AssignBlock, n);
}

/* What was gathered from number `from` on, which is `plain` nodes and then pairs, of which each has one for either list. */
static void split(hki_parser *p, uint32_t from, uint32_t plain, hki_nodes *all, hki_nodes *seconds)
{
    const uint32_t gathered = p->ngathered - from, pairs = (gathered - plain) / 2, firsts = plain + pairs;
    hki_node **item = gathered && !p->failed ? hki_nodes_room(p, gathered) : NULL;
    hki_node **in = p->gathered + from;
    p->ngathered = from;
    if (!item) return;
    for (uint32_t i = 0; i < plain; i++) item[i] = *in++;
    for (uint32_t i = 0; i < pairs; i++) {
        item[plain + i] = *in++;
        item[firsts + i] = *in++;
    }
    *all = (hki_nodes){item, firsts, firsts};
    *seconds = (hki_nodes){item + firsts, pairs, pairs};
}

/* with = 'with' [target '=' expr {',' target '=' expr}] body 'endwith' */
hki_node *hki_parse_with(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_With);
    const uint32_t from = p->ngathered;
    while (!p->failed && !at(p, HKI_TOKEN_BLOCK_END)) {
        if (p->ngathered > from) hki_expect(p, HKI_TOKEN_COMMA);
        hki_gather(p, hki_parse_target(p, 0, HKI_CTX_PARAM));
        hki_expect(p, HKI_TOKEN_ASSIGN);
        uint32_t reads = p->nreads;
        hki_gather(p, hki_reads_since(p, reads, hki_parse_expr(p)));
    }
    split(p, from, 0, &n->as.With.targets, &n->as.With.values);
    n->as.With.body = hki_parse_last_body(p, HKI_WORD_endwith);
    return hki_node_done_as(p, HKI_NODE_With, n);
}

/* autoescape = 'autoescape' expr body 'endautoescape' */
hki_node *hki_parse_autoescape(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_ScopedEvalContextModifier);
    n->as.ScopedEvalContextModifier.autoescape = hki_parse_expr(p);
    n->as.ScopedEvalContextModifier.body = hki_parse_last_body(p, HKI_WORD_endautoescape);
    return hki_node_done(p, n);
}

/* print = 'print' [expr {',' expr}] */
hki_node *hki_parse_print(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_Output);
    while (!p->failed && !at(p, HKI_TOKEN_BLOCK_END)) {
        if (n->as.Output.nodes.count) hki_expect(p, HKI_TOKEN_COMMA);
        hki_nodes_push(p, &n->as.Output.nodes, hki_parse_expr(p));
    }
    return hki_node_done(p, n);
}

/* ---- blocks and inheritance */

static bool all_space(hki_piece text)
{
    const char *c = text.data, *end = text.data + text.size;
    while (c < end)
        if (!hki_uc_space(hki_utf8_next(&c))) return false;
    return true;
}

/* A required block's body: nothing but white space. */
static bool is_blank(const hki_nodes *body)
{
    for (uint32_t i = 0; i < body->count; i++) {
        const hki_node *n = body->item[i];
        if (n->kind != HKI_NODE_Output) return false;
        for (uint32_t k = 0; k < n->as.Output.nodes.count; k++) {
            const hki_node *text = n->as.Output.nodes.item[k];
            if (text->kind != HKI_NODE_TemplateData || !all_space(text->as.TemplateData.data)) return false;
        }
    }
    return true;
}

/* block = 'block' NAME ['scoped'] ['required'] body 'endblock' [the same NAME] */
hki_node *hki_parse_block(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_Block);
    const hki_str *name = hki_expect_name(p);
    n->as.Block.name = name;
    n->as.Block.scoped = hki_skip_word(p, HKI_WORD_scoped);
    n->as.Block.required = hki_skip_word(p, HKI_WORD_required);
    if (at(p, HKI_TOKEN_SUB))
        hki_fail(p, "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.");
    n->as.Block.body = hki_parse_last_body(p, HKI_WORD_endblock);
    if (!p->failed && n->as.Block.required && !is_blank(&n->as.Block.body))
        hki_fail(p, "Required blocks can only contain comments or whitespace");
    if (at(p, HKI_TOKEN_NAME) && token_text(p, p->current) == name) hki_next(p);
    return hki_node_done_as(p, HKI_NODE_Block, n);
}

/* extends = 'extends' expr */
hki_node *hki_parse_extends(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_Extends);
    n->as.Extends.template = hki_parse_expr(p);
    return hki_node_done(p, n);
}

/* context = ('with' | 'without') 'context' */
static bool parse_context(hki_parser *p, bool fallback)
{
    if (!at_word(p, HKI_WORD_with) && !at_word(p, HKI_WORD_without)) return fallback;
    if (hki_look(p)->word != HKI_WORD_context) return fallback;
    bool with = at_word(p, HKI_WORD_with);
    hki_next(p);
    hki_next(p);
    return with;
}

/* include = 'include' expr ['ignore' 'missing'] [context] */
hki_node *hki_parse_include(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_Include);
    n->as.Include.template = hki_parse_expr(p);
    if (at_word(p, HKI_WORD_ignore) && hki_look(p)->word == HKI_WORD_missing) {
        n->as.Include.ignore_missing = true;
        hki_next(p);
        hki_next(p);
    }
    n->as.Include.with_context = parse_context(p, true);
    return hki_node_done(p, n);
}

/* import = 'import' expr 'as' target_name [context] */
hki_node *hki_parse_import(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_Import);
    n->as.Import.template = hki_parse_expr(p);
    hki_expect_word(p, HKI_WORD_as);
    n->as.Import.target = hki_parse_target_name(p, HKI_CTX_STORE)->as.Name.name;
    n->as.Import.with_context = parse_context(p, false);
    return hki_node_done(p, n);
}

/* [jinja] The words before `context` may also be strings here. */
static bool says(const hki_token *t, enum hki_word word)
{
    const char *text = hki_word_text(word);
    return t->word == word || (t->kind == HKI_TOKEN_STRING && hki_str_is(hki_as_str(t->value), text, strlen(text)));
}

static bool skip_import_context(hki_parser *p, hki_node *n)
{
    bool with = says(p->current, HKI_WORD_with);
    if (!with && !says(p->current, HKI_WORD_without)) return false;
    if (hki_look(p)->word != HKI_WORD_context) return false;
    n->as.FromImport.with_context = with;
    hki_next(p);
    hki_next(p);
    return true;
}

/* import_name = target_name ['as' target_name]
 * The first must not begin with an underscore. */
static hki_node *parse_import_name(hki_parser *p)
{
    hki_node *n = hki_node_new(p, HKI_NODE_ImportName, here(p));
    const hki_spot spot = here(p);
    const hki_str *name = hki_parse_target_name(p, HKI_CTX_STORE)->as.Name.name;
    if (!p->failed && name->size && name->data[0] == '_')
        hki_fail_assert(p, spot, "names starting with an underline can not be imported");
    n->as.ImportName.name = name;
    if (hki_skip_word(p, HKI_WORD_as)) n->as.ImportName.alias = hki_parse_target_name(p, HKI_CTX_STORE)->as.Name.name;
    return hki_node_done_as(p, HKI_NODE_ImportName, n);
}

/* from = 'from' expr 'import' import_name {',' import_name} [[','] context] */
hki_node *hki_parse_from(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_FromImport);
    n->as.FromImport.template = hki_parse_expr(p);
    hki_expect_word(p, HKI_WORD_import);
    while (!p->failed) {
        if (n->as.FromImport.names.count) hki_expect(p, HKI_TOKEN_COMMA);
        if (!at(p, HKI_TOKEN_NAME)) hki_expect(p, HKI_TOKEN_NAME);
        if (skip_import_context(p, n)) break;
        hki_nodes_push(p, &n->as.FromImport.names, parse_import_name(p));
        if (skip_import_context(p, n) || !at(p, HKI_TOKEN_COMMA)) break;
    }
    return hki_node_done(p, n);
}

/* ---- macros and calls */

/* signature = '(' [parameter {',' parameter}] ')'
 * parameter = target_name ['=' expr] */
static void parse_signature(hki_parser *p, hki_nodes *args, hki_nodes *defaults)
{
    const uint32_t from = p->ngathered;
    uint32_t plain = 0;
    hki_expect(p, HKI_TOKEN_LPAREN);
    while (!p->failed && !at(p, HKI_TOKEN_RPAREN)) {
        if (p->ngathered > from) hki_expect(p, HKI_TOKEN_COMMA);
        hki_gather(p, hki_parse_target_name(p, HKI_CTX_PARAM));
        if (hki_skip(p, HKI_TOKEN_ASSIGN))
            hki_gather(p, hki_parse_expr(p));
        else if (++plain < p->ngathered - from)
            hki_fail(p, "non-default argument follows default argument");
    }
    hki_expect(p, HKI_TOKEN_RPAREN);
    split(p, from, plain, args, defaults);
}

/* macro = 'macro' target_name signature body 'endmacro' */
hki_node *hki_parse_macro(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_Macro);
    n->as.Macro.name = hki_parse_target_name(p, HKI_CTX_STORE)->as.Name.name;
    parse_signature(p, &n->as.Macro.args, &n->as.Macro.defaults);
    n->as.Macro.body = hki_parse_last_body(p, HKI_WORD_endmacro);
    return hki_node_done_as(p, HKI_NODE_Macro, n);
}

/* call_block = 'call' [signature] expr body 'endcall'
 * The expression must be a call. */
hki_node *hki_parse_call_block(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_CallBlock);
    if (at(p, HKI_TOKEN_LPAREN)) parse_signature(p, &n->as.CallBlock.args, &n->as.CallBlock.defaults);
    n->as.CallBlock.call = hki_parse_expr(p);
    const hki_spot spot = {n->line, n->column};
    if (!p->failed && n->as.CallBlock.call->kind != HKI_NODE_Call) hki_fail_at(p, spot, "expected call");
    n->as.CallBlock.body = hki_parse_last_body(p, HKI_WORD_endcall);
    return hki_node_done(p, n);
}

/* filter_block = 'filter' filter {'|' filter} body 'endfilter' */
hki_node *hki_parse_filter_block(hki_parser *p)
{
    hki_node *n = tag_node(p, HKI_NODE_FilterBlock);
    n->as.FilterBlock.filter = hki_parse_filters(p, NULL, true);
    n->as.FilterBlock.body = hki_parse_last_body(p, HKI_WORD_endfilter);
    return hki_node_done(p, n);
}
