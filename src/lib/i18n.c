/* i18n.c: the functions behind {% trans %}: gettext and its kin over a dict of translations.
 *
 * In:  messages; in the dict, message -> text, and context, U+0004, message -> text.   Out: the text, or the message itself.
 * Always: old style functions give back what they find; new style ones format it with % and the keyword arguments, always, and
 * make it Markup before that if autoescape is on. [jinja] */
#include "lib/lib.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

/* catalogue.get(message, message): a message may be any value that can be hashed. */
static bool translate(hki_call *c, hk_value message, hk_value *out)
{
    const hki_dict *translations = c->function->user;
    int found = hki_dict_get(c->rt, translations, message, out);
    if (found == HKI_NO) *out = message;
    return found != HKI_ERROR;
}

static bool translate_in(hki_call *c, hk_value context, hk_value message, hk_value *out)
{
    hki_buf *text = &c->rt->scratch;
    size_t mark = hki_text_begin(c->rt);
    hk_value key;
    if (!hki_print(c->rt, text, context) || (hki_buf_char(text, 4), !hki_print(c->rt, text, message))) {
        hki_text_drop(c->rt, mark);
        return false;
    }
    if (!hki_text_end(c->rt, mark, 0, &key)) return false;
    int found = hki_dict_get(c->rt, c->function->user, key, out);
    if (found == HKI_NO) *out = message;
    return found != HKI_ERROR;
}

/* The form for `number`: the one that English would use. */
static bool choose(hki_call *c, hk_value singular, hk_value plural, hk_value number, hk_value *out)
{
    int one = hki_equal(c->rt, number, hki_int(1));
    *out = one == HKI_YES ? singular : plural;
    return one != HKI_ERROR;
}

/* ---- old style */

static bool old_gettext(hki_call *c)
{
    return translate(c, c->arg[0], &c->result);
}

static bool old_ngettext(hki_call *c)
{
    hk_value message;
    return choose(c, c->arg[0], c->arg[1], c->arg[2], &message) && translate(c, message, &c->result);
}

static bool old_pgettext(hki_call *c)
{
    return translate_in(c, c->arg[0], c->arg[1], &c->result);
}

static bool old_npgettext(hki_call *c)
{
    hk_value message;
    return choose(c, c->arg[1], c->arg[2], c->arg[3], &message) && translate_in(c, c->arg[0], message, &c->result);
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

/* ---- _ is whatever `gettext` is when it is called; the host may have put its own among the globals */

static bool alias(hki_call *c)
{
    static const hki_str name = {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = 7, .points = 7, .data = "gettext"};
    const hk_value *gettext = hki_dict_find_str(c->rt, c->function->user, &name);
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

#define NEW(name_) .name = name_, .python = "_make_new_" name_ ".<locals>." name_, .flags = HKI_FN_HIDDEN_FIRST
static const hki_function new_style[] = {
    {NEW("gettext"), .signature = "__string, **variables", .run = new_gettext},
    {NEW("ngettext"), .signature = "__singular, __plural, __num, **variables", .run = new_ngettext},
    {NEW("pgettext"), .signature = "__string_ctx, __string, **variables", .run = new_pgettext},
    {NEW("npgettext"), .signature = "__string_ctx, __singular, __plural, __num, **variables", .run = new_npgettext},
};
enum { FUNCTIONS = sizeof old_style / sizeof *old_style };

bool hki_i18n_add(hki_rt *rt, hki_dict *globals, const hki_dict *translations, bool newstyle)
{
    static const hki_function underscore = {.name = "_", .python = "_gettext_alias", .signature = "*args, **kwargs", .run = alias,
                                            .flags = HKI_FN_HIDDEN_FIRST};
    hki_function *functions = hki_region_array(rt->region, FUNCTIONS + 1, sizeof *functions);
    if (!functions) return hki_raise_memory(rt);
    for (unsigned i = 0; translations && i < FUNCTIONS; i++)
        if (!add(rt, globals, &functions[i], newstyle ? &new_style[i] : &old_style[i], translations)) return false;
    return add(rt, globals, &functions[FUNCTIONS], &underscore, globals);
}
