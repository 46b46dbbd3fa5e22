/* methods_dict.c: methods of dicts.
 *
 * In:  a bound call whose receiver is a dict.   Out: its result, or Python's error.
 * Always: a method that changes its receiver finds it in the render's region: the caller has thawed it. */
#include "value/class.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

static hki_dict *own_dict(hki_call *c)
{
    if (!hki_is_frozen(c->self)) return hki_as_dict(c->self);
    hki_raise(c->rt, HK_RUNTIME_ERROR, "a dict of the context cannot be changed");
    return NULL;
}

/* ---- merging */

static bool merge_dict(hki_rt *rt, hki_dict *to, const hki_dict *from)
{
    uint32_t at = 0;
    if (to == from) return true;
    for (hki_entry *e; (e = hki_dict_next(from, &at));)
        if (!hki_dict_set(rt, to, e->key, e->value)) return false;
    return true;
}

/* One element of a sequence of pairs. */
static bool merge_pair(hki_rt *rt, hki_dict *to, hk_value element, size_t number)
{
    hki_list *pair;
    if (element.type == HKI_LIST || element.type == HKI_TUPLE) pair = hki_as_list(element);
    else if (!hki_iterable(rt, element))
        return hki_failed(rt) ? false
                              : hki_raise(rt, HK_TYPE_ERROR, "cannot convert dictionary update sequence element #%z to a sequence", number);
    else if (!hki_list_from(rt, element, &pair)) return false;
    if (pair->count != 2)
        return hki_raise(rt, HK_VALUE_ERROR, "dictionary update sequence element #%z has length %z; 2 is required", number,
            (size_t)pair->count);
    return hki_dict_set(rt, to, pair->items[0], pair->items[1]);
}

static bool merge_pairs(hki_rt *rt, hki_dict *to, hk_value from)
{
    hki_cursor cursor;
    hk_value element;
    int got;
    if (!hki_cursor_open(rt, from, &cursor)) return false;
    for (size_t number = 0; (got = hki_cursor_next(rt, &cursor, &element)) == HKI_YES; number++)
        if (!merge_pair(rt, to, element, number)) return false;
    return got == HKI_NO;
}

/* A host's mapping: what it walks over are its keys. */
static bool merge_object(hki_rt *rt, hki_dict *to, hk_value from)
{
    hki_cursor cursor;
    hk_value key, value;
    int got;
    if (!hki_cursor_open(rt, from, &cursor)) return false;
    while ((got = hki_cursor_next(rt, &cursor, &key)) == HKI_YES)
        if (!hki_subscript(rt, from, key, &value) || !hki_dict_set(rt, to, key, value)) return false;
    return got == HKI_NO;
}

bool hki_dict_merge(hki_rt *rt, hki_dict *to, hk_value from)
{
    if (from.type == HKI_DICT) return merge_dict(rt, to, hki_as_dict(from));
    if (from.type == HKI_UNDEFINED) return hki_undefined_raise(rt, from);   /* [jinja] asked for its keys(), it raises */
    /* [python] A class has the method keys, too. */
    if (hki_is_class(from) && strcmp(hki_as_function(from)->python, "dict") == 0)
        return hki_raise(rt, HK_TYPE_ERROR, "unbound method dict.keys() needs an argument");
    if (from.type == HKI_OBJECT) {
        hki_object *o = hki_as_object(from);
        static const hki_str keys = {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = 4, .points = 4, .data = "keys"};
        hk_value method;
        int has = o->cls->attr ? o->cls->attr(rt, o, &keys, &method) : HKI_NO;
        if (has == HKI_ERROR) return false;
        if (has == HKI_YES && o->cls->item) return merge_object(rt, to, from);
    }
    return merge_pairs(rt, to, from);
}

bool hki_DICT_update(hki_call *c)
{
    hki_dict *d = own_dict(c);
    if (!d) return false;
    if (!hki_is_absent(c->arg[0]) && !hki_dict_merge(c->rt, d, c->arg[0])) return false;
    for (uint32_t i = 0; i < c->nkw; i++)
        if (!hki_dict_set(c->rt, d, c->names[i], c->values[i])) return false;
    return true;
}

/* ---- looking */

bool hki_DICT_get(hki_call *c)
{
    int got = hki_dict_get(c->rt, hki_as_dict(c->self), c->arg[0], &c->result);
    if (got == HKI_NO) c->result = c->arg[1];
    return got != HKI_ERROR;
}

bool hki_DICT_copy(hki_call *c)
{
    hki_dict *copy = hki_dict_copy(c->rt, hki_as_dict(c->self));
    if (copy) c->result = hki_dict_value(copy);
    return copy != NULL;
}

/* The values may be repeated keys; the first place and the last value stay, here all the same. */
bool hki_DICT_fromkeys(hki_call *c)
{
    hki_dict *d = hki_dict_new(c->rt, 0);
    hki_cursor cursor;
    hk_value key;
    int got;
    if (!d || !hki_cursor_open(c->rt, c->arg[0], &cursor)) return false;
    while ((got = hki_cursor_next(c->rt, &cursor, &key)) == HKI_YES)
        if (!hki_dict_set(c->rt, d, key, c->arg[1])) return false;
    c->result = hki_dict_value(d);
    return got == HKI_NO;
}

bool hki_DICT_items(hki_call *c)
{
    return hki_view_new(c->rt, hki_as_dict(c->self), HKI_VIEW_ITEMS, &c->result);
}

bool hki_DICT_keys(hki_call *c)
{
    return hki_view_new(c->rt, hki_as_dict(c->self), HKI_VIEW_KEYS, &c->result);
}

bool hki_DICT_values(hki_call *c)
{
    return hki_view_new(c->rt, hki_as_dict(c->self), HKI_VIEW_VALUES, &c->result);
}

/* ---- changing */

bool hki_DICT_clear(hki_call *c)
{
    hki_dict *d = own_dict(c);
    if (d) hki_dict_clear(d);
    return d != NULL;
}

/* [python] An empty dict does not look at the key: pop([]) is a KeyError there, not "unhashable type". */
bool hki_DICT_pop(hki_call *c)
{
    hki_dict *d = own_dict(c);
    if (!d) return false;
    int got = d->count ? hki_dict_remove(c->rt, d, c->arg[0], &c->result) : HKI_NO;
    if (got != HKI_NO) return got == HKI_YES;
    if (hki_is_absent(c->arg[1])) return hki_raise(c->rt, HK_KEY_ERROR, "%r", c->arg[0]);
    c->result = c->arg[1];
    return true;
}

bool hki_DICT_popitem(hki_call *c)
{
    hki_dict *d = own_dict(c);
    if (!d) return false;
    if (!d->count) return hki_raise(c->rt, HK_KEY_ERROR, "'popitem(): dictionary is empty'");
    const hki_entry *last = &d->entries[d->used - 1];       /* always a live one */
    hki_list *pair = hki_tuple_new(c->rt, (hk_value[]){last->key, last->value}, 2);
    if (!pair || hki_dict_remove(c->rt, d, pair->items[0], NULL) == HKI_ERROR) return false;
    c->result = hki_list_value(pair);
    return true;
}

bool hki_DICT_setdefault(hki_call *c)
{
    hki_dict *d = own_dict(c);
    if (!d) return false;
    int got = hki_dict_get(c->rt, d, c->arg[0], &c->result);
    if (got != HKI_NO) return got == HKI_YES;
    c->result = c->arg[1];
    return hki_dict_set(c->rt, d, c->arg[0], c->arg[1]);
}
