/* scope.c: which names live where?
 *
 * In:  the mentions of names in one template (survey.c).
 * Out: a scope for each node that opens one, with its symbols; units and the cells they share.
 * Always: a scope is complete before the scopes inside it are looked at, since a name that it assigns anywhere, even later, is its
 * own for them, too. The rules are Jinja's [jinja: idtracking.py]. */
#include "compile/scope.h"

#include "base/inline.h"
#include "value/str.h"

/* ---- tables */

/* Where the tables begin: those of a small template need no more. */
enum { FIRST_NAMES = 56 };
typedef struct first_room {
    void *site[16], *block[4];
    hki_symbol *nearest[FIRST_NAMES];
    hki_mention mention[40];
    hki_symbol symbol[20];
} first_room;

static void lend(hki_buf *buf, void *room, size_t size)
{
    buf->data = room;
    buf->cap = size;
}

void hki_scopes_init(hki_scopes *s, hki_rt *rt, hki_near *near, const char *name, const hki_reads *reads)
{
    const hk_allocator *mem = &near->hooks;
    *s = (hki_scopes){.rt = rt, .mem = mem, .name = name, .reads = reads, .symbols_end = &s->symbols};
    s->sites.mem = s->cells.mem = s->hoists.mem = s->blocks.mem = s->mentions.mem = mem;
    s->cell_index.mem = s->hoist_index.mem = s->block_known.mem = mem;
    first_room *room = hki_region_alloc(near->region, sizeof *room);
    if (!room) {
        s->failed = true;
        return;
    }
    lend(&s->sites, room->site, sizeof room->site);
    lend(&s->blocks, room->block, sizeof room->block);
    lend(&s->mentions, room->mention, sizeof room->mention);
    s->next = room->symbol;
    s->limit = room->symbol + sizeof room->symbol / sizeof *room->symbol;
    uint32_t names = HKI_MEANINGS + reads->nspellings;
    if (names > FIRST_NAMES) s->nearest = hki_mem_zero(mem, names, sizeof *s->nearest);
    else memset(s->nearest = room->nearest, 0, sizeof room->nearest);
    if (!s->nearest) s->failed = true;
}

void hki_scopes_free(hki_scopes *s)
{
    hki_buf *bufs[] = {&s->sites, &s->cells, &s->hoists, &s->blocks, &s->mentions};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) hki_buf_free(bufs[i]);
    hki_mem_free(s->mem, s->nearest, (HKI_MEANINGS + s->reads->nspellings) * sizeof *s->nearest);
    hki_hashes_free(&s->cell_index);
    hki_hashes_free(&s->hoist_index);
    hki_dense_free(&s->block_known);
}

static void keep_by_hash(hki_scopes *s, hki_buf *table, hki_hashes *index, uint32_t hash, void *record)
{
    uint32_t slot = hki_hashes_start(index, hash), i;
    while (hki_hashes_next(index, hash, &slot, &i)) continue;
    if (!hki_hashes_add(index, hash, hki_scopes_keep(s, table, record), slot)) s->failed = true;
}

static uint32_t cell_hash(uint32_t unit, uint32_t level, const hki_str *name)
{
    return hki_hash_pair(unit * 0x85ebca6bu + level, hki_scope_number(name));
}

static void bind(hki_scopes *s, hki_symbol *symbol)
{
    hki_symbol **nearest = &s->nearest[hki_scope_number(symbol->name)];
    symbol->shadowed = *nearest;
    *nearest = symbol;
}

void hki_scope_enter(hki_scopes *s, hki_scope *scope)
{
    for (hki_symbol *symbol = scope->first; symbol; symbol = symbol->next) bind(s, symbol);
}

void hki_scope_leave(hki_scopes *s, const hki_scope *scope)
{
    for (const hki_symbol *symbol = scope->first; symbol; symbol = symbol->next)
        s->nearest[hki_scope_number(symbol->name)] = symbol->shadowed;
}

const hki_str *hki_scope_meaning(hki_scopes *s, enum hki_meaning which)
{
    if (!s->meaning[which]) s->meaning[which] = &hki_meaning_texts[which];
    return s->meaning[which];
}

hki_cell *hki_cell_known(const hki_scopes *s, const hki_unit *unit, uint32_t level, const hki_str *name)
{
    uint32_t hash = cell_hash(unit->id, level, name);
    for (uint32_t at = hki_hashes_start(&s->cell_index, hash), i; hki_hashes_next(&s->cell_index, hash, &at, &i);) {
        hki_cell *cell = hki_scopes_record(&s->cells, i);
        if (cell->unit == unit && cell->level == level && cell->name == name) return cell;
    }
    return NULL;
}

/* ---- symbols */

static hki_unit *new_unit(hki_scopes *s, hki_unit *parent, enum hki_function_kind kind)
{
    hki_unit *u = hki_scopes_zeroed(s, sizeof *u);
    if (!u) return NULL;
    u->parent = parent;
    u->kind = kind;
    u->id = s->nunits++;
    return u;
}

static hki_scope *new_scope(hki_scopes *s, hki_scope *parent, hki_unit *unit)
{
    hki_scope *c = unit ? hki_scopes_zeroed(s, sizeof *c) : NULL;
    if (!c) return NULL;
    c->parent = parent;
    c->unit = unit;
    c->level = parent ? parent->level + 1 : 0;
    c->id = s->nscopes++;
    if (parent && parent->unit == unit) c->home = parent->home;
    return c;
}

static hki_symbol *define(hki_scopes *s, hki_scope *scope, const hki_str *name, enum hki_load load);

HKI_APART hki_symbol *define_where_room_ends(hki_scopes *s, hki_scope *scope, const hki_str *name, enum hki_load load)
{
    enum { MORE = 32 };
    s->next = hki_region_array(s->rt->region, MORE, sizeof *s->next);
    s->limit = s->next ? s->next + MORE : NULL;
    if (s->next) return define(s, scope, name, load);
    s->failed = true;
    return NULL;
}

static hki_symbol *define(hki_scopes *s, hki_scope *scope, const hki_str *name, enum hki_load load)
{
    hki_symbol *symbol = s->next;
    if (symbol == s->limit) return define_where_room_ends(s, scope, name, load);
    s->next = symbol + 1;
    *symbol = (hki_symbol){.scope = scope, .name = name, .load = (uint8_t)load};
    if (scope->last) scope->last->next = symbol;
    else scope->first = symbol;
    scope->last = symbol;
    *s->symbols_end = symbol;
    s->symbols_end = &symbol->later;
    bind(s, symbol);
    return symbol;
}

static hki_cell *new_cell(hki_scopes *s, hki_unit *unit, uint32_t level, const hki_str *name)
{
    hki_cell *cell = hki_scopes_zeroed(s, sizeof *cell);
    if (!cell) return NULL;
    cell->unit = unit;
    cell->level = level;
    cell->name = name;
    keep_by_hash(s, &s->cells, &s->cell_index, cell_hash(unit->id, level, name), cell);
    return cell;
}

static hki_cell *own_cell(hki_scopes *s, hki_unit *unit, uint32_t level, const hki_str *name)
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

static hki_symbol *find_around(hki_scopes *s, hki_scope *scope, const hki_str *name)
{
    hki_symbol *outer = scope->parent ? hki_scope_find(s, scope->parent, name) : NULL;
    if (outer && outer->scope->unit != scope->unit) capture(s, scope->unit, outer);
    return outer;
}

static inline void load(hki_scopes *s, hki_scope *scope, const hki_str *name)
{
    hki_symbol *symbol = hki_scope_find(s, scope, name);
    if (!symbol) define(s, scope, name, HKI_LOAD_RESOLVE);
    else if (symbol->scope->unit != scope->unit) capture(s, scope->unit, symbol);
}

/* [jinja] A name first assigned in a branch of an `if` may keep its outer value; elsewhere it has none until then. */
static void store(hki_scopes *s, hki_scope *scope, const hki_str *name, bool maybe)
{
    if (s->failed) return;
    hki_symbol *symbol = hki_scope_own(s, scope, name);
    if (!symbol) {
        hki_symbol *outer = find_around(s, scope, name);
        symbol = define(s, scope, name, outer ? HKI_LOAD_ALIAS : maybe ? HKI_LOAD_RESOLVE : HKI_LOAD_UNDEFINED);
        if (!symbol) return;
        symbol->outer = outer;
        symbol->sure = !scope->seen && symbol->load == HKI_LOAD_UNDEFINED;
    }
    symbol->stored = true;
}

static void declare(hki_scopes *s, hki_scope *scope, const hki_str *name)
{
    if (s->failed) return;
    hki_symbol *symbol = hki_scope_own(s, scope, name);
    if (!symbol) symbol = define(s, scope, name, HKI_LOAD_PARAM);
    if (!symbol) return;
    symbol->load = HKI_LOAD_PARAM;
    symbol->stored = true;
}

static void declare_meaning(hki_scopes *s, hki_scope *scope, enum hki_meaning which) { declare(s, scope, hki_scope_meaning(s, which)); }

/* ---- one scope: what is mentioned in it, but not in scopes inside it */

static void later(hki_scope *scope, hki_site *site)
{
    if (scope->inner_last) scope->inner_last->next = site;
    else scope->inner = site;
    scope->inner_last = site;
}

static const hki_mention *mention_at(const hki_scopes *s, uint32_t i) { return (const hki_mention *)(const void *)s->mentions.data + i; }

/* What a macro or a `set` block makes is not there yet while it is made; the namespaces that a `set` block assigns to are only read. */
static void wait_for(hki_scopes *s, const hki_scope *scope, const hki_mention *opened)
{
    for (const hki_mention *m = opened - opened->of.site->before; m < opened; m++) {
        hki_symbol *symbol = m->what == HKI_MENTION_STORE ? hki_scope_own(s, scope, m->of.name) : NULL;
        if (symbol) symbol->sure = false;
    }
}

static void look(hki_scopes *s, hki_scope *scope, uint32_t from, uint32_t to)
{
    for (const hki_mention *m = mention_at(s, from), *end = mention_at(s, to); m < end && !s->failed; m++) {
        switch (m->what) {
        case HKI_MENTION_READS:
            for (const hki_str *const *name = m->of.reads, *const *last = name + m->count; name < last; name++) load(s, scope, *name);
            break;
        case HKI_MENTION_LOAD: load(s, scope, m->of.name); break;
        case HKI_MENTION_STORE: store(s, scope, m->of.name, m->count > 0); break;
        case HKI_MENTION_PARAM: declare(s, scope, m->of.name); break;
        case HKI_MENTION_DUMPS: scope->dumps = scope->seen = true; break;
        case HKI_MENTION_SCOPE:
            scope->seen = true;
            later(scope, m->of.site);
            wait_for(s, scope, m);
            m = mention_at(s, m->of.site->end) - 1;
            break;
        case HKI_MENTION_BLOCK: m = mention_at(s, m->of.site->end) - 1; break;
        }
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

/* The target's names are parameters of the test, and again of the body. */
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
        look(s, site->test, site->start, site->test_end);
        hki_scope_leave(s, site->test);
    }
    if (extended) declare_meaning(s, site->scope, HKI_LOOP_NAME);
    look(s, site->scope, site->start, site->first_end);
    look(s, site->scope, site->test_end, site->body_end);
    finish(s, site->scope);
    if (!n->as.For.orelse.count) return;
    site->orelse = new_scope(s, scope, unit);
    if (!site->orelse) return;
    look(s, site->orelse, site->body_end, site->end);
    finish(s, site->orelse);
}

static bool has_param(const hki_nodes *args, enum hki_meaning which)
{
    for (uint32_t i = 0; i < args->count; i++)
        if (hki_str_equal(args->item[i]->as.Name.name, &hki_meaning_texts[which])) return true;
    return false;
}

static void open_function(hki_scopes *s, hki_scope *scope, hki_site *site)
{
    const hki_node *n = site->node;
    bool macro = n->kind == HKI_NODE_Macro;
    const hki_nodes *args = macro ? &n->as.Macro.args : &n->as.CallBlock.args;
    site->scope = new_scope(s, scope, new_unit(s, scope->unit, macro ? HKI_FUNC_MACRO : HKI_FUNC_CALLER));
    if (!site->scope) return;
    look(s, site->scope, site->start, site->first_end);
    for (enum hki_meaning which = HKI_CALLER_NAME; which <= HKI_VARARGS_NAME; which++)
        if (hki_uses(site, 1u << 2 * which) && !has_param(args, which)) declare_meaning(s, site->scope, which);
    look(s, site->scope, site->first_end, site->end);
    finish(s, site->scope);
}

/* The names that the filter of a `set` block reads: what belongs to functions around is captured, and no symbol is made. */
static void reach(hki_scopes *s, hki_scope *scope, uint32_t from, uint32_t to)
{
    for (const hki_mention *m = mention_at(s, from), *end = mention_at(s, to); m < end && !s->failed; m++)
        if (m->what == HKI_MENTION_LOAD) find_around(s, scope, m->of.name);
}

static void open_plain(hki_scopes *s, hki_scope *scope, hki_site *site)
{
    bool set = site->node->kind == HKI_NODE_AssignBlock;
    site->scope = new_scope(s, scope, scope->unit);
    if (!site->scope) return;
    if (set) reach(s, site->scope, site->start, site->first_end);
    look(s, site->scope, set ? site->first_end : site->start, site->end);
    finish(s, site->scope);
}

static void open_inner(hki_scopes *s, hki_scope *scope)
{
    for (hki_site *site = scope->inner; site && !s->failed; site = site->next) {
        if (site->node->kind == HKI_NODE_For) open_for(s, scope, site);
        else if (site->node->kind == HKI_NODE_Macro || site->node->kind == HKI_NODE_CallBlock) open_function(s, scope, site);
        else open_plain(s, scope, site);
    }
}

/* A template's root or a block: scopes with nothing around them. */
static void open_root(hki_scopes *s, hki_site *site, enum hki_function_kind kind)
{
    hki_scope *scope = site->scope = new_scope(s, NULL, new_unit(s, NULL, kind));
    if (!scope) return;
    if (hki_uses(site, HKI_USES_SELF)) declare_meaning(s, scope, HKI_SELF_NAME);
    if (kind == HKI_FUNC_BLOCK && hki_uses(site, HKI_USES_SUPER)) declare_meaning(s, scope, HKI_SUPER_NAME);
    look(s, scope, site->start, site->end);
    finish(s, scope);
}

/* ---- context variables that loops read */

static hki_hoist *hoist_for(hki_scopes *s, hki_scope *home, const hki_str *name)
{
    uint32_t hash = hki_hash_pair(home->id, hki_scope_number(name));
    for (uint32_t at = hki_hashes_start(&s->hoist_index, hash), i; hki_hashes_next(&s->hoist_index, hash, &at, &i);) {
        hki_symbol *with = hki_scopes_record(&s->hoists, i);
        if (with->scope->home == home && with->name == name) return with->hoist;
    }
    hki_hoist *h = hki_scopes_zeroed(s, sizeof *h);
    if (!h) return NULL;
    h->name = name;
    h->next = home->hoists;
    home->hoists = h;
    return h;
}

/* The context does not change while a loop runs, so that one look-up serves all passes. */
static void hoist(hki_scopes *s)
{
    for (hki_symbol *symbol = s->symbols; symbol && !s->failed; symbol = symbol->later) {
        hki_scope *scope = symbol->scope;
        if (symbol->load != HKI_LOAD_RESOLVE || !scope->home) continue;
        if (hki_cell_find(s, scope->unit, scope->level, symbol->name)) continue;
        symbol->hoist = hoist_for(s, scope->home, symbol->name);
        keep_by_hash(s, &s->hoists, &s->hoist_index, hki_hash_pair(scope->home->id, hki_scope_number(symbol->name)), symbol);
    }
}

bool hki_scopes_build(hki_scopes *s, hki_node *tree)
{
    hki_survey(s, tree);
    if (hki_failed(s->rt)) return false;
    hki_site *root = hki_site_of(s, tree);
    if (root && !s->failed) open_root(s, root, HKI_FUNC_ROOT);
    size_t nblocks;
    hki_site **block = hki_scope_blocks(s, &nblocks);
    for (size_t i = 0; i < nblocks && !s->failed; i++) open_root(s, block[i], HKI_FUNC_BLOCK);
    if (!s->failed) hoist(s);
    return s->failed ? hki_raise_memory(s->rt) : !hki_failed(s->rt);
}
