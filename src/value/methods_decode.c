/* methods_decode.c: bytes.decode.
 *
 * In:  bytes, the name of an encoding, the name of an error handler.   Out: text, or UnicodeDecodeError.
 * Always: the result is valid UTF-8, so surrogates cannot be had, whatever the handler. */
#include "base/utf8.h"
#include "value/codec.h"
#include "value/methods_text.h"

enum handler { STRICT, REPLACE, IGNORE, BACKSLASH, UNKNOWN };

typedef struct decoder {
    hki_call *c;
    const unsigned char *bytes;
    size_t size;
    enum hki_codec codec;
    enum handler handler;
} decoder;

static enum handler find_handler(const hki_str *name)
{
    static const char *const names[] = {"strict", "replace", "ignore", "backslashreplace"};
    if (hki_str_is(name, "surrogateescape", 15) || hki_str_is(name, "surrogatepass", 13)) return STRICT;
    for (unsigned i = 0; i < UNKNOWN; i++)
        if (hki_str_is(name, names[i], strlen(names[i]))) return (enum handler)i;
    return UNKNOWN;
}

static void put_hex(hki_buf *out, unsigned char byte)
{
    hki_buf_char(out, "0123456789abcdef"[byte >> 4]);
    hki_buf_char(out, "0123456789abcdef"[byte & 15]);
}

static bool raise_bad(const decoder *d, size_t from, size_t count, const char *why)
{
    static const char *const names[] = {"utf-8", "utf-8", "utf-16-le", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-le", "utf-32-be",
                                        "ascii"};
    return hki_codec_raise(d->c->rt, names[d->codec], d->bytes, from, count, why);
}

/* Deals with `count` bad bytes as the error handler says. */
static bool put_bad(const decoder *d, size_t from, size_t count, const char *why)
{
    hki_rt *rt = d->c->rt;
    if (rt->scratch.failed) return hki_raise_memory(rt);
    switch (d->handler) {
    case STRICT: return raise_bad(d, from, count, why);
    case REPLACE: hki_buf_point(&rt->scratch, 0xfffd); return true;
    case IGNORE: return true;
    case BACKSLASH:
        for (size_t i = from; i < from + count; i++) {
            hki_buf_str(&rt->scratch, "\\x");
            put_hex(&rt->scratch, d->bytes[i]);
        }
        return true;
    case UNKNOWN: break;
    }
    return hki_raise(rt, HK_LOOKUP_ERROR, "unknown error handler name '%S'", hki_as_str(d->c->arg[1]));
}

/* ---- UTF-8 */

static bool decode_utf8(const decoder *d)
{
    const char *why, *text = (const char *)d->bytes;
    for (size_t at = 0; at < d->size;) {
        size_t good = hki_utf8_check(text + at, d->size - at);
        hki_buf_put(&d->c->rt->scratch, text + at, good);
        at += good;
        if (at == d->size) break;
        size_t bad = hki_utf8_mistake(text + at, d->size - at, &why);
        if (!put_bad(d, at, bad, why)) return false;
        at += bad;
    }
    return true;
}

/* ---- ASCII and Latin-1 */

static bool decode_narrow(const decoder *d)
{
    for (size_t at = 0; at < d->size; at++) {
        if (d->codec == HKI_LATIN_1 || d->bytes[at] < 0x80) hki_buf_point(&d->c->rt->scratch, d->bytes[at]);
        else if (!put_bad(d, at, 1, "ordinal not in range(128)")) return false;
    }
    return true;
}

/* ---- UTF-16 and UTF-32 */

static uint32_t unit(const unsigned char *at, unsigned width, bool big)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < width; i++) value |= (uint32_t)at[i] << 8 * (big ? width - 1 - i : i);
    return value;
}

/* One character: how many bytes it takes, or how many are bad and *why. */
static size_t step_utf16(const unsigned char *at, size_t left, bool big, uint32_t *point, const char **why)
{
    *why = "truncated data";
    if (left < 2) return left;
    uint32_t first = unit(at, 2, big);
    *why = NULL;
    *point = first;
    if (first < 0xd800 || first > 0xdfff) return 2;
    *why = "illegal encoding";
    if (first > 0xdbff) return 2;
    *why = "unexpected end of data";
    if (left < 4) return left;
    uint32_t second = unit(at + 2, 2, big);
    *why = "illegal UTF-16 surrogate";
    if (second < 0xdc00 || second > 0xdfff) return 2;
    *why = NULL;
    *point = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    return 4;
}

static size_t step_utf32(const unsigned char *at, size_t left, bool big, uint32_t *point, const char **why)
{
    *why = "truncated data";
    if (left < 4) return left;
    *point = unit(at, 4, big);
    *why = *point >= 0x110000 ? "code point not in range(0x110000)"
        : *point >= 0xd800 && *point < 0xe000 ? "code point in surrogate code point range(0xd800, 0xe000)" : NULL;
    return 4;
}

static bool decode_wide(const decoder *d, size_t at)
{
    bool big = d->codec == HKI_UTF_16_BE || d->codec == HKI_UTF_32_BE, narrow = d->codec <= HKI_UTF_16_BE;
    while (at < d->size) {
        uint32_t point;
        const char *why;
        size_t taken = (narrow ? step_utf16 : step_utf32)(d->bytes + at, d->size - at, big, &point, &why);
        if (!why) hki_buf_point(&d->c->rt->scratch, point);
        else if (!put_bad(d, at, taken, why)) return false;
        at += taken;
    }
    return true;
}

/* "utf-16" and "utf-32" begin with a mark that says which byte comes first; without one it is the lowest. */
static bool decode_marked(decoder *d, unsigned width)
{
    uint32_t mark = d->size >= width ? unit(d->bytes, width, false) : 0;
    bool big = width == 2 ? mark == 0xfffe : mark == 0xfffe0000u;
    if (big) d->codec = width == 2 ? HKI_UTF_16_BE : HKI_UTF_32_BE;
    return decode_wide(d, big || mark == 0xfeff ? width : 0);
}

static bool decode(decoder *d)
{
    switch (d->codec) {
    case HKI_UTF_8_SIG:
        if (d->size >= 3 && memcmp(d->bytes, "\xef\xbb\xbf", 3) == 0) {
            d->bytes += 3;
            d->size -= 3;
        }
        return decode_utf8(d);
    case HKI_UTF_8: return decode_utf8(d);
    case HKI_ASCII: case HKI_LATIN_1: return decode_narrow(d);
    case HKI_UTF_16: return decode_marked(d, 2);
    case HKI_UTF_32: return decode_marked(d, 4);
    case HKI_UTF_16_LE: case HKI_UTF_16_BE: case HKI_UTF_32_LE: case HKI_UTF_32_BE: break;
    }
    return decode_wide(d, 0);
}

bool hki_BYTES_decode(hki_call *c)
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    decoder d = {.c = c, .bytes = bytes->data, .size = bytes->size};
    if (!hki_text_word_arg(c, 0, "decode() argument 'encoding' ")) return false;
    if (!hki_text_word_arg(c, 1, "decode() argument 'errors' ")) return false;
    if (!hki_codec_find(c->rt, hki_as_str(c->arg[0]), &d.codec)) return false;
    d.handler = find_handler(hki_as_str(c->arg[1]));
    size_t mark = hki_text_begin(c->rt);
    if (decode(&d)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}
