/* regex.h: regular expressions in the syntax and with the meaning of Python's re, over UTF-8; PCRE2 does the work.
 *
 * Every match is counted in steps that grow with the work done, so that no pattern can make a short text take long. */
#ifndef HKI_REGEX_H
#define HKI_REGEX_H

#include "base/error.h"

typedef struct hki_regex hki_regex;     /* a compiled pattern: it never changes, and any number of threads may match with it */
typedef struct hki_match hki_match;     /* the walk over the matches in one text; of one thread */

enum { HKI_REGEX_IGNORECASE = 1, HKI_REGEX_MULTILINE = 2, HKI_REGEX_DOTALL = 4, HKI_REGEX_VERBOSE = 8, HKI_REGEX_ASCII = 16 };

/* NULL after filling *error: HK_VALUE_ERROR for a pattern that is not one. The pattern is valid UTF-8 and not kept. */
hki_regex *hki_regex_new(const hk_allocator *mem, const char *pattern, size_t size, unsigned flags, hki_error *error);
void hki_regex_free(hki_regex *r);
unsigned hki_regex_groups(const hki_regex *r);                              /* the whole match, group 0, is not counted */
int hki_regex_group(const hki_regex *r, const char *name, size_t size);     /* the number of a group; -1: there is none */

/* Where a match may be: anywhere from the last one's end on; there only; there and to the end of the text. */
enum hki_match_place { HKI_MATCH_SEARCH, HKI_MATCH_START, HKI_MATCH_WHOLE };

/* `text` is valid UTF-8 and must outlive the walk. NULL without memory. */
hki_match *hki_match_new(const hki_regex *r, const char *text, size_t size);
void hki_match_free(hki_match *m);
/* The next match: 1, 0: there is none, -1: *error says why (HK_LIMIT: too many steps). [python] An empty match may follow another
 * match at once, but not an empty one. */
int hki_match_next(hki_match *m, enum hki_match_place place, hki_error *error);
/* Where a group of the match lies, in bytes; false: it took no part in it. */
bool hki_match_group(const hki_match *m, unsigned group, size_t *from, size_t *to);

/* ---- regex_python.c: what Python writes, as PCRE2 reads it */

/* Appends the pattern to `out`; adds to *flags what it sets for itself; *repeat is the largest number of times it asks for. */
bool hki_regex_translate(const char *pattern, size_t size, hki_buf *out, unsigned *flags, uint32_t *repeat, hki_error *error);
/* HK_VALUE_ERROR: "WHY in the regular expression 'PATTERN'"; `detail`, of `detail_size` bytes, stands behind why. Returns false. */
bool hki_regex_refuse(hki_error *error, const char *why, const char *detail, size_t detail_size, const char *pattern, size_t size);

/* ---- regex_cache.c: compiled patterns, kept for the next call; of one thread */

typedef struct hki_regex_cache hki_regex_cache;
hki_regex_cache *hki_regex_cache_new(const hk_allocator *mem);              /* NULL without memory */
void hki_regex_cache_free(hki_regex_cache *cache);
/* A pattern from the cache, or a new one; NULL after filling *error. It stays until it is given back. */
const hki_regex *hki_regex_take(hki_regex_cache *cache, const char *pattern, size_t size, unsigned flags, hki_error *error);
void hki_regex_give(hki_regex_cache *cache, const hki_regex *r);

#endif
