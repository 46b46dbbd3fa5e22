/* methods_format.c: format format_map.
 *
 * In:  a format and the arguments of the call.   Out: the text. The work is done in str_format.c. */
#include "value/methods_text.h"
#include "value/text.h"

bool hki_STRING_format(hki_call *c)
{
    hki_args args = {.pos = c->rest, .npos = c->nrest, .names = c->names, .values = c->values, .nkw = c->nkw};
    return hki_str_format(c->rt, c->self, &args, &c->result);
}

/* Its arguments are counted here, as the sandbox wraps the method in one of its own wording, which keeps Markup. */
bool hki_STRING_format_map(hki_call *c)
{
    bool sandbox = c->rt->sandbox;
    const char *type = sandbox ? "" : hki_self_safe(c) ? "Markup." : "str.";
    if (c->nkw) return hki_raise(c->rt, HK_TYPE_ERROR, "%sformat_map() takes no keyword arguments", type);
    if (c->nrest != 1) return hki_raise(c->rt, HK_TYPE_ERROR, "%sformat_map() takes exactly one argument (%d given)", type, (int)c->nrest);
    if (sandbox) return hki_str_format_map(c->rt, c->self, c->rest[0], &c->result);
    const hki_str *s = hki_self(c);
    if (!hki_str_format_map(c->rt, hki_str_value(s), c->rest[0], &c->result)) return false;
    bool braces = memchr(s->data, '{', s->size) || memchr(s->data, '}', s->size);
    if (!braces && s->size) c->result = c->self;        /* [python] what nothing is put into is the receiver itself */
    return true;
}
