/* hint.h: "did you mean …" for names that are known where they were asked for in vain. To be called after raising. */
#ifndef HKI_HINT_H
#define HKI_HINT_H

#include "value/call.h"

/* Gives the error that was raised a hint, unless it has one; the format is hki_raise's. */
void hki_hint(hki_rt *rt, const char *format, ...);
/* An attribute that an object does not have. */
void hki_hint_attribute(hki_rt *rt, hk_value object, const hki_str *name);
/* Tries the keys of a dict that are strings. */
void hki_hint_keys(hki_suggest *s, const hki_dict *d);
/* A keyword that a function does not take. */
void hki_hint_keyword(hki_rt *rt, const hki_function *f, const hki_str *name);

#endif
