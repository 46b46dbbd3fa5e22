/* region.c: alignment, large blocks, limits, refusals. */
#include <string.h>

#include "base/region.h"
#include "check.h"
#include "mem.h"

static void test_blocks(void)
{
    hkt_mem m;
    hki_region r;
    hkt_mem_init(&m);
    hki_region_init(&r, &m.hooks, HKI_SPACE_RENDER);
    CHECK(r.space == HKI_SPACE_RENDER);
    CHECK(hki_region_alloc(&r, 0) != NULL);
    CHECK(m.calls == 0);                    /* an empty region takes nothing */
    char *blocks[400];
    for (size_t i = 0; i < 400; i++) {
        blocks[i] = hki_region_alloc(&r, i * 7 + 1);
        CHECK(blocks[i] && (uintptr_t)blocks[i] % 16 == 0);
        memset(blocks[i], (int)i, i * 7 + 1);
    }
    bool kept = true;
    for (size_t i = 0; i < 400; i++)
        for (size_t n = 0; n < i * 7 + 1; n++) kept = kept && blocks[i][n] == (char)i;
    CHECK(kept);
    CHECK(r.bytes == m.live && m.calls < 60);
    CHECK_TEXT("text", hki_region_text(&r, "abcd", 3), 4, "abc\0");
    CHECK(hki_region_array(&r, 3, 8) != NULL);
    hki_region_clear(&r);
    CHECK(m.live == 0 && !m.wrong_size && r.bytes == 0);
    CHECK(hki_region_alloc(&r, 5) != NULL);     /* used again */
    hki_region_clear(&r);
    CHECK(m.live == 0);
}

static void test_large_block_keeps_the_chunk(void)
{
    hkt_mem m;
    hki_region r;
    hkt_mem_init(&m);
    hki_region_init(&r, &m.hooks, HKI_SPACE_FROZEN);
    char *first = hki_region_alloc(&r, 16);
    CHECK(hki_region_alloc(&r, 100000) != NULL);
    CHECK((char *)hki_region_alloc(&r, 16) == first + 16);
    hki_region_clear(&r);
}

/* What was made since a mark goes, chunks of its own too; what was there before stays. */
static void test_mark(void)
{
    hkt_mem m;
    hki_region r;
    hkt_mem_init(&m);
    hki_region_init(&r, &m.hooks, HKI_SPACE_RENDER);
    hki_region_drop(&r, hki_region_mark_here(&r));
    char *kept = hki_region_text(&r, "kept", 4);
    size_t bytes = r.bytes, live = m.live;
    hki_region_mark mark = hki_region_mark_here(&r);
    for (int round = 0; round < 3; round++) {
        char *first = hki_region_alloc(&r, 32);
        CHECK(first == kept + 16 && hki_region_alloc(&r, 100000) != NULL);
        for (int i = 0; i < 500; i++) CHECK(hki_region_alloc(&r, 64) != NULL);
        hki_region_drop(&r, mark);
        CHECK(r.bytes == bytes && m.live == live && memcmp(kept, "kept", 5) == 0);
    }
    hki_region_clear(&r);
    CHECK(m.live == 0 && !m.wrong_size);
}

static void test_refusals(void)
{
    hkt_mem m;
    hki_region r;
    hkt_mem_init(&m);
    hki_region_init(&r, &m.hooks, HKI_SPACE_RENDER);
    CHECK(hki_region_alloc(&r, SIZE_MAX) == NULL && r.failed);
    hki_region_clear(&r);
    CHECK(!r.failed);
    CHECK(hki_region_alloc(&r, SIZE_MAX - 20) == NULL && r.failed);
    hki_region_clear(&r);
    CHECK(hki_region_array(&r, SIZE_MAX / 8, 9) == NULL && r.failed);
    hki_region_clear(&r);
    CHECK(hki_region_text(&r, "", SIZE_MAX) == NULL && r.failed);
    hki_region_clear(&r);
    CHECK(m.calls == 0);
    r.limit = 10000;
    CHECK(hki_region_alloc(&r, 100) != NULL && !r.failed);
    CHECK(hki_region_alloc(&r, 9000) == NULL && r.failed);
    CHECK(r.bytes <= r.limit);
    hki_region_clear(&r);
    m.fail_at = m.calls + 1;
    CHECK(hki_region_alloc(&r, 100) == NULL && r.failed);
    hki_region_clear(&r);
    CHECK(m.live == 0);
}

int main(void)
{
    test_blocks();
    test_large_block_keeps_the_chunk();
    test_mark();
    test_refusals();
    return hkt_done();
}
