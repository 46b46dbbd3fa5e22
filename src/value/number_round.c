/* number_round.c: round() of integers and floats.
 *
 * In:  a number and how many places to keep.   Out: the number of the same type that is nearest, half to even.
 * Always: floats are rounded by their exact decimal value, as Python does it. */
#include <math.h>

#include "base/number_text.h"
#include "value/number.h"

/* To a multiple of 10^tens, tens > 0: the quotient is rounded, then multiplied back. */
static bool round_tens(hki_rt *rt, hk_value v, int64_t tens, hk_value *out)
{
    uint32_t words[2];
    hk_value power, quotient, rest;
    /* 10^tens has more than 3 bits a digit: far below half of it there is only zero. */
    if (tens > (int64_t)hki_big_bits(hki_int_big(v, words)) / 3 + 2) {
        *out = hki_int(0);
        return true;
    }
    if (!hki_number_binary(rt, HKI_NUM_POW, hki_int(10), hki_int(tens), &power)) return false;
    if (!hki_number_binary(rt, HKI_NUM_FLOORDIV, v, power, &quotient)) return false;
    if (!hki_number_binary(rt, HKI_NUM_MOD, v, power, &rest)) return false;
    if (!hki_number_binary(rt, HKI_NUM_ADD, rest, rest, &rest)) return false;
    int half = hki_number_compare(rest, power);
    bool odd = hki_int_big(quotient, words).size && (hki_int_big(quotient, words).limb[0] & 1);
    if ((half > 0 || (half == 0 && odd)) && !hki_number_binary(rt, HKI_NUM_ADD, quotient, hki_int(1), &quotient)) return false;
    return hki_number_binary(rt, HKI_NUM_MUL, quotient, power, out);
}

bool hki_number_round(hki_rt *rt, hk_value v, int64_t places, hk_value *out)
{
    if (v.type != HKI_FLOAT) return places < 0 ? round_tens(rt, v, places > -INT64_MAX ? -places : INT64_MAX, out) : hki_number_pos(v, out);
    double d = v.as.d;
    if (isfinite(d)) d = hki_float_round(d, places > 1000 ? 1000 : places < -1000 ? -1000 : (int)places);
    if (isinf(d) && !isinf(v.as.d)) return hki_raise(rt, HK_OVERFLOW_ERROR, "rounded value too large to represent");
    *out = hki_float(d);
    return true;
}

bool hki_number_round_int(hki_rt *rt, hk_value v, hk_value *out)
{
    if (v.type != HKI_FLOAT) return hki_number_pos(v, out);
    return hki_int_from_double(rt, isfinite(v.as.d) ? hki_float_round(v.as.d, 0) : v.as.d, out);
}
