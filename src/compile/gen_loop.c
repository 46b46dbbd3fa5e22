/* gen_loop.c: code for loops.
 *
 * In:  a For node.   Out: a walk (ITER, NEXT, AGAIN) or, where the body mentions `loop`, a loop object (LOOP, LOOP_NEXT, LOOP_AGAIN;
 *      LOOP_ROW… where nobody would ever get the object),
 *      with the body between its two steps: the first leaves the loop at the end, the other goes back if there is an item; the test
 *      of a filtered loop, in the body if there is no loop object, else as a function; a recursive loop's body as a function.
 * Always: items are assigned before the scope's other variables get their values. */
#include "compile/gen.h"

enum { PYTHON_BLOCKS = 20 };            /* [python] loops inside one another in one function */

typedef struct loop_gen {
    hki_site *site;
    hki_node *n;
    hki_jumps none, end;                /* there was no item at all; there are no more */
    uint32_t walk;                      /* register of the walk or the loop object */
    uint32_t begin;                     /* the instruction that begins the walk */
    uint32_t flag;                      /* register: no pass was completed; HKI_NONE_AT: not needed */
    uint32_t item;                      /* where the next item goes */
    uint32_t item_line;                 /* what errors of the walk are reported at */
    bool extended;
} loop_gen;

/* ---- context variables that all passes share */

static void gen_hoists(hki_gen *g, hki_scope *scope)
{
    for (hki_hoist *h = scope->hoists; h; h = h->next) {
        h->reg = hki_emit_temp(&g->e);
        hki_emit_op(&g->e, NULL, HKI_OPCODE_RESOLVE, 0, h->reg, hki_gen_name(g, h->name), 0);
    }
    g->e.now->temps = g->e.now->top;
}

/* ---- items and targets */

/* The registers of a target that is a tuple of names, if they stand in a row. */
static bool names_in_row(hki_gen *g, const hki_scope *scope, const hki_node *target, uint32_t *base)
{
    for (uint32_t i = 0; i < target->as.Tuple.items.count; i++) {
        const hki_node *item = target->as.Tuple.items.item[i];
        if (item->kind != HKI_NODE_Name) return false;
        uint32_t reg = hki_gen_register(g, item, scope);
        if (i == 0) *base = reg;
        if (reg == HKI_NONE_AT || reg != *base + i * HKI_PLACE) return false;
    }
    return target->as.Tuple.items.count > 0;
}

/* Where the next item is best put: into its variable, or the first of them. */
static uint32_t item_register(hki_gen *g, const hki_scope *scope, const hki_node *target)
{
    uint32_t base = HKI_NONE_AT;
    if (target->kind == HKI_NODE_Name) base = hki_gen_register(g, target, scope);
    else if (!names_in_row(g, scope, target, &base)) base = HKI_NONE_AT;
    return base;
}

static void unpack_item(hki_gen *g, const hki_scope *scope, const hki_node *target, uint32_t item)
{
    uint32_t base;
    if (target->kind == HKI_NODE_Tuple && names_in_row(g, scope, target, &base))
        hki_emit_op(&g->e, target, HKI_OPCODE_UNPACK, 0, item, base, target->as.Tuple.items.count);
    else
        hki_gen_target(g, scope, target, item);
}

static bool has_cells(hki_gen *g, const hki_scope *scope)
{
    for (hki_symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        if (symbol->load == HKI_LOAD_PARAM && hki_gen_cell(g, symbol)) return true;
    }
    return false;
}

/* Registers for what an item is unpacked to. A target in cells, or one that is not a plain row, needs them written in advance. */
static void prepare_target(hki_gen *g, loop_gen *l, hki_scope *scope, hki_symbol *first)
{
    hki_emit *e = &g->e;
    hki_gen_params(g, first);
    l->item = hki_gen_stopped(g) ? 0 : item_register(g, scope, l->n->as.For.target);
    if (l->item != HKI_NONE_AT) return;
    hki_gen_params_missing(g, first);
    l->item = hki_emit_temp(e);
    e->now->temps = e->now->top;
}

/* The scope's `loop` has its register already. */
static void prepare_targets(hki_gen *g, loop_gen *l, bool apart)
{
    hki_symbol *first = l->site->scope->first;
    if (!apart) {
        prepare_target(g, l, l->site->scope, l->extended ? first->next : first);
        return;
    }
    prepare_target(g, l, l->site->test, l->site->test->first);
    hki_gen_params(g, first);
    hki_gen_params_missing(g, first);
}

/* ---- the test */

/* The item's names in the test's function, whose register 0 it is in. */
static void take_item(hki_gen *g, hki_scope *scope, const hki_node *target)
{
    uint32_t item = hki_emit_temp(&g->e);
    if (target->kind == HKI_NODE_Name) {
        scope->first->reg = item;
    } else {
        hki_gen_params(g, scope->first);
        hki_gen_params_missing(g, scope->first);
        hki_gen_target(g, scope, target, item);
    }
    g->e.now->temps = g->e.now->top;
    hki_gen_enter(g, scope);
}

/* The items that pass, by way of a function: the loop object looks ahead. */
static uint32_t gen_test_function(hki_gen *g, const hki_where *where, loop_gen *l, uint32_t over)
{
    hki_emit *e = &g->e;
    hki_node *target = l->n->as.For.target, *test = l->n->as.For.test;
    hki_scope *scope = l->site->test;
    hki_where inner = hki_where_inner(where, scope);
    hki_jumps no = hki_no_jumps();
    uint32_t line = e->line;
    e->line = test->line;
    hki_emit_open(e, scope->unit, HKI_NONE_AT, e->line);
    if (hki_gen_stopped(g)) return over;
    hki_scope_enter(&g->s, scope);
    take_item(g, scope, target);
    uint32_t result = hki_emit_temp(e);
    hki_gen_root(g, &inner, test, result);
    if (target->kind != HKI_NODE_Name) {        /* [jinja] what passes is a new tuple of what was unpacked */
        hki_emit_jump(e, NULL, HKI_OPCODE_JUMP_UNLESS, result, 0, &no);
        hki_gen_expr(g, &inner, target, result);
        hki_emit_op(e, NULL, HKI_OPCODE_RETURN_VALUE, 0, result, 0, 0);
        hki_emit_land(e, &no);
        hki_emit_konst(e, NULL, result, hki_none());
    }
    hki_emit_op(e, NULL, HKI_OPCODE_RETURN_VALUE, 0, result, 0, 0);
    hki_scope_leave(&g->s, scope);
    if (hki_gen_stopped(g)) return over;
    uint32_t function = hki_emit_close(e), to = hki_emit_temp(e);
    hki_emit_op(e, NULL, HKI_OPCODE_LOOP_FILTER, target->kind != HKI_NODE_Name, to, function, over);
    e->line = line;
    return to;
}

/* The test in the body: its names are the loop's, or stand beside them where a macro shares those. */
static void gen_test_inline(hki_gen *g, const hki_where *where, loop_gen *l, bool apart)
{
    hki_emit *e = &g->e;
    hki_scope *scope = l->site->test;
    hki_where inner = hki_where_inner(where, scope);
    for (hki_symbol *symbol = apart ? NULL : scope->first; symbol; symbol = symbol->next) {
        if (symbol->load == HKI_LOAD_PARAM) symbol->reg = hki_scope_own(&g->s, l->site->scope, symbol->name)->reg;
    }
    uint32_t top = e->now->top;
    hki_gen_enter(g, scope);
    if (!hki_gen_fold(g, l->n->as.For.test)) return;
    hki_gen_branch(g, &inner, l->n->as.For.test, false, &e->now->loop->again);
    e->now->top = e->now->temps = top;
    for (hki_symbol *symbol = apart ? scope->first : NULL; symbol; symbol = symbol->next) {
        if (symbol->load == HKI_LOAD_PARAM) hki_gen_assign(g, hki_scope_own(&g->s, l->site->scope, symbol->name), symbol->reg);
    }
}

/* ---- the loop itself */

/* The first step, and the one behind the pass that begins at instruction `pass`. */
static void gen_next(hki_gen *g, loop_gen *l, hki_jumps *end)
{
    uint32_t line = g->e.line;
    g->e.line = l->item_line;
    hki_emit_jump(&g->e, NULL, l->extended ? HKI_OPCODE_LOOP_NEXT : HKI_OPCODE_NEXT, l->walk, l->item, end);
    g->e.line = line;
}

static void gen_again(hki_gen *g, loop_gen *l, uint32_t pass)
{
    uint32_t line = g->e.line;
    g->e.line = l->item_line;
    hki_emit_repeat(&g->e, l->extended ? HKI_OPCODE_LOOP_AGAIN : HKI_OPCODE_AGAIN, l->walk, l->item, pass);
    g->e.line = line;
}

static void gen_pass(hki_gen *g, const hki_where *where, loop_gen *l, bool apart)
{
    hki_emit *e = &g->e;
    hki_scope *scope = l->site->scope;
    hki_where inner = hki_where_inner(where, scope);
    uint32_t line = e->line;
    bool test = l->n->as.For.test && !l->extended;
    e->line = l->item_line;
    unpack_item(g, apart ? l->site->test : scope, l->n->as.For.target, l->item);
    if (test) {
        gen_test_inline(g, where, l, apart);
        hki_scope_leave(&g->s, l->site->test);
    }
    e->line = line;
    hki_gen_enter(g, scope);
    hki_gen_body(g, &inner, &l->n->as.For.body);
}

/* Begins the walk over register `over`, whose results the scope's registers stand above. */
static void gen_walk(hki_gen *g, loop_gen *l, uint32_t over)
{
    hki_emit *e = &g->e;
    uint32_t line = e->line;
    l->walk = hki_emit_temp(e);
    uint32_t more = l->n->as.For.recursive ? 0 : l->extended ? HKI_LOOP_ROW - 1 : 1;
    for (; more; more--) hki_emit_temp(e);
    e->line = l->item_line;
    l->begin = hki_emit_op(e, l->n->as.For.iter, l->extended ? HKI_OPCODE_LOOP : HKI_OPCODE_ITER, l->n->as.For.recursive, l->walk, over, 0);
    e->line = line;
    if (!l->extended) return;
    hki_symbol *symbol = l->site->scope->first;         /* `loop` */
    hki_cell *cell = hki_gen_cell(g, symbol);
    symbol->reg = l->walk;
    if (cell) hki_emit_op(e, NULL, HKI_OPCODE_CELL_SET, 0, hki_cell_number(cell), l->walk, 0);
}

/* The loop from the walk's beginning to its end. [jinja] `else` runs if no pass came to its end: after a break in the first one, too. */
static void gen_passes(hki_gen *g, const hki_where *where, loop_gen *l)
{
    hki_emit *e = &g->e;
    hki_scope *scope = l->site->scope;
    bool apart = l->n->as.For.test && !l->extended && has_cells(g, scope);
    bool alone = l->n->as.For.orelse.count && l->flag == HKI_NONE_AT;      /* the first step has an end of its own */
    e->now->temps = e->now->top;
    hki_scope_enter(&g->s, scope);
    if (l->n->as.For.test && !l->extended) hki_scope_enter(&g->s, l->site->test);
    prepare_targets(g, l, apart);
    hki_loop loop = {.around = e->now->loop, .breaks = hki_no_jumps(), .again = hki_no_jumps(), .captures = e->now->captures};
    e->now->loop = &loop;
    if (++e->now->nloops > PYTHON_BLOCKS) hki_gen_python(g, HKI_PYTHON_MAKES_CODE, l->n, "too many statically nested blocks");
    uint32_t top = e->now->top;
    gen_next(g, l, alone ? &l->none : &l->end);
    uint32_t pass = hki_emit_here(e);
    gen_pass(g, where, l, apart);
    if (l->flag != HKI_NONE_AT) hki_emit_konst(e, NULL, l->flag, hki_bool(false));
    hki_emit_land(e, &loop.again);
    gen_again(g, l, pass);
    if (l->extended && !l->n->as.For.recursive && !scope->first->taken && !hki_gen_cell(g, scope->first))
        hki_emit_loop_end(e, l->begin, l->walk, scope->first->asked);
    e->now->loop = loop.around;
    e->now->nloops--;
    hki_emit_land(e, &l->end);
    hki_emit_land(e, &loop.breaks);
    hki_scope_leave(&g->s, scope);
    e->now->top = e->now->temps = top;
}

static void gen_else(hki_gen *g, const hki_where *where, loop_gen *l)
{
    hki_emit *e = &g->e;
    hki_jumps done = hki_no_jumps();
    hki_scope *scope = l->site->orelse;
    hki_where inner = hki_where_inner(where, scope);
    uint32_t top = e->now->top;
    if (l->flag != HKI_NONE_AT) {
        hki_emit_jump(e, NULL, HKI_OPCODE_JUMP_UNLESS, l->flag, 0, &done);
    } else {
        hki_emit_jump(e, NULL, HKI_OPCODE_JUMP, 0, 0, &done);
        hki_emit_land(e, &l->none);
    }
    hki_scope_enter(&g->s, scope);
    hki_gen_enter(g, scope);
    hki_gen_body(g, &inner, &l->n->as.For.orelse);
    hki_gen_leave(g, scope, false, top);
    hki_scope_leave(&g->s, scope);
    hki_emit_land(e, &done);
}

static void gen_loop(hki_gen *g, const hki_where *where, loop_gen *l, uint32_t over, bool function)
{
    hki_emit *e = &g->e;
    hki_scope *scope = l->site->scope;
    uint32_t top = e->now->top;
    l->flag = HKI_NONE_AT;
    if (l->n->as.For.test && l->extended) over = gen_test_function(g, where, l, over);
    if (hki_gen_stopped(g)) return;
    gen_walk(g, l, over);
    if (l->n->as.For.orelse.count && (l->site->jumps || (l->n->as.For.test && !l->extended))) {
        l->flag = hki_emit_temp(e);         /* above the walk, which a write below it would end (src/program/verify_code.c) */
        hki_emit_konst(e, NULL, l->flag, hki_bool(true));
    }
    gen_passes(g, where, l);
    hki_gen_leave(g, scope, function && !l->n->as.For.orelse.count, e->now->top);
    if (l->n->as.For.orelse.count) gen_else(g, where, l);
    e->now->top = e->now->temps = top;
}

static uint32_t gen_recursive_function(hki_gen *g, const hki_where *where, loop_gen *l)
{
    hki_emit *e = &g->e;
    hki_emit_open(e, l->site->scope->unit, HKI_NONE_AT, l->n->line);
    if (hki_gen_stopped(g)) return 0;
    e->now->info.flags = g->is_volatile ? HKI_FUNC_VOLATILE : g->autoescape ? HKI_FUNC_SAFE_EVAL : 0;
    uint32_t over = hki_emit_temp(e);
    gen_hoists(g, l->site->scope);
    gen_loop(g, where, l, over, true);
    if (hki_gen_stopped(g)) return 0;
    hki_emit_op(e, NULL, HKI_OPCODE_RETURN, 0, 0, 0, 0);
    return hki_emit_close(e);
}

static void gen_recursive(hki_gen *g, const hki_where *where, loop_gen *l)
{
    hki_emit *e = &g->e;
    uint32_t function = gen_recursive_function(g, where, l);
    if (hki_gen_stopped(g)) return;
    e->line = l->n->line;
    uint32_t over = hki_gen_root_use(g, where, l->n->as.For.iter), to = hki_emit_temp(e);
    hki_emit_op(e, l->n, HKI_OPCODE_LOOP_CALL, 0, to, function, over);
    hki_gen_piece(g, to);
}

void hki_gen_for(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_site *site = hki_site_of(&g->s, n);
    loop_gen l = {.site = site, .n = n, .none = hki_no_jumps(), .end = hki_no_jumps(), .extended = hki_loop_extended(site)};
    uint32_t top = e->now->top;
    if (site->loop_store) {
        hki_gen_fail(g, site->loop_store, "Can't assign to special loop variable in for-loop target");
        return;
    }
    e->line = n->line;
    l.item_line = n->as.For.test ? n->as.For.test->line : n->line;
    if (n->as.For.recursive) {
        gen_recursive(g, where, &l);
    } else {
        if (site->scope->home == site->scope) gen_hoists(g, site->scope);
        uint32_t over = hki_gen_root_use(g, where, n->as.For.iter);
        if (!hki_gen_stopped(g)) gen_loop(g, where, &l, over, false);
    }
    e->now->top = e->now->temps = top;
}

/* ---- break and continue */

void hki_gen_jump(hki_gen *g, const hki_node *n)
{
    hki_emit *e = &g->e;
    hki_loop *loop = e->now->loop;
    bool is_break = n->kind == HKI_NODE_Break;
    e->line = n->line;
    if (!loop) {
        hki_gen_python(g, HKI_PYTHON_MAKES_CODE, n, is_break ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    for (uint32_t i = loop->captures; i < e->now->captures; i++) hki_emit_op(e, NULL, HKI_OPCODE_CAPTURE_DROP, 0, 0, 0, 0);
    if (is_break) hki_emit_jump(e, n, HKI_OPCODE_JUMP, 0, 0, &loop->breaks);
    else hki_emit_jump(e, n, HKI_OPCODE_JUMP, 0, 0, &loop->again);
}
