/* number_parse.c: text to floats, as Python's float() reads it. */
#include <locale.h>

#include "base/number_text.h"
#include "check.h"

static void test_rows(void)
{
    /* want: the repr of the number; NULL if it is none */
    static const struct { const char *text; size_t size; const char *want; } rows[] = {
        {"1", 1, "1.0"}, {"1.5", 3, "1.5"}, {" 1.5\011\012", 6, "1.5"}, {"+1.5", 4, "1.5"}, {"-1.5", 4, "-1.5"}, {"-0", 2, "-0.0"},
        {".5", 2, "0.5"}, {"5.", 2, "5.0"}, {"1e5", 3, "100000.0"}, {"1E+5", 4, "100000.0"}, {"1e-5", 4, "1e-05"},
        {"1_000.5_5", 9, "1000.55"}, {"1e1_0", 5, "10000000000.0"}, {"inf", 3, "inf"}, {"-Infinity", 9, "-inf"}, {"+iNF", 4, "inf"},
        {"nan", 3, "nan"}, {"-NaN", 4, "nan"}, {"1e400", 5, "inf"}, {"-1e400", 6, "-inf"}, {"1e-400", 6, "0.0"},
        {"1e99999999999999999999", 22, "inf"}, {"1e-99999999999999999999", 23, "0.0"}, {"0e99999999999999999999", 22, "0.0"},
        {"9007199254740993", 16, "9007199254740992.0"},
        {"9007199254740992.99999999999999999999999999999", 46, "9007199254740992.0"},
        {"2.2250738585072011e-308", 23, "2.225073858507201e-308"}, {"2.4703282292062327e-324", 23, "0.0"},
        {"2.4703282292062328e-324", 23, "5e-324"}, {"1.7976931348623158e308", 22, "1.7976931348623157e+308"},
        {"1.7976931348623159e308", 22, "inf"}, {"0.1", 3, "0.1"}, {"123456789012345678", 18, "1.2345678901234568e+17"},
        {"1234567890123456789012", 22, "1.2345678901234568e+21"}, {"0.000000000000000000000000000000123", 35, "1.23e-31"},
        {"1e22", 4, "1e+22"}, {"1e23", 4, "1e+23"}, {"179769313486231580793728971405301e276", 37, "1.7976931348623157e+308"},
        {"\331\241\331\242.\331\243", 7, "12.3"}, {"\342\200\2031\342\200\203", 7, "1.0"},
        {"\357\274\221\357\274\222e\357\274\222", 10, "1200.0"}, {"1_000", 5, "1000.0"}, {"", 0, NULL}, {"  ", 2, NULL},
        {"x", 1, NULL}, {"1x", 2, NULL}, {"1 2", 3, NULL}, {"_1", 2, NULL}, {"1_", 2, NULL}, {"1__0", 4, NULL}, {"1._5", 4, NULL},
        {"1_.5", 4, NULL}, {"1e_5", 4, NULL}, {"1e5_", 4, NULL}, {"1e", 2, NULL}, {"1e+", 3, NULL}, {".", 1, NULL}, {"-", 1, NULL},
        {"+-1", 3, NULL}, {"- 1", 3, NULL}, {"e5", 2, NULL}, {"0x10", 4, NULL}, {"infi", 4, NULL}, {"nano", 4, NULL},
        {"1\000", 2, NULL}, {"\0341", 2, NULL}, {"1,5", 3, NULL}, {"\303\251", 2, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double d;
        char repr[32];
        bool ok = hki_float_parse(rows[i].text, rows[i].size, &d);
        size_t size = ok ? hki_float_repr(repr, d) : 0;
        CHECK_ROW(rows[i].text, ok == (rows[i].want != NULL));
        if (ok && rows[i].want) CHECK_BYTES(rows[i].text, repr, size, rows[i].want, strlen(rows[i].want));
    }
}

/* 1 + 2^-53 is half way between two doubles: it rounds to 1, but with a digit behind it, however far, to the next one. */
static void test_far_digits(void)
{
    static const char half[] = "1.00000000000000011102230246251565404236316680908203125";
    char text[2000];
    double d;
    memset(text, '0', sizeof text);
    memcpy(text, half, sizeof half - 1);
    CHECK(hki_float_parse(text, sizeof text, &d) && d == 1);
    text[sizeof text - 1] = '1';
    CHECK(hki_float_parse(text, sizeof text, &d) && d == 0x1.0000000000001p0);
    memset(text, '9', sizeof text);
    CHECK(hki_float_parse(text, 308, &d) && d == 1e308);
    CHECK(hki_float_parse(text, sizeof text, &d) && d > 1.7976931348623157e308);
    memset(text, '0', sizeof text);
    text[0] = '1';
    memcpy(text + 1990, "e-1989", 6);      /* the zeros and the exponent cancel */
    CHECK(hki_float_parse(text, 1996, &d) && d == 1);
}

static void test_literal(void)
{
    CHECK(hki_float_literal("1.25", 4) == 1.25);
    CHECK(hki_float_literal("1e3", 3) == 1000);
    CHECK(hki_float_literal("0.1", 3) == 0.1);
    CHECK(hki_float_literal("12345678901234567890.5e-3", 25) == 12345678901234567.8905);
}

int main(void)
{
    test_rows();
    test_far_digits();
    test_literal();
    return hkt_done();
}
