/* methods_list.c: methods of lists, tuples and ranges.
 *
 * In:  a bound call whose receiver has the type.   Out: its result, or Python's error.
 * Always: a method that changes its receiver finds it in the render's region: the caller has thawed it. */
#include "value/iter.h"
#include "value/list.h"
#include "value/methods.h"
#include "value/ops.h"
#include "value/range.h"

int hki_same_item(hki_rt *rt, hk_value a, hk_value b)
{
    if (!hki_spend(rt, 1)) return HKI_ERROR;
    return hki_identical(a, b) ? HKI_YES : hki_equal(rt, a, b);
}

/* The receiver, if it may be changed; NULL after raising. */
static hki_list *own_list(hki_call *c)
{
    if (!hki_is_frozen(c->self)) return hki_as_list(c->self);
    hki_raise(c->rt, HK_RUNTIME_ERROR, "a list of the context cannot be changed");
    return NULL;
}

/* ---- looking */

static bool count_items(hki_call *c)
{
    const hki_list *list = hki_as_list(c->self);
    int64_t found = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        int same = hki_same_item(c->rt, list->items[i], c->arg[0]);
        if (same == HKI_ERROR) return false;
        found += same;
    }
    c->result = hki_int(found);
    return true;
}

/* start and stop of index(): big numbers are cut, negative ones count from the end. */
static bool index_bound(hki_call *c, unsigned i, int64_t length, int64_t *out)
{
    hk_value v = c->arg[i];
    if (v.type == HKI_BIGINT) *out = hki_as_bigint(v)->negative ? INT64_MIN : INT64_MAX;
    else if (hki_is_small(v)) *out = v.as.i;
    else return hki_raise(c->rt, HK_TYPE_ERROR, "slice indices must be integers or have an __index__ method");
    if (*out < 0) *out = *out < -length ? 0 : *out + length;
    return true;
}

/* HKI_YES with c->result set, HKI_NO, HKI_ERROR. */
static int find_item(hki_call *c)
{
    const hki_list *list = hki_as_list(c->self);
    int64_t start, stop;
    if (!index_bound(c, 1, list->count, &start) || !index_bound(c, 2, list->count, &stop)) return HKI_ERROR;
    for (int64_t i = start; i < stop && i < list->count; i++) {
        int same = hki_same_item(c->rt, list->items[i], c->arg[0]);
        if (same == HKI_NO) continue;
        c->result = hki_int(i);
        return same;
    }
    return HKI_NO;
}

bool hki_LIST_count(hki_call *c)
{
    return count_items(c);
}

bool hki_TUPLE_count(hki_call *c)
{
    return count_items(c);
}

bool hki_LIST_index(hki_call *c)
{
    int found = find_item(c);
    return found == HKI_NO ? hki_raise(c->rt, HK_VALUE_ERROR, "%r is not in list", c->arg[0]) : found == HKI_YES;
}

bool hki_TUPLE_index(hki_call *c)
{
    int found = find_item(c);
    return found == HKI_NO ? hki_raise(c->rt, HK_VALUE_ERROR, "tuple.index(x): x not in tuple") : found == HKI_YES;
}

bool hki_LIST_copy(hki_call *c)
{
    hki_list *copy;
    if (!hki_list_from(c->rt, c->self, &copy)) return false;
    c->result = hki_list_value(copy);
    return true;
}

/* ---- changing */

bool hki_LIST_append(hki_call *c)
{
    hki_list *list = own_list(c);
    return list && hki_list_push(c->rt, list, c->arg[0]);
}

bool hki_LIST_clear(hki_call *c)
{
    hki_list *list = own_list(c);
    if (list) hki_list_remove(list, 0, list->count);
    return list != NULL;
}

bool hki_LIST_extend(hki_call *c)
{
    hki_list *list = own_list(c);
    if (!list) return false;
    hk_value more = c->arg[0], item;
    if (more.type == HKI_LIST || more.type == HKI_TUPLE) {      /* may be the list itself: its length is taken before */
        uint32_t count = hki_as_list(more)->count;
        if (!hki_list_reserve(c->rt, list, (size_t)list->count + count)) return false;
        for (uint32_t i = 0; i < count; i++)
            if (!hki_list_push(c->rt, list, hki_as_list(more)->items[i])) return false;
        return true;
    }
    hki_cursor cursor;
    int got = HKI_YES;
    if (!hki_cursor_open(c->rt, more, &cursor)) return false;
    while ((got = hki_cursor_next(c->rt, &cursor, &item)) == HKI_YES)
        if (!hki_list_push(c->rt, list, item)) return false;
    return got == HKI_NO;
}

/* list.insert and list.pop: "Python int too large to convert to C ssize_t" comes from hki_index. */
bool hki_LIST_insert(hki_call *c)
{
    hki_list *list = own_list(c);
    int64_t at;
    if (!list || !hki_arg_int(c, 0, &at)) return false;
    if (at < 0) at = at < -(int64_t)list->count ? 0 : at + list->count;
    if (at > list->count) at = list->count;
    if (!hki_spend(c->rt, (list->count - (uint64_t)at) / 64)) return false;
    return hki_list_insert(c->rt, list, (size_t)at, c->arg[1]);
}

bool hki_LIST_pop(hki_call *c)
{
    hki_list *list = own_list(c);
    int64_t at;
    if (!list || !hki_arg_int(c, 0, &at)) return false;
    if (!list->count) return hki_raise(c->rt, HK_INDEX_ERROR, "pop from empty list");
    if (at < 0) at += list->count;
    if (at < 0 || at >= list->count) return hki_raise(c->rt, HK_INDEX_ERROR, "pop index out of range");
    if (!hki_spend(c->rt, (list->count - (uint64_t)at) / 64)) return false;
    c->result = list->items[at];
    hki_list_remove(list, (size_t)at, 1);
    return true;
}

bool hki_LIST_remove(hki_call *c)
{
    hki_list *list = own_list(c);
    if (!list) return false;
    for (uint32_t i = 0; i < list->count; i++) {
        int same = hki_same_item(c->rt, list->items[i], c->arg[0]);
        if (same == HKI_ERROR) return false;
        if (same == HKI_NO) continue;
        hki_list_remove(list, i, 1);
        return true;
    }
    return hki_raise(c->rt, HK_VALUE_ERROR, "list.remove(x): x not in list");
}

bool hki_LIST_reverse(hki_call *c)
{
    hki_list *list = own_list(c);
    if (!list || !hki_spend(c->rt, list->count / 16)) return false;
    hki_list_reverse(list);
    return true;
}

/* ---- sorting */

static bool sort_by_key(hki_rt *rt, hk_value *items, size_t count, hk_value key, bool reverse)
{
    hk_value *keys = NULL;
    if (key.type != HKI_NONE) {
        keys = hki_region_array(rt->region, count, sizeof *keys);
        if (!keys) return hki_raise_memory(rt);
        for (size_t i = 0; i < count; i++) {
            hki_args args = {.pos = &items[i], .npos = 1};
            if (!rt->up->call(rt, key, &args, &keys[i])) return false;
        }
    }
    return hki_sort_by_keys(rt, items, count, &(hki_keys){.key = keys, .width = 1}, reverse);
}

/* [python] The list looks empty while it is sorted, so that a key function that changes it is found out. */
bool hki_LIST_sort(hki_call *c)
{
    hki_list *list = own_list(c), held;
    int64_t reverse;
    if (!list || !hki_arg_int(c, 1, &reverse)) return false;
    if (reverse != (int)reverse) return hki_raise(c->rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C int");
    held = *list;
    list->items = NULL;
    list->count = list->cap = 0;
    bool ok = sort_by_key(c->rt, held.items, held.count, c->arg[0], reverse != 0);
    bool changed = list->items != NULL;
    *list = held;
    if (ok && changed) return hki_raise(c->rt, HK_VALUE_ERROR, "list modified during sort");
    return ok;
}

/* ---- ranges */

/* Where `v` stands in the range: HKI_YES with *at, HKI_NO, HKI_ERROR. */
static int find_in_range(hki_call *c, int64_t *at)
{
    const hki_range *r = hki_as_range(c->self);
    hk_value v = c->arg[0], item;
    if (hki_is_number(v)) {
        *at = hki_range_find(r, v);
        return *at >= 0;
    }
    hki_cursor cursor;
    int got;
    if (!hki_cursor_open(c->rt, c->self, &cursor)) return HKI_ERROR;
    for (*at = 0; (got = hki_cursor_next(c->rt, &cursor, &item)) == HKI_YES; ++*at) {
        int same = hki_same_item(c->rt, item, v);
        if (same != HKI_NO) return same;
    }
    return got;
}

bool hki_RANGE_count(hki_call *c)
{
    int64_t at;
    int found = find_in_range(c, &at);
    c->result = hki_int(found == HKI_YES);
    return found != HKI_ERROR;
}

bool hki_RANGE_index(hki_call *c)
{
    int64_t at;
    int found = find_in_range(c, &at);
    if (found == HKI_NO)
        return hki_is_integer(c->arg[0]) ? hki_raise(c->rt, HK_VALUE_ERROR, "%r is not in range", c->arg[0])
                                         : hki_raise(c->rt, HK_VALUE_ERROR, "sequence.index(x): x not in sequence");
    if (found == HKI_YES) c->result = hki_int(at);
    return found == HKI_YES;
}
