/* names.h: one string for each spelling of a name within one parse, so that names are compared by pointer, and a number for it, so
 * that what is known of a name stands in an array. */
#ifndef HKI_NAMES_H
#define HKI_NAMES_H

#include "base/hash.h"
#include "syntax/token.h"

typedef struct hki_name {
    hki_str text;               /* HKI_STR_NAME: its `hash` is the name's number, from 0 */
    uint32_t hash;
    hki_rim rim;
    uint32_t word;              /* enum hki_word */
    uint32_t owner, index;      /* the parser's own: variable `index` of trans block number `owner` */
} hki_name;

typedef struct hki_names {
    hki_rt *rt;
    uint64_t seed;
    hki_name **slots;
    uint32_t mask, used;        /* mask: the number of slots, which is a power of two, less 1 */
} hki_names;

void hki_names_init(hki_names *names, hki_rt *rt);

/* The entry of a spelling, made if it is new. NULL after raising HK_NO_MEMORY. */
hki_name *hki_names_get(hki_names *names, const char *text, size_t size);

/* The two halves of that for a spelling of HKI_RIM_IS_ALL bytes at most: its entry, NULL if it is new; and one that is added. */
HKI_INLINE uint32_t hki_names_hash(const hki_names *names, hki_rim rim, size_t size)
{
    return hki_hash_rim(names->seed, hki_hash_start(names->seed, size), rim);
}
hki_name *hki_names_add(hki_names *names, uint32_t hash, const char *text, size_t size);
HKI_INLINE hki_name *hki_names_find(const hki_names *names, uint32_t hash, hki_rim rim, size_t size)
{
    for (uint32_t i = hash;; i++) {
        hki_name *n = names->slots[i & names->mask];
        if (!n || (n->rim.first == rim.first && n->rim.last == rim.last && n->text.size == size)) return n;
    }
}

#endif
