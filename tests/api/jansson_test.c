/* jansson's trees to values and back: what is the same afterwards, and what the one or the other cannot hold. */
#include <jansson.h>

#include "hokora_jansson.h"
#include "render.h"

static json_t *parse(const char *text) { return json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL); }

static void test_round_trip(void)
{
    static const char *const rows[] = {
        "null", "true", "false", "0", "-9223372036854775808", "9223372036854775807", "1.5", "\"\"", "\"\\u00e9\\u0000z\"", "[]", "{}",
        "[1, [2, {\"b\": null, \"a\": [true]}], \"x\"]", "{\"\": {\"k\": 1e300}}"};
    api a;
    api_open(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value v;
        json_t *tree = parse(rows[i]), *back = NULL;
        CHECK_ROW(rows[i], hk_from_jansson(a.context, tree, &v, &a.error) == HK_OK);
        CHECK_ROW(rows[i], hk_to_jansson(v, &back, &a.error) == HK_OK);
        CHECK_ROW(rows[i], json_equal(tree, back));
        json_decref(tree);
        json_decref(back);
    }
    json_t *tree = parse("{\"z\": 1, \"a\": [\"<\"]}");
    hk_value v;
    CHECK(hk_from_jansson(a.context, tree, &v, &a.error) == HK_OK);
    json_decref(tree);      /* nothing of it is used any more */
    hk_context_set(a.context, "d", v);
    CHECK_RENDER(&a, "{{ d }}", "{'z': 1, 'a': ['<']}");
    api_close(&a);
}

static void test_values(void)
{
    static const struct { const char *expression, *want; hk_status status; } rows[] = {
        {"(1, (), 'x'|safe)", "[1, [], \"x\"]", HK_OK},
        {"{1: 2, 1.5: 0, none: 3, true: 4, 2**70: 5}", "{\"1\": 4, \"1.5\": 0, \"null\": 3, \"1180591620717411303424\": 5}", HK_OK},
        {"2**64", "OverflowError: an integer beyond 64 bits, which jansson cannot hold", HK_OVERFLOW_ERROR},
        {"[x|d('inf')|float]", "ValueError: Out of range float values are not JSON compliant", HK_VALUE_ERROR},
        {"{x|d('nan')|float: 1}", "ValueError: Out of range float values are not JSON compliant", HK_VALUE_ERROR},
        {"{'a\\0b': 1}", "ValueError: a key with a NUL, which jansson cannot hold", HK_VALUE_ERROR},
        {"{(1,): 1}", "TypeError: keys must be str, int, float, bool or None, not tuple", HK_TYPE_ERROR},
        {"range(3)", "TypeError: Object of type range is not JSON serializable", HK_TYPE_ERROR},
        {"'x'.encode()", "TypeError: Object of type bytes is not JSON serializable", HK_TYPE_ERROR},
    };
    api a;
    api_open(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const hk_template *t;
        hk_value v;
        json_t *tree = NULL;
        char got[200] = "";
        CHECK_ROW(rows[i].expression, hk_env_expression(a.env, rows[i].expression, strlen(rows[i].expression), &t, &a.error) == HK_OK);
        CHECK_ROW(rows[i].expression, hk_evaluate(t, NULL, a.context, &v, &a.error) == HK_OK);
        CHECK_ROW(rows[i].expression, hk_to_jansson(v, &tree, &a.error) == rows[i].status);
        if (tree) json_dumpb(tree, got, sizeof got - 1, JSON_ENCODE_ANY);
        else snprintf(got, sizeof got, "%s: %s", hk_status_name(a.error.kind), a.error.message);
        CHECK_BYTES(rows[i].expression, got, strlen(got), rows[i].want, strlen(rows[i].want));
        json_decref(tree);
    }
    api_close(&a);
}

static void test_unspeakable(void)
{
    static const hk_object_type type = {.name = "Cursor"};
    api a;
    json_t *tree;
    api_open(&a);
    hk_value undefined = {0}, loop = hk_list(a.context), deep = hk_list(a.context);
    CHECK(hk_to_jansson(undefined, &tree, &a.error) == HK_TYPE_ERROR && !tree);
    CHECK(hk_to_jansson(hk_object(a.context, &type, &a), &tree, &a.error) == HK_TYPE_ERROR);
    CHECK_TEXT("object", a.error.message, a.error.message_size, "Object of type Cursor is not JSON serializable");
    hk_list_push(a.context, loop, hk_int(1));
    hk_list_push(a.context, loop, loop);
    CHECK(hk_to_jansson(loop, &tree, &a.error) == HK_VALUE_ERROR);
    CHECK_TEXT("circle", a.error.message, a.error.message_size, "Circular reference detected");
    for (int i = 0; i < 600; i++) {
        hk_value outer = hk_list(a.context);
        hk_list_push(a.context, outer, deep);
        deep = outer;
    }
    CHECK(hk_to_jansson(deep, &tree, &a.error) == HK_RECURSION_ERROR && !tree);
    api_close(&a);
}

static void test_trees(void)
{
    api a;
    hk_value v;
    api_open(&a);
    json_t *loop = json_array(), *inner = json_object(), *odd = json_string_nocheck("\xff"), *deep = json_array();
    json_array_append_new(loop, inner);
    json_object_set(inner, "loop", loop);
    CHECK(hk_from_jansson(a.context, loop, &v, &a.error) == HK_VALUE_ERROR && hk_type_of(v) == HK_TYPE_NONE);
    CHECK(hk_from_jansson(a.context, odd, &v, &a.error) == HK_UNICODE_DECODE_ERROR);
    for (int i = 0; i < 600; i++) {
        json_t *outer = json_array();
        json_array_append_new(outer, deep);
        deep = outer;
    }
    CHECK(hk_from_jansson(a.context, deep, &v, &a.error) == HK_RECURSION_ERROR);
    CHECK(hk_context_status(a.context) == HK_OK);       /* as good as before */
    CHECK(hk_from_jansson(a.context, json_true(), &v, NULL) == HK_OK && hk_as_bool(v));
    json_object_clear(inner);
    json_decref(loop);
    json_decref(odd);
    json_decref(deep);
    api_close(&a);
}

static void test_misuse(void)
{
    api a;
    hk_value v;
    api_open(&a);
    CHECK(hk_from_jansson(NULL, json_null(), &v, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_from_jansson(a.context, NULL, &v, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_from_jansson(a.context, json_null(), NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_to_jansson(hk_none(), NULL, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

static void test_refused(void)
{
    json_t *tree = parse("{\"a\": [1, \"text\", {}], \"b\": 2.5}");
    for (size_t nth = 1, failed = 1; failed; nth++) {
        hkt_mem mem;
        hk_value v;
        hkt_mem_init(&mem);
        hk_env *env = hk_env_new(&mem.hooks);
        hk_context *context = hk_context_new(env);
        mem.fail_at = mem.calls + nth;
        hk_status status = hk_from_jansson(context, tree, &v, NULL);
        failed = mem.failed;
        CHECK(status == (failed ? HK_NO_MEMORY : HK_OK));
        hk_context_free(context);
        hk_env_free(env);
        CHECK(mem.live == 0);
    }
    json_decref(tree);
}

int main(void)
{
    test_round_trip();
    test_values();
    test_unspeakable();
    test_trees();
    test_misuse();
    test_refused();
    return hkt_done();
}
