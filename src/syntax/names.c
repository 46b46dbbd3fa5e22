/* names.c: interning by an open-addressing table in the region of the parse.
 *
 * In:  spellings, which are kept (they stand in the parse's copy of the source or are made in its region).
 * Out: one hki_str each.   Always: at most half of the slots are in use, so that probing ends soon. */
#include "syntax/names.h"

#include "base/hash.h"

enum { FIRST_CAP = 32 };

static hki_name *find(hki_name *slots, uint32_t cap, uint32_t hash, const char *text, size_t size)
{
    for (uint32_t i = hash;; i++) {
        hki_name *n = &slots[i & (cap - 1)];
        if (!n->text || (n->hash == hash && hki_str_is(n->text, text, size))) return n;
    }
}

static bool grow(hki_names *names)
{
    uint32_t cap = names->cap ? names->cap * 2 : FIRST_CAP;
    hki_name *slots = hki_region_array(names->rt->region, cap, sizeof *slots);
    if (!slots) return hki_raise_memory(names->rt);
    memset(slots, 0, cap * sizeof *slots);
    for (uint32_t i = 0; i < names->cap; i++) {
        const hki_name *old = &names->slots[i];
        if (old->text) *find(slots, cap, old->hash, old->text->data, old->text->size) = *old;
    }
    names->slots = slots;
    names->cap = cap;
    return true;
}

hki_name *hki_names_get(hki_names *names, const char *text, size_t size)
{
    if (names->used * 2 >= names->cap && !grow(names)) return NULL;
    uint32_t hash = hki_hash_bytes(names->rt->hash_seed, text, size);
    hki_name *n = find(names->slots, names->cap, hash, text, size);
    if (n->text) return n;
    const hki_str *s = hki_str_borrow(names->rt, text, size);
    if (!s) return NULL;
    *n = (hki_name){.text = s, .hash = hash, .word = hki_word_of(text, size)};
    names->used++;
    return n;
}
