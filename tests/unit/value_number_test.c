/* number.c, number_order.c, number_round.c: the numbers of templates, against what Python computes. */
#include <math.h>
#include <string.h>

#include "make.h"
#include "value/number.h"

/* As hkt_value, and: inf, -inf, nan, H (10 ** 400). */
static hk_value number(hkt_rt *t, const char *text)
{
    hk_value v = hki_none();
    if (strcmp(text, "inf") == 0) return hki_float((double)INFINITY);
    if (strcmp(text, "-inf") == 0) return hki_float(-(double)INFINITY);
    if (strcmp(text, "nan") == 0) return hki_float((double)NAN);
    if (strcmp(text, "H") != 0) return hkt_value(t, text);
    CHECK(hki_number_binary(&t->rt, HKI_NUM_POW, hki_int(10), hki_int(400), &v));
    return v;
}

static void test_binary(hkt_rt *t)
{
    static const struct { const char *a; enum hki_number_op op; const char *b, *want; } rows[] = {
        {"1", HKI_NUM_ADD, "2", "3"}, {"True", HKI_NUM_ADD, "True", "2"},
        {"9223372036854775807", HKI_NUM_ADD, "1", "9223372036854775808"},
        {"-9223372036854775808", HKI_NUM_SUB, "1", "-9223372036854775809"},
        {"-9223372036854775808", HKI_NUM_ADD, "-9223372036854775808", "-18446744073709551616"},
        {"18446744073709551616", HKI_NUM_SUB, "18446744073709551616", "0"},
        {"18446744073709551616", HKI_NUM_SUB, "1", "18446744073709551615"}, {"1.5", HKI_NUM_ADD, "2", "3.5"},
        {"0.1", HKI_NUM_ADD, "0.2", "0.30000000000000004"}, {"1000000000000000000000000000000", HKI_NUM_ADD, "0.5", "1e+30"},
        {"3", HKI_NUM_MUL, "-4", "-12"}, {"-9223372036854775808", HKI_NUM_MUL, "-1", "9223372036854775808"},
        {"9223372036854775807", HKI_NUM_MUL, "9223372036854775807", "85070591730234615847396907784232501249"},
        {"1000000000000000000000000000000", HKI_NUM_MUL, "0", "0"},
        {"1000000000000000000000000000000", HKI_NUM_MUL, "1000000000000000000000000000000",
            "1000000000000000000000000000000000000000000000000000000000000"},
        {"1e308", HKI_NUM_MUL, "10", "inf"}, {"7", HKI_NUM_DIV, "2", "3.5"}, {"True", HKI_NUM_DIV, "2", "0.5"},
        {"0", HKI_NUM_DIV, "-5", "-0.0"}, {"9007199254740993", HKI_NUM_DIV, "1", "9007199254740992.0"},
        {"9223372036854775807", HKI_NUM_DIV, "3", "3.0744573456182584e+18"},
        {"1000000000000000000000000000000", HKI_NUM_DIV, "7", "1.4285714285714285e+29"},
        {"1", HKI_NUM_DIV, "1000000000000000000000000000000", "1e-30"},
        {"1", HKI_NUM_DIV, "0", "ZeroDivisionError: division by zero"},
        {"1.0", HKI_NUM_DIV, "0", "ZeroDivisionError: float division by zero"},
        {"1000000000000000000000000000000", HKI_NUM_DIV, "0", "ZeroDivisionError: division by zero"},
        {"1", HKI_NUM_DIV, "0.0", "ZeroDivisionError: float division by zero"},
        {"-1000000000000000000000000000000", HKI_NUM_DIV, "-1000000000000000000000000000000", "1.0"},
        {"9007199254740993", HKI_NUM_DIV, "9007199254740992", "1.0"}, {"7", HKI_NUM_FLOORDIV, "2", "3"},
        {"-7", HKI_NUM_FLOORDIV, "2", "-4"}, {"7", HKI_NUM_FLOORDIV, "-2", "-4"}, {"-7", HKI_NUM_FLOORDIV, "-2", "3"},
        {"-9223372036854775808", HKI_NUM_FLOORDIV, "-1", "9223372036854775808"},
        {"-1000000000000000000000000000000", HKI_NUM_FLOORDIV, "7", "-142857142857142857142857142858"},
        {"1", HKI_NUM_FLOORDIV, "0", "ZeroDivisionError: integer division or modulo by zero"},
        {"1.0", HKI_NUM_FLOORDIV, "0", "ZeroDivisionError: float floor division by zero"}, {"-7.5", HKI_NUM_FLOORDIV, "2", "-4.0"},
        {"7.5", HKI_NUM_FLOORDIV, "-2", "-4.0"}, {"5", HKI_NUM_FLOORDIV, "inf", "0.0"}, {"-5", HKI_NUM_FLOORDIV, "inf", "-1.0"},
        {"0.0", HKI_NUM_FLOORDIV, "-2", "-0.0"}, {"-0.5", HKI_NUM_FLOORDIV, "1", "-1.0"},
        {"1000000000000000000000000000000", HKI_NUM_FLOORDIV, "1.5", "6.666666666666666e+29"}, {"inf", HKI_NUM_FLOORDIV, "2", "nan"},
        {"7", HKI_NUM_MOD, "3", "1"}, {"-7", HKI_NUM_MOD, "3", "2"}, {"7", HKI_NUM_MOD, "-3", "-2"}, {"-7", HKI_NUM_MOD, "-3", "-1"},
        {"-9223372036854775808", HKI_NUM_MOD, "-1", "0"}, {"-1000000000000000000000000000000", HKI_NUM_MOD, "7", "6"},
        {"1000000000000000000000000000000", HKI_NUM_MOD, "-7", "-6"},
        {"1", HKI_NUM_MOD, "0", "ZeroDivisionError: integer modulo by zero"},
        {"1.0", HKI_NUM_MOD, "0", "ZeroDivisionError: float modulo"}, {"7.5", HKI_NUM_MOD, "2", "1.5"},
        {"-7.5", HKI_NUM_MOD, "2", "0.5"}, {"7.5", HKI_NUM_MOD, "-2", "-0.5"}, {"0.0", HKI_NUM_MOD, "-2", "-0.0"},
        {"-5", HKI_NUM_MOD, "inf", "inf"}, {"5", HKI_NUM_MOD, "-inf", "-inf"}, {"6", HKI_NUM_MOD, "-3", "0"},
        {"inf", HKI_NUM_MOD, "2", "nan"}, {"2", HKI_NUM_POW, "10", "1024"}, {"2", HKI_NUM_POW, "62", "4611686018427387904"},
        {"2", HKI_NUM_POW, "63", "9223372036854775808"}, {"2", HKI_NUM_POW, "64", "18446744073709551616"},
        {"-2", HKI_NUM_POW, "63", "-9223372036854775808"}, {"3", HKI_NUM_POW, "50", "717897987691852588770249"},
        {"0", HKI_NUM_POW, "0", "1"}, {"True", HKI_NUM_POW, "True", "1"},
        {"10", HKI_NUM_POW, "30", "1000000000000000000000000000000"}, {"-3", HKI_NUM_POW, "41", "-36472996377170786403"},
        {"-1", HKI_NUM_POW, "18446744073709551616", "1"}, {"-1", HKI_NUM_POW, "9223372036854775807", "-1"},
        {"1", HKI_NUM_POW, "1000000000000000000000000000000", "1"}, {"0", HKI_NUM_POW, "1000000000000000000000000000000", "0"},
        {"2", HKI_NUM_POW, "-1", "0.5"}, {"-2", HKI_NUM_POW, "-3", "-0.125"},
        {"0", HKI_NUM_POW, "-1", "ZeroDivisionError: 0.0 cannot be raised to a negative power"},
        {"0.0", HKI_NUM_POW, "-1", "ZeroDivisionError: 0.0 cannot be raised to a negative power"},
        {"0.0", HKI_NUM_POW, "-0.5", "ZeroDivisionError: 0.0 cannot be raised to a negative power"},
        {"2", HKI_NUM_POW, "0.5", "1.4142135623730951"},
        {"-8", HKI_NUM_POW, "0.5", "(1.7319121124709868e-16+2.8284271247461903j)"},
        {"-8.0", HKI_NUM_POW, "2.0", "64.0"}, {"-8.0", HKI_NUM_POW, "3.0", "-512.0"},
        {"2.0", HKI_NUM_POW, "10000", "OverflowError: (34, 'Numerical result out of range')"},
        {"-2.0", HKI_NUM_POW, "10001", "OverflowError: (34, 'Numerical result out of range')"}, {"1e-300", HKI_NUM_POW, "2", "0.0"},
        {"inf", HKI_NUM_POW, "-1", "0.0"}, {"-inf", HKI_NUM_POW, "3", "-inf"}, {"-inf", HKI_NUM_POW, "-3", "-0.0"},
        {"-inf", HKI_NUM_POW, "0.5", "inf"}, {"-1", HKI_NUM_POW, "inf", "1.0"}, {"nan", HKI_NUM_POW, "0", "1.0"},
        {"1", HKI_NUM_POW, "nan", "1.0"}, {"-0.0", HKI_NUM_POW, "3", "-0.0"}, {"-0.0", HKI_NUM_POW, "2", "0.0"},
        {"-1000", HKI_NUM_POW, "1000.5", "OverflowError: complex exponentiation"},
        {"1000000000000000000000000000000", HKI_NUM_POW, "-1", "9.999999999999999e-31"}, {"0.5", HKI_NUM_POW, "inf", "0.0"},
        {"H", HKI_NUM_MUL, "1.0", "OverflowError: int too large to convert to float"},
        {"H", HKI_NUM_DIV, "3", "OverflowError: integer division result too large for a float"}, {"H", HKI_NUM_DIV, "H", "1.0"},
        {"3", HKI_NUM_DIV, "H", "0.0"}, {"-3", HKI_NUM_DIV, "H", "-0.0"},
        {"H", HKI_NUM_POW, "-1", "OverflowError: int too large to convert to float"}, {"H", HKI_NUM_SUB, "H", "0"},
        {"H", HKI_NUM_FLOORDIV, "1.0", "OverflowError: int too large to convert to float"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value out = hki_none();
        bool ok = hki_number_binary(&t->rt, rows[i].op, number(t, rows[i].a), number(t, rows[i].b), &out);
        CHECK_SAME(rows[i].a, hkt_result(t, ok, out), rows[i].want);
    }
}

static void test_unary(hkt_rt *t)
{
    static const struct { const char *a, *neg, *pos, *abs; } rows[] = {
        {"0", "0", "0", "0"}, {"5", "-5", "5", "5"}, {"-5", "5", "-5", "5"}, {"True", "-1", "1", "1"}, {"False", "0", "0", "0"},
        {"9223372036854775807", "-9223372036854775807", "9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "9223372036854775808", "-9223372036854775808", "9223372036854775808"},
        {"9223372036854775808", "-9223372036854775808", "9223372036854775808", "9223372036854775808"},
        {"-1000000000000000000000000000000", "1000000000000000000000000000000", "-1000000000000000000000000000000",
            "1000000000000000000000000000000"},
        {"1.5", "-1.5", "1.5", "1.5"}, {"-0.0", "0.0", "-0.0", "0.0"}, {"0.0", "-0.0", "0.0", "0.0"}, {"-inf", "inf", "-inf", "inf"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value v = number(t, rows[i].a), out = hki_none();
        CHECK_SAME(rows[i].a, hkt_result(t, hki_number_neg(&t->rt, v, &out), out), rows[i].neg);
        CHECK_SAME(rows[i].a, hkt_result(t, hki_number_pos(v, &out), out), rows[i].pos);
        CHECK_SAME(rows[i].a, hkt_result(t, hki_number_abs(&t->rt, v, &out), out), rows[i].abs);
    }
}

/* Numbers with their ranks: the smaller rank is the smaller number, and equal ones are equal. */
static void test_order_and_hash(hkt_rt *t)
{
    static const struct { const char *text; int rank; } rows[] = {
        {"-inf", 0}, {"-1e300", 1}, {"-1e30", 2}, {"-1000000000000000000000000000000", 3}, {"-9223372036854775808", 4},
        {"-9223372036854775808.0", 4}, {"-9007199254740993", 5}, {"-9007199254740992.0", 6}, {"-1.5", 7}, {"-1", 8}, {"-0.5", 9},
        {"-0.0", 10}, {"0", 10}, {"False", 10}, {"0.5", 11}, {"True", 12}, {"1.0", 12}, {"1.5", 13}, {"9007199254740992.0", 14},
        {"9007199254740993", 15}, {"9223372036854775807", 16}, {"9223372036854775808.0", 17}, {"9223372036854775808", 17},
        {"18446744073709551616", 18}, {"18446744073709551616.0", 18}, {"1e22", 19}, {"10000000000000000000000", 19}, {"1e23", 20},
        {"100000000000000000000000", 21}, {"1000000000000000000000000000000", 22}, {"1e30", 23}, {"1e308", 24}, {"inf", 25},
    };
    size_t count = sizeof rows / sizeof *rows;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            hk_value a = number(t, rows[i].text), b = number(t, rows[k].text);
            int want = (rows[i].rank > rows[k].rank) - (rows[i].rank < rows[k].rank);
            CHECK_ROW(rows[i].text, hki_number_compare(a, b) == want);
            CHECK_ROW(rows[i].text, (hki_number_hash(42, a) == hki_number_hash(42, b)) == !want);
        }
    hk_value nan = number(t, "nan");
    for (size_t i = 0; i < count; i++) {
        CHECK(hki_number_compare(nan, number(t, rows[i].text)) == HKI_UNORDERED);
        CHECK(hki_number_compare(number(t, rows[i].text), nan) == HKI_UNORDERED);
    }
    CHECK(hki_number_compare(nan, nan) == HKI_UNORDERED);
}

static void test_round(hkt_rt *t)
{
    static const struct { const char *v; int64_t places; const char *want; } rows[] = {
        {"25", -1, "20"}, {"35", -1, "40"}, {"-25", -1, "-20"}, {"-35", -1, "-40"}, {"5", -1, "0"}, {"5", 0, "5"}, {"5", 3, "5"},
        {"True", 0, "1"}, {"False", -1, "0"}, {"1234", -2, "1200"}, {"1250", -2, "1200"}, {"1350", -2, "1400"},
        {"9000000000000000000", -19, "10000000000000000000"}, {"5000000000000000000", -19, "0"},
        {"9223372036854775807", -1, "9223372036854775810"}, {"-9223372036854775808", -1, "-9223372036854775810"},
        {"-9223372036854775808", -18, "-9000000000000000000"}, {"5", -100, "0"}, {"0", -5, "0"},
        {"12345678901234567890123", -5, "12345678901234567900000"}, {"-12345678901250000000000", -10, "-12345678901250000000000"},
        {"1000000000000000000000000000000", -30, "1000000000000000000000000000000"}, {"1000000000000000000000000000000", -31, "0"},
        {"5000000000000000000000000000000", -31, "0"}, {"15000000000000000000000000000000", -31, "20000000000000000000000000000000"},
        {"2.675", 2, "2.67"}, {"-0.4", 0, "-0.0"}, {"2.5", 0, "2.0"}, {"1234.5", -2, "1200.0"},
        {"1.5e308", -308, "OverflowError: rounded value too large to represent"}, {"nan", 2, "nan"}, {"inf", 0, "inf"},
        {"-inf", -3, "-inf"}, {"1.25", 1000000000000, "1.25"}, {"1.25", -1000000000000, "0.0"}, {"7", INT64_MIN, "0"},
    };
    static const struct { const char *v, *want; } whole[] = {
        {"2.5", "2"}, {"3.5", "4"}, {"-2.5", "-2"}, {"-0.4", "0"}, {"0.5", "0"}, {"1e22", "10000000000000000000000"},
        {"1e300", "100000000000000005250476025520442024870446858110815915491585411551180245798890819578637137508044786404370444"
            "383288387817694252323536043057564479218478670698284838720092657580373783023379478809005936895323497079994508"
            "1119038967640880074652742780142494579258788820056842838115669472196386865459400540160"},
        {"nan", "ValueError: cannot convert float NaN to integer"},
        {"inf", "OverflowError: cannot convert float infinity to integer"},
        {"-inf", "OverflowError: cannot convert float infinity to integer"}, {"True", "1"}, {"7", "7"},
        {"1000000000000000000000000000000", "1000000000000000000000000000000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value out = hki_none();
        CHECK_SAME(rows[i].v, hkt_result(t, hki_number_round(&t->rt, number(t, rows[i].v), rows[i].places, &out), out), rows[i].want);
    }
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        hk_value out = hki_none();
        CHECK_SAME(whole[i].v, hkt_result(t, hki_number_round_int(&t->rt, number(t, whole[i].v), &out), out), whole[i].want);
    }
}

/* Python's limit on digits, and ours on bits. */
static void test_limits(hkt_rt *t)
{
    hk_value v = hki_none(), ten = hki_int(10);
    CHECK(hki_number_binary(&t->rt, HKI_NUM_POW, ten, hki_int(4299), &v));
    CHECK(strlen(hkt_repr(t, v)) == 4300);
    CHECK(hki_number_binary(&t->rt, HKI_NUM_MUL, v, ten, &v));
    CHECK_SAME("one digit more", hkt_repr(t, v),
        "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() "
            "to increase the limit");
    size_t mark = hki_text_begin(&t->rt);
    CHECK(hki_int_digits(&t->rt, &t->rt.scratch, v, 16));       /* a power of two is not limited */
    hki_text_drop(&t->rt, mark);

    CHECK(hki_number_binary(&t->rt, HKI_NUM_POW, hki_int(2), hki_int(999999), &v));
    uint32_t words[2];
    CHECK(hki_big_bits(hki_int_big(v, words)) == 1000000);
    CHECK_SAME("**", hkt_result(t, hki_number_binary(&t->rt, HKI_NUM_POW, hki_int(2), hki_int(1000000), &v), v),
        "LimitError: integer result over 1000000 bits");
    CHECK_SAME("** of a large exponent", hkt_result(t, hki_number_binary(&t->rt, HKI_NUM_POW, hki_int(2), number(t, "H"), &v), v),
        "LimitError: integer result over 1000000 bits");
    CHECK(hki_number_binary(&t->rt, HKI_NUM_POW, hki_int(2), hki_int(999999), &v));
    CHECK_SAME("+", hkt_result(t, hki_number_binary(&t->rt, HKI_NUM_ADD, v, v, &v), v), "LimitError: integer result over 1000000 bits");
    CHECK_SAME("*", hkt_result(t, hki_number_binary(&t->rt, HKI_NUM_MUL, v, v, &v), v), "LimitError: integer result over 1000000 bits");
}

static void test_no_memory(void)
{
    for (size_t nth = 1; nth < 100; nth++) {
        hkt_rt t;
        hkt_rt_open(&t);
        t.mem.fail_at = nth;
        hk_value v = hki_int(10);
        bool ok = true;
        for (int i = 0; i < 11 && ok; i++) ok = hki_number_binary(&t.rt, HKI_NUM_MUL, v, v, &v);
        CHECK(ok == !t.mem.failed);
        CHECK(ok || t.error.kind == HK_NO_MEMORY);
        bool done = !t.mem.failed;
        hkt_rt_close(&t);
        if (done) return;
    }
    CHECK_ROW("never ran through", false);
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_binary(&t);
    test_unary(&t);
    test_order_and_hash(&t);
    test_round(&t);
    test_limits(&t);
    hkt_rt_close(&t);
    test_no_memory();
    return hkt_done();
}
