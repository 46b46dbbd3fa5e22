/* op_operator.h: operators, with the common types first; lists, tuples, dicts. */
#ifndef HKI_OP_OPERATOR_H
#define HKI_OP_OPERATOR_H

#include "value/list.h"
#include "vm/op.h"

bool hki_list_build(hki_vm *vm, const hk_value *items, uint32_t count, hk_value *out);
bool hki_dict_build(hki_vm *vm, const hk_value *pairs, uint32_t count, hk_value *out);
bool hki_unpack_row(hki_vm *vm, hk_value v, hk_value *items, uint32_t count);
int hki_in_order(hki_vm *vm, enum hki_order op, hk_value a, hk_value b);
const hki_insn *hki_jump_by_order(hki_vm *vm, enum hki_order op, hk_value a, hk_value b, const hki_insn *i);

/* ---- arithmetic */

/* Whole numbers are what operators are mostly used on: the compiler puts their way first. */
static inline bool hki_is_int(const hk_value *a) { return __builtin_expect(a->type == HKI_INT, 1); }
static inline bool hki_both_int(const hk_value *a, const hk_value *b) { return hki_is_int(a) && hki_is_int(b); }

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

HKI_INLINE const hki_insn *op_ADD_INT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b);
    int64_t c = (int32_t)i->c, sum;
    if (hki_is_int(a) && !__builtin_add_overflow(a->as.i, c, &sum)) {
        *hki_reg(r, i->a) = hki_int(sum);
        return i + 1;
    }
    return hki_next_if((i->d ? hki_sub : hki_add)(&vm->rt, *a, hki_int(i->d ? -c : c), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_MUL_INT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b);
    int64_t c = (int32_t)i->c, product;
    if (hki_is_int(a) && !__builtin_mul_overflow(a->as.i, c, &product)) {
        *hki_reg(r, i->a) = hki_int(product);
        return i + 1;
    }
    return hki_next_if(hki_mul(&vm->rt, *a, hki_int(c), hki_reg(r, i->a)), i);
}

/* Division of 32 bits is several times faster than of 64 on many processors. */
static inline bool hki_is_short(const hk_value *a) { return hki_is_int(a) && __builtin_expect((uint64_t)a->as.i <= UINT32_MAX, 1); }

HKI_INLINE const hki_insn *op_FLOORDIV_INT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b);
    if (hki_is_short(a)) {
        *hki_reg(r, i->a) = hki_int((uint32_t)a->as.i / i->c);
        return i + 1;
    }
    return hki_next_if(hki_floordiv(&vm->rt, *a, hki_int(i->c), hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_MOD_INT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b);
    if (hki_is_short(a)) {
        *hki_reg(r, i->a) = hki_int((uint32_t)a->as.i % i->c);
        return i + 1;
    }
    return hki_next_if(hki_mod(&vm->rt, *a, hki_int(i->c), hki_reg(r, i->a)), i);
}

/* The jump behind may be done at once, or follow by itself. */
HKI_INLINE const hki_insn *hki_mod_jump(hki_vm *vm, hki_regs *r, bool when, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b);
    if (!hki_is_short(a)) return op_MOD_INT(vm, r, i);
    uint32_t mod = (uint32_t)a->as.i % i->c;
    *hki_reg(r, i->a) = hki_int(mod);
    return (mod == i[1].b) == when ? hki_jump(i + 1, i[1].c) : i + 2;
}

HKI_INLINE const hki_insn *op_MOD_INT_EQ(hki_vm *vm, hki_regs *r, const hki_insn *i) { return hki_mod_jump(vm, r, true, i); }
HKI_INLINE const hki_insn *op_MOD_INT_NE(hki_vm *vm, hki_regs *r, const hki_insn *i) { return hki_mod_jump(vm, r, false, i); }

/* What is divided need not be stored: nothing else asks for it. */
HKI_INLINE const hki_insn *op_ADD_MOD_INT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    int64_t sum;
    bool done = hki_both_int(a, b) && !__builtin_add_overflow(a->as.i, b->as.i, &sum) && (uint64_t)sum <= UINT32_MAX;
    if (!done) return op_ADD(vm, r, i);
    *hki_reg(r, i[1].a) = hki_int((uint32_t)sum % i[1].c);
    return i + 2;
}

HKI_INLINE const hki_insn *op_MUL_FLOORDIV_INT(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c);
    int64_t product;
    bool done = hki_both_int(a, b) && !__builtin_mul_overflow(a->as.i, b->as.i, &product) && (uint64_t)product <= UINT32_MAX;
    if (!done) return op_MUL(vm, r, i);
    *hki_reg(r, i[1].a) = hki_int((uint32_t)product / i[1].c);
    return i + 2;
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

/* ---- comparisons */

/* The answer becomes R[a], or decides where to go. */
static inline int hki_same(hki_vm *vm, const hk_value *a, const hk_value *b)
{
    if (hki_both_int(a, b)) return a->as.i == b->as.i;
    if (a->type == HKI_STRING && b->type == HKI_STRING)
        return hki_as_str(*a)->size == hki_as_str(*b)->size && hki_str_equal(hki_as_str(*a), hki_as_str(*b));
    return hki_equal(&vm->rt, *a, *b);
}

HKI_INLINE const hki_insn *hki_jump_if(int got, bool want, const hki_insn *i)
{
    if (__builtin_expect(got == HKI_ERROR, 0)) return NULL;
    return (got == HKI_YES) == want ? hki_jump(i, i->c) : i + 1;
}

#define EQUALITY(answer, jump, jump_int, op, same) \
    HKI_INLINE const hki_insn *answer(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        return hki_answer(hki_reg(r, i->a), hki_same(vm, hki_reg(r, i->b), hki_reg(r, i->c)), same, i); \
    } \
    HKI_INLINE const hki_insn *jump(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        return hki_jump_if(hki_same(vm, hki_reg(r, i->a), hki_reg(r, i->b)), same, i); \
    } \
    HKI_INLINE const hki_insn *jump_int(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        const hk_value *a = hki_reg(r, i->a); \
        if (hki_is_int(a)) return a->as.i op (int32_t)i->b ? hki_jump(i, i->c) : i + 1; \
        return hki_jump_if(hki_equal(&vm->rt, *a, hki_int((int32_t)i->b)), same, i); \
    }
EQUALITY(op_EQ, op_JUMP_EQ, op_JUMP_EQ_INT, ==, true)
EQUALITY(op_NE, op_JUMP_NE, op_JUMP_NE_INT, !=, false)
#undef EQUALITY

#define ORDER(answer, jump, jump_int, order, op) \
    HKI_INLINE const hki_insn *answer(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        const hk_value *a = hki_reg(r, i->b), *b = hki_reg(r, i->c); \
        return hki_answer(hki_reg(r, i->a), hki_both_int(a, b) ? a->as.i op b->as.i : hki_in_order(vm, order, *a, *b), true, i); \
    } \
    HKI_INLINE const hki_insn *jump(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        const hk_value *a = hki_reg(r, i->a), *b = hki_reg(r, i->b); \
        if (hki_both_int(a, b)) return a->as.i op b->as.i ? hki_jump(i, i->c) : i + 1; \
        return hki_jump_by_order(vm, order, *a, *b, i); \
    } \
    HKI_INLINE const hki_insn *jump_int(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        const hk_value *a = hki_reg(r, i->a); \
        if (hki_is_int(a)) return a->as.i op (int32_t)i->b ? hki_jump(i, i->c) : i + 1; \
        return hki_jump_by_order(vm, order, *a, hki_int((int32_t)i->b), i); \
    }
ORDER(op_LT, op_JUMP_LT, op_JUMP_LT_INT, HKI_LT, <)
ORDER(op_LE, op_JUMP_LE, op_JUMP_LE_INT, HKI_LE, <=)
ORDER(op_GT, op_JUMP_GT, op_JUMP_GT_INT, HKI_GT, >)
ORDER(op_GE, op_JUMP_GE, op_JUMP_GE_INT, HKI_GE, >=)
#undef ORDER

#define MEMBER(answer, jump, is_in) \
    HKI_INLINE const hki_insn *answer(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        return hki_answer(hki_reg(r, i->a), hki_contains(&vm->rt, *hki_reg(r, i->c), *hki_reg(r, i->b)), is_in, i); \
    } \
    HKI_INLINE const hki_insn *jump(hki_vm *vm, hki_regs *r, const hki_insn *i) \
    { \
        return hki_jump_if(hki_contains(&vm->rt, *hki_reg(r, i->b), *hki_reg(r, i->a)), is_in, i); \
    }
MEMBER(op_IN, op_JUMP_IN, true)
MEMBER(op_NOTIN, op_JUMP_NOTIN, false)
#undef MEMBER

/* ---- containers */

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
