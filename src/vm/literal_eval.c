/* literal_eval.c: Python's literals. [python: ast.literal_eval after ast.parse(mode="eval")]
 *
 * In:  text.   Out: a number, complex ones too, string, bytes, tuple, list, dict, set, True, False, None or Ellipsis; or "no literal".
 * Always: nesting is counted; what is refused here stays a text. */
#include "base/charname.h"
#include "base/number_text.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/set.h"
#include "vm/native.h"

enum { MOST_NESTED = 100 };

typedef struct reader {
    hki_rt *rt;
    const char *at, *end;
    unsigned depth;             /* of values within values */
    unsigned open;              /* brackets: newlines do not end the expression inside */
    bool failed;                /* raised */
    hk_value unhashable;        /* a key or an item of a set: an error, if all is a literal; else NONE */
} reader;

static bool read_any(reader *p, hk_value *out);
static bool read_value(reader *p, hk_value *out);

static bool raised(reader *p)
{
    p->failed = true;
    return false;
}

static char peek(const reader *p, size_t ahead) { return (size_t)(p->end - p->at) > ahead ? p->at[ahead] : '\0'; }

/* White space, comments, and inside brackets newlines. */
static void skip_space(reader *p)
{
    for (;;) {
        char c = peek(p, 0);
        if (c == ' ' || c == '\t' || c == '\f' || (p->open && (c == '\n' || c == '\r'))) {
            p->at++;
        } else if (c == '\\' && peek(p, 1) == '\n' && p->end - p->at > 2) {
            p->at += 2;
        } else if (c == '#') {
            while (p->at < p->end && *p->at != '\n') p->at++;
        } else {
            return;
        }
    }
}

static bool skip(reader *p, char c)
{
    skip_space(p);
    if (peek(p, 0) != c || p->at == p->end) return false;
    p->at++;
    return true;
}

/* ---- strings */

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

/* Digits of a numeric escape. */
static bool read_point(reader *p, unsigned base, unsigned least, unsigned most, uint32_t *out)
{
    unsigned n = 0;
    for (*out = 0; n < most && p->at < p->end && digit_of(*p->at) < (int)base; n++) *out = *out * base + (uint32_t)digit_of(*p->at++);
    return n >= least;
}

static bool put_point(hki_buf *to, uint32_t point, bool bytes)
{
    if (bytes) {
        hki_buf_char(to, (char)point);
        return true;
    }
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
    hki_buf_point(to, point);
    return true;
}

/* The two halves of a character in escapes, as tojson writes it, are that character. */
static bool join_surrogates(reader *p, uint32_t *point)
{
    uint32_t low;
    if (*point < 0xd800 || *point > 0xdbff) return true;
    if (peek(p, 0) != '\\' || peek(p, 1) != 'u') return false;
    p->at += 2;
    if (!read_point(p, 16, 4, 4, &low) || low < 0xdc00 || low > 0xdfff) return false;
    *point = 0x10000 + ((*point - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* A character's name in braces. */
static bool read_name(reader *p, uint32_t *point)
{
    const char *name = p->at + 1, *close = peek(p, 0) == '{' ? memchr(p->at, '}', (size_t)(p->end - p->at)) : NULL;
    if (!close || !hki_char_named(name, (size_t)(close - name), point)) return false;
    p->at = close + 1;
    return true;
}

static bool read_escape(reader *p, hki_buf *to, bool bytes)
{
    static const char plain[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    char c = peek(p, 0);
    uint32_t point;
    if (p->at == p->end) return false;
    for (size_t k = 0; k + 1 < sizeof plain; k += 2) {
        if (plain[k] != c) continue;
        p->at++;
        hki_buf_char(to, plain[k + 1]);
        return true;
    }
    if (c >= '0' && c <= '7') return read_point(p, 8, 1, 3, &point) && put_point(to, point, bytes);
    if (c == '\n' || c == 'x' || (!bytes && (c == 'u' || c == 'U' || c == 'N'))) p->at++;
    if (c == '\n') return true;
    if (c == 'x') return read_point(p, 16, 2, 2, &point) && put_point(to, point, bytes);
    if (!bytes && c == 'u') return read_point(p, 16, 4, 4, &point) && join_surrogates(p, &point) && put_point(to, point, false);
    if (!bytes && c == 'U') return read_point(p, 16, 8, 8, &point) && put_point(to, point, false);
    if (!bytes && c == 'N') return read_name(p, &point) && put_point(to, point, false);
    hki_buf_char(to, '\\');
    return true;
}

/* The inside of one quoted piece, the opening quote being next. */
static bool read_quoted(reader *p, hki_buf *to, bool raw, bool bytes)
{
    char quote = *p->at;
    size_t quotes = peek(p, 1) == quote && peek(p, 2) == quote ? 3 : 1;
    p->at += quotes;
    while (p->at < p->end) {
        char c = *p->at;
        if (c == quote && (quotes == 1 || (peek(p, 1) == quote && peek(p, 2) == quote))) {
            p->at += quotes;
            return true;
        }
        if ((c == '\n' && quotes == 1) || (bytes && (unsigned char)c >= 0x80)) return false;
        p->at++;
        if (c == '\\' && raw) {
            hki_buf_char(to, c);
            if (p->at == p->end) return false;
            c = *p->at++;
        } else if (c == '\\') {
            if (!read_escape(p, to, bytes)) return false;
            continue;
        }
        hki_buf_char(to, c);
    }
    return false;
}

/* A prefix and a quote: 'r', 'b', 'u' in their combinations. */
static bool at_string(const reader *p, size_t *prefix, bool *raw, bool *bytes)
{
    bool unicode = false;
    *raw = *bytes = false;
    for (*prefix = 0; *prefix < 3; (*prefix)++) {
        char c = peek(p, *prefix);
        if (c == '\'' || c == '"') return !(unicode && *prefix > 1);
        c = (char)(c | 0x20);
        if (c == 'r' && !*raw) *raw = true;
        else if (c == 'b' && !*bytes) *bytes = true;
        else if (c == 'u' && !*prefix) unicode = true;
        else return false;
    }
    return false;
}

static bool make_bytes(reader *p, size_t mark, hk_value *out)
{
    hki_buf *from = &p->rt->scratch;
    size_t size = from->size - mark;
    hki_bytes *b = from->failed ? NULL : hki_object_alloc(p->rt, HKI_BYTES, sizeof *b + size);
    if (b) {
        b->size = (uint32_t)size;
        if (size) memcpy(b->data, from->data + mark, size);
        *out = hki_pointer(HKI_BYTES, b);
    } else {
        hki_raise_memory(p->rt);
    }
    hki_text_drop(p->rt, mark);
    return b || raised(p);
}

static bool read_string(reader *p, hk_value *out)
{
    size_t mark = hki_text_begin(p->rt), prefix;
    bool raw, bytes, first = true, all_bytes = false;
    while (at_string(p, &prefix, &raw, &bytes)) {
        if (!first && bytes != all_bytes) break;
        all_bytes = bytes;
        first = false;
        p->at += prefix;
        if (!read_quoted(p, &p->rt->scratch, raw, bytes)) {
            hki_text_drop(p->rt, mark);
            return false;
        }
        skip_space(p);
    }
    if (all_bytes) return make_bytes(p, mark, out);
    return hki_text_end(p->rt, mark, 0, out) || raised(p);
}

/* ---- numbers */

/* Digits with single underscores between them, copied without. */
static size_t read_digits(reader *p, hki_buf *to, int base)
{
    size_t n = 0;
    while (p->at < p->end) {
        if (*p->at == '_' && n && digit_of(peek(p, 1)) < base) p->at++;
        if (p->at == p->end || digit_of(*p->at) >= base) break;
        hki_buf_char(to, *p->at++);
        n++;
    }
    return n;
}

static bool make_int(reader *p, size_t mark, int base, hk_value *out)
{
    hk_value text;
    if (!hki_text_end(p->rt, mark, 0, &text)) return raised(p);
    if (hki_to_int(p->rt, text, base, out)) return true;
    if (p->rt->error->kind == HK_NO_MEMORY) return raised(p);
    hki_error_clear(p->rt->error);
    return false;
}

/* A fraction and an exponent, if there are any. */
static bool read_rest(reader *p, hki_buf *to, size_t whole, bool *is_float)
{
    size_t fraction = 0;
    *is_float = false;
    if (peek(p, 0) == '.') {
        *is_float = true;
        p->at++;
        hki_buf_char(to, '.');
        fraction = read_digits(p, to, 10);
    }
    if (!whole && !fraction) return false;
    if ((peek(p, 0) | 0x20) != 'e') return true;
    size_t sign = peek(p, 1) == '+' || peek(p, 1) == '-';
    if (digit_of(peek(p, 1 + sign)) > 9) return true;
    *is_float = true;
    hki_buf_put(to, p->at, 1 + sign);
    p->at += 1 + sign;
    return read_digits(p, to, 10) > 0;
}

static bool read_number(reader *p, hk_value *out)
{
    size_t mark = hki_text_begin(p->rt);
    hki_buf *to = &p->rt->scratch;
    char kind = (char)(peek(p, 1) | 0x20);
    int base = peek(p, 0) != '0' ? 10 : kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 10;
    bool is_float = false, is_imaginary = false, ok;
    if (base != 10) {
        p->at += 2;
        if (peek(p, 0) == '_') p->at++;
        ok = read_digits(p, to, base) > 0;
    } else {
        size_t whole = read_digits(p, to, 10);
        ok = read_rest(p, to, whole, &is_float);
        is_imaginary = ok && (peek(p, 0) | 0x20) == 'j';
        p->at += is_imaginary;
        /* [python] no leading zeros but in zero itself */
        if (ok && !is_float && !is_imaginary && whole > 1 && to->data[mark] == '0')
            for (size_t k = mark; k < to->size; k++) ok = ok && to->data[k] == '0';
    }
    ok = ok && !to->failed && digit_of(peek(p, 0)) == 99 && peek(p, 0) != '_' && !((unsigned char)peek(p, 0) & 0x80);
    if (ok && !is_float && !is_imaginary) return make_int(p, mark, base, out);
    double value = ok ? hki_float_literal(to->data + mark, to->size - mark) : 0;
    hki_text_drop(p->rt, mark);
    if (is_imaginary && ok) return hki_complex_new(p->rt, 0, value, out) || raised(p);
    *out = hki_float(value);
    return ok;
}

/* Is a number next, in parentheses or not? */
static bool at_number(reader p)
{
    p.open++;
    while (skip(&p, '(')) continue;
    return peek(&p, 0) == '.' || digit_of(peek(&p, 0)) < 10;
}

static bool read_signed(reader *p, hk_value *out)
{
    bool negative = *p->at++ == '-';
    if (!at_number(*p)) return false;       /* [python] one sign, before a number */
    skip_space(p);
    if (!read_any(p, out) || !(hki_is_number(*out) || hki_is_a(*out, &hki_complex_class))) return false;
    return (negative ? hki_neg(p->rt, *out, out) : hki_pos(p->rt, *out, out)) || raised(p);
}

/* [python] An imaginary number added to a real one, or taken from it, makes one literal of both. */
static bool read_imaginary(reader *p, hk_value *out)
{
    reader ahead = *p;
    hk_value other;
    skip_space(&ahead);
    char sign = peek(&ahead, 0);
    if ((sign != '+' && sign != '-') || !hki_is_number(*out) || out->type == HKI_BOOL) return true;
    ahead.at++;
    skip_space(&ahead);
    if (digit_of(peek(&ahead, 0)) > 9 && peek(&ahead, 0) != '.') return true;
    if (!read_number(&ahead, &other) || !hki_is_a(other, &hki_complex_class)) return !(p->failed = ahead.failed);
    *p = ahead;
    return (sign == '+' ? hki_add(p->rt, *out, other, out) : hki_sub(p->rt, *out, other, out)) || raised(p);
}

/* ---- containers */

static bool repr_ellipsis(hki_rt *rt, hki_object *o, hki_buf *out)
{
    (void)rt, (void)o;
    hki_buf_str(out, "Ellipsis");
    return true;
}

static bool read_ellipsis(reader *p, hk_value *out)
{
    static const hki_class ellipsis = {.name = "ellipsis", .repr = repr_ellipsis};
    hki_object *o = hki_object_new(p->rt, &ellipsis, 0);
    if (!o) return raised(p);
    p->at += 3;
    *out = hki_object_value(o);
    return true;
}

static bool empty_set(reader *p, hk_value *out)
{
    if (!skip(p, '(')) return false;
    p->open++;
    bool ok = skip(p, ')');
    p->open--;
    if (!ok) return false;
    hki_dict *none = hki_dict_new(p->rt, 0);
    return (none && hki_set_of(p->rt, none, out)) || raised(p);
}

static bool read_word(reader *p, hk_value *out)
{
    static const struct { const char *word; hk_value value; } words[] = {
        {"True", {.type = HKI_BOOL, .as.i = 1}}, {"False", {.type = HKI_BOOL}}, {"None", {.type = HKI_NONE}}};
    size_t size = 0;
    while (p->at + size < p->end && (digit_of(p->at[size]) < 99 || p->at[size] == '_' || (unsigned char)p->at[size] >= 0x80)) size++;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (strlen(words[k].word) != size || memcmp(words[k].word, p->at, size) != 0) continue;
        p->at += size;
        *out = words[k].value;
        return true;
    }
    if (size == 3 && memcmp(p->at, "set", 3) == 0) {
        p->at += 3;
        return empty_set(p, out);
    }
    /* a name is no literal, but what cannot be hashed was met before it */
    p->at += size;
    *out = hki_none();
    return size && p->unhashable.type != HKI_NONE;
}

/* Items up to `close`; *commas says whether there was one. */
static bool read_items(reader *p, char close, hki_list **out, bool *commas)
{
    hk_value item;
    *commas = false;
    *out = hki_list_new(p->rt, 0);
    if (!*out) return raised(p);
    while (!(close ? skip(p, close) : (skip_space(p), p->at == p->end))) {
        if ((*out)->count && !*commas) return false;
        if (!read_value(p, &item)) return false;
        if (!hki_list_push(p->rt, *out, item)) return raised(p);
        if (skip(p, ',')) *commas = true;
        else return close ? skip(p, close) : true;
    }
    return !(*commas && !(*out)->count);
}

static bool as_tuple(reader *p, const hki_list *items, hk_value *out)
{
    hki_list *t = hki_tuple_new(p->rt, items->items, items->count);
    if (!t) return raised(p);
    *out = hki_list_value(t);
    return true;
}

static bool read_bracketed(reader *p, char close, hk_value *out)
{
    hki_list *items;
    bool commas, ok;
    p->at++;
    p->open++;
    ok = read_items(p, close, &items, &commas);
    p->open--;
    if (!ok) return false;
    if (close == ']') {
        *out = hki_list_value(items);
        return true;
    }
    if (items->count == 1 && !commas) {
        *out = items->items[0];
        return true;
    }
    return as_tuple(p, items, out);
}

static bool add(reader *p, hki_dict *d, hk_value key, hk_value value)
{
    if (hki_dict_set(p->rt, d, key, value)) return true;
    if (p->rt->error->kind != HK_TYPE_ERROR) return raised(p);
    hki_error_clear(p->rt->error);
    if (p->unhashable.type == HKI_NONE) p->unhashable = key;
    return true;
}

/* Pairs, or the items of a set. */
static bool read_keys(reader *p, hki_dict *d, bool *pairs)
{
    hk_value key, value = hki_none();
    *pairs = true;
    for (bool first = true; !skip(p, '}'); first = false) {
        if (!read_value(p, &key)) return false;
        bool pair = skip(p, ':');
        if (first) *pairs = pair;
        if (pair != *pairs || (pair && !read_value(p, &value)) || !add(p, d, key, value)) return false;
        if (!skip(p, ',')) return skip(p, '}');
    }
    return true;
}

static bool read_braces(reader *p, hk_value *out)
{
    hki_dict *d = hki_dict_new(p->rt, 0);
    bool pairs;
    if (!d) return raised(p);
    p->at++;
    p->open++;
    bool ok = read_keys(p, d, &pairs);
    p->open--;
    *out = hki_dict_value(d);
    return ok && (pairs || hki_set_of(p->rt, d, out) || raised(p));
}

static bool read_any(reader *p, hk_value *out)
{
    size_t prefix;
    bool raw, bytes;
    char c = peek(p, 0);
    if (at_string(p, &prefix, &raw, &bytes)) return read_string(p, out);
    if (c == '(' || c == '[') return read_bracketed(p, c == '(' ? ')' : ']', out);
    if (c == '{') return read_braces(p, out);
    if (c == '.' && peek(p, 1) == '.' && peek(p, 2) == '.') return read_ellipsis(p, out);
    if (c == '-' || c == '+') return read_signed(p, out);
    return digit_of(c) < 10 || c == '.' ? read_number(p, out) : read_word(p, out);
}

static bool read_value(reader *p, hk_value *out)
{
    skip_space(p);
    if (p->at == p->end || p->depth >= MOST_NESTED) return false;
    p->depth++;
    bool ok = read_any(p, out) && read_imaginary(p, out);
    p->depth--;
    return ok;
}

/* What may stand behind the expression: newlines, white space, comments. */
static bool at_end(reader *p)
{
    p->open++;
    skip_space(p);
    p->open--;
    return p->at == p->end;
}

/* Where the first line begins that is more than white space and a comment; a form feed begins it anew. */
static const char *first_line(const char *at, const char *end)
{
    for (const char *next = at; next < end; next++) {
        if (*next == '#') {
            next = memchr(next, '\n', (size_t)(end - next));
            if (!next) break;
        }
        if (*next == '\n' || *next == '\f') at = next + 1;
        else if (*next != ' ' && *next != '\t') break;
    }
    return at;
}

/* [python] A last line of nothing but white space is indented, unless it goes on the one before. A form feed begins a line anew. */
static bool ends_indented(const char *text, const char *end)
{
    const char *at = end;
    if (at == text || (at[-1] != ' ' && at[-1] != '\t')) return false;
    while (at > text && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\f')) at--;
    return at > text && at[-1] == '\n' && (at - text == 1 || at[-2] != '\\');
}

/* [python] All line ends are newlines: a copy with those, NULL after raising. */
static char *with_newlines(hki_rt *rt, const char *text, size_t *size)
{
    char *copy = hki_region_array(rt->region, *size, 1), *to = copy;
    if (!copy) return NULL;
    for (const char *at = text, *end = text + *size; at < end; at++) {
        *to++ = *at == '\r' ? '\n' : *at;
        if (*at == '\r' && at + 1 < end && at[1] == '\n') at++;
    }
    *size = (size_t)(to - copy);
    return copy;
}

/* The whole text. */
static bool read_all(reader *p, hk_value *out)
{
    const char *text = p->at;
    hki_list *items;
    bool commas = false;
    if (!read_value(p, out)) return false;
    if (at_end(p)) return true;
    if (!skip(p, ',')) return false;
    /* a tuple without parentheses: read again as a row of items */
    p->at = text;
    while (p->end > p->at && (p->end[-1] == '\n' || p->end[-1] == ' ')) p->end--;
    return read_items(p, '\0', &items, &commas) && at_end(p) && as_tuple(p, items, out);
}

int hki_literal_eval(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    if (size && memchr(text, '\r', size) && !(text = with_newlines(rt, text, &size))) return HKI_ERROR;
    reader p = {.rt = rt, .at = text, .end = text + size, .unhashable = hki_none()};
    uint32_t hash;
    if (!size || memchr(text, '\0', size)) return HKI_NO;
    p.at = text = first_line(text, p.end);
    if (peek(&p, 0) == ' ' || peek(&p, 0) == '\t' || ends_indented(text, p.end)) return HKI_NO;
    if (!read_all(&p, out)) return p.failed ? HKI_ERROR : HKI_NO;
    return p.unhashable.type == HKI_NONE || hki_hash(rt, p.unhashable, &hash) ? HKI_YES : HKI_ERROR;
}
