/* api_tools.c: what a template uses and what compiling it makes, for tools (include/hokora_tools.h).
 *
 * In:  the text of a template.   Out: names, as values in a home of the host's; listings, as text for a sink.
 * Always: nothing is rendered, loaded or kept. */
#include "hokora_tools.h"

#include "base/utf8.h"
#include "compile/compile.h"
#include "env/hint.h"
#include "env/workshop.h"
#include "program/program.h"
#include "syntax/syntax.h"
#include "value/list.h"
#include "value/str.h"

/* ---------------------------------------------------------------- names that a template uses */

/* A walk over a template, and the names that it finds, in the workshop's region until all are known. */
typedef struct search {
    hki_workshop w;
    hk_env *env;
    const char *source;
    size_t size;
    hki_list *found;
    hki_dict *seen;
    hki_reads reads;
} search;

static hki_node *parse(search *s)
{
    if (!hki_options_check(&s->w.rt, &s->env->syntax)) return NULL;
    hki_syntax_options syntax = s->env->syntax;
    syntax.reads = &s->reads;
    return hki_parse_template(&s->w.rt, &syntax, s->source, s->size, NULL);
}

/* Name by name, as the code generator asks the context. */
static void take_asked(void *user, const char *name, size_t size)
{
    search *s = user;
    hki_rt *rt = &s->w.rt;
    hki_str *text = hki_str_new(rt, name, size);
    if (!text || hki_dict_find_str(rt, s->env->globals, text) || hki_dict_find_str(rt, s->seen, text)) return;
    (void)(hki_dict_set(rt, s->seen, hki_str_value(text), hki_none()) && hki_list_push(rt, s->found, hki_str_value(text)));
}

static int before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)rt, (void)ctx;
    return hki_str_compare(hki_as_str(a), hki_as_str(b)) < 0;
}

/* [jinja] meta.py runs the code generator: filters that there are not are errors; what only Python's compiler would say is not. */
static void search_variables(search *s)
{
    hki_rt *rt = &s->w.rt;
    hki_compile_options options = {.autoescape = s->env->autoescape, .optimize = s->env->optimized, .finalize = s->env->finalize,
        .native = s->env->native, .reads = &s->reads, .asks = take_asked, .user = s};
    hki_buf program;
    hki_node *tree = parse(s);
    hki_buf_init(&program, s->env->mem);
    s->seen = hki_dict_new(rt, 0);
    if (tree && s->seen && !hki_compile_template(rt, &options, tree, &program) && s->w.error.kind == HK_SYNTAX_ERROR)
        hki_error_clear(&s->w.error);
    hki_buf_free(&program);
    if (!hki_failed(rt)) hki_sort(rt, s->found->items, s->found->count, before, NULL, false);
}

static void take_reference(search *s, const hki_node *name)
{
    hk_value v = name->kind == HKI_NODE_Const && name->as.Const.value.type == HKI_STRING ? name->as.Const.value : hki_none();
    hki_list_push(&s->w.rt, s->found, v);
}

/* [jinja] Of several names given at once, constants that are no strings are passed over. */
static void take_references(search *s, const hki_node *name)
{
    const hki_nodes *items = name->kind == HKI_NODE_Tuple ? &name->as.Tuple.items : name->kind == HKI_NODE_List ? &name->as.List.items
        : NULL;
    if (!items) {
        take_reference(s, name);
        return;
    }
    for (uint32_t i = 0; i < items->count; i++)
        if (items->item[i]->kind != HKI_NODE_Const || items->item[i]->as.Const.value.type == HKI_STRING) take_reference(s, items->item[i]);
}

/* Recursion is bounded: no tree is deeper than HKI_MAX_SYNTAX_DEPTH. */
static bool visit(void *ctx, hki_node *n)
{
    search *s = ctx;
    if (n->kind == HKI_NODE_Extends) take_references(s, n->as.Extends.template);
    if (n->kind == HKI_NODE_Include) take_references(s, n->as.Include.template);
    if (n->kind == HKI_NODE_Import) take_references(s, n->as.Import.template);
    if (n->kind == HKI_NODE_FromImport) take_references(s, n->as.FromImport.template);
    return !hki_failed(&s->w.rt) && hki_node_children(n, visit, s);
}

static void search_templates(search *s)
{
    hki_node *tree = parse(s);
    if (tree) visit(s, tree);
}

/* Names that are not UTF-8 cannot be asked for. */
static bool take_name(void *user, const char *name, size_t size)
{
    search *s = user;
    hki_rt *rt = &s->w.rt;
    if (hki_utf8_check(name, size) < size) return true;
    hki_str *text = hki_str_new(rt, name, size);
    if (!text || hki_dict_find_str(rt, s->seen, text)) return text != NULL;
    return hki_dict_set(rt, s->seen, hki_str_value(text), hki_none()) && hki_list_push(rt, s->found, hki_str_value(text));
}

static void search_loaders(search *s)
{
    hki_rt *rt = &s->w.rt;
    s->seen = hki_dict_new(rt, 0);
    if (s->seen && hki_loader_names(s->env, rt, take_name, s)) hki_sort(rt, s->found->items, s->found->count, before, NULL, false);
}

static hk_status run_search(search *s, void (*run)(search *s), hk_context *home, hk_value *out, hk_error *error)
{
    hk_status status;
    if (!s->env || !s->source || !home || !out)
        return hki_misuse(s->env, error, "an environment, a text, a context for the names and a place for them are needed");
    *out = hki_none();
    if (home->rt->error->kind != HK_OK) return hki_report(s->env, home->rt->error, error);
    if (!hki_workshop_open(s->env, &s->w, error, &status)) return status;
    if (!hki_env_ready(s->env)) hki_raise_memory(&s->w.rt);
    else if ((s->found = hki_list_new(&s->w.rt, 0))) run(s);
    if (hki_failed(&s->w.rt)) {
        hki_explain_place(s->env, &s->w.error, s->source, s->size);
        hki_explain(s->env, &s->w.error, NULL, NULL);
    } else if (!hki_copy(home->rt, hki_list_value(s->found), out)) {
        *out = hki_none();
        hki_raise_memory(&s->w.rt);
    }
    return hki_workshop_close(s->env, &s->w, error);
}

hk_status hk_env_undeclared(hk_env *env, const char *source, size_t size, hk_context *home, hk_value *out, hk_error *error)
{
    return run_search(&(search){.env = env, .source = source, .size = hki_text_size(source, size)}, search_variables, home, out, error);
}

hk_status hk_env_references(hk_env *env, const char *source, size_t size, hk_context *home, hk_value *out, hk_error *error)
{
    return run_search(&(search){.env = env, .source = source, .size = hki_text_size(source, size)}, search_templates, home, out, error);
}

hk_status hk_env_templates(hk_env *env, hk_context *home, hk_value *out, hk_error *error)
{
    return run_search(&(search){.env = env, .source = ""}, search_loaders, home, out, error);
}

hk_status hk_template_blocks(const hk_template *t, hk_context *home, hk_value *out, hk_error *error)
{
    if (!t || !home || !out) return hki_misuse(NULL, error, "a template, a context for the names and a place for them are needed");
    *out = hki_none();
    const hki_program *p = &t->linked.program;
    hki_list *names = home->rt->error->kind == HK_OK ? hki_list_new(home->rt, p->nblocks) : NULL;
    for (uint32_t i = 0; names && i < p->nblocks; i++) {
        const hki_str *name = &t->linked.names[p->blocks[i].name];
        hki_str *copy = hki_str_new(home->rt, name->data, name->size);
        if (!copy || !hki_list_push(home->rt, names, hki_str_value(copy))) names = NULL;
    }
    if (!names) return hki_report(t->env, home->rt->error, error);
    *out = hki_list_value(names);
    return HK_OK;
}

/* ---------------------------------------------------------------- dumps */

/* Compiled as it is to be rendered. */
static bool dump_program(hk_env *env, hki_rt *rt, const char *source, size_t size, const char *name, hki_buf *text)
{
    hk_template *made;
    if (!hki_template_from_text(env, rt->error, source, size, name, name ? strlen(name) : 0, HKI_FROM_TEXT, &made)) return false;
    hki_program_list(text, &made->linked.program);
    hki_template_release(made);
    return true;
}

static bool dump(hk_env *env, hki_rt *rt, hk_dump what, const char *source, size_t size, const char *name, hki_buf *text)
{
    if (what == HK_DUMP_PROGRAM) return dump_program(env, rt, source, size, name, text);
    if (!hki_options_check(rt, &env->syntax)) return false;
    if (what == HK_DUMP_TOKENS) return hki_dump_tokens(rt, &env->syntax, source, size, name, text);
    hki_node *tree = hki_parse_template(rt, &env->syntax, source, size, name);
    if (tree) hki_node_dump(rt, text, tree);
    return tree;
}

hk_status hk_env_dump(hk_env *env, hk_dump what, const char *source, size_t size, const char *name, hk_sink sink, hk_error *error)
{
    hki_workshop w;
    hk_status status;
    hki_buf text;
    if (!env || !source || !sink.write) return hki_misuse(env, error, "an environment, a text and a sink are needed");
    const char *fault = name ? hki_name_fault(name, strlen(name)) : NULL;
    if (fault) return hki_misuse(env, error, "a name that is %s", fault);
    if (what != HK_DUMP_TOKENS && what != HK_DUMP_AST && what != HK_DUMP_PROGRAM)
        return hki_misuse(env, error, "there is no dump %d", (int)what);
    if (!hki_workshop_open(env, &w, error, &status)) return status;
    hki_buf_init(&text, env->mem);
    size = hki_text_size(source, size);
    if (!dump(env, &w.rt, what, source, size, name, &text)) {
        hki_explain_place(env, &w.error, source, size);
        hki_explain(env, &w.error, NULL, NULL);
    } else {
        hki_sink_write_all(&w.rt, sink, &text);
    }
    hki_buf_free(&text);
    return hki_workshop_close(env, &w, error);
}
