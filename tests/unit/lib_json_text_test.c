/* Values as JSON text. The wanted texts are those of json.dumps of Python 3.11. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/filters.h"
#include "value/list.h"
#include "value/str.h"

static const struct { const char *style, *value, *want; } rows[] = {
    {"plain", "None", "null"},
    {"plain", "True", "true"},
    {"plain", "0", "0"},
    {"plain", "-5", "-5"},
    {"plain", "1000000000000000000000000000000", "1000000000000000000000000000000"},
    {"plain", "1.5", "1.5"},
    {"plain", "1e+16", "1e+16"},
    {"plain", "1e-07", "1e-07"},
    {"plain", "0.1", "0.1"},
    {"plain", "''", "\"\""},
    {"plain", "'a\"b\\\\c/\\n\r\t\177'", "\"a\\\"b\\\\c/\\n\\r\\t\\u007f\""},
    {"raw", "'a\"b\\\\c/\\n\r\t\177'", "\"a\\\"b\\\\c/\\n\\r\\t\177\""},
    {"plain", "'é😀\342\200\250'", "\"\\u00e9\\ud83d\\ude00\\u2028\""},
    {"raw", "'é😀\342\200\250'", "\"é😀\342\200\250\""},
    {"plain", "[]", "[]"},
    {"plain", "{}", "{}"},
    {"plain", "()", "[]"},
    {"plain", "[1, [2, []], {}]", "[1, [2, []], {}]"},
    {"raw", "[1, [2, []], {}]", "[1,[2,[]],{}]"},
    {"indented", "[1, [2, []], {}]", "[\n  1,\n  [\n    2,\n    []\n  ],\n  {}\n]"},
    {"plain", "(1, 'a')", "[1, \"a\"]"},
    {"raw", "(1, 'a')", "[1,\"a\"]"},
    {"indented", "(1, 'a')", "[\n  1,\n  \"a\"\n]"},
    {"plain", "{'b': 1, 'a': 2}", "{\"b\": 1, \"a\": 2}"},
    {"sorted", "{'b': 1, 'a': 2}", "{\"a\": 2, \"b\": 1}"},
    {"raw", "{'b': 1, 'a': 2}", "{\"b\":1,\"a\":2}"},
    {"indented", "{'b': 1, 'a': 2}", "{\n  \"a\": 2,\n  \"b\": 1\n}"},
    {"plain", "{1: 2, 0: 3}", "{\"1\": 2, \"0\": 3}"},
    {"sorted", "{1: 2, 0: 3}", "{\"0\": 3, \"1\": 2}"},
    {"raw", "{1: 2, 0: 3}", "{\"1\":2,\"0\":3}"},
    {"indented", "{1: 2, 0: 3}", "{\n  \"0\": 3,\n  \"1\": 2\n}"},
    {"plain", "{None: 1}", "{\"null\": 1}"},
    {"raw", "{None: 1}", "{\"null\":1}"},
    {"indented", "{None: 1}", "{\n  \"null\": 1\n}"},
    {"plain", "{True: 1, False: 2}", "{\"true\": 1, \"false\": 2}"},
    {"sorted", "{True: 1, False: 2}", "{\"false\": 2, \"true\": 1}"},
    {"raw", "{True: 1, False: 2}", "{\"true\":1,\"false\":2}"},
    {"indented", "{True: 1, False: 2}", "{\n  \"false\": 2,\n  \"true\": 1\n}"},
    {"plain", "{1.5: 1}", "{\"1.5\": 1}"},
    {"raw", "{1.5: 1}", "{\"1.5\":1}"},
    {"indented", "{1.5: 1}", "{\n  \"1.5\": 1\n}"},
    {"plain", "{'a': {'c': 1, 'b': 2}}", "{\"a\": {\"c\": 1, \"b\": 2}}"},
    {"sorted", "{'a': {'c': 1, 'b': 2}}", "{\"a\": {\"b\": 2, \"c\": 1}}"},
    {"raw", "{'a': {'c': 1, 'b': 2}}", "{\"a\":{\"c\":1,\"b\":2}}"},
    {"indented", "{'a': {'c': 1, 'b': 2}}", "{\n  \"a\": {\n    \"b\": 2,\n    \"c\": 1\n  }\n}"},
    {"plain", "{(1,): 2}", "TypeError: keys must be str, int, float, bool or None, not tuple"},
    {"plain", "{'a': 1, 1: 2}", "{\"a\": 1, \"1\": 2}"},
    {"sorted", "{'a': 1, 1: 2}", "TypeError: '<' not supported between instances of 'int' and 'str'"},
    {"raw", "{'a': 1, 1: 2}", "{\"a\":1,\"1\":2}"},
    {"indented", "{'a': 1, 1: 2}", "TypeError: '<' not supported between instances of 'int' and 'str'"},
    {"plain", "{'z': None, 'é': 1, 'Z': 2}", "{\"z\": null, \"\\u00e9\": 1, \"Z\": 2}"},
    {"sorted", "{'z': None, 'é': 1, 'Z': 2}", "{\"Z\": 2, \"z\": null, \"\\u00e9\": 1}"},
    {"raw", "{'z': None, 'é': 1, 'Z': 2}", "{\"z\":null,\"é\":1,\"Z\":2}"},
    {"indented", "{'z': None, 'é': 1, 'Z': 2}", "{\n  \"Z\": 2,\n  \"z\": null,\n  \"\\u00e9\": 1\n}"},
};

static hki_json_style style_of(const char *name)
{
    hki_json_style style = {.indent = hki_none(), .ascii = true};
    if (strcmp(name, "sorted") == 0) style.sort_keys = true;
    if (strcmp(name, "raw") == 0) style = (hki_json_style){.indent = hki_none(), .item = ",", .key = ":"};
    if (strcmp(name, "indented") == 0) style = (hki_json_style){.indent = hki_int(2), .sort_keys = true, .ascii = true};
    return style;
}

/* The text, or the error, until the rt is closed. */
static const char *json(hkt_rt *t, hk_value v, const hki_json_style *style)
{
    hki_buf out;
    hki_buf_init(&out, &t->mem.hooks);
    const char *written = hkt_written(t, hki_json_text(&t->rt, &out, v, style), &out);
    CHECK(t->rt.depth == 0);
    return written;
}

static void check_rows(const hkt_lib *lib)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hkt_rt t;
        hki_json_style style = style_of(rows[i].style);
        hkt_rt_open(&t);
        hkt_lib_use(&t, lib);
        hk_value v = hkt_value(&t, rows[i].value);
        const char *got = json(&t, v, &style);
        CHECK_BYTES(rows[i].value, got, strlen(got), rows[i].want, strlen(rows[i].want));
        hkt_rt_close(&t);
    }
}

/* Holders of themselves, values that JSON has no word for, and nesting up to the limit. */
static void check_errors(const hkt_lib *lib)
{
    hkt_rt t;
    hki_json_style style = style_of("plain");
    hkt_rt_open(&t);
    hkt_lib_use(&t, lib);
    hki_list *self = hki_list_new(&t.rt, 1);
    hki_list_push(&t.rt, self, hki_list_value(self));
    CHECK(strcmp(json(&t, hki_list_value(self), &style), "ValueError: Circular reference detected") == 0);
    CHECK(strcmp(json(&t, hkt_value(&t, "range(0, 3, 1)"), &style), "TypeError: Object of type range is not JSON serializable") == 0);
    CHECK(strcmp(json(&t, hkt_value(&t, "undefined"), &style), "TypeError: Object of type Undefined is not JSON serializable") == 0);
    CHECK(strcmp(json(&t, hki_float(1.0 / 0.0), &style), "Infinity") == 0);
    CHECK(strcmp(json(&t, hki_float(-1.0 / 0.0), &style), "-Infinity") == 0);
    CHECK(strcmp(json(&t, hki_float(0.0 / 0.0), &style), "NaN") == 0);

    hki_list *twice = hki_list_new(&t.rt, 2), *empty = hki_list_new(&t.rt, 0);
    hki_list_push(&t.rt, empty, hki_int(1));
    hki_list_push(&t.rt, twice, hki_list_value(empty));
    hki_list_push(&t.rt, twice, hki_list_value(empty));
    CHECK(strcmp(json(&t, hki_list_value(twice), &style), "[[1], [1]]") == 0);

    hk_value deep = hki_int(1);
    for (int i = 0; i < 1000; i++) {
        hki_list *list = hki_list_new(&t.rt, 1);
        hki_list_push(&t.rt, list, deep);
        deep = hki_list_value(list);
    }
    CHECK(strncmp(json(&t, deep, &style), "RecursionError: ", 16) == 0);
    hkt_rt_close(&t);
}

/* Both ways to write a text write the same, whatever stands in it and where: a borrowed one is never written 16 bytes at a time. */
static void check_ways(void)
{
    enum { MOST = 40 };
    hki_json_style styles[] = {style_of("plain"), style_of("raw"), {.indent = hki_none(), .ascii = true, .html = true}};
    char text[MOST];
    for (size_t size = 0; size <= MOST; size++) {
        for (size_t at = 0; at <= size; at++) {
            hkt_rt t;
            hkt_rt_open(&t);
            for (unsigned c = 0; c < 128; c++) {
                const hki_json_style *style = &styles[c % 3];
                memset(text, 'x', sizeof text);
                if (at < size) text[at] = (char)c;
                hk_value own;
                CHECK(hki_make_str(&t.rt, text, size, &own));
                const char *got = json(&t, own, style), *want = json(&t, hki_str_value(hki_str_borrow(&t.rt, text, size)), style);
                CHECK_BYTES("ways", got, strlen(got), want, strlen(want));
            }
            hkt_rt_close(&t);
        }
    }
}

int main(void)
{
    hkt_lib lib;
    hkt_lib_open(&lib);
    check_rows(&lib);
    check_errors(&lib);
    check_ways();
    hkt_lib_close(&lib);
    return hkt_done();
}
