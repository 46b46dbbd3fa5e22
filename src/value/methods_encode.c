/* methods_encode.c: encode.
 *
 * In:  text, the name of an encoding, the name of an error handler.   Out: bytes.
 * Known are the encodings that hold all of Unicode, ASCII and Latin-1; the rest of Python's codecs are "unknown encoding". */
#include "base/utf8.h"
#include "value/bytes.h"
#include "value/codec.h"
#include "value/methods_text.h"

static void put_unit(hki_buf *out, uint32_t unit, unsigned bytes, bool big)
{
    for (unsigned i = 0; i < bytes; i++) hki_buf_char(out, (char)(unit >> 8 * (big ? bytes - 1 - i : i) & 0xff));
}

static void put_wide(hki_buf *out, const hki_str *s, enum hki_codec codec)
{
    const char *at = s->data, *end = at + s->size;
    bool big = codec == HKI_UTF_16_BE || codec == HKI_UTF_32_BE;
    bool wide = codec == HKI_UTF_32 || codec == HKI_UTF_32_LE || codec == HKI_UTF_32_BE;
    if (codec == HKI_UTF_16 || codec == HKI_UTF_32) put_unit(out, 0xfeff, wide ? 4 : 2, big);
    while (at < end) {
        uint32_t point = hki_utf8_next(&at);
        if (wide || point < 0x10000) {
            put_unit(out, point, wide ? 4 : 2, big);
        } else {
            put_unit(out, 0xd800 + ((point - 0x10000) >> 10), 2, big);
            put_unit(out, 0xdc00 + ((point - 0x10000) & 0x3ff), 2, big);
        }
    }
}

/* ---------------------------------------------------------------- ASCII and Latin-1 */

/* \xe9, \u20ac or \U0001f600 */
static void put_escape(hki_buf *out, uint32_t point)
{
    int digits = point < 0x100 ? 2 : point < 0x10000 ? 4 : 8;
    hki_buf_char(out, '\\');
    hki_buf_char(out, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    while (digits--) hki_buf_char(out, "0123456789abcdef"[point >> 4 * digits & 15]);
}

/* A run of characters from `at` on that the encoding lacks; `index` is the first one's. */
static bool raise_run(hki_call *c, const char *at, const char *end, size_t index, uint32_t limit)
{
    size_t count = 0;
    uint32_t first = 0;
    while (at < end) {
        uint32_t point = hki_utf8_next(&at);
        if (point < limit) break;
        if (!count++) first = point;
    }
    const char *codec = limit == 128 ? "ascii" : "latin-1";
    if (count > 1)
        return hki_raise(c->rt, HK_UNICODE_ENCODE_ERROR, "'%s' codec can't encode characters in position %z-%z: ordinal not in range(%d)",
                         codec, index, index + count - 1, (int)limit);
    hki_buf shown;
    hki_buf_init(&shown, c->rt->region->mem);
    put_escape(&shown, first);
    hki_buf_char(&shown, '\0');
    if (shown.failed) hki_raise_memory(c->rt);
    else hki_raise(c->rt, HK_UNICODE_ENCODE_ERROR, "'%s' codec can't encode character '%s' in position %z: ordinal not in range(%d)",
                   codec, shown.data, index, (int)limit);
    hki_buf_free(&shown);
    return false;
}

enum handler { STRICT, REPLACE, IGNORE, XML, BACKSLASH, UNKNOWN };

static enum handler find_handler(const hki_str *name)
{
    static const char *const known[] = {"strict", "replace", "ignore", "xmlcharrefreplace", "backslashreplace"};
    /* These two handle lone surrogates only, which no text here has. */
    if (hki_str_is(name, "surrogateescape", 15) || hki_str_is(name, "surrogatepass", 13)) return STRICT;
    for (unsigned i = 0; i < UNKNOWN; i++)
        if (hki_str_is(name, known[i], strlen(known[i]))) return (enum handler)i;
    return UNKNOWN;
}

static bool put_narrow(hki_call *c, uint32_t limit)
{
    const hki_str *s = hki_self(c);
    hki_buf *out = &c->rt->scratch;
    enum handler handler = find_handler(hki_as_str(c->arg[1]));
    const char *at = s->data, *end = at + s->size;
    for (size_t index = 0; at < end; index++) {
        const char *start = at;
        uint32_t point = hki_utf8_next(&at);
        if (point < limit) {
            hki_buf_char(out, (char)point);
            continue;
        }
        if (out->failed) return hki_raise_memory(c->rt);
        switch (handler) {
        case STRICT: return raise_run(c, start, end, index, limit);
        case REPLACE: hki_buf_char(out, '?'); break;
        case IGNORE: break;
        case XML:
            hki_buf_str(out, "&#");
            hki_buf_int(out, point);
            hki_buf_char(out, ';');
            break;
        case BACKSLASH: put_escape(out, point); break;
        case UNKNOWN: return hki_raise(c->rt, HK_LOOKUP_ERROR, "unknown error handler name '%S'", hki_as_str(c->arg[1]));
        }
    }
    return true;
}

static bool put_encoded(hki_call *c, enum hki_codec codec)
{
    const hki_str *s = hki_self(c);
    if (codec == HKI_ASCII || codec == HKI_LATIN_1) return put_narrow(c, codec == HKI_ASCII ? 128 : 256);
    if (codec == HKI_UTF_8_SIG) hki_buf_str(&c->rt->scratch, "\xef\xbb\xbf");
    if (codec == HKI_UTF_8 || codec == HKI_UTF_8_SIG) hki_buf_put(&c->rt->scratch, s->data, s->size);
    else put_wide(&c->rt->scratch, s, codec);
    return true;
}

bool hki_STRING_encode(hki_call *c)
{
    enum hki_codec codec;
    if (!hki_text_word_arg(c, 0, "encode() argument 'encoding' ")) return false;
    if (!hki_text_word_arg(c, 1, "encode() argument 'errors' ")) return false;
    if (!hki_codec_find(c->rt, hki_as_str(c->arg[0]), &codec)) return false;
    hki_buf *out = &c->rt->scratch;
    size_t mark = hki_text_begin(c->rt);
    bool ok = put_encoded(c, codec);
    if (ok && out->failed) ok = hki_raise_memory(c->rt);
    hki_bytes *bytes = ok ? hki_bytes_new(c->rt, hki_buf_from(out, mark), out->size - mark) : NULL;
    hki_text_drop(c->rt, mark);
    if (bytes) c->result = hki_bytes_value(bytes);
    return bytes != NULL;
}
