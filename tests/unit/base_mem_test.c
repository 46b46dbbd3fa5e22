/* mem.c: sizes reach the allocator as they should, and too large ones never do. */
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "mem.h"

static void test_blocks(const hk_allocator *mem)
{
    char *p = hki_mem_alloc(mem, 10);
    CHECK(p != NULL);
    memset(p, 'x', 10);
    p = hki_mem_resize(mem, p, 10, 1000);
    CHECK(p && p[9] == 'x');
    hki_mem_free(mem, p, 1000);
    p = hki_mem_resize(mem, NULL, 77, 5);   /* a NULL pointer has no size */
    CHECK(p != NULL);
    CHECK(hki_mem_resize(mem, p, 5, 0) == NULL);
    int *zeros = hki_mem_zero(mem, 8, sizeof *zeros);
    for (int i = 0; i < 8; i++) CHECK(zeros[i] == 0);
    hki_mem_free(mem, zeros, 8 * sizeof *zeros);
}

static void test_text(const hk_allocator *mem)
{
    char *text = hki_mem_text(mem, "abcd", 3);
    CHECK_TEXT("copy", text, strlen(text), "abc");
    hki_mem_free(mem, text, 4);
    text = hki_mem_text(mem, NULL, 0);
    CHECK_TEXT("empty", text, strlen(text), "");
    hki_mem_free(mem, text, 1);
}

int main(void)
{
    hkt_mem m;
    hkt_mem_init(&m);
    test_blocks(&m.hooks);
    test_text(&m.hooks);
    test_blocks(&hki_mem_default);
    test_text(&hki_mem_default);
    CHECK(hki_mem_alloc(&m.hooks, 0) == NULL);
    size_t calls = m.calls;
    CHECK(hki_mem_zero(&m.hooks, SIZE_MAX / 2, 3) == NULL);
    CHECK(hki_mem_text(&m.hooks, "", SIZE_MAX) == NULL);
    CHECK(m.calls == calls);
    hki_mem_free(&m.hooks, NULL, 3);
    m.fail_at = m.calls + 1;
    CHECK(hki_mem_text(&m.hooks, "abc", 3) == NULL);
    CHECK(m.failed && m.live == 0 && !m.wrong_size);
    return hkt_done();
}
