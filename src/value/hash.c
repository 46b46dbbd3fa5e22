/* hash.c: hashes of values, for dict keys and for the filter unique.
 *
 * In:  any value.   Out: 32 bits that equal values share; TypeError for what Python cannot hash.
 * Always: the hash of an object that is compared by identity does not change when a collection moves it. */
#include "base/hash.h"

#include "value/call.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/dict.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

static bool refuse(hki_rt *rt, hk_value v)
{
    return hki_raise(rt, HK_TYPE_ERROR, "unhashable type: '%t'", v);
}

static uint32_t mix(hki_rt *rt, uint32_t so_far, uint32_t next)
{
    return hki_hash_word(rt->hash_seed, (uint64_t)so_far << 32 | next);
}

/* An object of a render may move: its first address is made its hash for good. A frozen one stays where it is. */
static uint32_t identity(hki_rt *rt, hk_value v)
{
    if (v.type == HKI_FUNCTION || hki_is_frozen(v)) return hki_hash_word(rt->hash_seed, (uint64_t)(uintptr_t)v.as.p);
    hki_obj *head = v.as.p;
    if (!head->hash) head->hash = hki_hash_word(rt->hash_seed, (uint64_t)(uintptr_t)v.as.p) | 1;
    return head->hash;
}

static bool hash_tuple(hki_rt *rt, const hki_list *tuple, uint32_t *out)
{
    if (!hki_enter(rt)) return false;
    uint32_t sum = tuple->count, item;
    bool ok = true;
    for (uint32_t i = 0; i < tuple->count && ok; i++) {
        ok = hki_spend(rt, 1) && hki_hash(rt, tuple->items[i], &item);
        if (ok) sum = mix(rt, sum, item);
    }
    hki_leave(rt);
    *out = sum;
    return ok;
}

static uint32_t hash_range(hki_rt *rt, const hki_range *r)
{
    uint32_t sum = hki_hash_word(rt->hash_seed, (uint64_t)r->count);
    if (r->count) sum = mix(rt, sum, hki_hash_word(rt->hash_seed, (uint64_t)r->start));
    return r->count > 1 ? mix(rt, sum, hki_hash_word(rt->hash_seed, (uint64_t)r->step)) : sum;
}

static bool hash_other(hki_rt *rt, hk_value v, uint32_t *out)
{
    switch ((enum hki_type)v.type) {
    case HKI_UNDEFINED:
        if (v.aux == HKI_UNDEFINED_STRICT) return hki_undefined_raise(rt, v);
        *out = v.aux;           /* [jinja] the hash of its type */
        return true;
    case HKI_NONE: *out = 0x6e6f6e65; return true;
    case HKI_BYTES: *out = hki_hash_bytes(rt->hash_seed, hki_as_bytes(v)->data, hki_as_bytes(v)->size); return true;
    case HKI_TUPLE: return hash_tuple(rt, hki_as_list(v), out);
    case HKI_RANGE: *out = hash_range(rt, hki_as_range(v)); return true;
    case HKI_METHOD: *out = hki_hash_word(rt->hash_seed, (uint64_t)(uintptr_t)hki_as_method(v)->function); return true;
    case HKI_LIST:
    case HKI_DICT: return refuse(rt, v);
    case HKI_VIEW:
        if (hki_view_is_set(hki_as_view(v))) return refuse(rt, v);
        break;
    case HKI_OBJECT:            /* [python] a class with __eq__ of its own has no hash */
        if (hki_complex_hash(rt, v, out)) return true;
        if (hki_as_object(v)->cls->equal) return refuse(rt, v);
        break;
    default: break;
    }
    *out = identity(rt, v);
    return true;
}

bool hki_hash(hki_rt *rt, hk_value v, uint32_t *out)
{
    if (v.type == HKI_STRING)
        *out = hki_str_hash(rt, hki_as_str(v));
    else if (hki_is_number(v))
        *out = hki_number_hash(rt->hash_seed, v);
    else
        return hash_other(rt, v, out);
    return true;
}
