/* methods_search.c: count endswith find index removeprefix removesuffix replace rfind rindex startswith.
 *
 * In:  text and what is looked for.   Out: positions in code points, or the text changed there.
 * Always: searching is done in bytes, which is sound in UTF-8; linear in the text. */
#include "base/limits.h"
#include "base/utf8.h"
#include "value/list.h"
#include "value/methods_text.h"

/* The part of the receiver that start and end choose, in bytes; `first` is the code point where it begins. */
struct window {
    const char *text;
    size_t size, first;
    bool empty;                 /* start lies behind end: not even empty text is found */
};

/* [python] _PyEval_SliceIndex: numbers beyond 64 bits are cut off. */
static bool slice_index(hki_call *c, unsigned i, int64_t *out)
{
    hk_value v = c->arg[i];
    if (v.type == HKI_NONE) return true;
    if (!hki_is_integer(v))
        return hki_raise(c->rt, HK_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    *out = v.type != HKI_BIGINT ? v.as.i : hki_as_bigint(v)->negative ? INT64_MIN : INT64_MAX;
    return true;
}

static int64_t from_start(int64_t index, int64_t points)
{
    if (index < 0) index += points;
    return index < 0 ? 0 : index;
}

bool hki_text_window(hki_call *c, int64_t length, int64_t *start, int64_t *end)
{
    *start = 0;
    *end = INT64_MAX;
    if (!slice_index(c, 1, start) || !slice_index(c, 2, end)) return false;
    if (*end > length) *end = length;
    *start = from_start(*start, length);
    *end = from_start(*end, length);
    return true;
}

static bool window_of(hki_call *c, struct window *w)
{
    const hki_str *s = hki_self(c);
    int64_t points = s->points, start, end;
    if (!hki_text_window(c, points, &start, &end)) return false;
    *w = (struct window){.empty = start > end, .text = s->data};
    if (w->empty) return true;
    size_t from = hki_str_offset(s, (size_t)start), to = end == points ? s->size : hki_str_offset(s, (size_t)end);
    w->text = s->data + from;
    w->size = to - from;
    w->first = (size_t)start;
    return true;
}

/* The code point at which the argument is found in its window, or -1. */
static bool search(hki_call *c, size_t (*find)(const char *, size_t, const char *, size_t), int64_t *out)
{
    struct window w;
    if (!window_of(c, &w)) return false;
    const hki_str *part = hki_text_arg(c, 0, "");
    if (!part) return false;
    size_t at = w.empty ? SIZE_MAX : find(w.text, w.size, part->data, part->size);
    if (at == SIZE_MAX) *out = -1;
    else *out = (int64_t)(w.first + (hki_str_ascii(hki_self(c)) ? at : hki_utf8_count(w.text, at)));
    return true;
}

static bool give_found(hki_call *c, size_t (*find)(const char *, size_t, const char *, size_t), bool required)
{
    int64_t at;
    if (!search(c, find, &at)) return false;
    if (at < 0 && required) return hki_raise(c->rt, HK_VALUE_ERROR, "substring not found");
    c->result = hki_int(at);
    return true;
}

bool hki_STRING_find(hki_call *c) { return give_found(c, hki_str_find, false); }
bool hki_STRING_rfind(hki_call *c) { return give_found(c, hki_str_rfind, false); }
bool hki_STRING_index(hki_call *c) { return give_found(c, hki_str_find, true); }
bool hki_STRING_rindex(hki_call *c) { return give_found(c, hki_str_rfind, true); }

/* How often `part`, which is not empty, is found without overlap; `most` at most. */
static size_t count_of(const char *text, size_t size, const hki_str *part, size_t most)
{
    size_t count = 0;
    while (count < most) {
        size_t at = hki_str_find(text, size, part->data, part->size);
        if (at == SIZE_MAX) break;
        count++;
        text += at + part->size;
        size -= at + part->size;
    }
    return count;
}

bool hki_STRING_count(hki_call *c)
{
    struct window w;
    if (!window_of(c, &w)) return false;
    const hki_str *part = hki_text_arg(c, 0, "");
    if (!part) return false;
    size_t count = 0;
    if (!w.empty) count = part->size ? count_of(w.text, w.size, part, SIZE_MAX) : hki_utf8_count(w.text, w.size) + 1;
    c->result = hki_int((int64_t)count);
    return true;
}

/* ---------------------------------------------------------------- both ends */

static bool starts(const char *text, size_t size, const hki_str *part)
{
    return part->size <= size && memcmp(text, part->data, part->size) == 0;
}
static bool ends(const char *text, size_t size, const hki_str *part)
{
    return part->size <= size && memcmp(text + size - part->size, part->data, part->size) == 0;
}

/* The argument is a text or a tuple of texts, of which one must match. */
static bool match(hki_call *c, bool (*is)(const char *, size_t, const hki_str *))
{
    struct window w;
    hk_value parts = c->arg[0];
    if (!window_of(c, &w)) return false;
    if (parts.type == HKI_STRING) return hki_give_bool(c, !w.empty && is(w.text, w.size, hki_as_str(parts)));
    if (parts.type != HKI_TUPLE)
        return hki_raise(c->rt, HK_TYPE_ERROR, "%s first arg must be str or a tuple of str, not %t", c->function->name, parts);
    const hki_list *tuple = hki_as_list(parts);
    for (uint32_t i = 0; i < tuple->count; i++) {
        hk_value part = tuple->items[i];
        if (part.type != HKI_STRING)
            return hki_raise(c->rt, HK_TYPE_ERROR, "tuple for %s must only contain str, not %t", c->function->name, part);
        if (!w.empty && is(w.text, w.size, hki_as_str(part))) return hki_give_bool(c, true);
    }
    return hki_give_bool(c, false);
}

bool hki_STRING_startswith(hki_call *c) { return match(c, starts); }
bool hki_STRING_endswith(hki_call *c) { return match(c, ends); }

/* A str, also of Markup, for which MarkupSafe has no such methods. */
static bool give_str(hki_call *c, hki_str *s)
{
    if (s) c->result = hki_str_value(s);
    return s != NULL;
}

bool hki_STRING_removeprefix(hki_call *c)
{
    hki_str *s = hki_self(c), *part = hki_text_bound_arg(c, 0, "removeprefix() argument ");
    if (!part) return false;
    return give_str(c, starts(s->data, s->size, part) ? hki_str_sub(c->rt, s, part->size, s->size) : s);
}

bool hki_STRING_removesuffix(hki_call *c)
{
    hki_str *s = hki_self(c), *part = hki_text_bound_arg(c, 0, "removesuffix() argument ");
    if (!part) return false;
    return give_str(c, ends(s->data, s->size, part) ? hki_str_sub(c->rt, s, 0, s->size - part->size) : s);
}

/* ---------------------------------------------------------------- replace */

/* Copies `s` to `to` with the first `count` finds of `old` replaced; an empty `old` is found before each character and at the end. */
static void write_replaced(char *to, const hki_str *s, const hki_str *old, const hki_str *new, size_t count)
{
    const char *at = s->data, *end = s->data + s->size;
    for (size_t i = 0; i < count; i++) {
        const char *found = at;
        if (old->size) found += hki_str_find(at, (size_t)(end - at), old->data, old->size);
        else if (i) hki_utf8_next(&found);
        memcpy(to, at, (size_t)(found - at));
        to += found - at;
        if (new->size) memcpy(to, new->data, new->size);
        to += new->size;
        at = found + old->size;
    }
    memcpy(to, at, (size_t)(end - at));
}

static hki_str *replaced(hki_rt *rt, hki_str *s, const hki_str *old, const hki_str *new, size_t most)
{
    size_t count, size = 0;
    if (old->size) count = count_of(s->data, s->size, old, most);
    else count = most < (size_t)s->points + 1 ? most : (size_t)s->points + 1;
    if (!count) return s;
    if (!hki_size_mul(count, new->size, &size) || size > HKI_MAX_STRING_SIZE) {
        hki_raise_memory(rt);
        return NULL;
    }
    char *data;
    hki_str *r = hki_str_sized(rt, s->size - count * old->size + size, s->points - count * old->points + count * new->points, &data);
    if (r) write_replaced(data, s, old, new, count);
    return r;
}

bool hki_STRING_replace(hki_call *c)
{
    int64_t most;
    hki_str *old = hki_text_bound_arg(c, 0, "replace() argument 1 "), *new = old ? hki_text_bound_arg(c, 1, "replace() argument 2 ") : NULL;
    if (!new || !hki_text_arg_size(c, 2, &most)) return false;
    return hki_give(c, replaced(c->rt, hki_self(c), old, new, most < 0 ? SIZE_MAX : (size_t)most));
}
