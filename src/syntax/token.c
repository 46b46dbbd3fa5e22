/* token.c: what the tables say of tokens and words.
 *
 * In:  grammar/tokens.def.   Out: spellings, descriptions, a text form.
 * Always: the words stand in the order of their bytes. */
#include "syntax/token.h"

#include "value/text.h"

static const char *const words[] = {
    "",
#define WORD(word) #word,
#include "grammar/tokens.def"
};

const char *hki_word_text(enum hki_word word)
{
    return words[word];
}

enum hki_word hki_word_of(const char *name, size_t size)
{
    unsigned low = 1, high = size ? HKI_WORD_COUNT : 1;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        size_t known = strlen(words[middle]);
        int order = *name - *words[middle];
        if (order == 0) order = memcmp(name, words[middle], size < known ? size : known);
        if (order == 0 && size == known) return (enum hki_word)middle;
        if (order > 0 || (order == 0 && size > known))
            low = middle + 1;
        else
            high = middle;
    }
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

/* Operators that go on with a second character: what `=` (or, for / and *, the same character again) makes of them. */
static enum hki_token_kind two_characters(char first, char second)
{
    if (second == '=') {
        switch (first) {
        case '=': return HKI_TOKEN_EQ;
        case '!': return HKI_TOKEN_NE;
        case '>': return HKI_TOKEN_GTEQ;
        case '<': return HKI_TOKEN_LTEQ;
        default: return HKI_TOKEN_EOF;
        }
    }
    if (first != second) return HKI_TOKEN_EOF;
    return first == '/' ? HKI_TOKEN_FLOORDIV : first == '*' ? HKI_TOKEN_POW : HKI_TOKEN_EOF;
}

static enum hki_token_kind one_character(char c)
{
    switch (c) {
    case '+': return HKI_TOKEN_ADD;
    case '-': return HKI_TOKEN_SUB;
    case '/': return HKI_TOKEN_DIV;
    case '*': return HKI_TOKEN_MUL;
    case '%': return HKI_TOKEN_MOD;
    case '~': return HKI_TOKEN_TILDE;
    case '[': return HKI_TOKEN_LBRACKET;
    case ']': return HKI_TOKEN_RBRACKET;
    case '(': return HKI_TOKEN_LPAREN;
    case ')': return HKI_TOKEN_RPAREN;
    case '{': return HKI_TOKEN_LBRACE;
    case '}': return HKI_TOKEN_RBRACE;
    case '>': return HKI_TOKEN_GT;
    case '<': return HKI_TOKEN_LT;
    case '=': return HKI_TOKEN_ASSIGN;
    case '.': return HKI_TOKEN_DOT;
    case ':': return HKI_TOKEN_COLON;
    case '|': return HKI_TOKEN_PIPE;
    case ',': return HKI_TOKEN_COMMA;
    case ';': return HKI_TOKEN_SEMICOLON;
    default: return HKI_TOKEN_EOF;
    }
}

enum hki_token_kind hki_token_operator(const char *text, size_t left, size_t *size)
{
    bool two = left > 1 && (text[1] == '=' || text[1] == *text);
    enum hki_token_kind kind = two ? two_characters(text[0], text[1]) : HKI_TOKEN_EOF;
    *size = kind == HKI_TOKEN_EOF ? 1 : 2;
    return kind == HKI_TOKEN_EOF ? one_character(text[0]) : kind;
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
