/* percent.c: text % arguments.
 *
 * In:  a format, and what stands right of the %: a tuple, a mapping or one value.   Out: the text, Markup if the format is.
 * Always: the format is read once from left to right. [python] unicodeobject.c PyUnicode_Format
 *
 * Where the format is Markup, its arguments are escaped as they are printed. MarkupSafe does that with a wrapper around each
 * argument which only knows str(), repr(), int() and float(): what needs a true int or a character fails. [jinja] */
#include "base/limits.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "value/class.h"
#include "value/format.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

enum { LEFT = 1, SIGN = 2, BLANK = 4, ALTERNATE = 8, ZERO = 16 };

struct percent {
    hki_rt *rt;
    const char *at, *end;       /* the format, from the next character on */
    const hki_str *format;
    bool escape;                /* the format is Markup */
    hk_value args;              /* what stands right of the %, or what the last key gave */
    const hk_value *items;      /* where single arguments are taken from */
    uint32_t next, count;
    bool single, mapping;       /* single: args is one value; mapping: the whole argument can be asked for keys */
};

struct directive {
    unsigned flags;
    int64_t width, precision;   /* -1: none */
    uint32_t type;
};

/* [python] PyMapping_Check, str and tuple left out */
static bool is_mapping(hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_UNDEFINED: case HKI_BYTES: case HKI_LIST: case HKI_DICT: case HKI_RANGE: return true;
    case HKI_OBJECT: return hki_as_object(v)->cls->item != NULL;
    default: return false;
    }
}

static const char *name_of(const struct percent *p, hk_value v) { return p->escape ? "_MarkupEscapeHelper" : hki_type_name(v); }

static bool next_arg(struct percent *p, hk_value *out)
{
    if (p->next >= p->count) return hki_raise(p->rt, HK_TYPE_ERROR, "not enough arguments for format string");
    *out = p->single ? p->args : p->items[p->next];
    p->next++;
    return true;
}

/* ---------------------------------------------------------------- reading a directive */

static bool incomplete(struct percent *p) { return hki_raise(p->rt, HK_VALUE_ERROR, "incomplete format"); }

/* "(key)", which may hold balanced parentheses */
static bool read_key(struct percent *p)
{
    if (!p->mapping) return hki_raise(p->rt, HK_TYPE_ERROR, "format requires a mapping");
    const char *start = ++p->at;
    int depth = 1;
    for (; p->at < p->end; p->at++) {
        depth += *p->at == '(' ? 1 : *p->at == ')' ? -1 : 0;
        if (!depth) break;
    }
    if (p->at == p->end) return hki_raise(p->rt, HK_VALUE_ERROR, "incomplete format key");
    hk_value key;
    if (!hki_make_str(p->rt, start, (size_t)(p->at - start), &key)) return false;
    p->at++;
    p->single = true;
    p->next = 0;
    p->count = 1;
    return hki_subscript(p->rt, p->items[0], key, &p->args);
}

static unsigned read_flags(struct percent *p)
{
    unsigned flags = 0;
    for (; p->at < p->end; p->at++) {
        switch (*p->at) {
        case '-': flags |= LEFT; continue;
        case '+': flags |= SIGN; continue;
        case ' ': flags |= BLANK; continue;
        case '#': flags |= ALTERNATE; continue;
        case '0': flags |= ZERO; continue;
        default: return flags;
        }
    }
    return flags;
}

/* "*": the next argument */
static bool read_star(struct percent *p, int64_t most, const char *c_type, int64_t *out)
{
    hk_value v = hki_none();
    p->at++;
    if (!next_arg(p, &v)) return false;
    if (p->escape || !hki_is_integer(v)) return hki_raise(p->rt, HK_TYPE_ERROR, "* wants int");
    if (v.type == HKI_BIGINT || v.as.i > most || v.as.i < -most - 1)
        return hki_raise(p->rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C %s", c_type);
    *out = v.as.i;
    return true;
}

static bool read_number(struct percent *p, int64_t most, const char *what, int64_t *out)
{
    for (*out = 0; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++) {
        int digit = *p->at - '0';
        if (*out > (most - digit) / 10) return hki_raise(p->rt, HK_VALUE_ERROR, "%s too big", what);
        *out = *out * 10 + digit;
    }
    return true;
}

static bool read_width(struct percent *p, struct directive *d)
{
    if (p->at == p->end) return true;
    if (*p->at >= '0' && *p->at <= '9') return read_number(p, INT64_MAX, "width", &d->width);
    if (*p->at != '*') return true;
    if (!read_star(p, INT64_MAX, "ssize_t", &d->width)) return false;
    if (d->width >= 0) return true;
    d->flags |= LEFT;
    d->width = d->width == INT64_MIN ? INT64_MAX : -d->width;
    return true;
}

static bool read_precision(struct percent *p, struct directive *d)
{
    if (p->at == p->end || *p->at != '.') return true;
    p->at++;
    if (p->at < p->end && *p->at == '*') {
        if (!read_star(p, INT32_MAX, "int", &d->precision)) return false;
        if (d->precision < 0) d->precision = 0;
        return true;
    }
    return read_number(p, INT32_MAX, "precision", &d->precision);
}

static bool read_directive(struct percent *p, struct directive *d)
{
    *d = (struct directive){.width = -1, .precision = -1};
    if (p->at == p->end) return incomplete(p);
    if (*p->at == '(' && !read_key(p)) return false;
    d->flags = read_flags(p);
    if (!read_width(p, d) || !read_precision(p, d)) return false;
    if (p->at < p->end && (*p->at == 'h' || *p->at == 'l' || *p->at == 'L')) p->at++;
    if (p->at == p->end) return incomplete(p);
    d->type = hki_utf8_next(&p->at);
    return true;
}

/* ---------------------------------------------------------------- writing */

static hki_layout layout_of(const struct directive *d, bool number)
{
    bool zero = number && (d->flags & ZERO);
    hki_layout layout = {.width = d->width, .fill = ' ', .align = '>'};
    if (d->flags & LEFT) layout.align = '<';
    else if (zero) {
        layout.align = '=';
        layout.fill = '0';
    }
    if (number) layout.sign = d->flags & SIGN ? '+' : d->flags & BLANK ? ' ' : 0;
    return layout;
}

/* %s %r %a */
static bool write_text(struct percent *p, const struct directive *d, hk_value v)
{
    hki_buf *out = &p->rt->scratch;
    size_t start = out->size;
    if (p->escape) {
        hk_value text = v;
        if (d->type != 's') {
            size_t mark = hki_text_begin(p->rt);
            bool ok = d->type == 'r' ? hki_repr(p->rt, out, v) : hki_ascii(p->rt, out, v);
            if (!ok) hki_text_drop(p->rt, mark);
            if (!ok || !hki_text_end(p->rt, mark, 0, &text)) return false;
        }
        if (!hki_print_escaped(p->rt, out, text)) return false;
    } else {
        bool ok = d->type == 's' ? hki_print(p->rt, out, v) : d->type == 'r' ? hki_repr(p->rt, out, v) : hki_ascii(p->rt, out, v);
        if (!ok) return false;
    }
    if (out->failed) return hki_raise_memory(p->rt);
    if (d->width < 0 && d->precision < 0) return true;
    const char *text = hki_buf_from(out, start);
    size_t size = out->size - start, points = hki_utf8_count(text, size);
    if (d->precision >= 0 && (uint64_t)d->precision < points) {
        points = (size_t)d->precision;
        out->size = start + hki_utf8_offset(text, size, points);
    }
    hki_layout layout = layout_of(d, false);
    return hki_format_pad(p->rt, out, &layout, start, points);
}

static bool raise_not_number(struct percent *p, const struct directive *d, hk_value v)
{
    bool exact = d->type == 'o' || d->type == 'x' || d->type == 'X';
    const char *what = exact ? "an integer" : "a real number";
    return hki_raise(p->rt, HK_TYPE_ERROR, "%%%c format: %s is required, not %s", d->type, what, name_of(p, v));
}

/* The integer that an integer directive prints. */
static bool integer_of(struct percent *p, const struct directive *d, hk_value v, hk_value *out)
{
    bool exact = d->type == 'o' || d->type == 'x' || d->type == 'X';
    *out = v;
    if (!p->escape && hki_is_integer(v)) return true;
    if (exact) return raise_not_number(p, d, v);
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(p->rt, v);
    if (hki_is_number(v) || (p->escape && (v.type == HKI_STRING || v.type == HKI_BYTES))) return hki_to_int(p->rt, v, -1, out);
    return raise_not_number(p, d, v);
}

/* %d %i %u %o %x %X */
static bool write_integer(struct percent *p, const struct directive *d, hk_value v)
{
    hki_buf *out = &p->rt->scratch;
    hki_layout layout = layout_of(d, true);
    hki_number number = {.start = out->size, .prefix = ""};
    bool hex = d->type == 'x' || d->type == 'X';
    if (!integer_of(p, d, v, &v)) return false;
    if (d->precision > INT32_MAX - 3) return hki_raise(p->rt, HK_OVERFLOW_ERROR, "precision too large");
    if (!hki_format_digits(p->rt, out, v, hex ? 16 : d->type == 'o' ? 8 : 10, &number.negative)) return false;
    if (out->failed) return hki_raise_memory(p->rt);
    number.digits = out->size - number.start;
    if (d->type == 'X')
        for (char *c = out->data + number.start; c < out->data + out->size; c++) *c = (char)(*c >= 'a' ? *c - ('a' - 'A') : *c);
    if (d->precision > (int64_t)number.digits) {
        hki_layout zeros = {.width = d->precision, .fill = '0', .align = '>'};
        if (!hki_format_pad(p->rt, out, &zeros, number.start, number.digits)) return false;
        number.digits = (size_t)d->precision;
    }
    if ((d->flags & ALTERNATE) && (hex || d->type == 'o')) number.prefix = d->type == 'x' ? "0x" : d->type == 'X' ? "0X" : "0o";
    return hki_format_number(p->rt, out, &layout, &number);
}

/* %e %E %f %F %g %G */
static bool write_float(struct percent *p, const struct directive *d, hk_value v)
{
    hki_buf *out = &p->rt->scratch;
    hki_layout layout = layout_of(d, true);
    hki_number number = {.start = out->size, .prefix = ""};
    double x;
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(p->rt, v);
    if (p->escape && !hki_to_float(p->rt, v, &v)) return false;
    if (!hki_as_double(p->rt, v, &x)) return false;
    if (!hki_format_float(p->rt, out, x, (char)d->type, d->precision < 0 ? 6 : d->precision, d->flags & ALTERNATE ? HKI_FLOAT_ALT : 0,
                          &number.negative)) return false;
    if (out->failed) return hki_raise_memory(p->rt);
    number.rest = out->size - number.start;
    if (out->data[number.start] >= '0' && out->data[number.start] <= '9') {     /* zeros go before digits, not before "inf" */
        number.digits = number.rest;
        number.rest = 0;
    }
    return hki_format_number(p->rt, out, &layout, &number);
}

static bool write_point(struct percent *p, const struct directive *d, hk_value v)
{
    hki_buf *out = &p->rt->scratch;
    hki_layout layout = layout_of(d, false);
    size_t start = out->size;
    if (!p->escape && v.type == HKI_STRING && hki_as_str(v)->points == 1) hki_buf_put(out, hki_as_str(v)->data, hki_as_str(v)->size);
    else if (p->escape || !hki_is_integer(v)) return hki_raise(p->rt, HK_TYPE_ERROR, "%%c requires int or char");
    else if (!hki_format_point(p->rt, out, v.type == HKI_BIGINT ? -1 : v.as.i)) return false;
    return hki_format_pad(p->rt, out, &layout, start, 1);
}

static bool raise_unsupported(struct percent *p, uint32_t type)
{
    size_t index = hki_utf8_count(p->format->data, (size_t)(p->at - p->format->data)) - 1;
    char hex[9];
    size_t at = sizeof hex - 1;
    hex[at] = '\0';
    uint32_t rest = type;
    do hex[--at] = "0123456789abcdef"[rest & 15]; while (rest >>= 4);
    return hki_raise(p->rt, HK_VALUE_ERROR, "unsupported format character '%c' (0x%s) at index %z", 31 <= type && type <= 126 ? type : '?',
                     hex + at, index);
}

static bool write_directive(struct percent *p)
{
    struct directive d;
    hk_value v;
    if (p->at < p->end && *p->at == '%') {
        p->at++;
        hki_buf_char(&p->rt->scratch, '%');
        return true;
    }
    if (!read_directive(p, &d) || !next_arg(p, &v)) return false;
    switch (d.type) {
    case 's': case 'r': case 'a': return write_text(p, &d, v);
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': return write_integer(p, &d, v);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': return write_float(p, &d, v);
    case 'c': return write_point(p, &d, v);
    default: return raise_unsupported(p, d.type);
    }
}

static bool write_all(struct percent *p)
{
    while (p->at < p->end) {
        const char *percent = memchr(p->at, '%', (size_t)(p->end - p->at));
        const char *stop = percent ? percent : p->end;
        hki_buf_put(&p->rt->scratch, p->at, (size_t)(stop - p->at));
        p->at = percent ? percent + 1 : p->end;
        if (p->rt->scratch.failed) return hki_raise_memory(p->rt);
        if (percent && !write_directive(p)) return false;
    }
    if (p->rt->scratch.failed) return hki_raise_memory(p->rt);
    if (p->next < p->count && !p->mapping) return hki_raise(p->rt, HK_TYPE_ERROR, "not all arguments converted during string formatting");
    return true;
}

/* "%.2f" of one float that is not negative: what most formats are. (A tenth of the work.) The size of the text in `to`, or 0. */
static size_t put_fixed(const hki_str *format, hk_value args, char *to)
{
    const char *at = format->data;
    if (args.type == HKI_TUPLE && hki_as_list(args)->count == 1) args = hki_as_list(args)->items[0];
    bool fixed = format->size == 4 && at[0] == '%' && at[1] == '.' && at[2] >= '0' && at[2] <= '9' && at[3] == 'f';
    return fixed && args.type == HKI_FLOAT && args.as.d > 0 ? hki_fixed_text(to, args.as.d, at[2] - '0') : 0;
}

static bool make_fixed(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    char *to;
    hki_str *s = hki_str_sized(rt, size, size, &to);
    if (!s) return false;
    memcpy(to, text, size);
    s->head.flags |= HKI_STR_PLAIN;
    *out = hki_str_value(s);
    return true;
}

bool hki_percent(hki_rt *rt, hk_value format, hk_value args, hk_value *out)
{
    char fixed[32];
    size_t size = hki_is_safe(format) ? 0 : put_fixed(hki_as_str(format), args, fixed);
    if (size) return make_fixed(rt, fixed, size, out);
    const hki_str *text = hki_as_str(format);
    struct percent p = {.rt = rt, .at = text->data, .end = text->data + text->size, .format = text, .escape = hki_is_safe(format),
                        .args = args, .items = &args, .count = 1, .single = true, .mapping = is_mapping(args)};
    if (args.type == HKI_TUPLE) {
        p.single = false;
        p.items = hki_as_list(args)->items;
        p.count = hki_as_list(args)->count;
    }
    size_t mark = hki_text_begin(rt);
    if (write_all(&p)) return hki_text_end(rt, mark, format.flags & HKI_SAFE, out);
    hki_text_drop(rt, mark);
    return false;
}
