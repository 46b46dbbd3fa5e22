/* dict.c, view.c: order, key equality, growth, removal. */
#include <stdio.h>

#include "../harness/make.h"
#include "value/ops.h"

static hk_value numbered(hkt_rt *t, unsigned i)
{
    char name[16];
    snprintf(name, sizeof name, "key%u", i);
    return hkt_str(t, name);
}

static void test_keys(hkt_rt *t)
{
    hki_dict *d = hki_dict_new(&t->rt, 0);
    CHECK(hki_dict_set(&t->rt, d, hki_int(1), hkt_str(t, "int")));
    CHECK(hki_dict_set(&t->rt, d, hki_bool(true), hkt_str(t, "bool")));
    CHECK(hki_dict_set(&t->rt, d, hki_float(1.0), hkt_str(t, "float")));
    CHECK(hki_dict_set(&t->rt, d, hkt_str(t, "a"), hki_int(2)));
    CHECK(hki_dict_set(&t->rt, d, hkt_value(t, "M'a'"), hki_int(3)));
    CHECK(hki_dict_set(&t->rt, d, hki_none(), hki_int(4)));
    CHECK(hki_dict_set(&t->rt, d, hkt_value(t, "(1, 'x')"), hki_int(5)));
    CHECK(hki_dict_set(&t->rt, d, hkt_value(t, "(1.0, 'x')"), hki_int(6)));
    const char *got = hkt_repr(t, hki_dict_value(d));
    CHECK_SAME("one key for 1, 1.0 and True", got, "{1: 'float', 'a': 3, None: 4, (1, 'x'): 6}");
    CHECK(!hki_dict_set(&t->rt, d, hkt_value(t, "[]"), hki_none()));
    got = hkt_error(t);
    CHECK_SAME("list as key", got, "TypeError: unhashable type: 'list'");
    CHECK(hki_dict_get(&t->rt, d, hkt_value(t, "({},)"), NULL) == HKI_ERROR);
    got = hkt_error(t);
    CHECK_SAME("dict in a key", got, "TypeError: unhashable type: 'dict'");
}

static void check_contents(hkt_rt *t, const hki_dict *d, const bool *in, unsigned count)
{
    bool ok = true;
    unsigned live = 0;
    for (unsigned i = 0; i < count; i++) {
        hk_value v;
        int found = hki_dict_get(&t->rt, d, numbered(t, i), &v);
        ok &= found == in[i] && (!found || v.as.i == (int64_t)i);
        live += in[i];
        found = hki_dict_get(&t->rt, d, hki_int(i), &v);
        ok &= found == in[i] && (!found || v.as.i == (int64_t)i);
    }
    for (uint32_t i = 0; i < d->named; i++) ok &= d->entries[i].key.type == HKI_STRING || d->entries[i].key.type == HKI_REMOVED;
    CHECK(ok && d->named <= d->used);
    CHECK(d->count == 2 * live);
    uint32_t at = 0, steps = 0;
    while (hki_dict_next(d, &at)) steps++;
    CHECK(steps == d->count);
}

/* Random additions and removals against an array of flags. */
static void test_growth_and_removal(hkt_rt *t)
{
    enum { KEYS = 100 };
    bool in[KEYS] = {false};
    hki_dict *d = hki_dict_new(&t->rt, 0);
    uint32_t random = 1;
    for (int step = 0; step < 4000; step++) {
        random = random * 1103515245 + 12345;
        unsigned i = (random >> 16) % KEYS;
        bool add = (random >> 8) % 100 < (step / 500 % 2 ? 25u : 75u);
        if (add) {
            CHECK(hki_dict_set(&t->rt, d, numbered(t, i), hki_int(i)) && hki_dict_set(&t->rt, d, hki_int(i), hki_int(i)));
        } else {
            int want = in[i];
            CHECK(hki_dict_remove(&t->rt, d, numbered(t, i), NULL) == want && hki_dict_remove(&t->rt, d, hki_int(i), NULL) == want);
        }
        in[i] = add;
        if (step % 500 == 499) check_contents(t, d, in, KEYS);
    }
    hki_dict *copy = hki_dict_copy(&t->rt, d);
    check_contents(t, copy, in, KEYS);
    hki_dict_clear(d);
    CHECK(d->count == 0 && hki_dict_get(&t->rt, d, numbered(t, 1), NULL) == HKI_NO);
    check_contents(t, copy, in, KEYS);
}

/* Texts and numbers as keys that come and go: what is counted as texts alone is so, also in copies and after growing. */
static void test_named(hkt_rt *t)
{
    enum { TEXTS = 12, KEYS = 16 };
    uint32_t random = 1, most = 0;
    bool ok = true;
    for (int round = 0; round < 200; round++) {
        hki_dict *d = hki_dict_new(&t->rt, 0);
        for (int step = 0; step < 60; step++) {
            random = random * 1103515245 + 12345;
            unsigned i = (random >> 16) % KEYS;
            hk_value key = i < TEXTS ? numbered(t, i) : hki_int(i);
            if ((random >> 8) % 3) ok &= hki_dict_set(&t->rt, d, key, hki_none());
            else ok &= hki_dict_remove(&t->rt, d, key, NULL) != HKI_ERROR;
            const hki_dict *both[] = {d, hki_dict_copy(&t->rt, d)};
            for (int k = 0; k < 2; k++) {
                ok &= both[k]->named <= both[k]->used;
                for (uint32_t e = 0; e < both[k]->named; e++)
                    ok &= both[k]->entries[e].key.type == HKI_STRING || both[k]->entries[e].key.type == HKI_REMOVED;
            }
            most = d->named > most ? d->named : most;
        }
    }
    CHECK(ok && most > 4);
}

/* A dict used as a stack or a queue stays small and fast. */
static void test_churn(hkt_rt *t)
{
    hki_dict *d = hki_dict_new(&t->rt, 0);
    for (int i = 0; i < 20; i++) CHECK(hki_dict_set(&t->rt, d, hki_int(i), hki_none()));
    for (int i = 20; i < 20000; i++) {
        CHECK(hki_dict_set(&t->rt, d, hki_int(i), hki_none()));
        CHECK(hki_dict_remove(&t->rt, d, hki_int(i), NULL) == HKI_YES);
    }
    CHECK(d->used == 20 && d->cap <= 64);
    for (int i = 20; i < 20000; i++) {
        CHECK(hki_dict_set(&t->rt, d, hki_int(i), hki_none()));
        CHECK(hki_dict_remove(&t->rt, d, hki_int(i - 20), NULL) == HKI_YES);
    }
    CHECK(d->count == 20 && d->cap <= 64 && d->index_size <= 128);
    CHECK(hki_dict_get(&t->rt, d, hki_int(-5), NULL) == HKI_NO);
}

static void test_order(hkt_rt *t)
{
    hk_value v = hkt_value(t, "{'a': 1, 'b': 2, 'c': 3}");
    hki_dict *d = hki_as_dict(v);
    hk_value gone;
    CHECK(hki_dict_remove(&t->rt, d, hkt_str(t, "a"), &gone) == HKI_YES && gone.as.i == 1);
    CHECK(hki_dict_set_c(&t->rt, d, "a", hki_int(4)));
    CHECK(hki_dict_set_c(&t->rt, d, "b", hki_int(5)));
    CHECK_TEXT("a key that comes back is last", hkt_repr(t, v), 24, "{'b': 5, 'c': 3, 'a': 4}");
    const hk_value *found = hki_dict_find(d, "c", 1, hki_str_hash(&t->rt, hki_str_c(&t->rt, "c")));
    CHECK(found && found->as.i == 3);
    CHECK(!hki_dict_find_str(&t->rt, d, hki_str_c(&t->rt, "")));
}

static void test_no_memory(void)
{
    for (size_t nth = 1; nth < 50; nth++) {
        hkt_rt t;
        hkt_rt_open(&t);
        t.mem.fail_at = nth;
        hki_dict *d = hki_dict_new(&t.rt, 0);
        bool ok = d != NULL;
        for (unsigned i = 0; i < 500 && ok; i++) ok = hki_dict_set(&t.rt, d, hki_int(i), hki_none());
        CHECK(ok == !t.mem.failed);
        CHECK((t.error.kind == HK_NO_MEMORY) == t.mem.failed);
        t.mem.fail_at = 0;
        bool finished = ok;
        hkt_rt_close(&t);
        if (finished) break;
    }
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_keys(&t);
    test_growth_and_removal(&t);
    test_named(&t);
    test_churn(&t);
    test_order(&t);
    hkt_rt_close(&t);
    test_no_memory();
    return hkt_done();
}
