/* lexer.c, delims.c, whitespace.c, literal.c, token.c: sources and their tokens. */
#include "syntax_options.h"
#include "syntax/token.h"

static const struct { const char *name; unsigned flags; const char *in; size_t size; const char *want; } rows[] = {
    {"text alone", 0, "hello", 5,
     "1:1 data 'hello'\n"},
    {"empty source", 0, "", 0,
     ""},
    {"one newline goes", 0, "a\n\n", 3,
     "1:1 data 'a\\n'\n"},
    {"kept newline", KEEP, "a\n", 2,
     "1:1 data 'a\\n'\n"},
    {"all kinds of newlines", 0, "a\r\nb\rc\nd", 8,
     "1:1 data 'a\\nb\\nc\\nd'\n"},
    {"newline sequence", CRLF, "a\rb{{ 'x\ny' }}", 14,
     "1:1 data 'a\\r\\nb'\n"
     "2:2 variable_begin\n"
     "2:5 string 'x\\r\\ny'\n"
     "3:4 variable_end\n"},
    {"print and block", 0, "a{{ b }}c{% if d %}e", 20,
     "1:1 data 'a'\n"
     "1:2 variable_begin\n"
     "1:5 name b\n"
     "1:7 variable_end\n"
     "1:9 data 'c'\n"
     "1:10 block_begin\n"
     "1:13 name if\n"
     "1:16 name d\n"
     "1:18 block_end\n"
     "1:20 data 'e'\n"},
    {"minus strips before and after", 0, "a \n {{- b -}} \n c", 17,
     "1:1 data 'a'\n"
     "2:2 variable_begin\n"
     "2:6 name b\n"
     "2:8 variable_end\n"
     "3:2 data 'c'\n"},
    {"minus strips Unicode space", 0, "a\xc2\xa0\xe2\x80\x83{{- b -}}\xe2\x80\xa8""c", 19,
     "1:1 data 'a'\n"
     "1:4 variable_begin\n"
     "1:8 name b\n"
     "1:10 variable_end\n"
     "1:14 data 'c'\n"},
    {"stripped lines still count", 0, "a\n\n{{- b -}}\n\n{{ c }}", 21,
     "1:1 data 'a'\n"
     "3:1 variable_begin\n"
     "3:5 name b\n"
     "3:7 variable_end\n"
     "5:1 variable_begin\n"
     "5:4 name c\n"
     "5:6 variable_end\n"},
    {"trim_blocks takes one newline", TRIM, "{% x %}\n\na{{ b }}\n{# c #}\nd", 27,
     "1:1 block_begin\n"
     "1:4 name x\n"
     "1:6 block_end\n"
     "2:1 data '\\na'\n"
     "3:2 variable_begin\n"
     "3:5 name b\n"
     "3:7 variable_end\n"
     "3:9 data '\\n'\n"
     "5:1 data 'd'\n"},
    {"plus keeps it", TRIM, "{% x +%}\na{# c +#}\nb", 20,
     "1:1 block_begin\n"
     "1:4 name x\n"
     "1:6 block_end\n"
     "1:9 data '\\na'\n"
     "2:10 data '\\nb'\n"},
    {"lstrip_blocks", LSTRIP, "  {% x %}a\n\t{# c #}b\n  {{ d }}\n e {% f %}", 41,
     "1:3 block_begin\n"
     "1:6 name x\n"
     "1:8 block_end\n"
     "1:10 data 'a\\n'\n"
     "2:9 data 'b\\n  '\n"
     "3:3 variable_begin\n"
     "3:6 name d\n"
     "3:8 variable_end\n"
     "3:10 data '\\n e '\n"
     "4:4 block_begin\n"
     "4:7 name f\n"
     "4:9 block_end\n"},
    {"plus switches it off", LSTRIP, "  {%+ x %}", 10,
     "1:1 data '  '\n"
     "1:3 block_begin\n"
     "1:7 name x\n"
     "1:9 block_end\n"},
    {"lstrip behind a trimmed newline", TRIM | LSTRIP, "{% a %}\n  {% b %}", 17,
     "1:1 block_begin\n"
     "1:4 name a\n"
     "1:6 block_end\n"
     "2:3 block_begin\n"
     "2:6 name b\n"
     "2:8 block_end\n"},
    {"no lstrip in the middle of a line", LSTRIP, "{{ a }}  {% b %}", 16,
     "1:1 variable_begin\n"
     "1:4 name a\n"
     "1:6 variable_end\n"
     "1:8 data '  '\n"
     "1:10 block_begin\n"
     "1:13 name b\n"
     "1:15 block_end\n"},
    {"comment", 0, "a{# b {{ c }} #}d", 17,
     "1:1 data 'a'\n"
     "1:17 data 'd'\n"},
    {"comment with signs", 0, "a \n{#- b -#}\n c", 15,
     "1:1 data 'a'\n"
     "3:2 data 'c'\n"},
    {"comment opened at the end", 0, "a{#", 3,
     "1:1 data 'a'\n"},
    {"raw", 0, "{% raw %}{{ a }}{% b %}{% endraw %}c", 36,
     "1:10 data '{{ a }}{% b %}'\n"
     "1:36 data 'c'\n"},
    {"raw with signs", 0, "a {%- raw -%} b {%- endraw -%} c", 32,
     "1:1 data 'a'\n"
     "1:15 data 'b'\n"
     "1:32 data 'c'\n"},
    {"raw at the end", 0, "a{% raw %}", 10,
     "1:1 data 'a'\n"},
    {"raw and trim", TRIM | LSTRIP, "  {% raw %}\na\n  {% endraw %}\nb", 30,
     "1:12 data '\\na\\n'\n"
     "4:1 data 'b'\n"},
    {"a raw that is none", 0, "{% raws %}", 10,
     "1:1 block_begin\n"
     "1:4 name raws\n"
     "1:9 block_end\n"},
    {"line statement", LINES, "a\n  # if b:\nc\n# endif\n", 22,
     "1:1 data 'a\\n'\n"
     "2:1 block_begin\n"
     "2:5 name if\n"
     "2:8 name b\n"
     "2:9 colon\n"
     "2:10 block_end\n"
     "3:1 data 'c\\n'\n"
     "4:1 block_begin\n"
     "4:3 name endif\n"
     "4:8 block_end\n"},
    {"line statement goes on in brackets", LINES, "# if (a,\n b)\nc", 14,
     "1:1 block_begin\n"
     "1:3 name if\n"
     "1:6 lparen\n"
     "1:7 name a\n"
     "1:8 comma\n"
     "2:2 name b\n"
     "2:3 rparen\n"
     "2:4 block_end\n"
     "3:1 data 'c'\n"},
    {"line statement takes empty lines", LINES, "# a\n\n  \nb", 9,
     "1:1 block_begin\n"
     "1:3 name a\n"
     "1:4 block_end\n"
     "4:1 data 'b'\n"},
    {"line statement at the end", LINES, "# a", 3,
     "1:1 block_begin\n"
     "1:3 name a\n"
     "1:4 block_end\n"},
    {"line comment", LINES, "a ## b\nc\n## d\n{{ e }} ## f\n## g", 31,
     "1:1 data 'a'\n"
     "1:7 data '\\nc\\n'\n"
     "3:5 data '\\n'\n"
     "4:1 variable_begin\n"
     "4:4 name e\n"
     "4:6 variable_end\n"
     "4:13 data '\\n'\n"},
    {"hash in a line", LINES, "a # b", 5,
     "1:1 data 'a # b'\n"},
    {"line statement with minus", LINES, "a \n\n#- b\nc", 10,
     "1:1 data 'a'\n"
     "3:1 block_begin\n"
     "3:4 name b\n"
     "3:5 block_end\n"
     "4:1 data 'c'\n"},
    {"longest delimiter first", ASP, "<%= a %><% b %><%# c %>", 23,
     "1:1 variable_begin\n"
     "1:5 name a\n"
     "1:7 variable_end\n"
     "1:9 block_begin\n"
     "1:12 name b\n"
     "1:14 block_end\n"},
    {"numbers", 0, "{{ 0 12 1_000 0b101 0o17 0xfF 0x_f 1.5 1e3 1.5E-2 1_0.2_5 }}", 60,
     "1:1 variable_begin\n"
     "1:4 integer 0\n"
     "1:6 integer 12\n"
     "1:9 integer 1000\n"
     "1:15 integer 5\n"
     "1:21 integer 15\n"
     "1:26 integer 255\n"
     "1:31 integer 15\n"
     "1:36 float 1.5\n"
     "1:40 float 1000.0\n"
     "1:44 float 0.015\n"
     "1:51 float 10.25\n"
     "1:59 variable_end\n"},
    {"beyond 64 bits", 0, "{{ 123456789012345678901234567890 0xffffffffffffffffffff }}", 59,
     "1:1 variable_begin\n"
     "1:4 integer 123456789012345678901234567890\n"
     "1:35 integer 1208925819614629174706175\n"
     "1:58 variable_end\n"},
    {"numbers that end early", 0, "{{ 012 1__0 1.e 0b2 0_0 a.1.2 1a }}", 35,
     "1:1 variable_begin\n"
     "1:4 integer 0\n"
     "1:5 integer 12\n"
     "1:8 integer 1\n"
     "1:9 name __0\n"
     "1:13 integer 1\n"
     "1:14 dot\n"
     "1:15 name e\n"
     "1:17 integer 0\n"
     "1:18 name b2\n"
     "1:21 integer 0\n"
     "1:25 name a\n"
     "1:26 dot\n"
     "1:27 integer 1\n"
     "1:28 dot\n"
     "1:29 integer 2\n"
     "1:31 integer 1\n"
     "1:32 name a\n"
     "1:34 variable_end\n"},
    {"operators", 0, "{{ + - / // * % ** ~ [ ] ( ) == != > >= < <= = . : | , ; }}", 59,
     "1:1 variable_begin\n"
     "1:4 add\n"
     "1:6 sub\n"
     "1:8 div\n"
     "1:10 floordiv\n"
     "1:13 mul\n"
     "1:15 mod\n"
     "1:17 pow\n"
     "1:20 tilde\n"
     "1:22 lbracket\n"
     "1:24 rbracket\n"
     "1:26 lparen\n"
     "1:28 rparen\n"
     "1:30 eq\n"
     "1:33 ne\n"
     "1:36 gt\n"
     "1:38 gteq\n"
     "1:41 lt\n"
     "1:43 lteq\n"
     "1:46 assign\n"
     "1:48 dot\n"
     "1:50 colon\n"
     "1:52 pipe\n"
     "1:54 comma\n"
     "1:56 semicolon\n"
     "1:58 variable_end\n"},
    {"ends are not seen in brackets", 0, "{{ {'a': {}} }}", 15,
     "1:1 variable_begin\n"
     "1:4 lbrace\n"
     "1:5 string 'a'\n"
     "1:8 colon\n"
     "1:10 lbrace\n"
     "1:11 rbrace\n"
     "1:12 rbrace\n"
     "1:14 variable_end\n"},
    {"strings", 0, "{{ 'a\"b' \"c'd\" '' 'e\nf' }}", 26,
     "1:1 variable_begin\n"
     "1:4 string 'a\"b'\n"
     "1:10 string \"c'd\"\n"
     "1:16 string ''\n"
     "1:19 string 'e\\nf'\n"
     "2:4 variable_end\n"},
    {"escapes", 0, "{{ '\\n\\t\\r\\a\\b\\f\\v\\\\\\'\\\"\\x41\\101\\0\\777\\u20ac\\U0001f600' }}", 58,
     "1:1 variable_begin\n"
     "1:4 string '\\n\\t\\r\\x07\\x08\\x0c\\x0b\\\\\\'\"AA\\x00\xc7\xbf\xe2\x82\xac\xf0\x9f\x98\x80'\n"
     "1:57 variable_end\n"},
    {"unknown escapes stay", 0, "{{ '\\q\\d' }}", 12,
     "1:1 variable_begin\n"
     "1:4 string '\\\\q\\\\d'\n"
     "1:11 variable_end\n"},
    {"escaped newline joins", 0, "{{ 'a\\\nb' }}", 12,
     "1:1 variable_begin\n"
     "1:4 string 'ab'\n"
     "2:4 variable_end\n"},
    {"escaped newline, another sequence", CRLF, "{{ 'a\\\nb' }}", 12,
     "1:1 variable_begin\n"
     "1:4 string 'a\\\\\\r\\nb'\n"
     "2:4 variable_end\n"},
    {"escaped character beyond ASCII", 0, "{{ '\\\xc3\xa9\\\xe2\x82\xac\\\xf0\x9f\x98\x80' }}", 20,
     "1:1 variable_begin\n"
     "1:4 string '\\\\xe9\\\\u20ac\\\\U0001f600'\n"
     "1:13 variable_end\n"},
    {"named characters", 0, "{{ '\\N{EURO SIGN}\\N{bullet}\\N{CJK UNIFIED IDEOGRAPH-4E00}' }}", 61,
     "1:1 variable_begin\n"
     "1:4 string '\xe2\x82\xac\xe2\x80\xa2\xe4\xb8\x80'\n"
     "1:60 variable_end\n"},
    {"Unicode names", 0, "{{ \xc3\xa9_1 \xe5\x8f\x98\xe9\x87\x8f }}", 17,
     "1:1 variable_begin\n"
     "1:4 name \xc3\xa9_1\n"
     "1:8 name \xe5\x8f\x98\xe9\x87\x8f\n"
     "1:11 variable_end\n"},
    {"NUL is text", 0, "a\x00""b{{ 'do\x00""c' }}", 15,
     "1:1 data 'a\\x00b'\n"
     "1:4 variable_begin\n"
     "1:7 string 'do\\x00c'\n"
     "1:14 variable_end\n"},
    {"columns count code points", 0, "\xc3\xa9\xe2\x82\xac{{ \xc3\xbc + \xc3\xb6 }}", 18,
     "1:1 data '\xc3\xa9\xe2\x82\xac'\n"
     "1:3 variable_begin\n"
     "1:6 name \xc3\xbc\n"
     "1:8 add\n"
     "1:10 name \xc3\xb6\n"
     "1:12 variable_end\n"},
    {"minus at the start is a sign", 0, "{{-1}}{{ -1 }}", 14,
     "1:1 variable_begin\n"
     "1:4 integer 1\n"
     "1:5 variable_end\n"
     "1:7 variable_begin\n"
     "1:10 sub\n"
     "1:11 integer 1\n"
     "1:13 variable_end\n"},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hkt_rt t;
        hki_buf out;
        hkt_rt_open(&t);
        hki_buf_init(&out, &t.mem.hooks);
        const hki_syntax_options o = hkt_options(rows[i].flags);
        CHECK_ROW(rows[i].name, hki_dump_tokens(&t.rt, &o, rows[i].in, rows[i].size, NULL, &out));
        CHECK_BYTES(rows[i].name, out.size ? out.data : "", out.size, rows[i].want, strlen(rows[i].want));
        hki_buf_free(&out);
        hkt_rt_close(&t);
    }
}

/* A source is copied with a byte more than it has, so that reading on behind it is noticed. */
static void test_cut_anywhere(void)
{
    static const char source[] = "a{%- raw -%} {{ {% endraw +%}b\n{#- c -#}{{ {'a': [0x1f, 1.5e-3, '\\u20ac\\N{BULLET}']}|f(-1) -}}\n# if \xc3\xa9: ## d\ne{% f %}{{ g }}";
    for (unsigned flags = 0; flags < 2 * LINES; flags++) {
        for (size_t size = 0; size < sizeof source; size++) {
            hkt_rt t;
            hki_buf out;
            hkt_rt_open(&t);
            hki_buf_init(&out, &t.mem.hooks);
            const hki_syntax_options o = hkt_options(flags);
            bool ok = hki_dump_tokens(&t.rt, &o, source, size, NULL, &out);
            CHECK(ok == (t.error.kind == HK_OK));
            CHECK(t.rt.scratch.size == 0);
            hki_buf_free(&out);
            hkt_rt_close(&t);
        }
    }
}

/* Lines and columns behind all that can hold a newline or a wide character. */
static void test_places(void)
{
    static const char source[] =
        "\xc3\xa9\n\xe2\x82\xac{{-\xc2\xa0'\xc3\xa9\n' ~\n \xc3\xa9 -}}\n\n{%- raw -%}\n\xc3\xa9\n{%- endraw -%}\n\xc3\xa9{# \xc3\xa9\n #}{{ a }}";
    static const char want[] =
        "1:1 data '\xc3\xa9\\n\xe2\x82\xac'\n"
        "2:2 variable_begin\n"
        "2:6 string '\xc3\xa9\\n'\n"
        "3:3 tilde\n"
        "4:2 name \xc3\xa9\n"
        "4:4 variable_end\n"
        "7:1 data '\xc3\xa9'\n"
        "9:1 data '\xc3\xa9'\n"
        "10:4 variable_begin\n"
        "10:7 name a\n"
        "10:9 variable_end\n";
    hkt_rt t;
    hki_buf out;
    hkt_rt_open(&t);
    hki_buf_init(&out, &t.mem.hooks);
    const hki_syntax_options o = hkt_options(0);
    CHECK(hki_dump_tokens(&t.rt, &o, source, sizeof source - 1, NULL, &out));
    CHECK_BYTES("places", out.size ? out.data : "", out.size, want, sizeof want - 1);
    hki_buf_free(&out);
    hkt_rt_close(&t);
}

/* An end that begins with white space is one in a lone expression, too. */
static void test_spaced_end(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hki_syntax_options o = hkt_options(0);
    o.variable_end = (hki_slice_text){" }}", 3};
    CHECK(!hki_parse_expression(&t.rt, &o, "1 }}", 4));
    CHECK_BYTES("spaced end", t.error.message.data, t.error.message.size, "chunk after expression", 22);
    hkt_rt_close(&t);
}

/* Ends of one byte, of three, and one that is cut off where the source ends. */
static void test_other_ends(void)
{
    static const struct { const char *start, *end, *in, *want; } ends[] = {
        {"{", "}", "{ a } b {c", "1:1 block_begin\n1:3 name a\n1:5 block_end\n1:6 data ' b '\n1:9 block_begin\n1:10 name c\n"},
        {"{%", "%%%", "{% a %%%", "1:1 block_begin\n1:4 name a\n1:6 block_end\n"},
        {"{%", "%}", "{% a - b %", "1:1 block_begin\n1:4 name a\n1:6 sub\n1:8 name b\n1:10 mod\n"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        hkt_rt t;
        hki_buf out;
        hkt_rt_open(&t);
        hki_buf_init(&out, &t.mem.hooks);
        hki_syntax_options o = hkt_options(0);
        o.block_start = (hki_slice_text){ends[i].start, strlen(ends[i].start)};
        o.block_end = (hki_slice_text){ends[i].end, strlen(ends[i].end)};
        CHECK(hki_dump_tokens(&t.rt, &o, ends[i].in, strlen(ends[i].in), NULL, &out));
        CHECK_BYTES(ends[i].in, out.size ? out.data : "", out.size, ends[i].want, strlen(ends[i].want));
        hki_buf_free(&out);
        hkt_rt_close(&t);
    }
}

static void test_words(void)
{
    CHECK(hki_word_of("", 0) == HKI_NO_WORD && hki_word_of("autoescapes", 11) == HKI_NO_WORD && hki_word_of("zzz", 3) == HKI_NO_WORD);
    for (unsigned word = 1; word < HKI_WORD_COUNT; word++) {
        const char *text = hki_word_text((enum hki_word)word);
        CHECK_ROW(text, hki_word_of(text, strlen(text)) == word);
        CHECK_ROW(text, hki_word_of(text, strlen(text) - 1) != word);
    }
}

int main(void)
{
    test_rows();
    test_cut_anywhere();
    test_places();
    test_spaced_end();
    test_other_ends();
    test_words();
    return hkt_done();
}
