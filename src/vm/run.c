/* run.c: the dispatch loop.
 *
 * In:  a frame.   Out: its function run to the end, or to a pause.
 * Always: an instruction's function gives the instruction that comes next, or NULL: the running frame is another one now, there is an
 * error (rt->error knows), or a pause is due. Before a pause an instruction is done, but for a loop's steps. */
#include "vm/run.h"

#include "program/opcode.h"
#include "vm/frame.h"
#include "vm/limit.h"
#include "vm/op_branch.h"
#include "vm/op_call.h"
#include "vm/op_data.h"
#include "vm/op_jump.h"
#include "vm/op_loop.h"
#include "vm/op_lookup.h"
#include "vm/op_operator.h"
#include "vm/op_output.h"
#include "vm/op_template.h"

/* What was paid before `i`, if it is a loop's step. */
static uint64_t cost(const hki_insn *i)
{
    return hki_op_steps(i->op) ? i->d : 0;
}

uint64_t hki_run_owed(const hki_vm *vm) { return cost(vm->frame->pc); }

/* Frame `f` goes on behind instruction `last`, or with it, which is paid for then. */
static void park(hki_vm *vm, hki_frame *f, const hki_insn *last)
{
    f->pc = hki_op_steps(last->op) ? last : last + 1;
    vm->rt.spent -= cost(last);
}

/* Each instruction jumps to the next one's code itself (labels as values, a GNU extension): a switch in a loop takes a tenth more. */
bool hki_run(hki_vm *vm)
{
    static const void *const code[] = {
#define OP(name, d, a, b, c, effect) &&code_##name,
#include "grammar/opcodes.def"
    };
    const hki_frame *stop = vm->frame;
    while (!stop->outermost) stop = stop->up;   /* after a pause */
    stop = stop->up;
    while (vm->frame != stop) {
        hki_frame *frame = vm->frame;
        hki_frame_resume(vm);
        hki_regs *r = (hki_regs *)(void *)hki_frame_regs(frame);
        const hki_insn *i = frame->pc, *next;
        goto *code[i->op];
#define OP(name, d, a, b, c, effect)                 \
    code_##name:                                     \
        if (!(next = op_##name(vm, r, i))) goto left; \
        i = next;                                    \
        goto *code[i->op];
#include "grammar/opcodes.def"
    left:
        if (hki_failed(&vm->rt)) {
            if (vm->frame == frame) frame->pc = i;
            hki_frame_unwind(vm, stop);
            return false;
        }
        if (!hki_pause_due(vm) || vm->native_depth) continue;
        if (vm->frame == frame) park(vm, frame, i);
        return true;
    }
    return true;
}
