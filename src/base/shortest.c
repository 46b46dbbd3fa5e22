/* shortest.c: the shortest decimal of a double, by Schubfach (R. Giulietti, "The Schubfach way to render doubles").
 *
 * In:  a finite double above 0.   Out: at most 17 digits and a power of ten.
 * Always: the double is c * 2^q; everything that rounds to it lies between (4c - 2) and (4c + 2) times 2^(q - 2). Scaled by a power
 * of ten that leaves two or more integer parts in that interval, it holds the answer, found by comparing three products that
 * are rounded to odd, which keeps every comparison exact. */
#include "base/shortest.h"

#include <stdbool.h>
#include <string.h>

typedef struct power { uint64_t high, low; } power;

enum { FIRST_POWER = -292 };
static const power powers[] = {
#include "base/powers_of_ten.inc"
};

static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *low)
{
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
    uint64_t middle = (p00 >> 32) + (uint32_t)p01 + (uint32_t)p10;
    *low = middle << 32 | (uint32_t)p00;
    return p11 + (p01 >> 32) + (p10 >> 32) + (middle >> 32);
}

/* The top 64 bits of g * x; the lowest bit is set if bits below were lost. */
static uint64_t round_to_odd(power g, uint64_t x)
{
    uint64_t ignored, middle;
    uint64_t carry = multiply(g.low, x, &ignored);
    uint64_t top = multiply(g.high, x, &middle);
    middle += carry;
    top += middle < carry;
    return top | (middle > 1);
}

/* floor(e * log10(2)), floor(log10(3/4 * 2^e)) and floor(e * log2(10)) for all exponents of a double. */
static int floor_log10_pow2(int e) { return (e * 1262611) >> 22; }
static int floor_log10_three_quarters_pow2(int e) { return (e * 1262611 - 524031) >> 22; }
static int floor_log2_pow10(int e) { return (e * 1741647) >> 19; }

static hki_decimal find(uint64_t c, int q, bool near_below)
{
    bool odd = c & 1;       /* an even significand also owns the ends of its interval */
    int k = near_below ? floor_log10_three_quarters_pow2(q) : floor_log10_pow2(q);
    int h = q + floor_log2_pow10(-k) + 1;
    power g = powers[-k - FIRST_POWER];
    uint64_t lower = round_to_odd(g, (4 * c - 2 + near_below) << h) + odd;
    uint64_t value = round_to_odd(g, 4 * c << h);
    uint64_t upper = round_to_odd(g, (4 * c + 2) << h) - odd;
    uint64_t s = value / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool down = lower <= 40 * tens, up = 40 * tens + 40 <= upper;
        if (down != up) return (hki_decimal){tens + up, k + 1};
    }
    bool down = lower <= 4 * s, up = 4 * s + 4 <= upper;
    if (down != up) return (hki_decimal){s + up, k};
    uint64_t middle = 4 * s + 2;
    return (hki_decimal){s + (value > middle || (value == middle && (s & 1))), k};
}

static hki_decimal without_zeros(hki_decimal n)
{
    while (n.digits % 10000 == 0) {
        n.digits /= 10000;
        n.exponent += 4;
    }
    while (n.digits % 10 == 0) {
        n.digits /= 10;
        n.exponent++;
    }
    return n;
}

hki_decimal hki_shortest(double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7FF);
    uint64_t c = exponent ? fraction | UINT64_C(1) << 52 : fraction;
    int q = (exponent ? exponent : 1) - 1075;
    if (q <= 0 && q > -53 && (c & ((UINT64_C(1) << -q) - 1)) == 0)
        return without_zeros((hki_decimal){c >> -q, 0});    /* an integer below 2^53 */
    return without_zeros(find(c, q, fraction == 0 && exponent > 1));
}
