/* api_module.c: a template's macros and variables, used from C.
 *
 * In:  a template, variables.   Out: a module, which keeps a VM of its own until it is closed. */
#include "base/utf8.h"
#include "env/renderer.h"
#include "value/str.h"

struct hk_module {
    hk_env *env;
    const hk_template *t;
    hki_renderer *renderer;
    hk_context *vars;           /* with what processors added; NULL: none */
    const hk_value *module;     /* the VM's: it moves what it points to */
};

void hk_module_close(hk_module *m)
{
    if (!m) return;
    if (m->renderer) hki_renderer_give(m->env, m->renderer);
    hk_context_free(m->vars);
    hki_mem_free(m->env->mem, m, sizeof *m);
}

static hk_status failed(const hk_module *m, hki_error *failure, hk_error *error)
{
    if (m && m->renderer) hki_renderer_explain(m->renderer, m->t, failure);
    hk_status status = hki_report(m ? m->env : NULL, failure, error);
    hki_error_free(failure);
    return status;
}

static bool open_module(hk_module *m, const hk_context *context, hki_error *failure)
{
    hk_env *env = m->env;
    if (env->processors && (!(m->vars = hki_processed(env, context)) || m->vars->rt->error->kind != HK_OK)) {
        hki_error *why = m->vars ? m->vars->rt->error : NULL;
        return why ? hki_error_set(failure, why->kind, why->message.data, why->message.size) : hki_error_memory(failure);
    }
    if (m->vars) context = m->vars;
    if (!(m->renderer = hki_renderer_take(env))) return hki_error_memory(failure);
    return hki_vm_module(m->renderer->vm, &m->t->linked, context ? context->vars : NULL, failure, &m->module);
}

hk_status hk_module_open(const hk_template *t, const hk_context *context, hk_module **out, hk_error *error)
{
    if (!t || !out) return hki_misuse(NULL, error, "a template and a place for the module are needed");
    *out = NULL;
    hk_env *env = t->env;
    if (context && context->rt->error->kind != HK_OK) return hki_report(env, context->rt->error, error);
    hki_error failure;
    hki_error_init(&failure, env->mem);
    hk_module *m = hki_mem_zero(env->mem, 1, sizeof *m);
    if (!m) {
        hki_error_memory(&failure);
        return failed(NULL, &failure, error);
    }
    m->env = env;
    m->t = t;
    if (open_module(m, context, &failure)) {
        *out = m;
        return HK_OK;
    }
    hk_status status = failed(m, &failure, error);
    hk_module_close(m);
    return status;
}

static const hk_value *find(hk_module *m, const char *name)
{
    size_t size = strlen(name);
    hki_str key = {.head = {.type = HKI_STRING}, .size = (uint32_t)size, .points = (uint32_t)hki_utf8_count(name, size), .data = name};
    return hki_dict_find_str(hki_vm_rt(m->renderer->vm), hki_vm_exports(*m->module), &key);
}

bool hk_module_get(hk_module *m, const char *name, hk_value *out)
{
    const hk_value *v = m && name && out ? find(m, name) : NULL;
    if (v) *out = *v;
    return v != NULL;
}

bool hk_module_next(hk_module *m, size_t *at, hk_value *name, hk_value *value)
{
    return m && hk_dict_next(hki_pointer(HKI_DICT, hki_vm_exports(*m->module)), at, name, value);
}

hk_status hk_module_call(hk_module *m, const char *name, const hk_value *args, size_t count, hk_value *out, hk_error *error)
{
    if (!m || !name || !out || (!args && count) || count > UINT32_MAX)
        return hki_misuse(m ? m->env : NULL, error, "a module, a name, arguments and a place for the result are needed");
    const hk_value *callee = find(m, name);
    if (!callee) return hki_misuse(m->env, error, "the module has no '%s'", name);
    hki_error failure;
    hki_error_init(&failure, m->env->mem);
    hk_value result;
    if (!hki_vm_call(m->renderer->vm, *callee, &(hki_args){.pos = args, .npos = (uint32_t)count}, &failure, &result))
        return failed(m, &failure, error);
    *out = result;
    hki_error_free(&failure);
    return HK_OK;
}
