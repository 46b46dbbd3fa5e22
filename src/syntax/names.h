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

enum { HKI_NAMES_FIRST = 128 };

typedef struct hki_names {
    hki_rt *rt;
    uint64_t seed;
    hki_name **slots;
    uint32_t mask, used;        /* mask: the number of slots, which is a power of two, less 1 */
    hki_name *first[HKI_NAMES_FIRST];   /* the slots, until they are too few */
} hki_names;

void hki_names_init(hki_names *names, hki_rt *rt);

/* The entry of a spelling, made if it is new. NULL after raising HK_NO_MEMORY. (_short: one of HKI_RIM_IS_ALL bytes at most.) */
hki_name *hki_names_get(hki_names *names, const char *text, size_t size);
hki_name *hki_names_short(hki_names *names, const char *text, size_t size, hki_rim rim);

#endif
