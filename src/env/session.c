/* session.c: a render that stays open between calls of the host.
 *
 * In:  a template, variables.   Out: a renderer that nobody else uses, until it is closed. */
#include "env/renderer.h"

static bool complete(const hk_context *context, hki_error *failure)
{
    const hki_error *why = context ? context->rt->error : NULL;
    if (!why || why->kind == HK_OK) return true;
    return why->kind == HK_NO_MEMORY ? hki_error_memory(failure) : hki_error_set(failure, why->kind, why->message.data, why->message.size);
}

bool hki_session_open(hki_session *s, const hk_template *t, const hk_context *context, hki_error *failure)
{
    hk_env *env = t->env;
    *s = (hki_session){.t = t};
    if (!complete(context, failure)) return false;
    if (env->processors) {
        if (!(s->added = hki_processed(env, context))) return hki_error_memory(failure);
        if (!complete(s->added, failure)) return false;
        context = s->added;
    }
    s->vars = context ? context->vars : NULL;
    s->renderer = hki_renderer_take(env);
    return s->renderer || hki_error_memory(failure);
}

void hki_session_close(hki_session *s)
{
    if (s->renderer) hki_renderer_give(s->t->env, s->renderer);
    hk_context_free(s->added);
    s->renderer = NULL;
    s->added = NULL;
}
