/* regex_python.c: patterns of Python's re as patterns of PCRE2.
 *
 * In:  a pattern as re.compile takes it.   Out: one for PCRE2 with the same meaning, or why re would refuse it.
 * Always: what only PCRE2 knows (verbs, recursion, \K, POSIX classes, …) never gets through. What is left to PCRE2: unbalanced
 * parentheses, bad ranges, groups that do not exist. Not taken: scoped flags a and x, and \N{name}. */
#include "base/regex.h"

typedef struct reader {
    const char *pattern, *at, *end;
    hki_buf *out;
    unsigned flags;
    uint32_t repeat;            /* the largest least number in braces */
    hki_error *error;
} reader;

enum { SHOWN = 80 };            /* bytes of a pattern in a message */

bool hki_regex_refuse(hki_error *error, const char *why, const char *detail, size_t detail_size, const char *pattern, size_t size)
{
    hki_buf message;
    hki_buf_init(&message, error->mem);
    hki_buf_str(&message, why);
    hki_buf_put(&message, detail, detail_size);
    hki_buf_str(&message, " in the regular expression '");
    size_t shown = size < SHOWN ? size : SHOWN;
    while (shown < size && ((unsigned char)pattern[shown] & 0xc0) == 0x80) shown--;     /* to the start of a code point */
    hki_buf_put(&message, pattern, shown);
    hki_buf_str(&message, shown < size ? "…'" : "'");
    if (message.failed) hki_error_memory(error);
    else hki_error_set(error, HK_VALUE_ERROR, message.data, message.size);
    hki_buf_free(&message);
    return false;
}

static bool refuse(reader *r, const char *why, const char *from, const char *to)
{
    return hki_regex_refuse(r->error, why, from, (size_t)(to - from), r->pattern, (size_t)(r->end - r->pattern));
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_octal(char c) { return c >= '0' && c <= '7'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static char peek(const reader *r, size_t ahead)
{
    return (size_t)(r->end - r->at) > ahead ? r->at[ahead] : '\0';
}

/* The next `count` bytes as they are. */
static bool copy(reader *r, size_t count)
{
    hki_buf_put(r->out, r->at, count);
    r->at += count;
    return true;
}

static void put_code(reader *r, uint32_t point)
{
    static const char digits[] = "0123456789abcdef";
    hki_buf_str(r->out, "\\x{");
    for (int shift = 28; shift >= 0; shift -= 4)
        if (shift == 0 || point >> shift) hki_buf_char(r->out, digits[point >> shift & 15]);
    hki_buf_char(r->out, '}');
}

static int hex_digit(char c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* \xhh, \uhhhh, \Uhhhhhhhh */
static bool hex_escape(reader *r, size_t digits)
{
    uint32_t point = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(peek(r, 2 + i));
        if (digit < 0) return refuse(r, "incomplete escape ", r->at, r->at + 2 + i);
        point = point << 4 | (uint32_t)digit;
    }
    if (point > 0x10ffff) return refuse(r, "bad escape ", r->at, r->at + 2 + digits);
    put_code(r, point);
    r->at += 2 + digits;
    return true;
}

/* [python] \0 and three octal digits are a character, in a class any octal digits are; other numbers name a group. */
static bool number_escape(reader *r, bool in_class)
{
    const char *from = r->at + 1, *at = from;
    bool octal = *from == '0' || (in_class && is_octal(*from)) || (is_octal(*from) && is_octal(peek(r, 2)) && is_octal(peek(r, 3)));
    uint32_t number = 0;
    if (octal) {
        while (at < r->end && at - from < 3 && is_octal(*at)) number = number * 8 + (uint32_t)(*at++ - '0');
        if (number > 0377) return refuse(r, "octal escape value outside of range 0-0o377: ", r->at, at);
        put_code(r, number);
    } else {
        if (in_class) return refuse(r, "bad escape ", r->at, r->at + 2);
        while (at < r->end && at - from < 2 && is_digit(*at)) at++;
        hki_buf_str(r->out, "\\g{");
        hki_buf_put(r->out, from, (size_t)(at - from));
        hki_buf_char(r->out, '}');
    }
    r->at = at;
    return true;
}

/* A backslash and what belongs to it. */
static bool escape(reader *r, bool in_class)
{
    char c = peek(r, 1);
    if (r->end - r->at < 2) return refuse(r, "bad escape (end of pattern)", "", "");
    if (is_digit(c)) return number_escape(r, in_class);
    if (!is_letter(c)) return copy(r, 2);
    switch (c) {
    case 'x': return hex_escape(r, 2);
    case 'u': return hex_escape(r, 4);
    case 'U': return hex_escape(r, 8);
    case 'v':
        put_code(r, 0x0b);      /* to PCRE2 it is any vertical space */
        r->at += 2;
        return true;
    case 'Z':
        if (in_class) break;
        hki_buf_str(r->out, "\\z");     /* to PCRE2 \Z may stand before a last newline */
        r->at += 2;
        return true;
    case 'A':
    case 'B':
        if (in_class) break;
        return copy(r, 2);
    case 'a': case 'b': case 'd': case 'D': case 'f': case 'n': case 'r': case 's': case 'S': case 't': case 'w': case 'W':
        return copy(r, 2);
    default: break;
    }
    return refuse(r, "bad escape ", r->at, r->at + 2);
}

/* [python] An opening bracket in a class is itself; a closing one is, if it comes first. */
static bool class(reader *r)
{
    copy(r, 1);
    if (peek(r, 0) == '^') copy(r, 1);
    for (bool first = true; r->at < r->end; first = false) {
        char c = *r->at;
        if (c == '\\') {
            if (!escape(r, true)) return false;
            continue;
        }
        if (c == ']' && !first) return copy(r, 1);
        if (c == '[' || c == ']') hki_buf_char(r->out, '\\');
        copy(r, 1);
    }
    return refuse(r, "unterminated character set", "", "");
}

/* {2}, {2,}, {,3} and {2,3}; any other brace is itself. */
static bool braces(reader *r)
{
    const char *at = r->at + 1, *low = at;
    uint32_t least = 0;
    for (; at < r->end && is_digit(*at); at++) least = least > 100000 ? least : least * 10 + (uint32_t)(*at - '0');
    const char *low_end = at, *high = at;
    bool range = at < r->end && *at == ',';
    if (range)
        for (high = ++at; at < r->end && is_digit(*at);) at++;
    if (at == r->end || *at != '}' || (low == low_end && !range)) {
        hki_buf_char(r->out, '\\');
        return copy(r, 1);
    }
    hki_buf_char(r->out, '{');
    if (low == low_end) hki_buf_char(r->out, '0');
    hki_buf_put(r->out, low, (size_t)(low_end - low));
    if (range) hki_buf_char(r->out, ',');
    hki_buf_put(r->out, high, (size_t)(at - high));
    hki_buf_char(r->out, '}');
    if (least > r->repeat) r->repeat = least;
    r->at = at + 1;
    return true;
}

/* ---- what begins with a parenthesis and a question mark */

static bool comment(reader *r)
{
    const char *close = memchr(r->at, ')', (size_t)(r->end - r->at));
    if (!close) return refuse(r, "missing ), unterminated comment", "", "");
    r->at = close + 1;
    return true;
}

/* (?(1)yes|no) and (?(name)yes|no): PCRE2 has more conditions, which look alike. */
static bool condition(reader *r)
{
    const char *name = r->at + 3, *at = name;
    while (at < r->end && (is_letter(*at) || is_digit(*at) || *at == '_' || (unsigned char)*at >= 0x80)) at++;
    if (at == name || at == r->end || *at != ')') return refuse(r, "bad group name after ", r->at, at);
    bool number = is_digit(*name);
    hki_buf_str(r->out, number ? "(?(" : "(?(<");
    hki_buf_put(r->out, name, (size_t)(at - name));
    hki_buf_str(r->out, number ? ")" : ">)");
    r->at = at + 1;
    return true;
}

static bool global_flags(reader *r, const char *from, const char *to)
{
    static const struct { char letter; unsigned flag; } known[] = {{'a', HKI_REGEX_ASCII}, {'i', HKI_REGEX_IGNORECASE},
        {'m', HKI_REGEX_MULTILINE}, {'s', HKI_REGEX_DOTALL}, {'x', HKI_REGEX_VERBOSE}, {'u', 0}};
    if (r->at != r->pattern) return refuse(r, "global flags not at the start", "", "");
    for (const char *at = from; at < to; at++) {
        size_t i = 0;
        while (i < sizeof known / sizeof *known && known[i].letter != *at) i++;
        if (i == sizeof known / sizeof *known) return refuse(r, "unknown flag ", at, at + 1);
        r->flags |= known[i].flag;
    }
    r->at = to + 1;
    return true;
}

/* (?i) and (?i-s:…) */
static bool flags(reader *r)
{
    const char *from = r->at + 2, *at = from;
    while (at < r->end && (is_letter(*at) || *at == '-')) at++;
    if (at == r->end) return refuse(r, "missing -, : or )", "", "");
    if (*at == ')') return global_flags(r, from, at);
    if (*at != ':') return refuse(r, "unknown flag ", at, at + 1);
    hki_buf_str(r->out, "(?");
    for (const char *flag = from; flag < at; flag++) {
        if (!strchr("ims-u", *flag)) return refuse(r, "unknown or unsupported flag ", flag, flag + 1);
        if (*flag != 'u') hki_buf_char(r->out, *flag);
    }
    hki_buf_char(r->out, ':');
    r->at = at + 1;
    return true;
}

static bool group(reader *r)
{
    if (peek(r, 1) == '*') return refuse(r, "nothing to repeat", "", "");
    if (peek(r, 1) != '?') return copy(r, 1);
    char kind = peek(r, 2), more = peek(r, 3);
    const char *shown = r->end - r->at > 3 ? r->at + 4 : r->end;
    switch (kind) {
    case ':': case '=': case '!': case '>': return copy(r, 3);
    case '#': return comment(r);
    case '(': return condition(r);
    case '<': return more == '=' || more == '!' ? copy(r, 4) : refuse(r, "unknown extension ", r->at + 1, shown);
    case 'P': return more == '<' || more == '=' ? copy(r, 4) : refuse(r, "unknown extension ", r->at + 1, shown);
    default: break;
    }
    if (kind == '-' || is_letter(kind)) return flags(r);
    return refuse(r, "unknown extension ?", "", "");
}

static bool verbose_comment(reader *r)
{
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
    return copy(r, (size_t)((newline ? newline : r->end) - r->at));
}

bool hki_regex_translate(const char *pattern, size_t size, hki_buf *out, unsigned *flags, uint32_t *repeat, hki_error *error)
{
    reader r = {.pattern = pattern, .at = pattern, .end = pattern + size, .out = out, .flags = *flags, .error = error};
    bool ok = true;
    while (ok && r.at < r.end) {
        switch (*r.at) {
        case '\\': ok = escape(&r, false); break;
        case '[': ok = class(&r); break;
        case '{': ok = braces(&r); break;
        case '(': ok = group(&r); break;
        case '#': ok = r.flags & HKI_REGEX_VERBOSE ? verbose_comment(&r) : copy(&r, 1); break;
        default: ok = copy(&r, 1); break;
        }
    }
    *flags = r.flags;
    *repeat = r.repeat;
    if (ok && out->failed) ok = hki_error_memory(error);
    return ok;
}
