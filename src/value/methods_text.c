/* methods_text.c: what the methods of str and Markup share: their arguments, with Python's errors. */
#include "value/methods_text.h"

#include <limits.h>

#include "base/unicode.h"
#include "base/utf8.h"

bool hki_text_arg_size(hki_call *c, unsigned i, int64_t *out)
{
    if (c->arg[i].type == HKI_BIGINT) return hki_raise(c->rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return hki_arg_int(c, i, out);
}

bool hki_text_arg_cint(hki_call *c, unsigned i, int *out)
{
    int64_t wide = 0;
    if (c->arg[i].type != HKI_BIGINT && !hki_arg_int(c, i, &wide)) return false;
    if (c->arg[i].type == HKI_BIGINT || wide > INT_MAX || wide < INT_MIN)
        return hki_raise(c->rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C int");
    *out = (int)wide;
    return true;
}

hki_str *hki_text_arg(hki_call *c, unsigned i, const char *what)
{
    if (c->arg[i].type == HKI_STRING) return hki_as_str(c->arg[i]);
    hki_raise(c->rt, HK_TYPE_ERROR, "%smust be str, not %t", what, c->arg[i]);
    return NULL;
}

hki_str *hki_text_bound_arg(hki_call *c, unsigned i, const char *what)
{
    if (c->arg[i].type != HKI_NONE) return hki_text_arg(c, i, what);
    hki_raise(c->rt, HK_TYPE_ERROR, "%smust be str, not None", what);
    return NULL;
}

bool hki_text_word_arg(hki_call *c, unsigned i, const char *what)
{
    const hki_str *word = hki_text_bound_arg(c, i, what);
    if (!word || !memchr(word->data, '\0', word->size)) return word != NULL;
    return hki_raise(c->rt, HK_VALUE_ERROR, "embedded null character");
}

const char *hki_skip_space(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        if (!hki_uc_space(hki_utf8_next(&next))) break;
        at = next;
    }
    return at;
}

const char *hki_skip_nonspace(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        if (hki_uc_space(hki_utf8_next(&next))) break;
        at = next;
    }
    return at;
}
