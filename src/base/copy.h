/* copy.h: copying and comparing texts that are mostly short. Up to 32 bytes are moved as two overlapping pieces of fixed size, which
 * the compiler turns into a few loads and stores; a call of memcpy or memcmp costs several times as much. (A page of short texts
 * between values renders a third faster.) */
#ifndef HKI_COPY_H
#define HKI_COPY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/inline.h"

/* memcpy(to, from, size) */
HKI_INLINE void hki_copy_text(char *to, const char *from, size_t size)
{
    char first[16], last[16];
    if (size > 32) {
        memcpy(to, from, size);
    } else if (size >= 16) {
        memcpy(first, from, 16), memcpy(last, from + size - 16, 16);
        memcpy(to, first, 16), memcpy(to + size - 16, last, 16);
    } else if (size >= 8) {
        memcpy(first, from, 8), memcpy(last, from + size - 8, 8);
        memcpy(to, first, 8), memcpy(to + size - 8, last, 8);
    } else if (size >= 4) {
        memcpy(first, from, 4), memcpy(last, from + size - 4, 4);
        memcpy(to, first, 4), memcpy(to + size - 4, last, 4);
    } else if (size) {
        to[0] = from[0], to[size / 2] = from[size / 2], to[size - 1] = from[size - 1];
    }
}

/* The same where HKI_COPY_SLACK bytes behind `to` may be written and 32 behind `from` read: no branch tells short texts apart, which
 * nobody can foretell where they differ in length. */
enum { HKI_COPY_SLACK = 64 };
HKI_INLINE void hki_copy_loose(char *to, const char *from, size_t size)
{
    memcpy(to, from, 32);
    if (size > 32) memcpy(to + 32, from + 32, 32);
    if (size > 64) memcpy(to + 64, from + 64, size - 64);
}

static inline uint64_t hki_load_8(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t hki_load_4(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Up to eight bytes in the order of memory, those behind the end being 0. */
static inline uint64_t hki_load_up_to_8(const char *at, size_t size)
{
    if (size >= 8) return hki_load_8(at);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (size >= 4) return hki_load_4(at) | (uint64_t)hki_load_4(at + size - 4) << 8 * (size - 4);
    if (!size) return 0;
    const unsigned char *byte = (const unsigned char *)at;
    return byte[0] | (uint64_t)byte[size / 2] << 8 * (size / 2) | (uint64_t)byte[size - 1] << 8 * (size - 1);
#else
    uint64_t word = 0;
    hki_copy_text((char *)&word, at, size);
    return word;
#endif
}

/* Eight bytes as a number that sorts as they do. */
static inline uint64_t hki_sorting(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return __builtin_bswap64(word);
#else
    return word;
#endif
}

/* … as the number of which the first is the lowest. */
static inline uint64_t hki_little(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word;
#else
    return __builtin_bswap64(word);
#endif
}

static inline uint64_t hki_load_sorting(const char *at) { return hki_sorting(hki_load_8(at)); }
static inline uint64_t hki_load_sorting_up_to(const char *at, size_t size) { return hki_sorting(hki_load_up_to_8(at, size)); }

/* memcmp(a, b, size) == 0 */
HKI_INLINE bool hki_same_text(const char *a, const char *b, size_t size)
{
    if (size > 16) return memcmp(a, b, size) == 0;
    if (size >= 8) return ((hki_load_8(a) ^ hki_load_8(b)) | (hki_load_8(a + size - 8) ^ hki_load_8(b + size - 8))) == 0;
    if (size >= 4) return ((hki_load_4(a) ^ hki_load_4(b)) | (hki_load_4(a + size - 4) ^ hki_load_4(b + size - 4))) == 0;
    return !size || (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
}

#endif
