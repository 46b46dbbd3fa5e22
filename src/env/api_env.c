/* api_env.c: what an environment gives out: templates and expressions; and what is added to it. */
#include "env/hint.h"
#include "env/workshop.h"
#include "value/str.h"

/* ---------------------------------------------------------------- additions */

/* The key has a NUL behind it, for listings. */
bool hki_add_global(hk_env *env, const char *name, size_t size, hk_value v)
{
    hki_rt *rt = &env->rt;
    hki_dict *d = env->globals_added.type == HKI_DICT ? hki_as_dict(env->globals_added) : hki_dict_new(rt, 8);
    if (!d) return false;
    env->globals_added = hki_dict_value(d);
    const char *text = hki_region_text(&env->region, name, size);
    hki_str *key = text ? hki_str_borrow(rt, text, size) : NULL;
    return key ? hki_dict_set(rt, d, hki_str_value(key), v) : hki_raise_memory(rt);
}

hk_status hk_env_add_globals(hk_env *env, hk_value dict, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, dict.type == HKI_DICT, "an environment and a dict are needed", error, &status)) return status;
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(dict), &at));) {
        hk_value value;
        if (e->key.type != HKI_STRING) continue;
        const hki_str *name = hki_as_str(e->key);
        if (!hki_copy(&env->rt, e->value, &value) || !hki_add_global(env, name->data, name->size, value))
            return hki_configured(env, false, error);
    }
    return HK_OK;
}

/* ---------------------------------------------------------------- templates */

hk_status hk_env_get_template(hk_env *env, const char *name, size_t size, const hk_template **out, hk_error *error)
{
    hki_workshop w;
    hk_status status;
    if (!env || !name || !out) return hki_misuse(env, error, "an environment, a name and a place for the template are needed");
    size = hki_text_size(name, size);
    const char *fault = hki_name_fault(name, size);
    if (fault) return hki_misuse(env, error, "a name that is %s", fault);
    if (!hki_workshop_open(env, &w, error, &status)) return status;
    const hk_template *found;
    int answer = hki_cache_get(env, &w.rt, name, size, &found);
    if (answer == HKI_YES) *out = hki_template_give(found);
    if (answer == HKI_NO) {
        hki_error_set(&w.error, HK_TEMPLATE_NOT_FOUND, name, size);
        hki_error_subject(&w.error, HKI_SUBJECT_TEMPLATE, name, size);
        hki_explain(env, &w.error, NULL, NULL);
    }
    return hki_workshop_close(env, &w, error);
}

void hk_template_release(const hk_template *t)
{
    if (!t) return;
    _Atomic uint64_t *given = &((hk_template *)(uintptr_t)t)->given;
    uint64_t count = atomic_load(given);
    while (count && !atomic_compare_exchange_weak(given, &count, count - 1)) continue;
    if (count) hki_template_release(t);
}

static hk_status compile_text(hk_env *env, const char *source, size_t size, const char *name, enum hki_origin origin,
    const hk_template **out, hk_error *error)
{
    hki_error failure;
    hk_status status;
    hk_template *made = NULL;
    if (!env || !source || !out) return hki_misuse(env, error, "an environment, a text and a place for the template are needed");
    const size_t name_size = name ? strlen(name) : 0;
    const char *fault = name ? hki_name_fault(name, name_size) : NULL;
    if (fault) return hki_misuse(env, error, "a name that is %s", fault);
    if (!hki_env_open(env, error, &status)) return status;
    hki_error_init(&failure, env->mem);
    size = hki_text_size(source, size);
    if (hki_template_from_text(env, &failure, source, size, name, name_size, origin, &made)) *out = hki_template_give_new(made);
    return hki_handed_over(env, &failure, error);
}

hk_status hk_env_from_string(hk_env *env, const char *source, size_t size, const char *name, const hk_template **out, hk_error *error)
{
    return compile_text(env, source, size, name, HKI_FROM_TEXT, out, error);
}

hk_status hk_env_expression(hk_env *env, const char *source, size_t size, const hk_template **out, hk_error *error)
{
    return compile_text(env, source, size, NULL, HKI_EXPRESSION, out, error);
}
