/* bytes.c: bytes objects.
 *
 * In:  bytes of any kind.   Out: an object that never changes.
 * Always: at most HKI_MAX_STRING_SIZE bytes. */
#include "value/bytes.h"

#include "base/limits.h"
#include "value/number.h"
#include "value/str.h"

hki_bytes *hki_bytes_new(hki_rt *rt, const void *bytes, size_t size)
{
    if (size > HKI_MAX_STRING_SIZE) {
        hki_raise_memory(rt);
        return NULL;
    }
    hki_bytes *b = hki_object_alloc(rt, HKI_BYTES, sizeof *b + size);
    if (!b) return NULL;
    b->size = (uint32_t)size;
    if (bytes && size) memcpy(b->data, bytes, size);
    return b;
}

int hki_bytes_compare(const hki_bytes *a, const hki_bytes *b)
{
    int order = memcmp(a->data, b->data, a->size < b->size ? a->size : b->size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

int hki_bytes_contains(hki_rt *rt, const hki_bytes *b, hk_value item)
{
    if (item.type == HKI_BYTES) {
        const hki_bytes *part = hki_as_bytes(item);
        return hki_str_find((const char *)b->data, b->size, (const char *)part->data, part->size) != SIZE_MAX;
    }
    if (!hki_is_integer(item)) {
        hki_raise(rt, HK_TYPE_ERROR, "a bytes-like object is required, not '%t'", item);
        return HKI_ERROR;
    }
    if (!hki_is_small(item) || item.as.i < 0 || item.as.i > 255) {
        hki_raise(rt, HK_VALUE_ERROR, "byte must be in range(0, 256)");
        return HKI_ERROR;
    }
    return memchr(b->data, (int)item.as.i, b->size) != NULL;
}
