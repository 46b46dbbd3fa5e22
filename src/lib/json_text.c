/* json_text.c: values as JSON text, as Python's json.dumps writes them.
 *
 * In:  a value and a style.   Out: JSON appended to a buffer, or the TypeError or ValueError that json.dumps raises.
 * Always: what is being written is known up the chain of holders, so that a value that holds itself is found. */
#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/number_text.h"
#include "base/utf8.h"
#include "lib/filters.h"
#include "lib/lib.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/number.h"
#include "value/text.h"

typedef struct holder { const void *object; const struct holder *outer; } holder;

typedef struct writer {
    hki_rt *rt;
    hki_buf *out;
    const hki_json_style *style;
    const char *item, *key;         /* separators */
    const hki_str *indent;          /* NULL: all on one line */
    uint32_t level;
} writer;

static bool put_value(writer *w, hk_value v, const holder *outer);

/* ---- text */

static void put_code(hki_buf *out, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    char code[6] = {'\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};
    hki_buf_put(out, code, 6);
}

/* Bytes that are not written as they stand: in no style, for pages, in pure ASCII. */
enum { ALWAYS = 1, IN_HTML = 2, IN_ASCII = 4 };
static const uint8_t special[256] = {[0 ... 0x1f] = ALWAYS, ['"'] = ALWAYS, ['\\'] = ALWAYS,
    ['<'] = IN_HTML, ['>'] = IN_HTML, ['&'] = IN_HTML, ['\''] = IN_HTML, [0x7f ... 0xff] = IN_ASCII};

static unsigned specials_of(const hki_json_style *style) { return ALWAYS | (style->html ? IN_HTML : 0u) | (style->ascii ? IN_ASCII : 0u); }

static void put_special(hki_buf *out, uint32_t point)
{
    static const char plain[] = "\"\"\\\\\nn\rr\tt\ff\bb";
    for (size_t i = 0; i < sizeof plain - 1; i += 2) {
        if (point != (unsigned char)plain[i]) continue;
        hki_buf_char(out, '\\');
        hki_buf_char(out, plain[i + 1]);
        return;
    }
    if (point < 0x10000) {
        put_code(out, point);
        return;
    }
    put_code(out, 0xd800 + ((point - 0x10000) >> 10));
    put_code(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
}

#ifdef __SSE2__
/* Which of 16 bytes are special in some style, as bits; all that are not ASCII are taken for it. < and > differ in bit 1 only, & and ' in
 * bit 0. */
static inline unsigned specials_in(__m128i bytes)
{
    __m128i found = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f)));
    found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    found = _mm_or_si128(found, _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8('>')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(found, _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8('\''))));
}

/* Most texts have nothing special: written 16 bytes at a time, where more may be read behind the end. False: it is to be done otherwise. */
static bool put_plain(hki_buf *out, const hki_str *s)
{
    enum { STEP = sizeof(__m128i) };
    bool loose = __atomic_load_n(&s->head.flags, __ATOMIC_RELAXED) & HKI_STR_LOOSE;
    char *to = loose ? hki_buf_room(out, s->size + (size_t)STEP + 2) : NULL;
    if (!to) return false;
    *to++ = '"';
    for (size_t at = 0; at < s->size; at += STEP) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(s->data + at));
        size_t left = s->size - at;
        if (specials_in(bytes) & (left < STEP ? (1u << left) - 1 : 0xffff)) return false;
        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
    }
    to[s->size] = '"';
    out->size += s->size + (size_t)2;
    return true;
}
#else
static bool put_plain(hki_buf *out, const hki_str *s) { return (void)out, (void)s, false; }
#endif

static void put_text(const writer *w, const hki_str *s)
{
    const char *at = s->data, *end = at + s->size;
    unsigned specials = specials_of(w->style);
    if (put_plain(w->out, s)) return;
    hki_buf_char(w->out, '"');
    while (at < end) {
        const char *run = at;
        while (at < end && !(special[(unsigned char)*at] & specials)) at++;
        hki_buf_put(w->out, run, (size_t)(at - run));
        if (at < end) put_special(w->out, hki_utf8_next(&at));
    }
    hki_buf_char(w->out, '"');
}

static void put_float(hki_buf *out, double d)
{
    char text[32];
    if (isnan(d)) hki_buf_str(out, "NaN");
    else if (isinf(d)) hki_buf_str(out, d > 0 ? "Infinity" : "-Infinity");
    else hki_buf_put(out, text, hki_float_repr(text, d));
}

static bool put_scalar(writer *w, hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_NONE: hki_buf_str(w->out, "null"); return true;
    case HKI_BOOL: hki_buf_str(w->out, v.as.i ? "true" : "false"); return true;
    case HKI_INT: hki_buf_int(w->out, v.as.i); return true;
    case HKI_BIGINT: return hki_int_digits(w->rt, w->out, v, 10);
    case HKI_FLOAT: put_float(w->out, v.as.d); return true;
    default: return hki_raise(w->rt, HK_TYPE_ERROR, "Object of type %t is not JSON serializable", v);
    }
}

/* ---- lists and dicts */

/* Indentation is written by a filter for pages too, so its text is made safe as strings are. */
static void new_line(const writer *w)
{
    if (!w->indent) return;
    hki_buf_char(w->out, '\n');
    for (uint32_t i = 0; i < w->level; i++) {
        for (uint32_t k = 0; k < w->indent->size; k++) {
            char b = w->indent->data[k];
            if (w->style->html && special[(unsigned char)b] == IN_HTML) put_code(w->out, (unsigned char)b);
            else hki_buf_char(w->out, b);
        }
    }
}

static bool held(const holder *h, const void *object)
{
    for (; h; h = h->outer)
        if (h->object == object) return true;
    return false;
}

static bool enter(writer *w, const void *object, const holder *outer)
{
    if (held(outer, object)) return hki_raise(w->rt, HK_VALUE_ERROR, "Circular reference detected");
    w->level++;
    return hki_enter(w->rt);
}

static void leave(writer *w)
{
    w->level--;
    hki_leave(w->rt);
}

static bool put_list(writer *w, const hki_list *list, const holder *outer)
{
    holder here = {list, outer};
    if (!list->count) {
        hki_buf_str(w->out, "[]");
        return true;
    }
    if (!enter(w, list, outer)) return false;
    hki_buf_char(w->out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i) hki_buf_str(w->out, w->item);
        new_line(w);
        if (!put_value(w, list->items[i], &here)) return false;
    }
    leave(w);
    new_line(w);
    hki_buf_char(w->out, ']');
    return true;
}

/* [python] A key that is no str is written as one: its value as JSON, in quotes. */
static bool put_key(writer *w, hk_value key)
{
    if (key.type == HKI_STRING) {
        put_text(w, hki_as_str(key));
        return true;
    }
    if (key.type != HKI_NONE && !hki_is_number(key))
        return hki_raise(w->rt, HK_TYPE_ERROR, "keys must be str, int, float, bool or None, not %t", key);
    hki_buf_char(w->out, '"');
    if (!put_scalar(w, key)) return false;
    hki_buf_char(w->out, '"');
    return true;
}

static int key_before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)ctx;
    const hki_entry *left = a.as.p, *right = b.as.p;     /* see entries_of */
    if (left->key.type == HKI_STRING && right->key.type == HKI_STRING)
        return hki_str_compare(hki_as_str(left->key), hki_as_str(right->key)) < 0;
    return hki_order(rt, HKI_LT, left->key, right->key);
}

/* Pointers to the entries in the order in which they are written; NULL after raising. [python] Keys are sorted before they become text, so
 * that mixed types are a TypeError. */
static const hk_value *entries_of(writer *w, const hki_dict *d)
{
    hk_value *row = hki_region_array(w->rt->region, d->count, sizeof *row);
    if (!row) return hki_raise_memory(w->rt), NULL;
    uint32_t at = 0, count = 0;
    for (hki_entry *e; (e = hki_dict_next(d, &at)) != NULL;) row[count++] = hki_pointer(HKI_NONE, e);
    return !w->style->sort_keys || hki_sort(w->rt, row, count, key_before, NULL, false) ? row : NULL;
}

static bool put_dict(writer *w, const hki_dict *d, const holder *outer)
{
    holder here = {d, outer};
    if (!d->count) {
        hki_buf_str(w->out, "{}");
        return true;
    }
    if (!enter(w, d, outer)) return false;
    const hk_value *order = entries_of(w, d);
    if (!order) return false;
    hki_buf_char(w->out, '{');
    for (uint32_t i = 0; i < d->count; i++) {
        if (i) hki_buf_str(w->out, w->item);
        new_line(w);
        const hki_entry *e = order[i].as.p;
        if (!put_key(w, e->key)) return false;
        hki_buf_str(w->out, w->key);
        if (!put_value(w, e->value, &here)) return false;
    }
    leave(w);
    new_line(w);
    hki_buf_char(w->out, '}');
    return true;
}

static bool put_value(writer *w, hk_value v, const holder *outer)
{
    if (!hki_spend(w->rt, 1)) return false;
    if (w->out->failed) return hki_raise_memory(w->rt);
    switch ((enum hki_type)v.type) {
    case HKI_STRING: put_text(w, hki_as_str(v)); return true;
    case HKI_LIST:
    case HKI_TUPLE: return put_list(w, hki_as_list(v), outer);
    case HKI_DICT: return put_dict(w, hki_as_dict(v), outer);
    default: return put_scalar(w, v);
    }
}

/* [python] indent * " ", but for text, which is written before the indentation is looked at. */
static bool read_indent(writer *w, hk_value v, hk_value indent)
{
    if (indent.type == HKI_NONE || v.type == HKI_STRING) return true;
    if (indent.type != HKI_STRING) {
        hki_str *space = hki_str_c(w->rt, " ");
        if (!space || !hki_mul(w->rt, hki_str_value(space), indent, &indent)) return false;
    }
    w->indent = hki_as_str(indent);
    return true;
}

bool hki_json_text(hki_rt *rt, hki_buf *out, hk_value v, const hki_json_style *style)
{
    writer w = {.rt = rt, .out = out, .style = style};
    w.item = style->item ? style->item : style->indent.type == HKI_NONE ? ", " : ",";
    w.key = style->key ? style->key : ": ";
    uint32_t depth = rt->depth;
    bool ok = read_indent(&w, v, style->indent) && put_value(&w, v, NULL);
    rt->depth = depth;
    return ok;
}
