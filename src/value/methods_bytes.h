/* methods_bytes.h: what the methods of bytes share. */
#ifndef HKI_METHODS_BYTES_H
#define HKI_METHODS_BYTES_H

#include "value/bytes.h"
#include "value/methods_text.h"

/* Some bytes that stand in an object, or in a local variable. */
typedef struct hki_run { const char *data; size_t size; } hki_run;

static inline hki_run hki_run_of(hk_value bytes)
{
    return (hki_run){(const char *)hki_as_bytes(bytes)->data, hki_as_bytes(bytes)->size};
}
static inline bool hki_give_bytes(hki_call *c, const char *data, size_t size)
{
    hki_bytes *b = hki_bytes_new(c->rt, data, size);
    if (b) c->result = hki_bytes_value(b);
    return b != NULL;
}
/* Argument `i`, which must be bytes. */
static inline bool hki_run_arg(hki_call *c, unsigned i, hki_run *out)
{
    if (c->arg[i].type != HKI_BYTES) return hki_raise(c->rt, HK_TYPE_ERROR, "a bytes-like object is required, not '%t'", c->arg[i]);
    *out = hki_run_of(c->arg[i]);
    return true;
}
static inline bool hki_ascii_space(char b) { return b == ' ' || (b >= '\t' && b <= '\r'); }

#endif
