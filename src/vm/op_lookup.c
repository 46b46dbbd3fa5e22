/* op_lookup.c: the slow parts of op_lookup.h.
 *
 * In:  namespaces, or what stands in their place.   Out: their attributes set; an error for what cannot be assigned to. */
#include "vm/op_lookup.h"

#include "value/namespace.h"
#include "vm/collect.h"

bool hki_check_namespace(hki_vm *vm, hk_value ns)
{
    if (hki_is_a(ns, &hki_namespace_class)) return true;
    return hki_raise(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "cannot assign attribute on non-namespace object");
}

/* [jinja] Nobody looks whether the target of a set block is a namespace: it is Python's object["name"] = value. */
bool hki_do_setattr(hki_vm *vm, const hk_value *r, const hki_insn *i)
{
    hki_rt *rt = &vm->rt;
    const hk_value *object = &r[i->a], *v = &r[i->c];
    const hki_str *name = vm->names[i->b];
    if (hki_is_a(*object, &hki_namespace_class)) return hki_namespace_set(rt, *object, name, hki_not_missing(*v));
    if (object->type == HKI_LIST) return hki_raise(rt, HK_TYPE_ERROR, "list indices must be integers or slices, not str");
    if (hki_is_missing(*object)) return hki_raise(rt, HK_TYPE_ERROR, "'_MissingType' object does not support item assignment");
    if (object->type != HKI_DICT) return hki_raise(rt, HK_TYPE_ERROR, "'%t' object does not support item assignment", *object);
    vm->frame->pc = i;
    if (hki_is_frozen(*object) && !hki_thaw(vm)) return false;
    return hki_dict_set(rt, hki_as_dict(*object), hki_str_value(name), hki_not_missing(*v));
}
