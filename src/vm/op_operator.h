/* op_operator.h: operators, with the common types first; lists, tuples, dicts. */
#ifndef HKI_OP_OPERATOR_H
#define HKI_OP_OPERATOR_H

#include "value/list.h"
#include "vm/op.h"

bool hki_list_build(hki_vm *vm, const hk_value *items, uint32_t count, hk_value *out);
bool hki_dict_build(hki_vm *vm, const hk_value *pairs, uint32_t count, hk_value *out);
bool hki_unpack_row(hki_vm *vm, hk_value v, hk_value *items, uint32_t count);

/* Whole numbers are what operators are mostly used on: the compiler puts their way first. */
static inline bool hki_both_int(const hk_value *a, const hk_value *b)
{
    return __builtin_expect(a->type == HKI_INT && b->type == HKI_INT, 1);
}

HKI_INLINE const hki_insn *op_ADD(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    int64_t sum;
    if (hki_both_int(a, b) && !__builtin_add_overflow(a->as.i, b->as.i, &sum)) {
        *hki_reg(r, i->a) = hki_int(sum);
        return i + 1;
    }
    return hki_next_if(hki_add(&vm->rt, *a, *b, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_SUB(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    int64_t difference;
    if (hki_both_int(a, b) && !__builtin_sub_overflow(a->as.i, b->as.i, &difference)) {
        *hki_reg(r, i->a) = hki_int(difference);
        return i + 1;
    }
    return hki_next_if(hki_sub(&vm->rt, *a, *b, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_MUL(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    int64_t product;
    if (hki_both_int(a, b) && !__builtin_mul_overflow(a->as.i, b->as.i, &product)) {
        *hki_reg(r, i->a) = hki_int(product);
        return i + 1;
    }
    return hki_next_if(hki_mul(&vm->rt, *a, *b, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_DIV(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_div(&vm->rt, *hki_reg(r, i->b), *hki_reg(r, i->c), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_FLOORDIV(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    if (hki_both_int(a, b) && a->as.i >= 0 && b->as.i > 0) {
        *hki_reg(r, i->a) = hki_int(a->as.i / b->as.i);
        return i + 1;
    }
    return hki_next_if(hki_floordiv(&vm->rt, *a, *b, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_MOD(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    if (hki_both_int(a, b) && a->as.i >= 0 && b->as.i > 0) {
        *hki_reg(r, i->a) = hki_int(a->as.i % b->as.i);
        return i + 1;
    }
    return hki_next_if(hki_mod(&vm->rt, *a, *b, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_POW(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_pow(&vm->rt, *hki_reg(r, i->b), *hki_reg(r, i->c), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_NEG(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_neg(&vm->rt, *hki_reg(r, i->b), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_POS(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_pos(&vm->rt, *hki_reg(r, i->b), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_NOT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_truth(&vm->rt, *hki_reg(r, i->b)), false, i);
}

HKI_INLINE const hki_insn *op_CONCAT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value out;
    int mode = i->d == 2 ? vm->rt.autoescape : i->d;
    if (!hki_concat(&vm->rt, hki_reg(r, i->b), i->c, mode, &out)) return NULL;
    *hki_reg(r, i->a) = out;
    return i + 1;
}

static inline int hki_same(hki_vm *vm, const hk_value *a, const hk_value *b)
{
    if (hki_both_int(a, b)) return a->as.i == b->as.i;
    if (a->type == HKI_STRING && b->type == HKI_STRING) return hki_str_equal(hki_as_str(*a), hki_as_str(*b));
    return hki_equal(&vm->rt, *a, *b);
}

/* A float, or an integer that is a double exactly. */
static inline bool hki_is_double(const hk_value *v, double *d)
{
    *d = v->type == HKI_FLOAT ? v->as.d : (double)v->as.i;
    return v->type == HKI_FLOAT || (v->type == HKI_INT && v->as.i <= INT64_C(1) << 53 && v->as.i >= -(INT64_C(1) << 53));
}

/* HKI_YES, HKI_NO, HKI_ERROR */
#define ORDER(name, op) \
    static inline int hki_is_##name(hki_vm *vm, const hk_value *a, const hk_value *b) \
    { \
        double x, y; \
        if (hki_both_int(a, b)) return a->as.i op b->as.i; \
        return hki_is_double(a, &x) && hki_is_double(b, &y) ? x op y : hki_order(&vm->rt, HKI_##name, *a, *b); \
    }
ORDER(LT, <)
ORDER(LE, <=)
ORDER(GT, >)
ORDER(GE, >=)
#undef ORDER

static inline int hki_is_in(hki_vm *vm, const hk_value *item, const hk_value *container)
{
    return hki_contains(&vm->rt, *container, *item);
}

/* A comparison whose answer is jumped by: to c if it is d. */
HKI_INLINE const hki_insn *hki_jump_if(int got, bool want, const hki_insn *i)
{
    if (__builtin_expect(got == HKI_ERROR, 0)) return NULL;
    return ((got == HKI_YES) == want) == i->d ? hki_jump(i, i->c) : i + 1;
}

HKI_INLINE const hki_insn *op_EQ(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_same(vm, hki_reg(r, i->b), hki_reg(r, i->c)), true, i);
}

HKI_INLINE const hki_insn *op_JUMP_EQ(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_same(vm, hki_reg(r, i->a), hki_reg(r, i->b)), true, i);
}

HKI_INLINE const hki_insn *op_NE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_same(vm, hki_reg(r, i->b), hki_reg(r, i->c)), false, i);
}

HKI_INLINE const hki_insn *op_JUMP_NE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_same(vm, hki_reg(r, i->a), hki_reg(r, i->b)), false, i);
}

HKI_INLINE const hki_insn *op_LT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_is_LT(vm, hki_reg(r, i->b), hki_reg(r, i->c)), true, i);
}

HKI_INLINE const hki_insn *op_JUMP_LT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_is_LT(vm, hki_reg(r, i->a), hki_reg(r, i->b)), true, i);
}

HKI_INLINE const hki_insn *op_LE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_is_LE(vm, hki_reg(r, i->b), hki_reg(r, i->c)), true, i);
}

HKI_INLINE const hki_insn *op_JUMP_LE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_is_LE(vm, hki_reg(r, i->a), hki_reg(r, i->b)), true, i);
}

HKI_INLINE const hki_insn *op_GT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_is_GT(vm, hki_reg(r, i->b), hki_reg(r, i->c)), true, i);
}

HKI_INLINE const hki_insn *op_JUMP_GT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_is_GT(vm, hki_reg(r, i->a), hki_reg(r, i->b)), true, i);
}

HKI_INLINE const hki_insn *op_GE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_is_GE(vm, hki_reg(r, i->b), hki_reg(r, i->c)), true, i);
}

HKI_INLINE const hki_insn *op_JUMP_GE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_is_GE(vm, hki_reg(r, i->a), hki_reg(r, i->b)), true, i);
}

HKI_INLINE const hki_insn *op_IN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_is_in(vm, hki_reg(r, i->b), hki_reg(r, i->c)), true, i);
}

HKI_INLINE const hki_insn *op_JUMP_IN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_is_in(vm, hki_reg(r, i->a), hki_reg(r, i->b)), true, i);
}

HKI_INLINE const hki_insn *op_NOTIN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_answer(hki_reg(r, i->a), hki_is_in(vm, hki_reg(r, i->b), hki_reg(r, i->c)), false, i);
}

HKI_INLINE const hki_insn *op_JUMP_NOTIN(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_jump_if(hki_is_in(vm, hki_reg(r, i->a), hki_reg(r, i->b)), false, i);
}

HKI_INLINE const hki_insn *op_LIST(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_list_build(vm, hki_reg(r, i->b), i->c, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_TUPLE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hki_list *t = hki_tuple_new(&vm->rt, hki_reg(r, i->b), i->c);
    if (!t) return NULL;
    *hki_reg(r, i->a) = hki_list_value(t);
    return i + 1;
}

HKI_INLINE const hki_insn *op_DICT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_dict_build(vm, hki_reg(r, i->b), i->c, hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_UNPACK(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_unpack_row(vm, *hki_reg(r, i->a), hki_reg(r, i->b), i->c), i);
}

#endif
