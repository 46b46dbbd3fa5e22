/* lines.h: counting lines and columns. */
#ifndef HKI_LINES_H
#define HKI_LINES_H

#include "base/utf8.h"

/* Where something stands in the source; both from 1, the column in code points. */
typedef struct hki_spot { uint32_t line, column; } hki_spot;

/* How far newlines and wide characters are counted. What stands behind is on the same line, a byte a column, up to the next of them: it
 * stands at its address more than `base`, both being taken as a column above a line. */
typedef struct hki_lines {
    const char *counted;
    uint64_t base;
} hki_lines;

static inline uint64_t hki_lines_columns(const char *at) { return (uint64_t)(uintptr_t)at << 32; }

static inline hki_spot hki_lines_spot(const hki_lines *l, const char *at)
{
    const uint64_t both = l->base + hki_lines_columns(at);
    return (hki_spot){(uint32_t)both, (uint32_t)(both >> 32)};
}

static inline hki_lines hki_lines_start(const char *at) { return (hki_lines){at, 1 - hki_lines_columns(at - 1)}; }

/* Counts a byte: of a code point's bytes the first makes the column. */
static inline void hki_lines_byte(hki_lines *l, const char *at)
{
    if (*at == '\n') {
        l->base = (uint32_t)(l->base + 1) - hki_lines_columns(at);
    } else {
        l->base -= (uint64_t)((*at & 0xC0) == 0x80) << 32;
    }
}

/* Those of 16 bytes; `below`: only in front of this one of them. */
static inline void hki_lines_marks(hki_lines *l, const char *at, unsigned below)
{
    for (unsigned marks = hki_utf8_marks(at, '\n') & ((1u << below) - 1); marks; marks &= marks - 1)
        hki_lines_byte(l, at + __builtin_ctz(marks));
}

/* Goes on to `to`, behind which 16 bytes can be read. */
static inline void hki_lines_pass(hki_lines *l, const char *to)
{
    for (const char *at = l->counted; at < to; at += 16) hki_lines_marks(l, at, to - at < 16 ? (unsigned)(to - at) : 16);
    l->counted = to;
}

#endif
