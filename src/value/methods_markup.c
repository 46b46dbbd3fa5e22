/* methods_markup.c: the methods of Markup, as MarkupSafe 2.1.2 has them.
 *
 * Most are those of str, which see that their receiver is Markup and give Markup. They stand in the table a second time because
 * MarkupSafe writes them in Python, or wraps them in a function that escapes all text arguments before. */
#include "value/entities.h"
#include "value/methods_text.h"
#include "value/text.h"

#define AS_STR(name) bool hki_MARKUP_##name(hki_call *c) { return hki_STRING_##name(c); }
AS_STR(format)
AS_STR(join)
AS_STR(partition)
AS_STR(rpartition)
AS_STR(rsplit)
AS_STR(split)
AS_STR(splitlines)
#undef AS_STR

/* Is it a str, or has it __html__? */
static bool is_text(hk_value v)
{
    return v.type == HKI_STRING || hki_has_html(v);
}

static bool wrapped(hki_call *c, hki_native run)
{
    enum { MOST = 3 };
    hk_value escaped[MOST];
    const hk_value *given = c->arg;
    unsigned count = c->function->nparams;
    for (unsigned i = 0; i < count; i++) {
        escaped[i] = given[i];
        if (is_text(given[i]) && !hki_to_markup(c->rt, given[i], &escaped[i])) return false;
    }
    c->arg = escaped;
    bool ok = run(c);
    c->arg = given;
    return ok;
}

#define WRAPPED(name) bool hki_MARKUP_##name(hki_call *c) { return wrapped(c, hki_STRING_##name); }
WRAPPED(capitalize)
WRAPPED(center)
WRAPPED(expandtabs)
WRAPPED(ljust)
WRAPPED(lower)
WRAPPED(lstrip)
WRAPPED(replace)
WRAPPED(rjust)
WRAPPED(rstrip)
WRAPPED(strip)
WRAPPED(swapcase)
WRAPPED(title)
WRAPPED(translate)
WRAPPED(upper)
WRAPPED(zfill)
#undef WRAPPED

bool hki_MARKUP___html__(hki_call *c) { return hki_give_self(c); }

bool hki_MARKUP___html_format__(hki_call *c)
{
    int truth = hki_truth(c->rt, c->arg[0]);
    if (truth == HKI_YES) hki_raise(c->rt, HK_VALUE_ERROR, "Unsupported format specification for Markup.");
    return truth == HKI_NO && hki_give_self(c);
}

bool hki_MARKUP_escape(hki_call *c) { return hki_to_markup(c->rt, c->arg[0], &c->result); }

/* Both of these give a str, which is no longer safe. */
bool hki_MARKUP_unescape(hki_call *c)
{
    const hki_str *s = hki_self(c);
    size_t mark = hki_text_begin(c->rt);
    hki_html_unescape(&c->rt->scratch, s->data, s->size);
    return hki_text_end(c->rt, mark, 0, &c->result);
}

bool hki_MARKUP_striptags(hki_call *c)
{
    const hki_str *s = hki_self(c);
    size_t mark = hki_text_begin(c->rt);
    if (hki_striptags(c->rt, &c->rt->scratch, s->data, s->size)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}
