/* dense.h: words by the small numbers of something else, all of them 0 until they are set. */
#ifndef HKI_DENSE_H
#define HKI_DENSE_H

#include "base/mem.h"

typedef struct hki_dense { const hk_allocator *mem; uint32_t *word, count; } hki_dense;

static inline uint32_t hki_dense_get(const hki_dense *d, uint32_t at) { return at < d->count ? d->word[at] : 0; }
static inline void hki_dense_free(hki_dense *d) { hki_mem_free(d->mem, d->word, d->count * sizeof *d->word); }

/* False without memory. (hashes.c) */
bool hki_dense_grow(hki_dense *d, uint32_t at);
static inline bool hki_dense_set(hki_dense *d, uint32_t at, uint32_t word)
{
    if (at >= d->count && !hki_dense_grow(d, at)) return false;
    d->word[at] = word;
    return true;
}

#endif
