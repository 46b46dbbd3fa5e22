/* compile.c: a tree becomes a program.
 *
 * In:  the tree of a template or of a lone expression.   Out: a block of bytes (src/program), or an error with its place.
 * Always: whatever happens, all that was taken outside of the compile's region is given back. */
#include "compile/compile.h"

#include "compile/gen.h"

/* ---- errors */

static void place(hki_gen *g, const hki_node *at)
{
    const char *name = g->options->name;
    hki_error_place(g->rt->error, name, name ? strlen(name) : 0, at ? at->line : 0, at ? at->column : 0);
}

void hki_gen_fail(hki_gen *g, const hki_node *at, const char *format, ...)
{
    hki_gen_stop(g);
    if (hki_failed(g->rt)) return;
    size_t mark = g->rt->scratch.size;
    va_list args;
    va_start(args, format);
    hki_vformat(g->rt, &g->rt->scratch, format, args);
    va_end(args);
    if (g->rt->scratch.failed) hki_raise_memory(g->rt);
    else hki_error_set(g->rt->error, HK_TEMPLATE_ASSERTION_ERROR, g->rt->scratch.data + mark, g->rt->scratch.size - mark);
    g->rt->scratch.size = mark;
    place(g, at);
}

void hki_gen_python(hki_gen *g, enum hki_python_step step, const hki_node *at, const char *message)
{
    if (g->python_error && g->python_step <= step) return;
    g->python_error = message;
    g->python_step = step;
    g->python_error_at = at;
}

/* ---- the whole */

/* Where a small template's tables stand. */
typedef struct table_room { _Alignas(8) char bytes[10240]; } table_room;

static void begin(hki_gen *g, hki_rt *rt, const hki_compile_options *options, const hki_node *tree, table_room *room)
{
    g->rt = rt;
    g->tree = tree;
    g->block = NULL;
    g->unknown[0] = g->unknown[1] = NULL;
    g->options = options;
    g->autoescape = options->autoescape;
    g->is_volatile = g->known_extends = g->leave = false;
    g->nextends = 0;
    g->python_error = NULL;
    g->python_error_at = NULL;
    hki_region_init_in(&g->small, rt->region->mem, HKI_SPACE_FROZEN, room->bytes, sizeof room->bytes);
    hki_near_init(&g->near, &g->small);
    hki_emit_init(&g->e, rt, &g->near.hooks);
    hki_build_init(&g->e.b, rt, &g->near.hooks, options->source_size);
    hki_scopes_init(&g->s, rt, &g->near, options->name, options->reads);
    hki_fold_init(&g->fold, rt, &g->small, options->native);
}

static bool end(hki_gen *g, uint32_t flags, hki_buf *out)
{
    if (g->python_error && !hki_gen_stopped(g) && !hki_failed(g->rt)) {
        hki_raise(g->rt, HK_SYNTAX_ERROR, "%s", g->python_error);
        place(g, g->python_error_at);
    }
    if (g->near.far) {
        hki_emit_drop_all(&g->e);
        hki_scopes_free(&g->s);
    }
    hki_fold_free(&g->fold);
    if (!hki_gen_stopped(g)) hki_build_names(&g->e.b);
    if (g->options->drop_tree) hki_region_clear(g->rt->region);
    bool good = !hki_failed(g->rt) && hki_build_finish(&g->e.b, flags, out);
    if (g->near.far) hki_build_free(&g->e.b);
    hki_region_clear(&g->small);
    return good;
}

/* Blocks get their entries first, so that code can refer to them; their functions come after the root. */
static void add_blocks(hki_gen *g)
{
    size_t count;
    hki_site **block = hki_scope_blocks(&g->s, &count);
    for (size_t i = 0; i < count; i++) {
        const hki_node *n = block[i]->node;
        uint32_t flags = (n->as.Block.scoped ? HKI_BLOCK_SCOPED : 0u) | (n->as.Block.required ? HKI_BLOCK_REQUIRED : 0u);
        hki_build_block(&g->e.b, &(hki_block){hki_gen_name(g, n->as.Block.name), 0, flags});
    }
}

bool hki_compile_template(hki_rt *rt, const hki_compile_options *options, hki_node *tree, hki_buf *out)
{
    table_room room;
    hki_gen g;
    begin(&g, rt, options, tree, &room);
    if (hki_scopes_build(&g.s, tree)) {
        size_t count;
        hki_site **block = hki_scope_blocks(&g.s, &count);
        add_blocks(&g);
        hki_gen_root_function(&g, hki_site_of(&g.s, tree));
        for (size_t i = 0; i < count && !hki_gen_stopped(&g); i++) hki_gen_block_function(&g, block[i]);
    }
    return end(&g, 0, out);
}

bool hki_compile_expression(hki_rt *rt, const hki_compile_options *options, hki_node *expr, hki_buf *out)
{
    table_room room;
    hki_gen g;
    begin(&g, rt, options, expr, &room);
    if (hki_scopes_build(&g.s, expr)) hki_gen_expression_function(&g, hki_site_of(&g.s, expr), expr);
    return end(&g, HKI_PROGRAM_EXPRESSION, out);
}
