/* frame.h: the stack of frames: pushing, leaving, unwinding. */
#ifndef HKI_FRAME_H
#define HKI_FRAME_H

#include "base/inline.h"
#include "vm/context.h"

/* `size` bytes of the stack, 16-byte aligned, until hki_stack_drop goes back to an earlier mark. NULL after raising. */
void *hki_stack_take_far(hki_vm *vm, size_t size);
static inline void *hki_stack_take(hki_vm *vm, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if ((size_t)(vm->end - vm->top) < size) return hki_stack_take_far(vm, size);
    char *p = vm->top;
    vm->top += size;
    return p;
}
static inline hki_mark hki_stack_mark(const hki_vm *vm) { return (hki_mark){vm->segment, vm->top}; }
static inline void hki_stack_drop(hki_vm *vm, hki_mark mark)
{
    vm->segment = mark.segment;
    vm->top = mark.top;
    vm->end = mark.segment->end;
}
bool hki_stack_open(hki_vm *vm);
void hki_stack_close(hki_vm *vm);

/* Pushes a frame for function f of template t with zeroed registers, to run in `context`. Its end gives the stack back to `below`.
 * NULL after raising (too deep, no memory, no fuel). */
hki_frame *hki_frame_push(hki_vm *vm, const hki_template *t, const hki_func *f, hki_object *context, hki_mark below);

void hki_frame_too_deep(hki_vm *vm, const hki_template *t, const hki_func *f);     /* raises */

/* hki_frame_push, where a call counts. */
HKI_INLINE hki_frame *hki_frame_open(hki_vm *vm, const hki_template *t, const hki_func *f, hki_object *context, hki_mark below)
{
    enum { STRIDE = 64 };               /* so much is zeroed at a time */
    if (vm->nframes >= vm->max_frames) return hki_frame_too_deep(vm, t, f), NULL;
    if (!hki_spend(&vm->rt, 1 + f->ncode / 16)) return NULL;
    size_t values = (((size_t)f->nregs + f->ncells) * sizeof(hk_value) + STRIDE - 1) / STRIDE * STRIDE;
    hki_frame *frame = hki_stack_take(vm, sizeof *frame + values);
    if (!frame) return NULL;
    /* field by field: as one literal it would be cleared before */
    frame->up = vm->frame, frame->t = t, frame->f = f, frame->pc = t->program.code + f->code;
    frame->parent = NULL, frame->context = context, frame->to = NULL, frame->below = below;
    frame->ncaptures = vm->ncaptures, frame->depth = 0;
    frame->leave = HKI_LEAVE_PLAIN, frame->safe = frame->keep = frame->outermost = false;
    for (char *at = (char *)(frame + 1), *end = at + values; at < end; at += STRIDE) memset(at, 0, STRIDE);
    for (uint32_t left = f->nkonsts; left; left--)
        hki_frame_regs(frame)[f->nregs - left] = t->konsts[t->program.lists[f->konsts + f->nkonsts - left]];
    vm->frame = frame;
    vm->nframes++;
    return frame;
}

/* Makes the top frame the running one for run(): its constants, names, text, autoescape. */
static inline void hki_frame_resume(hki_vm *vm)
{
    const hki_frame *frame = vm->frame;
    const hki_template *t = frame->t;
    vm->konsts = t->konsts;
    vm->names = t->names;
    vm->text = t->program.text;
    vm->rt.autoescape = hki_context_autoescape(frame->context);
}

static inline void hki_frame_pop(hki_vm *vm)
{
    const hki_frame *frame = vm->frame;
    vm->frame = frame->up;
    vm->nframes--;
    hki_stack_drop(vm, frame->below);
}

/* The top frame ends: delivers its result and pops it. False after raising; then it is still there. */
bool hki_frame_leave_slow(hki_vm *vm);
static inline bool hki_frame_leave(hki_vm *vm)
{
    if (vm->frame->leave != HKI_LEAVE_WRITTEN || vm->refused) return hki_frame_leave_slow(vm);
    hki_frame_pop(vm);
    vm->frame->pc += 2;                 /* the call is done, and so is its EMIT */
    return true;
}
/* The top frame ends with a value. */
bool hki_frame_leave_with(hki_vm *vm, hk_value v);

/* After a call by instruction `i`: where the pushed frame's text would be captured only to be printed by the next instruction, it is
 * written through instead. (Nested macros would copy their text once a level.) Returns `got`. */
static inline bool hki_is_printed(const hki_vm *vm, bool safe, const hki_insn *i)
{
    if (vm->native || i[1].a != i->a || !(i[1].d & HKI_EMIT_LAST) || i[1].c) return false;
    switch (i[1].op) {
    case HKI_OPCODE_PIECE:
    case HKI_OPCODE_EMIT: return true;
    case HKI_OPCODE_EMIT_ESCAPED: return safe;
    case HKI_OPCODE_EMIT_AUTO: return safe || !vm->rt.autoescape;
    default: return false;
    }
}
int hki_frame_write_through(hki_vm *vm, int got, const hki_insn *i);

/* Pops all frames, and drops all captures. */
void hki_frame_drop_all(hki_vm *vm);

/* After an error: pops all frames above `stop` and notes in the error where each of them was. */
void hki_frame_unwind(hki_vm *vm, const hki_frame *stop);

/* Hands the cells that function g captures from the running frame over to `to`. */
void hki_frame_capture(hki_vm *vm, const hki_func *g, hk_value *to);

static inline const hki_func *hki_func_at(const hki_template *t, uint32_t index) { return &t->program.funcs[index]; }

#endif
