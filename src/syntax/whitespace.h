/* whitespace.h: what becomes of blanks and newlines around tags, and of the source before it is read. */
#ifndef HKI_WHITESPACE_H
#define HKI_WHITESPACE_H

#include "base/copy.h"
#include "syntax/options.h"
#include "value/str.h"

/* The source as the lexer reads it: valid UTF-8, newlines as \n, the last one dropped unless it is to be kept; behind it stands that
 * one, if so, and HKI_SOURCE_SLACK zeros. Names and texts of the tree point into it: a copy in rt->region, or (options->borrow) the bytes
 * themselves. */
typedef struct hki_source { const char *text; size_t size; bool ascii; } hki_source;
bool hki_source_read(hki_rt *rt, const hki_syntax_options *options, const char *bytes, size_t size, hki_source *out);

/* Behind the white space that starts at `at`. */
const char *hki_space_end(const char *at, const char *end);

/* Before the white space that ends the text from..to. */
const char *hki_space_start(const char *from, const char *to);

/* The end of the text from..to before a tag with `sign` ('-', '+' or 0). `lstrip`: lstrip_blocks holds for that tag;
 * `line_start`: `from` is the start of a line. */
const char *hki_text_before(const char *from, const char *to, char sign, bool lstrip, bool line_start);

/* Behind an end of block, comment or variable at `at`; NULL if there is none: "-END" takes the white space after it, "+END"
 * (if `plus`) nothing, "END" a newline if `trim`. */
const char *hki_end_match(hki_slice_text text, const char *at, const char *end, bool plus, bool trim);
/* The same behind white space, as much as leaves the end string, which may begin with some. */
const char *hki_end_behind_space(hki_slice_text text, const char *at, const char *end, bool plus, bool trim);

/* A copy with each \n as the environment's newline. */
const hki_str *hki_data_text(hki_rt *rt, const hki_syntax_options *options, const char *from, const char *to);

static inline bool hki_starts_with(const char *at, const char *end, hki_slice_text text)
{
    return (size_t)(end - at) >= text.size && *at == *text.text && hki_same_text(at, text.text, text.size);
}

#endif
