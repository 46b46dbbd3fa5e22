/* gen.h: shared by the files of the code generator, which walk the tree as Jinja's does [jinja: compiler.py].
 *
 * After the first error nothing that is emitted matters; whoever loops looks at hki_gen_stopped. */
#ifndef HKI_GEN_H
#define HKI_GEN_H

#include "compile/compile.h"
#include "compile/emit.h"
#include "compile/fold.h"

enum hki_python_step { HKI_PYTHON_READS, HKI_PYTHON_LOOKS_AT_NAMES, HKI_PYTHON_MAKES_CODE };

typedef struct hki_gen {
    hki_rt *rt;
    const hki_compile_options *options;
    hki_region small;
    hki_near near;                      /* of `small`: whose buffers all buffers here are */
    hki_emit e;
    hki_scopes s;
    hki_fold fold;
    bool autoescape, is_volatile;       /* the evaluation context, as far as it is known when compiling */
    bool known_extends;                 /* an `extends` at root level was passed */
    bool leave;                         /* [jinja] CompilerExit: the rest of the list of statements is dropped */
    uint32_t nextends;
    const hki_node *tree;
    const hki_str *block;               /* the block that code is made for; NULL: the root */
    hki_dict *unknown[2];               /* numbers of filters and of tests, once they are needed */
    const char *python_error;           /* what Python's compiler would say of the generated code; raised at the end */
    enum hki_python_step python_step;   /* of that */
    const hki_node *python_error_at;
} hki_gen;

/* What is around the node that code is made for. (jinja: Frame) */
typedef struct hki_where {
    hki_scope *scope;
    bool toplevel, rootlevel;
    bool soft;                          /* inside an `if`: unknown filters are errors only when run */
    bool check_output;                  /* output is dropped once there is a parent */
} hki_where;

static inline bool hki_gen_stopped(const hki_gen *g) { return hki_emit_stopped(&g->e); }
static inline bool hki_gen_stop(hki_gen *g) { return !(g->e.b.failed = true); }      /* after raising; false */
static inline hki_where hki_where_inner(const hki_where *where, hki_scope *scope)
{
    return (hki_where){.scope = scope, .check_output = where->check_output};
}
static inline hki_where hki_where_soft(const hki_where *where)
{
    hki_where soft = *where;
    soft.rootlevel = false;
    soft.soft = true;
    return soft;
}
/* 0: plain, 1: escaped, 2: as is known only when run. */
static inline uint32_t hki_gen_mode(const hki_gen *g) { return g->is_volatile ? 2 : g->autoescape ? 1 : 0; }

/* gen_name.c: variables */
static inline uint32_t hki_gen_name(hki_gen *g, const hki_str *text) { return hki_build_name_of(&g->e.b, text); }
/* It stands where all passes of a loop find it: there is nothing to be done when its scope is entered. */
static inline bool hki_gen_is_shared(const hki_symbol *symbol) { return symbol->hoist && !symbol->stored; }
static inline uint32_t hki_gen_symbol_reg(hki_symbol *symbol)
{
    symbol->taken = true;
    return hki_gen_is_shared(symbol) ? symbol->hoist->reg : symbol->reg;
}
/* The cell of the running function that holds the variable; NULL: it is in a register. */
static inline hki_cell *hki_gen_cell(hki_gen *g, const hki_symbol *symbol)
{
    if (symbol->scope->plain && symbol->scope->unit == g->e.now->unit) return NULL;
    return hki_cell_find(&g->s, g->e.now->unit, symbol->scope->level, symbol->name);
}
void hki_gen_params(hki_gen *g, hki_symbol *first);             /* registers for a scope's parameters, from symbol `first` on */
void hki_gen_params_missing(hki_gen *g, hki_symbol *first);     /* marks them missing, where they are not written next */
void hki_gen_enter(hki_gen *g, hki_scope *scope);               /* registers and values of the scope's other variables */
void hki_gen_leave(hki_gen *g, hki_scope *scope, bool function, uint32_t top);
hki_symbol *hki_gen_find(hki_gen *g, const hki_scope *scope, const hki_str *text);      /* NULL after raising */
/* The register the variable is in, or HKI_NONE_AT if it must be fetched: hki_gen_fetch. */
uint32_t hki_gen_register(hki_gen *g, const hki_node *name, const hki_scope *scope);
/* stored: the value goes into a variable, list or call, where it must not be marked missing. */
void hki_gen_fetch(hki_gen *g, const hki_node *name, const hki_scope *scope, uint32_t to, bool stored);
void hki_gen_assign(hki_gen *g, hki_symbol *symbol, uint32_t from);     /* from's value as it is */
void hki_gen_target(hki_gen *g, const hki_scope *scope, const hki_node *target, uint32_t from);
/* Copies of the variables that are handed over whole, in a row from *base on, and the constant with their names. */
uint32_t hki_gen_locals(hki_gen *g, const hki_where *where, bool any, uint32_t *base);

/* gen_expr.c: a value into register `to`, or into whatever register it is in already */
void hki_gen_expr(hki_gen *g, const hki_where *where, hki_node *n, uint32_t to);
/* A constant that a program may share: no list or dict. */
bool hki_gen_is_fixed(const hki_node *n);
uint32_t hki_gen_use_other(hki_gen *g, const hki_where *where, hki_node *n, uint32_t hint);
static inline uint32_t hki_gen_use(hki_gen *g, const hki_where *where, hki_node *n, uint32_t hint)
{
    uint32_t reg = n->kind == HKI_NODE_Name ? hki_gen_register(g, n, where->scope) : HKI_NONE_AT;
    return reg != HKI_NONE_AT ? reg : hki_gen_use_other(g, where, n, hint);
}
/* Folds what is constant in an expression that stands in a statement. False after raising. */
bool hki_gen_fold_parts(hki_gen *g, hki_node *n);
static inline bool hki_gen_fold(hki_gen *g, hki_node *n) { return !(n->hope & HKI_HOPE_PART) || hki_gen_fold_parts(g, n); }
/* Folds first: for expressions that stand in a statement. */
void hki_gen_root(hki_gen *g, const hki_where *where, hki_node *n, uint32_t to);
static inline uint32_t hki_gen_root_use(hki_gen *g, const hki_where *where, hki_node *n)
{
    return hki_gen_fold(g, n) ? hki_gen_use(g, where, n, HKI_NONE_AT) : 0;
}
/* Goes to `to` if the truth of n is `when`. */
void hki_gen_branch(hki_gen *g, const hki_where *where, hki_node *n, bool when, hki_jumps *to);

/* gen_call.c: calls, filters, tests. caller: a function that is passed as such, or HKI_NONE_AT */
void hki_gen_call(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t caller, uint32_t to);
void hki_gen_named(hki_gen *g, const hki_where *where, const hki_node *n, uint32_t to);     /* Filter, Test */

/* unknown.c: what Python says of a keyword argument of a filter or test that nobody knows. An empty text after raising. */
const hki_str *hki_gen_unknown(hki_gen *g, bool test, const hki_str *name, const hki_str *keyword);

/* gen_stmt.c, gen_loop.c, gen_macro.c, gen_inherit.c: statements */
void hki_gen_body(hki_gen *g, const hki_where *where, const hki_nodes *body);       /* (jinja: blockvisit) */
void hki_gen_piece(hki_gen *g, uint32_t reg);           /* writes what a call or filter block gives */
void hki_gen_stmt(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_for(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_jump(hki_gen *g, const hki_node *n);                               /* break, continue */
void hki_gen_macro(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_call_block(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_extends(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_block(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_include(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_import(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_from_import(hki_gen *g, const hki_where *where, hki_node *n);
void hki_gen_block_function(hki_gen *g, hki_site *site);
void hki_gen_root_function(hki_gen *g, hki_site *site);
void hki_gen_expression_function(hki_gen *g, hki_site *site, hki_node *expr);
/* Skips what follows if there is a parent; land the jumps after it. */
void hki_gen_if_no_parent(hki_gen *g, hki_jumps *skip);
void hki_gen_export(hki_gen *g, const hki_where *where, const hki_str *text, bool exported);

/* Raises HK_TEMPLATE_ASSERTION_ERROR at a node. */
void hki_gen_fail(hki_gen *g, const hki_node *at, const char *format, ...);
/* Remembers what Python would say, which reads all code, then looks at the names of all functions, then makes code: the first of the
 * earliest of these counts. */
void hki_gen_python(hki_gen *g, enum hki_python_step step, const hki_node *at, const char *message);

#endif
