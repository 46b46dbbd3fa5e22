/* names.h: one string for each spelling of a name within one parse, so that names are compared by pointer, and a number for it, so
 * that what is known of a name stands in an array. */
#ifndef HKI_NAMES_H
#define HKI_NAMES_H

#include "base/hash.h"
#include "syntax/token.h"

typedef struct hki_name {
    hki_str text;               /* HKI_STR_NAME: its `hash` is the name's number, from 0 */
    uint32_t hash;
    uint32_t owner, index;      /* the parser's own: variable `index` of trans block number `owner` */
    hki_rim rim;
} hki_name;

enum { HKI_NAMES_FIRST = 128, HKI_NAMES_AT_ONCE = 32 };    /* slots, until they are too few; names that get their room together */

typedef struct hki_names {
    hki_rt *rt;
    uint64_t seed, salt;
    hki_name **slots, **last;
    uint32_t mask;              /* the number of slots, which is a power of two, less 1 */
    hki_obj head;               /* the next name's: its `hash` says how many there are */
    hki_name *next, *limit;     /* room for the next ones, for which there are slots, too */
    hki_name *first[HKI_NAMES_FIRST], room[HKI_NAMES_AT_ONCE];  /* the first slots and names */
} hki_names;

void hki_names_init(hki_names *names, hki_rt *rt);

/* The entry of a spelling, made if it is new. NULL after raising HK_NO_MEMORY. */
hki_name *hki_names_get(hki_names *names, const char *text, size_t size);

/* The same, without a call, for a spelling of HKI_RIM_IS_ALL bytes at most that is all ASCII. NULL: it takes the other one. */
HKI_INLINE hki_name *hki_names_quick(hki_names *names, const char *text, size_t size, hki_rim rim)
{
    const uint32_t hash = hki_hash_salted(names->seed, names->salt, rim);
    hki_name **slot = names->slots + (hash & names->mask), *n;
    for (; (n = *slot); slot = slot == names->last ? names->slots : slot + 1)
        if (n->rim.first == rim.first && n->rim.last == rim.last && n->text.size == size) return n;
    if (names->next == names->limit) return NULL;
    n = names->next++;
    memcpy(&n->text, &names->head, sizeof names->head);
    n->text.data = text;
    n->text.size = n->text.points = (uint32_t)size;
    n->hash = hash;
    n->owner = n->index = 0;
    n->rim = rim;
    names->head.hash++;
    return *slot = n;
}

#endif
