/* token.h: the tokens of a template, made from grammar/tokens.def. */
#ifndef HKI_TOKEN_H
#define HKI_TOKEN_H

#include "base/hash.h"
#include "syntax/lines.h"
#include "syntax/piece.h"
#include "value/str.h"

enum hki_token_kind {
#define TOKEN(name, spelling, description) HKI_TOKEN_##name,
#include "grammar/tokens.def"
    HKI_TOKEN_COUNT,
    HKI_TOKEN_MORE = HKI_TOKEN_COUNT,   /* stands behind the tokens that were read: there are more to read */
    HKI_TOKEN_ALONE = HKI_TOKEN_MOD     /* from here on: one character, whatever follows */
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
    uint16_t unused;
    hki_spot at;                /* its first character; of EOF: the token before it [jinja] */
    union {
        hk_value value;         /* NAME (but for words), STRING: text; INTEGER, FLOAT: the number */
        hki_piece piece;        /* DATA */
    };
} hki_token;

/* Its kind, and that it is no word: one store, as nothing is made more often. */
static inline void hki_token_head(hki_token *t, enum hki_token_kind kind)
{
    const uint32_t head = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? kind : (uint32_t)kind << 24;
    memcpy(t, &head, sizeof head);
}

/* The kind of token that a byte begins; EOF: one must look closer, for it is white space, beyond ASCII, or begins no token at all. An
 * operator may go on: then a second character makes it another one. */
extern const uint8_t hki_token_begins[256];
typedef struct hki_token_longer { char second; uint8_t kind; } hki_token_longer;
extern const hki_token_longer hki_tokens_longer[HKI_TOKEN_COUNT];
static inline enum hki_token_kind hki_begun_by(char c) { return (enum hki_token_kind)hki_token_begins[(unsigned char)c]; }
static inline bool hki_in_name(char c) { return hki_begun_by(c) == HKI_TOKEN_NAME || hki_begun_by(c) == HKI_TOKEN_INTEGER; }

/* The word that a name is; HKI_NO_WORD for most. (_of_rim: of a name without NULs.) */
enum hki_word hki_word_of(const char *name, size_t size);
typedef struct hki_word_table { uint64_t factor; uint16_t slots[256]; char text[HKI_WORD_COUNT][HKI_RIM_IS_ALL]; } hki_word_table;
extern const hki_word_table hki_words;
HKI_INLINE enum hki_word hki_word_of_rim(hki_rim name)
{
    const size_t offset = hki_words.slots[hki_little(name.first) * hki_words.factor >> 56];
    const char *text = (const char *)hki_words.text + offset;
    if (name.first != hki_load_8(text) || name.last != hki_load_8(text + 8)) return HKI_NO_WORD;
    return (enum hki_word)(offset / sizeof *hki_words.text);
}
const char *hki_word_text(enum hki_word word);

/* The kind of a name: its own text; of all others what messages call them. */
const char *hki_token_description(enum hki_token_kind kind);

/* A line "line:column kind value". */
bool hki_token_dump(hki_rt *rt, hki_buf *out, const hki_token *t);

#endif
