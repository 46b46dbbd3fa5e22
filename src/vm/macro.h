/* macro.h: macros and callers as values. [jinja: Macro] */
#ifndef HKI_MACRO_H
#define HKI_MACRO_H

#include "vm/frame.h"
#include "vm/op.h"
#include "vm/output.h"

extern const hki_class hki_macro_class;

/* Slots of a macro, whose `native` is its template. */
enum { HKI_MACRO_CONTEXT, HKI_MACRO_FUNC /* a hki_func; aux: autoescape where it was made */, HKI_MACRO_CELLS };
static inline const hki_func *hki_macro_func(const hki_object *m) { return m->slots[HKI_MACRO_FUNC].as.p; }

/* A macro of function `func` of the running frame's template, over the cells it captures. */
bool hki_macro_new(hki_vm *vm, uint32_t func, hk_value *out);

/* Binds the arguments and pushes the macro's frame. `autoescape`: that of the caller's evaluation context; -1: it has none.
 * HKI_PUSHED, or HKI_ERROR with no frame pushed. */
int hki_macro_push(hki_vm *vm, hki_object *m, const hki_args *args, int autoescape, hki_mark below, hk_value *to);

/* A frame without parameters. */
HKI_INLINE hki_frame *hki_macro_open(hki_vm *vm, const hki_object *m, bool safe, hki_mark below, hk_value *to)
{
    const hki_func *f = hki_macro_func(m);
    hki_frame *frame = hki_frame_open(vm, m->native, f, hki_as_object(m->slots[HKI_MACRO_CONTEXT]), below);
    if (!frame) return NULL;
    hk_value *cell = hki_frame_cells(frame);
    for (uint32_t k = 0; k < f->ncaptured; k++) cell[k] = m->slots[HKI_MACRO_CELLS + k];
    frame->leave = HKI_LEAVE_TEXT;
    frame->to = to;
    frame->safe = safe;
    return frame;
}

/* With parameters the frame can run: its text goes where it is printed, or becomes a value. */
HKI_INLINE int hki_macro_begin(hki_vm *vm, hki_frame *frame, bool printed)
{
    if (printed) {
        frame->leave = HKI_LEAVE_WRITTEN;
        return HKI_PUSHED;
    }
    if (hki_capture_begin(vm)) return HKI_PUSHED;
    hki_frame_pop(vm);
    return HKI_ERROR;
}

/* hki_macro_push for CALL i with nothing but arguments by position; HKI_NO: there is more to it. */
HKI_INLINE int hki_macro_call(hki_vm *vm, const hk_value *row, const hki_insn *i, hk_value *to)
{
    const unsigned more = HKI_FUNC_CALLER_ARG | HKI_FUNC_CATCH_KWARGS | HKI_FUNC_CATCH_VARARGS | HKI_FUNC_GENERATOR;
    if (!i->c || !hki_is_a(*row, &hki_macro_class)) return HKI_NO;
    const hki_object *m = hki_as_object(*row);
    const hki_func *f = hki_macro_func(m);
    uint32_t count = i->c - 1;
    if (count > f->nparams || (f->flags & more)) return HKI_NO;
    hki_frame *frame = hki_macro_open(vm, m, vm->rt.autoescape, hki_stack_mark(vm), to);
    if (!frame) return HKI_ERROR;
    hk_value *r = hki_frame_regs(frame);
    for (uint32_t k = 0; k < count; k++) r[k] = row[1 + k];
    for (uint32_t k = count; k < f->nparams; k++) r[k] = hki_absent();
    uint32_t required = f->nparams - f->ndefaults;
    if ((f->flags & HKI_FUNC_ASKS_FIRST) && count >= required) frame->pc += required;
    return hki_macro_begin(vm, frame, hki_is_printed(vm, vm->rt.autoescape, i));
}

#endif
