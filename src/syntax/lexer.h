/* lexer.h: source to tokens, one at a time, as the parser asks for them. */
#ifndef HKI_LEXER_H
#define HKI_LEXER_H

#include "base/limits.h"
#include "syntax/delims.h"
#include "syntax/names.h"

enum hki_lexer_state { HKI_LEX_TEXT, HKI_LEX_BLOCK, HKI_LEX_VARIABLE, HKI_LEX_LINE };

typedef struct hki_lexer {
    hki_rt *rt;
    const hki_syntax_options *options;
    hki_names *names;
    const char *template_name;  /* for errors; may be NULL */
    const char *text, *at, *end;        /* at the end stands a NUL or a newline */
    const char *line_end;       /* of the line `here` is in: its newline, or the end */
    const char *counted;        /* what column 1 of that line is; where not all is ASCII, up to where `here` counts */
    hki_spot here;              /* of what was looked at last */
    bool ascii;                 /* a byte is a code point */
    uint8_t state;              /* enum hki_lexer_state */
    char closer;                /* what the end of the open tag begins with, a sign before it aside */
    bool any_closer;            /* that does not tell: a line statement ends at white space */
    bool has_start;             /* `start` was found and the text before it was handed out */
    hki_start start;
    uint32_t nclosers;
    char closers[HKI_MAX_SYNTAX_DEPTH + 8];     /* what the open brackets want; the parser gives up before it is full */
    hki_delims delims;
} hki_lexer;

/* Reads `source`; `state`: HKI_LEX_TEXT for a template, HKI_LEX_VARIABLE for a lone expression. False after raising. */
bool hki_lexer_open(hki_lexer *lx, hki_rt *rt, const hki_syntax_options *options, hki_names *names, const char *source, size_t size,
    const char *template_name, enum hki_lexer_state state);

/* The next token; EOF (whose `at` is not set) at the end, again and again. False after raising, with the place said. */
bool hki_lexer_next(hki_lexer *lx, hki_token *out);

/* Says where an error that was just raised happened; always false. */
bool hki_lexer_place(hki_lexer *lx, hki_spot at);

#endif
