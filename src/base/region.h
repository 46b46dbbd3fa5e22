/* region.h: where values live. Allocation bumps a pointer; everything in a region is freed at once.
 *
 * Always: blocks are 8-byte aligned and move only by hki_region_resize. Blocks over a quarter of a chunk get a chunk of their own,
 * if they do not fit the current one. Behind each block HKI_REGION_SLACK bytes may be read, whatever is there.
 * A region remembers its first refusal in `failed`. */
#ifndef HKI_REGION_H
#define HKI_REGION_H

#include "base/mem.h"

enum { HKI_REGION_SLACK = 32 };

typedef struct hki_chunk {
    struct hki_chunk *next, *newer;
    _Alignas(8) size_t size;    /* of the whole block, this head included */
} hki_chunk;

/* Who owns what a region holds. Only values of a render's own region may be changed by a template or moved by a
 * collection; everything else is frozen. */
enum hki_space { HKI_SPACE_FROZEN, HKI_SPACE_RENDER };

typedef struct hki_region {
    const hk_allocator *mem;
    char *next, *end;           /* the free part of the current chunk */
    hki_chunk *chunks;          /* newest first; the current chunk is the first that is not oversized */
    size_t bytes;               /* taken from the allocator and not given back */
    size_t limit;               /* of `bytes`; 0: none */
    uint8_t space;              /* enum hki_space: stamped on each object that is made here */
    bool failed;
} hki_region;

void hki_region_init(hki_region *r, const hk_allocator *mem, enum hki_space space);

/* The same with the caller's own memory for what is made first: aligned to 8 bytes, outliving the region, and not given back. */
static inline void hki_region_init_in(hki_region *r, const hk_allocator *mem, enum hki_space space, void *room, size_t size)
{
    char *at = room;
    *r = (hki_region){.mem = mem, .next = at, .end = at + size - HKI_REGION_SLACK, .space = (uint8_t)space};
}

/* Gives all memory back; the region can be used again. */
void hki_region_give_back(hki_region *r);       /* the part of hki_region_clear for one that took any, or was refused it */
static inline void hki_region_clear(hki_region *r)
{
    if (r->chunks || r->failed) hki_region_give_back(r);
}

/* The same, but a small first chunk is kept for what comes next. */
void hki_region_rewind(hki_region *r);

/* About so much will be asked for: a chunk that holds it is taken at once, if there is one to be had. */
void hki_region_expect(hki_region *r, size_t size);

void *hki_region_slow(hki_region *r, size_t size);  /* the part of hki_region_alloc that takes a new chunk */

/* Is there room for `size` bytes at hand? */
static inline bool hki_region_has(const hki_region *r, size_t size)
{
    size_t need = (size + 7) & ~(size_t)7;
    return need >= size && (size_t)(r->end - r->next) >= need;
}

/* `size` bytes, not cleared; NULL when refused. A size of 0 gives a valid pointer. */
static inline void *hki_region_alloc(hki_region *r, size_t size)
{
    if (__builtin_expect(!hki_region_has(r, size), 0)) return hki_region_slow(r, size);
    void *p = r->next;
    if (!p) __builtin_unreachable();    /* where a caller tests it, that test is only of what was refused */
    r->next += (size + 7) & ~(size_t)7;
    return p;
}

/* The block with another size, its bytes kept; large ones mostly where they are. NULL when refused: the old block is as it was. */
void *hki_region_resize(hki_region *r, void *block, size_t old, size_t size);

/* Drops all that was made since the mark, which the caller knows nobody to need. */
typedef struct hki_region_mark { hki_chunk *chunks; char *next, *end; } hki_region_mark;
static inline hki_region_mark hki_region_mark_here(const hki_region *r) { return (hki_region_mark){r->chunks, r->next, r->end}; }
void hki_region_drop(hki_region *r, hki_region_mark mark);

/* `count` items of `size` bytes each, not cleared; NULL when refused or when the product overflows. */
static inline void *hki_region_array(hki_region *r, size_t count, size_t size)
{
    size_t total;
    return hki_region_alloc(r, hki_size_mul(count, size, &total) ? total : SIZE_MAX);
}
/* An allocator for buffers that live no longer than a region: small blocks are the region's own, and never given back; large ones come
 * from its allocator. Most buffers stay small, and so cost no call of the host's allocator. */
typedef struct hki_near {
    hk_allocator hooks;
    hki_region *region;
    size_t far;                 /* how many blocks are to be given back */
} hki_near;
void hki_near_init(hki_near *n, hki_region *region);

/* Copies bytes into the region; NULL when refused. The copy has a NUL after it. */
char *hki_region_text(hki_region *r, const char *text, size_t size);

#endif
