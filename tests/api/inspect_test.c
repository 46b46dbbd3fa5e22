/* Values that hosts make and look into beyond plain data. */
#include "render.h"

static bool next(hk_call *call, void *self, size_t *at, hk_value *out)
{
    (void)call, (void)self;
    *out = hk_int((int64_t)*at * 10);
    return (*at)++ < 3;
}

static bool attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    (void)self;
    if (size == 4 && memcmp(name, "fail", 4) == 0) hk_call_fail(call, HK_VALUE_ERROR, "as asked");
    *out = hk_string(hk_call_home(call), name, size);
    return size != 2;
}

static const hk_object_type type = {.name = "Rows", .next = next, .attribute = attribute};

static void test_making(void)
{
    api a;
    api_open(&a);
    hk_value items[] = {hk_int(1), hk_string(a.context, "x", 1)};
    hk_context_set(a.context, "t", hk_tuple(a.context, items, 2));
    hk_context_set(a.context, "e", hk_tuple(a.context, NULL, 0));
    hk_context_set(a.context, "b", hk_bytes(a.context, "a\0\xff", 3));
    hk_context_set(a.context, "i", hk_integer(a.context, "-123456789012345678901234567890"));
    hk_context_set(a.context, "u", hk_undefined(a.context, "who"));
    CHECK_RENDER(&a, "{{ t }}{{ e }}{{ b }}{{ i + 1 }}[{{ u }}]{{ u is defined }}", "(1, 'x')()b'a\\x00\\xff'-123456789012345678901234567889[]False");
    CHECK_FAILS(&a, "{{ u.x }}", HK_UNDEFINED_ERROR, "'who' is undefined");
    size_t size;
    hk_value bytes = hk_bytes(a.context, "ab", 2);
    CHECK(memcmp(hk_as_bytes(bytes, &size), "ab", 2) == 0 && size == 2);
    CHECK(!hk_as_bytes(hk_int(1), &size) && size == 0);
    CHECK(hk_type_of(hk_integer(a.context, "7")) == HK_TYPE_INT);
    CHECK(hk_type_of(hk_tuple(NULL, items, 2)) == HK_TYPE_NONE && hk_type_of(hk_bytes(NULL, "", 0)) == HK_TYPE_NONE);
    CHECK(hk_type_of(hk_integer(NULL, "1")) == HK_TYPE_NONE && hk_type_of(hk_undefined(NULL, "x")) == HK_TYPE_UNDEFINED);
    CHECK(hk_type_of(hk_integer(a.context, "x1")) == HK_TYPE_NONE && hk_context_status(a.context) == HK_VALUE_ERROR);
    api_close(&a);
}

static hk_value text_of(api *a, hk_value v, hk_status (*write)(hk_context *, hk_value, hk_sink, hk_error *))
{
    hk_buffer out = HK_BUFFER_NONE;
    CHECK(write(a->context, v, hk_buffer_sink(&out), &a->error) == HK_OK);
    hk_value text = hk_string(a->context, out.text ? out.text : "", out.size);
    hk_buffer_free(&out);
    return text;
}

static void test_looking(void)
{
    api a;
    hk_value out, list;
    bool yes;
    api_open(&a);
    hk_value rows = hk_object(a.context, &type, &a), name = hk_string(a.context, "name", 4);
    CHECK(hk_get(a.context, rows, name, &out, NULL) == HK_OK && memcmp(hk_as_string(out, NULL), "name", 4) == 0);
    CHECK(hk_get(a.context, rows, hk_string(a.context, "no", 2), &out, NULL) == HK_OK && hk_type_of(out) == HK_TYPE_UNDEFINED);
    CHECK(hk_get(a.context, rows, hk_string(a.context, "fail", 4), &out, &a.error) == HK_VALUE_ERROR && strcmp(a.error.message, "as asked") == 0);
    CHECK(hk_items(a.context, rows, &list, NULL) == HK_OK && hk_length(list) == 3 && hk_as_int(hk_list_at(list, 2)) == 20);
    CHECK(hk_items(a.context, hk_int(1), &out, &a.error) == HK_TYPE_ERROR && strcmp(a.error.message, "'int' object is not iterable") == 0);
    CHECK(hk_get(a.context, list, hk_int(-1), &out, NULL) == HK_OK && hk_as_int(out) == 20);
    CHECK(hk_context_status(a.context) == HK_OK);
    CHECK(hk_equal(a.context, hk_int(1), hk_float(1), &yes, NULL) == HK_OK && yes);
    CHECK(hk_equal(a.context, list, rows, &yes, NULL) == HK_OK && !yes);
    CHECK(hk_less(a.context, name, hk_string(a.context, "nb", 2), &yes, NULL) == HK_OK && yes);
    CHECK(hk_less(a.context, name, hk_int(1), &yes, &a.error) == HK_TYPE_ERROR && strstr(a.error.message, "'<' not supported between"));
    out = text_of(&a, list, hk_write);
    CHECK(memcmp(hk_as_string(out, NULL), "[0, 10, 20]", 11) == 0);
    out = text_of(&a, name, hk_write);
    CHECK(memcmp(hk_as_string(out, NULL), "name", 4) == 0);
    out = text_of(&a, name, hk_write_repr);
    CHECK(memcmp(hk_as_string(out, NULL), "'name'", 6) == 0);
    api_close(&a);
}

static bool refuse(void *user, const char *text, size_t size) { return (void)user, (void)text, size == 0; }

static void test_misuse(void)
{
    api a;
    hk_value out;
    bool yes;
    api_open(&a);
    CHECK(hk_get(NULL, hk_none(), hk_none(), &out, &a.error) == HK_ARGUMENT_ERROR && hk_get(a.context, hk_none(), hk_none(), NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_items(NULL, hk_none(), &out, NULL) == HK_ARGUMENT_ERROR && hk_items(a.context, hk_none(), NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_equal(NULL, hk_none(), hk_none(), &yes, NULL) == HK_ARGUMENT_ERROR && hk_equal(a.context, hk_none(), hk_none(), NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_less(NULL, hk_none(), hk_none(), &yes, NULL) == HK_ARGUMENT_ERROR && hk_less(a.context, hk_none(), hk_none(), NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_write(NULL, hk_none(), hk_file_sink(stdout), NULL) == HK_ARGUMENT_ERROR && hk_write(a.context, hk_none(), hk_file_sink(NULL), NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_write_repr(NULL, hk_none(), hk_file_sink(stdout), NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_write(a.context, hk_int(1), (hk_sink){refuse, NULL}, &a.error) == HK_IO_ERROR && hk_context_status(a.context) == HK_OK);
    (void)hk_string(a.context, "\xff", 1);      /* a context that failed answers nothing any more */
    CHECK(hk_get(a.context, hk_none(), hk_none(), &out, NULL) == HK_UNICODE_DECODE_ERROR);
    api_close(&a);
}

int main(void)
{
    test_making();
    test_looking();
    test_misuse();
    return hkt_done();
}
