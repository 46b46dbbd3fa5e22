/* suggest.h: "did you mean …": of many names, the one that is most like a given one. */
#ifndef HKI_SUGGEST_H
#define HKI_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { HKI_SUGGEST_SIZE = 48 };     /* longer names are never suggested */

typedef struct hki_suggest {
    const char *wanted;
    size_t size;
    unsigned distance;              /* of the best so far */
    char best[HKI_SUGGEST_SIZE + 1];    /* NUL-terminated; empty: nothing was like it */
} hki_suggest;

/* `wanted` is borrowed. */
void hki_suggest_start(hki_suggest *s, const char *wanted, size_t size);
/* Takes a candidate that is more like the wanted name than all before it. */
void hki_suggest_try(hki_suggest *s, const char *candidate, size_t size);
static inline bool hki_suggest_found(const hki_suggest *s) { return s->best[0] != '\0'; }

#endif
