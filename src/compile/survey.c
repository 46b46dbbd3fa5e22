/* survey.c: one walk over the whole tree finds what must be known before scopes are made.
 *
 * In:  a tree.   Out: its mentions of names, the nodes that open scopes, the blocks.
 * Always: names are noted in the order in which Jinja looks at a scope's statements [jinja: idtracking.py]; which of the names with a
 * meaning (loop, caller, …) a body reads goes by the order of the nodes' fields [jinja: compiler.py find_undeclared]. */
#include "compile/scope.h"

static void note(hki_scopes *s, enum hki_mention what, uint32_t of)
{
    uint32_t word = of << HKI_MENTION_BITS | what;
    if (!s->mute) hki_buf_put(&s->mentions, (const char *)&word, sizeof word);
    if (s->mentions.failed) s->failed = true;
}

static uint32_t here(const hki_scopes *s) { return (uint32_t)(s->mentions.size / sizeof(uint32_t)); }

static uint32_t name_of(hki_scopes *s, const hki_str *text)
{
    uint32_t name = hki_build_name_of(s->names, text);
    if (s->names->failed) s->failed = true;
    return name;
}

static hki_site *add_site(hki_scopes *s, hki_node *n)
{
    hki_site *site = hki_scopes_zeroed(s, sizeof *site);
    if (!site) return NULL;
    site->node = n;
    uint32_t number = hki_scopes_keep(s, &s->sites, site);
    if (s->failed) return NULL;
    n->mark = number + 1;
    return site;
}

/* What is noted from here to close_site belongs to the node's own scopes. */
static hki_site *open_site(hki_scopes *s, hki_node *n, enum hki_mention what)
{
    hki_site *site = add_site(s, n);
    if (!site) return NULL;
    note(s, what, n->mark - 1);
    site->start = here(s);
    return site;
}

static void close_site(const hki_scopes *s, hki_site *site) { site->end = here(s); }

/* The two bits of each name: 1 its first mention reads, 2 its first mention assigns. */
static uint16_t then(uint16_t first, uint16_t second)
{
    unsigned known = (first | first >> 1) & 0x555u;
    return (uint16_t)(first | (second & ~(known | known << 1)));
}

static uint16_t survey(hki_scopes *s, hki_node *n);

static uint16_t survey_list(hki_scopes *s, const hki_nodes *list)
{
    uint16_t bits = 0;
    for (uint32_t i = 0; i < list->count && !s->failed; i++) bits = then(bits, survey(s, list->item[i]));
    return bits;
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

/* ---- names */

static uint16_t meaning(hki_scopes *s, const hki_node *n)
{
    static const struct { const char *name; uint8_t size; } names[] = {
        {"loop", 4}, {"caller", 6}, {"kwargs", 6}, {"varargs", 7}, {"self", 4}, {"super", 5}};
    const hki_str *text = n->as.Name.name;
    if (text->size < 4 || text->size > 7) return 0;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (text->data[0] != names[i].name[0] || !hki_str_is(text, names[i].name, names[i].size)) continue;
        bool load = n->as.Name.ctx == HKI_CTX_LOAD;
        if (i == 0 && n->as.Name.ctx == HKI_CTX_STORE && !s->loop_store) s->loop_store = n;
        return (uint16_t)((load ? 1u : 2u) << (2 * i));
    }
    return 0;
}

static uint16_t survey_name(hki_scopes *s, const hki_node *n)
{
    static const uint8_t mentions[] = {
        [HKI_CTX_LOAD] = HKI_MENTION_LOAD, [HKI_CTX_STORE] = HKI_MENTION_STORE, [HKI_CTX_PARAM] = HKI_MENTION_PARAM};
    note(s, (enum hki_mention)mentions[n->as.Name.ctx], name_of(s, n->as.Name.name));
    return meaning(s, n);
}

/* [jinja] For a test and a body the target's names are parameters. */
static uint16_t survey_target(hki_scopes *s, hki_node *n)
{
    uint16_t bits = 0;
    if (n->kind == HKI_NODE_Name) {
        note(s, HKI_MENTION_PARAM, name_of(s, n->as.Name.name));
        return meaning(s, n);
    }
    if (n->kind != HKI_NODE_Tuple) return survey(s, n);
    for (uint32_t i = 0; i < n->as.Tuple.items.count; i++) bits = then(bits, survey_target(s, n->as.Tuple.items.item[i]));
    return bits;
}

/* ---- statements that open scopes */

static uint16_t survey_for(hki_scopes *s, hki_node *n)
{
    hki_site *around = s->loop;
    const hki_node *before = s->loop_store;
    uint32_t nscoped = s->nscoped;
    uint16_t iter = survey(s, n->as.For.iter), target, test = 0;
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return 0;
    s->loop_store = NULL;
    target = survey_target(s, n->as.For.target);
    site->first_end = here(s);
    if (n->as.For.test) test = survey(s, n->as.For.test);
    site->test_end = here(s);
    s->loop = site;
    site->uses = survey_list(s, &n->as.For.body);
    s->loop = around;
    site->body_end = here(s);
    uint16_t orelse = survey_list(s, &n->as.For.orelse);
    close_site(s, site);
    site->scoped = s->nscoped != nscoped;
    site->loop_store = s->loop_store;
    if (before) s->loop_store = before;
    return then(then(then(then(target, iter), site->uses), orelse), test);
}

/* A macro's or call block's body is a function of its own: a break in it finds no loop. */
static uint16_t survey_function(
    hki_scopes *s, hki_node *n, uint16_t bits, const hki_nodes *args, const hki_nodes *defaults, const hki_nodes *body)
{
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE), *around = s->loop;
    if (!site) return 0;
    bits = then(bits, survey_list(s, args));
    site->first_end = here(s);
    bits = then(bits, survey_list(s, defaults));
    s->loop = NULL;
    site->uses = survey_list(s, body);
    s->loop = around;
    close_site(s, site);
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
    if (n->as.Block.scoped) note(s, HKI_MENTION_DUMPS, 0);
    hki_site *site = open_site(s, n, HKI_MENTION_BLOCK), *around = s->loop;
    if (!site) return 0;
    hki_scopes_keep(s, &s->blocks, site);
    s->nscoped += n->as.Block.scoped;
    s->loop = NULL;
    site->uses = survey_list(s, &n->as.Block.body);
    s->loop = around;
    close_site(s, site);
    return 0;                           /* [jinja] what a block mentions does not count for what is around it */
}

/* The filter is looked at in the scope around, and again in its own, behind the body. */
static uint16_t survey_filter_block(hki_scopes *s, hki_node *n)
{
    uint16_t filter = survey(s, n->as.FilterBlock.filter);
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return 0;
    uint16_t bits = survey_list(s, &n->as.FilterBlock.body);
    survey(s, n->as.FilterBlock.filter);
    close_site(s, site);
    return then(bits, filter);
}

static uint16_t survey_with(hki_scopes *s, hki_node *n)
{
    uint16_t values = survey_list(s, &n->as.With.values);
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return 0;
    uint16_t targets = survey_list(s, &n->as.With.targets), body = survey_list(s, &n->as.With.body);
    close_site(s, site);
    return then(then(targets, values), body);
}

/* [jinja] Names in its filter are not looked at. */
static uint16_t survey_assign_block(hki_scopes *s, hki_node *n)
{
    uint16_t bits = survey(s, n->as.AssignBlock.target);
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return 0;
    bool mute = s->mute;
    s->mute = true;
    if (n->as.AssignBlock.filter) bits = then(bits, survey(s, n->as.AssignBlock.filter));
    s->mute = mute;
    bits = then(bits, survey_list(s, &n->as.AssignBlock.body));
    close_site(s, site);
    return bits;
}

static uint16_t survey_autoescape(hki_scopes *s, hki_node *n)
{
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return 0;
    uint16_t bits = survey_children(s, n);
    close_site(s, site);
    return bits;
}

/* ---- other statements */

static uint16_t survey_if(hki_scopes *s, hki_node *n)
{
    uint16_t bits = survey(s, n->as.If.test);
    note(s, HKI_MENTION_IF, 0);
    bits = then(bits, survey_list(s, &n->as.If.body));
    bits = then(bits, survey_list(s, &n->as.If.elif));
    bits = then(bits, survey_list(s, &n->as.If.orelse));
    note(s, HKI_MENTION_ENDIF, 0);
    return bits;
}

static uint16_t survey_import(hki_scopes *s, const hki_node *n)
{
    bool one = n->kind == HKI_NODE_Import;
    uint16_t bits = survey(s, one ? n->as.Import.template : n->as.FromImport.template);
    if (one ? n->as.Import.with_context : n->as.FromImport.with_context) note(s, HKI_MENTION_DUMPS, 0);
    if (one) note(s, HKI_MENTION_STORE, name_of(s, n->as.Import.target));
    for (uint32_t i = 0; !one && i < n->as.FromImport.names.count; i++) {
        const hki_node *name = n->as.FromImport.names.item[i];
        note(s, HKI_MENTION_STORE, name_of(s, name->as.ImportName.alias ? name->as.ImportName.alias : name->as.ImportName.name));
    }
    return bits;
}

/* [jinja] The value is looked at before the target. */
static uint16_t survey_assign(hki_scopes *s, const hki_node *n)
{
    uint16_t value = survey(s, n->as.Assign.node);
    return then(survey(s, n->as.Assign.target), value);
}

static uint16_t survey(hki_scopes *s, hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_Name: return survey_name(s, n);
    case HKI_NODE_Const:
    case HKI_NODE_TemplateData: return 0;
    case HKI_NODE_NSRef: note(s, HKI_MENTION_LOAD, name_of(s, n->as.NSRef.name)); return 0;
    case HKI_NODE_For: return survey_for(s, n);
    case HKI_NODE_If: return survey_if(s, n);
    case HKI_NODE_Block: return survey_block(s, n);
    case HKI_NODE_Macro:
        note(s, HKI_MENTION_STORE, name_of(s, n->as.Macro.name));
        return survey_function(s, n, 0, &n->as.Macro.args, &n->as.Macro.defaults, &n->as.Macro.body);
    case HKI_NODE_CallBlock:
        return survey_function(s, n, n->as.CallBlock.call ? survey(s, n->as.CallBlock.call) : 0, &n->as.CallBlock.args,
            &n->as.CallBlock.defaults, &n->as.CallBlock.body);
    case HKI_NODE_FilterBlock: return survey_filter_block(s, n);
    case HKI_NODE_With: return survey_with(s, n);
    case HKI_NODE_AssignBlock: return survey_assign_block(s, n);
    case HKI_NODE_ScopedEvalContextModifier: return survey_autoescape(s, n);
    case HKI_NODE_Assign: return survey_assign(s, n);
    case HKI_NODE_Import:
    case HKI_NODE_FromImport: return survey_import(s, n);
    case HKI_NODE_Include:
        if (n->as.Include.with_context) note(s, HKI_MENTION_DUMPS, 0);
        return survey(s, n->as.Include.template);
    case HKI_NODE_Break:
    case HKI_NODE_Continue:
        if (s->loop) s->loop->jumps = true;
        return 0;
    case HKI_NODE_Extends: s->extends = true; break;
    default: break;
    }
    return survey_children(s, n);
}

void hki_survey(hki_scopes *s, hki_node *tree)
{
    hki_site *site = add_site(s, tree);
    if (!site) return;
    uint16_t bits = survey(s, tree);
    if (tree->kind == HKI_NODE_Template) site->uses = bits;     /* a lone expression has no `self` */
    close_site(s, site);
}
