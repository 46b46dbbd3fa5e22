/* namespace.c: namespace objects.
 *
 * In:  what dict() takes.   Out: an object whose attributes are the entries of that dict.
 * Always: the dict is the object's own, made in the same region. */
#include "value/namespace.h"

#include "value/dict.h"
#include "value/hint.h"
#include "value/methods.h"
#include "value/str.h"
#include "value/text.h"

static hki_dict *attributes(const hki_object *o)
{
    return hki_as_dict(o->slots[0]);
}

/* [python] The dict itself can be had under its mangled name; it hides an entry of that name. */
static int attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    if (hki_str_is(name, "_Namespace__attrs", 17)) {
        *out = o->slots[0];
        return HKI_YES;
    }
    const hk_value *found = hki_dict_find_str(rt, attributes(o), name);
    if (!found) return HKI_NO;
    *out = *found;
    return HKI_YES;
}

static bool repr(hki_rt *rt, hki_object *o, hki_buf *out)
{
    hki_buf_str(out, "<Namespace ");
    if (!hki_repr(rt, out, o->slots[0])) return false;
    hki_buf_char(out, '>');
    return true;
}

static void names(hki_rt *rt, hki_object *o, hki_suggest *s)
{
    (void)rt;
    hki_hint_keys(s, attributes(o));
}

const hki_class hki_namespace_class = {.name = "jinja2.utils.Namespace", .attr = attr, .repr = repr, .names = names};

hki_dict *hki_dict_from_args(hki_rt *rt, const hki_args *args)
{
    hki_dict *d = hki_dict_new(rt, args->nkw);
    if (!d) return NULL;
    if (args->npos > 1) {
        hki_raise(rt, HK_TYPE_ERROR, "dict expected at most 1 argument, got %z", (size_t)args->npos);
        return NULL;
    }
    if (args->npos && !hki_dict_merge(rt, d, args->pos[0])) return NULL;
    for (uint32_t i = 0; i < args->nkw; i++)
        if (!hki_dict_set(rt, d, args->names[i], args->values[i])) return NULL;
    return d;
}

bool hki_namespace_new(hki_rt *rt, const hki_args *args, hk_value *out)
{
    hki_dict *d = hki_dict_from_args(rt, args);
    hki_object *o = d ? hki_object_new(rt, &hki_namespace_class, 1) : NULL;
    if (!o) return false;
    o->slots[0] = hki_dict_value(d);
    *out = hki_object_value(o);
    return true;
}

bool hki_namespace_set(hki_rt *rt, hk_value ns, const hki_str *name, hk_value value)
{
    return hki_dict_set(rt, hki_namespace_dict(ns), hki_str_value(name), value);
}
