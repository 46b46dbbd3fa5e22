/* vm.h: entry of the room: a template and a context in, output to a sink. */
#ifndef HKI_VM_H
#define HKI_VM_H

#include "vm/host.h"

/* Limits of one render; 0: none. */
typedef struct hki_vm_limits {
    uint64_t fuel;              /* instructions and work done by natives */
    size_t memory;              /* bytes of the render's region and buffers */
    size_t output;              /* bytes written */
    uint32_t call_depth;        /* frames */
} hki_vm_limits;

typedef struct hki_vm_options {
    const hk_allocator *mem;
    const hki_host *host;
    const hki_policies *policies;
    const struct hki_methods *methods;
    const hki_up *up;           /* filter and test look-up; `call` is filled in by the VM itself */
    const hki_dict *filters, *tests;    /* names, for {% debug %}; may be NULL */
    hki_vm_limits limits;
    uint64_t hash_seed, random;
    uint16_t undefined;
    uint8_t sandbox;
    bool native;                /* native types: the result is a value */
    const char *newline;
} hki_vm_options;

typedef struct hki_vm hki_vm;

/* A VM may run many renders one after the other and keeps its memory in between. NULL without memory. */
hki_vm *hki_vm_new(const hki_vm_options *options);
void hki_vm_free(hki_vm *vm);
hki_rt *hki_vm_rt(hki_vm *vm);          /* for making values in the render's region */

/* Renders `t` with the variables in `context` (NULL: none) to options.host->write. On failure *error is filled in. The render's
 * region is cleared at the start of the next run or by hki_vm_reset. */
bool hki_vm_render(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error);
/* Evaluates a program made from an expression, or renders with native types; *out lives until the next run. */
bool hki_vm_evaluate(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error, hk_value *out);
void hki_vm_reset(hki_vm *vm);

#endif
