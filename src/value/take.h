/* take.h: taking over a value that was just made.
 *
 * A value is mostly stored as two words, and a processor that is to load both at once waits until they have reached the cache. Loaded one
 * by one they come at once; stored together, whoever loads them next need not wait either. */
#ifndef HKI_TAKE_H
#define HKI_TAKE_H

#include "value/value.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* *to = *from */
static inline void hki_take_new(hk_value *to, const hk_value *from)
{
#ifdef __SSE2__
    __m128i head = _mm_loadl_epi64((const __m128i *)(const void *)from), rest = _mm_loadl_epi64((const __m128i *)(const void *)&from->as);
    _mm_storeu_si128((__m128i *)(void *)to, _mm_unpacklo_epi64(head, rest));
#else
    *to = *from;
#endif
}

#endif
