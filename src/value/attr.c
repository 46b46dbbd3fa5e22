/* attr.c: attributes alone: methods, the few others of builtin types, and those of classes.
 *
 * In:  a value and a name.   Out: HKI_YES with the attribute, HKI_NO, or HKI_ERROR.
 * Always: in the sandbox an attribute that exists but is not safe is an undefined value that raises SecurityError when used.
 * Attributes of Python's own machinery are known to the sandbox by name; outside of it only those of internals.c are there. */
#include "value/call.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/internals.h"
#include "value/namespace.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

enum { SANDBOX_IMMUTABLE = 2 };

static const struct private_names { const char *types, *names; } private_names[] = {
#define PRIVATE(types, names) {types, names},
#include "grammar/private.def"
};

static inline bool is_named(const hki_str *name, const char *text)
{
    return hki_str_is(name, text, strlen(text));
}

/* Is the word one of several that have a blank on each side? */
static bool among(const char *words, const char *word, size_t size)
{
    for (const char *at = words + 1; *at; at = strchr(at, ' ') + 1)
        if (strncmp(at, word, size) == 0 && at[size] == ' ') return true;
    return false;
}

/* Has a type of this name that attribute? False in *known: no row names the type. */
static bool type_has(const char *type, const hki_str *name, bool *known)
{
    *known = false;
    for (size_t i = 0; i < sizeof private_names / sizeof *private_names; i++) {
        if (!among(private_names[i].types, type, strlen(type))) continue;
        *known = true;
        return among(private_names[i].names, name->data, name->size);
    }
    return false;
}

static bool class_has(const char *python, const hki_str *name)
{
    const char *point = strrchr(python, '.');
    bool known;
    return type_has(point ? point + 1 : python, name, &known) || (point && type_has("heap-type", name, &known));
}

/* Does Python have this attribute with a leading underscore? */
static bool has_private(hk_value v, const hki_str *name)
{
    bool known;
    if (memchr(name->data, ' ', name->size)) return false;
    if (hki_is_a(v, &hki_namespace_class)) return is_named(name, "__class__") || is_named(name, "_Namespace__attrs");   /* [jinja] */
    if (type_has("object", name, &known) || type_has(hki_type_name(v), name, &known)) return true;
    if (v.type == HKI_OBJECT) return !known && type_has("instance", name, &known);
    return hki_is_class(v) && class_has(hki_as_function(v)->python, name);
}

static int unsafe(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    return hki_undefined_unsafe(rt, object, name, out) ? HKI_YES : HKI_ERROR;
}

static int private_attr(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    if (!has_private(object, name)) return HKI_NO;
    if (rt->sandbox) return unsafe(rt, object, name, out);
    const hki_function *f = hki_method_find(object, name->data, name->size);
    if (f) return hki_method_new(rt, f, object, out) ? HKI_YES : HKI_ERROR;
    return hki_internal_attr(rt, object, name, out);
}

static int attr_of_undefined(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    if (has_private(object, name)) {
        int found = private_attr(rt, object, name, out);
        if (found != HKI_NO) return found;
        return hki_undefined_of(rt, object, hki_str_value(name), out) ? HKI_YES : HKI_ERROR;
    }
    bool dunder = name->size >= 2 && memcmp(name->data, "__", 2) == 0 && memcmp(name->data + name->size - 2, "__", 2) == 0;
    if (dunder) return HKI_NO;          /* [jinja] an AttributeError */
    return hki_undefined_chain(rt, object, out) ? HKI_YES : HKI_ERROR;
}

static int attr_of_object(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    hki_object *o = hki_as_object(object);
    int found = o->cls->attr ? o->cls->attr(rt, o, name, out) : HKI_NO;
    bool underscore = name->size && name->data[0] == '_';
    if (!underscore || found == HKI_ERROR) return found;
    if (found == HKI_NO) return private_attr(rt, object, name, out);
    return rt->sandbox ? unsafe(rt, object, name, out) : HKI_YES;
}

/* ---- attributes of builtin types that are not methods */

static int number_attr(hk_value v, const hki_str *name, hk_value *out)
{
    bool whole = v.type != HKI_FLOAT;
    if (is_named(name, "real") || (whole && is_named(name, "numerator"))) return hki_number_pos(v, out);
    if (is_named(name, "imag"))
        *out = whole ? hki_int(0) : hki_float(0);
    else if (whole && is_named(name, "denominator"))
        *out = hki_int(1);
    else
        return HKI_NO;
    return HKI_YES;
}

static int range_attr(const hki_range *r, const hki_str *name, hk_value *out)
{
    if (is_named(name, "start"))
        *out = hki_int(r->start);
    else if (is_named(name, "stop"))
        *out = hki_int(r->stop);
    else if (is_named(name, "step"))
        *out = hki_int(r->step);
    else
        return HKI_NO;
    return HKI_YES;
}

static int group_attr(const hki_list *tuple, const hki_str *name, hk_value *out)
{
    if (!(tuple->head.flags & HKI_TUPLE_GROUP)) return HKI_NO;
    bool grouper = is_named(name, "grouper");
    if (!grouper && !is_named(name, "list")) return HKI_NO;
    *out = tuple->items[!grouper];
    return HKI_YES;
}

static int plain_attr(hk_value v, const hki_str *name, hk_value *out)
{
    switch ((enum hki_type)v.type) {
    case HKI_BOOL:
    case HKI_INT:
    case HKI_BIGINT:
    case HKI_FLOAT: return number_attr(v, name, out);
    case HKI_RANGE: return range_attr(hki_as_range(v), name, out);
    case HKI_TUPLE: return group_attr(hki_as_list(v), name, out);
    default: return HKI_NO;
    }
}

/* ---- methods */

/* [jinja] sandbox.py: names that are unsafe though they have no underscore. */
static bool is_internal(hk_value v, const hki_str *name)
{
    if (hki_is_class(v)) return is_named(name, "mro");
    bool generator = v.type == HKI_ITER && strcmp(hki_type_name(v), "generator") == 0;
    return generator && (is_named(name, "gi_frame") || is_named(name, "gi_code"));
}

/* [python] dict.fromkeys, of the class itself. */
static int class_attr(hki_rt *rt, hk_value class, const hki_str *name, hk_value *out)
{
    if (!is_named(name, "fromkeys") || strcmp(hki_as_function(class)->python, "dict") != 0) return HKI_NO;
    hki_dict *receiver = hki_dict_new(rt, 0);
    if (!receiver) return HKI_ERROR;
    hk_value of = hki_dict_value(receiver);
    return hki_method_new(rt, hki_method_find(of, name->data, name->size), of, out) ? HKI_YES : HKI_ERROR;
}

static int builtin_attr(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    if (!name->size) return HKI_NO;
    if (name->data[0] == '_') return private_attr(rt, object, name, out);
    if (hki_is_class(object)) {
        int found = class_attr(rt, object, name, out);
        if (found != HKI_NO) return found;
    }
    const hki_function *f = hki_method_find(object, name->data, name->size);
    if (!f) return rt->sandbox && is_internal(object, name) ? unsafe(rt, object, name, out) : plain_attr(object, name, out);
    if (rt->sandbox == SANDBOX_IMMUTABLE && (f->flags & HKI_FN_MUTATES)) return unsafe(rt, object, name, out);
    return hki_method_new(rt, f, object, out) ? HKI_YES : HKI_ERROR;
}

bool hki_no_attribute(hki_rt *rt, hk_value object, const char *name)
{
    if (hki_is_class(object)) {
        const char *python = hki_as_function(object)->python, *point = strrchr(python, '.');
        return hki_raise(rt, HK_ATTRIBUTE_ERROR, "type object '%s' has no attribute '%s'", point ? point + 1 : python, name);
    }
    if (hki_is_a(object, &hki_namespace_class)) return hki_raise(rt, HK_ATTRIBUTE_ERROR, "%s", name);      /* [jinja] */
    return hki_raise(rt, HK_ATTRIBUTE_ERROR, "'%t' object has no attribute '%s'", object, name);
}

int hki_attr_only(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    if (object.type == HKI_OBJECT) return attr_of_object(rt, object, name, out);
    if (object.type == HKI_UNDEFINED) return attr_of_undefined(rt, object, name, out);
    return builtin_attr(rt, object, name, out);
}
