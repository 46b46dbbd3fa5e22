/* evaluate_test.c: what expressions and native templates give a host: each kind of value, and that it outlives its render. */
#include "render.h"

static const struct { const char *expression; hk_type type; const char *repr; } rows[] = {
    {"none", HK_TYPE_NONE, "None"},
    {"nosuch", HK_TYPE_NONE, "None"},
    {"1 < 2", HK_TYPE_BOOL, "True"},
    {"6 * 7", HK_TYPE_INT, "42"},
    {"2 ** 70", HK_TYPE_BIG_INT, "1180591620717411303424"},
    {"3 / 2", HK_TYPE_FLOAT, "1.5"},
    {"(-4) ** 0.5", HK_TYPE_OTHER, "(1.2246467991473532e-16+2j)"},
    {"'a' ~ 1", HK_TYPE_STRING, "'a1'"},
    {"'<b>'|safe", HK_TYPE_STRING, "Markup('<b>')"},
    {"'a\u00e9'.encode()", HK_TYPE_BYTES, "b'a\\xc3\\xa9'"},
    {"[1, nosuch, ['a']]", HK_TYPE_LIST, "[1, None, ['a']]"},
    {"(1, 2 ** 70, (-4) ** 0.5)", HK_TYPE_TUPLE, "(1, 1180591620717411303424, (1.2246467991473532e-16+2j))"},
    {"{'k': (1,), 2: 'b'.encode()}", HK_TYPE_DICT, "{'k': (1,), 2: b'b'}"},
    {"range(1, 9, 3)", HK_TYPE_OTHER, "range(1, 9, 3)"},
};

static void check_result(hk_context *home, size_t i, hk_value v)
{
    hk_buffer out = HK_BUFFER_NONE;
    CHECK_ROW(rows[i].expression, hk_type_of(v) == rows[i].type);
    CHECK_ROW(rows[i].expression, hk_write_repr(home, v, hk_buffer_sink(&out), NULL) == HK_OK);
    CHECK_BYTES(rows[i].expression, out.text, out.size, rows[i].repr, strlen(rows[i].repr));
    hk_buffer_free(&out);
}

/* Each result is looked at after the renders of all others. */
static void test_expressions(void)
{
    enum { COUNT = sizeof rows / sizeof *rows };
    hk_value results[COUNT];
    api a;
    api_open(&a);
    for (size_t i = 0; i < COUNT; i++) {
        const hk_template *t;
        CHECK_ROW(rows[i].expression, hk_env_expression(a.env, rows[i].expression, HK_NUL, &t, &a.error) == HK_OK);
        CHECK_ROW(rows[i].expression, hk_evaluate(t, NULL, a.context, &results[i], &a.error) == HK_OK);
        hk_template_release(t);
    }
    for (size_t i = 0; i < COUNT; i++) check_result(a.context, i, results[i]);
    api_close(&a);
}

static void test_native(void)
{
    api a;
    const hk_template *t;
    hk_value v = hk_none();
    api_open(&a);
    CHECK(hk_env_set_flag(a.env, "native", true, NULL) == HK_OK);
    CHECK(hk_env_from_string(a.env, "[{{ 1 }}, 2.5]", HK_NUL, NULL, &t, NULL) == HK_OK && hk_evaluate(t, NULL, a.context, &v, NULL) == HK_OK);
    CHECK(hk_length(v) == 2 && hk_as_int(hk_list_at(v, 0)) == 1 && hk_as_float(hk_list_at(v, 1)) == 2.5);
    CHECK(hk_env_from_string(a.env, "{{ 12 }}j", HK_NUL, NULL, &t, NULL) == HK_OK && hk_evaluate(t, NULL, a.context, &v, NULL) == HK_OK);
    CHECK(hk_type_of(v) == HK_TYPE_OTHER);
    api_close(&a);
}

/* What belongs to its render does not leave it. */
static void test_refused(void)
{
    static const char *const refused[] = {"[1]|map('string')", "[cycler(1)]", "{'a': namespace()}", "range", "'a'.upper", "{}.keys()"};
    api a;
    hk_value v;
    const hk_template *t;
    api_open(&a);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        CHECK_ROW(refused[i], hk_env_expression(a.env, refused[i], HK_NUL, &t, &a.error) == HK_OK);
        CHECK_ROW(refused[i], hk_evaluate(t, NULL, a.context, &v, &a.error) == HK_TYPE_ERROR);
        CHECK_ROW(refused[i], strstr(a.error.message, "cannot outlive its render") != NULL);
    }
    CHECK(hk_context_status(a.context) == HK_OK);
    api_close(&a);
}

int main(void)
{
    test_expressions();
    test_native();
    test_refused();
    return hkt_done();
}
