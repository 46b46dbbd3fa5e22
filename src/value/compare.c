/* compare.c: ==, the orders, `in` and `is`.
 *
 * In:  any two values.   Out: HKI_YES, HKI_NO, or HKI_ERROR with Python's TypeError or an UndefinedError.
 * Always: containers compare their items by identity first, as Python's do; depth is counted. */
#include "value/bytes.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/range.h"
#include "value/str.h"
#include "value/text.h"

static const char IN_COMPARISON[] = " in comparison";

/* ---- identity */

/* Python keeps one object of the empty string and of each string of one Latin-1 character. */
static bool is_cached_text(const hki_str *s)
{
    return s->size == 0 || (s->points == 1 && (unsigned char)s->data[0] < 0xc4);
}

static bool identical_text(hk_value a, hk_value b)
{
    const hki_str *s = hki_as_str(a), *t = hki_as_str(b);
    if (hki_is_safe(a) != hki_is_safe(b)) return false;
    return s == t || (!hki_is_safe(a) && is_cached_text(s) && hki_str_equal(s, t));
}

bool hki_identical(hk_value a, hk_value b)
{
    if (a.type != b.type) return false;
    switch ((enum hki_type)a.type) {
    case HKI_NONE: return true;
    /* A variable that was never assigned makes a new object whenever it is looked at. */
    case HKI_UNDEFINED: return a.as.p == b.as.p && a.aux == b.aux && !hki_is_missing(a) && !hki_is_missing(b);
    case HKI_STRING: return identical_text(a, b);
    case HKI_TUPLE: return a.as.p == b.as.p || (hki_as_list(a)->count == 0 && hki_as_list(b)->count == 0);
    default: return a.as.i == b.as.i;       /* the same bits, or the same object */
    }
}

static inline int same_item(hki_rt *rt, hk_value a, hk_value b)
{
    return hki_identical(a, b) ? HKI_YES : hki_equal(rt, a, b);
}

/* ---- equality */

static inline bool is_strict(hk_value v)
{
    return v.type == HKI_UNDEFINED && v.aux == HKI_UNDEFINED_STRICT;
}

/* [jinja] Two undefined values are equal if they are of one kind. A strict one raises on either side. */
static int equal_undefined(hki_rt *rt, hk_value a, hk_value b)
{
    if (is_strict(a) || is_strict(b)) {
        hki_undefined_raise(rt, is_strict(a) ? a : b);
        return HKI_ERROR;
    }
    return a.type == b.type && a.aux == b.aux;
}

static int equal_lists(hki_rt *rt, const hki_list *a, const hki_list *b)
{
    if (a->count != b->count) return HKI_NO;
    if (!hki_spend(rt, a->count)) return HKI_ERROR;
    int same = HKI_YES;
    for (uint32_t i = 0; i < a->count && same == HKI_YES; i++) same = same_item(rt, a->items[i], b->items[i]);
    return same;
}

static int equal_dicts(hki_rt *rt, const hki_dict *a, const hki_dict *b)
{
    if (a->count != b->count) return HKI_NO;
    if (!hki_spend(rt, a->count)) return HKI_ERROR;
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(a, &at));) {
        hk_value other;
        int same = hki_dict_get(rt, b, e->key, &other);
        if (same == HKI_YES) same = same_item(rt, e->value, other);
        if (same != HKI_YES) return same;
    }
    return HKI_YES;
}

static int equal_containers(hki_rt *rt, hk_value a, hk_value b)
{
    if (!hki_enter_for(rt, IN_COMPARISON)) return HKI_ERROR;
    int same;
    if (a.type == HKI_DICT)
        same = equal_dicts(rt, hki_as_dict(a), hki_as_dict(b));
    else if (a.type == HKI_VIEW)
        same = hki_view_equal(rt, hki_as_view(a), hki_as_view(b));
    else
        same = equal_lists(rt, hki_as_list(a), hki_as_list(b));
    hki_leave(rt);
    return same;
}

static int equal_methods(hk_value a, hk_value b)
{
    const hki_method *m = hki_as_method(a), *n = hki_as_method(b);
    if (m->head.flags & HKI_METHOD_REPLACED) return m == n;
    return m->function == n->function && hki_identical(m->receiver, n->receiver);
}

static int equal_objects(hki_rt *rt, hk_value a, hk_value b)
{
    if (a.type == b.type && a.as.p == b.as.p) return HKI_YES;
    hk_value o = a.type == HKI_OBJECT && hki_as_object(a)->cls->equal ? a : b;
    if (o.type != HKI_OBJECT || !hki_as_object(o)->cls->equal) return HKI_NO;
    if (!hki_enter_for(rt, IN_COMPARISON)) return HKI_ERROR;
    int same = hki_as_object(o)->cls->equal(rt, hki_as_object(o), o.as.p == a.as.p ? b : a);
    hki_leave(rt);
    return same;
}

static inline int equal_texts(hki_rt *rt, const hki_str *a, const hki_str *b)
{
    if (a->size == b->size && !hki_spend_bytes(rt, a->size)) return HKI_ERROR;
    return hki_str_equal(a, b);
}

int hki_equal(hki_rt *rt, hk_value a, hk_value b)
{
    if (a.type == HKI_STRING && b.type == HKI_STRING) return equal_texts(rt, hki_as_str(a), hki_as_str(b));
    if (hki_is_small(a) && hki_is_small(b)) return a.as.i == b.as.i;
    if (a.type == HKI_UNDEFINED || b.type == HKI_UNDEFINED) return equal_undefined(rt, a, b);
    if (a.type == HKI_OBJECT || b.type == HKI_OBJECT) return equal_objects(rt, a, b);
    if (hki_is_number(a) && hki_is_number(b)) return hki_number_compare(a, b) == 0;
    if (a.type != b.type) return HKI_NO;
    switch ((enum hki_type)a.type) {
    case HKI_NONE: return HKI_YES;
    case HKI_BYTES: return hki_bytes_compare(hki_as_bytes(a), hki_as_bytes(b)) == 0;
    case HKI_RANGE: return hki_range_equal(hki_as_range(a), hki_as_range(b));
    case HKI_METHOD: return equal_methods(a, b);
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_DICT:
    case HKI_VIEW: return equal_containers(rt, a, b);
    default: return a.as.p == b.as.p;
    }
}

/* ---- order */

static int by_sign(enum hki_order op, int sign)
{
    switch (op) {
    case HKI_LT: return sign < 0;
    case HKI_LE: return sign <= 0;
    case HKI_GT: return sign > 0;
    case HKI_GE: break;
    }
    return sign >= 0;
}

/* The first items that differ decide; if one is the start of the other, the lengths. */
static int order_lists(hki_rt *rt, enum hki_order op, const hki_list *a, const hki_list *b)
{
    if (!hki_enter_for(rt, IN_COMPARISON)) return HKI_ERROR;
    int same = HKI_YES, result;
    uint32_t i = 0;
    for (; i < a->count && i < b->count; i++) {
        same = hki_spend(rt, 1) ? same_item(rt, a->items[i], b->items[i]) : HKI_ERROR;
        if (same != HKI_YES) break;
    }
    if (same == HKI_YES)
        result = by_sign(op, (a->count > b->count) - (a->count < b->count));
    else
        result = same == HKI_NO ? hki_order(rt, op, a->items[i], b->items[i]) : HKI_ERROR;
    hki_leave(rt);
    return result;
}

static int order_refused(hki_rt *rt, enum hki_order op, hk_value a, hk_value b)
{
    static const char *const spelling[] = {"<", "<=", ">", ">="};
    /* [python] The right operand answers first if its class is derived from the left one's. */
    bool derived = a.type == b.type && a.aux == HKI_UNDEFINED_DEFAULT && b.aux != HKI_UNDEFINED_DEFAULT;
    if (a.type == HKI_UNDEFINED || b.type == HKI_UNDEFINED)
        hki_undefined_raise(rt, a.type == HKI_UNDEFINED && !derived ? a : b);
    else
        hki_raise(rt, HK_TYPE_ERROR, "'%s' not supported between instances of '%t' and '%t'", spelling[op], a, b);
    return HKI_ERROR;
}

int hki_order(hki_rt *rt, enum hki_order op, hk_value a, hk_value b)
{
    if (hki_is_small(a) && hki_is_small(b)) return by_sign(op, (a.as.i > b.as.i) - (a.as.i < b.as.i));
    if (hki_is_number(a) && hki_is_number(b)) {
        int sign = hki_number_compare(a, b);
        return sign == HKI_UNORDERED ? HKI_NO : by_sign(op, sign);
    }
    if (a.type != b.type) return order_refused(rt, op, a, b);
    switch ((enum hki_type)a.type) {
    case HKI_STRING:
        if (!hki_spend_bytes(rt, hki_as_str(a)->size)) return HKI_ERROR;
        return by_sign(op, hki_str_compare(hki_as_str(a), hki_as_str(b)));
    case HKI_BYTES: return by_sign(op, hki_bytes_compare(hki_as_bytes(a), hki_as_bytes(b)));
    case HKI_LIST:
    case HKI_TUPLE: return order_lists(rt, op, hki_as_list(a), hki_as_list(b));
    case HKI_VIEW:
        if (!hki_view_is_set(hki_as_view(a)) || !hki_view_is_set(hki_as_view(b))) return order_refused(rt, op, a, b);
        return hki_view_order(rt, op, hki_as_view(a), hki_as_view(b));
    default: return order_refused(rt, op, a, b);
    }
}

/* ---- membership */

static int text_contains(hki_rt *rt, hk_value text, hk_value part)
{
    if (part.type != HKI_STRING) {
        hki_raise(rt, HK_TYPE_ERROR, "'in <string>' requires string as left operand, not %t", part);
        return HKI_ERROR;
    }
    const hki_str *s = hki_as_str(text), *p = hki_as_str(part);
    if (!hki_spend_bytes(rt, s->size)) return HKI_ERROR;
    return hki_str_find(s->data, s->size, p->data, p->size) != SIZE_MAX;
}

static int list_contains(hki_rt *rt, const hki_list *list, hk_value item)
{
    int same = hki_spend(rt, list->count) ? HKI_NO : HKI_ERROR;
    for (uint32_t i = 0; i < list->count && same == HKI_NO; i++) same = same_item(rt, list->items[i], item);
    return same;
}

static int walk_contains(hki_rt *rt, hk_value container, hk_value item)
{
    hki_cursor c;
    hk_value v;
    int more;
    if (!hki_cursor_open(rt, container, &c)) return HKI_ERROR;
    while ((more = hki_cursor_next(rt, &c, &v)) == HKI_YES) {
        int same = same_item(rt, v, item);
        if (same != HKI_NO) return same;
    }
    return more;
}

static int range_contains(hki_rt *rt, const hki_range *r, hk_value item)
{
    if (is_strict(item) && r->count) return equal_undefined(rt, item, item);
    return hki_range_find(r, item) >= 0;
}

int hki_contains(hki_rt *rt, hk_value container, hk_value item)
{
    switch ((enum hki_type)container.type) {
    case HKI_STRING: return text_contains(rt, container, item);
    case HKI_BYTES: return hki_bytes_contains(rt, hki_as_bytes(container), item);
    case HKI_LIST:
    case HKI_TUPLE: return list_contains(rt, hki_as_list(container), item);
    case HKI_DICT: return hki_dict_get(rt, hki_as_dict(container), item, NULL);
    case HKI_VIEW: return hki_view_contains(rt, hki_as_view(container), item);
    case HKI_RANGE: return range_contains(rt, hki_as_range(container), item);
    default: break;
    }
    bool walks = container.type == HKI_ITER || container.type == HKI_UNDEFINED ||
                 (container.type == HKI_OBJECT && hki_as_object(container)->cls->iterate);
    if (walks) return walk_contains(rt, container, item);
    hki_raise(rt, HK_TYPE_ERROR, "argument of type '%t' is not iterable", container);
    return HKI_ERROR;
}
