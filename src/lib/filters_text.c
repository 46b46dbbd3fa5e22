/* filters_text.c: filters that work on text.
 *
 * In:  a value, taken as text by soft_str unless noted.   Out: text; Markup stays Markup where Jinja keeps it.
 * Always: what a str method does is done by that method's native. */
#include "base/ascii.h"
#include "base/limits.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "lib/filters.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/methods.h"
#include "value/take.h"
#include "value/text.h"

/* c->result = s.method(…) of `count` arguments, by the native of s's kind. */
static bool run_method(hki_call *c, const hk_value *s, hki_native plain, hki_native markup, const hk_value *arg, uint8_t count)
{
    hki_function f = {.name = "strip", .python = "strip", .nparams = count};    /* the one method whose native names itself */
    hki_call m = {.rt = c->rt, .function = &f, .arg = arg};
    hki_take_new(&m.self, s);
    if (!(hki_is_safe(*s) ? markup : plain)(&m)) return false;
    hki_take_new(&c->result, &m.result);
    return true;
}

static bool text_method(hki_call *c, hki_native plain, hki_native markup, const hk_value *arg, uint8_t count)
{
    hk_value s;
    return hki_to_str(c->rt, c->arg[0], &s) && run_method(c, &s, plain, markup, arg, count);
}

bool hki_filter_upper(hki_call *c) { return text_method(c, hki_STRING_upper, hki_MARKUP_upper, NULL, 0); }
bool hki_filter_lower(hki_call *c) { return text_method(c, hki_STRING_lower, hki_MARKUP_lower, NULL, 0); }
bool hki_filter_capitalize(hki_call *c) { return text_method(c, hki_STRING_capitalize, hki_MARKUP_capitalize, NULL, 0); }
bool hki_filter_string(hki_call *c) { return hki_to_str(c->rt, c->arg[0], &c->result); }

bool hki_filter_center(hki_call *c)
{
    hki_str *space = hki_str_c(c->rt, " ");
    if (!space) return false;
    hk_value arg[2] = {c->arg[1], hki_str_value(space)};
    return text_method(c, hki_STRING_center, hki_MARKUP_center, arg, 2);
}

bool hki_filter_trim(hki_call *c) { return text_method(c, hki_STRING_strip, hki_MARKUP_strip, c->arg + 1, 1); }

/* replace(old, new, count=None)
 * [jinja] Under autoescape the value is escaped first if old is Markup, or if new is and the value is not. */
bool hki_filter_replace(hki_call *c)
{
    hk_value s, arg[3] = {c->arg[1], c->arg[2], c->arg[3].type == HKI_NONE ? hki_int(-1) : c->arg[3]};
    bool autoescape = c->rt->autoescape;
    bool escape = autoescape && (hki_has_html(arg[0]) || (hki_has_html(arg[1]) && !hki_has_html(c->arg[0])));
    if (!(escape ? hki_to_markup : hki_to_str)(c->rt, c->arg[0], &s)) return false;
    if (!hki_to_str(c->rt, arg[0], &arg[0]) || !hki_to_str(c->rt, arg[1], &arg[1])) return false;
    if (!autoescape) {
        s = hki_with_safe(s, false);
        arg[0] = hki_with_safe(arg[0], false);
        arg[1] = hki_with_safe(arg[1], false);
    }
    return run_method(c, &s, hki_STRING_replace, hki_MARKUP_replace, arg, 3);
}

/* format(*args, **kwargs): printf style. */
bool hki_filter_format(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value s, args;
    hki_list row;               /* the tuple that nobody keeps */
    if (c->nrest && c->nkw)
        return hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "can't handle positional and keyword arguments at the same time");
    if (!hki_to_str(rt, c->arg[0], &s)) return false;
    if (c->nkw) {
        hki_dict *map = hki_dict_new(rt, c->nkw);
        if (!map) return false;
        for (uint32_t i = 0; i < c->nkw; i++)
            if (!hki_dict_set(rt, map, c->names[i], c->values[i])) return false;
        args = hki_dict_value(map);
    } else {
        row = (hki_list){.head.type = HKI_TUPLE, .count = c->nrest, .items = (hk_value *)(uintptr_t)c->rest};
        args = hki_list_value(&row);
    }
    return hki_percent(rt, s, args, &c->result);
}

/* ---- title */

#define BIT(c) (UINT64_C(1) << ((c) & 63))
static inline bool parts_words(uint32_t c)
{
    static const uint64_t ascii[2] = {UINT64_C(0x1f) << '\t' | UINT64_C(0x1f) << 0x1c | BIT('-') | BIT('(') | BIT('<'),
        BIT('{') | BIT('[')};
    return c < 128 ? ascii[c >> 6] & BIT(c) : hki_uc_space(c);
}
#undef BIT

/* The first code point of a word in upper case, the rest in lower case (by str.lower, which knows of the final sigma). */
static bool put_titled(hki_rt *rt, hki_str *s, size_t from, size_t to)
{
    const char *at = s->data + from;
    uint32_t upper[3];
    size_t count = hki_uc_to_upper(hki_utf8_next(&at), upper);
    for (size_t i = 0; i < count; i++) hki_buf_point(&rt->scratch, upper[i]);
    size_t rest = (size_t)(at - s->data);
    bool ascii = true;
    for (size_t i = rest; i < to && ascii; i++) ascii = (unsigned char)s->data[i] < 0x80;
    if (ascii) {
        for (size_t i = rest; i < to; i++) {
            char b = s->data[i];
            hki_buf_char(&rt->scratch, b >= 'A' && b <= 'Z' ? (char)(b + 32) : b);
        }
        return true;
    }
    hki_str *tail = hki_str_sub(rt, s, rest, to);
    if (!tail) return false;
    hki_call lower = {.rt = rt, .self = hki_str_value(tail)};
    if (!hki_STRING_lower(&lower)) return false;
    const hki_str *low = hki_as_str(lower.result);
    hki_buf_put(&rt->scratch, low->data, low->size);
    return true;
}

/* Of eight bytes of ASCII: the high bits of those that lie within `first` and `last`. */
static inline uint64_t within(uint64_t word, char first, char last)
{
    return (word + HKI_EACH_BYTE(0x80 - first)) & ~(word + HKI_EACH_BYTE(0x7f - last)) & HKI_EACH_BYTE(0x80);
}

/* parts_words of each. */
static inline uint64_t parting_bits(uint64_t word)
{
    uint64_t space = within(word, '\t', '\r') | within(word, 0x1c, ' ');
    return space | within(word, '-', '-') | within(word, '(', '(') | within(word, '<', '<') | within(word | HKI_EACH_BYTE(0x20), '{', '{');
}

/* All in lower case, but for the first of each word: what stands behind one of the bytes `before`. */
static inline uint64_t titled(uint64_t word, uint64_t before)
{
    word ^= hki_letter_bits(word, 'A');
    return word ^ (hki_letter_bits(word, 'a') & (parting_bits(before) >> 2));
}

/* The same for a text of ASCII, eight bytes at a time. */
static bool title_ascii(hki_call *c, const hki_str *s)
{
    char *to;
    hki_str *r = hki_str_sized(c->rt, s->size, s->points, &to);
    if (!r) return false;
    size_t rest = s->size ? s->size - 1 : 0;    /* behind the first, which has nothing before it */
    if (s->size) *to = (char)(*s->data >= 'a' && *s->data <= 'z' ? *s->data ^ 0x20 : *s->data);
    if (rest < 8) {
        uint64_t word = titled(hki_load_up_to_8(s->data + 1, rest), hki_load_up_to_8(s->data, rest));
        hki_copy_text(to + 1, (const char *)&word, rest);
    }
    for (size_t at = 0; rest >= 8 && at < rest; at += 8) {
        size_t from = at + 8 <= rest ? at : rest - 8;   /* the last eight may be the next to last's, too */
        uint64_t word = titled(hki_load_8(s->data + 1 + from), hki_load_8(s->data + from));
        memcpy(to + 1 + from, &word, 8);
    }
    c->result = hki_str_value(r);
    return true;
}

/* [jinja] Words are parted by white space and -({[< only; what parts them is titled too, which changes nothing. The result is str. */
bool hki_filter_title(hki_call *c)
{
    hk_value v;
    if (!hki_to_str(c->rt, c->arg[0], &v)) return false;
    hki_str *s = hki_as_str(v);
    if (hki_str_ascii(s)) return title_ascii(c, s);
    const char *at = s->data, *end = s->data + s->size, *word = NULL;
    size_t mark = hki_text_begin(c->rt);
    bool ok = true;
    while (ok && at < end) {
        const char *here = at;
        bool between = parts_words(hki_utf8_next(&at));
        if (between) {
            if (word) ok = put_titled(c->rt, s, (size_t)(word - s->data), (size_t)(here - s->data));
            word = NULL;
            hki_buf_put(&c->rt->scratch, here, (size_t)(at - here));
        } else if (!word) {
            word = here;
        }
    }
    if (ok && word) ok = put_titled(c->rt, s, (size_t)(word - s->data), s->size);
    if (ok) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

/* ---- wordcount */

bool hki_filter_wordcount(hki_call *c)
{
    hki_str *s;
    if (!hki_arg_text(c, 0, &s)) return false;
    const char *at = s->data, *end = s->data + s->size;
    int64_t count = 0;
    for (bool inside = false; at < end;) {
        bool word = hki_uc_word(hki_utf8_next(&at));
        count += word && !inside;
        inside = word;
    }
    c->result = hki_int(count);
    return true;
}

/* ---- indent */

/* " " * width, or width itself if it is text. */
static bool indention(hki_call *c, hk_value *out)
{
    *out = c->arg[1];
    if (out->type == HKI_STRING) return true;
    hki_str *space = hki_str_c(c->rt, " ");
    return space && hki_mul(c->rt, hki_str_value(space), c->arg[1], out);
}

/* The value must be text here: [jinja] it is added to a newline in place. */
static bool indentable(hki_call *c)
{
    hk_value v = c->arg[0];
    if (v.type == HKI_STRING) return true;
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, v);
    if (v.type == HKI_TUPLE || v.type == HKI_BYTES) return hki_add(c->rt, v, hki_str_value(&hki_str_empty), &v);
    if (v.type == HKI_LIST) return hki_raise(c->rt, HK_ATTRIBUTE_ERROR, "'list' object has no attribute 'splitlines'");
    return hki_raise(c->rt, HK_TYPE_ERROR, "unsupported operand type(s) for +=: '%t' and 'str'", v);
}

/* All lines, the first without indention. escape: text that is not Markup between Markup. */
static void put_indented(hki_buf *out, const hki_str *s, const hki_str *by, bool blank, bool escape)
{
    size_t at = 0;
    for (bool first = true; first || at < s->size; first = false) {
        hki_line line = at < s->size ? hki_line_next(s->data, s->size, &at) : (hki_line){s->data, 0, 0};
        if (!first) hki_buf_char(out, '\n');
        if (!first && (blank || line.size)) hki_buf_put(out, by->data, by->size);
        if (escape && (!first || blank)) hki_buf_escape(out, line.text, line.size);
        else hki_buf_put(out, line.text, line.size);
    }
}

/* Whether there is one more, empty line at the end. [jinja] A newline is added before the lines are split: it makes one of "\r". */
static bool ends_line(const hki_str *s)
{
    const char *end = s->data + s->size;
    return s->size && end[-1] != '\r' && hki_uc_linebreak(hki_utf8_prev(&end));
}

/* How large the result may become, before any of it is made. */
static bool room_for_indent(hki_call *c, const hki_str *s, const hki_str *by)
{
    size_t lines = 2, at = 0, need;
    for (; at < s->size; lines++) hki_line_next(s->data, s->size, &at);
    if (hki_size_mul(lines, (size_t)by->size + 1, &need) && need <= HKI_MAX_STRING_SIZE) return true;
    return hki_raise_memory(c->rt);
}

/* indent(width=4, first=False, blank=False)
 * [jinja] If only width is Markup, the lines are escaped: all with blank, else all but the first, and then the result is
 * Markup only with blank or first (which escapes once more what is not Markup). */
bool hki_filter_indent(hki_call *c)
{
    hk_value by_value;
    bool first, blank;
    if (!indention(c, &by_value) || !indentable(c) || !hki_arg_truth(c, 3, &blank) || !hki_arg_truth(c, 2, &first)) return false;
    const hki_str *s = hki_as_str(c->arg[0]), *by = hki_as_str(by_value);
    bool safe = hki_is_safe(c->arg[0]), mixed = hki_is_safe(by_value) && !safe;
    if (!room_for_indent(c, s, by)) return false;

    size_t mark = hki_text_begin(c->rt);
    if (first && !(mixed && !blank)) hki_buf_put(&c->rt->scratch, by->data, by->size);
    put_indented(&c->rt->scratch, s, by, blank, mixed);
    if (ends_line(s)) {
        hki_buf_char(&c->rt->scratch, '\n');
        if (blank) hki_buf_put(&c->rt->scratch, by->data, by->size);
    }
    bool markup = safe || (mixed && blank);
    if (!hki_text_end(c->rt, mark, markup ? HKI_SAFE : 0, &c->result)) return false;
    return !(first && mixed && !blank) || hki_add(c->rt, by_value, c->result, &c->result);
}

/* ---- truncate */

static bool at_least(hki_rt *rt, const char *name, hk_value a, hk_value least)
{
    int yes = hki_order(rt, HKI_GE, a, least);
    if (yes == HKI_ERROR) return false;
    if (yes == HKI_YES) return true;
    hk_value text;
    if (!hki_to_str(rt, a, &text)) return false;
    return hki_raise(rt, HK_ASSERTION_ERROR, "expected %s >= %l, got %S", name, least.as.i, hki_as_str(text));
}

/* s[:length - len(end)], and without killwords only what stands before the last space in it. */
static bool cut(hki_call *c, int64_t end_size, bool killwords, hk_value *out)
{
    hki_rt *rt = c->rt;
    hk_value stop;
    if (!hki_sub(rt, c->arg[1], hki_int(end_size), &stop)) return false;
    if (!hki_slice(rt, c->arg[0], hki_none(), stop, hki_none(), out)) return false;
    if (killwords) return true;
    if (out->type == HKI_BYTES) return hki_raise(rt, HK_TYPE_ERROR, "a bytes-like object is required, not 'str'");
    if (out->type != HKI_STRING) return hki_no_attribute(rt, *out, "rsplit");
    hki_str *s = hki_as_str(*out);
    size_t space = hki_str_rfind(s->data, s->size, " ", 1);
    if (space == SIZE_MAX) return true;
    hki_str *head = hki_str_sub(rt, s, 0, space);
    if (!head) return false;
    *out = hki_with_safe(hki_str_value(head), hki_is_safe(*out));
    return true;
}

/* A str cut at a number of code points that is neither negative nor beyond it, with another str behind. */
static bool cut_plain(hki_call *c, const hki_str *s, size_t points, bool killwords, const hki_str *end)
{
    char *to;
    size_t size = hki_str_offset(s, points);
    const char *space = killwords || !size ? NULL : memrchr(s->data, ' ', size);
    if (space) {
        size = (size_t)(space - s->data);
        points = hki_str_point_at(s, size);
    }
    hki_str *cut = hki_str_sized(c->rt, size + end->size, points + end->points, &to);
    if (!cut) return false;
    if (size) memcpy(to, s->data, size);
    if (end->size) memcpy(to + size, end->data, end->size);
    c->result = hki_str_value(cut);
    return true;
}

/* The usual arguments, which need no operators of Python's: HKI_YES with the result, HKI_NO, HKI_ERROR. */
static int truncate_plain(hki_call *c)
{
    const hk_value *v = c->arg;
    int64_t leeway = v[4].type == HKI_INT ? v[4].as.i : c->rt->policies->truncate_leeway;
    bool usual = v[0].type == HKI_STRING && v[1].type == HKI_INT && v[2].type == HKI_BOOL && v[3].type == HKI_STRING &&
                 !hki_is_safe(v[0]) && !hki_is_safe(v[3]) && (v[4].type == HKI_INT || v[4].type == HKI_NONE);
    if (!usual || leeway < 0 || leeway > INT32_MAX || v[1].as.i > INT32_MAX || v[1].as.i < hki_as_str(v[3])->points) return HKI_NO;
    const hki_str *s = hki_as_str(v[0]), *end = hki_as_str(v[3]);
    c->result = v[0];
    if ((int64_t)s->points <= v[1].as.i + leeway) return HKI_YES;
    return cut_plain(c, s, (size_t)v[1].as.i - end->points, v[2].as.i != 0, end) ? HKI_YES : HKI_ERROR;
}

/* truncate(length=255, killwords=False, end='...', leeway=None) */
bool hki_filter_truncate(hki_call *c)
{
    hki_rt *rt = c->rt;
    int done = truncate_plain(c);
    if (done != HKI_NO) return done == HKI_YES;
    hk_value leeway = c->arg[4].type == HKI_NONE ? hki_int(rt->policies->truncate_leeway) : c->arg[4], most;
    int64_t end_size = hki_length(rt, c->arg[3]);
    if (end_size < 0 || !at_least(rt, "length", c->arg[1], hki_int(end_size))) return false;
    if (!at_least(rt, "leeway", leeway, hki_int(0))) return false;

    int64_t length = hki_length(rt, c->arg[0]);
    if (length < 0 || !hki_add(rt, c->arg[1], leeway, &most)) return false;
    int fits = hki_order(rt, HKI_LE, hki_int(length), most);
    if (fits == HKI_ERROR) return false;
    if (fits == HKI_YES) {
        c->result = c->arg[0];
        return true;
    }
    bool killwords;
    hk_value head;
    return hki_arg_truth(c, 2, &killwords) && cut(c, end_size, killwords, &head) && hki_add(rt, head, c->arg[3], &c->result);
}

/* ---- wordwrap */

typedef struct joining { hki_buf *out; const hki_str *by; bool escape, any; } joining;

static bool put_line(void *user, const char *line, size_t size)
{
    joining *j = user;
    if (j->any) hki_buf_put(j->out, j->by->data, j->by->size);
    j->any = true;
    if (j->escape) hki_buf_escape(j->out, line, size);
    else hki_buf_put(j->out, line, size);
    return true;
}

/* A paragraph that gives no line leaves an empty one. */
static bool wrap_lines(hki_rt *rt, const hki_str *s, const hki_wrap *how, joining *j)
{
    bool any = false;
    for (size_t at = 0; at < s->size; any = true) {
        hki_line line = hki_line_next(s->data, s->size, &at);
        j->any = any;
        size_t before = rt->scratch.size;
        if (!hki_wrap_text(rt, line.text, line.size, how, put_line, j)) return false;
        if (any && rt->scratch.size == before) hki_buf_put(&rt->scratch, j->by->data, j->by->size);
    }
    return true;
}

/* wordwrap(width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True)
 * [jinja] Markup becomes str, unless wrapstring is Markup: then the lines are escaped. */
bool hki_filter_wordwrap(hki_call *c)
{
    hki_rt *rt = c->rt;
    hki_wrap how = {.width = c->arg[1], .part_hyphens = c->arg[4].type == HKI_BOOL && c->arg[4].as.i};
    hk_value by = c->arg[3], v = c->arg[0];
    if (by.type == HKI_NONE) {
        hki_str *newline = hki_str_c(rt, rt->newline);
        if (!newline) return false;
        by = hki_str_value(newline);
    }
    if (by.type == HKI_UNDEFINED) return hki_undefined_raise(rt, by);
    if (by.type != HKI_STRING) return hki_no_attribute(rt, by, "join");
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(rt, v);
    if (v.type == HKI_BYTES && hki_as_bytes(v)->size)
        return hki_raise(rt, HK_TYPE_ERROR, "cannot use a string pattern on a bytes-like object");
    if (v.type == HKI_BYTES) {
        c->result = hki_str_value(&hki_str_empty);
        return true;
    }
    if (v.type != HKI_STRING) return hki_no_attribute(rt, v, "splitlines");
    if (!hki_arg_truth(c, 2, &how.break_words) || !hki_arg_truth(c, 4, &how.cut_hyphens)) return false;

    size_t mark = hki_text_begin(rt);
    joining j = {&rt->scratch, hki_as_str(by), hki_is_safe(by), false};
    if (wrap_lines(rt, hki_as_str(v), &how, &j)) return hki_text_end(rt, mark, j.escape ? HKI_SAFE : 0, &c->result);
    hki_text_drop(rt, mark);
    return false;
}
