/* The builtin tests: what they say of each kind of value, and their errors. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/literal.h"
#include "lib/lib.h"
#include "value/namespace.h"
#include "value/str.h"
#include "value/text.h"

/* ---- yes or no, for each of these */

static const char *const values[] = {
    "undefined", "None", "True", "False", "0", "1", "2", "-3", "1000000000000000000000000000001", "1.0", "2.5", "'abc'", "'ABC'",
    "'aB'", "''", "'1'", "M'm'", "[]", "[1]", "(1,)", "{}", "{'a': 1}", "range(0, 3)", "b'x'", "nan",
};

static const struct { const char *test, *yes; } kinds[] = {
    {"defined",    ".yyyyyyyyyyyyyyyyyyyyyyyy"},
    {"undefined",  "y........................"},
    {"none",       ".y......................."},
    {"boolean",    "..yy....................."},
    {"false",      "...y....................."},
    {"true",       "..y......................"},
    {"integer",    "....yyyyy................"},
    {"float",      ".........yy.............y"},
    {"number",     "..yyyyyyyyy.............y"},
    {"string",     "...........yyyyyy........"},
    {"mapping",    "....................yy..."},
    {"callable",   "y........................"},
    {"sequence",   "y..........yyyyyyyyyyyyy."},
    {"iterable",   "y..........yyyyyyyyyyyyy."},
    {"escaped",    "................y........"},
};

static const struct { const char *test, *args, *kwargs, *want; } rows[] = {
    {"lower", "(undefined,)", NULL, "False"},
    {"lower", "(None,)", NULL, "False"},
    {"lower", "(True,)", NULL, "False"},
    {"lower", "(1,)", NULL, "False"},
    {"lower", "('abc',)", NULL, "True"},
    {"lower", "('ABC',)", NULL, "False"},
    {"lower", "('aB',)", NULL, "False"},
    {"lower", "('',)", NULL, "False"},
    {"lower", "('1',)", NULL, "False"},
    {"lower", "(M'm',)", NULL, "True"},
    {"lower", "([],)", NULL, "False"},
    {"lower", "(['a'],)", NULL, "True"},
    {"lower", "('a1',)", NULL, "True"},
    {"lower", "('A 1',)", NULL, "False"},
    {"upper", "(undefined,)", NULL, "False"},
    {"upper", "(None,)", NULL, "False"},
    {"upper", "(True,)", NULL, "False"},
    {"upper", "(1,)", NULL, "False"},
    {"upper", "('abc',)", NULL, "False"},
    {"upper", "('ABC',)", NULL, "True"},
    {"upper", "('aB',)", NULL, "False"},
    {"upper", "('',)", NULL, "False"},
    {"upper", "('1',)", NULL, "False"},
    {"upper", "(M'm',)", NULL, "False"},
    {"upper", "([],)", NULL, "False"},
    {"upper", "(['a'],)", NULL, "False"},
    {"upper", "('a1',)", NULL, "False"},
    {"upper", "('A 1',)", NULL, "True"},
    {"odd", "(True,)", NULL, "True"},
    {"odd", "(False,)", NULL, "False"},
    {"odd", "(0,)", NULL, "False"},
    {"odd", "(1,)", NULL, "True"},
    {"odd", "(2,)", NULL, "False"},
    {"odd", "(-3,)", NULL, "True"},
    {"odd", "(-4,)", NULL, "False"},
    {"odd", "(1000000000000000000000000000001,)", NULL, "True"},
    {"odd", "(1.0,)", NULL, "True"},
    {"odd", "(2.5,)", NULL, "False"},
    {"odd", "(4.0,)", NULL, "False"},
    {"odd", "('abc',)", NULL, "TypeError: not all arguments converted during string formatting"},
    {"odd", "('%s',)", NULL, "False"},
    {"odd", "('%d',)", NULL, "False"},
    {"odd", "(None,)", NULL, "TypeError: unsupported operand type(s) for %: 'NoneType' and 'int'"},
    {"odd", "([],)", NULL, "TypeError: unsupported operand type(s) for %: 'list' and 'int'"},
    {"odd", "({},)", NULL, "TypeError: unsupported operand type(s) for %: 'dict' and 'int'"},
    {"odd", "(nan,)", NULL, "False"},
    {"even", "(True,)", NULL, "False"},
    {"even", "(False,)", NULL, "True"},
    {"even", "(0,)", NULL, "True"},
    {"even", "(1,)", NULL, "False"},
    {"even", "(2,)", NULL, "True"},
    {"even", "(-3,)", NULL, "False"},
    {"even", "(-4,)", NULL, "True"},
    {"even", "(1000000000000000000000000000001,)", NULL, "False"},
    {"even", "(1.0,)", NULL, "False"},
    {"even", "(2.5,)", NULL, "False"},
    {"even", "(4.0,)", NULL, "True"},
    {"even", "('abc',)", NULL, "TypeError: not all arguments converted during string formatting"},
    {"even", "('%s',)", NULL, "False"},
    {"even", "('%d',)", NULL, "False"},
    {"even", "(None,)", NULL, "TypeError: unsupported operand type(s) for %: 'NoneType' and 'int'"},
    {"even", "([],)", NULL, "TypeError: unsupported operand type(s) for %: 'list' and 'int'"},
    {"even", "({},)", NULL, "TypeError: unsupported operand type(s) for %: 'dict' and 'int'"},
    {"even", "(nan,)", NULL, "False"},
    {"divisibleby", "(6, 3)", NULL, "True"},
    {"divisibleby", "(7, 3)", NULL, "False"},
    {"divisibleby", "(-6, 3)", NULL, "True"},
    {"divisibleby", "(6, -4)", NULL, "False"},
    {"divisibleby", "(6, 0)", NULL, "ZeroDivisionError: integer modulo by zero"},
    {"divisibleby", "(6.0, 3)", NULL, "True"},
    {"divisibleby", "(6.5, 0)", NULL, "ZeroDivisionError: float modulo"},
    {"divisibleby", "(6, 'a')", NULL, "TypeError: unsupported operand type(s) for %: 'int' and 'str'"},
    {"divisibleby", "('%s', 1)", NULL, "False"},
    {"divisibleby", "(1000000000000000000000000000000, 10)", NULL, "True"},
    {"divisibleby", "(6, True)", NULL, "True"},
    {"divisibleby", "(6,)", NULL, "TypeError: test_divisibleby() missing 1 required positional argument: 'num'"},
    {"divisibleby", "()", NULL, "TypeError: test_divisibleby() missing 2 required positional arguments: 'value' and 'num'"},
    {"divisibleby", "(6, 1, 2)", NULL, "TypeError: test_divisibleby() takes 2 positional arguments but 3 were given"},
    {"divisibleby", "(6,)", "{'num': 3}", "True"},
    {"divisibleby", "(6,)", "{'value': 3}", "TypeError: test_divisibleby() got multiple values for argument 'value'"},
    {"divisibleby", "(6, 2)", "{'x': 3}", "TypeError: test_divisibleby() got an unexpected keyword argument 'x'"},
    {"==", "(1, 1)", NULL, "True"},
    {"==", "(1, 2)", NULL, "False"},
    {"eq", "(1, 1)", NULL, "True"},
    {"eq", "(1, 2)", NULL, "False"},
    {"eq", "(2, 1)", NULL, "False"},
    {"eq", "(1, 1.0)", NULL, "True"},
    {"eq", "(1, True)", NULL, "True"},
    {"eq", "('a', 'a')", NULL, "True"},
    {"eq", "('a', 'b')", NULL, "False"},
    {"eq", "('a', 1)", NULL, "False"},
    {"eq", "(None, None)", NULL, "True"},
    {"eq", "([1], [1])", NULL, "True"},
    {"eq", "((1, 2), (1, 3))", NULL, "False"},
    {"eq", "({}, {})", NULL, "True"},
    {"eq", "(nan, nan)", NULL, "False"},
    {"eq", "(undefined, 1)", NULL, "False"},
    {"eq", "([1], (1,))", NULL, "False"},
    {"eq", "('m', M'm')", NULL, "True"},
    {"eq", "({'a': 1}, {'a': 1})", NULL, "True"},
    {"eq", "(1,)", NULL, "TypeError: eq expected 2 arguments, got 1"},
    {"eq", "(1, 2, 3)", NULL, "TypeError: eq expected 2 arguments, got 3"},
    {"eq", "()", NULL, "TypeError: eq expected 2 arguments, got 0"},
    {"equalto", "(1, 1)", NULL, "True"},
    {"equalto", "(1, 2)", NULL, "False"},
    {"!=", "(1, 1)", NULL, "False"},
    {"!=", "(1, 2)", NULL, "True"},
    {"ne", "(1, 1)", NULL, "False"},
    {"ne", "(1, 2)", NULL, "True"},
    {"ne", "(2, 1)", NULL, "True"},
    {"ne", "(1, 1.0)", NULL, "False"},
    {"ne", "(1, True)", NULL, "False"},
    {"ne", "('a', 'a')", NULL, "False"},
    {"ne", "('a', 'b')", NULL, "True"},
    {"ne", "('a', 1)", NULL, "True"},
    {"ne", "(None, None)", NULL, "False"},
    {"ne", "([1], [1])", NULL, "False"},
    {"ne", "((1, 2), (1, 3))", NULL, "True"},
    {"ne", "({}, {})", NULL, "False"},
    {"ne", "(nan, nan)", NULL, "True"},
    {"ne", "(undefined, 1)", NULL, "True"},
    {"ne", "([1], (1,))", NULL, "True"},
    {"ne", "('m', M'm')", NULL, "False"},
    {"ne", "({'a': 1}, {'a': 1})", NULL, "False"},
    {"ne", "(1,)", NULL, "TypeError: ne expected 2 arguments, got 1"},
    {"ne", "(1, 2, 3)", NULL, "TypeError: ne expected 2 arguments, got 3"},
    {"ne", "()", NULL, "TypeError: ne expected 2 arguments, got 0"},
    {">", "(1, 1)", NULL, "False"},
    {">", "(1, 2)", NULL, "False"},
    {"gt", "(1, 1)", NULL, "False"},
    {"gt", "(1, 2)", NULL, "False"},
    {"gt", "(2, 1)", NULL, "True"},
    {"gt", "(1, 1.0)", NULL, "False"},
    {"gt", "(1, True)", NULL, "False"},
    {"gt", "('a', 'a')", NULL, "False"},
    {"gt", "('a', 'b')", NULL, "False"},
    {"gt", "('a', 1)", NULL, "TypeError: '>' not supported between instances of 'str' and 'int'"},
    {"gt", "(None, None)", NULL, "TypeError: '>' not supported between instances of 'NoneType' and 'NoneType'"},
    {"gt", "([1], [1])", NULL, "False"},
    {"gt", "((1, 2), (1, 3))", NULL, "False"},
    {"gt", "({}, {})", NULL, "TypeError: '>' not supported between instances of 'dict' and 'dict'"},
    {"gt", "(nan, nan)", NULL, "False"},
    {"gt", "([1], (1,))", NULL, "TypeError: '>' not supported between instances of 'list' and 'tuple'"},
    {"gt", "('m', M'm')", NULL, "False"},
    {"gt", "({'a': 1}, {'a': 1})", NULL, "TypeError: '>' not supported between instances of 'dict' and 'dict'"},
    {"gt", "(1,)", NULL, "TypeError: gt expected 2 arguments, got 1"},
    {"gt", "(1, 2, 3)", NULL, "TypeError: gt expected 2 arguments, got 3"},
    {"gt", "()", NULL, "TypeError: gt expected 2 arguments, got 0"},
    {"greaterthan", "(1, 1)", NULL, "False"},
    {"greaterthan", "(1, 2)", NULL, "False"},
    {"ge", "(1, 1)", NULL, "True"},
    {"ge", "(1, 2)", NULL, "False"},
    {"ge", "(2, 1)", NULL, "True"},
    {"ge", "(1, 1.0)", NULL, "True"},
    {"ge", "(1, True)", NULL, "True"},
    {"ge", "('a', 'a')", NULL, "True"},
    {"ge", "('a', 'b')", NULL, "False"},
    {"ge", "('a', 1)", NULL, "TypeError: '>=' not supported between instances of 'str' and 'int'"},
    {"ge", "(None, None)", NULL, "TypeError: '>=' not supported between instances of 'NoneType' and 'NoneType'"},
    {"ge", "([1], [1])", NULL, "True"},
    {"ge", "((1, 2), (1, 3))", NULL, "False"},
    {"ge", "({}, {})", NULL, "TypeError: '>=' not supported between instances of 'dict' and 'dict'"},
    {"ge", "(nan, nan)", NULL, "False"},
    {"ge", "([1], (1,))", NULL, "TypeError: '>=' not supported between instances of 'list' and 'tuple'"},
    {"ge", "('m', M'm')", NULL, "True"},
    {"ge", "({'a': 1}, {'a': 1})", NULL, "TypeError: '>=' not supported between instances of 'dict' and 'dict'"},
    {"ge", "(1,)", NULL, "TypeError: ge expected 2 arguments, got 1"},
    {"ge", "(1, 2, 3)", NULL, "TypeError: ge expected 2 arguments, got 3"},
    {"ge", "()", NULL, "TypeError: ge expected 2 arguments, got 0"},
    {">=", "(1, 1)", NULL, "True"},
    {">=", "(1, 2)", NULL, "False"},
    {"<", "(1, 1)", NULL, "False"},
    {"<", "(1, 2)", NULL, "True"},
    {"lt", "(1, 1)", NULL, "False"},
    {"lt", "(1, 2)", NULL, "True"},
    {"lt", "(2, 1)", NULL, "False"},
    {"lt", "(1, 1.0)", NULL, "False"},
    {"lt", "(1, True)", NULL, "False"},
    {"lt", "('a', 'a')", NULL, "False"},
    {"lt", "('a', 'b')", NULL, "True"},
    {"lt", "('a', 1)", NULL, "TypeError: '<' not supported between instances of 'str' and 'int'"},
    {"lt", "(None, None)", NULL, "TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'"},
    {"lt", "([1], [1])", NULL, "False"},
    {"lt", "((1, 2), (1, 3))", NULL, "True"},
    {"lt", "({}, {})", NULL, "TypeError: '<' not supported between instances of 'dict' and 'dict'"},
    {"lt", "(nan, nan)", NULL, "False"},
    {"lt", "([1], (1,))", NULL, "TypeError: '<' not supported between instances of 'list' and 'tuple'"},
    {"lt", "('m', M'm')", NULL, "False"},
    {"lt", "({'a': 1}, {'a': 1})", NULL, "TypeError: '<' not supported between instances of 'dict' and 'dict'"},
    {"lt", "(1,)", NULL, "TypeError: lt expected 2 arguments, got 1"},
    {"lt", "(1, 2, 3)", NULL, "TypeError: lt expected 2 arguments, got 3"},
    {"lt", "()", NULL, "TypeError: lt expected 2 arguments, got 0"},
    {"lessthan", "(1, 1)", NULL, "False"},
    {"lessthan", "(1, 2)", NULL, "True"},
    {"<=", "(1, 1)", NULL, "True"},
    {"<=", "(1, 2)", NULL, "True"},
    {"le", "(1, 1)", NULL, "True"},
    {"le", "(1, 2)", NULL, "True"},
    {"le", "(2, 1)", NULL, "False"},
    {"le", "(1, 1.0)", NULL, "True"},
    {"le", "(1, True)", NULL, "True"},
    {"le", "('a', 'a')", NULL, "True"},
    {"le", "('a', 'b')", NULL, "True"},
    {"le", "('a', 1)", NULL, "TypeError: '<=' not supported between instances of 'str' and 'int'"},
    {"le", "(None, None)", NULL, "TypeError: '<=' not supported between instances of 'NoneType' and 'NoneType'"},
    {"le", "([1], [1])", NULL, "True"},
    {"le", "((1, 2), (1, 3))", NULL, "True"},
    {"le", "({}, {})", NULL, "TypeError: '<=' not supported between instances of 'dict' and 'dict'"},
    {"le", "(nan, nan)", NULL, "False"},
    {"le", "([1], (1,))", NULL, "TypeError: '<=' not supported between instances of 'list' and 'tuple'"},
    {"le", "('m', M'm')", NULL, "True"},
    {"le", "({'a': 1}, {'a': 1})", NULL, "TypeError: '<=' not supported between instances of 'dict' and 'dict'"},
    {"le", "(1,)", NULL, "TypeError: le expected 2 arguments, got 1"},
    {"le", "(1, 2, 3)", NULL, "TypeError: le expected 2 arguments, got 3"},
    {"le", "()", NULL, "TypeError: le expected 2 arguments, got 0"},
    {"eq", "(1,)", "{'b': 1}", "TypeError: _operator.eq() takes no keyword arguments"},
    {"in", "(1, [1, 2])", NULL, "True"},
    {"in", "(3, [1, 2])", NULL, "False"},
    {"in", "('a', 'abc')", NULL, "True"},
    {"in", "('x', 'abc')", NULL, "False"},
    {"in", "('', 'abc')", NULL, "True"},
    {"in", "('a', {'a': 1})", NULL, "True"},
    {"in", "(1, {'a': 1})", NULL, "False"},
    {"in", "(1, 5)", NULL, "TypeError: argument of type 'int' is not iterable"},
    {"in", "(1, 'abc')", NULL, "TypeError: 'in <string>' requires string as left operand, not int"},
    {"in", "(1, range(0, 3))", NULL, "True"},
    {"in", "(1.0, (1, 2))", NULL, "True"},
    {"in", "(1, None)", NULL, "TypeError: argument of type 'NoneType' is not iterable"},
    {"in", "([], {})", NULL, "TypeError: unhashable type: 'list'"},
    {"in", "(1,)", NULL, "TypeError: test_in() missing 1 required positional argument: 'seq'"},
    {"in", "(undefined, [1])", NULL, "False"},
    {"in", "(1,)", "{'seq': [1]}", "True"},
    {"sameas", "(None, None)", NULL, "True"},
    {"sameas", "(True, True)", NULL, "True"},
    {"sameas", "(True, 1)", NULL, "False"},
    {"sameas", "(1, True)", NULL, "False"},
    {"sameas", "(1, 1)", NULL, "True"},
    {"sameas", "([], [])", NULL, "False"},
    {"sameas", "(1,)", NULL, "TypeError: test_sameas() missing 1 required positional argument: 'other'"},
    {"sameas", "(1, 2, 3)", NULL, "TypeError: test_sameas() takes 2 positional arguments but 3 were given"},
    {"sameas", "('a', None)", NULL, "False"},
    {"filter", "('upper',)", NULL, "True"},
    {"test", "('upper',)", NULL, "True"},
    {"filter", "('nope',)", NULL, "False"},
    {"test", "('nope',)", NULL, "False"},
    {"filter", "(5,)", NULL, "False"},
    {"test", "(5,)", NULL, "False"},
    {"filter", "([],)", NULL, "TypeError: unhashable type: 'list'"},
    {"test", "([],)", NULL, "TypeError: unhashable type: 'list'"},
    {"filter", "({},)", NULL, "TypeError: unhashable type: 'dict'"},
    {"test", "({},)", NULL, "TypeError: unhashable type: 'dict'"},
    {"filter", "(None,)", NULL, "False"},
    {"test", "(None,)", NULL, "False"},
    {"filter", "(M'upper',)", NULL, "True"},
    {"test", "(M'upper',)", NULL, "True"},
    {"filter", "(undefined,)", NULL, "False"},
    {"test", "(undefined,)", NULL, "False"},
    {"filter", "((1, []),)", NULL, "TypeError: unhashable type: 'list'"},
    {"test", "((1, []),)", NULL, "TypeError: unhashable type: 'list'"},
    {"filter", "(1, 2)", NULL, "TypeError: test_filter() takes 2 positional arguments but 3 were given"},
    {"test", "(1, 2)", NULL, "TypeError: test_test() takes 2 positional arguments but 3 were given"},
    {"test", "('odd',)", NULL, "True"},
    {"test", "('==',)", NULL, "True"},
    {"filter", "('odd',)", NULL, "False"},
    {"filter", "('e',)", NULL, "True"},
    {"odd", "(1, 2)", NULL, "TypeError: test_odd() takes 1 positional argument but 2 were given"},
    {"odd", "(1,)", "{'x': 1}", "TypeError: test_odd() got an unexpected keyword argument 'x'"},
    {"odd", "()", NULL, "TypeError: test_odd() missing 1 required positional argument: 'value'"},
    {"defined", "(1, 2)", NULL, "TypeError: test_defined() takes 1 positional argument but 2 were given"},
    {"callable", "(1, 2)", NULL, "TypeError: callable() takes exactly one argument (2 given)"},
    {"callable", "(1,)", "{'x': 2}", "TypeError: callable() takes no keyword arguments"},
    {"lower", "()", NULL, "TypeError: test_lower() missing 1 required positional argument: 'value'"},
};

static hki_vocabulary *filters, *tests;

static const hki_function *find_filter(hki_rt *rt, const char *name, size_t size)
{
    (void)rt;
    return hki_vocabulary_find(filters, name, size);
}

static const hki_function *find_test(hki_rt *rt, const char *name, size_t size)
{
    (void)rt;
    return hki_vocabulary_find(tests, name, size);
}

static const char *ask(hkt_rt *t, const char *test, const char *args, const char *kwargs)
{
    const hki_function *f = hki_vocabulary_find(tests, test, strlen(test));
    CHECK_ROW(test, f != NULL);
    return f ? hkt_call(t, f, hki_none(), args, kwargs, NULL) : "";
}

static void check_rows(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            char args[64] = "(", what[96];
            strcat(strcat(strcpy(args + 1, values[v]), ","), ")");
            strcat(strcat(strcpy(what, values[v]), " is "), kinds[i].test);
            CHECK_ROW(what, strcmp(ask(t, kinds[i].test, args, NULL), kinds[i].yes[v] == 'y' ? "True" : "False") == 0);
        }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char what[160] = "";
        strncat(strcat(strcat(what, rows[i].test), " "), rows[i].args, 100);
        const char *got = ask(t, rows[i].test, rows[i].args, rows[i].kwargs);
        CHECK_BYTES(what, got, strlen(got), rows[i].want, strlen(rows[i].want));
    }
}

/* ---- undefined values with a name, of each kind */

static const char *ask_value(hkt_rt *t, const char *test, hk_value v)
{
    hki_args args = {.pos = &v, .npos = 1};
    hk_value out = hki_none();
    bool ok = hki_function_call(&t->rt, hki_vocabulary_find(tests, test, strlen(test)), hki_none(), &args, &out);
    return ok ? hkt_repr(t, out) : hkt_error(t);
}

#define FAILS "UndefinedError: 'foo' is undefined"

static void check_undefined(hkt_rt *t)
{
    static const struct { const char *test, *plain, *chainable, *debug, *strict; } want[] = {
        {"defined", "False", "False", "False", "False"},
        {"undefined", "True", "True", "True", "True"},
        {"sequence", "True", "True", "True", "False"},
        {"iterable", "True", "True", "True", FAILS},
        {"escaped", "False", "True", "False", "False"},
        {"callable", "True", "True", "True", "True"},
        {"lower", "False", "False", "True", FAILS},
        {"filter", "False", "False", "False", FAILS},
        {"odd", FAILS, FAILS, FAILS, FAILS},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        for (unsigned kind = HKI_UNDEFINED_DEFAULT; kind <= HKI_UNDEFINED_STRICT; kind++) {
            t->rt.undefined = (uint16_t)kind;
            const char *of_kind[] = {want[i].plain, want[i].chainable, want[i].debug, want[i].strict}, *w = of_kind[kind];
            hk_value foo = hki_undefined_name(&t->rt, hki_as_str(hkt_str(t, "foo")));
            const char *got = ask_value(t, want[i].test, foo);
            CHECK_BYTES(want[i].test, got, strlen(got), w, strlen(w));
        }
    t->rt.undefined = HKI_UNDEFINED_DEFAULT;
}

/* ---- a host's objects */

static int64_t length(hki_rt *rt, hki_object *o)
{
    return o->native ? 3 : (hki_raise(rt, HK_TYPE_ERROR, "no length"), -1);
}

static int item(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    (void)rt, (void)o, (void)key, (void)out;
    return HKI_NO;
}

static bool html(hki_rt *rt, hki_object *o, hki_buf *out)
{
    (void)rt, (void)o, (void)out;
    return true;
}

static void check_objects(hkt_rt *t)
{
    static const hki_class rich = {.name = "Rich", .length = length, .item = item, .html = html}, poor = {.name = "Poor"};
    hki_object *a = hki_object_new(&t->rt, &rich, 0), *b = hki_object_new(&t->rt, &poor, 0);
    a->native = a;
    CHECK(strcmp(ask_value(t, "sequence", hki_object_value(a)), "True") == 0);
    CHECK(strcmp(ask_value(t, "escaped", hki_object_value(a)), "True") == 0);
    CHECK(strcmp(ask_value(t, "callable", hki_object_value(a)), "False") == 0);
    a->native = NULL;
    CHECK(strcmp(ask_value(t, "sequence", hki_object_value(a)), "False") == 0);
    CHECK(!hki_failed(&t->rt));
    CHECK(strcmp(ask_value(t, "sequence", hki_object_value(b)), "False") == 0);
    CHECK(strcmp(ask_value(t, "iterable", hki_object_value(b)), "False") == 0);
    CHECK(strcmp(ask_value(t, "escaped", hki_object_value(b)), "False") == 0);
    hki_args args = {0};
    hk_value ns = hki_none();
    CHECK(hki_namespace_new(&t->rt, &args, &ns) && strcmp(ask_value(t, "escaped", ns), "False") == 0);
    CHECK(hki_namespace_set(&t->rt, ns, hki_as_str(hkt_str(t, "__html__")), hki_int(1)));
    CHECK(strcmp(ask_value(t, "escaped", ns), "True") == 0);
}

/* ---- the vocabulary itself */

static bool shout(hki_call *c)
{
    c->result = c->arg[0];
    return true;
}

static void check_vocabulary(hkt_rt *t)
{
    hki_dict *names = hki_vocabulary_names(&t->rt, tests);
    CHECK(names->count == 39 && strncmp(hkt_repr(t, hki_dict_value(names)), "{'!=': None, '<': None, '<=': None, ", 36) == 0);
    CHECK(hki_vocabulary_names(&t->rt, filters)->count == 54);
    CHECK(!hki_vocabulary_find(tests, "od", 2) && !hki_vocabulary_find(tests, "odd\0", 4) && !hki_vocabulary_find(tests, "", 0));
    char name[8] = "f000";
    for (int i = 0; i < 300; i++) {
        name[1] = (char)('0' + i / 100);
        name[2] = (char)('0' + i / 10 % 10);
        name[3] = (char)('0' + i % 10);
        hki_function f = {.name = name, .python = name, .signature = "value", .run = shout};
        CHECK(hki_vocabulary_add(&t->rt, tests, &f));
    }
    hki_function odd = {.name = "odd", .python = "odd", .signature = "value", .run = shout};
    CHECK(hki_vocabulary_add(&t->rt, tests, &odd));
    CHECK(hki_vocabulary_names(&t->rt, tests)->count == 339);
    CHECK(hki_vocabulary_find(tests, "f000", 4) && hki_vocabulary_find(tests, "f299", 4));
    CHECK(strcmp(ask(t, "odd", "(4,)", NULL), "4") == 0);
}

int main(void)
{
    static const hki_up up = {.filter = find_filter, .test = find_test};
    hkt_rt t;
    hkt_rt_open(&t);
    t.rt.up = &up;
    filters = hki_filters_new(&t.rt);
    tests = hki_tests_new(&t.rt);
    CHECK(filters && tests);
    check_rows(&t);
    check_undefined(&t);
    check_objects(&t);
    check_vocabulary(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
