/* hashes.h: an index by hash over records that stand in an array of their owner: open addressing, no deletion.
 *
 * Use:  uint32_t s = hki_hashes_start(h, hash), i;
 *       while (hki_hashes_next(h, hash, &s, &i)) if (…record i is it…) return i;
 *       …append record n…; hki_hashes_add(h, hash, n, s). */
#ifndef HKI_HASHES_H
#define HKI_HASHES_H

#include "base/mem.h"

typedef struct hki_hash_slot { uint32_t hash, index; } hki_hash_slot;      /* index: of the record + 1; 0: free */
typedef struct hki_hashes {
    const hk_allocator *mem;
    hki_hash_slot *slot;
    uint32_t cap, count;        /* cap is 0 or a power of two */
} hki_hashes;

static inline void hki_hashes_free(hki_hashes *h) { hki_mem_free(h->mem, h->slot, h->cap * sizeof *h->slot); }

static inline uint32_t hki_hashes_start(const hki_hashes *h, uint32_t hash) { return h->cap ? hash & (h->cap - 1) : 0; }

/* The next record with this hash, from slot *s on. */
static inline bool hki_hashes_next(const hki_hashes *h, uint32_t hash, uint32_t *s, uint32_t *index)
{
    if (!h->cap) return false;
    while (h->slot[*s].index) {
        hki_hash_slot found = h->slot[*s];
        *s = (*s + 1) & (h->cap - 1);
        if (found.hash == hash) {
            *index = found.index - 1;
            return true;
        }
    }
    return false;
}

/* Adds a record that was looked for in vain; `s` is where that ended. False without memory. */
bool hki_hashes_add_more(hki_hashes *h, uint32_t hash, uint32_t index);
static inline bool hki_hashes_add(hki_hashes *h, uint32_t hash, uint32_t index, uint32_t s)
{
    if (h->count >= h->cap / 2) return hki_hashes_add_more(h, hash, index);
    h->slot[s] = (hki_hash_slot){hash, index + 1};
    h->count++;
    return true;
}

static inline uint32_t hki_hash_pair(uint32_t a, uint32_t b)
{
    uint64_t h = ((uint64_t)a << 32 | b) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

#endif
