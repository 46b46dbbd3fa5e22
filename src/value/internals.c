/* internals.c: the few attributes of Python's own machinery that templates use outside of the sandbox.
 *
 * In:  a value and a name with a leading underscore.   Out: the attribute, if it is one of these.
 * Always: the class of a builtin value prints and compares as Python's does, but makes no instances; what an operator does can be
 * called by its method's name. */
#include "value/internals.h"

#include "value/call.h"
#include "value/class.h"
#include "value/iter.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

static bool refuse(hki_call *c)
{
    return hki_raise(c->rt, HK_TYPE_ERROR, "cannot create '%s' instances", c->function->python);
}

#define CLASS(full) {.name = full, .python = full, .run = refuse, .wording = HKI_WORDS_C, .flags = HKI_FN_CLASS, \
                     .takes_rest = true, .takes_named = true, .open = true}
static const hki_function classes[] = {
#define TYPE(tag, python) CLASS(python),
#include "grammar/types.def"
};
static const hki_function markup_class = CLASS("markupsafe.Markup"), type_class = CLASS("type"), method_class = CLASS("method");
static const hki_function undefined_classes[] = {
    [HKI_UNDEFINED_DEFAULT] = CLASS("jinja2.runtime.Undefined"),
    [HKI_UNDEFINED_CHAINABLE] = CLASS("jinja2.runtime.ChainableUndefined"),
    [HKI_UNDEFINED_DEBUG] = CLASS("jinja2.runtime.DebugUndefined"),
    [HKI_UNDEFINED_STRICT] = CLASS("jinja2.runtime.StrictUndefined"),
};

/* Classes of what is known by the name of its class only. */
static const hki_function named_classes[] = {
    CLASS("jinja2.runtime.Macro"), CLASS("jinja2.runtime.LoopContext"), CLASS("jinja2.runtime.BlockReference"),
    CLASS("jinja2.runtime.TemplateReference"), CLASS("jinja2.runtime.Context"), CLASS("jinja2.environment.TemplateModule"),
    CLASS("jinja2.utils.Cycler"), CLASS("jinja2.utils.Joiner"), CLASS("jinja2.utils.Namespace"), CLASS("jinja2.filters._GroupTuple"),
    CLASS("complex"), CLASS("set"), CLASS("dict_keys"), CLASS("dict_values"), CLASS("dict_items"), CLASS("generator"),
    CLASS("list_iterator"), CLASS("list_reverseiterator"), CLASS("tuple_iterator"), CLASS("str_iterator"), CLASS("str_ascii_iterator"),
    CLASS("bytes_iterator"), CLASS("range_iterator"), CLASS("dict_keyiterator"), CLASS("dict_valueiterator"), CLASS("dict_itemiterator"),
    CLASS("dict_reversekeyiterator"), CLASS("dict_reversevalueiterator"), CLASS("dict_reverseitemiterator"), CLASS("reversed"),
    CLASS("types.GenericAlias"),
};

static const hki_function *class_named(const char *name)
{
    for (size_t i = 0; i < sizeof named_classes / sizeof *named_classes; i++)
        if (strcmp(named_classes[i].python, name) == 0) return &named_classes[i];
    return NULL;
}

/* NULL: its name is not known beforehand. */
static const hki_function *class_of(hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_UNDEFINED: return &undefined_classes[v.aux];
    case HKI_STRING: return hki_is_safe(v) ? &markup_class : &classes[HKI_STRING];
    case HKI_BIGINT: return &classes[HKI_INT];
    case HKI_FUNCTION: return hki_is_class(v) ? &type_class : &classes[HKI_FUNCTION];
    case HKI_TUPLE: return hki_as_list(v)->head.flags & HKI_TUPLE_GROUP ? class_named("jinja2.filters._GroupTuple") : &classes[HKI_TUPLE];
    case HKI_METHOD: return strcmp(hki_type_name(v), "method") == 0 ? &method_class : &classes[HKI_METHOD];
    case HKI_VIEW:
    case HKI_ITER: return class_named(hki_type_name(v));
    case HKI_OBJECT: return class_named(hki_as_object(v)->cls->name);
    default: return &classes[v.type];
    }
}

/* ---- methods that operators and builtin functions call */

static bool takes(hki_call *c, uint32_t count)
{
    if (c->nrest == count && !c->nkw) return true;
    return hki_raise(c->rt, HK_TYPE_ERROR, "expected %d argument%s, got %d", (int)count, count == 1 ? "" : "s", (int)c->nrest);
}

static bool run_len(hki_call *c)
{
    int64_t length = takes(c, 0) ? hki_length(c->rt, c->self) : -1;
    c->result = hki_int(length);
    return length >= 0;
}

static bool run_str(hki_call *c) { return takes(c, 0) && hki_to_str(c->rt, c->self, &c->result); }

static bool run_repr(hki_call *c)
{
    if (!takes(c, 0)) return false;
    size_t mark = hki_text_begin(c->rt);
    if (hki_repr(c->rt, &c->rt->scratch, c->self)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

static bool run_getitem(hki_call *c)
{
    return takes(c, 1) && hki_subscript(c->rt, c->self, c->rest[0], &c->result);
}

static bool give_answer(hki_call *c, int answer)
{
    c->result = hki_bool(answer == HKI_YES);
    return answer != HKI_ERROR;
}

static bool run_contains(hki_call *c)
{
    return takes(c, 1) && give_answer(c, hki_contains(c->rt, c->self, c->rest[0]));
}

static bool run_eq(hki_call *c)
{
    return takes(c, 1) && give_answer(c, hki_equal(c->rt, c->self, c->rest[0]));
}

#define ORDER(name, order) \
    static bool run_##name(hki_call *c) \
    { \
        return takes(c, 1) && give_answer(c, hki_order(c->rt, order, c->self, c->rest[0])); \
    }
ORDER(lt, HKI_LT)
ORDER(le, HKI_LE)
ORDER(gt, HKI_GT)
ORDER(ge, HKI_GE)
#undef ORDER

#define OPERATION(name, operation) \
    static bool run_##name(hki_call *c) \
    { \
        return takes(c, 1) && operation(c->rt, c->self, c->rest[0], &c->result); \
    }
OPERATION(add, hki_add)
OPERATION(sub, hki_sub)
OPERATION(mul, hki_mul)
OPERATION(truediv, hki_div)
OPERATION(floordiv, hki_floordiv)
OPERATION(mod, hki_mod)
OPERATION(pow, hki_pow)
#undef OPERATION

#define OPERATION(name, operation) \
    static bool run_##name(hki_call *c) { return takes(c, 0) && operation(c->rt, c->self, &c->result); }
OPERATION(neg, hki_neg)
OPERATION(pos, hki_pos)
OPERATION(iter, hki_iter_of)
#undef OPERATION

static bool run_ne(hki_call *c)
{
    if (!run_eq(c)) return false;
    c->result = hki_bool(!c->result.as.i);
    return true;
}

static bool run_bool(hki_call *c) { return takes(c, 0) && give_answer(c, hki_truth(c->rt, c->self)); }

static bool run_reversed(hki_call *c) { return takes(c, 0) && hki_iter_reversed(c->rt, c->self, &c->result) == HKI_YES; }

static bool run_next(hki_call *c)
{
    hki_cursor cursor;
    if (!takes(c, 0) || !hki_cursor_open(c->rt, c->self, &cursor)) return false;
    int got = hki_cursor_next(c->rt, &cursor, &c->result);
    return got == HKI_YES || (got == HKI_NO && hki_raise(c->rt, HK_STOP_ITERATION, ""));
}

static bool run_init(hki_call *c) { return c->result = hki_none(), true; }

#define SPECIAL(name_) {.name = "__" #name_ "__", .python = "__" #name_ "__", .run = run_##name_, .wording = HKI_WORDS_C, \
                        .flags = HKI_FN_SPECIAL, .takes_rest = true, .takes_named = true, .open = true}
static const hki_function specials[] = {
    SPECIAL(len), SPECIAL(str), SPECIAL(repr), SPECIAL(getitem), SPECIAL(contains), SPECIAL(eq), SPECIAL(lt), SPECIAL(le), SPECIAL(gt),
    SPECIAL(ge), SPECIAL(add), SPECIAL(sub), SPECIAL(mul), SPECIAL(truediv), SPECIAL(floordiv), SPECIAL(mod), SPECIAL(pow), SPECIAL(init),
    SPECIAL(neg), SPECIAL(pos), SPECIAL(iter), SPECIAL(ne), SPECIAL(bool), SPECIAL(reversed), SPECIAL(next),
};
#undef SPECIAL

static int special(hki_rt *rt, hk_value v, const hki_str *name, hk_value *out)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (hki_str_is(name, specials[i].name, strlen(specials[i].name)))
            return hki_method_new(rt, &specials[i], v, out) ? HKI_YES : HKI_ERROR;
    return HKI_NO;
}

static bool class_name(hki_rt *rt, const hki_function *f, hk_value *out)
{
    const char *point = strrchr(f->python, '.'), *name = point ? point + 1 : f->python;
    return hki_make_str(rt, name, strlen(name), out);
}

int hki_internal_attr(hki_rt *rt, hk_value v, const hki_str *name, hk_value *out)
{
    if (hki_str_is(name, "__class__", 9)) {
        const hki_function *f = class_of(v);
        if (f) *out = hki_pointer(HKI_FUNCTION, f);
        return f ? HKI_YES : HKI_NO;
    }
    if (hki_is_class(v) && hki_str_is(name, "__name__", 8)) return class_name(rt, hki_as_function(v), out) ? HKI_YES : HKI_ERROR;
    if (v.type == HKI_UNDEFINED && hki_str_is(name, "_undefined_name", 15)) {
        *out = hki_undefined_subject(v);
        return HKI_YES;
    }
    return special(rt, v, name, out);
}
