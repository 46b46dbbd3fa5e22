/* copy.c: plain data from one region into another, so that it outlives the first.
 *
 * Always: what was one object stays two after the copy if it stood in two places; nesting is counted. */
#include "env/env.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/list.h"
#include "value/str.h"

static bool copy_items(hki_rt *rt, const hki_list *from, hki_list *to)
{
    for (uint32_t i = 0; i < from->count; i++)
        if (!hki_copy(rt, from->items[i], &to->items[i])) return false;
    to->count = from->count;
    return true;
}

static bool copy_list(hki_rt *rt, hk_value v, hk_value *out)
{
    const hki_list *from = hki_as_list(v);
    hki_list *to = v.type == HKI_LIST ? hki_list_new(rt, from->count) : hki_tuple_new(rt, NULL, from->count);
    if (!to) return false;
    *out = hki_list_value(to);
    return copy_items(rt, from, to);
}

static bool copy_dict(hki_rt *rt, const hki_dict *from, hk_value *out)
{
    hki_dict *to = hki_dict_new(rt, from->count);
    uint32_t at = 0;
    if (!to) return false;
    *out = hki_dict_value(to);
    for (const hki_entry *e; (e = hki_dict_next(from, &at));) {
        hk_value key, value;
        if (!hki_copy(rt, e->key, &key) || !hki_copy(rt, e->value, &value) || !hki_dict_set(rt, to, key, value)) return false;
    }
    return true;
}

static bool copy_text(hki_rt *rt, hk_value v, hk_value *out)
{
    const hki_str *from = hki_as_str(v);
    hki_str *to = hki_str_new(rt, from->data, from->size);
    if (!to) return false;
    *out = v;
    out->as.p = to;
    return true;
}

static bool copy_flat(hki_rt *rt, hk_value v, size_t size, hk_value *out)
{
    hki_obj *to = hki_object_alloc(rt, (enum hki_type)v.type, size);
    if (!to) return false;
    memcpy(to + 1, (const hki_obj *)v.as.p + 1, size - sizeof *to);
    *out = hki_pointer((enum hki_type)v.type, to);
    return true;
}

bool hki_copy(hki_rt *rt, hk_value v, hk_value *out)
{
    bool ok;
    *out = v;
    switch (v.type) {
    case HKI_UNDEFINED: *out = hki_none(); return true;
    case HKI_NONE: case HKI_BOOL: case HKI_INT: case HKI_FLOAT: return true;
    case HKI_STRING: return copy_text(rt, v, out);
    case HKI_BIGINT: return copy_flat(rt, v, sizeof(hki_bigint) + hki_as_bigint(v)->size * sizeof(uint32_t), out);
    case HKI_BYTES: return copy_flat(rt, v, sizeof(hki_bytes) + hki_as_bytes(v)->size, out);
    case HKI_RANGE: return copy_flat(rt, v, sizeof(hki_range), out);
    case HKI_LIST: case HKI_TUPLE: case HKI_DICT:
        if (!hki_enter(rt)) return false;
        ok = v.type == HKI_DICT ? copy_dict(rt, hki_as_dict(v), out) : copy_list(rt, v, out);
        hki_leave(rt);
        return ok;
    default:
        if (hki_is_a(v, &hki_complex_class))
            return copy_flat(rt, v, sizeof(hki_object) + hki_as_object(v)->nslots * sizeof(hk_value), out);
        return hki_raise(rt, HK_TYPE_ERROR, "a value of type '%t' cannot outlive its render", v);
    }
}
