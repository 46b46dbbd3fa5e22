/* jansson.c: JSON text to values.
 *
 * jansson keeps integers in 64 bits and refuses NaN and Infinity, and it recurses on nesting. So the text is scanned once before:
 * nesting is counted, and a number it cannot keep is handed over as a string that starts with a mark which occurs nowhere else in
 * the text. Texts without such numbers, nearly all, are parsed as they are.
 * Always: keys keep their order; of equal keys the last value wins in the first one's place (as Python's json). */
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "json/jansson.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"

typedef struct reader {
    hki_rt *rt;
    char mark[24];              /* what a string starts with that stands for a number; empty: none do */
    size_t mark_size;
} reader;

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
static void choose_mark(reader *r, const char *text, size_t size)
{
    for (unsigned n = 0;; n++) {
        r->mark_size = (size_t)snprintf(r->mark, sizeof r->mark, "#number%u:", n);
        if (hki_str_find(text, size, r->mark, r->mark_size) == SIZE_MAX) return;
    }
}

/* The text with each such number in quotes behind the mark. */
static void rewrite(const reader *r, const char *text, size_t size, hki_buf *out)
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
            hki_buf_put(out, r->mark, r->mark_size);
        }
        hki_buf_put(out, text + at, end - at);
        if (length) hki_buf_char(out, '"');
        at = end;
    }
}

/* ---------------------------------------------------------------- jansson's tree to values */

static bool convert(const reader *r, const json_t *json, hk_value *out);

/* A number that went around jansson. Python reads what has a fraction or an exponent as a float. */
static bool convert_foreign(const reader *r, const char *text, size_t size, hk_value *out)
{
    bool negative = *text == '-';
    const char *digits = text + negative;
    size_t count = size - negative;
    if (*digits == 'N') *out = hki_float(NAN);
    else if (*digits == 'I') *out = hki_float(negative ? -INFINITY : INFINITY);
    else if (memchr(digits, '.', count) || memchr(digits, 'e', count) || memchr(digits, 'E', count)) {
        double d = hki_float_literal(digits, count);
        *out = hki_float(negative ? -d : d);
    } else {
        hk_value whole;
        if (!hki_make_str(r->rt, text, size, &whole)) return false;
        return hki_to_int(r->rt, whole, 10, out);
    }
    return true;
}

static bool convert_string(const reader *r, const json_t *json, hk_value *out)
{
    const char *text = json_string_value(json);
    size_t size = json_string_length(json);
    if (r->mark_size && size > r->mark_size && memcmp(text, r->mark, r->mark_size) == 0)
        return convert_foreign(r, text + r->mark_size, size - r->mark_size, out);
    return hki_make_str(r->rt, text, size, out);
}

static bool convert_array(const reader *r, const json_t *json, hk_value *out)
{
    size_t count = json_array_size(json);
    hki_list *list = hki_list_new(r->rt, count);
    if (!list) return false;
    *out = hki_list_value(list);
    for (size_t i = 0; i < count; i++) {
        hk_value item;
        if (!convert(r, json_array_get(json, i), &item) || !hki_list_push(r->rt, list, item)) return false;
    }
    return true;
}

static bool convert_object(const reader *r, const json_t *json, hk_value *out)
{
    json_t *object = (json_t *)(uintptr_t)json;     /* jansson's iterators are not const, but change nothing */
    hki_dict *dict = hki_dict_new(r->rt, json_object_size(json));
    if (!dict) return false;
    *out = hki_dict_value(dict);
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *name = json_object_iter_key(at);
        hk_value key, value;
        if (!hki_make_str(r->rt, name, strlen(name), &key) || !convert(r, json_object_iter_value(at), &value) ||
            !hki_dict_set(r->rt, dict, key, value))
            return false;
    }
    return true;
}

/* Recursion is bounded: nesting was counted before. */
static bool convert(const reader *r, const json_t *json, hk_value *out)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT: return convert_object(r, json, out);
    case JSON_ARRAY: return convert_array(r, json, out);
    case JSON_STRING: return convert_string(r, json, out);
    case JSON_INTEGER: *out = hki_int(json_integer_value(json)); return true;
    case JSON_REAL: *out = hki_float(json_real_value(json)); return true;
    case JSON_TRUE: *out = hki_bool(true); return true;
    case JSON_FALSE: *out = hki_bool(false); return true;
    case JSON_NULL: break;
    }
    *out = hki_none();
    return true;
}

static bool parse(const reader *r, const char *text, size_t size, hk_value *out)
{
    json_error_t why;
    json_t *json = json_loadb(text, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    if (!json) {
        if (json_error_code(&why) == json_error_out_of_memory) return hki_raise_memory(r->rt);
        hki_raise(r->rt, HK_JSON_ERROR, "%s", why.text);
        if (why.line > 0) hki_error_place(r->rt->error, NULL, 0, (uint32_t)why.line, why.column > 0 ? (uint32_t)why.column : 0);
        return false;
    }
    bool ok = convert(r, json, out);
    json_decref(json);
    return ok;
}

bool hki_json_read(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    reader r = {.rt = rt};
    bool foreign;
    size_t bad = hki_utf8_check(text, size);
    if (bad < size)
        return hki_raise(rt, HK_UNICODE_DECODE_ERROR, "'utf-8' codec can't decode byte 0x%x in position %z: invalid start byte",
            (unsigned)(unsigned char)text[bad], bad);
    if (!scan(rt, text, size, &foreign)) return false;
    if (!foreign) return parse(&r, text, size, out);
    choose_mark(&r, text, size);
    hki_buf changed;
    hki_buf_init(&changed, rt->error->mem);
    rewrite(&r, text, size, &changed);
    bool ok = changed.failed ? hki_raise_memory(rt) : parse(&r, changed.data, changed.size, out);
    hki_buf_free(&changed);
    return ok;
}
