/* context.h: the variables of a template while it runs.
 *
 * A context is an OBJECT (that a template sees only through a private attribute of self). It has variables of its own, set at the
 * template's top level, and stands on others: names given to it (the locals of an include), a snapshot of the context around it,
 * and at the bottom what the render was given and the globals. [jinja: Context, new_context, derived] */
#ifndef HKI_CONTEXT_H
#define HKI_CONTEXT_H

#include "vm/guess.h"

enum {
    HKI_CTX_VARS,               /* DICT or NONE: set by this template */
    HKI_CTX_EXPORTED,           /* DICT name -> None, or NONE */
    HKI_CTX_LOCALS,             /* DICT or NONE */
    HKI_CTX_UP_VARS,            /* DICT or NONE: VARS of the context around it, as they were */
    HKI_CTX_UP,                 /* a context, of which LOCALS, UP_VARS and UP are looked at; NONE: this is the bottom, without UP_VARS */
    HKI_CTX_BASE,               /* DICT or NONE: what the render was given */
    HKI_CTX_GLOBALS,            /* DICT or NONE */
    HKI_CTX_CHAIN,              /* LIST of templates (plain pointers): this and its parents; NONE: only this */
    HKI_CTX_EVAL,               /* the context whose autoescape is used */
    HKI_CTX_SLOTS
};
enum { HKI_CTX_AUTOESCAPE = 1, HKI_CTX_SHARED = 2 /* VARS is part of a snapshot: copied before it is changed */ };

/* What a context is made of beside its template. */
typedef struct hki_context_parts {
    hk_value base;              /* with no `around`: DICT or NONE */
    hki_object *around;         /* the context of which it sees a snapshot; NULL: none */
    const hk_value *names, *locals; /* nlocals names and values; the missing ones are left out */
    uint32_t nlocals;
    bool derived;               /* of the same template: same blocks, same evaluation context */
} hki_context_parts;

/* NULL after raising. */
hki_object *hki_context_new(hki_vm *vm, const hki_template *t, const hki_context_parts *parts);

static inline const hki_template *hki_context_template(const hki_object *c) { return c->native; }
static inline bool hki_context_autoescape(const hki_object *c)
{
    return (((const hki_obj *)c->slots[HKI_CTX_EVAL].as.p)->flags & HKI_CTX_AUTOESCAPE) != 0;
}
void hki_context_set_autoescape(hki_vm *vm, hki_object *c, bool on);

/* The variable, or NULL. */
const hk_value *hki_context_find(hki_vm *vm, const hki_object *c, const hki_str *name);
/* The same for instruction `i`, which remembers where it was (guess.h): if that is known, and what the render was given is looked at first;
 * else NULL. */
HKI_INLINE const hk_value *hki_context_near(hki_vm *vm, const hki_object *c, const hki_insn *i)
{
    const hk_value *s = c->slots;
    bool first = s[HKI_CTX_VARS].type == HKI_NONE && s[HKI_CTX_LOCALS].type == HKI_NONE && s[HKI_CTX_UP].type == HKI_NONE;
    return first && s[HKI_CTX_BASE].type == HKI_DICT ? hki_guessed(vm, hki_as_dict(s[HKI_CTX_BASE]), i) : NULL;
}
/* In any case. */
const hk_value *hki_context_find_near(hki_vm *vm, const hki_object *c, const hki_str *name, const hki_insn *i);
/* The same in the running template's context; hki_up.variable. */
const hk_value *hki_variable(hki_rt *rt, const hki_str *name);
/* Sets a variable of the template; exported or not. */
bool hki_context_set(hki_vm *vm, hki_object *c, const hki_str *name, hk_value v, bool exported);
/* A new dict of what is exported. */
hki_dict *hki_context_exported(hki_vm *vm, const hki_object *c);
/* A new dict of everything. */
hki_dict *hki_context_all(hki_vm *vm, const hki_object *c);

#endif
