/* codec.c: the names of text encodings, and what is said of bytes that are none.
 *
 * In:  a name as templates write it.   Out: which encoding it is.
 * Known are the encodings that hold all of Unicode, ASCII and Latin-1; the rest of Python's codecs are "unknown encoding". */
#include "value/codec.h"

#include "base/utf8.h"

static const struct { const char *name; enum hki_codec codec; } names[] = {
    {"utf_8", HKI_UTF_8}, {"utf8", HKI_UTF_8}, {"u8", HKI_UTF_8}, {"utf", HKI_UTF_8}, {"cp65001", HKI_UTF_8},
    {"utf8_ucs2", HKI_UTF_8}, {"utf8_ucs4", HKI_UTF_8}, {"utf_8_sig", HKI_UTF_8_SIG}, {"ascii", HKI_ASCII}, {"us_ascii", HKI_ASCII},
    {"us", HKI_ASCII}, {"646", HKI_ASCII}, {"ansi_x3.4_1968", HKI_ASCII}, {"ansi_x3_4_1968", HKI_ASCII},
    {"ansi_x3.4_1986", HKI_ASCII}, {"cp367", HKI_ASCII}, {"csascii", HKI_ASCII}, {"ibm367", HKI_ASCII}, {"iso646_us", HKI_ASCII},
    {"iso_646.irv_1991", HKI_ASCII}, {"iso_ir_6", HKI_ASCII}, {"latin_1", HKI_LATIN_1}, {"latin1", HKI_LATIN_1},
    {"latin", HKI_LATIN_1}, {"l1", HKI_LATIN_1}, {"iso8859_1", HKI_LATIN_1}, {"iso_8859_1", HKI_LATIN_1}, {"iso8859", HKI_LATIN_1},
    {"8859", HKI_LATIN_1}, {"cp819", HKI_LATIN_1}, {"csisolatin1", HKI_LATIN_1}, {"ibm819", HKI_LATIN_1},
    {"iso_8859_1_1987", HKI_LATIN_1}, {"iso_ir_100", HKI_LATIN_1}, {"utf_16", HKI_UTF_16}, {"utf16", HKI_UTF_16},
    {"u16", HKI_UTF_16}, {"utf_16_le", HKI_UTF_16_LE}, {"utf_16le", HKI_UTF_16_LE}, {"unicodelittleunmarked", HKI_UTF_16_LE},
    {"utf_16_be", HKI_UTF_16_BE}, {"utf_16be", HKI_UTF_16_BE}, {"unicodebigunmarked", HKI_UTF_16_BE}, {"utf_32", HKI_UTF_32},
    {"utf32", HKI_UTF_32}, {"u32", HKI_UTF_32}, {"utf_32_le", HKI_UTF_32_LE}, {"utf_32le", HKI_UTF_32_LE},
    {"utf_32_be", HKI_UTF_32_BE}, {"utf_32be", HKI_UTF_32_BE},
};

/* [python] encodings.normalize_encoding: lower case, and each run of other characters is one underscore. */
bool hki_codec_find(hki_rt *rt, const hki_str *name, enum hki_codec *out)
{
    char plain[32];
    size_t size = 0;
    bool gap = false;
    for (uint32_t i = 0; i < name->size && size + 2 < sizeof plain; i++) {
        char b = name->data[i];
        if (b >= 'A' && b <= 'Z') b = (char)(b + ('a' - 'A'));
        if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '.' || (unsigned char)b >= 0x80) {
            if (gap && size) plain[size++] = '_';
            plain[size++] = b;
            gap = false;
        } else {
            gap = true;
        }
    }
    plain[size] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(plain, names[i].name) != 0) continue;
        *out = names[i].codec;
        return true;
    }
    return hki_raise(rt, HK_LOOKUP_ERROR, "unknown encoding: %S", name);
}

/* [python] UnicodeDecodeError names one byte by value, several only by position. */
bool hki_codec_raise(hki_rt *rt, const char *codec, const void *bytes, size_t from, size_t count, const char *why)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char byte = ((const unsigned char *)bytes)[from];
    const char hex[3] = {digits[byte >> 4], digits[byte & 15], '\0'};
    if (count == 1)
        return hki_raise(rt, HK_UNICODE_DECODE_ERROR, "'%s' codec can't decode byte 0x%s in position %z: %s", codec, hex, from, why);
    return hki_raise(rt, HK_UNICODE_DECODE_ERROR, "'%s' codec can't decode bytes in position %z-%z: %s", codec, from,
        from + count - 1, why);
}

bool hki_codec_raise_utf8(hki_rt *rt, const char *bytes, size_t size, size_t from)
{
    const char *why;
    size_t count = hki_utf8_mistake(bytes + from, size - from, &why);
    return hki_codec_raise(rt, "utf-8", bytes, from, count, why);
}
