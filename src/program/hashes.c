/* hashes.c: growing of the index in hashes.h. At most half of the slots are taken. */
#include "program/hashes.h"

static void put(hki_hash_slot *slot, uint32_t cap, hki_hash_slot s)
{
    uint32_t at = s.hash & (cap - 1);
    while (slot[at].index) at = (at + 1) & (cap - 1);
    slot[at] = s;
}

static bool grow(hki_hashes *h)
{
    uint32_t cap = h->cap ? h->cap * 2 : 32;
    if (cap < h->cap) return false;
    hki_hash_slot *slot = hki_mem_zero(h->mem, cap, sizeof *slot);
    if (!slot) return false;
    for (uint32_t i = 0; i < h->cap; i++) {
        if (h->slot[i].index) put(slot, cap, h->slot[i]);
    }
    hki_hashes_free(h);
    h->slot = slot;
    h->cap = cap;
    return true;
}

bool hki_hashes_add(hki_hashes *h, uint32_t hash, uint32_t index)
{
    if (h->count >= h->cap / 2 && !grow(h)) return false;
    put(h->slot, h->cap, (hki_hash_slot){hash, index + 1});
    h->count++;
    return true;
}
