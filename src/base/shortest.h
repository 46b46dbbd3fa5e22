/* shortest.h: the shortest decimal number that reads back as a given double. */
#ifndef HKI_SHORTEST_H
#define HKI_SHORTEST_H

#include <stdint.h>

/* digits * 10^exponent */
typedef struct hki_decimal {
    uint64_t digits;
    int exponent;
} hki_decimal;

/* d is finite and greater than 0. Of several shortest numbers the closest one; trailing zeros are removed. */
hki_decimal hki_shortest(double d);

#endif
