/* gen_inherit.c: code for what ties templates together: extends, blocks, include, import; and the functions of a template.
 *
 * In:  a statement and what is around it, or a template's or block's site.   Out: instructions, functions.
 * Always: at root level there may be a parent already, known when compiling (after an `extends` outside of any `if`) or only when
 * run. */
#include "compile/gen.h"

void hki_gen_if_no_parent(hki_gen *g, hki_jumps *skip) { hki_emit_jump(&g->e, NULL, HKI_OPCODE_IF_EXTENDED, 0, 0, skip); }

void hki_gen_extends(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    if (!where->toplevel) {
        hki_gen_fail(g, n, "cannot use extend from a non top-level scope");
        return;
    }
    if (g->nextends > 0) {
        hki_emit_op(e, NULL, HKI_OPCODE_ONE_PARENT, 0, 0, 0, 0);       /* [jinja] at the line of what came before */
        g->leave = g->known_extends;
        if (g->leave) return;
    }
    e->line = n->line;
    uint32_t top = e->now->top, reg = hki_gen_root_use(g, where, n->as.Extends.template);
    hki_emit_op(e, n, HKI_OPCODE_EXTENDS, 0, reg, 0, 0);
    e->now->top = top;
    if (where->rootlevel) g->known_extends = true;
    g->nextends++;
}

/* The number of a block in the program's table: blocks stand there in the order of the source. */
static uint32_t block_index(hki_gen *g, const hki_node *n)
{
    size_t count;
    hki_site **block = hki_scope_blocks(&g->s, &count);
    size_t low = 0, high = count;
    while (low + 1 < high) {                    /* places grow from block to block */
        size_t middle = low + (high - low) / 2;
        const hki_node *m = block[middle]->node;
        if (m->line < n->line || (m->line == n->line && m->column <= n->column)) low = middle;
        else high = middle;
    }
    for (size_t i = low; i < count; i++) {
        if (block[i]->node == n) return (uint32_t)i;
    }
    for (size_t i = 0; i < low; i++) {
        if (block[i]->node == n) return (uint32_t)i;
    }
    return 0;
}

void hki_gen_block(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_jumps skip = hki_no_jumps();
    uint32_t top = e->now->top, base, mode = n->as.Block.required ? 2 : 0, index = block_index(g, n);
    if (where->toplevel && g->known_extends) return;
    if (where->toplevel && g->nextends > 0) hki_gen_if_no_parent(g, &skip);
    e->line = n->line;
    if (n->as.Block.scoped) {
        uint32_t names = hki_gen_locals(g, where, true, &base);
        hki_emit_op(e, n, HKI_OPCODE_BLOCK_SCOPED, mode, index, base, names);
    } else {
        hki_emit_op(e, n, HKI_OPCODE_BLOCK, mode, index, 0, 0);
    }
    e->now->top = top;
    if (skip.last != HKI_NONE_AT) hki_emit_land(e, &skip);
}

void hki_gen_include(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    bool context = n->as.Include.with_context;
    uint32_t top = e->now->top, base;
    if (!context && e->now->info.kind >= HKI_FUNC_MACRO) e->now->info.flags |= HKI_FUNC_GENERATOR;
    e->line = n->line;
    uint32_t reg = hki_gen_root_use(g, where, n->as.Include.template), names = hki_gen_locals(g, where, context, &base);
    hki_emit_op(e, n, HKI_OPCODE_INCLUDE, (n->as.Include.ignore_missing ? 1u : 0) | (context ? 2u : 0), reg, base, names);
    e->now->top = top;
}

/* The module into a temporary register. */
static uint32_t gen_module(hki_gen *g, const hki_where *where, const hki_node *n, hki_node *template, bool context)
{
    hki_emit *e = &g->e;
    uint32_t reg = hki_emit_temp(e), base;
    hki_gen_root(g, where, template, reg);
    uint32_t top = e->now->top, names = hki_gen_locals(g, where, context, &base);
    hki_emit_op(e, n, HKI_OPCODE_IMPORT, context ? 2 : 0, reg, base, names);
    e->now->top = top;
    return reg;
}

static void assign_name(hki_gen *g, const hki_where *where, const hki_str *name, uint32_t from)
{
    hki_symbol *symbol = hki_gen_find(g, where->scope, name);
    if (symbol) hki_gen_assign(g, symbol, from);
}

void hki_gen_import(hki_gen *g, const hki_where *where, hki_node *n)
{
    uint32_t top = g->e.now->top;
    g->e.line = n->line;
    assign_name(g, where, n->as.Import.target, gen_module(g, where, n, n->as.Import.template, n->as.Import.with_context));
    g->e.now->top = top;
    if (where->toplevel) hki_gen_export(g, where, n->as.Import.target, false);
}

static const hki_str *imported_as(const hki_node *name)
{
    return name->as.ImportName.alias ? name->as.ImportName.alias : name->as.ImportName.name;
}

void hki_gen_from_import(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    const hki_nodes *names = &n->as.FromImport.names;
    uint32_t top = e->now->top;
    e->line = n->line;
    uint32_t module = gen_module(g, where, n, n->as.FromImport.template, n->as.FromImport.with_context), reg = hki_emit_temp(e);
    for (uint32_t i = 0; i < names->count && !hki_gen_stopped(g); i++) {
        hki_emit_op(e, n, HKI_OPCODE_IMPORT_NAME, 0, reg, module, hki_gen_name(g, names->item[i]->as.ImportName.name));
        assign_name(g, where, imported_as(names->item[i]), reg);
    }
    e->now->top = top;
    if (!where->toplevel) return;
    for (uint32_t i = 0; i < names->count && !hki_gen_stopped(g); i++) hki_gen_export(g, where, imported_as(names->item[i]), false);
}

/* ---- functions of a template */

/* `self` and `super`, if they are mentioned. */
static void gen_references(hki_gen *g, hki_site *site, uint32_t block)
{
    hki_emit *e = &g->e;
    for (hki_symbol *symbol = site->scope->first; symbol && symbol->load == HKI_LOAD_PARAM; symbol = symbol->next) {
        hki_cell *cell = hki_gen_cell(g, symbol);
        symbol->reg = hki_emit_temp(e);
        if (hki_scope_is(&g->s, HKI_SELF_NAME, symbol->name)) hki_emit_op(e, NULL, HKI_OPCODE_SELF, 0, symbol->reg, 0, 0);
        else hki_emit_op(e, NULL, HKI_OPCODE_SUPER, 0, symbol->reg, block, 0);
        if (cell) hki_emit_op(e, NULL, HKI_OPCODE_CELL_SET, 0, hki_cell_number(cell), symbol->reg, 0);
    }
    e->now->temps = e->now->top;
}

void hki_gen_root_function(hki_gen *g, hki_site *site)
{
    hki_emit *e = &g->e;
    const hki_node *n = site->node;
    hki_where where = {.scope = site->scope, .toplevel = true, .rootlevel = true, .check_output = g->s.extends};
    hki_emit_open(e, site->scope->unit, HKI_NONE_AT, 1);
    if (hki_gen_stopped(g)) return;
    e->line = 1;
    /* as many as pages have for a mention and a name read, and some more: to grow at the end would take as much memory again */
    hki_emit_expect(e, 8 + (site->end - site->start + g->s.nreads) / 4 * 9);
    hki_scope_enter(&g->s, site->scope);
    gen_references(g, site, 0);
    hki_gen_enter(g, site->scope);
    hki_gen_body(g, &where, &n->as.Template.body);
    if (g->s.extends) hki_emit_op(e, NULL, HKI_OPCODE_PARENT, 0, 0, 0, 0);
    hki_emit_op(e, NULL, HKI_OPCODE_RETURN, 0, 0, 0, 0);
    hki_scope_leave(&g->s, site->scope);
    if (!hki_gen_stopped(g)) hki_emit_close(e);
}

/* The function of a lone expression. [jinja] It is the root of a template that assigns the value: it has a `self`. */
void hki_gen_expression_function(hki_gen *g, hki_site *site, hki_node *expr)
{
    hki_emit *e = &g->e;
    hki_where where = {.scope = site->scope, .toplevel = true, .rootlevel = true};
    hki_emit_open(e, site->scope->unit, HKI_NONE_AT, 1);
    if (hki_gen_stopped(g)) return;
    hki_scope_enter(&g->s, site->scope);
    gen_references(g, site, 0);
    hki_gen_enter(g, site->scope);
    uint32_t reg = hki_gen_root_use(g, &where, expr);
    hki_emit_op(e, NULL, HKI_OPCODE_RETURN_VALUE, 0, reg, 0, 0);
    if (!hki_gen_stopped(g)) hki_emit_close(e);
}

void hki_gen_block_function(hki_gen *g, hki_site *site)
{
    hki_emit *e = &g->e;
    const hki_node *n = site->node;
    hki_where where = {.scope = site->scope};
    uint32_t index = block_index(g, n);
    e->line = n->line;
    g->block = n->as.Block.name;
    hki_emit_open(e, site->scope->unit, hki_gen_name(g, n->as.Block.name), n->line);
    if (hki_gen_stopped(g)) return;
    hki_build_block_at(&e->b, index)->func = e->now->index;
    hki_scope_enter(&g->s, site->scope);
    gen_references(g, site, index);
    hki_gen_enter(g, site->scope);
    hki_gen_body(g, &where, &n->as.Block.body);
    hki_emit_op(e, NULL, HKI_OPCODE_RETURN, 0, 0, 0, 0);
    hki_scope_leave(&g->s, site->scope);
    if (!hki_gen_stopped(g)) hki_emit_close(e);
}
