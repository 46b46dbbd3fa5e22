/* intern.c: a table of strings for many threads, without a lock.
 *
 * In:  texts.   Out: one string for each.
 * Always: a slot is written once, and a string stands in the first slot of its block that was free for it. */
#include "value/intern.h"

#include "base/hash.h"
#include "base/utf8.h"

enum { SLOTS = 64, MOST_PROBES = 8, LONGEST_KEY = 64 };      /* slots of a block */

/* With what may be read behind it. */
static size_t size_of_key(size_t size) { return sizeof(hki_str) + size + HKI_REGION_SLACK; }

static void free_key(const hk_allocator *mem, const hki_str *key)
{
    if (key) hki_mem_free(mem, (void *)(uintptr_t)key, size_of_key(key->size));
}

void hki_interned_drop(hki_interned *all)
{
    for (size_t i = 0; i < HKI_KEY_BLOCKS; i++) {
        hki_key_slot *slots = atomic_load_explicit(&all->block[i], memory_order_relaxed);
        if (!slots) continue;
        for (size_t k = 0; k < SLOTS; k++) free_key(all->mem, slots[k]);
        hki_mem_free(all->mem, slots, SLOTS * sizeof *slots);
    }
}

static size_t block_of(uint32_t hash) { return hash / SLOTS % HKI_KEY_BLOCKS; }

/* NULL without memory. */
static hki_key_slot *slots_of(hki_interned *all, uint32_t hash)
{
    _Atomic(hki_key_slot *) *block = &all->block[block_of(hash)];
    hki_key_slot *slots = *block, *made;
    if (slots || !(made = hki_mem_zero(all->mem, SLOTS, sizeof *made))) return slots;
    all->any = true;
    if (atomic_compare_exchange_strong(block, &slots, made)) return made;
    hki_mem_free(all->mem, made, SLOTS * sizeof *made);
    return slots;
}

static const hki_str *new_key(const hk_allocator *mem, const char *text, size_t size, uint32_t hash)
{
    hki_str *key = hki_mem_alloc(mem, size_of_key(size));
    if (!key) return NULL;
    char *data = (char *)(key + 1);
    if (size) memcpy(data, text, size);
    hki_obj head = {.type = HKI_STRING, .space = HKI_SPACE_FROZEN, .flags = HKI_STR_HASHED | HKI_STR_LOOSE, .hash = hash};
    *key = (hki_str){.head = head, .size = (uint32_t)size, .points = (uint32_t)hki_utf8_count(text, size), .data = data};
    return key;
}

/* HKI_YES with *out; HKI_NO: there is no place for one more; HKI_ERROR: no memory. */
static int find(hki_interned *all, const char *text, size_t size, uint32_t hash, const hki_str **out)
{
    hki_key_slot *slots = slots_of(all, hash);
    if (!slots) return HKI_ERROR;
    for (size_t k = 0; k < MOST_PROBES; k++) {
        hki_key_slot *slot = &slots[(hash + k) % SLOTS];
        *out = *slot;
        if (!*out) {
            const hki_str *made = new_key(all->mem, text, size, hash);
            if (!made) return HKI_ERROR;
            if (atomic_compare_exchange_strong(slot, out, made)) *out = made;
            else free_key(all->mem, made);
        }
        if ((*out)->head.hash == hash && hki_str_is(*out, text, size)) return HKI_YES;
    }
    return HKI_NO;
}

static bool is_short(const hki_rt *rt, size_t size) { return rt->interned && size <= LONGEST_KEY; }

const hki_str *hki_intern(hki_rt *rt, const char *text, size_t size)
{
    const hki_str *key = NULL;
    int found = HKI_NO;
    if (is_short(rt, size)) found = find(rt->interned, text, size, hki_hash_bytes(rt->hash_seed, text, size), &key);
    if (found == HKI_NO) return hki_str_new(rt, text, size);
    return found == HKI_YES || hki_raise_memory(rt) ? key : NULL;
}

const hki_str *hki_intern_str(hki_rt *rt, const hki_str *s)
{
    const hki_str *key = NULL;
    int found = is_short(rt, s->size) ? find(rt->interned, s->data, s->size, hki_str_hash(rt, s), &key) : HKI_NO;
    if (found == HKI_NO) return s;
    return found == HKI_YES || hki_raise_memory(rt) ? key : NULL;
}

bool hki_is_interned(const hki_rt *rt, const hki_str *key)
{
    uint32_t hash = key->head.hash;
    const hki_key_slot *slots = rt->interned ? rt->interned->block[block_of(hash)] : NULL;
    for (size_t k = 0; slots && k < MOST_PROBES; k++) {
        const hki_str *known = slots[(hash + k) % SLOTS];
        if (known == key || !known) return known != NULL;
    }
    return false;
}
