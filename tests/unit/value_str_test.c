/* str.c, str_find.c: making, measuring, searching and appending. */
#include <time.h>

#include "base/utf8.h"
#include "../harness/make.h"

static void test_measures(hkt_rt *t)
{
    static const struct { const char *text; uint32_t size, points; bool ascii; } rows[] = {
        {"", 0, 0, true},
        {"abc", 3, 3, true},
        {"h\xc3\xa9llo", 6, 5, false},
        {"\xe2\x82\xac\xf0\x9f\x98\x80", 7, 2, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_str *s = hki_str_c(&t->rt, rows[i].text);
        CHECK_ROW(rows[i].text, s->size == rows[i].size && s->points == rows[i].points && hki_str_ascii(s) == rows[i].ascii);
    }
    hki_str *s = hki_str_c(&t->rt, "a\xc3\xa9\xe2\x82\xac" "b");
    CHECK(hki_str_offset(s, 0) == 0 && hki_str_offset(s, 2) == 3 && hki_str_offset(s, 3) == 6 && hki_str_offset(s, 9) == 7);
    CHECK(hki_str_point_at(s, 6) == 3 && hki_str_point_at(s, 0) == 0);
    CHECK_TEXT("a middle part", hki_str_sub(&t->rt, s, 1, 6)->data, 5, "\xc3\xa9\xe2\x82\xac");
    CHECK(hki_str_sub(&t->rt, s, 1, 6)->points == 2);
    CHECK(hki_str_sub(&t->rt, s, 0, 7) == s);
    CHECK_TEXT("one code point", hki_str_point(&t->rt, 0x20ac)->data, 3, "\xe2\x82\xac");
}

static void test_equality_and_order(hkt_rt *t)
{
    static const struct { const char *a, *b; int order; } rows[] = {
        {"", "", 0}, {"a", "a", 0}, {"a", "b", -1}, {"b", "a", 1}, {"a", "ab", -1}, {"ab", "a", 1},
        {"\xf0\x9f\x98\x80", "\xef\xbf\xbf", 1},        /* by code point, not by UTF-16 unit */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_str *a = hki_str_c(&t->rt, rows[i].a), *b = hki_str_c(&t->rt, rows[i].b);
        int order = hki_str_compare(a, b);
        CHECK_ROW(rows[i].a, (order > 0) - (order < 0) == rows[i].order);
        CHECK_ROW(rows[i].a, hki_str_equal(a, b) == !rows[i].order);
        CHECK_ROW(rows[i].a, rows[i].order || hki_str_hash(&t->rt, a) == hki_str_hash(&t->rt, b));
    }
    CHECK(hki_str_hash(&t->rt, &hki_str_empty) == hki_str_hash(&t->rt, hki_str_c(&t->rt, "")));
}

static size_t slow_find(const char *text, size_t size, const char *part, size_t part_size, bool last)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i + part_size <= size && (last || found == SIZE_MAX); i++)
        if (memcmp(text + i, part, part_size) == 0) found = i;
    return found;
}

/* All texts of up to 12 letters a and b, against all parts of up to 5. */
static void test_find(void)
{
    char text[12], part[5];
    bool first = true, last = true;
    for (unsigned size = 0; size <= 12; size++)
        for (unsigned bits = 0; bits < 1u << size; bits += 1 + size / 8) {
            for (unsigned i = 0; i < size; i++) text[i] = bits >> i & 1 ? 'b' : 'a';
            for (unsigned part_size = 0; part_size <= 5; part_size++)
                for (unsigned p = 0; p < 1u << part_size; p++) {
                    for (unsigned i = 0; i < part_size; i++) part[i] = p >> i & 1 ? 'b' : 'a';
                    first &= hki_str_find(text, size, part, part_size) == slow_find(text, size, part, part_size, false);
                    last &= hki_str_rfind(text, size, part, part_size) == slow_find(text, size, part, part_size, true);
                }
        }
    CHECK(first);
    CHECK(last);
}

/* Longer texts, in which a part of up to 20 bytes stands at each place, and places that begin and end as it does before it. */
static void test_find_in_long(void)
{
    char text[160], part[20];
    bool found = true;
    for (size_t part_size = 1; part_size <= sizeof part; part_size++) {
        memset(part, 'x', sizeof part);
        part[part_size / 2] = 'y';
        for (size_t size = part_size; size <= sizeof text; size++)
            for (size_t at = 0; at + part_size <= size; at++) {
                memset(text, at % 2 ? 'x' : '-', size);
                found &= hki_str_find(text, size, part, part_size) == slow_find(text, size, part, part_size, false);
                memcpy(text + at, part, part_size);
                found &= hki_str_find(text, size, part, part_size) == slow_find(text, size, part, part_size, false);
            }
    }
    CHECK(found);
}

/* A pattern that makes naive search quadratic (a minute): must end at once. */
static void test_find_is_linear(hkt_rt *t)
{
    enum { SIZE = 1 << 20 };
    clock_t start = clock();
    char *text;
    hki_str *s = hki_str_sized(&t->rt, SIZE, SIZE, &text);
    memset(text, 'a', SIZE);
    char *part;
    hki_str_sized(&t->rt, SIZE / 2, SIZE / 2, &part);
    memset(part, 'a', SIZE / 2);
    for (int k = 1; k < 4; k++) {       /* near the beginning, in the middle, near the end */
        part[SIZE / 8 * k] = 'b';
        CHECK(hki_str_find(s->data, SIZE, part, SIZE / 2) == SIZE_MAX);
        CHECK(hki_str_rfind(s->data, SIZE, part, SIZE / 2) == SIZE_MAX);
        part[SIZE / 8 * k] = 'a';
    }
    CHECK(clock() - start < CLOCKS_PER_SEC);
}

static void test_append(hkt_rt *t)
{
    hki_str *s = hki_str_c(&t->rt, "");
    for (int i = 0; i < 10000; i++) s = hki_str_append(&t->rt, s, "\xc3\xa9x", 3);
    CHECK(s->size == 30000 && s->points == 20000);
    CHECK(t->region.bytes < 2000000);       /* linear: copying each time would take 150 MB */
    CHECK(hki_utf8_check(s->data, s->size) == s->size);
    hki_str *one = hki_str_append(&t->rt, s, "1", 1), *two = hki_str_append(&t->rt, s, "2", 1);
    CHECK(one->data[30000] == '1' && two->data[30000] == '2' && s->size == 30000);
    CHECK(hki_str_append(&t->rt, s, "", 0) == s);
    hki_str *twice = hki_str_append(&t->rt, one, one->data, one->size);
    CHECK(twice->size == 60002 && memcmp(twice->data + 30001, one->data, 30001) == 0);
    one->head.space = HKI_SPACE_FROZEN;
    hki_str *other = hki_str_append(&t->rt, one, "x", 1);
    CHECK(other->data != one->data);
}

static void test_built_text(hkt_rt *t)
{
    hk_value outer, inner;
    size_t mark = hki_text_begin(&t->rt);
    hki_buf_str(&t->rt.scratch, "<");
    size_t mark2 = hki_text_begin(&t->rt);
    hki_buf_str(&t->rt.scratch, "in");
    CHECK(hki_text_end(&t->rt, mark2, HKI_SAFE, &inner));
    hki_buf_str(&t->rt.scratch, ">");
    CHECK(hki_text_end(&t->rt, mark, 0, &outer));
    CHECK_TEXT("inner", hki_as_str(inner)->data, hki_as_str(inner)->size, "in");
    CHECK_TEXT("outer", hki_as_str(outer)->data, hki_as_str(outer)->size, "<>");
    CHECK(hki_is_safe(inner) && !hki_is_safe(outer));
    CHECK(hki_text_end(&t->rt, hki_text_begin(&t->rt), 0, &outer) && hki_as_str(outer)->size == 0);
}

static void test_limits(hkt_rt *t)
{
    char *data;
    CHECK(!hki_str_sized(&t->rt, (size_t)1 << 31, 0, &data));
    CHECK(t->error.kind == HK_NO_MEMORY);
    hki_error_clear(&t->error);
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_measures(&t);
    test_equality_and_order(&t);
    test_find();
    test_find_in_long();
    test_find_is_linear(&t);
    test_built_text(&t);
    test_limits(&t);
    hkt_rt_close(&t);
    hkt_rt_open(&t);
    test_append(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
