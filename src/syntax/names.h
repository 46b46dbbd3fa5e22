/* names.h: one string for each spelling of a name within one parse, so that names are compared by pointer, and a number for it, so
 * that what is known of a name stands in an array. */
#ifndef HKI_NAMES_H
#define HKI_NAMES_H

#include "base/hash.h"
#include "syntax/token.h"

typedef struct hki_name {
    hki_str text;               /* HKI_STR_NAME: its `hash` is the name's number, from 0 */
    hki_rim rim;
    uint32_t hash;
    uint32_t word;              /* enum hki_word */
    uint32_t owner, index;      /* the parser's own: variable `index` of trans block number `owner` */
} hki_name;

typedef struct hki_names {
    hki_rt *rt;
    hki_name **slots;
    uint32_t used, cap;         /* cap is a power of two, or 0 */
} hki_names;

/* The entry of a spelling, made if it is new. NULL after raising HK_NO_MEMORY. */
hki_name *hki_names_get(hki_names *names, const char *text, size_t size);

#endif
