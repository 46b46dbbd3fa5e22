/* run.c: the dispatch loop.
 *
 * In:  a frame.   Out: its function run to the end, or to a pause.
 * Always: an instruction's function gives the instruction that comes next, or NULL: the running frame is another one now, there is an
 * error (rt->error knows), or a pause is due. Before a pause an instruction is done, but for those that begin a pass of a loop. */
#include "vm/run.h"

#include "vm/frame.h"
#include "vm/limit.h"
#include "vm/op_call.h"
#include "vm/op_data.h"
#include "vm/op_jump.h"
#include "vm/op_loop.h"
#include "vm/op_lookup.h"
#include "vm/op_operator.h"
#include "vm/op_output.h"
#include "vm/op_template.h"

static bool begins_pass(const hki_insn *i) { return i->op == HKI_OPCODE_NEXT || i->op == HKI_OPCODE_LOOP_NEXT; }

uint64_t hki_run_owed(const hki_vm *vm)
{
    const hki_frame *f = vm->frame;
    return begins_pass(f->pc) ? hki_pass_cost(f->pc) : 0;
}

/* Frame `f` goes on behind instruction `last`, or with it, which is paid for then. */
static void park(hki_vm *vm, hki_frame *f, const hki_insn *last)
{
    bool again = begins_pass(last);
    f->pc = again ? last : last + 1;
    if (again) vm->rt.spent -= hki_pass_cost(last);
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
