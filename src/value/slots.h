/* slots.h: where the look-up of a builtin's name begins in the indexes that grammar/signatures.awk makes: open addressing, a slot holding
 * a row's number + 1, or 0. */
#ifndef HKI_SLOTS_H
#define HKI_SLOTS_H

#include <stddef.h>

/* As signatures.awk places them. The name is not empty; `family` is 0 where rows differ in their names alone. */
static inline unsigned hki_slot_of(const char *name, size_t size, unsigned family, unsigned slots)
{
    unsigned h = (unsigned char)name[0] * 7u + (unsigned char)name[size - 1] * 131u + (unsigned char)name[size / 2] * 1031u;
    return (h + (unsigned)size * 61u + family * 241u) % slots;
}

#endif
