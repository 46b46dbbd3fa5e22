/* convert.c: int(), float() and operator.index of any value.
 *
 * In:  a value.   Out: a number, or the error that Python gives for that value.
 * Always: text is read as Python reads it: white space around, underscores between digits, decimal digits of any script. */
#include "base/limits.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

bool hki_index(hki_rt *rt, hk_value v, int64_t *out)
{
    if (v.type == HKI_BIGINT) return hki_raise(rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    if (!hki_is_small(v)) return hki_raise(rt, HK_TYPE_ERROR, "'%t' object cannot be interpreted as an integer", v);
    *out = v.as.i;
    return true;
}

bool hki_as_double(hki_rt *rt, hk_value v, double *out)
{
    if (hki_is_number(v)) return hki_number_double(rt, v, out);
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(rt, v);
    return hki_raise(rt, HK_TYPE_ERROR, "must be real number, not %t", v);
}

/* The text of a string or of bytes; false for other values. Bytes beyond ASCII are in no number: `plain` is false. */
static bool text_of(hk_value v, const char **text, size_t *size, bool *plain)
{
    *plain = true;
    if (v.type == HKI_STRING) {
        *text = hki_as_str(v)->data;
        *size = hki_as_str(v)->size;
        return true;
    }
    if (v.type != HKI_BYTES) return false;
    const hki_bytes *bytes = hki_as_bytes(v);
    *text = (const char *)bytes->data;
    *size = bytes->size;
    for (size_t i = 0; i < *size && *plain; i++) *plain = bytes->data[i] < 0x80;
    return true;
}

/* ---- float() */

bool hki_to_float(hki_rt *rt, hk_value v, hk_value *out)
{
    const char *text;
    size_t size;
    bool plain;
    double d = 0;
    if (text_of(v, &text, &size, &plain)) {
        if (!plain || !hki_float_parse(text, size, &d))
            return hki_raise(rt, HK_VALUE_ERROR, "could not convert string to float: %r", v);
    } else if (hki_is_number(v)) {
        if (!hki_number_double(rt, v, &d)) return false;
    } else if (v.type == HKI_UNDEFINED) {
        return hki_undefined_raise(rt, v);
    } else {
        return hki_raise(rt, HK_TYPE_ERROR, "float() argument must be a string or a real number, not '%t'", v);
    }
    *out = hki_float(d);
    return true;
}

/* ---- int() */

/* [python] The repr is cut after 200 characters. */
static bool raise_literal(hki_rt *rt, hk_value v, int base)
{
    size_t mark = hki_text_begin(rt);
    hk_value repr = hki_none();
    if (!hki_repr(rt, &rt->scratch, v)) {
        hki_text_drop(rt, mark);
        return false;
    }
    if (!rt->scratch.failed && rt->scratch.data) {
        const char *text = rt->scratch.data + mark;
        rt->scratch.size = mark + hki_utf8_offset(text, rt->scratch.size - mark, 200);
    }
    if (!hki_text_end(rt, mark, 0, &repr)) return false;
    return hki_raise(rt, HK_VALUE_ERROR, "invalid literal for int() with base %d: %S", base, hki_as_str(repr));
}

static int digit_value(unsigned char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

/* The base that a prefix says, which *at moves behind; `base` if there is none or if it says another one. */
static int skip_prefix(const char **at, const char *end, int base)
{
    const char *p = *at;
    if (end - p < 2 || *p != '0') return base;
    char letter = (char)(p[1] | 0x20);
    int said = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (!said || (base && base != said)) return base;
    p += 2;
    if (p < end && *p == '_') p++;
    *at = p;
    return said;
}

/* Copies the digits from *at on to `digits`, without underscores; false if one of those is not between digits. */
static bool read_digits(const char **at, const char *end, int base, hki_buf *digits)
{
    bool after_digit = false;
    while (*at < end) {
        const char *next = *at;
        unsigned char c = hki_number_next(&next);
        if (digit_value(c) < base) hki_buf_char(digits, (char)c);
        else if (c != '_' || !after_digit) break;
        after_digit = c != '_';
        *at = next;
    }
    return after_digit;
}

/* int(text, base) of a text with anything in it but white space around. */
static bool read_int(hki_rt *rt, hk_value v, const char *at, const char *end, int base, hk_value *out)
{
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    int used = skip_prefix(&at, end, base);
    bool only_zero = !used && at < end && *at == '0';      /* [python] "012" is neither octal nor decimal */
    if (!used) used = 10;
    size_t mark = hki_text_begin(rt);
    hki_buf *digits = &rt->scratch;
    bool ok = read_digits(&at, end, used, digits);
    if (digits->failed) {
        hki_text_drop(rt, mark);
        return hki_raise_memory(rt);
    }
    if (ok) ok = hki_int_parse(rt, hki_buf_from(digits, mark), digits->size - mark, used, negative, out);
    hki_text_drop(rt, mark);
    if (hki_failed(rt)) return false;
    return (ok && at == end && !(only_zero && hki_int_sign(*out))) || raise_literal(rt, v, base);
}

/* Up to 18 plain digits, which is what numbers in data are. */
static bool read_short(const char *text, size_t size, hk_value *out)
{
    bool negative = size && *text == '-';
    int64_t i = 0;
    text += negative;
    size -= negative;
    if (!size || size > 18) return false;
    for (size_t n = 0; n < size; n++) {
        if (text[n] < '0' || text[n] > '9') return false;
        i = i * 10 + (text[n] - '0');
    }
    *out = hki_int(negative ? -i : i);
    return true;
}

static bool int_of_text(hki_rt *rt, hk_value v, const char *text, size_t size, bool plain, int base, hk_value *out)
{
    if (base == 1 || base < 0 || base > 36) return hki_raise(rt, HK_VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0");
    if (!plain) return raise_literal(rt, v, base);
    if (base == 10 && read_short(text, size, out)) return true;
    hki_number_strip(&text, &size);
    return read_int(rt, v, text, text + size, base, out);
}

bool hki_to_int(hki_rt *rt, hk_value v, int base, hk_value *out)
{
    const char *text;
    size_t size;
    bool plain;
    if (text_of(v, &text, &size, &plain)) return int_of_text(rt, v, text, size, plain, base == -1 ? 10 : base, out);
    if (base != -1) return hki_raise(rt, HK_TYPE_ERROR, "int() can't convert non-string with explicit base");
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(rt, v);
    if (v.type == HKI_FLOAT) return hki_int_from_double(rt, v.as.d, out);
    if (hki_is_integer(v)) return hki_number_pos(v, out);
    return hki_raise(rt, HK_TYPE_ERROR, "int() argument must be a string, a bytes-like object or a real number, not '%t'", v);
}
