/* gen_stmt.c: code for statements that neither loop nor inherit.
 *
 * In:  a statement and what is around it.   Out: instructions.
 * Always: e.line changes where Jinja's generator notes a line, and nowhere else [jinja: writeline, newline]. */
#include "base/inline.h"
#include "compile/gen.h"

void hki_gen_body(hki_gen *g, const hki_where *where, const hki_nodes *body)
{
    for (uint32_t i = 0; i < body->count && !g->leave && !hki_gen_stopped(g); i++) hki_gen_stmt(g, where, body->item[i]);
    g->leave = false;
}

/* ---- output */

/* `n` behind the filter HKI_FINALIZE. */
static hki_node *finalized(hki_gen *g, hki_node *n)
{
    static const hki_str name = {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = sizeof HKI_FINALIZE - 1,
        .points = sizeof HKI_FINALIZE - 1, .data = HKI_FINALIZE};
    hki_node *filter = hki_region_alloc(g->rt->region, sizeof *filter);
    if (!filter) {
        hki_raise_memory(g->rt);
        hki_gen_stop(g);
        return n;
    }
    memset(filter, 0, sizeof *filter);
    filter->kind = HKI_NODE_Filter;
    filter->depth = n->depth;
    filter->line = n->line;
    filter->column = n->column;
    filter->as.Filter.node = n;
    filter->hope = n->hope & HKI_HOPE_PART;     /* the host's function is called when run */
    filter->as.Filter.name = &name;
    return filter;
}

static void count_pieces(hki_gen *g, uint32_t count)
{
    if (g->e.now->pieces != HKI_NONE_AT) g->e.now->pieces += count;
}

void hki_gen_piece(hki_gen *g, uint32_t reg)
{
    uint32_t pieces = g->e.now->pieces;
    /* [jinja] even where output is dropped */
    hki_emit_op(&g->e, NULL, HKI_OPCODE_PIECE, HKI_EMIT_LAST, reg, pieces == HKI_NONE_AT ? 0 : pieces, 0);
    count_pieces(g, 1);
}

/* Text that is known when compiling. Where values are collected an empty one counts too. */
static void emit_known(hki_gen *g, const hki_node *n, hk_value text)
{
    hki_emit *e = &g->e;
    uint32_t top = e->now->top;
    if (hki_as_str(text)->size || !g->options->native) {
        hki_emit_text(e, hki_as_str(text)->data, hki_as_str(text)->size);
        return;
    }
    uint32_t reg = hki_emit_temp(e);
    hki_emit_konst(e, n, reg, text);
    hki_emit_value(e, n, HKI_OPCODE_EMIT, reg);
    e->now->top = top;
}

/* Tries to work it out: HKI_YES, HKI_NO, HKI_ERROR. */
HKI_APART int output_known(hki_gen *g, const hki_node *n)
{
    hk_value v;
    g->fold.autoescape = g->autoescape;
    g->fold.is_volatile = g->is_volatile;
    int answer = hki_fold_output(&g->fold, n, &v);
    if (answer == HKI_YES) emit_known(g, n, v);
    if (answer == HKI_ERROR) hki_gen_stop(g);
    return answer;
}

static void output_value(hki_gen *g, const hki_where *where, hki_node *n)
{
    static const enum hki_op emit[] = {HKI_OPCODE_EMIT, HKI_OPCODE_EMIT_ESCAPED, HKI_OPCODE_EMIT_AUTO};
    hki_emit *e = &g->e;
    uint32_t top = e->now->top;
    if (g->options->finalize) n = finalized(g, n);
    e->line = n->line;
    uint32_t reg = hki_gen_root_use(g, where, n);
    hki_emit_value(e, n, emit[hki_gen_mode(g)], reg);
    e->now->top = top;
}

/* True: it is text that is known when compiling. */
static inline bool output_data(hki_gen *g, const hki_node *n)
{
    if (g->is_volatile) g->e.line = n->line;        /* [jinja] a value like any other, where it may become Markup */
    hki_emit_data(&g->e, &n->as.TemplateData.data);
    return !g->is_volatile;
}

static inline bool output_expr(hki_gen *g, const hki_where *where, hki_node *n)
{
    if (hki_gen_stopped(g)) return true;
    if (n->hope & HKI_HOPE_ALL && !g->options->finalize && output_known(g, n) != HKI_NO) return true;
    output_value(g, where, n);
    return false;
}

/* What is printed at root level is dropped once there is a parent. True: all of it, so there is nothing to do. */
static bool dropped(hki_gen *g, const hki_where *where, hki_jumps *skip)
{
    if (!where->check_output) return false;
    if (g->known_extends) return true;
    hki_gen_if_no_parent(g, skip);
    return false;
}

HKI_APART void gen_output(hki_gen *g, const hki_where *where, const hki_node *n)
{
    hki_jumps skip = hki_no_jumps();
    uint32_t pieces = n->as.Output.nodes.count;
    if (!pieces || dropped(g, where, &skip)) return;
    bool text = false;
    for (hki_node **item = n->as.Output.nodes.item, **end = item + pieces; item < end; item++) {
        bool before = text;
        text = (*item)->kind == HKI_NODE_TemplateData ? output_data(g, *item) : output_expr(g, where, *item);
        pieces -= text && before;                   /* [jinja] neighbours that are known become one */
    }
    count_pieces(g, pieces);
    hki_emit_land(&g->e, &skip);
}

static void gen_debug(hki_gen *g, const hki_where *where, const hki_node *n)
{
    hki_jumps skip = hki_no_jumps();
    if (dropped(g, where, &skip)) return;
    g->e.line = n->line;
    hki_emit_op(&g->e, n, HKI_OPCODE_DEBUG, hki_gen_mode(g), 0, 0, 0);
    count_pieces(g, 1);
    hki_emit_land(&g->e, &skip);
}

/* ---- if */

HKI_APART void gen_if(hki_gen *g, const hki_where *around, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_where where = hki_where_soft(around);
    hki_jumps done = hki_no_jumps();
    uint32_t pieces = e->now->pieces;
    bool same = true;
    for (uint32_t i = 0; i <= n->as.If.elif.count && !hki_gen_stopped(g); i++) {
        hki_node *arm = i ? n->as.If.elif.item[i - 1] : n;
        hki_jumps next = hki_no_jumps();
        e->line = arm->line;
        if (!hki_gen_fold(g, arm->as.If.test)) return;
        hki_gen_branch(g, &where, arm->as.If.test, false, &next);
        hki_gen_body(g, &where, &arm->as.If.body);
        same &= e->now->pieces == pieces;
        e->now->pieces = pieces;
        if (i < n->as.If.elif.count || n->as.If.orelse.count) hki_emit_jump(e, NULL, HKI_OPCODE_JUMP, 0, 0, &done);
        hki_emit_land(e, &next);
    }
    if (n->as.If.orelse.count) hki_gen_body(g, &where, &n->as.If.orelse);
    if (!same || e->now->pieces != pieces) e->now->pieces = HKI_NONE_AT;
    hki_emit_land(e, &done);
}

/* ---- assignments */

static bool is_private(const hki_str *name) { return name->size && name->data[0] == '_'; }

/* The value of a variable of the root's scope becomes known to the context. */
void hki_gen_export(hki_gen *g, const hki_where *where, const hki_str *text, bool exported)
{
    hki_emit *e = &g->e;
    hki_symbol *symbol = hki_gen_find(g, where->scope, text);
    if (!symbol) return;
    uint32_t top = e->now->top, reg = hki_gen_symbol_reg(symbol), mode = exported && !is_private(text);
    hki_cell *cell = hki_gen_cell(g, symbol);
    if (cell) hki_emit_op(e, NULL, HKI_OPCODE_CELL_GET, 0, reg = hki_emit_temp(e), hki_cell_number(cell), 0);
    hki_emit_op(e, NULL, HKI_OPCODE_EXPORT, mode, reg, hki_gen_name(g, symbol->name), 0);
    e->now->top = top;
}

static void export_target(hki_gen *g, const hki_where *where, const hki_node *target)
{
    if (!where->toplevel) return;
    if (target->kind == HKI_NODE_Name) hki_gen_export(g, where, target->as.Name.name, true);
    if (target->kind != HKI_NODE_Tuple) return;
    for (uint32_t i = 0; i < target->as.Tuple.items.count; i++) export_target(g, where, target->as.Tuple.items.item[i]);
}

/* [jinja] Namespaces are checked before the value is worked out, and still at the line of what came before. */
static void check_namespaces(hki_gen *g, const hki_where *where, const hki_node *target)
{
    hki_emit *e = &g->e;
    if (target->kind == HKI_NODE_NSRef) {
        hki_symbol *symbol = hki_gen_find(g, where->scope, target->as.NSRef.name);
        if (!symbol) return;
        uint32_t top = e->now->top, reg = hki_gen_symbol_reg(symbol);
        hki_cell *cell = hki_gen_cell(g, symbol);
        if (cell) hki_emit_op(e, target, HKI_OPCODE_CELL_GET, 0, reg = hki_emit_temp(e), hki_cell_number(cell), 0);
        hki_emit_op(e, target, HKI_OPCODE_CHECK_NS, 0, reg, 0, 0);
        e->now->top = top;
    } else if (target->kind == HKI_NODE_Tuple) {
        for (uint32_t i = 0; i < target->as.Tuple.items.count; i++) check_namespaces(g, where, target->as.Tuple.items.item[i]);
    }
}

HKI_APART void gen_assign(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    const hki_node *target = n->as.Assign.target;
    uint32_t top = e->now->top, reg = HKI_NONE_AT;
    check_namespaces(g, where, target);
    if (n->line) e->line = n->line;
    if (target->kind == HKI_NODE_Name) reg = hki_gen_register(g, target, where->scope);
    if (hki_gen_stopped(g)) return;
    if (reg != HKI_NONE_AT) {
        hki_gen_root(g, where, n->as.Assign.node, reg);
    } else if (target->kind == HKI_NODE_NSRef) {
        uint32_t from = hki_emit_here(e);
        reg = hki_gen_root_use(g, where, n->as.Assign.node);
        hki_emit_checked(e, from);
        hki_gen_target(g, where->scope, target, reg);
    } else {
        reg = hki_emit_temp(e);
        hki_gen_root(g, where, n->as.Assign.node, reg);
        hki_gen_target(g, where->scope, target, reg);
    }
    e->now->top = top;
    export_target(g, where, target);
}

/* The count of pieces around the capture, to be put back behind it. */
static uint32_t begin_capture(hki_gen *g)
{
    uint32_t pieces = g->e.now->pieces;
    hki_emit_op(&g->e, NULL, HKI_OPCODE_CAPTURE, 0, 0, 0, 0);
    g->e.now->captures++;
    g->e.now->pieces = 0;
    return pieces;
}

HKI_APART void gen_assign_block(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_scope *scope = hki_site_of(&g->s, n)->scope;
    hki_where inner = hki_where_inner(where, scope);
    uint32_t top = e->now->top;
    inner.check_output = false;
    hki_scope_enter(&g->s, scope);
    hki_gen_enter(g, scope);
    uint32_t pieces = begin_capture(g);
    hki_gen_body(g, &inner, &n->as.AssignBlock.body);
    e->now->pieces = pieces;
    e->line = n->line;
    uint32_t reg = hki_emit_temp(e);
    if (n->as.AssignBlock.filter) {
        hki_gen_root(g, &inner, n->as.AssignBlock.filter, reg);
        hki_emit_op(e, NULL, HKI_OPCODE_MARK_SAFE, 2, reg, reg, 0);
    } else {
        hki_emit_op(e, NULL, HKI_OPCODE_CAPTURE_END, 2, reg, 0, 0);
        e->now->captures--;
    }
    hki_gen_target(g, where->scope, n->as.AssignBlock.target, reg);
    export_target(g, where, n->as.AssignBlock.target);
    hki_gen_leave(g, scope, false, top);
    hki_scope_leave(&g->s, scope);
}

/* ---- blocks that are scopes */

HKI_APART void gen_filter_block(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_scope *scope = hki_site_of(&g->s, n)->scope;
    hki_where inner = hki_where_inner(where, scope);
    uint32_t top = e->now->top;
    hki_scope_enter(&g->s, scope);
    hki_gen_enter(g, scope);
    uint32_t pieces = begin_capture(g);
    hki_gen_body(g, &inner, &n->as.FilterBlock.body);
    e->line = n->line;
    uint32_t reg = hki_emit_temp(e);
    hki_gen_root(g, &inner, n->as.FilterBlock.filter, reg);
    e->now->pieces = pieces;
    hki_gen_piece(g, reg);
    hki_gen_leave(g, scope, false, top);
    hki_scope_leave(&g->s, scope);
}

/* All targets are names with a register each: then a value goes straight to its place. */
static bool is_simple_with(hki_gen *g, const hki_node *n, hki_scope *scope)
{
    hki_symbol *symbol = scope->first;
    for (uint32_t i = 0; i < n->as.With.targets.count; i++, symbol = symbol->next) {
        const hki_node *target = n->as.With.targets.item[i];
        if (target->kind != HKI_NODE_Name || !symbol || symbol->name != target->as.Name.name) return false;
        if (hki_gen_cell(g, symbol)) return false;
    }
    return true;
}

HKI_APART void gen_with(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_scope *scope = hki_site_of(&g->s, n)->scope;
    hki_where inner = hki_where_inner(where, scope);
    uint32_t top = e->now->top;
    bool simple = !hki_gen_stopped(g) && is_simple_with(g, n, scope);
    hki_symbol *symbol = scope->first;
    hki_scope_enter(&g->s, scope);
    if (!simple) {
        hki_gen_params(g, symbol);
        hki_gen_params_missing(g, symbol);
    }
    for (uint32_t i = 0; i < n->as.With.targets.count && !hki_gen_stopped(g); i++) {
        uint32_t reg = hki_emit_temp(e);
        hki_gen_root(g, where, n->as.With.values.item[i], reg);
        if (simple) {
            symbol->reg = reg;
            symbol = symbol->next;
        } else {
            hki_gen_target(g, scope, n->as.With.targets.item[i], reg);
            e->now->top -= HKI_PLACE;
        }
    }
    hki_gen_enter(g, scope);
    hki_gen_body(g, &inner, &n->as.With.body);
    hki_gen_leave(g, scope, false, top);
    hki_scope_leave(&g->s, scope);
}

/* Stops at what is printed first, and says in which line. */
static bool find_printed(void *line, hki_node *n)
{
    if (n->kind == HKI_NODE_Macro) return true;
    if (n->kind != HKI_NODE_Output) return hki_node_children(n, find_printed, line);
    *(uint32_t *)line = n->as.Output.nodes.item[0]->line;
    return false;
}

HKI_APART void gen_autoescape(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    hki_scope *scope = hki_site_of(&g->s, n)->scope;
    hki_where inner = hki_where_inner(where, scope);
    hki_node *setting = n->as.ScopedEvalContextModifier.autoescape;
    uint32_t top = e->now->top;
    bool autoescape = g->autoescape, is_volatile = g->is_volatile, now = false;
    hki_scope_enter(&g->s, scope);
    hki_gen_enter(g, scope);
    g->fold.autoescape = g->autoescape;
    g->fold.is_volatile = g->is_volatile;
    int known = hki_fold_truth(&g->fold, setting, &now);
    if (known == HKI_ERROR) hki_gen_stop(g);
    uint32_t old = hki_emit_temp(e);
    hki_gen_root(g, &inner, setting, old);
    uint32_t line = e->line;
    hki_node_children(n, find_printed, &e->line);       /* [jinja] whether it is true is asked where something is printed */
    hki_emit_op(e, NULL, HKI_OPCODE_AUTOESCAPE, 0, old, old, 0);
    e->line = line;
    e->now->temps = e->now->top;
    if (known == HKI_YES) g->autoescape = now;
    else g->is_volatile = true;
    const hki_nodes *body = &n->as.ScopedEvalContextModifier.body;
    for (uint32_t i = 0; i < body->count && !g->leave && !hki_gen_stopped(g); i++) hki_gen_stmt(g, &inner, body->item[i]);
    g->autoescape = autoescape;
    g->is_volatile = is_volatile;
    hki_emit_op(e, NULL, HKI_OPCODE_AUTOESCAPE_SET, 0, old, 0, 0);
    hki_gen_leave(g, scope, false, top);
    hki_scope_leave(&g->s, scope);
}

static void gen_do(hki_gen *g, const hki_where *where, hki_node *n)
{
    uint32_t top = g->e.now->top;
    g->e.line = n->line;
    hki_gen_root(g, where, n->as.ExprStmt.node, hki_emit_temp(&g->e));
    g->e.now->top = top;
}

/* How many pieces these write is not known: any number, or none if a loop's body writes none. */
HKI_APART void gen_unsure(hki_gen *g, const hki_where *where, hki_node *n)
{
    uint32_t before = g->e.now->pieces, *pieces;
    if (n->kind == HKI_NODE_For) hki_gen_for(g, where, n);
    else if (n->kind == HKI_NODE_Include) hki_gen_include(g, where, n);
    else hki_gen_block(g, where, n);
    if (hki_gen_stopped(g)) return;
    pieces = &g->e.now->pieces;
    if (n->kind != HKI_NODE_For || (!n->as.For.recursive && *pieces != before)) *pieces = HKI_NONE_AT;
}

void hki_gen_stmt(hki_gen *g, const hki_where *where, hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_Output: gen_output(g, where, n); break;
    case HKI_NODE_If: gen_if(g, where, n); break;
    case HKI_NODE_For:
    case HKI_NODE_Include:
    case HKI_NODE_Block: gen_unsure(g, where, n); break;
    case HKI_NODE_Assign: gen_assign(g, where, n); break;
    case HKI_NODE_AssignBlock: gen_assign_block(g, where, n); break;
    case HKI_NODE_Macro: hki_gen_macro(g, where, n); break;
    case HKI_NODE_CallBlock: hki_gen_call_block(g, where, n); break;
    case HKI_NODE_FilterBlock: gen_filter_block(g, where, n); break;
    case HKI_NODE_With: gen_with(g, where, n); break;
    case HKI_NODE_ScopedEvalContextModifier: gen_autoescape(g, where, n); break;
    case HKI_NODE_ExprStmt: gen_do(g, where, n); break;
    case HKI_NODE_Extends: hki_gen_extends(g, where, n); break;
    case HKI_NODE_Import: hki_gen_import(g, where, n); break;
    case HKI_NODE_FromImport: hki_gen_from_import(g, where, n); break;
    case HKI_NODE_Break:
    case HKI_NODE_Continue: hki_gen_jump(g, n); break;
    case HKI_NODE_Debug: gen_debug(g, where, n); break;
    default: break;
    }
}
