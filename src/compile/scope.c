/* scope.c: which names live where?
 *
 * In:  the tree of one template.   Out: a scope for each node that opens one, with its symbols; units and the cells they share.
 * Always: a scope is complete before the scopes inside it are looked at, since a name that it assigns anywhere, even later, is its
 * own for them, too. The rules are Jinja's [jinja: idtracking.py]. */
#include "compile/scope.h"

/* ---- tables */

void hki_scopes_init(hki_scopes *s, hki_rt *rt, hki_builder *names, const char *name)
{
    const hk_allocator *mem = rt->region->mem;
    *s = (hki_scopes){.rt = rt, .names = names, .name = name};
    hki_buf *bufs[] = {&s->symbols, &s->sites, &s->cells, &s->hoists, &s->blocks, &s->nearest};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) hki_buf_init(bufs[i], mem);
    s->cell_index.mem = s->hoist_index.mem = s->block_index.mem = mem;
}

void hki_scopes_free(hki_scopes *s)
{
    hki_buf *bufs[] = {&s->symbols, &s->sites, &s->cells, &s->hoists, &s->blocks, &s->nearest};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) hki_buf_free(bufs[i]);
    hki_hashes_free(&s->cell_index);
    hki_hashes_free(&s->hoist_index);
    hki_hashes_free(&s->block_index);
}

static void *zeroed(hki_scopes *s, size_t size)
{
    void *p = hki_region_alloc(s->rt->region, size);
    if (p) memset(p, 0, size);
    else s->failed = true;
    return p;
}

/* Puts a record of the region into one of the tables; returns its number. */
static uint32_t keep(hki_scopes *s, hki_buf *table, void *record)
{
    uint32_t n = (uint32_t)(table->size / sizeof record);
    hki_buf_put(table, (const char *)&record, sizeof record);
    if (table->failed) s->failed = true;
    return n;
}

static void keep_by_hash(hki_scopes *s, hki_buf *table, hki_hashes *index, uint32_t hash, void *record)
{
    if (!hki_hashes_add(index, hash, keep(s, table, record))) s->failed = true;
}

static void *record_at(const hki_buf *table, uint32_t i) { return ((void **)(void *)table->data)[i]; }

static uint32_t cell_hash(uint32_t unit, uint32_t level, uint32_t name) { return hki_hash_pair(unit * 0x85ebca6bu + level, name); }

hki_site *hki_site_of(const hki_scopes *s, const hki_node *node) { return node->mark ? record_at(&s->sites, node->mark - 1) : NULL; }

/* Where the nearest symbol of a name is noted; NULL without memory. */
static hki_symbol **nearest_of(hki_scopes *s, uint32_t name)
{
    size_t size = s->nearest.size, need = ((size_t)name + 1) * sizeof(hki_symbol *);
    if (need > size) {
        char *room = hki_buf_room(&s->nearest, need * 2 - size);
        if (!room) {
            s->failed = true;
            return NULL;
        }
        memset(room, 0, need * 2 - size);
        s->nearest.size = need * 2;
    }
    return (hki_symbol **)(void *)s->nearest.data + name;
}

static void bind(hki_scopes *s, hki_symbol *symbol)
{
    hki_symbol **nearest = nearest_of(s, symbol->name);
    if (!nearest) return;
    symbol->shadowed = *nearest;
    *nearest = symbol;
}

void hki_scope_enter(hki_scopes *s, hki_scope *scope)
{
    for (hki_symbol *symbol = scope->first; symbol; symbol = symbol->next) bind(s, symbol);
}

void hki_scope_leave(hki_scopes *s, const hki_scope *scope)
{
    for (const hki_symbol *symbol = scope->first; symbol && !s->failed; symbol = symbol->next) *nearest_of(s, symbol->name) = symbol->shadowed;
}

/* The symbol in `scope`, or else in the nearest one around it. Beside it a loop's body may be entered while its test is looked at. */
hki_symbol *hki_scope_find(const hki_scopes *s, const hki_scope *scope, uint32_t name)
{
    if (!scope || name >= s->nearest.size / sizeof(hki_symbol *)) return NULL;
    hki_symbol *symbol = record_at(&s->nearest, name);
    while (symbol && symbol->scope != scope && symbol->scope->level >= scope->level) symbol = symbol->shadowed;
    return symbol;
}

hki_symbol *hki_scope_own(const hki_scopes *s, const hki_scope *scope, uint32_t name)
{
    hki_symbol *symbol = hki_scope_find(s, scope, name);
    return symbol && symbol->scope == scope ? symbol : NULL;
}

hki_cell *hki_cell_find(const hki_scopes *s, const hki_unit *unit, uint32_t level, uint32_t name)
{
    if (!unit->own && !unit->captured) return NULL;
    uint32_t hash = cell_hash(unit->id, level, name);
    for (uint32_t at = hki_hashes_start(&s->cell_index, hash), i; hki_hashes_next(&s->cell_index, hash, &at, &i);) {
        hki_cell *cell = record_at(&s->cells, i);
        if (cell->unit == unit && cell->level == level && cell->name == name) return cell;
    }
    return NULL;
}

static uint32_t name_of(hki_scopes *s, const hki_str *text)
{
    uint32_t name = hki_build_name_of(s->names, text);
    if (s->names->failed) s->failed = true;
    return name;
}

/* ---- survey: one walk over the whole tree finds what must be known before a scope is opened */

static hki_site *add_site(hki_scopes *s, hki_node *n)
{
    hki_site *site = zeroed(s, sizeof *site);
    if (!site) return NULL;
    site->node = n;
    uint32_t number = keep(s, &s->sites, site);
    if (s->failed) return NULL;
    n->mark = number + 1;
    return site;
}

/* The two bits of each name: 1 its first mention reads, 2 its first mention assigns. */
static uint16_t then(uint16_t first, uint16_t second)
{
    unsigned known = (first | first >> 1) & 0x555u;
    return (uint16_t)(first | (second & ~(known | known << 1)));
}

static uint16_t survey_name(hki_scopes *s, hki_node *n)
{
    static const struct { const char *name; uint8_t size; } names[] = {
        {"loop", 4}, {"caller", 6}, {"kwargs", 6}, {"varargs", 7}, {"self", 4}, {"super", 5}};
    const hki_str *text = n->as.Name.name;
    if (text->size < 4 || text->size > 7) return 0;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (!hki_str_is(text, names[i].name, names[i].size)) continue;
        bool load = n->as.Name.ctx == HKI_CTX_LOAD;
        if (i == 0 && n->as.Name.ctx == HKI_CTX_STORE && !s->loop_store) s->loop_store = n;
        return (uint16_t)((load ? 1u : 2u) << (2 * i));
    }
    return 0;
}

static uint16_t survey(hki_scopes *s, hki_node *n);

static uint16_t survey_list(hki_scopes *s, const hki_nodes *list)
{
    uint16_t bits = 0;
    for (uint32_t i = 0; i < list->count; i++) bits = then(bits, survey(s, list->item[i]));
    return bits;
}

static uint16_t survey_for(hki_scopes *s, hki_node *n)
{
    hki_site *site = add_site(s, n), *around = s->loop;
    if (!site) return 0;
    const hki_node *before = s->loop_store;
    uint32_t nscoped = s->nscoped;
    s->loop_store = NULL;
    uint16_t bits = survey(s, n->as.For.target);
    bits = then(bits, survey(s, n->as.For.iter));
    s->loop = site;
    site->uses = survey_list(s, &n->as.For.body);
    s->loop = around;
    bits = then(bits, site->uses);
    bits = then(bits, survey_list(s, &n->as.For.orelse));
    if (n->as.For.test) bits = then(bits, survey(s, n->as.For.test));
    site->scoped = s->nscoped != nscoped;
    site->loop_store = s->loop_store;
    if (before) s->loop_store = before;
    return bits;
}

/* A macro's or call block's body is a function of its own: a break in it finds no loop. */
static uint16_t survey_function(
    hki_scopes *s, hki_node *n, uint16_t bits, const hki_nodes *args, const hki_nodes *defaults, const hki_nodes *body)
{
    hki_site *site = add_site(s, n), *around = s->loop;
    if (!site) return 0;
    bits = then(bits, survey_list(s, args));
    bits = then(bits, survey_list(s, defaults));
    s->loop = NULL;
    site->uses = survey_list(s, body);
    s->loop = around;
    return then(bits, site->uses);
}

static bool defined_twice(hki_scopes *s, uint32_t name)
{
    uint32_t hash = hki_hash_pair(name, 1), at = hki_hashes_start(&s->block_index, hash), i;
    while (hki_hashes_next(&s->block_index, hash, &at, &i)) {
        if (i == name) return true;
    }
    if (!hki_hashes_add(&s->block_index, hash, name)) s->failed = true;
    return false;
}

static uint16_t survey_block(hki_scopes *s, hki_node *n)
{
    const hki_str *name = n->as.Block.name;
    if (defined_twice(s, name_of(s, name))) {
        if (!hki_failed(s->rt) && !s->failed) {
            hki_raise(s->rt, HK_TEMPLATE_ASSERTION_ERROR, "block %r defined twice", hki_str_value(name));
            hki_error_place(s->rt->error, s->name, s->name ? strlen(s->name) : 0, n->line, n->column);
        }
        return 0;
    }
    hki_site *site = add_site(s, n), *around = s->loop;
    if (!site) return 0;
    hki_buf_put(&s->blocks, (const char *)&site, sizeof site);
    if (s->blocks.failed) s->failed = true;
    s->nscoped += n->as.Block.scoped;
    s->loop = NULL;
    site->uses = survey_list(s, &n->as.Block.body);
    s->loop = around;
    return 0;                           /* [jinja] what a block mentions does not count for what is around it */
}

typedef struct survey_ctx { hki_scopes *s; uint16_t bits; } survey_ctx;

static bool survey_child(void *ctx, hki_node *child)
{
    survey_ctx *c = ctx;
    c->bits = then(c->bits, survey(c->s, child));
    return true;
}

static uint16_t survey_children(hki_scopes *s, hki_node *n)
{
    survey_ctx c = {s, 0};
    hki_node_children(n, survey_child, &c);
    return c.bits;
}

static uint16_t survey(hki_scopes *s, hki_node *n)
{
    hki_site *site;
    switch (n->kind) {
    case HKI_NODE_Name: return survey_name(s, n);
    case HKI_NODE_For: return survey_for(s, n);
    case HKI_NODE_Block: return survey_block(s, n);
    case HKI_NODE_Macro: return survey_function(s, n, 0, &n->as.Macro.args, &n->as.Macro.defaults, &n->as.Macro.body);
    case HKI_NODE_CallBlock:
        return survey_function(s, n, n->as.CallBlock.call ? survey(s, n->as.CallBlock.call) : 0, &n->as.CallBlock.args,
            &n->as.CallBlock.defaults, &n->as.CallBlock.body);
    case HKI_NODE_Break:
    case HKI_NODE_Continue:
        if (s->loop) s->loop->jumps = true;
        return 0;
    case HKI_NODE_Extends: s->extends = true; break;
    case HKI_NODE_Template:
        site = add_site(s, n);
        if (site) site->uses = survey_list(s, &n->as.Template.body);
        return 0;
    case HKI_NODE_FilterBlock:
    case HKI_NODE_With:
    case HKI_NODE_AssignBlock:
    case HKI_NODE_ScopedEvalContextModifier: add_site(s, n); break;
    default: break;
    }
    return survey_children(s, n);
}

/* ---- symbols */

static hki_unit *new_unit(hki_scopes *s, hki_unit *parent, enum hki_function_kind kind)
{
    hki_unit *u = zeroed(s, sizeof *u);
    if (!u) return NULL;
    u->parent = parent;
    u->kind = kind;
    u->id = s->nunits++;
    return u;
}

static hki_scope *new_scope(hki_scopes *s, hki_scope *parent, hki_unit *unit)
{
    hki_scope *c = unit ? zeroed(s, sizeof *c) : NULL;
    if (!c) return NULL;
    c->parent = parent;
    c->unit = unit;
    c->level = parent ? parent->level + 1 : 0;
    c->id = s->nscopes++;
    if (parent && parent->unit == unit) c->home = parent->home;
    return c;
}

static hki_symbol *define(hki_scopes *s, hki_scope *scope, uint32_t name, enum hki_load load)
{
    hki_symbol *symbol = zeroed(s, sizeof *symbol);
    if (!symbol) return NULL;
    symbol->scope = scope;
    symbol->name = name;
    symbol->load = (uint8_t)load;
    if (scope->last) scope->last->next = symbol;
    else scope->first = symbol;
    scope->last = symbol;
    keep(s, &s->symbols, symbol);
    bind(s, symbol);
    return symbol;
}

static hki_cell *new_cell(hki_scopes *s, hki_unit *unit, uint32_t level, uint32_t name)
{
    hki_cell *cell = zeroed(s, sizeof *cell);
    if (!cell) return NULL;
    cell->unit = unit;
    cell->level = level;
    cell->name = name;
    keep_by_hash(s, &s->cells, &s->cell_index, cell_hash(unit->id, level, name), cell);
    return cell;
}

static hki_cell *own_cell(hki_scopes *s, hki_unit *unit, uint32_t level, uint32_t name)
{
    hki_cell *cell = hki_cell_find(s, unit, level, name);
    if (cell || !(cell = new_cell(s, unit, level, name))) return cell;
    cell->index = unit->nown++;
    if (unit->own_last) unit->own_last->next = cell;
    else unit->own = cell;
    unit->own_last = cell;
    return cell;
}

/* Makes the variable of a unit around `unit` known to it, through all units between. Recurses as deep as functions nest. */
static hki_cell *capture(hki_scopes *s, hki_unit *unit, const hki_symbol *symbol)
{
    if (symbol->scope->unit == unit) return own_cell(s, unit, symbol->scope->level, symbol->name);
    hki_cell *cell = hki_cell_find(s, unit, symbol->scope->level, symbol->name);
    if (cell) return cell;
    hki_cell *outer = capture(s, unit->parent, symbol);
    if (!outer || !(cell = new_cell(s, unit, symbol->scope->level, symbol->name))) return NULL;
    cell->captured = true;
    cell->outer = outer;
    cell->index = unit->ncaptured++;
    if (unit->captured_last) unit->captured_last->next = cell;
    else unit->captured = cell;
    unit->captured_last = cell;
    return cell;
}

static hki_symbol *find_around(hki_scopes *s, hki_scope *scope, uint32_t name)
{
    hki_symbol *outer = hki_scope_find(s, scope->parent, name);
    if (outer && outer->scope->unit != scope->unit) capture(s, scope->unit, outer);
    return outer;
}

static void load(hki_scopes *s, hki_scope *scope, const hki_str *text)
{
    uint32_t name = name_of(s, text);
    if (s->failed || hki_scope_own(s, scope, name) || find_around(s, scope, name)) return;
    define(s, scope, name, HKI_LOAD_RESOLVE);
}

/* [jinja] A name first assigned in a branch of an `if` may keep its outer value; elsewhere it has none until then. */
static void store(hki_scopes *s, hki_scope *scope, const hki_str *text)
{
    uint32_t name = name_of(s, text);
    if (s->failed) return;
    hki_symbol *symbol = hki_scope_own(s, scope, name);
    if (!symbol) {
        hki_symbol *outer = find_around(s, scope, name);
        symbol = define(s, scope, name, outer ? HKI_LOAD_ALIAS : scope->ifs ? HKI_LOAD_RESOLVE : HKI_LOAD_UNDEFINED);
        if (!symbol) return;
        symbol->outer = outer;
    }
    symbol->stored = true;
}

static void declare(hki_scopes *s, hki_scope *scope, uint32_t name)
{
    if (s->failed) return;
    hki_symbol *symbol = hki_scope_own(s, scope, name);
    if (!symbol) symbol = define(s, scope, name, HKI_LOAD_PARAM);
    if (!symbol) return;
    symbol->load = HKI_LOAD_PARAM;
    symbol->stored = true;
}

static void declare_c(hki_scopes *s, hki_scope *scope, const char *name)
{
    declare(s, scope, hki_build_name(s->names, name, strlen(name)));
}

/* ---- one scope: its own statements, not those of scopes inside it */

static void look(hki_scopes *s, hki_scope *scope, const hki_node *n);

static void look_list(hki_scopes *s, hki_scope *scope, const hki_nodes *list)
{
    for (uint32_t i = 0; i < list->count && !s->failed; i++) look(s, scope, list->item[i]);
}

static void later(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    hki_pending *p = zeroed(s, sizeof *p);
    if (!p) return;
    p->node = n;
    if (scope->inner_last) scope->inner_last->next = p;
    else scope->inner = p;
    scope->inner_last = p;
}

typedef struct look_ctx { hki_scopes *s; hki_scope *scope; } look_ctx;

static bool look_child(void *ctx, hki_node *child)
{
    look_ctx *c = ctx;
    look(c->s, c->scope, child);
    return true;
}

static void look_children(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    look_ctx c = {s, scope};
    hki_node_children(n, look_child, &c);
}

static void look_name(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    if (n->as.Name.ctx == HKI_CTX_LOAD) load(s, scope, n->as.Name.name);
    else if (n->as.Name.ctx == HKI_CTX_STORE) store(s, scope, n->as.Name.name);
    else declare(s, scope, name_of(s, n->as.Name.name));
}

static void look_if(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    look(s, scope, n->as.If.test);
    scope->ifs++;
    look_list(s, scope, &n->as.If.body);
    look_list(s, scope, &n->as.If.elif);
    look_list(s, scope, &n->as.If.orelse);
    scope->ifs--;
}

static void look_import(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    bool one = n->kind == HKI_NODE_Import;
    look(s, scope, one ? n->as.Import.template : n->as.FromImport.template);
    if (one ? n->as.Import.with_context : n->as.FromImport.with_context) scope->dumps = true;
    if (one) {
        store(s, scope, n->as.Import.target);
        return;
    }
    for (uint32_t i = 0; i < n->as.FromImport.names.count; i++) {
        const hki_node *name = n->as.FromImport.names.item[i];
        store(s, scope, name->as.ImportName.alias ? name->as.ImportName.alias : name->as.ImportName.name);
    }
}

/* Statements with a scope of their own: what of them belongs to the scope around. */
static void look_at_opener(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_Macro: store(s, scope, n->as.Macro.name); break;
    case HKI_NODE_For: look(s, scope, n->as.For.iter); break;
    case HKI_NODE_CallBlock:
        if (n->as.CallBlock.call) look(s, scope, n->as.CallBlock.call);
        break;
    case HKI_NODE_FilterBlock: look(s, scope, n->as.FilterBlock.filter); break;
    case HKI_NODE_With: look_list(s, scope, &n->as.With.values); break;
    case HKI_NODE_AssignBlock: look(s, scope, n->as.AssignBlock.target); break;    /* [jinja] not its filter */
    default: break;
    }
    later(s, scope, n);
}

static void look(hki_scopes *s, hki_scope *scope, const hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_Name: look_name(s, scope, n); return;
    case HKI_NODE_NSRef: load(s, scope, n->as.NSRef.name); return;
    case HKI_NODE_If: look_if(s, scope, n); return;
    case HKI_NODE_Import:
    case HKI_NODE_FromImport: look_import(s, scope, n); return;
    case HKI_NODE_Assign:
        look(s, scope, n->as.Assign.node);
        look(s, scope, n->as.Assign.target);
        return;
    case HKI_NODE_Block:
        if (n->as.Block.scoped) scope->dumps = true;
        return;
    case HKI_NODE_Include:
        if (n->as.Include.with_context) scope->dumps = true;
        look(s, scope, n->as.Include.template);
        return;
    case HKI_NODE_Macro:
    case HKI_NODE_For:
    case HKI_NODE_CallBlock:
    case HKI_NODE_FilterBlock:
    case HKI_NODE_With:
    case HKI_NODE_AssignBlock:
    case HKI_NODE_ScopedEvalContextModifier: look_at_opener(s, scope, n); return;
    case HKI_NODE_Const:
    case HKI_NODE_TemplateData: return;
    default: look_children(s, scope, n); return;
    }
}

/* Variables that are handed over whole are captured where they belong to functions around. The root's are not among them: what the
 * root assigns is in the context as well. */
static void capture_dumped(hki_scopes *s, hki_scope *scope)
{
    for (hki_scope *from = scope; from; from = from->parent) {
        for (hki_symbol *symbol = from->first; symbol; symbol = symbol->next) {
            if (from->unit == scope->unit || !symbol->stored) continue;
            if (from->parent || from->unit->kind != HKI_FUNC_ROOT || symbol->load == HKI_LOAD_PARAM) capture(s, scope->unit, symbol);
        }
    }
}

/* ---- the scopes of each kind of node */

static void open_inner(hki_scopes *s, hki_scope *scope);

/* A scope is entered when it is made, since its symbols are noted as they are found, and left when all in it was looked at. */
static void finish(hki_scopes *s, hki_scope *scope)
{
    if (scope->dumps && !s->failed) capture_dumped(s, scope);
    open_inner(s, scope);
    hki_scope_leave(s, scope);
}

/* [jinja] For a test and a body the target's names are parameters. */
static void look_target(hki_scopes *s, hki_scope *scope, const hki_node *target)
{
    if (target->kind == HKI_NODE_Name) declare(s, scope, name_of(s, target->as.Name.name));
    else if (target->kind == HKI_NODE_Tuple)
        for (uint32_t i = 0; i < target->as.Tuple.items.count; i++) look_target(s, scope, target->as.Tuple.items.item[i]);
    else look(s, scope, target);
}

static void open_for(hki_scopes *s, hki_scope *scope, hki_site *site)
{
    const hki_node *n = site->node;
    bool recursive = n->as.For.recursive, extended = hki_loop_extended(site);
    hki_unit *unit = recursive ? new_unit(s, scope->unit, HKI_FUNC_LOOP) : scope->unit;
    site->scope = new_scope(s, scope, unit);
    if (!site->scope) return;
    if (!site->scope->home) site->scope->home = site->scope;
    if (n->as.For.test) {
        site->test = new_scope(s, scope, extended ? new_unit(s, unit, HKI_FUNC_TEST) : unit);
        if (!site->test) return;
        site->test->home = extended ? NULL : site->scope->home;
        site->test->plain = true;
        look_target(s, site->test, n->as.For.target);
        look(s, site->test, n->as.For.test);
        hki_scope_leave(s, site->test);
    }
    if (extended) declare_c(s, site->scope, "loop");
    look_target(s, site->scope, n->as.For.target);
    look_list(s, site->scope, &n->as.For.body);
    finish(s, site->scope);
    if (!n->as.For.orelse.count) return;
    site->orelse = new_scope(s, scope, unit);
    if (!site->orelse) return;
    look_list(s, site->orelse, &n->as.For.orelse);
    finish(s, site->orelse);
}

static bool has_param(const hki_nodes *args, const char *name)
{
    for (uint32_t i = 0; i < args->count; i++) {
        const hki_str *text = args->item[i]->as.Name.name;
        if (hki_str_is(text, name, strlen(name))) return true;
    }
    return false;
}

static void open_function(hki_scopes *s, hki_scope *scope, hki_site *site)
{
    const hki_node *n = site->node;
    bool macro = n->kind == HKI_NODE_Macro;
    const hki_nodes *args = macro ? &n->as.Macro.args : &n->as.CallBlock.args;
    site->scope = new_scope(s, scope, new_unit(s, scope->unit, macro ? HKI_FUNC_MACRO : HKI_FUNC_CALLER));
    if (!site->scope) return;
    look_list(s, site->scope, args);
    if (hki_uses(site, HKI_USES_CALLER) && !has_param(args, "caller")) declare_c(s, site->scope, "caller");
    if (hki_uses(site, HKI_USES_KWARGS) && !has_param(args, "kwargs")) declare_c(s, site->scope, "kwargs");
    if (hki_uses(site, HKI_USES_VARARGS) && !has_param(args, "varargs")) declare_c(s, site->scope, "varargs");
    look_list(s, site->scope, macro ? &n->as.Macro.defaults : &n->as.CallBlock.defaults);
    look_list(s, site->scope, macro ? &n->as.Macro.body : &n->as.CallBlock.body);
    finish(s, site->scope);
}

static void open_plain(hki_scopes *s, hki_scope *scope, hki_site *site)
{
    const hki_node *n = site->node;
    hki_scope *inner = site->scope = new_scope(s, scope, scope->unit);
    if (!inner) return;
    switch (n->kind) {
    case HKI_NODE_FilterBlock:
        look_list(s, inner, &n->as.FilterBlock.body);
        look(s, inner, n->as.FilterBlock.filter);
        break;
    case HKI_NODE_With:
        look_list(s, inner, &n->as.With.targets);
        look_list(s, inner, &n->as.With.body);
        break;
    case HKI_NODE_AssignBlock: look_list(s, inner, &n->as.AssignBlock.body); break;
    default:
        look(s, inner, n->as.ScopedEvalContextModifier.autoescape);
        look_list(s, inner, &n->as.ScopedEvalContextModifier.body);
        break;
    }
    finish(s, inner);
}

static void open_inner(hki_scopes *s, hki_scope *scope)
{
    for (hki_pending *p = scope->inner; p && !s->failed; p = p->next) {
        hki_site *site = hki_site_of(s, p->node);
        if (p->node->kind == HKI_NODE_For) open_for(s, scope, site);
        else if (p->node->kind == HKI_NODE_Macro || p->node->kind == HKI_NODE_CallBlock) open_function(s, scope, site);
        else open_plain(s, scope, site);
    }
}

/* A template's root or a block: scopes with nothing around them. */
static void open_root(hki_scopes *s, hki_site *site, enum hki_function_kind kind)
{
    const hki_node *n = site->node;
    hki_scope *scope = site->scope = new_scope(s, NULL, new_unit(s, NULL, kind));
    if (!scope) return;
    if (hki_uses(site, HKI_USES_SELF)) declare_c(s, scope, "self");
    if (kind == HKI_FUNC_BLOCK && hki_uses(site, HKI_USES_SUPER)) declare_c(s, scope, "super");
    if (n->kind == HKI_NODE_Template) look_list(s, scope, &n->as.Template.body);
    else if (n->kind == HKI_NODE_Block) look_list(s, scope, &n->as.Block.body);
    else look(s, scope, n);
    finish(s, scope);
}

/* ---- context variables that loops only read */

static hki_hoist *hoist_for(hki_scopes *s, hki_scope *home, uint32_t name)
{
    uint32_t hash = hki_hash_pair(home->id, name);
    for (uint32_t at = hki_hashes_start(&s->hoist_index, hash), i; hki_hashes_next(&s->hoist_index, hash, &at, &i);) {
        hki_symbol *with = record_at(&s->hoists, i);
        if (with->scope->home == home && with->name == name) return with->hoist;
    }
    hki_hoist *h = zeroed(s, sizeof *h);
    if (!h) return NULL;
    h->name = name;
    h->next = home->hoists;
    home->hoists = h;
    return h;
}

/* The context does not change while a loop runs, so that one look-up serves all passes. */
static void hoist(hki_scopes *s)
{
    uint32_t count = (uint32_t)(s->symbols.size / sizeof(hki_symbol *));
    for (uint32_t i = 0; i < count && !s->failed; i++) {
        hki_symbol *symbol = record_at(&s->symbols, i);
        hki_scope *scope = symbol->scope;
        if (symbol->load != HKI_LOAD_RESOLVE || symbol->stored || !scope->home) continue;
        if (hki_cell_find(s, scope->unit, scope->level, symbol->name)) continue;
        symbol->hoist = hoist_for(s, scope->home, symbol->name);
        keep_by_hash(s, &s->hoists, &s->hoist_index, hki_hash_pair(scope->home->id, symbol->name), symbol);
    }
}

bool hki_scopes_build(hki_scopes *s, hki_node *tree)
{
    if (tree->kind != HKI_NODE_Template) add_site(s, tree);
    survey(s, tree);
    if (hki_failed(s->rt)) return false;
    hki_site *root = hki_site_of(s, tree);
    if (root && !s->failed) open_root(s, root, HKI_FUNC_ROOT);
    size_t nblocks;
    hki_site **block = hki_scope_blocks(s, &nblocks);
    for (size_t i = 0; i < nblocks && !s->failed; i++) open_root(s, block[i], HKI_FUNC_BLOCK);
    if (!s->failed) hoist(s);
    return s->failed ? hki_raise_memory(s->rt) : !hki_failed(s->rt);
}
