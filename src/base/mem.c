/* mem.c: the host's allocator, or realloc and free.
 *
 * In:  sizes.   Out: memory, or NULL.   Always: the allocator is told the size that a block was asked for with. */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void *default_resize(void *user, void *ptr, size_t old, size_t size)
{
    (void)user;
    (void)old;
    if (size) return ptr ? realloc(ptr, size) : malloc(size);
    free(ptr);
    return NULL;
}

const hk_allocator hki_mem_default = {default_resize, NULL};

void *hki_mem_alloc(const hk_allocator *mem, size_t size)
{
    return size ? mem->resize(mem->user, NULL, 0, size) : NULL;
}

void *hki_mem_zero(const hk_allocator *mem, size_t count, size_t size)
{
    size_t total;
    if (!hki_size_mul(count, size, &total)) return NULL;
    void *p = hki_mem_alloc(mem, total);
    if (p) memset(p, 0, total);
    return p;
}

void *hki_mem_resize(const hk_allocator *mem, void *ptr, size_t old, size_t size)
{
    return mem->resize(mem->user, ptr, ptr ? old : 0, size);
}

void hki_mem_free(const hk_allocator *mem, void *ptr, size_t size)
{
    if (ptr) mem->resize(mem->user, ptr, size, 0);
}

char *hki_mem_text(const hk_allocator *mem, const char *text, size_t size)
{
    size_t room;
    char *copy = hki_size_add(size, 1, &room) ? hki_mem_alloc(mem, room) : NULL;
    if (!copy) return NULL;
    if (size) memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}
