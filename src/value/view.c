/* view.c: dict.keys(), dict.values(), dict.items().
 *
 * In:  a dict.   Out: a view that shows what the dict holds at the time it is looked at.
 * Always: keys and items compare as sets, values by identity. */
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods.h"
#include "value/ops.h"

bool hki_view_new(hki_rt *rt, hki_dict *d, int kind, hk_value *out)
{
    hki_view *view = hki_object_alloc(rt, HKI_VIEW, sizeof *view);
    if (!view) return false;
    view->head.flags = (uint16_t)kind;
    view->dict = d;
    *out = hki_pointer(HKI_VIEW, view);
    return true;
}

bool hki_view_is_set(const hki_view *view)
{
    return view->head.flags != HKI_VIEW_VALUES;
}

bool hki_view_item(hki_rt *rt, const hki_view *view, const hki_entry *e, hk_value *out)
{
    if (view->head.flags != HKI_VIEW_ITEMS) {
        *out = view->head.flags == HKI_VIEW_KEYS ? e->key : e->value;
        return true;
    }
    hki_list *pair = hki_tuple_new(rt, NULL, 2);
    if (!pair) return false;
    pair->items[0] = e->key;
    pair->items[1] = e->value;
    *out = hki_list_value(pair);
    return true;
}

static int same(hki_rt *rt, hk_value a, hk_value b)
{
    return hki_identical(a, b) ? HKI_YES : hki_equal(rt, a, b);
}

static int holds_value(hki_rt *rt, const hki_dict *d, hk_value v)
{
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(d, &at));) {
        int found = same(rt, e->value, v);
        if (found != HKI_NO) return found;
    }
    return HKI_NO;
}

static int holds_pair(hki_rt *rt, const hki_dict *d, hk_value key, hk_value value)
{
    hk_value there;
    int found = hki_dict_get(rt, d, key, &there);
    return found == HKI_YES ? same(rt, there, value) : found;
}

int hki_view_contains(hki_rt *rt, const hki_view *view, hk_value v)
{
    switch (view->head.flags) {
    case HKI_VIEW_KEYS: return hki_dict_get(rt, view->dict, v, NULL);
    case HKI_VIEW_VALUES: return holds_value(rt, view->dict, v);
    default:
        if (v.type != HKI_TUPLE || hki_as_list(v)->count != 2) return HKI_NO;
        return holds_pair(rt, view->dict, hki_as_list(v)->items[0], hki_as_list(v)->items[1]);
    }
}

static int is_subset(hki_rt *rt, const hki_view *a, const hki_view *b)
{
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(a->dict, &at));) {
        int found;
        if (a->head.flags == b->head.flags) {
            found = a->head.flags == HKI_VIEW_KEYS ? hki_dict_get(rt, b->dict, e->key, NULL) : holds_pair(rt, b->dict, e->key, e->value);
        } else {
            hk_value item;
            found = hki_view_item(rt, a, e, &item) ? hki_view_contains(rt, b, item) : HKI_ERROR;
        }
        if (found != HKI_YES) return found;
    }
    return HKI_YES;
}

/* [python] Of two sets the shorter one is walked through. */
bool hki_VIEW_isdisjoint(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value set = c->self, other = c->arg[0], item;
    bool both = other.type == HKI_VIEW && hki_view_is_set(hki_as_view(other));
    if (both && hki_as_view(other)->dict->count > hki_as_view(set)->dict->count) {
        set = other;
        other = c->self;
    }
    hki_cursor cursor;
    if (!hki_cursor_open(rt, other, &cursor)) return false;
    int got = HKI_NO, found = HKI_NO;
    while (found == HKI_NO && (got = hki_cursor_next(rt, &cursor, &item)) == HKI_YES)
        found = hki_view_contains(rt, hki_as_view(set), item);
    c->result = hki_bool(found == HKI_NO);
    return found != HKI_ERROR && got != HKI_ERROR;
}

int hki_view_equal(hki_rt *rt, const hki_view *a, const hki_view *b)
{
    if (a == b) return HKI_YES;
    if (!hki_view_is_set(a) || !hki_view_is_set(b) || a->dict->count != b->dict->count) return HKI_NO;
    return is_subset(rt, a, b);
}

int hki_view_order(hki_rt *rt, enum hki_order op, const hki_view *a, const hki_view *b)
{
    if (op == HKI_GT || op == HKI_GE) return hki_view_order(rt, op == HKI_GT ? HKI_LT : HKI_LE, b, a);
    if (op == HKI_LT ? a->dict->count >= b->dict->count : a->dict->count > b->dict->count) return HKI_NO;
    return is_subset(rt, a, b);
}
