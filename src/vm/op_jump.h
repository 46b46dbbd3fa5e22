/* op_jump.h: jumps and the ends of functions. */
#ifndef HKI_OP_JUMP_H
#define HKI_OP_JUMP_H

#include "vm/frame.h"
#include "vm/op.h"

HKI_INLINE const hki_insn *op_JUMP(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)vm;
    (void)r;
    return hki_jump(i, i->a);
}

HKI_INLINE const hki_insn *op_JUMP_IF(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    int yes = hki_truth(&vm->rt, *hki_reg(r, i->a));
    if (yes == HKI_NO) return i + 1;
    return yes == HKI_YES ? hki_jump(i, i->b) : NULL;
}

HKI_INLINE const hki_insn *op_JUMP_UNLESS(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    int yes = hki_truth(&vm->rt, *hki_reg(r, i->a));
    if (yes == HKI_YES) return i + 1;
    return yes == HKI_NO ? hki_jump(i, i->b) : NULL;
}

HKI_INLINE const hki_insn *op_JUMP_GIVEN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)vm;
    return hki_is_absent(*hki_reg(r, i->a)) ? i + 1 : hki_jump(i, i->b);
}

HKI_INLINE const hki_insn *op_RETURN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    (void)i;
    hki_frame_leave(vm);
    return NULL;
}

HKI_INLINE const hki_insn *op_RETURN_VALUE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hki_frame_leave_with(vm, *hki_reg(r, i->a));
    return NULL;
}

#endif
