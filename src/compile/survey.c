/* survey.c: one walk over the tree finds what must be known before scopes are made.
 *
 * In:  a tree, and the names that its parse has read, so that most expressions are not walked.
 * Out: its mentions of names, the nodes that open scopes, the blocks.
 * Always: names are noted in the order in which Jinja looks at a scope's statements [jinja: idtracking.py]; which of the names with a
 * meaning (loop, caller, …) a body reads goes by the order of the nodes' fields [jinja: compiler.py find_undeclared]. */
#include "base/inline.h"
#include "compile/scope.h"
#include "value/str.h"

static inline void note(hki_scopes *s, hki_mention m)
{
    hki_mention *to = (hki_mention *)(void *)hki_buf_room(&s->mentions, sizeof m);
    if (!to) return;
    *to = m;
    s->mentions.size += sizeof m;
}

static inline void note_name(hki_scopes *s, enum hki_mentioned what, const hki_str *name)
{
    note(s, (hki_mention){.what = what, .count = s->ifs, .of.name = name});
}

static void note_dump(hki_scopes *s) { note(s, (hki_mention){.what = HKI_MENTION_DUMPS}); }

static uint32_t here(hki_scopes *s)
{
    s->barrier = s->mentions.size;
    return (uint32_t)(s->barrier / sizeof(hki_mention));
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
static hki_site *open_site(hki_scopes *s, hki_node *n, enum hki_mentioned what)
{
    hki_site *site = add_site(s, n);
    if (!site) return NULL;
    note(s, (hki_mention){.what = what, .of.site = site});
    site->start = here(s);
    site->ifs = s->ifs;
    s->ifs = 0;
    return site;
}

static void close_site(hki_scopes *s, hki_site *site)
{
    site->end = here(s);
    s->ifs = site->ifs;
}

/* The two bits of each name: 1 its first mention reads, 2 its first mention assigns. */
static uint16_t then(uint16_t first, uint16_t second)
{
    unsigned known = (first | first >> 1) & 0x555u;
    return (uint16_t)(first | (second & ~(known | known << 1)));
}

/* What was found since the last call. Whoever looks at fields in another order than they stand in puts it together in theirs. */
static uint16_t found(hki_scopes *s)
{
    uint16_t uses = s->uses;
    s->uses = 0;
    return uses;
}

static void survey_name(hki_scopes *s, const hki_node *n);
static void survey_node(hki_scopes *s, hki_node *n);

static inline void survey(hki_scopes *s, hki_node *n)
{
    if (n->kind == HKI_NODE_Name) survey_name(s, n);
    else if (n->kind != HKI_NODE_Const && n->kind != HKI_NODE_TemplateData) survey_node(s, n);
}

static void survey_list(hki_scopes *s, const hki_nodes *list)
{
    for (uint32_t i = 0; i < list->count; i++) survey(s, list->item[i]);
}

static bool survey_child(void *ctx, hki_node *child)
{
    survey(ctx, child);
    return true;
}

/* ---- names */

#define MEANING(which, word) \
    [which] = {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST, .hash = (uint32_t)which - HKI_MEANINGS}, \
               .size = sizeof word - 1, .points = sizeof word - 1, .data = word}
const hki_str hki_meaning_texts[HKI_MEANINGS] = {
    MEANING(HKI_LOOP_NAME, "loop"), MEANING(HKI_CALLER_NAME, "caller"), MEANING(HKI_KWARGS_NAME, "kwargs"),
    MEANING(HKI_VARARGS_NAME, "varargs"), MEANING(HKI_SELF_NAME, "self"), MEANING(HKI_SUPER_NAME, "super")};
#undef MEANING

/* The only meaning that a name of this size and first letter can have, if it has one. */
static enum hki_meaning possible_meaning(const hki_str *text)
{
    switch (text->size) {
    case 4: return text->data[0] == 'l' ? HKI_LOOP_NAME : HKI_SELF_NAME;
    case 5: return HKI_SUPER_NAME;
    case 6: return text->data[0] == 'c' ? HKI_CALLER_NAME : HKI_KWARGS_NAME;
    default: return HKI_VARARGS_NAME;
    }
}

/* Which meaning the name has; HKI_MEANINGS: none. */
static enum hki_meaning know_meaning(hki_scopes *s, const hki_str *name)
{
    enum hki_meaning which = possible_meaning(name);
    if (!hki_str_equal(name, &hki_meaning_texts[which])) return HKI_MEANINGS;
    s->meaning[which] = name;
    return which;
}

/* Most names cannot be one, going by size and first letter. */
static inline bool may_have_meaning(const hki_str *text)
{
#define FIRST(c) (1u << ((c) & 31))
    static const uint32_t firsts[8] = {[4] = FIRST('l') | FIRST('s'), [5] = FIRST('s'), [6] = FIRST('c') | FIRST('k'), [7] = FIRST('v')};
    return text->size < 8 && firsts[text->size] & FIRST(text->data[0]);
#undef FIRST
}

/* Notes a use of a name, if it is one with a meaning. n: its node; NULL: it is read. */
HKI_APART void use_meaning(hki_scopes *s, const hki_str *name, const hki_node *n)
{
    enum hki_meaning which = know_meaning(s, name);
    if (which == HKI_MEANINGS) return;
    if (which == HKI_LOOP_NAME && n && n->as.Name.ctx == HKI_CTX_STORE && !s->loop_store) s->loop_store = n;
    s->uses = then(s->uses, (uint16_t)((n && n->as.Name.ctx != HKI_CTX_LOAD ? 2u : 1u) << (2 * which)));
}

/* A name that a statement mentions by itself, which is no use of its meaning. */
HKI_APART void note_text(hki_scopes *s, enum hki_mentioned what, const hki_str *name)
{
    note_name(s, what, name);
    if (may_have_meaning(name)) know_meaning(s, name);
}

_Static_assert(HKI_MENTION_LOAD == (int)HKI_CTX_LOAD && HKI_MENTION_STORE == (int)HKI_CTX_STORE && HKI_MENTION_PARAM == (int)HKI_CTX_PARAM,
    "a name is mentioned as it is used");

static inline void mention(hki_scopes *s, const hki_str *name, enum hki_mentioned what, const hki_node *n)
{
    note_name(s, what, name);
    if (may_have_meaning(name)) use_meaning(s, name, n);
}

HKI_APART void survey_name(hki_scopes *s, const hki_node *n) { mention(s, n->as.Name.name, (enum hki_mentioned)n->as.Name.ctx, n); }

/* Names that stand behind those of the mention before belong to it. */
static inline void note_reads(hki_scopes *s, const hki_str *const *name, uint32_t count)
{
    s->nreads += count;
    if (s->mentions.size != s->barrier) {
        hki_mention *last = (hki_mention *)(void *)(s->mentions.data + s->mentions.size) - 1;
        if (last->what == HKI_MENTION_READS && last->of.reads + last->count == name) {
            last->count += count;
            return;
        }
    }
    note(s, (hki_mention){HKI_MENTION_READS, count, {.reads = name}});
}

/* An Output, or an expression of a statement: where its names are known, it need not be walked. */
static void survey_reads(hki_scopes *s, uint32_t mark)
{
    uint32_t count = hki_reads_count(mark);
    const hki_str *const *name = hki_reads_from(s->reads, mark);
    note_reads(s, name, count);
    for (const hki_str *const *end = name + count; name < end; name++)
        if (may_have_meaning(*name)) use_meaning(s, *name, NULL);
}

/* True: that is so, and they were looked at. */
static inline bool survey_known(hki_scopes *s, const hki_node *n)
{
    if (n->mark <= HKI_READS_MOST) return false;
    if (hki_reads_count(n->mark)) survey_reads(s, n->mark);
    return true;
}

static inline void survey_root(hki_scopes *s, hki_node *n)
{
    if (!survey_known(s, n)) survey(s, n);
}

static void survey_roots(hki_scopes *s, const hki_nodes *list)
{
    for (uint32_t i = 0; i < list->count; i++) survey_root(s, list->item[i]);
}

HKI_APART void survey_statement(hki_scopes *s, hki_node *n);

/* Of a body, where most statements are an Output. */
static void survey_body(hki_scopes *s, const hki_nodes *body)
{
    for (uint32_t i = 0; i < body->count; i++) {
        hki_node *n = body->item[i];
        if (n->kind != HKI_NODE_Output) survey_statement(s, n);
        else if (!survey_known(s, n)) survey_list(s, &n->as.Output.nodes);
    }
}

/* [jinja] For a test and a body the target's names are parameters. */
static void survey_target(hki_scopes *s, hki_node *n)
{
    if (n->kind == HKI_NODE_Name) mention(s, n->as.Name.name, HKI_MENTION_PARAM, n);
    else if (n->kind != HKI_NODE_Tuple) survey(s, n);
    else
        for (uint32_t i = 0; i < n->as.Tuple.items.count; i++) survey_target(s, n->as.Tuple.items.item[i]);
}

/* ---- statements that open scopes */

static void survey_for(hki_scopes *s, hki_node *n)
{
    hki_site *around = s->loop;
    const hki_node *before = s->loop_store;
    uint32_t nscoped = s->nscoped;
    uint16_t outside = found(s), iter, target, orelse;
    survey_root(s, n->as.For.iter);
    iter = found(s);
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return;
    s->loop_store = NULL;
    survey_target(s, n->as.For.target);
    target = found(s);
    site->first_end = here(s);
    if (n->as.For.test) survey_root(s, n->as.For.test);
    uint16_t test = found(s);
    site->test_end = here(s);
    s->loop = site;
    survey_body(s, &n->as.For.body);
    site->uses = found(s);
    s->loop = around;
    site->body_end = here(s);
    survey_body(s, &n->as.For.orelse);
    orelse = found(s);
    close_site(s, site);
    site->scoped = s->nscoped != nscoped;
    site->loop_store = s->loop_store;
    if (before) s->loop_store = before;
    s->uses = then(then(then(then(then(outside, target), iter), site->uses), orelse), test);
}

/* A macro's or call block's body is a function of its own: a break in it finds no loop. */
static void survey_function(hki_scopes *s, hki_node *n, const hki_nodes *args, const hki_nodes *defaults, const hki_nodes *body)
{
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE), *around = s->loop;
    if (!site) return;
    site->before = n->kind == HKI_NODE_Macro;
    survey_list(s, args);
    site->first_end = here(s);
    survey_list(s, defaults);
    uint16_t before = found(s);
    s->loop = NULL;
    survey_body(s, body);
    site->uses = found(s);
    s->loop = around;
    close_site(s, site);
    s->uses = then(before, site->uses);
}

static bool defined_twice(hki_scopes *s, uint32_t name)
{
    if (hki_dense_get(&s->block_known, name)) return true;
    if (!hki_dense_set(&s->block_known, name, 1)) s->failed = true;
    return false;
}

static void survey_block(hki_scopes *s, hki_node *n)
{
    const hki_str *name = n->as.Block.name;
    if (defined_twice(s, name->head.hash)) {
        if (!hki_failed(s->rt) && !s->failed) {
            hki_raise(s->rt, HK_TEMPLATE_ASSERTION_ERROR, "block %r defined twice", hki_str_value(name));
            hki_error_place(s->rt->error, s->name, s->name ? strlen(s->name) : 0, n->line, n->column);
        }
        return;
    }
    if (n->as.Block.scoped) note_dump(s);
    hki_site *site = open_site(s, n, HKI_MENTION_BLOCK), *around = s->loop;
    if (!site) return;
    hki_scopes_keep(s, &s->blocks, site);
    s->nscoped += n->as.Block.scoped;
    s->loop = NULL;
    uint16_t before = found(s);
    survey_body(s, &n->as.Block.body);
    site->uses = found(s);
    s->uses = before;                   /* [jinja] what a block mentions does not count for what is around it */
    s->loop = around;
    close_site(s, site);
}

/* The filter is looked at in the scope around, and again in its own, behind the body. */
static void survey_filter_block(hki_scopes *s, hki_node *n)
{
    uint16_t before = found(s), filter;
    survey(s, n->as.FilterBlock.filter);
    filter = found(s);
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return;
    survey_body(s, &n->as.FilterBlock.body);
    uint16_t body = found(s);
    survey(s, n->as.FilterBlock.filter);
    close_site(s, site);
    s->uses = then(then(before, body), filter);
}

static void survey_with(hki_scopes *s, hki_node *n)
{
    uint16_t before = found(s), values;
    survey_roots(s, &n->as.With.values);
    values = found(s);
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return;
    survey_list(s, &n->as.With.targets);
    s->uses = then(then(before, found(s)), values);
    survey_body(s, &n->as.With.body);
    close_site(s, site);
}

/* [jinja] Names in its filter make no symbols: they must be known for another reason. */
static void survey_assign_block(hki_scopes *s, hki_node *n)
{
    uint32_t target = here(s);
    survey(s, n->as.AssignBlock.target);
    target = here(s) - target;
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return;
    site->before = target;
    if (n->as.AssignBlock.filter) survey(s, n->as.AssignBlock.filter);
    site->first_end = here(s);
    survey_body(s, &n->as.AssignBlock.body);
    close_site(s, site);
}

static void survey_autoescape(hki_scopes *s, hki_node *n)
{
    hki_site *site = open_site(s, n, HKI_MENTION_SCOPE);
    if (!site) return;
    hki_node_children(n, survey_child, s);
    close_site(s, site);
}

/* ---- other statements */

static void survey_if(hki_scopes *s, hki_node *n)
{
    survey_root(s, n->as.If.test);
    s->ifs++;
    survey_body(s, &n->as.If.body);
    survey_body(s, &n->as.If.elif);
    survey_body(s, &n->as.If.orelse);
    s->ifs--;
}

static void survey_import(hki_scopes *s, const hki_node *n)
{
    bool one = n->kind == HKI_NODE_Import;
    survey(s, one ? n->as.Import.template : n->as.FromImport.template);
    if (one ? n->as.Import.with_context : n->as.FromImport.with_context) note_dump(s);
    if (one) note_text(s, HKI_MENTION_STORE, n->as.Import.target);
    for (uint32_t i = 0; !one && i < n->as.FromImport.names.count; i++) {
        const hki_node *name = n->as.FromImport.names.item[i];
        note_text(s, HKI_MENTION_STORE, name->as.ImportName.alias ? name->as.ImportName.alias : name->as.ImportName.name);
    }
}

/* [jinja] The value is looked at before the target. */
static void survey_assign(hki_scopes *s, const hki_node *n)
{
    uint16_t before = found(s), value;
    survey_root(s, n->as.Assign.node);
    value = found(s);
    survey(s, n->as.Assign.target);
    s->uses = then(then(before, s->uses), value);
}

HKI_APART void survey_statement(hki_scopes *s, hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_Template: survey_body(s, &n->as.Template.body); return;
    case HKI_NODE_For: survey_for(s, n); return;
    case HKI_NODE_If: survey_if(s, n); return;
    case HKI_NODE_Block: survey_block(s, n); return;
    case HKI_NODE_Macro:
        note_text(s, HKI_MENTION_STORE, n->as.Macro.name);
        survey_function(s, n, &n->as.Macro.args, &n->as.Macro.defaults, &n->as.Macro.body);
        return;
    case HKI_NODE_CallBlock:
        if (n->as.CallBlock.call) survey(s, n->as.CallBlock.call);
        survey_function(s, n, &n->as.CallBlock.args, &n->as.CallBlock.defaults, &n->as.CallBlock.body);
        return;
    case HKI_NODE_FilterBlock: survey_filter_block(s, n); return;
    case HKI_NODE_With: survey_with(s, n); return;
    case HKI_NODE_AssignBlock: survey_assign_block(s, n); return;
    case HKI_NODE_ScopedEvalContextModifier: survey_autoescape(s, n); return;
    case HKI_NODE_Assign: survey_assign(s, n); return;
    case HKI_NODE_Import:
    case HKI_NODE_FromImport: survey_import(s, n); return;
    case HKI_NODE_Include:
        if (n->as.Include.with_context) note_dump(s);
        survey(s, n->as.Include.template);
        return;
    case HKI_NODE_Break:
    case HKI_NODE_Continue:
        if (s->loop) s->loop->jumps = true;
        return;
    case HKI_NODE_Extends: s->extends = true; break;
    default: break;
    }
    hki_node_children(n, survey_child, s);
}

static void survey_node(hki_scopes *s, hki_node *n)
{
    switch (n->kind) {
    case HKI_NODE_NSRef: note_text(s, HKI_MENTION_LOAD, n->as.NSRef.name); break;
    case HKI_NODE_Getattr: survey(s, n->as.Getattr.node); break;
    case HKI_NODE_Output:
        if (!survey_known(s, n)) survey_list(s, &n->as.Output.nodes);
        break;
    default:
        if (n->kind < HKI_NODE_Name) survey_statement(s, n);        /* they come first in the table */
        else hki_node_children(n, survey_child, s);
        break;
    }
}

void hki_survey(hki_scopes *s, hki_node *tree)
{
    hki_site *site = add_site(s, tree);
    if (!site) return;
    survey(s, tree);
    site->uses = s->uses;
    close_site(s, site);
    if (s->mentions.failed) s->failed = true;
}
