/* op_branch.c: the slow part of op_branch.h.
 *
 * In:  a value and the name of an attribute.   Out: the attribute. */
#include "vm/op_branch.h"

/* Of a missing item no name need be known where its truth says nothing of it. */
static bool is_plainly_false(const hki_rt *rt) { return rt->undefined != HKI_UNDEFINED_STRICT && !rt->undefined_log; }

const hk_value *hki_attribute_slow(hki_vm *vm, hki_regs *r, bool truth, const hki_insn *i, hk_value *out)
{
    hk_value of = *hki_reg(r, i->a);
    const hki_str *name = &vm->names[i->d];
    const hk_value *v = hki_find_name(vm, of, name, i);
    if (v) return v;
    if (truth && of.type == HKI_DICT && !hki_name_is_attribute(name) && is_plainly_false(&vm->rt)) {
        *out = hki_undefined_name(&vm->rt, NULL);
        return out;
    }
    return hki_getattr(&vm->rt, of, hki_str_value(name), out) ? out : NULL;
}
