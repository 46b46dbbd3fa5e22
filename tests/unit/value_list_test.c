/* list.c, sort.c, sort_keys.c: lists, tuples and the sorts. */
#include "../harness/make.h"
#include "value/list.h"
#include "value/ops.h"

static void test_list(hkt_rt *t)
{
    hki_list *list = hki_list_new(&t->rt, 0);
    for (int i = 0; i < 100; i++) CHECK(hki_list_push(&t->rt, list, hki_int(i)));
    CHECK(list->count == 100 && list->items[99].as.i == 99);
    CHECK(hki_list_insert(&t->rt, list, 0, hki_int(-1)) && hki_list_insert(&t->rt, list, 101, hki_int(100)));
    CHECK(list->items[0].as.i == -1 && list->items[1].as.i == 0 && list->items[101].as.i == 100);
    hki_list_remove(list, 1, 100);
    CHECK_TEXT("what is left", hkt_repr(t, hki_list_value(list)), 9, "[-1, 100]");
    hki_list_remove(list, 0, 0);
    CHECK(list->count == 2);
    hki_list *empty = hki_tuple_new(&t->rt, NULL, 0);
    CHECK(empty->count == 0);
}

static void test_from(hkt_rt *t)
{
    hki_list *list;
    CHECK(hki_list_from(&t->rt, hkt_value(t, "range(5, 0, -2)"), &list));
    CHECK_TEXT("a range", hkt_repr(t, hki_list_value(list)), 9, "[5, 3, 1]");
    CHECK(hki_list_from(&t->rt, hkt_value(t, "M'a\xc3\xa9'"), &list));
    CHECK_TEXT("Markup gives str", hkt_repr(t, hki_list_value(list)), 11, "['a', '\xc3\xa9']");
    CHECK(!hki_list_from(&t->rt, hki_int(1), &list));
    const char *error = hkt_error(t);
    CHECK_SAME("not iterable", error, "TypeError: 'int' object is not iterable");
}

static int by_tens(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)rt;
    ++*(size_t *)ctx;
    return a.as.i / 10 < b.as.i / 10;
}

static bool is_stable(const hki_list *list, bool down)
{
    for (uint32_t i = 1; i < list->count; i++) {
        int64_t a = list->items[i - 1].as.i, b = list->items[i].as.i;
        if (down ? a / 10 < b / 10 : a / 10 > b / 10) return false;
        if (a / 10 == b / 10 && a % 10 > b % 10) return false;
    }
    return true;
}

/* Keys in tens; the last digit counts up among equal keys, so that a stable sort leaves it in order. */
static void test_sort(hkt_rt *t, uint32_t count, unsigned kinds, bool down)
{
    hki_list *list = hki_list_new(&t->rt, count);
    uint8_t seen[64] = {0};
    uint32_t random = 12345;
    for (uint32_t i = 0; i < count; i++) {
        random = random * 1103515245 + 12345;
        uint32_t key = (random >> 16) % kinds;
        int64_t digit = kinds <= 64 && seen[key] < 9 ? seen[key]++ : kinds <= 64 ? 9 : 0;
        CHECK(hki_list_push(&t->rt, list, hki_int(key * 10 + digit)));
    }
    size_t calls = 0;
    CHECK(hki_sort(&t->rt, list->items, list->count, by_tens, &calls, down));
    CHECK(is_stable(list, down));
}

static void test_sorted_input_is_cheap(hkt_rt *t)
{
    hki_list *list = hki_list_new(&t->rt, 10000);
    for (int i = 0; i < 10000; i++) CHECK(hki_list_push(&t->rt, list, hki_int(i * 10)));
    size_t calls = 0;
    CHECK(hki_sort(&t->rt, list->items, list->count, by_tens, &calls, false));
    CHECK(calls == 9999);
    calls = 0;
    CHECK(hki_sort(&t->rt, list->items, list->count, by_tens, &calls, true));
    CHECK(calls == 9999 && list->items[0].as.i == 99990);
}

static int by_order(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)ctx;
    return hki_order(rt, HKI_LT, a, b);
}

/* Which two items are compared first shows in the message. */
static void test_sort_error(hkt_rt *t)
{
    hk_value mixed = hkt_value(t, "[3, 4, 'a', 1]");
    CHECK(!hki_sort(&t->rt, hki_as_list(mixed)->items, 4, by_order, NULL, false));
    const char *error = hkt_error(t);
    CHECK_SAME("first pair", error, "TypeError: '<' not supported between instances of 'str' and 'int'");
    mixed = hkt_value(t, "[3, 'a', None]");
    CHECK(!hki_sort(&t->rt, hki_as_list(mixed)->items, 3, by_order, NULL, true));
    error = hkt_error(t);
    CHECK_SAME("reversed", error, "TypeError: '<' not supported between instances of 'str' and 'NoneType'");
    CHECK_TEXT("nothing lost", hkt_repr(t, mixed), 14, "[3, 'a', None]");
}

static int fails_late(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    if (--*(int *)ctx < 0) return hki_raise(rt, HK_TYPE_ERROR, "late"), HKI_ERROR;
    return a.as.i < b.as.i;
}

/* A comparison that fails in the middle of a merge loses and doubles nothing. */
static void test_sort_fails_anywhere(hkt_rt *t)
{
    bool ok = true;
    for (int calls = 0; calls < 2000; calls += 7) {
        hki_list *list = hki_list_new(&t->rt, 300);
        for (int i = 0; i < 300; i++) CHECK(hki_list_push(&t->rt, list, hki_int(i * 7919 % 300)));
        int left = calls;
        hki_sort(&t->rt, list->items, 300, fails_late, &left, false);
        hki_error_clear(&t->error);
        bool seen[300] = {false};
        for (int i = 0; i < 300; i++) seen[list->items[i].as.i] = true;
        for (int i = 0; i < 300; i++) ok &= seen[i];
    }
    CHECK(ok);
}

/* Keys of one kind are sorted by ranks: the order must be the one that comparing them gives, in lower case if `fold`. */
static void test_keys(hkt_rt *t, const char *kind, uint32_t count, bool down, bool fold)
{
    hk_value kinds = hkt_value(t, kind);
    const hki_list *pool = hki_as_list(kinds);
    hki_list *keys = hki_list_new(&t->rt, count), *items = hki_list_new(&t->rt, count);
    uint32_t random = count;
    for (uint32_t i = 0; i < count; i++) {
        random = random * 1103515245 + 12345;
        CHECK(hki_list_push(&t->rt, keys, pool->items[(random >> 16) % pool->count]) && hki_list_push(&t->rt, items, hki_int(i)));
    }
    hki_list *given = hki_tuple_new(&t->rt, keys->items, count);        /* sorting may fold them */
    CHECK_ROW(kind, hki_sort_by_keys(&t->rt, items->items, count, &(hki_keys){given->items, 1, false, fold}, down));
    hki_list *alone = hki_tuple_new(&t->rt, keys->items, count);        /* which are their own keys, and stay as they are */
    CHECK_ROW(kind, hki_sort_by_keys(&t->rt, alone->items, count, &(hki_keys){NULL, 1, false, fold}, down));
    for (uint32_t i = 0; i < count; i++) CHECK_ROW(kind, hki_identical(alone->items[i], keys->items[items->items[i].as.i]));
    for (uint32_t i = 0; fold && i < count; i++)
        if (keys->items[i].type == HKI_STRING) CHECK(hki_fold_text(&t->rt, keys->items[i], &keys->items[i]));
    bool ok = true;
    for (uint32_t i = 1; i < count; i++) {
        int64_t before = items->items[i - 1].as.i, after = items->items[i].as.i;
        hk_value a = keys->items[before], b = keys->items[after];
        ok &= hki_order(&t->rt, down ? HKI_GT : HKI_LT, a, b) == HKI_YES || (hki_equal(&t->rt, a, b) == HKI_YES && before < after);
    }
    CHECK_ROW(kind, ok);
}

static void test_sort_by_keys(hkt_rt *t)
{
    static const char *const kinds[] = {
        "['', 'a', 'a\\x00', 'a\\x00\\x00\\x00\\x00\\x00\\x00\\x00', 'ab', 'abcdefgh', 'abcdefghi', 'abcdefg\\x00', 'b', '\xc3\xa9', 'Z']",
        "['the same eight', 'the same', 'the same\\x00', 'the same twice eight bytes', 'the same twice eight bytez', 'the same twice e']",
        "['as long as no rank is, one', 'as long as no rank is, two', 'as long as no rank is, ', 'as long as no rank is, one']",
        "['Ab', 'aB', 'AB', 'b', 'B', '[', '_', '@', 'A[', 'a_', 'Ã', 'Ã©', 'ÃA', 'Ä°', 'i', 'I']",
        "['The Same Eight', 'the same eight', 'THE SAME EIGHTS', 'the same eighT', 'the same Twice E', 'the same twice Ã']",
        "['As long as no rank is, One', 'as long as no Rank is, one', 'as long as no rank is, TWO', 'as long as no rank is, Ã©']",
        "[0, 1, -1, 9223372036854775807, -9223372036854775807, True, False]",
        "[0.0, -0.0, 1.5, -1.5, 1e300, -1e300, 1e-300, -1e-300]",
        "[1, 1.5, True, 2, -0.5, 100000000000000000000]",
    };
    static const uint32_t sizes[] = {0, 1, 2, 8, 9, 17, 100, 1000};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            for (unsigned how = 0; how < 4; how++) test_keys(t, kinds[k], sizes[i], how & 1, how & 2);
        }
    }
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_list(&t);
    test_from(&t);
    static const uint32_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 100, 500, 1000, 5000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        test_sort(&t, sizes[i], 60, false);
        test_sort(&t, sizes[i], 60, true);
        test_sort(&t, sizes[i], 1000000, false);
        test_sort(&t, sizes[i], 1000000, true);
    }
    test_sorted_input_is_cheap(&t);
    test_sort_by_keys(&t);
    test_sort_error(&t);
    test_sort_fails_anywhere(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
