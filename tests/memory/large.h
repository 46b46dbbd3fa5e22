/* large.h: a template that fills every table of a compile and a render beyond what a small one has beforehand, in its own memory. */
#ifndef HKT_LARGE_H
#define HKT_LARGE_H

#include "cases.h"

/* Makes the case; false without memory. */
bool hkt_large_make(hkt_case *c);
void hkt_large_free(hkt_case *c);

#endif
