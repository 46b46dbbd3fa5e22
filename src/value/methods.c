/* methods.c: the registry of the methods of builtin types.
 *
 * In:  grammar/methods.def, and what grammar/signatures.awk makes of it.   Out: the function of a value's method, by name.
 * Always: a look-up that finds nothing is as cheap as one that does, because `{{ user.name }}` on a dict asks here first. */
#include "value/methods.h"

#include "grammar/signatures.h"
#include "value/dict.h"
#include "value/slots.h"

/* A receiver's family of methods is its type, or HKI_MARKUP for safe strings. */
enum { HKI_MARKUP = HKI_TYPE_COUNT };

static const hki_function functions[] = {
#define METHOD(type, name_, wording_, flags_, signature) \
    {.name = #name_, .python = #name_, .run = hki_##type##_##name_, .wording = (uint8_t)HKI_WORDS_##wording_, \
     .flags = (flags_) | HKI_FN_METHOD, SIGNATURE_##type##_##name_},
#include "grammar/methods.def"
};

static const struct { uint8_t size, family; } keys[] = {
#define METHOD(type, name, wording, flags, signature) {sizeof #name - 1, (uint8_t)HKI_##type},
#include "grammar/methods.def"
};

static const uint8_t slots[] = {METHOD_SLOTS};
enum { COUNT = sizeof functions / sizeof *functions, SLOTS = sizeof slots };
_Static_assert(COUNT < UINT8_MAX && COUNT * 4 < SLOTS, "slots hold row numbers in a byte, and stay mostly empty");

static const hki_function *find(unsigned family, const char *name, size_t size)
{
    for (unsigned at = hki_slot_of(name, size, family, SLOTS); slots[at]; at = (at + 1) % SLOTS) {
        unsigned row = slots[at] - 1u;
        if (keys[row].family == family && keys[row].size == size && memcmp(functions[row].name, name, size) == 0) return &functions[row];
    }
    return NULL;
}

void hki_methods_suggest(hk_value v, hki_suggest *s)
{
    unsigned family = v.type == HKI_BOOL || v.type == HKI_BIGINT ? HKI_INT : v.type;
    for (unsigned i = 0; i < COUNT; i++)
        if (keys[i].family == family) hki_suggest_try(s, functions[i].name, keys[i].size);
}

bool hki_dict_has_method(const char *name, size_t size)
{
    return slots[hki_slot_of(name, size, HKI_DICT, SLOTS)] && find(HKI_DICT, name, size);
}

const hki_function *hki_method_find(hk_value v, const char *name, size_t size)
{
    unsigned family = v.type == HKI_BOOL || v.type == HKI_BIGINT ? HKI_INT : v.type;
    if (!size) return NULL;
    if (v.type == HKI_VIEW && !hki_view_is_set(hki_as_view(v))) return NULL;
    if (!hki_is_safe(v)) return find(family, name, size);
    const hki_function *f = find(HKI_MARKUP, name, size);
    return f ? f : find(HKI_STRING, name, size);
}

bool hki_method_new(hki_rt *rt, const hki_function *f, hk_value receiver, hk_value *out)
{
    hki_method *m = hki_object_alloc(rt, HKI_METHOD, sizeof *m);
    if (!m) return false;
    m->function = f;
    m->receiver = receiver;
    if (rt->sandbox && receiver.type == HKI_STRING && strncmp(f->name, "format", 6) == 0) m->head.flags = HKI_METHOD_REPLACED;
    *out = hki_pointer(HKI_METHOD, m);
    return true;
}
