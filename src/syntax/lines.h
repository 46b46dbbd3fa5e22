/* lines.h: counting lines and columns. */
#ifndef HKI_LINES_H
#define HKI_LINES_H

#include "base/utf8.h"

/* Where something stands in the source; both from 1, the column in code points. */
typedef struct hki_spot { uint32_t line, column; } hki_spot;

/* How far newlines and wide characters are counted. What stands behind is on the same line, a byte a column, up to the next of them. */
typedef struct hki_lines {
    const char *counted;
    const char *origin;         /* where the line would begin if each code point of it were a byte */
    uint32_t line;
} hki_lines;

static inline hki_spot hki_lines_spot(const hki_lines *l, const char *at)
{
    return (hki_spot){l->line, (uint32_t)(at - l->origin) + 1};
}

/* Counts a byte: of a code point's bytes the first makes the column. */
static inline void hki_lines_byte(hki_lines *l, const char *at)
{
    if (*at == '\n') {
        l->line++;
        l->origin = at + 1;
    } else {
        l->origin += (*at & 0xC0) == 0x80;
    }
}

/* Those of 16 bytes; `below`: only in front of this one of them. */
static inline void hki_lines_marks(hki_lines *l, const char *at, unsigned below)
{
    for (unsigned marks = hki_utf8_marks(at, '\n') & ((1u << below) - 1); marks; marks &= marks - 1)
        hki_lines_byte(l, at + __builtin_ctz(marks));
}

/* Goes on to `to`; the source may be read up to `end`. */
static inline void hki_lines_pass(hki_lines *l, const char *to, const char *end)
{
    const char *at = l->counted;
    for (; at < to && end - at >= 16; at += 16) hki_lines_marks(l, at, to - at < 16 ? (unsigned)(to - at) : 16);
    for (; at < to; at++) hki_lines_byte(l, at);
    l->counted = to;
}

#endif
