/* gettext and its kin, old style and new; what the preset for chat templates adds. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/literal.h"
#include "lib/lib.h"
#include "value/str.h"
#include "value/text.h"

static const char catalogue[] =
    "{'Hello': 'Hallo', 'apple': 'Apfel', 'apples': 'Aepfel', 'menu\\x04Open': 'Oeffnen', '%(n)s <b>': '<i>%(n)s</i>',"
    " '100%%': '100 %%', '%(num)s apples': '%(num)s Aepfel', 'in\\x04one': '%(context)s: eins', 'bad': '%(nope)s'}";

enum { OLD, NEW, NEW_ESCAPED };

static const struct { int style; const char *name, *args, *kwargs, *want; } rows[] = {
    {OLD, "gettext", "('Hello',)", NULL, "'Hallo'"},
    {OLD, "_", "('Hello',)", NULL, "'Hallo'"},
    {OLD, "_", NULL, NULL, "TypeError: gettext() missing 1 required positional argument: 'message'"},
    {OLD, "gettext", "('Bye',)", NULL, "'Bye'"},
    {OLD, "gettext", "(M'Hello',)", NULL, "'Hallo'"},
    {OLD, "gettext", "(M'Bye',)", NULL, "Markup('Bye')"},
    {OLD, "gettext", "(5,)", NULL, "5"},
    {OLD, "gettext", "([],)", NULL, "TypeError: unhashable type: 'list'"},
    {OLD, "gettext", "('100%%',)", NULL, "'100 %%'"},
    {OLD, "gettext", NULL, NULL, "TypeError: gettext() missing 1 required positional argument: 'message'"},
    {OLD, "gettext", "('Hello',)", "{'n': 1}", "TypeError: gettext() got an unexpected keyword argument 'n'"},
    {OLD, "ngettext", "('apple', 'apples', 1)", NULL, "'Apfel'"},
    {OLD, "ngettext", "('apple', 'apples', 2)", NULL, "'Aepfel'"},
    {OLD, "ngettext", "('apple', 'apples', True)", NULL, "'Apfel'"},
    {OLD, "ngettext", "('apple', 'apples', 'x')", NULL, "'Aepfel'"},
    {OLD, "pgettext", "('menu', 'Open')", NULL, "'Oeffnen'"},
    {OLD, "pgettext", "('door', 'Open')", NULL, "'Open'"},
    {OLD, "npgettext", "('menu', 'Open', 'Opens', 1)", NULL, "'Oeffnen'"},
    {OLD, "npgettext", "('menu', 'Open', 'Opens', 3)", NULL, "'Opens'"},
    {NEW, "gettext", "('Hello',)", NULL, "'Hallo'"},
    {NEW, "_", "('Hello',)", NULL, "'Hallo'"},
    {NEW, "gettext", "('100%%',)", NULL, "'100 %'"},
    {NEW, "gettext", "('%(n)s <b>',)", "{'n': '<'}", "'<i><</i>'"},
    {NEW, "gettext", "('50% off',)", NULL, "TypeError: %o format: an integer is required, not dict"},
    {NEW, "gettext", "('bad',)", NULL, "KeyError: 'nope'"},
    {NEW, "gettext", NULL, NULL, "TypeError: _make_new_gettext.<locals>.gettext() missing 1 required positional argument: '__string'"},
    {NEW, "gettext", "('a', 'b')", NULL, "TypeError: _make_new_gettext.<locals>.gettext() takes 2 positional arguments but 3 were given"},
    {NEW, "ngettext", "('%(num)s apple', '%(num)s apples', 1)", NULL, "'1 apple'"},
    {NEW, "ngettext", "('%(num)s apple', '%(num)s apples', 3)", NULL, "'3 Aepfel'"},
    {NEW, "ngettext", "('%(num)s apple', '%(num)s apples', 3)", "{'num': 'three'}", "'three Aepfel'"},
    {NEW, "pgettext", "('in', 'one')", NULL, "'in: eins'"},
    {NEW, "pgettext", "('in', 'one')", "{'context': 'c'}", "'c: eins'"},
    {NEW, "npgettext", "('in', 'one', '%(num)s', 1)", NULL, "'in: eins'"},
    {NEW, "npgettext", "('in', 'one', '%(num)s', 2)", NULL, "'2'"},
    {NEW_ESCAPED, "gettext", "('Hello',)", NULL, "Markup('Hallo')"},
    {NEW_ESCAPED, "gettext", "('%(n)s <b>',)", "{'n': '<'}", "Markup('<i>&lt;</i>')"},
    {NEW_ESCAPED, "gettext", "('%(n)s <b>',)", "{'n': M'<'}", "Markup('<i><</i>')"},
    {NEW_ESCAPED, "gettext", "(5,)", NULL, "Markup('5')"},
};

static const hki_function *function(hkt_rt *t, hki_dict *globals, const char *name)
{
    const hk_value *v = hki_dict_find_str(&t->rt, globals, hki_as_str(hkt_str(t, name)));
    CHECK_ROW(name, v && v->type == HKI_FUNCTION);
    return hki_as_function(*v);
}

static void check_gettext(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hkt_use_calls(&t);
    hki_translations translations = {.messages = hki_as_dict(hkt_value(&t, catalogue))};
    hki_dict *globals[2] = {hki_dict_new(&t.rt, 0), hki_dict_new(&t.rt, 0)};
    CHECK(hki_i18n_add(&t.rt, globals[OLD], &translations, false) && hki_i18n_add(&t.rt, globals[NEW], &translations, true));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        t.rt.autoescape = rows[i].style == NEW_ESCAPED;
        const hki_function *f = function(&t, globals[rows[i].style != OLD], rows[i].name);
        const char *got = hkt_call(&t, f, hki_none(), rows[i].args, rows[i].kwargs, NULL);
        CHECK_BYTES(rows[i].args ? rows[i].args : rows[i].name, got, strlen(got), rows[i].want, strlen(rows[i].want));
    }
    hki_dict *bare = hki_dict_new(&t.rt, 0);
    CHECK(hki_i18n_add(&t.rt, bare, NULL, false) && bare->count == 1);
    const char *got = hkt_call(&t, function(&t, bare, "_"), hki_none(), "('Hello',)", NULL, NULL);
    CHECK_TEXT("no translations", got, strlen(got), "UndefinedError: 'gettext' is undefined");
    hkt_rt_close(&t);
}

/* ---- the preset */

static const struct { const char *args, *kwargs, *want; } json_rows[] = {
    {"({'b': 1, 'a': '<é>'},)", NULL, "'{\"b\": 1, \"a\": \"<é>\"}'"},
    {"('é',)", "{'ensure_ascii': True}", "'\"\\\\u00e9\"'"},
    {"({'b': 1, 'a': 2},)", "{'sort_keys': True}", "'{\"a\": 2, \"b\": 1}'"},
    {"({'b': [1, 2]},)", "{'separators': (',', ':')}", "'{\"b\":[1,2]}'"},
    {"([1, 2],)", "{'indent': 1}", "'[\\n 1,\\n 2\\n]'"},
    {"([1],)", "{'separators': (',',)}", "ValueError: not enough values to unpack (expected 2, got 1)"},
    {"([1],)", "{'separators': 5}", "TypeError: cannot unpack non-iterable int object"},
    {"([1],)", "{'separators': (1, 'x')}", "TypeError: make_encoder() argument 6 must be str, not int"},
    {"(M'<',)", NULL, "'\"<\"'"},
};

static void check_preset(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hki_vocabulary *filters = hki_filters_new(&t.rt);
    hki_dict *globals = hki_dict_new(&t.rt, 0);
    CHECK(hki_huggingface_add(&t.rt, filters, globals));
    const hki_function *f = hki_vocabulary_find(filters, "tojson", 6);
    for (size_t i = 0; i < sizeof json_rows / sizeof *json_rows; i++) {
        const char *got = hkt_call(&t, f, hki_none(), json_rows[i].args, json_rows[i].kwargs, NULL);
        CHECK_BYTES(json_rows[i].args, got, strlen(got), json_rows[i].want, strlen(json_rows[i].want));
    }
    f = function(&t, globals, "raise_exception");
    CHECK(strcmp(hkt_call(&t, f, hki_none(), "('No %s!',)", NULL, NULL), "TemplateError: No %s!") == 0);
    CHECK(strcmp(hkt_call(&t, f, hki_none(), "(None,)", NULL, NULL), "TemplateError: None") == 0);
    f = function(&t, globals, "strftime_now");
    CHECK(strcmp(hkt_call(&t, f, hki_none(), "('100%% [%z%Z] \xc3\xa9',)", NULL, NULL), "'100% [] \xc3\xa9'") == 0);
    hk_value date = hki_none();
    hkt_call(&t, f, hki_none(), "('%Y-%m-%d %f',)", NULL, &date);
    CHECK(date.type == HKI_STRING && hki_as_str(date)->size == 17 && hki_as_str(date)->data[4] == '-' && hki_as_str(date)->data[0] == '2');
    CHECK(strncmp(hkt_call(&t, f, hki_none(), "(5,)", NULL, NULL), "TypeError", 9) == 0);
    hkt_rt_close(&t);
}

int main(void)
{
    check_gettext();
    check_preset();
    return hkt_done();
}
