/* regex_cache.c: compiled patterns, kept for the next call.
 *
 * In:  a pattern and its flags.   Out: it, compiled; most often it was so already.
 * Always: a pattern that is in use stays. A full cache drops the one that was not used for the longest time; if all are in use,
 * a new one is not kept. */
#include "base/regex.h"

enum { ROOM = 64 };

typedef struct entry {
    hki_regex *regex;           /* NULL: free */
    char *pattern;
    size_t size;
    unsigned flags;
    uint32_t users;
    uint64_t used;              /* when, in calls */
} entry;

struct hki_regex_cache {
    const hk_allocator *mem;
    uint64_t calls;
    entry entries[ROOM];
};

hki_regex_cache *hki_regex_cache_new(const hk_allocator *mem)
{
    hki_regex_cache *cache = hki_mem_zero(mem, 1, sizeof *cache);
    if (cache) cache->mem = mem;
    return cache;
}

static void drop(hki_regex_cache *cache, entry *e)
{
    hki_regex_free(e->regex);
    hki_mem_free(cache->mem, e->pattern, e->size + 1);
    *e = (entry){0};
}

void hki_regex_cache_free(hki_regex_cache *cache)
{
    if (!cache) return;
    for (size_t i = 0; i < ROOM; i++) drop(cache, &cache->entries[i]);
    hki_mem_free(cache->mem, cache, sizeof *cache);
}

static const hki_regex *find(hki_regex_cache *cache, const char *pattern, size_t size, unsigned flags)
{
    for (size_t i = 0; i < ROOM; i++) {
        entry *e = &cache->entries[i];
        if (!e->regex || e->size != size || e->flags != flags || memcmp(e->pattern, pattern, size) != 0) continue;
        e->users++;
        e->used = ++cache->calls;
        return e->regex;
    }
    return NULL;
}

/* A free entry, or the one to drop; NULL: all are in use. */
static entry *find_room(hki_regex_cache *cache)
{
    entry *oldest = NULL;
    for (size_t i = 0; i < ROOM; i++) {
        entry *e = &cache->entries[i];
        if (!e->regex) return e;
        if (!e->users && (!oldest || e->used < oldest->used)) oldest = e;
    }
    return oldest;
}

/* Takes `pattern` over if it keeps the entry. */
static bool keep(hki_regex_cache *cache, hki_regex *regex, char *pattern, size_t size, unsigned flags)
{
    entry *e = find_room(cache);
    if (!e) return false;
    drop(cache, e);
    *e = (entry){regex, pattern, size, flags, 1, ++cache->calls};
    return true;
}

const hki_regex *hki_regex_take(hki_regex_cache *cache, const char *pattern, size_t size, unsigned flags, hki_error *error)
{
    const hki_regex *found = find(cache, pattern, size, flags);
    if (found) return found;
    hki_regex *made = hki_regex_new(cache->mem, pattern, size, flags, error);
    char *copy = made ? hki_mem_text(cache->mem, pattern, size) : NULL;
    if (copy && !keep(cache, made, copy, size, flags)) hki_mem_free(cache->mem, copy, size + 1);
    return made;
}

void hki_regex_give(hki_regex_cache *cache, const hki_regex *r)
{
    for (size_t i = 0; i < ROOM; i++) {
        if (cache->entries[i].regex != r) continue;
        cache->entries[i].users--;
        return;
    }
    hki_regex_free((hki_regex *)(uintptr_t)r);
}
