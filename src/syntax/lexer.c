/* lexer.c: from characters to tokens.
 *
 * In:  the source as hki_source_read made it.   Out: the tokens that the parser sees: white space, comments and the marks of raw
 *      blocks are gone, line statements look like blocks.
 * Always: each byte is passed over a bounded number of times; a token is made only when it is asked for, so that an error of the
 * parser comes before one of the lexer further on [jinja]. Code is never entered twice: there is text, and there is one tag. */
#include "syntax/lexer.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/literal.h"
#include "syntax/whitespace.h"
#include "value/hint.h"

/* What may begin with a byte; a bit each. */
enum { SPACE = 1, LETTER = 2, DIGIT = 4, OTHER = 8, BEYOND = 16 };    /* BEYOND: a code point beyond ASCII */

static const uint8_t classes[256] = {
    [0 ... 8] = OTHER, ['\t' ... '\r'] = SPACE, [0x0e ... 0x1b] = OTHER, [0x1c ... ' '] = SPACE, ['!' ... '/'] = OTHER,
    ['0' ... '9'] = DIGIT, [':' ... '@'] = OTHER, ['A' ... 'Z'] = LETTER, ['[' ... '^'] = OTHER, ['_'] = LETTER, ['`'] = OTHER,
    ['a' ... 'z'] = LETTER, ['{' ... 0x7f] = OTHER, [0x80 ... 0xff] = BEYOND};

static inline unsigned class_of(char c) { return classes[(unsigned char)c]; }

static void begin_line(hki_lexer *lx, const char *at)
{
    const char *nl = memchr(at, '\n', (size_t)(lx->end - at));
    lx->line_end = nl ? nl : lx->end;
    lx->counted = at;
    lx->here.column = 1;
}

bool hki_lexer_open(hki_lexer *lx, hki_rt *rt, const hki_syntax_options *options, hki_names *names, const char *source, size_t size,
    const char *template_name, enum hki_lexer_state state)
{
    hki_source read;
    memset(lx, 0, offsetof(hki_lexer, closers));
    lx->rt = rt;
    lx->options = options;
    lx->names = names;
    lx->template_name = template_name;
    lx->state = (uint8_t)state;
    lx->here = (hki_spot){1, 1};
    if (!hki_source_read(rt, options, source, size, &read)) return hki_lexer_place(lx, lx->here);
    lx->text = lx->at = read.text;
    lx->end = read.text + read.size;
    lx->ascii = read.ascii;
    lx->closer = options->variable_end.text[0];
    begin_line(lx, lx->text);
    hki_delims_init(&lx->delims, options, lx->text, lx->end);
    return true;
}

bool hki_lexer_place(hki_lexer *lx, hki_spot at)
{
    const char *name = lx->template_name;
    hki_error_place(lx->rt->error, name, name ? strlen(name) : 0, at.line, at.column);
    return false;
}

/* Line and column of `to`, which must not lie before what was counted last. */
static inline hki_spot spot_of(hki_lexer *lx, const char *to)
{
    while (to > lx->line_end) {
        lx->here.line++;
        begin_line(lx, lx->line_end + 1);
    }
    if (lx->ascii) {
        lx->here.column = (uint32_t)(to - lx->counted) + 1;
    } else {
        lx->here.column += (uint32_t)hki_utf8_count(lx->counted, (size_t)(to - lx->counted));
        lx->counted = to;
    }
    return lx->here;
}

/* ---- text */

static bool line_start(const hki_lexer *lx)
{
    return lx->at == lx->text || lx->at[-1] == '\n';
}

/* The text from lx->at to `to`, if there is any after stripping. HKI_YES, HKI_NO, HKI_ERROR. */
static int take_text(hki_lexer *lx, const char *to, char sign, bool lstrip, hki_token *out)
{
    const char *from = lx->at, *kept = hki_text_before(from, to, sign, lstrip && lx->options->lstrip_blocks, line_start(lx));
    lx->at = to;
    if (kept == from) return HKI_NO;
    out->kind = HKI_TOKEN_DATA;
    out->at = spot_of(lx, from);
    const hki_str *text = hki_data_text(lx->rt, lx->options, from, kept, lx->ascii);
    if (!text) return HKI_ERROR;
    out->value = hki_str_value(text);
    return HKI_YES;
}

static bool fail_here(hki_lexer *lx, const char *message)
{
    hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "%s", message);
    return hki_lexer_place(lx, spot_of(lx, lx->at));
}

/* comment = COMMENT_START ['-' | '+'] any text (COMMENT_END | '+' COMMENT_END | '-' COMMENT_END white space) */
static bool skip_comment(hki_lexer *lx)
{
    hki_slice_text end = lx->options->comment_end;
    if (lx->at == lx->end) return true;     /* [jinja] a comment that is opened at the very end is none, and no error */
    size_t offset = hki_str_find(lx->at, (size_t)(lx->end - lx->at), end.text, end.size);
    if (offset == SIZE_MAX) return fail_here(lx, "Missing end of comment tag");
    const char *close = lx->at + offset;
    if (offset && (close[-1] == '-' || close[-1] == '+')) close--;
    lx->at = hki_end_match(end, close, lx->end, true, lx->options->trim_blocks);
    return true;
}

static void skip_line_comment(hki_lexer *lx)
{
    const char *nl = memchr(lx->at, '\n', (size_t)(lx->end - lx->at));
    lx->at = nl ? nl : lx->end;
}

/* endraw = BLOCK_START ['-' | '+'] 'endraw' (BLOCK_END | '+' BLOCK_END | '-' BLOCK_END white space)
 * NULL if it is not one. */
static const char *match_endraw(const hki_lexer *lx, const char *at, char *sign)
{
    static const hki_slice_text endraw = {"endraw", 6};
    at += lx->options->block_start.size;
    *sign = at < lx->end && (*at == '-' || *at == '+') ? *at : 0;
    at = hki_space_end(at + (*sign != 0), lx->end);
    if (!hki_starts_with(at, lx->end, endraw)) return NULL;
    return hki_end_match(lx->options->block_end, hki_space_end(at + endraw.size, lx->end), lx->end, true, lx->options->trim_blocks);
}

static int take_raw(hki_lexer *lx, hki_token *out)
{
    hki_slice_text start = lx->options->block_start;
    if (lx->at == lx->end) return HKI_NO;   /* [jinja] as for comments */
    for (const char *from = lx->at; from < lx->end; from++) {
        size_t offset = hki_str_find(from, (size_t)(lx->end - from), start.text, start.size);
        if (offset == SIZE_MAX) break;
        from += offset;
        char sign;
        const char *after = match_endraw(lx, from, &sign);
        if (!after) continue;
        int got = take_text(lx, from, sign, true, out);
        lx->at = after;
        return got;
    }
    fail_here(lx, "Missing end of raw directive");
    return HKI_ERROR;
}

static int open_tag(hki_lexer *lx, enum hki_lexer_state state, enum hki_token_kind kind, hki_token *out)
{
    lx->state = (uint8_t)state;
    lx->closer = (state == HKI_LEX_VARIABLE ? lx->options->variable_end : lx->options->block_end).text[0];
    lx->any_closer = state == HKI_LEX_LINE || class_of(lx->closer) & (SPACE | BEYOND);
    out->kind = (uint8_t)kind;
    out->at = spot_of(lx, lx->start.from);
    return HKI_YES;
}

/* What stands at lx->start, whose text was handed out. HKI_NO: it gave no token. */
static int take_start(hki_lexer *lx, hki_token *out)
{
    lx->has_start = false;
    lx->at = lx->start.to;
    switch ((enum hki_start_kind)lx->start.kind) {
    case HKI_START_RAW: return take_raw(lx, out);
    case HKI_START_COMMENT: return skip_comment(lx) ? HKI_NO : HKI_ERROR;
    case HKI_START_LINE_COMMENT: skip_line_comment(lx); return HKI_NO;
    case HKI_START_BLOCK: return open_tag(lx, HKI_LEX_BLOCK, HKI_TOKEN_BLOCK_BEGIN, out);
    case HKI_START_LINE_STATEMENT: return open_tag(lx, HKI_LEX_LINE, HKI_TOKEN_BLOCK_BEGIN, out);
    case HKI_START_VARIABLE: return open_tag(lx, HKI_LEX_VARIABLE, HKI_TOKEN_VARIABLE_BEGIN, out);
    case HKI_START_NONE:
    case HKI_START_COUNT: break;
    }
    return HKI_NO;
}

static bool __attribute__((noinline)) next_in_text(hki_lexer *lx, hki_token *out)
{
    int got = HKI_NO;
    while (got == HKI_NO && (lx->at < lx->end || lx->has_start)) {
        if (lx->has_start) {
            got = take_start(lx, out);
            continue;
        }
        lx->start = hki_delims_next(&lx->delims, lx->at);
        lx->has_start = true;
        bool lstrip = lx->start.kind != HKI_START_VARIABLE && lx->start.kind != HKI_START_NONE;
        got = take_text(lx, lx->start.from, lx->start.sign, lstrip, out);
    }
    if (got == HKI_NO) out->kind = HKI_TOKEN_EOF;
    return got != HKI_ERROR;
}

/* ---- code */

/* [jinja] A line statement ends with the last newline of the white space that follows, or at the end of the source. */
static const char *line_end(const hki_lexer *lx)
{
    const char *space = hki_space_end(lx->at, lx->end);
    if (space == lx->end) return space;
    for (const char *c = space; c > lx->at; c--)
        if (c[-1] == '\n') return c;
    return NULL;
}

/* An end inside of brackets is not seen as one. */
static inline bool may_close(const hki_lexer *lx, char c)
{
    return (c == lx->closer || c == '-' || c == '+' || lx->any_closer) && !lx->nclosers;
}

static bool __attribute__((noinline)) close_tag(hki_lexer *lx, hki_token *out)
{
    const char *after = NULL;
    const hki_syntax_options *o = lx->options;
    switch ((enum hki_lexer_state)lx->state) {
    case HKI_LEX_BLOCK: after = hki_end_match(o->block_end, lx->at, lx->end, true, o->trim_blocks); break;
    case HKI_LEX_VARIABLE: after = hki_end_match(o->variable_end, lx->at, lx->end, false, false); break;
    case HKI_LEX_LINE: after = line_end(lx); break;
    case HKI_LEX_TEXT: break;
    }
    if (!after) return false;
    out->kind = lx->state == HKI_LEX_VARIABLE ? HKI_TOKEN_VARIABLE_END : HKI_TOKEN_BLOCK_END;
    out->at = spot_of(lx, lx->at);
    lx->at = after;
    lx->state = HKI_LEX_TEXT;
    return true;
}

/* Behind a name as the lexer takes them: more than an identifier may have. */
static const char *name_end(const hki_lexer *lx, bool *plain)
{
    const char *at = lx->at;
    *plain = true;
    for (;;) {
        while (class_of(*at) & (LETTER | DIGIT)) at++;
        if (class_of(*at) != BEYOND) return at;
        const char *next = at;
        uint32_t c = hki_utf8_next(&next);
        if (!hki_uc_word(c) && !hki_uc_id_continue(c)) return at;
        *plain = false;
        at = next;
    }
}

static bool is_identifier(const char *at, const char *end)
{
    if (!hki_uc_id_start(hki_utf8_next(&at))) return false;
    while (at < end)
        if (!hki_uc_id_continue(hki_utf8_next(&at))) return false;
    return true;
}

static int take_name(hki_lexer *lx, hki_token *out)
{
    bool plain;
    const char *from = lx->at, *to = name_end(lx, &plain);
    if (to == from) return HKI_NO;
    if (!plain && !is_identifier(from, to)) {
        fail_here(lx, "Invalid character in identifier");
        return HKI_ERROR;
    }
    const hki_name *name = hki_names_get(lx->names, from, (size_t)(to - from));
    if (!name) return HKI_ERROR;
    out->kind = HKI_TOKEN_NAME;
    out->word = (uint8_t)name->word;
    out->value = hki_str_value(&name->text);
    lx->at = to;
    return HKI_YES;
}

static bool open_bracket(hki_lexer *lx, char closer)
{
    if (lx->nclosers == sizeof lx->closers) {
        hki_raise(lx->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded");
        return hki_lexer_place(lx, lx->here);
    }
    lx->closers[lx->nclosers++] = closer;
    return true;
}

/* A bracket that nothing opened is most often half of an end, or the end of another kind of tag. */
static void hint_end(hki_lexer *lx)
{
    const hki_slice_text *end = lx->state == HKI_LEX_VARIABLE ? &lx->options->variable_end : &lx->options->block_end;
    hki_str text = {.size = (uint32_t)end->size, .data = end->text};
    if (lx->state == HKI_LEX_VARIABLE) hki_hint(lx->rt, "an output ends with %S", &text);
    else if (lx->state == HKI_LEX_BLOCK) hki_hint(lx->rt, "a tag ends with %S", &text);
}

static bool close_bracket(hki_lexer *lx, char c)
{
    char want = lx->nclosers ? lx->closers[--lx->nclosers] : 0;
    if (want == c) return true;
    if (want)
        hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "unexpected '%c', expected '%c'", (uint32_t)c, (uint32_t)want);
    else
        hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "unexpected '%c'", (uint32_t)c);
    if (!want && c == '}') hint_end(lx);
    return hki_lexer_place(lx, lx->here);
}

static bool balance(hki_lexer *lx, enum hki_token_kind kind)
{
    switch (kind) {
    case HKI_TOKEN_LPAREN: return open_bracket(lx, ')');
    case HKI_TOKEN_LBRACKET: return open_bracket(lx, ']');
    case HKI_TOKEN_LBRACE: return open_bracket(lx, '}');
    case HKI_TOKEN_RPAREN: return close_bracket(lx, ')');
    case HKI_TOKEN_RBRACKET: return close_bracket(lx, ']');
    case HKI_TOKEN_RBRACE: return close_bracket(lx, '}');
    default: return true;
    }
}

/* [jinja] The place is told in code points of the source with its newlines made one. */
static bool fail_character(hki_lexer *lx)
{
    const char *next = lx->at;
    hki_utf8_next(&next);
    const hki_str *c = hki_str_borrow(lx->rt, lx->at, (size_t)(next - lx->at));
    if (c)
        hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "unexpected char %r at %z", hki_str_value(c),
            hki_utf8_count(lx->text, (size_t)(lx->at - lx->text)));
    if (*lx->at == '"' || *lx->at == '\'') hki_hint(lx->rt, "the text that begins here has no end: %c is missing", (uint32_t)*lx->at);
    return hki_lexer_place(lx, lx->here);
}

static bool take_operator(hki_lexer *lx, hki_token *out)
{
    size_t size;
    enum hki_token_kind kind = hki_token_operator(lx->at, (size_t)(lx->end - lx->at), &size);
    if (kind == HKI_TOKEN_EOF) return fail_character(lx);
    if (!balance(lx, kind)) return false;
    out->kind = (uint8_t)kind;
    lx->at += size;
    return true;
}

/* A small number without a point or exponent, which most are; HKI_NO: look again. */
static int take_digits(hki_lexer *lx, hki_token *out)
{
    const char *at = lx->at;
    int64_t sum = 0;
    while (class_of(*at) == DIGIT) sum = (int64_t)((uint64_t)sum * 10 + (unsigned)(*at++ - '0'));
    if (at - lx->at > 18 || (at - lx->at > 1 && *lx->at == '0') || class_of(*at) & (LETTER | BEYOND) || *at == '.') return HKI_NO;
    out->kind = HKI_TOKEN_INTEGER;
    out->value = hki_int(sum);
    lx->at = at;
    return HKI_YES;
}

/* What is at lx->at, which is not the end, if its first character does not say it. */
static bool take_any(hki_lexer *lx, hki_token *out)
{
    int got = hki_literal_number(lx, out);
    if (got == HKI_NO) got = take_name(lx, out);
    if (got == HKI_NO) got = hki_literal_string(lx, out);
    return got == HKI_NO ? take_operator(lx, out) : got == HKI_YES;
}

/* Where the tag may end, that is looked for first; before and behind white space, since some ends begin with it. */
static bool next_in_code(hki_lexer *lx, hki_token *out)
{
    unsigned class = class_of(*lx->at);
    if (lx->at == lx->end) {
        if (lx->any_closer && may_close(lx, *lx->at)) close_tag(lx, out);
        return true;
    }
    if (class & (SPACE | BEYOND)) {
        if (lx->any_closer && may_close(lx, *lx->at) && close_tag(lx, out)) return true;
        lx->at = class == SPACE && !(class_of(lx->at[1]) & (SPACE | BEYOND)) ? lx->at + 1 : hki_space_end(lx->at, lx->end);
        class = class_of(*lx->at);
    }
    if (may_close(lx, *lx->at) && close_tag(lx, out)) return true;
    if (lx->at == lx->end) return true;
    out->at = spot_of(lx, lx->at);
    switch (class) {
    case LETTER: return take_name(lx, out) == HKI_YES;
    case DIGIT: return take_digits(lx, out) == HKI_YES || take_any(lx, out);
    case OTHER: return *lx->at == '"' || *lx->at == '\'' ? take_any(lx, out) : take_operator(lx, out);
    default: return take_any(lx, out);
    }
}

bool hki_lexer_next(hki_lexer *lx, hki_token *out)
{
    *out = (hki_token){.kind = HKI_TOKEN_EOF};
    return lx->state == HKI_LEX_TEXT ? next_in_text(lx, out) : next_in_code(lx, out);
}
