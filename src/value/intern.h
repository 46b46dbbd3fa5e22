/* intern.h: the keys that the dicts of an environment share.
 *
 * A host's data has few names and many dicts: each name is one string, so that it is kept once, and that a look-up which found a key
 * knows it again by its address (vm/guess.h).
 * Always: interned keys stay as long as the environment, and serve all its threads; when there are many, no more are made. */
#ifndef HKI_INTERN_H
#define HKI_INTERN_H

#include <stdatomic.h>

#include "value/str.h"

enum { HKI_KEY_BLOCKS = 16 };
typedef _Atomic(const hki_str *) hki_key_slot;
typedef struct hki_interned {
    const hk_allocator *mem;
    _Atomic(hki_key_slot *) block[HKI_KEY_BLOCKS];      /* by a part of the hash; NULL: has none yet */
    atomic_bool any;            /* of them */
} hki_interned;

void hki_interned_drop(hki_interned *all);      /* the part of hki_interned_free where there are any */
static inline void hki_interned_free(hki_interned *all)
{
    if (all->any) hki_interned_drop(all);
}

/* The key with this text: one of rt->interned, or a new string. NULL after raising. */
const hki_str *hki_intern(hki_rt *rt, const char *text, size_t size);
/* The same for a string, which may be kept instead. */
const hki_str *hki_intern_str(hki_rt *rt, const hki_str *s);
/* Whether `key`, which is hashed, is one of them. */
bool hki_is_interned(const hki_rt *rt, const hki_str *key);

#endif
