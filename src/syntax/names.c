/* names.c: interning by an open-addressing table in the region of the parse.
 *
 * In:  spellings, which are kept (they stand in the source or are made in the region of the parse: behind them there may be read).
 * Out: one entry each, which stays where it is.   Always: at most half of the slots are in use, so that probing ends soon. */
#include "syntax/names.h"

#include "base/inline.h"
#include "base/limits.h"
#include "base/utf8.h"

void hki_names_init(hki_names *names, hki_rt *rt)
{
    memset(names, 0, offsetof(hki_names, room));
    names->rt = rt;
    names->seed = rt->hash_seed;
    names->salt = hki_hash_salt(rt->hash_seed);
    names->slots = names->first;
    names->last = names->first + HKI_NAMES_FIRST - 1;
    names->mask = HKI_NAMES_FIRST - 1;
    names->next = names->room;
    names->limit = names->room + HKI_NAMES_AT_ONCE;
    names->head = (hki_obj){.type = HKI_STRING, .space = rt->region->space, .flags = HKI_STR_CONST | HKI_STR_NAME | HKI_STR_LOOSE};
}

static hki_name **free_slot(hki_name **slots, uint32_t mask, uint32_t hash)
{
    uint32_t i = hash & mask;
    while (slots[i]) i = (i + 1) & mask;
    return &slots[i];
}

static bool grow(hki_names *names)
{
    uint32_t cap = (names->mask + 1) * 4;
    hki_name **slots = hki_region_array(names->rt->region, cap, sizeof *slots);
    if (!slots) return hki_raise_memory(names->rt);
    memset(slots, 0, cap * sizeof *slots);
    for (uint32_t i = 0; i <= names->mask; i++)
        if (names->slots[i]) *free_slot(slots, cap - 1, names->slots[i]->hash) = names->slots[i];
    names->slots = slots;
    names->last = slots + cap - 1;
    names->mask = cap - 1;
    return true;
}

/* There is room for a name. */
static bool make_room(hki_names *names)
{
    if (names->next < names->limit) return true;
    if ((names->head.hash + HKI_NAMES_AT_ONCE) * 2 > names->mask && !grow(names)) return false;
    hki_name *room = hki_region_alloc(names->rt->region, HKI_NAMES_AT_ONCE * sizeof *room);
    if (!room) return hki_raise_memory(names->rt);
    names->next = room;
    names->limit = room + HKI_NAMES_AT_ONCE;
    return true;
}

static hki_name *add(hki_names *names, uint32_t hash, const char *text, size_t size, hki_rim rim)
{
    if (size > HKI_MAX_STRING_SIZE) hki_raise_memory(names->rt);
    if (size > HKI_MAX_STRING_SIZE || !make_room(names)) return NULL;
    hki_name *n = names->next++;
    *n = (hki_name){.text = {names->head, (uint32_t)size, (uint32_t)hki_utf8_count(text, size), text}, .hash = hash, .rim = rim};
    names->head.hash++;
    return *free_slot(names->slots, names->mask, hash) = n;
}

static hki_name *get(hki_names *names, uint32_t hash, const char *text, size_t size, hki_rim rim)
{
    for (uint32_t i = hash;; i++) {
        hki_name *n = names->slots[i & names->mask];
        if (!n) return add(names, hash, text, size, rim);
        if (n->hash == hash && hki_str_is(&n->text, text, size)) return n;
    }
}

hki_name *hki_names_get(hki_names *names, const char *text, size_t size)
{
    if (size > HKI_RIM_IS_ALL) return get(names, hki_hash_name(names->seed, text, size), text, size, (hki_rim){0});
    const hki_rim rim = hki_rim_of(text, size);
    return get(names, hki_hash_salted(names->seed, names->salt, rim), text, size, rim);
}
