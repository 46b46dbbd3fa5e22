/* macro.c: macros and callers as values.
 *
 * In:  a function and the cells it captures; arguments.   Out: a frame with the parameters in its registers.
 * Always: parameters come first, then caller, kwargs and varargs, those that the function's flags name. [jinja: Macro.__call__] */
#include "vm/macro.h"

#include "base/inline.h"
#include "value/dict.h"
#include "value/list.h"
#include "vm/context.h"
#include "vm/frame.h"
#include "vm/invoke.h"
#include "vm/loop.h"
#include "vm/output.h"

static const hki_template *template_of(const hki_object *m) { return m->native; }

bool hki_macro_new(hki_vm *vm, uint32_t func, hk_value *out)
{
    const hki_func *f = hki_func_at(vm->frame->t, func);
    hki_object *m = hki_object_new(&vm->rt, &hki_macro_class, HKI_MACRO_CELLS + f->ncaptured);
    if (!m) return false;
    m->native = (void *)(uintptr_t)vm->frame->t;
    m->slots[HKI_MACRO_CONTEXT] = hki_object_value(vm->frame->context);
    m->slots[HKI_MACRO_FUNC] = (hk_value){.type = HKI_INT, .aux = vm->rt.autoescape, .as.p = (void *)(uintptr_t)f};
    hki_frame_capture(vm, f, m->slots + HKI_MACRO_CELLS);
    *out = hki_object_value(m);
    return true;
}

/* ---- binding */

typedef struct binding {
    hki_vm *vm;
    const hki_object *macro;
    const hki_template *t;
    const hki_func *f;
    const hki_args *args;
    uint32_t npos;              /* positional arguments that parameters take */
} binding;

static const hki_str *param_name(const binding *b, uint32_t i) { return &b->t->names[b->t->program.lists[b->f->params + i]]; }

static bool same_name(const hki_str *a, const hki_str *b) { return a == b || hki_str_equal(a, b); }

/* The keyword that gives parameter i. */
static const hk_value *keyword(const binding *b, const hki_str *name)
{
    for (uint32_t k = 0; k < b->args->nkw; k++)
        if (same_name(name, hki_as_str(b->args->names[k]))) return &b->args->values[k];
    return NULL;
}

static bool is_caller(hk_value name) { return hki_str_is(hki_as_str(name), "caller", 6); }

/* Whether a parameter, or the special argument caller, took keyword k. */
static bool is_taken(const binding *b, uint32_t k, bool caller_taken)
{
    hk_value name = b->args->names[k];
    for (uint32_t i = b->npos; i < b->f->nparams; i++)
        if (same_name(param_name(b, i), hki_as_str(name))) return true;
    return caller_taken && is_caller(name);
}

static hk_value name_value(const binding *b)
{
    return b->f->name == UINT32_MAX ? hki_none() : hki_str_value(&b->t->names[b->f->name]);
}

/* Always false. */
static bool hint_parameter(const binding *b, const hki_str *name)
{
    hki_suggest s;
    hki_suggest_start(&s, name->data, name->size);
    for (uint32_t i = 0; i < b->f->nparams; i++) hki_suggest_try(&s, param_name(b, i)->data, param_name(b, i)->size);
    hki_error_did_you_mean(b->vm->rt.error, &s);
    return false;
}

/* Keywords that nothing took: an error, or the dict kwargs. */
static bool left_over(const binding *b, bool caller_taken, hk_value *kwargs)
{
    hki_rt *rt = &b->vm->rt;
    hki_dict *d = NULL;
    hk_value first = hki_none();
    if (kwargs && !(d = hki_dict_new(rt, b->args->nkw))) return false;
    for (uint32_t k = 0; k < b->args->nkw; k++) {
        hk_value name = b->args->names[k];
        if (is_taken(b, k, caller_taken)) continue;
        if (d) {
            if (!hki_dict_set(rt, d, name, b->args->values[k])) return false;
        } else if (is_caller(name)) {
            return hki_raise(rt, HK_TYPE_ERROR,
                "macro %r was invoked with two values for the special caller argument. This is most likely a bug.", name_value(b));
        } else if (first.type == HKI_NONE) {
            first = name;
        }
    }
    if (d) *kwargs = hki_dict_value(d);
    if (first.type == HKI_NONE) return true;
    hki_raise_error(rt, HK_TYPE_ERROR, "macro %r takes no keyword argument %r", name_value(b), first);
    return hint_parameter(b, hki_as_str(first));
}

static bool bind_caller(const binding *b, hk_value *to)
{
    for (uint32_t k = 0; k < b->args->nkw; k++) {
        if (!is_caller(b->args->names[k]) || b->args->values[k].type == HKI_NONE) continue;
        *to = b->args->values[k];
        return true;
    }
    return hki_undefined_hint(&b->vm->rt, to, "No caller defined");
}

static bool bind_varargs(const binding *b, hk_value *to)
{
    hki_list *t = hki_tuple_new(&b->vm->rt, b->args->pos + b->npos, b->args->npos - b->npos);
    if (t) *to = hki_list_value(t);
    return t != NULL;
}

/* [jinja] Macro.__call__(self, *args, **kwargs) */
static bool no_self(const binding *b)
{
    for (uint32_t k = 0; k < b->args->nkw; k++)
        if (hki_str_is(hki_as_str(b->args->names[k]), "self", 4))
            return hki_raise(&b->vm->rt, HK_TYPE_ERROR, "Macro.__call__() got multiple values for argument 'self'");
    return true;
}

HKI_APART bool bind(const binding *b, hk_value *r)
{
    const hki_func *f = b->f;
    const hki_args *args = b->args;
    if (!no_self(b)) return false;
    bool found_caller = b->npos == f->nparams && f->explicit_caller != UINT32_MAX;
    for (uint32_t i = 0; i < b->npos; i++) r[i] = args->pos[i];
    for (uint32_t i = b->npos; i < f->nparams; i++) {
        const hk_value *given = args->nkw ? keyword(b, param_name(b, i)) : NULL;
        r[i] = given ? *given : hki_absent();
        if (i == f->explicit_caller) found_caller = true;
    }
    hk_value *next = r + f->nparams;
    bool takes_caller = (f->flags & HKI_FUNC_CALLER_ARG) && !found_caller;
    if (takes_caller && !bind_caller(b, next++)) return false;
    bool catches = (f->flags & HKI_FUNC_CATCH_KWARGS) != 0;
    if ((catches || args->nkw) && !left_over(b, takes_caller, catches ? next++ : NULL)) return false;
    if (f->flags & HKI_FUNC_CATCH_VARARGS) return bind_varargs(b, next);
    return args->npos == b->npos ||
           hki_raise(&b->vm->rt, HK_TYPE_ERROR, "macro %r takes not more than %d argument(s)", name_value(b), (int)f->nparams);
}

/* ---- calling */

/* [jinja] Where the text would be safe, that of the generator is. */
static int generator(hki_vm *vm, hk_value *to)
{
    const hki_func *f = vm->frame->f;
    bool safe = vm->frame->safe;
    hki_frame_pop(vm);
    if (!hki_generator_new(vm, f, to) || (safe && !hki_to_str(&vm->rt, *to, to))) return HKI_ERROR;
    if (safe) to->flags |= HKI_SAFE;
    return HKI_YES;
}

int hki_macro_push(hki_vm *vm, hki_object *m, const hki_args *args, int autoescape, hki_mark below, hk_value *to)
{
    const hki_func *f = hki_macro_func(m);
    hki_frame *frame = hki_macro_open(vm, m, autoescape < 0 ? m->slots[HKI_MACRO_FUNC].aux != 0 : autoescape != 0, below, to);
    if (!frame) return HKI_ERROR;
    binding b = {vm, m, frame->t, f, args, args->npos < f->nparams ? args->npos : f->nparams};
    bool bound = bind(&b, hki_frame_regs(frame));
    if (bound && f->flags & HKI_FUNC_GENERATOR) return generator(vm, to);
    if (bound)
        return hki_macro_begin(vm, frame, autoescape >= 0 && hki_is_printed(vm, frame->safe, frame->up->pc));
    hki_frame_pop(vm);
    return HKI_ERROR;
}

/* ---- the object */

static bool arguments(hki_rt *rt, const hki_object *m, hk_value *out)
{
    const hki_template *t = template_of(m);
    const hki_func *f = hki_macro_func(m);
    hki_list *names = hki_tuple_new(rt, NULL, f->nparams);
    if (!names) return false;
    for (uint32_t i = 0; i < f->nparams; i++) names->items[i] = hki_str_value(&t->names[t->program.lists[f->params + i]]);
    *out = hki_list_value(names);
    return true;
}

static int macro_attr(hki_rt *rt, hki_object *m, const hki_str *name, hk_value *out)
{
    const hki_func *f = hki_macro_func(m);
    if (hki_str_is(name, "arguments", 9)) return arguments(rt, m, out) ? HKI_YES : HKI_ERROR;
    if (hki_str_is(name, "name", 4)) {
        *out = f->name == UINT32_MAX ? hki_none() : hki_str_value(&template_of(m)->names[f->name]);
        return HKI_YES;
    }
    const struct { const char *name; bool value; } flags[] = {
        {"catch_kwargs", (f->flags & HKI_FUNC_CATCH_KWARGS) != 0},
        {"catch_varargs", (f->flags & HKI_FUNC_CATCH_VARARGS) != 0},
        {"caller", (f->flags & HKI_FUNC_CALLER_ARG) != 0},
        {"explicit_caller", f->explicit_caller != UINT32_MAX},
    };
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++) {
        if (!hki_str_is(name, flags[k].name, strlen(flags[k].name))) continue;
        *out = hki_bool(flags[k].value);
        return HKI_YES;
    }
    return HKI_NO;
}

static bool macro_repr(hki_rt *rt, hki_object *m, hki_buf *out)
{
    (void)rt;
    const hki_func *f = hki_macro_func(m);
    hki_buf_str(out, "<Macro ");
    if (f->name == UINT32_MAX) {
        hki_buf_str(out, "anonymous");
    } else {
        const hki_str *name = &template_of(m)->names[f->name];
        hki_repr_text(out, name->data, name->size);
    }
    hki_buf_char(out, '>');
    return true;
}

const hki_class hki_macro_class = {.name = "jinja2.runtime.Macro", .attr = macro_attr, .call = hki_object_call, .repr = macro_repr};
