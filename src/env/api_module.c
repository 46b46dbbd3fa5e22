/* api_module.c: a template's macros and variables, used from C (include/hokora_sessions.h).
 *
 * In:  a template, variables.   Out: a module, which keeps a VM of its own until it is closed. */
#include "env/renderer.h"
#include "value/hint.h"
#include "value/str.h"
#include "value/text.h"

struct hk_module {
    hki_session session;
    const hk_value *module;     /* the VM's: it moves what it points to */
};

static hk_env *env_of(const hk_module *m) { return m->session.t->env; }
static hki_vm *vm_of(const hk_module *m) { return m->session.renderer->vm; }

void hk_module_close(hk_module *m)
{
    if (!m) return;
    hki_session_close(&m->session);
    hki_mem_free(env_of(m)->mem, m, sizeof *m);
}

static hk_status failed(const hki_session *s, hki_error *failure, hk_error *error)
{
    if (s->renderer && error) hki_renderer_explain(s->renderer, s->t, s->vars, failure);
    hk_status status = hki_report(s->t->env, failure, error);
    hki_error_free(failure);
    return status;
}

hk_status hk_module_open(const hk_template *t, const hk_context *context, hk_module **out, hk_error *error)
{
    if (!t || !out) return hki_misuse(NULL, error, "a template and a place for the module are needed");
    hk_status status;
    *out = NULL;
    if (!hki_is_page(t, error, &status)) return status;
    hk_env *env = t->env;
    hk_module *m = hki_mem_zero(env->mem, 1, sizeof *m);
    if (!m) return hki_report_memory(error);
    hki_error failure;
    hki_error_init(&failure, env->mem);
    if (hki_session_open(&m->session, t, context, &failure) &&
        hki_vm_module(vm_of(m), &t->linked, m->session.vars, &failure, &m->module)) {
        *out = m;
        return HK_OK;
    }
    status = failed(&m->session, &failure, error);
    hk_module_close(m);
    return status;
}

bool hk_module_get(hk_module *m, const char *name, hk_value *out)
{
    if (!m || !name || !out) return false;
    hki_str key = hki_key(name);
    const hki_dict *exports = hki_vm_exports(*m->module);
    const hk_value *v = exports ? hki_dict_find_str(hki_vm_rt(vm_of(m)), exports, &key) : NULL;
    if (v) *out = *v;
    return v != NULL;
}

bool hk_module_next(hk_module *m, size_t *at, hk_value *name, hk_value *value)
{
    const hki_dict *exports = m ? hki_vm_exports(*m->module) : NULL;
    return exports && hk_dict_next(hki_pointer(HKI_DICT, exports), at, name, value);
}

/* There is nothing of that name. */
static hk_status misnamed(hk_module *m, const char *name, hk_error *error)
{
    hki_suggest s;
    hki_suggest_start(&s, name, strlen(name));
    hki_hint_keys(&s, hki_vm_exports(*m->module));
    return hki_misnamed(env_of(m), error, &s, "the module has no '%s'", name);
}

hk_status hk_module_call(hk_module *m, const char *name, const hk_value *args, size_t count, hk_value *out, hk_error *error)
{
    if (!m || !name || !out || (!args && count) || count > UINT32_MAX)
        return hki_misuse(m ? env_of(m) : NULL, error, "a module, a name, arguments and a place for the result are needed");
    hki_error failure;
    hki_str key = hki_key(name);
    hk_value result;
    hki_error_init(&failure, env_of(m)->mem);
    int answer = hki_vm_call(vm_of(m), &key, &(hki_args){.pos = args, .npos = (uint32_t)count}, &failure, &result);
    if (answer == HKI_ERROR) return failed(&m->session, &failure, error);
    hki_error_free(&failure);
    if (answer == HKI_NO) return misnamed(m, name, error);
    *out = result;
    return HK_OK;
}

hk_status hk_module_write(hk_module *m, hk_sink sink, hk_error *error)
{
    if (!m || !sink.write) return hki_misuse(m ? env_of(m) : NULL, error, "a module and a sink are needed");
    hki_error failure;
    hki_buf text;
    hki_rt rt = {.error = &failure};
    hki_error_init(&failure, env_of(m)->mem);
    hki_buf_init(&text, env_of(m)->mem);
    bool ok = hki_vm_module_text(vm_of(m), &failure, &text) && hki_sink_write_all(&rt, sink, &text);
    hk_status status = ok ? HK_OK : failed(&m->session, &failure, error);
    hki_buf_free(&text);
    if (ok) hki_error_free(&failure);
    return status;
}
