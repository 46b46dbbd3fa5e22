/* unicode.c: properties and case mappings, against what Python 3.11 says. */
#include <string.h>

#include "base/unicode.h"
#include "check.h"

/* A letter for each property that holds. */
static void write_flags(uint32_t c, char *to)
{
    static const struct { char letter; bool (*has)(uint32_t); } all[] = {
        {'a', hki_uc_alpha}, {'d', hki_uc_decimal}, {'g', hki_uc_digit}, {'n', hki_uc_numeric}, {'w', hki_uc_space},
        {'l', hki_uc_linebreak}, {'p', hki_uc_printable}, {'U', hki_uc_upper}, {'u', hki_uc_lower}, {'T', hki_uc_title},
        {'i', hki_uc_case_ignorable}, {'S', hki_uc_id_start}, {'C', hki_uc_id_continue},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].has(c)) *to++ = all[i].letter;
    *to = '\0';
}

static size_t (*const maps[4])(uint32_t, uint32_t[3]) = {hki_uc_to_lower, hki_uc_to_upper, hki_uc_to_title, hki_uc_to_fold};

static void test_properties(void)
{
    static const struct { uint32_t c; const char *flags; int decimal; } rows[] = {
        {0x30, "dgnpC", 0}, {0x41, "apUSC", -1}, {0x61, "apuSC", -1}, {0x5f, "pSC", -1}, {0x20, "wp", -1}, {0x1c, "wl", -1},
        {0xa, "wl", -1}, {0xb, "wl", -1}, {0xd, "wl", -1}, {0x85, "wl", -1}, {0xa0, "w", -1}, {0xad, "i", -1}, {0xaa, "apuSC", -1},
        {0xb2, "gnp", -1}, {0xb5, "apuSC", -1}, {0xbc, "np", -1}, {0xc0, "apUSC", -1}, {0xdf, "apuSC", -1}, {0x130, "apUSC", -1},
        {0x131, "apuSC", -1}, {0x149, "apuSC", -1}, {0x1c5, "apTSC", -1}, {0x2b0, "apuiSC", -1}, {0x301, "piC", -1},
        {0x345, "puiC", -1}, {0x37a, "apui", -1}, {0x37e, "p", -1}, {0x387, "piC", -1}, {0x3a3, "apUSC", -1}, {0x3c2, "apuSC", -1},
        {0x3d2, "apUSC", -1}, {0x587, "apuSC", -1}, {0x661, "dgnpC", 1}, {0x6dd, "i", -1}, {0x9e6, "dgnpC", 0}, {0xe33, "apC", -1},
        {0x10d0, "apuSC", -1}, {0x13a0, "apUSC", -1}, {0xab70, "apuSC", -1}, {0x1369, "gnpC", -1}, {0x1680, "w", -1},
        {0x180e, "i", -1}, {0x1c90, "apUSC", -1}, {0x1e9e, "apUSC", -1}, {0x1f88, "apTSC", -1}, {0x200b, "i", -1},
        {0x2028, "wl", -1}, {0x2029, "wl", -1}, {0x2118, "pSC", -1}, {0x2160, "npUSC", -1}, {0x2170, "npuSC", -1},
        {0x2460, "gnp", -1}, {0x24b6, "pU", -1}, {0x24d0, "pu", -1}, {0x2e2f, "api", -1}, {0x3000, "w", -1}, {0x3007, "npSC", -1},
        {0x4e00, "anpSC", -1}, {0x9ffd, "apSC", -1}, {0xac00, "apSC", -1}, {0xd800, "", -1}, {0xe000, "", -1},
        {0xfb01, "apuSC", -1}, {0xfb03, "apuSC", -1}, {0xfdfb, "ap", -1}, {0xfeff, "i", -1}, {0xff10, "dgnpC", 0},
        {0xff21, "apUSC", -1}, {0xfffd, "p", -1}, {0x10400, "apUSC", -1}, {0x1d7ce, "dgnpC", 0}, {0x1d7ff, "dgnpC", 9},
        {0x1e921, "apUSC", -1}, {0x1f130, "pU", -1}, {0x1f600, "p", -1}, {0x20000, "apSC", -1}, {0x2a6e0, "", -1},
        {0x3134a, "apSC", -1}, {0xe0001, "i", -1}, {0xe0100, "piC", -1}, {0xf0000, "", -1}, {0x10ffff, "", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char flags[16];
        write_flags(rows[i].c, flags);
        CHECK_BYTES(rows[i].flags, flags, strlen(flags), rows[i].flags, strlen(rows[i].flags));
        CHECK_ROW(rows[i].flags, hki_uc_decimal_value(rows[i].c) == rows[i].decimal);
    }
    CHECK(hki_uc_word('_') && hki_uc_word(0xe9) && hki_uc_word(0xbc) && !hki_uc_word('-') && !hki_uc_word(0x301));
    CHECK(hki_uc_alnum('7') && hki_uc_alnum(0x2460) && !hki_uc_alnum('_'));
    CHECK(hki_uc_cased(0x1c5) && hki_uc_cased('a') && hki_uc_cased('A') && !hki_uc_cased('1'));
    CHECK(!hki_uc_printable(0x110000) && hki_uc_decimal_value(0xffffffff) == -1);
}

static void test_mappings(void)
{
    static const struct { uint32_t c, to[4][3]; } rows[] = {
        {0x41, {{0x61}, {0x41}, {0x41}, {0x61}}}, {0x61, {{0x61}, {0x41}, {0x41}, {0x61}}},
        {0x31, {{0x31}, {0x31}, {0x31}, {0x31}}}, {0xb5, {{0xb5}, {0x39c}, {0x39c}, {0x3bc}}},
        {0xc0, {{0xe0}, {0xc0}, {0xc0}, {0xe0}}}, {0xdf, {{0xdf}, {0x53, 0x53}, {0x53, 0x73}, {0x73, 0x73}}},
        {0x130, {{0x69, 0x307}, {0x130}, {0x130}, {0x69, 0x307}}}, {0x131, {{0x131}, {0x49}, {0x49}, {0x131}}},
        {0x149, {{0x149}, {0x2bc, 0x4e}, {0x2bc, 0x4e}, {0x2bc, 0x6e}}}, {0x178, {{0xff}, {0x178}, {0x178}, {0xff}}},
        {0x1c5, {{0x1c6}, {0x1c4}, {0x1c5}, {0x1c6}}}, {0x1f0, {{0x1f0}, {0x4a, 0x30c}, {0x4a, 0x30c}, {0x6a, 0x30c}}},
        {0x345, {{0x345}, {0x399}, {0x399}, {0x3b9}}},
        {0x390, {{0x390}, {0x399, 0x308, 0x301}, {0x399, 0x308, 0x301}, {0x3b9, 0x308, 0x301}}},
        {0x3a3, {{0x3c3}, {0x3a3}, {0x3a3}, {0x3c3}}}, {0x3c2, {{0x3c2}, {0x3a3}, {0x3a3}, {0x3c3}}},
        {0x587, {{0x587}, {0x535, 0x552}, {0x535, 0x582}, {0x565, 0x582}}}, {0x10d0, {{0x10d0}, {0x1c90}, {0x10d0}, {0x10d0}}},
        {0x13a0, {{0xab70}, {0x13a0}, {0x13a0}, {0x13a0}}}, {0x1c80, {{0x1c80}, {0x412}, {0x412}, {0x432}}},
        {0x1c90, {{0x10d0}, {0x1c90}, {0x1c90}, {0x10d0}}}, {0x1e9e, {{0xdf}, {0x1e9e}, {0x1e9e}, {0x73, 0x73}}},
        {0x1f50, {{0x1f50}, {0x3a5, 0x313}, {0x3a5, 0x313}, {0x3c5, 0x313}}},
        {0x1f88, {{0x1f80}, {0x1f08, 0x399}, {0x1f88}, {0x1f00, 0x3b9}}},
        {0x1fb3, {{0x1fb3}, {0x391, 0x399}, {0x1fbc}, {0x3b1, 0x3b9}}},
        {0x1fd7, {{0x1fd7}, {0x399, 0x308, 0x342}, {0x399, 0x308, 0x342}, {0x3b9, 0x308, 0x342}}},
        {0x2126, {{0x3c9}, {0x2126}, {0x2126}, {0x3c9}}}, {0x2160, {{0x2170}, {0x2160}, {0x2160}, {0x2170}}},
        {0x24d0, {{0x24d0}, {0x24b6}, {0x24b6}, {0x24d0}}}, {0xa64a, {{0xa64b}, {0xa64a}, {0xa64a}, {0xa64b}}},
        {0xab70, {{0xab70}, {0x13a0}, {0x13a0}, {0x13a0}}}, {0xfb01, {{0xfb01}, {0x46, 0x49}, {0x46, 0x69}, {0x66, 0x69}}},
        {0xfb03, {{0xfb03}, {0x46, 0x46, 0x49}, {0x46, 0x66, 0x69}, {0x66, 0x66, 0x69}}},
        {0x10400, {{0x10428}, {0x10400}, {0x10400}, {0x10428}}}, {0x1e921, {{0x1e943}, {0x1e921}, {0x1e921}, {0x1e943}}},
        {0x4e00, {{0x4e00}, {0x4e00}, {0x4e00}, {0x4e00}}}, {0x1f600, {{0x1f600}, {0x1f600}, {0x1f600}, {0x1f600}}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int way = 0; way < 4; way++) {
            uint32_t got[3] = {0};
            size_t count = maps[way](rows[i].c, got);
            CHECK(count >= 1 && count <= 3);
            for (size_t n = count; n < 3; n++) got[n] = 0;
            CHECK(memcmp(got, rows[i].to[way], sizeof got) == 0);
        }
}

static uint64_t add(uint64_t hash, uint32_t x)
{
    return (hash ^ x) * UINT64_C(0x100000001b3);
}

/* Everything, as one number that a script made of Python's answers. */
static void test_all(void)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (uint32_t c = 0; c < 0x110000; c++) {
        char flags[16];
        write_flags(c, flags);
        for (const char *f = flags; *f; f++) hash = add(hash, (uint32_t)*f);
        hash = add(hash, (uint32_t)(hki_uc_decimal_value(c) + 1));
        for (int way = 0; way < 4; way++) {
            uint32_t to[3];
            size_t count = maps[way](c, to);
            for (size_t n = 0; n < count; n++) hash = add(hash, to[n]);
        }
    }
    CHECK(hash == UINT64_C(0x92ad2b9eea29ca5d));
}

int main(void)
{
    test_properties();
    test_mappings();
    test_all();
    return hkt_done();
}
