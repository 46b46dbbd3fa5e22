/* hash.h: keyed hash of bytes (SipHash-1-3 or as strong): keys chosen by an attacker behave as random ones. */
#ifndef HKI_HASH_H
#define HKI_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/copy.h"

uint32_t hki_hash_bytes(uint64_t seed, const void *bytes, size_t size);
uint32_t hki_hash_word(uint64_t seed, uint64_t word);

/* The same for tables that live no longer than one compile: a third of the work for the short texts that names are, by folded products
 * of 128 bits. Nobody outside sees such a hash, or how long a look-up takes, so that a weaker function is good enough. */
static inline uint32_t hki_hash_name(uint64_t seed, const char *text, size_t size)
{
#ifdef __SIZEOF_INT128__
    uint64_t first, last, sum = seed ^ size * UINT64_C(0x9E3779B97F4A7C15);
    if (size > 64) return hki_hash_bytes(seed, text, size);
    for (; size > 16; size -= 16, text += 16) {
        unsigned __int128 product = (unsigned __int128)(hki_load_8(text) ^ sum) * (hki_load_8(text + 8) ^ UINT64_C(0xE7037ED1A0B428DB));
        sum = (uint64_t)product ^ (uint64_t)(product >> 64);
    }
    if (size >= 8) {
        first = hki_load_8(text);
        last = hki_load_8(text + size - 8);
    } else if (size >= 4) {
        first = hki_load_4(text);
        last = hki_load_4(text + size - 4);
    } else {
        first = size ? (uint64_t)(unsigned char)text[0] << 16 | (uint64_t)(unsigned char)text[size / 2] << 8 : 0;
        last = size ? (unsigned char)text[size - 1] : 0;
    }
    unsigned __int128 product = (unsigned __int128)(first ^ sum) * (last ^ UINT64_C(0x8EBC6AF09C88C6E3) ^ (seed >> 32 | seed << 32));
    return (uint32_t)((uint64_t)product ^ (uint64_t)(product >> 64));
#else
    return hki_hash_bytes(seed, text, size);
#endif
}

/* A seed that differs from run to run, and is the same for all of a run: hashes of values of one environment serve another. */
uint64_t hki_hash_seed(void);
/* Another one each time (getrandom, or addresses and the clock where that fails). */
uint64_t hki_random_seed(void);

#endif
