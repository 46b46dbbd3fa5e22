/* entities.h: HTML's character references, and tags taken out of text. */
#ifndef HKI_ENTITIES_H
#define HKI_ENTITIES_H

#include "value/rt.h"

/* Appends the text with its character references replaced, as html.unescape of Python does. `text` is not part of `out`.
 * False: no memory. */
bool hki_html_unescape(hki_buf *out, const char *text, size_t size);

/* Appends the text without comments and tags, with runs of whitespace as one space, then unescaped: Markup.striptags.
 * `text` is not part of `out`. False after raising. */
bool hki_striptags(hki_rt *rt, hki_buf *out, const char *text, size_t size);

#endif
