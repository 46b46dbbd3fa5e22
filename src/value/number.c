/* number.c: arithmetic on bools, integers of any size and floats.
 *
 * In:  two numbers (or one).   Out: the number that Python computes, or its error.
 * Always: 64-bit integers are tried first and hand over to big ones on overflow; a result that fits 64 bits is an INT again. */
#include "value/number.h"

#include <math.h>

#include "base/limits.h"
#include "value/complex.h"

hki_big hki_int_big(hk_value v, uint32_t words[2])
{
    if (v.type != HKI_BIGINT) return hki_big_from_int(v.as.i, words);
    const hki_bigint *big = hki_as_bigint(v);
    return (hki_big){big->limb, big->size, big->negative};
}

int hki_int_sign(hk_value v)
{
    if (v.type == HKI_BIGINT) return hki_as_bigint(v)->negative ? -1 : 1;
    return (v.as.i > 0) - (v.as.i < 0);
}

/* ---- where big results go */

static hki_bigint *new_bigint(hki_rt *rt, uint32_t size)
{
    return hki_object_alloc(rt, HKI_BIGINT, sizeof(hki_bigint) + size * sizeof(uint32_t));
}

/* Small results need no object. */
typedef struct home { hki_rt *rt; hki_bigint *made; uint32_t small[2]; } home;

static uint32_t *take_words(void *user, uint32_t size)
{
    home *h = user;
    if (size <= 2) return h->small;
    h->made = new_bigint(h->rt, size);
    return h->made ? h->made->limb : NULL;
}

/* An integer value for a number whose words may be gone after the call. */
static bool big_value(hki_rt *rt, hki_big big, hk_value *out)
{
    int64_t small;
    if (hki_big_to_int(big, &small)) {
        *out = hki_int(small);
        return true;
    }
    hki_bigint *object = new_bigint(rt, big.size);
    if (!object) return false;
    memcpy(object->limb, big.limb, big.size * sizeof *big.limb);
    object->size = big.size;
    object->negative = big.negative;
    *out = hki_pointer(HKI_BIGINT, object);
    return true;
}

static bool status_ok(hki_rt *rt, enum hki_big_status status)
{
    if (status == HKI_BIG_NO_MEMORY) return hki_raise_memory(rt);
    if (status == HKI_BIG_TOO_LARGE) return hki_raise(rt, HK_LIMIT, "integer result over %d bits", HKI_MAX_INT_BITS);
    return true;
}

/* The value of what was computed with `h` as home. */
static bool home_value(home *h, enum hki_big_status status, hki_big big, hk_value *out)
{
    if (!status_ok(h->rt, status)) return false;
    if (!h->made || big.size <= 2) return big_value(h->rt, big, out);
    h->made->size = big.size;
    h->made->negative = big.negative;
    *out = hki_pointer(HKI_BIGINT, h->made);
    return true;
}

bool hki_int_parse(hki_rt *rt, const char *digits, size_t size, int base, bool negative, hk_value *out)
{
    home h = {.rt = rt};
    hki_big big = {0};
    if ((base & (base - 1)) && size > HKI_MAX_INT_DIGITS)
        return hki_raise(rt, HK_VALUE_ERROR,
            "Exceeds the limit (%d digits) for integer string conversion: value has %z digits; "
            "use sys.set_int_max_str_digits() to increase the limit", HKI_MAX_INT_DIGITS, size);
    enum hki_big_status status = hki_big_parse(digits, size, base, negative, (hki_big_home){take_words, &h}, &big);
    return home_value(&h, status, big, out);
}

bool hki_int_digits(hki_rt *rt, hki_buf *out, hk_value v, int base)
{
    uint32_t words[2];
    hki_big big = hki_int_big(v, words);
    bool limited = base & (base - 1), over = false;
    size_t before = out->size;
    /* A digit is worth less than six bits: much larger numbers are refused before the work. */
    if (limited) over = hki_big_bits(big) > (size_t)HKI_MAX_INT_DIGITS * 6;
    if (!over) {
        if (hki_big_text(big, base, out) != HKI_BIG_OK) return hki_raise_memory(rt);
        over = limited && out->size - before - big.negative > HKI_MAX_INT_DIGITS;
    }
    if (!over) return true;
    out->size = before;
    return hki_raise(rt, HK_VALUE_ERROR, "Exceeds the limit (%d digits) for integer string conversion; "
        "use sys.set_int_max_str_digits() to increase the limit", HKI_MAX_INT_DIGITS);
}

/* ---- integers */

/* The square of the size that the numbers come to; a power that will be refused costs nothing. */
static uint64_t big_work(enum hki_big_op op, hki_big x, hki_big y)
{
    if (op != HKI_BIG_POW) return (uint64_t)x.size * y.size / 128;
    uint64_t bits = hki_big_bits(x), exponent = y.size == 1 ? y.limb[0] : 0, words = bits * exponent / 32;
    return (bits - 1) * exponent >= HKI_MAX_INT_BITS ? 0 : words * words / 128;
}

static bool big_binary(hki_rt *rt, enum hki_big_op op, hk_value a, hk_value b, hk_value *out)
{
    uint32_t aw[2], bw[2];
    home h = {.rt = rt};
    hki_big big = {0}, x = hki_int_big(a, aw), y = hki_int_big(b, bw);
    if (!hki_spend(rt, big_work(op, x, y))) return false;
    enum hki_big_status status = hki_big_do(op, x, y, (hki_big_home){take_words, &h}, &big);
    return home_value(&h, status, big, out);
}

/* The three that follow: false if 64 bits do not hold the result. */
static bool small_floordiv(int64_t a, int64_t b, int64_t *out)
{
    if (b == -1) return !__builtin_sub_overflow((int64_t)0, a, out);
    *out = a / b - (a % b != 0 && (a < 0) != (b < 0));
    return true;
}

static bool small_mod(int64_t a, int64_t b, int64_t *out)
{
    int64_t rest = b == -1 ? 0 : a % b;
    *out = rest && (rest < 0) != (b < 0) ? rest + b : rest;
    return true;
}

static bool small_pow(int64_t a, int64_t exponent, int64_t *out)
{
    int64_t result = 1;
    while (exponent) {
        if ((exponent & 1) && __builtin_mul_overflow(result, a, &result)) return false;
        exponent >>= 1;
        if (exponent && __builtin_mul_overflow(a, a, &a)) return false;
    }
    *out = result;
    return true;
}

static bool int_add(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    int64_t i;
    if (!hki_is_small(a) || !hki_is_small(b) || __builtin_add_overflow(a.as.i, b.as.i, &i)) return big_binary(rt, HKI_BIG_ADD, a, b, out);
    *out = hki_int(i);
    return true;
}

static bool int_sub(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    int64_t i;
    if (!hki_is_small(a) || !hki_is_small(b) || __builtin_sub_overflow(a.as.i, b.as.i, &i)) return big_binary(rt, HKI_BIG_SUB, a, b, out);
    *out = hki_int(i);
    return true;
}

static bool int_mul(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    int64_t i;
    if (!hki_is_small(a) || !hki_is_small(b) || __builtin_mul_overflow(a.as.i, b.as.i, &i)) return big_binary(rt, HKI_BIG_MUL, a, b, out);
    *out = hki_int(i);
    return true;
}

static bool int_floordiv(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    int64_t i;
    if (!hki_int_sign(b)) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "integer division or modulo by zero");
    if (!hki_is_small(a) || !hki_is_small(b) || !small_floordiv(a.as.i, b.as.i, &i)) return big_binary(rt, HKI_BIG_FLOORDIV, a, b, out);
    *out = hki_int(i);
    return true;
}

static bool int_mod(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    int64_t i;
    if (!hki_int_sign(b)) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "integer modulo by zero");
    if (!hki_is_small(a) || !hki_is_small(b) || !small_mod(a.as.i, b.as.i, &i)) return big_binary(rt, HKI_BIG_MOD, a, b, out);
    *out = hki_int(i);
    return true;
}

static bool exact_as_double(hk_value v)
{
    return hki_is_small(v) && v.as.i <= INT64_C(1) << 53 && v.as.i >= -(INT64_C(1) << 53);
}

static bool int_div(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    uint32_t aw[2], bw[2];
    double d;
    if (!hki_int_sign(b)) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "division by zero");
    if (exact_as_double(a) && exact_as_double(b)) {
        *out = hki_float((double)a.as.i / (double)b.as.i);
        return true;
    }
    if (!status_ok(rt, hki_big_true_div(hki_int_big(a, aw), hki_int_big(b, bw), &d))) return false;
    if (isinf(d)) return hki_raise(rt, HK_OVERFLOW_ERROR, "integer division result too large for a float");
    *out = hki_float(d);
    return true;
}

static bool float_pow(hki_rt *rt, double a, double b, hk_value *out);

static bool int_pow(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    int64_t i;
    if (hki_int_sign(b) < 0) {
        double base, exponent;
        return hki_number_double(rt, a, &base) && hki_number_double(rt, b, &exponent) && float_pow(rt, base, exponent, out);
    }
    if (!hki_is_small(a) || !hki_is_small(b) || !small_pow(a.as.i, b.as.i, &i)) return big_binary(rt, HKI_BIG_POW, a, b, out);
    *out = hki_int(i);
    return true;
}

static bool int_binary(hki_rt *rt, enum hki_number_op op, hk_value a, hk_value b, hk_value *out)
{
    switch (op) {
    case HKI_NUM_ADD: return int_add(rt, a, b, out);
    case HKI_NUM_SUB: return int_sub(rt, a, b, out);
    case HKI_NUM_MUL: return int_mul(rt, a, b, out);
    case HKI_NUM_DIV: return int_div(rt, a, b, out);
    case HKI_NUM_FLOORDIV: return int_floordiv(rt, a, b, out);
    case HKI_NUM_MOD: return int_mod(rt, a, b, out);
    case HKI_NUM_POW: return int_pow(rt, a, b, out);
    }
    return false;
}

/* ---- floats */

/* [python] The result has the divisor's sign, a zero too. */
static double float_mod(double a, double b)
{
    double rest = fmod(a, b);
    if (rest == 0) return copysign(0.0, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
}

/* [python] The quotient is computed from the remainder, and is whole but for rounding. */
static double float_floordiv(double a, double b)
{
    double rest = fmod(a, b), quotient = (a - rest) / b;
    if (rest != 0 && (rest < 0) != (b < 0)) quotient -= 1;
    if (quotient == 0) return copysign(0.0, a / b);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}

/* C's pow has Python's special cases, but for errors. */
static bool float_pow(hki_rt *rt, double a, double b, hk_value *out)
{
    bool finite = isfinite(a) && isfinite(b);
    if (a == 0 && b < 0) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power");
    if (finite && a < 0 && b != floor(b)) return hki_complex_pow(rt, hki_float(a), hki_float(b), out);
    double d = pow(a, b);
    if (finite && isinf(d)) return hki_raise(rt, HK_OVERFLOW_ERROR, "(34, 'Numerical result out of range')");
    *out = hki_float(d);
    return true;
}

static bool float_binary(hki_rt *rt, enum hki_number_op op, double a, double b, hk_value *out)
{
    switch (op) {
    case HKI_NUM_ADD: *out = hki_float(a + b); return true;
    case HKI_NUM_SUB: *out = hki_float(a - b); return true;
    case HKI_NUM_MUL: *out = hki_float(a * b); return true;
    case HKI_NUM_DIV:
        if (b == 0) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "float division by zero");
        *out = hki_float(a / b);
        return true;
    case HKI_NUM_FLOORDIV:
        if (b == 0) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "float floor division by zero");
        *out = hki_float(float_floordiv(a, b));
        return true;
    case HKI_NUM_MOD:
        if (b == 0) return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "float modulo");
        *out = hki_float(float_mod(a, b));
        return true;
    case HKI_NUM_POW: return float_pow(rt, a, b, out);
    }
    return false;
}

bool hki_number_double(hki_rt *rt, hk_value v, double *out)
{
    if (v.type == HKI_FLOAT) {
        *out = v.as.d;
    } else if (v.type != HKI_BIGINT) {
        *out = (double)v.as.i;
    } else {
        uint32_t words[2];
        double d = hki_big_to_double(hki_int_big(v, words));
        if (isinf(d)) return hki_raise(rt, HK_OVERFLOW_ERROR, "int too large to convert to float");
        *out = d;
    }
    return true;
}

/* ---- all numbers */

bool hki_number_binary(hki_rt *rt, enum hki_number_op op, hk_value a, hk_value b, hk_value *out)
{
    double x = 0, y = 0;
    if (a.type != HKI_FLOAT && b.type != HKI_FLOAT) return int_binary(rt, op, a, b, out);
    return hki_number_double(rt, a, &x) && hki_number_double(rt, b, &y) && float_binary(rt, op, x, y, out);
}

bool hki_number_neg(hki_rt *rt, hk_value a, hk_value *out)
{
    if (a.type != HKI_FLOAT) return int_sub(rt, hki_int(0), a, out);
    *out = hki_float(-a.as.d);
    return true;
}

bool hki_number_pos(hk_value a, hk_value *out)
{
    *out = a.type == HKI_BOOL ? hki_int(a.as.i) : a;
    return true;
}

bool hki_number_abs(hki_rt *rt, hk_value a, hk_value *out)
{
    if (a.type != HKI_FLOAT) return hki_int_sign(a) < 0 ? hki_number_neg(rt, a, out) : hki_number_pos(a, out);
    *out = hki_float(fabs(a.as.d));
    return true;
}

bool hki_int_from_double(hki_rt *rt, double d, hk_value *out)
{
    if (isnan(d)) return hki_raise(rt, HK_VALUE_ERROR, "cannot convert float NaN to integer");
    if (isinf(d)) return hki_raise(rt, HK_OVERFLOW_ERROR, "cannot convert float infinity to integer");
    if (d >= -0x1p63 && d < 0x1p63) {
        *out = hki_int((int64_t)d);
        return true;
    }
    uint32_t words[HKI_BIG_DOUBLE_WORDS];
    return big_value(rt, hki_big_from_double(d, words), out);
}
