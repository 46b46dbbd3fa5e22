/* guess.c: the slow part of guess.h.
 *
 * In:  a dict and a name.   Out: the name's value, and the guess that it is there the next time. */
#include "vm/guess.h"

#include <stdatomic.h>

#include "value/intern.h"

/* The entry with the key of guess `g`, in a dict whose entries stand in another order; NULL: there is none. */
static hki_entry *find_key(const hki_dict *d, const hki_guess *g)
{
    for (hki_entry *e = d->entries, *end = e + (d->index_size ? 0 : d->used); e < end; e++)
        if (e->key.as.p == g->key && e->key.type == HKI_STRING) return e;
    return NULL;
}

static hki_entry *find_name(const hki_dict *d, const hki_guess *g, const hki_str *name)
{
    hki_entry *e = g->entry < d->used ? &d->entries[g->entry] : NULL;
    if (e && hki_entry_is(e, name->data, name->size, name->head.hash)) return e;
    return hki_dict_entry(d, name->data, name->size, name->head.hash);
}

hk_value *hki_find_marked(hki_vm *vm, const hki_dict *d, const hki_str *name, const hki_insn *i)
{
    hki_guess *g = hki_guess_of(vm, i);
    hki_entry *e = g->by == i ? find_key(d, g) : NULL;
    if (!e) {
        if (!(e = find_name(d, g, name))) return NULL;
        g->key = hki_as_str(e->key);
        g->by = g->key == name || hki_is_interned(&vm->rt, g->key) ? i : NULL;
    }
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
