/* str.c: making and measuring strings, and appending in linear time.
 *
 * In:  valid UTF-8.   Out: strings in rt->region, at most HKI_MAX_STRING_SIZE bytes long.
 * Always: a string never changes after it was returned. A growing block is written only behind what any string shows. */
#include "value/str.h"

#include "base/hash.h"
#include "base/inline.h"
#include "base/limits.h"
#include "base/utf8.h"

const hki_str hki_str_empty = {.head = {.type = HKI_STRING, .space = HKI_SPACE_FROZEN, .flags = HKI_STR_CONST}, .data = ""};

enum { APPEND_COPIES = 256 };       /* up to this many bytes a copy is cheaper than a block with room to grow */

static inline hki_str *sized(hki_rt *rt, size_t size, size_t points, char **data)
{
    hki_str *s = hki_region_alloc(rt->region, sizeof *s + size);
    if (!s) {
        hki_raise_memory(rt);
        return NULL;
    }
    *data = (char *)(s + 1);
    hki_obj head = {.type = HKI_STRING, .space = rt->region->space, .flags = HKI_STR_LOOSE};
    *s = (hki_str){.head = head, .size = (uint32_t)size, .points = (uint32_t)points, .data = *data};
    return s;
}

HKI_APART hki_str *sized_far(hki_rt *rt, size_t size, size_t points, char **data)
{
    if (size <= HKI_MAX_STRING_SIZE) return sized(rt, size, points, data);
    hki_raise_memory(rt);
    return NULL;
}

/* With room at hand no call is made, and so no register saved. */
hki_str *hki_str_sized(hki_rt *rt, size_t size, size_t points, char **data)
{
    bool near = size <= HKI_MAX_STRING_SIZE && hki_region_has(rt->region, sizeof(hki_str) + size);
    return near ? sized(rt, size, points, data) : sized_far(rt, size, points, data);
}

static hki_str *new_counted(hki_rt *rt, const char *text, size_t size, size_t points)
{
    char *data;
    hki_str *s = hki_str_sized(rt, size, points, &data);
    if (s && size) memcpy(data, text, size);
    return s;
}

hki_str *hki_str_new(hki_rt *rt, const char *text, size_t size)
{
    return new_counted(rt, text, size, hki_utf8_count(text, size));
}

hki_str *hki_str_c(hki_rt *rt, const char *text)
{
    return hki_str_new(rt, text, strlen(text));
}

hki_str *hki_str_borrow_counted(hki_rt *rt, const char *text, size_t size, size_t points)
{
    if (size > HKI_MAX_STRING_SIZE) {
        hki_raise_memory(rt);
        return NULL;
    }
    hki_str *s = hki_object_alloc(rt, HKI_STRING, sizeof *s);
    if (!s) return NULL;
    s->size = (uint32_t)size;
    s->points = (uint32_t)points;
    s->data = text;
    return s;
}

hki_str *hki_str_borrow(hki_rt *rt, const char *text, size_t size)
{
    return hki_str_borrow_counted(rt, text, size, hki_utf8_count(text, size));
}

/* Text that outlives this render: a piece of it needs no copy. Text of the render itself may be dropped by a collection. */
static bool outlives(const hki_rt *rt, const hki_str *s)
{
    return s->head.space != HKI_SPACE_RENDER && rt->region->space == HKI_SPACE_RENDER;
}

hki_str *hki_str_sub(hki_rt *rt, hki_str *s, size_t from, size_t to)
{
    if (from == 0 && to == s->size) return s;
    size_t size = to - from;
    const char *text = s->data + from;
    size_t points = hki_str_ascii(s) ? size : hki_utf8_count(text, size);
    if (size <= 32 || !outlives(rt, s)) return new_counted(rt, text, size, points);
    hki_str *part = hki_str_borrow_counted(rt, text, size, points);
    if (part) part->head.flags |= __atomic_load_n(&s->head.flags, __ATOMIC_RELAXED) & HKI_STR_LOOSE;
    return part;
}

hki_str *hki_str_point(hki_rt *rt, uint32_t point)
{
    char text[4];
    size_t size = hki_utf8_put(text, point);
    return new_counted(rt, text, size, 1);
}

bool hki_make_str(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    hki_str *s = hki_str_new(rt, text, size);
    if (!s) return false;
    *out = hki_str_value(s);
    return true;
}

/* ---- appending */

static hki_str *grown(hki_rt *rt, const hki_strgrow *grow, size_t points)
{
    hki_str *s = hki_str_borrow_counted(rt, grow->data, grow->used, points);
    if (s) s->head.flags |= HKI_STR_GROWS;
    return s;
}

static hki_str *append_in_new_block(hki_rt *rt, const hki_str *a, const char *text, size_t size, size_t points)
{
    size_t total = a->size + size;
    size_t cap = total < HKI_MAX_STRING_SIZE / 2 ? total * 2 : HKI_MAX_STRING_SIZE;
    hki_strgrow *grow = hki_region_alloc(rt->region, sizeof *grow + cap);
    if (!grow) {
        hki_raise_memory(rt);
        return NULL;
    }
    grow->used = total;
    grow->cap = cap;
    memcpy(grow->data, a->data, a->size);
    memcpy(grow->data + a->size, text, size);
    return grown(rt, grow, a->points + points);
}

hki_str *hki_str_append_counted(hki_rt *rt, hki_str *a, const char *text, size_t size, size_t points)
{
    if (!size) return a;
    if (size > HKI_MAX_STRING_SIZE - a->size) {
        hki_raise_memory(rt);
        return NULL;
    }
    hki_strgrow *grow = a->head.space == HKI_SPACE_RENDER ? hki_str_newest_of(a) : NULL;
    if (grow && grow->cap - grow->used >= size) {
        memcpy(grow->data + grow->used, text, size);
        grow->used += size;
        return grown(rt, grow, a->points + points);
    }
    if (a->size + size > APPEND_COPIES && rt->region->space == HKI_SPACE_RENDER) return append_in_new_block(rt, a, text, size, points);
    char *data;
    hki_str *s = hki_str_sized(rt, a->size + size, a->points + points, &data);
    if (!s) return NULL;
    if (a->size) memcpy(data, a->data, a->size);
    memcpy(data + a->size, text, size);
    return s;
}

hki_str *hki_str_append(hki_rt *rt, hki_str *a, const char *text, size_t size)
{
    return hki_str_append_counted(rt, a, text, size, hki_utf8_count(text, size));
}

/* ---- measuring */

/* The hash is kept in the string, if that may be written to. */
uint32_t hki_str_hash_first(hki_rt *rt, const hki_str *s)
{
    uint16_t flags = __atomic_load_n(&s->head.flags, __ATOMIC_ACQUIRE);
    uint32_t hash = hki_hash_bytes(rt->hash_seed, s->data, s->size);
    if (!(flags & HKI_STR_CONST)) {
        hki_obj *head = (hki_obj *)(uintptr_t)&s->head;
        __atomic_store_n(&head->hash, hash, __ATOMIC_RELAXED);
        __atomic_store_n(&head->flags, (uint16_t)(flags | HKI_STR_HASHED), __ATOMIC_RELEASE);
    }
    return hash;
}

bool hki_str_equal(const hki_str *a, const hki_str *b)
{
    return a == b || (a->size == b->size && hki_same_text(a->data, b->data, a->size));
}

/* UTF-8 sorts by bytes as its code points do. */
int hki_str_compare(const hki_str *a, const hki_str *b)
{
    size_t shared = a->size < b->size ? a->size : b->size;
    if (shared >= 8) {          /* mostly the first bytes decide: no call is needed */
        uint64_t left = hki_load_sorting(a->data), right = hki_load_sorting(b->data);
        if (left != right) return left < right ? -1 : 1;
    }
    int order = shared ? memcmp(a->data, b->data, shared) : 0;
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

size_t hki_str_offset(const hki_str *s, size_t point)
{
    if (point >= s->points) return s->size;
    return hki_str_ascii(s) ? point : hki_utf8_offset(s->data, s->size, point);
}

size_t hki_str_point_at(const hki_str *s, size_t offset)
{
    return hki_str_ascii(s) ? offset : hki_utf8_count(s->data, offset);
}

/* ---- text built in rt->scratch */

size_t hki_text_begin(hki_rt *rt)
{
    return rt->scratch.size;
}

void hki_text_drop(hki_rt *rt, size_t mark)
{
    rt->scratch.size = mark;
    rt->scratch.failed = rt->scratch.over = false;
}

bool hki_text_end(hki_rt *rt, size_t mark, uint8_t flags, hk_value *out)
{
    hki_str *s = NULL;
    if (rt->scratch.failed)
        hki_raise_memory(rt);
    else if (rt->scratch.size > mark && !hki_failed(rt))
        s = hki_str_new(rt, rt->scratch.data + mark, rt->scratch.size - mark);
    else if (!hki_failed(rt))
        s = (hki_str *)(uintptr_t)&hki_str_empty;
    hki_text_drop(rt, mark);
    if (!s) return false;
    *out = hki_str_value(s);
    out->flags = flags;
    return true;
}
