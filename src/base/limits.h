/* limits.h: every limit of the library as a constant, made from grammar/limits.def. */
#ifndef HKI_LIMITS_H
#define HKI_LIMITS_H

enum hki_limit {
#define LIMIT(name, number, reason) HKI_MAX_##name = (number),
#include "grammar/limits.def"
};

#endif
