/* dict.h: insertion-ordered dicts with Python's key equality (1, 1.0 and True are one key). */
#ifndef HKI_DICT_H
#define HKI_DICT_H

#include "value/str.h"

hki_dict *hki_dict_new(hki_rt *rt, size_t room);
static inline hk_value hki_dict_value(hki_dict *d) { return hki_pointer(HKI_DICT, d); }

/* HKI_YES with *out (if not NULL), HKI_NO, HKI_ERROR (an unhashable key). */
int hki_dict_get(hki_rt *rt, const hki_dict *d, hk_value key, hk_value *out);
/* By name; hash is hki_str_hash of it. Never fails. NULL: not there. */
const hk_value *hki_dict_find(const hki_dict *d, const char *name, size_t size, uint32_t hash);
hki_entry *hki_dict_entry(const hki_dict *d, const char *name, size_t size, uint32_t hash);
const hk_value *hki_dict_find_str(hki_rt *rt, const hki_dict *d, const hki_str *name);

/* Two bits: of a small dict another name has both only once in twenty. */
static inline uint64_t hki_dict_mark(uint32_t hash) { return UINT64_C(1) << (hash >> 26) | UINT64_C(1) << (hash >> 20 & 63); }
static inline bool hki_dict_may_have(const hki_dict *d, uint32_t hash) { return (~d->marks & hki_dict_mark(hash)) == 0; }

static inline bool hki_entry_is(const hki_entry *e, const char *name, size_t size, uint32_t hash)
{
    if (e->key.hash != hash || e->key.type != HKI_STRING) return false;
    const hki_str *s = hki_as_str(e->key);
    return s->size == size && (s->data == name || hki_same_text(s->data, name, size));
}

/* The dict must be of the render. A key that is there keeps its place and its old key object. */
bool hki_dict_set(hki_rt *rt, hki_dict *d, hk_value key, hk_value value);
/* Adds a text that is not in it; its hash is known. False after raising. */
bool hki_dict_append(hki_rt *rt, hki_dict *d, const hki_str *key, uint32_t hash, hk_value value);
int hki_dict_add(hki_rt *rt, hki_dict *d, hk_value key, hk_value value);      /* HKI_NO: the key is there, and nothing changes */
/* By name, which is interned (intern.h). */
bool hki_dict_set_text(hki_rt *rt, hki_dict *d, const char *name, size_t size, hk_value value);
static inline bool hki_dict_set_c(hki_rt *rt, hki_dict *d, const char *name, hk_value value)
{
    return hki_dict_set_text(rt, d, name, strlen(name), value);
}
int hki_dict_remove(hki_rt *rt, hki_dict *d, hk_value key, hk_value *out);    /* HKI_YES, HKI_NO, HKI_ERROR */
void hki_dict_clear(hki_dict *d);
hki_dict *hki_dict_copy(hki_rt *rt, const hki_dict *d);

/* view.c: d.keys(), d.values(), d.items(); kind is HKI_VIEW_… */
bool hki_view_new(hki_rt *rt, hki_dict *d, int kind, hk_value *out);
int hki_view_contains(hki_rt *rt, const hki_view *view, hk_value v);
int hki_view_equal(hki_rt *rt, const hki_view *a, const hki_view *b);
bool hki_view_is_set(const hki_view *view);     /* keys and items behave as sets */
/* The item of a view that stands for an entry; false after raising. */
bool hki_view_item(hki_rt *rt, const hki_view *view, const hki_entry *e, hk_value *out);

/* Steps through live entries: start with *at = 0; NULL at the end. */
static inline hki_entry *hki_dict_next(const hki_dict *d, uint32_t *at)
{
    while (*at < d->used) {
        hki_entry *e = &d->entries[(*at)++];
        if (e->key.type != HKI_REMOVED) return e;
    }
    return NULL;
}

#endif
