/* hash.h: keyed hash of bytes (SipHash-1-3 or as strong): keys chosen by an attacker behave as random ones. */
#ifndef HKI_HASH_H
#define HKI_HASH_H

#include <stddef.h>
#include <stdint.h>

uint32_t hki_hash_bytes(uint64_t seed, const void *bytes, size_t size);
uint32_t hki_hash_word(uint64_t seed, uint64_t word);

/* A seed that differs from run to run (getrandom, or addresses and the clock where that fails). */
uint64_t hki_hash_seed(void);

#endif
