/* op_data.h: constants, registers, cells, the template's variables. */
#ifndef HKI_OP_DATA_H
#define HKI_OP_DATA_H

#include "vm/context.h"
#include "vm/op.h"

extern const hki_class hki_cell_class;
bool hki_const_copy(hki_vm *vm, hk_value k, hk_value *out);
bool hki_cell_new(hki_vm *vm, hk_value *out);
bool hki_undefined_if(hki_vm *vm, uint32_t line, const hki_insn *i, hk_value *out);

static inline hk_value hki_missing(hki_vm *vm, uint32_t name)
{
    hk_value v = hki_undefined_name(&vm->rt, &vm->names[name]);
    v.flags |= HKI_MISSING;
    return v;
}

HKI_INLINE const hki_insn *op_CONST(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value k = vm->konsts[i->b];
    if (k.type != HKI_LIST && k.type != HKI_DICT) {
        *hki_reg(r, i->a) = k;
        return i + 1;
    }
    return hki_next_if(hki_const_copy(vm, k, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_COPY(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)vm;
    *hki_reg(r, i->a) = hki_not_missing(*hki_reg(r, i->b));
    return i + 1;
}

HKI_INLINE const hki_insn *op_MOVE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)vm;
    *hki_reg(r, i->a) = *hki_reg(r, i->b);
    return i + 1;
}

HKI_INLINE const hki_insn *op_MISSING(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    *hki_reg(r, i->a) = hki_missing(vm, i->b);
    return i + 1;
}

HKI_INLINE const hki_insn *op_RESOLVE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_object *c = vm->frame->context;
    const hk_value *v = hki_context_near(vm, c, i);
    if (!v) v = hki_context_find_near(vm, c, &vm->names[i->b], i);
    *hki_reg(r, i->a) = v ? hki_not_missing(*v) : hki_missing(vm, i->b);
    return i + 1;
}

HKI_INLINE const hki_insn *op_CELL_NEW(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value *cell = hki_reg(r, i->a);
    if (!hki_cell_new(vm, cell)) return NULL;
    hki_as_object(*cell)->slots[0] = hki_missing(vm, i->b);
    return i + 1;
}

HKI_INLINE const hki_insn *op_CELL_GET(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)vm;
    hk_value cell = *hki_reg(r, i->b), v = hki_is_a(cell, &hki_cell_class) ? hki_as_object(cell)->slots[0] : (hk_value){0};
    *hki_reg(r, i->a) = i->d ? hki_not_missing(v) : v;
    return i + 1;
}

HKI_INLINE const hki_insn *op_CELL_SET(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)vm;
    hk_value cell = *hki_reg(r, i->a);
    if (hki_is_a(cell, &hki_cell_class)) hki_as_object(cell)->slots[0] = *hki_reg(r, i->b);
    return i + 1;
}

HKI_INLINE const hki_insn *op_EXPORT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_context_set(vm, vm->frame->context, &vm->names[i->b], *hki_reg(r, i->a), i->d == 1), i);
}

HKI_INLINE const hki_insn *op_NOT_GIVEN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    if (!hki_is_absent(*hki_reg(r, i->a))) return i + 1;
    return hki_next_if(hki_undefined_hint(&vm->rt, hki_reg(r, i->a), "parameter %r was not provided", hki_str_value(&vm->names[i->b])), i);
}

HKI_INLINE const hki_insn *op_UNDEFINED_IF(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_undefined_if(vm, i->b, i, hki_reg(r, i->a)), i);
}

#endif
