/* op_lookup.c: the slow parts of op_lookup.h.
 *
 * In:  namespaces, or what stands in their place.   Out: their attributes set; an error for what cannot be assigned to. */
#include "vm/op_lookup.h"

#include "value/namespace.h"
#include "vm/collect.h"
#include "vm/op_call.h"

HKI_APART const hki_insn *name_missing_item(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    return hki_next_if(hki_undefined_of(&vm->rt, *hki_reg(r, i->b), hki_str_value(&vm->names[i->c]), hki_reg(r, i->a)), i);
}

/* The undefined value of an item that is missing; it knows what was looked for only if somebody might want to know. A test, or the filter
 * `default`, whose answer takes its place, only asks whether it is there, and answers at once. */
HKI_INLINE const hki_insn *no_item(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_template *t = vm->frame->t;
    const hki_insn *next = i + 1;
    bool asks = next->b == i->a && next->a == i->a;
    const hki_bound *test = asks && next->op == HKI_OPCODE_TEST ? &t->tests[next->c] : NULL;
    const hki_bound *filter = asks && next->op == HKI_OPCODE_FILTER ? &t->filters[next->c] : NULL;
    hk_value none = hki_undefined_name(&vm->rt, NULL);
    if (test && test->way == HKI_BIND_TYPED) {
        *hki_reg(r, i->a) = none;
        return hki_test_type(test, r, next);
    }
    if (filter && filter->way == HKI_BIND_DEFAULT) {
        *hki_reg(r, i->a) = none;
        return hki_filter_default(filter, r, next);
    }
    return name_missing_item(vm, r, i);
}

/* The dict in which a name stands that is no attribute: that of the value itself, of a namespace or of a module. NULL: there is none. */
static hki_dict *items_of(hk_value of)
{
    if (of.type == HKI_DICT) return hki_as_dict(of);
    bool has_names = hki_is_a(of, &hki_namespace_class) || hki_is_a(of, &hki_module_class);
    return has_names ? hki_as_dict(hki_as_object(of)->slots[0]) : NULL;
}

hk_value *hki_find_name(hki_vm *vm, hk_value of, const hki_str *name, const hki_insn *i)
{
    hki_dict *items = hki_name_is_attribute(name) ? NULL : items_of(of);
    return items ? hki_find(vm, items, name, i) : NULL;
}

/* GETATTR of what is no item of a dict. */
HKI_APART const hki_insn *get_attribute(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value of = *hki_reg(r, i->b), *to = hki_reg(r, i->a);
    const hki_str *name = &vm->names[i->c];
    const hk_value *v = hki_find_name(vm, of, name, i);
    if (v) {
        *to = *v;
        return i + 1;
    }
    if (hki_is_a(of, &hki_loop_class)) {
        int got = hki_loop_attr(&vm->rt, hki_as_object(of), name, to);
        if (got != HKI_NO) return hki_next_after(got, i);
    }
    return hki_next_if(hki_getattr(&vm->rt, of, hki_str_value(name), to), i);
}

HKI_APART const hki_insn *find_item(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *v = hki_find_text(vm, hki_as_dict(*hki_reg(r, i->b)), &vm->names[i->c], i);
    if (!v) return no_item(vm, r, i);
    *hki_reg(r, i->a) = *v;
    return i + 1;
}

/* First what is soon found out: that an item is missing, or stands elsewhere. */
const hki_insn *hki_getattr_slow(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hk_value *of = hki_reg(r, i->b);
    const hki_str *name = &vm->names[i->c];
    if (of->type != HKI_DICT || hki_name_is_attribute(name)) return get_attribute(vm, r, i);
    const hki_dict *d = hki_as_dict(*of);
    if (!hki_has_mark(d, name)) return no_item(vm, r, i);
    const hk_value *v = hki_guess_again(vm, d, i);
    if (!v) return find_item(vm, r, i);
    *hki_reg(r, i->a) = *v;
    return i + 1;
}

bool hki_check_namespace(hki_vm *vm, hk_value ns)
{
    if (hki_is_a(ns, &hki_namespace_class)) return true;
    return hki_raise(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "cannot assign attribute on non-namespace object");
}

/* [jinja] Nobody looks whether the target of a set block is a namespace: it is Python's object["name"] = value. */
bool hki_do_setattr(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hki_rt *rt = &vm->rt;
    const hk_value *object = hki_reg(r, i->a), *v = hki_reg(r, i->c);
    const hki_str *name = &vm->names[i->b];
    if (hki_is_a(*object, &hki_namespace_class))
        return hki_namespace_set(rt, *object, name, hki_not_missing(*v)) && (hki_find_name(vm, *object, name, i), true);
    if (object->type == HKI_LIST) return hki_raise(rt, HK_TYPE_ERROR, "list indices must be integers or slices, not str");
    if (hki_is_missing(*object)) return hki_raise(rt, HK_TYPE_ERROR, "'_MissingType' object does not support item assignment");
    if (object->type != HKI_DICT) return hki_raise(rt, HK_TYPE_ERROR, "'%t' object does not support item assignment", *object);
    vm->frame->pc = i;
    if (hki_is_frozen(*object) && !hki_thaw(vm)) return false;
    return hki_dict_set(rt, hki_as_dict(*object), hki_str_value(name), hki_not_missing(*v));
}
