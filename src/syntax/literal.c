/* literal.c: numbers and strings.
 *
 * In:  the characters at lx->at.   Out: a value, or that there is no literal here.
 * Always: [jinja] what is taken is what Jinja's regular expressions take: 012 is 0 and then 12, 1__0 is 1 and then a name. A digit
 * may be any of Unicode's decimal digits [python]. */
#include "syntax/literal.h"

#include <stdio.h>

#include "base/charname.h"
#include "base/number_text.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/ops.h"

/* ---- numbers */

/* Behind one decimal digit, or `at`. */
static const char *digit_end(const char *at, const char *end)
{
    if (at == end) return at;
    if (!((unsigned char)*at & 0x80)) return at + (*at >= '0' && *at <= '9');
    const char *next = at;
    return hki_uc_decimal(hki_utf8_next(&next)) ? next : at;
}

/* Behind digits with single underscores between them, or `at`. */
static const char *digits_end(const char *at, const char *end)
{
    const char *next = digit_end(at, end);
    while (next > at) {
        at = next;
        next = digit_end(at + (at < end && *at == '_'), end);
        if (next == at + 1 && *at == '_') next = at;
    }
    return at;
}

/* float = digits (['.' digits] ('e' | 'E') ['+' | '-'] digits | '.' digits)
 * Not behind a point, so that a.1.2 is two subscripts. lx->at if there is none. */
static const char *float_end(const hki_lexer *lx, const char *digits)
{
    const char *at = digits, *end = lx->end;
    if (lx->at > lx->text && lx->at[-1] == '.') return lx->at;
    if (at < end && *at == '.' && digits_end(at + 1, end) > at + 1) at = digits_end(at + 1, end);
    if (at < end && (*at == 'e' || *at == 'E')) {
        const char *exponent = at + 1;
        if (exponent < end && (*exponent == '+' || *exponent == '-')) exponent++;
        if (digits_end(exponent, end) > exponent) return digits_end(exponent, end);
    }
    return at > digits ? at : lx->at;
}

static const char *based_digit_end(const char *at, const char *end, char letter)
{
    if (at == end) return at;
    if (letter == 'b') return at + (*at == '0' || *at == '1');
    if (letter == 'o') return at + (*at >= '0' && *at <= '7');
    char low = (char)(*at | 0x20);
    return low >= 'a' && low <= 'f' ? at + 1 : digit_end(at, end);
}

/* integer = '0' ('b' | 'o' | 'x') digits of that base | '1' … '9' digits | '0' zeros
 * Between any two digits may be an underscore. */
static const char *integer_end(const char *at, const char *end)
{
    char letter = at + 1 < end ? (char)(at[1] | 0x20) : '0';
    const char *next = at + 1;
    if (*at < '0' || *at > '9') return at;
    if (*at != '0') return digits_end(at, end);
    if (letter == 'b' || letter == 'o' || letter == 'x') {
        const char *from = at + 2;
        for (const char *to = at + 2; to > next;) {
            next = to;
            const char *digit = next + (next < end && *next == '_');
            to = based_digit_end(digit, end, letter);
            if (to == digit) break;
        }
        if (next > from) return next;
        next = at + 1;
    }
    for (;;) {
        const char *zero = next + (next < end && *next == '_');
        if (zero == end || *zero != '0') return next;
        next = zero + 1;
    }
}

/* The literal without its underscores, in rt->scratch from the returned mark on. */
static size_t put_digits(hki_lexer *lx, const char *to)
{
    size_t mark = hki_text_begin(lx->rt);
    for (const char *c = lx->at; c < to; c++)
        if (*c != '_') hki_buf_char(&lx->rt->scratch, *c);
    return mark;
}

/* [python] Floats are read as Python's own source, which knows no digits but ASCII. The error has no place in the template [jinja]. */
static int fail_digits(hki_lexer *lx, const char *at)
{
    char code[12];
    while (!((unsigned char)*at & 0x80)) at++;
    uint32_t c = hki_utf8_next(&at);
    snprintf(code, sizeof code, "%04X", (unsigned)c);
    hki_raise(lx->rt, HK_SYNTAX_ERROR, "invalid character '%c' (U+%s) (<unknown>, line 1)", c, code);
    return HKI_ERROR;
}

static int take_float(hki_lexer *lx, const char *to, hki_token *out)
{
    hki_buf *scratch = &lx->rt->scratch;
    if (!lx->ascii && hki_utf8_count(lx->at, (size_t)(to - lx->at)) != (size_t)(to - lx->at)) return fail_digits(lx, lx->at);
    size_t mark = put_digits(lx, to);
    out->kind = HKI_TOKEN_FLOAT;
    if (!scratch->failed) out->value = hki_float(hki_float_literal(scratch->data + mark, scratch->size - mark));
    bool failed = scratch->failed;
    hki_text_drop(lx->rt, mark);
    if (failed) return hki_raise_memory(lx->rt) ? HKI_YES : HKI_ERROR;
    lx->at = to;
    return HKI_YES;
}

static bool small_decimal(const char *at, const char *to, int64_t *out)
{
    if (to - at > 18 || (*at == '0' && to - at > 1)) return false;
    int64_t sum = 0;
    for (; at < to; at++) {
        if (*at < '0' || *at > '9') return false;
        sum = sum * 10 + (*at - '0');
    }
    *out = sum;
    return true;
}

static int take_integer(hki_lexer *lx, const char *to, hki_token *out)
{
    int64_t small;
    hk_value text;
    out->kind = HKI_TOKEN_INTEGER;
    if (small_decimal(lx->at, to, &small)) {
        out->value = hki_int(small);
    } else {
        size_t mark = put_digits(lx, to);
        if (!hki_text_end(lx->rt, mark, 0, &text) || !hki_to_int(lx->rt, text, 0, &out->value)) return HKI_ERROR;
    }
    lx->at = to;
    return HKI_YES;
}

int hki_literal_number(hki_lexer *lx, hki_token *out)
{
    const char *digits = digits_end(lx->at, lx->end);
    if (digits == lx->at) return HKI_NO;
    const char *to = float_end(lx, digits);
    if (to > lx->at) return take_float(lx, to, out);
    to = integer_end(lx->at, lx->end);
    return to > lx->at ? take_integer(lx, to, out) : HKI_NO;
}

/* ---- strings */

/* Behind the closing quote; NULL if there is none. *plain: what stands between is the value. */
static const char *string_end(const hki_lexer *lx, bool *plain)
{
    const char quote = *lx->at;
    *plain = true;
    for (const char *c = lx->at + 1; c < lx->end; c++) {
        if (*c == quote) return c + 1;
        if (*c == '\n') *plain = false;
        if (*c != '\\') continue;
        *plain = false;
        c++;
    }
    return NULL;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* [jinja] The messages are those of Python's unicode-escape codec, without what stands before their last colon. */
static bool fail_escape(hki_lexer *lx, const char *why)
{
    hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "%s", why);
    return hki_lexer_place_here(lx);
}

/* A lone surrogate is a character to Python, but cannot be written as UTF-8: rendering it raises this there. */
static bool put_point(hki_lexer *lx, uint32_t c)
{
    if (c > 0x10ffff) return fail_escape(lx, "illegal Unicode character");
    if (c < 0xd800 || c > 0xdfff) {
        hki_buf_point(&lx->rt->scratch, c);
        return true;
    }
    char code[12];
    snprintf(code, sizeof code, "%04x", (unsigned)c);
    hki_raise(lx->rt, HK_UNICODE_ENCODE_ERROR, "'utf-8' codec can't encode character '\\u%s' in position 0: surrogates not allowed", code);
    return hki_lexer_place_here(lx);
}

/* \x41 \u0041 \U00000041 */
static bool put_hex(hki_lexer *lx, const char **at, const char *end, unsigned count, const char *truncated)
{
    uint32_t c = 0;
    for (unsigned i = 0; i < count; i++) {
        int digit = *at < end ? digit_value(**at) : -1;
        if (digit < 0) return fail_escape(lx, truncated);
        c = c << 4 | (uint32_t)digit;
        (*at)++;
    }
    return put_point(lx, c);
}

/* \101: one to three digits */
static void put_octal(hki_lexer *lx, const char **at, const char *end)
{
    uint32_t c = 0;
    for (unsigned i = 0; i < 3 && *at < end && **at >= '0' && **at <= '7'; i++) c = c << 3 | (uint32_t)(*(*at)++ - '0');
    hki_buf_point(&lx->rt->scratch, c);
}

/* \N{name} */
static bool put_named(hki_lexer *lx, const char **at, const char *end)
{
    uint32_t c;
    const char *close = *at < end && **at == '{' ? memchr(*at, '}', (size_t)(end - *at)) : NULL;
    if (!close || close == *at + 1) return fail_escape(lx, "malformed \\N character escape");
    if (!hki_char_named(*at + 1, (size_t)(close - *at - 1), &c)) return fail_escape(lx, "unknown Unicode character name");
    *at = close + 1;
    return put_point(lx, c);
}

/* [jinja] The text goes through ASCII with backslashes for all else, so a backslash before such a character is doubled by the
 * one that stands for it, and the escape is seen as it is written. */
static void put_kept(hki_lexer *lx, const char **at)
{
    const char *next = *at;
    uint32_t c = hki_utf8_next(&next);
    char code[16] = {(char)c};
    if (c >= 0x80) snprintf(code, sizeof code, c < 0x100 ? "x%02x" : c < 0x10000 ? "u%04x" : "U%08x", (unsigned)c);
    hki_buf_char(&lx->rt->scratch, '\\');
    hki_buf_put(&lx->rt->scratch, code, c < 0x80 ? 1 : strlen(code));
    *at = next;
}

/* What the character behind a backslash stands for alone; 0 if it is not one of these. */
static char simple_escape(char c)
{
    switch (c) {
    case '\\':
    case '\'':
    case '"': return c;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return 0;
    }
}

/* *at is behind the backslash. A newline there joins two lines, but only if it is written as \n [python]. */
static bool put_escape(hki_lexer *lx, const char **at, const char *end)
{
    hki_buf *out = &lx->rt->scratch;
    char c = **at, simple = simple_escape(c);
    if (simple) {
        hki_buf_char(out, simple);
        (*at)++;
        return true;
    }
    if (c >= '0' && c <= '7') {
        put_octal(lx, at, end);
        return true;
    }
    if (c != 'x' && c != 'u' && c != 'U' && c != 'N' && c != '\n') {
        put_kept(lx, at);
        return true;
    }
    (*at)++;
    switch (c) {
    case 'x': return put_hex(lx, at, end, 2, "truncated \\xXX escape");
    case 'u': return put_hex(lx, at, end, 4, "truncated \\uXXXX escape");
    case 'U': return put_hex(lx, at, end, 8, "truncated \\UXXXXXXXX escape");
    case 'N': return put_named(lx, at, end);
    default: break;
    }
    if (lx->options->newline[0] != '\n') {
        hki_buf_char(out, '\\');
        hki_buf_str(out, lx->options->newline);
    }
    return true;
}

static bool put_string(hki_lexer *lx, const char *at, const char *end)
{
    hki_buf *out = &lx->rt->scratch;
    while (at < end) {
        const char *from = at;
        while (at < end && *at != '\\' && *at != '\n') at++;
        hki_buf_put(out, from, (size_t)(at - from));
        if (at == end) break;
        if (*at++ == '\n')
            hki_buf_str(out, lx->options->newline);
        else if (!put_escape(lx, &at, end))
            return false;
    }
    return true;
}

/* Between ' or ", over any number of lines. */
int hki_literal_string(hki_lexer *lx, hki_token *out)
{
    bool plain;
    const char *from = lx->at + 1, *to = string_end(lx, &plain);
    if (!to) return HKI_NO;
    size_t size = (size_t)(to - 1 - from);
    out->kind = HKI_TOKEN_STRING;
    if (plain && size <= HKI_LITERAL_INTERNED) {
        const hki_name *name = hki_names_get(lx->names, from, size);
        if (!name) return HKI_ERROR;
        out->value = hki_str_value(&name->text);
    } else {
        size_t mark = hki_text_begin(lx->rt);
        if (!put_string(lx, from, to - 1)) {
            hki_text_drop(lx->rt, mark);
            return HKI_ERROR;
        }
        if (!hki_text_end(lx->rt, mark, 0, &out->value)) return HKI_ERROR;
    }
    lx->at = to;
    return HKI_YES;
}
