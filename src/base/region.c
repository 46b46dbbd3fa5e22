/* region.c: chunks for the bump allocator.
 *
 * In:  requests that the current chunk cannot satisfy.   Out: memory from a new chunk, or NULL with `failed` set.
 * Always: [next, end) is the free part of one chunk. A request over a quarter of a chunk gets a chunk of its own and leaves the
 * current one in use, so that a large block does not waste what is left of it. */
#include "base/region.h"

#include <string.h>

#include "base/inline.h"

/* A small render fits the first chunk; later chunks grow with the region, so that their number stays logarithmic until
 * they are large. */
enum { FIRST_CHUNK = 4096, LAST_CHUNK = 256 * 1024, HEAD = sizeof(hki_chunk), AROUND = HEAD + HKI_REGION_SLACK };

static inline size_t padded(size_t size) { return (size + 7) & ~(size_t)7; }

/* A region without chunks stands here, so that size 0 has a pointer to give. Never written to. */
static char nowhere[1];

void hki_region_init(hki_region *r, const hk_allocator *mem, enum hki_space space)
{
    hki_region_init_in(r, mem, space, nowhere, HKI_REGION_SLACK);
}

/* Gives the chunks back that are newer than `last`. */
static void free_chunks(hki_region *r, const hki_chunk *last)
{
    for (hki_chunk *c = r->chunks, *next; c != last; c = next) {
        next = c->next;
        r->bytes -= c->size;
        hki_mem_free(r->mem, c, c->size);
        r->chunks = next;
        if (next) next->newer = NULL;
    }
}

void hki_region_give_back(hki_region *r)
{
    free_chunks(r, NULL);
    r->next = r->end = nowhere;
    r->bytes = 0;
    r->failed = false;
}

void hki_region_drop(hki_region *r, hki_region_mark mark)
{
    if (r->chunks != mark.chunks) free_chunks(r, mark.chunks);
    r->next = mark.next;
    r->end = mark.end;
}

void hki_region_rewind(hki_region *r)
{
    hki_chunk *first = r->chunks;
    while (first && first->next) first = first->next;
    if (!first || first->size != FIRST_CHUNK) {
        hki_region_clear(r);
        return;
    }
    free_chunks(r, first);
    r->next = (char *)first + HEAD;
    r->end = (char *)first + first->size - HKI_REGION_SLACK;
    r->failed = false;
}

static hki_chunk *take_chunk(hki_region *r, size_t size)
{
    hki_chunk *c = r->limit && (size > r->limit || r->bytes > r->limit - size) ? NULL : hki_mem_alloc(r->mem, size);
    if (!c) {
        r->failed = true;
        return NULL;
    }
    *c = (hki_chunk){.next = r->chunks, .size = size};
    if (c->next) c->next->newer = c;
    r->chunks = c;
    r->bytes += size;
    return c;
}

static size_t next_chunk_size(const hki_region *r)
{
    size_t size = FIRST_CHUNK;
    while (size < r->bytes && size < LAST_CHUNK) size *= 2;
    return size;
}

void hki_region_expect(hki_region *r, size_t size)
{
    bool failed = r->failed;
    hki_chunk *c = size <= SIZE_MAX / 2 ? take_chunk(r, size + FIRST_CHUNK) : NULL;
    r->failed = failed;
    if (!c) return;
    r->next = (char *)c + HEAD;
    r->end = (char *)c + c->size - HKI_REGION_SLACK;
}

void *hki_region_slow(hki_region *r, size_t size)
{
    size_t need = padded(size), whole;
    if (need < size || !hki_size_add(need, AROUND, &whole)) {
        r->failed = true;
        return NULL;
    }
    size_t chunk = next_chunk_size(r);
    if (need > chunk / 4) {
        hki_chunk *own = take_chunk(r, whole);
        return own ? (char *)own + HEAD : NULL;
    }
    hki_chunk *c = take_chunk(r, chunk);
    if (!c) return NULL;
    char *p = (char *)c + HEAD;
    r->next = p + need;
    r->end = (char *)c + chunk - HKI_REGION_SLACK;
    return p;
}

static void *resize_chunk(hki_region *r, hki_chunk *c, size_t need)
{
    size_t old = c->size, whole;
    if (!hki_size_add(need, AROUND, &whole)) return NULL;
    if (r->limit && whole > old && (whole - old > r->limit || r->bytes > r->limit - (whole - old))) return NULL;
    bool newest = r->chunks == c;
    hki_chunk *moved = hki_mem_resize(r->mem, c, old, whole);
    if (!moved) return NULL;
    if (newest) r->chunks = moved;
    else moved->newer->next = moved;
    if (moved->next) moved->next->newer = moved;
    moved->size = whole;
    r->bytes += whole - old;
    return (char *)moved + HEAD;
}

void *hki_region_resize(hki_region *r, void *block, size_t old, size_t size)
{
    size_t had = padded(old), need = padded(size);
    const char *end = block ? (char *)block + had : NULL;
    void *to = NULL;
    if (block && need >= size && had >= LAST_CHUNK) {       /* no chunk holds it beside others */
        to = resize_chunk(r, (hki_chunk *)(void *)((char *)block - HEAD), need);
    } else if (block && need >= had && end == r->next && (size_t)(r->end - r->next) >= need - had) {
        r->next += need - had;
        return block;
    } else if (need >= size) {
        to = hki_region_alloc(r, size);
        if (to && old) memcpy(to, block, old < size ? old : size);
    }
    if (!to) r->failed = true;
    return to;
}

char *hki_region_text(hki_region *r, const char *text, size_t size)
{
    size_t room;
    char *copy = NULL;
    if (hki_size_add(size, 1, &room)) copy = hki_region_alloc(r, room);
    else r->failed = true;
    if (!copy) return NULL;
    if (size) memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

/* ---- buffers of a region */

enum { NEAR_MOST = 4096 };

HKI_APART void *far_resize(hki_near *n, void *ptr, size_t old, size_t size)
{
    hki_region *r = n->region;
    bool had_far = old > NEAR_MOST, far = size > NEAR_MOST;
    if (had_far && far) return r->mem->resize(r->mem->user, ptr, old, size);
    void *new = !size ? NULL : far ? hki_mem_alloc(r->mem, size) : hki_region_alloc(r, size);
    if (new && old) memcpy(new, ptr, old < size ? old : size);
    if (new && far) n->far++;
    if (had_far && (new || !size)) {
        hki_mem_free(r->mem, ptr, old);
        n->far--;
    }
    return new;
}

static void *near_resize(void *user, void *ptr, size_t old, size_t size)
{
    hki_near *n = user;
    if (old > NEAR_MOST || size > NEAR_MOST) return far_resize(n, ptr, old, size);
    void *new = size ? hki_region_alloc(n->region, size) : NULL;
    if (new && old) memcpy(new, ptr, old < size ? old : size);
    return new;
}

void hki_near_init(hki_near *n, hki_region *region)
{
    *n = (hki_near){{near_resize, n}, region, 0};
}
