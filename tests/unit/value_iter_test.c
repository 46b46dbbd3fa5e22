/* iter.c: cursors, iterators, reversed, unpacking. Rows: what CPython 3.11 and Jinja2 3.1.6 give. */
#include "../harness/make.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/range.h"

/* list(v), the type of iter(v), list(reversed(v)), the type of reversed(v) */
static const struct iter_row { const char *value, *items, *type, *reversed, *reversed_type; } iter_rows[] = {
    {"'h\xc3""\xa9""\xe2""\x82""\xac""'", "['h', '\xc3""\xa9""', '\xe2""\x82""\xac""']", "str_iterator", "['\xe2""\x82""\xac""', '\xc3""\xa9""', 'h']", "reversed"},
    {"M'<b'", "['<', 'b']", "str_iterator", "[Markup('b'), Markup('<')]", "reversed"},
    {"''", "[]", "str_ascii_iterator", "[]", "reversed"},
    {"[1, 2]", "[1, 2]", "list_iterator", "[2, 1]", "list_reverseiterator"},
    {"[]", "[]", "list_iterator", "[]", "list_reverseiterator"},
    {"(1, 'a')", "[1, 'a']", "tuple_iterator", "['a', 1]", "reversed"},
    {"{'a': 1, 'b': 2}", "['a', 'b']", "dict_keyiterator", "['b', 'a']", "dict_reversekeyiterator"},
    {"range(0, 5, 2)", "[0, 2, 4]", "range_iterator", "[4, 2, 0]", "range_iterator"},
    {"range(3, 0, -1)", "[3, 2, 1]", "range_iterator", "[1, 2, 3]", "range_iterator"},
    {"range(0, 0)", "[]", "range_iterator", "[]", "range_iterator"},
    {"keys{1: 2}", "[1]", "dict_keyiterator", "[1]", "dict_reversekeyiterator"},
    {"values{1: 2, 3: 4}", "[2, 4]", "dict_valueiterator", "[4, 2]", "dict_reversevalueiterator"},
    {"items{1: 2, 3: 4}", "[(1, 2), (3, 4)]", "dict_itemiterator", "[(3, 4), (1, 2)]", "dict_reverseitemiterator"},
    {"b'ab'", "[97, 98]", "bytes_iterator", "[98, 97]", "reversed"},
    {"iter[1, 2]", "[1, 2]", "list_iterator", "'not reversible'", ""},
    {"U", "[]", "generator", "[]", "reversed"},
    {"chain", "[]", "generator", "[]", "reversed"},
    {"debug", "[]", "generator", "[]", "reversed"},
    {"strict", "UndefinedError: 's' is undefined", "", "UndefinedError: 's' is undefined", ""},
    {"1", "TypeError: 'int' object is not iterable", "", "'not reversible'", ""},
    {"None", "TypeError: 'NoneType' object is not iterable", "", "'not reversible'", ""},
    {"1.5", "TypeError: 'float' object is not iterable", "", "'not reversible'", ""},
    {"True", "TypeError: 'bool' object is not iterable", "", "'not reversible'", ""},
    {"123456789012345678901234567890", "TypeError: 'int' object is not iterable", "", "'not reversible'", ""},
};

static const struct unpack_row { const char *value; size_t count; const char *want; } unpack_rows[] = {
    {"[1, 2]", 2, "(1, 2)"},
    {"(1, 2)", 2, "(1, 2)"},
    {"[1]", 2, "ValueError: not enough values to unpack (expected 2, got 1)"},
    {"[1, 2, 3]", 2, "ValueError: too many values to unpack (expected 2)"},
    {"'ab'", 2, "('a', 'b')"},
    {"'a'", 2, "ValueError: not enough values to unpack (expected 2, got 1)"},
    {"'abc'", 2, "ValueError: too many values to unpack (expected 2)"},
    {"{}", 2, "ValueError: not enough values to unpack (expected 2, got 0)"},
    {"{1: 2, 3: 4}", 2, "(1, 3)"},
    {"range(0, 5)", 2, "ValueError: too many values to unpack (expected 2)"},
    {"iter[1, 2, 3]", 2, "ValueError: too many values to unpack (expected 2)"},
    {"iter[1, 2]", 2, "(1, 2)"},
    {"[]", 1, "ValueError: not enough values to unpack (expected 1, got 0)"},
    {"[]", 0, "()"},
    {"[1]", 0, "ValueError: too many values to unpack (expected 0)"},
    {"1", 2, "TypeError: cannot unpack non-iterable int object"},
    {"None", 1, "TypeError: cannot unpack non-iterable NoneType object"},
    {"U", 2, "ValueError: not enough values to unpack (expected 2, got 0)"},
    {"strict", 2, "UndefinedError: 's' is undefined"},
};

static const char *drained(hkt_rt *t, hk_value v)
{
    hki_list *list = NULL;
    bool ok = hki_list_from(&t->rt, v, &list);
    return hkt_result(t, ok, ok ? hki_list_value(list) : v);
}

static void test_reversed(hkt_rt *t, const struct iter_row *row)
{
    hk_value it;
    switch (hki_iter_reversed(&t->rt, hkt_operand(t, row->value), &it)) {
    case HKI_NO: CHECK_SAME(row->value, "'not reversible'", row->reversed); break;
    case HKI_ERROR: CHECK_SAME(row->value, hkt_error(t), row->reversed); break;
    default:
        CHECK_SAME(row->value, hki_type_name(it), row->reversed_type);
        CHECK_SAME(row->value, drained(t, it), row->reversed);
        CHECK_SAME(row->value, drained(t, it), "[]");
    }
}

static void test_rows(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof iter_rows / sizeof *iter_rows; i++) {
        const struct iter_row *row = &iter_rows[i];
        hk_value it;
        CHECK_SAME(row->value, drained(t, hkt_operand(t, row->value)), row->items);
        CHECK_ROW(row->value, hki_iterable(&t->rt, hkt_operand(t, row->value)) == (row->type[0] != 0));
        hki_error_clear(&t->error);
        if (hki_iter_of(&t->rt, hkt_operand(t, row->value), &it)) {
            CHECK_SAME(row->value, hki_type_name(it), row->type);
            CHECK_SAME(row->value, drained(t, it), row->items);
            CHECK_SAME(row->value, drained(t, it), "[]");
        } else {
            CHECK_SAME(row->value, hkt_error(t), row->items);
        }
        test_reversed(t, row);
    }
}

static void test_unpack(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof unpack_rows / sizeof *unpack_rows; i++) {
        const struct unpack_row *row = &unpack_rows[i];
        hk_value items[4];
        bool ok = hki_unpack(&t->rt, hkt_operand(t, row->value), items, row->count);
        hki_list *tuple = ok ? hki_tuple_new(&t->rt, items, row->count) : NULL;
        CHECK_SAME(row->value, hkt_result(t, ok, ok ? hki_list_value(tuple) : hki_none()), row->want);
    }
}

static void test_left(hkt_rt *t)
{
    static const struct { const char *value; int64_t left; } rows[] = {
        {"[1, 2, 3]", 3}, {"(1,)", 1}, {"'h\xc3\xa9x'", 3}, {"{1: 2}", 1}, {"items{1: 2, 3: 4}", 2}, {"range(0, 10, 3)", 4}, {"b'abc'", 3},
        {"iter[1]", -1}, {"U", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_cursor c;
        hk_value v;
        CHECK(hki_cursor_open(&t->rt, hkt_operand(t, rows[i].value), &c));
        CHECK_ROW(rows[i].value, hki_cursor_left(&c) == rows[i].left);
        for (int64_t left = rows[i].left; left > 0; left--) {
            CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_YES);
            CHECK_ROW(rows[i].value, hki_cursor_left(&c) == left - 1);
        }
    }
}

/* What changes while it is walked. */
static void test_changes(hkt_rt *t)
{
    hk_value v, list = hkt_value(t, "[1, 2]"), dict = hkt_value(t, "{'a': 1, 'b': 2}");
    hki_cursor c;
    CHECK(hki_cursor_open(&t->rt, list, &c) && hki_cursor_next(&t->rt, &c, &v) == HKI_YES);
    CHECK(hki_list_push(&t->rt, hki_as_list(list), hki_int(3)));
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_YES && hki_cursor_next(&t->rt, &c, &v) == HKI_YES && v.as.i == 3);
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_NO);
    CHECK(hki_list_push(&t->rt, hki_as_list(list), hki_int(4)));
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_NO);       /* the end is the end */

    CHECK(hki_cursor_open(&t->rt, dict, &c) && hki_cursor_next(&t->rt, &c, &v) == HKI_YES);
    CHECK(hki_dict_set_c(&t->rt, hki_as_dict(dict), "a", hki_int(9)));
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_YES);      /* a new value is no change */
    CHECK(hki_dict_set_c(&t->rt, hki_as_dict(dict), "c", hki_int(3)));
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_ERROR);
    CHECK_SAME("grown", hkt_error(t), "RuntimeError: dictionary changed size during iteration");
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_ERROR);
    CHECK_SAME("for good", hkt_error(t), "RuntimeError: dictionary changed size during iteration");

    CHECK(hki_cursor_open(&t->rt, dict, &c));
    for (int i = 0; i < 3; i++) CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_YES);
    CHECK(hki_dict_remove(&t->rt, hki_as_dict(dict), hkt_str(t, "a"), NULL) == HKI_YES);
    CHECK(hki_dict_set_c(&t->rt, hki_as_dict(dict), "d", hki_int(4)));
    CHECK(hki_cursor_next(&t->rt, &c, &v) == HKI_ERROR);
    CHECK_SAME("other keys", hkt_error(t), "RuntimeError: dictionary keys changed during iteration");
}

static void test_range_edges(hkt_rt *t)
{
    hk_value v;
    CHECK(!hki_range_new(&t->rt, 0, 1, 0, &v));
    CHECK_SAME("step", hkt_error(t), "ValueError: range() arg 3 must not be zero");
    CHECK(!hki_range_new(&t->rt, INT64_MIN, INT64_MAX, 1, &v));
    CHECK_SAME("count", hkt_error(t), "OverflowError: Python int too large to convert to C ssize_t");
    CHECK(hki_range_new(&t->rt, INT64_MAX, INT64_MIN, INT64_MIN, &v));
    CHECK_SAME("widest steps", drained(t, v), "[9223372036854775807, -1]");
    CHECK(hki_range_new(&t->rt, INT64_MIN, INT64_MAX, INT64_MAX, &v));
    CHECK_SAME("and up", drained(t, v), "[-9223372036854775808, -1, 9223372036854775806]");
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_rows(&t);
    test_unpack(&t);
    test_left(&t);
    test_changes(&t);
    test_range_edges(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
