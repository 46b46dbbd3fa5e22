/* Values laid out over lines. The wanted texts are those of pprint.pformat of Python 3.11. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/filters.h"
#include "value/list.h"
#include "value/str.h"

static const struct { const char *value, *want; } rows[] = {
    {"1", "1"},
    {"'a'", "'a'"},
    {"None", "None"},
    {"[]", "[]"},
    {"{}", "{}"},
    {"{'b': 1, 'a': [1, 2]}", "{'a': [1, 2], 'b': 1}"},
    {"[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,"
     " 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 5"
     "7, 58, 59]",
     "[0,\n 1,\n 2,\n 3,\n 4,\n 5,\n 6,\n 7,\n 8,\n 9,\n 10,\n 11,\n 12,\n 13,\n 14,\n 15,\n 16,\n 17,\n 18,\n 19,\n"
     " 20,\n 21,\n 22,\n 23,\n 24,\n 25,\n 26,\n 27,\n 28,\n 29,\n 30,\n 31,\n 32,\n 33,\n 34,\n 35,\n 36,\n 37,\n 3"
     "8,\n 39,\n 40,\n 41,\n 42,\n 43,\n 44,\n 45,\n 46,\n 47,\n 48,\n 49,\n 50,\n 51,\n 52,\n 53,\n 54,\n 55,\n 56,"
     "\n 57,\n 58,\n 59]"},
    {"['item number 0', 'item number 1', 'item number 2', 'item number 3', 'item number 4', 'item number 5']",
     "['item number 0',\n 'item number 1',\n 'item number 2',\n 'item number 3',\n 'item number 4',\n 'item number 5"
     "']"},
    {"{'key0': 'value 0', 'key1': 'value 1', 'key2': 'value 2', 'key3': 'value 3', 'key4': 'value 4', 'key5': 'value"
     " 5', 'key6': 'value 6', 'key7': 'value 7'}",
     "{'key0': 'value 0',\n 'key1': 'value 1',\n 'key2': 'value 2',\n 'key3': 'value 3',\n 'key4': 'value 4',\n 'key"
     "5': 'value 5',\n 'key6': 'value 6',\n 'key7': 'value 7'}"},
    {"('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')",
     "('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',\n 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')"},
    {"('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',)",
     "('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',)"},
    {"'word word word word word word word word word word word word word word word word word word word word word word"
     " word word word word word word word word '",
     "('word word word word word word word word word word word word word word word '\n 'word word word word word wor"
     "d word word word word word word word word word ')"},
    {"'it\\'s \"quoted\" text it\\'s \"quoted\" text it\\'s \"quoted\" text it\\'s \"quoted\" text it\\'s \"quoted\""
     " text it\\'s \"quoted\" text '",
     "('it\\'s \"quoted\" text it\\'s \"quoted\" text it\\'s \"quoted\" text it\\'s \"quoted\" '\n 'text it\\'s \"qu"
     "oted\" text it\\'s \"quoted\" text ')"},
    {"'line one\\nline two is longer\\nline one\\nline two is longer\\nline one\\nline two is longer\\nline one\\nline two is longer\\n'",
     "('line one\\n'\n 'line two is longer\\n'\n 'line one\\n'\n 'line two is longer\\n'\n 'line one\\n'\n 'line two"
     " is longer\\n'\n 'line one\\n'\n 'line two is longer\\n')"},
    {"'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
     "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'"},
    {"['a long text in a list a long text in a list a long text in a list a long text in a list a long text in a lis"
     "t a long text in a list ']",
     "['a long text in a list a long text in a list a long text in a list a long '\n 'text in a list a long text in "
     "a list a long text in a list ']"},
    {"{'k': 'a long text in a dict a long text in a dict a long text in a dict a long text in a dict a long text in "
     "a dict a long text in a dict ', 'l': 1}",
     "{'k': 'a long text in a dict a long text in a dict a long text in a dict a '\n      'long text in a dict a lon"
     "g text in a dict a long text in a dict ',\n 'l': 1}"},
    {"{'key': {'inner': ['vvvvvvvvvvvvvvvvvvvvvvvvvvvvvv', 'wwwwwwwwwwwwwwwwwwwwwwwwwwwwww', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']}}",
     "{'key': {'inner': ['vvvvvvvvvvvvvvvvvvvvvvvvvvvvvv',\n                   'wwwwwwwwwwwwwwwwwwwwwwwwwwwwww',\n  "
     "                 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']}}"},
    {"{2: 1, 'a': 2, None: 3, 1.5: 4, (1,): 5}", "{None: 3, 1.5: 4, 2: 1, 'a': 2, (1,): 5}"},
    {"[[['deepdeepdeepdeepdeepdeepdeepdeepdeepdeep', 'deepdeepdeepdeepdeepdeepdeepdeepdeepdeep', 'deepdeepdeepdeepde"
     "epdeepdeepdeepdeepdeep'], ['deepdeepdeepdeepdeepdeepdeepdeepdeepdeep', 'deepdeepdeepdeepdeepdeepdeepdeepdeepde"
     "ep', 'deepdeepdeepdeepdeepdeepdeepdeepdeepdeep']]]",
     "[[['deepdeepdeepdeepdeepdeepdeepdeepdeepdeep',\n   'deepdeepdeepdeepdeepdeepdeepdeepdeepdeep',\n   'deepdeepde"
     "epdeepdeepdeepdeepdeepdeepdeep'],\n  ['deepdeepdeepdeepdeepdeepdeepdeepdeepdeep',\n   'deepdeepdeepdeepdeepdee"
     "pdeepdeepdeepdeep',\n   'deepdeepdeepdeepdeepdeepdeepdeepdeepdeep']]]"},
    {"[M'<b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b>']",
     "[Markup('<b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b"
     "><b><b><b><b><b><b>')]"},
    {"{('a', 'b'): 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'}",
     "{('a', 'b'): 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'}"},
    {"['éééééééééééééééééééééééééééééé', 'üüüüüüüüüüüüüüüüüüüüüüüüüüüüüü']",
     "['éééééééééééééééééééééééééééééé', 'üüüüüüüüüüüüüüüüüüüüüüüüüüüüüü']"},
    {"b'bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes '",
     "(b'bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes bytes byte'\n b's bytes bytes bytes bytes"
     " bytes bytes bytes ')"},
    {"[b'ab']", "[b'ab']"},
    {"[{'a': []}, {'b': ()}, {'a': []}, {'b': ()}, {'a': []}, {'b': ()}, {'a': []}, {'b': ()}, {'a': []}, {'b': ()},"
     " {'a': []}, {'b': ()}, {'a': []}, {'b': ()}, {'a': []}, {'b': ()}]",
     "[{'a': []},\n {'b': ()},\n {'a': []},\n {'b': ()},\n {'a': []},\n {'b': ()},\n {'a': []},\n {'b': ()},\n {'a':"
     " []},\n {'b': ()},\n {'a': []},\n {'b': ()},\n {'a': []},\n {'b': ()},\n {'a': []},\n {'b': ()}]"},
};

/* The text, or the error, until the rt is closed. */
static const char *laid_out(hkt_rt *t, hk_value v)
{
    hki_buf out;
    hki_buf_init(&out, &t->mem.hooks);
    const char *written = hkt_written(t, hki_pprint(&t->rt, &out, v, 0), &out);
    CHECK(t->rt.depth == 0);
    return written;
}

static void check_rows(const hkt_lib *lib)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hkt_rt t;
        hkt_rt_open(&t);
        hkt_lib_use(&t, lib);
        const char *got = laid_out(&t, hkt_value(&t, rows[i].value));
        CHECK_BYTES(rows[i].value, got, strlen(got), rows[i].want, strlen(rows[i].want));
        hkt_rt_close(&t);
    }
}

/* A list that holds itself (the id that follows is an address), and nesting beyond the limit. */
static void check_recursion(const hkt_lib *lib)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hkt_lib_use(&t, lib);
    hki_list *self = hki_list_new(&t.rt, 1);
    hki_list_push(&t.rt, self, hki_list_value(self));
    CHECK(strncmp(laid_out(&t, hki_list_value(self)), "[<Recursion on list with id=", 28) == 0);

    hk_value deep = hki_int(1);
    for (int i = 0; i < 1000; i++) {
        hki_list *list = hki_list_new(&t.rt, 1);
        hki_list_push(&t.rt, list, deep);
        deep = hki_list_value(list);
    }
    CHECK(strncmp(laid_out(&t, deep), "RecursionError: ", 16) == 0);
    hkt_rt_close(&t);
}

int main(void)
{
    hkt_lib lib;
    hkt_lib_open(&lib);
    check_rows(&lib);
    check_recursion(&lib);
    hkt_lib_close(&lib);
    return hkt_done();
}
