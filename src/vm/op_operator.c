/* op_operator.c: the slow parts of op_operator.h.
 *
 * In:  rows of registers.   Out: lists, dicts; a value's items in a row. */
#include "vm/op_operator.h"

#include "value/dict.h"
#include "value/iter.h"

bool hki_list_build(hki_vm *vm, const hk_value *items, uint32_t count, hk_value *out)
{
    hki_list *l = hki_list_new(&vm->rt, count);
    if (!l) return false;
    if (count) memcpy(l->items, items, count * sizeof *items);
    l->count = count;
    *out = hki_list_value(l);
    return true;
}

bool hki_dict_build(hki_vm *vm, const hk_value *pairs, uint32_t count, hk_value *out)
{
    hki_dict *d = hki_dict_new(&vm->rt, count);
    if (!d) return false;
    for (uint32_t k = 0; k < count; k++)
        if (!hki_dict_set(&vm->rt, d, pairs[2 * k], pairs[2 * k + 1])) return false;
    *out = hki_dict_value(d);
    return true;
}

bool hki_unpack_row(hki_vm *vm, hk_value v, hk_value *items, uint32_t count)
{
    if ((v.type == HKI_TUPLE || v.type == HKI_LIST) && hki_as_list(v)->count == count) {
        memcpy(items, hki_as_list(v)->items, count * sizeof *items);
        return true;
    }
    return hki_unpack(&vm->rt, v, items, count);
}
