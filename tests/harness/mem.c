#include "mem.h"

#include <stdlib.h>

/* Each block has its size in front, so that the `old` the library states can be checked. */
enum { HEAD = 16 };

static void *resize(void *user, void *ptr, size_t old, size_t size)
{
    hkt_mem *mem = user;
    char *block = ptr ? (char *)ptr - HEAD : NULL;
    size_t real = block ? *(size_t *)(void *)block : 0;
    if (real != old) mem->wrong_size = true;
    if (!size) {
        free(block);
        mem->live -= real;
        return NULL;
    }
    mem->calls++;
    if (mem->fail_at && (mem->calls == mem->fail_at || (mem->fail_on && mem->calls > mem->fail_at))) {
        mem->failed = true;
        return NULL;
    }
    char *fresh = realloc(block, size + HEAD);
    if (!fresh) return NULL;
    *(size_t *)(void *)fresh = size;
    mem->live += size - real;
    if (mem->live > mem->peak) mem->peak = mem->live;
    return fresh + HEAD;
}

void hkt_mem_init(hkt_mem *mem)
{
    *mem = (hkt_mem){.hooks = {resize, mem}};
}
