/* slice.c: a[start:stop:step].
 *
 * In:  a sequence and three values, NONE for a part that is not given.   Out: a new sequence of its type.
 * Always: positions are clamped to the sequence before anything is allocated. [python: slice.indices] */
#include "base/utf8.h"
#include "value/alias.h"
#include "value/bytes.h"
#include "value/call.h"
#include "value/class.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/range.h"
#include "value/str.h"
#include "value/text.h"

typedef struct span { int64_t from, to, by, count; } span;

/* Where item i of the count is. (Adding up steps would go one too far, which may be further than there are numbers.) */
static inline int64_t place(span at, int64_t i) { return at.from + i * at.by; }

/* Python's index for slices: integers of any size are clamped to 64 bits. */
static bool slice_index(hki_rt *rt, hk_value v, int64_t fallback, int64_t *out)
{
    if (v.type == HKI_NONE)
        *out = fallback;
    else if (hki_is_small(v))
        *out = v.as.i;
    else if (v.type == HKI_BIGINT)
        *out = hki_int_sign(v) < 0 ? INT64_MIN : INT64_MAX;
    else
        return hki_raise(rt, HK_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    return true;
}

static int64_t clamp(int64_t at, int64_t length, bool down)
{
    if (at < 0) {
        at += length;
        return at < 0 ? -(int64_t)down : at;
    }
    return at >= length ? length - down : at;
}

bool hki_slice_indices(hki_rt *rt, hk_value start, hk_value stop, hk_value step, int64_t length, int64_t *from, int64_t *to, int64_t *by,
    int64_t *count)
{
    int64_t first, last, s;
    if (!slice_index(rt, step, 1, &s)) return false;
    if (s == 0) return hki_raise(rt, HK_VALUE_ERROR, "slice step cannot be zero");
    if (s < -INT64_MAX) s = -INT64_MAX;
    bool down = s < 0;
    if (!slice_index(rt, start, down ? INT64_MAX : 0, &first)) return false;
    if (!slice_index(rt, stop, down ? INT64_MIN : INT64_MAX, &last)) return false;
    first = clamp(first, length, down);
    last = clamp(last, length, down);
    *from = first;
    *to = last;
    *by = s;
    *count = down ? (last < first ? (first - last - 1) / -s + 1 : 0) : (first < last ? (last - first - 1) / s + 1 : 0);
    return true;
}

static bool spread_ascii(hki_rt *rt, const hki_str *s, span at, hk_value *out)
{
    char *data;
    hki_str *piece = hki_str_sized(rt, (size_t)at.count, (size_t)at.count, &data);
    if (!piece) return false;
    for (int64_t i = 0; i < at.count; i++) data[i] = s->data[place(at, i)];
    *out = hki_str_value(piece);
    return true;
}

/* One walk over the code points between the first and the last, forwards or backwards. */
static bool spread_text(hki_rt *rt, const hki_str *s, span at, hk_value *out)
{
    size_t mark = hki_text_begin(rt);
    const char *here = s->data + hki_str_offset(s, (size_t)at.from);
    for (int64_t i = 0; i < at.count; i++) {
        const char *end = here;
        hki_buf_point(&rt->scratch, hki_utf8_next(&end));
        for (int64_t n = 0; i + 1 < at.count && n != at.by; n += at.by > 0 ? 1 : -1)
            (void)(at.by > 0 ? hki_utf8_next(&here) : hki_utf8_prev(&here));
    }
    return hki_text_end(rt, mark, 0, out);
}

static bool slice_string(hki_rt *rt, hk_value v, span at, hk_value *out)
{
    hki_str *s = hki_as_str(v);
    bool ok = true;
    if (at.count == 0) {
        *out = hki_str_value(&hki_str_empty);
    } else if (at.by == 1) {
        size_t from = hki_str_offset(s, (size_t)at.from);
        size_t size = hki_str_ascii(s) ? (size_t)at.count : hki_utf8_offset(s->data + from, s->size - from, (size_t)at.count);
        hki_str *piece = hki_str_sub(rt, s, from, from + size);
        ok = piece != NULL;
        *out = hki_str_value(piece);
    } else {
        ok = hki_str_ascii(s) ? spread_ascii(rt, s, at, out) : spread_text(rt, s, at, out);
    }
    out->flags = v.flags & HKI_SAFE;
    return ok;
}

static bool slice_list(hki_rt *rt, hk_value v, span at, hk_value *out)
{
    const hki_list *list = hki_as_list(v);
    bool tuple = v.type == HKI_TUPLE;
    if (tuple && at.by == 1 && at.count == list->count) {       /* [python] the same tuple, but a plain one of a named one */
        *out = v;
        if (!(list->head.flags & HKI_TUPLE_GROUP)) return true;
    }
    hki_list *piece = tuple ? hki_tuple_new(rt, NULL, (size_t)at.count) : hki_list_new(rt, (size_t)at.count);
    if (!piece) return false;
    piece->count = (uint32_t)at.count;
    for (int64_t i = 0; i < at.count; i++) piece->items[i] = list->items[place(at, i)];
    *out = hki_list_value(piece);
    return true;
}

static bool slice_bytes(hki_rt *rt, const hki_bytes *b, span at, hk_value *out)
{
    hki_bytes *piece = hki_bytes_new(rt, NULL, (size_t)at.count);
    if (!piece) return false;
    for (int64_t i = 0; i < at.count; i++) piece->data[i] = b->data[place(at, i)];
    *out = hki_bytes_value(piece);
    return true;
}

static bool slice_range(hki_rt *rt, const hki_range *r, span at, hk_value *out)
{
    int64_t step, stop;
    if (__builtin_mul_overflow(r->step, at.by, &step) || __builtin_mul_overflow(at.to, r->step, &stop) ||
        __builtin_add_overflow(r->start, stop, &stop))
        return hki_raise(rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return hki_range_new(rt, hki_range_item(r, at.from), stop, step, out);
}

/* A host's object that has items and a length. */
static bool slice_object(hki_rt *rt, hk_value v, span at, hk_value *out)
{
    hki_list *piece = hki_list_new(rt, (size_t)at.count);
    if (!piece) return false;
    for (int64_t i = 0; i < at.count; i++) {
        hk_value item;
        if (!hki_subscript(rt, v, hki_int(place(at, i)), &item) || !hki_list_push(rt, piece, item)) return false;
    }
    *out = hki_list_value(piece);
    return true;
}

static bool slice_repr(hki_rt *rt, hki_object *slice, hki_buf *out)
{
    hki_format(rt, out, "slice(%r, %r, %r)", slice->slots[0], slice->slots[1], slice->slots[2]);
    return !hki_failed(rt);
}

static const hki_class slice_class = {.name = "slice", .repr = slice_repr};

bool hki_slice_key(hki_rt *rt, hk_value start, hk_value stop, hk_value step, hk_value *out)
{
    hki_object *slice = hki_object_new(rt, &slice_class, 3);
    if (!slice) return false;
    slice->slots[0] = start;
    slice->slots[1] = stop;
    slice->slots[2] = step;
    *out = hki_object_value(slice);
    return true;
}

static bool not_sliceable(hki_rt *rt, hk_value object, hk_value *out)
{
    if (object.type == HKI_UNDEFINED) return hki_undefined_chain(rt, object, out);
    bool by_key = object.type == HKI_OBJECT && hki_as_object(object)->cls->item;
    if (object.type == HKI_DICT || by_key) return hki_raise(rt, HK_TYPE_ERROR, "unhashable type: 'slice'");
    return hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not subscriptable", object);
}

bool hki_slice(hki_rt *rt, hk_value object, hk_value start, hk_value stop, hk_value step, hk_value *out)
{
    bool sequence = object.type == HKI_STRING || object.type == HKI_LIST || object.type == HKI_TUPLE || object.type == HKI_BYTES ||
                    object.type == HKI_RANGE || (object.type == HKI_OBJECT && hki_has_items(hki_as_object(object)->cls));
    if (!sequence && hki_is_class(object))
        return hki_slice_key(rt, start, stop, step, &start) && hki_class_subscript(rt, object, start, out);
    if (!sequence) return not_sliceable(rt, object, out);
    span at;
    int64_t length = hki_length(rt, object);
    if (length < 0 || !hki_slice_indices(rt, start, stop, step, length, &at.from, &at.to, &at.by, &at.count)) return false;
    switch ((enum hki_type)object.type) {
    case HKI_STRING: return slice_string(rt, object, at, out);
    case HKI_BYTES: return slice_bytes(rt, hki_as_bytes(object), at, out);
    case HKI_RANGE: return slice_range(rt, hki_as_range(object), at, out);
    case HKI_OBJECT: return slice_object(rt, object, at, out);
    default: return slice_list(rt, object, at, out);
    }
}
