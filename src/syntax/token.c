/* token.c: what the tables say of tokens and words.
 *
 * In:  grammar/tokens.def, and what grammar/tokens.awk makes of it.   Out: spellings, descriptions, a text form. */
#include "syntax/token.h"

#include "grammar/tokens.h"
#include "value/text.h"

const uint8_t hki_token_begins[256] = {
    ['A' ... 'Z'] = HKI_TOKEN_NAME, ['_'] = HKI_TOKEN_NAME, ['a' ... 'z'] = HKI_TOKEN_NAME, ['0' ... '9'] = HKI_TOKEN_INTEGER,
    ['"'] = HKI_TOKEN_STRING, ['\''] = HKI_TOKEN_STRING, TOKEN_BEGINS};

const hki_token_longer hki_tokens_longer[HKI_TOKEN_COUNT] = {TOKEN_LONGER};

/* Without pointers nothing is to be relocated when a program starts. */
const hki_word_table hki_words = {.factor = WORD_FACTOR, .slots = {WORD_SLOTS}, .text = {
    "",
#define WORD(word) #word,
#include "grammar/tokens.def"
}};

enum hki_word hki_word_of(const char *name, size_t size)
{
    const enum hki_word word = hki_word_of_rim(hki_rim_of(name, size));
    return strlen(hki_words.text[word]) == size ? word : HKI_NO_WORD;
}

const char *hki_word_text(enum hki_word word)
{
    return hki_words.text[word];
}

const char *hki_token_description(enum hki_token_kind kind)
{
    static const char *const descriptions[] = {
#define TOKEN(name, spelling, description) description,
#include "grammar/tokens.def"
    };
    return descriptions[kind];
}

/* "BLOCK_BEGIN" as "block_begin". */
static void put_kind(hki_buf *out, enum hki_token_kind kind)
{
    static const char *const names[] = {
#define TOKEN(name, spelling, description) #name,
#include "grammar/tokens.def"
    };
    for (const char *c = names[kind]; *c; c++) hki_buf_char(out, *c == '_' ? '_' : (char)(*c | 0x20));
}

bool hki_token_dump(hki_rt *rt, hki_buf *out, const hki_token *t)
{
    bool ok = true;
    hki_buf_int(out, t->at.line);
    hki_buf_char(out, ':');
    hki_buf_int(out, t->at.column);
    hki_buf_char(out, ' ');
    put_kind(out, (enum hki_token_kind)t->kind);
    switch ((enum hki_token_kind)t->kind) {
    case HKI_TOKEN_NAME:
        hki_buf_char(out, ' ');
        if (t->word) hki_buf_str(out, hki_word_text((enum hki_word)t->word));
        else hki_buf_put(out, hki_as_str(t->value)->data, hki_as_str(t->value)->size);
        break;
    case HKI_TOKEN_DATA:
        hki_buf_char(out, ' ');
        hki_repr_text(out, t->piece.data, t->piece.size);
        break;
    case HKI_TOKEN_STRING:
    case HKI_TOKEN_INTEGER:
    case HKI_TOKEN_FLOAT:
        hki_buf_char(out, ' ');
        ok = hki_repr(rt, out, t->value);
        break;
    default: break;
    }
    hki_buf_char(out, '\n');
    return ok;
}
