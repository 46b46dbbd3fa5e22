/* delims.c: the configured delimiters, longest first.
 *
 * In:  a place in the text.   Out: the next start of anything but text.
 * Always: each of the three kinds of start is searched for only behind where it was last found, so that a whole template costs
 * one pass a kind. All delimiters have at least one byte (hki_options_check). */
#include "syntax/delims.h"

#include "base/inline.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/whitespace.h"

static hki_slice_text start_text(const hki_syntax_options *o, unsigned kind)
{
    switch (kind) {
    case HKI_START_VARIABLE: return o->variable_start;
    case HKI_START_LINE_STATEMENT: return o->line_statement;
    case HKI_START_LINE_COMMENT: return o->line_comment;
    case HKI_START_COMMENT: return o->comment_start;
    default: return o->block_start;
    }
}

/* [jinja] The longer start goes first; of equally long ones the name decides, the last in the alphabet first: the kinds are
 * numbered in that order. A raw block goes before all. */
static void rank(hki_delims *d)
{
    size_t length[HKI_START_COUNT] = {0};
    for (unsigned k = HKI_START_VARIABLE; k < HKI_START_COUNT; k++) {
        hki_slice_text t = start_text(d->options, k);
        for (size_t i = 0; t.text && i < t.size; i++) length[k] += (t.text[i] & 0xC0) != 0x80;
    }
    for (unsigned k = HKI_START_VARIABLE; k < HKI_START_COUNT; k++) {
        unsigned before = 1;
        for (unsigned other = HKI_START_VARIABLE; length[k] && other < HKI_START_COUNT; other++)
            before += length[other] > length[k] || (length[other] == length[k] && other < k);
        d->order[k] = (uint8_t)before;
    }
}

static void sort_starts(hki_delims *d)
{
    static const uint8_t kinds[] = {HKI_START_VARIABLE, HKI_START_COMMENT, HKI_START_BLOCK};
    for (unsigned i = 0; i < 3; i++) {
        unsigned place = 0;
        for (unsigned other = 0; other < 3; other++) place += d->order[kinds[other]] < d->order[kinds[i]];
        d->starts[place].kind = kinds[i];
        d->starts[place].text = start_text(d->options, kinds[i]);
        d->starts[place].raw = hki_starts_with(d->starts[place].text.text, d->starts[place].text.text + d->starts[place].text.size,
            d->options->block_start);
    }
}

/* (A NUL and a newline stand behind the text, too.) */
static bool plain(char c) { return c && c != '\n' && !(c & 0x80); }

static bool is_pair(hki_slice_text start, char first) { return start.size == 2 && start.text[0] == first && plain(start.text[1]); }

/* Are there but three pairs that begin alike? [jinja] A comment may start as a block does: these are no pairs here. */
static bool are_pairs(const hki_syntax_options *o)
{
    const char first = o->variable_start.text[0];
    return plain(first) && is_pair(o->variable_start, first) && is_pair(o->block_start, first) && is_pair(o->comment_start, first) &&
           o->block_start.text[1] != o->comment_start.text[1];
}

static void take_pairs(hki_delims *d, const hki_syntax_options *o)
{
    d->second[0] = o->variable_start.text[1];
    d->second[1] = o->block_start.text[1];
    d->second[2] = o->comment_start.text[1];
    memset(d->first, o->variable_start.text[0], sizeof d->first);
}

HKI_APART void take_others(hki_delims *d)
{
    memset(&d->single, 0, sizeof *d - offsetof(hki_delims, single));
    rank(d);
    sort_starts(d);
    for (unsigned i = 0; i < 3; i++) {
        const hki_slice_text *start = &d->starts[i].text;
        d->bytes[(unsigned char)start->text[0]] |= (uint8_t)(1 << i);
        for (unsigned c = 0; start->size == 1 && c < 256; c++) d->bytes[c] |= (uint8_t)(16 << i);
        if (start->size > 1) d->bytes[(unsigned char)start->text[1]] |= (uint8_t)(16 << i);
    }
    d->single = !d->lines && (d->bytes[(unsigned char)d->starts[0].text.text[0]] & 7) == 7;
}

void hki_delims_init(hki_delims *d, const hki_syntax_options *options, const char *text, const char *end)
{
    d->options = options;
    d->text = text;
    d->end = end;
    d->lines = options->line_statement.text || options->line_comment.text;
    d->pairs = options->usual || (!d->lines && are_pairs(options));
    if (d->pairs) take_pairs(d, options);
    else take_others(d);
}

static void none(const hki_delims *d, hki_start *out)
{
    *out = (hki_start){.kind = HKI_START_NONE, .from = d->end, .to = d->end};
}

/* raw = BLOCK_START ['-' | '+'] 'raw' (BLOCK_END | '-' BLOCK_END white space)
 * `at` is at the first. *out changes only if it is one. */
HKI_APART void match_raw(const hki_delims *d, const char *at, hki_start *out)
{
    static const hki_slice_text raw = {"raw", 3};
    hki_start s;
    hki_start_of(HKI_START_RAW, at, at + d->options->block_start.size, &s);
    const char *word = hki_space_end(s.to, d->end);
    if (!hki_starts_with(word, d->end, raw)) return;
    s.to = hki_end_behind_space(d->options->block_end, word + raw.size, d->end, false, false);
    if (s.to) *out = s;
}

static inline unsigned byte_at(const hki_delims *d, const char *at) { return d->bytes[(unsigned char)*at]; }

static inline bool match_start(const hki_delims *d, const char *at, hki_start *out)
{
    unsigned may = byte_at(d, at) & byte_at(d, at + 1) >> 4;
    for (; may; may &= may - 1) {
        unsigned i = (unsigned)__builtin_ctz(may);
        hki_slice_text text = d->starts[i].text;
        if (!hki_starts_with(at, d->end, text)) continue;
        hki_start_of((enum hki_start_kind)d->starts[i].kind, at, at + text.size, out);
        if (d->starts[i].raw && (out->kind != HKI_START_BLOCK || hki_may_be_raw(out->to))) match_raw(d, at, out);
        return true;
    }
    return false;
}

static inline const char *next_candidate(const hki_delims *d, const char *at)
{
    if (d->single) return memchr(at, d->starts[0].text.text[0], (size_t)(d->end - at));
    while (at < d->end && !(byte_at(d, at) & 7)) at++;
    return at < d->end ? at : NULL;
}

static bool match_pair(const hki_delims *d, const char *at, hki_start *out)
{
    const enum hki_start_kind kind = d->end - at >= 2 ? hki_delims_pair(d, at[1]) : HKI_START_NONE;
    if (!kind) return false;
    hki_start_of(kind, at, at + 2, out);
    if (kind == HKI_START_BLOCK && hki_may_be_raw(out->to)) match_raw(d, at, out);
    return true;
}

static void find_pair(const hki_delims *d, const char *at, hki_start *out)
{
    for (; (at = memchr(at, d->first[0], (size_t)(d->end - at))); at++)
        if (match_pair(d, at, out)) return;
    none(d, out);
}

static inline void find_start(const hki_delims *d, const char *at, hki_start *out)
{
    for (; at < d->end && (at = next_candidate(d, at)); at++)
        if (match_start(d, at, out)) return;
    none(d, out);
}

static bool line_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v';
}

/* [jinja] The prefix may itself begin with blanks: the line's run of blanks then gives back as many. */
static bool match_line_statement(const hki_delims *d, const char *line, hki_start *out)
{
    hki_slice_text prefix = d->options->line_statement;
    const char *at = line;
    while (at < d->end && line_blank(*at)) at++;
    for (size_t i = 0; i < prefix.size && line_blank(prefix.text[i]); i++)
        if (at-- == line) return false;
    if (!hki_starts_with(at, d->end, prefix)) return false;
    hki_start_of(HKI_START_LINE_STATEMENT, line, at + prefix.size, out);
    return true;
}

static void find_line_statement(const hki_delims *d, const char *at, hki_start *out)
{
    const char *line = at;
    if (at > d->text && at[-1] != '\n') {
        line = memchr(at, '\n', (size_t)(d->end - at));
        if (line) line++;
    }
    while (line) {
        if (match_line_statement(d, line, out)) return;
        line = memchr(line, '\n', (size_t)(d->end - line));
        if (line) line++;
    }
    none(d, out);
}

/* The blanks before a line comment's prefix, newlines not among them. */
static const char *blanks_before(const char *from, const char *prefix)
{
    const char *start = hki_space_start(from, prefix);
    for (const char *c = prefix; c > start; c--)
        if (c[-1] == '\n') return c;
    return start;
}

/* [jinja] A line comment starts at a line's start or behind what is not white space, blanks included. */
static bool may_start_comment(const hki_delims *d, const char *at)
{
    return at == d->text || at[-1] == '\n' || hki_space_start(d->text, at) == at;
}

static void find_line_comment(const hki_delims *d, const char *at, hki_start *out)
{
    hki_slice_text prefix = d->options->line_comment;
    const char *from = at;
    while (from < d->end) {
        size_t offset = hki_str_find(from, (size_t)(d->end - from), prefix.text, prefix.size);
        if (offset == SIZE_MAX) break;
        const char *blanks = blanks_before(at, from + offset);
        if (may_start_comment(d, blanks)) {
            hki_start_of(HKI_START_LINE_COMMENT, blanks, from + offset + prefix.size, out);
            return;
        }
        from += offset + 1;
    }
    none(d, out);
}

static const hki_start *first_of(const hki_delims *d, const hki_start *a, const hki_start *b)
{
    return b->from < a->from || (b->from == a->from && d->order[b->kind] < d->order[a->kind]) ? b : a;
}

HKI_APART void next_by_lines(hki_delims *d, const char *at, hki_start *out)
{
    hki_start *delimiter = &d->found[0], *statement = &d->found[1], *comment = &d->found[2];
    const hki_start *best = delimiter;
    if (!delimiter->from || delimiter->from < at) find_start(d, at, delimiter);
    if (d->options->line_statement.text) {
        if (!statement->from || statement->from < at) find_line_statement(d, at, statement);
        best = first_of(d, best, statement);
    }
    if (d->options->line_comment.text) {
        if (!comment->from || comment->from < at) find_line_comment(d, at, comment);
        best = first_of(d, best, comment);
    }
    *out = *best;
}

void hki_delims_next(hki_delims *d, const char *at, hki_lines *lines, hki_start *out)
{
    if (d->lines) next_by_lines(d, at, out);
    else if (d->pairs) find_pair(d, at, out);
    else find_start(d, at, out);
    hki_lines_pass(lines, out->from);
}
