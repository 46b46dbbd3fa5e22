/* alias.h: what a class gives for a key. */
#ifndef HKI_ALIAS_H
#define HKI_ALIAS_H

#include "value/rt.h"

/* class[key]: of dict an alias, of others a TypeError. `class` is a FUNCTION that is a class. */
bool hki_class_subscript(hki_rt *rt, hk_value class, hk_value key, hk_value *out);

#endif
