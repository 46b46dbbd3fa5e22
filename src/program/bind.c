/* bind.c: the arguments of a filter or test find their parameters when a program is linked.
 *
 * In:  a function, and the arguments that a template uses it with: constants, or registers of a row.   Out: what is left to do for a call.
 * Always: what would be wrong is found out, and said, when it is called: such a call is bound late. */
#include "program/link.h"
#include "value/str.h"

/* The type of what stands for a register of the row; as.i is which. A longer row is bound late. */
enum { IN_ROW = HKI_REMOVED - 1, MOST_IN_ROW = 16 };

/* All arguments behind the value: constants, or what stands for them. */
static void fill_arguments(const hki_template *t, const hki_named *named, uint32_t count, hk_value *args)
{
    args[0] = (hk_value){.type = IN_ROW};
    for (uint32_t i = 1; i < count; i++)
        args[i] = named->args == HKI_ARGS_IN_ROW ? (hk_value){.type = IN_ROW, .as.i = i} : t->konsts[t->program.lists[named->args + i - 1]];
}

static void take_constants(hki_bound *out, const hk_value *args, uint32_t npos)
{
    out->args = args;
    for (uint32_t i = 0; i < npos; i++)
        if (args[i].type == HKI_STRING) out->bytes += hki_as_str(args[i])->size;
}

/* HKI_NO: the call is wrong. Without a word, for it may never be made. */
static int try(hki_rt *rt, hki_call *c, const hki_args *args, hk_value *params)
{
    hki_error mine, *given = rt->error;
    if (hki_call_is_simple(c->function, args)) return hki_call_bind(c, args, params) ? HKI_YES : HKI_ERROR;
    hki_error_init(&mine, given->mem);
    rt->error = &mine;
    int answer = hki_call_bind(c, args, params) ? HKI_YES : mine.kind == HK_NO_MEMORY ? HKI_ERROR : HKI_NO;
    rt->error = given;
    hki_error_free(&mine);
    if (answer == HKI_ERROR) hki_raise_memory(rt);
    return answer;
}

/* Notes which parameters are registers. False: the value is not the first of them, or some of the row would have to be copied. */
static bool place(hki_bound *out, bool constant)
{
    hki_call *c = &out->call;
    const unsigned nparams = c->function->nparams;
    if (!nparams || c->arg[0].type != IN_ROW || c->arg[0].as.i) return false;
    for (unsigned i = 1; i < nparams; i++) {
        if (c->arg[i].type != IN_ROW) continue;
        out->placed[out->nplaced].param = (uint8_t)i;
        out->placed[out->nplaced++].from = (uint8_t)c->arg[i].as.i;
    }
    if (constant) return true;
    c->rest = NULL;
    return !c->nkw;
}

static enum hki_binding_way way_of(const hki_bound *b)
{
    const hki_function *f = b->function;
    unsigned same = 1;
    while (same <= b->nplaced && b->placed[same - 1].param == same && b->placed[same - 1].from == same) same++;
    if (same == f->nparams && (f->flags & HKI_FN_QUICK)) return (f->flags & HKI_FN_TYPED) == HKI_FN_TYPED ? HKI_BIND_TYPED : HKI_BIND_QUICK;
    if (same == f->nparams && b->npos > 1) return HKI_BIND_ROW;
    const hk_value *boolean = f->flags & HKI_FN_DEFAULT ? &b->call.arg[2] : NULL;
    return boolean && boolean->type == HKI_BOOL && !boolean->as.i ? HKI_BIND_DEFAULT : HKI_BIND_PARAMS;
}

/* Most calls: the arguments are the first parameters, by position, and the others have their defaults. Nothing can be wrong with it. */
static bool is_usual(const hki_function *f, const hki_spec *spec)
{
    uint32_t npos = 1 + spec->npos;
    return !spec->nkw && !spec->flags && f->open && npos >= f->nrequired && npos <= f->npositional && f->nparams <= HKI_PARAMS_NEAR;
}

static bool bind_usual(hki_rt *rt, const hki_template *t, const hki_named *named, hki_bound *out)
{
    const hki_function *f = out->function;
    unsigned npos = 1 + t->program.specs[named->spec].npos;
    hk_value *params = hki_region_array(rt->region, f->nparams, sizeof *params);
    if (!params) return hki_raise_memory(rt);
    fill_arguments(t, named, npos, params);
    for (unsigned i = npos; i < f->nparams; i++) params[i] = f->params[i].fallback;
    if (named->args == HKI_ARGS_IN_ROW) {
        out->nplaced = (uint8_t)(npos - 1);
        for (uint8_t i = 1; i < npos; i++) out->placed[i - 1].param = out->placed[i - 1].from = i;
    } else {
        take_constants(out, params + 1, npos - 1);
    }
    out->call.function = f;
    out->call.arg = params;
    out->call.result = hki_none();
    out->way = (uint8_t)way_of(out);
    return true;
}

/* What is known only of arguments that stand in registers is dropped again. */
static bool bind_now(hki_rt *rt, const hki_template *t, const hki_named *named, hki_bound *out)
{
    const hki_function *f = out->function;
    const hki_spec *spec = &t->program.specs[named->spec];
    bool constant = named->args != HKI_ARGS_IN_ROW;
    uint32_t npos = 1 + spec->npos, count = npos + spec->nkw;
    hk_value in_row[2 * MOST_IN_ROW];
    hk_value *params = hki_region_array(rt->region, f->nparams + (constant ? (size_t)count + spec->nkw : 0), sizeof *params);
    if (!params) return hki_raise_memory(rt);
    hk_value *args = constant ? params + f->nparams : in_row;
    hk_value *names = args + count;
    fill_arguments(t, named, count, args);
    for (uint32_t i = 0; i < spec->nkw; i++) names[i] = hki_str_value(&t->names[t->program.lists[spec->names + i]]);
    if (constant) take_constants(out, args + 1, spec->npos);
    if (f->nparams > HKI_PARAMS_NEAR) return true;
    out->call.rt = rt;
    out->call.function = f;
    out->call.result = hki_none();
    int answer = try(rt, &out->call, &(hki_args){args, npos, spec->nkw, names, args + npos}, params);
    if (answer == HKI_YES && place(out, constant)) out->way = (uint8_t)way_of(out);
    return answer != HKI_ERROR;
}

/* The value alone: all other parameters have their defaults. */
static bool bind_alone(hki_rt *rt, hki_bound *out)
{
    const hki_function *f = out->function;
    hk_value *params = hki_region_array(rt->region, f->nparams, sizeof *params);
    if (!params) return hki_raise_memory(rt);
    params[0] = (hk_value){.type = IN_ROW};
    for (unsigned i = 1; i < f->nparams; i++) params[i] = f->params[i].fallback;
    out->npos = 1;
    out->call.rt = rt;
    out->call.function = f;
    out->call.arg = params;
    out->call.result = hki_none();
    out->way = (uint8_t)way_of(out);
    return true;
}

static bool takes_one(const hki_function *f)
{
    return f->open && f->nrequired <= 1 && f->npositional && f->nparams <= HKI_PARAMS_NEAR;
}

bool hki_bind(hki_rt *rt, const hki_template *t, const hki_named *named, hki_bound *out)
{
    const hki_spec *spec = &t->program.specs[named->spec];
    bool constant = named->args != HKI_ARGS_IN_ROW;
    out->types = out->function->types;
    if (!(spec->npos | spec->nkw | spec->flags) && takes_one(out->function)) return bind_alone(rt, out);
    out->npos = constant ? 1 : 1 + spec->npos;
    if (is_usual(out->function, spec)) return bind_usual(rt, t, named, out);
    bool now = constant || (!spec->flags && out->function->nparams <= HKI_PARAMS_NEAR && spec->npos + spec->nkw < MOST_IN_ROW);
    return !now || bind_now(rt, t, named, out);
}
