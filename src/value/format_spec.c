/* format_spec.c: format(value, spec).
 *
 * In:  a value and a spec of Python's mini language, "[[fill]align][sign][z][#][0][width][grouping][.precision][type]".
 * Out: the text, appended to a buffer.
 * Always: a spec is read whole before anything is written; what it may ask for depends on the type of the value. */
#include "base/limits.h"
#include "base/utf8.h"
#include "value/format.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

struct spec {
    hki_layout layout;
    int64_t precision;          /* -1: none */
    uint32_t type;              /* 0: none */
    bool alternate, no_negative_zero;
};

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static bool read_count(hki_rt *rt, const char **at, const char *end, int64_t *out, int *found)
{
    *found = hki_format_count(at, end, out);
    return *found != HKI_ERROR || hki_raise(rt, HK_VALUE_ERROR, "Too many decimal digits in format string");
}

static bool skip(const char **at, const char *end, char c)
{
    if (*at == end || **at != c) return false;
    ++*at;
    return true;
}

/* Fill and alignment; says whether each was there. */
static void read_align(struct spec *s, const char **at, const char *end, bool *fill, bool *align)
{
    *fill = *align = false;
    if (*at == end) return;
    const char *next = *at;
    uint32_t first = hki_utf8_next(&next);
    if (next < end && is_align((unsigned char)*next)) {
        s->layout.fill = first;
        s->layout.align = *next;
        *at = next + 1;
        *fill = *align = true;
    } else if (is_align(first)) {
        s->layout.align = (char)first;
        *at = next;
        *align = true;
    }
}

static bool raise_both_separators(hki_rt *rt) { return hki_raise(rt, HK_VALUE_ERROR, "Cannot specify both ',' and '_'."); }

static bool read_separator(hki_rt *rt, struct spec *s, const char **at, const char *end)
{
    if (skip(at, end, ',')) s->layout.separator = ',';
    if (skip(at, end, '_')) {
        if (s->layout.separator) return raise_both_separators(rt);
        s->layout.separator = '_';
    }
    if (s->layout.separator == '_' && *at < end && **at == ',') return raise_both_separators(rt);
    return true;
}

/* A character as messages show it: itself, or \x… */
static bool raise_about(hki_rt *rt, const char *before, uint32_t c, const char *after)
{
    char text[16] = {(char)c};
    if (c <= 32 || c >= 128) {
        static const char hex[] = "0123456789abcdef";
        size_t at = 0;
        text[at++] = '\\';
        text[at++] = 'x';
        int shift = 28;
        while (shift > 0 && !(c >> shift)) shift -= 4;
        for (; shift >= 0; shift -= 4) text[at++] = hex[(c >> shift) & 15];
        text[at] = '\0';
    }
    return hki_raise(rt, HK_VALUE_ERROR, "%s'%s'%s", before, text, after);
}

static bool one_of(uint32_t type, const char *types) { return type && type < 128 && strchr(types, (int)type); }

/* Separators go with numbers in base 10; underscores also, every four digits, with the other bases. */
static bool check_separator(hki_rt *rt, struct spec *s, uint32_t type)
{
    if (!s->layout.separator) return true;
    s->layout.group = 3;
    if (type == 0 || one_of(type, "defgEG%F")) return true;
    if (s->layout.separator == '_' && one_of(type, "boxX")) {
        s->layout.group = 4;
        return true;
    }
    return raise_about(rt, s->layout.separator == ',' ? "Cannot specify ',' with " : "Cannot specify '_' with ", type, ".");
}

static bool read_tail(hki_rt *rt, struct spec *s, hk_value value, const char *spec, size_t size, const char *at)
{
    const char *end = spec + size, *next = at;
    int found;
    if (skip(&at, end, '.')) {
        if (!read_count(rt, &at, end, &s->precision, &found)) return false;
        if (found == HKI_NO) return hki_raise(rt, HK_VALUE_ERROR, "Format specifier missing precision");
    }
    next = at;
    if (at < end) s->type = hki_utf8_next(&next);
    if (next == end) return true;
    hki_str *shown = hki_str_new(rt, spec, size);
    return shown && hki_raise(rt, HK_VALUE_ERROR, "Invalid format specifier '%S' for object of type '%t'", shown, value);
}

/* [python] formatter_unicode.c parse_internal_render_format_spec */
static bool read_spec(hki_rt *rt, struct spec *s, hk_value value, const char *spec, size_t size, char type, char align)
{
    const char *at = spec, *end = spec + size;
    bool fill_given, align_given;
    int found;
    *s = (struct spec){.layout = {.width = -1, .fill = ' ', .align = align}, .precision = -1};
    read_align(s, &at, end, &fill_given, &align_given);
    if (at < end && (*at == ' ' || *at == '+' || *at == '-')) s->layout.sign = *at++;
    s->no_negative_zero = skip(&at, end, 'z');
    s->alternate = skip(&at, end, '#');
    if (!fill_given && skip(&at, end, '0')) {
        s->layout.fill = '0';
        if (!align_given && align == '>') s->layout.align = '=';
    }
    if (!read_count(rt, &at, end, &s->layout.width, &found)) return false;
    if (found == HKI_NO) s->layout.width = -1;
    s->type = (uint32_t)(unsigned char)type;
    if (!read_separator(rt, s, &at, end) || !read_tail(rt, s, value, spec, size, at)) return false;
    return check_separator(rt, s, s->type);
}

static bool raise_unknown_type(hki_rt *rt, hk_value value, uint32_t type)
{
    size_t mark = hki_text_begin(rt);
    hk_value after = hki_none();
    hki_format(rt, &rt->scratch, " for object of type '%t'", value);
    hki_buf_char(&rt->scratch, '\0');
    return hki_text_end(rt, mark, 0, &after) && raise_about(rt, "Unknown format code ", type, hki_as_str(after)->data);
}

/* ---------------------------------------------------------------- by type */

static const char *string_fault(const struct spec *s)
{
    if (s->layout.sign == ' ') return "Space not allowed in string format specifier";
    if (s->layout.sign) return "Sign not allowed in string format specifier";
    if (s->no_negative_zero) return "Negative zero coercion (z) not allowed in string format specifier";
    if (s->alternate) return "Alternate form (#) not allowed in string format specifier";
    if (s->layout.align == '=') return "'=' alignment not allowed in string format specifier";
    return NULL;
}

static bool format_string(hki_rt *rt, hki_buf *out, hk_value value, const char *spec, size_t size)
{
    struct spec s;
    if (!read_spec(rt, &s, value, spec, size, 's', '<')) return false;
    if (s.type != 's') return raise_unknown_type(rt, value, s.type);
    const char *fault = string_fault(&s);
    if (fault) return hki_raise(rt, HK_VALUE_ERROR, "%s", fault);
    const hki_str *text = hki_as_str(value);
    size_t points = text->points, bytes = text->size, start = out->size;
    if (s.precision >= 0 && (uint64_t)s.precision < points) {
        points = (size_t)s.precision;
        bytes = hki_str_offset(text, points);
    }
    hki_buf_put(out, text->data, bytes);
    return hki_format_pad(rt, out, &s.layout, start, points);
}

static bool format_float(hki_rt *rt, hki_buf *out, hk_value value, struct spec *s)
{
    double d;
    bool percent = s->type == '%';
    char type = percent ? 'f' : s->type == 'n' ? 'g' : (char)s->type;
    unsigned flags = (s->alternate ? HKI_FLOAT_ALT : 0) | (s->no_negative_zero ? HKI_FLOAT_NO_NEGATIVE_ZERO : 0);
    if (!hki_as_double(rt, value, &d)) return false;
    if (s->precision > INT32_MAX) return hki_raise(rt, HK_VALUE_ERROR, "precision too big");
    if (!type) {
        flags |= HKI_FLOAT_ADD_DOT;
        type = s->precision < 0 ? 'r' : 'g';
    }
    if (s->precision < 0) s->precision = type == 'r' ? 0 : 6;
    hki_number number = {.start = out->size, .prefix = ""};
    if (!hki_format_float(rt, out, percent ? d * 100 : d, type, s->precision, flags, &number.negative)) return false;
    if (percent) hki_buf_char(out, '%');
    if (out->failed) return hki_raise_memory(rt);
    size_t length = out->size - number.start;
    while (number.digits < length && out->data[number.start + number.digits] >= '0' && out->data[number.start + number.digits] <= '9')
        number.digits++;
    number.rest = length - number.digits;
    if (s->layout.sign == '-') s->layout.sign = 0;
    return hki_format_number(rt, out, &s->layout, &number);
}

static bool format_character(hki_rt *rt, hki_buf *out, hk_value value, struct spec *s)
{
    if (s->layout.sign) return hki_raise(rt, HK_VALUE_ERROR, "Sign not allowed with integer format specifier 'c'");
    if (s->alternate) return hki_raise(rt, HK_VALUE_ERROR, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (value.type == HKI_BIGINT) return hki_raise(rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C long");
    hki_number number = {.start = out->size, .prefix = "", .rest = 1};
    return hki_format_point(rt, out, value.as.i) && hki_format_number(rt, out, &s->layout, &number);
}

static void upper_ascii(char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] >= 'a' && text[i] <= 'z') text[i] = (char)(text[i] - ('a' - 'A'));
}

static bool format_integer(hki_rt *rt, hki_buf *out, hk_value value, struct spec *s)
{
    if (s->precision >= 0) return hki_raise(rt, HK_VALUE_ERROR, "Precision not allowed in integer format specifier");
    if (s->no_negative_zero) return hki_raise(rt, HK_VALUE_ERROR, "Negative zero coercion (z) not allowed in integer format specifier");
    if (s->type == 'c') return format_character(rt, out, value, s);
    int base = s->type == 'b' ? 2 : s->type == 'o' ? 8 : s->type == 'x' || s->type == 'X' ? 16 : 10;
    hki_number number = {.start = out->size, .prefix = ""};
    if (!hki_format_digits(rt, out, value, base, &number.negative)) return false;
    if (out->failed) return hki_raise_memory(rt);
    number.digits = out->size - number.start;
    if (s->type == 'X') upper_ascii(out->data + number.start, number.digits);
    if (s->alternate && base != 10) number.prefix = s->type == 'b' ? "0b" : s->type == 'o' ? "0o" : s->type == 'x' ? "0x" : "0X";
    if (s->layout.sign == '-') s->layout.sign = 0;
    return hki_format_number(rt, out, &s->layout, &number);
}

static bool format_number(hki_rt *rt, hki_buf *out, hk_value value, const char *spec, size_t size)
{
    struct spec s;
    bool is_float = value.type == HKI_FLOAT;
    if (!read_spec(rt, &s, value, spec, size, is_float ? '\0' : 'd', '>')) return false;
    if (one_of(s.type, "eEfFgG%") || (is_float && (!s.type || s.type == 'n'))) return format_float(rt, out, value, &s);
    if (!is_float && one_of(s.type, "bcdoxXn")) return format_integer(rt, out, value, &s);
    return raise_unknown_type(rt, value, s.type);
}

bool hki_format_spec(hki_rt *rt, hki_buf *out, hk_value value, const char *spec, size_t size)
{
    if (!size) return hki_print(rt, out, value);
    if (value.type == HKI_STRING) return format_string(rt, out, value, spec, size);
    if (hki_is_number(value)) return format_number(rt, out, value, spec, size);
    return hki_raise(rt, HK_TYPE_ERROR, "unsupported format string passed to %t.__format__", value);
}
