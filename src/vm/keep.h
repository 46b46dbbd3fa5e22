/* keep.h: values that belong to things that never move: modules by template, thawed globals by dict. */
#ifndef HKI_KEEP_H
#define HKI_KEEP_H

#include "vm/state.h"

static inline const hk_value *hki_keep_find(const hki_keep *k, const void *key)
{
    for (uint32_t i = 0; i < k->count; i++)
        if (k->item[i].key == key) return &k->item[i].value;
    return NULL;
}

/* False after raising. */
bool hki_keep_add(hki_vm *vm, hki_keep *k, const void *key, hk_value value);
void hki_keep_free(hki_vm *vm, hki_keep *k);

#endif
