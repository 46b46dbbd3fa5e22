/* delims.h: where in the text does the next tag, comment, line statement or line comment start? */
#ifndef HKI_DELIMS_H
#define HKI_DELIMS_H

#include <stdint.h>

#include "syntax/options.h"
#include "syntax/lines.h"

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
    uint8_t order[HKI_START_COUNT];     /* rank of a kind: of two that start at one place, the lower rank wins */
    struct { hki_slice_text text; uint8_t kind; bool raw; } starts[3];      /* of block, variable and comment by rank; raw: it
                                                                             * begins as a block does, so that raw may stand there */
    uint8_t bytes[256];         /* bit i: starts[i] begins with this byte; bit 4 + i: this may be its second one */
    bool lines;                 /* there are line statements or line comments */
    bool single;                /* there are not, and all three begin with the same byte */
    bool quick;                 /* ... and have two */
    hki_start found[3];         /* then: what was found last, and is not yet passed: delimiter, line statement, line comment */
} hki_delims;

void hki_delims_init(hki_delims *d, const hki_syntax_options *options, const char *text, const char *end);

/* The first start at or after `at`, up to which `lines` passes. Calls must go forward in the text. */
void hki_delims_next(hki_delims *d, const char *at, hki_lines *lines, hki_start *out);

#endif
