/* number.h: arithmetic, comparison, hashing and rounding of numbers (bool, int of any size, float) as Python does them.
 *
 * Always: both operands are numbers (hki_is_number), or integers (hki_is_integer) where a comment says so; the other cases and
 * their TypeErrors are ops.c's. A result that fits 64 bits is an INT, whatever it was computed from. */
#ifndef HKI_NUMBER_H
#define HKI_NUMBER_H

#include "base/bigint.h"
#include "value/rt.h"

enum hki_number_op { HKI_NUM_ADD, HKI_NUM_SUB, HKI_NUM_MUL, HKI_NUM_DIV, HKI_NUM_FLOORDIV, HKI_NUM_MOD, HKI_NUM_POW };

/* *out = a op b; false after raising ZeroDivisionError, OverflowError or HK_LIMIT (an integer over HKI_MAX_INT_BITS). */
bool hki_number_binary(hki_rt *rt, enum hki_number_op op, hk_value a, hk_value b, hk_value *out);
bool hki_number_neg(hki_rt *rt, hk_value a, hk_value *out);
bool hki_number_pos(hk_value a, hk_value *out);     /* +True is 1; never fails */
bool hki_number_abs(hki_rt *rt, hk_value a, hk_value *out);

/* -1, 0, 1; HKI_UNORDERED if one is a NaN. Exact between int and float. */
enum { HKI_UNORDERED = 2 };
int hki_number_compare(hk_value a, hk_value b);
/* Equal numbers have equal hashes, whatever their types. */
uint32_t hki_number_hash(uint64_t seed, hk_value v);

/* round(v, places): an int stays an int, a float a float. */
bool hki_number_round(hki_rt *rt, hk_value v, int64_t places, hk_value *out);
/* round(v) of a float: an int. ("cannot convert float NaN to integer") */
bool hki_number_round_int(hki_rt *rt, hk_value v, hk_value *out);

/* int(d) of a float: truncates towards zero; ValueError for a NaN, OverflowError for an infinity. */
bool hki_int_from_double(hki_rt *rt, double d, hk_value *out);
/* float(v) of a number; OverflowError "int too large to convert to float". */
bool hki_number_double(hki_rt *rt, hk_value v, double *out);

/* The digits of an integer in `base` (2 to 36), with '-', appended. ValueError over HKI_MAX_INT_DIGITS digits, unless
 * base is a power of two. [python: sys.int_max_str_digits] */
bool hki_int_digits(hki_rt *rt, hki_buf *out, hk_value v, int base);
/* Digits of `base`, nothing else, as an integer value. The same ValueError. */
bool hki_int_parse(hki_rt *rt, const char *digits, size_t size, int base, bool negative, hk_value *out);

/* An integer value seen as sign and magnitude; words[2] is room for the magnitude of a small one. */
hki_big hki_int_big(hk_value v, uint32_t words[2]);
/* The sign of an integer: -1, 0, 1. */
int hki_int_sign(hk_value v);

#endif
