/* methods.c: the registry of the methods of builtin types.
 *
 * In:  grammar/methods.def.   Out: the prepared function of a value's method, by name.
 * Always: a look-up that finds nothing is as cheap as one that does, because `{{ user.name }}` on a dict asks here first. */
#include "value/methods.h"

/* A receiver's family of methods is its type, or HKI_MARKUP for safe strings. */
enum { HKI_MARKUP = HKI_TYPE_COUNT, SLOTS = 1024 };

static const struct { const char *name, *signature; hki_native run; uint8_t size, family, wording, flags; } rows[] = {
#define METHOD(type, name, wording, flags, signature) \
    {#name, signature, hki_##type##_##name, sizeof #name - 1, (uint8_t)HKI_##type, (uint8_t)HKI_WORDS_##wording, (flags) | HKI_FN_METHOD},
#include "grammar/methods.def"
};
enum { COUNT = sizeof rows / sizeof *rows };

struct hki_methods {
    uint8_t slot[SLOTS];        /* open addressing: a row's number + 1, or 0 */
    hki_function functions[COUNT];
};
_Static_assert(COUNT < UINT8_MAX && COUNT * 4 < SLOTS, "slots hold row numbers in a byte, and stay mostly empty");

static unsigned slot_of(unsigned family, const char *name, size_t size)
{
    unsigned h = (unsigned char)name[0] * 7u + (unsigned char)name[size - 1] * 131u + (unsigned char)name[size / 2] * 1031u;
    return (h + (unsigned)size * 61u + family * 241u) % SLOTS;
}

hki_methods *hki_methods_new(hki_rt *rt)
{
    hki_methods *m = hki_region_alloc(rt->region, sizeof *m);
    if (!m) {
        hki_raise_memory(rt);
        return NULL;
    }
    memset(m, 0, sizeof *m);
    for (unsigned i = 0; i < COUNT; i++) {
        hki_function *f = &m->functions[i];
        *f = (hki_function){.name = rows[i].name, .python = rows[i].name, .signature = rows[i].signature, .run = rows[i].run,
                            .wording = rows[i].wording, .flags = rows[i].flags};
        if (!hki_function_prepare(rt, f)) return NULL;
        unsigned at = slot_of(rows[i].family, f->name, rows[i].size);
        while (m->slot[at]) at = (at + 1) % SLOTS;
        m->slot[at] = (uint8_t)(i + 1);
    }
    return m;
}

static const hki_function *find(const hki_methods *m, unsigned family, const char *name, size_t size)
{
    for (unsigned at = slot_of(family, name, size); m->slot[at]; at = (at + 1) % SLOTS) {
        unsigned row = m->slot[at] - 1u;
        if (rows[row].family == family && rows[row].size == size && memcmp(rows[row].name, name, size) == 0) return &m->functions[row];
    }
    return NULL;
}

const hki_function *hki_method_find(const hki_methods *m, hk_value v, const char *name, size_t size)
{
    unsigned family = v.type == HKI_BOOL || v.type == HKI_BIGINT ? HKI_INT : v.type;
    if (!m || !size) return NULL;
    if (!hki_is_safe(v)) return find(m, family, name, size);
    const hki_function *f = find(m, HKI_MARKUP, name, size);
    return f ? f : find(m, HKI_STRING, name, size);
}
