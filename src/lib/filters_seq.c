/* filters_seq.c: filters that work on sequences, other iterables and dicts.
 *
 * In:  anything that can be iterated over.   Out: a list, one item, text, or (batch, slice, items) a lazy iterator.
 * Always: an iterator keeps its state in slots; nothing of it happens before the first item is asked for. */
#include "lib/filters.h"
#include "lib/random.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods_text.h"
#include "value/text.h"

bool hki_filter_list(hki_call *c)
{
    hki_list *list;
    if (!hki_list_from(c->rt, c->arg[0], &list)) return false;
    c->result = hki_list_value(list);
    return true;
}

bool hki_filter_first(hki_call *c)
{
    hki_cursor walk;
    if (!hki_cursor_open(c->rt, c->arg[0], &walk)) return false;
    int got = hki_cursor_next(c->rt, &walk, &c->result);
    return got == HKI_YES || (got == HKI_NO && hki_undefined_hint(c->rt, &c->result, "No first item, sequence was empty."));
}

bool hki_filter_last(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value v = c->arg[0];
    int got = HKI_NO;
    if (v.type == HKI_LIST || v.type == HKI_TUPLE) {
        const hki_list *list = hki_as_list(v);
        if (list->count) c->result = list->items[list->count - 1];
        got = list->count ? HKI_YES : HKI_NO;
    } else if (v.type == HKI_UNDEFINED) {
        if (hki_length(rt, v) < 0) return false;
    } else {
        hki_cursor walk;
        got = hki_iter_reversed(rt, v, &v);
        bool by_number = v.type == HKI_OBJECT && hki_as_object(v)->cls->item;
        if (got == HKI_NO && by_number) return hki_length(rt, v) >= 0;      /* [python] reversed() asks for the length: it has none */
        if (got == HKI_NO) return hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not reversible", c->arg[0]);
        if (got == HKI_ERROR || !hki_cursor_open(rt, v, &walk)) return false;
        got = hki_cursor_next(rt, &walk, &c->result);
    }
    return got == HKI_YES || (got == HKI_NO && hki_undefined_hint(rt, &c->result, "No last item, sequence was empty."));
}

bool hki_filter_random(hki_call *c)
{
    hki_rt *rt = c->rt;
    int64_t length = hki_length(rt, c->arg[0]);
    if (length < 0) return false;
    if (!length) return hki_undefined_hint(rt, &c->result, "No random item, sequence was empty.");
    return hki_subscript(rt, c->arg[0], hki_int((int64_t)hki_random_below(rt, (uint64_t)length)), &c->result);
}

/* [jinja] Text is turned around; what has a reversed() gives that; anything else a list; a TypeError on the way is another one. */
bool hki_filter_reverse(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value v = c->arg[0];
    hki_list *list;
    if (v.type == HKI_STRING) return hki_slice(rt, v, hki_none(), hki_none(), hki_int(-1), &c->result);
    int got = hki_iter_reversed(rt, v, &c->result);
    if (got == HKI_YES) return true;
    if (got == HKI_NO && hki_list_from(rt, v, &list)) {
        for (uint32_t i = 0, j = list->count; i + 1 < j; i++) {
            hk_value swap = list->items[i];
            list->items[i] = list->items[--j];
            list->items[j] = swap;
        }
        c->result = hki_list_value(list);
        return true;
    }
    if (rt->error->kind != HK_TYPE_ERROR) return false;
    hki_error_clear(rt->error);
    return hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "argument must be iterable");
}

/* ---- join */

typedef struct joining { hk_value parts; const hki_str *by; bool escape, any; } joining;

static bool put_one(hki_rt *rt, joining *j, hk_value item, bool *loose)
{
    hki_buf *out = &rt->scratch;
    if (!hki_attribute_get(rt, &j->parts, hki_none(), false, item, &item)) return false;
    size_t between = j->any ? j->by->size : 0;
    j->any = true;
    *loose &= hki_is_plain(item);
    if (item.type == HKI_STRING && !(j->escape && !hki_is_safe(item))) {
        const hki_str *s = hki_as_str(item);
        char *to = hki_buf_room(out, between + s->size);
        if (!to) return true;           /* the buffer remembers */
        hki_copy_text(to, j->by->data, between);
        hki_copy_text(to + between, s->data, s->size);
        out->size += between + s->size;
        return true;
    }
    hki_buf_put(out, j->by->data, between);
    return (j->escape ? hki_print_escaped : hki_print)(rt, out, item);
}

/* What is joined is looked at once and then dropped, where that can be: a long chain of filters needs no more memory than a short one. */
static bool put_joined(hki_rt *rt, hk_value items, joining *j)
{
    hki_cursor walk;
    hk_value item[HKI_BATCH];
    if (!hki_cursor_open(rt, items, &walk)) return false;
    for (;;) {
        hki_region_mark mark = hki_region_mark_here(rt->region);
        bool loose = j->parts.type == HKI_NONE;
        int count = hki_cursor_fill(rt, &walk, item, HKI_BATCH, &loose);
        for (int i = 0; i < count; i++)
            if (!put_one(rt, j, item[i], &loose)) return false;
        if (count <= 0) return count == 0;
        if (loose) hki_region_drop(rt->region, mark);
    }
}

/* The items as a list of what is joined (their own list, if that is it), and whether one of them is HTML already. */
static bool look_for_html(hki_rt *rt, hk_value parts, hk_value *items, bool *html)
{
    hki_list *list = items->as.p;
    bool as_it_is = parts.type == HKI_NONE && (items->type == HKI_LIST || items->type == HKI_TUPLE);
    if (!as_it_is && !hki_list_from(rt, *items, &list)) return false;
    for (uint32_t i = 0; i < list->count; i++) {
        hk_value *item = &list->items[i];
        if (!as_it_is && !hki_attribute_get(rt, &parts, hki_none(), false, *item, item)) return false;
        *html |= hki_has_html(*item);
    }
    *items = hki_list_value(list);
    return true;
}

/* A list of nothing but texts, none of which is escaped, is measured first and then copied at once. HKI_NO: it is something else. */
static int join_texts(hki_call *c, hk_value items, hk_value by)
{
    if ((items.type != HKI_LIST && items.type != HKI_TUPLE) || by.type != HKI_STRING) return HKI_NO;
    const hki_list *list = hki_as_list(items);
    const hki_str *between = hki_as_str(by);
    unsigned markup = c->rt->autoescape ? HKI_SAFE : 0;
    size_t size = 0, points = 0;
    if (by.flags & markup) return HKI_NO;
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].type != HKI_STRING || (list->items[i].flags & markup)) return HKI_NO;
        size += hki_as_str(list->items[i])->size;
        points += hki_as_str(list->items[i])->points;
    }
    size_t gaps = list->count ? list->count - 1 : 0;
    char *to;
    hki_str *s = hki_str_sized(c->rt, size + gaps * between->size, points + gaps * between->points, &to);
    if (!s || !hki_spend(c->rt, list->count)) return HKI_ERROR;
    for (uint32_t i = 0; i < list->count; i++) {
        const hki_str *item = hki_as_str(list->items[i]);
        if (i) hki_copy_text(to, between->data, between->size), to += between->size;
        hki_copy_text(to, item->data, item->size), to += item->size;
    }
    c->result = hki_str_value(s);
    return HKI_YES;
}

/* join(d='', attribute=None)
 * [jinja] Under autoescape: a separator that is Markup escapes the items; any other is escaped itself, with them, if one of
 * the items is Markup. Otherwise nothing is escaped. */
bool hki_filter_join(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value parts, items = c->arg[0], by = c->arg[1];
    bool escape = false;
    int joined = c->arg[2].type == HKI_NONE ? join_texts(c, items, by) : HKI_NO;
    if (joined != HKI_NO) return joined == HKI_YES;
    if (!hki_attribute_parts(rt, c->arg[2], &parts)) return false;
    if (parts.type != HKI_NONE && !hki_iterable(rt, items)) return hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not iterable", items);
    if (rt->autoescape && !hki_has_html(by)) {
        if (!look_for_html(rt, parts, &items, &escape)) return false;
        parts = hki_none();
        if (!(escape ? hki_to_markup : hki_to_str)(rt, by, &by)) return false;
    } else {
        if (!hki_to_str(rt, by, &by)) return false;
        escape = rt->autoescape && hki_is_safe(by);
    }
    size_t mark = hki_text_begin(rt);
    if (put_joined(rt, items, &(joining){parts, hki_as_str(by), escape, false}))
        return hki_text_end(rt, mark, escape ? HKI_SAFE : 0, &c->result);
    hki_text_drop(rt, mark);
    return false;
}

/* ---- sort, dictsort, min, max */

/* "a,b.c" as a list of parts. */
static bool split_attributes(hki_rt *rt, hk_value attribute, hki_list *out)
{
    hk_value parts;
    if (attribute.type != HKI_STRING) return hki_attribute_parts(rt, attribute, &parts) && hki_list_push(rt, out, parts);
    hki_str *s = hki_as_str(attribute);
    for (size_t from = 0; from <= s->size;) {
        const char *comma = memchr(s->data + from, ',', s->size - from);
        size_t to = comma ? (size_t)(comma - s->data) : s->size;
        hki_str *one = hki_str_sub(rt, s, from, to);
        if (!one || !hki_attribute_parts(rt, hki_with_safe(hki_str_value(one), hki_is_safe(attribute)), &parts)) return false;
        if (!hki_list_push(rt, out, parts)) return false;
        from = to + 1;
    }
    return true;
}

/* The keys of all items, `width` for each: beside the region, for they are gone when the items stand in order. NULL: there are none, or
 * the items are their own keys. */
typedef struct sorting { hki_list *list; hk_value *key; size_t width, size; bool fold; } sorting;

static bool make_room_for_keys(hki_rt *rt, sorting *s)
{
    size_t count;
    if (!s->list->count || !s->width) return true;
    if (hki_size_mul(s->list->count, s->width, &count) && hki_size_mul(count, sizeof *s->key, &s->size))
        s->key = hki_mem_alloc(rt->region->mem, s->size);
    return s->key || hki_raise_memory(rt);
}

static bool sort_list(hki_call *c, sorting *s, bool lists, bool reverse)
{
    hki_keys keys = {s->key, s->width, lists, s->fold};
    c->result = hki_list_value(s->list);
    return hki_sort_by_keys(c->rt, s->list->items, s->list->count, &keys, reverse);
}

static bool fill_keys(hki_rt *rt, const sorting *s, const hki_list *attributes)
{
    hk_value *key = s->key;
    for (uint32_t i = 0; i < s->list->count; i++)
        for (uint32_t a = 0; a < attributes->count; a++)
            if (!hki_attribute_get(rt, &attributes->items[a], hki_none(), false, s->list->items[i], key++)) return false;
    return true;
}

/* sort(reverse=False, case_sensitive=False, attribute=None) */
bool hki_filter_sort(hki_call *c)
{
    hki_rt *rt = c->rt;
    hki_list *attributes = hki_list_new(rt, 1);
    int reverse;
    bool sensitive;
    sorting s = {0};
    if (!attributes || !hki_arg_truth(c, 2, &sensitive) || !split_attributes(rt, c->arg[3], attributes)) return false;
    if (!hki_list_from(rt, c->arg[0], &s.list) || !hki_text_arg_cint(c, 1, &reverse)) return false;
    s.width = attributes->count;
    s.fold = !sensitive;
    bool own = s.width == 1 && attributes->items[0].type == HKI_NONE;
    bool filled = own || (make_room_for_keys(rt, &s) && fill_keys(rt, &s, attributes));
    bool ok = filled && sort_list(c, &s, true, reverse != 0);
    hki_mem_free(rt->region->mem, s.key, s.size);
    return ok;
}

/* The keys of (key, value) pairs: the item at `at` of each. */
static bool fill_pair_keys(hki_rt *rt, const sorting *s, uint32_t at)
{
    for (uint32_t i = 0; i < s->list->count; i++)
        if (!hki_subscript(rt, s->list->items[i], hki_int(at), &s->key[i])) return false;
    return true;
}

static bool is_text(hk_value v, const char *text) { return v.type == HKI_STRING && hki_str_is(hki_as_str(v), text, strlen(text)); }

/* dictsort(case_sensitive=False, by='key', reverse=False) */
bool hki_filter_dictsort(hki_call *c)
{
    hki_rt *rt = c->rt;
    bool sensitive = true, by_value = is_text(c->arg[2], "value");
    int reverse;
    hk_value items;
    sorting s = {.width = 1};
    if (!by_value && !is_text(c->arg[2], "key"))
        return hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "You can only sort by either \"key\" or \"value\"");
    if (!hki_items_of(rt, c->arg[0], &items) || !hki_list_from(rt, items, &s.list)) return false;
    if (!hki_text_arg_cint(c, 3, &reverse) || (s.list->count && !hki_arg_truth(c, 1, &sensitive))) return false;
    s.fold = !sensitive;
    bool ok = make_room_for_keys(rt, &s) && fill_pair_keys(rt, &s, by_value) && sort_list(c, &s, false, reverse != 0);
    hki_mem_free(rt->region->mem, s.key, s.size);
    return ok;
}

/* The first item of which no other is `better`. */
static bool best(hki_call *c, enum hki_order better)
{
    hki_rt *rt = c->rt;
    hki_cursor walk;
    bool sensitive;
    hk_value parts, item, key, top = hki_none();
    if (!hki_cursor_open(rt, c->arg[0], &walk)) return false;
    int got = hki_cursor_next(rt, &walk, &item);
    if (got == HKI_NO) return hki_undefined_hint(rt, &c->result, "No aggregated item, sequence was empty.");
    if (got == HKI_ERROR || !hki_arg_truth(c, 1, &sensitive) || !hki_attribute_parts(rt, c->arg[2], &parts)) return false;
    for (bool first = true; got == HKI_YES; first = false, got = hki_cursor_next(rt, &walk, &item)) {
        if (!hki_attribute_get(rt, &parts, hki_none(), !sensitive, item, &key)) return false;
        int yes = first ? HKI_YES : hki_order(rt, better, key, top);
        if (yes == HKI_ERROR) return false;
        if (yes == HKI_NO) continue;
        top = key;
        c->result = item;
    }
    return got == HKI_NO;
}

bool hki_filter_min(hki_call *c) { return best(c, HKI_LT); }
bool hki_filter_max(hki_call *c) { return best(c, HKI_GT); }

/* ---- batch, slice, items: lazy. `end` of an iterator: not started, running, done. */

enum { FRESH, RUNNING, DONE };

static bool make_iter(hki_call *c, const hki_iter_ops *ops, uint32_t nslots, uint32_t nargs)
{
    hki_iter *it = hki_iter_new(c->rt, ops, nslots);
    if (!it) return false;
    memcpy(it->slots, c->arg, nargs * sizeof *c->arg);
    c->result = hki_iter_value(it);
    return true;
}

/* An iterator ends for good with its last item or an error. */
static int finish(hki_iter *it, int how)
{
    it->end = DONE;
    return how;
}

/* Slots: the walk's iterable, linecount, fill_with, the item that begins the next row. */
enum { B_OVER, B_COUNT, B_FILL, B_NEXT, B_SLOTS };

static int fill_row(hki_rt *rt, hki_list *row, hk_value count, hk_value fill)
{
    hk_value missing, filler;
    int less = fill.type == HKI_NONE ? HKI_NO : hki_order(rt, HKI_LT, hki_int(row->count), count);
    if (less != HKI_YES) return less;
    hki_list *one = hki_list_new(rt, 1);
    if (!one || !hki_list_push(rt, one, fill)) return HKI_ERROR;
    if (!hki_sub(rt, count, hki_int(row->count), &missing) || !hki_mul(rt, hki_list_value(one), missing, &filler)) return HKI_ERROR;
    const hki_list *more = hki_as_list(filler);
    if (!hki_list_reserve(rt, row, (size_t)row->count + more->count)) return HKI_ERROR;
    for (uint32_t i = 0; i < more->count; i++)
        if (!hki_list_push(rt, row, more->items[i])) return HKI_ERROR;
    return HKI_YES;
}

/* [jinja] A row is full when its length equals linecount, which is looked at before each item, so 0 gives an empty row first. */
static int batch_row(hki_rt *rt, hki_iter *it, hki_cursor *walk, hki_list *row, bool started)
{
    hk_value item, count = it->slots[B_COUNT];
    if (started && !hki_list_push(rt, row, it->slots[B_NEXT])) return HKI_ERROR;
    for (;;) {
        int got = hki_cursor_next(rt, walk, &item);
        if (got == HKI_ERROR) return HKI_ERROR;
        if (got == HKI_NO) break;
        int full = hki_equal(rt, hki_int(row->count), count);
        if (full == HKI_ERROR) return HKI_ERROR;
        it->slots[B_NEXT] = item;
        if (full == HKI_YES) return HKI_YES;
        if (!hki_list_push(rt, row, item)) return HKI_ERROR;
    }
    it->end = DONE;
    if (!row->count) return HKI_NO;
    return fill_row(rt, row, count, it->slots[B_FILL]) == HKI_ERROR ? HKI_ERROR : HKI_YES;
}

static int batch_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hki_cursor walk = {.over = it->slots[B_OVER], .at = it->at, .version = (uint32_t)it->step};
    bool started = it->end == RUNNING;
    if (it->end == DONE) return HKI_NO;
    it->end = RUNNING;
    if (!started && !hki_cursor_open(rt, it->slots[B_OVER], &walk)) return finish(it, HKI_ERROR);
    hki_list *row = hki_list_new(rt, 4);
    int got = row ? batch_row(rt, it, &walk, row, started) : HKI_ERROR;
    if (got != HKI_YES) return finish(it, got);
    it->slots[B_OVER] = walk.over;
    it->at = walk.at;
    it->step = walk.version;
    *out = hki_list_value(row);
    return HKI_YES;
}

/* batch(linecount, fill_with=None) */
bool hki_filter_batch(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = batch_next, .label = "do_batch"};
    return make_iter(c, &ops, B_SLOTS, 3);
}

/* Slots: the value and later the list of its items, slices, fill_with. `at` counts the slices, `step` is how many there are. */
enum { S_LIST, S_COUNT, S_FILL, S_SLOTS };

static bool start_slices(hki_rt *rt, hki_iter *it)
{
    hki_list *list;
    hk_value unused;
    if (!hki_list_from(rt, it->slots[S_LIST], &list)) return false;
    it->slots[S_LIST] = hki_list_value(list);
    return hki_floordiv(rt, hki_int(list->count), it->slots[S_COUNT], &unused) && hki_index(rt, it->slots[S_COUNT], &it->step);
}

/* [jinja] fill_with goes to every slice past those with one item more, even if the items divide evenly. */
static int slice_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    if (it->end == DONE) return HKI_NO;
    if (it->end == FRESH && !start_slices(rt, it)) return finish(it, HKI_ERROR);
    it->end = RUNNING;
    if (it->at >= it->step) return finish(it, HKI_NO);
    const hki_list *all = hki_as_list(it->slots[S_LIST]);
    int64_t size = all->count / it->step, longer = all->count % it->step, at = it->at++;
    int64_t start = at * size + (at < longer ? at : longer), end = start + size + (at < longer);
    bool fill = it->slots[S_FILL].type != HKI_NONE && at >= longer;
    hki_list *row = hki_list_new(rt, (size_t)(end - start + fill));
    if (!row) return finish(it, HKI_ERROR);
    for (int64_t i = start; i < end; i++)
        if (!hki_list_push(rt, row, all->items[i])) return finish(it, HKI_ERROR);
    if (fill && !hki_list_push(rt, row, it->slots[S_FILL])) return finish(it, HKI_ERROR);
    *out = hki_list_value(row);
    return HKI_YES;
}

/* slice(slices, fill_with=None) */
bool hki_filter_slice(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = slice_next, .label = "sync_do_slice"};
    return make_iter(c, &ops, S_SLOTS, 3);
}

static int items_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hki_cursor walk = {.over = it->slots[0], .at = it->at, .version = (uint32_t)it->step};
    if (it->end == DONE) return HKI_NO;
    if (it->end == FRESH) {
        hk_value v = it->slots[0];
        if (v.type == HKI_UNDEFINED) return finish(it, HKI_NO);
        if (v.type != HKI_DICT) {
            hki_raise(rt, HK_TYPE_ERROR, "Can only get item pairs from a mapping.");
            return finish(it, HKI_ERROR);
        }
        if (!hki_items_of(rt, v, &v) || !hki_cursor_open(rt, v, &walk)) return finish(it, HKI_ERROR);
        it->end = RUNNING;
    }
    int got = hki_cursor_next(rt, &walk, out);
    it->slots[0] = walk.over;
    it->at = walk.at;
    it->step = walk.version;
    return got == HKI_YES ? got : finish(it, got);
}

bool hki_filter_items(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = items_next, .label = "do_items"};
    return make_iter(c, &ops, 1, 1);
}
