/* parser.h: what the parser's files share: the stream of tokens, making nodes, failing.
 *
 * The first error is kept and parks the stream on end-of-file: every loop then ends, every expectation falls through, and no
 * production checks after each step. Nodes live in the region of the parse, so nothing is ever given back. */
#ifndef HKI_PARSER_H
#define HKI_PARSER_H

#include "base/inline.h"
#include "syntax/lexer.h"
#include "syntax/measure.h"

enum hki_tag {
#define TAG(word, production, extension, ends) HKI_TAG_##word,
#include "grammar/tags.def"
    HKI_TAG_COUNT
};

/* What ends a body, in the order in which messages name it: words, of which the rest is HKI_NO_WORD, or a host's own interned names. */
enum { HKI_MAX_ENDS = 3 };
typedef struct hki_ends { uint8_t word[HKI_MAX_ENDS]; const hki_str *const *name; uint32_t nnames; } hki_ends;

/* The tags and bodies that are being parsed, innermost first: links through the C stack, for messages only. */
typedef struct hki_open_tag { hki_token tag; const struct hki_open_tag *outer; } hki_open_tag;
typedef struct hki_open_body { const hki_ends *ends; const struct hki_open_body *outer; } hki_open_body;

typedef struct hki_parser hki_parser;

/* A tag of the host: `parse` gives its statement, NULL for none, and begins behind the tag's name, which is at `spot`. */
typedef struct hki_host_tag {
    const struct hki_host_tag *next;
    const char *name;
    size_t size;
    hki_node *(*parse)(hki_parser *p, const struct hki_host_tag *tag, hki_spot spot);
} hki_host_tag;

enum { HKI_TOKENS_READ = 128, HKI_TREE_ROOM = 4096 };

struct hki_parser {
    hki_rt *rt;
    hki_region *region;
    char *room, *room_end;      /* a part of it, for the nodes */
    const hki_syntax_options *options;
    const hki_token *current;   /* one of `tokens` */
    bool failed;
    hki_token *filtered;        /* tokens that a host's filter has put: those from `ntaken` on are still to be read */
    uint32_t nfiltered, ntaken, filtered_cap;
    void *filter;               /* the filter's own */
    uint32_t depth;             /* of recursion, against HKI_MAX_SYNTAX_DEPTH */
    const hki_open_tag *tags;
    const hki_open_body *bodies;
    const hki_str **reads;      /* the names that are read (hki_reads) */
    uint32_t nreads, reads_cap;
    hki_node **gathered;        /* the lists that are being read, innermost last */
    uint32_t ngathered, gathered_cap;
    hki_nodes before;           /* statements that go before the one that a production returned */
    uint32_t free_names;        /* how many names were made that no template can have */
    uint32_t trans_blocks;      /* how many there were: the owner of their variables */
    union { hki_node node; char room[(sizeof(hki_node) + 15) & ~15u]; } spare;    /* what a production returns that failed */
    hki_names names;            /* from here on the parts see to themselves */
    hki_lexer lexer;
    const hki_str *first_reads[64];
    hki_node *first_gathered[32];
    _Alignas(hki_node) char first_room[HKI_TREE_ROOM];
    hki_token tokens[HKI_TOKENS_READ];  /* those that were read; behind the last one stands HKI_TOKEN_MORE */
};

/* ---- the stream */

static inline bool at(const hki_parser *p, enum hki_token_kind kind) { return p->current->kind == kind; }
static inline bool at_word(const hki_parser *p, enum hki_word word) { return p->current->word == word; }
static inline hki_spot here(const hki_parser *p) { return p->current->at; }

void hki_read_on(hki_parser *p);                /* where the current one is MORE */
static inline void hki_next(hki_parser *p)
{
    if ((++p->current)->kind == HKI_TOKEN_MORE) hki_read_on(p);
}

const hki_token *hki_look_on(hki_parser *p);
static inline const hki_token *hki_look(hki_parser *p)      /* the token behind the current one */
{
    return p->current[1].kind == HKI_TOKEN_MORE ? hki_look_on(p) : &p->current[1];
}
bool hki_put_token(hki_parser *p, const hki_token *token);     /* by options->before.token; false after failing */

/* Goes on if that is the current token; says whether. */
static inline bool hki_skip(hki_parser *p, enum hki_token_kind kind)
{
    if (!at(p, kind)) return false;
    hki_next(p);
    return true;
}
static inline bool hki_skip_word(hki_parser *p, enum hki_word word)
{
    if (!at_word(p, word)) return false;
    hki_next(p);
    return true;
}

/* The same, but another token fails. */
bool hki_fail_other(hki_parser *p, enum hki_token_kind kind);
bool hki_fail_other_word(hki_parser *p, enum hki_word word);
static inline bool hki_expect(hki_parser *p, enum hki_token_kind kind) { return hki_skip(p, kind) || hki_fail_other(p, kind); }
static inline bool hki_expect_word(hki_parser *p, enum hki_word word) { return hki_skip_word(p, word) || hki_fail_other_word(p, word); }

/* ---- failing. All return false; the format is hki_raise's. */
bool hki_park(hki_parser *p, hki_spot at);      /* an error was raised: says where, and ends the stream */
#define hki_fail_at(p, at, ...) (hki_raise((p)->rt, HK_TEMPLATE_SYNTAX_ERROR, __VA_ARGS__), hki_park(p, at))
#define hki_fail(p, ...) hki_fail_at(p, here(p), __VA_ARGS__)
#define hki_fail_assert(p, at, ...) (hki_raise((p)->rt, HK_TEMPLATE_ASSERTION_ERROR, __VA_ARGS__), hki_park(p, at))
bool hki_fail_expected(hki_parser *p, const char *expected);    /* for another token than the current one */
bool hki_fail_unexpected(hki_parser *p, const char *wording);   /* `wording` has a %r for the current token's description */

/* ---- recursion: every production that can come back to itself enters and leaves. */
bool hki_too_deep(hki_parser *p);
static inline bool hki_deeper(hki_parser *p)    /* false after failing; to be left all the same */
{
    return p->depth++ < HKI_MAX_SYNTAX_DEPTH || hki_too_deep(p);
}
static inline void shallower(hki_parser *p) { p->depth--; }

/* ---- nodes */
/* A node has room for the fields of its own kind only: there are many nodes, and most are small. */
static const uint8_t hki_fields_sizes[] = {
#define NODE(name, group, fields) offsetof(struct hki_node_##name, end),
#include "grammar/nodes.def"
};
static const uint8_t hki_node_sizes[] = {
#define NODE(name, group, fields) (offsetof(hki_node, as) + offsetof(struct hki_node_##name, end) + 15) & ~15u,
#include "grammar/nodes.def"
};

/* Room for nodes and lists of them. NULL after failing. */
HKI_COLD void *hki_tree_more(hki_parser *p, size_t size);
static inline bool hki_tree_has(const hki_parser *p, size_t size) { return (uintptr_t)p->room + size <= (uintptr_t)p->room_end; }
static inline void *hki_tree_take(hki_parser *p, size_t size)      /* where it has */
{
    char *room = p->room;
    if (!room) __builtin_unreachable();     /* where a caller tests it, that test is only of what was refused */
    p->room = room + size;
    return room;
}
static inline void *hki_tree_room(hki_parser *p, size_t size)
{
    return hki_tree_has(p, size) ? hki_tree_take(p, size) : hki_tree_more(p, size);
}

/* Zeroed but for the place. (Inline: where the kind is known, what is set afterwards is not cleared before.) */
static inline hki_node *hki_node_init(hki_node *n, enum hki_node_kind kind, hki_spot at)
{
    n->kind = (uint8_t)kind;
    n->hope = 0;
    n->depth = 1;
    n->line = at.line;
    n->column = at.column;
    n->mark = 0;
    memset(&n->as, 0, hki_fields_sizes[kind]);
    return n;
}

/* (_quick: where the tree has room for one.) */
static inline hki_node *hki_node_quick(hki_parser *p, enum hki_node_kind kind, hki_spot at)
{
    return hki_node_init(hki_tree_take(p, hki_node_sizes[kind]), kind, at);
}

/* Never NULL. */
static inline hki_node *hki_node_new(hki_parser *p, enum hki_node_kind kind, hki_spot at)
{
    hki_node *n = hki_tree_room(p, hki_node_sizes[kind]);
    return hki_node_init(__builtin_expect(!n, 0) ? &p->spare.node : n, kind, at);
}

/* To be called when the children are there: knows how deep it is. (_as: where the kind is known.) */
void hki_node_too_deep(hki_parser *p, const hki_node *n);
HKI_INLINE hki_node *hki_node_done_as(hki_parser *p, enum hki_node_kind kind, hki_node *n)
{
    if (p->failed) return n;
    hki_node_measure(kind, n);
    if (n->depth > HKI_MAX_SYNTAX_DEPTH) hki_node_too_deep(p, n);
    return n;
}
hki_node *hki_node_done(hki_parser *p, hki_node *n);

/* ---- lists. Their nodes are gathered one after the other, where a list within a list is done before the outer one goes on, and get an
 * array when all are there. Where lists alternate, nodes are pushed. */
HKI_COLD void hki_gather_more(hki_parser *p, hki_node *n);   /* where there is no room left */
static inline void hki_gather(hki_parser *p, hki_node *n)
{
    if (p->ngathered == p->gathered_cap) hki_gather_more(p, n);
    else p->gathered[p->ngathered++] = n;
}
static inline hki_node **hki_nodes_room(hki_parser *p, size_t count) { return hki_tree_room(p, count * sizeof(hki_node *)); }
static inline hki_nodes hki_gathered(hki_parser *p, uint32_t from)     /* those from number `from` on; none after failing */
{
    const uint32_t count = p->ngathered - from;
    hki_node **item = count && !p->failed ? hki_nodes_room(p, count) : NULL;
    p->ngathered = from;
    if (!item) return (hki_nodes){0};
    hki_copy_text((char *)item, (const char *)(p->gathered + from), count * sizeof *item);
    return (hki_nodes){item, count, count};
}
void hki_nodes_push(hki_parser *p, hki_nodes *list, hki_node *n);

/* The interned name of a text that the language knows. An empty one after failing. */
const hki_str *hki_parser_name(hki_parser *p, const char *text);

/* The text of a NAME. (What is a word is seldom asked for it, and interned only then.) */
static inline const hki_str *token_text(hki_parser *p, const hki_token *t)
{
    return t->word ? hki_parser_name(p, hki_word_text((enum hki_word)t->word)) : hki_as_str(t->value);
}

/* NAME, of which the text is given; an empty text after failing. */
static inline const hki_str *hki_expect_name(hki_parser *p)
{
    const hki_str *name = at(p, HKI_TOKEN_NAME) ? token_text(p, p->current) : &hki_str_empty;
    hki_expect(p, HKI_TOKEN_NAME);
    return name;
}

bool hki_reads_grow(hki_parser *p);             /* false after failing */
static inline hki_node *hki_name_node(hki_parser *p, hki_spot at, const hki_str *name, enum hki_name_ctx ctx)
{
    if (p->nreads < p->reads_cap || hki_reads_grow(p)) p->reads[p->nreads++] = name;
    hki_node *n = hki_node_new(p, HKI_NODE_Name, at);
    n->as.Name.name = name;
    n->as.Name.ctx = ctx;
    return n;
}
/* `n` is an Output, or an expression in a statement, and all names since there were `from` of them are its own. */
static inline hki_node *hki_reads_since(const hki_parser *p, uint32_t from, hki_node *n)
{
    n->mark = hki_reads_mark(from, p->nreads - from);
    return n;
}
static inline hki_node *hki_const_node(hki_parser *p, hki_spot at, hk_value value)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Const, at);
    n->as.Const.value = value;
    n->hope = HKI_HOPE_ALL;
    return n;
}
static inline hki_node *hki_binary_node(hki_parser *p, hki_spot spot, enum hki_operator op, hki_node *left, hki_node *right)
{
    hki_node *n = hki_node_new(p, HKI_NODE_Binary, spot);
    n->as.Binary.op = op;
    n->as.Binary.left = left;
    n->as.Binary.right = right;
    return hki_node_done_as(p, HKI_NODE_Binary, n);
}
hki_node *hki_unary_node(hki_parser *p, hki_spot at, enum hki_operator op, hki_node *node);

/* ---- expressions (parse_expr.c) */
enum {
    HKI_TUPLE_SIMPLE = 1,           /* names and literals only: a target */
    HKI_TUPLE_NO_CONDITION = 2,     /* an `if` does not belong to the expression */
    HKI_TUPLE_PARENTHESES = 4,      /* in parentheses: may be empty */
    HKI_TUPLE_NAMESPACE = 8         /* ns.attr may be a target */
};
hki_node *hki_parse_expr(hki_parser *p);
hki_node *hki_parse_operators(hki_parser *p, unsigned lowest);   /* those of precedence `lowest` and up; 1: all */
hki_node *hki_parse_tuple(hki_parser *p, unsigned flags);
hki_node *hki_parse_filters(hki_parser *p, hki_node *node, bool inside);        /* inside: the first has no `|` before it */
hki_node *hki_parse_target(hki_parser *p, unsigned flags, enum hki_name_ctx ctx);
hki_node *hki_parse_target_name(hki_parser *p, enum hki_name_ctx ctx);

/* ---- statements (parse_stmt.c; their productions are in parse_stmt.c and parse_ext.c) */
hki_nodes hki_parse_text(hki_parser *p, const hki_ends *ends);      /* up to one of the ends, or of the source with NULL */
hki_nodes hki_parse_body(hki_parser *p, enum hki_tag tag);          /* the current token is then the end */
hki_nodes hki_parse_last_body(hki_parser *p, enum hki_word end);    /* …behind the end */
hki_nodes hki_parse_host_body(hki_parser *p, const hki_ends *ends); /* for a host's tag: the end is the current token */
bool hki_is_core_tag(const char *name, size_t size);                /* a tag that no extension brings */
#define TAG(word, production, extension, ends) hki_node *hki_parse_##production(hki_parser *p);
#include "grammar/tags.def"

#endif
