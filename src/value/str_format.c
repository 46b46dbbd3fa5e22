/* str_format.c: str.format and str.format_map.
 *
 * In:  a format with replacement fields, and what they may name.   Out: the text, Markup if the format is.
 * Always: fields nest two deep at most.
 *
 * Python has two implementations, which differ in corners: the one behind str.format, written in C [python:
 * string_format.h], and string.Formatter, on which Markup.format and the sandbox build [python: string.py; jinja: sandbox.py].
 * `formatter` says which one is followed. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/call.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/format.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

enum { NESTING = 2 };           /* formats in formats */
enum numbering { NOT_YET, AUTOMATIC, MANUAL };

struct job {
    hki_rt *rt;
    const hki_args *args;       /* positional and named arguments; NULL: there is only `map` */
    hk_value map;               /* of format_map, or the named arguments if they are many */
    bool formatter, escape;
    bool safe;                  /* the result is Markup */
    bool last;                  /* nothing stands behind the field that is being written */
    size_t mark;                /* where the result begins in the scratch buffer */
    enum numbering numbering;
    int64_t next;               /* automatic number */
};

struct text { const char *at, *end; };

struct field {
    struct text name, spec;
    uint32_t conversion;        /* 0: none */
    bool nested;                /* the spec has fields of its own */
};

static bool value_error(struct job *j, const char *message) { return hki_raise(j->rt, HK_VALUE_ERROR, "%s", message); }

/* ---------------------------------------------------------------- reading */

/* Reads from behind ':' to the '}' that ends the field. */
static bool read_spec(struct job *j, struct text *t, struct field *f)
{
    int depth = 1;
    f->spec.at = t->at;
    while (t->at < t->end) {
        char c = *t->at++;
        if (c == '{') {
            f->nested = true;
            depth++;
        } else if (c == '}' && !--depth) {
            f->spec.end = t->at - 1;
            return true;
        }
    }
    return value_error(j, "unmatched '{' in format spec");
}

static bool read_conversion(struct job *j, struct text *t, struct field *f)
{
    if (t->at == t->end) return value_error(j, "end of string while looking for conversion specifier");
    f->conversion = hki_utf8_next(&t->at);
    if (t->at == t->end) return read_spec(j, t, f);
    char c = *t->at++;
    if (c == '}') return true;
    if (c != ':') return value_error(j, "expected ':' after conversion specifier");
    return read_spec(j, t, f);
}

/* What stands between braces, from behind '{' on; `t` moves behind '}'. */
static bool read_field(struct job *j, struct text *t, struct field *f)
{
    *f = (struct field){.name = {t->at, t->at}, .spec = {t->at, t->at}};
    while (t->at < t->end) {
        char c = *t->at++;
        if (c == '{') return value_error(j, "unexpected '{' in field name");
        if (c == '[') while (t->at < t->end && *t->at != ']') t->at++;
        if (c != '}' && c != ':' && c != '!') continue;
        f->name.end = t->at - 1;
        return c == '}' || (c == ':' ? read_spec(j, t, f) : read_conversion(j, t, f));
    }
    return value_error(j, "expected '}' before end of string");
}

/* Takes the literal text up to the next field, and the field if there is one: HKI_YES, HKI_NO (only text), HKI_ERROR. */
static int read_piece(struct job *j, struct text *t, struct text *literal, struct field *f)
{
    literal->at = t->at;
    while (t->at < t->end && *t->at != '{' && *t->at != '}') t->at++;
    literal->end = t->at;
    if (t->at == t->end) return HKI_NO;
    char c = *t->at++;
    if (t->at < t->end && *t->at == c) {    /* a doubled brace stands for itself */
        literal->end = t->at++;
        return HKI_NO;
    }
    bool ok;
    if (c == '}') ok = value_error(j, "Single '}' encountered in format string");
    else if (t->at == t->end) ok = value_error(j, "Single '{' encountered in format string");
    else ok = read_field(j, t, f);
    return ok ? HKI_YES : HKI_ERROR;
}

/* ---------------------------------------------------------------- finding the value */

/* *out = the number that `t` is, or -1 if it is none. */
static bool number_of(struct job *j, struct text t, int64_t *out)
{
    const char *at = t.at;
    int found = hki_format_count(&at, t.end, out);
    if (found == HKI_ERROR) return value_error(j, "Too many decimal digits in format string");
    if (found == HKI_NO || at != t.end) *out = -1;
    return true;
}

static bool raise_numbering(struct job *j, bool to_automatic)
{
    return value_error(j, to_automatic ? "cannot switch from manual field specification to automatic field numbering"
                                       : "cannot switch from automatic field numbering to manual field specification");
}

/* [python] str.format: a field without a name takes the next number, whatever follows ("{.name}"). */
static bool number_field(struct job *j, bool empty, int64_t *index)
{
    if (!empty && *index < 0) return true;
    enum numbering want = empty ? AUTOMATIC : MANUAL;
    if (j->numbering == NOT_YET) j->numbering = want;
    if (j->numbering != want) return raise_numbering(j, empty);
    if (empty) *index = j->next++;
    return true;
}

/* [python] string.Formatter looks at the whole field, "0.name" is no number to it, and has one message for both faults. */
static bool number_field_formatter(struct job *j, struct text name, int64_t *index)
{
    if (name.at == name.end) {
        if (j->numbering == MANUAL) return raise_numbering(j, true);
        *index = j->next++;
        return true;
    }
    while (name.at < name.end)
        if (!hki_uc_digit(hki_utf8_next(&name.at))) return true;
    if (j->numbering != MANUAL && j->next) return raise_numbering(j, true);
    j->numbering = MANUAL;
    return true;
}

static bool positional(struct job *j, int64_t index, hk_value *out)
{
    if (!j->args && !j->formatter) return value_error(j, "Format string contains positional fields");
    if (j->args && (uint64_t)index < j->args->npos) {
        *out = j->args->pos[index];
        return true;
    }
    if (j->formatter) return hki_raise(j->rt, HK_INDEX_ERROR, "tuple index out of range");
    return hki_raise(j->rt, HK_INDEX_ERROR, "Replacement index %l out of range for positional args tuple", index);
}

static bool named(struct job *j, struct text name, hk_value *out)
{
    hk_value key;
    if (j->args && j->map.type == HKI_NONE)
        for (uint32_t i = 0; i < j->args->nkw; i++)
            if (hki_str_is(hki_as_str(j->args->names[i]), name.at, (size_t)(name.end - name.at))) {
                *out = j->args->values[i];
                return true;
            }
    if (!hki_make_str(j->rt, name.at, (size_t)(name.end - name.at), &key)) return false;
    if (j->args && j->map.type == HKI_NONE) return hki_raise(j->rt, HK_KEY_ERROR, "%r", key);
    return hki_subscript(j->rt, j->map, key, out);
}

static bool attribute(struct job *j, hk_value object, struct text name, hk_value *out)
{
    hk_value key;
    if (!hki_make_str(j->rt, name.at, (size_t)(name.end - name.at), &key)) return false;
    if (j->rt->sandbox) return hki_getattr(j->rt, object, key, out);
    int found = hki_attr_only(j->rt, object, hki_as_str(key), out);
    if (found != HKI_NO) return found == HKI_YES;
    const char *text = hki_region_text(j->rt->region, name.at, (size_t)(name.end - name.at));
    return text ? hki_no_attribute(j->rt, object, text) : hki_raise_memory(j->rt);
}

static bool item(struct job *j, hk_value object, struct text name, hk_value *out)
{
    hk_value key;
    int64_t index;
    if (!number_of(j, name, &index)) return false;
    if (name.at == name.end) return value_error(j, "Empty attribute in format string");
    if (index >= 0) key = hki_int(index);
    else if (!hki_make_str(j->rt, name.at, (size_t)(name.end - name.at), &key)) return false;
    return j->rt->sandbox ? hki_getitem(j->rt, object, key, out) : hki_subscript(j->rt, object, key, out);
}

/* ".name" and "[item]" behind the first name */
static bool follow(struct job *j, struct text rest, hk_value *value)
{
    while (rest.at < rest.end) {
        char c = *rest.at++;
        struct text name = {rest.at, rest.at};
        if (c == '.') {
            while (name.end < rest.end && *name.end != '.' && *name.end != '[') name.end++;
            rest.at = name.end;
            if (name.at == name.end) return value_error(j, "Empty attribute in format string");
            if (!attribute(j, *value, name, value)) return false;
        } else if (c == '[') {
            while (name.end < rest.end && *name.end != ']') name.end++;
            if (name.end == rest.end) return value_error(j, "Missing ']' in format string");
            rest.at = name.end + 1;
            if (!item(j, *value, name, value)) return false;
        } else {
            return value_error(j, "Only '.' or '[' may follow ']' in format field specifier");
        }
    }
    return true;
}

static bool find_value(struct job *j, struct text name, hk_value *out)
{
    struct text first = name, rest = name;
    int64_t index = -1;
    while (rest.at < rest.end && *rest.at != '.' && *rest.at != '[') rest.at++;
    first.end = rest.at;
    if (j->formatter) {
        if (!number_field_formatter(j, name, &index)) return false;
        if (index < 0 && !number_of(j, first, &index)) return false;
    } else if (!number_of(j, first, &index) || !number_field(j, first.at == first.end, &index)) {
        return false;
    }
    return (index >= 0 ? positional(j, index, out) : named(j, first, out)) && follow(j, rest, out);
}

/* ---------------------------------------------------------------- writing */

static bool raise_conversion(struct job *j, uint32_t c)
{
    if (j->formatter || (c > 32 && c < 127)) return hki_raise(j->rt, HK_VALUE_ERROR, "Unknown conversion specifier %c", c);
    char hex[9];
    size_t at = sizeof hex - 1;
    hex[at] = '\0';
    do hex[--at] = "0123456789abcdef"[c & 15]; while (c >>= 4);
    return hki_raise(j->rt, HK_VALUE_ERROR, "Unknown conversion specifier \\x%s", hex + at);
}

static bool convert(struct job *j, uint32_t conversion, hk_value *value)
{
    size_t mark = hki_text_begin(j->rt);
    hki_buf *out = &j->rt->scratch;
    bool ok;
    switch (conversion) {
    case 's': ok = hki_print(j->rt, out, *value); break;
    case 'r': ok = hki_repr(j->rt, out, *value); break;
    case 'a': ok = hki_ascii(j->rt, out, *value); break;
    default: ok = raise_conversion(j, conversion); break;
    }
    if (ok) return hki_text_end(j->rt, mark, 0, value);
    hki_text_drop(j->rt, mark);
    return false;
}

static bool has_html(hk_value v)
{
    return v.type == HKI_OBJECT ? hki_as_object(v)->cls->html != NULL : v.type == HKI_UNDEFINED && v.aux == HKI_UNDEFINED_CHAINABLE;
}

/* [jinja] markupsafe.EscapeFormatter.format_field */
static bool write_escaped(struct job *j, hk_value value, struct text spec)
{
    size_t size = (size_t)(spec.end - spec.at);
    hki_buf *out = &j->rt->scratch;
    if (!size) return hki_print_escaped(j->rt, out, value);
    if (hki_is_safe(value)) return value_error(j, "Unsupported format specification for Markup.");
    hk_value text;
    if (has_html(value)) {
        if (!hki_make_str(j->rt, spec.at, size, &text)) return false;
        return hki_raise(j->rt, HK_VALUE_ERROR, "Format specifier %S given, but <class '%s%t'> does not define __html_format__. A class "
                         "that defines __html__ must define __html_format__ to work with format specifiers.", hki_as_str(text),
                         value.type == HKI_UNDEFINED ? "jinja2.runtime." : "", value);
    }
    size_t mark = hki_text_begin(j->rt);
    if (!hki_format_spec(j->rt, out, value, spec.at, size)) {
        hki_text_drop(j->rt, mark);
        return false;
    }
    return hki_text_end(j->rt, mark, 0, &text) && hki_print_escaped(j->rt, out, text);
}

static bool write_format(struct job *j, struct text format, int depth);

/* The spec with its own fields filled in; what comes out is kept in the region, as the scratch buffer moves. */
static bool expand_spec(struct job *j, struct text *spec, int depth)
{
    hk_value text;
    size_t mark = hki_text_begin(j->rt);
    if (!write_format(j, *spec, depth)) {
        hki_text_drop(j->rt, mark);
        return false;
    }
    if (!hki_text_end(j->rt, mark, 0, &text)) return false;
    *spec = (struct text){hki_as_str(text)->data, hki_as_str(text)->data + hki_as_str(text)->size};
    return true;
}

/* [python] Where all of the result is one text that a spec left as it was ("{:s}"), that object is the result: Markup stays Markup. */
static void keep_markup(struct job *j, hk_value value, size_t start)
{
    const hki_str *text = hki_as_str(value);
    const hki_buf *out = &j->rt->scratch;
    if (start == j->mark && text->size && hki_str_is(text, out->data + start, out->size - start)) j->safe = true;
}

static bool write_field(struct job *j, struct field *f, int depth)
{
    hk_value value;
    bool last = j->last;        /* the spec's own fields change it */
    if (!find_value(j, f->name, &value)) return false;
    if (f->conversion && !convert(j, f->conversion, &value)) return false;
    /* [python] string.Formatter expands each spec, and so finds out one level earlier that fields nest too deep. */
    if ((f->nested || (j->formatter && depth == 0)) && !expand_spec(j, &f->spec, depth - 1)) return false;
    if (j->escape) return write_escaped(j, value, f->spec);
    size_t start = j->rt->scratch.size, size = (size_t)(f->spec.end - f->spec.at);
    if (!hki_format_spec(j->rt, &j->rt->scratch, value, f->spec.at, size)) return false;
    if (size && !j->formatter && hki_is_safe(value) && last) keep_markup(j, value, start);
    return true;
}

static bool write_format(struct job *j, struct text format, int depth)
{
    if (depth < (j->formatter ? 0 : 1)) return value_error(j, "Max string recursion exceeded");
    while (format.at < format.end) {
        struct text literal;
        struct field f = {0};
        int found = read_piece(j, &format, &literal, &f);
        if (found == HKI_ERROR) return false;
        hki_buf_put(&j->rt->scratch, literal.at, (size_t)(literal.end - literal.at));
        if (j->rt->scratch.failed) return hki_raise_memory(j->rt);
        j->last = depth == NESTING && format.at == format.end;
        if (found == HKI_YES && !write_field(j, &f, depth)) return false;
        if (j->rt->scratch.failed) return hki_raise_memory(j->rt);
    }
    return true;
}

static bool run(struct job *j, hk_value format, hk_value *out)
{
    const hki_str *text = hki_as_str(format);
    j->escape = j->safe = hki_is_safe(format);
    j->formatter = j->escape || j->rt->sandbox;
    size_t mark = j->mark = hki_text_begin(j->rt);
    if (write_format(j, (struct text){text->data, text->data + text->size}, NESTING))
        return hki_text_end(j->rt, mark, j->safe ? HKI_SAFE : 0, out);
    hki_text_drop(j->rt, mark);
    return false;
}

bool hki_str_format(hki_rt *rt, hk_value format, const hki_args *args, hk_value *out)
{
    enum { FEW = 8 };
    struct job j = {.rt = rt, .args = args, .map = hki_none()};
    if (args->nkw > FEW) {      /* looked up one by one, many names and many fields would take the product of both */
        hki_dict *dict = hki_dict_new(rt, args->nkw);
        if (!dict) return false;
        for (uint32_t i = 0; i < args->nkw; i++)
            if (!hki_dict_set(rt, dict, args->names[i], args->values[i])) return false;
        j.map = hki_dict_value(dict);
    }
    return run(&j, format, out);
}

bool hki_str_format_map(hki_rt *rt, hk_value format, hk_value map, hk_value *out)
{
    struct job j = {.rt = rt, .map = map};
    return run(&j, format, out);
}
