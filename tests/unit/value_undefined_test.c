/* undefined.c: what undefined values say and show. Rows: what Jinja2 3.1.6 gives. */
#include "../harness/make.h"
#include "value/class.h"
#include "value/ops.h"

/* Undefined(obj=object, name=name): its message, and what DebugUndefined prints. An object of "-": none. */
static const struct message_row { const char *object, *name, *message, *debug; } message_rows[] = {
    {"-", "'x'", "UndefinedError: 'x' is undefined", "{{ x }}"},
    {"-", "None", "UndefinedError: None is undefined", "{{ None }}"},
    {"None", "'x'", "UndefinedError: 'None' has no attribute 'x'", "{{ no such element: None['x'] }}"},
    {"None", "0", "UndefinedError: None has no element 0", "{{ no such element: None[0] }}"},
    {"{}", "'x'", "UndefinedError: 'dict object' has no attribute 'x'", "{{ no such element: dict object['x'] }}"},
    {"[]", "5", "UndefinedError: list object has no element 5", "{{ no such element: list object[5] }}"},
    {"[]", "(1, 'a')", "UndefinedError: list object has no element (1, 'a')", "{{ no such element: list object[(1, 'a')] }}"},
    {"M'a'", "'x'", "UndefinedError: 'markupsafe.Markup object' has no attribute 'x'", "{{ no such element: markupsafe.Markup object['x'] }}"},
    {"'a'", "'it'", "UndefinedError: 'str object' has no attribute 'it'", "{{ no such element: str object['it'] }}"},
    {"123456789012345678901234567890", "M'a'", "UndefinedError: 'int object' has no attribute Markup('a')", "{{ no such element: int object[Markup('a')] }}"},
    {"1.5", "'a'", "UndefinedError: 'float object' has no attribute 'a'", "{{ no such element: float object['a'] }}"},
    {"True", "'a'", "UndefinedError: 'bool object' has no attribute 'a'", "{{ no such element: bool object['a'] }}"},
    {"b''", "'a'", "UndefinedError: 'bytes object' has no attribute 'a'", "{{ no such element: bytes object['a'] }}"},
    {"keys{}", "'a'", "UndefinedError: 'dict_keys object' has no attribute 'a'", "{{ no such element: dict_keys object['a'] }}"},
    {"range(0, 3)", "'a'", "UndefinedError: 'range object' has no attribute 'a'", "{{ no such element: range object['a'] }}"},
    {"iter[]", "'a'", "UndefinedError: 'list_iterator object' has no attribute 'a'", "{{ no such element: list_iterator object['a'] }}"},
    {"iter'a'", "None", "UndefinedError: str_ascii_iterator object has no element None", "{{ no such element: str_ascii_iterator object[None] }}"},
    {"{}", "''", "UndefinedError: 'dict object' has no attribute ''", "{{ no such element: dict object[''] }}"},
    {"{}", "[]", "UndefinedError: dict object has no element []", "{{ no such element: dict object[[]] }}"},
};

static void test_messages(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof message_rows / sizeof *message_rows; i++) {
        const struct message_row *row = &message_rows[i];
        hk_value object = {0}, v = hki_none(), out = hki_none();
        if (row->object[0] != '-') object = hkt_operand(t, row->object);
        CHECK(hki_undefined_of(&t->rt, object, hkt_operand(t, row->name), &v));
        CHECK(!hki_add(&t->rt, v, hki_int(1), &out));
        CHECK_SAME(row->message, hkt_error(t), row->message);
        v.aux = HKI_UNDEFINED_DEBUG;
        CHECK(hki_to_str(&t->rt, v, &out));
        CHECK_BYTES(row->debug, hki_as_str(out)->data, hki_as_str(out)->size, row->debug, strlen(row->debug));
    }
}

static void test_hints(hkt_rt *t)
{
    hk_value v, out;
    CHECK(hki_undefined_hint(&t->rt, &v, "parameter %r was %s", hkt_str(t, "a"), "not provided"));
    hki_undefined_raise(&t->rt, v);
    CHECK_SAME("hint", hkt_error(t), "UndefinedError: parameter 'a' was not provided");
    v.aux = HKI_UNDEFINED_DEBUG;
    CHECK(hki_to_str(&t->rt, v, &out));
    CHECK_TEXT("debug", hki_as_str(out)->data, hki_as_str(out)->size, "{{ undefined value printed: parameter 'a' was not provided }}");
    CHECK(hki_undefined_unsafe(&t->rt, hkt_value(t, "{}"), hki_str_c(&t->rt, "__class__"), &v));
    CHECK(hki_to_str(&t->rt, v, &out) && hki_as_str(out)->size == 0);
    hki_undefined_raise(&t->rt, v);
    CHECK_SAME("unsafe", hkt_error(t), "SecurityError: access to attribute '__class__' of 'dict' object is unsafe.");
    hki_undefined_raise(&t->rt, (hk_value){0});
    CHECK_SAME("no name", hkt_error(t), "UndefinedError: None is undefined");
}

/* The environment's kind is what an undefined value is made with. */
static void test_kinds(hkt_rt *t)
{
    static const char *const names[] = {"Undefined", "ChainableUndefined", "DebugUndefined", "StrictUndefined"};
    for (unsigned kind = 0; kind < 4; kind++) {
        hk_value of = hki_none(), hint = hki_none();
        t->rt.undefined = (uint16_t)kind;
        CHECK(hki_undefined_of(&t->rt, hki_none(), hkt_str(t, "a"), &of) && hki_undefined_hint(&t->rt, &hint, "x"));
        CHECK_SAME(names[kind], hki_type_name(of), names[kind]);
        CHECK_SAME(names[kind], hki_type_name(hint), names[kind]);
        CHECK_SAME(names[kind], hki_type_name(hki_undefined_name(&t->rt, hki_str_c(&t->rt, "v"))), names[kind]);
    }
    t->rt.undefined = HKI_UNDEFINED_DEFAULT;
}

/* The chainable kind gives itself, whatever is asked of it. */
static void test_chain(hkt_rt *t)
{
    hk_value chain = hkt_operand(t, "chain"), out = hki_none();
    CHECK(hki_getattr(&t->rt, chain, hkt_str(t, "a"), &out) && out.as.p == chain.as.p);
    CHECK(hki_getitem(&t->rt, chain, hki_int(0), &out) && out.as.p == chain.as.p);
    CHECK(hki_subscript(&t->rt, chain, hki_int(0), &out) && out.as.p == chain.as.p);
    CHECK(!hki_add(&t->rt, out, hki_int(1), &out));
    CHECK_SAME("the first name stays", hkt_error(t), "UndefinedError: 'c' is undefined");
}

static void test_objects(hkt_rt *t)
{
    static const hki_class ns = {.name = "jinja2.utils.Namespace"};
    hk_value o = hki_object_value(hki_object_new(&t->rt, &ns, 0)), v = hki_none();
    CHECK(hki_getattr(&t->rt, o, hkt_str(t, "a"), &v));
    hki_undefined_raise(&t->rt, v);
    CHECK_SAME("object", hkt_error(t), "UndefinedError: 'jinja2.utils.Namespace object' has no attribute 'a'");
    bool ok = hki_add(&t->rt, o, hki_int(1), &v);
    CHECK_SAME("type", hkt_result(t, ok, v), "TypeError: unsupported operand type(s) for +: 'Namespace' and 'int'");
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    test_messages(&t);
    test_hints(&t);
    test_kinds(&t);
    test_chain(&t);
    test_objects(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
