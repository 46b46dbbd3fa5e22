/* gen_name.c: variables of templates in registers and cells.
 *
 * In:  scopes with their symbols.   Out: code that gives them values when a scope is entered, reads them, assigns them.
 * Always: a scope's registers stand above those of the scopes around it in the same function, parameters first. */
#include "base/inline.h"
#include "compile/gen.h"
#include "value/text.h"

void hki_gen_params(hki_gen *g, hki_symbol *first)
{
    for (hki_symbol *symbol = first; symbol; symbol = symbol->next) {
        if (symbol->load == HKI_LOAD_PARAM && !hki_gen_cell(g, symbol)) symbol->reg = hki_emit_temp(&g->e);
    }
    g->e.now->temps = g->e.now->top;
}

void hki_gen_params_missing(hki_gen *g, hki_symbol *first)
{
    for (hki_symbol *symbol = first; symbol; symbol = symbol->next) {
        if (symbol->load == HKI_LOAD_PARAM && !hki_gen_cell(g, symbol))
            hki_emit_op(&g->e, NULL, HKI_OPCODE_MISSING, 0, symbol->reg, hki_gen_name(g, symbol->name), 0);
    }
}

/* A value for the variable into its register. */
static inline void give(hki_gen *g, hki_symbol *symbol, const hki_cell *outer)
{
    enum hki_op op = HKI_OPCODE_MOVE;
    uint32_t from;
    if (symbol->hoist) from = symbol->hoist->reg;
    else if (symbol->load == HKI_LOAD_RESOLVE) op = HKI_OPCODE_RESOLVE, from = hki_gen_name(g, symbol->name);
    else if (symbol->load == HKI_LOAD_UNDEFINED) op = HKI_OPCODE_MISSING, from = hki_gen_name(g, symbol->name);
    else if (outer) op = HKI_OPCODE_CELL_GET, from = hki_cell_number(outer);
    else from = hki_gen_symbol_reg(symbol->outer);
    hki_emit_op(&g->e, NULL, op, 0, symbol->reg, from, 0);
}

/* The same where there are cells: by way of a temporary register into its own. */
HKI_APART void give_by_cell(hki_gen *g, hki_symbol *symbol)
{
    hki_emit *e = &g->e;
    hki_cell *cell = hki_gen_cell(g, symbol);
    symbol->reg = hki_emit_temp(e);
    if (symbol->sure && !cell) return;
    give(g, symbol, symbol->outer ? hki_gen_cell(g, symbol->outer) : NULL);
    if (!cell) return;
    hki_emit_op(e, NULL, HKI_OPCODE_CELL_SET, 0, hki_cell_number(cell), symbol->reg, 0);
    e->now->top -= HKI_PLACE;
}

static void tell_asked(hki_gen *g, const hki_symbol *symbol)
{
    const hki_str *name = symbol->name;
    if (symbol->load == HKI_LOAD_RESOLVE) g->options->asks(g->options->user, name->data, name->size);
}

void hki_gen_enter(hki_gen *g, hki_scope *scope)
{
    if (g->options->asks) {
        for (hki_symbol *symbol = scope->first; symbol && !hki_gen_stopped(g); symbol = symbol->next) tell_asked(g, symbol);
    }
    const hki_unit *unit = g->e.now->unit;
    for (hki_symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        if (symbol->load == HKI_LOAD_PARAM || hki_gen_is_shared(symbol)) continue;
        if (unit->own || unit->captured) {
            give_by_cell(g, symbol);
            continue;
        }
        symbol->reg = hki_emit_temp(&g->e);
        if (!symbol->sure) give(g, symbol, NULL);
    }
    g->e.now->temps = g->e.now->top;
}

/* [jinja] What is left is missing again: seen only by functions that still share it. */
void hki_gen_leave(hki_gen *g, hki_scope *scope, bool function, uint32_t top)
{
    hki_emit *e = &g->e;
    bool cells = e->now->unit->own || e->now->unit->captured;
    for (hki_symbol *symbol = cells && !function ? scope->first : NULL; symbol; symbol = symbol->next) {
        hki_cell *cell = hki_gen_cell(g, symbol);
        if (!cell) continue;
        uint32_t t = hki_emit_temp(e);
        hki_emit_op(e, NULL, HKI_OPCODE_MISSING, 0, t, hki_gen_name(g, symbol->name), 0);
        hki_emit_op(e, NULL, HKI_OPCODE_CELL_SET, 0, hki_cell_number(cell), t, 0);
        e->now->top -= HKI_PLACE;
    }
    e->now->top = e->now->temps = top;
}

hki_symbol *hki_gen_find(hki_gen *g, const hki_scope *scope, const hki_str *text)
{
    hki_symbol *symbol = hki_gen_stopped(g) ? NULL : hki_scope_find(&g->s, scope, text);
    if (!symbol && !hki_gen_stopped(g)) {
        hki_raise(g->rt, HK_ASSERTION_ERROR, "Tried to resolve a name to a reference that was unknown to the frame (%r)",
            hki_str_value(text));
        hki_gen_stop(g);
    }
    return symbol;
}

static bool is_late_param(hki_gen *g, const hki_symbol *symbol)
{
    return g->e.now->in_defaults && symbol->load == HKI_LOAD_PARAM && symbol->scope->unit == g->e.now->unit;
}

/* Where there are cells or parameters that may be missing, or the name has no symbol. */
HKI_APART uint32_t register_with_care(hki_gen *g, const hki_node *name, const hki_scope *scope)
{
    hki_symbol *symbol = hki_gen_find(g, scope, name->as.Name.name);
    if (!symbol || is_late_param(g, symbol) || hki_gen_cell(g, symbol)) return HKI_NONE_AT;
    return hki_gen_symbol_reg(symbol);
}

uint32_t hki_gen_register(hki_gen *g, const hki_node *name, const hki_scope *scope)
{
    const hki_unit *unit = g->e.now->unit;
    hki_symbol *symbol = hki_scope_find(&g->s, scope, name->as.Name.name);
    if (!symbol || g->e.now->in_defaults || unit->own || unit->captured) return register_with_care(g, name, scope);
    return hki_gen_symbol_reg(symbol);
}

void hki_gen_fetch(hki_gen *g, const hki_node *name, const hki_scope *scope, uint32_t to, bool stored)
{
    hki_emit *e = &g->e;
    hki_symbol *symbol = hki_gen_find(g, scope, name->as.Name.name);
    if (!symbol) return;
    hki_cell *cell = hki_gen_cell(g, symbol);
    if (is_late_param(g, symbol)) {
        hki_jumps given = hki_no_jumps(), done = hki_no_jumps();
        hki_emit_jump(e, name, HKI_OPCODE_JUMP_GIVEN, symbol->reg, 0, &given);
        hki_emit_op(e, name, HKI_OPCODE_MISSING, 0, to, hki_gen_name(g, symbol->name), 0);
        if (stored) hki_emit_op(e, name, HKI_OPCODE_COPY, 0, to, to, 0);
        hki_emit_jump(e, name, HKI_OPCODE_JUMP, 0, 0, &done);
        hki_emit_land(e, &given);
        hki_emit_op(e, name, HKI_OPCODE_COPY, 0, to, symbol->reg, 0);
        hki_emit_land(e, &done);
    } else if (cell) {
        hki_emit_op(e, name, HKI_OPCODE_CELL_GET, stored && symbol->load != HKI_LOAD_PARAM, to, hki_cell_number(cell), 0);
    } else {
        hki_emit_op(e, name, HKI_OPCODE_COPY, 0, to, hki_gen_symbol_reg(symbol), 0);
    }
}

void hki_gen_assign(hki_gen *g, hki_symbol *symbol, uint32_t from)
{
    hki_cell *cell = hki_gen_cell(g, symbol);
    if (cell) hki_emit_op(&g->e, NULL, HKI_OPCODE_CELL_SET, 0, hki_cell_number(cell), from, 0);
    else if (symbol->reg != from) hki_emit_op(&g->e, NULL, HKI_OPCODE_MOVE, 0, symbol->reg, from, 0);
}

static void assign_attr(hki_gen *g, const hki_scope *scope, const hki_node *target, uint32_t from)
{
    hki_emit *e = &g->e;
    hki_symbol *symbol = hki_gen_find(g, scope, target->as.NSRef.name);
    if (!symbol) return;
    uint32_t top = e->now->top, object = hki_gen_symbol_reg(symbol), attr = hki_gen_name(g, target->as.NSRef.attr);
    hki_cell *cell = hki_gen_cell(g, symbol);
    if (cell) hki_emit_op(e, target, HKI_OPCODE_CELL_GET, 0, object = hki_emit_temp(e), hki_cell_number(cell), 0);
    hki_emit_op(e, target, HKI_OPCODE_SETATTR, 0, object, attr, from);
    e->now->top = top;
}

void hki_gen_target(hki_gen *g, const hki_scope *scope, const hki_node *target, uint32_t from)
{
    hki_emit *e = &g->e;
    if (hki_gen_stopped(g)) return;
    if (target->kind == HKI_NODE_Name) {
        hki_symbol *symbol = hki_gen_find(g, scope, target->as.Name.name);
        if (symbol) hki_gen_assign(g, symbol, from);
        return;
    }
    if (target->kind == HKI_NODE_NSRef) {
        assign_attr(g, scope, target, from);
        return;
    }
    uint32_t top = e->now->top, count = target->as.Tuple.items.count, base = top;
    for (uint32_t i = 0; i < count; i++) hki_emit_temp(e);
    hki_emit_op(e, target, HKI_OPCODE_UNPACK, 0, from, base, count);
    for (uint32_t i = 0; i < count; i++) hki_gen_target(g, scope, target->as.Tuple.items.item[i], base + i * HKI_PLACE);
    e->now->top = top;
}

/* ---- all variables at once (jinja: dump_stores) */

static bool is_dumped(const hki_scope *from, const hki_symbol *symbol)
{
    if (!symbol->stored) return false;          /* the root's assignments are in the context already */
    return from->parent || from->unit->kind != HKI_FUNC_ROOT || symbol->load == HKI_LOAD_PARAM;
}

/* Is it the nearest variable of that name among those that are handed over? */
static bool is_nearest(hki_gen *g, const hki_scope *scope, const hki_scope *from, const hki_symbol *symbol)
{
    for (; scope != from; scope = scope->parent) {
        hki_symbol *nearer = hki_scope_own(&g->s, scope, symbol->name);
        if (nearer && nearer->stored) return false;
    }
    return true;
}

static void copy_local(hki_gen *g, hki_symbol *symbol)
{
    hki_cell *cell = hki_gen_cell(g, symbol);
    uint32_t to = hki_emit_temp(&g->e);
    if (cell) hki_emit_op(&g->e, NULL, HKI_OPCODE_CELL_GET, 0, to, hki_cell_number(cell), 0);
    else hki_emit_op(&g->e, NULL, HKI_OPCODE_MOVE, 0, to, hki_gen_symbol_reg(symbol), 0);
}

uint32_t hki_gen_locals(hki_gen *g, const hki_where *where, bool any, uint32_t *base)
{
    hki_buf names;
    hki_buf_init(&names, &g->near.hooks);
    *base = g->e.now->top;
    for (const hki_scope *from = where->scope; any && from; from = from->parent) {
        for (hki_symbol *symbol = from->first; symbol && !hki_gen_stopped(g); symbol = symbol->next) {
            if (!is_dumped(from, symbol) || !is_nearest(g, where->scope, from, symbol)) continue;
            copy_local(g, symbol);
            uint32_t name = hki_gen_name(g, symbol->name);
            hki_buf_put(&names, (const char *)&name, sizeof name);
        }
    }
    if (names.failed) g->e.b.failed = true;
    const void *data = names.data;
    uint32_t count = (uint32_t)(names.size / sizeof(uint32_t)), konst = g->e.b.failed ? 0 : hki_build_name_tuple(&g->e.b, data, count);
    hki_buf_free(&names);
    return konst;
}
