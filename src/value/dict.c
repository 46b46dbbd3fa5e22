/* dict.c: insertion-ordered dicts.
 *
 * In:  keys with a hash.   Out: entries in a row, found by looking at all of them (up to 8) or through an index.
 * Always: the index names live entries only (a removed key's slot is closed up), so removals never make look-ups slower;
 * entries behind `used` do not exist; the last entry in use is live. Equal keys have equal hashes. */
#include "value/dict.h"

#include "value/intern.h"
#include "value/ops.h"
#include "value/str.h"

enum { MOST_WITHOUT_INDEX = 8, MOST_ENTRIES = 1 << 28 };

#define NO_ENTRY UINT32_MAX

/* ---- finding */

/* What stands in the index for an entry: its number + 1, which is below the index's size, and behind that the rest of the hash. Of a
 * large dict an entry seldom is in the cache: others need not be looked at. */
static inline uint32_t in_index(const hki_dict *d, uint32_t entry, uint32_t hash) { return (hash & ~(d->index_size - 1)) | (entry + 1); }
static inline uint32_t entry_in(const hki_dict *d, uint32_t there) { return (there & (d->index_size - 1)) - 1; }
static inline bool may_be(const hki_dict *d, uint32_t there, uint32_t hash) { return ((there ^ hash) & ~(d->index_size - 1)) == 0; }

static uint32_t find_text(const hki_dict *d, const char *name, size_t size, uint32_t hash)
{
    if (!hki_dict_may_have(d, hash)) return NO_ENTRY;
    if (!d->index_size) {
        for (uint32_t i = 0; i < d->used; i++)
            if (hki_entry_is(&d->entries[i], name, size, hash)) return i;
        return NO_ENTRY;
    }
    uint32_t mask = d->index_size - 1;
    for (uint32_t slot = hash & mask, there; (there = d->index[slot]); slot = (slot + 1) & mask)
        if (may_be(d, there, hash) && hki_entry_is(&d->entries[entry_in(d, there)], name, size, hash)) return entry_in(d, there);
    return NO_ENTRY;
}

hki_entry *hki_dict_entry(const hki_dict *d, const char *name, size_t size, uint32_t hash)
{
    uint32_t i = find_text(d, name, size, hash);
    return i == NO_ENTRY ? NULL : &d->entries[i];
}

const hk_value *hki_dict_find(const hki_dict *d, const char *name, size_t size, uint32_t hash)
{
    uint32_t i = find_text(d, name, size, hash);
    return i == NO_ENTRY ? NULL : &d->entries[i].value;
}

const hk_value *hki_dict_find_str(hki_rt *rt, const hki_dict *d, const hki_str *name)
{
    return d->count ? hki_dict_find(d, name->data, name->size, hki_str_hash(rt, name)) : NULL;
}

static int is_key(hki_rt *rt, const hki_entry *e, hk_value key, uint32_t hash)
{
    if (e->key.hash != hash || e->key.type == HKI_REMOVED) return HKI_NO;
    return hki_identical(e->key, key) ? HKI_YES : hki_equal(rt, e->key, key);
}

/* The entry of a key; *at is NO_ENTRY if there is none. False after raising. */
static bool find(hki_rt *rt, const hki_dict *d, hk_value key, uint32_t hash, uint32_t *at)
{
    *at = NO_ENTRY;
    if (key.type == HKI_STRING) {
        *at = find_text(d, hki_as_str(key)->data, hki_as_str(key)->size, hash);
        return true;
    }
    uint32_t mask = d->index_size - 1, slot = hash & mask;
    for (uint32_t n = 0; d->index_size ? d->index[slot] != 0 : n < d->used; n++, slot = (slot + 1) & mask) {
        uint32_t i = d->index_size ? entry_in(d, d->index[slot]) : n;
        int same = is_key(rt, &d->entries[i], key, hash);
        if (same == HKI_ERROR) return false;
        if (same == HKI_NO) continue;
        *at = i;
        break;
    }
    return true;
}

int hki_dict_get(hki_rt *rt, const hki_dict *d, hk_value key, hk_value *out)
{
    uint32_t hash, at;
    if (!hki_hash(rt, key, &hash) || !find(rt, d, key, hash, &at)) return HKI_ERROR;
    if (at == NO_ENTRY) return HKI_NO;
    if (out) *out = d->entries[at].value;
    return HKI_YES;
}

/* ---- changing */

static void index_entry(hki_dict *d, uint32_t entry)
{
    uint32_t mask = d->index_size - 1, hash = d->entries[entry].key.hash, slot = hash & mask;
    while (d->index[slot]) slot = (slot + 1) & mask;
    d->index[slot] = in_index(d, entry, hash);
}

static void count_named(hki_dict *d)
{
    d->named = 0;
    while (d->named < d->used && d->entries[d->named].key.type == HKI_STRING) d->named++;
}

/* Moves the live entries up in a row and makes the index again. */
static void pack(hki_dict *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->used; i++)
        if (d->entries[i].key.type != HKI_REMOVED && n++ != i) d->entries[n - 1] = d->entries[i];
    if (d->used != n) {
        d->used = n;
        count_named(d);
    }
    if (!d->index_size) return;
    memset(d->index, 0, d->index_size * sizeof *d->index);
    for (uint32_t i = 0; i < n; i++) index_entry(d, i);
}

static uint32_t index_room(size_t cap)
{
    uint32_t size = 16;
    while (size < cap + cap / 2) size *= 2;
    return size;
}

static bool resize(hki_rt *rt, hki_dict *d, size_t cap)
{
    hki_entry *entries = cap <= MOST_ENTRIES ? hki_region_resize(rt->region, d->entries, d->cap * sizeof *entries, cap * sizeof *entries)
        : NULL;
    if (!entries) return hki_raise_memory(rt);
    d->entries = entries;
    uint32_t index_size = cap > MOST_WITHOUT_INDEX ? index_room(cap) : 0;
    if (index_size > d->index_size) {
        uint32_t *index = hki_region_resize(rt->region, d->index, d->index_size * sizeof *index, index_size * sizeof *index);
        if (!index) return hki_raise_memory(rt);
        d->index = index;
        d->index_size = index_size;
    }
    d->cap = (uint32_t)cap;
    pack(d);
    return true;
}

static bool make_room(hki_rt *rt, hki_dict *d)
{
    if (d->used < d->cap) return true;
    if (d->cap - d->count > d->cap / 4) {       /* enough was removed to pay for moving the rest */
        pack(d);
        return true;
    }
    return resize(rt, d, d->cap ? (size_t)d->cap * 2 : 4);
}

hki_dict *hki_dict_new(hki_rt *rt, size_t room)
{
    hki_dict *d = hki_object_alloc(rt, HKI_DICT, sizeof *d);
    if (!d) return NULL;
    return room && !resize(rt, d, room) ? NULL : d;
}

static inline hk_value with_hash(hk_value key, uint32_t hash)
{
    key.hash = hash;
    return key;
}

/* The key knows its hash. */
static bool add(hki_rt *rt, hki_dict *d, hk_value key, hk_value value)
{
    if (!make_room(rt, d)) return false;
    d->entries[d->used] = (hki_entry){key, value};
    if (d->index_size) index_entry(d, d->used);
    if (d->named == d->used && key.type == HKI_STRING) d->named++;
    d->used++;
    d->count++;
    d->version++;
    d->marks |= hki_dict_mark(key.hash);
    return true;
}

bool hki_dict_append(hki_rt *rt, hki_dict *d, const hki_str *key, uint32_t hash, hk_value value)
{
    return add(rt, d, with_hash(hki_str_value(key), hash), value);
}

bool hki_dict_set(hki_rt *rt, hki_dict *d, hk_value key, hk_value value)
{
    uint32_t hash, at;
    if (!hki_hash(rt, key, &hash) || !find(rt, d, key, hash, &at)) return false;
    if (at == NO_ENTRY) return add(rt, d, with_hash(key, hash), value);
    d->entries[at].value = value;
    return true;
}

bool hki_dict_set_text(hki_rt *rt, hki_dict *d, const char *name, size_t size, hk_value value)
{
    const hki_str *key = hki_intern(rt, name, size);
    return key && hki_dict_set(rt, d, hki_str_value(key), value);
}

int hki_dict_add(hki_rt *rt, hki_dict *d, hk_value key, hk_value value)
{
    uint32_t hash, at;
    if (!hki_hash(rt, key, &hash) || !find(rt, d, key, hash, &at)) return HKI_ERROR;
    if (at != NO_ENTRY) return HKI_NO;
    return add(rt, d, with_hash(key, hash), value) ? HKI_YES : HKI_ERROR;
}

/* Takes an entry out of the index and moves up the entries behind it that could not have their own slot. */
static void unindex(hki_dict *d, uint32_t entry)
{
    uint32_t mask = d->index_size - 1, slot = d->entries[entry].key.hash & mask;
    while (entry_in(d, d->index[slot]) != entry) slot = (slot + 1) & mask;
    for (uint32_t next = (slot + 1) & mask; d->index[next]; next = (next + 1) & mask) {
        uint32_t home = d->entries[entry_in(d, d->index[next])].key.hash & mask;
        if (((next - home) & mask) < ((next - slot) & mask)) continue;      /* its own slot lies behind the gap */
        d->index[slot] = d->index[next];
        slot = next;
    }
    d->index[slot] = 0;
}

int hki_dict_remove(hki_rt *rt, hki_dict *d, hk_value key, hk_value *out)
{
    uint32_t hash, at;
    if (!hki_hash(rt, key, &hash) || !find(rt, d, key, hash, &at)) return HKI_ERROR;
    if (at == NO_ENTRY) return HKI_NO;
    if (out) *out = d->entries[at].value;
    if (d->index_size) unindex(d, at);
    d->entries[at] = (hki_entry){.key = {.type = HKI_REMOVED}, .value = hki_none()};
    d->count--;
    d->version++;
    while (d->used && d->entries[d->used - 1].key.type == HKI_REMOVED) d->used--;
    if (d->named > d->used) d->named = d->used;
    return HKI_YES;
}

void hki_dict_clear(hki_dict *d)
{
    if (!d->used) return;
    d->count = d->used = d->named = 0;
    d->marks = 0;
    d->version++;
    if (d->index_size) memset(d->index, 0, d->index_size * sizeof *d->index);
}

hki_dict *hki_dict_copy(hki_rt *rt, const hki_dict *d)
{
    hki_dict *copy = hki_dict_new(rt, d->count);
    if (!copy) return NULL;
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(d, &at));) {
        copy->entries[copy->used] = *e;
        if (copy->index_size) index_entry(copy, copy->used);
        copy->used++;
    }
    copy->count = copy->used;
    copy->marks = d->marks;
    count_named(copy);
    return copy;
}
