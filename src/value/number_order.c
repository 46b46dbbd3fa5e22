/* number_order.c: comparing and hashing numbers.
 *
 * In:  numbers of any kind.   Out: their order, or a hash.
 * Always: exact: an integer and a float are compared as the numbers they are, without rounding one to the other; and numbers that are
 * equal have equal hashes. */
#include <math.h>

#include "base/hash.h"
#include "value/number.h"

static int order_of(double a, double b)
{
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : HKI_UNORDERED;
}

/* Whether (int64_t)d is d without its fraction. */
static bool fits_small(double d)
{
    return d >= -0x1p63 && d < 0x1p63;
}

static int compare_small_float(int64_t i, double d)
{
    if (i <= INT64_C(1) << 53 && i >= -(INT64_C(1) << 53)) return order_of((double)i, d);
    if (isnan(d)) return HKI_UNORDERED;
    if (!fits_small(d)) return d < 0 ? 1 : -1;
    /* Beyond 2^53 a float has no fraction; one that has is on the other side of i by its whole part already. */
    int64_t whole = (int64_t)d;
    return (i > whole) - (i < whole);
}

static int compare_big_float(hk_value big, double d)
{
    uint32_t words[HKI_BIG_DOUBLE_WORDS], unused[2];
    if (isnan(d)) return HKI_UNORDERED;
    if (isinf(d)) return d < 0 ? 1 : -1;
    if (fits_small(d)) return hki_int_sign(big);
    return hki_big_compare(hki_int_big(big, unused), hki_big_from_double(d, words));
}

static int compare_int_float(hk_value i, double d)
{
    return i.type == HKI_BIGINT ? compare_big_float(i, d) : compare_small_float(i.as.i, d);
}

int hki_number_compare(hk_value a, hk_value b)
{
    if (hki_is_small(a) && hki_is_small(b)) return (a.as.i > b.as.i) - (a.as.i < b.as.i);
    if (a.type == HKI_FLOAT && b.type == HKI_FLOAT) return order_of(a.as.d, b.as.d);
    if (b.type == HKI_FLOAT) return compare_int_float(a, b.as.d);
    if (a.type == HKI_FLOAT) {
        int order = compare_int_float(b, a.as.d);
        return order == HKI_UNORDERED ? order : -order;
    }
    uint32_t aw[2], bw[2];
    return hki_big_compare(hki_int_big(a, aw), hki_int_big(b, bw));
}

static uint32_t hash_big(uint64_t seed, hki_big big)
{
    return hki_hash_bytes(seed ^ big.negative, big.limb, big.size * sizeof *big.limb);
}

static uint32_t hash_float(uint64_t seed, double d)
{
    uint32_t words[HKI_BIG_DOUBLE_WORDS];
    uint64_t bits;
    if (fits_small(d) && d == (double)(int64_t)d) return hki_hash_word(seed, (uint64_t)(int64_t)d);
    if (isfinite(d) && !fits_small(d)) return hash_big(seed, hki_big_from_double(d, words));
    memcpy(&bits, &d, sizeof bits);
    return hki_hash_word(seed, bits);
}

uint32_t hki_number_hash(uint64_t seed, hk_value v)
{
    uint32_t unused[2];
    if (hki_is_small(v)) return hki_hash_word(seed, (uint64_t)v.as.i);
    return v.type == HKI_FLOAT ? hash_float(seed, v.as.d) : hash_big(seed, hki_int_big(v, unused));
}
