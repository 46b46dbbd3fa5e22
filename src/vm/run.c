/* run.c: the dispatch loop.
 *
 * In:  a frame.   Out: its function run to the end.
 * Always: an instruction's function gives the instruction that comes next, or NULL: the running frame is another one now, or there
 * is an error. Which of the two, rt->error knows. */
#include "vm/run.h"

#include "vm/frame.h"
#include "vm/op_call.h"
#include "vm/op_data.h"
#include "vm/op_jump.h"
#include "vm/op_loop.h"
#include "vm/op_lookup.h"
#include "vm/op_operator.h"
#include "vm/op_output.h"
#include "vm/op_template.h"

/* Runs instructions of one frame until one gives NULL; returns that one. */
static const hki_insn *run_frame(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    for (;;) {
        const hki_insn *next = NULL;
        switch ((enum hki_op)i->op) {
#define OP(name, d, a, b, c, effect) case HKI_OPCODE_##name: next = op_##name(vm, r, i); break;
#include "grammar/opcodes.def"
        case HKI_OPCODE_COUNT: break;
        }
        if (!next) return i;
        i = next;
    }
}

bool hki_run(hki_vm *vm)
{
    const hki_frame *stop = vm->frame->up;
    while (vm->frame != stop) {
        hki_frame *frame = vm->frame;
        hki_frame_resume(vm);
        const hki_insn *last = run_frame(vm, hki_frame_regs(frame), frame->pc);
        if (!hki_failed(&vm->rt)) continue;
        if (vm->frame == frame) frame->pc = last;
        hki_frame_unwind(vm, stop);
        return false;
    }
    return true;
}
