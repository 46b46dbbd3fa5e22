/* lexer.c: from characters to tokens.
 *
 * In:  the source as hki_source_read made it.   Out: the tokens that the parser sees: white space, comments and the marks of raw
 *      blocks are gone, line statements look like blocks.
 * Always: each byte is passed over a bounded number of times; a token is made only when it is asked for, so that an error of the
 * parser comes before one of the lexer further on [jinja]. Code is never entered twice: there is text, and there is one tag. */
#include "syntax/lexer.h"

#include "base/inline.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "grammar/tokens.h"
#include "syntax/literal.h"
#include "syntax/whitespace.h"
#include "value/hint.h"

static inline bool beyond_ascii(int c) { return c & 0x80; }

static bool is_plain(hki_slice_text text)
{
    return text.size == 2 && !beyond_ascii(text.text[0] | text.text[1]) && text.text[0] != '\n' && text.text[1] != '\n';
}

static hki_lexer_end end_of(hki_slice_text text, bool plain)
{
    const enum hki_token_kind kind = hki_begun_by(text.text[0]);
    return (hki_lexer_end){kind >= HKI_TOKEN_ADD ? (uint8_t)kind : HKI_TOKEN_EOF, plain ? text.text[1] : HKI_NO_SECOND};
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
    if (!hki_source_read(rt, options, source, size, &read)) return hki_lexer_place(lx, (hki_spot){1, 1});
    lx->text = lx->at = read.text;
    lx->lines = hki_lines_start(read.text);
    lx->end = read.text + read.size;
    lx->ascii = read.ascii;
    lx->ends[0] = end_of(options->block_end, options->usual || is_plain(options->block_end));
    lx->ends[1] = end_of(options->variable_end, options->usual || is_plain(options->variable_end));
    if (state != HKI_LEX_TEXT) hki_lexer_enter(lx, state);
    hki_delims_init(&lx->delims, options, lx->text, lx->end);
    lx->simple_text = lx->delims.pairs && options->newline[0] == '\n';
    return true;
}

bool hki_lexer_place(hki_lexer *lx, hki_spot at)
{
    const char *name = lx->template_name;
    hki_error_place(lx->rt->error, name, name ? strlen(name) : 0, at.line, at.column);
    return false;
}

/* To be called for what was taken and may have newlines or wide characters in it. */
HKI_APART void pass(hki_lexer *lx)
{
    hki_lines_pass(&lx->lines, lx->at);
}

bool hki_lexer_place_here(hki_lexer *lx)
{
    return hki_lexer_place(lx, hki_lines_spot(&lx->lines, lx->at));
}

static inline bool give(hki_token *out, enum hki_token_kind kind, hki_spot at)
{
    out->kind = (uint8_t)kind;
    out->word = HKI_NO_WORD;
    out->at = at;
    return true;
}

/* ---- text */

static bool line_start(const hki_lexer *lx)
{
    return lx->at == lx->text || lx->at[-1] == '\n';
}

/* A text as the tree has it: the source's own bytes, unless newlines are to be written otherwise. */
static inline bool give_data(hki_lexer *lx, const char *from, const char *to, hki_token *out)
{
    const hki_str *s = NULL;
    if (lx->options->newline[0] != '\n' && !(s = hki_data_text(lx->rt, lx->options, from, to))) return false;
    out->piece = s ? (hki_piece){s->data, s->size} : (hki_piece){from, (size_t)(to - from)};
    return true;
}

/* The text at lx->at, which is at `spot`, up to `to`, if there is any after stripping. HKI_YES, HKI_NO, HKI_ERROR. */
static inline int take_text(hki_lexer *lx, hki_spot spot, const char *to, char sign, bool lstrip, hki_token *out)
{
    const char *from = lx->at, *kept = to;
    lstrip = lstrip && lx->options->lstrip_blocks;
    if (sign || lstrip) kept = hki_text_before(from, to, sign, lstrip, line_start(lx));
    lx->at = to;
    if (kept == from) return HKI_NO;
    give(out, HKI_TOKEN_DATA, spot);
    return give_data(lx, from, kept, out) ? HKI_YES : HKI_ERROR;
}

static bool fail_here(hki_lexer *lx, const char *message)
{
    hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "%s", message);
    return hki_lexer_place_here(lx);
}

/* comment = COMMENT_START ['-' | '+'] any text (COMMENT_END | '+' COMMENT_END | '-' COMMENT_END white space)
 * [jinja] One that is opened at the very end is none, and no error. */
const char *hki_lexer_comment_end(const hki_lexer *lx, const char *at)
{
    hki_slice_text end = lx->options->comment_end;
    if (at == lx->end) return at;
    size_t offset = hki_str_find(at, (size_t)(lx->end - at), end.text, end.size);
    if (offset == SIZE_MAX) return NULL;
    const char *close = at + offset;
    if (offset && (close[-1] == '-' || close[-1] == '+')) close--;
    return hki_end_match(end, close, lx->end, true, lx->options->trim_blocks);
}

static bool skip_comment(hki_lexer *lx)
{
    const char *to = hki_lexer_comment_end(lx, lx->at);
    pass(lx);
    if (!to) return fail_here(lx, "Missing end of comment tag");
    lx->at = to;
    pass(lx);
    return true;
}

static void skip_line_comment(hki_lexer *lx)
{
    const char *nl = memchr(lx->at, '\n', (size_t)(lx->end - lx->at));
    lx->at = nl ? nl : lx->end;
    pass(lx);
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
    return hki_end_behind_space(lx->options->block_end, at + endraw.size, lx->end, true, lx->options->trim_blocks);
}

static int take_raw(hki_lexer *lx, hki_token *out)
{
    hki_slice_text start = lx->options->block_start;
    pass(lx);
    if (lx->at == lx->end) return HKI_NO;   /* [jinja] as for comments */
    for (const char *from = lx->at; from < lx->end; from++) {
        size_t offset = hki_str_find(from, (size_t)(lx->end - from), start.text, start.size);
        if (offset == SIZE_MAX) break;
        from += offset;
        char sign;
        const char *after = match_endraw(lx, from, &sign);
        if (!after) continue;
        const hki_spot spot = hki_lines_spot(&lx->lines, lx->at);
        int got = take_text(lx, spot, from, sign, true, out);
        lx->at = after;
        pass(lx);
        return got;
    }
    fail_here(lx, "Missing end of raw directive");
    return HKI_ERROR;
}

static inline bool open_tag(hki_lexer *lx, enum hki_lexer_state state, enum hki_token_kind kind, hki_token *out)
{
    hki_lexer_enter(lx, state);
    lx->at = lx->start.to;
    give(out, kind, hki_lines_spot(&lx->lines, lx->start.from));
    if (!lx->delims.pairs) pass(lx);
    return true;
}

/* What stands at lx->start, whose text was handed out. HKI_NO: it gave no token. */
static int take_start(hki_lexer *lx, hki_token *out)
{
    lx->state = HKI_LEX_TEXT;
    lx->at = lx->start.to;
    switch ((enum hki_start_kind)lx->start.kind) {
    case HKI_START_RAW: return take_raw(lx, out);
    case HKI_START_COMMENT: return skip_comment(lx) ? HKI_NO : HKI_ERROR;
    case HKI_START_LINE_COMMENT: skip_line_comment(lx); return HKI_NO;
    case HKI_START_BLOCK: return open_tag(lx, HKI_LEX_BLOCK, HKI_TOKEN_BLOCK_BEGIN, out);
    case HKI_START_VARIABLE: return open_tag(lx, HKI_LEX_VARIABLE, HKI_TOKEN_VARIABLE_BEGIN, out);
    case HKI_START_LINE_STATEMENT: return open_tag(lx, HKI_LEX_LINE, HKI_TOKEN_BLOCK_BEGIN, out);
    case HKI_START_NONE:
    case HKI_START_COUNT: break;
    }
    return HKI_NO;
}

/* The text up to lx->start, and that itself, which the lexer then is before. */
static inline int take_text_before(hki_lexer *lx, hki_spot spot, hki_token *out)
{
    const bool lstrip = lx->start.kind != HKI_START_VARIABLE && lx->start.kind != HKI_START_NONE;
    lx->state = HKI_LEX_START;
    return take_text(lx, spot, lx->start.from, lx->start.sign, lstrip, out);
}

static int take_next(hki_lexer *lx, hki_token *out)
{
    const hki_spot spot = hki_lines_spot(&lx->lines, lx->at);
    hki_delims_next(&lx->delims, lx->at, &lx->lines, &lx->start);
    return take_text_before(lx, spot, out);
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
static bool close_tag(hki_lexer *lx, hki_token *out)
{
    const char *after = NULL;
    const hki_syntax_options *o = lx->options;
    if (lx->nclosers) return false;
    switch ((enum hki_lexer_state)lx->state) {
    case HKI_LEX_BLOCK: after = hki_end_match(o->block_end, lx->at, lx->end, true, o->trim_blocks); break;
    case HKI_LEX_VARIABLE: after = hki_end_match(o->variable_end, lx->at, lx->end, false, false); break;
    case HKI_LEX_LINE: after = line_end(lx); break;
    case HKI_LEX_TEXT:
    case HKI_LEX_START: break;
    }
    if (!after) return false;
    give(out, lx->state == HKI_LEX_VARIABLE ? HKI_TOKEN_VARIABLE_END : HKI_TOKEN_BLOCK_END, hki_lines_spot(&lx->lines, lx->at));
    lx->at = after;
    hki_lexer_enter(lx, HKI_LEX_TEXT);
    pass(lx);
    return true;
}

static bool is_identifier(const char *at, const char *end)
{
    if (!hki_uc_id_start(hki_utf8_next(&at))) return false;
    while (at < end)
        if (!hki_uc_id_continue(hki_utf8_next(&at))) return false;
    return true;
}

/* [jinja: _identifier.py] Its list of what may stand in a name, beside letters and digits, lacks the marks that Unicode 12 to 14 added. */
static bool may_continue(uint32_t c)
{
    static const uint32_t newer[][2] = {
        {0x898, 0x89f}, {0x8ca, 0x8d2}, {0xb55, 0xb55}, {0xc3c, 0xc3c}, {0xd81, 0xd81}, {0xeba, 0xeba}, {0x1715, 0x1715},
        {0x180f, 0x180f}, {0x1abf, 0x1ace}, {0x1dfa, 0x1dfa}, {0xa82c, 0xa82c}, {0x10eab, 0x10eac}, {0x10f82, 0x10f85},
        {0x11070, 0x11070}, {0x11073, 0x11074}, {0x110c2, 0x110c2}, {0x111ce, 0x111cf}, {0x11930, 0x11935}, {0x11937, 0x11938},
        {0x1193b, 0x1193e}, {0x11940, 0x11940}, {0x11942, 0x11943}, {0x119d1, 0x119d7}, {0x119da, 0x119e0}, {0x119e4, 0x119e4},
        {0x16f4f, 0x16f4f}, {0x16f7f, 0x16f87}, {0x16fe4, 0x16fe4}, {0x16ff0, 0x16ff1}, {0x1cf00, 0x1cf2d}, {0x1cf30, 0x1cf46},
        {0x1e130, 0x1e136}, {0x1e2ae, 0x1e2ae}, {0x1e2ec, 0x1e2ef}};
    if (!hki_uc_id_continue(c)) return false;
    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++)
        if (newer[i][0] <= c && c <= newer[i][1]) return false;
    return true;
}

/* Behind a name of which `at` is the first character beyond ASCII: more is taken than an identifier may have. NULL after raising. */
HKI_APART const char *wide_name_end(hki_lexer *lx, const char *at)
{
    const char *narrow = at;
    while (hki_in_name(*at) || beyond_ascii(*at)) {
        const char *next = at;
        uint32_t c = hki_utf8_next(&next);
        if (c >= 0x80 && !hki_uc_word(c) && !may_continue(c)) break;
        at = next;
    }
    if (at == narrow || is_identifier(lx->at, at)) return at;
    fail_here(lx, "Invalid character in identifier");
    return NULL;
}

static inline bool give_spelling(const hki_name *name, hki_token *out)
{
    if (name) out->value = hki_str_value(&name->text);
    return name != NULL;
}

/* Any name; HKI_NO: nothing here can be of one. */
static int take_name(hki_lexer *lx, hki_token *out)
{
    const char *to = lx->at;
    while (hki_in_name(*to)) to++;
    if (beyond_ascii(*to)) to = wide_name_end(lx, to);
    if (!to) return HKI_ERROR;
    if (to == lx->at) return HKI_NO;
    out->kind = HKI_TOKEN_NAME;
    out->word = (uint8_t)hki_word_of(lx->at, (size_t)(to - lx->at));
    if (!out->word && !give_spelling(hki_names_get(lx->names, lx->at, (size_t)(to - lx->at)), out)) return HKI_ERROR;
    lx->at = to;
    return HKI_YES;
}

HKI_APART bool fail_depth(hki_lexer *lx)
{
    hki_raise(lx->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded");
    return hki_lexer_place_here(lx);
}

/* A bracket that nothing opened is most often half of an end, or the end of another kind of tag. */
static void hint_end(hki_lexer *lx)
{
    const hki_slice_text *end = lx->state == HKI_LEX_VARIABLE ? &lx->options->variable_end : &lx->options->block_end;
    hki_str text = {.size = (uint32_t)end->size, .data = end->text};
    if (lx->state == HKI_LEX_VARIABLE) hki_hint(lx->rt, "an output ends with %S", &text);
    else if (lx->state == HKI_LEX_BLOCK) hki_hint(lx->rt, "a tag ends with %S", &text);
}

static char bracket(enum hki_token_kind kind) { return *hki_token_description(kind); }

/* `want`: the kind that would be right; EOF: nothing is open. */
HKI_APART bool fail_bracket(hki_lexer *lx, enum hki_token_kind kind, enum hki_token_kind want)
{
    const uint32_t c = (uint32_t)bracket(kind);
    if (want)
        hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "unexpected '%c', expected '%c'", c, (uint32_t)bracket(want));
    else
        hki_raise(lx->rt, HK_TEMPLATE_SYNTAX_ERROR, "unexpected '%c'", c);
    if (!want && kind == HKI_TOKEN_RBRACE) hint_end(lx);
    return hki_lexer_place_here(lx);
}

static bool open_bracket(hki_lexer *lx, enum hki_token_kind closer)
{
    if (lx->nclosers == sizeof lx->closers) return fail_depth(lx);
    lx->closers[lx->nclosers++] = (uint8_t)closer;
    lx->at++;
    return true;
}

static bool close_bracket(hki_lexer *lx, enum hki_token_kind kind)
{
    const enum hki_token_kind want = lx->nclosers ? (enum hki_token_kind)lx->closers[--lx->nclosers] : HKI_TOKEN_EOF;
    if (want != kind) return fail_bracket(lx, kind, want);
    lx->at++;
    return true;
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
    return hki_lexer_place_here(lx);
}

static bool take_operator(hki_lexer *lx, enum hki_token_kind kind, hki_token *out)
{
    if (hki_tokens_longer[kind].kind && lx->at[1] == hki_tokens_longer[kind].second) {
        out->kind = hki_tokens_longer[kind].kind;
        lx->at += 2;
        return true;
    }
    switch (kind) {
    case HKI_TOKEN_LPAREN: return open_bracket(lx, HKI_TOKEN_RPAREN);
    case HKI_TOKEN_LBRACKET: return open_bracket(lx, HKI_TOKEN_RBRACKET);
    case HKI_TOKEN_LBRACE: return open_bracket(lx, HKI_TOKEN_RBRACE);
    case HKI_TOKEN_RPAREN:
    case HKI_TOKEN_RBRACKET:
    case HKI_TOKEN_RBRACE: return close_bracket(lx, kind);
    case HKI_TOKEN_NE: return fail_character(lx);
    default: lx->at++; return true;
    }
}

/* What is at lx->at, which is not the end. `kind` goes by its first character. */
static bool take(hki_lexer *lx, enum hki_token_kind kind, hki_token *out)
{
    int got = HKI_NO;
    give(out, kind, hki_lines_spot(&lx->lines, lx->at));
    if (kind >= HKI_TOKEN_ADD) return take_operator(lx, kind, out);
    if (kind == HKI_TOKEN_STRING) got = hki_literal_string(lx, out);
    else if (kind != HKI_TOKEN_NAME) got = hki_literal_number(lx, out);
    if (got == HKI_NO) got = take_name(lx, out);
    if (got == HKI_NO) return fail_character(lx);
    if (got == HKI_YES && (kind == HKI_TOKEN_STRING || !lx->ascii)) pass(lx);
    return got == HKI_YES;
}

/* Where the tag may end, that is looked for first; before and behind white space, since some ends begin with it. */
static bool next_in_code(hki_lexer *lx, hki_token *out)
{
    if (close_tag(lx, out)) return true;
    lx->at = hki_space_end(lx->at, lx->end);
    pass(lx);
    if (close_tag(lx, out)) return true;
    return lx->at == lx->end ? give(out, HKI_TOKEN_EOF, out->at) : take(lx, hki_begun_by(*lx->at), out);
}

/* A token that is not simple; HKI_NO: none, but the lexer has gone on. */
static int next(hki_lexer *lx, hki_token *out)
{
    if (lx->state == HKI_LEX_TEXT) return take_next(lx, out);
    if (lx->state == HKI_LEX_START) return take_start(lx, out);
    return next_in_code(lx, out) ? HKI_YES : HKI_ERROR;
}

static bool all_read(const hki_lexer *lx) { return lx->at == lx->end && lx->state == HKI_LEX_TEXT; }

hki_token *hki_lexer_read(hki_lexer *lx, hki_token *out, const hki_token *limit, hki_spot last)
{
    hki_token *end = hki_lexer_quick(lx, out, limit);
    for (int got = HKI_NO; end == out && !all_read(lx); end = hki_lexer_quick(lx, out + got, limit)) {
        out->at = last;
        if ((got = next(lx, out)) == HKI_ERROR) return NULL;
    }
    if (end == limit || !all_read(lx)) return end;
    give(end, HKI_TOKEN_EOF, end > out ? end[-1].at : last);
    return end + 1;
}
