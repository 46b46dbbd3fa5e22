/* overlay.c: an environment that differs from another in a few options.
 *
 * In:  an environment, which is opened by this.   Out: a new one with the same configuration, to be changed.
 * Always: the other outlives it, so that texts, functions and loaders are shared; what is a list that grows is copied, or begins anew with
 * the first addition. Strings keep their hashes, so that contexts serve both. [jinja: Environment.overlay] */
#include "env/env.h"

static bool copy_additions(hk_env *to, const hk_env *from)
{
    hki_addition **end = &to->additions;
    *end = NULL;
    for (const hki_addition *a = from->additions; a; a = a->next) {
        hki_addition *copy = hki_region_alloc(&to->region, sizeof *copy);
        if (!copy) return false;
        *copy = *a;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    return true;
}

static bool copy_globals(hk_env *to, const hk_env *from)
{
    uint32_t at = 0;
    to->globals_added = hki_none();
    if (from->globals_added.type != HKI_DICT) return true;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(from->globals_added), &at));)
        if (!hki_add_global(to, hki_as_str(e->key)->data, hki_as_str(e->key)->size, e->value)) return false;
    return true;
}

/* What an environment has for itself alone. */
static void make_own(hk_env *o, const hk_env *from)
{
    o->prefix = NULL;
    o->last_catalogue = NULL;
    o->borrows_loaders = true;
    o->loaders_end = &o->loaders;
    if (o->i18n.host) o->i18n.host = &o->translator;
    hki_region_init(&o->region, o->mem, HKI_SPACE_FROZEN);
    hki_error_init(&o->error, o->mem);
    hki_env_rt(o, &o->rt, &o->region, &o->error);
    o->rt.hash_seed = from->rt.hash_seed;
    o->rt.interned = NULL;
    o->own_interned.mem = o->mem;
    o->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
}

hk_status hk_env_overlay(hk_env *env, hk_env **out, hk_error *error)
{
    hk_status status;
    if (!env || !out) return hki_misuse(env, error, "an environment and a place for the overlay are needed");
    *out = NULL;
    if (!hki_env_open(env, error, &status)) return status;
    hk_env *o = hki_mem_alloc(env->mem, sizeof *o);
    if (!o) return hki_report_memory(error);
    memcpy(o, env, offsetof(hk_env, open));     /* what does not change any more */
    memset((char *)o + offsetof(hk_env, open), 0, offsetof(hk_env, room) - offsetof(hk_env, open));
    make_own(o, env);
    if (!copy_additions(o, env) || !copy_globals(o, env) || !hki_processors_copy(o, env) || !hki_before_copy(o, env)) {
        hk_env_free(o);
        return hki_report_memory(error);
    }
    *out = o;
    return HK_OK;
}
