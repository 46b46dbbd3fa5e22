/* bytes.h: bytes objects. */
#ifndef HKI_BYTES_H
#define HKI_BYTES_H

#include "value/rt.h"

hki_bytes *hki_bytes_new(hki_rt *rt, const void *bytes, size_t size);        /* copies; NULL: to be filled in by the caller */
static inline hk_value hki_bytes_value(hki_bytes *b) { return hki_pointer(HKI_BYTES, b); }
int hki_bytes_compare(const hki_bytes *a, const hki_bytes *b);
/* item in b: a byte's number or a run of bytes; HKI_ERROR for anything else. */
int hki_bytes_contains(hki_rt *rt, const hki_bytes *b, hk_value item);

#endif
