/* float_hex.c: float.fromhex.
 *
 * In:  "0x1.8p3", "-0x.1", "inf" and the like, white space around.   Out: the nearest double, ties to even; or Python's error.
 * Always: linear in the text; digits beyond the 16th count as one sticky bit. */
#include <math.h>

#include "value/methods.h"
#include "value/str.h"

typedef struct hex_reader {
    const char *at, *end;
    uint64_t mantissa;
    int64_t exponent;           /* of two */
    bool sticky, any;
} hex_reader;

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool take(hex_reader *r, char lower)
{
    if (r->at == r->end || (*r->at != lower && (lower < 'a' || *r->at != lower - 32))) return false;
    r->at++;
    return true;
}

static bool take_word(hex_reader *r, const char *word)
{
    const char *start = r->at;
    while (*word)
        if (!take(r, *word++)) {
            r->at = start;
            return false;
        }
    return true;
}

static void take_digits(hex_reader *r, bool fraction)
{
    for (int digit; r->at < r->end && (digit = hex_digit(*r->at)) >= 0; r->at++) {
        r->any = true;
        if (r->mantissa >> 60) {
            r->sticky |= digit != 0;
            if (!fraction) r->exponent += 4;
        } else {
            r->mantissa = r->mantissa << 4 | (unsigned)digit;
            if (fraction) r->exponent -= 4;
        }
    }
}

static bool take_exponent(hex_reader *r)
{
    if (!take(r, 'p')) return true;
    bool negative = r->at < r->end && *r->at == '-';
    if (r->at < r->end && (*r->at == '-' || *r->at == '+')) r->at++;
    int64_t power = 0;
    const char *start = r->at;
    for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++)
        if (power < INT64_MAX / 100) power = power * 10 + (*r->at - '0');
    r->exponent += negative ? -power : power;
    return r->at > start;
}

/* Rounds to the bits that a double of this size keeps; ldexp is exact then, or overflows. */
static double hex_value(hex_reader *r)
{
    if (!r->mantissa) return 0;
    int bits = 64 - __builtin_clzll(r->mantissa);
    if (r->exponent + bits > 1025) return INFINITY;
    if (r->exponent + bits < -1080) return 0;
    int64_t lowest = r->exponent + bits - 53 < -1074 ? -1074 : r->exponent + bits - 53;     /* of the last bit that is kept */
    int drop = (int)(lowest - r->exponent);
    uint64_t kept = r->mantissa;
    if (drop > 0) {
        uint64_t rest = drop >= 64 ? r->mantissa : r->mantissa & (((uint64_t)1 << drop) - 1);
        uint64_t half = drop > 64 ? 0 : (uint64_t)1 << (drop - 1);
        kept = drop >= 64 ? 0 : r->mantissa >> drop;
        if (half && (rest > half || (rest == half && (r->sticky || (kept & 1))))) kept++;
        return ldexp((double)kept, (int)lowest);
    }
    return ldexp((double)kept, (int)r->exponent);
}

static bool read_hex(hex_reader *r, double *out)
{
    bool negative = r->at < r->end && *r->at == '-';
    if (r->at < r->end && (*r->at == '-' || *r->at == '+')) r->at++;
    if (take_word(r, "infinity") || take_word(r, "inf")) *out = INFINITY;
    else if (take_word(r, "nan")) *out = NAN;
    else {
        take_word(r, "0x");
        take_digits(r, false);
        if (r->at < r->end && *r->at == '.') {
            r->at++;
            take_digits(r, true);
        }
        if (!r->any || !take_exponent(r)) return false;
        *out = hex_value(r);
    }
    if (negative) *out = -*out;
    return true;
}

bool hki_FLOAT_fromhex(hki_call *c)
{
    if (c->arg[0].type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "bad argument type for built-in operation");
    const hki_str *text = hki_as_str(c->arg[0]);
    hex_reader r = {.at = text->data, .end = text->data + text->size};
    while (r.at < r.end && is_blank(*r.at)) r.at++;
    while (r.end > r.at && is_blank(r.end[-1])) r.end--;
    double d = 0;
    if (!read_hex(&r, &d) || r.at != r.end) return hki_raise(c->rt, HK_VALUE_ERROR, "invalid hexadecimal floating-point string");
    if (isinf(d) && r.any) return hki_raise(c->rt, HK_OVERFLOW_ERROR, "hexadecimal value too large to represent as a float");
    c->result = hki_float(d);
    return true;
}
