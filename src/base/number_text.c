/* number_text.c: integers and floats as text.
 *
 * In:  numbers.   Out: digits, as Python writes them.
 * Always: correctly rounded. Where the C library's printf does the work (it is exact for any number of digits), the decimal point,
 * which depends on the locale, is skipped whatever its bytes are. */
#include "base/number_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/inline.h"
#include "base/shortest.h"

const double hki_exact_tens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22};

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051"
                                  "525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static inline char *put_pair(char *to, uint64_t pair)
{
    memcpy(to, digit_pairs + 2 * pair, 2);
    return to + 2;
}

/* Most numbers that are printed are small: a look-up instead of divisions and branches. */
#define ONE(c) '0' + c, 0, 0, 1
#define TWO(b, c) '0' + b, '0' + c, 0, 2
#define THREE(a, b, c) '0' + a, '0' + b, '0' + c, 3
#define TWOS(b) TWO(b, 0), TWO(b, 1), TWO(b, 2), TWO(b, 3), TWO(b, 4), TWO(b, 5), TWO(b, 6), TWO(b, 7), TWO(b, 8), TWO(b, 9)
#define TEN(a, b) THREE(a, b, 0), THREE(a, b, 1), THREE(a, b, 2), THREE(a, b, 3), THREE(a, b, 4), THREE(a, b, 5), THREE(a, b, 6), \
    THREE(a, b, 7), THREE(a, b, 8), THREE(a, b, 9)
#define THREES(a) TEN(a, 0), TEN(a, 1), TEN(a, 2), TEN(a, 3), TEN(a, 4), TEN(a, 5), TEN(a, 6), TEN(a, 7), TEN(a, 8), TEN(a, 9)
const char hki_small_ints[1000 * 4] = {ONE(0), ONE(1), ONE(2), ONE(3), ONE(4), ONE(5), ONE(6), ONE(7), ONE(8), ONE(9), TWOS(1), TWOS(2),
    TWOS(3), TWOS(4), TWOS(5), TWOS(6), TWOS(7), TWOS(8), TWOS(9), THREES(1), THREES(2), THREES(3), THREES(4), THREES(5), THREES(6),
    THREES(7), THREES(8), THREES(9)};
#undef ONE
#undef TWO
#undef THREE
#undef TWOS
#undef TEN
#undef THREES

/* A number below 100 without a leading zero. */
static inline char *put_head(char *to, uint64_t pair)
{
    if (pair >= 10) return put_pair(to, pair);
    *to = (char)('0' + pair);
    return to + 1;
}

/* `count` pairs of digits behind the point of a number whose fraction is its low 32 bits. */
static inline char *put_fraction(char *to, uint64_t number, unsigned count)
{
    for (; count; count--) {
        number = (number & UINT32_MAX) * 100;
        to = put_pair(to, number >> 32);
    }
    return to;
}

/* u / 10^4 and u / 10^6 with such a fraction, rounded up by less than the last digit is worth; u below 10^6 and 10^8. */
static inline uint64_t over_10000(uint64_t u) { return u * 429497; }
static inline uint64_t over_1000000(uint64_t u) { return (u * 281474977 >> 16) + 1; }

enum { EIGHT_DIGITS = 100000000 };

static inline char *put_eight(char *to, uint64_t u)
{
    uint64_t number = over_1000000(u);
    return put_fraction(put_pair(to, number >> 32), number, 3);
}

/* Branches by the length, which mostly is that of the number before: then nothing waits for the digits. (A length that is looked up, as
 * that of small numbers is, takes fewer instructions, but nearly twice the time.) */
HKI_INLINE char *put_up_to_eight(char *to, uint64_t u)
{
    if (u < 100) return put_head(to, u);
    if (u < 10000) return put_pair(put_head(to, u / 100), u % 100);
    if (u < 1000000) return put_fraction(put_head(to, over_10000(u) >> 32), over_10000(u), 2);
    return put_fraction(put_head(to, over_1000000(u) >> 32), over_1000000(u), 3);
}

HKI_APART char *put_long(char *to, uint64_t u)
{
    uint64_t high = u / EIGHT_DIGITS;
    if (high >= EIGHT_DIGITS) to = put_eight(put_up_to_eight(to, high / EIGHT_DIGITS), high % EIGHT_DIGITS);
    else to = put_up_to_eight(to, high);
    return put_eight(to, u % EIGHT_DIGITS);
}

HKI_INLINE char *put_unsigned(char *to, uint64_t u)
{
    return u < EIGHT_DIGITS ? put_up_to_eight(to, u) : put_long(to, u);
}

char *hki_put_large_int(char *to, int64_t i)
{
    if (i < 0) *to++ = '-';
    return put_unsigned(to, i < 0 ? 0 - (uint64_t)i : (uint64_t)i);
}

static char *put(char *to, const char *text, size_t size)
{
    memcpy(to, text, size);
    return to + size;
}

static char *put_zeros(char *to, int count)
{
    memset(to, '0', (size_t)count);
    return to + count;
}

/* [python] d.ddde+XX, the exponent with two digits at least */
static char *put_scientific(char *to, const char *digit, size_t count, int exponent)
{
    *to++ = digit[0];
    if (count > 1) {
        *to++ = '.';
        to = put(to, digit + 1, count - 1);
    }
    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    if (exponent < 0) exponent = -exponent;
    if (exponent < 10) *to++ = '0';
    return to + hki_int_text(to, exponent);
}

/* The point stands behind the first exponent + 1 digits; there is always a digit on both sides of it. */
static char *put_positional(char *to, const char *digit, size_t count, int exponent)
{
    int before = exponent + 1, have = (int)count;
    if (before <= 0) {
        to = put(to, "0.", 2);
        to = put_zeros(to, -before);
        return put(to, digit, count);
    }
    if (before >= have) {
        to = put(to, digit, count);
        to = put_zeros(to, before - have);
        return put(to, ".0", 2);
    }
    to = put(to, digit, (size_t)before);
    *to++ = '.';
    return put(to, digit + before, count - (size_t)before);
}

/* d > 0 as a number with a few places, if it is one: texts of up to 15 digits are those of different doubles, so there is no shorter one.
 * (Prices and the like: a tenth of the work.) */
static bool has_few_places(double d, hki_decimal *out)
{
    for (int places = 0; places <= 3; places++) {
        double scaled = d * hki_exact_tens[places];
        if (!(scaled < 1e15)) return false;
        int64_t whole = (int64_t)(scaled + 0.5);
        if ((double)whole / hki_exact_tens[places] != d) continue;
        *out = (hki_decimal){(uint64_t)whole, -places};
        return true;
    }
    return false;
}

size_t hki_float_repr(char *to, double d)
{
    char *start = to, text[20];
    if (isnan(d)) return (size_t)(put(to, "nan", 3) - start);
    if (signbit(d)) *to++ = '-';
    if (isinf(d)) return (size_t)(put(to, "inf", 3) - start);
    hki_decimal n = {0, 0};
    if (d != 0 && !has_few_places(fabs(d), &n)) n = hki_shortest(fabs(d));
    size_t count = (size_t)(put_unsigned(text, n.digits) - text);
    int exponent = n.exponent + (int)count - 1;
    bool scientific = exponent < -4 || exponent >= 16;  /* [python] float.__repr__ */
    to = scientific ? put_scientific(to, text, count, exponent) : put_positional(to, text, count, exponent);
    return (size_t)(to - start);
}

/* d * 10^places to the nearest integer, half to even, if that is below 2^52: false otherwise. */
static bool scaled(double d, int places, int64_t *out)
{
    if (places < 0 || places > HKI_LAST_EXACT_TEN || !(d < 0x1p52 / hki_exact_tens[places])) return false;
    double product = d * hki_exact_tens[places];
    int64_t whole = (int64_t)product;
    double fraction = product - (double)whole;
    /* The product was rounded, but not across a half: all halves here are doubles. If it is one, what was lost decides. */
    double lost = fraction == 0.5 ? fma(d, hki_exact_tens[places], -product) : 0;
    bool up = fraction > 0.5 || (fraction == 0.5 && (lost > 0 || (lost == 0 && (whole & 1))));
    *out = whole + up;
    return true;
}

size_t hki_fixed_text(char *to, double d, int places)
{
    int64_t number;
    char digit[20], *start = to;
    if (places > HKI_MOST_FIXED || !scaled(d, places, &number)) return 0;
    size_t count = hki_int_text(digit, number), after = (size_t)places, before = count > after ? count - after : 0;
    if (before) to = put(to, digit, before);
    else *to++ = '0';
    if (places) *to++ = '.';
    if (count < after) to = put_zeros(to, places - (int)count);
    return (size_t)(put(to, digit + before, count - before) - start);
}

/* Below the last digit of any double: printf is not asked for more. */
enum { MOST_DIGITS = 1100 };

/* What "%.*e" or "%.*f" prints, without the point and without the exponent, which is returned. */
static int print_digits(hki_buf *out, double d, int precision, bool fixed)
{
    /* The longest: 309 digits before the point, the point (up to 4 bytes), an exponent, a NUL. */
    size_t most = (size_t)precision + 330;
    char *to = hki_buf_room(out, most);
    if (!to) return 0;
    int length = fixed ? snprintf(to, most, "%.*f", precision, d) : snprintf(to, most, "%.*e", precision, d);
    char *end = to + length;
    int exponent = 0;
    if (!fixed) {
        char *mark = memchr(to, 'e', (size_t)length);
        exponent = (int)strtol(mark + 1, NULL, 10);
        end = mark;
    }
    int before = precision ? (int)strspn(to, "0123456789") : (int)(end - to);
    memmove(to + before, end - precision, (size_t)precision);
    out->size += (size_t)(before + precision);
    return fixed ? before - 1 : exponent;
}

static int put_scaled(hki_buf *out, int64_t number, int places)
{
    char text[20];
    int count = (int)hki_int_text(text, number);
    if (count <= places) hki_buf_fill(out, '0', (size_t)(places + 1 - count));
    hki_buf_put(out, text, (size_t)count);
    return count <= places ? 0 : count - places - 1;
}

void hki_float_digits(hki_buf *out, double d, int digits, bool fixed, int *exponent)
{
    int64_t number;
    int precision = fixed ? digits : digits - 1;
    int printed = precision < MOST_DIGITS ? precision : MOST_DIGITS;
    if (fixed && scaled(d, digits, &number)) *exponent = put_scaled(out, number, digits);
    else *exponent = print_digits(out, d, printed, fixed);
    if (precision > printed) hki_buf_fill(out, '0', (size_t)(precision - printed));
}

/* The `count` digits in `text` times 10^exponent; there is room for 12 bytes behind them. */
static double read_back(char *text, size_t count, int exponent)
{
    text[count++] = 'e';
    count += hki_int_text(text + count, exponent);
    text[count] = '\0';
    return strtod(text, NULL);
}

/* A number below 2^53, to places >= 0. */
static double round_fraction(double d, int places)
{
    char text[380];
    size_t size = (size_t)snprintf(text, sizeof text - 12, "%.*f", places, d);
    size_t before = strspn(text, "0123456789"), after = (size_t)places;
    memmove(text + before, text + size - after, after);
    return read_back(text, before + after, -places);
}

/* Adds 1 to a row of digits; true if it overflowed to zeros. */
static bool carry(char *digit, size_t count)
{
    while (count && digit[count - 1] == '9') digit[--count] = '0';
    if (count) digit[count - 1]++;
    return !count;
}

/* To a multiple of 10^tens, tens > 0. */
static double round_whole(double d, int tens)
{
    char text[340];
    double whole = trunc(d);
    size_t count = (size_t)snprintf(text, sizeof text - 12, "%.0f", whole), cut = (size_t)tens;
    if (cut > count) return 0;
    size_t keep = count - cut;
    bool odd = keep && (text[keep - 1] & 1);
    bool half = text[keep] == '5' && d == whole && strspn(text + keep + 1, "0") == cut - 1;
    bool up = half ? odd : text[keep] >= '5';
    if (up && carry(text, keep)) {
        text[0] = '1';
        return read_back(text, 1, tens + (int)keep);
    }
    return keep ? read_back(text, keep, tens) : 0;
}

double hki_float_round(double d, int places)
{
    int64_t number;
    double size = fabs(d), rounded;
    if (places > 323 || (places >= 0 && size >= 0x1p53)) return d;  /* [python] no double has more places */
    if (places < -308) rounded = 0;
    else if (scaled(size, places, &number)) rounded = (double)number / hki_exact_tens[places];
    else rounded = places < 0 ? round_whole(size, -places) : round_fraction(size, places);
    return signbit(d) ? -rounded : rounded;
}
