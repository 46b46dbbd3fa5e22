/* lexer_quick.c: from characters to tokens, a run of them at a time, where that is simple, which it mostly is.
 *
 * In:  the source from lx->at on.   Out: tokens, up to one that must be looked at closely, or that could fail.
 * Always: nothing is raised; the tokens are those that lexer.c would give, which goes on where this stops. */
#include "syntax/lexer.h"
#include "syntax/literal.h"
#include "syntax/scan.h"
#include "syntax/whitespace.h"

/* Where the lexer is, which needs no memory as long as it goes on: `base` is that of the lines, which are counted up to `at`. */
typedef struct run {
    const char *at;
    uint64_t base;
    hki_token *out;
} run;

HKI_INLINE void put(run *r, enum hki_token_kind kind, const char *at)
{
    hki_token_head(r->out, kind);
    r->out->at = hki_lines_spot(&(hki_lines){NULL, r->base}, at);
}

/* The base behind what may have newlines and wide characters. */
HKI_APART uint64_t pass_lines(uint64_t base, const char *from, const char *to)
{
    hki_lines passed = {from, base};
    hki_lines_pass(&passed, to);
    return passed.base;
}

static inline bool beyond_ascii(char c) { return c & 0x80; }

/* ---- text */

HKI_INLINE void put_text(run *r, const char *from, const char *to)
{
    put(r, HKI_TOKEN_DATA, from);
    r->out++->piece = (hki_piece){from, (size_t)(to - from)};
}

/* Behind a comment that stands at from, its start being behind `to`; NULL if it has no end. */
HKI_APART const char *pass_comment(hki_lexer *lx, const char *from, const char *to, uint64_t *base)
{
    const char *end = hki_lexer_comment_end(lx, to);
    if (end) {
        *base = pass_lines(*base, to, end);
        return end;
    }
    lx->start = (hki_start){.kind = HKI_START_COMMENT, .from = from, .to = to};
    lx->state = HKI_LEX_START;
    return NULL;
}

HKI_INLINE bool skip_comment(hki_lexer *lx, run *r, const char *to)
{
    uint64_t base = r->base;
    const char *end = pass_comment(lx, r->at, to, &base);
    r->base = base;
    if (end) r->at = end;
    return end;
}

/* The begin of a tag at r->at, of which the code begins at `code`. */
HKI_INLINE bool begin_tag(hki_lexer *lx, run *r, bool variable, const char *code)
{
    put(r, HKI_TOKEN_BLOCK_BEGIN + 2u * variable, r->at);
    r->out++;
    r->at = code;
    lx->state = (uint8_t)(HKI_LEX_BLOCK + variable);
    lx->tag_end = lx->ends[variable];
    return true;
}

/* A text and the begin of the tag, or the comment, behind it. False: not both. */
HKI_INLINE bool take_text(hki_lexer *lx, run *r)
{
    const char *from = r->at;
    enum hki_start_kind kind;
    hki_lines passed = {from, r->base};
    if (lx->limit - r->out < 3) return false;
    const char *end = hki_delims_find_pair(&lx->delims, from, &passed, &kind), *to = end, *code = end + 2;
    if (kind) {
        const char sign = *code == '-' || *code == '+' ? *code++ : 0;
        if (kind == HKI_START_BLOCK && hki_may_be_raw(code)) return false;
        const bool lstrip = kind != HKI_START_VARIABLE && lx->options->lstrip_blocks;
        if (sign || lstrip) to = hki_text_before(from, end, sign, lstrip, from == lx->text || from[-1] == '\n');
    }
    if (to > from) put_text(r, from, to);
    r->at = end;
    r->base = passed.base;
    if (kind == HKI_START_BLOCK) return begin_tag(lx, r, false, code);
    if (kind == HKI_START_COMMENT) return skip_comment(lx, r, code);
    return kind && begin_tag(lx, r, true, code);
}

/* ---- code */

/* A spelling of any length. False: there is no room for it. */
HKI_APART bool take_long_spelling(hki_names *names, const char *text, size_t size, hki_token *out)
{
    if (names->next == names->limit) return false;
    out->value = hki_str_value(&hki_names_get(names, text, size)->text);
    return true;
}

/* Of up to HKI_RIM_IS_ALL bytes. */
HKI_INLINE bool take_spelling(hki_names *names, const char *text, size_t size, hki_rim rim, hki_token *out)
{
    const hki_name *name = hki_names_quick(names, text, size, rim);
    if (name) out->value = hki_str_value(&name->text);
    return name;
}

/* From here on each gives how long the token is, 0 if it is not simple.
 * A name that is not so short. */
HKI_APART size_t take_long_name(hki_lexer *lx, const char *from, hki_token *out)
{
    const char *to = from;
    while (hki_in_name(*to)) to++;
    if (beyond_ascii(*to)) return 0;
    const size_t size = (size_t)(to - from);
    out->word = (uint8_t)hki_word_of(from, size);
    return out->word || take_long_spelling(lx->names, from, size, out) ? size : 0;
}

HKI_INLINE size_t take_name(hki_lexer *lx, const char *from, hki_token *out)
{
    const size_t size = hki_scan_name(from);
    if (size == HKI_SCAN || beyond_ascii(from[size])) return take_long_name(lx, from, out);
    if (!size) __builtin_unreachable();
    const hki_rim rim = hki_rim_within(from, size);
    const enum hki_word word = hki_word_of_rim(rim);
    if (!word) return take_spelling(lx->names, from, size, rim, out) ? size : 0;
    out->word = (uint8_t)word;
    return size;
}

/* The same of a string that is not so short. */
HKI_APART size_t take_long_string(hki_lexer *lx, const char *quote, hki_token *out)
{
    const char *from = quote + 1, *to = from;
    unsigned ends = 0;
    for (; to < lx->end && !(ends = hki_scan_no_string(to, *quote)); to += HKI_SCAN) {}
    if (ends) to += __builtin_ctz(ends);
    const size_t size = (size_t)(to - from);
    if (!ends || *to != *quote || size > HKI_LITERAL_INTERNED) return 0;
    return take_long_spelling(lx->names, from, size, out) ? size + 2 : 0;
}

/* What stands between its quotes, which most strings are: up to the second one. */
HKI_APART size_t take_string(hki_lexer *lx, const char *quote, hki_token *out)
{
    const char *from = quote + 1;
    const unsigned ends = hki_scan_no_string(from, *quote);
    if (!ends) return take_long_string(lx, quote, out);
    const size_t size = (size_t)__builtin_ctz(ends);
    if (from[size] != *quote) return 0;
    return take_spelling(lx->names, from, size, hki_rim_within(from, size), out) ? size + 2 : 0;
}

static inline bool goes_on_number(char c) { return hki_in_name(c) || beyond_ascii(c) || c == '.'; }

/* A small number without a point or exponent, which most are. */
HKI_INLINE size_t take_digits(const char *from, hki_token *out)
{
    const char *to = from + 1;
    uint64_t sum = (uint64_t)(*from - '0');
    for (unsigned digit; (digit = (unsigned)*to - '0') <= 9; to++) sum = sum * 10 + digit;
    const size_t size = (size_t)(to - from);
    if (!size) __builtin_unreachable();
    if ((size > 1 && (size > 18 || *from == '0')) || goes_on_number(*to)) return 0;
    out->value = hki_int((int64_t)sum);
    return size;
}

/* (The kind behind that of an opening bracket closes it.) */
static inline bool is_bracket(enum hki_token_kind kind) { return kind >= HKI_TOKEN_LBRACKET && kind <= HKI_TOKEN_RBRACE; }

HKI_INLINE size_t take_bracket(hki_lexer *lx, enum hki_token_kind kind)
{
    if ((kind - HKI_TOKEN_LBRACKET) % 2 == 0) {
        if (lx->nclosers == sizeof lx->closers) return 0;
        lx->closers[lx->nclosers++] = (uint8_t)(kind + 1);
    } else {
        if (!lx->nclosers || lx->closers[lx->nclosers - 1] != kind) return 0;
        lx->nclosers--;
    }
    return 1;
}

HKI_INLINE size_t take_operator(enum hki_token_kind kind, const char *at, hki_token *out)
{
    if (!hki_tokens_longer[kind].kind || at[1] != hki_tokens_longer[kind].second) return kind != HKI_TOKEN_NE;
    out->kind = hki_tokens_longer[kind].kind;
    return 2;
}

static inline bool begins_end(const hki_lexer *lx, char c) { return hki_begun_by(c) == lx->tag_end.kind; }

HKI_INLINE size_t take_other(hki_lexer *lx, enum hki_token_kind kind, const char *at, hki_token *out)
{
    if (is_bracket(kind)) return take_bracket(lx, kind);
    if (kind == HKI_TOKEN_INTEGER) return take_digits(at, out);
    if (kind == HKI_TOKEN_STRING) return take_string(lx, at, out);
    if (kind > HKI_TOKEN_SUB) return take_operator(kind, at, out);
    return kind != HKI_TOKEN_EOF && (lx->nclosers || (!begins_end(lx, at[1]) && lx->tag_end.second != HKI_NO_SECOND));
}

/* The end of the tag, up to `to`. */
HKI_INLINE bool take_end(hki_lexer *lx, run *r, const char *to)
{
    r->out++->kind = (uint8_t)(HKI_TOKEN_BLOCK_END + 2 * (lx->state - HKI_LEX_BLOCK));
    r->at = to;
    lx->state = HKI_LEX_TEXT;
    return true;
}

/* The newline at `at` if it goes with the end in front of it. */
HKI_INLINE const char *trim(const hki_lexer *lx, run *r, const char *at)
{
    if (lx->state != HKI_LEX_BLOCK || !lx->options->trim_blocks || at == lx->end) return at;
    hki_lines passed = {NULL, r->base};
    hki_lines_byte(&passed, at);
    r->base = passed.base;
    return at + 1;
}

/* The same behind a sign, which a block or variable may have. */
HKI_APART const char *pass_signed_end(hki_lexer *lx, const char *at, uint64_t *base)
{
    if (lx->nclosers || !begins_end(lx, at[1]) || at[2] != lx->tag_end.second) return NULL;
    if (*at == '+') return lx->state == HKI_LEX_BLOCK ? at + 3 : NULL;
    const char *to = hki_space_end(at + 3, lx->end);
    *base = pass_lines(*base, at + 3, to);
    return to;
}

HKI_INLINE bool take_signed_end(hki_lexer *lx, run *r, const char *at)
{
    uint64_t base = r->base;
    const char *to = pass_signed_end(lx, at, &base);
    r->base = base;
    return to && take_end(lx, r, to);
}

/* Behind blanks and newlines; NULL if there is none. */
HKI_APART const char *pass_blanks(const char *at, const char *end, uint64_t *base)
{
    const char *from = at;
    hki_lines passed = {NULL, *base};
    for (; at < end && (*at == ' ' || *at == '\n' || *at == '\t'); at++) hki_lines_byte(&passed, at);
    *base = passed.base;
    return at > from ? at : NULL;
}

HKI_INLINE bool take_blanks(hki_lexer *lx, run *r)
{
    uint64_t base = r->base;
    const char *to = pass_blanks(r->at, lx->end, &base);
    r->base = base;
    if (to) r->at = to;
    return to;
}

/* What is left of a tag. False: its end was not reached. There is room for a token. */
HKI_INLINE bool take_tag(hki_lexer *lx, run *r)
{
    if (!lx->tag_end.kind) return false;
    for (;;) {
        const char *at = r->at += *r->at == ' ';
        size_t size;
        const enum hki_token_kind kind = hki_begun_by(*at);
        put(r, kind, at);
        if (kind == HKI_TOKEN_NAME) {
            size = take_name(lx, at, r->out);
        } else if (kind == lx->tag_end.kind && !lx->nclosers) {
            if (at[1] == lx->tag_end.second) return take_end(lx, r, at[2] == '\n' ? trim(lx, r, at + 2) : at + 2);
            if (lx->tag_end.second == HKI_NO_SECOND) return false;
            size = take_other(lx, kind, at, r->out);
        } else if (kind >= HKI_TOKEN_ALONE) {
            size = 1;
        } else {
            size = take_other(lx, kind, at, r->out);
        }
        if (!size) {
            if (kind == HKI_TOKEN_EOF && take_blanks(lx, r)) continue;
            return (kind == HKI_TOKEN_SUB || kind == HKI_TOKEN_ADD) && take_signed_end(lx, r, at);
        }
        r->at += size;
        if (++r->out >= lx->limit) return false;
    }
}

hki_token *hki_lexer_quick(hki_lexer *lx, hki_token *out, const hki_token *limit)
{
    run r = {lx->at, lx->lines.base, out};
    lx->limit = limit;
    bool simple = lx->state < HKI_LEX_START || (lx->state > HKI_LEX_START && out < limit && take_tag(lx, &r));
    for (simple &= lx->simple_text; simple && take_text(lx, &r);) simple = lx->state == HKI_LEX_TEXT || take_tag(lx, &r);
    lx->at = r.at;
    lx->lines = (hki_lines){r.at, r.base};
    return r.out;
}
