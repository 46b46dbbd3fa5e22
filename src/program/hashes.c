/* hashes.c: growing of the tables in hashes.h and dense.h. At most half of an index's slots are taken. */
#include "program/hashes.h"

#include <string.h>

#include "program/dense.h"

bool hki_dense_grow(hki_dense *d, uint32_t at)
{
    uint32_t count = at + at / 2 + 32;
    if (count < at || count > UINT32_MAX / sizeof *d->word) return false;
    uint32_t *word = hki_mem_resize(d->mem, d->word, d->count * sizeof *word, count * sizeof *word);
    if (!word) return false;
    memset(word + d->count, 0, (count - d->count) * sizeof *word);
    d->word = word;
    d->count = count;
    return true;
}

static void put(hki_hash_slot *slot, uint32_t cap, hki_hash_slot s)
{
    uint32_t at = s.hash & (cap - 1);
    while (slot[at].index) at = (at + 1) & (cap - 1);
    slot[at] = s;
}

static bool resize(hki_hashes *h, uint32_t cap)
{
    hki_hash_slot *slot = cap > h->cap ? hki_mem_zero(h->mem, cap, sizeof *slot) : NULL;
    if (!slot) return false;
    for (uint32_t i = 0; i < h->cap; i++) {
        if (h->slot[i].index) put(slot, cap, h->slot[i]);
    }
    hki_hashes_free(h);
    h->slot = slot;
    h->cap = cap;
    return true;
}

bool hki_hashes_add_more(hki_hashes *h, uint32_t hash, uint32_t index)
{
    if (!resize(h, h->cap ? h->cap * 2 : 16)) return false;
    put(h->slot, h->cap, (hki_hash_slot){hash, index + 1});
    h->count++;
    return true;
}
