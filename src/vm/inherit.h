/* inherit.h: parents, blocks, super() and self. [jinja: Context.blocks, BlockReference, TemplateReference] */
#ifndef HKI_INHERIT_H
#define HKI_INHERIT_H

#include "vm/state.h"

extern const hki_class hki_block_class, hki_self_class;

/* The parent of the running root function is the template that `name` names; its blocks go behind the others. */
bool hki_extend(hki_vm *vm, hk_value name);
/* Pushes the parent's root function, in the running context. */
int hki_parent_push(hki_vm *vm);

/* Pushes the most derived version of a block of the running template, in `context`. `required`: raises if nobody overrides it. */
int hki_block_push(hki_vm *vm, uint32_t block, bool required, hki_object *context);
/* The same by name, for any template of the context's chain; HKI_NO: there is no such block. */
int hki_block_push_named(hki_vm *vm, const hki_str *name, hki_object *context);
/* A template of the context's chain, the most derived being 0; NULL: it is not so long. */
const hki_template *hki_chain_at(const hki_object *context, uint32_t k);
/* Calls a block reference: self.x(), super(). */
int hki_block_call(hki_vm *vm, hki_object *reference, hki_mark below, hk_value *to);

bool hki_self_new(hki_vm *vm, hk_value *out);
/* `super` in the running block: a reference to the next version, or an undefined value. */
bool hki_super_new(hki_vm *vm, uint32_t block, hk_value *out);

#endif
