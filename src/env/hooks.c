/* hooks.c: what a host wants to be asked or told around each render.
 *
 * In:  functions of the host.   Out: variables added to a render; reports of renders.
 * Always: hooks do not change once a template was compiled. */
#include <time.h>

#include "env/env.h"

struct hki_processor { hki_processor *next; hk_processor run; void *user; };

hk_status hk_env_add_processor(hk_env *env, hk_processor run, void *user, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, run != NULL, "an environment and a function are needed", error, &status)) return status;
    hki_processor *p = hki_region_alloc(&env->region, sizeof *p), **end = &env->processors;
    if (!p) return hki_configured(env, hki_raise_memory(&env->rt), error);
    *p = (hki_processor){.run = run, .user = user};
    while (*end) end = &(*end)->next;
    *end = p;
    return HK_OK;
}

bool hki_processors_copy(hk_env *to, const hk_env *from)
{
    hki_processor **end = &to->processors;
    *end = NULL;
    for (const hki_processor *p = from->processors; p; p = p->next, end = &(*end)->next) {
        *end = hki_region_alloc(&to->region, sizeof **end);
        if (!*end) return false;
        **end = (hki_processor){.run = p->run, .user = p->user};
    }
    return true;
}

hk_status hk_env_set_observer(hk_env *env, const hk_observer *observer, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, observer != NULL, "an environment and an observer are needed", error, &status)) return status;
    env->observer = *observer;
    return HK_OK;
}

/* What the render was given wins over what processors add. */
hk_context *hki_processed(hk_env *env, const hk_context *given)
{
    hk_context *all = hk_context_new(env);
    if (!all) return NULL;
    for (const hki_processor *p = env->processors; p; p = p->next) p->run(all, given, p->user);
    if (given && given->vars) hk_context_set_all(all, hki_dict_value(given->vars));
    return all;
}

/* ---------------------------------------------------------------- telling the observer */

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t hki_observe_start(const hk_env *env, const hki_str *name)
{
    const hk_observer *o = &env->observer;
    if (o->before) o->before(o->user, name ? name->data : NULL, name ? name->size : 0);
    return o->after ? now() : 0;
}

void hki_observe_end(const hk_env *env, const hki_str *name, hk_status status, uint64_t start)
{
    const hk_observer *o = &env->observer;
    if (o->after) o->after(o->user, name ? name->data : NULL, name ? name->size : 0, status, now() - start);
}
