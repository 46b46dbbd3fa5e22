/* catalogue.h: translations: message catalogues in the format of GNU gettext (.mo), and the rule that chooses a plural. */
#ifndef HKI_CATALOGUE_H
#define HKI_CATALOGUE_H

#include "value/dict.h"

typedef struct hki_catalogue {
    const struct hki_catalogue *next;   /* asked for what this one does not have */
    /* Message -> text; a message that has plurals -> a tuple of its texts. With a context: context, U+0004, message. */
    hki_dict *messages;
    const char *plural;                 /* which text: an expression in n */
    size_t plural_size;
} hki_catalogue;

/* The bytes of a .mo file; they are copied. In rt->region; NULL after raising HK_VALUE_ERROR: not a catalogue, a damaged one, or one
 * that is not in UTF-8. */
hki_catalogue *hki_catalogue_read(hki_rt *rt, const char *bytes, size_t size);

/* plural.c: an expression of C over the number n, as the headers of catalogues have them: "(n != 1)", "n%10==1 ? 0 : n<5 ? 1 : 2".
 * False: it does not parse, or divides by zero. */
bool hki_plural_index(const char *expression, size_t size, int64_t n, int64_t *index);
bool hki_plural_check(const char *expression, size_t size);    /* whether it parses, whatever n is */

#endif
