/* jansson.c: JSON text to values.
 *
 * jansson keeps integers in 64 bits and refuses NaN and Infinity, and it recurses on nesting. So the text is scanned once before:
 * nesting is counted, and a number it cannot keep is handed over as a string that starts with a mark which occurs nowhere else in
 * the text. Texts without such numbers, nearly all, are parsed as they are.
 * Always: keys keep their order; of equal keys the last value wins in the first one's place (as Python's json). */
#include "json/jansson.h"

#include <jansson.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "value/codec.h"
#include "value/hint.h"
#include "value/str.h"

/* A text whose foreign numbers stand behind a mark. */
typedef struct marking { char mark[24]; size_t size; } marking;

/* ---------------------------------------------------------------- the scan before */

/* The end of the string whose opening quote is at `at`. */
static size_t skip_string(const char *text, size_t size, size_t at)
{
    for (at++; at < size && text[at] != '"'; at++)
        if (text[at] == '\\') at++;
    return at < size ? at + 1 : size;
}

static bool number_char(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* The length of the number or constant at `at` that jansson would not keep; 0 if it keeps it. */
static size_t foreign_number(const char *text, size_t size, size_t at)
{
    static const char *const words[] = {"NaN", "Infinity", "-Infinity"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if (size - at >= length && memcmp(text + at, words[i], length) == 0) return length;
    }
    size_t end = at, digits = 0;
    bool whole = true, exponent = false;
    for (; end < size && number_char(text[end]); end++) {
        if (text[end] == '.') whole = false;
        else if (text[end] == 'e' || text[end] == 'E') exponent = true;
        else if (text[end] >= '0' && text[end] <= '9') digits++;
    }
    if (whole && !exponent) return digits > 18 ? end - at : 0;
    /* A large exponent may overflow, which jansson refuses and Python reads as infinity. */
    return exponent || digits > 300 ? end - at : 0;
}

/* Whether `at` starts a number or one of the constants jansson lacks. */
static bool starts_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == 'N' || c == 'I';
}

/* Counts nesting and finds whether there is any number to hand over. */
static bool scan(hki_rt *rt, const char *text, size_t size, bool *foreign)
{
    size_t depth = 0;
    *foreign = false;
    for (size_t at = 0; at < size;) {
        char c = text[at];
        if (c == '"') {
            at = skip_string(text, size, at);
            continue;
        }
        if (starts_number(c)) {
            size_t length = foreign_number(text, size, at);
            *foreign |= length > 0;
            while (at < size && (number_char(text[at]) || starts_number(text[at]))) at++;
            continue;
        }
        if ((c == '[' || c == '{') && ++depth > HKI_MAX_DATA_DEPTH)
            return hki_raise(rt, HK_RECURSION_ERROR, "JSON data is nested more than %d levels deep", (int)HKI_MAX_DATA_DEPTH);
        if ((c == ']' || c == '}') && depth) depth--;
        at++;
    }
    return true;
}

/* Chooses a mark that does not occur in the text. */
static void choose_mark(marking *m, const char *text, size_t size)
{
    for (unsigned n = 0;; n++) {
        m->size = (size_t)snprintf(m->mark, sizeof m->mark, "#number%u:", n);
        if (hki_str_find(text, size, m->mark, m->size) == SIZE_MAX) return;
    }
}

/* The text with each such number in quotes behind the mark. */
static void rewrite(const marking *m, const char *text, size_t size, hki_buf *out)
{
    for (size_t at = 0; at < size;) {
        size_t end = at + 1, length = 0;
        if (text[at] == '"') end = skip_string(text, size, at);
        else if (starts_number(text[at])) {
            length = foreign_number(text, size, at);
            if (length) end = at + length;
            else while (end < size && number_char(text[end])) end++;
        }
        if (length) {
            hki_buf_char(out, '"');
            hki_buf_put(out, m->mark, m->size);
        }
        hki_buf_put(out, text + at, end - at);
        if (length) hki_buf_char(out, '"');
        at = end;
    }
}

/* ---------------------------------------------------------------- reading */

static const char near_token[] = " near '";

/* Where the token is that ends at `end`, as jansson says what it met: "... near 'token'". It does not name a long one: of these, texts
 * are found. SIZE_MAX: not known. */
static size_t find_token(const char *text, size_t end, const char *message)
{
    const char *token = strstr(message, near_token);
    if (token) {
        token += sizeof near_token - 1;
        size_t size = strlen(token);
        if (size < 2 || token[--size] != '\'' || size > end || memcmp(text + end - size, token, size) != 0) return SIZE_MAX;
        return end - size;
    }
    if (strstr(message, " near ") || !end || text[end - 1] != '"') return SIZE_MAX;
    for (size_t at = end - 1; at-- > 0 && text[at] != '\n';)
        if (text[at] == '"' && (at == 0 || text[at - 1] != '\\')) return at;
    return SIZE_MAX;
}

/* The column of what stands at `at`, without the marks and quotes before it, which are not in the text that was given. */
static uint32_t column_of(const char *text, size_t at, const marking *m)
{
    size_t line = at, added = 0;
    while (line > 0 && text[line - 1] != '\n') line--;
    for (size_t i = line, found; m->size && (found = hki_str_find(text + i, at - i, m->mark, m->size)) != SIZE_MAX; i += found + m->size)
        added += m->size + 2;
    return (uint32_t)(hki_utf8_count(text + line, at - line) - added) + 1;
}

/* jansson counts up to where a token ends; a person looks for where it begins. */
static bool fail(hki_rt *rt, const char *text, size_t size, const marking *m, const json_error_t *why)
{
    size_t end = why->position > 0 && (size_t)why->position <= size ? (size_t)why->position : 0;
    size_t at = find_token(text, end, why->text);
    uint32_t column = why->column > 0 ? (uint32_t)why->column : 0;
    const char *named = strstr(why->text, near_token);
    if (named && at != SIZE_MAX && m->size && end - at > m->size + 2 && memcmp(text + at + 1, m->mark, m->size) == 0) {
        hki_str number = {.size = (uint32_t)(end - at - m->size - 2), .data = text + at + 1 + m->size};
        hki_str what = {.size = (uint32_t)(named - why->text), .data = why->text};
        hki_raise(rt, HK_JSON_ERROR, "%S near '%S'", &what, &number);
    } else {
        hki_raise(rt, HK_JSON_ERROR, "%s", why->text);
    }
    if (at != SIZE_MAX || (m->size && end)) column = column_of(text, at != SIZE_MAX ? at : end - 1, m);
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) hki_hint(rt, "the data begins with a byte order mark: save it without one");
    if (why->line > 0) hki_error_place(rt->error, NULL, 0, (uint32_t)why->line, column);
    return false;
}

static bool parse(hki_rt *rt, const char *text, size_t size, const marking *m, hk_value *out)
{
    json_error_t why;
    json_object_seed((size_t)rt->hash_seed);    /* else jansson opens /dev/urandom, at its first object */
    json_t *json = json_loadb(text, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    if (json) return hki_take_json_tree(rt, json, m->mark, m->size, out);
    return json_error_code(&why) == json_error_out_of_memory ? hki_raise_memory(rt) : fail(rt, text, size, m, &why);
}

bool hki_json_read(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    marking m = {.size = 0};
    bool foreign;
    size_t bad = hki_utf8_check(text, size);
    if (bad < size) return hki_codec_raise_utf8(rt, text, size, bad);
    if (!scan(rt, text, size, &foreign)) return false;
    if (!foreign) return parse(rt, text, size, &m, out);
    choose_mark(&m, text, size);
    hki_buf changed;
    hki_buf_init(&changed, rt->error->mem);
    rewrite(&m, text, size, &changed);
    bool ok = changed.failed ? hki_raise_memory(rt) : parse(rt, changed.data, changed.size, &m, out);
    hki_buf_free(&changed);
    return ok;
}
