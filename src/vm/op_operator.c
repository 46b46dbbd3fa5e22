/* op_operator.c: the slow parts of op_operator.h.
 *
 * In:  rows of registers; values to be compared.   Out: lists, dicts; a value's items in a row; where to go. */
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

/* A float, or an integer that is a double exactly. */
static inline bool is_double(hk_value v, double *d)
{
    *d = v.type == HKI_FLOAT ? v.as.d : (double)v.as.i;
    return v.type == HKI_FLOAT || (v.type == HKI_INT && v.as.i <= INT64_C(1) << 53 && v.as.i >= -(INT64_C(1) << 53));
}

static inline bool doubles_in_order(enum hki_order op, double x, double y)
{
    switch (op) {
    case HKI_LT: return x < y;
    case HKI_LE: return x <= y;
    case HKI_GT: return x > y;
    case HKI_GE: break;
    }
    return x >= y;
}

int hki_in_order(hki_vm *vm, enum hki_order op, hk_value a, hk_value b)
{
    double x, y;
    return is_double(a, &x) && is_double(b, &y) ? doubles_in_order(op, x, y) : hki_order(&vm->rt, op, a, b);
}

HKI_APART const hki_insn *jump_by_values(hki_vm *vm, enum hki_order op, hk_value a, hk_value b, const hki_insn *i)
{
    return hki_jump_if(hki_order(&vm->rt, op, a, b), !i->d, i);
}

/* The instruction's d: what is asked is the opposite, whose answer need not be the opposite, nor its error. */
const hki_insn *hki_jump_by_order(hki_vm *vm, enum hki_order op, hk_value a, hk_value b, const hki_insn *i)
{
    static const uint8_t opposite[] = {[HKI_LT] = HKI_GE, [HKI_LE] = HKI_GT, [HKI_GT] = HKI_LE, [HKI_GE] = HKI_LT};
    enum hki_order asked = i->d ? (enum hki_order)opposite[op] : op;
    double x, y;
    if (!is_double(a, &x) || !is_double(b, &y)) return jump_by_values(vm, asked, a, b, i);
    return doubles_in_order(asked, x, y) == !i->d ? hki_jump(i, i->c) : i + 1;
}
