/* macro.h: macros and callers as values. [jinja: Macro] */
#ifndef HKI_MACRO_H
#define HKI_MACRO_H

#include "vm/state.h"

extern const hki_class hki_macro_class;

/* A macro of function `func` of the running frame's template, over the cells it captures. */
bool hki_macro_new(hki_vm *vm, uint32_t func, hk_value *out);

/* Binds the arguments and pushes the macro's frame. `autoescape`: that of the caller's evaluation context; -1: it has none.
 * HKI_PUSHED, or HKI_ERROR with no frame pushed. */
int hki_macro_push(hki_vm *vm, hki_object *m, const hki_args *args, int autoescape, hki_mark below, hk_value *to);
/* The same for CALL i with nothing but arguments by position; HKI_NO: there is more to it. */
int hki_macro_call(hki_vm *vm, const hk_value *row, const hki_insn *i, hk_value *to);

#endif
