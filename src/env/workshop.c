/* workshop.c: an rt that lasts as long as one piece of work, or one call of a host. */
#include "env/workshop.h"

void hki_workshop_begin(hk_env *env, hki_workshop *w)
{
    hki_region_init(&w->region, env->mem, HKI_SPACE_RENDER);
    hki_error_init(&w->error, env->mem);
    hki_env_rt(env, &w->rt, &w->region, &w->error);
}

static void drop_values(hki_workshop *w)
{
    hki_buf_free(&w->rt.scratch);
    hki_region_clear(&w->region);
}

void hki_workshop_end(hki_workshop *w)
{
    drop_values(w);
    hki_error_free(&w->error);
}

bool hki_workshop_open(hk_env *env, hki_workshop *w, hk_error *error, hk_status *status)
{
    if (!hki_env_open(env, error, status)) return false;
    hki_workshop_begin(env, w);
    return true;
}

hk_status hki_workshop_close(hk_env *env, hki_workshop *w, hk_error *error)
{
    drop_values(w);
    return hki_handed_over(env, &w->error, error);
}
