/* number_text.c, shortest.c: numbers to text. The expectations are what Python prints. */
#include <math.h>
#include <stdio.h>

#include "base/number_text.h"
#include "check.h"
#include "mem.h"

static void test_int(void)
{
    static const struct { int64_t i; const char *want; } rows[] = {
        {0, "0"}, {7, "7"}, {-7, "-7"}, {10, "10"}, {99, "99"}, {100, "100"}, {12345, "12345"}, {-1000000, "-1000000"},
        {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[20];
        size_t size = hki_int_text(text, rows[i].i);
        CHECK_BYTES(rows[i].want, text, size, rows[i].want, strlen(rows[i].want));
    }
}

static void check_repr(double d, const char *want)
{
    char text[32];
    size_t size = hki_float_repr(text, d);
    CHECK_BYTES(want, text, size, want, strlen(want));
}

static void test_repr(void)
{
    static const struct { double d; const char *want; } rows[] = {
        {0.0, "0.0"}, {-0.0, "-0.0"}, {0x1p+0, "1.0"}, {0x1.999999999999ap-4, "0.1"}, {-0x1.999999999999ap-4, "-0.1"},
        {0x1p-1, "0.5"}, {0x1.9p+6, "100.0"}, {0x1.edd2f1a9fbe77p+6, "123.456"}, {0x1.c6bf526340000p+49, "1000000000000000.0"},
        {0x1.1c37937e08000p+53, "1e+16"}, {0x1.1c37937e07fffp+53, "9999999999999998.0"}, {0x1.6345785d8a000p+56, "1e+17"},
        {0x1.aa535d3d0c000p+53, "1.5e+16"}, {0x1.0f0cf064dd592p+73, "1e+22"}, {0x1.52d02c7e14af6p+76, "1e+23"},
        {0x1.b69b4ba630f35p+56, "1.2345678901234568e+17"}, {0x1.a36e2eb1c432dp-14, "0.0001"}, {0x1.4f8b588e368f1p-17, "1e-05"},
        {0x1.02e4b6ce5dc68p-13, "0.00012345"}, {0x1.421f5f40d8376p-23, "1.5e-07"}, {0x1.3333333333334p-2, "0.30000000000000004"},
        {0x1.5555555555555p-2, "0.3333333333333333"}, {0x1.5555555555555p-1, "0.6666666666666666"},
        {0x0.0000000000001p-1022, "5e-324"}, {0x1p-1022, "2.2250738585072014e-308"},
        {0x1.fffffffffffffp+1023, "1.7976931348623157e+308"}, {0x1p+53, "9007199254740992.0"}, {0x1p+63, "9.223372036854776e+18"},
        {0x1p-44, "5.684341886080802e-14"}, {0x1.1666666666666p+2, "4.35"}, {0x1.5666666666666p+1, "2.675"},
        {0x1.249ad2594c37dp+332, "1e+100"}, {0x1p-20, "9.5367431640625e-07"}, {0x1.c7e83209e90b2p+72, "8.41e+21"},
        {0x1.a74fe1c1e8908p-997, "1.2345678901234568e-300"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_repr(rows[i].d, rows[i].want);
    check_repr((double)INFINITY, "inf");
    check_repr((double)-INFINITY, "-inf");
    check_repr((double)NAN, "nan");
    check_repr((double)-NAN, "nan");
}

/* Every text reads back as the number, and no text with a digit less does. */
static void test_shortest(void)
{
    size_t wrong = 0;
    uint64_t bits = 1;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        double d, back;
        bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint64_t positive = bits >> 1;
        memcpy(&d, &positive, sizeof d);
        if (!isfinite(d)) continue;
        size_t size = hki_float_repr(text, d), digits = 0;
        wrong += !hki_float_parse(text, size, &back) || back != d;
        for (size_t n = 0; n < size && text[n] != 'e'; n++) digits += text[n] != '.';
        if (digits < 2 || !memchr(text, 'e', size)) continue;   /* zeros that are no digits of the number */
        int shorter = snprintf(text, sizeof text, "%.*e", (int)digits - 2, d);
        wrong += hki_float_parse(text, (size_t)shorter, &back) && back == d;
    }
    CHECK(wrong == 0);
}

static void test_digits(void)
{
    static const struct { double d; int digits; bool fixed; const char *want; int exponent; } rows[] = {
        {0.0, 2, true, "000", 0}, {1.0, 0, true, "1", 0}, {0.5, 0, true, "0", 0}, {1.5, 0, true, "2", 0}, {2.5, 0, true, "2", 0},
        {2.675, 2, true, "267", 0}, {1.005, 2, true, "100", 0}, {0.125, 2, true, "012", 0}, {0.375, 2, true, "038", 0},
        {99.995, 2, true, "10000", 2}, {1e+22, 2, true, "1000000000000000000000000", 22},
        {1e+23, 0, true, "99999999999999991611392", 22}, {0.001, 2, true, "000", 0}, {1234.5678, 3, true, "1234568", 3},
        {5e-324, 5, true, "000000", 0}, {0.3333333333333333, 25, true, "03333333333333333148296163", 0},
        {0.1, 55, true, "01000000000000000055511151231257827021181583404541015625", 0}, {123456789.0, 1, true, "1234567890", 8},
        {0.0, 3, false, "000", 0}, {1.0, 1, false, "1", 0}, {123456.0, 3, false, "123", 5}, {0.00012345, 2, false, "12", -4},
        {9.9996, 4, false, "1000", 1}, {9.9995, 4, false, "9999", 0}, {1e-300, 2, false, "10", -300}, {5e-324, 1, false, "5", -324},
        {1.7976931348623157e+308, 17, false, "17976931348623157", 308}, {2.5, 1, false, "2", 0}, {3.5, 1, false, "4", 0},
        {0.1, 30, false, "100000000000000005551115123126", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_buf out;
        int exponent = 0;
        hki_buf_init(&out, &hki_mem_default);
        hki_float_digits(&out, rows[i].d, rows[i].digits, rows[i].fixed, &exponent);
        CHECK_BYTES(rows[i].want, out.data, out.size, rows[i].want, strlen(rows[i].want));
        CHECK_ROW(rows[i].want, exponent == rows[i].exponent);
        hki_buf_free(&out);
    }
}

static void test_many_digits(void)
{
    hkt_mem m;
    hki_buf out;
    int exponent;
    hkt_mem_init(&m);
    hki_buf_init(&out, &m.hooks);
    hki_float_digits(&out, 0.5, 5000, true, &exponent);
    CHECK(out.size == 5001 && out.data[1] == '5' && out.data[2] == '0' && out.data[5000] == '0' && exponent == 0);
    out.size = 0;
    hki_float_digits(&out, 5e-324, 2000, false, &exponent);
    CHECK(out.size == 2000 && out.data[0] == '4' && out.data[750] == '5' && out.data[751] == '0' && exponent == -324);
    m.fail_at = m.calls + 1;
    hki_float_digits(&out, 1.5, 100000, true, &exponent);
    CHECK(out.failed);
    hki_buf_free(&out);
    CHECK(m.live == 0 && !m.wrong_size);
}

static void test_round(void)
{
    static const struct { double d; int places; const char *want; } rows[] = {
        {2.675, 2, "2.67"}, {0.5, 0, "0.0"}, {1.5, 0, "2.0"}, {2.5, 0, "2.0"}, {-0.5, 0, "-0.0"}, {-2.5, 0, "-2.0"},
        {1.005, 2, "1.0"}, {1234.5678, -2, "1200.0"}, {1250.0, -2, "1200.0"}, {1350.0, -2, "1400.0"}, {5.0, -1, "0.0"},
        {15.0, -1, "20.0"}, {5.000001, -1, "10.0"}, {95.0, -1, "100.0"}, {951.0, -2, "1000.0"}, {999.9, -3, "1000.0"},
        {499.9, -3, "0.0"}, {1e+22, -22, "1e+22"}, {1.5e+300, -300, "2e+300"}, {-1234.5, 1, "-1234.5"}, {1e+16, 3, "1e+16"},
        {123.456, 20, "123.456"}, {0.1, 25, "0.1"}, {5e-324, 323, "0.0"}, {5e-324, 324, "5e-324"}, {1e+308, -308, "1e+308"},
        {4e+307, -308, "0.0"}, {1.0, -400, "0.0"}, {1.23456789012345e-07, 10, "1.235e-07"}, {8.5, 0, "8.0"},
        {4503599627370498.0, 0, "4503599627370498.0"}, {0.15, 1, "0.1"}, {0.25, 1, "0.2"}, {0.35, 1, "0.3"}, {2.5e-05, 5, "3e-05"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_repr(hki_float_round(rows[i].d, rows[i].places), rows[i].want);
    CHECK(isinf(hki_float_round(1.5e308, -308)));
}

int main(void)
{
    test_int();
    test_repr();
    test_shortest();
    test_digits();
    test_many_digits();
    test_round();
    return hkt_done();
}
