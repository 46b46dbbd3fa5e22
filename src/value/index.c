/* index.c: items, and Jinja's look-ups, which try items and attributes.
 *
 * In:  a value and a key.   Out: what is there, or an undefined value that knows what was looked for.
 * Always: the look-ups of templates (hki_getattr, hki_getitem) fail only where the object is undefined itself, or a class's
 * own function raised something else than a look-up error. [jinja: environment.py getattr, getitem] */
#include "value/alias.h"
#include "value/call.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/ops.h"
#include "value/range.h"
#include "value/str.h"
#include "value/text.h"

#include "base/utf8.h"

/* ---- sequences */

/* Negative positions count from the end; false if there is no such item. */
static inline bool in_bounds(int64_t *i, int64_t length)
{
    if (*i < 0) *i += length;
    return *i >= 0 && *i < length;
}

static int item_of_string(hki_rt *rt, hk_value v, int64_t i, hk_value *out)
{
    hki_str *s = hki_as_str(v);
    if (!in_bounds(&i, s->points)) return HKI_NO;
    size_t from = hki_str_offset(s, (size_t)i);
    const char *end = s->data + from;
    (void)hki_utf8_next(&end);
    hki_str *item = hki_str_sub(rt, s, from, (size_t)(end - s->data));
    if (!item) return HKI_ERROR;
    *out = hki_str_value(item);
    out->flags = v.flags & HKI_SAFE;
    return HKI_YES;
}

static bool is_sequence(hk_value v)
{
    return v.type == HKI_LIST || v.type == HKI_TUPLE || v.type == HKI_STRING || v.type == HKI_RANGE || v.type == HKI_BYTES;
}

static int sequence_item(hki_rt *rt, hk_value v, int64_t i, hk_value *out)
{
    switch ((enum hki_type)v.type) {
    case HKI_LIST:
    case HKI_TUPLE:
        if (!in_bounds(&i, hki_as_list(v)->count)) return HKI_NO;
        *out = hki_as_list(v)->items[i];
        return HKI_YES;
    case HKI_STRING: return item_of_string(rt, v, i, out);
    case HKI_RANGE:
        if (!in_bounds(&i, hki_as_range(v)->count)) return HKI_NO;
        *out = hki_int(hki_range_item(hki_as_range(v), i));
        return HKI_YES;
    default:
        if (!in_bounds(&i, hki_as_bytes(v)->size)) return HKI_NO;
        *out = hki_int(hki_as_bytes(v)->data[i]);
        return HKI_YES;
    }
}

/* ---- Python's a[key] */

static const char *sequence_name(hk_value v)
{
    switch (v.type) {
    case HKI_LIST: return "list";
    case HKI_TUPLE: return "tuple";
    case HKI_RANGE: return "range";
    default: return "byte";
    }
}

static bool no_such_index(hki_rt *rt, hk_value v, hk_value key)
{
    if (key.type == HKI_BIGINT && v.type != HKI_RANGE) return hki_raise(rt, HK_INDEX_ERROR, "cannot fit 'int' into an index-sized integer");
    switch (v.type) {
    case HKI_STRING: return hki_raise(rt, HK_INDEX_ERROR, "string index out of range");
    case HKI_RANGE: return hki_raise(rt, HK_INDEX_ERROR, "range object index out of range");
    case HKI_BYTES: return hki_raise(rt, HK_INDEX_ERROR, "index out of range");
    default: return hki_raise(rt, HK_INDEX_ERROR, "%s index out of range", sequence_name(v));
    }
}

static bool not_an_index(hki_rt *rt, hk_value v, hk_value key)
{
    if (hki_is_safe(v) && (hki_is_string(key) || hki_has_html(key)))        /* [jinja] Markup escapes what it is given */
        return hki_raise(rt, HK_TYPE_ERROR, "string indices must be integers, not 'Markup'");
    if (v.type == HKI_STRING) return hki_raise(rt, HK_TYPE_ERROR, "string indices must be integers, not '%t'", key);
    return hki_raise(rt, HK_TYPE_ERROR, "%s indices must be integers or slices, not %t", sequence_name(v), key);
}

static bool subscript_sequence(hki_rt *rt, hk_value v, hk_value key, hk_value *out)
{
    if (!hki_is_integer(key)) return not_an_index(rt, v, key);
    int found = hki_is_small(key) ? sequence_item(rt, v, key.as.i, out) : HKI_NO;
    if (found != HKI_NO) return found == HKI_YES;
    return no_such_index(rt, v, key);
}

static int item_of_object(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    if (!hki_enter(rt)) return HKI_ERROR;
    int found = o->cls->item(rt, o, key, out);
    hki_leave(rt);
    return found;
}

bool hki_subscript(hki_rt *rt, hk_value object, hk_value key, hk_value *out)
{
    int found;
    if (is_sequence(object)) return subscript_sequence(rt, object, key, out);
    if (object.type == HKI_UNDEFINED) return hki_undefined_chain(rt, object, out);
    if (object.type == HKI_DICT)
        found = hki_dict_get(rt, hki_as_dict(object), key, out);
    else if (object.type == HKI_OBJECT && hki_as_object(object)->cls->item)
        found = item_of_object(rt, hki_as_object(object), key, out);
    else if (hki_is_class(object))
        return hki_class_subscript(rt, object, key, out);
    else
        return hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not subscriptable", object);
    if (found == HKI_NO) return hki_raise(rt, HK_KEY_ERROR, "%r", key);
    return found == HKI_YES;
}

/* ---- Jinja's look-ups */

/* Errors of an item look-up that mean "not there". */
static bool is_lookup_error(hk_status kind)
{
    switch (kind) {
    case HK_TYPE_ERROR:
    case HK_ATTRIBUTE_ERROR:
    case HK_LOOKUP_ERROR:
    case HK_KEY_ERROR:
    case HK_INDEX_ERROR:
    case HK_TEMPLATE_NOT_FOUND:
    case HK_TEMPLATES_NOT_FOUND: return true;
    default: return false;
    }
}

static int forgive(hki_rt *rt, int found)
{
    if (found != HKI_ERROR || !is_lookup_error(rt->error->kind)) return found;
    hki_error_clear(rt->error);
    return HKI_NO;
}

/* The item, if there is one. */
static int find_item(hki_rt *rt, hk_value object, hk_value key, hk_value *out)
{
    if (is_sequence(object)) return hki_is_small(key) ? sequence_item(rt, object, key.as.i, out) : HKI_NO;
    if (object.type == HKI_DICT) return forgive(rt, hki_dict_get(rt, hki_as_dict(object), key, out));
    if (object.type == HKI_UNDEFINED) return hki_subscript(rt, object, key, out) ? HKI_YES : HKI_ERROR;
    if (hki_is_class(object)) return forgive(rt, hki_class_subscript(rt, object, key, out) ? HKI_YES : HKI_ERROR);
    if (object.type != HKI_OBJECT || !hki_as_object(object)->cls->item) return HKI_NO;
    return forgive(rt, item_of_object(rt, hki_as_object(object), key, out));
}

/* No name of an attribute of dicts looks like this: the dict itself can be asked at once. What may look so is decided by the length
 * and the first letter of the names of dict's methods. */
static inline bool is_no_dict_attr(const hki_str *name)
{
    if (!name->size) return true;
    char c = name->data[0];
    if (c == '_') return false;
    switch (name->size) {
    case 3: return c != 'g' && c != 'p';        /* get pop */
    case 4: return c != 'c' && c != 'k';        /* copy keys */
    case 5: return c != 'c' && c != 'i';        /* clear items */
    case 6: return c != 'u' && c != 'v';        /* update values */
    case 7: return c != 'p';                    /* popitem */
    case 8: return c != 'f';                    /* fromkeys */
    case 10: return c != 's';                   /* setdefault */
    default: return true;
    }
}

bool hki_getattr(hki_rt *rt, hk_value object, hk_value name, hk_value *out)
{
    const hki_str *text = hki_as_str(name);
    if (object.type == HKI_DICT && is_no_dict_attr(text)) {
        const hk_value *found = hki_dict_find_str(rt, hki_as_dict(object), text);
        if (!found) return hki_undefined_of(rt, object, name, out);
        *out = *found;
        return true;
    }
    int found = hki_attr_only(rt, object, text, out);
    if (found == HKI_NO) found = find_item(rt, object, name, out);
    if (found == HKI_NO) return hki_undefined_of(rt, object, name, out);
    return found == HKI_YES;
}

bool hki_getitem(hki_rt *rt, hk_value object, hk_value key, hk_value *out)
{
    int found = find_item(rt, object, key, out);
    if (found == HKI_NO && key.type == HKI_STRING) found = hki_attr_only(rt, object, hki_as_str(key), out);
    if (found == HKI_NO) return hki_undefined_of(rt, object, key, out);
    return found == HKI_YES;
}
