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
    if (g->by != i || g->entry >= d->named) return NULL;       /* a number could be the key's address */
    hki_entry *e = (hki_entry *)(void *)((char *)d->entries + g->offset);
    return e->key.as.p == g->key ? &e->value : NULL;
}

/* The same if the key stands at any other entry. */
static inline hk_value *hki_guess_again(hki_vm *vm, const hki_dict *d, const hki_insn *i)
{
    hki_guess *g = hki_guess_of(vm, i);
    if (g->by != i || d->index_size) return NULL;
    size_t entry = 0;
    while (entry < d->named && d->entries[entry].key.as.p != g->key) entry++;
    if (entry >= d->named) return NULL;
    g->entry = entry;
    g->offset = entry * sizeof *d->entries;
    return &d->entries[entry].value;
}

/* Whether `d` can have the name, which is a template's that runs. */
static inline bool hki_has_mark(const hki_dict *d, const hki_str *name)
{
    return hki_dict_may_have(d, hki_name_hash(name));
}

/* The value of the name that `i` looks for, and remembers from now on; NULL: there is none. */
hk_value *hki_find_text(hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_insn *i);
static inline hk_value *hki_find(hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_insn *i)
{
    if (!hki_has_mark(d, name)) return NULL;
    hk_value *v = hki_guess_again(vm, d, i);
    return v ? v : hki_find_text(vm, d, name, i);
}

/* Before templates are run that were not known so far. */
void hki_guesses_check(hki_vm *vm);

#endif
