/* The builtin globals: what they make, what it can do, and their errors. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/literal.h"
#include "lib/lib.h"
#include "lib/random.h"
#include "value/class.h"
#include "value/namespace.h"
#include "value/ops.h"
#include "value/str.h"

static hki_dict *globals;

static const hki_function *global(hkt_rt *t, const char *name)
{
    const hk_value *v = hki_dict_find_str(&t->rt, globals, hki_as_str(hkt_str(t, name)));
    CHECK_ROW(name, v && v->type == HKI_FUNCTION);
    return hki_as_function(*v);
}

static const char *make(hkt_rt *t, const char *name, const char *args, const char *kwargs, hk_value *out)
{
    return hkt_call(t, global(t, name), hki_none(), args, kwargs, out);
}

static const struct { const char *name, *args, *kwargs, *want; } rows[] = {
    {"range", "(5,)", NULL, "range(0, 5)"},
    {"range", "(2, 9)", NULL, "range(2, 9)"},
    {"range", "(9, 2, -3)", NULL, "range(9, 2, -3)"},
    {"range", "(True,)", NULL, "range(0, 1)"},
    {"range", NULL, NULL, "TypeError: range expected at least 1 argument, got 0"},
    {"range", "(1, 2, 3, 4)", NULL, "TypeError: range expected at most 3 arguments, got 4"},
    {"range", "(1,)", "{'step': 1}", "TypeError: range() takes no keyword arguments"},
    {"range", "('a',)", NULL, "TypeError: 'str' object cannot be interpreted as an integer"},
    {"range", "(1, 1.5)", NULL, "TypeError: 'float' object cannot be interpreted as an integer"},
    {"range", "(1, None)", NULL, "TypeError: 'NoneType' object cannot be interpreted as an integer"},
    {"range", "(1, 2, 0)", NULL, "ValueError: range() arg 3 must not be zero"},
    {"dict", NULL, NULL, "{}"},
    {"dict", NULL, "{'a': 1}", "{'a': 1}"},
    {"dict", "({'a': 1},)", "{'a': 2, 'b': 3}", "{'a': 2, 'b': 3}"},
    {"dict", "([['a', 1], 'bc'],)", NULL, "{'a': 1, 'b': 'c'}"},
    {"dict", "(1,)", NULL, "TypeError: 'int' object is not iterable"},
    {"dict", "(1, 2)", NULL, "TypeError: dict expected at most 1 argument, got 2"},
    {"dict", "([1],)", NULL, "TypeError: cannot convert dictionary update sequence element #0 to a sequence"},
    {"cycler", NULL, NULL, "RuntimeError: at least one item has to be provided"},
    {"cycler", NULL, "{'a': 1}", "TypeError: Cycler.__init__() got an unexpected keyword argument 'a'"},
    {"joiner", "(1, 2)", NULL, "TypeError: Joiner.__init__() takes from 1 to 2 positional arguments but 3 were given"},
    {"joiner", NULL, "{'x': 1}", "TypeError: Joiner.__init__() got an unexpected keyword argument 'x'"},
    {"namespace", NULL, NULL, "<Namespace {}>"},
    {"namespace", "({'a': 1},)", "{'b': 2}", "<Namespace {'a': 1, 'b': 2}>"},
    {"namespace", "({1: 2},)", NULL, "<Namespace {1: 2}>"},
    {"namespace", "([('a', 5)],)", NULL, "<Namespace {'a': 5}>"},
    {"namespace", "(1,)", NULL, "TypeError: 'int' object is not iterable"},
    {"namespace", "(1, 2)", NULL, "TypeError: dict expected at most 1 argument, got 2"},
    {"lipsum", "(0,)", NULL, "Markup('')"},
    {"lipsum", "(-1,)", NULL, "Markup('')"},
    {"lipsum", "(0, False)", NULL, "''"},
    {"lipsum", "('a',)", NULL, "TypeError: 'str' object cannot be interpreted as an integer"},
    {"lipsum", "(1.5,)", NULL, "TypeError: 'float' object cannot be interpreted as an integer"},
    {"lipsum", "(1, 2, 3, 4, 5)", NULL, "TypeError: generate_lorem_ipsum() takes from 0 to 4 positional arguments but 5 were given"},
    {"lipsum", "(1,)", "{'foo': 1}", "TypeError: generate_lorem_ipsum() got an unexpected keyword argument 'foo'"},
    {"lipsum", "(1,)", "{'min': 5, 'max': 5}", "ValueError: empty range for randrange() (5, 5, 0)"},
    {"lipsum", "(1,)", "{'min': 5, 'max': 3}", "ValueError: empty range for randrange() (5, 3, -2)"},
    {"lipsum", "(1,)", "{'min': 'a'}", "ValueError: invalid literal for int() with base 10: 'a'"},
    {"lipsum", "(1,)", "{'min': 1.5}", "ValueError: non-integer arg 1 for randrange()"},
    {"lipsum", "(1, False, -3, -2)", NULL, "'.'"},
    {"lipsum", "(2, True, 0, 1)", NULL, "Markup('<p>.</p>\\n<p>.</p>')"},
    {"lipsum", "(2, False, 0, 1)", NULL, "'.\\n\\n.'"},
};

static void check_rows(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = make(t, rows[i].name, rows[i].args, rows[i].kwargs, NULL);
        CHECK_BYTES(rows[i].name, got, strlen(got), rows[i].want, strlen(rows[i].want));
    }
}

static void check_sandbox(hkt_rt *t)
{
    static const struct { const char *args, *kwargs, *want; } sandbox[] = {
        {"(100000,)", NULL, "range(0, 100000)"},
        {"(0, 100001)", NULL, "OverflowError: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)."},
        {NULL, NULL, "TypeError: range expected at least 1 argument, got 0"},
        {"(1,)", "{'step': 1}", "TypeError: safe_range() got an unexpected keyword argument 'step'"},
    };
    CHECK(strcmp(make(t, "range", "(100001,)", NULL, NULL), "range(0, 100001)") == 0);
    t->rt.sandbox = 1;
    globals = hki_dict_new(&t->rt, 0);
    CHECK(hki_globals_add(&t->rt, globals) && globals->count == 6);
    for (size_t i = 0; i < sizeof sandbox / sizeof *sandbox; i++) {
        const char *got = make(t, "range", sandbox[i].args, sandbox[i].kwargs, NULL);
        CHECK_BYTES("safe_range", got, strlen(got), sandbox[i].want, strlen(sandbox[i].want));
    }
    t->rt.sandbox = 0;
}

/* ---- objects */

static const char *attr(hkt_rt *t, hk_value v, const char *name, hk_value *out)
{
    hki_object *o = hki_as_object(v);
    hk_value got = hki_none();
    int has = o->cls->attr(&t->rt, o, hki_as_str(hkt_str(t, name)), &got);
    if (out) *out = got;
    return has == HKI_YES ? hkt_repr(t, got) : has == HKI_NO ? "(none)" : hkt_error(t);
}

static const char *call(hkt_rt *t, hk_value v, const char *method, const char *args)
{
    hk_value bound = v, out = hki_none();
    if (method) attr(t, v, method, &bound);
    const hki_list *pos = args ? hki_as_list(hkt_value(t, args)) : NULL;
    hki_args a = {.pos = pos ? pos->items : NULL, .npos = pos ? pos->count : 0};
    return t->rt.up->call(&t->rt, bound, &a, &out) ? hkt_repr(t, out) : hkt_error(t);
}

static void check_cycler(hkt_rt *t)
{
    static const struct { const char *attr, *method, *args, *want; } steps[] = {
        {"items", NULL, NULL, "('odd', 'even')"},
        {"pos", NULL, NULL, "0"},
        {"current", NULL, NULL, "'odd'"},
        {NULL, "next", NULL, "'odd'"},
        {"current", NULL, NULL, "'even'"},
        {"pos", NULL, NULL, "1"},
        {NULL, "next", NULL, "'even'"},
        {NULL, "next", NULL, "'odd'"},
        {NULL, "reset", NULL, "None"},
        {NULL, "next", NULL, "'odd'"},
        {NULL, "next", "(1,)", "TypeError: Cycler.next() takes 1 positional argument but 2 were given"},
        {NULL, "reset", "(1,)", "TypeError: Cycler.reset() takes 1 positional argument but 2 were given"},
        {"foo", NULL, NULL, "(none)"},
    };
    hk_value cycler = hki_none();
    make(t, "cycler", "('odd', 'even')", NULL, &cycler);
    CHECK(strcmp(hki_type_name(cycler), "Cycler") == 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const char *got = steps[i].attr ? attr(t, cycler, steps[i].attr, NULL) : call(t, cycler, steps[i].method, steps[i].args);
        CHECK_BYTES("cycler", got, strlen(got), steps[i].want, strlen(steps[i].want));
    }
}

static void check_joiner(hkt_rt *t)
{
    hk_value joiner = hki_none();
    make(t, "joiner", NULL, NULL, &joiner);
    CHECK(strcmp(attr(t, joiner, "used", NULL), "False") == 0);
    CHECK(strcmp(call(t, joiner, NULL, NULL), "''") == 0);
    CHECK(strcmp(call(t, joiner, NULL, NULL), "', '") == 0);
    CHECK(strcmp(attr(t, joiner, "used", NULL), "True") == 0);
    CHECK(strcmp(attr(t, joiner, "sep", NULL), "', '") == 0);
    CHECK(strcmp(attr(t, joiner, "foo", NULL), "(none)") == 0);
    CHECK(strcmp(call(t, joiner, NULL, "(1,)"), "TypeError: Joiner.__call__() takes 1 positional argument but 2 were given") == 0);
    make(t, "joiner", "(5,)", NULL, &joiner);
    CHECK(strcmp(call(t, joiner, NULL, NULL), "''") == 0);
    CHECK(strcmp(call(t, joiner, NULL, NULL), "5") == 0);
}

static void check_namespace(hkt_rt *t)
{
    hk_value ns = hki_none();
    make(t, "namespace", NULL, "{'a': 1}", &ns);
    CHECK(hki_is_a(ns, &hki_namespace_class) && strcmp(hki_type_name(ns), "Namespace") == 0);
    CHECK(strcmp(attr(t, ns, "a", NULL), "1") == 0);
    CHECK(strcmp(attr(t, ns, "b", NULL), "(none)") == 0);
    CHECK(hki_namespace_set(&t->rt, ns, hki_as_str(hkt_str(t, "a")), hki_int(7)));
    CHECK(hki_namespace_set(&t->rt, ns, hki_as_str(hkt_str(t, "self")), ns));
    CHECK(strcmp(attr(t, ns, "_Namespace__attrs", NULL), "{'a': 7, 'self': <Namespace {...}>}") == 0);
    CHECK(strcmp(hkt_repr(t, ns), "<Namespace {'a': 7, 'self': <Namespace {...}>}>") == 0);
}

/* ---- lipsum: other words than Jinja2's, but the same shape */

static bool is_word(const char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!((at[i] >= 'a' && at[i] <= 'z') || (i == 0 && at[i] >= 'A' && at[i] <= 'Z'))) return false;
    return size > 0;
}

/* Words, how many; a capital at the start of each sentence only; a full stop at the end. */
static size_t check_paragraph(const char *text, size_t size)
{
    size_t count = 0;
    bool capital = true;
    for (size_t at = 0, end; at < size; at = end + 1, count++) {
        for (end = at; end < size && text[end] != ' ';) end++;
        size_t word = end - at;
        while (word && strchr(".,", text[at + word - 1])) word--;
        CHECK(is_word(text + at, word) && capital == (text[at] <= 'Z'));
        capital = text[end - 1] == '.';
    }
    CHECK(capital);
    return count;
}

static void check_lipsum(hkt_rt *t)
{
    hk_value first = hki_none(), second = hki_none(), again = hki_none();
    t->rt.random = 7;
    make(t, "lipsum", "(1, False)", NULL, &first);
    make(t, "lipsum", "(1, False)", NULL, &second);
    t->rt.random = 7;
    make(t, "lipsum", "(1, False)", NULL, &again);
    CHECK(hki_str_equal(hki_as_str(first), hki_as_str(again)) && !hki_str_equal(hki_as_str(first), hki_as_str(second)));
    for (int i = 0; i < 50; i++) {
        make(t, "lipsum", "(1, False)", NULL, &first);
        size_t count = check_paragraph(hki_as_str(first)->data, hki_as_str(first)->size);
        CHECK(count >= 20 && count < 100);
    }
    make(t, "lipsum", "(1, False, 1000, 1001)", NULL, &first);
    CHECK(check_paragraph(hki_as_str(first)->data, hki_as_str(first)->size) == 1000);
    make(t, "lipsum", "(3, True)", NULL, &first);
    const hki_str *html = hki_as_str(first);
    CHECK(hki_is_safe(first) && memcmp(html->data, "<p>", 3) == 0 && memcmp(html->data + html->size - 4, "</p>", 4) == 0);
}

static void check_random(hkt_rt *t)
{
    unsigned seen[5] = {0};
    t->rt.random = 1;
    for (int i = 0; i < 5000; i++) seen[hki_random_below(&t->rt, 5)]++;
    for (int i = 0; i < 5; i++) CHECK(seen[i] > 900 && seen[i] < 1100);
    CHECK(hki_random_below(&t->rt, 1) == 0);
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hkt_use_calls(&t);
    globals = hki_dict_new(&t.rt, 0);
    CHECK(hki_globals_add(&t.rt, globals) && globals->count == 6);
    check_rows(&t);
    check_cycler(&t);
    check_joiner(&t);
    check_namespace(&t);
    check_lipsum(&t);
    check_random(&t);
    check_sandbox(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
