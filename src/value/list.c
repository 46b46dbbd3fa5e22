/* list.c: lists and tuples.
 *
 * In:  values.   Out: a list whose items stand in a block of their own, or a tuple whose items stand behind it.
 * Always: count <= cap; a list that grows may leave its old block to the region, or move. */
#include "value/list.h"

#include "value/iter.h"

hki_list *hki_list_new(hki_rt *rt, size_t room)
{
    hki_list *list = hki_object_alloc(rt, HKI_LIST, sizeof *list);
    if (!list) return NULL;
    return room && !hki_list_reserve(rt, list, room) ? NULL : list;
}

bool hki_list_reserve(hki_rt *rt, hki_list *list, size_t room)
{
    if (room <= list->cap) return true;
    hk_value *items = room <= UINT32_MAX ? hki_region_resize(rt->region, list->items, list->cap * sizeof *items, room * sizeof *items)
        : NULL;
    if (!items) return hki_raise_memory(rt);
    list->items = items;
    list->cap = (uint32_t)room;
    return true;
}

static bool make_room(hki_rt *rt, hki_list *list)
{
    return list->count < list->cap || hki_list_reserve(rt, list, list->cap ? (size_t)list->cap * 2 : 4);
}

bool hki_list_push(hki_rt *rt, hki_list *list, hk_value v)
{
    if (!make_room(rt, list)) return false;
    list->items[list->count++] = v;
    return true;
}

bool hki_list_insert(hki_rt *rt, hki_list *list, size_t at, hk_value v)
{
    if (!make_room(rt, list)) return false;
    memmove(list->items + at + 1, list->items + at, (list->count - at) * sizeof v);
    list->items[at] = v;
    list->count++;
    return true;
}

void hki_list_remove(hki_list *list, size_t at, size_t count)
{
    if (!count) return;
    memmove(list->items + at, list->items + at + count, (list->count - at - count) * sizeof *list->items);
    list->count -= (uint32_t)count;
}

void hki_list_reverse(hki_list *list)
{
    for (uint32_t i = 0, j = list->count; i + 1 < j; i++) {
        hk_value item = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = item;
    }
}

hki_list *hki_tuple_new(hki_rt *rt, const hk_value *items, size_t count)
{
    if (count > (UINT32_MAX - sizeof(hki_list)) / sizeof *items) {
        hki_raise_memory(rt);
        return NULL;
    }
    hki_list *tuple = hki_object_alloc(rt, HKI_TUPLE, sizeof *tuple + count * sizeof *items);
    if (!tuple) return NULL;
    tuple->items = (hk_value *)(void *)(tuple + 1);
    tuple->count = tuple->cap = (uint32_t)count;
    if (items && count) memcpy(tuple->items, items, count * sizeof *items);
    return tuple;
}

/* All that is left of a walk, of which `known` items are (-1: nobody knows how many). */
static bool take_all(hki_rt *rt, hki_list *list, hki_cursor *c, int64_t known)
{
    enum { FIRST_ROOM = 8 };
    size_t room = known < 0 ? FIRST_ROOM : (size_t)known + 1;      /* one more, to see the end */
    for (;;) {
        bool loose = true;
        if (list->count == list->cap && !hki_list_reserve(rt, list, list->cap ? (size_t)list->cap * 2 : room)) return false;
        uint32_t free = list->cap - list->count;
        int more = hki_cursor_fill(rt, c, list->items + list->count, free < HKI_BATCH ? (int)free : HKI_BATCH, &loose);
        if (more <= 0) return more == 0;
        list->count += (uint32_t)more;
    }
}

bool hki_list_from(hki_rt *rt, hk_value iterable, hki_list **out)
{
    hki_cursor c;
    if (!hki_cursor_open(rt, iterable, &c)) return false;
    bool copy = c.over.type == HKI_LIST || c.over.type == HKI_TUPLE;
    const hki_list *from = hki_as_list(c.over);
    *out = hki_list_new(rt, copy ? from->count : 0);
    if (!*out) return false;
    if (!copy) return take_all(rt, *out, &c, hki_cursor_left(&c));
    if (from->count) memcpy((*out)->items, from->items, from->count * sizeof *from->items);
    (*out)->count = from->count;
    return hki_spend(rt, from->count);
}
