/* i18n.c: the functions behind {% trans %}: gettext and its kin, over the functions of a host, message catalogues and a dict.
 *
 * In:  messages, contexts, numbers.   Out: the text, or the message itself.
 * Always: old style functions give back what they find; new style ones format it with % and the keyword arguments, always, and
 * make it Markup before that if autoescape is on. [jinja] */
#include "base/utf8.h"
#include "lib/catalogue.h"
#include "lib/lib.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

/* What is asked for; context, and plural with number, are absent where they are not part of it. */
typedef struct request { hk_value context, singular, plural, number; } request;

static bool is_plural(const request *q) { return !hki_is_absent(q->plural); }

/* ---- the functions of the host */

/* `v` as text without NUL bytes for a host; NULL: it is none. */
static const char *c_text(hk_value v)
{
    const hki_str *s = v.type == HKI_STRING ? hki_as_str(v) : NULL;
    return s && !memchr(s->data, '\0', s->size) ? s->data : NULL;
}

/* The same, NUL-terminated, in the render's region. False after raising. */
static bool copy_text(hki_rt *rt, hk_value v, const char **out)
{
    *out = c_text(v);
    if (!*out) return true;
    *out = hki_region_text(rt->region, hki_as_str(v)->data, hki_as_str(v)->size);
    return *out || hki_raise_memory(rt);
}

static const char *call_host(const hk_translator *h, const char *context, const char *message, const char *plural, const request *q,
    int64_t n)
{
    uint64_t number = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    if (hki_is_absent(q->context)) {
        if (is_plural(q)) return h->ngettext ? h->ngettext(h->user, message, plural, number) : NULL;
        return h->gettext ? h->gettext(h->user, message) : NULL;
    }
    if (is_plural(q)) return h->npgettext ? h->npgettext(h->user, context, message, plural, number) : NULL;
    return h->pgettext ? h->pgettext(h->user, context, message) : NULL;
}

/* HKI_YES with *out, HKI_NO: the host has no text for it, HKI_ERROR. */
static int ask_host(hki_rt *rt, const hk_translator *h, const request *q, int64_t n, hk_value *out)
{
    const char *context, *message, *plural;
    if (!copy_text(rt, q->context, &context) || !copy_text(rt, q->singular, &message) || !copy_text(rt, q->plural, &plural))
        return HKI_ERROR;
    if (!message || (!context && !hki_is_absent(q->context)) || (!plural && is_plural(q))) return HKI_NO;
    const char *text = call_host(h, context, message, plural, q, n);
    if (!text) return HKI_NO;
    if (hki_utf8_check(text, strlen(text)) < strlen(text)) {
        hki_raise(rt, HK_UNICODE_DECODE_ERROR, "a translation that is not valid UTF-8");
        return HKI_ERROR;
    }
    return hki_make_str(rt, text, strlen(text), out) ? HKI_YES : HKI_ERROR;
}

/* ---- catalogues and the dict */

/* The key of `message` where texts are kept: the message itself, or context, U+0004, message. */
static bool make_key(hki_rt *rt, hk_value context, hk_value message, hk_value *out)
{
    *out = message;
    if (hki_is_absent(context)) return true;
    size_t mark = hki_text_begin(rt);
    if (hki_print(rt, &rt->scratch, context) && (hki_buf_char(&rt->scratch, 4), hki_print(rt, &rt->scratch, message)))
        return hki_text_end(rt, mark, 0, out);
    hki_text_drop(rt, mark);
    return false;
}

/* [python: gettext.GNUTranslations] A message asked for without a number is the one for 1. */
static int ask_catalogues(hki_rt *rt, const hki_catalogue *catalogue, const request *q, int64_t n, hk_value *out)
{
    hk_value key, found;
    int64_t index;
    if (!make_key(rt, q->context, q->singular, &key)) return HKI_ERROR;
    for (; catalogue; catalogue = catalogue->next) {
        int got = hki_dict_get(rt, catalogue->messages, key, &found);
        if (got == HKI_ERROR) return got;
        if (got == HKI_NO || (is_plural(q) && found.type != HKI_TUPLE)) continue;
        *out = found;
        if (found.type != HKI_TUPLE) return HKI_YES;
        if (!hki_plural_index(catalogue->plural, catalogue->plural_size, n, &index)) {
            hki_raise(rt, HK_ZERO_DIVISION_ERROR, "the rule for plurals of the message catalogue divides by zero");
            return HKI_ERROR;
        }
        if (index < 0 || index >= hki_as_list(found)->count) continue;
        *out = hki_as_list(found)->items[index];
        return HKI_YES;
    }
    return HKI_NO;
}

/* The number that chooses a plural; one beyond 64 bits by its last digits, which are what rules look at. */
static bool plural_number(hki_rt *rt, hk_value v, int64_t *n)
{
    static const int64_t many = 1000000000000000000;
    hk_value rest;
    double d;
    *n = 0;
    if (!hki_is_number(v)) return hki_raise(rt, HK_TYPE_ERROR, "Plural value must be an integer, got %t", v);
    if (v.type == HKI_BIGINT) {
        if (!hki_mod(rt, v, hki_int(many), &rest)) return false;
        *n = many + rest.as.i;
    } else if (v.type == HKI_FLOAT) {
        if (!hki_as_double(rt, v, &d)) return false;
        *n = d > -1e18 && d < 1e18 ? (int64_t)d + (d > (double)(int64_t)d) : many;
    } else {
        *n = v.as.i;
    }
    return true;
}

static bool translate(hki_call *c, request q)
{
    const hki_translations *from = c->function->user;
    hki_rt *rt = c->rt;
    hk_value key, message = q.singular;
    int64_t n = 1;
    int got = HKI_NO;
    if (is_plural(&q)) {
        int one = hki_equal(rt, q.number, hki_int(1));
        if (one == HKI_ERROR) return false;
        if (one == HKI_NO) message = q.plural;
        if ((from->host || from->catalogues) && !plural_number(rt, q.number, &n)) return false;
    }
    if (from->host) got = ask_host(rt, from->host, &q, n, &c->result);
    if (got == HKI_NO && from->catalogues) got = ask_catalogues(rt, from->catalogues, &q, n, &c->result);
    if (got == HKI_NO && from->messages)
        got = make_key(rt, q.context, message, &key) ? hki_dict_get(rt, from->messages, key, &c->result) : HKI_ERROR;
    if (got == HKI_NO) c->result = message;
    return got != HKI_ERROR;
}

/* ---- old style */

static bool old_gettext(hki_call *c)
{
    return translate(c, (request){hki_absent(), c->arg[0], hki_absent(), hki_absent()});
}

static bool old_ngettext(hki_call *c)
{
    return translate(c, (request){hki_absent(), c->arg[0], c->arg[1], c->arg[2]});
}

static bool old_pgettext(hki_call *c)
{
    return translate(c, (request){c->arg[0], c->arg[1], hki_absent(), hki_absent()});
}

static bool old_npgettext(hki_call *c)
{
    return translate(c, (request){c->arg[0], c->arg[1], c->arg[2], c->arg[3]});
}

/* ---- new style */

/* variables.setdefault(name, value) */
static bool set_default(hki_rt *rt, hki_dict *variables, const char *name, hk_value value)
{
    hki_str *key = hki_str_c(rt, name);
    if (!key) return false;
    return hki_dict_find_str(rt, variables, key) || hki_dict_set(rt, variables, hki_str_value(key), value);
}

/* c->result % the keyword arguments, with `context` and `num` among them unless they are absent. */
static bool format_result(hki_call *c, hk_value context, hk_value number)
{
    hki_rt *rt = c->rt;
    hki_dict *variables = hki_dict_new(rt, c->nkw + 2);
    if (!variables) return false;
    for (uint32_t i = 0; i < c->nkw; i++)
        if (!hki_dict_set(rt, variables, c->names[i], c->values[i])) return false;
    if (!hki_is_absent(context) && !set_default(rt, variables, "context", context)) return false;
    if (!hki_is_absent(number) && !set_default(rt, variables, "num", number)) return false;
    if (rt->autoescape) {
        if (!hki_to_str(rt, c->result, &c->result)) return false;
        c->result.flags |= HKI_SAFE;
    }
    return hki_mod(rt, c->result, hki_dict_value(variables), &c->result);
}

static bool new_gettext(hki_call *c)
{
    return old_gettext(c) && format_result(c, hki_absent(), hki_absent());
}

static bool new_ngettext(hki_call *c)
{
    return old_ngettext(c) && format_result(c, hki_absent(), c->arg[2]);
}

static bool new_pgettext(hki_call *c)
{
    return old_pgettext(c) && format_result(c, c->arg[0], hki_absent());
}

static bool new_npgettext(hki_call *c)
{
    return old_npgettext(c) && format_result(c, c->arg[0], c->arg[3]);
}

/* ---- _ is whatever the variable `gettext` is when it is called; outside of a render, the global */

static bool alias(hki_call *c)
{
    static const hki_str name = {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = 7, .points = 7, .data = "gettext"};
    const hk_value *gettext = NULL;
    if (c->rt->up->variable) gettext = c->rt->up->variable(c->rt, &name);
    if (!gettext) gettext = hki_dict_find_str(c->rt, c->function->user, &name);
    if (!gettext) return hki_undefined_raise(c->rt, hki_undefined_name(c->rt, &name));
    hki_args args = {.pos = c->rest, .npos = c->nrest, .nkw = c->nkw, .names = c->names, .values = c->values};
    return c->rt->up->call(c->rt, *gettext, &args, &c->result);
}

static bool add(hki_rt *rt, hki_dict *globals, hki_function *f, const hki_function *from, const void *user)
{
    *f = *from;
    f->flags |= HKI_FN_CONTEXT;
    f->user = (void *)(uintptr_t)user;
    return hki_function_prepare(rt, f) && hki_dict_set_c(rt, globals, f->name, hki_pointer(HKI_FUNCTION, f));
}

/* ---- registration */

static const hki_function old_style[] = {
    {.name = "gettext", .python = "gettext", .signature = "message", .run = old_gettext},
    {.name = "ngettext", .python = "ngettext", .signature = "singular, plural, n", .run = old_ngettext},
    {.name = "pgettext", .python = "pgettext", .signature = "context, message", .run = old_pgettext},
    {.name = "npgettext", .python = "npgettext", .signature = "context, singular, plural, n", .run = old_npgettext},
};

#define NEW(name_) .name = name_, .python = "_make_new_" name_ ".<locals>." name_, .flags = HKI_FN_FIRST_MESSAGES
static const hki_function new_style[] = {
    {NEW("gettext"), .signature = "__string, **variables", .run = new_gettext},
    {NEW("ngettext"), .signature = "__singular, __plural, __num, **variables", .run = new_ngettext},
    {NEW("pgettext"), .signature = "__string_ctx, __string, **variables", .run = new_pgettext},
    {NEW("npgettext"), .signature = "__string_ctx, __singular, __plural, __num, **variables", .run = new_npgettext},
};
enum { FUNCTIONS = sizeof old_style / sizeof *old_style };

bool hki_i18n_add(hki_rt *rt, hki_dict *globals, const hki_translations *translations, bool newstyle)
{
    static const hki_function underscore = {.name = "_", .python = "_gettext_alias", .signature = "*args, **kwargs", .run = alias,
                                            .flags = HKI_FN_FIRST_MESSAGES};
    hki_function *functions = hki_region_array(rt->region, FUNCTIONS + 1, sizeof *functions);
    if (!functions) return hki_raise_memory(rt);
    for (unsigned i = 0; translations && i < FUNCTIONS; i++)
        if (!add(rt, globals, &functions[i], newstyle ? &new_style[i] : &old_style[i], translations)) return false;
    return add(rt, globals, &functions[FUNCTIONS], &underscore, globals);
}
