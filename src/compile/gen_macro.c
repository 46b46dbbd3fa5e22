/* gen_macro.c: code for macros and call blocks.
 *
 * In:  a Macro or CallBlock node.   Out: a function of its own, and the instruction that makes a macro of it.
 * Always: parameters stand in registers 0 …, then caller, kwargs and varargs if the body mentions them; defaults are worked out in
 * order when the function runs. */
#include "compile/gen.h"

#include "value/text.h"

typedef struct macro_gen {
    hki_node *n;
    hki_site *site;
    const hki_nodes *args, *defaults, *body;
} macro_gen;

static macro_gen macro_of(hki_gen *g, hki_node *n)
{
    bool macro = n->kind == HKI_NODE_Macro;
    return (macro_gen){n, hki_site_of(&g->s, n), macro ? &n->as.Macro.args : &n->as.CallBlock.args,
        macro ? &n->as.Macro.defaults : &n->as.CallBlock.defaults, macro ? &n->as.Macro.body : &n->as.CallBlock.body};
}

static const hki_str *arg_name(const macro_gen *m, uint32_t i) { return m->args->item[i]->as.Name.name; }

static hki_node *default_of(const macro_gen *m, uint32_t i)
{
    uint32_t without = m->args->count - m->defaults->count;
    return i < without ? NULL : m->defaults->item[i - without];
}

/* [python] Two parameters of one name. */
static void repeated(hki_gen *g, const macro_gen *m, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++) {
        if (!hki_str_is(arg_name(m, j), arg_name(m, i)->data, arg_name(m, i)->size)) continue;
        size_t mark = g->rt->scratch.size;
        int level = (int)m->site->scope->level;
        hki_format(g->rt, &g->rt->scratch, "duplicate argument 'l_%d_%S' in function definition", level, arg_name(m, i));
        char *message = hki_region_text(g->rt->region, g->rt->scratch.data + mark, g->rt->scratch.size - mark);
        g->rt->scratch.size = mark;
        hki_gen_python(g, HKI_PYTHON_LOOKS_AT_NAMES, m->args->item[i], message ? message : "duplicate argument in function definition");
        return;
    }
}

static void describe_params(hki_gen *g, const macro_gen *m, hki_func *info)
{
    uint32_t *names = hki_region_array(g->rt->region, m->args->count, sizeof *names);
    if (!names) {
        g->e.b.failed = true;
        return;
    }
    for (uint32_t i = 0; i < m->args->count; i++) {
        if (i < 256) repeated(g, m, i);         /* [python] there are no more than 255 in practice; keeps this linear */
        names[i] = hki_gen_name(g, arg_name(m, i));
        if (hki_str_is(arg_name(m, i), "caller", 6)) info->explicit_caller = i;
    }
    info->nparams = m->args->count;
    info->ndefaults = m->defaults->count;
    info->params = hki_build_list(&g->e.b, names, m->args->count);
}

static bool has_arg(const macro_gen *m, const char *name)
{
    for (uint32_t i = 0; i < m->args->count; i++) {
        if (hki_str_is(arg_name(m, i), name, strlen(name))) return true;
    }
    return false;
}

/* What the body mentions. [jinja] A parameter named caller must be one that may be left out. */
static void describe_special(hki_gen *g, const macro_gen *m, hki_func *info)
{
    if (hki_uses(m->site, HKI_USES_CALLER)) {
        info->flags |= HKI_FUNC_CALLER_ARG;
        if (info->explicit_caller != UINT32_MAX && !default_of(m, info->explicit_caller))
            hki_gen_fail(g, m->n, "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a "
                "default.");
    }
    if (hki_uses(m->site, HKI_USES_KWARGS) && !has_arg(m, "kwargs")) info->flags |= HKI_FUNC_CATCH_KWARGS;
    if (hki_uses(m->site, HKI_USES_VARARGS) && !has_arg(m, "varargs")) info->flags |= HKI_FUNC_CATCH_VARARGS;
}

/* The scope's parameters, in the order in which they were declared, are the function's first registers; those of a repeated name
 * share the last. */
static void place_params(hki_gen *g, const macro_gen *m)
{
    hki_emit *e = &g->e;
    for (uint32_t i = 0; i < m->args->count; i++) {
        hki_symbol *symbol = hki_gen_find(g, m->site->scope, arg_name(m, i));
        uint32_t reg = hki_emit_temp(e);
        if (symbol) symbol->reg = reg;
    }
    static const struct { enum hki_meaning name; uint32_t flag; } special[] = {
        {HKI_CALLER_NAME, HKI_FUNC_CALLER_ARG}, {HKI_KWARGS_NAME, HKI_FUNC_CATCH_KWARGS}, {HKI_VARARGS_NAME, HKI_FUNC_CATCH_VARARGS}};
    for (unsigned i = 0; i < 3 && !hki_gen_stopped(g); i++) {
        if (!(e->now->info.flags & special[i].flag) || (i == 0 && e->now->info.explicit_caller != UINT32_MAX)) continue;
        hki_symbol *symbol = hki_scope_own(&g->s, m->site->scope, hki_scope_meaning(&g->s, special[i].name));
        if (symbol) symbol->reg = hki_emit_temp(e);
    }
    e->now->temps = e->now->top;
}

/* First of all what a call with enough arguments need not run. */
static void gen_required(hki_gen *g, const macro_gen *m)
{
    hki_emit *e = &g->e;
    uint32_t count = m->args->count - m->defaults->count;
    if (count && !e->now->unit->own) e->now->info.flags |= HKI_FUNC_ASKS_FIRST;
    for (uint32_t i = 0; i < count && !hki_gen_stopped(g); i++)
        hki_emit_op(e, NULL, HKI_OPCODE_NOT_GIVEN, 0, i * HKI_PLACE, hki_gen_name(g, arg_name(m, i)), 0);
}

static void gen_defaults(hki_gen *g, const hki_where *where, const macro_gen *m)
{
    hki_emit *e = &g->e;
    uint32_t first = m->args->count - m->defaults->count;
    e->now->in_defaults = true;
    for (uint32_t i = first, reg = first * HKI_PLACE; i < m->args->count && !hki_gen_stopped(g); i++, reg += HKI_PLACE) {
        hki_jumps given = hki_no_jumps();
        hki_emit_jump(e, NULL, HKI_OPCODE_JUMP_GIVEN, reg, 0, &given);
        hki_gen_root(g, where, default_of(m, i), reg);
        hki_emit_land(e, &given);
    }
    e->now->in_defaults = false;
}

static void share_params(hki_gen *g, hki_scope *scope)
{
    for (hki_symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        hki_cell *cell = symbol->load == HKI_LOAD_PARAM ? hki_gen_cell(g, symbol) : NULL;
        if (cell) hki_emit_op(&g->e, NULL, HKI_OPCODE_CELL_SET, 0, hki_cell_number(cell), symbol->reg, 0);
    }
}

/* The function; HKI_NONE_AT after a failure. (jinja: macro_body) */
static uint32_t gen_function(hki_gen *g, const macro_gen *m, uint32_t name)
{
    hki_emit *e = &g->e;
    hki_scope *scope = m->site->scope;
    hki_where where = {.scope = scope};
    e->line = m->n->line;
    hki_emit_open(e, scope->unit, name, m->n->line);
    if (hki_gen_stopped(g)) return HKI_NONE_AT;
    hki_scope_enter(&g->s, scope);
    describe_params(g, m, &e->now->info);
    describe_special(g, m, &e->now->info);
    if (!g->is_volatile && g->autoescape) e->now->info.flags |= HKI_FUNC_SAFE_EVAL;
    if (g->is_volatile) e->now->info.flags |= HKI_FUNC_VOLATILE;
    place_params(g, m);
    gen_required(g, m);
    hki_gen_enter(g, scope);
    gen_defaults(g, &where, m);
    share_params(g, scope);
    hki_gen_body(g, &where, m->body);
    hki_emit_op(e, NULL, HKI_OPCODE_RETURN, 0, 0, 0, 0);
    hki_scope_leave(&g->s, scope);
    return hki_gen_stopped(g) ? HKI_NONE_AT : hki_emit_close(e);
}

void hki_gen_macro(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    macro_gen m = macro_of(g, n);
    uint32_t function = gen_function(g, &m, hki_gen_name(g, n->as.Macro.name));
    hki_symbol *symbol = hki_gen_find(g, where->scope, n->as.Macro.name);
    if (function == HKI_NONE_AT || !symbol) return;
    hki_cell *cell = hki_gen_cell(g, symbol);
    uint32_t top = e->now->top, reg = cell ? hki_emit_temp(e) : symbol->reg;
    hki_emit_op(e, NULL, HKI_OPCODE_MACRO, 0, reg, function, 0);
    hki_gen_assign(g, symbol, reg);
    e->now->top = top;
    if (where->toplevel) hki_gen_export(g, where, n->as.Macro.name, true);
}

void hki_gen_call_block(hki_gen *g, const hki_where *where, hki_node *n)
{
    hki_emit *e = &g->e;
    macro_gen m = macro_of(g, n);
    uint32_t function = gen_function(g, &m, HKI_NONE_AT);
    if (function == HKI_NONE_AT) return;
    uint32_t top = e->now->top, reg = hki_emit_temp(e);
    e->line = n->line;
    if (n->as.CallBlock.call) {
        if (!hki_gen_fold(g, n->as.CallBlock.call)) return;
        hki_gen_call(g, where, n->as.CallBlock.call, function, reg);
    } else {                                    /* the tag generation: the block writes itself */
        hki_emit_op(e, NULL, HKI_OPCODE_MACRO, 0, reg, function, 0);
        hki_emit_op(e, NULL, HKI_OPCODE_CALL, hki_build_spec(&e->b, &(hki_spec){0}), reg, reg, 1);
    }
    hki_gen_piece(g, reg);
    e->now->top = top;
}
