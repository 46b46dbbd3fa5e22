/* mem.h: the one way to memory. Every size is checked before it is multiplied or added. */
#ifndef HKI_MEM_H
#define HKI_MEM_H

#include "hokora.h"

/* The allocator used when the host gives none: realloc and free. */
extern const hk_allocator hki_mem_default;

/* Returns NULL for size 0 or when the allocator refuses. */
void *hki_mem_alloc(const hk_allocator *mem, size_t size);
void *hki_mem_zero(const hk_allocator *mem, size_t count, size_t size);

/* Grows or shrinks a block; on NULL the old block is still valid (or size was 0: it was freed). */
void *hki_mem_resize(const hk_allocator *mem, void *ptr, size_t old, size_t size);
void hki_mem_free(const hk_allocator *mem, void *ptr, size_t size);

/* A NUL-terminated copy; NULL without memory. Freed with hki_mem_free(mem, text, size + 1). */
char *hki_mem_text(const hk_allocator *mem, const char *text, size_t size);

/* *out = a * b (or a + b); false on overflow. */
static inline bool hki_size_mul(size_t a, size_t b, size_t *out) { return !__builtin_mul_overflow(a, b, out); }
static inline bool hki_size_add(size_t a, size_t b, size_t *out) { return !__builtin_add_overflow(a, b, out); }

#endif
