/* token.c: tokens as a host sees them.
 *
 * In:  names and spellings of tokens; tokens.   Out: kinds; texts.   From grammar/tokens.def. */
#include "env/tag.h"
#include "value/ops.h"

static const struct { const char *name, *spelling; } kinds[] = {
#define TOKEN(name, spelling, description) {#name, spelling},
#include "grammar/tokens.def"
};

void hki_token_kind_name(enum hki_token_kind kind, char name[HKI_KIND_SIZE])
{
    const char *from = kinds[kind].name;
    for (; *from; from++) *name++ = (char)(*from >= 'A' && *from <= 'Z' ? *from - 'A' + 'a' : *from);
    *name = '\0';
}

bool hki_wanted_read(const char *token, hki_wanted *out)
{
    char name[HKI_KIND_SIZE];
    if (!token || !*token) return false;
    if (strncmp(token, "name:", 5) == 0) {
        *out = (hki_wanted){HKI_TOKEN_NAME, token + 5};
        return true;
    }
    for (unsigned k = 0; k < HKI_TOKEN_COUNT; k++) {
        hki_token_kind_name((enum hki_token_kind)k, name);
        if (strcmp(name, token) != 0 && strcmp(kinds[k].spelling, token) != 0) continue;
        *out = (hki_wanted){(enum hki_token_kind)k, NULL};
        return true;
    }
    return false;
}

bool hki_token_bytes(hki_rt *rt, const hki_token *t, const char **text, size_t *size)
{
    hk_value v = t->value;
    *text = kinds[t->kind].spelling;
    *size = strlen(*text);
    if (t->word) {
        *text = hki_word_text((enum hki_word)t->word);
        *size = strlen(*text);
        return true;
    }
    if (t->kind == HKI_TOKEN_DATA) {
        *text = t->piece.data;
        *size = t->piece.size;
        return true;
    }
    if (t->kind == HKI_TOKEN_INTEGER || t->kind == HKI_TOKEN_FLOAT) {
        if (!hki_to_str(rt, t->value, &v)) return false;
    } else if (t->kind != HKI_TOKEN_NAME && t->kind != HKI_TOKEN_STRING) {
        return true;
    }
    *text = hki_as_str(v)->data;
    *size = hki_as_str(v)->size;
    return true;
}
