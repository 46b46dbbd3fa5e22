/* iter.h: one protocol over all iterables. */
#ifndef HKI_ITER_H
#define HKI_ITER_H

#include "value/rt.h"

/* A cursor on the stack over any iterable: lists, tuples, dicts (keys), strings, ranges and views without allocating;
 * iterators and objects through their own functions. Changing a list while walking it behaves as in Python; a dict that
 * changed size raises RuntimeError "dictionary changed size during iteration". */
typedef struct hki_cursor {
    hk_value over;              /* what is walked: the iterable itself, or the iterator it gave */
    int64_t at;                 /* index, byte offset or entry number */
    uint32_t version;
    uint8_t done;
} hki_cursor;

/* False after raising "'int' object is not iterable". */
bool hki_cursor_open(hki_rt *rt, hk_value iterable, hki_cursor *c);
/* HKI_YES with *out, HKI_NO at the end, HKI_ERROR. */
int hki_cursor_next(hki_rt *rt, hki_cursor *c, hk_value *out);
/* The same for who takes all items: the next ones, at least one and up to `most`; their number, 0 at the end, HKI_ERROR. More than one
 * is made before the first was looked at only where that cannot be told from making them one by one. *loose becomes false if anything
 * that was made meanwhile is needed but for the items: where it stays true, who is done with them may drop all of it from the region. */
enum { HKI_BATCH = 32 };        /* a good number for `most` */
int hki_cursor_fill(hki_rt *rt, hki_cursor *c, hk_value *items, int most, bool *loose);
/* Values that nothing of a template can change or walk on, and no host answers for. */
static inline bool hki_is_plain(hk_value v) { return v.type <= HKI_STRING; }

/* How many items are left, if that is known without walking; -1 if not. */
int64_t hki_cursor_left(const hki_cursor *c);

/* A new iterator object with zeroed slots. */
hki_iter *hki_iter_new(hki_rt *rt, const hki_iter_ops *ops, uint32_t nslots);
static inline hk_value hki_iter_value(hki_iter *it) { return hki_pointer(HKI_ITER, it); }
/* iter(v) as a value of type ITER: a list_iterator and so on. */
bool hki_iter_of(hki_rt *rt, hk_value iterable, hk_value *out);
/* reversed(v): HKI_NO if the type has no reversed(). */
int hki_iter_reversed(hki_rt *rt, hk_value v, hk_value *out);
/* Whether iter(v) would work. */
bool hki_iterable(hki_rt *rt, hk_value v);

/* Unpacks exactly `count` items: Python's ValueErrors "not enough values to unpack (expected 2, got 1)" and "too many …",
 * TypeError "cannot unpack non-iterable int object". */
bool hki_unpack(hki_rt *rt, hk_value v, hk_value *items, size_t count);

#endif
