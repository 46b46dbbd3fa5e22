/* hash.h: keyed hash of bytes (SipHash-1-3 or as strong): keys chosen by an attacker behave as random ones. */
#ifndef HKI_HASH_H
#define HKI_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/copy.h"
#include "base/inline.h"

uint32_t hki_hash_bytes(uint64_t seed, const void *bytes, size_t size);
uint32_t hki_hash_word(uint64_t seed, uint64_t word);

/* A text's first 16 bytes, zeros behind its end. */
typedef struct hki_rim { uint64_t first, last; } hki_rim;
enum { HKI_RIM_IS_ALL = sizeof(hki_rim) };
HKI_INLINE hki_rim hki_rim_of(const char *text, size_t size)
{
    return (hki_rim){hki_load_up_to_8(text, size), size > 8 ? hki_load_up_to_8(text + 8, size - 8) : 0};
}

/* The same of a text of up to 16 bytes, where as many may be read. */
HKI_INLINE hki_rim hki_rim_within(const char *text, size_t size)
{
    static const char kept[9][8] = {{0}, {-1}, {-1, -1}, {-1, -1, -1}, {-1, -1, -1, -1}, {-1, -1, -1, -1, -1}, {-1, -1, -1, -1, -1, -1},
        {-1, -1, -1, -1, -1, -1, -1}, {-1, -1, -1, -1, -1, -1, -1, -1}};
    if (__builtin_expect(size <= 8, 1)) return (hki_rim){hki_load_8(text) & hki_load_8(kept[size]), 0};
    return (hki_rim){hki_load_8(text), hki_load_8(text + 8) & hki_load_8(kept[size - 8])};
}

HKI_INLINE uint64_t hki_fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    return (uint64_t)hki_hash_word(a, b) << 32 | hki_hash_word(b, a);
#endif
}

/* hki_hash_bytes for tables that live no longer than one compile: a third of the work for the short texts that names are, by folded
 * products of 128 bits. Nobody outside sees such a hash, or how long a look-up takes, so that a weaker function is good enough. */
HKI_INLINE uint64_t hki_hash_salt(uint64_t seed) { return UINT64_C(0x8EBC6AF09C88C6E3) ^ (seed >> 32 | seed << 32); }
HKI_INLINE uint32_t hki_hash_salted(uint64_t start, uint64_t salt, hki_rim rim)
{
    return (uint32_t)hki_fold(rim.first ^ start, rim.last ^ salt);
}

static inline uint32_t hki_hash_name(uint64_t seed, const char *text, size_t size)
{
    uint64_t start = seed;
    if (size > 64) return hki_hash_bytes(seed, text, size);
    for (; size > HKI_RIM_IS_ALL; size -= 16, text += 16)
        start = hki_fold(hki_load_8(text) ^ start, hki_load_8(text + 8) ^ UINT64_C(0xE7037ED1A0B428DB));
    return hki_hash_salted(start, hki_hash_salt(seed), hki_rim_of(text, size));
}

/* A seed that differs from run to run, and is the same for all of a run: hashes of values of one environment serve another. */
uint64_t hki_hash_seed(void);
/* Another one each time (getrandom, or addresses and the clock where that fails). */
uint64_t hki_random_seed(void);

#endif
