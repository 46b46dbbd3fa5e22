/* scope.h: which names a template's scopes have, where each gets its value from, and which functions share it.
 *
 * A scope is what Jinja calls a frame; a unit is a function with registers of its own. Everything lives in the compile's region.
 * Here a name is its spelling in the parse: one object for all that are spelled so. */
#ifndef HKI_SCOPE_H
#define HKI_SCOPE_H

#include "program/build.h"
#include "syntax/ast.h"

/* Where a scope's own name gets its value when the scope is entered. */
enum hki_load {
    HKI_LOAD_PARAM,             /* whoever enters puts it there */
    HKI_LOAD_RESOLVE,           /* the context */
    HKI_LOAD_ALIAS,             /* the same name of a scope around */
    HKI_LOAD_UNDEFINED          /* nowhere: missing until it is assigned */
};

/* A variable that a function reads from one around it. [python] All scopes of one function at one level that have a name share
 * its variable: so do two loops one after the other. */
typedef struct hki_cell {
    struct hki_unit *unit;
    const hki_str *name;
    uint32_t level, index;              /* index: among the unit's captured or its own ones */
    bool captured;
    struct hki_cell *outer;             /* captured: the cell of the unit around */
    struct hki_cell *next;
} hki_cell;

typedef struct hki_unit {
    struct hki_unit *parent;
    uint32_t id, kind;                  /* kind: enum hki_function_kind */
    uint32_t nown, ncaptured;
    hki_cell *own, *own_last, *captured, *captured_last;
} hki_unit;

static inline uint32_t hki_cell_number(const hki_cell *c) { return c->captured ? c->index : c->unit->ncaptured + c->index; }

/* A context variable that a loop reads: looked up once, before the outermost loop. What is assigned in a pass is a copy of it. */
typedef struct hki_hoist { const hki_str *name; uint32_t reg; struct hki_hoist *next; } hki_hoist;

typedef struct hki_symbol {
    struct hki_scope *scope;
    struct hki_symbol *next;            /* of the scope, in order of appearance */
    struct hki_symbol *later;           /* of all scopes, in the order in which they were found */
    struct hki_symbol *shadowed;        /* while the scope is entered: the nearest of that name around it */
    struct hki_symbol *outer;           /* ALIAS */
    hki_hoist *hoist;
    const hki_str *name;
    uint32_t reg;                       /* given by the code generator, unless the variable lives in a cell */
    uint8_t load;
    bool stored;
    bool taken, asked;                  /* what a loop's object is used for: more than its attributes, those */
    bool sure;                          /* UNDEFINED, but assigned before anything can read it */
} hki_symbol;

typedef struct hki_scope {
    struct hki_scope *parent;           /* NULL: a root or block */
    hki_unit *unit;
    uint32_t level, id;
    hki_symbol *first, *last;
    struct hki_scope *home;             /* the outermost loop of the unit around it or it; NULL: none */
    hki_hoist *hoists;                  /* a home's */
    struct hki_site *inner, *inner_last;        /* the nodes in it that open scopes */
    bool plain;                         /* its variables are never in cells: a loop's test */
    bool seen;                          /* while it is looked at: a scope in it or a dump may have read any of its variables */
    bool dumps;                         /* hands its variables to an include, import or scoped block */
} hki_scope;

/* Names with a meaning, and of each in two bits: does the first mention read it? */
enum hki_meaning { HKI_LOOP_NAME, HKI_CALLER_NAME, HKI_KWARGS_NAME, HKI_VARARGS_NAME, HKI_SELF_NAME, HKI_SUPER_NAME, HKI_MEANINGS };
extern const hki_str hki_meaning_texts[HKI_MEANINGS];
enum { HKI_USES_LOOP = 1, HKI_USES_CALLER = 4, HKI_USES_KWARGS = 16, HKI_USES_VARARGS = 64, HKI_USES_SELF = 256, HKI_USES_SUPER = 1024 };

/* What is known of a node that opens scopes: template, block, for, macro, call block, … */
typedef struct hki_site {
    const hki_node *node;
    const hki_node *loop_store;         /* For: the first assignment to a name `loop` in it; NULL: none */
    hki_scope *scope, *test, *orelse;   /* For: its body, its test, its else; others: scope */
    uint32_t start, first_end, test_end, body_end, end; /* in the mentions: its own ones; For: target, test, body, else; functions:
                                           parameters (first_end), then defaults and body */
    uint32_t before;                    /* Macro, AssignBlock: so many mentions right before it are of what it is assigned to */
    struct hki_site *next;              /* in the same scope */
    uint32_t ifs;                       /* while the tree is surveyed: how many are open around it */
    uint16_t uses;                      /* HKI_USES_… of the body */
    bool scoped;                        /* For: there is a scoped block in it */
    bool jumps;                         /* For: a break or continue is its own */
} hki_site;

/* What the scopes are made from: each name as it is mentioned, in the order in which Jinja looks at them, in a row, so that nothing but
 * this is walked again. A node that opens scopes is a mention, too, with its own ones behind it. */
enum hki_mentioned {
    HKI_MENTION_LOAD, HKI_MENTION_STORE, HKI_MENTION_PARAM,
    HKI_MENTION_READS,                  /* each of some names in a row of what the parse has read is loaded */
    HKI_MENTION_DUMPS,                  /* variables are handed over whole */
    HKI_MENTION_SCOPE, HKI_MENTION_BLOCK
};
typedef struct hki_mention {
    enum hki_mentioned what;
    uint32_t count;                     /* READS: of names; STORE: of the `if` around it in its scope: it may not be run */
    union { const hki_str *name; const hki_str *const *reads; struct hki_site *site; } of;
} hki_mention;

typedef struct hki_scopes {
    hki_rt *rt;
    const hk_allocator *mem;
    const char *name;                   /* of the template; may be NULL */
    const hki_reads *reads;             /* of the parse */
    hki_buf sites, cells, hoists, blocks;               /* pointers to each */
    hki_symbol *symbols, **symbols_end;
    hki_symbol *next, *limit;           /* room for more of them */
    hki_buf mentions;
    hki_symbol **nearest;               /* by name: the symbol in the innermost of the scopes that are entered; or NULL */
    hki_hashes cell_index, hoist_index;
    hki_dense block_known;              /* by names of blocks: 1 */
    const hki_str *meaning[HKI_MEANINGS];       /* the name, once it is known */
    uint32_t nscopes, nunits, nscoped, nreads;
    const hki_node *loop_store;         /* while the tree is surveyed */
    hki_site *loop;
    size_t barrier;                     /* somebody knows this size of the mentions: what is before it stays as it is */
    uint32_t ifs;                       /* open in the scope */
    uint16_t uses;
    bool extends;                       /* there is an extends tag */
    bool failed;
} hki_scopes;

void hki_scopes_init(hki_scopes *s, hki_rt *rt, hki_near *near, const char *name, const hki_reads *reads);
void hki_scopes_free(hki_scopes *s);
static inline void *hki_scopes_zeroed(hki_scopes *s, size_t size)
{
    void *p = hki_region_alloc(s->rt->region, size);
    if (p) memset(p, 0, size);
    else s->failed = true;
    return p;
}
/* survey.c: fills in sites, blocks, mentions; each node that opens scopes is marked with its site's number + 1. May raise. */
void hki_survey(hki_scopes *s, hki_node *tree);
/* Puts a record into one of the tables; its number. */
static inline uint32_t hki_scopes_keep(hki_scopes *s, hki_buf *table, void *record)
{
    uint32_t n = (uint32_t)(table->size / sizeof record);
    hki_buf_put(table, (const char *)&record, sizeof record);
    if (table->failed) s->failed = true;
    return n;
}
static inline void *hki_scopes_record(const hki_buf *table, uint32_t i) { return ((void **)(void *)table->data)[i]; }

/* `tree` is a template or a lone expression. False after raising. */
bool hki_scopes_build(hki_scopes *s, hki_node *tree);

static inline hki_site *hki_site_of(const hki_scopes *s, const hki_node *node)
{
    return node->mark ? hki_scopes_record(&s->sites, node->mark - 1) : NULL;
}
/* Names are looked up in scopes that are entered, as all around them must be. */
void hki_scope_enter(hki_scopes *s, hki_scope *scope);
void hki_scope_leave(hki_scopes *s, const hki_scope *scope);
/* All names in a tree are spellings of its parse, made by hki_names_get: their `hash` is their number. The first numbers are those of
 * hki_meaning_texts, for names with a meaning that none of them is. */
static inline uint32_t hki_scope_number(const hki_str *name) { return HKI_MEANINGS + name->head.hash; }
const hki_str *hki_scope_meaning(hki_scopes *s, enum hki_meaning which);        /* the name */
/* Is that the name? Of a variable's. */
static inline bool hki_scope_is(const hki_scopes *s, enum hki_meaning which, const hki_str *name) { return s->meaning[which] == name; }
/* The symbol in `scope`, or else in the nearest one around it; or NULL. A loop's body may be entered beside it, with its test. */
static inline hki_symbol *hki_scope_find(const hki_scopes *s, const hki_scope *scope, const hki_str *name)
{
    hki_symbol *symbol = s->nearest[hki_scope_number(name)];
    while (symbol && symbol->scope != scope && symbol->scope->level >= scope->level) symbol = symbol->shadowed;
    return symbol;
}
static inline hki_symbol *hki_scope_own(const hki_scopes *s, const hki_scope *scope, const hki_str *name)
{
    hki_symbol *symbol = hki_scope_find(s, scope, name);
    return symbol && symbol->scope == scope ? symbol : NULL;
}
/* The cell by which `unit` knows the variable; NULL if it lives in a register. */
hki_cell *hki_cell_known(const hki_scopes *s, const hki_unit *unit, uint32_t level, const hki_str *name);
static inline hki_cell *hki_cell_find(const hki_scopes *s, const hki_unit *unit, uint32_t level, const hki_str *name)
{
    return unit->own || unit->captured ? hki_cell_known(s, unit, level, name) : NULL;
}
static inline bool hki_uses(const hki_site *site, unsigned which) { return (site->uses & (which | which << 1)) == which; }
/* Whether the loop needs a loop object. */
static inline bool hki_loop_extended(const hki_site *site)
{
    return site->node->as.For.recursive || site->scoped || hki_uses(site, HKI_USES_LOOP);
}
/* A list of `count` pointers. */
static inline hki_site **hki_scope_blocks(const hki_scopes *s, size_t *count)
{
    *count = s->blocks.size / sizeof(hki_site *);
    return (hki_site **)(void *)s->blocks.data;
}

#endif
