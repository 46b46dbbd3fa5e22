/* token.c: what the tables say of tokens and words.
 *
 * In:  grammar/tokens.def.   Out: spellings, descriptions, a text form.
 * Always: the words stand in the order of their bytes. */
#include "syntax/token.h"

#include "value/text.h"

/* Without pointers nothing is to be relocated when a program starts. */
static const char words[][16] = {
    "",
#define WORD(word) #word,
#include "grammar/tokens.def"
};

const char *hki_word_text(enum hki_word word)
{
    return words[word];
}

/* The first eight bytes of a word as a number that sorts as they do. */
#define BYTE(word, i) ((uint64_t)((i) < sizeof word ? word[(i) < sizeof word ? (i) : 0] : 0) << (56 - 8 * (i)))
#define HEAD(word) \
    BYTE(word, 0) | BYTE(word, 1) | BYTE(word, 2) | BYTE(word, 3) | BYTE(word, 4) | BYTE(word, 5) | BYTE(word, 6) | BYTE(word, 7)
static const uint64_t heads[] = {
    0,
#define WORD(word) HEAD(#word),
#include "grammar/tokens.def"
};
static const uint8_t sizes[] = {
    0,
#define WORD(word) sizeof #word - 1,
#include "grammar/tokens.def"
};

/* By halving, without a branch, up to the last word whose head is not greater. (No two have the same one.) */
enum hki_word hki_word_of(const char *name, size_t size)
{
    const uint64_t head = hki_load_sorting_up_to(name, size);
    unsigned low = 0;
#pragma GCC unroll 8
    for (unsigned left = HKI_WORD_COUNT; left > 1; left -= left / 2)
        if (heads[low + left / 2] <= head) low += left / 2;
    bool same = heads[low] == head && sizes[low] == size && (size <= 8 || hki_same_text(words[low], name, size));
    return same ? (enum hki_word)low : HKI_NO_WORD;
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
        hki_format(rt, out, " %S", hki_as_str(t->value));
        break;
    case HKI_TOKEN_DATA:
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
