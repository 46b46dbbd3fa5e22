/* api_template.c: templates as objects: their names and texts, their own globals, as values of other templates.
 *
 * Always: a template with globals of its own holds the one it was made of; it shares its program. */
#include "env/hint.h"
#include "env/workshop.h"
#include "value/dict.h"
#include "value/str.h"

const char *hk_template_name(const hk_template *t, size_t *size)
{
    const hki_str *name = t ? t->linked.name : NULL;
    if (size) *size = name ? name->size : 0;
    return name ? name->data : NULL;
}

const char *hk_template_source(const hk_template *t, size_t *size)
{
    if (size) *size = t ? t->source.size : 0;
    return t ? t->source.text : NULL;
}

bool hk_template_is_current(const hk_template *t)
{
    if (!t) return false;
    const hk_template *of = t->of ? t->of : t;
    const hki_str *name = of->linked.name;
    return !name || hki_loader_uptodate(of->env, &of->source, name->data, name->size);
}

hk_value hk_template_value(hk_context *context, const hk_template *t)
{
    if (!hki_takes(context, t != NULL, "a value without its template")) return hki_none();
    hki_object *o = hki_object_new(context->rt, &hki_template_class, 0);
    if (!o) return hki_none();
    o->native = (void *)(uintptr_t)&t->linked;
    return hki_object_value(o);
}

hk_status hk_env_select_template(hk_env *env, const char *const *names, size_t count, const hk_template **out, hk_error *error)
{
    hki_workshop w;
    hk_status status;
    if (!env || (!names && count) || !out) return hki_misuse(env, error, "an environment, names and a place for the template are needed");
    for (size_t i = 0; i < count; i++) {
        const char *fault = names[i] ? hki_name_fault(names[i], strlen(names[i])) : "NULL";
        if (fault) return hki_misuse(env, error, "name %z is %s", i, fault);
    }
    if (!hki_workshop_open(env, &w, error, &status)) return status;
    int answer = HKI_NO;
    const hk_template *found;
    for (size_t i = 0; i < count && answer == HKI_NO; i++) answer = hki_cache_get(env, &w.rt, names[i], strlen(names[i]), &found);
    if (answer == HKI_YES) *out = hki_template_give(found);
    if (answer == HKI_NO) {
        hki_buf text;
        hki_buf_init(&text, env->mem);
        hki_buf_str(&text, count ? "none of the templates given were found: " : "Tried to select from an empty list of templates.");
        for (size_t i = 0; i < count; i++) {
            if (i) hki_buf_str(&text, ", ");
            hki_buf_str(&text, names[i]);
        }
        if (text.failed) hki_raise_memory(&w.rt);
        else hki_error_set(&w.error, HK_TEMPLATES_NOT_FOUND, text.data, text.size);
        if (count) hki_error_subject(&w.error, HKI_SUBJECT_TEMPLATE, names[0], strlen(names[0]));
        hki_buf_free(&text);
        hki_explain(env, &w.error, NULL, NULL);
    }
    return hki_workshop_close(env, &w, error);
}

/* ---------------------------------------------------------------- globals of its own */

static bool put_all(hki_rt *rt, hki_dict *to, const hki_dict *from)
{
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(from, &at));)
        if (hki_is_string(e->key) && !hki_dict_set(rt, to, e->key, e->value)) return false;
    return true;
}

static bool add_globals(hk_env *env, hk_template *t, const hki_dict *more, hki_error *failure)
{
    hki_rt rt;
    if (!hki_env_ready(env)) return hki_error_memory(failure);
    hki_env_rt(env, &rt, &t->linked.region, failure);
    hki_dict *all = hki_dict_new(&rt, t->linked.globals->count + more->count);
    bool ok = all && put_all(&rt, all, t->linked.globals) && put_all(&rt, all, more);
    t->linked.globals = all;
    hki_buf_free(&rt.scratch);
    return ok;
}

hk_status hk_template_with(const hk_template *t, hk_value globals, const hk_template **out, hk_error *error)
{
    if (!t || globals.type != HKI_DICT || !out)
        return hki_misuse(t ? t->env : NULL, error, "a template, a dict and a place for the template are needed");
    *out = NULL;
    if (!hki_is_frozen(globals)) return hki_misuse(t->env, error, "globals outlive a render: they are made in a context");
    hki_error failure;
    hki_error_init(&failure, t->env->mem);
    hk_template *made = hki_template_derive(t);
    if (!made) {
        hki_error_memory(&failure);
    } else if (!add_globals(t->env, made, hki_as_dict(globals), &failure)) {
        hki_template_release(made);
        made = NULL;
    }
    if (made) *out = hki_template_give_new(made);
    return hki_handed_over(t->env, &failure, error);
}
