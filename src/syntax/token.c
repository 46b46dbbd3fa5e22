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
static const struct { uint64_t head; uint32_t size; } heads[] = {
    {0, 0},
#define WORD(word) {HEAD(#word), sizeof #word - 1},
#include "grammar/tokens.def"
};

enum hki_word hki_word_of(const char *name, size_t size)
{
    const uint64_t head = hki_load_sorting_up_to(name, size);
    unsigned low = 1, high = HKI_WORD_COUNT;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (head > heads[middle].head) low = middle + 1;
        else high = middle;
    }
    for (; low < HKI_WORD_COUNT && heads[low].head == head; low++)
        if (heads[low].size == size && memcmp(words[low], name, size) == 0) return (enum hki_word)low;
    return HKI_NO_WORD;
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
