/* ascii.h: ASCII letters, eight bytes at a time. */
#ifndef HKI_ASCII_H
#define HKI_ASCII_H

#include "base/copy.h"

#define HKI_EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (uint64_t)(c))

/* Which letters change their case. */
enum hki_letters { HKI_SMALL = 1, HKI_CAPITAL = 2 };

/* The bit 0x20 of each byte of ASCII that lies within `first` and first + 25: the sums carry into a byte's high bit. */
static inline uint64_t hki_letter_bits(uint64_t word, char first)
{
    uint64_t low = word & HKI_EACH_BYTE(0x7f);
    uint64_t from = low + HKI_EACH_BYTE(0x80 - first), behind = low + HKI_EACH_BYTE(0x80 - first - 26);
    return ((from & ~behind & ~word) & HKI_EACH_BYTE(0x80)) >> 2;
}

static inline uint64_t hki_flip_bits(uint64_t word, enum hki_letters which)
{
    return (which & HKI_SMALL ? hki_letter_bits(word, 'a') : 0) | (which & HKI_CAPITAL ? hki_letter_bits(word, 'A') : 0);
}

/* Copies text with those letters in the other case; whether there were any. The copy stands elsewhere. */
static inline bool hki_ascii_flip(char *to, const char *text, size_t size, enum hki_letters which)
{
    uint64_t word, flip, any;
    if (size < 8) {
        word = hki_load_up_to_8(text, size);
        any = hki_flip_bits(word, which);
        word ^= any;
        hki_copy_text(to, (const char *)&word, size);
        return any != 0;
    }
    word = hki_load_8(text + size - 8);         /* the last eight, of which some may be the next to last eight's */
    any = hki_flip_bits(word, which);
    word ^= any;
    memcpy(to + size - 8, &word, 8);
    for (size_t at = 0; at + 8 < size; at += 8) {
        word = hki_load_8(text + at);
        flip = hki_flip_bits(word, which);
        any |= flip;
        word ^= flip;
        memcpy(to + at, &word, 8);
    }
    return any != 0;
}

static inline bool hki_ascii_has(const char *text, size_t size, enum hki_letters which)
{
    if (size < 8) return hki_flip_bits(hki_load_up_to_8(text, size), which) != 0;
    uint64_t any = hki_flip_bits(hki_load_8(text + size - 8), which);
    for (size_t at = 0; at + 8 < size; at += 8) any |= hki_flip_bits(hki_load_8(text + at), which);
    return any != 0;
}

#endif
