/* methods_bytes_search.c: methods of bytes that look for something: count endswith find index removeprefix removesuffix replace rfind
 * rindex startswith translate; and maketrans.
 *
 * In:  bytes and what is looked for: bytes, or the number of one.   Out: positions, or new bytes.
 * Always: linear in the bytes. */
#include "base/limits.h"
#include "value/list.h"
#include "value/methods_bytes.h"

enum { TABLE = 256 };

/* The part of the receiver that start and end choose; `empty`: start lies behind end, not even nothing is found. */
struct window { hki_run run; int64_t first; bool empty; };

static bool window_of(hki_call *c, struct window *w)
{
    hki_run self = hki_run_of(c->self);
    int64_t start, end;
    if (!hki_text_window(c, (int64_t)self.size, &start, &end)) return false;
    *w = (struct window){.empty = start > end, .first = start, .run = self};
    if (!w->empty) w->run = (hki_run){self.data + start, (size_t)(end - start)};
    return true;
}

/* What is looked for: bytes, or one by its number, which is kept in *one. */
static bool needle(hki_call *c, char *one, hki_run *out)
{
    hk_value v = c->arg[0];
    if (v.type == HKI_BYTES) return hki_run_arg(c, 0, out);
    if (!hki_is_integer(v)) return hki_raise(c->rt, HK_TYPE_ERROR, "argument should be integer or bytes-like object, not '%t'", v);
    if (!hki_is_small(v) || v.as.i < 0 || v.as.i > 255) return hki_raise(c->rt, HK_VALUE_ERROR, "byte must be in range(0, 256)");
    *one = (char)(unsigned char)v.as.i;
    *out = (hki_run){one, 1};
    return true;
}

static bool found(hki_call *c, size_t (*find)(const char *, size_t, const char *, size_t), bool required)
{
    struct window w;
    hki_run part;
    char one;
    if (!window_of(c, &w) || !needle(c, &one, &part)) return false;
    size_t at = w.empty ? SIZE_MAX : find(w.run.data, w.run.size, part.data, part.size);
    if (at == SIZE_MAX && required) return hki_raise(c->rt, HK_VALUE_ERROR, "subsection not found");
    c->result = hki_int(at == SIZE_MAX ? -1 : w.first + (int64_t)at);
    return true;
}

bool hki_BYTES_find(hki_call *c) { return found(c, hki_str_find, false); }
bool hki_BYTES_rfind(hki_call *c) { return found(c, hki_str_rfind, false); }
bool hki_BYTES_index(hki_call *c) { return found(c, hki_str_find, true); }
bool hki_BYTES_rindex(hki_call *c) { return found(c, hki_str_rfind, true); }

/* How often `part` is found without overlap, `most` at most; nothing is found before each byte and at the end. */
static size_t count_of(hki_run in, hki_run part, size_t most)
{
    size_t count = 0;
    if (!part.size) return most < in.size + 1 ? most : in.size + 1;
    while (count < most) {
        size_t at = hki_str_find(in.data, in.size, part.data, part.size);
        if (at == SIZE_MAX) break;
        count++;
        in.data += at + part.size;
        in.size -= at + part.size;
    }
    return count;
}

bool hki_BYTES_count(hki_call *c)
{
    struct window w;
    hki_run part;
    char one;
    if (!window_of(c, &w) || !needle(c, &one, &part)) return false;
    c->result = hki_int(w.empty ? 0 : (int64_t)count_of(w.run, part, SIZE_MAX));
    return true;
}

/* ---- both ends */

static bool starts(hki_run in, hki_run part) { return part.size <= in.size && memcmp(in.data, part.data, part.size) == 0; }
static bool ends(hki_run in, hki_run part)
{
    return part.size <= in.size && memcmp(in.data + in.size - part.size, part.data, part.size) == 0;
}

/* The argument is bytes or a tuple of them, of which one must match. */
static bool match(hki_call *c, bool (*is)(hki_run, hki_run))
{
    struct window w;
    hk_value parts = c->arg[0];
    if (!window_of(c, &w)) return false;
    if (parts.type == HKI_BYTES) return hki_give_bool(c, !w.empty && is(w.run, hki_run_of(parts)));
    if (parts.type != HKI_TUPLE)
        return hki_raise(c->rt, HK_TYPE_ERROR, "%s first arg must be bytes or a tuple of bytes, not %t", c->function->name, parts);
    const hki_list *tuple = hki_as_list(parts);
    for (uint32_t i = 0; i < tuple->count; i++) {
        hk_value part = tuple->items[i];
        if (part.type != HKI_BYTES) return hki_raise(c->rt, HK_TYPE_ERROR, "a bytes-like object is required, not '%t'", part);
        if (!w.empty && is(w.run, hki_run_of(part))) return hki_give_bool(c, true);
    }
    return hki_give_bool(c, false);
}

bool hki_BYTES_startswith(hki_call *c) { return match(c, starts); }
bool hki_BYTES_endswith(hki_call *c) { return match(c, ends); }

bool hki_BYTES_removeprefix(hki_call *c)
{
    hki_run self = hki_run_of(c->self), part;
    if (!hki_run_arg(c, 0, &part)) return false;
    size_t cut = starts(self, part) ? part.size : 0;
    return hki_give_bytes(c, self.data + cut, self.size - cut);
}

bool hki_BYTES_removesuffix(hki_call *c)
{
    hki_run self = hki_run_of(c->self), part;
    if (!hki_run_arg(c, 0, &part)) return false;
    return hki_give_bytes(c, self.data, self.size - (ends(self, part) ? part.size : 0));
}

/* ---- replace */

static void write_replaced(char *to, hki_run self, hki_run old, hki_run new, size_t count)
{
    const char *at = self.data, *end = at + self.size;
    for (size_t i = 0; i < count; i++) {
        size_t keep = old.size ? hki_str_find(at, (size_t)(end - at), old.data, old.size) : i != 0;
        memcpy(to, at, keep);
        memcpy(to + keep, new.data, new.size);
        to += keep + new.size;
        at += keep + old.size;
    }
    memcpy(to, at, (size_t)(end - at));
}

bool hki_BYTES_replace(hki_call *c)
{
    hki_run self = hki_run_of(c->self), old, new;
    int64_t most;
    if (!hki_run_arg(c, 0, &old) || !hki_run_arg(c, 1, &new) || !hki_text_arg_size(c, 2, &most)) return false;
    size_t size, count = count_of(self, old, most < 0 ? SIZE_MAX : (size_t)most);
    if (!hki_size_mul(count, new.size, &size) || size > HKI_MAX_STRING_SIZE) return hki_raise_memory(c->rt);
    hki_bytes *out = hki_bytes_new(c->rt, NULL, self.size - count * old.size + size);
    if (!out) return false;
    write_replaced((char *)out->data, self, old, new, count);
    c->result = hki_bytes_value(out);
    return true;
}

/* ---- translate */

bool hki_BYTES_translate(hki_call *c)
{
    hki_run self = hki_run_of(c->self), table = {NULL, 0}, drop = {NULL, 0};
    bool mapped = c->arg[0].type != HKI_NONE, dropped[TABLE] = {false};
    if (mapped && !hki_run_arg(c, 0, &table)) return false;
    if (mapped && table.size != TABLE) return hki_raise(c->rt, HK_VALUE_ERROR, "translation table must be 256 characters long");
    if (!hki_is_absent(c->arg[1]) && !hki_run_arg(c, 1, &drop)) return false;
    for (size_t i = 0; i < drop.size; i++) dropped[(unsigned char)drop.data[i]] = true;
    hki_bytes *out = hki_bytes_new(c->rt, NULL, self.size);
    if (!out) return false;
    uint32_t size = 0;
    for (size_t i = 0; i < self.size; i++) {
        unsigned char b = (unsigned char)self.data[i];
        if (!dropped[b]) out->data[size++] = mapped ? (unsigned char)table.data[b] : b;
    }
    out->size = size;
    c->result = hki_bytes_value(out);
    return true;
}

bool hki_BYTES_maketrans(hki_call *c)
{
    hki_run from, to;
    if (!hki_run_arg(c, 0, &from) || !hki_run_arg(c, 1, &to)) return false;
    if (from.size != to.size) return hki_raise(c->rt, HK_VALUE_ERROR, "maketrans arguments must have same length");
    char table[TABLE];
    for (int i = 0; i < TABLE; i++) table[i] = (char)(unsigned char)i;
    for (size_t i = 0; i < from.size; i++) table[(unsigned char)from.data[i]] = to.data[i];
    return hki_give_bytes(c, table, TABLE);
}
