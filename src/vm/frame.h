/* frame.h: the stack of frames: pushing, leaving, unwinding. */
#ifndef HKI_FRAME_H
#define HKI_FRAME_H

#include "vm/state.h"

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

/* Makes the top frame the running one for run(): its code, constants, autoescape. */
void hki_frame_resume(hki_vm *vm);

/* The top frame ends: delivers its result and pops it. False after raising; then it is still there. */
bool hki_frame_leave(hki_vm *vm);
/* The top frame ends with a value. */
bool hki_frame_leave_with(hki_vm *vm, hk_value v);

/* After a call by instruction `i`: where the pushed frame's text would be captured only to be printed by the next instruction, it is
 * written through instead. (Nested macros would copy their text once a level.) Returns `got`. */
bool hki_frame_is_printed(const hki_vm *vm, const hki_frame *frame, const hki_insn *i);
int hki_frame_write_through(hki_vm *vm, int got, const hki_insn *i);

/* Pops a frame that was pushed in vain. */
void hki_frame_cancel(hki_vm *vm);

/* Pops all frames, and drops all captures. */
void hki_frame_drop_all(hki_vm *vm);

/* After an error: pops all frames above `stop` and notes in the error where each of them was. */
void hki_frame_unwind(hki_vm *vm, const hki_frame *stop);

/* Hands the cells that function g captures from the running frame over to `to`. */
void hki_frame_capture(hki_vm *vm, const hki_func *g, hk_value *to);

static inline const hki_func *hki_func_at(const hki_template *t, uint32_t index) { return &t->program.funcs[index]; }

#endif
