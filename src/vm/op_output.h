/* op_output.h: text, values as text, captures, autoescape. */
#ifndef HKI_OP_OUTPUT_H
#define HKI_OP_OUTPUT_H

#include "base/number_text.h"
#include "vm/context.h"
#include "vm/op_lookup.h"
#include "vm/output.h"

int hki_autoescape(hki_vm *vm, hk_value v);
const hki_insn *hki_emit_slow(hki_vm *vm, hk_value v, bool escape, const hki_insn *i);
const hki_insn *hki_emit_attr_slow(hki_vm *vm, hk_value of, bool escape, const hki_insn *i);

/* May `size` bytes be put behind the output at once? */
HKI_INLINE bool hki_has_room(const hki_vm *vm, size_t size)
{
    return __builtin_expect((uint64_t)(uintptr_t)vm->next + size < (uintptr_t)vm->stop, 1);    /* in 64 bits nothing overflows */
}

HKI_INLINE const hki_insn *hki_put_static(hki_vm *vm, uint32_t offset, uint32_t size, const hki_insn *i)
{
    if (!hki_has_room(vm, size)) return hki_next_if(hki_output_text(vm, vm->text + offset, size), i);
    char *to = vm->next;
    hki_copy_loose(to, vm->text + offset, size);
    vm->next = to + size;
    return i + 1;
}

HKI_INLINE const hki_insn *op_TEXT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return hki_put_static(vm, i->a, i->b, i);
}

/* Where a value goes: behind the output and the static text of instruction `text`, if there is one, which is put there. (What is read of
 * an instruction before text is written need not be read again: for all that the compiler knows, text may be written anywhere.) */
HKI_INLINE char *hki_put_before(const hki_vm *vm, const hki_insn *text)
{
    char *to = vm->next;
    if (!text) return to;
    size_t size = text->b;
    hki_copy_loose(to, vm->text + text->a, size);
    return to + size;
}

/* The static text behind a value; its end is that of the output. */
HKI_INLINE const hki_insn *hki_emitted(hki_vm *vm, char *to, const hki_insn *i)
{
    size_t size = i->c;
    hki_copy_loose(to, vm->text + i->b, size);
    vm->next = to + size;
    return i + 1;
}

/* EMIT… instruction i of *v, behind instruction `text` if that is not NULL, where that is soon done; NULL: it was not done. */
HKI_INLINE const hki_insn *hki_emit_soon(hki_vm *vm, const hk_value *v, bool escape, const hki_insn *text, const hki_insn *i)
{
    size_t around = i->c + (text ? (size_t)text->b : 0);
    if (v->type == HKI_STRING) {
        const hki_str *s = hki_as_str(*v);
        size_t size = s->size;
        uint16_t flags = __atomic_load_n(&s->head.flags, __ATOMIC_RELAXED);
        bool plain = !escape || (flags & HKI_STR_PLAIN) || (v->flags & HKI_SAFE);
        if (!plain || !hki_has_room(vm, size + around)) return NULL;
        char *to = hki_put_before(vm, text);
        if (flags & HKI_STR_LOOSE) hki_copy_loose(to, s->data, size);
        else memcpy(to, s->data, size);
        return hki_emitted(vm, to + size, i);
    }
    if (v->type != HKI_INT || !hki_has_room(vm, 20 + around)) return NULL;
    char *to = hki_put_before(vm, text);
    return hki_emitted(vm, hki_put_int(to, v->as.i), i);
}

HKI_INLINE const hki_insn *hki_emit(hki_vm *vm, const hk_value *v, bool escape, const hki_insn *i)
{
    const hki_insn *next = hki_emit_soon(vm, v, escape, NULL, i);
    return next ? next : hki_emit_slow(vm, *v, escape, i);
}

HKI_INLINE const hki_insn *op_EMIT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_emit(vm, hki_reg(r, i->a), false, i);
}

HKI_INLINE const hki_insn *op_EMIT_ESCAPED(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_emit(vm, hki_reg(r, i->a), true, i);
}

HKI_INLINE const hki_insn *op_EMIT_AUTO(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_emit_slow(vm, *hki_reg(r, i->a), vm->rt.autoescape, i);
}

HKI_INLINE const hki_insn *hki_emit_attr(hki_vm *vm, hki_regs *r, bool escape, const hki_insn *i)
{
    const hk_value *v = hki_near_name(vm, hki_reg(r, i->a), i);
    return v ? hki_emit(vm, v, escape, i) : hki_emit_attr_slow(vm, *hki_reg(r, i->a), escape, i);
}

HKI_INLINE const hki_insn *op_EMIT_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_emit_attr(vm, r, false, i);
}

HKI_INLINE const hki_insn *op_EMIT_ATTR_ESCAPED(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_emit_attr(vm, r, true, i);
}

/* The EMIT… behind may be done with the text, or follow by itself. */
HKI_INLINE const hki_insn *hki_text_emit(hki_vm *vm, const hk_value *v, bool escape, const hki_insn *i)
{
    const hki_insn *next = v ? hki_emit_soon(vm, v, escape, i, i + 1) : NULL;
    return next ? next : hki_put_static(vm, i->a, i->b, i);
}

HKI_INLINE const hki_insn *op_TEXT_EMIT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_text_emit(vm, hki_reg(r, i[1].a), false, i);
}

HKI_INLINE const hki_insn *op_TEXT_EMIT_ESCAPED(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_text_emit(vm, hki_reg(r, i[1].a), true, i);
}

HKI_INLINE const hki_insn *op_TEXT_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_text_emit(vm, hki_near_name(vm, hki_reg(r, i[1].a), i + 1), false, i);
}

HKI_INLINE const hki_insn *op_TEXT_ATTR_ESCAPED(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_text_emit(vm, hki_near_name(vm, hki_reg(r, i[1].a), i + 1), true, i);
}

HKI_INLINE const hki_insn *op_PIECE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    if (hki_reg(r, i->a)->type == HKI_STRING || vm->native) return hki_next_if(hki_output_value(vm, *hki_reg(r, i->a), false), i);
    hki_refuse_piece(vm, *hki_reg(r, i->a), i->b);
    return i + 1;
}

HKI_INLINE const hki_insn *op_CAPTURE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return hki_next_if(hki_capture_begin(vm), i);
}

HKI_INLINE const hki_insn *op_CAPTURE_DROP(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    if (vm->ncaptures > vm->frame->ncaptures) hki_capture_drop(vm);
    return i + 1;
}

HKI_INLINE const hki_insn *op_CAPTURE_END(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    bool safe = i->d == 2 ? vm->rt.autoescape : i->d == 1;
    return hki_next_if(hki_capture_end(vm, safe, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_MARK_SAFE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    if (i->d == 2 && !vm->rt.autoescape) {
        *hki_reg(r, i->a) = hki_not_missing(*hki_reg(r, i->b));
        return i + 1;
    }
    return hki_next_if(hki_mark_safe(vm, *hki_reg(r, i->b), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_AUTOESCAPE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value old = hki_bool(vm->rt.autoescape);
    if (hki_autoescape(vm, *hki_reg(r, i->b)) == HKI_ERROR) return NULL;
    *hki_reg(r, i->a) = old;
    return i + 1;
}

HKI_INLINE const hki_insn *op_AUTOESCAPE_SET(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_autoescape(vm, *hki_reg(r, i->a)) != HKI_ERROR, i);
}

#endif
