/* The errors of lexer and parser: kind, line, column and message. Lines and messages are Jinja's. */
#include "syntax_options.h"

static const struct { const char *name; unsigned flags; const char *in, *want; } rows[] = {
    {"end of print", 0, "{{ a b }}",
     "TemplateSyntaxError 1 expected token 'end of print statement', got 'b'"},
    {"end of the source", 0, "{{ a",
     "TemplateSyntaxError 1 unexpected end of template, expected 'end of print statement'."},
    {"nothing to print", 0, "{{ }}",
     "TemplateSyntaxError 1 Expected an expression, got 'end of print statement'"},
    {"an operator alone", 0, "{{ % }}",
     "TemplateSyntaxError 1 unexpected '%'"},
    {"after an operator", 0, "{{ a + }}",
     "TemplateSyntaxError 1 unexpected 'end of print statement'"},
    {"unclosed string", 0, "{{ 'a }}",
     "TemplateSyntaxError 1 unexpected char \"'\" at 3"},
    {"unknown character", 0, "\xc3\xa9\r\n{{ a ? b }}",
     "TemplateSyntaxError 2 unexpected char '?' at 7"},
    {"a lone !", 0, "{{ a ! b }}",
     "TemplateSyntaxError 1 unexpected char '!' at 5"},
    {"closed too often", 0, "{{ a) }}",
     "TemplateSyntaxError 1 unexpected ')'"},
    {"closed by another", 0, "{{ (a] }}",
     "TemplateSyntaxError 1 unexpected ']', expected ')'"},
    {"comment without end", 0, "a\n{# b",
     "TemplateSyntaxError 2 Missing end of comment tag"},
    {"raw without end", 0, "\n{% raw %}\nx",
     "TemplateSyntaxError 2 Missing end of raw directive"},
    {"bad identifier", 0, "{{ a\xc2\xb2 }}",
     "TemplateSyntaxError 1 Invalid character in identifier"},
    {"dot and string", 0, "{{ a.'b' }}",
     "TemplateSyntaxError 1 expected name or number"},
    {"hex escape", 0, "{{ '\\x4' }}",
     "TemplateSyntaxError 1 truncated \\xXX escape"},
    {"short u escape", 0, "{{ '\\u12' }}",
     "TemplateSyntaxError 1 truncated \\uXXXX escape"},
    {"long u escape", 0, "{{ '\\U12' }}",
     "TemplateSyntaxError 1 truncated \\UXXXXXXXX escape"},
    {"no character", 0, "{{ '\\U00110000' }}",
     "TemplateSyntaxError 1 illegal Unicode character"},
    {"unknown character name", 0, "{{ '\\N{nothing}' }}",
     "TemplateSyntaxError 1 unknown Unicode character name"},
    {"malformed character name", 0, "{{ '\\N' }}",
     "TemplateSyntaxError 1 malformed \\N character escape"},
    {"unknown tag", 0, "{% nothing %}",
     "TemplateSyntaxError 1 Encountered unknown tag 'nothing'."},
    {"unknown tag in a block", 0, "{% if a %}{% nothing %}{% endif %}",
     "TemplateSyntaxError 1 Encountered unknown tag 'nothing'. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'."},
    {"wrong nesting", 0, "{% if a %}{% for b in c %}{% endif %}",
     "TemplateSyntaxError 1 Encountered unknown tag 'endif'. You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for 'endfor' or 'else'. The innermost block that needs to be closed is 'for'."},
    {"end alone", 0, "{% endif %}",
     "TemplateSyntaxError 1 Encountered unknown tag 'endif'."},
    {"tag without name", 0, "{% 1 %}",
     "TemplateSyntaxError 1 tag name expected"},
    {"block not closed", 0, "{% for a in b %}\n{% if c %}x",
     "TemplateSyntaxError 2 Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'."},
    {"else not closed", 0, "{% for a in b %}{% else %}",
     "TemplateSyntaxError 1 Unexpected end of template. Jinja was looking for the following tags: 'endfor'. The innermost block that needs to be closed is 'for'."},
    {"tag not closed", 0, "{% if a",
     "TemplateSyntaxError 1 unexpected end of template, expected 'end of statement block'."},
    {"extension is off", 0, "{% do a %}",
     "TemplateSyntaxError 1 Encountered unknown tag 'do'."},
    {"a constant as target", 0, "{% set true = 1 %}",
     "TemplateSyntaxError 1 can't assign to 'const'"},
    {"an attribute as target", 0, "{% set (a.b) = 1 %}",
     "TemplateSyntaxError 1 can't assign to 'getattr'"},
    {"a sum as target", 0, "{% set (a + b) = 1 %}",
     "TemplateSyntaxError 1 can't assign to 'add'"},
    {"not as target", 0, "{% set (not a) = 1 %}",
     "TemplateSyntaxError 1 can't assign to 'not'"},
    {"a call as target", 0, "{% for (f()) in b %}{% endfor %}",
     "TemplateSyntaxError 1 can't assign to 'call'"},
    {"a tuple as target", 0, "{% set a, 1 = b %}",
     "TemplateSyntaxError 1 can't assign to 'tuple'"},
    {"a constant as parameter", 0, "{% macro a(none) %}{% endmacro %}",
     "TemplateSyntaxError 1 can't assign to 'name'"},
    {"for without in", 0, "{% for a b %}",
     "TemplateSyntaxError 1 expected token 'in', got 'b'"},
    {"a word as target", 0, "{% for a, in b %}{% endfor %}",
     "TemplateSyntaxError 1 expected token 'in', got 'b'"},
    {"hyphen in a block's name", 0, "{% block a-b %}{% endblock %}",
     "TemplateSyntaxError 1 Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead."},
    {"required block with text", 0, "{% block a required %}b{% endblock %}",
     "TemplateSyntaxError 1 Required blocks can only contain comments or whitespace"},
    {"block's name at its end", 0, "{% block a %}{% endblock b %}",
     "TemplateSyntaxError 1 expected token 'end of statement block', got 'b'"},
    {"default before none", 0, "{% macro a(b=1, c) %}{% endmacro %}",
     "TemplateSyntaxError 1 non-default argument follows default argument"},
    {"expected call", 0, "{% call a %}{% endcall %}",
     "TemplateSyntaxError 1 expected call"},
    {"underscore import", 0, "{% from 'a' import _b %}",
     "TemplateAssertionError 1 names starting with an underline can not be imported"},
    {"comma behind imports", 0, "{% from 'a' import b, %}",
     "TemplateSyntaxError 1 expected token 'name', got 'end of statement block'"},
    {"import nothing", 0, "{% from 'a' import %}",
     "TemplateSyntaxError 1 expected token 'name', got 'end of statement block'"},
    {"positional behind keyword", 0, "{{ f(a=1,\n b) }}",
     "TemplateSyntaxError 1 invalid syntax for function call expression"},
    {"two stars", 0, "{{ f(*a, *b) }}",
     "TemplateSyntaxError 1 invalid syntax for function call expression"},
    {"star behind two", 0, "{{ f(**a, *b) }}",
     "TemplateSyntaxError 1 invalid syntax for function call expression"},
    {"chained tests", 0, "{{ a is b is c }}",
     "TemplateSyntaxError 1 You cannot chain multiple tests with is"},
    {"empty set", 0, "{% set a = %}",
     "TemplateSyntaxError 1 Expected an expression, got 'end of statement block'"},
    {"dict without colon", 0, "{{ {a} }}",
     "TemplateSyntaxError 1 expected token ':', got '}'"},
    {"list without comma", 0, "{{ [a b] }}",
     "TemplateSyntaxError 1 expected token ',', got 'b'"},
    {"filter without name", 0, "{{ a| }}",
     "TemplateSyntaxError 1 expected token 'name', got 'end of print statement'"},
    {"trans in trans", EXTENSIONS, "{% trans %}{% trans %}",
     "TemplateSyntaxError 1 trans blocks can't be nested; did you mean `endtrans`?"},
    {"tag in trans", EXTENSIONS, "{% trans %}{% if %}",
     "TemplateSyntaxError 1 control structures in translatable sections are not allowed; saw `if`"},
    {"no tag in trans", EXTENSIONS, "{% trans %}{% 'a' %}",
     "TemplateSyntaxError 1 control structures in translatable sections are not allowed; saw `None`"},
    {"two plurals", EXTENSIONS, "{% trans a %}{% pluralize %}{% pluralize %}",
     "TemplateSyntaxError 1 a translatable section can have only one pluralize section"},
    {"trans not closed", EXTENSIONS, "{% trans %}a",
     "TemplateSyntaxError 1 unclosed translation block"},
    {"plural without number", EXTENSIONS, "{% trans %}a{% pluralize %}b{% endtrans %}",
     "TemplateSyntaxError 1 pluralize without variables"},
    {"plural by an unknown name", EXTENSIONS, "{% trans a %}{{ b }}{% pluralize b %}{% endtrans %}",
     "TemplateAssertionError 1 unknown variable 'b' for pluralization"},
    {"variable twice", EXTENSIONS, "{% trans a=1, a=2 %}{% endtrans %}",
     "TemplateAssertionError 1 translatable variable 'a' defined twice."},
    {"chunk after expression", EXPRESSION, "a b",
     "TemplateSyntaxError 1 chunk after expression"},
    {"end in an expression", EXPRESSION, "a }}",
     "TemplateSyntaxError 1 chunk after expression"},
    {"empty expression", EXPRESSION, "",
     "TemplateSyntaxError 1 unexpected 'end of template'"},
    {"parser's error before the lexer's", 0, "{{ a b c }}{{ ' }}",
     "TemplateSyntaxError 1 expected token 'end of print statement', got 'b'"},
    {"lexer's error a token ahead", 0, "{{ a ' }}",
     "TemplateSyntaxError 1 unexpected char \"'\" at 5"},
    {"lexer's error when looking ahead", 0, "{{ f(a ' }}",
     "TemplateSyntaxError 1 unexpected char \"'\" at 7"},
    {"Python's own digits", 0, "{{ 1.\xd9\xa5 }}",
     "SyntaxError 0 invalid character '\xd9\xa5' (U+0665) (<unknown>, line 1)"},
};

static const char *described(hkt_rt *t)
{
    size_t mark = hki_text_begin(&t->rt);
    hk_value text = hki_none();
    hki_buf_str(&t->rt.scratch, hki_status_name(t->error.kind));
    hki_buf_char(&t->rt.scratch, ' ');
    hki_buf_int(&t->rt.scratch, t->error.line);
    hki_buf_char(&t->rt.scratch, ' ');
    hki_buf_put(&t->rt.scratch, t->error.message.data, t->error.message.size);
    hki_buf_char(&t->rt.scratch, '\0');
    hki_error_clear(&t->error);
    return hki_text_end(&t->rt, mark, 0, &text) ? hki_as_str(text)->data : "";
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hkt_rt t;
        hkt_rt_open(&t);
        CHECK_ROW(rows[i].name, !hkt_parse(&t, rows[i].flags, rows[i].in, strlen(rows[i].in)));
        CHECK_ROW(rows[i].name, t.rt.scratch.size == 0);
        CHECK_ROW(rows[i].name, t.error.has_template == (t.error.line && !(rows[i].flags & EXPRESSION)));
        const char *got = described(&t);
        CHECK_BYTES(rows[i].name, got, strlen(got), rows[i].want, strlen(rows[i].want));
        hkt_rt_close(&t);
    }
}

/* Whatever part of a failing source is read, the first error is the only one, and nothing is lost. */
static void test_cut_anywhere(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t size = 0; size < strlen(rows[i].in); size++) {
            hkt_rt t;
            hkt_rt_open(&t);
            const hki_node *n = hkt_parse(&t, rows[i].flags, rows[i].in, size);
            CHECK_ROW(rows[i].name, !n == (t.error.kind != HK_OK) && t.rt.scratch.size == 0);
            hkt_rt_close(&t);
        }
    }
}

static void test_column(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    CHECK(!hkt_parse(&t, 0, "a\n\xc3\xa9{{ x y }}", 13));
    CHECK(t.error.line == 2 && t.error.column == 7);
    CHECK_TEXT("the template's name", t.error.template_name.data, t.error.template_name.size, "t.html");
    hkt_rt_close(&t);
}

static const struct { const char *name, *in, *want; } decode_rows[] = {
    {"no first byte", "ab\xff", "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"},
    {"cut short", "ab\xe2\x82", "'utf-8' codec can't decode bytes in position 2-3: unexpected end of data"},
    {"one byte cut short", "ab\xe2", "'utf-8' codec can't decode byte 0xe2 in position 2: unexpected end of data"},
    {"broken off", "ab\xe2(\xa1", "'utf-8' codec can't decode byte 0xe2 in position 2: invalid continuation byte"},
    {"broken off later", "\xe2\x82x", "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"},
    {"overlong", "\xc0\x80", "'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte"},
    {"surrogate", "\xed\xa0\x80", "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"},
    {"beyond Unicode", "\xf4\x90\x80\x80", "'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte"},
};

static void test_decode(void)
{
    for (size_t i = 0; i < sizeof decode_rows / sizeof *decode_rows; i++) {
        hkt_rt t;
        hkt_rt_open(&t);
        CHECK_ROW(decode_rows[i].name, !hkt_parse(&t, 0, decode_rows[i].in, strlen(decode_rows[i].in)));
        CHECK_ROW(decode_rows[i].name, t.error.kind == HK_UNICODE_DECODE_ERROR);
        CHECK_BYTES(decode_rows[i].name, t.error.message.data, t.error.message.size, decode_rows[i].want, strlen(decode_rows[i].want));
        hkt_rt_close(&t);
    }
}

static void check_options(const char *name, const hki_syntax_options *o, const char *want)
{
    hkt_rt t;
    hkt_rt_open(&t);
    CHECK_ROW(name, hki_options_check(&t.rt, o) == !*want);
    const char *got = hkt_error(&t);
    CHECK_BYTES(name, got, strlen(got), want, strlen(want));
    hkt_rt_close(&t);
}

static void test_options(void)
{
    static const char different[] = "AssertionError: block, variable and comment start strings must be different.";
    static const char newline[] = "AssertionError: 'newline_sequence' must be one of '\\n', '\\r\\n', or '\\r'.";
    hki_syntax_options o = hki_syntax_defaults;
    check_options("defaults", &o, "");
    o.block_start = o.comment_start;
    check_options("a block may start as a comment", &o, "");
    o.variable_start = o.comment_start;
    check_options("variable as comment", &o, different);
    o = hki_syntax_defaults;
    o.block_start = o.variable_start;
    check_options("block as variable", &o, different);
    o = hki_syntax_defaults;
    o.newline[0] = 'x';
    check_options("newline", &o, newline);
    o = hki_syntax_defaults;
    o.comment_end = (hki_slice_text){"", 0};
    check_options("empty", &o, "ValueError: 'comment_end_string' must not be empty.");
    o = hki_syntax_defaults;
    o.line_statement = (hki_slice_text){"", 0};
    check_options("empty prefix", &o, "ValueError: 'line_statement_prefix' must not be empty.");
    o.line_statement = (hki_slice_text){"\xff", 1};
    check_options("not UTF-8", &o, "ValueError: 'line_statement_prefix' must be valid UTF-8.");
}

int main(void)
{
    test_rows();
    test_cut_anywhere();
    test_column();
    test_decode();
    test_options();
    return hkt_done();
}
