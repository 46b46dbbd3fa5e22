/* hash.c: SipHash-1-3 (Aumasson, Bernstein), folded to 32 bits.
 *
 * In:  bytes, and a seed that an attacker does not know.   Out: their hash.
 * Always: the 128-bit key is made of the 64-bit seed; its second half is the seed mixed once more. */
#include "base/ascii.h"
#include "base/hash.h"

#include <string.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif
#include <sys/random.h>
#include <time.h>

typedef struct sip { uint64_t v0, v1, v2, v3; } sip;

static inline uint64_t rotate(uint64_t x, unsigned by) { return x << by | x >> (64 - by); }

static inline void sip_round(sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static inline void sip_word(sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

static inline sip sip_start(uint64_t seed)
{
    uint64_t second = rotate(seed, 29) * UINT64_C(0x9E3779B97F4A7C15);
    return (sip){seed ^ UINT64_C(0x736F6D6570736575), second ^ UINT64_C(0x646F72616E646F6D), seed ^ UINT64_C(0x6C7967656E657261),
        second ^ UINT64_C(0x7465646279746573)};
}

static inline uint64_t sip_end(sip *s)
{
    s->v2 ^= 0xFF;
    sip_round(s);
    sip_round(s);
    sip_round(s);
    return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

static inline uint32_t fold(uint64_t hash) { return (uint32_t)(hash ^ hash >> 32); }

uint32_t hki_hash_bytes(uint64_t seed, const void *bytes, size_t size)
{
    sip s = sip_start(seed);
    const char *p = bytes;
    size_t left = size;
    for (; left >= 8; left -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, sizeof word);
        sip_word(&s, word);
    }
    sip_word(&s, (uint64_t)size << 56 ^ hki_load_up_to_8(p, left));
    return fold(sip_end(&s));
}

static uint64_t hash_word(uint64_t seed, uint64_t word)
{
    sip s = sip_start(seed);
    sip_word(&s, word);
    return sip_end(&s);
}

uint32_t hki_hash_word(uint64_t seed, uint64_t word) { return fold(hash_word(seed, word)); }

/* From what the kernel gave the process at its start, so that no global has to be kept. Of two unknown words: weaker mixing will do. */
uint64_t hki_hash_seed(void)
{
    static const char place[1];
    uint64_t words[2] = {(uint64_t)(uintptr_t)place, 0};
#ifdef __linux__
    uintptr_t random = getauxval(AT_RANDOM);
    if (random) memcpy(words, (const void *)random, sizeof words);
#endif
    return hki_fold(words[0] ^ UINT64_C(0xE7037ED1A0B428DB), words[1] ^ UINT64_C(0x8EBC6AF09C88C6E3));
}

uint64_t hki_random_seed(void)
{
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed) return seed;
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)(uintptr_t)&seed * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)now.tv_nsec << 32 ^ (uint64_t)now.tv_sec;
}
