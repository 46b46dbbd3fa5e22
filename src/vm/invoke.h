/* invoke.h: calling anything. */
#ifndef HKI_INVOKE_H
#define HKI_INVOKE_H

#include "vm/state.h"

/* The arguments of a call instruction, which stand in a row: pos (spec.npos of them, and `extra` before those), keyword values, then
 * *args and **kwargs. What has to be put together stands on the VM's stack, until the caller drops it. `callee` names the function in
 * messages; NULL: a call of the language itself. False after raising. */
bool hki_args_unpack(hki_vm *vm, const hki_template *t, uint32_t spec, const hk_value *row, uint32_t extra, const hki_function *callee,
    hki_args *out);

/* Calls a value from bytecode: HKI_YES with *to, HKI_PUSHED (the frame's end fills *to), HKI_ERROR. The stack goes back to `below`
 * when a pushed frame ends. */
int hki_invoke(hki_vm *vm, hk_value callee, const hki_args *args, hki_mark below, hk_value *to);

/* A method of a builtin type, which the caller has looked up. */
int hki_invoke_method(hki_vm *vm, const hki_function *f, hk_value self, const hki_args *args, hk_value *to);

/* Calls a value from native code; hki_up.call. */
bool hki_call_value(hki_rt *rt, hk_value callee, const hki_args *args, hk_value *out);

/* The same, for the classes whose call pushes a frame (macros, loops, blocks): that they have one says that they can be called. */
bool hki_object_call(hki_rt *rt, hki_object *o, const hki_args *args, hk_value *out);

/* The same while nothing runs: a collection may run in the meantime, and move all that is not in a register. */
bool hki_call_outermost(hki_vm *vm, hk_value callee, const hki_args *args, hk_value *out);

/* Runs the frame that was just pushed to its end, from native code. False after raising; its frames are popped then. */
bool hki_run_native(hki_vm *vm);

#endif
