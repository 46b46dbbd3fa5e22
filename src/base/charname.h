/* charname.h: characters by their Unicode names, for \N{…}. */
#ifndef HKI_CHARNAME_H
#define HKI_CHARNAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point of a name, in any case of its letters. False: the name is not known. Known are 10 424 names: those of Latin, Greek,
 * Cyrillic, Hebrew, Arabic and a few other scripts, of punctuation, symbols and pictures, and control characters; moreover ideographs and
 * Hangul syllables. Not all of Unicode's names [differs from python]. */
bool hki_char_named(const char *name, size_t size, uint32_t *out);

#endif
