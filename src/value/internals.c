/* internals.c: the few attributes of Python's own machinery that templates use outside of the sandbox.
 *
 * In:  a value and a name with a leading underscore.   Out: the attribute, if it is one of these.
 * Always: the class of a builtin value prints and compares as Python's does, but makes no instances. */
#include "value/internals.h"

#include "value/call.h"
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
static const hki_function markup_class = CLASS("markupsafe.Markup"), type_class = CLASS("type"), method_class = CLASS("method"), undefined_classes[] = {
    [HKI_UNDEFINED_DEFAULT] = CLASS("jinja2.runtime.Undefined"),
    [HKI_UNDEFINED_CHAINABLE] = CLASS("jinja2.runtime.ChainableUndefined"),
    [HKI_UNDEFINED_DEBUG] = CLASS("jinja2.runtime.DebugUndefined"),
    [HKI_UNDEFINED_STRICT] = CLASS("jinja2.runtime.StrictUndefined"),
};

static bool is_class(hk_value v) { return v.type == HKI_FUNCTION && (hki_as_function(v)->flags & HKI_FN_CLASS); }

/* NULL: its name is not known beforehand. */
static const hki_function *class_of(hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_UNDEFINED: return &undefined_classes[v.aux];
    case HKI_STRING: return hki_is_safe(v) ? &markup_class : &classes[HKI_STRING];
    case HKI_BIGINT: return &classes[HKI_INT];
    case HKI_FUNCTION: return is_class(v) ? &type_class : &classes[HKI_FUNCTION];
    case HKI_TUPLE: return hki_as_list(v)->head.flags & HKI_TUPLE_GROUP ? NULL : &classes[HKI_TUPLE];
    case HKI_METHOD: return hki_as_method(v)->function->wording == HKI_WORDS_PYTHON ? &method_class : &classes[HKI_METHOD];
    case HKI_VIEW:
    case HKI_ITER:
    case HKI_OBJECT: return NULL;
    default: return &classes[v.type];
    }
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
    if (is_class(v) && hki_str_is(name, "__name__", 8)) return class_name(rt, hki_as_function(v), out) ? HKI_YES : HKI_ERROR;
    if (v.type == HKI_UNDEFINED && hki_str_is(name, "_undefined_name", 15)) {
        *out = hki_undefined_subject(v);
        return HKI_YES;
    }
    return HKI_NO;
}
