/* op.h: what the instructions' functions share. Each is op_NAME(vm, registers, instruction) and gives the next instruction, or NULL
 * (run.c). */
#ifndef HKI_OP_H
#define HKI_OP_H

#include "base/inline.h"
#include "vm/state.h"

static inline const hki_insn *hki_jump(const hki_vm *vm, uint32_t label) { return vm->code + label; }
static inline const hki_insn *hki_next_if(bool ok, const hki_insn *i) { return ok ? i + 1 : NULL; }
/* After what may have pushed a frame. */
static inline const hki_insn *hki_next_after(int got, const hki_insn *i) { return got == HKI_YES ? i + 1 : NULL; }

static inline hk_value hki_not_missing(hk_value v)
{
    v.flags &= (uint8_t)~HKI_MISSING;
    return v;
}

#endif
