/* op_lookup.c: the slow parts of op_lookup.h.
 *
 * In:  namespaces.   Out: their attributes set; an error for anything else. */
#include "vm/op_lookup.h"

#include "value/namespace.h"

bool hki_check_namespace(hki_vm *vm, hk_value ns)
{
    if (hki_is_a(ns, &hki_namespace_class)) return true;
    return hki_raise(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "cannot assign attribute on non-namespace object");
}

bool hki_set_namespace(hki_vm *vm, hk_value ns, const hki_str *name, hk_value v)
{
    return hki_check_namespace(vm, ns) && hki_namespace_set(&vm->rt, ns, name, hki_not_missing(v));
}
