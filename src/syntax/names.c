/* names.c: interning by an open-addressing table in the region of the parse.
 *
 * In:  spellings, which are kept (they stand in the parse's copy of the source or are made in its region).
 * Out: one entry each, which stays where it is.   Always: at most half of the slots are in use, so that probing ends soon. */
#include "syntax/names.h"

#include "base/limits.h"
#include "base/utf8.h"

enum { FIRST_CAP = 64 };

static hki_name **free_slot(hki_name **slots, uint32_t cap, uint32_t hash)
{
    uint32_t i = hash & (cap - 1);
    while (slots[i]) i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(hki_names *names)
{
    uint32_t cap = names->cap ? names->cap * 4 : FIRST_CAP;
    hki_name **slots = hki_region_array(names->rt->region, cap, sizeof *slots);
    if (!slots) return hki_raise_memory(names->rt);
    memset(slots, 0, cap * sizeof *slots);
    for (uint32_t i = 0; i < names->cap; i++)
        if (names->slots[i]) *free_slot(slots, cap, names->slots[i]->hash) = names->slots[i];
    names->slots = slots;
    names->cap = cap;
    return true;
}

static hki_name * __attribute__((noinline)) add(hki_names *names, uint32_t hash, hki_rim rim, const char *text, size_t size)
{
    if (names->used * 2 >= names->cap && !grow(names)) return NULL;
    hki_name *n = size <= HKI_MAX_STRING_SIZE ? hki_region_alloc(names->rt->region, sizeof *n) : NULL;
    if (!n) {
        hki_raise_memory(names->rt);
        return NULL;
    }
    const hki_obj head = {.type = HKI_STRING, .space = names->rt->region->space, .flags = HKI_STR_CONST | HKI_STR_NAME,
                          .hash = names->used++};
    const hki_str spelling = {.head = head, .size = (uint32_t)size, .points = (uint32_t)hki_utf8_count(text, size), .data = text};
    *n = (hki_name){.text = spelling, .rim = rim, .hash = hash, .word = hki_word_of(text, size)};
    *free_slot(names->slots, names->cap, hash) = n;
    return n;
}

static inline bool is(const hki_name *n, hki_rim rim, const char *text, size_t size)
{
    return n->rim.first == rim.first && n->rim.last == rim.last && n->text.size == size &&
           (size <= HKI_RIM_IS_ALL || memcmp(n->text.data, text, size) == 0);
}

hki_name *hki_names_get(hki_names *names, const char *text, size_t size)
{
    const hki_rim rim = hki_rim_of(text, size);
    const uint64_t seed = names->rt->hash_seed;
    uint32_t hash = size <= HKI_RIM_IS_ALL ? hki_hash_rim(seed, hki_hash_start(seed, size), rim) : hki_hash_name(seed, text, size);
    for (uint32_t i = hash; names->cap; i++) {
        hki_name *n = names->slots[i & (names->cap - 1)];
        if (!n) break;
        if (is(n, rim, text, size)) return n;
    }
    return add(names, hash, rim, text, size);
}
