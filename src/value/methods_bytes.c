/* methods_bytes.c: methods of bytes: hex, and those that look at ASCII letters. decode has a file of its own.
 *
 * In:  a bound call whose receiver is a bytes object.   Out: its result, or Python's error. */
#include "base/limits.h"
#include "value/methods_bytes.h"
#include "value/methods_text.h"

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
    return hki_ascii_space((char)b);
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

bool hki_BYTES_istitle(hki_call *c)
{
    const hki_bytes *bytes = hki_as_bytes(c->self);
    bool any = false, in_word = false, title = true;
    for (uint32_t i = 0; i < bytes->size; i++) {
        unsigned char b = bytes->data[i];
        if (is_alpha(b)) title &= in_word ? is_lower(b) : is_upper(b);
        in_word = is_alpha(b);
        any |= in_word;
    }
    return hki_give_bool(c, any && title);
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
    int group;
    if (!hki_text_arg_cint(c, 1, &group) || !hex_separator(c, &separator)) return false;
    if ((size_t)bytes->size * 3 > HKI_MAX_STRING_SIZE) return hki_raise_memory(c->rt);
    uint64_t size = group < 0 ? (uint64_t)-(int64_t)group : (uint64_t)group;
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
