/* range.h: Python's range objects. */
#ifndef HKI_RANGE_H
#define HKI_RANGE_H

#include "value/rt.h"

/* range(start, stop, step); false after raising: step 0, or more items than 63 bits count. */
bool hki_range_new(hki_rt *rt, int64_t start, int64_t stop, int64_t step, hk_value *out);
static inline int64_t hki_range_item(const hki_range *r, int64_t i)
{
    return (int64_t)((uint64_t)r->start + (uint64_t)i * (uint64_t)r->step);
}
/* The place of v in the range, -1 if it is not there; v is an integer or a float. */
int64_t hki_range_find(const hki_range *r, hk_value v);
bool hki_range_equal(const hki_range *a, const hki_range *b);

#endif
