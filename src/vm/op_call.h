/* op_call.h: calls, filters, tests, macros. */
#ifndef HKI_OP_CALL_H
#define HKI_OP_CALL_H

#include "vm/macro.h"
#include "vm/op.h"

int hki_do_call(hki_vm *vm, hki_regs *r, const hki_insn *i);
int hki_do_call_method(hki_vm *vm, hki_regs *r, const hki_insn *i);
bool hki_do_filter(hki_vm *vm, hki_regs *r, const hki_insn *i, const hki_function *f);
/* what: d of RAISE_UNKNOWN */
bool hki_raise_unknown(hki_vm *vm, unsigned what, const hki_str *name);

HKI_INLINE const hki_insn *op_CALL(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_after(hki_do_call(vm, r, i), i);
}

HKI_INLINE const hki_insn *op_CALL_METHOD(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_after(hki_do_call_method(vm, r, i), i);
}

/* Filter or test f. */
HKI_INLINE bool hki_apply(hki_vm *vm, hki_regs *r, const hki_insn *i, const hki_function *f, const hki_spec *spec)
{
    if (spec->nkw || spec->flags) return hki_do_filter(vm, r, i, f);
    return hki_function_call(&vm->rt, f, hki_none(), &(hki_args){.pos = hki_reg(r, i->b), .npos = spec->npos + 1}, hki_reg(r, i->a));
}

HKI_INLINE const hki_insn *op_FILTER(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_template *t = vm->frame->t;
    const hki_function *f = t->filters[i->c];
    if (!f) return hki_next_if(hki_raise_unknown(vm, 0, t->names[t->program.filters[i->c]]), i);
    const hki_spec *spec = &t->program.specs[i->d];
    if ((f->flags & HKI_FN_DEFAULT) && spec->npos == 1 && !spec->nkw && !spec->flags) {
        const hk_value *value = hki_reg(r, i->b);
        *hki_reg(r, i->a) = value[value->type == HKI_UNDEFINED];
        return i + 1;
    }
    return hki_next_if(hki_apply(vm, r, i, f, spec), i);
}

HKI_INLINE const hki_insn *op_TEST(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_template *t = vm->frame->t;
    const hki_function *f = t->tests[i->c];
    if (!f) return hki_next_if(hki_raise_unknown(vm, 1, t->names[t->program.tests[i->c]]), i);
    const hki_spec *spec = &t->program.specs[i->d];
    if ((f->flags & HKI_FN_QUICK) && !spec->npos && !spec->nkw && !spec->flags) {
        hki_call c = {.arg = hki_reg(r, i->b)};
        f->run(&c);
        return hki_answer(hki_reg(r, i->a), c.result.as.i != 0, true, i);
    }
    return hki_next_if(hki_apply(vm, r, i, f, spec), i);
}

HKI_INLINE const hki_insn *op_FUNCTION(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_template *t = vm->frame->t;
    const hki_function *f = t->filters[i->b];
    if (!f) return hki_next_if(hki_raise_unknown(vm, false, t->names[t->program.filters[i->b]]), i);
    *hki_reg(r, i->a) = hki_pointer(HKI_FUNCTION, f);
    return i + 1;
}

HKI_INLINE const hki_insn *op_RAISE_UNKNOWN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return hki_next_if(hki_raise_unknown(vm, i->d, vm->names[i->a]), i);
}

HKI_INLINE const hki_insn *op_MACRO(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_macro_new(vm, i->b, hki_reg(r, i->a)), i);
}

#endif
