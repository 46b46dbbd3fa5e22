/* format.h: what Python's two format languages ("%" and format specs) share: numbers as text, and where the padding goes.
 * All work on the end of a buffer, from offset `start` on, and fail (false) after raising. */
#ifndef HKI_FORMAT_H
#define HKI_FORMAT_H

#include "value/rt.h"

typedef struct hki_layout {
    int64_t width;              /* code points; -1: none */
    uint32_t fill;
    char align;                 /* '<', '>', '^', or '=': between sign and digits */
    char sign;                  /* what stands before a number that is not negative: '+', ' ', or 0 */
    char separator;             /* between groups of digits, or 0 */
    uint8_t group;              /* digits in a group */
} hki_layout;

/* A number whose digits and rest stand in the buffer from `start` on, without its sign. */
typedef struct hki_number {
    size_t start;
    size_t digits;              /* before the decimal point */
    size_t rest;                /* code points behind them */
    const char *prefix;         /* "0x", or "" */
    bool negative;
} hki_number;

/* Puts sign, prefix, separators and padding to the number. */
bool hki_format_number(hki_rt *rt, hki_buf *out, const hki_layout *layout, const hki_number *number);
/* Pads the text from `start` on, which has `points` code points. */
bool hki_format_pad(hki_rt *rt, hki_buf *out, const hki_layout *layout, size_t start, size_t points);

/* |v| in base 2, 8, 10 or 16, lower case; v is an integer. Says whether it is negative. */
bool hki_format_digits(hki_rt *rt, hki_buf *out, hk_value v, int base, bool *negative);

enum { HKI_FLOAT_ALT = 1, HKI_FLOAT_ADD_DOT = 2, HKI_FLOAT_NO_NEGATIVE_ZERO = 4 };
/* |d| as one of e E f F g G, or r: the shortest text that reads back (precision is not used). precision is not negative. */
bool hki_format_float(hki_rt *rt, hki_buf *out, double d, char type, int64_t precision, unsigned flags, bool *negative);

/* The code point that "%c" and the spec "c" make. */
bool hki_format_point(hki_rt *rt, hki_buf *out, int64_t point);

/* A run of decimal digits (of any script, if `any`) at *at: HKI_YES with *out, HKI_NO if there is none, HKI_ERROR if it exceeds
 * INT64_MAX (nothing is raised). */
int hki_format_count(const char **at, const char *end, int64_t *out);

#endif
