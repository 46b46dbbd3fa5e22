/* methods.h: the natives behind the methods of builtin types, from grammar/methods.def. c->self is the receiver. */
#ifndef HKI_METHODS_H
#define HKI_METHODS_H

#include "value/call.h"

#define METHOD(type, name, wording, flags, signature) bool hki_##type##_##name(hki_call *c);
#include "grammar/methods.def"

/* dict.update: takes the pairs of a mapping, or of an iterable of pairs, with Python's errors. `to` is of the render. */
bool hki_dict_merge(hki_rt *rt, hki_dict *to, hk_value from);

/* Whether two items are the same to list.index, `in` and the like: identical, or equal. HKI_YES, HKI_NO, HKI_ERROR. */
int hki_same_item(hki_rt *rt, hk_value a, hk_value b);

#endif
