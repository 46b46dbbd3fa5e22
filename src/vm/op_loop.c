/* op_loop.c: the slow parts of op_loop.h.
 *
 * In:  walks and loop objects.   Out: the instruction that comes next. */
#include "vm/op_loop.h"

static const hki_insn *after(int got, const hki_insn *i)
{
    if (got == HKI_NO) return hki_jump(i, i->c);
    return hki_next_after(got, i);
}

const hki_insn *hki_next_slow(hki_vm *vm, hk_value *walk, hk_value *item, const hki_insn *i)
{
    if (!hki_is_walk(walk[1])) {
        hki_raise(&vm->rt, HK_PROGRAM_ERROR, "a step in what is no walk");
        return NULL;
    }
    return after(hki_walk_next(vm, &walk[0], &walk[1], item, i), i);
}

const hki_insn *hki_loop_next_slow(hki_vm *vm, hk_value loop, hk_value *item, const hki_insn *i)
{
    if (!hki_is_a(loop, &hki_loop_class)) {
        hki_raise(&vm->rt, HK_PROGRAM_ERROR, "a step in what is no loop");
        return NULL;
    }
    return after(hki_loop_next(vm, hki_as_object(loop), item, i), i);
}
