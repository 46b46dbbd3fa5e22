/* native.h: native types: output is collected as values. [jinja: nativetypes.py] */
#ifndef HKI_NATIVE_H
#define HKI_NATIVE_H

#include "vm/state.h"

/* A list for what the innermost capture, or the whole, collects. */
bool hki_native_begin(hki_vm *vm);
bool hki_native_put(hki_vm *vm, hk_value v);
static inline hki_list *hki_native_list(hki_vm *vm) { return hki_as_list(vm->collected[vm->ncaptures]); }

/* What a list of outputs comes to: one value that is no text as it is; otherwise the texts joined, and read as a Python literal if they
 * are one; None if there is none. */
bool hki_native_concat(hki_vm *vm, const hki_list *outputs, hk_value *out);

/* Reads a text as Python's ast.literal_eval does: HKI_YES with *out, HKI_NO: it is no literal, HKI_ERROR. */
int hki_literal_eval(hki_rt *rt, const char *text, size_t size, hk_value *out);

#endif
