/* op.h: what the instructions' functions share. Each is op_NAME(vm, registers, instruction) and gives the next instruction, or NULL
 * (run.c). */
#ifndef HKI_OP_H
#define HKI_OP_H

#include "base/inline.h"
#include "vm/state.h"

/* The register at a place, as the operands name it (program.h). */
static inline hk_value *hki_reg(hki_regs *r, uint32_t place) { return (hk_value *)(void *)((char *)r + place); }

static inline const hki_insn *hki_jump(const hki_insn *i, uint32_t label)
{
    const hki_insn *to = (const hki_insn *)(const void *)((const char *)i + (int32_t)label);
    if (!to) __builtin_unreachable();           /* so that it is not taken for the NULL that ends a run */
    return to;
}
static inline const hki_insn *hki_next_if(bool ok, const hki_insn *i) { return ok ? i + 1 : NULL; }
/* After what may have pushed a frame. */
static inline const hki_insn *hki_next_after(int got, const hki_insn *i) { return got == HKI_YES ? i + 1 : NULL; }

/* The answer of a test as a bool. */
HKI_INLINE const hki_insn *hki_answer(hk_value *to, int got, bool want, const hki_insn *i)
{
    if (got == HKI_ERROR) return NULL;
    bool yes = (got == HKI_YES) == want;
    *to = hki_bool(yes);
    /* Nearly always the next instruction jumps by the answer: it need not be asked for its truth. */
    if ((i[1].op != HKI_OPCODE_JUMP_IF && i[1].op != HKI_OPCODE_JUMP_UNLESS) || i[1].a != i->a) return i + 1;
    return yes == (i[1].op == HKI_OPCODE_JUMP_IF) ? hki_jump(i + 1, i[1].b) : i + 2;
}

static inline hk_value hki_not_missing(hk_value v)
{
    v.flags &= (uint8_t)~HKI_MISSING;
    return v;
}

#endif
