/* internals.h: the few attributes of Python's own machinery that templates use outside of the sandbox. */
#ifndef HKI_INTERNALS_H
#define HKI_INTERNALS_H

#include "value/rt.h"

/* v.__class__, the __name__ of a class, _undefined_name of an undefined value, the methods behind operators (v.__len__). `name` is one that
 * v has in Python. HKI_YES with *out, HKI_NO, HKI_ERROR. */
int hki_internal_attr(hki_rt *rt, hk_value v, const hki_str *name, hk_value *out);

#endif
