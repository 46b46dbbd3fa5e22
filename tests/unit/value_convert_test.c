/* convert.c: int(), float() and operator.index, against what Python says. */
#include "make.h"
#include "value/ops.h"

static void test_int_of_text(hkt_rt *t)
{
    static const struct { const char *text; int base; const char *want; } rows[] = {
        {"0", -1, "0"}, {"7", -1, "7"}, {"-7", -1, "-7"}, {"+7", -1, "7"}, {" 42 ", -1, "42"}, {"\01142\012", -1, "42"},
        {"999999999999999999", -1, "999999999999999999"}, {"1000000000000000000", -1, "1000000000000000000"},
        {"9223372036854775807", -1, "9223372036854775807"}, {"9223372036854775808", -1, "9223372036854775808"},
        {"-9223372036854775808", -1, "-9223372036854775808"}, {"-9223372036854775809", -1, "-9223372036854775809"},
        {"0000000000000000000000000000005", -1, "5"}, {"1_000", -1, "1000"}, {"\357\274\221\357\274\222", -1, "12"},
        {"\331\241\331\242", -1, "12"}, {"\342\200\2037\342\200\203", -1, "7"},
        {"1111111111111111111111111111111111111111", -1, "1111111111111111111111111111111111111111"},
        {"", -1, "ValueError: invalid literal for int() with base 10: ''"},
        {" ", -1, "ValueError: invalid literal for int() with base 10: ' '"},
        {"x", -1, "ValueError: invalid literal for int() with base 10: 'x'"},
        {"1.5", -1, "ValueError: invalid literal for int() with base 10: '1.5'"},
        {"1e3", -1, "ValueError: invalid literal for int() with base 10: '1e3'"},
        {"_1", -1, "ValueError: invalid literal for int() with base 10: '_1'"},
        {"1_", -1, "ValueError: invalid literal for int() with base 10: '1_'"},
        {"1__0", -1, "ValueError: invalid literal for int() with base 10: '1__0'"},
        {"- 1", -1, "ValueError: invalid literal for int() with base 10: '- 1'"},
        {"+-1", -1, "ValueError: invalid literal for int() with base 10: '+-1'"},
        {"--1", -1, "ValueError: invalid literal for int() with base 10: '--1'"},
        {"1 2", -1, "ValueError: invalid literal for int() with base 10: '1 2'"},
        {"0x10", -1, "ValueError: invalid literal for int() with base 10: '0x10'"},
        {"\0341", -1, "ValueError: invalid literal for int() with base 10: '\134x1c1'"},
        {"\303\251", -1, "ValueError: invalid literal for int() with base 10: '\303\251'"},
        {"don't", -1, "ValueError: invalid literal for int() with base 10: \042don't\042"}, {"ff", 16, "255"}, {"0xff", 16, "255"},
        {"0XFF", 16, "255"}, {"0x_ff", 16, "255"}, {"0_xff", 16, "ValueError: invalid literal for int() with base 16: '0_xff'"},
        {"0x__ff", 16, "ValueError: invalid literal for int() with base 16: '0x__ff'"},
        {"0x", 16, "ValueError: invalid literal for int() with base 16: '0x'"}, {"0b101", 2, "5"}, {"0b1", 16, "177"},
        {"0o17", 8, "15"}, {"17", 8, "15"}, {"18", 8, "ValueError: invalid literal for int() with base 8: '18'"}, {"z", 36, "35"},
        {"Zz", 36, "1295"}, {"z", 35, "ValueError: invalid literal for int() with base 35: 'z'"}, {"12", 3, "5"}, {"0x10", 0, "16"},
        {"0b11", 0, "3"}, {"0o17", 0, "15"}, {"0X_1F", 0, "31"},
        {"012", 0, "ValueError: invalid literal for int() with base 0: '012'"}, {"00", 0, "0"}, {"0_0", 0, "0"}, {"12", 0, "12"},
        {"-0x10", 0, "-16"}, {"1_0", 0, "10"}, {"x", 0, "ValueError: invalid literal for int() with base 0: 'x'"},
        {"1", 1, "ValueError: int() base must be >= 2 and <= 36, or 0"},
        {"1", 37, "ValueError: int() base must be >= 2 and <= 36, or 0"}, {"\331\241f", 16, "31"},
        {"ffffffffffffffffffffffffffffffffffffffff", 16, "1461501637330902918203684832716283019655932542975"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value out = hki_none();
        CHECK_SAME(rows[i].text, hkt_result(t, hki_to_int(&t->rt, hkt_str(t, rows[i].text), rows[i].base, &out), out), rows[i].want);
    }
}

static void test_float_of_text(hkt_rt *t)
{
    static const struct { const char *text, *want; } rows[] = {
        {"1.5", "1.5"}, {" -2e3 ", "-2000.0"}, {"1_0.5", "10.5"}, {"inf", "inf"}, {"nan", "nan"}, {"\331\241.\331\245", "1.5"},
        {"", "ValueError: could not convert string to float: ''"}, {"x", "ValueError: could not convert string to float: 'x'"},
        {"1.5x", "ValueError: could not convert string to float: '1.5x'"},
        {"0x1p3", "ValueError: could not convert string to float: '0x1p3'"},
        {"it's", "ValueError: could not convert string to float: \042it's\042"},
        {"\303\251", "ValueError: could not convert string to float: '\303\251'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value out = hki_none();
        CHECK_SAME(rows[i].text, hkt_result(t, hki_to_float(&t->rt, hkt_str(t, rows[i].text), &out), out), rows[i].want);
    }
}

static void test_values(hkt_rt *t)
{
    static const struct { const char *v, *to_int, *to_float, *index; } rows[] = {
        {"None", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
            "TypeError: float() argument must be a string or a real number, not 'NoneType'",
            "TypeError: 'NoneType' object cannot be interpreted as an integer"},
        {"[]", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'",
            "TypeError: float() argument must be a string or a real number, not 'list'",
            "TypeError: 'list' object cannot be interpreted as an integer"},
        {"()", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'tuple'",
            "TypeError: float() argument must be a string or a real number, not 'tuple'",
            "TypeError: 'tuple' object cannot be interpreted as an integer"},
        {"{}", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'dict'",
            "TypeError: float() argument must be a string or a real number, not 'dict'",
            "TypeError: 'dict' object cannot be interpreted as an integer"},
        {"range(0, 3, 1)", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'range'",
            "TypeError: float() argument must be a string or a real number, not 'range'",
            "TypeError: 'range' object cannot be interpreted as an integer"},
        {"True", "1", "1.0", "1"}, {"7", "7", "7.0", "7"},
        {"-2.5", "-2", "-2.5", "TypeError: 'float' object cannot be interpreted as an integer"},
        {"1e30", "1000000000000000019884624838656", "1e+30", "TypeError: 'float' object cannot be interpreted as an integer"},
        {"M'12'", "12", "12.0", "TypeError: 'Markup' object cannot be interpreted as an integer"},
        {"M'x'", "ValueError: invalid literal for int() with base 10: Markup('x')",
            "ValueError: could not convert string to float: Markup('x')",
            "TypeError: 'Markup' object cannot be interpreted as an integer"},
        {"b'12'", "12", "12.0", "TypeError: 'bytes' object cannot be interpreted as an integer"},
        {"b' 1_0 '", "10", "10.0", "TypeError: 'bytes' object cannot be interpreted as an integer"},
        {"b'x'", "ValueError: invalid literal for int() with base 10: b'x'", "ValueError: could not convert string to float: b'x'",
            "TypeError: 'bytes' object cannot be interpreted as an integer"},
        {"b'\\xff'", "ValueError: invalid literal for int() with base 10: b'\\xff'",
            "ValueError: could not convert string to float: b'\\xff'",
            "TypeError: 'bytes' object cannot be interpreted as an integer"},
        {"1000000000000000000000000000000", "1000000000000000000000000000000", "1e+30",
            "OverflowError: Python int too large to convert to C ssize_t"},
        {"U", "UndefinedError: 'x' is undefined", "UndefinedError: 'x' is undefined",
            "TypeError: 'Undefined' object cannot be interpreted as an integer"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value v = hkt_operand(t, rows[i].v), out = hki_none();
        int64_t index = 0;
        CHECK_SAME(rows[i].v, hkt_result(t, hki_to_int(&t->rt, v, -1, &out), out), rows[i].to_int);
        CHECK_SAME(rows[i].v, hkt_result(t, hki_to_float(&t->rt, v, &out), out), rows[i].to_float);
        bool ok = hki_index(&t->rt, v, &index);
        CHECK_SAME(rows[i].v, hkt_result(t, ok, hki_int(index)), rows[i].index);
    }
}

static void test_as_double(hkt_rt *t)
{
    static const struct { const char *v, *want; } rows[] = {
        {"True", "1.0"}, {"-7", "-7.0"}, {"2.5", "2.5"}, {"1000000000000000000000000000000", "1e+30"},
        {"'1'", "TypeError: must be real number, not str"}, {"None", "TypeError: must be real number, not NoneType"},
        {"U", "UndefinedError: 'x' is undefined"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double d = 0;
        bool ok = hki_as_double(&t->rt, hkt_operand(t, rows[i].v), &d);
        CHECK_SAME(rows[i].v, hkt_result(t, ok, hki_float(d)), rows[i].want);
    }
}

/* A text of `count` ones and `end`, read with `base`. */
static const char *read_ones(hkt_rt *t, size_t count, const char *end, int base)
{
    hk_value text, out = hki_none();
    size_t mark = hki_text_begin(&t->rt);
    hki_buf_fill(&t->rt.scratch, '1', count);
    hki_buf_str(&t->rt.scratch, end);
    CHECK(hki_text_end(&t->rt, mark, 0, &text));
    return hkt_result(t, hki_to_int(&t->rt, text, base, &out), out);
}

static void test_limits(hkt_rt *t)
{
    static const char too_many[] = "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; "
                                   "use sys.set_int_max_str_digits() to increase the limit";
    CHECK(strlen(read_ones(t, 4300, "", 10)) == 4300);
    CHECK_SAME("digits", read_ones(t, 4301, "", 10), too_many);
    CHECK_SAME("the limit comes before what follows", read_ones(t, 4301, "x", 10), too_many);
    CHECK_SAME("of any base", read_ones(t, 4301, "", 7), too_many);
    CHECK(strlen(read_ones(t, 4301, "", 2)) == 1295);       /* but for powers of two */
    CHECK_SAME("bits", read_ones(t, 300000, "", 16), "LimitError: integer result over 1000000 bits");
    const char *cut = read_ones(t, 250, "x", 10);       /* the repr has 200 characters */
    CHECK(strlen(cut) == strlen("ValueError: invalid literal for int() with base 10: ") + 200);
    hk_value out;
    CHECK_SAME("base of a number", hkt_result(t, hki_to_int(&t->rt, hki_int(5), 10, &out), hki_none()),
        "TypeError: int() can't convert non-string with explicit base");
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_int_of_text(&t);
    test_float_of_text(&t);
    test_values(&t);
    test_as_double(&t);
    test_limits(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
