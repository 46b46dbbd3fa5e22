/* ops.c, concat.c: operators over all types. Rows: what CPython 3.11, Jinja2 3.1.6 and MarkupSafe give. */
#include "../harness/make.h"
#include "value/ops.h"

#define MEMORY_ERROR "MemoryError"
/* What there is no memory for where sizes have 64 bits is no size where they have 32. */
#define TOO_LONG(message) (SIZE_MAX > UINT32_MAX ? MEMORY_ERROR : "OverflowError: " message)

typedef struct binary_row { const char *a, *op, *b, *want; } binary_row;
static const binary_row binary_rows[] = {
    {"1", "+", "2", "3"},
    {"1", "+", "'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'"},
    {"'a'", "+", "1", "TypeError: can only concatenate str (not \"int\") to str"},
    {"'a'", "+", "'b'", "'ab'"},
    {"'a'", "+", "M'<b>'", "Markup('a<b>')"},
    {"M'<b>'", "+", "'<'", "Markup('<b>&lt;')"},
    {"M'a'", "+", "1", "TypeError: unsupported operand type(s) for +: 'Markup' and 'int'"},
    {"1", "+", "M'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'Markup'"},
    {"M'a'", "+", "None", "TypeError: unsupported operand type(s) for +: 'Markup' and 'NoneType'"},
    {"M'a'", "+", "U", "UndefinedError: 'x' is undefined"},
    {"U", "+", "M'a'", "UndefinedError: 'x' is undefined"},
    {"M'a'", "+", "chain", "Markup('a')"},
    {"chain", "+", "M'a'", "UndefinedError: 'c' is undefined"},
    {"'a'", "+", "U", "UndefinedError: 'x' is undefined"},
    {"U", "+", "'a'", "UndefinedError: 'x' is undefined"},
    {"strict", "+", "U", "UndefinedError: 's' is undefined"},
    {"[1]", "+", "[2, 3]", "[1, 2, 3]"},
    {"[1]", "+", "(2,)", "TypeError: can only concatenate list (not \"tuple\") to list"},
    {"(1,)", "+", "(2,)", "(1, 2)"},
    {"(1,)", "+", "[2]", "TypeError: can only concatenate tuple (not \"list\") to tuple"},
    {"[1]", "+", "M'a'", "TypeError: can only concatenate list (not \"Markup\") to list"},
    {"[1]", "+", "U", "UndefinedError: 'x' is undefined"},
    {"()", "+", "()", "()"},
    {"b'a'", "+", "b'b'", "b'ab'"},
    {"b'a'", "+", "'b'", "TypeError: can't concat str to bytes"},
    {"{}", "+", "{}", "TypeError: unsupported operand type(s) for +: 'dict' and 'dict'"},
    {"None", "+", "None", "TypeError: unsupported operand type(s) for +: 'NoneType' and 'NoneType'"},
    {"range(0, 3)", "+", "range(0, 3)", "TypeError: unsupported operand type(s) for +: 'range' and 'range'"},
    {"items{}", "+", "1", "TypeError: unsupported operand type(s) for +: 'dict_items' and 'int'"},
    {"True", "+", "True", "2"},
    {"'a'", "*", "3", "'aaa'"},
    {"3", "*", "'a'", "'aaa'"},
    {"'ab'", "*", "0", "''"},
    {"'ab'", "*", "-1", "''"},
    {"'h\xc3""\xa9""'", "*", "3", "'h\xc3""\xa9""h\xc3""\xa9""h\xc3""\xa9""'"},
    {"''", "*", "1000000000000000000", "''"},
    {"'ab'", "*", "True", "'ab'"},
    {"M'<'", "*", "2", "Markup('<<')"},
    {"2", "*", "M'<'", "Markup('<<')"},
    {"M'a'", "*", "'b'", "TypeError: can't multiply sequence by non-int of type 'Markup'"},
    {"'b'", "*", "M'a'", "TypeError: can't multiply sequence by non-int of type 'Markup'"},
    {"[1]", "*", "M'a'", "TypeError: can't multiply sequence by non-int of type 'Markup'"},
    {"M'a'", "*", "1.5", "TypeError: unsupported operand type(s) for *: 'Markup' and 'float'"},
    {"1.5", "*", "M'a'", "TypeError: unsupported operand type(s) for *: 'float' and 'Markup'"},
    {"M'a'", "*", "U", "UndefinedError: 'x' is undefined"},
    {"U", "*", "M'a'", "UndefinedError: 'x' is undefined"},
    {"[1, 2]", "*", "2", "[1, 2, 1, 2]"},
    {"2", "*", "(1, 2)", "(1, 2, 1, 2)"},
    {"[]", "*", "1000000000000000000", "[]"},
    {"b'ab'", "*", "2", "b'abab'"},
    {"'a'", "*", "1.5", "TypeError: can't multiply sequence by non-int of type 'float'"},
    {"1.5", "*", "'a'", "TypeError: can't multiply sequence by non-int of type 'float'"},
    {"[1]", "*", "1.5", "TypeError: can't multiply sequence by non-int of type 'float'"},
    {"1.5", "*", "[1]", "TypeError: can't multiply sequence by non-int of type 'float'"},
    {"'a'", "*", "'b'", "TypeError: can't multiply sequence by non-int of type 'str'"},
    {"[1]", "*", "[2]", "TypeError: can't multiply sequence by non-int of type 'list'"},
    {"{}", "*", "[2]", "TypeError: can't multiply sequence by non-int of type 'dict'"},
    {"None", "*", "(1,)", "TypeError: can't multiply sequence by non-int of type 'NoneType'"},
    {"'a'", "*", "None", "TypeError: can't multiply sequence by non-int of type 'NoneType'"},
    {"range(0, 3)", "*", "2", "TypeError: unsupported operand type(s) for *: 'range' and 'int'"},
    {"'a'", "*", "U", "UndefinedError: 'x' is undefined"},
    {"U", "*", "[1]", "UndefinedError: 'x' is undefined"},
    {"'a'", "*", "1000000000000000000000000000000", "OverflowError: cannot fit 'int' into an index-sized integer"},
    {"[1]", "*", "1000000000000000000000000000000", "OverflowError: cannot fit 'int' into an index-sized integer"},
    {"'ab'", "*", "1000000000000000000", TOO_LONG("repeated string is too long")},
    {"[1, 2]", "*", "1000000000000000000", MEMORY_ERROR},
    {"(1, 2)", "*", "1000000000000000000", MEMORY_ERROR},
    {"b'ab'", "*", "1000000000000000000", TOO_LONG("repeated bytes are too long")},
    {"'a'", "-", "'b'", "TypeError: unsupported operand type(s) for -: 'str' and 'str'"},
    {"M'a'", "-", "1", "TypeError: unsupported operand type(s) for -: 'Markup' and 'int'"},
    {"1", "-", "U", "UndefinedError: 'x' is undefined"},
    {"U", "-", "strict", "UndefinedError: 'x' is undefined"},
    {"7", "-", "2", "5"},
    {"'a'", "/", "1", "TypeError: unsupported operand type(s) for /: 'str' and 'int'"},
    {"1", "/", "'a'", "TypeError: unsupported operand type(s) for /: 'int' and 'str'"},
    {"7", "/", "2", "3.5"},
    {"'a'", "//", "1", "TypeError: unsupported operand type(s) for //: 'str' and 'int'"},
    {"7", "//", "2", "3"},
    {"1", "%", "'a'", "TypeError: unsupported operand type(s) for %: 'int' and 'str'"},
    {"[]", "%", "1", "TypeError: unsupported operand type(s) for %: 'list' and 'int'"},
    {"7", "%", "4", "3"},
    {"'a%s'", "%", "1", "'a1'"},
    {"'a%s'", "%", "U", "'a'"},
    {"1", "%", "U", "UndefinedError: 'x' is undefined"},
    {"'a'", "**", "2", "TypeError: unsupported operand type(s) for ** or pow(): 'str' and 'int'"},
    {"2", "**", "10", "1024"},
    {"U", "**", "2", "UndefinedError: 'x' is undefined"},
};

static bool binary(hkt_rt *t, const char *op, hk_value a, hk_value b, hk_value *out)
{
    switch (op[0]) {
    case '+': return hki_add(&t->rt, a, b, out);
    case '-': return hki_sub(&t->rt, a, b, out);
    case '*': return op[1] ? hki_pow(&t->rt, a, b, out) : hki_mul(&t->rt, a, b, out);
    case '/': return op[1] ? hki_floordiv(&t->rt, a, b, out) : hki_div(&t->rt, a, b, out);
    default: return hki_mod(&t->rt, a, b, out);
    }
}

static void test_binary(void)
{
    for (size_t i = 0; i < sizeof binary_rows / sizeof *binary_rows; i++) {
        const binary_row *row = &binary_rows[i];
        hkt_rt t;
        hkt_rt_open(&t);
        hk_value a = hkt_operand(&t, row->a), b = hkt_operand(&t, row->b), out = hki_none();
        bool ok = binary(&t, row->op, a, b, &out);
        const char *got = hkt_result(&t, ok, out);
        if (strcmp(row->want, MEMORY_ERROR) == 0)
            CHECK_ROW(row->a, strncmp(got, MEMORY_ERROR, strlen(MEMORY_ERROR)) == 0);
        else
            CHECK_SAME(row->a, got, row->want);
        hkt_rt_close(&t);
    }
}

/* Every operation again with the first, the second, … request for memory refused. The region is used up before, so that new objects
 * need new memory. */
static void test_binary_without_memory(void)
{
    for (size_t i = 0; i < sizeof binary_rows / sizeof *binary_rows; i++) {
        const binary_row *row = &binary_rows[i];
        for (size_t nth = 1; nth < 9; nth++) {
            hkt_rt t;
            hkt_rt_open(&t);
            hk_value a = hkt_operand(&t, row->a), b = hkt_operand(&t, row->b), out = hki_none();
            hki_buf_free(&t.rt.scratch);
            t.region.next = t.region.end;
            t.mem.fail_at = t.mem.calls + nth;
            bool ok = binary(&t, row->op, a, b, &out);
            bool refused = t.mem.failed;
            CHECK_ROW(row->a, ok == !hki_failed(&t.rt) && (!refused || t.error.kind == HK_NO_MEMORY));
            t.mem.fail_at = 0;
            CHECK(t.rt.scratch.size == 0 && !t.rt.scratch.failed && t.rt.depth == 0);
            hkt_rt_close(&t);
            if (!refused) break;
        }
    }
}

typedef struct unary_row { const char *op, *a, *want; } unary_row;
static const unary_row unary_rows[] = {
    {"-", "1", "-1"},
    {"-", "True", "-1"},
    {"-", "1.5", "-1.5"},
    {"-", "'a'", "TypeError: bad operand type for unary -: 'str'"},
    {"-", "[]", "TypeError: bad operand type for unary -: 'list'"},
    {"-", "None", "TypeError: bad operand type for unary -: 'NoneType'"},
    {"-", "U", "UndefinedError: 'x' is undefined"},
    {"+", "True", "1"},
    {"+", "-1", "-1"},
    {"+", "{}", "TypeError: bad operand type for unary +: 'dict'"},
    {"+", "strict", "UndefinedError: 's' is undefined"},
    {"+", "M'a'", "TypeError: bad operand type for unary +: 'Markup'"},
};

static void test_unary(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof unary_rows / sizeof *unary_rows; i++) {
        const unary_row *row = &unary_rows[i];
        hk_value a = hkt_operand(t, row->a), out = hki_none();
        bool ok = row->op[0] == '-' ? hki_neg(&t->rt, a, &out) : hki_pos(&t->rt, a, &out);
        CHECK_SAME(row->a, hkt_result(t, ok, out), row->want);
    }
}

/* Parts stand between bars; what str_join gives, and markup_join. */
typedef struct concat_row { const char *parts, *plain, *markup; } concat_row;
static const concat_row concat_rows[] = {
    {"'a'", "'a'", "'a'"},
    {"'a'|'b'", "'ab'", "'ab'"},
    {"1|'<'", "'1<'", "'1<'"},
    {"M'<'|'<'", "'<<'", "Markup('<&lt;')"},
    {"'<'|M'<'", "'<<'", "Markup('&lt;<')"},
    {"'<'|1|M'>'|2.5|None", "'<1>2.5None'", "Markup('&lt;1>2.5None')"},
    {"[M'<', '<']|M'-'", "\"[Markup('<'), '<']-\"", "Markup('[Markup(&#39;&lt;&#39;), &#39;&lt;&#39;]-')"},
    {"U|'a'", "'a'", "'a'"},
    {"debug|M'<'", "'{{ d }}<'", "Markup('{{ d }}<')"},
    {"U|strict", "UndefinedError: 's' is undefined", "UndefinedError: 's' is undefined"},
    {"1|2|3", "'123'", "'123'"},
    {"'<'|'>'", "'<>'", "'<>'"},
    {"M'a'|M'b'", "'ab'", "Markup('ab')"},
    {"chain|M'<'", "'<'", "Markup('<')"},
    {"b'<'|M'<'", "\"b'<'<\"", "Markup('b&#39;&lt;&#39;<')"},
    {"'h\xc3""\xa9""'|'\xc3""\xa9""'", "'h\xc3""\xa9""\xc3""\xa9""'", "'h\xc3""\xa9""\xc3""\xa9""'"},
};

static size_t read_parts(hkt_rt *t, const char *text, hk_value *parts)
{
    size_t count = 0;
    char part[64];
    for (; *text; text += *text == '|') {
        size_t size = strcspn(text, "|");
        memcpy(part, text, size);
        part[size] = '\0';
        parts[count++] = hkt_operand(t, part);
        text += size;
    }
    return count;
}

static void test_concat(hkt_rt *t)
{
    for (size_t i = 0; i < sizeof concat_rows / sizeof *concat_rows; i++) {
        const concat_row *row = &concat_rows[i];
        hk_value parts[8], out = hki_none();
        size_t count = read_parts(t, row->parts, parts);
        bool ok = hki_concat(&t->rt, parts, count, 0, &out);
        CHECK_SAME(row->parts, hkt_result(t, ok, out), row->plain);
        ok = hki_concat(&t->rt, parts, count, 1, &out);
        CHECK_SAME(row->parts, hkt_result(t, ok, out), row->markup);
        CHECK(t->rt.scratch.size == 0);
    }
}

/* s = s ~ "x" and s = s + "x" in a loop take room for one text, not for all that came before. */
static void test_appending_is_linear(hkt_rt *t)
{
    hk_value parts[2] = {hkt_str(t, ""), hkt_str(t, "0123456789")}, sum = hki_none();
    size_t before = t->region.bytes;
    for (int i = 0; i < 5000; i++) CHECK(hki_concat(&t->rt, parts, 2, 0, &parts[0]));
    for (int i = 0; i < 5000; i++) {
        CHECK(hki_add(&t->rt, parts[0], parts[1], &sum));
        parts[0] = sum;
    }
    CHECK(hki_as_str(parts[0])->size == 100000);
    CHECK(t->region.bytes - before < 2000000);
}

int main(void)
{
    hkt_rt t;
    test_binary();
    test_binary_without_memory();
    hkt_rt_open(&t);
    test_unary(&t);
    test_concat(&t);
    test_appending_is_linear(&t);
    hkt_rt_close(&t);
    return hkt_done();
}
