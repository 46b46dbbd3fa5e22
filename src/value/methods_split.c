/* methods_split.c: join lstrip partition rpartition rsplit rstrip split splitlines strip.
 *
 * In:  text.   Out: lists and tuples of its pieces, or pieces put together; pieces of Markup are Markup. */
#include <stdlib.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods_text.h"
#include "value/text.h"

/* ---------------------------------------------------------------- strip */

enum side { START = 1, END = 2 };

/* The characters to strip: a bit for each ASCII one, the others in order. */
struct chars { uint64_t ascii[2]; uint32_t *other; size_t count; };

static int by_point(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool chars_of(hki_rt *rt, struct chars *set, const hki_str *text)
{
    const char *at = text->data, *end = at + text->size;
    *set = (struct chars){.count = 0};
    if (!hki_str_ascii(text)) {
        set->other = hki_region_array(rt->region, text->points, sizeof *set->other);
        if (!set->other) return hki_raise_memory(rt);
    }
    while (at < end) {
        uint32_t c = hki_utf8_next(&at);
        if (c < 128) set->ascii[c >> 6] |= (uint64_t)1 << (c & 63);
        else set->other[set->count++] = c;
    }
    if (set->count > 1) qsort(set->other, set->count, sizeof *set->other, by_point);
    return true;
}

static bool in_chars(const struct chars *set, uint32_t c)
{
    if (c < 128) return set->ascii[c >> 6] >> (c & 63) & 1;
    return set->count && bsearch(&c, set->other, set->count, sizeof c, by_point);
}

static bool strip(hki_call *c, unsigned sides)
{
    hki_str *s = hki_self(c);
    const char *at = s->data, *end = at + s->size;
    struct chars set = {.count = 0};
    bool space = c->arg[0].type == HKI_NONE;
    if (!space && c->arg[0].type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "%s arg must be None or str", c->function->name);
    if (!space && !chars_of(c->rt, &set, hki_as_str(c->arg[0]))) return false;
    while ((sides & START) && at < end) {
        const char *next = at;
        uint32_t point = hki_utf8_next(&next);
        if (space ? !hki_uc_space(point) : !in_chars(&set, point)) break;
        at = next;
    }
    while ((sides & END) && end > at) {
        const char *before = end;
        uint32_t point = hki_utf8_prev(&before);
        if (space ? !hki_uc_space(point) : !in_chars(&set, point)) break;
        end = before;
    }
    return hki_give(c, hki_str_sub(c->rt, s, (size_t)(at - s->data), (size_t)(end - s->data)));
}

bool hki_STRING_lstrip(hki_call *c) { return strip(c, START); }
bool hki_STRING_rstrip(hki_call *c) { return strip(c, END); }
bool hki_STRING_strip(hki_call *c) { return strip(c, START | END); }

/* ---------------------------------------------------------------- split */

static bool push_piece(hki_call *c, hki_list *list, const char *from, const char *to)
{
    hki_str *s = hki_self(c), *piece = hki_str_sub(c->rt, s, (size_t)(from - s->data), (size_t)(to - s->data));
    return piece && hki_list_push(c->rt, list, hki_alike(c, piece));
}

static bool split_space(hki_call *c, hki_list *list, uint64_t most)
{
    const char *at = hki_self(c)->data, *end = at + hki_self(c)->size;
    for (;; most--) {
        at = hki_skip_space(at, end);
        if (at == end) return true;
        if (!most) return push_piece(c, list, at, end);
        const char *stop = hki_skip_nonspace(at, end);
        if (!push_piece(c, list, at, stop)) return false;
        at = stop;
    }
}

static bool split_at(hki_call *c, hki_list *list, const hki_str *sep, uint64_t most)
{
    const char *at = hki_self(c)->data, *end = at + hki_self(c)->size;
    for (; most; most--) {
        size_t found = hki_str_find(at, (size_t)(end - at), sep->data, sep->size);
        if (found == SIZE_MAX) break;
        if (!push_piece(c, list, at, at + found)) return false;
        at += found + sep->size;
    }
    return push_piece(c, list, at, end);
}

/* From the end; the pieces come last first. */
static bool rsplit_space(hki_call *c, hki_list *list, uint64_t most)
{
    const char *start = hki_self(c)->data, *end = start + hki_self(c)->size;
    for (;; most--) {
        const char *at = end;
        while (end > start && hki_uc_space(hki_utf8_prev(&at))) end = at;
        if (end == start) return true;
        if (!most) return push_piece(c, list, start, end);
        const char *from = end;
        for (at = from; from > start && !hki_uc_space(hki_utf8_prev(&at));) from = at;
        if (!push_piece(c, list, from, end)) return false;
        end = from;
    }
}

static bool rsplit_at(hki_call *c, hki_list *list, const hki_str *sep, uint64_t most)
{
    const char *start = hki_self(c)->data, *end = start + hki_self(c)->size;
    for (; most; most--) {
        size_t found = hki_str_rfind(start, (size_t)(end - start), sep->data, sep->size);
        if (found == SIZE_MAX) break;
        if (!push_piece(c, list, start + found + sep->size, end)) return false;
        end = start + found;
    }
    return push_piece(c, list, start, end);
}

static bool split(hki_call *c, bool from_end)
{
    int64_t most;
    hk_value sep = c->arg[0];
    /* [python] The type of the separator is checked last; for Markup and str alike. */
    if (!hki_text_arg_size(c, 1, &most)) return false;
    if (sep.type != HKI_NONE && sep.type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "must be str or None, not %t", sep);
    if (sep.type == HKI_STRING && !hki_as_str(sep)->size) return hki_raise(c->rt, HK_VALUE_ERROR, "empty separator");
    hki_list *list = hki_list_new(c->rt, 0);
    if (!list) return false;
    uint64_t count = most < 0 ? UINT64_MAX : (uint64_t)most;
    bool ok;
    if (sep.type == HKI_NONE) ok = from_end ? rsplit_space(c, list, count) : split_space(c, list, count);
    else ok = from_end ? rsplit_at(c, list, hki_as_str(sep), count) : split_at(c, list, hki_as_str(sep), count);
    if (from_end) hki_list_reverse(list);
    c->result = hki_list_value(list);
    return ok;
}

bool hki_STRING_split(hki_call *c) { return split(c, false); }
bool hki_STRING_rsplit(hki_call *c) { return split(c, true); }

bool hki_STRING_splitlines(hki_call *c)
{
    int keep;
    if (!hki_text_arg_cint(c, 0, &keep)) return false;
    hki_list *list = hki_list_new(c->rt, 0);
    if (!list) return false;
    c->result = hki_list_value(list);
    const char *at = hki_self(c)->data, *end = at + hki_self(c)->size, *line = at;
    while (at < end) {
        const char *stop = at;
        uint32_t point = hki_utf8_next(&at);
        if (!hki_uc_linebreak(point)) {
            if (at == end) return push_piece(c, list, line, end);
            continue;
        }
        if (point == '\r' && at < end && *at == '\n') at++;
        if (!push_piece(c, list, line, keep ? at : stop)) return false;
        line = at;
    }
    return true;
}

static bool partition(hki_call *c, bool from_end)
{
    hk_value middle = c->arg[0];
    if (hki_self_safe(c) && !hki_to_markup(c->rt, middle, &middle)) return false;
    if (middle.type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "must be str, not %t", middle);
    hki_str *s = hki_self(c), *sep = hki_as_str(middle);
    if (!sep->size) return hki_raise(c->rt, HK_VALUE_ERROR, "empty separator");
    size_t at = (from_end ? hki_str_rfind : hki_str_find)(s->data, s->size, sep->data, sep->size);
    hki_str *none = (hki_str *)(uintptr_t)&hki_str_empty;
    hki_str *left = from_end ? none : s, *right = from_end ? s : none;
    if (at == SIZE_MAX) {
        middle = hki_alike(c, none);
    } else {            /* [python] The separator itself: it stays Markup in the parts of a str. */
        left = hki_str_sub(c->rt, s, 0, at);
        right = hki_str_sub(c->rt, s, at + sep->size, s->size);
        if (!left || !right) return false;
    }
    hki_list *tuple = hki_tuple_new(c->rt, (hk_value[]){hki_alike(c, left), middle, hki_alike(c, right)}, 3);
    if (!tuple) return false;
    c->result = hki_list_value(tuple);
    return true;
}

bool hki_STRING_partition(hki_call *c) { return partition(c, false); }
bool hki_STRING_rpartition(hki_call *c) { return partition(c, true); }

/* ---------------------------------------------------------------- join */

static bool put_items(hki_call *c, hki_cursor *items)
{
    const hki_str *between = hki_self(c);
    hki_buf *out = &c->rt->scratch;
    hk_value v;
    int found;
    for (uint64_t i = 0; (found = hki_cursor_next(c->rt, items, &v)) == HKI_YES; i++) {
        if (out->failed) return hki_raise_memory(c->rt);
        if (i) hki_buf_put(out, between->data, between->size);
        if (hki_self_safe(c)) {
            if (!hki_print_escaped(c->rt, out, v)) return false;
        } else if (v.type == HKI_STRING) {
            hki_buf_put(out, hki_as_str(v)->data, hki_as_str(v)->size);
        } else {
            return hki_raise(c->rt, HK_TYPE_ERROR, "sequence item %z: expected str instance, %t found", (size_t)i, v);
        }
    }
    return found == HKI_NO;
}

bool hki_STRING_join(hki_call *c)
{
    hki_cursor items;
    /* [python] str.join words it its own way; Markup.join maps the items first, and fails as any iteration does. */
    bool undefined = c->arg[0].type == HKI_UNDEFINED;
    if (!hki_self_safe(c) && !undefined && !hki_iterable(c->rt, c->arg[0]))
        return hki_raise(c->rt, HK_TYPE_ERROR, "can only join an iterable");
    if (!hki_cursor_open(c->rt, c->arg[0], &items)) return false;
    size_t mark = hki_text_begin(c->rt);
    if (put_items(c, &items)) return hki_text_end(c->rt, mark, hki_self_safe(c), &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}
