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
        CHECK(blocks[i] && (uintptr_t)blocks[i] % 8 == 0);
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
        CHECK(first == kept + 8 && hki_region_alloc(&r, 100000) != NULL);
        for (int i = 0; i < 500; i++) CHECK(hki_region_alloc(&r, 64) != NULL);
        hki_region_drop(&r, mark);
        CHECK(r.bytes == bytes && m.live == live && memcmp(kept, "kept", 5) == 0);
    }
    hki_region_clear(&r);
    CHECK(m.live == 0 && !m.wrong_size);
}

/* A block that grows keeps its bytes: in place at the end of its chunk, in a chunk of its own by moving that, else as a copy. */
static void test_resize(void)
{
    hkt_mem m;
    hki_region r;
    hkt_mem_init(&m);
    hki_region_init(&r, &m.hooks, HKI_SPACE_RENDER);
    char *first = hki_region_resize(&r, NULL, 0, 20), *grown = hki_region_resize(&r, first, 20, 100);
    CHECK(first == grown);
    char *other = hki_region_text(&r, "other", 5);
    memcpy(first, "first", 6);
    grown = hki_region_resize(&r, first, 100, 200);
    CHECK(grown != first && memcmp(grown, "first", 6) == 0);
    size_t size = 1000;
    for (; size < 3000000; size *= 2) {
        grown = hki_region_resize(&r, grown, size == 1000 ? 200 : size / 2, size);
        CHECK(grown && memcmp(grown, "first", 6) == 0 && m.live == r.bytes);
        CHECK(hki_region_alloc(&r, 100000) != NULL);        /* a newer chunk */
    }
    CHECK(memcmp(other, "other", 6) == 0);
    CHECK(r.bytes < size / 2 + 20 * 100000 + 2 * 512 * 1024);
    r.limit = r.bytes + 1000;
    CHECK(!hki_region_resize(&r, grown, size / 2, size) && r.failed && memcmp(grown, "first", 6) == 0);
    CHECK(!hki_region_resize(&r, grown, size / 2, SIZE_MAX) && !hki_region_resize(&r, other, 6, SIZE_MAX - 2));
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
    test_resize();
    test_refusals();
    return hkt_done();
}
