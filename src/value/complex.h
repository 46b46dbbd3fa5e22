/* complex.h: complex numbers, which templates get as fractional powers of negative numbers. */
#ifndef HKI_COMPLEX_H
#define HKI_COMPLEX_H

#include "value/rt.h"

extern const struct hki_class hki_complex_class;

bool hki_complex_new(hki_rt *rt, double real, double imaginary, hk_value *out);
/* a ** b, where at least one is complex or the result is. */
bool hki_complex_pow(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
/* -a, and abs(a) */
bool hki_complex_neg(hki_rt *rt, hk_value a, hk_value *out);
bool hki_complex_abs(hki_rt *rt, hk_value a, hk_value *out);
/* The hash, that of the real number if it equals one; false: v is not complex. */
bool hki_complex_hash(hki_rt *rt, hk_value v, uint32_t *out);

#endif
