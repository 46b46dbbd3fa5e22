/* sort_keys.c: items in the order of keys that are known beforehand.
 *
 * In:  items, and a row of keys for each.   Out: the items in order; equal keys keep their items' order, also in reverse.
 * Always: where all keys are text, or all are numbers of one kind, nothing can fail and no less-than is called: each key is given a
 * rank of 64 bits that sorts as the key does (of text the first eight bytes; then the next eight where those are equal). That takes a
 * tenth of the time of a sort by comparisons. All other keys are compared as CPython compares them (sort.c). */
#include <math.h>

#include "base/copy.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"

enum {
    MOST_INSERTED = 64,         /* so many items are sorted by insertion */
    AHEAD = 16,
    MOST_RANKS = 3,             /* texts that share so many times eight bytes are compared */
};

/* The items' places are sorted: `hash` is an item's number, `as.i` its rank, if it has one. */
typedef struct ranking { hki_rt *rt; const hk_value *key; hk_value *spare; } ranking;

/* ---- by comparing */

/* [python] Lists are compared by their first items that differ; single keys by < at once. */
static int key_before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    const hki_keys *k = ctx;
    const hk_value *left = k->key + a.hash * k->width, *right = k->key + b.hash * k->width;
    for (size_t i = 0; i < k->width; i++) {
        if (left[i].type == HKI_STRING && right[i].type == HKI_STRING) {
            int order = hki_str_compare(hki_as_str(left[i]), hki_as_str(right[i]));
            if (order || !k->lists) return order < 0;
            continue;
        }
        if (k->lists) {
            int same = hki_identical(left[i], right[i]) ? HKI_YES : hki_equal(rt, left[i], right[i]);
            if (same == HKI_ERROR) return HKI_ERROR;
            if (same == HKI_YES) continue;
        }
        return hki_order(rt, HKI_LT, left[i], right[i]);
    }
    return HKI_NO;
}

/* ---- by ranks */

static unsigned byte_of(hk_value place, unsigned k) { return (uint64_t)place.as.i >> 8 * k & 0xff; }

static void insert_by_rank(hk_value *place, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        hk_value one = place[i];
        size_t to = i;
        for (; to && (uint64_t)place[to - 1].as.i > (uint64_t)one.as.i; to--) place[to] = place[to - 1];
        place[to] = one;
    }
}

/* One byte of the ranks after the other, the lowest first: each deals the places out to where those with its values begin. (Merging the
 * places takes twice as long.) */
static void deal_by_rank(hk_value *place, size_t count, hk_value *spare)
{
    uint32_t starts[sizeof(uint64_t)][256] = {{0}};
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < sizeof(uint64_t); k++) starts[k][byte_of(place[i], k)]++;
    hk_value *from = place, *to = spare;
    for (unsigned k = 0; k < sizeof(uint64_t); k++) {
        if (starts[k][byte_of(*place, k)] == count) continue;           /* all the same */
        uint32_t *start = starts[k];
        for (uint32_t value = 0, before = 0; value < 256; value++) {
            uint32_t these = start[value];
            start[value] = before;
            before += these;
        }
        for (size_t i = 0; i < count; i++) to[start[byte_of(from[i], k)]++] = from[i];
        hk_value *swap = from;
        from = to;
        to = swap;
    }
    if (from != place) memcpy(place, from, count * sizeof *place);
}

static void sort_by_rank(hk_value *place, size_t count, hk_value *spare)
{
    if (count <= MOST_INSERTED) insert_by_rank(place, count);
    else deal_by_rank(place, count, spare);
}

/* Eight bytes of a text from `at` on; behind its end they are 0. */
static int64_t rank_of_text(const hki_str *s, size_t at)
{
    return s->size > at ? (int64_t)hki_load_sorting_up_to(s->data + at, s->size - at) : 0;
}

/* Sets the ranks of texts that share their first `at` bytes; false if they are all the same text. */
static bool rank_texts(const ranking *r, hk_value *place, size_t count, size_t at)
{
    const hki_str *first = hki_as_str(r->key[place->hash]);
    bool differ = first->size > at;
    for (size_t i = 0; i < count; i++) {
        const hki_str *s = hki_as_str(r->key[place[i].hash]);
        place[i].as.i = rank_of_text(s, at);
        differ |= s->size != first->size;
    }
    return differ;
}

static int text_before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    const hk_value *key = ctx;
    const hki_str *left = hki_as_str(key[a.hash]), *right = hki_as_str(key[b.hash]);
    return !hki_spend_bytes(rt, left->size) ? HKI_ERROR : hki_str_compare(left, right) < 0;
}

/* Texts that are looked at again lie anywhere: their memory is asked for some time before. (A quarter of the time of a large sort.) */
static inline void expect_texts(const ranking *r, const hk_value *place)
{
    __builtin_prefetch(&r->key[place[2 * AHEAD].hash]);
    __builtin_prefetch(hki_as_str(r->key[place[AHEAD].hash]));
}

/* `level` counts the ranks by which these texts are equal. */
static bool sort_texts(const ranking *r, hk_value *place, size_t count, unsigned level)
{
    if (level == MOST_RANKS) return hki_sort(r->rt, place, count, text_before, (void *)(uintptr_t)r->key, false);
    if (!hki_spend(r->rt, count)) return false;
    if (!rank_texts(r, place, count, level * sizeof(uint64_t))) return true;
    sort_by_rank(place, count, r->spare);
    for (size_t from = 0, to; from < count; from = to) {
        if (count - from > 2 * AHEAD) expect_texts(r, place + from);
        for (to = from + 1; to < count && place[to].as.i == place[from].as.i; to++) {}
        if (to - from > 1 && !sort_texts(r, place + from, to - from, level + 1)) return false;
    }
    return true;
}

enum kind { MIXED, TEXTS, WHOLE, FRACTIONS };

static enum kind kind_of(hk_value v)
{
    if (v.type == HKI_STRING) return TEXTS;
    if (hki_is_small(v)) return WHOLE;
    return v.type == HKI_FLOAT && !isnan(v.as.d) ? FRACTIONS : MIXED;
}

static enum kind kind_of_all(const hk_value *key, size_t count)
{
    enum kind kind = kind_of(*key);
    for (size_t i = 1; i < count; i++)
        if (kind_of(key[i]) != kind) return MIXED;
    return kind;
}

/* The sign of a float turns the order of its other bits around. */
static int64_t rank_of_number(hk_value v)
{
    const uint64_t sign = UINT64_C(1) << 63;
    if (v.type != HKI_FLOAT) return (int64_t)((uint64_t)v.as.i ^ sign);
    double d = v.as.d + 0.0;    /* -0.0 equals 0.0 */
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return (int64_t)(bits & sign ? ~bits : bits ^ sign);
}

static bool sort_places(const ranking *r, const hki_keys *keys, hk_value *place, size_t count)
{
    enum kind kind = keys->width == 1 ? kind_of_all(keys->key, count) : MIXED;
    if (kind == TEXTS) return sort_texts(r, place, count, 0);
    if (kind == MIXED) return hki_sort(r->rt, place, count, key_before, (void *)(uintptr_t)keys, false);
    if (!hki_spend(r->rt, count)) return false;
    for (size_t i = 0; i < count; i++) place[i].as.i = rank_of_number(r->key[place[i].hash]);
    sort_by_rank(place, count, r->spare);
    return true;
}

/* [python] Sorting in reverse is turning around, sorting, and turning around again, so that equal items keep their order. */
static uint32_t turned(uint32_t i, size_t count, bool reverse) { return reverse ? (uint32_t)count - 1 - i : i; }

bool hki_sort_by_keys(hki_rt *rt, hk_value *items, size_t count, const hki_keys *keys, bool reverse)
{
    if (count < 2) return true;
    const hk_allocator *mem = rt->region->mem;
    size_t size = 2 * count * sizeof *items;
    hk_value *place = count <= UINT32_MAX ? hki_mem_alloc(mem, size) : NULL;
    if (!place) return hki_raise_memory(rt);
    ranking r = {rt, keys->key, place + count};
    for (uint32_t i = 0; i < count; i++) place[i] = (hk_value){.type = HKI_INT, .hash = turned(i, count, reverse)};
    bool ok = sort_places(&r, keys, place, count);
    if (ok) {
        memcpy(r.spare, items, count * sizeof *items);
        for (uint32_t i = 0; i < count; i++) items[turned(i, count, reverse)] = r.spare[place[i].hash];
    }
    hki_mem_free(mem, place, size);
    return ok;
}
