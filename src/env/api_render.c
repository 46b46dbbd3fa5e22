/* api_render.c: renders. */
#include "env/renderer.h"

typedef struct job { const hk_template *t; const hk_context *context; hk_sink sink; hk_context *home; hk_value *out; } job;

static bool run(hki_renderer *r, job *j, hki_error *error)
{
    r->host.sink = &j->sink;
    const hki_dict *vars = j->context ? j->context->vars : NULL;
    hk_value value;
    if (!j->home) return hki_vm_render(r->vm, &j->t->linked, vars, error);
    if (!hki_vm_evaluate(r->vm, &j->t->linked, vars, error, &value)) return false;
    if (hki_copy(j->home->rt, value, j->out)) return true;
    hki_error *why = j->home->rt->error;
    if (error->kind == HK_OK) hki_error_set(error, why->kind, why->message.data, why->message.size);
    if (why->kind != HK_NO_MEMORY) hki_error_clear(why);
    return false;
}

static hk_status perform(job *j, hk_error *error)
{
    hk_env *env = j->t->env;
    if (j->context && j->context->rt->error->kind != HK_OK) return hki_report(env, j->context->rt->error, error);
    hki_error failure;
    hki_error_init(&failure, env->mem);
    hki_renderer *r = hki_renderer_take(env);
    if (!r) hki_error_memory(&failure);
    else if (!run(r, j, &failure)) hki_renderer_explain(r, j->t, &failure);
    hk_status status = failure.kind == HK_OK ? HK_OK : hki_report(env, &failure, error);
    if (r) hki_renderer_give(env, r);
    hki_error_free(&failure);
    return status;
}

hk_status hk_render(const hk_template *t, const hk_context *context, hk_sink sink, hk_error *error)
{
    if (!t || !sink.write) return hki_misuse(NULL, error, "a template and a sink are needed");
    return perform(&(job){.t = t, .context = context, .sink = sink}, error);
}

static bool write_nowhere(void *user, const char *text, size_t size)
{
    (void)user, (void)text, (void)size;
    return true;
}

hk_status hk_evaluate(const hk_template *t, const hk_context *context, hk_context *home, hk_value *out, hk_error *error)
{
    if (!t || !home || !out) return hki_misuse(NULL, error, "a template, a context for the result and a place for it are needed");
    return perform(&(job){.t = t, .context = context, .sink = {write_nowhere, NULL}, .home = home, .out = out}, error);
}
