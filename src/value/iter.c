/* iter.c: one protocol over all iterables.
 *
 * In:  any value.   Out: a cursor that gives its items, or an iterator value; TypeError for what cannot be iterated.
 * Always: a cursor holds no pointer but its value, so it can be kept across a collection with that value. */
#include "value/iter.h"

#include "base/utf8.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/range.h"
#include "value/str.h"
#include "value/text.h"

enum { MOST_REDIRECTIONS = 16 };        /* a class whose iterator is an object of a class, and so on */

static bool refuse(hki_rt *rt, hk_value v)
{
    return hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not iterable", v);
}

static bool iterate_object(hki_rt *rt, hk_value *v)
{
    for (int i = 0; v->type == HKI_OBJECT; i++) {
        hki_object *o = hki_as_object(*v);
        if (!o->cls->iterate || i == MOST_REDIRECTIONS) return refuse(rt, *v);
        if (!o->cls->iterate(rt, o, v)) return false;
    }
    return true;
}

bool hki_cursor_open(hki_rt *rt, hk_value iterable, hki_cursor *c)
{
    if (iterable.type == HKI_OBJECT && !iterate_object(rt, &iterable)) return false;
    *c = (hki_cursor){.over = iterable};
    switch ((enum hki_type)iterable.type) {
    case HKI_STRING:
    case HKI_BYTES:
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_RANGE:
    case HKI_ITER: return true;
    case HKI_DICT: c->version = hki_as_dict(iterable)->count; return true;
    case HKI_VIEW: c->version = hki_as_view(iterable)->dict->count; return true;
    case HKI_UNDEFINED:
        c->done = true;
        return hki_undefined_use(rt, iterable);
    default: return refuse(rt, iterable);
    }
}

/* ---- the next item, by type */

static int next_point(hki_rt *rt, hki_cursor *c, hk_value *out)
{
    hki_str *s = hki_as_str(c->over);
    if ((uint64_t)c->at >= s->size) return HKI_NO;
    const char *at = s->data + c->at, *end = at;
    uint32_t point = hki_utf8_next(&end);
    hki_str *item = hki_str_point(rt, point);
    if (!item) return HKI_ERROR;
    c->at += end - at;
    *out = hki_str_value(item);
    return HKI_YES;
}

/* A dict's position: the entry in the low half, how many items were given in the high half; `version` is the number of keys at
 * the start. [python] Only a dict whose size has changed is noticed; one that has other keys may show them. */
static int next_entry(hki_rt *rt, hki_cursor *c, const hki_dict *d, bool down, hki_entry **out)
{
    if (d->count != c->version) {
        c->version = UINT32_MAX;
        hki_raise(rt, HK_RUNTIME_ERROR, "dictionary changed size during iteration");
        return HKI_ERROR;
    }
    uint32_t at = (uint32_t)c->at, given = (uint32_t)((uint64_t)c->at >> 32);
    hki_entry *e = NULL;
    if (down)
        while (at < d->used && (e = &d->entries[d->used - 1 - at++])->key.type == HKI_REMOVED) e = NULL;
    else
        e = hki_dict_next(d, &at);
    if (!e) return HKI_NO;
    if (given == d->count) {
        hki_raise(rt, HK_RUNTIME_ERROR, "dictionary keys changed during iteration");
        return HKI_ERROR;
    }
    c->at = (int64_t)((uint64_t)(given + 1) << 32 | at);
    *out = e;
    return HKI_YES;
}

static int next_of_dict(hki_rt *rt, hki_cursor *c, bool down, hk_value *out)
{
    const hki_view *view = c->over.type == HKI_VIEW ? hki_as_view(c->over) : NULL;
    hki_entry *e;
    int more = next_entry(rt, c, view ? view->dict : hki_as_dict(c->over), down, &e);
    if (more != HKI_YES) return more;
    if (view) return hki_view_item(rt, view, e, out) ? HKI_YES : HKI_ERROR;
    *out = e->key;
    return HKI_YES;
}

static inline int next_in_list(hki_cursor *c, hk_value *out)
{
    const hki_list *list = hki_as_list(c->over);
    if ((uint64_t)c->at >= list->count) return HKI_NO;
    *out = list->items[c->at++];
    return HKI_YES;
}

/* An iterator may stand on another one, and that on the next. */
static int next_of_iter(hki_rt *rt, hki_iter *it, hk_value *out)
{
    if (!hki_enter(rt)) return HKI_ERROR;
    int got = it->ops->next(rt, it, out);
    hki_leave(rt);
    return got;
}

static int next_item(hki_rt *rt, hki_cursor *c, hk_value *out)
{
    switch ((enum hki_type)c->over.type) {
    case HKI_STRING: return next_point(rt, c, out);
    case HKI_DICT:
    case HKI_VIEW: return next_of_dict(rt, c, false, out);
    case HKI_ITER: return next_of_iter(rt, hki_as_iter(c->over), out);
    case HKI_RANGE:
        if (c->at >= hki_as_range(c->over)->count) return HKI_NO;
        *out = hki_int(hki_range_item(hki_as_range(c->over), c->at++));
        return HKI_YES;
    case HKI_BYTES:
        if (c->at >= hki_as_bytes(c->over)->size) return HKI_NO;
        *out = hki_int(hki_as_bytes(c->over)->data[c->at++]);
        return HKI_YES;
    default: return HKI_NO;
    }
}

int hki_cursor_next(hki_rt *rt, hki_cursor *c, hk_value *out)
{
    if (c->done) return HKI_NO;
    if (!hki_spend(rt, 1)) return HKI_ERROR;
    int more = c->over.type == HKI_LIST || c->over.type == HKI_TUPLE ? next_in_list(c, out) : next_item(rt, c, out);
    c->done = more == HKI_NO;
    return more;
}

/* Items of a list, up to one that may be more than it seems: a stage behind must see that one before the next is made. */
static int fill_from_list(hki_rt *rt, hki_cursor *c, hk_value *items, int most)
{
    const hki_list *list = hki_as_list(c->over);
    int count = 0;
    for (bool open = false; count < most && c->at < list->count && !open; count++) {
        items[count] = list->items[c->at++];
        open = items[count].type >= HKI_ITER;
    }
    c->done = count == 0;
    return hki_spend(rt, (uint64_t)count) ? count : HKI_ERROR;
}

static int fill_from_iter(hki_rt *rt, hki_cursor *c, hk_value *items, int most, bool *loose)
{
    hki_iter *it = hki_as_iter(c->over);
    if (!hki_spend(rt, 1) || !hki_enter(rt)) return HKI_ERROR;
    int count = it->ops->fill(rt, it, items, most, loose);
    hki_leave(rt);
    c->done = count == 0;
    return count;
}

int hki_cursor_fill(hki_rt *rt, hki_cursor *c, hk_value *items, int most, bool *loose)
{
    if (c->done) return 0;
    if (c->over.type == HKI_LIST || c->over.type == HKI_TUPLE) return fill_from_list(rt, c, items, most);
    if (c->over.type == HKI_ITER && hki_as_iter(c->over)->ops->fill) return fill_from_iter(rt, c, items, most, loose);
    *loose &= c->over.type != HKI_ITER;
    return hki_cursor_next(rt, c, items);
}

int64_t hki_cursor_left(const hki_cursor *c)
{
    if (c->done) return 0;
    switch ((enum hki_type)c->over.type) {
    case HKI_LIST:
    case HKI_TUPLE: return c->at < hki_as_list(c->over)->count ? hki_as_list(c->over)->count - c->at : 0;
    case HKI_RANGE: return hki_as_range(c->over)->count - c->at;
    case HKI_BYTES: return hki_as_bytes(c->over)->size - c->at;
    case HKI_DICT:
    case HKI_VIEW: return (int64_t)c->version - (int64_t)((uint64_t)c->at >> 32);
    case HKI_STRING: {
        const hki_str *s = hki_as_str(c->over);
        return c->at ? (int64_t)hki_utf8_count(s->data + c->at, s->size - (size_t)c->at) : s->points;
    }
    default: return -1;
    }
}

/* ---- iterator values: a cursor whose fields are the iterator's: slot 0, at, end (version), step (done) */

hki_iter *hki_iter_new(hki_rt *rt, const hki_iter_ops *ops, uint32_t nslots)
{
    hki_iter *it = hki_object_alloc(rt, HKI_ITER, sizeof *it + (size_t)nslots * sizeof *it->slots);
    if (!it) return NULL;
    it->nslots = nslots;
    it->ops = ops;
    return it;
}

static hki_cursor cursor_of(const hki_iter *it)
{
    return (hki_cursor){.over = it->slots[0], .at = it->at, .version = (uint32_t)it->end, .done = (uint8_t)it->step};
}

static int keep(hki_iter *it, const hki_cursor *c, int more)
{
    it->at = c->at;
    it->end = c->version;
    it->step = c->done || more == HKI_NO;
    return more;
}

static int next_up(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hki_cursor c = cursor_of(it);
    return keep(it, &c, hki_cursor_next(rt, &c, out));
}

/* `at` counts down from the number of items. */
static int next_down(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hk_value over = it->slots[0];
    if (it->step) return HKI_NO;
    if (over.type == HKI_DICT || over.type == HKI_VIEW) {
        hki_cursor c = cursor_of(it);
        return keep(it, &c, next_of_dict(rt, &c, true, out));
    }
    bool more = it->at > 0 && !(over.type == HKI_LIST && it->at > hki_as_list(over)->count);
    it->step = !more;
    if (!more) return HKI_NO;
    it->at--;
    return hki_subscript(rt, over, hki_int(it->at), out) ? HKI_YES : HKI_ERROR;
}

static int next_point_down(hki_rt *rt, hki_iter *it, hk_value *out)
{
    if (it->at <= 0) return HKI_NO;
    const hki_str *s = hki_as_str(it->slots[0]);
    const char *at = s->data + it->at;
    hki_str *item = hki_str_point(rt, hki_utf8_prev(&at));
    if (!item) return HKI_ERROR;
    it->at = at - s->data;
    *out = hki_str_value(item);
    out->flags = it->slots[0].flags;        /* [python] reversed() of a Markup goes through its __getitem__ */
    return HKI_YES;
}

#define OPS(name) {.python_name = name, .next = next_up}
static const hki_iter_ops *forward_ops(hk_value v)
{
    static const hki_iter_ops ascii = OPS("str_ascii_iterator"), text = OPS("str_iterator"), bytes = OPS("bytes_iterator");
    static const hki_iter_ops list = OPS("list_iterator"), tuple = OPS("tuple_iterator"), range = OPS("range_iterator");
    static const hki_iter_ops dict[] = {OPS("dict_keyiterator"), OPS("dict_valueiterator"), OPS("dict_itemiterator")};
    static const hki_iter_ops nothing = {.python_name = "generator", .next = next_up, .label = "__iter__"};
    switch ((enum hki_type)v.type) {
    case HKI_STRING: return hki_str_ascii(hki_as_str(v)) && !hki_is_safe(v) ? &ascii : &text;
    case HKI_BYTES: return &bytes;
    case HKI_LIST: return &list;
    case HKI_TUPLE: return &tuple;
    case HKI_RANGE: return &range;
    case HKI_DICT: return &dict[HKI_VIEW_KEYS];
    case HKI_VIEW: return &dict[hki_as_view(v)->head.flags];
    default: return &nothing;
    }
}

#undef OPS

static bool wrap(hki_rt *rt, const hki_iter_ops *ops, const hki_cursor *c, hk_value *out)
{
    hki_iter *it = hki_iter_new(rt, ops, 1);
    if (!it) return false;
    it->slots[0] = c->over;
    keep(it, c, HKI_YES);
    *out = hki_iter_value(it);
    return true;
}

bool hki_iter_of(hki_rt *rt, hk_value iterable, hk_value *out)
{
    hki_cursor c;
    if (!hki_cursor_open(rt, iterable, &c)) return false;
    if (c.over.type != HKI_ITER) return wrap(rt, forward_ops(c.over), &c, out);
    *out = c.over;
    return true;
}

/* reversed(range) is an iterator over another range. */
static bool reversed_range(hki_rt *rt, const hki_range *r, hk_value *out)
{
    hki_cursor c = {0};
    if (!hki_range_new(rt, 0, 0, 1, &c.over)) return false;
    hki_range *down = hki_as_range(c.over);
    down->count = r->count;
    down->step = (int64_t)(0 - (uint64_t)r->step);
    down->start = r->count ? hki_range_item(r, r->count - 1) : 0;
    return wrap(rt, forward_ops(c.over), &c, out);
}

#define OPS(name, step) {.python_name = name, .next = step}
int hki_iter_reversed(hki_rt *rt, hk_value v, hk_value *out)
{
    static const hki_iter_ops list = OPS("list_reverseiterator", next_down), text = OPS("reversed", next_point_down);
    static const hki_iter_ops dict[] = {
        OPS("dict_reversekeyiterator", next_down), OPS("dict_reversevalueiterator", next_down), OPS("dict_reverseitemiterator", next_down)};
    static const hki_iter_ops other = OPS("reversed", next_down);
    hki_cursor c = {.over = v};
    const hki_iter_ops *ops = &other;
    switch ((enum hki_type)v.type) {
    case HKI_LIST: ops = &list; break;
    case HKI_STRING: ops = &text; break;
    case HKI_DICT:
    case HKI_VIEW: ops = &dict[v.type == HKI_VIEW ? hki_as_view(v)->head.flags : HKI_VIEW_KEYS]; break;
    case HKI_RANGE: return reversed_range(rt, hki_as_range(v), out) ? HKI_YES : HKI_ERROR;
    case HKI_TUPLE:
    case HKI_BYTES:
    case HKI_UNDEFINED: break;
    case HKI_OBJECT:
        if (!hki_has_items(hki_as_object(v)->cls)) return HKI_NO;
        break;
    default: return HKI_NO;
    }
    if (v.type == HKI_DICT || v.type == HKI_VIEW)
        c.version = v.type == HKI_DICT ? hki_as_dict(v)->count : hki_as_view(v)->dict->count;
    else
        c.at = v.type == HKI_STRING ? (int64_t)hki_as_str(v)->size : hki_length(rt, v);
    return c.at >= 0 && wrap(rt, ops, &c, out) ? HKI_YES : HKI_ERROR;
}

#undef OPS

bool hki_iterable(hki_rt *rt, hk_value v)
{
    hki_cursor c;
    if (v.type == HKI_OBJECT) return hki_as_object(v)->cls->iterate != NULL;
    if (v.type <= HKI_FLOAT && v.type != HKI_UNDEFINED) return false;
    if (v.type == HKI_BIGINT || v.type == HKI_FUNCTION || v.type == HKI_METHOD) return false;
    return hki_cursor_open(rt, v, &c);
}

/* ---- unpacking */

static bool wrong_count(hki_rt *rt, size_t want, size_t got)
{
    if (got < want) return hki_raise(rt, HK_VALUE_ERROR, "not enough values to unpack (expected %z, got %z)", want, got);
    return hki_raise(rt, HK_VALUE_ERROR, "too many values to unpack (expected %z)", want);
}

static bool unpack_any(hki_rt *rt, hk_value v, hk_value *items, size_t count)
{
    hki_cursor c;
    if (!hki_iterable(rt, v)) return hki_raise(rt, HK_TYPE_ERROR, "cannot unpack non-iterable %t object", v);
    if (!hki_cursor_open(rt, v, &c)) return false;
    for (size_t i = 0; i <= count; i++) {
        hk_value extra;
        int more = hki_cursor_next(rt, &c, i < count ? &items[i] : &extra);
        if (more == HKI_ERROR) return false;
        if ((more == HKI_YES) != (i < count)) return wrong_count(rt, count, more == HKI_YES ? count + 1 : i);
    }
    return true;
}

bool hki_unpack(hki_rt *rt, hk_value v, hk_value *items, size_t count)
{
    if (v.type != HKI_LIST && v.type != HKI_TUPLE) return unpack_any(rt, v, items, count);
    const hki_list *list = hki_as_list(v);
    if (list->count != count) return wrong_count(rt, count, list->count);
    if (count) memcpy(items, list->items, count * sizeof *items);
    return true;
}
