/* Methods of dicts, with what they leave of the receiver. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/literal.h"
#include "value/text.h"

static const hkt_method_row rows[] = {
    {"{'a': 1, 'b': 2}", "clear", NULL, NULL, "None", "{}"},
    {"{'a': 1, 'b': 2}", "clear", "(1,)", NULL, "TypeError: dict.clear() takes no arguments (1 given)", "{'a': 1, 'b': 2}"},
    {"{}", "clear", NULL, NULL, "None", "{}"},
    {"{'a': 1, 'b': 2}", "copy", NULL, NULL, "{'a': 1, 'b': 2}", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "copy", "(1,)", NULL, "TypeError: dict.copy() takes no arguments (1 given)", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "('xy',)", NULL, "{'x': None, 'y': None}", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "([1, 2, 1], 0)", NULL, "{1: 0, 2: 0}", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "(5,)", NULL, "TypeError: 'int' object is not iterable", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", NULL, NULL, "TypeError: fromkeys expected at least 1 argument, got 0", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "(1, 2, 3)", NULL, "TypeError: fromkeys expected at most 2 arguments, got 3", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "([[]],)", NULL, "TypeError: unhashable type: 'list'", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "('a',)", "{'value': 1}", "TypeError: dict.fromkeys() takes no keyword arguments",
     "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "fromkeys", "({'k': 1},)", NULL, "{'k': None}", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "('a',)", NULL, "1", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "('x',)", NULL, "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "('x', 5)", NULL, "5", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "('a', 5)", NULL, "1", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", NULL, NULL, "TypeError: get expected at least 1 argument, got 0", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "(1, 2, 3)", NULL, "TypeError: get expected at most 2 arguments, got 3", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "([],)", NULL, "TypeError: unhashable type: 'list'", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "get", "('a',)", "{'default': 1}", "TypeError: dict.get() takes no keyword arguments", "{'a': 1, 'b': 2}"},
    {"{1: 2}", "get", "(True,)", NULL, "2", "{1: 2}"},
    {"{1: 2}", "get", "(1.0,)", NULL, "2", "{1: 2}"},
    {"{'a': 1, 'b': 2}", "items", NULL, NULL, "dict_items([('a', 1), ('b', 2)])", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "keys", NULL, NULL, "dict_keys(['a', 'b'])", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "values", NULL, NULL, "dict_values([1, 2])", "{'a': 1, 'b': 2}"},
    {"{}", "items", NULL, NULL, "dict_items([])", "{}"},
    {"{'a': 1, 'b': 2}", "items", "(1,)", NULL, "TypeError: dict.items() takes no arguments (1 given)", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "keys", NULL, "{'x': 1}", "TypeError: dict.keys() takes no keyword arguments", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "values", "(1, 2)", NULL, "TypeError: dict.values() takes no arguments (2 given)", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "('a',)", NULL, "1", "{'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "('x',)", NULL, "KeyError: 'x'", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "('x', 5)", NULL, "5", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "(1,)", NULL, "KeyError: 1", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "((1, 'a'),)", NULL, "KeyError: (1, 'a')", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", NULL, NULL, "TypeError: pop expected at least 1 argument, got 0", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "(1, 2, 3)", NULL, "TypeError: pop expected at most 2 arguments, got 3", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "pop", "([],)", NULL, "TypeError: unhashable type: 'list'", "{'a': 1, 'b': 2}"},
    {"{}", "pop", "([],)", NULL, "KeyError: []", "{}"},
    {"{}", "pop", "([], 1)", NULL, "1", "{}"},
    {"{'a': 1, 'b': 2}", "pop", "('x', None)", NULL, "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "popitem", NULL, NULL, "('b', 2)", "{'a': 1}"},
    {"{}", "popitem", NULL, NULL, "KeyError: 'popitem(): dictionary is empty'", "{}"},
    {"{'a': 1, 'b': 2}", "popitem", "(1,)", NULL, "TypeError: dict.popitem() takes no arguments (1 given)", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "setdefault", "('a',)", NULL, "1", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "setdefault", "('x',)", NULL, "None", "{'a': 1, 'b': 2, 'x': None}"},
    {"{'a': 1, 'b': 2}", "setdefault", "('x', [])", NULL, "[]", "{'a': 1, 'b': 2, 'x': []}"},
    {"{'a': 1, 'b': 2}", "setdefault", "('a', 5)", NULL, "1", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "setdefault", NULL, NULL, "TypeError: setdefault expected at least 1 argument, got 0", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "setdefault", "([],)", NULL, "TypeError: unhashable type: 'list'", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "setdefault", "(1, 2, 3)", NULL, "TypeError: setdefault expected at most 2 arguments, got 3",
     "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", NULL, NULL, "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "({'a': 5, 'c': 6},)", NULL, "None", "{'a': 5, 'b': 2, 'c': 6}"},
    {"{'a': 1, 'b': 2}", "update", "([('a', 5), ['c', 6]],)", NULL, "None", "{'a': 5, 'b': 2, 'c': 6}"},
    {"{'a': 1, 'b': 2}", "update", "(['ab'],)", NULL, "None", "{'a': 'b', 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", NULL, "{'b': 5, 'z': 1}", "None", "{'a': 1, 'b': 5, 'z': 1}"},
    {"{'a': 1, 'b': 2}", "update", "({'b': 3},)", "{'b': 4}", "None", "{'a': 1, 'b': 4}"},
    {"{'a': 1, 'b': 2}", "update", "(1,)", NULL, "TypeError: 'int' object is not iterable", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "(None,)", NULL, "TypeError: 'NoneType' object is not iterable", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "('ab',)", NULL, "ValueError: dictionary update sequence element #0 has length 1; 2 is required",
     "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "([1],)", NULL, "TypeError: cannot convert dictionary update sequence element #0 to a sequence",
     "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "([(1, 2), 3],)", NULL,
     "TypeError: cannot convert dictionary update sequence element #1 to a sequence", "{'a': 1, 'b': 2, 1: 2}"},
    {"{'a': 1, 'b': 2}", "update", "([(1, 2, 3)],)", NULL,
     "ValueError: dictionary update sequence element #0 has length 3; 2 is required", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "([()],)", NULL, "ValueError: dictionary update sequence element #0 has length 0; 2 is required",
     "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "([([], 1)],)", NULL, "TypeError: unhashable type: 'list'", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "(1, 2)", NULL, "TypeError: update expected at most 1 argument, got 2", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "([],)", NULL, "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "('',)", NULL, "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "(['ab', 'c'],)", NULL,
     "ValueError: dictionary update sequence element #1 has length 1; 2 is required", "{'a': 'b', 'b': 2}"},
    {"{'a': 1, 'b': 2}", "update", "([{'k': 1, 'l': 2}],)", NULL, "None", "{'a': 1, 'b': 2, 'k': 'l'}"},
    {"{'a': 1, 'b': 2}", "update", "([range(0, 2)],)", NULL, "None", "{'a': 1, 'b': 2, 0: 1}"},
    {"{'a': 1, 'b': 2}", "update", NULL, "{'other': 5}", "None", "{'a': 1, 'b': 2, 'other': 5}"},
};

static void check_merges(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hk_value d = hkt_value(&t, "{'a': 1, 'b': 2}"), out;
    hki_args args = {.pos = &d, .npos = 1};
    CHECK(hki_function_call(&t.rt, hki_method_find(d, "update", 6), d, &args, &out));
    const char *got = hkt_repr(&t, d);
    CHECK_BYTES("updated by itself", got, strlen(got), "{'a': 1, 'b': 2}", 16);
    hk_value missing = hki_undefined_name(&t.rt, hki_as_str(hkt_str(&t, "foo")));
    args.pos = &missing;
    CHECK(!hki_function_call(&t.rt, hki_method_find(d, "update", 6), d, &args, &out));
    got = hkt_error(&t);
    CHECK_BYTES("updated by a missing variable", got, strlen(got), "UndefinedError: 'foo' is undefined", 34);
    CHECK(hki_method_find(d, "name", 4) == NULL);
    CHECK(hki_method_find(d, "", 0) == NULL);
    CHECK(hki_method_find(d, "get\0x", 5) == NULL);
    CHECK(hki_method_find(hki_none(), "get", 3) == NULL);
    hkt_rt_close(&t);
}

int main(void)
{
    hkt_check_methods(rows, sizeof rows / sizeof *rows);
    check_merges();
    return hkt_done();
}
