/* budget.c: what is taken is counted, and neither bound nor allocator is passed. */
#include "base/budget.h"
#include "check.h"
#include "mem.h"

int main(void)
{
    hkt_mem mem;
    hki_budget b;
    hkt_mem_init(&mem);
    hki_budget_init(&b, &mem.hooks, 100);
    char *p = hki_mem_alloc(&b.hooks, 60);
    CHECK(p && b.used == 60 && !b.over);
    CHECK(!hki_mem_alloc(&b.hooks, 41) && b.over && !b.refused && b.used == 60);
    p = hki_mem_resize(&b.hooks, p, 60, 100);
    CHECK(p && b.used == 100);
    CHECK(!hki_mem_resize(&b.hooks, p, 100, SIZE_MAX) && b.used == 100);
    p = hki_mem_resize(&b.hooks, p, 100, 10);
    CHECK(p && b.used == 10);
    mem.fail_at = mem.calls + 1;
    CHECK(!hki_mem_alloc(&b.hooks, 20) && b.refused && b.used == 10);
    hki_mem_free(&b.hooks, p, 10);
    CHECK(b.used == 0 && mem.live == 0 && !mem.wrong_size);
    hki_budget_init(&b, &mem.hooks, 0);
    p = hki_mem_alloc(&b.hooks, 1 << 20);
    CHECK(p && !b.over);
    hki_mem_free(&b.hooks, p, 1 << 20);
    return hkt_done();
}
