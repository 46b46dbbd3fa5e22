/* number_text.h: numbers to text and back, exact, and whatever the locale. */
#ifndef HKI_NUMBER_TEXT_H
#define HKI_NUMBER_TEXT_H

#include "base/buf.h"

/* The digits of 0 to 999, and in the last byte how many. */
extern const char hki_small_ints[1000 * 4];

/* Puts the decimal text of an integer, without a NUL, where there is room for 20 bytes; returns its end. */
char *hki_put_large_int(char *to, int64_t i);
static inline char *hki_put_int(char *to, int64_t i)
{
    if ((uint64_t)i >= 1000) return hki_put_large_int(to, i);
    memcpy(to, hki_small_ints + 4 * i, 4);
    return to + hki_small_ints[4 * i + 3];
}
static inline size_t hki_int_text(char *to, int64_t i) { return (size_t)(hki_put_int(to, i) - to); }

/* Python's repr of a float: the shortest text that reads back as the same number ("1e+16", "0.1", "-0.0", "inf",
 * "nan"); without a NUL, at most 32 bytes. */
size_t hki_float_repr(char *to, double d);

/* The digits of a finite number that is not negative, without a point, appended to `out`; correctly rounded (half to even on
 * the exact binary value). *exponent is the decimal exponent of the first digit: value = d.ddd * 10^*exponent.
 *   fixed = false: `digits` significant digits, at least 1; the first is 0 only if the number is.
 *   fixed = true:  `digits` digits after the decimal point, at least 0, and *exponent + 1 before it, at least 1. */
void hki_float_digits(hki_buf *out, double d, int digits, bool fixed, int *exponent);

/* A finite number that is not negative with `places` digits behind the point, correctly rounded; its length, at most 32. 0: this short way
 * does not lead there, hki_float_digits does. */
enum { HKI_MOST_FIXED = 15 };
size_t hki_fixed_text(char *to, double d, int places);

/* Reads what Python's float(text) reads (white space around, underscores between digits, inf, nan, any Unicode
 * decimal digits); false if it is not a number. */
bool hki_float_parse(const char *text, size_t size, double *out);

/* Takes away the white space that int() and float() allow around a number. */
void hki_number_strip(const char **text, size_t *size);

/* The next character of a number at *at, which moves behind it: any decimal digit as '0' to '9', other ASCII as it is, the rest (NUL
 * too) as 0xFF. */
unsigned char hki_number_next(const char **at);

/* Reads a plain literal: digits, optional fraction and exponent, no sign, no underscores; always succeeds on such. */
double hki_float_literal(const char *text, size_t size);

/* round(d, places) of a finite number as Python does it: correctly rounded, half to even on the exact decimal value.
 * Infinite if the result is too large. */
double hki_float_round(double d, int places);

/* 10^0 to 10^22: the powers of ten that a double holds exactly. */
enum { HKI_LAST_EXACT_TEN = 22 };
extern const double hki_exact_tens[HKI_LAST_EXACT_TEN + 1];

#endif
