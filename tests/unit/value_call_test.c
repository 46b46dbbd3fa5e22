/* Binding of arguments and the words of wrong calls. What a call gives: a list of the parameters, the rest, the other keywords. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/literal.h"
#include "value/dict.h"
#include "value/list.h"

static bool echo(hki_call *c)
{
    hki_list *all = hki_list_new(c->rt, 3), *params = hki_list_new(c->rt, 8);
    hki_list *rest = hki_tuple_new(c->rt, c->rest, c->nrest);
    hki_dict *named = hki_dict_new(c->rt, 0);
    if (!all || !params || !rest || !named) return false;
    for (unsigned i = 0; i < c->function->nparams; i++)
        if (!hki_list_push(c->rt, params, hki_is_absent(c->arg[i]) ? hki_none() : c->arg[i])) return false;
    for (unsigned i = 0; i < c->nkw; i++)
        if (!hki_dict_set(c->rt, named, c->names[i], c->values[i])) return false;
    if (!hki_list_push(c->rt, all, hki_list_value(params)) || !hki_list_push(c->rt, all, hki_list_value(rest))) return false;
    if (!hki_list_push(c->rt, all, hki_dict_value(named))) return false;
    c->result = hki_list_value(hki_tuple_new(c->rt, all->items, 3));
    return true;
}

/* ---- functions written in Python */

static const struct { const char *signature; int flags; const char *args, *kwargs, *want; } python_rows[] = {
    {"", 0, "()", NULL,
     "([], (), {})"},
    {"", 0, "(1,)", NULL,
     "TypeError: f() takes 0 positional arguments but 1 was given"},
    {"", 0, "(1, 2)", NULL,
     "TypeError: f() takes 0 positional arguments but 2 were given"},
    {"", 0, "()", "{'x': 1}",
     "TypeError: f() got an unexpected keyword argument 'x'"},
    {"", 1, "(1,)", NULL,
     "TypeError: f() takes 1 positional argument but 2 were given"},
    {"", 1, "(1, 2)", NULL,
     "TypeError: f() takes 1 positional argument but 3 were given"},
    {"a", 0, "()", NULL,
     "TypeError: f() missing 1 required positional argument: 'a'"},
    {"a", 0, "(1,)", NULL,
     "([1], (), {})"},
    {"a", 0, "(1, 2)", NULL,
     "TypeError: f() takes 1 positional argument but 2 were given"},
    {"a", 0, "(1,)", "{'x': 1}",
     "TypeError: f() got an unexpected keyword argument 'x'"},
    {"a", 0, "(1,)", "{'a': 1}",
     "TypeError: f() got multiple values for argument 'a'"},
    {"a", 0, "()", "{'a': 1}",
     "([1], (), {})"},
    {"a", 0, "(1, 2)", "{'a': 3}",
     "TypeError: f() got multiple values for argument 'a'"},
    {"a", 0, "(1, 2)", "{'x': 3}",
     "TypeError: f() got an unexpected keyword argument 'x'"},
    {"a, b", 0, "()", NULL,
     "TypeError: f() missing 2 required positional arguments: 'a' and 'b'"},
    {"a, b", 0, "(1,)", NULL,
     "TypeError: f() missing 1 required positional argument: 'b'"},
    {"a, b", 0, "()", "{'b': 1}",
     "TypeError: f() missing 1 required positional argument: 'a'"},
    {"a, b", 0, "()", "{'b': 1, 'a': 2}",
     "([2, 1], (), {})"},
    {"a, b", 0, "(1,)", "{'b': 2}",
     "([1, 2], (), {})"},
    {"a, b, c", 0, "()", NULL,
     "TypeError: f() missing 3 required positional arguments: 'a', 'b', and 'c'"},
    {"a, b, c", 0, "(1,)", NULL,
     "TypeError: f() missing 2 required positional arguments: 'b' and 'c'"},
    {"a, b, c", 0, "(1, 2, 3, 4)", NULL,
     "TypeError: f() takes 3 positional arguments but 4 were given"},
    {"a, b, c, d", 0, "()", NULL,
     "TypeError: f() missing 4 required positional arguments: 'a', 'b', 'c', and 'd'"},
    {"a, b, c, d", 0, "(1, 2, 3, 4)", NULL,
     "([1, 2, 3, 4], (), {})"},
    {"a, b, c=1", 0, "()", NULL,
     "TypeError: f() missing 2 required positional arguments: 'a' and 'b'"},
    {"a, b, c=1", 0, "(1,)", NULL,
     "TypeError: f() missing 1 required positional argument: 'b'"},
    {"a, b, c=1", 0, "(1, 2)", NULL,
     "([1, 2, 1], (), {})"},
    {"a, b, c=1", 0, "(1, 2, 3, 4)", NULL,
     "TypeError: f() takes from 2 to 3 positional arguments but 4 were given"},
    {"a, b, c=1", 1, "(1, 2, 3, 4)", NULL,
     "TypeError: f() takes from 3 to 4 positional arguments but 5 were given"},
    {"value, width=80", 0, "(1, 2, 3)", NULL,
     "TypeError: f() takes from 1 to 2 positional arguments but 3 were given"},
    {"value, width=80", 1, "()", NULL,
     "TypeError: f() missing 1 required positional argument: 'value'"},
    {"value, width=80", 0, "(1,)", "{'width': 5}",
     "([1, 5], (), {})"},
    {"value, width=80", 0, "(1, 2, 3)", "{'k': 1}",
     "TypeError: f() got an unexpected keyword argument 'k'"},
    {"a=1, *, k=1", 0, "(1, 2)", NULL,
     "TypeError: f() takes from 0 to 1 positional arguments but 2 were given"},
    {"a=1, *, k=1", 0, "(1, 2)", "{'k': 1}",
     "TypeError: f() takes from 0 to 1 positional arguments but 2 positional arguments (and 1 keyword-only argument) were given"},
    {"a=1, *, k=1", 0, "(1, 2, 3)", "{'k': 1}",
     "TypeError: f() takes from 0 to 1 positional arguments but 3 positional arguments (and 1 keyword-only argument) were given"},
    {"a=1, *, k=1", 0, "()", "{'k': 2}",
     "([1, 2], (), {})"},
    {"a=1, *, k=1", 0, "(5,)", NULL,
     "([5, 1], (), {})"},
    {"a=1, *, k=1, j", 0, "(1,)", NULL,
     "TypeError: f() missing 1 required keyword-only argument: 'j'"},
    {"a=1, *, k=1, j", 0, "(1, 2)", NULL,
     "TypeError: f() takes from 0 to 1 positional arguments but 2 were given"},
    {"a=1, *, k=1, j", 0, "(1, 2)", "{'j': 1}",
     "TypeError: f() takes from 0 to 1 positional arguments but 2 positional arguments (and 1 keyword-only argument) were given"},
    {"a=1, *, k=1, j", 0, "(1,)", "{'j': 1}",
     "([1, 1, 1], (), {})"},
    {"*, k, j", 0, "()", NULL,
     "TypeError: f() missing 2 required keyword-only arguments: 'k' and 'j'"},
    {"*, k, j", 0, "(1,)", NULL,
     "TypeError: f() takes 0 positional arguments but 1 was given"},
    {"*, k, j", 0, "(1,)", "{'k': 1}",
     "TypeError: f() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given"},
    {"*, k, j", 0, "(1,)", "{'k': 1, 'j': 2}",
     "TypeError: f() takes 0 positional arguments but 1 positional argument (and 2 keyword-only arguments) were given"},
    {"*, k, j", 0, "()", "{'j': 1, 'k': 2}",
     "([2, 1], (), {})"},
    {"a, /, b=1", 0, "()", "{'a': 1}",
     "TypeError: f() got some positional-only arguments passed as keyword arguments: 'a'"},
    {"a, /, b=1", 0, "(1,)", "{'a': 1}",
     "TypeError: f() got some positional-only arguments passed as keyword arguments: 'a'"},
    {"a, /, b=1", 0, "()", NULL,
     "TypeError: f() missing 1 required positional argument: 'a'"},
    {"a, b, /, c=1", 0, "(1,)", "{'b': 1}",
     "TypeError: f() got some positional-only arguments passed as keyword arguments: 'b'"},
    {"a, b, /, c=1", 0, "()", "{'b': 1, 'a': 1, 'z': 2}",
     "TypeError: f() got some positional-only arguments passed as keyword arguments: 'a, b'"},
    {"a, b, /, c=1", 0, "()", "{'a': 1, 'z': 2}",
     "TypeError: f() got some positional-only arguments passed as keyword arguments: 'a'"},
    {"a, *r", 0, "()", NULL,
     "TypeError: f() missing 1 required positional argument: 'a'"},
    {"a, *r", 0, "()", "{'a': 1}",
     "([1], (), {})"},
    {"a, *r", 0, "(1,)", "{'a': 1}",
     "TypeError: f() got multiple values for argument 'a'"},
    {"a, *r", 0, "(1,)", "{'z': 1}",
     "TypeError: f() got an unexpected keyword argument 'z'"},
    {"a, *r", 0, "(1, 2, 3)", NULL,
     "([1], (2, 3), {})"},
    {"a, /, *r, **k", 0, "(1,)", "{'a': 2}",
     "([1], (), {'a': 2})"},
    {"a, /, *r, **k", 0, "()", "{'a': 2}",
     "TypeError: f() missing 1 required positional argument: 'a'"},
    {"a, *r, k=5, **n", 0, "(1, 2)", "{'x': 3, 'k': 4, 'y': 5}",
     "([1, 4], (2,), {'x': 3, 'y': 5})"},
    {"a, *r, k=5, **n", 0, "(1, 2)", NULL,
     "([1, 5], (2,), {})"},
    {"*r, **n", 0, "()", NULL,
     "([], (), {})"},
    {"*r, **n", 0, "(1, 2)", "{'a': 3}",
     "([], (1, 2), {'a': 3})"},
    {"a=None, b=True, c=False, d=-5, e=2.5, f='x y', g=''", 0, "()", NULL,
     "([None, True, False, -5, 2.5, 'x y', ''], (), {})"},
    {"a=None, b=True, c=False, d=-5, e=2.5, f='x y', g=''", 0, "(1, 2, 3)", "{'g': 4}",
     "([1, 2, 3, -5, 2.5, 'x y', 4], (), {})"},
    {"a, b=1, c=2, d=3, e=4, f=5, g=6, h=7", 0, "(1, 2)", NULL,
     "([1, 2, 2, 3, 4, 5, 6, 7], (), {})"},
    {"a, b=1, c=2, d=3, e=4, f=5, g=6, h=7", 0, "(1,)", "{'h': 0}",
     "([1, 1, 2, 3, 4, 5, 6, 0], (), {})"},
    {"a, b=1, c=2, d=3, e=4, f=5, g=6, h=7", 0, "(1, 2, 3, 4, 5, 6, 7, 8)", NULL,
     "([1, 2, 3, 4, 5, 6, 7, 8], (), {})"},
};

/* ---- functions written in C: a method's receiver is a str */

enum { C = HKI_WORDS_C, CLINIC = HKI_WORDS_CLINIC, METHOD = HKI_FN_METHOD, CLASS = HKI_FN_CLASS };

static const struct { const char *signature, *python; int wording, flags; const char *args, *kwargs, *want; } c_rows[] = {
    {"/", "upper", C, METHOD, "()", NULL, "([], (), {})"},
    {"/", "upper", C, METHOD, "(1,)", NULL, "TypeError: str.upper() takes no arguments (1 given)"},
    {"/", "upper", C, METHOD, "(1, 2)", NULL, "TypeError: str.upper() takes no arguments (2 given)"},
    {"/", "upper", C, METHOD, "(1,)", "{'x': 1}", "TypeError: str.upper() takes no keyword arguments"},
    {"iterable, /", "join", C, METHOD, "()", NULL, "TypeError: str.join() takes exactly one argument (0 given)"},
    {"iterable, /", "join", C, METHOD, "(1, 2)", NULL, "TypeError: str.join() takes exactly one argument (2 given)"},
    {"iterable, /", "join", C, METHOD, "()", "{'iterable': 1}", "TypeError: str.join() takes no keyword arguments"},
    {"width, fillchar=' ', /", "center", C, METHOD, "()", NULL, "TypeError: center expected at least 1 argument, got 0"},
    {"width, fillchar=' ', /", "center", C, METHOD, "(1, 2, 3)", NULL, "TypeError: center expected at most 2 arguments, got 3"},
    {"width, fillchar=' ', /", "center", C, METHOD, "(1,)", "{'fillchar': 1}", "TypeError: str.center() takes no keyword arguments"},
    {"width, fillchar=' ', /", "center", C, METHOD, "(1,)", NULL, "([1, ' '], (), {})"},
    {"index, object, /", "insert", C, METHOD, "(1,)", NULL, "TypeError: insert expected 2 arguments, got 1"},
    {"index, object, /", "insert", C, METHOD, "(1, 2, 3)", NULL, "TypeError: insert expected 2 arguments, got 3"},
    {"a, b, /", "_operator.eq", C, 0, "(1,)", NULL, "TypeError: eq expected 2 arguments, got 1"},
    {"a, b, /", "_operator.eq", C, 0, "(1,)", "{'b': 1}", "TypeError: _operator.eq() takes no keyword arguments"},
    {"obj, /", "len", C, 0, "(1, 2)", NULL, "TypeError: len() takes exactly one argument (2 given)"},
    {"chars=None, /", "strip", C, METHOD, "(1, 2)", NULL, "TypeError: strip expected at most 1 argument, got 2"},
    {"other=?, /, **kwargs", "update", C, METHOD, "(1, 2)", NULL, "TypeError: update expected at most 1 argument, got 2"},
    {"other=?, /, **kwargs", "update", C, METHOD, "()", "{'other': 2}", "([None], (), {'other': 2})"},
    {"start, stop=?, step=?, /", "range", C, CLASS, "()", NULL, "TypeError: range expected at least 1 argument, got 0"},
    {"start, stop=?, step=?, /", "range", C, CLASS, "(1, 2, 3, 4)", NULL, "TypeError: range expected at most 3 arguments, got 4"},
    {"start, stop=?, step=?, /", "range", C, CLASS, "(1,)", "{'a': 1}", "TypeError: range() takes no keyword arguments"},
    {"sub, start=None, end=None, /", "count", CLINIC, METHOD, "()", NULL, "TypeError: count() takes at least 1 argument (0 given)"},
    {"sub, start=None, end=None, /", "count", CLINIC, METHOD, "(1, 2, 3, 4)", NULL,
     "TypeError: count() takes at most 3 arguments (4 given)"},
    {"sub, start=None, end=None, /", "count", CLINIC, METHOD, "(1,)", "{'sub': 1}", "TypeError: count() takes no keyword arguments"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "()", NULL, "([None, -1], (), {})"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "()", "{'maxsplit': 1}", "([None, 1], (), {})"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "(1, 2, 3)", NULL, "TypeError: split() takes at most 2 arguments (3 given)"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "(1,)", "{'zzz': 1}", "TypeError: 'zzz' is an invalid keyword argument for split()"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "(1,)", "{'sep': 1}",
     "TypeError: argument for split() given by name ('sep') and position (1)"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "(1, 2)", "{'sep': 1}", "TypeError: split() takes at most 2 arguments (3 given)"},
    {"sep=None, maxsplit=-1", "split", CLINIC, METHOD, "()", "{'sep': 1, 'maxsplit': 1, 'x': 2}",
     "TypeError: split() takes at most 2 keyword arguments (3 given)"},
    {"tabsize=8", "expandtabs", CLINIC, METHOD, "(1,)", "{'tabsize': 1}", "TypeError: expandtabs() takes at most 1 argument (2 given)"},
    {"tabsize=8", "expandtabs", CLINIC, METHOD, "()", "{'q': 1, 'tabsize': 1}",
     "TypeError: expandtabs() takes at most 1 keyword argument (2 given)"},
    {"*, key=None, reverse=False", "sort", CLINIC, METHOD, "(1,)", NULL, "TypeError: sort() takes no positional arguments"},
    {"*, key=None, reverse=False", "sort", CLINIC, METHOD, "(1,)", "{'key': 1}", "TypeError: sort() takes no positional arguments"},
    {"*, key=None, reverse=False", "sort", CLINIC, METHOD, "(1, 2, 3)", NULL, "TypeError: sort() takes at most 2 arguments (3 given)"},
    {"*, key=None, reverse=False", "sort", CLINIC, METHOD, "()", "{'reverse': 1}", "([None, 1], (), {})"},
    {"length=1, byteorder='big', *, signed=False", "to_bytes", CLINIC, METHOD, "(1, 2, 3)", NULL,
     "TypeError: to_bytes() takes at most 2 positional arguments (3 given)"},
    {"length=1, byteorder='big', *, signed=False", "to_bytes", CLINIC, METHOD, "(1, 2)", "{'byteorder': 1}",
     "TypeError: argument for to_bytes() given by name ('byteorder') and position (2)"},
    {"bytes, byteorder='big', *, signed=False", "from_bytes", CLINIC, METHOD, "()", NULL,
     "TypeError: from_bytes() missing required argument 'bytes' (pos 1)"},
    {"bytes, byteorder='big', *, signed=False", "from_bytes", CLINIC, METHOD, "()", "{'x': 1}",
     "TypeError: from_bytes() missing required argument 'bytes' (pos 1)"},
    {"bytes, byteorder='big', *, signed=False", "from_bytes", CLINIC, METHOD, "()", "{'signed': 1, 'bytes': 2}", "([2, 'big', 1], (), {})"},
    {"table, /, delete=?", "translate", CLINIC, METHOD, "()", NULL,
     "TypeError: translate() takes at least 1 positional argument (0 given)"},
    {"*items", "jinja2.utils.Cycler", HKI_WORDS_PYTHON, CLASS, "()", "{'a': 1}",
     "TypeError: Cycler.__init__() got an unexpected keyword argument 'a'"},
    {"sep=', '", "jinja2.utils.Joiner", HKI_WORDS_PYTHON, CLASS, "(1, 2)", NULL,
     "TypeError: Joiner.__init__() takes from 1 to 2 positional arguments but 3 were given"},
    {"width, fillchar=' ', /", "center", HKI_WORDS_PYTHON, METHOD | HKI_FN_HIDDEN_FIRST, "(1, 2, 3)", NULL,
     "TypeError: str.center() takes from 2 to 3 positional arguments but 4 were given"},
};

static const char *const bad_signatures[] = {"a b", "1=", "a=", "a='x", "a, b=1, c", "*, *", "**", "**k, a", "a=b", "/a",
                                             "***x", "a=99999999999999999999"};

static void check_calls(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof python_rows / sizeof *python_rows; i++) {
        hki_function f = {.name = "f", .python = "f", .signature = python_rows[i].signature, .run = echo,
                          .flags = (uint8_t)python_rows[i].flags};
        CHECK_ROW(f.signature, hki_function_prepare(&t->rt, &f));
        const char *got = hkt_call(t, &f, hki_none(), python_rows[i].args, python_rows[i].kwargs, NULL);
        CHECK_BYTES(f.signature, got, strlen(got), python_rows[i].want, strlen(python_rows[i].want));
    }
    for (size_t i = 0; i < sizeof c_rows / sizeof *c_rows; i++) {
        hki_function f = {.name = "f", .python = c_rows[i].python, .signature = c_rows[i].signature, .run = echo,
                          .flags = (uint8_t)c_rows[i].flags, .wording = (uint8_t)c_rows[i].wording};
        CHECK_ROW(f.signature, hki_function_prepare(&t->rt, &f));
        const char *got = hkt_call(t, &f, hkt_str(t, "receiver"), c_rows[i].args, c_rows[i].kwargs, NULL);
        CHECK_BYTES(f.python, got, strlen(got), c_rows[i].want, strlen(c_rows[i].want));
    }
}

static void check_signatures(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof bad_signatures / sizeof *bad_signatures; i++) {
        hki_function f = {.name = "f", .python = "f", .signature = bad_signatures[i], .run = echo};
        CHECK_ROW(f.signature, !hki_function_prepare(&t->rt, &f));
        CHECK_ROW(f.signature, strncmp(hkt_error(t), "ArgumentError", 13) == 0);
    }
    hki_function f = {.name = "f", .python = "f", .signature = "a, b=?, /, c=1, *rest, d, e=2, **named"};
    CHECK(hki_function_prepare(&t->rt, &f));
    CHECK(f.nparams == 5 && f.nrequired == 1 && f.npositional == 3 && f.takes_rest && f.takes_named && !f.open);
    CHECK(!f.params[1].keyword && f.params[2].keyword && !f.params[3].positional && f.params[3].required && !f.params[4].required);
}

/* Every allocation of a call refused once: MemoryError, and nothing else. */
static void check_refusals(void)
{
    for (size_t nth = 1;; nth++) {
        hkt_rt t;
        hkt_rt_open(&t);
        t.mem.fail_at = nth;
        hki_function f = {.name = "f", .python = "f", .signature = "a, b=1, *rest, c='x', **named", .run = echo};
        hk_value pos[3] = {hki_int(1), hki_int(2), hki_int(3)}, out;
        hki_str *name = hki_function_prepare(&t.rt, &f) ? hki_object_alloc(&t.rt, HKI_STRING, sizeof *name) : NULL;
        bool ok = name != NULL;
        if (ok) {
            name->data = "z";
            name->size = name->points = 1;
            hk_value names[1] = {hki_str_value(name)}, values[1] = {hki_none()};
            hki_args args = {pos, 3, 1, names, values};
            ok = hki_function_call(&t.rt, &f, hki_none(), &args, &out);
        }
        CHECK(ok == !t.mem.failed);
        CHECK(ok || t.error.kind == HK_NO_MEMORY);
        bool failed = t.mem.failed;
        hkt_rt_close(&t);
        if (!failed) break;
    }
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    check_calls(&t);
    check_signatures(&t);
    hkt_rt_close(&t);
    check_refusals();
    return hkt_done();
}
