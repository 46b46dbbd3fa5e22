/* namespace.h: the object behind namespace(): attributes that a template may set from inner scopes. */
#ifndef HKI_NAMESPACE_H
#define HKI_NAMESPACE_H

#include "value/class.h"

extern const hki_class hki_namespace_class;     /* one slot: the dict of the attributes */

static inline hki_dict *hki_namespace_dict(hk_value ns) { return hki_as_dict(hki_as_object(ns)->slots[0]); }

/* namespace(*args, **kwargs): the arguments of dict(). */
struct hki_args;
bool hki_namespace_new(hki_rt *rt, const struct hki_args *args, hk_value *out);
/* ns.name = value; ns is a namespace of the render. */
bool hki_namespace_set(hki_rt *rt, hk_value ns, const hki_str *name, hk_value value);

/* dict(*args, **kwargs) as a new dict; NULL after raising. */
hki_dict *hki_dict_from_args(hki_rt *rt, const struct hki_args *args);

#endif
