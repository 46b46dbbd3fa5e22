/* token.h: the tokens of a template, made from grammar/tokens.def. */
#ifndef HKI_TOKEN_H
#define HKI_TOKEN_H

#include "syntax/lines.h"
#include "value/str.h"

enum hki_token_kind {
#define TOKEN(name, spelling, description) HKI_TOKEN_##name,
#include "grammar/tokens.def"
    HKI_TOKEN_COUNT
};

/* The names that the grammar asks for. */
enum hki_word {
    HKI_NO_WORD,
#define WORD(word) HKI_WORD_##word,
#include "grammar/tokens.def"
    HKI_WORD_COUNT
};

typedef struct hki_token {
    uint8_t kind;               /* enum hki_token_kind */
    uint8_t word;               /* of a NAME: enum hki_word */
    hki_spot at;                /* its first character; of EOF: the token before it [jinja] */
    hk_value value;             /* NAME, STRING, DATA: text; INTEGER, FLOAT: the number */
} hki_token;

/* The word that a name is; HKI_NO_WORD for most. */
enum hki_word hki_word_of(const char *name, size_t size);
const char *hki_word_text(enum hki_word word);

/* The kind of a name: its own text; of all others what messages call them. */
const char *hki_token_description(enum hki_token_kind kind);

/* A line "line:column kind value". */
bool hki_token_dump(hki_rt *rt, hki_buf *out, const hki_token *t);

#endif
