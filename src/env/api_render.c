/* api_render.c: renders. */
#include "env/renderer.h"
#include "value/str.h"

/* A render: of a whole template, of one block, or for a value. */
typedef struct job {
    const hk_template *t;
    const hk_context *context;
    hk_sink sink;
    const char *block;          /* NULL: all */
    hk_context *home;           /* NULL: text; otherwise where *out goes */
    hk_value *out;
} job;

/* Of the blocks that the template has itself, one may have been meant. */
static bool no_block(const job *j, hki_error *error)
{
    const hki_template *t = &j->t->linked;
    hki_rt rt = {.error = error};
    hki_suggest s;
    hki_suggest_start(&s, j->block, strlen(j->block));
    for (uint32_t i = 0; i < t->program.nblocks; i++) {
        const hki_str *name = &t->names[t->program.blocks[i].name];
        hki_suggest_try(&s, name->data, name->size);
    }
    hki_raise_error(&rt, HK_LOOKUP_ERROR, "there is no block '%s'", j->block);
    hki_error_did_you_mean(error, &s);
    return false;
}

static bool run_block(hki_renderer *r, const job *j, const hki_dict *vars, hki_error *error)
{
    hki_str name = hki_key(j->block);
    int answer = hki_vm_block(r->vm, &j->t->linked, &name, vars, error);
    if (answer != HKI_NO) return answer == HKI_YES;
    return no_block(j, error);
}

static bool run(hki_renderer *r, job *j, hki_error *error)
{
    r->host.sink = &j->sink;
    const hki_dict *vars = j->context ? j->context->vars : NULL;
    hk_value value;
    if (j->block) return run_block(r, j, vars, error);
    if (!j->home) return hki_vm_render(r->vm, &j->t->linked, vars, error);
    if (!hki_vm_evaluate(r->vm, &j->t->linked, vars, error, &value)) return false;
    if (hki_copy(j->home->rt, value, j->out)) return true;
    hki_error *why = j->home->rt->error;
    hki_error_set(error, why->kind, why->message.data, why->message.size);
    if (why->kind != HK_NO_MEMORY) hki_error_clear(why);
    return false;
}

/* A buffer gets its text without a copy, but where memory is limited: its own would not be counted. */
static bool run_in_place(hki_renderer *r, job *j, hki_error *error)
{
    hk_buffer *buffer = j->t->env->limits.memory ? NULL : hki_buffer_of(j->sink);
    hki_buf lent;
    if (!buffer || buffer->failed) return run(r, j, error);
    hki_buffer_lend(buffer, &lent);
    hki_vm_write_into(r->vm, &lent);
    bool ok = run(r, j, error);
    hki_vm_write_into(r->vm, NULL);
    if (hki_buffer_give_back(buffer, &lent) || !ok) return ok;
    hki_error_memory(error);
    return false;
}

/* Runs the job in a renderer that is free. */
static hk_status run_job(job *j, hk_error *error)
{
    hk_env *env = j->t->env;
    hki_error failure;
    hki_error_init(&failure, env->mem);
    hki_renderer *r = hki_renderer_take(env);
    if (!r) hki_error_memory(&failure);
    else if (!run_in_place(r, j, &failure) && error) hki_renderer_explain(r, j->t, j->context ? j->context->vars : NULL, &failure);
    hk_status status = failure.kind == HK_OK ? HK_OK : hki_report(env, &failure, error);
    if (r) hki_renderer_give(env, r);
    hki_error_free(&failure);
    return status;
}

static hk_status complete(const hk_context *context, hk_error *error)
{
    return context && context->rt->error->kind != HK_OK ? hki_report(context->env, context->rt->error, error) : HK_OK;
}

/* With the variables that processors add. */
static hk_status run_processed(job *j, hk_error *error)
{
    hk_context *all = hki_processed(j->t->env, j->context);
    if (!all) return hki_report_memory(error);
    hk_status status = complete(all, error);
    j->context = all;
    if (status == HK_OK) status = run_job(j, error);
    hk_context_free(all);
    return status;
}

bool hki_is_page(const hk_template *t, hk_error *error, hk_status *status)
{
    *status = t->expression ? hki_misuse(t->env, error, "an expression is evaluated, not rendered") : HK_OK;
    return *status == HK_OK;
}

static hk_status perform(job *j, hk_error *error)
{
    hk_env *env = j->t->env;
    hk_status status;
    if (!j->home && !hki_is_page(j->t, error, &status)) return status;
    if ((status = complete(j->context, error)) != HK_OK || (status = complete(j->home, error)) != HK_OK) return status;
    uint64_t start = hki_observe_start(env, j->t->linked.name);
    status = env->processors ? run_processed(j, error) : run_job(j, error);
    hki_observe_end(env, j->t->linked.name, status, start);
    return status;
}

hk_status hk_render(const hk_template *t, const hk_context *context, hk_sink sink, hk_error *error)
{
    if (!t || !sink.write) return hki_misuse(NULL, error, "a template and a sink are needed");
    return perform(&(job){.t = t, .context = context, .sink = sink}, error);
}

hk_status hk_render_block(const hk_template *t, const char *block, const hk_context *context, hk_sink sink, hk_error *error)
{
    if (!t || !block || !sink.write) return hki_misuse(NULL, error, "a template, the name of a block and a sink are needed");
    return perform(&(job){.t = t, .context = context, .sink = sink, .block = block}, error);
}

static bool write_nowhere(void *user, const char *text, size_t size)
{
    (void)user, (void)text, (void)size;
    return true;
}

hk_status hk_evaluate(const hk_template *t, const hk_context *context, hk_context *home, hk_value *out, hk_error *error)
{
    if (!t || !home || !out) return hki_misuse(NULL, error, "a template, a context for the result and a place for it are needed");
    if (!t->expression && !t->env->native) return hki_misuse(t->env, error, "a template without native types is rendered, not evaluated");
    return perform(&(job){.t = t, .context = context, .sink = {write_nowhere, NULL}, .home = home, .out = out}, error);
}
