/* methods_pad.c: center expandtabs ljust rjust zfill.
 *
 * In:  text and a width in code points.   Out: the text filled up to it, never cut.
 * Always: a width that a template chose is checked before memory is taken for it. */
#include "base/limits.h"
#include "value/methods_text.h"

/* Text with `left` fills before it and `right` behind. */
static hki_str *padded(hki_rt *rt, const hki_str *s, uint64_t left, uint64_t right, const char *fill, size_t fill_size)
{
    if (left + right > HKI_MAX_STRING_SIZE / 4) {
        hki_raise_memory(rt);
        return NULL;
    }
    char *to;
    hki_str *r = hki_str_sized(rt, s->size + (left + right) * fill_size, s->points + left + right, &to);
    if (!r) return NULL;
    for (uint64_t i = 0; i < left; i++, to += fill_size) memcpy(to, fill, fill_size);
    if (s->size) memcpy(to, s->data, s->size);
    to += s->size;
    for (uint64_t i = 0; i < right; i++, to += fill_size) memcpy(to, fill, fill_size);
    return r;
}

/* How much of the padding stands on the left. */
typedef uint64_t (*share)(uint64_t padding, uint64_t width);

static bool pad(hki_call *c, share left_of)
{
    hki_str *s = hki_self(c);
    hk_value fill = c->arg[1];
    int64_t width;
    if (!hki_text_arg_size(c, 0, &width)) return false;
    if (fill.type != HKI_STRING)
        return hki_raise(c->rt, HK_TYPE_ERROR, "The fill character must be a unicode character, not %t", fill);
    const hki_str *point = hki_as_str(fill);
    if (point->points != 1) return hki_raise(c->rt, HK_TYPE_ERROR, "The fill character must be exactly one character long");
    if (width <= (int64_t)s->points) return hki_give_self(c);
    uint64_t padding = (uint64_t)width - s->points, left = left_of(padding, (uint64_t)width);
    return hki_give(c, padded(c->rt, s, left, padding - left, point->data, point->size));
}

/* [python] str.center: of an odd padding, the extra character goes left if the width is odd. */
static uint64_t share_center(uint64_t padding, uint64_t width) { return padding / 2 + (padding & width & 1); }
static uint64_t share_left(uint64_t padding, uint64_t width) { return (void)padding, (void)width, 0; }
static uint64_t share_right(uint64_t padding, uint64_t width) { return (void)width, padding; }

bool hki_STRING_center(hki_call *c) { return pad(c, share_center); }
bool hki_STRING_ljust(hki_call *c) { return pad(c, share_left); }
bool hki_STRING_rjust(hki_call *c) { return pad(c, share_right); }

bool hki_STRING_zfill(hki_call *c)
{
    hki_str *s = hki_self(c);
    int64_t width;
    if (!hki_text_arg_size(c, 0, &width)) return false;
    if (width <= (int64_t)s->points) return hki_give_self(c);
    uint64_t zeros = (uint64_t)width - s->points;
    hki_str *r = padded(c->rt, s, zeros, 0, "0", 1);
    if (r && s->size && (*s->data == '+' || *s->data == '-')) {
        char *text = (char *)(uintptr_t)r->data;    /* nobody has seen it yet */
        text[0] = text[zeros];
        text[zeros] = '0';
    }
    return hki_give(c, r);
}

/* Size of the result, and its code points: a first pass of expandtabs. False if it would be too large. */
static bool measure_tabs(const hki_str *s, int tab, size_t *size, size_t *points)
{
    uint64_t column = 0, extra = 0, tabs = 0;
    for (uint32_t i = 0; i < s->size; i++) {
        unsigned char c = (unsigned char)s->data[i];
        if (c == '\t') {
            uint64_t spaces = tab > 0 ? (uint64_t)tab - column % (uint64_t)tab : 0;
            extra += spaces;
            column += spaces;
            tabs++;
        } else if (c == '\n' || c == '\r') {
            column = 0;
        } else {
            column += (c & 0xc0) != 0x80;
        }
    }
    if (extra > HKI_MAX_STRING_SIZE) return false;
    *size = s->size - tabs + extra;
    *points = s->points - tabs + extra;
    return true;
}

bool hki_STRING_expandtabs(hki_call *c)
{
    hki_str *s = hki_self(c);
    int tab;
    size_t size, points, column = 0;
    char *to;
    if (!hki_text_arg_cint(c, 0, &tab)) return false;
    if (!measure_tabs(s, tab, &size, &points)) return hki_raise_memory(c->rt);
    hki_str *r = hki_str_sized(c->rt, size, points, &to);
    if (!r) return false;
    for (uint32_t i = 0; i < s->size; i++) {
        char byte = s->data[i];
        if (byte == '\t') {
            size_t spaces = tab > 0 ? (size_t)tab - column % (size_t)tab : 0;
            memset(to, ' ', spaces);
            to += spaces;
            column += spaces;
            continue;
        }
        if (byte == '\n' || byte == '\r') column = 0;
        else column += ((unsigned char)byte & 0xc0) != 0x80;
        *to++ = byte;
    }
    return hki_give(c, r);
}
