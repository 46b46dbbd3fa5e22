/* api_render.c: renders, and the environment as the VM sees it (vm/host.h). */
#include "env/env.h"
#include "value/str.h"

static int get_template(void *user, hki_rt *rt, const hki_str *name, const hki_str *parent, const hki_template **out)
{
    const hk_template *found = NULL;
    (void)parent;               /* names are not relative [jinja: Environment.join_path] */
    int answer = hki_cache_get(user, rt, name->data, name->size, &found);
    if (answer == HKI_YES) *out = &found->linked;
    return answer;
}

static bool write_sink(void *user, hki_rt *rt, const char *text, size_t size)
{
    const hk_sink *sink = user;
    if (sink->write(sink->user, text, size)) return true;
    return hki_raise(rt, HK_IO_ERROR, "the output could not be written");
}

/* A VM and what it asks for. One is kept between renders, so that small renders need not make one. */
struct hki_renderer { hki_vm *vm; hki_host host; };

void hki_renderer_free(hk_env *env, hki_renderer *r)
{
    if (!r) return;
    hki_vm_free(r->vm);
    hki_mem_free(env->mem, r, sizeof *r);
}

static hki_renderer *take_renderer(hk_env *env)
{
    hki_renderer *r = atomic_exchange(&env->idle, NULL);
    if (r || !(r = hki_mem_zero(env->mem, 1, sizeof *r))) return r;
    r->host = (hki_host){.env = env, .get_template = get_template, .write = write_sink};
    r->vm = hki_vm_new(&(hki_vm_options){
        .mem = env->mem, .host = &r->host, .policies = &env->policies, .methods = env->methods, .up = &env->up,
        .filters = env->filter_names, .tests = env->test_names, .hash_seed = env->rt.hash_seed, .undefined = env->undefined,
        .native = env->native, .sandbox = env->immutable ? 2 : env->sandboxed ? 1 : 0, .newline = env->syntax.newline});
    if (r->vm) return r;
    hki_renderer_free(env, r);
    return NULL;
}

static void give_renderer(hk_env *env, hki_renderer *r)
{
    hki_vm_reset(r->vm);
    hki_renderer_free(env, atomic_exchange(&env->idle, r));
}

/* The line that the error is at, out of the template it happened in. */
static void find_source(const hk_template *t, hki_error *error)
{
    if (error->has_template) t = hki_cache_find(t->env, error->template_name.data, error->template_name.size);
    if (t) hki_error_source(error, t->source, t->size);
}

typedef struct job { const hk_template *t; const hk_context *context; hk_sink sink; hk_context *home; hk_value *out; } job;

static bool run(hki_renderer *r, job *j, hki_error *error)
{
    r->host.sink = &j->sink;
    const hki_dict *vars = j->context ? j->context->vars : NULL;
    hk_value value;
    if (!j->home) return hki_vm_render(r->vm, &j->t->linked, vars, error);
    if (!hki_vm_evaluate(r->vm, &j->t->linked, vars, error, &value)) return false;
    if (hki_copy(&j->home->rt, value, j->out)) return true;
    if (error->kind == HK_OK) hki_error_set(error, j->home->error.kind, j->home->error.message.data, j->home->error.message.size);
    if (j->home->error.kind != HK_NO_MEMORY) hki_error_clear(&j->home->error);
    return false;
}

static hk_status perform(job *j, hk_error *error)
{
    hk_env *env = j->t->env;
    if (j->context && j->context->error.kind != HK_OK) return hki_report(env, &j->context->error, error);
    hki_error failure;
    hki_error_init(&failure, env->mem);
    hki_renderer *r = take_renderer(env);
    if (!r) hki_error_memory(&failure);
    else if (!run(r, j, &failure)) find_source(j->t, &failure);
    hk_status status = failure.kind == HK_OK ? HK_OK : hki_report(env, &failure, error);
    if (r) give_renderer(env, r);
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
