/* delims.h: where in the text does the next tag, comment, line statement or line comment start? */
#ifndef HKI_DELIMS_H
#define HKI_DELIMS_H

#include <stdint.h>

#include "syntax/lines.h"
#include "syntax/options.h"
#include "syntax/scan.h"

enum hki_start_kind {
    HKI_START_NONE,             /* no more: the rest is text */
    HKI_START_RAW,
    HKI_START_VARIABLE,
    HKI_START_LINE_STATEMENT,
    HKI_START_LINE_COMMENT,
    HKI_START_COMMENT,
    HKI_START_BLOCK,
    HKI_START_COUNT
};

typedef struct hki_start {
    uint8_t kind;               /* enum hki_start_kind */
    char sign;                  /* '-', '+' or 0 */
    const char *from;           /* where the text before it ends (a line's blanks belong to the start) */
    const char *to;             /* behind the start, its sign included */
} hki_start;

typedef struct hki_delims {
    const hki_syntax_options *options;
    const char *text, *end;
    bool lines;                 /* there are line statements or line comments */
    bool pairs;                 /* there are not; block, variable and comment start with the same byte and a second one that is their
                                 * own, of which none is a NUL, a newline or wide */
    char second[3];             /* … of a variable, a block, a comment */
    char first[HKI_SCAN];       /* the first byte of the pairs, in each place */
    /* What follows is for others than pairs. */
    bool single;                /* there are no lines, and all three begin with the same byte */
    uint8_t order[HKI_START_COUNT];     /* rank of a kind: of two that start at one place, the lower rank wins */
    struct { hki_slice_text text; uint8_t kind; bool raw; } starts[3];      /* of block, variable and comment by rank; raw: it
                                                                             * begins as a block does, so that raw may stand there */
    uint8_t bytes[256];         /* bit i: starts[i] begins with this byte; bit 4 + i: this may be its second one */
    hki_start found[3];         /* with lines: what was found last, and is not yet passed: delimiter, line statement, line comment */
} hki_delims;

void hki_delims_init(hki_delims *d, const hki_syntax_options *options, const char *text, const char *end);

/* The first start at or after `at`, up to which `lines` passes. Calls must go forward in the text. */
void hki_delims_next(hki_delims *d, const char *at, hki_lines *lines, hki_start *out);

HKI_INLINE enum hki_start_kind hki_delims_pair(const hki_delims *d, char second)
{
    if (second == d->second[0]) return HKI_START_VARIABLE;
    if (second == d->second[1]) return HKI_START_BLOCK;
    return second == d->second[2] ? HKI_START_COMMENT : HKI_START_NONE;
}

/* Behind the text stands a byte that can be looked at. */
HKI_INLINE void hki_start_of(enum hki_start_kind kind, const char *from, const char *to, hki_start *out)
{
    const bool sign = *to == '-' || *to == '+';
    *out = (hki_start){.kind = (uint8_t)kind, .sign = sign ? *to : 0, .from = from, .to = to + sign};
}

/* Behind the start of a block: the names of most show at once that they are not raw. */
HKI_INLINE bool hki_may_be_raw(const char *at)
{
    const char c = at[*at == ' '];
    return c < 'a' || c > 'z' || c == 'r';
}

/* The next pair at or after `at`, or the end. Sixteen places at a time are looked at for its first byte, and together with that for what
 * makes lines and columns, which is counted up to it. */
HKI_INLINE const char *hki_delims_find_pair(const hki_delims *d, const char *at, hki_lines *lines, enum hki_start_kind *kind)
{
    for (; at < d->end; at += HKI_SCAN) {
        unsigned marks = hki_scan_marks(at, d->first);
        if (d->end - at < HKI_SCAN) marks &= (1u << (d->end - at)) - 1;
        for (; marks; marks &= marks - 1) {
            const char *mark = at + __builtin_ctz(marks);
            if (*mark == *d->first && (*kind = hki_delims_pair(d, mark[1]))) return mark;
            hki_lines_byte(lines, mark);
        }
    }
    *kind = HKI_START_NONE;
    return d->end;
}

#endif
