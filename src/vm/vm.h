/* vm.h: entry of the room: a template and a context in, output to a sink. */
#ifndef HKI_VM_H
#define HKI_VM_H

#include "value/class.h"
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
    const hki_up *up;           /* filter and test look-up; `call` is filled in by the VM itself */
    const hki_dict *filters, *tests;    /* names, for {% debug %}; may be NULL */
    const hki_dict *globals;    /* the environment's; may be NULL */
    hki_vm_limits limits;
    uint64_t hash_seed, random;
    struct hki_interned *interned;
    uint16_t undefined;
    const hki_undefined_log *undefined_log;     /* may be NULL */
    uint8_t sandbox;
    bool native;                /* native types: the result is a value */
    const char *newline;
    struct hki_regex_cache *regexes;    /* NULL: there are no regular expressions */
} hki_vm_options;

typedef struct hki_vm hki_vm;

/* A VM may run many renders one after the other and keeps its memory in between. NULL without memory. */
hki_vm *hki_vm_new(const hki_vm_options *options);
void hki_vm_free(hki_vm *vm);
hki_rt *hki_vm_rt(hki_vm *vm);          /* for making values in the render's region */
const hki_host *hki_vm_host(const hki_vm *vm);
/* The variable that the running template finds under a name in its context; NULL: there is none, or nothing runs. */
const hk_value *hki_vm_variable(hki_vm *vm, const hki_str *name);
/* The name of the running template; NULL: it has none, or nothing runs. */
const hki_str *hki_vm_template_name(const hki_vm *vm);

/* Renders `t` with the variables in `context` (NULL: none) to options.host->write. On failure *error is filled in. The render's
 * region is cleared at the start of the next run or by hki_vm_reset. */
bool hki_vm_render(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error);
/* Evaluates a program made from an expression, or renders with native types; *out lives until the next run. */
bool hki_vm_evaluate(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error, hk_value *out);
void hki_vm_reset(hki_vm *vm);

/* What is rendered from now on goes straight behind what *b holds and not to options.host->write, until NULL gives the buffer back: after
 * an error it then holds what the host would have got. Its memory is not under the limit of memory. */
void hki_vm_write_into(hki_vm *vm, hki_buf *b);

/* Renders one block of `t` or of its parents. What stands outside of blocks is run first, its text dropped, up to the parent that
 * extends nothing: so the block has what its templates import and set. HKI_YES, HKI_NO: there is no such block, HKI_ERROR. */
int hki_vm_block(hki_vm *vm, const hki_template *t, const hki_str *name, const hki_dict *context, hki_error *error);

/* A render in steps, for a reader that asks for text. Begins one, of a template or of one block: HKI_YES, HKI_NO: there is no such block,
 * HKI_ERROR. After the first two it is ended by hki_vm_reset, at any time. */
int hki_vm_pull_begin(hki_vm *vm, const hki_template *t, const hki_str *block, const hki_dict *context, hki_error *error);
/* Goes on, unless that was the end, until there are `size` bytes of text (or more: a value is printed whole), or for `steps` steps (0: any
 * number). HKI_YES: there is more to come; HKI_NO: that was the end; HKI_ERROR. *text stays until the next step. */
int hki_vm_pull(hki_vm *vm, size_t size, uint64_t steps, hki_error *error, const char **text, size_t *got);

/* Runs `t` as an import does; *out is the module. It, and what it exports, stay until the next run or reset: hki_vm_call may move them, and
 * *out with them. The two functions below may be called again by what they run, but then move nothing. */
bool hki_vm_module(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error, const hk_value **out);
/* Calls what the module exports under a name; the arguments may be values of the module. *out lives until the next call. HKI_YES,
 * HKI_NO: there is nothing of that name, HKI_ERROR. */
int hki_vm_call(hki_vm *vm, const hki_str *name, const struct hki_args *args, hki_error *error, hk_value *out);
bool hki_vm_module_text(hki_vm *vm, hki_error *error, hki_buf *out);
/* A template as a value, which extends, include and import take for its name: `native` is the hki_template. */
extern const hki_class hki_template_class;
/* The names that a module exports, with their values; NULL: it was lost, as it is when there is no memory to move it to. */
const hki_dict *hki_vm_exports(hk_value module);

#endif
