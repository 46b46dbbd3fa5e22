/* op_loop.h: loops. Their back edges count fuel and collect. */
#ifndef HKI_OP_LOOP_H
#define HKI_OP_LOOP_H

#include "value/range.h"
#include "vm/frame.h"
#include "vm/limit.h"
#include "vm/loop.h"
#include "vm/op.h"

const hki_insn *hki_next_slow(hki_vm *vm, hk_value *walk, hk_value *item, const hki_insn *i);
const hki_insn *hki_loop_next_slow(hki_vm *vm, hk_value loop, hk_value *item, const hki_insn *i);

HKI_INLINE const hki_insn *op_ITER(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_walk_open(vm, *hki_reg(r, i->b), hki_reg(r, i->a), hki_reg(r, i->a) + 1), i);
}

HKI_INLINE const hki_insn *op_NEXT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value *walk = hki_reg(r, i->a);
    if (!hki_tick(vm, i)) return NULL;
    if (walk->type == HKI_LIST && hki_is_walk(walk[1])) {
        const hki_list *l = hki_as_list(*walk);
        if ((uint64_t)walk[1].as.i >= l->count) return hki_jump(i, i->c);
        *hki_reg(r, i->b) = l->items[walk[1].as.i++];
        return i + 1;
    }
    if (walk->type == HKI_RANGE && hki_is_walk(walk[1])) {
        const hki_range *range = hki_as_range(*walk);
        if (walk[1].as.i >= range->count) return hki_jump(i, i->c);
        *hki_reg(r, i->b) = hki_int(hki_range_item(range, walk[1].as.i++));
        return i + 1;
    }
    return hki_next_slow(vm, walk, hki_reg(r, i->b), i);
}

HKI_INLINE const hki_insn *op_LOOP(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_loop_new(vm, *hki_reg(r, i->b), i->d == 1, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_LOOP_NEXT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    if (!hki_tick(vm, i)) return NULL;
    if (hki_is_a(*hki_reg(r, i->a), &hki_loop_class)) {
        hki_object *loop = hki_as_object(*hki_reg(r, i->a));
        hk_value over = loop->slots[HKI_LOOP_OVER], *pos = &loop->slots[HKI_LOOP_POS];
        if (loop->head.flags & HKI_LOOP_PEEKED) {
            loop->head.flags &= (uint16_t)~HKI_LOOP_PEEKED;
            *hki_reg(r, i->b) = loop->slots[HKI_LOOP_AFTER];
            hki_loop_advance(loop, *hki_reg(r, i->b));
            return i + 1;
        }
        if (over.type == HKI_LIST) {
            const hki_list *l = hki_as_list(over);
            if ((uint64_t)pos->as.i >= l->count) return hki_jump(i, i->c);
            *hki_reg(r, i->b) = l->items[pos->as.i++];
            hki_loop_advance(loop, *hki_reg(r, i->b));
            return i + 1;
        }
    }
    return hki_loop_next_slow(vm, *hki_reg(r, i->a), hki_reg(r, i->b), i);
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
