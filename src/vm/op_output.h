/* op_output.h: text, values as text, captures, autoescape. */
#ifndef HKI_OP_OUTPUT_H
#define HKI_OP_OUTPUT_H

#include "vm/context.h"
#include "vm/op.h"
#include "vm/output.h"

int hki_autoescape(hki_vm *vm, hk_value v);

static inline const hki_insn *op_TEXT(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    hki_buf *out = vm->out;
    (void)r;
    if (out->cap - out->size <= i->b || out->size >= vm->flush_at) return hki_next_if(hki_output_text(vm, vm->text + i->a, i->b), i);
    hki_copy_text(out->data + out->size, vm->text + i->a, i->b);
    out->size += i->b;
    return i + 1;
}

static inline const hki_insn *op_EMIT(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    if ((i->d & HKI_EMIT_STR) && r[i->a].type != HKI_STRING && !vm->native) return hki_next_if(hki_refuse_piece(vm, r[i->a]), i);
    return hki_next_if(hki_output_value(vm, r[i->a], false), i);
}

static inline const hki_insn *op_EMIT_ESCAPED(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_next_if(hki_output_value(vm, r[i->a], true), i);
}

static inline const hki_insn *op_EMIT_AUTO(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_next_if(hki_output_value(vm, r[i->a], vm->rt.autoescape), i);
}

static inline const hki_insn *op_CAPTURE(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    (void)r;
    return hki_next_if(hki_capture_begin(vm), i);
}

static inline const hki_insn *op_CAPTURE_DROP(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    (void)r;
    if (vm->ncaptures > vm->frame->ncaptures) hki_capture_drop(vm);
    return i + 1;
}

static inline const hki_insn *op_CAPTURE_END(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    bool safe = i->d == 2 ? vm->rt.autoescape : i->d == 1;
    return hki_next_if(hki_capture_end(vm, safe, &r[i->a]), i);
}

static inline const hki_insn *op_MARK_SAFE(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    if (i->d == 2 && !vm->rt.autoescape) {
        r[i->a] = hki_not_missing(r[i->b]);
        return i + 1;
    }
    return hki_next_if(hki_mark_safe(vm, r[i->b], &r[i->a]), i);
}

static inline const hki_insn *op_AUTOESCAPE(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    hk_value old = hki_bool(vm->rt.autoescape);
    if (hki_autoescape(vm, r[i->b]) == HKI_ERROR) return NULL;
    r[i->a] = old;
    return i + 1;
}

static inline const hki_insn *op_AUTOESCAPE_SET(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_next_if(hki_autoescape(vm, r[i->a]) != HKI_ERROR, i);
}

#endif
