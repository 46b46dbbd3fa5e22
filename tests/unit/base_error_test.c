/* error.c: the first error wins, and reporting that there is no memory needs none. */
#include "base/error.h"
#include "check.h"
#include "mem.h"

int main(void)
{
    hkt_mem m;
    hki_error e;
    hkt_mem_init(&m);
    hki_error_init(&e, &m.hooks);
    CHECK(e.kind == HK_OK);
    CHECK(!hki_error_set(&e, HK_TYPE_ERROR, "a\0b", 3));
    CHECK(!hki_error_set(&e, HK_VALUE_ERROR, "second", 6));
    CHECK(!hki_error_memory(&e));
    CHECK(e.kind == HK_TYPE_ERROR);
    CHECK_TEXT("message", e.message.data, e.message.size, "a\0b");
    hki_error_place(&e, "page.html", 9, 3, 7);
    hki_error_place(&e, "other.html", 10, 4, 8);
    CHECK(e.has_template && e.line == 3 && e.column == 7);
    CHECK_TEXT("place", e.template_name.data, e.template_name.size, "page.html");
    hki_error_clear(&e);
    CHECK(e.kind == HK_OK && !e.has_template && !e.line && !e.message.size && !e.template_name.size);

    hki_error_place(&e, NULL, 0, 5, 0);
    hki_error_place(&e, "late.html", 9, 6, 0);
    CHECK(!e.has_template && e.line == 5);
    hki_error_free(&e);
    CHECK(m.live == 0 && !m.wrong_size);

    m.fail_at = m.calls + 1;                    /* no memory for the message */
    hki_error_set(&e, HK_TYPE_ERROR, "lost", 4);
    CHECK(e.kind == HK_NO_MEMORY && m.live == 0);
    CHECK_TEXT("constant message", e.message.data, e.message.size, "out of memory");
    hki_error_clear(&e);
    hki_error_set(&e, HK_KEY_ERROR, "kept", 4); /* the record is as good as new */
    CHECK_TEXT("after memory", e.message.data, e.message.size, "kept");
    hki_error_clear(&e);
    hki_error_set(&e, HK_NO_MEMORY, "ignored", 7);
    CHECK_TEXT("own words", e.message.data, e.message.size, "out of memory");
    hki_error_free(&e);
    CHECK(m.live == 0 && !m.wrong_size);

    CHECK_TEXT("name", hki_status_name(HK_ZERO_DIVISION_ERROR), 17, "ZeroDivisionError");
    for (int kind = 0; kind < HK_STATUS_COUNT; kind++) CHECK(hki_status_name((hk_status)kind) != NULL);
    CHECK_TEXT("no such kind", hki_status_name(HK_STATUS_COUNT), 5, "Error");
    return hkt_done();
}
