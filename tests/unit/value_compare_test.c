/* compare.c, hash.c: ==, the orders, `in`, `is`, hashes. Rows: what CPython 3.11 and Jinja2 3.1.6 give. */
#include "../harness/make.h"
#include "value/list.h"
#include "value/ops.h"

typedef struct pair_row { const char *a, *b, *want; } pair_row;
static const pair_row equal_rows[] = {
    {"[1, [2, {3: 4}]]", "[1.0, [2, {3: 4.0}]]", "True"},
    {"{1: 2, 'a': 3}", "{'a': 3, True: 2}", "True"},
    {"{1: 2}", "{1: 3}", "False"},
    {"range(0, 0)", "range(5, 5)", "True"},
    {"range(0, 3, 2)", "range(0, 4, 2)", "True"},
    {"range(0, 3)", "range(0, 4)", "False"},
    {"range(0, 1)", "range(0, 1, 5)", "True"},
    {"keys{1: 2}", "keys{1: 3}", "True"},
    {"items{1: 2}", "items{1: 3}", "False"},
    {"items{1: [2]}", "items{1: [2]}", "True"},
    {"values{1: 2}", "values{1: 2}", "False"},
    {"keys{}", "items{}", "True"},
    {"keys{(1, 2): 3}", "items{1: 2}", "True"},
    {"U", "U", "True"},
    {"U", "undefined", "True"},
    {"U", "debug", "False"},
    {"debug", "U", "False"},
    {"U", "None", "False"},
    {"U", "1", "False"},
    {"strict", "1", "UndefinedError: 's' is undefined"},
    {"1", "strict", "UndefinedError: 's' is undefined"},
    {"U", "strict", "UndefinedError: 's' is undefined"},
    {"strict", "U", "UndefinedError: 's' is undefined"},
    {"[]", "strict", "UndefinedError: 's' is undefined"},
    {"123456789012345678901234567890", "123456789012345678901234567890", "True"},
    {"123456789012345678901234567890", "1", "False"},
    {"9007199254740993", "9007199254740992.0", "False"},
    {"'a'", "b'a'", "False"},
    {"[1]", "(1,)", "False"},
    {"M'a'", "M'a'", "True"},
    {"1", "1.0", "True"},
    {"1", "True", "True"},
    {"1", "'a'", "False"},
    {"1", "M'a'", "False"},
    {"1", "None", "False"},
    {"1", "[1]", "False"},
    {"1", "(1,)", "False"},
    {"1", "{1: 2}", "False"},
    {"1", "range(0, 3)", "False"},
    {"1", "b'a'", "False"},
    {"1", "nan", "False"},
    {"1.0", "True", "True"},
    {"1.0", "'a'", "False"},
    {"1.0", "M'a'", "False"},
    {"1.0", "None", "False"},
    {"1.0", "[1]", "False"},
    {"1.0", "(1,)", "False"},
    {"1.0", "{1: 2}", "False"},
    {"1.0", "range(0, 3)", "False"},
    {"1.0", "b'a'", "False"},
    {"1.0", "nan", "False"},
    {"True", "'a'", "False"},
    {"True", "M'a'", "False"},
    {"True", "None", "False"},
    {"True", "[1]", "False"},
    {"True", "(1,)", "False"},
    {"True", "{1: 2}", "False"},
    {"True", "range(0, 3)", "False"},
    {"True", "b'a'", "False"},
    {"True", "nan", "False"},
    {"'a'", "M'a'", "True"},
    {"'a'", "None", "False"},
    {"'a'", "[1]", "False"},
    {"'a'", "(1,)", "False"},
    {"'a'", "{1: 2}", "False"},
    {"'a'", "range(0, 3)", "False"},
    {"'a'", "b'a'", "False"},
    {"'a'", "nan", "False"},
    {"M'a'", "None", "False"},
    {"M'a'", "[1]", "False"},
    {"M'a'", "(1,)", "False"},
    {"M'a'", "{1: 2}", "False"},
    {"M'a'", "range(0, 3)", "False"},
    {"M'a'", "b'a'", "False"},
    {"M'a'", "nan", "False"},
    {"None", "[1]", "False"},
    {"None", "(1,)", "False"},
    {"None", "{1: 2}", "False"},
    {"None", "range(0, 3)", "False"},
    {"None", "b'a'", "False"},
    {"None", "nan", "False"},
    {"[1]", "(1,)", "False"},
    {"[1]", "{1: 2}", "False"},
    {"[1]", "range(0, 3)", "False"},
    {"[1]", "b'a'", "False"},
    {"[1]", "nan", "False"},
    {"(1,)", "{1: 2}", "False"},
    {"(1,)", "range(0, 3)", "False"},
    {"(1,)", "b'a'", "False"},
    {"(1,)", "nan", "False"},
    {"{1: 2}", "range(0, 3)", "False"},
    {"{1: 2}", "b'a'", "False"},
    {"{1: 2}", "nan", "False"},
    {"range(0, 3)", "b'a'", "False"},
    {"range(0, 3)", "nan", "False"},
    {"b'a'", "nan", "False"},
};

static const struct order_row { const char *a, *op, *b, *want; } order_rows[] = {
    {"1", "<", "2", "True"},
    {"1", "<", "1.0", "False"},
    {"1", "<=", "1.0", "True"},
    {"2", ">", "1.5", "True"},
    {"nan", "<", "1", "False"},
    {"1", ">=", "nan", "False"},
    {"'a'", "<", "'b'", "True"},
    {"M'a'", "<=", "'a'", "True"},
    {"'a'", ">", "'B'", "True"},
    {"'\xf0""\x9f""\x98""\x80""'", ">", "'\xef""\xbf""\xbf""'", "True"},
    {"[1, 2]", "<", "[1, 3]", "True"},
    {"[1]", "<", "[1, 'a']", "True"},
    {"[1, 'a']", ">", "[1]", "True"},
    {"[1]", "<", "['a']", "TypeError: '<' not supported between instances of 'int' and 'str'"},
    {"[]", "<=", "[]", "True"},
    {"()", "<", "(1,)", "True"},
    {"(1, 'b')", ">=", "(1, 'a')", "True"},
    {"[1]", "<", "(1,)", "TypeError: '<' not supported between instances of 'list' and 'tuple'"},
    {"1", "<", "'a'", "TypeError: '<' not supported between instances of 'int' and 'str'"},
    {"'a'", ">=", "1", "TypeError: '>=' not supported between instances of 'str' and 'int'"},
    {"None", "<", "None", "TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'"},
    {"{}", "<", "{}", "TypeError: '<' not supported between instances of 'dict' and 'dict'"},
    {"{}", ">", "1", "TypeError: '>' not supported between instances of 'dict' and 'int'"},
    {"b'a'", "<", "b'b'", "True"},
    {"'a'", "<", "b'a'", "TypeError: '<' not supported between instances of 'str' and 'bytes'"},
    {"range(0, 1)", "<", "range(0, 2)", "TypeError: '<' not supported between instances of 'range' and 'range'"},
    {"keys{1: 2}", "<", "keys{1: 2, 3: 4}", "True"},
    {"keys{1: 2}", "<=", "keys{1: 2}", "True"},
    {"keys{1: 2, 3: 4}", ">", "keys{1: 2}", "True"},
    {"keys{1: 2}", "<", "keys{1: 2}", "False"},
    {"items{1: 2}", "<=", "items{1: 3}", "False"},
    {"keys{}", "<", "values{}", "TypeError: '<' not supported between instances of 'dict_keys' and 'dict_values'"},
    {"U", "<", "1", "UndefinedError: 'x' is undefined"},
    {"1", "<", "U", "UndefinedError: 'x' is undefined"},
    {"'a'", ">", "U", "UndefinedError: 'x' is undefined"},
    {"U", "<", "strict", "UndefinedError: 's' is undefined"},
    {"[1]", ">=", "U", "UndefinedError: 'x' is undefined"},
    {"True", "<", "2", "True"},
    {"123456789012345678901234567890", ">", "1e10", "True"},
    {"inf", ">", "123456789012345678901234567890", "True"},
    {"[[1], 2]", "<", "[[1], 3]", "True"},
    {"iter[]", "<", "1", "TypeError: '<' not supported between instances of 'list_iterator' and 'int'"},
    {"M'a'", "<", "1", "TypeError: '<' not supported between instances of 'Markup' and 'int'"},
};

/* a in b */
static const pair_row in_rows[] = {
    {"'a'", "'abc'", "True"},
    {"'d'", "'abc'", "False"},
    {"''", "''", "True"},
    {"M'b'", "'abc'", "True"},
    {"1", "'abc'", "TypeError: 'in <string>' requires string as left operand, not int"},
    {"None", "M'abc'", "TypeError: 'in <string>' requires string as left operand, not NoneType"},
    {"U", "'abc'", "TypeError: 'in <string>' requires string as left operand, not Undefined"},
    {"1", "[1, 2]", "True"},
    {"1.0", "[1, 2]", "True"},
    {"True", "(2, 1)", "True"},
    {"'1'", "[1]", "False"},
    {"[1]", "[[1]]", "True"},
    {"U", "[1]", "False"},
    {"U", "[]", "False"},
    {"strict", "[1]", "UndefinedError: 's' is undefined"},
    {"strict", "[]", "False"},
    {"'a'", "{'a': 1}", "True"},
    {"1.0", "{1: 1}", "True"},
    {"[]", "{}", "TypeError: unhashable type: 'list'"},
    {"U", "{}", "False"},
    {"strict", "{}", "UndefinedError: 's' is undefined"},
    {"2", "range(0, 10, 2)", "True"},
    {"3", "range(0, 10, 2)", "False"},
    {"10", "range(0, 10, 2)", "False"},
    {"4.0", "range(0, 10, 2)", "True"},
    {"4.5", "range(0, 10, 2)", "False"},
    {"2", "range(10, 0, -2)", "True"},
    {"0", "range(10, 0, -2)", "False"},
    {"'a'", "range(0, 3)", "False"},
    {"U", "range(0, 3)", "False"},
    {"strict", "range(0, 3)", "UndefinedError: 's' is undefined"},
    {"strict", "range(0, 0)", "False"},
    {"True", "range(0, 3)", "True"},
    {"-9223372036854775808", "range(-9223372036854775808, 9223372036854775807, 9223372036854775807)", "True"},
    {"123456789012345678901234567890", "range(0, 3)", "False"},
    {"inf", "range(0, 3)", "False"},
    {"1", "keys{1: 2}", "True"},
    {"[]", "keys{1: 2}", "TypeError: unhashable type: 'list'"},
    {"2", "values{1: 2}", "True"},
    {"[]", "values{1: 2}", "False"},
    {"(1, 2)", "items{1: 2}", "True"},
    {"(1, 3)", "items{1: 2}", "False"},
    {"[1, 2]", "items{1: 2}", "False"},
    {"1", "items{1: 2}", "False"},
    {"([], 1)", "items{1: 2}", "TypeError: unhashable type: 'list'"},
    {"97", "b'a'", "True"},
    {"300", "b'a'", "ValueError: byte must be in range(0, 256)"},
    {"b'a'", "b'ba'", "True"},
    {"b''", "b''", "True"},
    {"'a'", "b'a'", "TypeError: a bytes-like object is required, not 'str'"},
    {"1", "iter[1, 2]", "True"},
    {"3", "iter[1, 2]", "False"},
    {"1", "1", "TypeError: argument of type 'int' is not iterable"},
    {"1", "None", "TypeError: argument of type 'NoneType' is not iterable"},
    {"1", "1.5", "TypeError: argument of type 'float' is not iterable"},
    {"1", "U", "False"},
    {"1", "strict", "UndefinedError: 's' is undefined"},
    {"1", "chain", "False"},
};

static const struct hash_row { const char *a, *want; } hash_rows[] = {
    {"1", "ok"},
    {"'a'", "ok"},
    {"None", "ok"},
    {"()", "ok"},
    {"(1, (2, 'a'))", "ok"},
    {"range(0, 3)", "ok"},
    {"b'a'", "ok"},
    {"U", "ok"},
    {"1.5", "ok"},
    {"values{}", "ok"},
    {"iter[]", "ok"},
    {"[]", "TypeError: unhashable type: 'list'"},
    {"{}", "TypeError: unhashable type: 'dict'"},
    {"([],)", "TypeError: unhashable type: 'list'"},
    {"keys{}", "TypeError: unhashable type: 'dict_keys'"},
    {"items{}", "TypeError: unhashable type: 'dict_items'"},
    {"strict", "UndefinedError: 's' is undefined"},
    {"(1, {})", "TypeError: unhashable type: 'dict'"},
    {"123456789012345678901234567890", "ok"},
};

static void test_equal(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof equal_rows / sizeof *equal_rows; i++) {
        const pair_row *row = &equal_rows[i];
        hk_value a = hkt_operand(t, row->a), b = hkt_operand(t, row->b);
        CHECK_SAME(row->a, hkt_answer(t, hki_equal(&t->rt, a, b)), row->want);
        uint32_t h, j;
        bool hashed = strcmp(row->want, "True") == 0 && hki_hash(&t->rt, a, &h) && hki_hash(&t->rt, b, &j);
        hki_error_clear(&t->error);
        CHECK_ROW(row->a, !hashed || h == j);
    }
}

static void test_order(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof order_rows / sizeof *order_rows; i++) {
        const struct order_row *row = &order_rows[i];
        enum hki_order op = (row->op[0] == '>' ? HKI_GT : HKI_LT) + (row->op[1] == '=');
        int answer = hki_order(&t->rt, op, hkt_operand(t, row->a), hkt_operand(t, row->b));
        CHECK_SAME(row->a, hkt_answer(t, answer), row->want);
    }
}

static void test_in(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof in_rows / sizeof *in_rows; i++) {
        const pair_row *row = &in_rows[i];
        CHECK_SAME(row->b, hkt_answer(t, hki_contains(&t->rt, hkt_operand(t, row->b), hkt_operand(t, row->a))), row->want);
    }
}

static void test_hash(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof hash_rows / sizeof *hash_rows; i++) {
        uint32_t hash;
        const char *got = hki_hash(&t->rt, hkt_operand(t, hash_rows[i].a), &hash) ? "ok" : hkt_error(t);
        CHECK_SAME(hash_rows[i].a, got, hash_rows[i].want);
    }
}

static void test_identity(hkt_rt *t)
{
    hk_value list = hkt_value(t, "[1]"), nan = hkt_value(t, "nan"), missing = hkt_operand(t, "U");
    CHECK(hki_identical(list, list) && !hki_identical(list, hkt_value(t, "[1]")));
    CHECK(!hki_identical(hki_int(1), hki_bool(true)) && !hki_identical(hki_int(1), hki_float(1)));
    CHECK(hki_identical(hkt_value(t, "'a'"), hkt_value(t, "'a'")) && hkt_value(t, "()").as.p && hki_identical(hkt_value(t, "()"), hkt_value(t, "()")));
    CHECK(!hki_identical(hkt_value(t, "'a'"), hkt_value(t, "M'a'")) && !hki_identical(hkt_value(t, "'ab'"), hkt_value(t, "'ab'")));
    CHECK(hki_equal(&t->rt, nan, nan) == HKI_NO);
    hk_value nans = hkt_value(t, "[nan]");      /* the same object in both: equal, as containers compare */
    CHECK(hki_equal(&t->rt, nans, nans) == HKI_YES && hki_contains(&t->rt, nans, nan) == HKI_YES);
    CHECK(hki_identical(missing, missing));
    missing.flags = HKI_MISSING;
    CHECK(!hki_identical(missing, missing));
}

/* Deep nesting ends in an error, not in the end of the stack. */
static void test_depth(hkt_rt *t)
{
    hk_value a = hkt_value(t, "[]"), b = hkt_value(t, "[]");
    for (int i = 0; i < 300; i++) {
        hk_value in[2] = {a, b};
        hki_list *x = hki_list_new(&t->rt, 1), *y = hki_list_new(&t->rt, 1);
        CHECK(hki_list_push(&t->rt, x, in[0]) && hki_list_push(&t->rt, y, in[1]));
        a = hki_list_value(x);
        b = hki_list_value(y);
    }
    const char *want = "RecursionError: maximum recursion depth exceeded in comparison";
    CHECK_SAME("deep ==", hkt_answer(t, hki_equal(&t->rt, a, b)), want);
    CHECK_SAME("deep <", hkt_answer(t, hki_order(&t->rt, HKI_LT, a, b)), want);
    CHECK(t->rt.depth == 0);
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_equal(&t);
    test_order(&t);
    test_in(&t);
    test_hash(&t);
    test_identity(&t);
    test_depth(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
