/* bigint.c: arithmetic on integers of any size.
 *
 * In:  numbers as 32-bit words.   Out: words in the caller's home, or why not.
 * Always: libtommath's numbers are made from the operands and cleared before a call returns. Their digits are read and written
 * directly: what the library offers for it works bit by bit, in time that grows with the square of the size. */
#include "base/bigint.h"

#include <math.h>
#include <tommath.h>

#include "base/limits.h"

size_t hki_big_bits(hki_big a)
{
    return a.size ? a.size * (size_t)32 - (size_t)__builtin_clz(a.limb[a.size - 1]) : 0;
}

static hki_big trimmed(const uint32_t *limb, size_t size, bool negative)
{
    while (size && !limb[size - 1]) size--;
    return (hki_big){limb, (uint32_t)size, negative && size};
}

hki_big hki_big_from_int(int64_t i, uint32_t words[2])
{
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    words[0] = (uint32_t)u;
    words[1] = (uint32_t)(u >> 32);
    return trimmed(words, 2, i < 0);
}

bool hki_big_to_int(hki_big a, int64_t *out)
{
    if (a.size > 2) return false;
    uint64_t u = (a.size > 0 ? a.limb[0] : 0) | (a.size > 1 ? (uint64_t)a.limb[1] << 32 : 0);
    if (u > (uint64_t)INT64_MAX + a.negative) return false;
    *out = a.negative ? (int64_t)(0 - u) : (int64_t)u;
    return true;
}

int hki_big_compare(hki_big a, hki_big b)
{
    if (a.negative != b.negative) return a.negative ? -1 : 1;
    int larger = a.negative ? -1 : 1;
    if (a.size != b.size) return a.size > b.size ? larger : -larger;
    for (size_t i = a.size; i--;)
        if (a.limb[i] != b.limb[i]) return a.limb[i] > b.limb[i] ? larger : -larger;
    return 0;
}

/* ---- libtommath's numbers */

static enum hki_big_status status_of(mp_err err)
{
    return err == MP_OKAY ? HKI_BIG_OK : err == MP_MEM ? HKI_BIG_NO_MEMORY : HKI_BIG_TOO_LARGE;
}

static uint64_t word_at(hki_big a, size_t i)
{
    return i < a.size ? a.limb[i] : 0;
}

static mp_err load(mp_int *to, hki_big a)
{
    size_t digits = (hki_big_bits(a) + MP_DIGIT_BIT - 1) / MP_DIGIT_BIT;
    mp_err err = mp_init_size(to, (int)digits + 1);
    if (err != MP_OKAY) return err;
    for (size_t d = 0; d < digits; d++) {
        size_t word = d * MP_DIGIT_BIT / 32, bit = d * MP_DIGIT_BIT % 32;
        uint64_t digit = (word_at(a, word) | word_at(a, word + 1) << 32) >> bit;
        if (bit) digit |= word_at(a, word + 2) << (64 - bit);
        to->dp[d] = (mp_digit)(digit & MP_MASK);
    }
    to->used = (int)digits;
    to->sign = a.negative ? MP_NEG : MP_ZPOS;
    return MP_OKAY;
}

static mp_err load_two(mp_int *x, hki_big a, mp_int *y, hki_big b)
{
    mp_err err = load(x, a);
    if (err != MP_OKAY) return err;
    err = load(y, b);
    if (err != MP_OKAY) mp_clear(x);
    return err;
}

static uint64_t digit_at(const mp_int *a, size_t d)
{
    return d < (size_t)a->used ? (uint64_t)a->dp[d] : 0;
}

static void unload(const mp_int *a, uint32_t *to, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        size_t d = i * 32 / MP_DIGIT_BIT, have = MP_DIGIT_BIT - i * 32 % MP_DIGIT_BIT;
        uint64_t word = digit_at(a, d) >> (MP_DIGIT_BIT - have);
        for (; have < 32; have += MP_DIGIT_BIT) word |= digit_at(a, ++d) << have;
        to[i] = (uint32_t)word;
    }
}

static enum hki_big_status store(const mp_int *a, hki_big_home home, hki_big *out)
{
    int bits = mp_count_bits(a);
    if (bits > HKI_MAX_INT_BITS) return HKI_BIG_TOO_LARGE;
    size_t size = ((size_t)bits + 31) / 32;
    uint32_t *to = home.words(home.user, (uint32_t)size);
    if (!to) return HKI_BIG_NO_MEMORY;
    unload(a, to, size);
    *out = trimmed(to, size, a->sign == MP_NEG);
    return HKI_BIG_OK;
}

/* [python] floors the quotient; the remainder has the divisor's sign. libtommath truncates. */
static mp_err divide_floor(const mp_int *a, const mp_int *b, mp_int *quotient, mp_int *rest)
{
    mp_err err = mp_div(a, b, quotient, rest);
    if (err != MP_OKAY || mp_iszero(rest) || rest->sign == b->sign) return err;
    err = mp_sub_d(quotient, 1, quotient);
    return err == MP_OKAY ? mp_add(rest, b, rest) : err;
}

static mp_err compute(enum hki_big_op op, const mp_int *a, const mp_int *b, mp_int *c, mp_int *spare)
{
    switch (op) {
    case HKI_BIG_ADD: return mp_add(a, b, c);
    case HKI_BIG_SUB: return mp_sub(a, b, c);
    case HKI_BIG_MUL: return mp_mul(a, b, c);
    case HKI_BIG_FLOORDIV: return divide_floor(a, b, c, spare);
    case HKI_BIG_MOD: return divide_floor(a, b, spare, c);
    case HKI_BIG_POW: return mp_expt_u32(a, mp_get_mag_u32(b), c);
    }
    return MP_VAL;
}

/* What the operands tell: the fewest bits that the result can have. */
static bool too_large(enum hki_big_op op, hki_big a, hki_big b)
{
    size_t abits = hki_big_bits(a), bbits = hki_big_bits(b);
    if (op == HKI_BIG_MUL) return abits && bbits && abits + bbits - 1 > HKI_MAX_INT_BITS;
    if (op != HKI_BIG_POW || abits <= 1 || !bbits) return false;
    return bbits > 32 || (abits - 1) * (size_t)b.limb[0] >= HKI_MAX_INT_BITS;
}

enum hki_big_status hki_big_do(enum hki_big_op op, hki_big a, hki_big b, hki_big_home home, hki_big *out)
{
    if (too_large(op, a, b)) return HKI_BIG_TOO_LARGE;
    /* Of 0, 1 and -1 any power can be asked for, but only whether it is zero, even or odd matters. */
    uint32_t parity[1] = {b.size ? 2 - (b.limb[0] & 1) : 0};
    if (op == HKI_BIG_POW && hki_big_bits(a) <= 1) b = trimmed(parity, 1, false);
    mp_int x, y, z, spare;
    mp_err err = load_two(&x, a, &y, b);
    if (err != MP_OKAY) return status_of(err);
    err = mp_init_multi(&z, &spare, NULL);
    if (err != MP_OKAY) {
        mp_clear_multi(&x, &y, NULL);
        return status_of(err);
    }
    err = compute(op, &x, &y, &z, &spare);
    enum hki_big_status status = err == MP_OKAY ? store(&z, home, out) : status_of(err);
    mp_clear_multi(&x, &y, &z, &spare, NULL);
    return status;
}

/* ---- to and from doubles */

/* top * 2^exponent, to the nearest double, half to even. The top bit of `top` is set; `more`: there are bits below it. */
static double assemble(uint64_t top, bool more, int64_t exponent)
{
    int64_t first = exponent + 63;          /* the exponent of the first bit */
    if (first > 1023) return (double)INFINITY;
    int64_t precision = first < -1022 ? 53 + first + 1022 : 53;    /* a subnormal number has fewer bits */
    if (precision < 0) return 0;
    unsigned drop = (unsigned)(64 - precision);
    uint64_t kept = drop < 64 ? top >> drop : 0;
    uint64_t half = UINT64_C(1) << (drop - 1), rest = top & ((half << 1) - 1);
    bool up = rest > half || (rest == half && (more || (kept & 1)));
    return ldexp((double)(kept + up), (int)exponent + (int)drop);
}

/* The first 64 bits of a magnitude, the first of all set, and whether one of the others is. */
static uint64_t top_bits(hki_big a, bool *more)
{
    size_t i = a.size;
    uint64_t top = word_at(a, i - 1) << 32 | (i > 1 ? a.limb[i - 2] : 0), next = i > 2 ? a.limb[i - 3] : 0;
    int shift = __builtin_clzll(top);
    *more = (uint32_t)(next << shift) != 0;
    for (size_t n = 0; n + 3 < i && !*more; n++) *more = a.limb[n] != 0;
    return top << shift | next >> (32 - shift);
}

double hki_big_to_double(hki_big a)
{
    bool more;
    if (!a.size) return 0;
    uint64_t top = top_bits(a, &more);
    double d = assemble(top, more, (int64_t)hki_big_bits(a) - 64);
    return a.negative ? -d : d;
}

hki_big hki_big_from_double(double d, uint32_t words[HKI_BIG_DOUBLE_WORDS])
{
    int exponent;
    uint64_t bits = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);     /* |d| = bits * 2^(exponent - 53) */
    memset(words, 0, HKI_BIG_DOUBLE_WORDS * sizeof *words);
    if (exponent <= 53) {
        bits = exponent > 0 ? bits >> (53 - exponent) : 0;
        exponent = 53;
    }
    size_t word = (size_t)(exponent - 53) / 32, shift = (size_t)(exponent - 53) % 32;
    uint64_t low = bits << shift;
    words[word] = (uint32_t)low;
    words[word + 1] = (uint32_t)(low >> 32);
    if (shift > 11) words[word + 2] = (uint32_t)(bits >> (64 - shift));
    return trimmed(words, HKI_BIG_DOUBLE_WORDS, d < 0);
}

/* x = x / y * 2^shift, without its fraction; rest: what is left, not zero if there was a fraction. */
static mp_err divide_shifted(mp_int *x, mp_int *y, int shift, mp_int *rest)
{
    mp_err err = shift > 0 ? mp_mul_2d(x, shift, x) : mp_mul_2d(y, -shift, y);
    return err == MP_OKAY ? mp_div(x, y, x, rest) : err;
}

static double quotient_double(const mp_int *quotient, bool more, int shift)
{
    uint32_t words[3];
    bool below;
    unload(quotient, words, 3);
    hki_big q = trimmed(words, 3, false);
    uint64_t top = top_bits(q, &below);
    return assemble(top, below || more, (int64_t)hki_big_bits(q) - 64 - shift);
}

enum hki_big_status hki_big_true_div(hki_big a, hki_big b, double *out)
{
    mp_int x, y, rest;
    bool negative = a.negative != b.negative;
    a.negative = b.negative = false;
    *out = negative ? -0.0 : 0.0;
    if (!a.size) return HKI_BIG_OK;
    mp_err err = load_two(&x, a, &y, b);
    if (err != MP_OKAY) return status_of(err);
    /* The quotient gets 65 or 66 bits: all that a double needs, whatever is below. */
    int shift = 65 - ((int)hki_big_bits(a) - (int)hki_big_bits(b));
    err = mp_init(&rest);
    if (err == MP_OKAY) {
        err = divide_shifted(&x, &y, shift, &rest);
        if (err == MP_OKAY) {
            double d = quotient_double(&x, !mp_iszero(&rest), shift);
            *out = negative ? -d : d;
        }
        mp_clear(&rest);
    }
    mp_clear_multi(&x, &y, NULL);
    return status_of(err);
}
