/* entities.c: HTML's character references, and tags taken out of text.
 *
 * In:  markup.   Out: text, appended to a buffer.
 * Always: linear in the markup. Each step follows the standard as Python reads it [python: html.unescape] or MarkupSafe's way of
 * removing tags [jinja: Markup.striptags], which knows no quotes: "<a title='>'>" ends at the first ">". */
#include "value/entities.h"

#include "base/unicode.h"
#include "base/utf8.h"

static const struct { char name[33], text[8]; } entities[] = {
#include "value/entities.inc"
};
enum { COUNT = sizeof entities / sizeof *entities, LONGEST = 32, LONGEST_OPEN = 6 };  /* open: without a semicolon */

/* The text of an entity; NULL if there is none of this name. */
static const char *find_entity(const char *name, size_t size)
{
    size_t low = 0, high = COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(entities[middle].name, name, size);
        if (!order && !entities[middle].name[size]) return entities[middle].text;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The name that starts at `at`: its text, and in *size how much it takes. An exact name ends with a semicolon; of the
 * others the longest that is a beginning of what stands there counts. */
static const char *named(const char *at, const char *end, size_t *size)
{
    size_t length = 0;
    while (at + length < end && length < LONGEST && (is_letter(at[length]) || is_digit(at[length]))) length++;
    if (at + length < end && at[length] == ';') {
        const char *text = find_entity(at, *size = length + 1);
        if (text) return text;
    }
    for (*size = length < LONGEST_OPEN ? length : LONGEST_OPEN; *size > 1; --*size) {
        const char *text = find_entity(at, *size);
        if (text) return text;
    }
    return NULL;
}

/* The code point that the number stands for; false: nothing. Numbers from 0x80 on are read as Windows-1252. */
static bool point_of(uint32_t number, uint32_t *point)
{
    static const uint16_t windows[32] = {
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
        0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    };
    *point = number;
    if (number == 0 || (number >= 0xd800 && number <= 0xdfff) || number > 0x10ffff) *point = 0xfffd;
    else if (number >= 0x80 && number < 0xa0) *point = windows[number - 0x80];
    else if (number < 0x20) return number == '\t' || number == '\n' || number == '\f' || number == '\r';
    else return number != 0x7f && !(number >= 0xfdd0 && number <= 0xfdef) && (number & 0xfffe) != 0xfffe;
    return true;
}

static int digit_value(char c, bool hex)
{
    if (is_digit(c)) return c - '0';
    if (hex && c >= 'a' && c <= 'f') return c - 'a' + 10;
    return hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "#65;" or "#x41;" at `at`: how much it takes, 0 if it is no number. */
static size_t put_number(hki_buf *out, const char *at, const char *end)
{
    const char *start = at++;
    bool hex = at < end && (*at == 'x' || *at == 'X');
    uint32_t number = 0, point;
    if (hex) at++;
    const char *digits = at;
    for (int d; at < end && (d = digit_value(*at, hex)) >= 0; at++)
        if (number <= 0x10ffff) number = number * (hex ? 16 : 10) + (uint32_t)d;
    if (at == digits) return 0;
    if (point_of(number, &point)) hki_buf_point(out, point);
    return (size_t)(at - start) + (at < end && *at == ';');
}

bool hki_html_unescape(hki_buf *out, const char *text, size_t size)
{
    const char *end = text + size, *mark;
    while (text < end && (mark = memchr(text, '&', (size_t)(end - text)))) {
        hki_buf_put(out, text, (size_t)(mark - text));
        text = mark + 1;
        size_t taken = 0;
        const char *entity = NULL;
        if (text < end && *text == '#') taken = put_number(out, text, end);
        else if ((entity = named(text, end, &taken))) hki_buf_str(out, entity);
        else taken = 0;
        if (!taken) hki_buf_char(out, '&');
        text += taken;
    }
    hki_buf_put(out, text, (size_t)(end - text));
    return !out->failed;
}

/* ---------------------------------------------------------------- striptags */

static const char *find(const char *at, const char *end, const char *what, size_t size)
{
    for (; (size_t)(end - at) >= size && (at = memchr(at, what[0], (size_t)(end - at) - size + 1)); at++)
        if (memcmp(at, what, size) == 0) return at;
    return NULL;
}

/* Copies without comments. One begins and ends with hyphens of its own; one that does not end is none. */
static void put_without_comments(hki_buf *out, const char *at, const char *end)
{
    const char *start, *close;
    while ((start = find(at, end, "<!--", 4)) && (close = find(start + 4, end, "-->", 3))) {
        hki_buf_put(out, at, (size_t)(start - at));
        at = close + 3;
    }
    hki_buf_put(out, at, (size_t)(end - at));
}

static void remove_tags(hki_buf *b)
{
    size_t to = 0;
    const char *at = b->data, *end = b->data + b->size;
    while (at < end) {
        const char *close = *at == '<' ? memchr(at, '>', (size_t)(end - at)) : NULL;
        if (*at == '<' && !close) {
            memmove(b->data + to, at, (size_t)(end - at));
            to += (size_t)(end - at);
            break;
        }
        if (close) at = close + 1;
        else b->data[to++] = *at++;
    }
    b->size = to;
}

static void collapse_space(hki_buf *b)
{
    size_t to = 0;
    const char *at = b->data, *end = b->data + b->size;
    bool space = false;
    while (at < end) {
        const char *start = at;
        if (hki_uc_space(hki_utf8_next(&at))) {
            space = true;
            continue;
        }
        if (space && to) b->data[to++] = ' ';
        space = false;
        memmove(b->data + to, start, (size_t)(at - start));
        to += (size_t)(at - start);
    }
    b->size = to;
}

bool hki_striptags(hki_rt *rt, hki_buf *out, const char *text, size_t size)
{
    hki_buf plain;
    hki_buf_init(&plain, rt->region->mem);
    put_without_comments(&plain, text, text + size);
    bool ok = !plain.failed;
    if (ok && plain.size) {
        remove_tags(&plain);
        collapse_space(&plain);
        ok = hki_html_unescape(out, plain.data, plain.size);
    }
    hki_buf_free(&plain);
    return ok || hki_raise_memory(rt);
}
