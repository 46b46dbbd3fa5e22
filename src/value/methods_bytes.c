/* methods_bytes.c: methods of bytes: decode, hex, and those that look at ASCII letters.
 *
 * In:  a bound call whose receiver is a bytes object.   Out: its result, or Python's error. */
#include "base/limits.h"
#include "base/utf8.h"
#include "value/bytes.h"
#include "value/methods.h"
#include "value/ops.h"
#include "value/str.h"

/* ---- ASCII */

static bool is_upper(unsigned char b)
{
    return b >= 'A' && b <= 'Z';
}

static bool is_lower(unsigned char b)
{
    return b >= 'a' && b <= 'z';
}

static bool is_alpha(unsigned char b)
{
    return is_upper(b) || is_lower(b);
}

static bool is_digit(unsigned char b)
{
    return b >= '0' && b <= '9';
}

static bool is_alnum(unsigned char b)
{
    return is_alpha(b) || is_digit(b);
}

static bool is_space(unsigned char b)
{
    return b == ' ' || (b >= '\t' && b <= '\r');
}

static bool is_ascii(unsigned char b)
{
    return b < 0x80;
}

static bool all(hki_call *c, bool (*is)(unsigned char), bool empty)
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    bool yes = bytes->size ? true : empty;
    for (uint32_t i = 0; i < bytes->size && yes; i++) yes = is(bytes->data[i]);
    c->result = hki_bool(yes);
    return true;
}

/* At least one of these letters, and none of the other case. */
static bool all_cased(hki_call *c, bool (*is)(unsigned char), bool (*other)(unsigned char))
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    bool any = false, none = true;
    for (uint32_t i = 0; i < bytes->size; i++) {
        any |= is(bytes->data[i]);
        none &= !other(bytes->data[i]);
    }
    c->result = hki_bool(any && none);
    return true;
}

bool hki_BYTES_isalnum(hki_call *c)
{
    return all(c, is_alnum, false);
}

bool hki_BYTES_isalpha(hki_call *c)
{
    return all(c, is_alpha, false);
}

bool hki_BYTES_isascii(hki_call *c)
{
    return all(c, is_ascii, true);
}

bool hki_BYTES_isdigit(hki_call *c)
{
    return all(c, is_digit, false);
}

bool hki_BYTES_isspace(hki_call *c)
{
    return all(c, is_space, false);
}

bool hki_BYTES_islower(hki_call *c)
{
    return all_cased(c, is_lower, is_upper);
}

bool hki_BYTES_isupper(hki_call *c)
{
    return all_cased(c, is_upper, is_lower);
}

enum letters { LOWER, UPPER, SWAP, TITLE, CAPITALIZE };

static unsigned char change(unsigned char b, bool up)
{
    return up ? (is_lower(b) ? b - 32 : b) : is_upper(b) ? b + 32 : b;
}

static bool letters(hki_call *c, enum letters how)
{
    const hki_bytes *from = hki_as_bytes(c->self);
    hki_bytes *to = hki_bytes_new(c->rt, NULL, from->size);
    if (!to) return false;
    bool in_word = false;
    for (uint32_t i = 0; i < from->size; i++) {
        unsigned char b = from->data[i];
        bool up = how == UPPER || (how == SWAP && is_lower(b)) || (how == TITLE && !in_word) || (how == CAPITALIZE && i == 0);
        in_word = is_alpha(b);
        to->data[i] = change(b, up);
    }
    c->result = hki_bytes_value(to);
    return true;
}

bool hki_BYTES_lower(hki_call *c)
{
    return letters(c, LOWER);
}

bool hki_BYTES_upper(hki_call *c)
{
    return letters(c, UPPER);
}

bool hki_BYTES_swapcase(hki_call *c)
{
    return letters(c, SWAP);
}

bool hki_BYTES_title(hki_call *c)
{
    return letters(c, TITLE);
}

bool hki_BYTES_capitalize(hki_call *c)
{
    return letters(c, CAPITALIZE);
}

/* ---- hex(sep, bytes_per_sep) */

/* The separator, 0 for none. */
static bool hex_separator(hki_call *c, char *out)
{
    hk_value sep = c->arg[0];
    *out = 0;
    if (hki_is_absent(sep)) return true;
    int64_t length = hki_length(c->rt, sep);
    if (length < 0) return false;
    if (length != 1) return hki_raise(c->rt, HK_VALUE_ERROR, "sep must be length 1.");
    if (sep.type == HKI_STRING) *out = *hki_as_str(sep)->data;
    else if (sep.type == HKI_BYTES) *out = (char)hki_as_bytes(sep)->data[0];
    else return hki_raise(c->rt, HK_TYPE_ERROR, "sep must be str or bytes.");
    return (unsigned char)*out < 0x80 ? true : hki_raise(c->rt, HK_VALUE_ERROR, "sep must be ASCII.");
}

/* [python] Groups are counted from the right, with a negative size from the left. */
bool hki_BYTES_hex(hki_call *c)
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    char separator;
    int64_t group;
    if (!hex_separator(c, &separator) || !hki_arg_int(c, 1, &group)) return false;
    if (group != (int)group) return hki_raise(c->rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C int");
    if ((size_t)bytes->size * 3 > HKI_MAX_STRING_SIZE) return hki_raise_memory(c->rt);
    uint64_t size = group < 0 ? (uint64_t)-group : (uint64_t)group;
    hki_buf *out = &c->rt->scratch;
    size_t mark = hki_text_begin(c->rt);
    for (uint32_t i = 0; i < bytes->size; i++) {
        uint64_t border = group < 0 ? i : bytes->size - i;
        if (separator && size && i && border % size == 0) hki_buf_char(out, separator);
        hki_buf_char(out, "0123456789abcdef"[bytes->data[i] >> 4]);
        hki_buf_char(out, "0123456789abcdef"[bytes->data[i] & 15]);
    }
    return hki_text_end(c->rt, mark, 0, &c->result);
}

/* ---- decode(encoding, errors) */

enum codec { UTF_8, ASCII, LATIN_1 };
enum handler { STRICT, REPLACE, IGNORE, BACKSLASH, OTHER };

/* Case, '-' and '_' do not matter in the name of an encoding. */
static bool find_codec(hki_call *c, enum codec *out)
{
    static const struct { const char *name; enum codec codec; } names[] = {
        {"utf8", UTF_8}, {"u8", UTF_8}, {"utf", UTF_8}, {"ascii", ASCII}, {"usascii", ASCII}, {"646", ASCII}, {"latin1", LATIN_1},
        {"latin", LATIN_1}, {"l1", LATIN_1}, {"iso88591", LATIN_1}, {"8859", LATIN_1}, {"cp819", LATIN_1},
    };
    const hki_str *name = hki_as_str(c->arg[0]);
    char plain[16] = {0};
    size_t size = 0;
    for (uint32_t i = 0; i < name->size && size < sizeof plain - 1; i++) {
        char b = name->data[i];
        if (b != '-' && b != '_' && b != ' ') plain[size++] = (char)change((unsigned char)b, false);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(plain, names[i].name) != 0) continue;
        *out = names[i].codec;
        return true;
    }
    return hki_raise(c->rt, HK_LOOKUP_ERROR, "unknown encoding: %S", name);
}

static enum handler find_handler(const hki_str *name)
{
    static const char *const names[] = {"strict", "replace", "ignore", "backslashreplace"};
    for (unsigned i = 0; i < OTHER; i++)
        if (hki_str_is(name, names[i], strlen(names[i]))) return (enum handler)i;
    return OTHER;
}

/* How many bytes from `at` on are one mistake, and why. [python: the longest prefix of a sequence that could go on] */
static size_t bad_utf8(const unsigned char *at, size_t left, const char **why)
{
    unsigned char lead = at[0], low = 0x80, high = 0xbf;
    size_t need = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    *why = "invalid start byte";
    if (!need) return 1;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
    *why = "invalid continuation byte";
    for (size_t i = 1; i <= need; i++) {
        if (i == left) {
            *why = "unexpected end of data";
            return i;
        }
        if (at[i] < low || at[i] > high) return i;
        low = 0x80;
        high = 0xbf;
    }
    return need + 1;
}

static bool decode_error(hki_call *c, const char *codec, const unsigned char *bytes, size_t from, size_t count, const char *why)
{
    char hex[3] = {"0123456789abcdef"[bytes[from] >> 4], "0123456789abcdef"[bytes[from] & 15], 0};
    if (count == 1)
        return hki_raise(c->rt, HK_UNICODE_DECODE_ERROR, "'%s' codec can't decode byte 0x%s in position %z: %s", codec, hex, from, why);
    return hki_raise(c->rt, HK_UNICODE_DECODE_ERROR, "'%s' codec can't decode bytes in position %z-%z: %s", codec, from,
        from + count - 1, why);
}

/* Deals with `count` bad bytes as the error handler says. */
static bool put_bad(hki_call *c, enum handler handler, const char *codec, size_t from, size_t count, const char *why)
{
    const unsigned char *bytes = hki_as_bytes(c->self)->data;
    hki_buf *out = &c->rt->scratch;
    switch (handler) {
    case STRICT: return decode_error(c, codec, bytes, from, count, why);
    case REPLACE: hki_buf_point(out, 0xfffd); return true;
    case IGNORE: return true;
    case BACKSLASH:
        for (size_t i = from; i < from + count; i++) {
            hki_buf_str(out, "\\x");
            hki_buf_char(out, "0123456789abcdef"[bytes[i] >> 4]);
            hki_buf_char(out, "0123456789abcdef"[bytes[i] & 15]);
        }
        return true;
    case OTHER: break;
    }
    return hki_raise(c->rt, HK_LOOKUP_ERROR, "unknown error handler name '%S'", hki_as_str(c->arg[1]));
}

static bool decode_utf8(hki_call *c, enum handler handler)
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    const char *why, *text = (const char *)bytes->data;
    for (size_t at = 0; at < bytes->size;) {
        size_t good = hki_utf8_check(text + at, bytes->size - at);
        hki_buf_put(&c->rt->scratch, text + at, good);
        at += good;
        if (at == bytes->size) break;
        size_t bad = bad_utf8(bytes->data + at, bytes->size - at, &why);
        if (!put_bad(c, handler, "utf-8", at, bad, why)) return false;
        at += bad;
    }
    return true;
}

static bool decode_bytes(hki_call *c, enum codec codec, enum handler handler)
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    for (size_t at = 0; at < bytes->size; at++) {
        if (codec == LATIN_1 || bytes->data[at] < 0x80) hki_buf_point(&c->rt->scratch, bytes->data[at]);
        else if (!put_bad(c, handler, "ascii", at, 1, "ordinal not in range(128)")) return false;
    }
    return true;
}

bool hki_BYTES_decode(hki_call *c)
{
    static const char *const names[] = {"encoding", "errors"};
    for (unsigned i = 0; i < 2; i++)
        if (c->arg[i].type != HKI_STRING)
            return hki_raise(c->rt, HK_TYPE_ERROR, "decode() argument '%s' must be str, not %t", names[i], c->arg[i]);
    enum codec codec;
    if (!find_codec(c, &codec)) return false;
    enum handler handler = find_handler(hki_as_str(c->arg[1]));
    size_t mark = hki_text_begin(c->rt);
    if (codec == UTF_8 ? decode_utf8(c, handler) : decode_bytes(c, codec, handler)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}
