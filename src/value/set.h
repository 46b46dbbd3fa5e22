/* set.h: sets, which templates get by taking things from the keys or pairs of a dict, or from native types. */
#ifndef HKI_SET_H
#define HKI_SET_H

#include "value/rt.h"

extern const struct hki_class hki_set_class;

/* set(from) - set(what): the items of the first iterable that the second lacks. */
bool hki_set_minus(hki_rt *rt, hk_value from, hk_value what, hk_value *out);

/* A set of the keys of `items`, which nobody else may change. */
bool hki_set_of(hki_rt *rt, hki_dict *items, hk_value *out);

#endif
