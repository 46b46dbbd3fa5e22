/* ops.c: the operators over all types; arithmetic itself is number.c's.
 *
 * In:  any two values.   Out: a new value, or Python's TypeError.
 * Always: an undefined operand raises its own error, the left one first. [jinja] */
#include "value/ops.h"

#include "base/limits.h"
#include "value/bytes.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/markup.h"
#include "value/number.h"
#include "value/set.h"
#include "value/str.h"
#include "value/text.h"

static bool unsupported(hki_rt *rt, const char *op, hk_value a, hk_value b)
{
    return hki_raise(rt, HK_TYPE_ERROR, "unsupported operand type(s) for %s: '%t' and '%t'", op, a, b);
}

/* a op b for the types that are no numbers, or the error. */
static bool operate(hki_rt *rt, enum hki_number_op op, const char *name, hk_value a, hk_value b, hk_value *out)
{
    for (unsigned i = 0; i < 2; i++) {
        hk_value v = i ? b : a;
        if (v.type != HKI_OBJECT || !hki_as_object(v)->cls->operate) continue;
        int got = hki_as_object(v)->cls->operate(rt, op, a, b, out);
        if (got != HKI_NO) return got == HKI_YES;
    }
    return unsupported(rt, name, a, b);
}

static inline bool both_numbers(hk_value a, hk_value b)
{
    return hki_is_number(a) && hki_is_number(b);
}

static inline bool is_undefined(hk_value v)
{
    return v.type == HKI_UNDEFINED;
}

/* ---- + */

static bool add_lists(hki_rt *rt, const hki_list *a, const hki_list *b, hk_value *out)
{
    size_t count = (size_t)a->count + b->count;
    bool tuple = a->head.type == HKI_TUPLE;
    hki_list *sum = tuple ? hki_tuple_new(rt, NULL, count) : hki_list_new(rt, count);
    if (!sum) return false;
    if (a->count) memcpy(sum->items, a->items, a->count * sizeof *a->items);
    if (b->count) memcpy(sum->items + a->count, b->items, b->count * sizeof *b->items);
    sum->count = (uint32_t)count;
    *out = hki_list_value(sum);
    return true;
}

static bool add_bytes(hki_rt *rt, const hki_bytes *a, const hki_bytes *b, hk_value *out)
{
    hki_bytes *sum = hki_bytes_new(rt, NULL, (size_t)a->size + b->size);
    if (!sum) return false;
    memcpy(sum->data, a->data, a->size);
    memcpy(sum->data + a->size, b->data, b->size);
    *out = hki_bytes_value(sum);
    return true;
}

static bool add_strings(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    const hki_str *right = hki_as_str(b);
    hki_str *sum = hki_str_append_counted(rt, hki_as_str(a), right->data, right->size, right->points);
    if (!sum) return false;
    *out = hki_str_value(sum);
    return true;
}

static const char *plain_name(hk_value v)
{
    return v.type == HKI_LIST ? "list" : "tuple";
}

static bool add_others(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    if (is_undefined(a)) return hki_undefined_raise(rt, a);
    if ((hki_is_safe(a) && (hki_is_string(b) || hki_has_html(b))) || (hki_is_safe(b) && (hki_is_string(a) || hki_has_html(a))))
        return hki_markup_add(rt, a, b, out);
    if (is_undefined(b)) return hki_undefined_raise(rt, b);
    if (hki_is_safe(a)) return unsupported(rt, "+", a, b);
    switch ((enum hki_type)a.type) {
    case HKI_STRING:
        if (hki_is_string(b)) return add_strings(rt, a, b, out);
        return hki_raise(rt, HK_TYPE_ERROR, "can only concatenate str (not \"%t\") to str", b);
    case HKI_BYTES:
        if (b.type == HKI_BYTES) return add_bytes(rt, hki_as_bytes(a), hki_as_bytes(b), out);
        return hki_raise(rt, HK_TYPE_ERROR, "can't concat %t to bytes", b);
    case HKI_LIST:
    case HKI_TUPLE:
        if (b.type == a.type) return add_lists(rt, hki_as_list(a), hki_as_list(b), out);
        return hki_raise(rt, HK_TYPE_ERROR, "can only concatenate %s (not \"%t\") to %s", plain_name(a), b, plain_name(a));
    default: return operate(rt, HKI_NUM_ADD, "+", a, b, out);
    }
}

bool hki_add(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    if (both_numbers(a, b)) return hki_number_binary(rt, HKI_NUM_ADD, a, b, out);
    return add_others(rt, a, b, out);
}

/* ---- * */

/* Writes the first `size` bytes at `to` again and again until `total` bytes are there. */
static void repeat_bytes(char *to, size_t size, size_t total)
{
    for (size_t done = size; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy(to + done, to, more);
        done += more;
    }
}

static bool repeat_string(hki_rt *rt, hk_value v, size_t times, hk_value *out)
{
    const hki_str *s = hki_as_str(v);
    size_t size;
    if (times && s->points > (size_t)PTRDIFF_MAX / times) return hki_raise(rt, HK_OVERFLOW_ERROR, "repeated string is too long");
    if (!hki_size_mul(s->size, times, &size)) return hki_raise_memory(rt);
    if (!size) {
        *out = hki_str_value(&hki_str_empty);
    } else {
        char *data;
        hki_str *product = hki_str_sized(rt, size, s->points * times, &data);
        if (!product) return false;
        memcpy(data, s->data, s->size);
        repeat_bytes(data, s->size, size);
        *out = hki_str_value(product);
    }
    out->flags = v.flags;
    return true;
}

static bool repeat_list(hki_rt *rt, const hki_list *list, size_t times, hk_value *out)
{
    size_t count;
    if (!hki_size_mul(list->count, times, &count) || count > UINT32_MAX / sizeof *list->items) return hki_raise_memory(rt);
    hki_list *product = list->head.type == HKI_TUPLE ? hki_tuple_new(rt, NULL, count) : hki_list_new(rt, count);
    if (!product) return false;
    if (count) {
        memcpy(product->items, list->items, list->count * sizeof *list->items);
        repeat_bytes((char *)product->items, list->count * sizeof *list->items, count * sizeof *list->items);
    }
    product->count = (uint32_t)count;
    *out = hki_list_value(product);
    return true;
}

static bool repeat(hki_rt *rt, hk_value sequence, hk_value n, hk_value *out)
{
    if (!hki_is_small(n)) return hki_raise(rt, HK_OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer");
    size_t times = n.as.i <= 0 ? 0 : (uint64_t)n.as.i < SIZE_MAX ? (size_t)n.as.i : SIZE_MAX, size;
    if (sequence.type == HKI_STRING) return repeat_string(rt, sequence, times, out);
    if (sequence.type != HKI_BYTES) return repeat_list(rt, hki_as_list(sequence), times, out);
    const hki_bytes *b = hki_as_bytes(sequence);
    if (!hki_size_mul(b->size, times, &size) || size > PTRDIFF_MAX) return hki_raise(rt, HK_OVERFLOW_ERROR, "repeated bytes are too long");
    hki_bytes *product = hki_bytes_new(rt, NULL, size);
    if (!product) return false;
    if (size) {
        memcpy(product->data, b->data, b->size);
        repeat_bytes((char *)product->data, b->size, size);
    }
    *out = hki_bytes_value(product);
    return true;
}

static bool is_sequence(hk_value v)
{
    return v.type == HKI_STRING || v.type == HKI_BYTES || v.type == HKI_LIST || v.type == HKI_TUPLE;
}

static bool mul_others(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    if (is_undefined(a)) return hki_undefined_raise(rt, a);
    if (is_undefined(b)) return hki_undefined_raise(rt, b);
    if (is_sequence(a) && hki_is_integer(b)) return repeat(rt, a, b, out);
    if (is_sequence(b) && hki_is_integer(a)) return repeat(rt, b, a, out);
    /* [python] Markup has a __mul__ of its own and so is no sequence here */
    bool left = is_sequence(a) && !hki_is_safe(a);
    if (!left && (!is_sequence(b) || hki_is_safe(b))) return operate(rt, HKI_NUM_MUL, "*", a, b, out);
    return hki_raise(rt, HK_TYPE_ERROR, "can't multiply sequence by non-int of type '%t'", left ? b : a);
}

bool hki_mul(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    if (both_numbers(a, b)) return hki_number_binary(rt, HKI_NUM_MUL, a, b, out);
    return mul_others(rt, a, b, out);
}

/* ---- the others work on numbers only, but for the % of strings */

static bool numeric(hki_rt *rt, enum hki_number_op op, const char *name, hk_value a, hk_value b, hk_value *out)
{
    if (both_numbers(a, b)) return hki_number_binary(rt, op, a, b, out);
    if (is_undefined(a) || is_undefined(b)) return hki_undefined_raise(rt, is_undefined(a) ? a : b);
    return operate(rt, op, name, a, b, out);
}

static bool is_set_view(hk_value v) { return v.type == HKI_VIEW && hki_view_is_set(hki_as_view(v)); }

bool hki_sub(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    if (is_set_view(a) || (is_set_view(b) && !is_undefined(a))) return hki_set_minus(rt, a, b, out);
    return numeric(rt, HKI_NUM_SUB, "-", a, b, out);
}

bool hki_div(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    return numeric(rt, HKI_NUM_DIV, "/", a, b, out);
}

bool hki_floordiv(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    return numeric(rt, HKI_NUM_FLOORDIV, "//", a, b, out);
}

/* [python] bytes without a directive take an empty tuple, or any mapping. */
static bool mod_bytes(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    bool empty = b.type == HKI_TUPLE ? hki_as_list(b)->count == 0
        : b.type == HKI_DICT || b.type == HKI_LIST || b.type == HKI_RANGE || b.type == HKI_UNDEFINED;
    if (!empty) return hki_raise(rt, HK_TYPE_ERROR, "not all arguments converted during bytes formatting");
    *out = a;
    return true;
}

bool hki_mod(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    if (hki_is_string(a)) return hki_percent(rt, a, b, out);
    if (a.type == HKI_BYTES && !memchr(hki_as_bytes(a)->data, '%', hki_as_bytes(a)->size)) return mod_bytes(rt, a, b, out);
    return numeric(rt, HKI_NUM_MOD, "%", a, b, out);
}

bool hki_pow(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    return numeric(rt, HKI_NUM_POW, "** or pow()", a, b, out);
}

static bool bad_unary(hki_rt *rt, char op, hk_value a)
{
    if (is_undefined(a)) return hki_undefined_raise(rt, a);
    return hki_raise(rt, HK_TYPE_ERROR, "bad operand type for unary %c: '%t'", (uint32_t)op, a);
}

bool hki_neg(hki_rt *rt, hk_value a, hk_value *out)
{
    if (hki_is_a(a, &hki_complex_class)) return hki_complex_neg(rt, a, out);
    return hki_is_number(a) ? hki_number_neg(rt, a, out) : bad_unary(rt, '-', a);
}

bool hki_pos(hki_rt *rt, hk_value a, hk_value *out)
{
    if (!hki_is_a(a, &hki_complex_class)) return hki_is_number(a) ? hki_number_pos(a, out) : bad_unary(rt, '+', a);
    *out = a;
    return true;
}
