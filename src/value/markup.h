/* markup.h: what Markup does that str does not. */
#ifndef HKI_MARKUP_H
#define HKI_MARKUP_H

#include "value/rt.h"

/* a + b, one of which is Markup and the other text or an object with __html__: both escaped unless they are safe. */
bool hki_markup_add(hki_rt *rt, hk_value a, hk_value b, hk_value *out);

#endif
