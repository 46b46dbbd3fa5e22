/* index.c, attr.c, slice.c: look-ups. Rows: what CPython 3.11 and Jinja2 3.1.6 (Environment and its sandboxes) give. */
#include "../harness/make.h"
#include "value/ops.h"

/* a[b] */
static const struct subscript_row { const char *a, *b, *want; } subscript_rows[] = {
    {"[1, 2]", "0", "1"},
    {"[1, 2]", "-1", "2"},
    {"[1, 2]", "2", "IndexError: list index out of range"},
    {"[1, 2]", "-3", "IndexError: list index out of range"},
    {"[1, 2]", "True", "2"},
    {"[1, 2]", "'a'", "TypeError: list indices must be integers or slices, not str"},
    {"[1, 2]", "1.5", "TypeError: list indices must be integers or slices, not float"},
    {"[1, 2]", "123456789012345678901234567890", "IndexError: cannot fit 'int' into an index-sized integer"},
    {"[1]", "U", "TypeError: list indices must be integers or slices, not Undefined"},
    {"(1, 2)", "1", "2"},
    {"(1,)", "5", "IndexError: tuple index out of range"},
    {"(1,)", "'a'", "TypeError: tuple indices must be integers or slices, not str"},
    {"'abc'", "1", "'b'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x'", "2", "'\xe2""\x82""\xac""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x'", "-1", "'x'"},
    {"'abc'", "5", "IndexError: string index out of range"},
    {"'abc'", "'a'", "TypeError: string indices must be integers, not 'str'"},
    {"'abc'", "1.5", "TypeError: string indices must be integers, not 'float'"},
    {"'abc'", "U", "TypeError: string indices must be integers, not 'Undefined'"},
    {"'a'", "123456789012345678901234567890", "IndexError: cannot fit 'int' into an index-sized integer"},
    {"M'abc'", "1", "Markup('b')"},
    {"M'ab'", "'x'", "TypeError: string indices must be integers, not 'Markup'"},
    {"b'ab'", "1", "98"},
    {"b'ab'", "5", "IndexError: index out of range"},
    {"b'ab'", "'a'", "TypeError: byte indices must be integers or slices, not str"},
    {"range(0, 10, 3)", "1", "3"},
    {"range(0, 10, 3)", "-1", "9"},
    {"range(0, 3)", "5", "IndexError: range object index out of range"},
    {"range(0, 3)", "'a'", "TypeError: range indices must be integers or slices, not str"},
    {"range(0, 3)", "123456789012345678901234567890", "IndexError: range object index out of range"},
    {"{1: 2}", "1", "2"},
    {"{1: 2}", "1.0", "2"},
    {"{1: 2}", "3", "KeyError: 3"},
    {"{1: 2}", "'a'", "KeyError: 'a'"},
    {"{1: 2}", "(1, 2)", "KeyError: (1, 2)"},
    {"{}", "[]", "TypeError: unhashable type: 'list'"},
    {"{}", "U", "KeyError: Undefined"},
    {"{}", "strict", "UndefinedError: 's' is undefined"},
    {"1", "1", "TypeError: 'int' object is not subscriptable"},
    {"None", "'a'", "TypeError: 'NoneType' object is not subscriptable"},
    {"1.5", "0", "TypeError: 'float' object is not subscriptable"},
    {"keys{}", "0", "TypeError: 'dict_keys' object is not subscriptable"},
    {"iter[]", "0", "TypeError: 'list_iterator' object is not subscriptable"},
    {"U", "1", "UndefinedError: 'x' is undefined"},
    {"strict", "'a'", "UndefinedError: 's' is undefined"},
    {"chain", "'a'", "Undefined"},
};

/* a[start:stop:step] */
static const struct slice_row { const char *a, *slice, *want; } slice_rows[] = {
    {"'abcdef'", "None:None:None", "'abcdef'"},
    {"'abcdef'", "1:3:None", "'bc'"},
    {"'abcdef'", "-2:None:None", "'ef'"},
    {"'abcdef'", "None:-1:None", "'abcde'"},
    {"'abcdef'", "None:None:-1", "'fedcba'"},
    {"'abcdef'", "None:None:2", "'ace'"},
    {"'abcdef'", "4:0:-2", "'ec'"},
    {"'abcdef'", "1:100:None", "'bcdef'"},
    {"'abcdef'", "-100:2:None", "'ab'"},
    {"'abcdef'", "3:1:None", "''"},
    {"'abcdef'", "5:None:-1", "'fedcba'"},
    {"'abcdef'", "-1:-4:-1", "'fed'"},
    {"'abcdef'", "123456789012345678901234567890:None:-2", "'fdb'"},
    {"'abcdef'", "None:None:-123456789012345678901234567890", "'f'"},
    {"'abcdef'", "0:None:123456789012345678901234567890", "'a'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "None:None:None", "'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "1:3:None", "'\xc3""\xa9""\xe2""\x82""\xac""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "-2:None:None", "'x\xf0""\x9f""\x98""\x80""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "None:-1:None", "'h\xc3""\xa9""\xe2""\x82""\xac""x'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "None:None:-1", "'\xf0""\x9f""\x98""\x80""x\xe2""\x82""\xac""\xc3""\xa9""h'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "None:None:2", "'h\xe2""\x82""\xac""\xf0""\x9f""\x98""\x80""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "4:0:-2", "'\xf0""\x9f""\x98""\x80""\xe2""\x82""\xac""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "1:100:None", "'\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "-100:2:None", "'h\xc3""\xa9""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "3:1:None", "''"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "5:None:-1", "'\xf0""\x9f""\x98""\x80""x\xe2""\x82""\xac""\xc3""\xa9""h'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "-1:-4:-1", "'\xf0""\x9f""\x98""\x80""x\xe2""\x82""\xac""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "123456789012345678901234567890:None:-2", "'\xf0""\x9f""\x98""\x80""\xe2""\x82""\xac""h'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "None:None:-123456789012345678901234567890", "'\xf0""\x9f""\x98""\x80""'"},
    {"'h\xc3""\xa9""\xe2""\x82""\xac""x\xf0""\x9f""\x98""\x80""'", "0:None:123456789012345678901234567890", "'h'"},
    {"M'abc'", "None:None:None", "Markup('abc')"},
    {"M'abc'", "1:3:None", "Markup('bc')"},
    {"M'abc'", "None:None:-1", "Markup('cba')"},
    {"M'abc'", "4:0:-2", "Markup('c')"},
    {"[1, 2, 3, 4, 5]", "None:None:None", "[1, 2, 3, 4, 5]"},
    {"[1, 2, 3, 4, 5]", "1:3:None", "[2, 3]"},
    {"[1, 2, 3, 4, 5]", "-2:None:None", "[4, 5]"},
    {"[1, 2, 3, 4, 5]", "None:-1:None", "[1, 2, 3, 4]"},
    {"[1, 2, 3, 4, 5]", "None:None:-1", "[5, 4, 3, 2, 1]"},
    {"[1, 2, 3, 4, 5]", "None:None:2", "[1, 3, 5]"},
    {"[1, 2, 3, 4, 5]", "4:0:-2", "[5, 3]"},
    {"[1, 2, 3, 4, 5]", "1:100:None", "[2, 3, 4, 5]"},
    {"[1, 2, 3, 4, 5]", "-100:2:None", "[1, 2]"},
    {"[1, 2, 3, 4, 5]", "3:1:None", "[]"},
    {"[1, 2, 3, 4, 5]", "5:None:-1", "[5, 4, 3, 2, 1]"},
    {"[1, 2, 3, 4, 5]", "-1:-4:-1", "[5, 4, 3]"},
    {"[1, 2, 3, 4, 5]", "123456789012345678901234567890:None:-2", "[5, 3, 1]"},
    {"[1, 2, 3, 4, 5]", "None:None:-123456789012345678901234567890", "[5]"},
    {"[1, 2, 3, 4, 5]", "0:None:123456789012345678901234567890", "[1]"},
    {"(1, 2, 3)", "None:None:None", "(1, 2, 3)"},
    {"(1, 2, 3)", "1:3:None", "(2, 3)"},
    {"(1, 2, 3)", "None:None:-1", "(3, 2, 1)"},
    {"(1, 2, 3)", "4:0:-2", "(3,)"},
    {"b'abcd'", "None:None:None", "b'abcd'"},
    {"b'abcd'", "1:3:None", "b'bc'"},
    {"b'abcd'", "None:None:-1", "b'dcba'"},
    {"b'abcd'", "4:0:-2", "b'db'"},
    {"range(0, 10)", "None:None:None", "range(0, 10)"},
    {"range(0, 10)", "1:3:None", "range(1, 3)"},
    {"range(0, 10)", "-2:None:None", "range(8, 10)"},
    {"range(0, 10)", "None:-1:None", "range(0, 9)"},
    {"range(0, 10)", "None:None:-1", "range(9, -1, -1)"},
    {"range(0, 10)", "None:None:2", "range(0, 10, 2)"},
    {"range(0, 10)", "4:0:-2", "range(4, 0, -2)"},
    {"range(0, 10)", "1:100:None", "range(1, 10)"},
    {"range(0, 10)", "-100:2:None", "range(0, 2)"},
    {"range(0, 10)", "3:1:None", "range(3, 1)"},
    {"range(0, 10)", "5:None:-1", "range(5, -1, -1)"},
    {"range(0, 10)", "-1:-4:-1", "range(9, 6, -1)"},
    {"range(10, 0, -3)", "None:None:None", "range(10, -2, -3)"},
    {"range(10, 0, -3)", "1:3:None", "range(7, 1, -3)"},
    {"range(10, 0, -3)", "-2:None:None", "range(4, -2, -3)"},
    {"range(10, 0, -3)", "None:-1:None", "range(10, 1, -3)"},
    {"range(10, 0, -3)", "None:None:-1", "range(1, 13, 3)"},
    {"range(10, 0, -3)", "None:None:2", "range(10, -2, -6)"},
    {"range(10, 0, -3)", "4:0:-2", "range(1, 10, 6)"},
    {"range(10, 0, -3)", "1:100:None", "range(7, -2, -3)"},
    {"range(10, 0, -3)", "-100:2:None", "range(10, 4, -3)"},
    {"range(10, 0, -3)", "3:1:None", "range(1, 7, -3)"},
    {"range(10, 0, -3)", "5:None:-1", "range(1, 13, 3)"},
    {"range(10, 0, -3)", "-1:-4:-1", "range(1, 10, 3)"},
    {"''", "None:None:None", "''"},
    {"''", "1:3:None", "''"},
    {"''", "None:None:-1", "''"},
    {"''", "4:0:-2", "''"},
    {"[]", "None:None:None", "[]"},
    {"[]", "1:3:None", "[]"},
    {"[]", "None:None:-1", "[]"},
    {"[]", "4:0:-2", "[]"},
    {"[1]", "'a':None:None", "TypeError: slice indices must be integers or None or have an __index__ method"},
    {"[1]", "None:1.5:None", "TypeError: slice indices must be integers or None or have an __index__ method"},
    {"(1,)", "None:None:'x'", "TypeError: slice indices must be integers or None or have an __index__ method"},
    {"'a'", "None:None:0", "ValueError: slice step cannot be zero"},
    {"[1]", "None:None:0", "ValueError: slice step cannot be zero"},
    {"range(0, 3)", "None:None:0", "ValueError: slice step cannot be zero"},
    {"range(0, 3)", "'a':None:None", "TypeError: slice indices must be integers or None or have an __index__ method"},
    {"[1]", "U:None:None", "TypeError: slice indices must be integers or None or have an __index__ method"},
    {"[1]", "True:None:None", "[]"},
    {"{}", "1:2:None", "TypeError: unhashable type: 'slice'"},
    {"1", "1:2:None", "TypeError: 'int' object is not subscriptable"},
    {"None", "1:2:None", "TypeError: 'NoneType' object is not subscriptable"},
    {"keys{}", "0:None:None", "TypeError: 'dict_keys' object is not subscriptable"},
    {"U", "0:None:None", "UndefinedError: 'x' is undefined"},
    {"chain", "0:None:None", "Undefined"},
    {"strict", "0:None:None", "UndefinedError: 's' is undefined"},
};

/* Environment.getattr (.) and getitem ([); 1: sandboxed, 2: immutable. Of an undefined result: the error that using it gives. */
static const struct look_row { int sandbox; const char *how, *a, *key, *want; } look_rows[] = {
    {0, ".", "{'a': 1}", "'a'", "1"},
    {0, "[", "{'a': 1}", "'a'", "1"},
    {0, ".", "{'a': 1}", "'b'", "UndefinedError: 'dict object' has no attribute 'b'"},
    {0, "[", "{'a': 1}", "'b'", "UndefinedError: 'dict object' has no attribute 'b'"},
    {0, ".", "{'items': 1, 'get': 2}", "'items'", "<built-in method items of dict object at 0x7f0000000000>"},
    {0, "[", "{'items': 1}", "'items'", "1"},
    {0, "[", "{}", "'items'", "<built-in method items of dict object at 0x7f0000000000>"},
    {0, ".", "{'pop': 1}", "'pop'", "<built-in method pop of dict object at 0x7f0000000000>"},
    {0, "[", "{1: 2}", "1", "2"},
    {0, "[", "{1: 2}", "3", "UndefinedError: dict object has no element 3"},
    {0, "[", "{}", "[]", "UndefinedError: dict object has no element []"},
    {0, "[", "{}", "U", "UndefinedError: dict object has no element Undefined"},
    {0, "[", "{}", "strict", "UndefinedError: 's' is undefined"},
    {0, ".", "[1]", "'append'", "<built-in method append of list object at 0x7f0000000000>"},
    {0, ".", "[1]", "'foo'", "UndefinedError: 'list object' has no attribute 'foo'"},
    {0, "[", "[1]", "'append'", "<built-in method append of list object at 0x7f0000000000>"},
    {0, "[", "[1]", "0", "1"},
    {0, "[", "[1]", "5", "UndefinedError: list object has no element 5"},
    {0, "[", "[1]", "'a'", "UndefinedError: 'list object' has no attribute 'a'"},
    {0, "[", "[1]", "None", "UndefinedError: list object has no element None"},
    {0, "[", "[1]", "1.5", "UndefinedError: list object has no element 1.5"},
    {0, "[", "[1]", "U", "UndefinedError: list object has no element Undefined"},
    {0, "[", "'ab'", "1", "'b'"},
    {0, "[", "M'ab'", "1", "Markup('b')"},
    {0, "[", "'ab'", "7", "UndefinedError: str object has no element 7"},
    {0, ".", "'ab'", "'upper'", "<built-in method upper of str object at 0x7f0000000000>"},
    {0, ".", "'ab'", "'foo'", "UndefinedError: 'str object' has no attribute 'foo'"},
    {0, ".", "M'ab'", "'foo'", "UndefinedError: 'markupsafe.Markup object' has no attribute 'foo'"},
    {0, "[", "M'ab'", "9", "UndefinedError: markupsafe.Markup object has no element 9"},
    {0, ".", "1", "'real'", "1"},
    {0, ".", "True", "'real'", "1"},
    {0, ".", "1", "'imag'", "0"},
    {0, ".", "7", "'denominator'", "1"},
    {0, ".", "1.5", "'real'", "1.5"},
    {0, ".", "1.5", "'imag'", "0.0"},
    {0, ".", "1.5", "'numerator'", "UndefinedError: 'float object' has no attribute 'numerator'"},
    {0, ".", "123456789012345678901234567890", "'numerator'", "123456789012345678901234567890"},
    {0, ".", "range(1, 7, 2)", "'start'", "1"},
    {0, ".", "range(1, 7, 2)", "'stop'", "7"},
    {0, ".", "range(1, 7, 2)", "'step'", "2"},
    {0, "[", "range(1, 7, 2)", "'step'", "2"},
    {0, "[", "range(1, 7, 2)", "1", "3"},
    {0, ".", "None", "'a'", "UndefinedError: 'None' has no attribute 'a'"},
    {0, "[", "None", "'a'", "UndefinedError: 'None' has no attribute 'a'"},
    {0, "[", "None", "0", "UndefinedError: None has no element 0"},
    {0, "[", "1", "0", "UndefinedError: int object has no element 0"},
    {0, "[", "1", "(1, 'b')", "UndefinedError: int object has no element (1, 'b')"},
    {0, ".", "(1, 2)", "'grouper'", "UndefinedError: 'tuple object' has no attribute 'grouper'"},
    {0, ".", "keys{}", "'foo'", "UndefinedError: 'dict_keys object' has no attribute 'foo'"},
    {0, ".", "iter[]", "'foo'", "UndefinedError: 'list_iterator object' has no attribute 'foo'"},
    {0, "[", "b'ab'", "0", "97"},
    {0, ".", "b'ab'", "'foo'", "UndefinedError: 'bytes object' has no attribute 'foo'"},
    {0, ".", "U", "'a'", "UndefinedError: 'x' is undefined"},
    {0, "[", "U", "'a'", "UndefinedError: 'x' is undefined"},
    {0, "[", "U", "0", "UndefinedError: 'x' is undefined"},
    {0, ".", "U", "'__foo__'", "UndefinedError: 'x' is undefined"},
    {0, "[", "U", "'__foo__'", "UndefinedError: 'x' is undefined"},
    {0, ".", "chain", "'a'", "Undefined"},
    {0, "[", "chain", "0", "Undefined"},
    {0, ".", "chain", "'__foo__'", "Undefined"},
    {0, ".", "strict", "'a'", "UndefinedError: 's' is undefined"},
    {0, ".", "debug", "'a'", "UndefinedError: 'd' is undefined"},
    {0, "[", "{'__class__': 5}", "'__class__'", "5"},
    {0, ".", "{'_x': 5}", "'_x'", "5"},
    {0, ".", "{}", "'_x'", "UndefinedError: 'dict object' has no attribute '_x'"},
    {0, ".", "{}", "''", "UndefinedError: 'dict object' has no attribute ''"},
    {0, "[", "{}", "M'k'", "UndefinedError: 'dict object' has no attribute Markup('k')"},
    {0, "[", "{'k': 1}", "M'k'", "1"},
    {0, "[", "[1]", "123456789012345678901234567890", "UndefinedError: list object has no element 123456789012345678901234567890"},
    {1, ".", "{}", "'__class__'", "SecurityError: access to attribute '__class__' of 'dict' object is unsafe."},
    {1, "[", "{}", "'__class__'", "SecurityError: access to attribute '__class__' of 'dict' object is unsafe."},
    {1, "[", "{'__class__': 5}", "'__class__'", "5"},
    {1, ".", "{'__class__': 5}", "'__class__'", "SecurityError: access to attribute '__class__' of 'dict' object is unsafe."},
    {1, ".", "{'_x': 5}", "'_x'", "5"},
    {1, ".", "{}", "'_x'", "UndefinedError: 'dict object' has no attribute '_x'"},
    {1, ".", "{}", "'__foo__'", "UndefinedError: 'dict object' has no attribute '__foo__'"},
    {1, ".", "1", "'__add__'", "SecurityError: access to attribute '__add__' of 'int' object is unsafe."},
    {1, ".", "'a'", "'__len__'", "SecurityError: access to attribute '__len__' of 'str' object is unsafe."},
    {1, ".", "M'a'", "'__html__'", "SecurityError: access to attribute '__html__' of 'Markup' object is unsafe."},
    {1, ".", "[]", "'append'", "<built-in method append of list object at 0x7f0000000000>"},
    {1, ".", "None", "'__bool__'", "SecurityError: access to attribute '__bool__' of 'NoneType' object is unsafe."},
    {1, ".", "U", "'__class__'", "Undefined"},
    {1, ".", "U", "'_undefined_name'", "Undefined"},
    {1, ".", "U", "'_x'", "UndefinedError: 'x' is undefined"},
    {1, ".", "[1]", "'__iadd__'", "SecurityError: access to attribute '__iadd__' of 'list' object is unsafe."},
    {1, ".", "[1]", "'__ior__'", "UndefinedError: 'list object' has no attribute '__ior__'"},
    {1, ".", "{'a': 1}", "'a'", "1"},
    {2, ".", "[]", "'append'", "SecurityError: access to attribute 'append' of 'list' object is unsafe."},
    {2, ".", "[]", "'index'", "<built-in method index of list object at 0x7f0000000000>"},
    {2, ".", "{}", "'update'", "SecurityError: access to attribute 'update' of 'dict' object is unsafe."},
    {2, ".", "{}", "'get'", "<built-in method get of dict object at 0x7f0000000000>"},
    {2, "[", "{}", "'pop'", "SecurityError: access to attribute 'pop' of 'dict' object is unsafe."},
    {2, ".", "{'pop': 1}", "'pop'", "SecurityError: access to attribute 'pop' of 'dict' object is unsafe."},
    {2, "[", "{'pop': 1}", "'pop'", "1"},
    {2, ".", "'a'", "'upper'", "<built-in method upper of str object at 0x7f0000000000>"},
    {2, ".", "[]", "'sort'", "SecurityError: access to attribute 'sort' of 'list' object is unsafe."},
    {2, ".", "[]", "'copy'", "<built-in method copy of list object at 0x7f0000000000>"},
};

static void test_subscript(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof subscript_rows / sizeof *subscript_rows; i++) {
        const struct subscript_row *row = &subscript_rows[i];
        hk_value out = hki_none();
        bool ok = hki_subscript(&t->rt, hkt_operand(t, row->a), hkt_operand(t, row->b), &out);
        CHECK_SAME(row->a, hkt_result(t, ok, out), row->want);
    }
}

static void test_slice(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof slice_rows / sizeof *slice_rows; i++) {
        const struct slice_row *row = &slice_rows[i];
        hk_value part[3], out = hki_none();
        const char *at = row->slice;
        for (int n = 0; n < 3; n++) {
            char text[64];
            size_t size = strcspn(at, ":");
            memcpy(text, at, size);
            text[size] = '\0';
            part[n] = hkt_operand(t, text);
            at += size + 1;
        }
        bool ok = hki_slice(&t->rt, hkt_operand(t, row->a), part[0], part[1], part[2], &out);
        CHECK_SAME(row->a, hkt_result(t, ok, out), row->want);
    }
}

static const char *use(hkt_rt *t, hk_value object, bool ok, hk_value v)
{
    if (ok && v.type == HKI_UNDEFINED && object.type != HKI_UNDEFINED) ok = hki_undefined_raise(&t->rt, v);
    return hkt_result(t, ok, v);
}

static void test_look_ups(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof look_rows / sizeof *look_rows; i++) {
        const struct look_row *row = &look_rows[i];
        t->rt.sandbox = (uint8_t)row->sandbox;
        hk_value a = hkt_operand(t, row->a), key = hkt_operand(t, row->key), out = hki_none();
        bool ok = row->how[0] == '.' ? hki_getattr(&t->rt, a, key, &out) : hki_getitem(&t->rt, a, key, &out);
        CHECK_SAME(row->key, use(t, a, ok, out), row->want);
    }
    t->rt.sandbox = 0;
}

/* No method of dicts is passed over when a dict is asked for a name at once. */
static void test_dict_methods_win(hkt_rt *t)
{
    static const char *const names[] = {
        "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        hki_dict *d = hki_dict_new(&t->rt, 1);
        hk_value name = hkt_str(t, names[i]), out = hki_none();
        CHECK(hki_dict_set(&t->rt, d, name, hki_int(1)));
        CHECK_ROW(names[i], hki_getattr(&t->rt, hki_dict_value(d), name, &out) && out.type == HKI_METHOD);
        CHECK_ROW(names[i], hki_getitem(&t->rt, hki_dict_value(d), name, &out) && out.type == HKI_INT);
    }
}

static void test_group_tuple(hkt_rt *t)
{
    hk_value group = hkt_value(t, "('k', [1])"), out = hki_none();
    hki_as_list(group)->head.flags = HKI_TUPLE_GROUP;
    CHECK(hki_getattr(&t->rt, group, hkt_str(t, "grouper"), &out));
    CHECK_SAME("grouper", hkt_repr(t, out), "'k'");
    CHECK(hki_getattr(&t->rt, group, hkt_str(t, "list"), &out));
    CHECK_SAME("list", hkt_repr(t, out), "[1]");
    CHECK_SAME("prints as a tuple", hkt_repr(t, group), "('k', [1])");
    CHECK(hki_getattr(&t->rt, group, hkt_str(t, "x"), &out));
    CHECK_SAME("its type", use(t, group, true, out), "UndefinedError: 'jinja2.filters._GroupTuple object' has no attribute 'x'");
    bool ok = hki_add(&t->rt, group, hki_int(1), &out);
    CHECK_SAME("+", hkt_result(t, ok, out), "TypeError: can only concatenate tuple (not \"int\") to tuple");
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_subscript(&t);
    test_slice(&t);
    test_look_ups(&t);
    test_dict_methods_win(&t);
    test_group_tuple(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
