/* op_branch.h: jumps by an attribute, which nothing else asks for. */
#ifndef HKI_OP_BRANCH_H
#define HKI_OP_BRANCH_H

#include "vm/op_lookup.h"
#include "vm/op_operator.h"

/* The attribute N[d] of R[a], found where it was not the last time, or made in *out; NULL after raising. truth: nothing but its truth
 * is asked. */
const hk_value *hki_attribute_slow(hki_vm *vm, hki_regs *r, bool truth, const hki_insn *i, hk_value *out);

HKI_INLINE const hki_insn *hki_jump_by_attr(hki_vm *vm, hki_regs *r, bool want, const hki_insn *i)
{
    hk_value made;
    const hk_value *v = hki_near_name(vm, hki_reg(r, i->a), i);
    if (!v && !(v = hki_attribute_slow(vm, r, true, i, &made))) return NULL;
    int yes = hki_truth(&vm->rt, *v);
    if (yes == HKI_ERROR) return NULL;
    return (yes == HKI_YES) == want ? hki_jump(i, i->b) : i + 1;
}

HKI_INLINE const hki_insn *op_JUMP_IF_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i) { return hki_jump_by_attr(vm, r, true, i); }
HKI_INLINE const hki_insn *op_JUMP_UNLESS_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i) { return hki_jump_by_attr(vm, r, false, i); }

HKI_INLINE const hki_insn *hki_jump_by_same_attr(hki_vm *vm, hki_regs *r, bool want, const hki_insn *i)
{
    hk_value made;
    const hk_value *v = hki_near_name(vm, hki_reg(r, i->a), i);
    if (!v && !(v = hki_attribute_slow(vm, r, false, i, &made))) return NULL;
    return hki_jump_if(hki_same(vm, v, hki_reg(r, i->b)), want, i);
}

HKI_INLINE const hki_insn *op_JUMP_EQ_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i) { return hki_jump_by_same_attr(vm, r, true, i); }
HKI_INLINE const hki_insn *op_JUMP_NE_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i) { return hki_jump_by_same_attr(vm, r, false, i); }

#endif
