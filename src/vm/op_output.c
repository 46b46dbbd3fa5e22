/* op_output.c: the slow parts of op_output.h.
 *
 * In:  a value.   Out: the setting of autoescape. */
#include "vm/op_output.h"

int hki_autoescape(hki_vm *vm, hk_value v)
{
    int on = hki_truth(&vm->rt, v);
    if (on != HKI_ERROR) hki_context_set_autoescape(vm, vm->frame->context, on == HKI_YES);
    return on;
}
