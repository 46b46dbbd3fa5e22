/* guess.c: the slow part of guess.h.
 *
 * In:  a dict and a name.   Out: the name's value, and the guess that it is there the next time. */
#include "vm/guess.h"

#include <stdatomic.h>

#include "value/intern.h"

/* Whether a key is there as long as the VM is, or the template whose name it was found by. */
static bool stays(const hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_str *key)
{
    return key == name || d == vm->options.globals || hki_is_interned(&vm->rt, key);
}

hk_value *hki_find_text(hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_insn *i)
{
    hki_guess *g = hki_guess_of(vm, i);
    hki_entry *e = g->entry < d->used ? &d->entries[g->entry] : NULL;
    uint32_t hash = hki_name_hash(name);
    if (!e || !hki_entry_is(e, name->data, name->size, hash)) e = hki_dict_entry(d, name->data, name->size, hash);
    if (!e) return NULL;
    g->key = hki_as_str(e->key);
    g->by = stays(vm, d, name, g->key) ? i : NULL;
    g->entry = (size_t)(e - d->entries);
    g->offset = g->entry * sizeof *e;
    return &e->value;
}

void hki_guesses_check(hki_vm *vm)
{
    const hki_host *host = vm->options.host;
    unsigned freed = host && host->freed ? atomic_load(host->freed) : vm->freed + 1;
    if (freed != vm->freed) memset(vm->guesses, 0, sizeof vm->guesses);
    vm->freed = freed;
}
