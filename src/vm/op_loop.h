/* op_loop.h: loops. Their back edges count fuel and collect. */
#ifndef HKI_OP_LOOP_H
#define HKI_OP_LOOP_H

#include "program/opcode.h"
#include "vm/frame.h"
#include "vm/limit.h"
#include "vm/loop.h"
#include "vm/op.h"

int hki_no_loop(hki_vm *vm);

/* After a step of a loop that found an item (HKI_YES), or the end (HKI_NO), or did not (HKI_ERROR, HKI_PUSHED): a first one, and one
 * behind a pass. */
HKI_INLINE const hki_insn *hki_after_next(int got, const hki_insn *i)
{
    if (got == HKI_YES) return i + 1;
    return got == HKI_NO ? hki_jump(i, i->c) : NULL;
}

HKI_INLINE const hki_insn *hki_after_again(int got, const hki_insn *i)
{
    if (got == HKI_YES) return hki_jump(i, i->c);
    return got == HKI_NO ? i + 1 : NULL;
}

HKI_INLINE int hki_loop_step(hki_vm *vm, hk_value loop, hk_value *item, const hki_insn *i)
{
    return hki_is_a(loop, &hki_loop_class) ? hki_loop_object_next(vm, hki_as_object(loop), item, i) : hki_no_loop(vm);
}

HKI_INLINE const hki_insn *op_ITER(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_walk_open(vm, *hki_reg(r, i->b), hki_reg(r, i->a), hki_reg(r, i->a) + 1), i);
}

HKI_INLINE const hki_insn *op_NEXT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value *walk = hki_reg(r, i->a);
    return hki_tick(vm, i->d) ? hki_after_next(hki_walk_next(vm, walk, walk + 1, hki_reg(r, i->b), i), i) : NULL;
}

HKI_INLINE const hki_insn *op_AGAIN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value *walk = hki_reg(r, i->a);
    return hki_tick(vm, i->d) ? hki_after_again(hki_walk_next(vm, walk, walk + 1, hki_reg(r, i->b), i), i) : NULL;
}

HKI_INLINE const hki_insn *op_LOOP(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_loop_new(vm, *hki_reg(r, i->b), i->d == 1, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_LOOP_NEXT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_tick(vm, i->d) ? hki_after_next(hki_loop_step(vm, *hki_reg(r, i->a), hki_reg(r, i->b), i), i) : NULL;
}

HKI_INLINE const hki_insn *op_LOOP_AGAIN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_tick(vm, i->d) ? hki_after_again(hki_loop_step(vm, *hki_reg(r, i->a), hki_reg(r, i->b), i), i) : NULL;
}

HKI_INLINE const hki_insn *op_LOOP_ROW(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_loop_open(vm, *hki_reg(r, i->b), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_LOOP_ROW_NEXT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_tick(vm, i->d) ? hki_after_next(hki_loop_next(vm, hki_reg(r, i->a), hki_reg(r, i->b), i), i) : NULL;
}

HKI_INLINE const hki_insn *op_LOOP_ROW_AGAIN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_tick(vm, i->d) ? hki_after_again(hki_loop_next(vm, hki_reg(r, i->a), hki_reg(r, i->b), i), i) : NULL;
}

HKI_INLINE const hki_insn *op_LOOP_CALL(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    vm->frame->pc = i;
    return hki_next_after(hki_frame_write_through(vm, hki_loop_enter(vm, i->b, *hki_reg(r, i->c), hki_reg(r, i->a)), i), i);
}

HKI_INLINE const hki_insn *op_LOOP_FILTER(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_loop_filter(vm, i->b, *hki_reg(r, i->c), i->d == 1, hki_reg(r, i->a)), i);
}

#endif
