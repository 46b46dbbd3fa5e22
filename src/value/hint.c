/* hint.c: hints for attributes and keywords.
 *
 * In:  an error that was raised, what was asked, the name.   Out: the error's hint.
 * Always: no error of its own; of a dict only so many keys are looked at, so that a wrong name costs little. */
#include "value/hint.h"

#include "value/class.h"
#include "value/dict.h"
#include "value/methods.h"
#include "value/str.h"

enum { MOST_KEYS = 500 };

void hki_hint(hki_rt *rt, const char *format, ...)
{
    hki_details *d = hki_error_details(rt->error);
    if (!d || d->hint.size) return;
    va_list args;
    va_start(args, format);
    hki_vformat(rt, &d->hint, format, args);
    va_end(args);
    hki_error_check(rt->error);
}

void hki_hint_keys(hki_suggest *s, const hki_dict *d)
{
    uint32_t at = 0;
    const hki_entry *e;
    for (unsigned n = 0; n < MOST_KEYS && (e = hki_dict_next(d, &at)); n++)
        if (e->key.type == HKI_STRING) hki_suggest_try(s, hki_as_str(e->key)->data, hki_as_str(e->key)->size);
}

void hki_hint_attribute(hki_rt *rt, hk_value object, const hki_str *name)
{
    hki_suggest s;
    hki_suggest_start(&s, name->data, name->size);
    if (object.type == HKI_DICT) hki_hint_keys(&s, hki_as_dict(object));
    if (object.type == HKI_OBJECT && hki_as_object(object)->cls->names) hki_as_object(object)->cls->names(rt, hki_as_object(object), &s);
    hki_methods_suggest(object, &s);
    hki_error_did_you_mean(rt->error, &s);
}

void hki_hint_keyword(hki_rt *rt, const hki_function *f, const hki_str *name)
{
    hki_suggest s;
    hki_suggest_start(&s, name->data, name->size);
    for (unsigned i = 0; i < f->nparams; i++)
        if (f->params[i].keyword) hki_suggest_try(&s, hki_param_name(f, i), f->params[i].size);
    hki_error_did_you_mean(rt->error, &s);
}
