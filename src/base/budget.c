/* budget.c: counts what is taken and not given back.
 *
 * In:  requests.   Out: memory of the allocator behind, or NULL.   Always: used <= limit. */
#include "base/budget.h"

static void *resize(void *user, void *ptr, size_t old, size_t size)
{
    hki_budget *b = user;
    if (b->limit && size > old && (size - old > b->limit || b->used > b->limit - (size - old))) {
        b->over = true;
        return NULL;
    }
    void *p = b->mem->resize(b->mem->user, ptr, old, size);
    if (!p && size) b->refused = true;
    else b->used = b->used - old + size;
    return p;
}

void hki_budget_init(hki_budget *b, const hk_allocator *mem, size_t limit)
{
    *b = (hki_budget){.hooks = {resize, b}, .mem = mem, .limit = limit};
}
