/* op_lookup.c: the slow parts of op_lookup.h.
 *
 * In:  namespaces, or what stands in their place.   Out: their attributes set; an error for what cannot be assigned to. */
#include "vm/op_lookup.h"

#include "value/namespace.h"
#include "vm/collect.h"

/* Whether what comes of GETATTR `i` is only asked whether it is there, by a test or by the filter `default`. */
static bool is_only_asked(const hki_template *t, const hki_insn *i)
{
    const hki_insn *next = i + 1;
    if (next->b != i->a) return false;
    if (next->op == HKI_OPCODE_TEST) return t->tests[next->c].way == HKI_BIND_QUICK;
    return next->op == HKI_OPCODE_FILTER && t->filters[next->c].way == HKI_BIND_DEFAULT;
}

/* The undefined value of an item that is missing; it knows what was looked for only if somebody might want to know. */
bool hki_no_item(hki_vm *vm, hk_value of, const hki_str *name, const hki_insn *i, hk_value *out)
{
    if (!is_only_asked(vm->frame->t, i)) return hki_undefined_of(&vm->rt, of, hki_str_value(name), out);
    *out = hki_undefined_name(&vm->rt, NULL);
    return true;
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
    const hki_str *name = vm->names[i->b];
    if (hki_is_a(*object, &hki_namespace_class)) return hki_namespace_set(rt, *object, name, hki_not_missing(*v));
    if (object->type == HKI_LIST) return hki_raise(rt, HK_TYPE_ERROR, "list indices must be integers or slices, not str");
    if (hki_is_missing(*object)) return hki_raise(rt, HK_TYPE_ERROR, "'_MissingType' object does not support item assignment");
    if (object->type != HKI_DICT) return hki_raise(rt, HK_TYPE_ERROR, "'%t' object does not support item assignment", *object);
    vm->frame->pc = i;
    if (hki_is_frozen(*object) && !hki_thaw(vm)) return false;
    return hki_dict_set(rt, hki_as_dict(*object), hki_str_value(name), hki_not_missing(*v));
}
