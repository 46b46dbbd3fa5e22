/* hint.c: filters, tests, variables and templates that there are not.
 *
 * In:  an error with a subject.   Out: its hint; for a template also where it was looked for.
 * Always: nothing runs meanwhile; an error in a hint's own work is dropped. */
#include "env/hint.h"

#include "base/utf8.h"
#include "env/workshop.h"
#include "syntax/syntax.h"
#include "value/hint.h"
#include "value/str.h"

typedef struct hinter {
    hk_env *env;
    hki_error *error;
    const char *name;           /* the subject */
    size_t size;
    hki_suggest s;
    bool stored;                /* the template sets a variable of this name somewhere */
} hinter;

/* The format may have %S for the name, twice, and a %s behind it. */
static void say(hinter *h, const char *format, const char *more)
{
    hki_rt rt = {.error = h->error};
    hki_str name = {.size = (uint32_t)h->size, .data = h->name};
    if (more) hki_hint(&rt, format, &name, more);
    else hki_hint(&rt, format, &name, &name);
}

static bool is_global(const hinter *h)
{
    hki_str name = {.head = {.type = HKI_STRING}, .size = (uint32_t)h->size, .points = (uint32_t)h->size, .data = h->name};
    return hki_dict_find_str(&h->env->rt, h->env->globals, &name) != NULL;
}

/* ---------------------------------------------------------------- filters and tests */

static void hint_named(hinter *h, bool test)
{
    const char *extension = hki_extension_of(test, h->name, h->size);
    if (extension) say(h, test ? "the test '%S' belongs to the extension '%s', which is not switched on"
                               : "the filter '%S' belongs to the extension '%s', which is not switched on", extension);
    else if (!test && hki_vocabulary_find(h->env->tests, h->name, h->size)) say(h, "'%S' is a test: x is %S", NULL);
    else if (test && hki_vocabulary_find(h->env->filters, h->name, h->size)) say(h, "'%S' is a filter: x|…", NULL);
    else if (is_global(h)) say(h, "'%S' is a function: call it", NULL);
    hki_vocabulary_suggest(test ? h->env->tests : h->env->filters, &h->s);
}

/* ---------------------------------------------------------------- variables */

static bool visit(void *ctx, hki_node *n);

static void try_stored(hinter *h, const hki_str *name)
{
    if (!name) return;
    if (hki_str_is(name, h->name, h->size)) h->stored = true;
    hki_suggest_try(&h->s, name->data, name->size);
}

/* Names that a template gives to something. Recursion is bounded: no tree is deeper than HKI_MAX_SYNTAX_DEPTH. */
static bool visit(void *ctx, hki_node *n)
{
    hinter *h = ctx;
    if (n->kind == HKI_NODE_Name && n->as.Name.ctx != HKI_CTX_LOAD) try_stored(h, n->as.Name.name);
    if (n->kind == HKI_NODE_Macro) try_stored(h, n->as.Macro.name);
    if (n->kind == HKI_NODE_Import) try_stored(h, n->as.Import.target);
    if (n->kind == HKI_NODE_ImportName) try_stored(h, n->as.ImportName.alias ? n->as.ImportName.alias : n->as.ImportName.name);
    return hki_node_children(n, visit, h);
}

static void try_source(hinter *h, const hki_source *source)
{
    hki_workshop w;
    hki_workshop_begin(h->env, &w);
    hki_node *tree = hki_parse_template(&w.rt, &h->env->syntax, source->text, source->size, NULL);
    if (tree) visit(h, tree);
    hki_workshop_end(&w);
}

static void hint_variable(hinter *h, const hki_dict *vars, const hk_template *t)
{
    static const struct { const char *name, *hint; } known[] = {
#define HINT(name, hint) {#name, hint},
#include "grammar/hints.def"
    };
    if (vars) hki_hint_keys(&h->s, vars);
    hki_hint_keys(&h->s, h->env->globals);
    if (t && t->source.text) try_source(h, &t->source);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == h->size && memcmp(known[i].name, h->name, h->size) == 0) say(h, known[i].hint, NULL);
    if (h->stored)
        say(h, "'%S' is set in this template, but not where this line sees it: what is set in a loop, a block or a macro stays there",
            NULL);
    if (hki_vocabulary_find(h->env->filters, h->name, h->size)) say(h, "'%S' is a filter: x|%S", NULL);
}

/* ---------------------------------------------------------------- other languages */

static bool ends_here(const char *line, size_t at, const char *text)
{
    size_t size = strlen(text);
    return at >= size && memcmp(line + at - size, text, size) == 0;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/* A word stands there as a whole, and an operator is not the beginning of one with "=" behind it. */
static bool starts_here(const hki_buf *line, size_t at, const char *text)
{
    size_t size = strlen(text);
    if (line->size - at < size || memcmp(line->data + at, text, size) != 0) return false;
    char next = at + size < line->size ? line->data[at + size] : '\0';
    return !size || (is_letter(text[0]) ? !is_letter(next) : next != '=');
}

static void hint_slip(hki_error *e)
{
    static const struct { hk_status status; const char *before, *at, *hint; } slips[] = {
#define SLIP(status, before, at, hint) {HK_##status, before, at, hint},
#include "grammar/hints.def"
    };
    const hki_buf *line = &e->source_line;
    hki_rt rt = {.error = e};
    if (!e->column || !line->size || hki_utf8_check(line->data, line->size) < line->size) return;
    size_t at = hki_utf8_offset(line->data, line->size, e->column - 1);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        if (slips[i].status != e->kind || !ends_here(line->data, at, slips[i].before) || !starts_here(line, at, slips[i].at)) continue;
        hki_hint(&rt, "%s", slips[i].hint);
        return;
    }
}

/* ---------------------------------------------------------------- the entry */

void hki_explain(hk_env *env, hki_error *e, const hki_dict *vars, const hk_template *t)
{
    hki_details *d = e->details;
    if (d && !d->hint.size) hint_slip(e);
    if (!d || d->hint.size || !env->open || !hki_env_ready(env)) return;
    hinter h = {.env = env, .error = e, .name = d->name.data ? d->name.data : "", .size = d->name.size};
    hki_suggest_start(&h.s, h.name, h.size);
    switch (d->subject) {
    case HKI_SUBJECT_FILTER: hint_named(&h, false); break;
    case HKI_SUBJECT_TEST: hint_named(&h, true); break;
    case HKI_SUBJECT_VARIABLE: hint_variable(&h, vars, t); break;
    case HKI_SUBJECT_TEMPLATE: hki_loader_explain(env, h.name, h.size, &d->tried, &h.s); break;
    case HKI_SUBJECT_NONE:
    case HKI_SUBJECT_OTHER: return;
    }
    hki_error_check(e);
    hki_error_did_you_mean(e, &h.s);
}
