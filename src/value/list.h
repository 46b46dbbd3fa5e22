/* list.h: lists and tuples. Functions that allocate raise HK_NO_MEMORY and return NULL or false. */
#ifndef HKI_LIST_H
#define HKI_LIST_H

#include "value/rt.h"

hki_list *hki_list_new(hki_rt *rt, size_t room);            /* an empty list */
bool hki_list_push(hki_rt *rt, hki_list *list, hk_value v); /* list must be of the render */
bool hki_list_insert(hki_rt *rt, hki_list *list, size_t at, hk_value v);
void hki_list_remove(hki_list *list, size_t at, size_t count);
void hki_list_reverse(hki_list *list);
bool hki_list_reserve(hki_rt *rt, hki_list *list, size_t room);
hki_list *hki_tuple_new(hki_rt *rt, const hk_value *items, size_t count);    /* items NULL: to be filled in by the caller */
static inline hk_value hki_list_value(hki_list *l) { return hki_pointer((enum hki_type)l->head.type, l); }

/* Any iterable drained into a new list. */
bool hki_list_from(hki_rt *rt, hk_value iterable, hki_list **out);

/* Python's stable sort (merge sort). less(rt, ctx, a, b): HKI_YES, HKI_NO or HKI_ERROR, which ends the sort. */
typedef int (*hki_less)(hki_rt *rt, void *ctx, hk_value a, hk_value b);
bool hki_sort(hki_rt *rt, hk_value *items, size_t count, hki_less less, void *ctx, bool reverse);

/* The same by keys: `width` in a row for each item, compared as Python compares lists of them, or (not `lists`) the one key by <.
 * No `key`: the items are their own keys. `fold`: texts among them count as if they were in lower case; so may the keys be when it is
 * done. */
typedef struct hki_keys { hk_value *key; size_t width; bool lists, fold; } hki_keys;
bool hki_sort_by_keys(hki_rt *rt, hk_value *items, size_t count, const hki_keys *keys, bool reverse);

#endif
