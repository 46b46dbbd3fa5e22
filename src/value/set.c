/* set.c: sets: what taking things from the keys or pairs of a dict gives, and a literal of Python.
 *
 * In:  two iterables, of which one is such a view; or the items.   Out: an object with the items of the first that the second lacks.
 * Always: the items are the keys of a dict, in the order in which they came; nothing changes a set. */
#include "value/set.h"

#include "value/class.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/ops.h"
#include "value/text.h"

static hki_dict *items(const hki_object *set) { return hki_as_dict(set->slots[0]); }

static bool iterate(hki_rt *rt, hki_object *set, hk_value *out)
{
    (void)rt;
    *out = set->slots[0];
    return true;
}

static int64_t length(hki_rt *rt, hki_object *set) { return (void)rt, items(set)->count; }

static bool repr(hki_rt *rt, hki_object *set, hki_buf *out)
{
    uint32_t at = 0;
    bool first = true;
    if (!items(set)->count) hki_buf_str(out, "set()");
    for (const hki_entry *e; (e = hki_dict_next(items(set), &at)); first = false) {
        hki_buf_str(out, first ? "{" : ", ");
        if (!hki_repr(rt, out, e->key)) return false;
    }
    if (!first) hki_buf_char(out, '}');
    return true;
}

static int equal(hki_rt *rt, hki_object *set, hk_value other)
{
    bool view = other.type == HKI_VIEW && hki_view_is_set(hki_as_view(other));
    if (!view && !hki_is_a(other, &hki_set_class)) return HKI_NO;
    if (hki_length(rt, other) != items(set)->count) return HKI_NO;
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(items(set), &at));) {
        int found = view ? hki_contains(rt, other, e->key) : hki_dict_get(rt, items(hki_as_object(other)), e->key, NULL);
        if (found != HKI_YES) return found;
    }
    return HKI_YES;
}

static int operate(hki_rt *rt, enum hki_number_op op, hk_value a, hk_value b, hk_value *out)
{
    if (op != HKI_NUM_SUB || !hki_is_a(a, &hki_set_class) || !hki_is_a(b, &hki_set_class)) return HKI_NO;
    return hki_set_minus(rt, a, b, out) ? HKI_YES : HKI_ERROR;
}

const hki_class hki_set_class = {.name = "set", .iterate = iterate, .length = length, .repr = repr, .equal = equal, .operate = operate};

bool hki_set_of(hki_rt *rt, hki_dict *items, hk_value *out)
{
    hki_object *set = hki_object_new(rt, &hki_set_class, 1);
    if (!set) return false;
    set->slots[0] = hki_dict_value(items);
    *out = hki_object_value(set);
    return true;
}

bool hki_set_minus(hki_rt *rt, hk_value from, hk_value what, hk_value *out)
{
    hki_cursor c;
    hk_value item;
    int more;
    hki_dict *d = hki_dict_new(rt, 0);
    if (!d || !hki_cursor_open(rt, from, &c)) return false;
    while ((more = hki_cursor_next(rt, &c, &item)) == HKI_YES)
        if (!hki_dict_set(rt, d, item, hki_none())) return false;
    if (more == HKI_ERROR || !hki_cursor_open(rt, what, &c)) return false;
    while ((more = hki_cursor_next(rt, &c, &item)) == HKI_YES)
        if (hki_dict_remove(rt, d, item, NULL) == HKI_ERROR) return false;
    return more == HKI_NO && hki_set_of(rt, d, out);
}
