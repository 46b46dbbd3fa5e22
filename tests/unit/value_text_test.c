/* text.c, repr.c: str(), escaped text, repr(), ascii(). Rows: what CPython 3.11, Jinja2 3.1.6 and MarkupSafe give. */
#include "../harness/make.h"
#include "value/call.h"
#include "value/class.h"
#include "value/list.h"
#include "value/ops.h"

static const struct text_row { const char *value, *str, *escaped, *repr; } text_rows[] = {
    {"None", "None", "None", "None"},
    {"True", "True", "True", "True"},
    {"0", "0", "0", "0"},
    {"-12", "-12", "-12", "-12"},
    {"1.5", "1.5", "1.5", "1.5"},
    {"1e16", "1e+16", "1e+16", "1e+16"},
    {"1e-05", "1e-05", "1e-05", "1e-05"},
    {"nan", "nan", "nan", "nan"},
    {"-inf", "-inf", "-inf", "-inf"},
    {"123456789012345678901234567890", "123456789012345678901234567890", "123456789012345678901234567890", "123456789012345678901234567890"},
    {"'a<b'", "a<b", "a&lt;b", "'a<b'"},
    {"M'a<b'", "a<b", "a<b", "Markup('a<b')"},
    {"'it\\'s'", "it's", "it&#39;s", "\"it's\""},
    {"b'a\\'b'", "b\"a'b\"", "b&#34;a&#39;b&#34;", "b\"a'b\""},
    {"[]", "[]", "[]", "[]"},
    {"[1, 'a', M'b', None, 2.0]", "[1, 'a', Markup('b'), None, 2.0]", "[1, &#39;a&#39;, Markup(&#39;b&#39;), None, 2.0]", "[1, 'a', Markup('b'), None, 2.0]"},
    {"()", "()", "()", "()"},
    {"(1,)", "(1,)", "(1,)", "(1,)"},
    {"(1, (2, 3))", "(1, (2, 3))", "(1, (2, 3))", "(1, (2, 3))"},
    {"{}", "{}", "{}", "{}"},
    {"{'a': 1, 2: [3], (4, 5): {'x': 'y'}}", "{'a': 1, 2: [3], (4, 5): {'x': 'y'}}", "{&#39;a&#39;: 1, 2: [3], (4, 5): {&#39;x&#39;: &#39;y&#39;}}", "{'a': 1, 2: [3], (4, 5): {'x': 'y'}}"},
    {"keys{'a': 1, 'b': 2}", "dict_keys(['a', 'b'])", "dict_keys([&#39;a&#39;, &#39;b&#39;])", "dict_keys(['a', 'b'])"},
    {"values{'a': 1}", "dict_values([1])", "dict_values([1])", "dict_values([1])"},
    {"items{'a': 1}", "dict_items([('a', 1)])", "dict_items([(&#39;a&#39;, 1)])", "dict_items([('a', 1)])"},
    {"items{}", "dict_items([])", "dict_items([])", "dict_items([])"},
    {"range(0, 3)", "range(0, 3)", "range(0, 3)", "range(0, 3)"},
    {"range(1, 10, 2)", "range(1, 10, 2)", "range(1, 10, 2)", "range(1, 10, 2)"},
    {"U", "", "", "Undefined"},
    {"chain", "", "", "Undefined"},
    {"debug", "{{ d }}", "{{ d }}", "Undefined"},
    {"strict", "UndefinedError: 's' is undefined", "UndefinedError: 's' is undefined", "Undefined"},
    {"iter[]", "<list_iterator object at 0x7f0000000000>", "&lt;list_iterator object at 0x7f0000000000&gt;", "<list_iterator object at 0x7f0000000000>"},
    {"iter'a'", "<str_ascii_iterator object at 0x7f0000000000>", "&lt;str_ascii_iterator object at 0x7f0000000000&gt;", "<str_ascii_iterator object at 0x7f0000000000>"},
    {"iterrange(0, 1)", "<range_iterator object at 0x7f0000000000>", "&lt;range_iterator object at 0x7f0000000000&gt;", "<range_iterator object at 0x7f0000000000>"},
    {"iteritems{}", "<dict_itemiterator object at 0x7f0000000000>", "&lt;dict_itemiterator object at 0x7f0000000000&gt;", "<dict_itemiterator object at 0x7f0000000000>"},
};

static const struct quote_row { const char *text; size_t size; const char *repr, *ascii; } quote_rows[] = {
    {"", 0, "''", "''"},
    {"abc", 3, "'abc'", "'abc'"},
    {"it's", 4, "\"it's\"", "\"it's\""},
    {"say \"hi\"", 8, "'say \"hi\"'", "'say \"hi\"'"},
    {"both ' and \"", 12, "'both \\' and \"'", "'both \\' and \"'"},
    {"a\\b", 3, "'a\\\\b'", "'a\\\\b'"},
    {"\n\x09""\x0d""\x00""\x1b""\x7f""", 6, "'\\n\\t\\r\\x00\\x1b\\x7f'", "'\\n\\t\\r\\x00\\x1b\\x7f'"},
    {"caf\xc3""\xa9""", 5, "'caf\xc3""\xa9""'", "'caf\\xe9'"},
    {"\xc2""\xa0""\xc2""\xad""\xc2""\x80""", 6, "'\\xa0\\xad\\x80'", "'\\xa0\\xad\\x80'"},
    {"\xe2""\x80""\x8b""\xe2""\x80""\xa8""\xef""\xbb""\xbf""", 9, "'\\u200b\\u2028\\ufeff'", "'\\u200b\\u2028\\ufeff'"},
    {"\xe2""\x82""\xac""", 3, "'\xe2""\x82""\xac""'", "'\\u20ac'"},
    {"\xf0""\x9f""\x98""\x80""", 4, "'\xf0""\x9f""\x98""\x80""'", "'\\U0001f600'"},
    {"\xf3""\xa0""\x80""\x81""", 4, "'\\U000e0001'", "'\\U000e0001'"},
    {"\xed""\x9f""\xbf""\xee""\x80""\x80""", 6, "'\\ud7ff\\ue000'", "'\\ud7ff\\ue000'"},
    {"\xcd""\xb8""", 2, "'\\u0378'", "'\\u0378'"},
};

typedef bool (*writer)(hki_rt *rt, hki_buf *out, hk_value v);

/* What a writer puts into a buffer of its own and into rt->scratch, which must be the same. */
static void check_text(hkt_rt *t, writer write, hk_value v, const char *want, const char *what)
{
    hki_buf out;
    hki_buf_init(&out, &t->mem.hooks);
    hki_buf_str(&out, "|");
    bool ok = write(&t->rt, &out, v);
    hki_buf_char(&out, '\0');
    CHECK_SAME(what, ok ? out.data + 1 : hkt_error(t), want);
    hki_buf_free(&out);
    size_t mark = hki_text_begin(&t->rt);
    ok = write(&t->rt, &t->rt.scratch, v);
    hk_value text = hki_none();
    CHECK_ROW(what, ok == !hki_failed(&t->rt));
    if (!ok) hki_error_clear(&t->error);
    CHECK_ROW(what, hki_text_end(&t->rt, mark, 0, &text));
    if (ok) CHECK_BYTES(what, hki_as_str(text)->data, hki_as_str(text)->size, want, strlen(want));
}

static void test_texts(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof text_rows / sizeof *text_rows; i++) {
        const struct text_row *row = &text_rows[i];
        hk_value v = hkt_operand(t, row->value), out = hki_none();
        check_text(t, hki_print, v, row->str, row->value);
        check_text(t, hki_print_escaped, v, row->escaped, row->value);
        check_text(t, hki_repr, v, row->repr, row->value);
        bool ok = hki_to_str(&t->rt, v, &out);
        CHECK_ROW(row->value, ok ? out.type == HKI_STRING && hki_is_safe(out) == hki_is_safe(v) : t->error.kind == HK_UNDEFINED_ERROR);
        hki_error_clear(&t->error);
        ok = hki_to_markup(&t->rt, v, &out);
        if (ok) CHECK_BYTES(row->value, hki_as_str(out)->data, hki_as_str(out)->size, row->escaped, strlen(row->escaped));
        CHECK_ROW(row->value, ok ? hki_is_safe(out) : t->error.kind == HK_UNDEFINED_ERROR);
        hki_error_clear(&t->error);
    }
}

static void test_quotes(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof quote_rows / sizeof *quote_rows; i++) {
        const struct quote_row *row = &quote_rows[i];
        hk_value v = hki_str_value(hki_str_new(&t->rt, row->text, row->size));
        check_text(t, hki_repr, v, row->repr, row->repr);
        check_text(t, hki_ascii, v, row->ascii, row->ascii);
    }
}

static void test_recursion(hkt_rt *t)
{
    hk_value list = hkt_value(t, "[1]"), dict = hkt_value(t, "{}"), tuple = hkt_value(t, "(0,)"), values = hkt_view(t, dict, HKI_VIEW_VALUES);
    CHECK(hki_list_push(&t->rt, hki_as_list(list), list));
    CHECK_SAME("list", hkt_repr(t, list), "[1, [...]]");
    CHECK(hki_dict_set_c(&t->rt, hki_as_dict(dict), "self", dict));
    CHECK_SAME("dict", hkt_repr(t, dict), "{'self': {...}}");
    hki_as_list(tuple)->items[0] = tuple;
    CHECK_SAME("tuple", hkt_repr(t, tuple), "((...),)");
    CHECK(hki_dict_set_c(&t->rt, hki_as_dict(dict), "self", values));
    CHECK_SAME("view", hkt_repr(t, values), "dict_values([...])");
    hk_value deep = hkt_value(t, "[]");
    for (int i = 0; i < 300; i++) {
        hki_list *outer = hki_list_new(&t->rt, 1);
        CHECK(hki_list_push(&t->rt, outer, deep));
        deep = hki_list_value(outer);
    }
    CHECK_SAME("deep", hkt_repr(t, deep), "RecursionError: maximum recursion depth exceeded while getting the repr of an object");
    CHECK(t->rt.depth == 0 && !t->rt.printing);
}

/* str, escape and repr of every row with each request for memory refused. */
static void test_without_memory(void)
{
    for (size_t i = 0; i < sizeof text_rows / sizeof *text_rows; i++)
        for (size_t nth = 1; nth < 9; nth++) {
            hkt_rt t;
            hkt_rt_open(&t);
            hk_value v = hkt_operand(&t, text_rows[i].value), out = hki_none();
            hki_buf_free(&t.rt.scratch);
            t.region.next = t.region.end;
            t.mem.fail_at = t.mem.calls + nth;
            t.mem.fail_on = true;
            bool ok = hki_to_markup(&t.rt, v, &out) && hki_to_str(&t.rt, v, &out);
            if (ok) {
                size_t mark = hki_text_begin(&t.rt);
                ok = hki_ascii(&t.rt, &t.rt.scratch, v);
                ok = hki_text_end(&t.rt, mark, 0, &out) && ok;
            }
            CHECK_ROW(text_rows[i].value, ok == !hki_failed(&t.rt) && (!t.mem.failed || t.error.kind == HK_NO_MEMORY));
            CHECK(t.rt.scratch.size == 0 && !t.rt.scratch.failed && t.rt.depth == 0 && !t.rt.printing);
            bool refused = t.mem.failed;
            t.mem.fail_at = 0;
            hkt_rt_close(&t);
            if (!refused) break;
        }
}

/* ---- objects and functions */

static bool show(hki_rt *rt, hki_object *o, hki_buf *out)
{
    hki_buf_str(out, "<Box ");
    bool ok = hki_repr(rt, out, o->slots[0]);
    hki_buf_char(out, '>');
    return ok;
}

static bool html(hki_rt *rt, hki_object *o, hki_buf *out)
{
    (void)rt, (void)o;
    hki_buf_str(out, "<b>");
    return true;
}

static void test_objects(hkt_rt *t)
{
    static const hki_class plain = {.name = "jinja2.utils.Cycler"}, box = {.name = "Box", .repr = show}, markup = {.name = "m.H", .html = html};
    hk_value o = hki_object_value(hki_object_new(&t->rt, &plain, 0)), b = hki_object_value(hki_object_new(&t->rt, &box, 1));
    CHECK_SAME("no repr", hkt_repr(t, o), "<jinja2.utils.Cycler object at 0x7f0000000000>");
    CHECK_SAME("type", hki_type_name(o), "Cycler");
    hk_value list = hkt_value(t, "[]");
    CHECK(hki_list_push(&t->rt, hki_as_list(list), b));
    hki_as_object(b)->slots[0] = list;
    CHECK_SAME("through an object", hkt_repr(t, b), "<Box [<Box [...]>]>");
    hki_as_object(b)->slots[0] = b;
    CHECK_SAME("itself", hkt_repr(t, b), "RecursionError: maximum recursion depth exceeded while getting the repr of an object");
    hk_value h = hki_object_value(hki_object_new(&t->rt, &markup, 0));
    check_text(t, hki_print_escaped, h, "<b>", "__html__");
    check_text(t, hki_print, h, "<m.H object at 0x7f0000000000>", "str of one with __html__");
    hk_value parts[2] = {hkt_value(t, "M'<'"), h}, out = hki_none();
    CHECK(hki_add(&t->rt, parts[0], h, &out));
    CHECK_SAME("Markup + __html__", hkt_repr(t, out), "Markup('<<b>')");
    CHECK(hki_concat(&t->rt, parts, 2, 1, &out));
    CHECK_SAME("~ takes str() first", hkt_repr(t, out), "Markup('<&lt;m.H object at 0x7f0000000000&gt;')");
}

static void test_functions(hkt_rt *t)
{
    static const hki_function range = {.name = "range", .python = "range", .flags = HKI_FN_CLASS};
    static const hki_function lipsum = {.name = "lipsum", .python = "generate_lorem_ipsum"};
    hk_value upper = hki_none();
    CHECK_SAME("class", hkt_repr(t, hki_pointer(HKI_FUNCTION, &range)), "<class 'range'>");
    CHECK_SAME("function", hkt_repr(t, hki_pointer(HKI_FUNCTION, &lipsum)), "<function generate_lorem_ipsum at 0x7f0000000000>");
    CHECK_SAME("type of a class", hki_type_name(hki_pointer(HKI_FUNCTION, &range)), "type");
    CHECK_SAME("type of a function", hki_type_name(hki_pointer(HKI_FUNCTION, &lipsum)), "function");
    CHECK(hki_getattr(&t->rt, hkt_str(t, "a"), hkt_str(t, "upper"), &upper));
    CHECK_SAME("method", hkt_repr(t, upper), "<built-in method upper of str object at 0x7f0000000000>");
}

static void test_truth_and_length(hkt_rt *t)
{
    static const struct { const char *value; int truth; int64_t length; } rows[] = {
        {"None", HKI_NO, -1}, {"False", HKI_NO, -1}, {"2", HKI_YES, -1}, {"0.0", HKI_NO, -1}, {"nan", HKI_YES, -1},
        {"123456789012345678901234567890", HKI_YES, -1}, {"''", HKI_NO, 0}, {"'h\xc3\xa9'", HKI_YES, 2}, {"b''", HKI_NO, 0}, {"b'ab'", HKI_YES, 2},
        {"[]", HKI_NO, 0}, {"[0]", HKI_YES, 1}, {"()", HKI_NO, 0}, {"{}", HKI_NO, 0}, {"{1: 2}", HKI_YES, 1}, {"keys{}", HKI_NO, 0},
        {"items{1: 2}", HKI_YES, 1}, {"range(0, 0)", HKI_NO, 0}, {"range(0, 9, 2)", HKI_YES, 5}, {"iter[]", HKI_YES, -1}, {"U", HKI_NO, 0},
        {"chain", HKI_NO, 0}, {"strict", HKI_ERROR, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_value v = hkt_operand(t, rows[i].value);
        CHECK_ROW(rows[i].value, hki_truth(&t->rt, v) == rows[i].truth);
        hki_error_clear(&t->error);
        CHECK_ROW(rows[i].value, hki_length(&t->rt, v) == rows[i].length);
        CHECK_ROW(rows[i].value, (t->error.kind != HK_OK) == (rows[i].length < 0));
        hki_error_clear(&t->error);
    }
    CHECK(hki_length(&t->rt, hki_int(1)) == -1);
    CHECK_SAME("len(1)", hkt_error(t), "TypeError: object of type 'int' has no len()");
}

static void test_formats(hkt_rt *t)
{
    hki_raise(&t->rt, HK_VALUE_ERROR, "%s %S %t %r %d %l %z %c%%", "s", hki_str_c(&t->rt, "S"), hki_none(), hkt_value(t, "'r'"), -1,
        (int64_t)INT64_MIN, (size_t)7, (uint32_t)0x20ac);
    hki_raise(&t->rt, HK_TYPE_ERROR, "the first error wins");
    CHECK_SAME("every letter", hkt_error(t), "ValueError: s S NoneType 'r' -1 -9223372036854775808 7 \xe2\x82\xac%");
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_texts(&t);
    test_quotes(&t);
    test_recursion(&t);
    test_objects(&t);
    test_functions(&t);
    test_truth_and_length(&t);
    test_formats(&t);
    hkt_rt_close(&t);
    test_without_memory();
    return hkt_done();
}
