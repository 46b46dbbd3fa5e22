/* bigint.h: integers beyond 64 bits, on libtommath. Digits are kept by the caller (in a region) between operations;
 * libtommath's own memory lives only inside a call. Semantics are Python's: // and % floor. */
#ifndef HKI_BIGINT_H
#define HKI_BIGINT_H

#include "base/buf.h"

/* A number as sign and magnitude; `limb` holds `size` 32-bit words, least significant first, no leading zero word. */
typedef struct hki_big {
    const uint32_t *limb;
    uint32_t size;
    bool negative;
} hki_big;

enum hki_big_op { HKI_BIG_ADD, HKI_BIG_SUB, HKI_BIG_MUL, HKI_BIG_FLOORDIV, HKI_BIG_MOD, HKI_BIG_POW };

enum hki_big_status { HKI_BIG_OK, HKI_BIG_NO_MEMORY, HKI_BIG_TOO_LARGE };

/* Takes room for `size` words for a result from the caller's memory; NULL refuses. */
typedef struct hki_big_home { uint32_t *(*words)(void *user, uint32_t size); void *user; } hki_big_home;

/* *out = a op b. The divisor is not zero; an exponent is not negative. A result over HKI_MAX_INT_BITS is refused, before the work
 * where the operands tell. */
enum hki_big_status hki_big_do(enum hki_big_op op, hki_big a, hki_big b, hki_big_home home, hki_big *out);
/* *out = a / b, correctly rounded; infinite if it is too large. The divisor is not zero. */
enum hki_big_status hki_big_true_div(hki_big a, hki_big b, double *out);
int hki_big_compare(hki_big a, hki_big b);          /* -1, 0, 1 */
size_t hki_big_bits(hki_big a);                     /* int.bit_length */

/* words[2] is room for the magnitude. */
hki_big hki_big_from_int(int64_t i, uint32_t words[2]);
bool hki_big_to_int(hki_big a, int64_t *out);       /* false if it does not fit */
double hki_big_to_double(hki_big a);                /* correctly rounded, as int.__float__; infinite if it is too large */
/* A finite number without its fraction, in `words`. */
enum { HKI_BIG_DOUBLE_WORDS = 32 };
hki_big hki_big_from_double(double d, uint32_t words[HKI_BIG_DOUBLE_WORDS]);

/* Digits in `base` (2 to 36), lower case, with '-' if negative. HKI_BIG_NO_MEMORY if the buffer refuses. Time grows with the square of
 * the size unless base is a power of two. */
enum hki_big_status hki_big_text(hki_big a, int base, hki_buf *out);
/* Reads digits of `base` (of either case), nothing else. */
enum hki_big_status hki_big_parse(const char *digits, size_t size, int base, bool negative, hki_big_home home, hki_big *out);

#endif
