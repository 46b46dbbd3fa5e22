/* wordwrap.c: textwrap.wrap with drop_whitespace and without tabs being expanded or white space being replaced.
 *
 * In:  one paragraph.   Out: its lines, none with white space at its end, but for what [python] leaves there.
 * Always: chunks stand one behind the other in the text, so a line is a range of it. Time is linear. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "lib/filters.h"

typedef struct wrapper {
    hki_rt *rt;
    const char *text, *end;         /* of the paragraph */
    bool at_hyphens;                /* words may be parted at hyphens and dashes */
    int64_t width;
    bool whole_width;               /* width is an integer: a word can be cut there */
    const hki_wrap *how;
    const char *chunk, *behind;     /* the next chunk: chunk == end if there is none */
    int64_t points;                 /* its length */
    const char *solid;              /* no space: all between here and the chunk is space */
} wrapper;

/* textwrap's own white space; other spaces of Unicode part no words. */
static bool parts(uint32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool letter(uint32_t c) { return hki_uc_word(c) && !hki_uc_decimal(c); }
static bool word_punct(uint32_t c) { return hki_uc_word(c) || (c < 0x80 && c && strchr("!\"'&.,?", (int)c)); }

/* The code point at `at`, and *next behind it; 0 at the end. */
static uint32_t peek(const wrapper *w, const char *at, const char **next)
{
    *next = at;
    return at < w->end ? hki_utf8_next(next) : 0;
}
static uint32_t point_before(const wrapper *w, const char *at) { return at > w->text ? hki_utf8_prev(&at) : 0; }

/* Two or more hyphens at `at` with a word character behind them: where they end; else NULL. */
static const char *dash(const wrapper *w, const char *at)
{
    const char *p = at, *next;
    while (p < w->end && *p == '-') p++;
    return p - at >= 2 && hki_uc_word(peek(w, p, &next)) ? p : NULL;
}

/* Whether a word may be parted behind the hyphen at `at`: two letters before it (or letter, hyphen, letter), and two letters,
 * perhaps with a hyphen between them, behind. */
static bool parting_hyphen(const wrapper *w, const char *at)
{
    const char *p = at, *next;
    if (p == w->text || !letter(hki_utf8_prev(&p)) || p == w->text) return false;
    uint32_t second = hki_utf8_prev(&p);
    if (!letter(second) && !(second == '-' && letter(point_before(w, p)))) return false;
    if (!letter(peek(w, at + 1, &next))) return false;
    if (next < w->end && *next == '-') next++;
    return letter(peek(w, next, &next));
}

/* Where the chunk at `at`, which is no white space, ends. */
static const char *word_end(const wrapper *w, const char *at)
{
    const char *p = at;
    const char *behind = w->at_hyphens && *at == '-' && word_punct(point_before(w, at)) ? dash(w, at) : NULL;
    if (behind) return behind;
    uint32_t before = hki_utf8_next(&p);
    while (p < w->end) {
        const char *here = p;
        uint32_t point = hki_utf8_next(&p);
        if (parts(point)) return here;
        if (w->at_hyphens && point == '-') {
            if (parting_hyphen(w, here)) return p;
            if (word_punct(before) && dash(w, here)) return here;
        }
        before = point;
    }
    return p;
}

static const char *space_end(const wrapper *w, const char *at)
{
    while (at < w->end && parts((unsigned char)*at)) at++;
    return at;
}

static void next_chunk(wrapper *w)
{
    w->chunk = w->behind;
    if (w->chunk == w->end) return;
    w->behind = parts((unsigned char)*w->chunk) ? space_end(w, w->chunk) : word_end(w, w->chunk);
    w->points = (int64_t)hki_utf8_count(w->chunk, (size_t)(w->behind - w->chunk));
}

/* text.strip() == '' */
static bool blank(const char *text, const char *end)
{
    while (text < end)
        if (!hki_uc_space(hki_utf8_next(&text))) return false;
    return true;
}

/* Whether the next chunk is all space. What was seen before a cut is not looked at again. */
static bool blank_chunk(wrapper *w)
{
    if (w->solid < w->chunk) w->solid = w->chunk;
    for (const char *p = w->solid; p < w->behind && hki_uc_space(hki_utf8_next(&p));) w->solid = p;
    return w->solid >= w->behind;
}

/* The line being filled: text from `start` to `last_end`; `last` is where its last chunk starts. */
typedef struct line { const char *start, *last, *last_end; int64_t points; bool any; } line;

static void take(line *l, const char *from, const char *to, int64_t points)
{
    if (!l->any) l->start = from;
    l->any = true;
    l->last = from;
    l->last_end = to;
    l->points += points;
}

/* Where to cut the next chunk so that at most `room` points of it are taken: behind the last hyphen there that has something
 * else before it, if words may be parted so. */
static const char *cut_point(const wrapper *w, int64_t room)
{
    const char *cut = w->chunk + hki_utf8_offset(w->chunk, (size_t)(w->behind - w->chunk), (size_t)room);
    if (!w->how->cut_hyphens) return cut;
    const char *hyphen = cut;
    while (hyphen > w->chunk && hyphen[-1] != '-') hyphen--;
    if (hyphen <= w->chunk + 1) return cut;
    for (const char *p = w->chunk; p < hyphen - 1; p++)
        if (*p != '-') return hyphen;
    return cut;
}

/* A chunk that fits on no line: part of it, or all of it on a line of its own. */
static bool long_word(wrapper *w, line *l)
{
    if (!w->how->break_words) {
        if (l->any) return true;
        take(l, w->chunk, w->behind, w->points);
        next_chunk(w);
        return true;
    }
    if (!w->whole_width && w->width >= 1)
        return hki_raise(w->rt, HK_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    const char *cut = cut_point(w, w->width < 1 ? 1 : w->width - l->points);
    int64_t points = (int64_t)hki_utf8_count(w->chunk, (size_t)(cut - w->chunk));
    take(l, w->chunk, cut, points);
    w->chunk = cut;
    w->points -= points;
    if (cut == w->behind) next_chunk(w);
    return true;
}

/* Fills one line. [python] Of white space at a line's end only the last chunk is dropped, which may be an empty cut. */
static bool fill_line(wrapper *w, line *l)
{
    for (; w->chunk < w->end && w->points <= w->width - l->points; next_chunk(w)) take(l, w->chunk, w->behind, w->points);
    if (w->chunk < w->end && w->points > w->width && !long_word(w, l)) return false;
    if (l->any && blank(l->last, l->last_end)) {
        l->last_end = l->last;
        l->any = l->last > l->start;
    }
    return true;
}

/* [python] A width may be a float: lines are compared with it, but no word can be cut at it. */
static bool read_width(wrapper *w, hk_value width)
{
    int small = hki_order(w->rt, HKI_LE, width, hki_int(0));
    if (small == HKI_ERROR) return false;
    if (small == HKI_YES || (width.type == HKI_FLOAT && width.as.d != width.as.d))
        return hki_raise(w->rt, HK_VALUE_ERROR, "invalid width %r (must be > 0)", width);
    w->whole_width = width.type != HKI_FLOAT;
    double most = 1e15;
    if (hki_is_small(width)) w->width = width.as.i;
    else w->width = width.type == HKI_FLOAT && width.as.d < most ? (int64_t)width.as.d : (int64_t)most;
    return true;
}

bool hki_wrap_text(hki_rt *rt, const char *text, size_t size, const hki_wrap *how, hki_put_line put, void *user)
{
    wrapper w = {.rt = rt, .text = text, .end = text + size, .behind = text, .solid = text, .how = how, .at_hyphens = how->part_hyphens};
    if (!read_width(&w, how->width)) return false;
    next_chunk(&w);
    for (bool first = true; w.chunk < w.end;) {
        line l = {0};
        if (!first && blank_chunk(&w)) next_chunk(&w);
        if (!fill_line(&w, &l)) return false;
        if (!l.any) continue;
        first = false;
        if (!put(user, l.start, (size_t)(l.last_end - l.start))) return false;
    }
    return true;
}
