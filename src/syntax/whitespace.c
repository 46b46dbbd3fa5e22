/* whitespace.c: newlines, trim_blocks, lstrip_blocks and the signs at tags.
 *
 * In:  the source, options, the place of a tag.   Out: the source to read; which part of a text is kept.
 * Always: "white space" is what Python's str.isspace says; time is linear in what is taken away. */
#include "syntax/whitespace.h"

#include "base/limits.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/codec.h"

static bool ascii_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

const char *hki_space_end(const char *at, const char *end)
{
    while (at < end) {
        unsigned char c = (unsigned char)*at;
        const char *next = at + 1;
        if (c < 0x80 ? !ascii_space(c) : (next = at, !hki_uc_space(hki_utf8_next(&next)))) break;
        at = next;
    }
    return at;
}

const char *hki_space_start(const char *from, const char *to)
{
    while (to > from) {
        unsigned char c = (unsigned char)to[-1];
        const char *before = to - 1;
        if (c < 0x80 ? !ascii_space(c) : (before = to, !hki_uc_space(hki_utf8_prev(&before)))) break;
        to = before;
    }
    return to;
}

/* Blanks between the start of the line and the tag go if nothing else is there. */
static const char *strip_line(const char *from, const char *to, bool line_start)
{
    const char *blank = hki_space_start(from, to);
    for (const char *c = to; c > blank; c--)
        if (c[-1] == '\n') return c;
    return blank == from && line_start ? from : to;
}

const char *hki_text_before(const char *from, const char *to, char sign, bool lstrip, bool line_start)
{
    if (sign == '-') return hki_space_start(from, to);
    return sign != '+' && lstrip ? strip_line(from, to, line_start) : to;
}

const char *hki_end_match(hki_slice_text text, const char *at, const char *end, bool plus, bool trim)
{
    if (at < end && *at == '-' && hki_starts_with(at + 1, end, text)) return hki_space_end(at + 1 + text.size, end);
    if (plus && at < end && *at == '+' && hki_starts_with(at + 1, end, text)) return at + 1 + text.size;
    if (!hki_starts_with(at, end, text)) return NULL;
    at += text.size;
    return trim && at < end && *at == '\n' ? at + 1 : at;
}

const char *hki_end_behind_space(hki_slice_text text, const char *at, const char *end, bool plus, bool trim)
{
    const char *to = hki_space_end(at, end), *after = hki_end_match(text, to, end, plus, trim);
    while (!after && to > at) after = hki_end_match(text, --to, end, plus, trim);
    return after;
}

/* Copies with \r\n and \r as \n; returns the new size. */
static size_t copy_lines(char *to, const char *bytes, size_t size)
{
    char *start = to;
    const char *end = bytes + size, *cr;
    while ((cr = memchr(bytes, '\r', (size_t)(end - bytes)))) {
        memcpy(to, bytes, (size_t)(cr - bytes));
        to += cr - bytes;
        *to++ = '\n';
        bytes = cr + 1;
        if (bytes < end && *bytes == '\n') bytes++;
    }
    memcpy(to, bytes, (size_t)(end - bytes));
    return (size_t)(to - start) + (size_t)(end - bytes);
}

bool hki_source_read(hki_rt *rt, const hki_syntax_options *options, const char *bytes, size_t size, hki_source *out)
{
    if (size > HKI_MAX_STRING_SIZE) return hki_raise_memory(rt);
    bool ascii = hki_utf8_ascii(bytes, size) == size;
    size_t valid = ascii ? size : hki_utf8_check(bytes, size);
    if (valid < size) return hki_codec_raise_utf8(rt, bytes, size, valid);
    const char *text = bytes;
    if (!options->borrow || (size && memchr(bytes, '\r', size))) {
        char *copy = hki_region_alloc(rt->region, size + HKI_SOURCE_SLACK);
        if (!copy) return hki_raise_memory(rt);
        if (size) size = copy_lines(copy, bytes, size);
        memset(copy + size, 0, HKI_SOURCE_SLACK);
        text = copy;
    }
    if (!options->keep_trailing_newline && size && text[size - 1] == '\n') size--;
    *out = (hki_source){text, size, ascii};
    return true;
}

const hki_str *hki_data_text(hki_rt *rt, const hki_syntax_options *options, const char *from, const char *to)
{
    size_t mark = hki_text_begin(rt);
    for (const char *nl; (nl = memchr(from, '\n', (size_t)(to - from))); from = nl + 1) {
        hki_buf_put(&rt->scratch, from, (size_t)(nl - from));
        hki_buf_str(&rt->scratch, options->newline);
    }
    hki_buf_put(&rt->scratch, from, (size_t)(to - from));
    hk_value text;
    return hki_text_end(rt, mark, 0, &text) ? hki_as_str(text) : NULL;
}
