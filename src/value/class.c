/* class.c: new OBJECT values. Their behaviour is their class's; the places that ask for it are index.c, iter.c, text.c, …
 *
 * In:  a class table.   Out: an object of it with `nslots` slots, each an undefined value without a name. */
#include "value/class.h"

hki_object *hki_object_new(hki_rt *rt, const hki_class *cls, uint32_t nslots)
{
    hki_object *o = hki_object_alloc(rt, HKI_OBJECT, sizeof *o + (size_t)nslots * sizeof *o->slots);
    if (!o) return NULL;
    o->nslots = nslots;
    o->cls = cls;
    return o;
}
