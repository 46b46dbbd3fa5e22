/* methods_bytes_split.c: methods of bytes that take them apart, put them together and fill them up: center expandtabs fromhex join
 * ljust lstrip partition rjust rpartition rsplit rstrip split splitlines strip zfill.
 *
 * In:  bytes.   Out: their pieces, or new bytes.
 * Always: a width that a template chose is checked before memory is taken for it. */
#include "base/limits.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods_bytes.h"

static bool push(hki_call *c, hki_list *list, const char *from, const char *to)
{
    hki_bytes *piece = hki_bytes_new(c->rt, from, (size_t)(to - from));
    return piece && hki_list_push(c->rt, list, hki_bytes_value(piece));
}

/* ---- strip */

enum side { START = 1, END = 2 };

static bool strip(hki_call *c, unsigned sides)
{
    hki_run self = hki_run_of(c->self), chars = {" \t\n\r\v\f", 6};
    if (c->arg[0].type != HKI_NONE && !hki_run_arg(c, 0, &chars)) return false;
    const char *at = self.data, *end = at + self.size;
    while ((sides & START) && at < end && memchr(chars.data, *at, chars.size)) at++;
    while ((sides & END) && end > at && memchr(chars.data, end[-1], chars.size)) end--;
    return hki_give_bytes(c, at, (size_t)(end - at));
}

bool hki_BYTES_lstrip(hki_call *c) { return strip(c, START); }
bool hki_BYTES_rstrip(hki_call *c) { return strip(c, END); }
bool hki_BYTES_strip(hki_call *c) { return strip(c, START | END); }

/* ---- split */

static bool split_space(hki_call *c, hki_list *list, uint64_t most)
{
    hki_run self = hki_run_of(c->self);
    const char *at = self.data, *end = at + self.size;
    for (;; most--) {
        while (at < end && hki_ascii_space(*at)) at++;
        if (at == end) return true;
        if (!most) return push(c, list, at, end);
        const char *from = at;
        while (at < end && !hki_ascii_space(*at)) at++;
        if (!push(c, list, from, at)) return false;
    }
}

/* From the end; the pieces come last first, as in the two that follow. */
static bool rsplit_space(hki_call *c, hki_list *list, uint64_t most)
{
    hki_run self = hki_run_of(c->self);
    const char *start = self.data, *end = start + self.size;
    for (;; most--) {
        while (end > start && hki_ascii_space(end[-1])) end--;
        if (end == start) return true;
        if (!most) return push(c, list, start, end);
        const char *to = end;
        while (end > start && !hki_ascii_space(end[-1])) end--;
        if (!push(c, list, end, to)) return false;
    }
}

static bool split_at(hki_call *c, hki_list *list, hki_run sep, uint64_t most)
{
    hki_run self = hki_run_of(c->self);
    const char *at = self.data, *end = at + self.size;
    for (; most; most--) {
        size_t found = hki_str_find(at, (size_t)(end - at), sep.data, sep.size);
        if (found == SIZE_MAX) break;
        if (!push(c, list, at, at + found)) return false;
        at += found + sep.size;
    }
    return push(c, list, at, end);
}

static bool rsplit_at(hki_call *c, hki_list *list, hki_run sep, uint64_t most)
{
    hki_run self = hki_run_of(c->self);
    const char *start = self.data, *end = start + self.size;
    for (; most; most--) {
        size_t found = hki_str_rfind(start, (size_t)(end - start), sep.data, sep.size);
        if (found == SIZE_MAX) break;
        if (!push(c, list, start + found + sep.size, end)) return false;
        end = start + found;
    }
    return push(c, list, start, end);
}

static bool split(hki_call *c, bool from_end)
{
    int64_t most;
    hki_run sep = {NULL, 0};
    bool space = c->arg[0].type == HKI_NONE;
    if (!hki_text_arg_size(c, 1, &most) || (!space && !hki_run_arg(c, 0, &sep))) return false;
    if (!space && !sep.size) return hki_raise(c->rt, HK_VALUE_ERROR, "empty separator");
    hki_list *list = hki_list_new(c->rt, 0);
    if (!list) return false;
    uint64_t count = most < 0 ? UINT64_MAX : (uint64_t)most;
    c->result = hki_list_value(list);
    if (!from_end) return space ? split_space(c, list, count) : split_at(c, list, sep, count);
    if (!(space ? rsplit_space(c, list, count) : rsplit_at(c, list, sep, count))) return false;
    hki_list_reverse(list);
    return true;
}

bool hki_BYTES_split(hki_call *c) { return split(c, false); }
bool hki_BYTES_rsplit(hki_call *c) { return split(c, true); }

/* [python] Only "\n", "\r" and "\r\n" end a line of bytes. */
bool hki_BYTES_splitlines(hki_call *c)
{
    int keep;
    if (!hki_text_arg_cint(c, 0, &keep)) return false;
    hki_list *list = hki_list_new(c->rt, 0);
    if (!list) return false;
    c->result = hki_list_value(list);
    hki_run self = hki_run_of(c->self);
    const char *at = self.data, *end = at + self.size;
    while (at < end) {
        const char *line = at;
        while (at < end && *at != '\n' && *at != '\r') at++;
        const char *stop = at;
        if (at < end) at += *at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
        if (!push(c, list, line, keep ? at : stop)) return false;
    }
    return true;
}

static bool partition(hki_call *c, bool from_end)
{
    hki_run self = hki_run_of(c->self), sep;
    if (!hki_run_arg(c, 0, &sep)) return false;
    if (!sep.size) return hki_raise(c->rt, HK_VALUE_ERROR, "empty separator");
    size_t at = (from_end ? hki_str_rfind : hki_str_find)(self.data, self.size, sep.data, sep.size);
    size_t left = at != SIZE_MAX ? at : from_end ? 0 : self.size;
    size_t right = at != SIZE_MAX ? at + sep.size : left;
    hki_bytes *before = hki_bytes_new(c->rt, self.data, left), *middle = hki_bytes_new(c->rt, sep.data, right - left);
    hki_bytes *behind = hki_bytes_new(c->rt, self.data + right, self.size - right);
    if (!before || !middle || !behind) return false;
    hki_list *tuple = hki_tuple_new(c->rt, (hk_value[]){hki_bytes_value(before), hki_bytes_value(middle), hki_bytes_value(behind)}, 3);
    if (tuple) c->result = hki_list_value(tuple);
    return tuple != NULL;
}

bool hki_BYTES_partition(hki_call *c) { return partition(c, false); }
bool hki_BYTES_rpartition(hki_call *c) { return partition(c, true); }

/* ---- join */

static bool put_items(hki_call *c, hki_cursor *items, hki_buf *out)
{
    hki_run between = hki_run_of(c->self);
    hk_value v;
    int found;
    for (size_t i = 0; (found = hki_cursor_next(c->rt, items, &v)) == HKI_YES; i++) {
        if (v.type != HKI_BYTES) return hki_raise(c->rt, HK_TYPE_ERROR, "sequence item %z: expected a bytes-like object, %t found", i, v);
        if (i) hki_buf_put(out, between.data, between.size);
        hki_buf_put(out, (const char *)hki_as_bytes(v)->data, hki_as_bytes(v)->size);
        if (out->failed) return hki_raise_memory(c->rt);
    }
    return found == HKI_NO;
}

bool hki_BYTES_join(hki_call *c)
{
    hki_cursor items;
    if (c->arg[0].type != HKI_UNDEFINED && !hki_iterable(c->rt, c->arg[0]))
        return hki_raise(c->rt, HK_TYPE_ERROR, "can only join an iterable");
    if (!hki_cursor_open(c->rt, c->arg[0], &items)) return false;
    hki_buf *out = &c->rt->scratch;
    size_t mark = hki_text_begin(c->rt);
    bool ok = put_items(c, &items, out) && hki_give_bytes(c, hki_buf_from(out, mark), out->size - mark);
    hki_text_drop(c->rt, mark);
    return ok;
}

/* ---- padding */

static bool padded(hki_call *c, uint64_t left, uint64_t right, char fill)
{
    hki_run self = hki_run_of(c->self);
    if (left + right > HKI_MAX_STRING_SIZE) return hki_raise_memory(c->rt);
    hki_bytes *out = hki_bytes_new(c->rt, NULL, self.size + left + right);
    if (!out) return false;
    memset(out->data, fill, left);
    memcpy(out->data + left, self.data, self.size);
    memset(out->data + left + self.size, fill, right);
    c->result = hki_bytes_value(out);
    return true;
}

enum place { CENTER, LEFT, RIGHT };

static bool pad(hki_call *c, enum place place)
{
    hk_value fill = c->arg[1];
    int64_t width, size = hki_as_bytes(c->self)->size;
    if (!hki_text_arg_size(c, 0, &width)) return false;
    if (!hki_is_absent(fill) && (fill.type != HKI_BYTES || hki_as_bytes(fill)->size != 1))
        return hki_raise(c->rt, HK_TYPE_ERROR, "%s() argument 2 must be a byte string of length 1, not %t", c->function->name, fill);
    uint64_t more = width > size ? (uint64_t)(width - size) : 0;
    /* [python] As with str.center, the odd one goes left if the width is odd. */
    uint64_t left = place == LEFT ? 0 : place == RIGHT ? more : more / 2 + (more & (uint64_t)width & 1);
    return padded(c, left, more - left, hki_is_absent(fill) ? ' ' : (char)hki_as_bytes(fill)->data[0]);
}

bool hki_BYTES_center(hki_call *c) { return pad(c, CENTER); }
bool hki_BYTES_ljust(hki_call *c) { return pad(c, LEFT); }
bool hki_BYTES_rjust(hki_call *c) { return pad(c, RIGHT); }

bool hki_BYTES_zfill(hki_call *c)
{
    int64_t width, size = hki_as_bytes(c->self)->size;
    if (!hki_text_arg_size(c, 0, &width)) return false;
    uint64_t zeros = width > size ? (uint64_t)(width - size) : 0;
    if (!padded(c, zeros, 0, '0')) return false;
    unsigned char *out = hki_as_bytes(c->result)->data;
    if (zeros && size && (out[zeros] == '+' || out[zeros] == '-')) {
        out[0] = out[zeros];
        out[zeros] = '0';
    }
    return true;
}

bool hki_BYTES_expandtabs(hki_call *c)
{
    hki_run self = hki_run_of(c->self);
    int tab;
    if (!hki_text_arg_cint(c, 0, &tab)) return false;
    hki_buf *out = &c->rt->scratch;
    size_t mark = hki_text_begin(c->rt), column = 0;
    for (size_t i = 0; i < self.size && !out->failed && out->size - mark <= HKI_MAX_STRING_SIZE; i++) {
        char b = self.data[i];
        size_t spaces = b == '\t' && tab > 0 ? (size_t)tab - column % (size_t)tab : 0;
        column = b == '\n' || b == '\r' ? 0 : column + (b == '\t' ? spaces : 1);
        for (size_t n = 0; n < spaces && !out->failed; n++) hki_buf_char(out, ' ');
        if (b != '\t') hki_buf_char(out, b);
    }
    bool ok = !out->failed ? hki_give_bytes(c, hki_buf_from(out, mark), out->size - mark) : hki_raise_memory(c->rt);
    hki_text_drop(c->rt, mark);
    return ok;
}

/* ---- fromhex */

static int hex_digit(char b)
{
    const char *digits = "0123456789abcdef", *at = b ? strchr(digits, b >= 'A' && b <= 'F' ? b + 32 : b) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* [python] Whitespace may stand between bytes, not within one. */
bool hki_BYTES_fromhex(hki_call *c)
{
    const hki_str *text = hki_text_arg(c, 0, "fromhex() argument ");
    if (!text) return false;
    hki_bytes *out = hki_bytes_new(c->rt, NULL, text->size / 2);
    if (!out) return false;
    uint32_t size = 0;
    for (size_t at = 0; at < text->size;) {
        if (hki_ascii_space(text->data[at])) {
            at++;
            continue;
        }
        int high = hex_digit(text->data[at]), low = at + 1 < text->size ? hex_digit(text->data[at + 1]) : -1;
        if (high < 0 || low < 0)        /* all before is ASCII: the offset is the position */
            return hki_raise(c->rt, HK_VALUE_ERROR, "non-hexadecimal number found in fromhex() arg at position %z", at + (high >= 0));
        out->data[size++] = (unsigned char)(high << 4 | low);
        at += 2;
    }
    out->size = size;
    c->result = hki_bytes_value(out);
    return true;
}
