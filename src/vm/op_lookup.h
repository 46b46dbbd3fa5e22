/* op_lookup.h: attributes, items, slices, namespaces. */
#ifndef HKI_OP_LOOKUP_H
#define HKI_OP_LOOKUP_H

#include "value/namespace.h"
#include "vm/guess.h"
#include "vm/loop.h"
#include "vm/module.h"
#include "vm/op.h"

const hki_insn *hki_getattr_slow(hki_vm *vm, hki_regs *r, const hki_insn *i);
hk_value *hki_find_name(hki_vm *vm, hk_value of, const hki_str *name, const hki_insn *i);
bool hki_do_setattr(hki_vm *vm, hki_regs *r, const hki_insn *i);
bool hki_check_namespace(hki_vm *vm, hk_value ns);

/* The value of the name that `i` looks for on `of`, if it is where it was the last time. */
HKI_INLINE const hk_value *hki_near_name(hki_vm *vm, const hk_value *of, const hki_insn *i)
{
    if (of->type == HKI_DICT) return hki_guessed(vm, hki_as_dict(*of), i);
    bool has_names = hki_is_a(*of, &hki_namespace_class) || hki_is_a(*of, &hki_module_class);
    return has_names ? hki_guessed(vm, hki_as_dict(hki_as_object(*of)->slots[0]), i) : NULL;
}

HKI_INLINE const hki_insn *op_GETATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *v = hki_near_name(vm, hki_reg(r, i->b), i);
    if (!v) return hki_getattr_slow(vm, r, i);
    *hki_reg(r, i->a) = *v;
    return i + 1;
}

/* Of the slots of a loop object, or of registers in their place (NULL: no object). */
HKI_INLINE const hki_insn *hki_loop_attr_at(hki_vm *vm, hk_value *s, const hki_object *loop, hk_value *to, const hki_insn *i)
{
    int64_t index0 = s[HKI_LOOP_INDEX0].as.i;
    switch (i->d) {
    case HKI_LOOP_NAME_index: *to = hki_int(index0 + 1); return i + 1;
    case HKI_LOOP_NAME_index0: *to = hki_int(index0); return i + 1;
    case HKI_LOOP_NAME_first: return hki_answer(to, index0 == 0, true, i);
    case HKI_LOOP_NAME_last: return hki_answer(to, hki_loop_peek(vm, s), false, i);
    case HKI_LOOP_NAME_depth0: *to = hki_int(loop ? hki_loop_depth0(loop) : 0); return i + 1;
    case HKI_LOOP_NAME_length:
        if (!(s[HKI_LOOP_INDEX0].aux & HKI_LOOP_MEASURED)) break;
        *to = s[HKI_LOOP_LENGTH];
        return i + 1;
    default: break;
    }
    return hki_next_after(hki_loop_attr_of(&vm->rt, s, loop ? hki_loop_depth0(loop) : 0, i->d, to), i);
}

HKI_INLINE const hki_insn *op_LOOP_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value of = *hki_reg(r, i->b), *to = hki_reg(r, i->a);
    if (!hki_is_a(of, &hki_loop_class)) return hki_next_if(hki_getattr(&vm->rt, of, hki_str_value(&vm->names[i->c]), to), i);
    return hki_loop_attr_at(vm, hki_as_object(of)->slots, hki_as_object(of), to, i);
}

HKI_INLINE const hki_insn *op_LOOP_ROW_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_loop_attr_at(vm, hki_reg(r, i->b), NULL, hki_reg(r, i->a), i);
}

static inline const hki_insn *hki_get_item(hki_vm *vm, hk_value *to, hk_value of, hk_value key, const hki_insn *i)
{
    if (of.type == HKI_LIST && key.type == HKI_INT) {
        const hki_list *l = hki_as_list(of);
        int64_t at = key.as.i < 0 ? key.as.i + l->count : key.as.i;
        if (at >= 0 && at < l->count) {
            *to = l->items[at];
            return i + 1;
        }
    } else if (of.type == HKI_DICT && key.type == HKI_STRING) {
        const hk_value *v = hki_dict_find_str(&vm->rt, hki_as_dict(of), hki_as_str(key));
        if (v) {
            *to = *v;
            return i + 1;
        }
    }
    return hki_next_if(hki_getitem(&vm->rt, of, key, to), i);
}

HKI_INLINE const hki_insn *op_GETITEM(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_get_item(vm, hki_reg(r, i->a), *hki_reg(r, i->b), *hki_reg(r, i->c), i);
}

HKI_INLINE const hki_insn *op_GETITEM_CONST(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_get_item(vm, hki_reg(r, i->a), *hki_reg(r, i->b), vm->konsts[i->c], i);
}

HKI_INLINE const hki_insn *op_SLICE(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *part = hki_reg(r, i->c);
    return hki_next_if(hki_slice(&vm->rt, *hki_reg(r, i->b), part[0], part[1], part[2], hki_reg(r, i->a)), i);
}

HKI_INLINE const hki_insn *op_SETATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value ns = *hki_reg(r, i->a);
    hk_value *v = hki_is_a(ns, &hki_namespace_class) ? hki_guessed(vm, hki_namespace_dict(ns), i) : NULL;
    if (!v) return hki_next_if(hki_do_setattr(vm, r, i), i);
    *v = hki_not_missing(*hki_reg(r, i->c));    /* a namespace's dict is always of the render */
    return i + 1;
}

HKI_INLINE const hki_insn *op_CHECK_NS_ATTR(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value ns = *hki_reg(r, i->a);
    if (!hki_is_a(ns, &hki_namespace_class)) return hki_next_if(hki_check_namespace(vm, ns), i);
    const hk_value *v = hki_guessed(vm, hki_namespace_dict(ns), i + 1);
    if (!v) return i + 1;
    *hki_reg(r, i[1].a) = *v;
    return i + 2;
}

HKI_INLINE const hki_insn *op_CHECK_NS(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_is_a(*hki_reg(r, i->a), &hki_namespace_class) ? i + 1 : hki_next_if(hki_check_namespace(vm, *hki_reg(r, i->a)), i);
}

#endif
