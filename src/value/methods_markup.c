/* methods_markup.c: the methods of Markup.
 *
 * Most are those of str, which see that their receiver is Markup: they escape their text arguments and give Markup. They stand
 * in the table a second time because MarkupSafe writes them in Python, where wrong arguments are worded differently. */
#include "value/entities.h"
#include "value/methods_text.h"
#include "value/text.h"

#define AS_STR(name) bool hki_MARKUP_##name(hki_call *c) { return hki_STRING_##name(c); }
AS_STR(capitalize)
AS_STR(casefold)
AS_STR(center)
AS_STR(expandtabs)
AS_STR(format)
AS_STR(join)
AS_STR(ljust)
AS_STR(lower)
AS_STR(lstrip)
AS_STR(partition)
AS_STR(removeprefix)
AS_STR(removesuffix)
AS_STR(replace)
AS_STR(rjust)
AS_STR(rpartition)
AS_STR(rsplit)
AS_STR(rstrip)
AS_STR(split)
AS_STR(splitlines)
AS_STR(strip)
AS_STR(swapcase)
AS_STR(title)
AS_STR(translate)
AS_STR(upper)
AS_STR(zfill)
#undef AS_STR

bool hki_MARKUP___html__(hki_call *c) { return hki_give_self(c); }

bool hki_MARKUP___html_format__(hki_call *c)
{
    int truth = hki_truth(c->rt, c->arg[0]);
    if (truth == HKI_YES) hki_raise(c->rt, HK_VALUE_ERROR, "Unsupported format specification for Markup.");
    return truth == HKI_NO && hki_give_self(c);
}

bool hki_MARKUP_format_map(hki_call *c) { return hki_str_format_map(c->rt, c->self, c->arg[0], &c->result); }

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
