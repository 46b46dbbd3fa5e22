/* signature.c: the text of a signature -> the parameters of a function.
 *
 * In:  "value, width=80, *args, key=None, **kwargs".   Out: f->params and the counts that binding goes by.
 * Always: parameters stand in the order of the text, those that may be given by position first; a name is where it stands
 * in the signature, which outlives the function; defaults live in rt->region. */
#include "base/number_text.h"
#include "value/call.h"
#include "value/hint.h"
#include "value/str.h"

enum { MAX_PARAMS = 255 };

/* How far the text is read, and what was seen before: after "/" nothing is positional-only, after "*" nothing is positional. */
typedef struct reader {
    hki_rt *rt;
    const char *text, *at;
    hki_param *params;
    unsigned count;
    bool keyword_only, default_seen;
    const char *fault;          /* what is wrong at `at`, for a person */
} reader;

static bool refuse(reader *r, const char *fault)
{
    r->fault = fault;
    return false;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void skip_space(reader *r)
{
    while (*r->at == ' ' || *r->at == '\n') r->at++;
}

static size_t word_size(const char *at)
{
    size_t size = 0;
    while (is_name_char(at[size])) size++;
    return size;
}

static bool read_text_default(reader *r, hk_value *out)
{
    char quote = *r->at++;
    const char *end = strchr(r->at, quote);
    if (!end) return false;
    size_t size = (size_t)(end - r->at);
    bool ok = hki_make_str(r->rt, r->at, size, out);
    r->at = end + 1;
    return ok;
}

static bool read_number_default(reader *r, hk_value *out)
{
    bool negative = *r->at == '-', real = false;
    if (negative) r->at++;
    const char *start = r->at;
    int64_t i = 0;
    for (; (*r->at >= '0' && *r->at <= '9') || *r->at == '.'; r->at++) {
        if (*r->at == '.') real = true;
        else if (!real && (__builtin_mul_overflow(i, 10, &i) || __builtin_add_overflow(i, *r->at - '0', &i))) return false;
    }
    if (r->at == start) return false;
    if (real) {
        double d = hki_float_literal(start, (size_t)(r->at - start));
        *out = hki_float(negative ? -d : d);
    } else {
        *out = hki_int(negative ? -i : i);
    }
    return true;
}

static bool read_default(reader *r, hk_value *out)
{
    static const struct { const char *word; hk_value value; } words[] = {
        {"None", {.type = HKI_NONE}}, {"True", {.type = HKI_BOOL, .as = {.i = 1}}}, {"False", {.type = HKI_BOOL}},
    };
    if (*r->at == '\'' || *r->at == '"') return read_text_default(r, out);
    if (*r->at == '?') {
        r->at++;
        *out = hki_absent();
        return true;
    }
    size_t size = word_size(r->at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (size == strlen(words[i].word) && memcmp(r->at, words[i].word, size) == 0) {
            r->at += size;
            *out = words[i].value;
            return true;
        }
    }
    return read_number_default(r, out);
}

static bool has_parameter(const reader *r, const char *name, size_t size)
{
    for (unsigned i = 0; i < r->count; i++)
        if (r->params[i].size == size && memcmp(r->text + r->params[i].at, name, size) == 0) return true;
    return false;
}

/* '=' default */
static bool read_fallback(reader *r, hki_param *p)
{
    r->at++;
    skip_space(r);
    p->required = false;
    if (!r->keyword_only) r->default_seen = true;
    const char *text = r->at;
    if (read_default(r, &p->fallback)) return true;
    r->at = text;
    return refuse(r, "a default is a number, a text in quotes, True, False, None or ?");
}

/* parameter = name ['=' default] */
static bool read_parameter(reader *r)
{
    const char *name = r->at;
    size_t size = word_size(name), at = (size_t)(name - r->text);
    if (!size) return refuse(r, "a name is needed");
    if (at + size > UINT16_MAX || r->count >= MAX_PARAMS) return refuse(r, "there are too many parameters");
    if (has_parameter(r, name, size)) return refuse(r, "this name was used already");
    hki_param *p = &r->params[r->count++];
    *p = (hki_param){.at = (uint16_t)at, .size = (uint16_t)size, .positional = !r->keyword_only, .keyword = true, .required = true,
                     .fallback = hki_absent()};
    r->at += size;
    skip_space(r);
    if (*r->at == '=') return read_fallback(r, p);
    if (r->keyword_only || !r->default_seen) return true;
    r->at = name;
    return refuse(r, "what follows a default needs one, too");
}

/* '/' | '*' | '*' name | '**' name */
static bool read_mark(reader *r, hki_function *f)
{
    if (*r->at == '/') {
        if (r->keyword_only) return refuse(r, "/ stands before *");
        r->at++;
        for (unsigned i = 0; i < r->count; i++) r->params[i].keyword = false;
        return true;
    }
    const char *mark = r->at;
    unsigned stars = 0;
    while (*r->at == '*') {
        r->at++;
        stars++;
    }
    size_t size = word_size(r->at);
    r->at += size;
    if (stars == 2 && size) {
        f->takes_named = true;
        return true;
    }
    if (stars != 1 || r->keyword_only) {
        r->at = mark;
        return refuse(r, "what collects arguments is * or *name, once, and **name");
    }
    r->keyword_only = true;
    f->takes_rest = size != 0;
    return true;
}

static bool read_signature(reader *r, hki_function *f)
{
    skip_space(r);
    while (*r->at) {
        if (f->takes_named) return refuse(r, "nothing follows **name");
        if (*r->at == '/' || *r->at == '*' ? !read_mark(r, f) : !read_parameter(r)) return false;
        skip_space(r);
        if (*r->at == ',') r->at++;
        else if (*r->at) return refuse(r, "a comma is needed");
        skip_space(r);
    }
    return true;
}

static void count_parameters(hki_function *f, unsigned count)
{
    f->nparams = (uint8_t)count;
    f->nrequired = f->npositional = 0;
    f->open = true;
    for (unsigned i = 0; i < count; i++) {
        const hki_param *p = &f->params[i];
        if (p->positional) f->npositional++;
        if (p->positional && p->required) f->nrequired++;
        if (!p->positional && p->required) f->open = false;
    }
}

bool hki_function_prepare(hki_rt *rt, hki_function *f)
{
    size_t room = 1;
    for (const char *at = f->signature; *at; at++) room += *at == ',';
    reader r = {.rt = rt, .text = f->signature, .at = f->signature, .params = hki_region_array(rt->region, room, sizeof *r.params)};
    if (!r.params) return hki_raise_memory(rt);
    f->takes_rest = f->takes_named = false;
    if (!read_signature(&r, f)) {
        if (hki_failed(rt)) return false;
        hki_raise_error(rt, HK_ARGUMENT_ERROR, "signature of '%s' does not parse: %s", f->name, f->signature);
        if (*r.at) hki_hint(rt, "at '%s': %s", r.at, r.fault);
        else hki_hint(rt, "at the end: %s", r.fault);
        return false;
    }
    f->params = r.params;
    count_parameters(f, r.count);
    return true;
}
