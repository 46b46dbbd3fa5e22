/* op_template.h: inheritance, blocks, include, import, debug. */
#ifndef HKI_OP_TEMPLATE_H
#define HKI_OP_TEMPLATE_H

#include "vm/inherit.h"
#include "vm/module.h"
#include "vm/op.h"

bool hki_raise_extended(hki_vm *vm);
int hki_do_block_scoped(hki_vm *vm, hki_regs *r, const hki_insn *i);
bool hki_do_debug(hki_vm *vm, unsigned mode);

HKI_INLINE const hki_insn *op_ONE_PARENT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return hki_next_if(!vm->frame->parent || hki_raise_extended(vm), i);
}

HKI_INLINE const hki_insn *op_EXTENDS(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_extend(vm, *hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_IF_EXTENDED(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return vm->frame->parent ? hki_jump(i, i->a) : i + 1;
}

HKI_INLINE const hki_insn *op_PARENT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    vm->frame->pc = i;
    return hki_next_after(hki_parent_push(vm), i);
}

HKI_INLINE const hki_insn *op_BLOCK(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    vm->frame->pc = i;
    return hki_next_after(hki_block_push(vm, i->a, (i->d & HKI_BLOCK_REQUIRED) != 0, vm->frame->context), i);
}

HKI_INLINE const hki_insn *op_BLOCK_SCOPED(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    vm->frame->pc = i;
    return hki_next_after(hki_do_block_scoped(vm, r, i), i);
}

HKI_INLINE const hki_insn *op_SELF(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_self_new(vm, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_SUPER(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_super_new(vm, i->b, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_INCLUDE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    vm->frame->pc = i;
    return hki_next_after(hki_include(vm, *hki_reg(r, i->a), i->d, hki_as_list(vm->konsts[i->c]), hki_reg(r, i->b)), i);
}

HKI_INLINE const hki_insn *op_IMPORT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    vm->frame->pc = i;
    return hki_next_after(hki_import(vm, *hki_reg(r, i->a), i->d, hki_as_list(vm->konsts[i->c]), hki_reg(r, i->b), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_IMPORT_NAME(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_program *p = &vm->frame->t->program;
    return hki_next_if(hki_import_name(vm, *hki_reg(r, i->b), &vm->names[i->c], p->places[i - p->code].line, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_DEBUG(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return hki_next_if(hki_do_debug(vm, i->d), i);
}

#endif
