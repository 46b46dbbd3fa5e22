/* intern.c: one string for each short text, until there is no place for more. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "value/intern.h"
#include "values.h"

enum { MANY = 5000, LONGEST = 64 };

static void open_table(hkt_rt *t, hki_interned *all)
{
    hkt_rt_open(t);
    *all = (hki_interned){.mem = &t->mem.hooks};
    t->rt.interned = all;
}

static void close_table(hkt_rt *t, hki_interned *all)
{
    hki_interned_free(all);
    hkt_rt_close(t);
}

static void test_texts(void)
{
    hkt_rt t;
    hki_interned all;
    char text[LONGEST + 1];
    open_table(&t, &all);
    memset(text, 'x', sizeof text);
    for (size_t size = 0; size <= LONGEST; size++) {
        const hki_str *key = hki_intern(&t.rt, text, size), *s = hki_str_new(&t.rt, text, size);
        CHECK(key && hki_str_is(key, text, size) && key->points == size && hki_intern(&t.rt, text, size) == key);
        CHECK(s != key && hki_intern_str(&t.rt, s) == key && hki_is_interned(&t.rt, key) && !hki_is_interned(&t.rt, s));
    }
    const hki_str *wide = hki_intern(&t.rt, "\xc3\xa9\0b", 4), *longer = hki_intern(&t.rt, text, sizeof text);
    CHECK(wide && wide->size == 4 && wide->points == 3 && hki_intern(&t.rt, "\xc3\xa9\0c", 4) != wide);
    CHECK(longer && hki_intern(&t.rt, text, sizeof text) != longer && hki_intern_str(&t.rt, longer) == longer);
    t.rt.interned = NULL;
    CHECK(hki_intern(&t.rt, "x", 1) != hki_intern(&t.rt, "x", 1) && !hki_is_interned(&t.rt, wide));
    close_table(&t, &all);
}

/* Those that came first keep their place; the others are strings like any. */
static void test_many(void)
{
    static const hki_str *keys[MANY];
    hkt_rt t;
    hki_interned all;
    char text[16];
    unsigned interned = 0;
    bool same = true;
    open_table(&t, &all);
    for (int i = 0; i < MANY; i++) {
        keys[i] = hki_intern(&t.rt, text, (size_t)snprintf(text, sizeof text, "key %d", i));
        hki_str_hash(&t.rt, keys[i]);
    }
    size_t live = t.mem.live - t.region.bytes;
    for (int i = 0; i < MANY; i++) {
        size_t size = (size_t)snprintf(text, sizeof text, "key %d", i);
        bool kept = hki_is_interned(&t.rt, keys[i]);
        interned += kept;
        same &= (hki_intern(&t.rt, text, size) == keys[i]) == kept && hki_str_is(keys[i], text, size);
    }
    CHECK(same && interned > 500 && interned < MANY && t.mem.live - t.region.bytes == live);
    close_table(&t, &all);
}

static void test_refused(void)
{
    for (size_t nth = 1, failed = 1; failed; nth++) {
        hkt_rt t;
        hki_interned all;
        open_table(&t, &all);
        t.mem.fail_at = t.mem.calls + nth;
        const hki_str *key = hki_intern(&t.rt, "key", 3);
        failed = t.mem.failed;
        CHECK(failed ? !key && t.error.kind == HK_NO_MEMORY : key != NULL);
        hki_error_clear(&t.error);
        CHECK((key = hki_intern(&t.rt, "key", 3)) && hki_intern(&t.rt, "key", 3) == key);
        close_table(&t, &all);
    }
}

int main(void)
{
    test_texts();
    test_many();
    test_refused();
    return hkt_done();
}
