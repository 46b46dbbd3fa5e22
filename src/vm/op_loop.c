/* op_loop.c: the slow parts of op_loop.h.
 *
 * In:  what a damaged program takes for a loop object.   Out: an error. */
#include "vm/op_loop.h"

int hki_no_loop(hki_vm *vm)
{
    hki_raise(&vm->rt, HK_PROGRAM_ERROR, "a step in what is no loop");
    return HKI_ERROR;
}
