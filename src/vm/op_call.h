/* op_call.h: calls, filters, tests, macros. */
#ifndef HKI_OP_CALL_H
#define HKI_OP_CALL_H

#include "vm/macro.h"
#include "vm/op.h"

int hki_do_call(hki_vm *vm, hki_regs *r, const hki_insn *i);
int hki_do_call_method(hki_vm *vm, hki_regs *r, const hki_insn *i);
/* FILTER or TEST i: b, bound before; or one that is bound now, if there is a function. */
bool hki_do_bound(hki_vm *vm, hki_regs *r, const hki_insn *i, const hki_bound *b);
bool hki_do_late(hki_vm *vm, hki_regs *r, const hki_insn *i);
/* what: d of RAISE_UNKNOWN */
bool hki_raise_unknown(hki_vm *vm, unsigned what, const hki_str *name);

HKI_INLINE const hki_insn *op_CALL(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    vm->frame->pc = i;
    int got = hki_macro_call(vm, hki_reg(r, i->b), i, hki_reg(r, i->a));
    return hki_next_after(got == HKI_NO ? hki_do_call(vm, r, i) : got, i);
}

HKI_INLINE const hki_insn *op_CALL_METHOD(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_after(hki_do_call_method(vm, r, i), i);
}

/* FILTER i by HKI_BIND_DEFAULT, TEST i by HKI_BIND_TYPED. */
HKI_INLINE const hki_insn *hki_filter_default(const hki_bound *b, hki_regs *r, const hki_insn *i)
{
    const hk_value *value = hki_reg(r, i->b);
    if (value->type == HKI_UNDEFINED) value = !b->nplaced ? &b->call.arg[1] : value + 1;
    *hki_reg(r, i->a) = *value;
    return i + 1;
}

HKI_INLINE const hki_insn *hki_test_type(const hki_bound *b, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), b->types >> (hki_reg(r, i->b)->type & 31) & 1, true, i);
}

HKI_INLINE const hki_insn *op_FILTER(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_bound *b = &vm->frame->t->filters[i->c];
    if (b->way == HKI_BIND_DEFAULT) return hki_filter_default(b, r, i);
    if (b->way == HKI_BIND_LATE) return hki_next_if(hki_do_late(vm, r, i), i);
    return hki_next_if(hki_do_bound(vm, r, i, b), i);
}

HKI_INLINE const hki_insn *op_TEST(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_bound *b = &vm->frame->t->tests[i->c];
    if (b->way == HKI_BIND_TYPED) return hki_test_type(b, r, i);
    if (b->way == HKI_BIND_QUICK) {
        hki_call c;
        c.arg = hki_reg(r, i->b);       /* it looks at nothing else */
        b->function->run(&c);
        return hki_answer(hki_reg(r, i->a), c.result.as.i != 0, true, i);
    }
    if (b->way == HKI_BIND_LATE) return hki_next_if(hki_do_late(vm, r, i), i);
    return hki_next_if(hki_do_bound(vm, r, i, b), i);
}

HKI_INLINE const hki_insn *op_FUNCTION(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_template *t = vm->frame->t;
    const hki_function *f = t->filters[i->b].function;
    if (!f) return hki_next_if(hki_raise_unknown(vm, 0, &t->names[t->program.filters[i->b].name]), i);
    *hki_reg(r, i->a) = hki_pointer(HKI_FUNCTION, f);
    return i + 1;
}

HKI_INLINE const hki_insn *op_RAISE_UNKNOWN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    (void)r;
    return hki_next_if(hki_raise_unknown(vm, i->d, &vm->names[i->a]), i);
}

HKI_INLINE const hki_insn *op_MACRO(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_macro_new(vm, i->b, hki_reg(r, i->a)), i);
}

#endif
