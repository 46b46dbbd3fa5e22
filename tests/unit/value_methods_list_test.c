/* Methods of lists, tuples and ranges, with what they leave of the receiver. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/literal.h"
#include "value/list.h"
#include "value/ops.h"

static const hkt_method_row rows[] = {
    {"[1, 2, 3, 2]", "append", "(4,)", NULL, "None", "[1, 2, 3, 2, 4]"},
    {"[1, 2, 3, 2]", "append", NULL, NULL, "TypeError: list.append() takes exactly one argument (0 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "append", "(1, 2)", NULL, "TypeError: list.append() takes exactly one argument (2 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "append", "(1,)", "{'x': 1}", "TypeError: list.append() takes no keyword arguments", "[1, 2, 3, 2]"},
    {"[]", "append", "([],)", NULL, "None", "[[]]"},
    {"[1, 2, 3, 2]", "clear", NULL, NULL, "None", "[]"},
    {"[1, 2, 3, 2]", "clear", "(1,)", NULL, "TypeError: list.clear() takes no arguments (1 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "clear", NULL, "{'x': 1}", "TypeError: list.clear() takes no keyword arguments", "[1, 2, 3, 2]"},
    {"[]", "clear", NULL, NULL, "None", "[]"},
    {"[1, 2, 3, 2]", "copy", NULL, NULL, "[1, 2, 3, 2]", "[1, 2, 3, 2]"},
    {"[]", "copy", NULL, NULL, "[]", "[]"},
    {"[1, 2, 3, 2]", "count", "(2,)", NULL, "2", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "count", "(2.0,)", NULL, "2", "[1, 2, 3, 2]"},
    {"[True, 1, 1.0, '1']", "count", "(1,)", NULL, "3", "[True, 1, 1.0, '1']"},
    {"[1, 2, 3, 2]", "count", "(None,)", NULL, "0", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "count", NULL, NULL, "TypeError: list.count() takes exactly one argument (0 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "count", "(1, 2)", NULL, "TypeError: list.count() takes exactly one argument (2 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "extend", "([7, 8],)", NULL, "None", "[1, 2, 3, 2, 7, 8]"},
    {"[1, 2, 3, 2]", "extend", "((7,),)", NULL, "None", "[1, 2, 3, 2, 7]"},
    {"[1, 2, 3, 2]", "extend", "('ab',)", NULL, "None", "[1, 2, 3, 2, 'a', 'b']"},
    {"[1, 2, 3, 2]", "extend", "({'k': 1},)", NULL, "None", "[1, 2, 3, 2, 'k']"},
    {"[1, 2, 3, 2]", "extend", "(range(0, 3),)", NULL, "None", "[1, 2, 3, 2, 0, 1, 2]"},
    {"[1, 2, 3, 2]", "extend", "(5,)", NULL, "TypeError: 'int' object is not iterable", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "extend", NULL, NULL, "TypeError: list.extend() takes exactly one argument (0 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "extend", "(None,)", NULL, "TypeError: 'NoneType' object is not iterable", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2,)", NULL, "1", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, 2)", NULL, "3", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, -1)", NULL, "3", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, -100)", NULL, "1", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, 0, 1)", NULL, "ValueError: 2 is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, 0, -3)", NULL, "ValueError: 2 is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, 100)", NULL, "ValueError: 2 is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, 1000000000000000000000000000000)", NULL, "ValueError: 2 is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, -1000000000000000000000000000000)", NULL, "1", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, 0, 1000000000000000000000000000000)", NULL, "1", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(9,)", NULL, "ValueError: 9 is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "('a',)", NULL, "ValueError: 'a' is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "([1, 'x'],)", NULL, "ValueError: [1, 'x'] is not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", NULL, NULL, "TypeError: index expected at least 1 argument, got 0", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(1, 2, 3, 4)", NULL, "TypeError: index expected at most 3 arguments, got 4", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(1, 'a')", NULL, "TypeError: slice indices must be integers or have an __index__ method", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(1, None)", NULL, "TypeError: slice indices must be integers or have an __index__ method", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(1, 1.0)", NULL, "TypeError: slice indices must be integers or have an __index__ method", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(2, True)", NULL, "1", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "index", "(1,)", "{'start': 1}", "TypeError: list.index() takes no keyword arguments", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(0, 9)", NULL, "None", "[9, 1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(1, 9)", NULL, "None", "[1, 9, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(-1, 9)", NULL, "None", "[1, 2, 3, 9, 2]"},
    {"[1, 2, 3, 2]", "insert", "(100, 9)", NULL, "None", "[1, 2, 3, 2, 9]"},
    {"[1, 2, 3, 2]", "insert", "(-100, 9)", NULL, "None", "[9, 1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(4, 9)", NULL, "None", "[1, 2, 3, 2, 9]"},
    {"[1, 2, 3, 2]", "insert", "('a', 9)", NULL, "TypeError: 'str' object cannot be interpreted as an integer", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(1,)", NULL, "TypeError: insert expected 2 arguments, got 1", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", NULL, NULL, "TypeError: insert expected 2 arguments, got 0", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(1, 2, 3)", NULL, "TypeError: insert expected 2 arguments, got 3", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(1000000000000000000000000000000, 1)", NULL,
     "OverflowError: Python int too large to convert to C ssize_t", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(True, 1)", NULL, "None", "[1, 1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "insert", "(1.0, 1)", NULL, "TypeError: 'float' object cannot be interpreted as an integer", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", NULL, NULL, "2", "[1, 2, 3]"},
    {"[1, 2, 3, 2]", "pop", "(0,)", NULL, "1", "[2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", "(-4,)", NULL, "1", "[2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", "(-5,)", NULL, "IndexError: pop index out of range", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", "(4,)", NULL, "IndexError: pop index out of range", "[1, 2, 3, 2]"},
    {"[]", "pop", NULL, NULL, "IndexError: pop from empty list", "[]"},
    {"[]", "pop", "(0,)", NULL, "IndexError: pop from empty list", "[]"},
    {"[1, 2, 3, 2]", "pop", "('a',)", NULL, "TypeError: 'str' object cannot be interpreted as an integer", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", "(1.5,)", NULL, "TypeError: 'float' object cannot be interpreted as an integer", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", "(None,)", NULL, "TypeError: 'NoneType' object cannot be interpreted as an integer", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "pop", "(1, 2)", NULL, "TypeError: pop expected at most 1 argument, got 2", "[1, 2, 3, 2]"},
    {"[]", "pop", "('a',)", NULL, "TypeError: 'str' object cannot be interpreted as an integer", "[]"},
    {"[1, 2, 3, 2]", "remove", "(2,)", NULL, "None", "[1, 3, 2]"},
    {"[1, 2, 3, 2]", "remove", "(9,)", NULL, "ValueError: list.remove(x): x not in list", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "remove", NULL, NULL, "TypeError: list.remove() takes exactly one argument (0 given)", "[1, 2, 3, 2]"},
    {"[1, True]", "remove", "(True,)", NULL, "None", "[True]"},
    {"[1, 2, 3, 2]", "reverse", NULL, NULL, "None", "[2, 3, 2, 1]"},
    {"[]", "reverse", NULL, NULL, "None", "[]"},
    {"[1]", "reverse", NULL, NULL, "None", "[1]"},
    {"[1, 2, 3]", "reverse", NULL, NULL, "None", "[3, 2, 1]"},
    {"[1, 2, 3, 2]", "reverse", "(1,)", NULL, "TypeError: list.reverse() takes no arguments (1 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", NULL, NULL, "None", "[1, 2, 2, 3]"},
    {"['b', 'a', 'C']", "sort", NULL, NULL, "None", "['C', 'a', 'b']"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'reverse': True}", "None", "[3, 2, 2, 1]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'key': None}", "None", "[1, 2, 2, 3]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'key': 5}", "TypeError: 'int' object is not callable", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'reverse': 'x'}", "TypeError: 'str' object cannot be interpreted as an integer", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'reverse': None}", "TypeError: 'NoneType' object cannot be interpreted as an integer",
     "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'reverse': 2}", "None", "[3, 2, 2, 1]"},
    {"[2, 'a']", "sort", NULL, NULL, "TypeError: '<' not supported between instances of 'str' and 'int'", "[2, 'a']"},
    {"[1, 2, 3, 2]", "sort", "(1,)", NULL, "TypeError: sort() takes no positional arguments", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", "(1, 2)", NULL, "TypeError: sort() takes no positional arguments", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", "(1, 2, 3)", NULL, "TypeError: sort() takes at most 2 arguments (3 given)", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'cmp': 1}", "TypeError: 'cmp' is an invalid keyword argument for sort()", "[1, 2, 3, 2]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'cmp': 1, 'key': None, 'reverse': 1}",
     "TypeError: sort() takes at most 2 keyword arguments (3 given)", "[1, 2, 3, 2]"},
    {"[(2, 'a'), (1, 'b'), (1, 'a')]", "sort", NULL, NULL, "None", "[(1, 'a'), (1, 'b'), (2, 'a')]"},
    {"[1.5, 1, True, 0]", "sort", NULL, NULL, "None", "[0, 1, True, 1.5]"},
    {"[1.5, 1, True, 0]", "sort", NULL, "{'reverse': True}", "None", "[1.5, 1, True, 0]"},
    {"[1, 2, 3, 2]", "sort", NULL, "{'reverse': 10000000000}", "OverflowError: Python int too large to convert to C int", "[1, 2, 3, 2]"},
    {"(1, 2, 2)", "count", "(2,)", NULL, "2", "(1, 2, 2)"},
    {"(1, 2, 2)", "count", NULL, NULL, "TypeError: tuple.count() takes exactly one argument (0 given)", "(1, 2, 2)"},
    {"(1, 2, 2)", "index", "(2,)", NULL, "1", "(1, 2, 2)"},
    {"(1, 2, 2)", "index", "(2, 2)", NULL, "2", "(1, 2, 2)"},
    {"(1, 2, 2)", "index", "(5,)", NULL, "ValueError: tuple.index(x): x not in tuple", "(1, 2, 2)"},
    {"(1, 2, 2)", "index", "(1, 'x')", NULL, "TypeError: slice indices must be integers or have an __index__ method", "(1, 2, 2)"},
    {"(1, 2, 2)", "index", NULL, NULL, "TypeError: index expected at least 1 argument, got 0", "(1, 2, 2)"},
    {"(1, 2, 2)", "count", "(1,)", "{'x': 1}", "TypeError: tuple.count() takes no keyword arguments", "(1, 2, 2)"},
    {"range(2, 20, 3)", "count", "(5,)", NULL, "1", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "count", "(6,)", NULL, "0", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "count", "(5.0,)", NULL, "1", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "count", "('a',)", NULL, "0", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "count", NULL, NULL, "TypeError: range.count() takes exactly one argument (0 given)", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "count", "(True,)", NULL, "0", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "(5,)", NULL, "1", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "(5.0,)", NULL, "1", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "(6,)", NULL, "ValueError: 6 is not in range", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "('a',)", NULL, "ValueError: sequence.index(x): x not in sequence", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "(6.5,)", NULL, "ValueError: sequence.index(x): x not in sequence", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "(1000000000000000000000000000000,)", NULL,
     "ValueError: 1000000000000000000000000000000 is not in range", "range(2, 20, 3)"},
    {"range(2, 20, 3)", "index", "(1, 2)", NULL, "TypeError: range.index() takes exactly one argument (2 given)", "range(2, 20, 3)"},
    {"range(5, -5, -2)", "index", "(-3,)", NULL, "4", "range(5, -5, -2)"},
    {"range(5, -5, -2)", "index", "(-5,)", NULL, "ValueError: -5 is not in range", "range(5, -5, -2)"},
    {"range(0, 0)", "count", "(0,)", NULL, "0", "range(0, 0)"},
    {"range(2, 20, 3)", "index", "(None,)", NULL, "ValueError: sequence.index(x): x not in sequence", "range(2, 20, 3)"},
};

/* A key function: -x, as a function that Python would call by position. */
static bool negate(hki_call *c)
{
    return hki_neg(c->rt, c->arg[0], &c->result);
}

static bool append_to_self(hki_call *c)
{
    hki_list *list = c->function->user;
    c->result = c->arg[0];
    return hki_list_push(c->rt, list, c->arg[0]);
}

static const char *sort_by(hkt_rt *t, hki_list *list, hki_native key, bool reverse)
{
    hki_function f = {.name = "key", .python = "key", .signature = "x", .run = key, .user = list};
    hk_value self = hki_list_value(list), out = hki_none(), names[2] = {hkt_str(t, "key"), hkt_str(t, "reverse")};
    hk_value values[2] = {hki_pointer(HKI_FUNCTION, &f), hki_bool(reverse)};
    hki_args args = {.nkw = 2, .names = names, .values = values};
    CHECK(hki_function_prepare(&t->rt, &f));
    if (!hki_function_call(&t->rt, hki_method_find(self, "sort", 4), self, &args, &out)) return hkt_error(t);
    return hkt_repr(t, self);
}

static void check_sort_keys(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hkt_use_calls(&t);
    hki_list *list = hki_as_list(hkt_value(&t, "[1, 3, True, 2, 1.0]"));
    const char *got = sort_by(&t, list, negate, false);
    CHECK_BYTES("sort by key", got, strlen(got), "[3, 2, 1, True, 1.0]", 20);
    got = sort_by(&t, list, negate, true);
    CHECK_BYTES("reversed, still stable", got, strlen(got), "[1, True, 1.0, 2, 3]", 20);
    got = sort_by(&t, list, append_to_self, false);
    CHECK_BYTES("changed by the key function", got, strlen(got), "ValueError: list modified during sort", 37);
    list = hki_as_list(hkt_value(&t, "['a', 1]"));
    got = sort_by(&t, list, negate, false);
    CHECK_BYTES("failing key function", got, strlen(got), "TypeError: bad operand type for unary -: 'str'", 46);
    got = hkt_repr(&t, hki_list_value(list));
    CHECK_BYTES("the list is still whole", got, strlen(got), "['a', 1]", 8);
    hkt_rt_close(&t);
}

static void check_self(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hk_value list = hkt_value(&t, "[1, 2]"), out;
    hki_args args = {.pos = &list, .npos = 1};
    CHECK(hki_function_call(&t.rt, hki_method_find(list, "extend", 6), list, &args, &out));
    const char *got = hkt_repr(&t, list);
    CHECK_BYTES("extended by itself", got, strlen(got), "[1, 2, 1, 2]", 12);
    hki_as_list(list)->head.space = HKI_SPACE_FROZEN;
    CHECK(!hki_function_call(&t.rt, hki_method_find(list, "append", 6), list, &args, &out));
    CHECK(strncmp(hkt_error(&t), "RuntimeError", 12) == 0);
    hkt_rt_close(&t);
}

int main(void)
{
    hkt_check_methods(rows, sizeof rows / sizeof *rows);
    check_sort_keys();
    check_self();
    return hkt_done();
}
