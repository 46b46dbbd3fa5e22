/* random.h: the numbers behind random and lipsum. */
#ifndef HKI_RANDOM_H
#define HKI_RANDOM_H

#include "value/rt.h"

/* The next number below `limit` (not 0) of the render's sequence; all of it follows from rt->random. */
uint64_t hki_random_below(hki_rt *rt, uint64_t limit);

#endif
