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

/* Behind each block there may be read: of a chunk, of its own, moved, in lent room. (A sanitizer sees where that is not so.) */
static void test_slack(void)
{
    hkt_mem m;
    hki_region r;
    _Alignas(8) char room[104], behind[HKI_REGION_SLACK];
    hkt_mem_init(&m);
    hki_region_init_in(&r, &m.hooks, HKI_SPACE_RENDER, room, sizeof room);
    for (size_t size = 1; size < 300000; size += size / 8 + 1) {
        char *block = hki_region_alloc(&r, size);
        CHECK(block != NULL && memcpy(behind, block + size, sizeof behind));
        char *grown = hki_region_resize(&r, block, size, 3 * size);
        CHECK(grown != NULL && memcpy(behind, grown + 3 * size, sizeof behind));
    }
    hki_region_expect(&r, 5000);
    CHECK(memcpy(behind, (char *)hki_region_alloc(&r, 5000) + 5000, sizeof behind));
    hki_region_clear(&r);
    CHECK(m.live == 0 && !m.wrong_size);
}

/* Memory of the caller's comes first, and is not given back. */
static void test_lent_room(void)
{
    hkt_mem m;
    hki_region r;
    _Alignas(8) char room[256 + HKI_REGION_SLACK];
    hkt_mem_init(&m);
    hki_region_init_in(&r, &m.hooks, HKI_SPACE_RENDER, room, sizeof room);
    char *first = hki_region_alloc(&r, 200), *next = hki_region_alloc(&r, 56);
    CHECK(first == room && next == room + 200 && m.calls == 0 && r.bytes == 0);
    char *behind = hki_region_alloc(&r, 8);
    CHECK(behind && (behind < room || behind >= room + sizeof room) && m.live == r.bytes);
    hki_region_clear(&r);
    CHECK(m.live == 0 && !m.wrong_size);
    first = hki_region_alloc(&r, 8);
    CHECK(first && (first < room || first >= room + sizeof room));
    hki_region_clear(&r);
    CHECK(m.live == 0);
}

/* Blocks of a near allocator: large ones are counted until they are given back, and keep what was in small ones. */
static void test_near(void)
{
    hkt_mem m;
    hki_region r;
    hki_near near;
    hkt_mem_init(&m);
    hki_region_init(&r, &m.hooks, HKI_SPACE_RENDER);
    hki_near_init(&near, &r);
    char *block = hki_mem_alloc(&near.hooks, 16);
    CHECK(block && near.far == 0);
    memcpy(block, "near", 5);
    block = hki_mem_resize(&near.hooks, block, 16, 100000);
    CHECK(block && near.far == 1 && memcmp(block, "near", 5) == 0);
    block = hki_mem_resize(&near.hooks, block, 100000, 300000);
    CHECK(block && near.far == 1 && memcmp(block, "near", 5) == 0);
    m.fail_at = m.calls + 1;
    CHECK(!hki_mem_resize(&near.hooks, block, 300000, 500000) && near.far == 1 && memcmp(block, "near", 5) == 0);
    hki_mem_free(&near.hooks, block, 300000);
    CHECK(near.far == 0);
    hki_region_clear(&r);
    CHECK(m.live == 0 && !m.wrong_size);
}

int main(void)
{
    test_slack();
    test_lent_room();
    test_near();
    test_blocks();
    test_large_block_keeps_the_chunk();
    test_mark();
    test_resize();
    test_refusals();
    return hkt_done();
}
