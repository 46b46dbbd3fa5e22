/* str.h: making and measuring strings. All `new` functions return NULL after raising (memory, or a string too large). */
#ifndef HKI_STR_H
#define HKI_STR_H

#include "value/rt.h"

hki_str *hki_str_new(hki_rt *rt, const char *text, size_t size);             /* copies; counts code points */
hki_str *hki_str_sized(hki_rt *rt, size_t size, size_t points, char **data);  /* room to be filled in by the caller */
hki_str *hki_str_borrow(hki_rt *rt, const char *text, size_t size);          /* keeps the pointer: the text must outlive the region */
hki_str *hki_str_borrow_counted(hki_rt *rt, const char *text, size_t size, size_t points);
hki_str *hki_str_c(hki_rt *rt, const char *text);
hki_str *hki_str_sub(hki_rt *rt, hki_str *s, size_t from, size_t to);        /* bytes from..to, at code point borders; shares or copies */
hki_str *hki_str_point(hki_rt *rt, uint32_t point);                          /* a string of one code point */
extern const hki_str hki_str_empty;                                          /* frozen */

/* a + b; amortised O(size of b) when a is the newest end of a growing block, so a loop that appends is linear. */
hki_str *hki_str_append(hki_rt *rt, hki_str *a, const char *text, size_t size);
hki_str *hki_str_append_counted(hki_rt *rt, hki_str *a, const char *text, size_t size, size_t points);

uint32_t hki_str_hash_first(hki_rt *rt, const hki_str *s);
/* Threads may share a frozen string: they would write the same words, in an order that makes the mark the last. */
static inline uint32_t hki_str_hash(hki_rt *rt, const hki_str *s)
{
    bool known = __atomic_load_n(&s->head.flags, __ATOMIC_ACQUIRE) & HKI_STR_HASHED;
    return known ? __atomic_load_n(&s->head.hash, __ATOMIC_RELAXED) : hki_str_hash_first(rt, s);
}
/* Nothing in the text is escaped. Threads may share the string: they would write the same. */
static inline void hki_str_mark_plain(const hki_str *s)
{
    uint16_t flags = __atomic_load_n(&s->head.flags, __ATOMIC_ACQUIRE);
    if (!(flags & HKI_STR_CONST))
        __atomic_store_n((uint16_t *)(uintptr_t)&s->head.flags, (uint16_t)(flags | HKI_STR_PLAIN), __ATOMIC_RELEASE);
}
bool hki_str_equal(const hki_str *a, const hki_str *b);
int hki_str_compare(const hki_str *a, const hki_str *b);                     /* by code point */
size_t hki_str_offset(const hki_str *s, size_t point);                       /* byte offset of a code point; O(1) for ASCII */
size_t hki_str_point_at(const hki_str *s, size_t offset);                    /* and back */

/* First (last) byte offset of `part` in s[from..to] in bytes; SIZE_MAX if it is not there. Linear time. */
size_t hki_str_find(const char *text, size_t size, const char *part, size_t part_size);
size_t hki_str_rfind(const char *text, size_t size, const char *part, size_t part_size);

/* Text built piece by piece in rt->scratch:
 *     size_t mark = hki_text_begin(rt);  …put into &rt->scratch…;  return hki_text_end(rt, mark, flags, &out);
 * Nests. hki_text_end makes a string of what was put since the mark (flags: 0 or HKI_SAFE), forgets it, and
 * returns false after raising. hki_text_drop forgets it. */
size_t hki_text_begin(hki_rt *rt);
bool hki_text_end(hki_rt *rt, size_t mark, uint8_t flags, hk_value *out);
void hki_text_drop(hki_rt *rt, size_t mark);

/* A text in lower case, which is itself if it has no letters to change. False after raising. */
bool hki_fold_text(hki_rt *rt, hk_value text, hk_value *out);
/* value as a new string value */
bool hki_make_str(hki_rt *rt, const char *text, size_t size, hk_value *out);

#endif
