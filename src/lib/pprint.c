/* pprint.c: values laid out over lines, as Python's pprint.pformat does.
 *
 * In:  a value.   Out: its repr with sorted dicts; where that is wider than the page, one item a line and long text in pieces.
 * Always: whether a value fits on its line is found by writing it until it does not, at most a line's width; so the time
 * is linear in the output, but for the sorting of dicts, which is done again for each dict around that is looked at. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "lib/filters.h"
#include "lib/lib.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/text.h"

enum { WIDTH = 80 };

typedef struct holder { const void *object; const struct holder *outer; } holder;

typedef struct printer {
    hki_rt *rt;
    hki_buf *out;
    int64_t left;               /* code points that fit, while a value is tried on its line */
    uint32_t depth;             /* containers this deep are shown as "[...]"; 0: none */
    bool bounded, compact;      /* compact: as many items of a list on a line as fit */
} printer;

/* Where a value stands: columns before it, columns needed behind it, and how deep it is. */
typedef struct place { int64_t indent, allowance; uint32_t level; const holder *outer; } place;

static int put_flat(printer *p, hk_value v, const holder *outer, uint32_t level);
static bool put_laid(printer *p, hk_value v, place at);

static bool held(const holder *h, const void *object)
{
    for (; h; h = h->outer)
        if (h->object == object) return true;
    return false;
}

/* ---- dicts: [python] keys that cannot be compared are ordered by their types */

static int key_before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)ctx;
    hk_value left = ((const hki_entry *)a.as.p)->key, right = ((const hki_entry *)b.as.p)->key;
    int before = hki_order(rt, HKI_LT, left, right);
    if (before != HKI_ERROR || rt->error->kind != HK_TYPE_ERROR) return before;
    hki_error_clear(rt->error);
    return strcmp(hki_type_name(left), hki_type_name(right)) < 0;
}

/* The entries in order, as pointers in the values' payload; NULL after raising. */
static const hk_value *sorted_entries(hki_rt *rt, const hki_dict *d)
{
    hk_value *row = hki_region_array(rt->region, d->count, sizeof *row);
    if (!row) {
        hki_raise_memory(rt);
        return NULL;
    }
    uint32_t at = 0, count = 0;
    for (hki_entry *e; (e = hki_dict_next(d, &at)) != NULL;) row[count++] = hki_pointer(HKI_NONE, e);
    return hki_sort(rt, row, count, key_before, NULL, false) ? row : NULL;
}

/* ---- all on one line: HKI_YES, HKI_NO when it gets too wide, HKI_ERROR */

static int fits(printer *p, size_t from)
{
    if (p->out->failed) {
        hki_raise_memory(p->rt);
        return HKI_ERROR;
    }
    if (!p->bounded) return HKI_YES;
    p->left -= (int64_t)hki_utf8_count(p->out->data + from, p->out->size - from);
    return p->left >= 0;
}

static int put_token(printer *p, const char *text)
{
    size_t from = p->out->size;
    hki_buf_str(p->out, text);
    return fits(p, from);
}

/* [python] The id is an address. */
static int put_recursion(printer *p, hk_value v)
{
    size_t from = p->out->size;
    hki_format(p->rt, p->out, "<Recursion on %t with id=%z>", v, (size_t)(uintptr_t)v.as.p);
    return fits(p, from);
}

static int put_flat_list(printer *p, const hki_list *list, const holder *outer, uint32_t level)
{
    holder here = {list, outer};
    bool tuple = list->head.type == HKI_TUPLE;
    int ok = put_token(p, tuple ? "(" : "[");
    for (uint32_t i = 0; ok == HKI_YES && i < list->count; i++) {
        if (i) ok = put_token(p, ", ");
        if (ok == HKI_YES) ok = put_flat(p, list->items[i], &here, level);
    }
    if (ok != HKI_YES) return ok;
    return put_token(p, !tuple ? "]" : list->count == 1 ? ",)" : ")");
}

static int put_flat_dict(printer *p, const hki_dict *d, const holder *outer, uint32_t level)
{
    holder here = {d, outer};
    int ok = put_token(p, "{");
    const hk_value *row = ok == HKI_YES ? sorted_entries(p->rt, d) : NULL;
    if (ok == HKI_YES && !row) return HKI_ERROR;
    for (uint32_t i = 0; ok == HKI_YES && i < d->count; i++) {
        const hki_entry *e = row[i].as.p;
        if (i) ok = put_token(p, ", ");
        if (ok == HKI_YES) ok = put_flat(p, e->key, &here, level);
        if (ok == HKI_YES) ok = put_token(p, ": ");
        if (ok == HKI_YES) ok = put_flat(p, e->value, &here, level);
    }
    return ok == HKI_YES ? put_token(p, "}") : ok;
}

/* A container whose repr is Python's own; a group of groupby has a repr of its own there and is not taken apart. */
static bool is_container(hk_value v)
{
    if (v.type == HKI_TUPLE) return !(hki_as_list(v)->head.flags & HKI_TUPLE_GROUP);
    return v.type == HKI_LIST || v.type == HKI_DICT;
}
static bool is_empty(hk_value v) { return v.type == HKI_DICT ? !hki_as_dict(v)->count : !hki_as_list(v)->count; }

/* `level`: how many containers are around it. */
static int put_flat(printer *p, hk_value v, const holder *outer, uint32_t level)
{
    if (!hki_spend(p->rt, 1)) return HKI_ERROR;
    if (is_container(v)) {
        if (p->depth && level >= p->depth && !is_empty(v))
            return put_token(p, v.type == HKI_DICT ? "{...}" : v.type == HKI_LIST ? "[...]" : "(...)");
        if (!is_empty(v) && held(outer, v.as.p)) return put_recursion(p, v);
        if (!hki_enter(p->rt)) return HKI_ERROR;
        int ok = v.type == HKI_DICT ? put_flat_dict(p, hki_as_dict(v), outer, level + 1)
                                    : put_flat_list(p, hki_as_list(v), outer, level + 1);
        hki_leave(p->rt);
        return ok;
    }
    if (p->bounded && v.type == HKI_STRING && (int64_t)hki_as_str(v)->points > p->left) return HKI_NO;
    size_t from = p->out->size;
    return hki_repr(p->rt, p->out, v) ? fits(p, from) : HKI_ERROR;
}

/* ---- text in pieces */

/* How wide a repr is, without making it. */
typedef struct measure { int64_t inside, single, twofold; } measure;

static void measure_point(measure *m, uint32_t c)
{
    m->single += c == '\'';
    m->twofold += c == '"';
    if (c == '\\' || c == '\n' || c == '\r' || c == '\t') m->inside += 2;
    else if (hki_uc_printable(c)) m->inside += 1;
    else m->inside += c < 0x100 ? 4 : c < 0x10000 ? 6 : 10;
}

static void measure_text(measure *m, const char *text, const char *end)
{
    while (text < end) measure_point(m, hki_utf8_next(&text));
}
static int64_t repr_width(const measure *m) { return 2 + m->inside + (m->single && m->twofold ? m->single : 0); }

/* Pieces on lines of their own; the first waits, because one alone is written without parentheses. */
typedef struct pieces { printer *p; int64_t indent; bool parens, bytes; size_t count; const char *first, *first_end; } pieces;

static void put_piece_text(const pieces *s, const char *text, const char *end)
{
    if (s->bytes) hki_repr_bytes(s->p->out, (const unsigned char *)text, (size_t)(end - text));
    else hki_repr_text(s->p->out, text, (size_t)(end - text));
}

static void put_piece(pieces *s, const char *text, const char *end)
{
    if (++s->count == 1) {
        s->first = text;
        s->first_end = end;
        return;
    }
    if (s->count == 2) {
        if (s->parens) hki_buf_char(s->p->out, '(');
        put_piece_text(s, s->first, s->first_end);
    }
    hki_buf_char(s->p->out, '\n');
    hki_buf_fill(s->p->out, ' ', (size_t)s->indent);
    put_piece_text(s, text, end);
}

static void end_pieces(const pieces *s)
{
    bool alone = s->count == 1;
    if (alone && s->parens && s->bytes) hki_buf_char(s->p->out, '(');
    if (alone) put_piece_text(s, s->first, s->first_end);
    if (s->parens && (!alone || s->bytes)) hki_buf_char(s->p->out, ')');
}

/* \S*\s* from `at` on. */
static const char *part_end(const char *at, const char *end)
{
    const char *p = at;
    while (p < end && !hki_uc_space(hki_utf8_next(&p))) at = p;
    for (p = at; p < end && hki_uc_space(hki_utf8_next(&p));) at = p;
    return at;
}

/* A line that is too wide, parted between words. */
static void put_wide_line(pieces *s, const char *at, const char *end, int64_t width, int64_t last_width)
{
    const char *start = at;
    measure current = {0};
    while (at < end) {
        const char *part = part_end(at, end);
        measure with = current;
        measure_text(&with, at, part);
        if (repr_width(&with) > (part == end ? last_width : width)) {
            if (at > start) put_piece(s, start, at);
            start = at;
            current = (measure){0};
            measure_text(&current, at, part);
        } else {
            current = with;
        }
        at = part;
    }
    if (end > start) put_piece(s, start, end);
}

static void put_string(printer *p, const hki_str *text, place at)
{
    bool top = at.level == 1;
    pieces s = {.p = p, .indent = at.indent + top, .parens = top};
    int64_t width = WIDTH - s.indent, last_width = width - at.allowance - top;
    for (size_t from = 0; from < text->size;) {
        hki_line line = hki_line_next(text->data, text->size, &from);
        const char *end = line.text + line.whole;
        int64_t end_width = from == text->size ? last_width : width;
        measure m = {0};
        measure_text(&m, line.text, end);
        if (repr_width(&m) <= end_width) put_piece(&s, line.text, end);
        else put_wide_line(&s, line.text, end, width, end_width);
    }
    end_pieces(&s);
}

/* [python] Bytes are parted between every four. */
static void put_bytes(printer *p, const hki_bytes *bytes, place at)
{
    bool top = at.level == 1;
    pieces s = {.p = p, .indent = at.indent + top, .parens = top, .bytes = true};
    int64_t width = WIDTH - s.indent;
    const char *data = (const char *)bytes->data;
    size_t start = 0;
    measure current = {.inside = 1};
    for (size_t i = 0; i < bytes->size; i += 4) {
        size_t end = bytes->size - i > 4 ? i + 4 : bytes->size;
        measure part = {0};
        for (size_t k = i; k < end; k++) measure_point(&part, bytes->data[k] < 0x80 ? bytes->data[k] : 0x80);
        if (i == bytes->size / 4 * 4) width -= at.allowance + top;
        measure with = {current.inside + part.inside, current.single + part.single, current.twofold + part.twofold};
        if (repr_width(&with) > width) {
            if (i > start) put_piece(&s, data + start, data + i);
            start = i;
            current = part;
            current.inside++;
        } else {
            current = with;
        }
    }
    put_piece(&s, data + start, data + bytes->size);
    end_pieces(&s);
}

/* ---- one item a line */

static void next_line(printer *p, int64_t indent)
{
    hki_buf_str(p->out, ",\n");
    hki_buf_fill(p->out, ' ', (size_t)indent);
}

/* Puts an item on the line that has `*room` left, or at the beginning of the next one; HKI_NO: it fits on no line. */
static int put_compact(printer *p, hk_value v, place at, int64_t most, int64_t *room, bool first)
{
    size_t mark = p->out->size;
    int64_t in = *room;
    for (bool again = false;; again = true, in = most) {
        if (again) next_line(p, at.indent);
        else if (!first) hki_buf_str(p->out, ", ");
        p->bounded = true;
        p->left = in - 2;
        size_t from = p->out->size;
        int ok = p->left < 0 ? HKI_NO : put_flat(p, v, at.outer, at.level);
        if (ok == HKI_YES) *room = in - 2 - (int64_t)hki_utf8_count(p->out->data + from, p->out->size - from);
        if (ok != HKI_NO) return ok;
        if (!p->out->failed) p->out->size = mark;
        if (again || first) return HKI_NO;
    }
}

static bool put_list(printer *p, const hki_list *list, place at)
{
    bool tuple = list->head.type == HKI_TUPLE;
    const char *close = !tuple ? "]" : list->count == 1 ? ",)" : ")";
    holder here = {list, at.outer};
    at.indent++;
    hki_buf_char(p->out, tuple ? '(' : '[');
    int64_t most = WIDTH - at.indent + 1, room = most;
    for (uint32_t i = 0; i < list->count; i++) {
        bool last = i + 1 == list->count;
        if (p->compact) {
            int64_t behind = last ? at.allowance + (int64_t)strlen(close) : 0;
            most -= behind;
            room -= behind;
            int ok = put_compact(p, list->items[i], (place){at.indent, 0, at.level, &here}, most, &room, i == 0);
            if (ok == HKI_ERROR) return false;
            if (ok == HKI_YES) continue;
            room = most;
        }
        if (i) next_line(p, at.indent);
        place inner = {at.indent, last ? at.allowance + (int64_t)strlen(close) : 1, at.level, &here};
        if (!put_laid(p, list->items[i], inner)) return false;
    }
    hki_buf_str(p->out, close);
    return true;
}

static bool put_dict(printer *p, const hki_dict *d, place at)
{
    holder here = {d, at.outer};
    const hk_value *row = sorted_entries(p->rt, d);
    if (!row) return false;
    at.indent++;
    hki_buf_char(p->out, '{');
    for (uint32_t i = 0; i < d->count; i++) {
        const hki_entry *e = row[i].as.p;
        bool last = i + 1 == d->count;
        if (i) next_line(p, at.indent);
        size_t from = p->out->size;
        p->bounded = false;
        if (put_flat(p, e->key, &here, at.level) != HKI_YES) return false;
        int64_t width = (int64_t)hki_utf8_count(p->out->data + from, p->out->size - from);
        hki_buf_str(p->out, ": ");
        if (!put_laid(p, e->value, (place){at.indent + width + 2, last ? at.allowance + 1 : 1, at.level, &here})) return false;
    }
    hki_buf_char(p->out, '}');
    return true;
}

/* A value that is too wide for its line. */
static bool put_over_lines(printer *p, hk_value v, place at)
{
    at.level++;
    if (v.type == HKI_STRING && !hki_is_safe(v) && hki_as_str(v)->size) {
        put_string(p, hki_as_str(v), at);
        return true;
    }
    if (v.type == HKI_BYTES && hki_as_bytes(v)->size > 4) {
        put_bytes(p, hki_as_bytes(v), at);
        return true;
    }
    if (!is_container(v)) return hki_repr(p->rt, p->out, v);
    if (!hki_enter(p->rt)) return false;
    bool ok = v.type == HKI_DICT ? put_dict(p, hki_as_dict(v), at) : put_list(p, hki_as_list(v), at);
    hki_leave(p->rt);
    return ok;
}

static bool put_laid(printer *p, hk_value v, place at)
{
    size_t mark = p->out->size;
    p->bounded = true;
    p->left = WIDTH - at.indent - at.allowance;
    int flat = p->left < 0 ? HKI_NO : put_flat(p, v, at.outer, at.level);
    if (flat == HKI_ERROR) return false;
    if (flat == HKI_YES) return true;
    if (!p->out->failed) p->out->size = mark;
    p->bounded = false;
    if (is_container(v) && held(at.outer, v.as.p)) return put_recursion(p, v) == HKI_YES;
    return put_over_lines(p, v, at);
}

bool hki_pprint(hki_rt *rt, hki_buf *out, hk_value v, unsigned most_depth)
{
    printer p = {.rt = rt, .out = out, .depth = most_depth, .compact = most_depth > 0};
    uint32_t depth = rt->depth;
    bool ok = put_laid(&p, v, (place){0});
    rt->depth = depth;
    return ok;
}
