/* number_text.h: numbers to text and back, exact, and whatever the locale. */
#ifndef HKI_NUMBER_TEXT_H
#define HKI_NUMBER_TEXT_H

#include "base/buf.h"

/* The decimal text of an integer, without a NUL; returns its length (at most 20). */
size_t hki_int_text(char *to, int64_t i);

/* Python's repr of a float: the shortest text that reads back as the same number ("1e+16", "0.1", "-0.0", "inf",
 * "nan"); without a NUL, at most 32 bytes. */
size_t hki_float_repr(char *to, double d);

/* `digits` significant digits of a finite, non-negative number, correctly rounded (half to even on the exact binary
 * value), as digits without a point, and the decimal exponent of the first: value = d.ddd * 10^*exponent.
 * With fixed = true, `digits` counts digits after the decimal point instead (may be negative results: then
 * the text is empty or "0"). The digits are appended to `out`. */
void hki_float_digits(hki_buf *out, double d, int digits, bool fixed, int *exponent);

/* Reads what Python's float(text) reads (white space around, underscores between digits, inf, nan, any Unicode
 * decimal digits); false if it is not a number. */
bool hki_float_parse(const char *text, size_t size, double *out);

/* Reads a plain literal: digits, optional fraction and exponent, no sign, no underscores; always succeeds on such. */
double hki_float_literal(const char *text, size_t size);

/* round(d, places) as Python does it: correctly rounded, half to even on the exact decimal value. */
double hki_float_round(double d, int places);

#endif
