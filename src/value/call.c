/* call.c: arguments to parameters, and the run of a native function.
 *
 * In:  a prepared function and the arguments of a call.   Out: its result, or the TypeError that Python gives.
 * Always: a call without keywords and with as many arguments as parameters copies nothing: the native reads the caller's row. */
#include "value/call.h"

#include "base/inline.h"
#include "value/call_words.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/take.h"

/* c->result is None. */
static inline bool run(hki_call *c, hk_value *out)
{
    if (!c->function->run(c)) return false;
    hki_take_new(out, &c->result);
    return true;
}

static hk_value *param_room(hki_rt *rt, const hki_function *f, hk_value *near)
{
    if (f->nparams <= HKI_PARAMS_NEAR) return near;
    hk_value *room = hki_region_array(rt->region, f->nparams, sizeof *room);
    if (!room) hki_raise_memory(rt);
    return room;
}

/* No keywords, and some parameters may be left to their defaults. */
static void bind_short(const hki_function *f, const hki_args *args, hk_value *room)
{
    unsigned given = args->npos < f->npositional ? args->npos : f->npositional;
    for (unsigned i = 0; i < given; i++) room[i] = args->pos[i];
    for (unsigned i = given; i < f->nparams; i++) room[i] = f->params[i].fallback;
}

/* Takes keyword `k` where a parameter has its name; HKI_NO if none has. */
static int bind_keyword(const hki_binding *b, uint32_t k)
{
    const hki_str *name = hki_as_str(b->args->names[k]);
    for (unsigned i = 0; i < b->f->nparams; i++) {
        const hki_param *p = &b->f->params[i];
        if (!p->keyword || !hki_str_is(name, hki_param_name(b->f, i), p->size)) continue;
        if (b->bound[i].type != HKI_REMOVED) {
            hki_words_twice(b, i);
            return HKI_ERROR;
        }
        b->bound[i] = b->args->values[k];
        return HKI_YES;
    }
    return HKI_NO;
}

/* Binds all keywords; those that no parameter takes go to **kwargs, in their order. */
static bool bind_keywords(const hki_binding *b, hki_call *c)
{
    const hki_args *args = b->args;
    hk_value *rest = NULL;
    if (b->f->takes_named && args->nkw) {
        rest = hki_region_array(b->rt->region, args->nkw, 2 * sizeof *rest);
        if (!rest) return hki_raise_memory(b->rt);
        c->names = rest;
        c->values = rest + args->nkw;
    }
    for (uint32_t k = 0; k < args->nkw; k++) {
        int got = bind_keyword(b, k);
        if (got == HKI_ERROR) return false;
        if (got == HKI_YES) continue;
        if (!hki_words_hidden(b, k)) return false;
        if (!rest) return hki_words_unknown(b, k);
        rest[c->nkw] = args->names[k];
        rest[args->nkw + c->nkw++] = args->values[k];
    }
    return true;
}

/* The general way, and the one that finds what is wrong. */
static bool bind_any(hki_call *c, const hki_args *args, hk_value *room)
{
    const hki_function *f = c->function;
    hki_binding b = {c->rt, f, c->self, args, room};
    for (unsigned i = 0; i < f->nparams; i++)
        room[i] = i < args->npos && i < f->npositional ? args->pos[i] : (hk_value){.type = HKI_REMOVED};
    if (!hki_words_before(&b) || !bind_keywords(&b, c) || !hki_words_after(&b)) return false;
    for (unsigned i = 0; i < f->nparams; i++)
        if (room[i].type == HKI_REMOVED) room[i] = f->params[i].fallback;
    return true;
}

bool hki_call_bind(hki_call *c, const hki_args *args, hk_value *params)
{
    const hki_function *f = c->function;
    c->arg = params;
    if (args->npos > f->npositional) {
        c->rest = args->pos + f->npositional;
        c->nrest = args->npos - f->npositional;
    }
    if (!hki_call_is_simple(f, args)) return bind_any(c, args, params);
    bind_short(f, args, params);
    return true;
}

HKI_APART bool call_bound(hki_call *c, const hki_args *args, hk_value *out)
{
    hk_value near[HKI_PARAMS_NEAR], *room = param_room(c->rt, c->function, near);
    return room && hki_call_bind(c, args, room) && run(c, out);
}

/* Whatever a function does with a text, it may read all of it. */
static bool pay_for_texts(hki_rt *rt, hk_value self, const hki_args *args)
{
    size_t bytes = self.type == HKI_STRING ? hki_as_str(self)->size : 0;
    for (uint32_t k = 0; k < args->npos; k++)
        if (args->pos[k].type == HKI_STRING) bytes += hki_as_str(args->pos[k])->size;
    return hki_spend_bytes(rt, bytes);
}

bool hki_function_call(hki_rt *rt, const hki_function *f, hk_value self, const hki_args *args, hk_value *out)
{
    if (!pay_for_texts(rt, self, args)) return false;
    hk_value near[HKI_PARAMS_NEAR];
    hki_call c = {.rt = rt, .function = f, .self = self, .arg = args->pos, .result = hki_none()};
    uint32_t npos = args->npos;
    if (npos == f->nparams && npos == f->npositional && !args->nkw) return run(&c, out);
    if (npos <= f->npositional && f->nparams <= HKI_PARAMS_NEAR && hki_call_is_simple(f, args)) {
        bind_short(f, args, near);
        c.arg = near;
        return run(&c, out);
    }
    if (npos < f->nparams || f->npositional < f->nparams || !hki_call_is_simple(f, args)) return call_bound(&c, args, out);
    c.rest = args->pos + f->npositional;
    c.nrest = npos - f->npositional;
    return run(&c, out);
}

/* ---- arguments as natives read them */

bool hki_arg_int(hki_call *c, unsigned i, int64_t *out)
{
    if (c->arg[i].type == HKI_INT) {
        *out = c->arg[i].as.i;
        return true;
    }
    return hki_index(c->rt, c->arg[i], out);
}

bool hki_arg_truth(hki_call *c, unsigned i, bool *out)
{
    int truth = hki_truth(c->rt, c->arg[i]);
    *out = truth == HKI_YES;
    return truth != HKI_ERROR;
}

bool hki_arg_str(hki_call *c, unsigned i, hki_str **out)
{
    if (c->arg[i].type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "must be str, not %t", c->arg[i]);
    *out = hki_as_str(c->arg[i]);
    return true;
}

bool hki_arg_text(hki_call *c, unsigned i, hki_str **out)
{
    hk_value text = c->arg[i];
    if (text.type != HKI_STRING && !hki_to_str(c->rt, text, &text)) return false;
    *out = hki_as_str(text);
    return true;
}
