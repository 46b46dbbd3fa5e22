/* filters_number.c: filters that work on numbers.
 *
 * In:  numbers, or what int() and float() can read.   Out: numbers, or their text. */
#include <math.h>

#include "lib/filters.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/number.h"
#include "value/text.h"

bool hki_filter_abs(hki_call *c)
{
    if (hki_is_a(c->arg[0], &hki_complex_class)) return hki_complex_abs(c->rt, c->arg[0], &c->result);
    if (hki_is_number(c->arg[0])) return hki_number_abs(c->rt, c->arg[0], &c->result);
    return hki_raise(c->rt, HK_TYPE_ERROR, "bad operand type for abs(): '%t'", c->arg[0]);
}

/* ---- int and float: [jinja] a TypeError or ValueError gives the default; others come through */

static bool forgive(hki_rt *rt, bool overflow)
{
    hk_status kind = rt->error->kind;
    if (kind != HK_TYPE_ERROR && kind != HK_VALUE_ERROR && !(overflow && kind == HK_OVERFLOW_ERROR)) return false;
    hki_error_clear(rt->error);
    return true;
}

static bool read_int(hki_call *c, hk_value *out)
{
    int64_t base = -1;
    if (c->arg[0].type == HKI_STRING) {
        if (!hki_arg_int(c, 2, &base)) {
            if (!hki_is_integer(c->arg[2])) return false;
            hki_error_clear(c->rt->error);      /* too large is as wrong as any other base */
            base = -1;
        }
        if (base < 0 || base == 1 || base > 36) return hki_raise(c->rt, HK_VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0");
    }
    return hki_to_int(c->rt, c->arg[0], (int)base, out);
}

/* int(default=0, base=10). [jinja] What int() cannot read may still be a float: "42.23" gives 42. */
bool hki_filter_int(hki_call *c)
{
    hk_value number;
    if (c->arg[0].type == HKI_INT) {
        c->result = c->arg[0];
        return true;
    }
    if (read_int(c, &c->result)) return true;
    if (!forgive(c->rt, false)) return false;
    if (hki_to_float(c->rt, c->arg[0], &number) && hki_int_from_double(c->rt, number.as.d, &c->result)) return true;
    if (!forgive(c->rt, true)) return false;
    c->result = c->arg[1];
    return true;
}

/* float(default=0.0) */
bool hki_filter_float(hki_call *c)
{
    if (hki_to_float(c->rt, c->arg[0], &c->result)) return true;
    if (!forgive(c->rt, false)) return false;
    c->result = c->arg[1];
    return true;
}

/* ---- round */

/* round(v, precision), in which a precision of none gives an int. [python] Beyond 64 bits a float's precision is cut off. */
static bool round_common(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value v = c->arg[0], places = c->arg[1];
    int64_t count;
    if (!hki_is_number(v)) return hki_raise(rt, HK_TYPE_ERROR, "type %t doesn't define __round__ method", v);
    if (places.type == HKI_NONE) return v.type == HKI_FLOAT ? hki_number_round_int(rt, v, &c->result) : hki_pos(rt, v, &c->result);
    if (places.type == HKI_BIGINT) count = hki_int_sign(places) < 0 ? INT64_MIN : INT64_MAX;
    else if (!hki_index(rt, places, &count)) return false;
    return hki_number_round(rt, v, count, &c->result);
}

/* math.ceil or math.floor. */
static bool round_whole(hki_rt *rt, hk_value v, bool up, hk_value *out)
{
    if (hki_is_integer(v)) return hki_pos(rt, v, out);
    if (v.type != HKI_FLOAT) return hki_raise(rt, HK_TYPE_ERROR, "must be real number, not %t", v);
    return hki_int_from_double(rt, up ? ceil(v.as.d) : floor(v.as.d), out);
}

/* func(value * 10**precision) / 10**precision */
static bool round_to(hki_call *c, bool up)
{
    hki_rt *rt = c->rt;
    hk_value scale, v;
    return hki_pow(rt, hki_int(10), c->arg[1], &scale) && hki_mul(rt, c->arg[0], scale, &v) && round_whole(rt, v, up, &v) &&
           hki_div(rt, v, scale, &c->result);
}

/* round(precision=0, method='common') */
bool hki_filter_round(hki_call *c)
{
    hk_value method = c->arg[2];
    uint32_t hash;
    if (method.type == HKI_STRING) {
        const hki_str *name = hki_as_str(method);
        if (hki_str_is(name, "common", 6)) return round_common(c);
        if (hki_str_is(name, "ceil", 4)) return round_to(c, true);
        if (hki_str_is(name, "floor", 5)) return round_to(c, false);
    } else if (!hki_hash(c->rt, method, &hash)) {
        return false;
    }
    return hki_raise(c->rt, HK_FILTER_ARGUMENT_ERROR, "method must be common, ceil or floor");
}

/* ---- filesizeformat */

/* A power of ten or of 1024 as the nearest double. [python] A float is compared with the exact number: where the double is
 * less than that, the double itself counts as below. */
typedef struct unit { double size; bool low; char name[4]; } unit;
static const unit decimal_units[] = {{1e6, false, "kB"},  {1e9, false, "MB"},  {1e12, false, "GB"}, {1e15, false, "TB"},
                                     {1e18, false, "PB"}, {1e21, false, "EB"}, {1e24, true, "ZB"},  {1e27, false, "YB"}};
static const unit binary_units[] = {{0x1p20, false, "KiB"}, {0x1p30, false, "MiB"}, {0x1p40, false, "GiB"}, {0x1p50, false, "TiB"},
                                    {0x1p60, false, "PiB"}, {0x1p70, false, "EiB"}, {0x1p80, false, "ZiB"}, {0x1p90, false, "YiB"}};

static const unit *pick_unit(const unit *units, double bytes)
{
    size_t i = 0;
    while (i < 7 && !(bytes < units[i].size || (units[i].low && bytes == units[i].size))) i++;
    return &units[i];
}

/* filesizeformat(binary=False) */
bool hki_filter_filesizeformat(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value number, whole;
    bool binary;
    if (!hki_to_float(rt, c->arg[0], &number) || !hki_arg_truth(c, 1, &binary)) return false;
    double bytes = number.as.d, base = binary ? 1024 : 1000;
    size_t mark = hki_text_begin(rt);
    bool ok;
    if (bytes == 1) {
        hki_buf_str(&rt->scratch, "1 Byte");
        ok = true;
    } else if (bytes < base) {
        ok = hki_int_from_double(rt, bytes, &whole) && hki_print(rt, &rt->scratch, whole);
        hki_buf_str(&rt->scratch, " Bytes");
    } else {
        const unit *u = pick_unit(binary ? binary_units : decimal_units, bytes);
        ok = hki_format_spec(rt, &rt->scratch, hki_float(base * bytes / u->size), ".1f", 3);
        hki_buf_char(&rt->scratch, ' ');
        hki_buf_str(&rt->scratch, u->name);
    }
    if (ok) return hki_text_end(rt, mark, 0, &c->result);
    hki_text_drop(rt, mark);
    return false;
}

/* ---- sum */

static bool summable_start(hki_rt *rt, hk_value start)
{
    if (start.type == HKI_STRING) return hki_raise(rt, HK_TYPE_ERROR, "sum() can't sum strings [use ''.join(seq) instead]");
    if (start.type == HKI_BYTES) return hki_raise(rt, HK_TYPE_ERROR, "sum() can't sum bytes [use b''.join(seq) instead]");
    return true;
}

/* *sum += item. Lists grow in place once the sum is a list of our own, so that many of them cost no more than their items. */
static bool add_item(hki_rt *rt, hk_value *sum, hk_value item, bool own)
{
    if (!own || sum->type != HKI_LIST || item.type != HKI_LIST) return hki_add(rt, *sum, item, sum);
    const hki_list *from = hki_as_list(item);
    for (uint32_t i = 0; i < from->count; i++)
        if (!hki_list_push(rt, hki_as_list(*sum), from->items[i])) return false;
    return true;
}

/* sum(attribute=None, start=0) */
bool hki_filter_sum(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value parts, item[HKI_BATCH], sum = c->arg[2];
    hki_cursor walk;
    bool own = false, loose = true;
    if (!hki_attribute_parts(rt, c->arg[1], &parts)) return false;
    if ((hki_iterable(rt, c->arg[0]) && !summable_start(rt, sum)) || !hki_cursor_open(rt, c->arg[0], &walk)) return false;
    for (;;) {
        int count = hki_cursor_fill(rt, &walk, item, HKI_BATCH, &loose);
        for (int i = 0; i < count; i++, own = true) {
            if (!hki_attribute_get(rt, &parts, hki_none(), false, item[i], &item[i]) || !add_item(rt, &sum, item[i], own)) return false;
        }
        if (count > 0) continue;
        c->result = sum;
        return count == 0;
    }
}
