/* lexer.h: source to tokens, some at a time, as the parser asks for them. */
#ifndef HKI_LEXER_H
#define HKI_LEXER_H

#include "base/limits.h"
#include "syntax/delims.h"
#include "syntax/names.h"

/* In text; before a start whose text was handed out; inside of a tag. */
enum hki_lexer_state { HKI_LEX_TEXT, HKI_LEX_START, HKI_LEX_BLOCK, HKI_LEX_VARIABLE, HKI_LEX_LINE };

/* The end of a tag. */
#define HKI_NO_SECOND ((char)0xFF)          /* no source has this byte */
typedef struct hki_lexer_end {
    uint8_t kind;               /* of the operator that its first character is, a sign before it aside; EOF: it is none, so that the
                                 * end must be looked for in front of each token; outside of tags, too */
    char second;                /* its second byte, if it has two that are neither newlines nor wide; HKI_NO_SECOND */
} hki_lexer_end;

typedef struct hki_lexer {
    hki_rt *rt;
    const hki_syntax_options *options;
    hki_names *names;
    const char *template_name;  /* for errors; may be NULL */
    const char *text, *at, *end;        /* behind the end HKI_SOURCE_SLACK bytes can be read: a newline, perhaps, and zeros */
    hki_lines lines;            /* what may have newlines or wide characters is passed at once: there are none in front of a token */
    const hki_token *limit;     /* of the tokens that are being read */
    bool ascii;                 /* all of the source */
    bool simple_text;           /* the starts are pairs, and newlines stay: texts are what stands there */
    uint8_t state;              /* enum hki_lexer_state */
    hki_lexer_end tag_end;      /* of the open tag */
    hki_lexer_end ends[2];      /* of blocks and variables */
    hki_start start;
    uint32_t nclosers;
    uint8_t closers[HKI_MAX_SYNTAX_DEPTH + 8];  /* the kinds that the open brackets want; the parser gives up before it is full */
    hki_delims delims;
} hki_lexer;

/* Reads `source`; `state`: HKI_LEX_TEXT for a template, HKI_LEX_VARIABLE for a lone expression. False after raising. */
bool hki_lexer_open(hki_lexer *lx, hki_rt *rt, const hki_syntax_options *options, hki_names *names, const char *source, size_t size,
    const char *template_name, enum hki_lexer_state state);

/* Reads tokens to `out` and on, one at least, as many as are simple and `limit` allows; returns what is behind the last. EOF at the end,
 * again and again: its place is `last`, that of the token before it [jinja]. NULL after raising, with the place said, which it does only
 * for the first: an error of the parser comes before one of the lexer further on. Only texts, literals, and names that are no words
 * have a value. */
hki_token *hki_lexer_read(hki_lexer *lx, hki_token *out, const hki_token *limit, hki_spot last);

/* Those that are simple: none, if not even the first is. Raises nothing (lexer_quick.c). */
hki_token *hki_lexer_quick(hki_lexer *lx, hki_token *out, const hki_token *limit);

static inline void hki_lexer_enter(hki_lexer *lx, enum hki_lexer_state state)
{
    const hki_lexer_end none = {HKI_TOKEN_EOF, HKI_NO_SECOND};
    lx->state = (uint8_t)state;
    lx->tag_end = state == HKI_LEX_BLOCK || state == HKI_LEX_VARIABLE ? lx->ends[state == HKI_LEX_VARIABLE] : none;
}

/* Behind a comment, of which `at` is behind the start; NULL if it has no end. */
const char *hki_lexer_comment_end(const hki_lexer *lx, const char *at);

/* Says where an error that was just raised happened; always false. The other one: at lx->at. */
bool hki_lexer_place(hki_lexer *lx, hki_spot at);
bool hki_lexer_place_here(hki_lexer *lx);

#endif
