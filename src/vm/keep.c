/* keep.c: a short row of values by address.
 *
 * In:  addresses of things that never move, values.   Out: the values again.
 * Always: searched in a row, for there are as many entries as templates imported in one render. */
#include "vm/keep.h"

bool hki_keep_add(hki_vm *vm, hki_keep *k, const void *key, hk_value value)
{
    if (k->count == k->cap) {
        uint32_t more = k->cap ? k->cap * 2 : 8;
        hki_kept *grown = hki_mem_resize(vm->options.mem, k->item, k->cap * sizeof *grown, more * sizeof *grown);
        if (!grown) return hki_raise_memory(&vm->rt);
        k->item = grown;
        k->cap = more;
    }
    k->item[k->count++] = (hki_kept){key, value};
    return true;
}

void hki_keep_free(hki_vm *vm, hki_keep *k)
{
    hki_mem_free(vm->options.mem, k->item, k->cap * sizeof *k->item);
    *k = (hki_keep){0};
}
