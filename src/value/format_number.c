/* format_number.c: numbers as the format languages write them.
 *
 * In:  a number and what was asked for.   Out: its text at the end of a buffer.
 * Always: sizes that a template chose are checked before memory is taken for them. [python] dtoa.c, pystrtod.c and
 * formatter_unicode.c decide what is written; the digits themselves come from base/number_text.h. */
#include <math.h>

#include "base/bigint.h"
#include "base/limits.h"
#include "base/number_text.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/format.h"
#include "value/text.h"

/* No double has more digits before or behind the point; what is asked for beyond is zeros. */
enum { MOST_DIGITS = 1100 };

static bool check_size(hki_rt *rt, const hki_buf *out, int64_t points)
{
    if (out->failed || points > HKI_MAX_STRING_SIZE / 4) return hki_raise_memory(rt);
    return true;
}

/* Opens a gap of `size` bytes at offset `at`; NULL after raising. */
static char *open_gap(hki_rt *rt, hki_buf *out, size_t at, size_t size)
{
    if (!hki_buf_room(out, size) || out->failed) {
        hki_raise_memory(rt);
        return NULL;
    }
    memmove(out->data + at + size, out->data + at, out->size - at);
    out->size += size;
    return out->data + at;
}

static char *fill_points(char *to, const char *point, size_t point_size, size_t count)
{
    if (point_size == 1) memset(to, point[0], count);
    else for (size_t i = 0; i < count; i++) memcpy(to + i * point_size, point, point_size);
    return to + count * point_size;
}

struct padding { size_t left, inner, right; };

static struct padding split_padding(char align, int64_t width, size_t used)
{
    struct padding p = {0, 0, 0};
    if (width <= 0 || (uint64_t)width <= used) return p;
    size_t all = (size_t)width - used;
    switch (align) {
    case '<': p.right = all; break;
    case '^': p.left = all / 2; p.right = all - p.left; break;
    case '=': p.inner = all; break;
    default: p.left = all; break;
    }
    return p;
}

bool hki_format_pad(hki_rt *rt, hki_buf *out, const hki_layout *layout, size_t start, size_t points)
{
    if (!check_size(rt, out, layout->width)) return false;
    struct padding pad = split_padding(layout->align, layout->width, points);
    char fill[4];
    size_t fill_size = hki_utf8_put(fill, layout->fill);
    size_t left = (pad.left + pad.inner) * fill_size;
    if (left) {
        char *gap = open_gap(rt, out, start, left);
        if (!gap) return false;
        fill_points(gap, fill, fill_size, pad.left + pad.inner);
    }
    if (pad.right) {
        char *gap = open_gap(rt, out, out->size, pad.right * fill_size);
        if (!gap) return false;
        fill_points(gap, fill, fill_size, pad.right);
    }
    return true;
}

/* How many digits, leading zeros included, are needed to fill `width` together with the separators between them. */
static size_t digits_for(size_t digits, int64_t width, const hki_layout *layout)
{
    if (width <= (int64_t)digits) return digits;
    if (!layout->separator) return (size_t)width;
    size_t group = layout->group, all = (size_t)width - (size_t)width / (group + 1);
    if (all + (all - 1) / group < (size_t)width) all++;
    return all > digits ? all : digits;
}

/* Moves `digits` digits at `from` to `to`, which lies before it, after `zeros` zeros and with separators between the groups. */
static void write_groups(char *to, const char *from, size_t digits, size_t zeros, const hki_layout *layout)
{
    for (size_t left = digits + zeros; left; left--) {
        *to++ = left > digits ? '0' : *from++;
        if (layout->separator && left > 1 && (left - 1) % layout->group == 0) *to++ = layout->separator;
    }
}

bool hki_format_number(hki_rt *rt, hki_buf *out, const hki_layout *layout, const hki_number *number)
{
    if (!check_size(rt, out, layout->width)) return false;
    char sign = number->negative ? '-' : layout->sign;
    size_t prefix = strlen(number->prefix), around = (sign != 0) + prefix + number->rest;
    bool zero_fill = layout->fill == '0' && layout->align == '=';
    size_t digits = number->digits;
    if (digits && zero_fill) digits = digits_for(digits, layout->width - (int64_t)around, layout);
    size_t grouped = digits && layout->separator ? digits + (digits - 1) / layout->group : digits;
    struct padding pad = split_padding(layout->align, layout->width, around + grouped);
    char fill[4];
    size_t fill_size = hki_utf8_put(fill, layout->fill);
    size_t before = (pad.left + pad.inner) * fill_size + (sign != 0) + prefix;
    size_t extra = before + grouped - number->digits;
    if (extra) {
        char *to = open_gap(rt, out, number->start, extra);
        if (!to) return false;
        to = fill_points(to, fill, fill_size, pad.left);
        if (sign) *to++ = sign;
        memcpy(to, number->prefix, prefix);
        to = fill_points(to + prefix, fill, fill_size, pad.inner);
        write_groups(to, out->data + number->start + extra, number->digits, digits - number->digits, layout);
    }
    if (!pad.right) return true;
    char *gap = open_gap(rt, out, out->size, pad.right * fill_size);
    if (gap) fill_points(gap, fill, fill_size, pad.right);
    return gap != NULL;
}

static void small_digits(hki_buf *out, uint64_t magnitude, int base)
{
    static const char digit[] = "0123456789abcdef";
    char text[64];
    size_t at = sizeof text;
    do {
        text[--at] = digit[magnitude % (unsigned)base];
        magnitude /= (unsigned)base;
    } while (magnitude);
    hki_buf_put(out, text + at, sizeof text - at);
}

bool hki_format_digits(hki_rt *rt, hki_buf *out, hk_value v, int base, bool *negative)
{
    if (v.type != HKI_BIGINT) {
        *negative = v.as.i < 0;
        small_digits(out, *negative ? -(uint64_t)v.as.i : (uint64_t)v.as.i, base);
        return true;
    }
    const hki_bigint *big = hki_as_bigint(v);
    size_t start = out->size;
    *negative = big->negative;
    if (base == 10) {
        if (!hki_print(rt, out, v)) return false;   /* it knows the limit of decimal digits */
    } else if (hki_big_text((hki_big){big->limb, big->size, big->negative}, base, out) != HKI_BIG_OK) {
        return hki_raise_memory(rt);
    }
    if (out->failed) return hki_raise_memory(rt);
    if (*negative) {
        memmove(out->data + start, out->data + start + 1, out->size - start - 1);
        out->size--;
    }
    return true;
}

bool hki_format_point(hki_rt *rt, hki_buf *out, int64_t point)
{
    if (point < 0 || point > 0x10ffff) return hki_raise(rt, HK_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    if (point >= 0xd800 && point <= 0xdfff) {
        /* A lone surrogate is a str in Python, but no text: printing it fails there. Text here is always valid. */
        char code[5];
        for (int i = 0; i < 4; i++) code[i] = "0123456789abcdef"[(point >> (12 - 4 * i)) & 15];
        code[4] = '\0';
        return hki_raise(rt, HK_UNICODE_ENCODE_ERROR, "'utf-8' codec can't encode character '\\u%s' in position 0: surrogates not allowed",
                         code);
    }
    hki_buf_point(out, (uint32_t)point);
    return true;
}

int hki_format_count(const char **at, const char *end, int64_t *out)
{
    int found = HKI_NO;
    *out = 0;
    while (*at < end) {
        const char *next = *at;
        int digit = hki_uc_decimal_value(hki_utf8_next(&next));
        if (digit < 0) break;
        if (__builtin_mul_overflow(*out, (int64_t)10, out) || __builtin_add_overflow(*out, (int64_t)digit, out)) return HKI_ERROR;
        *at = next;
        found = HKI_YES;
    }
    return found;
}

/* ---------------------------------------------------------------- floats */

/* Digits and where the decimal point stands among them: 0.d1d2d3… * 10^point. No leading or trailing zeros; zero is "0", 1. */
struct decimal { size_t start, count; int64_t point; };

static void trim_zeros(hki_buf *out, struct decimal *d)
{
    const char *text = out->data + d->start;
    while (d->count && text[d->count - 1] == '0') d->count--;
    size_t zeros = 0;
    while (zeros < d->count && text[zeros] == '0') zeros++;
    d->start += zeros;
    d->count -= zeros;
    d->point -= (int64_t)zeros;
}

/* The digits of the shortest text that reads back as d, behind `out`. */
static struct decimal shortest(hki_buf *out, double d)
{
    char text[40];
    size_t size = hki_float_repr(text, d), i = 0;
    struct decimal r = {out->size, 0, 0};
    bool point = false;
    for (; i < size && text[i] != 'e'; i++) {
        if (text[i] == '.') point = true;
        else {
            hki_buf_char(out, text[i]);
            r.count++;
            r.point += !point;
        }
    }
    if (i < size) {
        bool minus = text[++i] == '-';
        int64_t exponent = 0;
        for (i += text[i] == '-' || text[i] == '+'; i < size; i++) exponent = exponent * 10 + (text[i] - '0');
        r.point += minus ? -exponent : exponent;
    }
    return r;
}

static struct decimal decimal_of(hki_buf *out, double d, char type, int64_t precision)
{
    struct decimal r = {out->size, 0, 0};
    int digits = precision > MOST_DIGITS ? MOST_DIGITS : (int)precision, exponent = 0;
    if (d == 0) {
        hki_buf_char(out, '0');
        return (struct decimal){r.start, 1, 1};
    }
    if (type == 'r') r = shortest(out, d);
    else {
        hki_float_digits(out, d, type == 'e' ? digits + 1 : digits, type == 'f', &exponent);
        r.count = out->size - r.start;
        r.point = (int64_t)exponent + 1;
    }
    if (out->failed) return r;
    trim_zeros(out, &r);
    if (!r.count) {
        r.start = out->size;
        hki_buf_char(out, '0');
        r.count = r.point = 1;
    }
    return r;
}

/* Digits from index `from` up to `to` of d, zeros where it has none. */
static void put_digits(hki_buf *out, const struct decimal *d, int64_t from, int64_t to)
{
    for (; from < to && from < 0; from++) hki_buf_char(out, '0');
    int64_t have = (int64_t)d->count < to ? (int64_t)d->count : to;
    if (from < have) {
        char *room = hki_buf_room(out, (size_t)(have - from));
        if (!room) return;
        memcpy(room, out->data + d->start + from, (size_t)(have - from));
        out->size += (size_t)(have - from);
        from = have;
    }
    if (from < to) hki_buf_fill(out, '0', (size_t)(to - from));
}

static void put_exponent(hki_buf *out, int64_t exponent, bool upper)
{
    hki_buf_char(out, upper ? 'E' : 'e');
    hki_buf_char(out, exponent < 0 ? '-' : '+');
    if (exponent < 0) exponent = -exponent;
    if (exponent < 10) hki_buf_char(out, '0');
    hki_buf_int(out, exponent);
}

/* Writes `d` [python: format_float_short]: `end` is the index behind the last digit that is wanted. */
static void put_decimal(hki_buf *out, struct decimal d, int64_t end, bool with_exponent, bool upper, unsigned flags)
{
    int64_t exponent = d.point - 1;
    if (with_exponent) d.point = 1;
    int64_t from = d.point <= 0 ? d.point - 1 : 0;
    bool add_dot = !with_exponent && (flags & HKI_FLOAT_ADD_DOT);
    if (end <= d.point) end = add_dot ? d.point + 1 : d.point;
    put_digits(out, &d, from, d.point);
    if (end > d.point || (flags & HKI_FLOAT_ALT)) hki_buf_char(out, '.');
    put_digits(out, &d, d.point, end);
    if (with_exponent) put_exponent(out, exponent, upper);
}

static bool put_special(hki_buf *out, double d, bool upper)
{
    if (isnan(d)) hki_buf_str(out, upper ? "NAN" : "nan");
    else hki_buf_str(out, upper ? "INF" : "inf");
    return true;
}

bool hki_format_float(hki_rt *rt, hki_buf *out, double d, char type, int64_t precision, unsigned flags, bool *negative)
{
    bool upper = type == 'E' || type == 'F' || type == 'G';
    if (upper) type = (char)(type + ('a' - 'A'));
    *negative = signbit(d) && !isnan(d);
    if (!isfinite(d)) return put_special(out, d, upper);
    if (!check_size(rt, out, precision)) return false;
    if (type == 'g' && precision == 0) precision = 1;
    if (type == 'f' && !flags && precision <= HKI_MOST_FIXED) {
        char *to = hki_buf_room(out, 32);
        size_t size = to ? hki_fixed_text(to, fabs(d), (int)precision) : 0;
        out->size += size;
        if (size) return true;
    }
    /* The digits are written behind the text first, then the text in their place. */
    size_t start = out->size;
    struct decimal digits = decimal_of(out, fabs(d), type, precision);
    if (out->failed) return hki_raise_memory(rt);
    if ((flags & HKI_FLOAT_NO_NEGATIVE_ZERO) && digits.count == 1 && out->data[digits.start] == '0') *negative = false;
    size_t text = out->size;
    int64_t end = (int64_t)digits.count;
    bool with_exponent = type == 'e';
    if (type == 'e') end = precision + 1;
    else if (type == 'f') end = digits.point + precision;
    else {
        int64_t most = type == 'r' ? 16 : precision - ((flags & HKI_FLOAT_ADD_DOT) != 0);
        with_exponent = digits.point <= -4 || digits.point > most;
        if (type == 'g' && (flags & HKI_FLOAT_ALT)) end = precision;
    }
    put_decimal(out, digits, end, with_exponent, upper, flags);
    if (out->failed) return hki_raise_memory(rt);
    memmove(out->data + start, out->data + text, out->size - text);
    out->size -= text - start;
    return true;
}
