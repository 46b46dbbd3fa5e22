/* guess.h: names looked up in dicts by instructions, each of which remembers at which entry it found its name, and the key there.
 *
 * Dicts that are made alike have a key at the same entry, and share it (value/intern.h): then nothing is compared but its address.
 * Always: what is remembered is true as long as the instruction and the key are there. The key stays as long as the VM, or as the
 * instruction's template; and when a template was let go of, all is forgotten before another can stand in its place. */
#ifndef HKI_GUESS_H
#define HKI_GUESS_H

#include "base/inline.h"
#include "value/dict.h"
#include "vm/state.h"

static inline hki_guess *hki_guess_of(hki_vm *vm, const hki_insn *i) { return &vm->guesses[(uintptr_t)i / sizeof *i % HKI_GUESSES]; }

/* The value that `i` looks for in `d`, if it is where the last one was; else NULL. */
HKI_INLINE hk_value *hki_guessed(hki_vm *vm, const hki_dict *d, const hki_insn *i)
{
    const hki_guess *g = hki_guess_of(vm, i);
    if (g->by != i || g->entry >= d->used) return NULL;
    hki_entry *e = (hki_entry *)(void *)((char *)d->entries + g->offset);
    return e->key.as.p == g->key && e->key.type == HKI_STRING ? &e->value : NULL;
}

/* The value of the name that `i` looks for; NULL: there is none. */
hk_value *hki_find_marked(hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_insn *i);
static inline hk_value *hki_find(hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_insn *i)
{
    return d->marks & hki_dict_mark(name->head.hash) ? hki_find_marked(vm, d, name, i) : NULL;
}

/* Before templates are run that were not known so far. */
void hki_guesses_check(hki_vm *vm);

#endif
