/* op_output.c: the slow parts of op_output.h.
 *
 * In:  a value.   Out: the setting of autoescape; the text behind a value. */
#include "vm/op_output.h"

/* By an error, or for a pause: then the text behind the value belongs to it. */
const hki_insn *hki_value_stopped(hki_vm *vm, const hki_insn *i)
{
    if (i->c && !hki_failed(&vm->rt)) hki_output_text(vm, vm->text + i->b, i->c);
    return NULL;
}

int hki_autoescape(hki_vm *vm, hk_value v)
{
    int on = hki_truth(&vm->rt, v);
    if (on != HKI_ERROR) hki_context_set_autoescape(vm, vm->frame->context, on == HKI_YES);
    return on;
}
