/* utf8.c: what is valid, and stepping through it. */
#include <string.h>

#include "base/utf8.h"
#include "check.h"

static void test_check(void)
{
    static const struct { const char *what, *text; size_t size, want; } rows[] = {
        {"empty", "", 0, 0},
        {"ascii", "hello, world", 12, 12},
        {"NUL is a code point", "a\0b", 3, 3},
        {"two, three, four bytes", "\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 18, 18},
        {"around the surrogates", "\xed\x9f\xbf\xee\x80\x80", 6, 6},
        {"lone continuation", "ab\x80", 3, 2},
        {"overlong of two", "\xc0\x80", 2, 0},
        {"overlong of two, last", "\xc1\xbf", 2, 0},
        {"overlong of three", "a\xe0\x9f\xbf", 4, 1},
        {"overlong of four", "\xf0\x8f\xbf\xbf", 4, 0},
        {"surrogate", "abc\xed\xa0\x80", 6, 3},
        {"over U+10FFFF", "\xf4\x90\x80\x80", 4, 0},
        {"0xF5", "\xf5\x80\x80\x80", 4, 0},
        {"0xFF", "12345678\xff", 9, 8},
        {"cut", "a\xe2\x82", 3, 1},
        {"cut by ASCII", "\xe2\x82z", 3, 0},
        {"bad third byte", "\xf0\x90\x80z", 4, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_ROW(rows[i].what, hki_utf8_check(rows[i].text, rows[i].size) == rows[i].want);
}

/* Every code point goes there and back, and is valid exactly if it is not a surrogate. */
static void test_round_trip(void)
{
    size_t wrong = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char text[4];
        size_t size = hki_utf8_put(text, c);
        bool surrogate = c >= 0xd800 && c < 0xe000;
        wrong += (hki_utf8_check(text, size) == size) == surrogate;
        const char *at = text;
        wrong += hki_utf8_next(&at) != c || at != text + size;
        wrong += hki_utf8_prev(&at) != c || at != text;
        wrong += hki_utf8_count(text, size) != 1;
    }
    CHECK(wrong == 0);
}

static void test_offsets(void)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z 0123456789 \xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac!";
    size_t size = sizeof text - 1, points = hki_utf8_count(text, size), index = 0;
    CHECK(points == 22);
    for (const char *at = text; at < text + size; hki_utf8_next(&at), index++)
        CHECK(hki_utf8_offset(text, size, index) == (size_t)(at - text));
    CHECK(index == points);
    CHECK(hki_utf8_offset(text, size, points) == size);
    CHECK(hki_utf8_offset(text, size, points + 100) == size);
    CHECK(hki_utf8_offset(text, 0, 0) == 0);
    CHECK(hki_utf8_count(text, 0) == 0);
}

int main(void)
{
    test_check();
    test_round_trip();
    test_offsets();
    return hkt_done();
}
