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

enum hki_big_op { HKI_BIG_ADD, HKI_BIG_SUB, HKI_BIG_MUL, HKI_BIG_FLOORDIV, HKI_BIG_MOD, HKI_BIG_POW, HKI_BIG_AND,
                  HKI_BIG_OR, HKI_BIG_XOR };

enum hki_big_status { HKI_BIG_OK, HKI_BIG_NO_MEMORY, HKI_BIG_TOO_LARGE };

/* Takes room for `size` words for a result from the caller's memory; NULL refuses. */
typedef struct hki_big_home { uint32_t *(*words)(void *user, uint32_t size); void *user; } hki_big_home;

/* *out = a op b. The divisor is not zero; an exponent is not negative. Results over HKI_MAX_INT_BITS are refused before the work. */
enum hki_big_status hki_big_do(enum hki_big_op op, hki_big a, hki_big b, hki_big_home home, hki_big *out);
int hki_big_compare(hki_big a, hki_big b);
/* words[2] is room for the magnitude. */
hki_big hki_big_from_int(int64_t i, uint32_t words[2]);
bool hki_big_to_int(hki_big a, int64_t *out);       /* false if it does not fit */
double hki_big_to_double(hki_big a, bool *overflow);    /* correctly rounded, as int.__float__ */
enum hki_big_status hki_big_from_double(double d, hki_big_home home, hki_big *out);     /* truncates; d is finite */
/* Digits in `base` (2 to 36), lower case, with '-' if negative. */
enum hki_big_status hki_big_text(hki_big a, int base, hki_buf *out);
/* Reads digits of `base`, nothing else. */
enum hki_big_status hki_big_parse(const char *digits, size_t size, int base, bool negative, hki_big_home home, hki_big *out);
size_t hki_big_bits(hki_big a);         /* int.bit_length */
uint64_t hki_big_mod_word(hki_big a, uint64_t word);    /* magnitude modulo word, for hashes */

#endif
