/* names.c: interning by an open-addressing table in the region of the parse.
 *
 * In:  spellings, which are kept (they stand in the parse's copy of the source or are made in its region).
 * Out: one entry each, which stays where it is.   Always: at most half of the slots are in use, so that probing ends soon. */
#include "syntax/names.h"

#include "base/ascii.h"
#include "base/inline.h"
#include "base/limits.h"
#include "base/utf8.h"

void hki_names_init(hki_names *names, hki_rt *rt)
{
    *names = (hki_names){.rt = rt, .seed = rt->hash_seed, .slots = names->first, .mask = HKI_NAMES_FIRST - 1};
}

static hki_name **free_slot(hki_name **slots, uint32_t mask, uint32_t hash)
{
    uint32_t i = hash & mask;
    while (slots[i]) i = (i + 1) & mask;
    return &slots[i];
}

HKI_APART bool grow(hki_names *names)
{
    uint32_t cap = (names->mask + 1) * 4;
    hki_name **slots = hki_region_array(names->rt->region, cap, sizeof *slots);
    if (!slots) return hki_raise_memory(names->rt);
    memset(slots, 0, cap * sizeof *slots);
    for (uint32_t i = 0; i <= names->mask; i++)
        if (names->slots[i]) *free_slot(slots, cap - 1, names->slots[i]->hash) = names->slots[i];
    names->slots = slots;
    names->mask = cap - 1;
    return true;
}

HKI_APART hki_name *add(hki_names *names, uint32_t hash, const char *text, size_t size, hki_rim rim)
{
    if (names->used * 2 > names->mask && !grow(names)) return NULL;
    hki_name *n = size <= HKI_MAX_STRING_SIZE ? hki_region_alloc(names->rt->region, sizeof *n) : NULL;
    if (!n) {
        hki_raise_memory(names->rt);
        return NULL;
    }
    const hki_obj head = {.type = HKI_STRING, .space = names->rt->region->space, .flags = HKI_STR_CONST | HKI_STR_NAME,
                          .hash = names->used++};
    const bool ascii = size <= HKI_RIM_IS_ALL && !((rim.first | rim.last) & HKI_EACH_BYTE(0x80));
    const uint32_t points = ascii ? (uint32_t)size : (uint32_t)hki_utf8_count(text, size);
    *n = (hki_name){.text = {head, (uint32_t)size, points, text}, .hash = hash, .rim = rim};
    *free_slot(names->slots, names->mask, hash) = n;
    return n;
}

static hki_name *get_long(hki_names *names, const char *text, size_t size)
{
    const uint32_t hash = hki_hash_name(names->seed, text, size);
    for (uint32_t i = hash;; i++) {
        hki_name *n = names->slots[i & names->mask];
        if (!n) return add(names, hash, text, size, (hki_rim){0});
        if (n->hash == hash && hki_str_is(&n->text, text, size)) return n;
    }
}

hki_name *hki_names_short(hki_names *names, const char *text, size_t size, hki_rim rim)
{
    const uint32_t hash = hki_hash_rim(names->seed, names->seed, rim);
    for (uint32_t i = hash;; i++) {
        hki_name *n = names->slots[i & names->mask];
        if (!n) return add(names, hash, text, size, rim);
        if (hki_rim_same(n->rim, rim) && n->text.size == size) return n;
    }
}

hki_name *hki_names_get(hki_names *names, const char *text, size_t size)
{
    return size <= HKI_RIM_IS_ALL ? hki_names_short(names, text, size, hki_rim_of(text, size)) : get_long(names, text, size);
}
