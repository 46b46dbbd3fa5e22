/* sort_keys.c: items in the order of keys that are known beforehand.
 *
 * In:  items, and a row of keys for each.   Out: the items in order; equal keys keep their items' order, also in reverse.
 * Always: where all keys are text, or all are numbers of one kind, nothing can fail and no less-than is called: each key is given a
 * rank of 64 bits that sorts as the key does (of text the first bytes; then those that follow, where they are equal). That takes a
 * tenth of the time of a sort by comparisons. All other keys are compared as CPython compares them (sort.c).
 * Where case does not count, a text of ASCII has the rank that it would have in lower case; it is only made where it is compared. */
#include <math.h>

#include "base/ascii.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"

enum {
    RANK = sizeof(uint64_t),
    AT_HAND = RANK + 3,         /* so many bytes of a text are kept at its place */
    MOST_RANKED = AT_HAND + 2 * RANK,   /* texts that share so many bytes are compared */
    MOST_INSERTED = 64,         /* so many places are sorted by insertion */
};

/* Where an item goes. Of text, `rest` is the three bytes behind the rank's, and in the last byte its size, up to AT_HAND + 1: texts that
 * are equal in rank and rest are equal if they are not longer. */
typedef struct place { uint64_t rank; uint32_t rest, number; } place;

typedef struct ranking {
    hki_rt *rt;
    const hki_keys *how;
    const hk_value *key;        /* how->key, or the items, or `own` */
    hk_value *own;              /* NULL, or a copy of the items, of which some are in lower case now */
    size_t count;
    void *spare;                /* room for as many places, or as many values */
} ranking;

/* ---- by comparing */

/* [python] Lists are compared by their first items that differ; single keys by < at once. */
static int key_before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    const ranking *r = ctx;
    const hki_keys *k = r->how;
    const hk_value *left = r->key + (size_t)a.as.i * k->width, *right = r->key + (size_t)b.as.i * k->width;
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

/* Where the keys may be changed; NULL after raising. */
static hk_value *own_keys(ranking *r)
{
    if (r->how->key) return r->how->key;
    if (r->own) return r->own;
    r->own = hki_mem_alloc(r->rt->region->mem, r->count * sizeof *r->own);
    if (!r->own) return hki_raise_memory(r->rt), NULL;
    memcpy(r->own, r->key, r->count * sizeof *r->own);
    r->key = r->own;
    return r->own;
}

static bool fold_keys(ranking *r, const place *p, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = p[i].number * r->how->width, end = k + r->how->width; k < end; k++) {
            hk_value key = r->key[k], folded, *own;
            if (key.type != HKI_STRING) continue;
            if (!hki_fold_text(r->rt, key, &folded)) return false;
            if (folded.as.p == key.as.p) continue;
            if (!(own = own_keys(r))) return false;
            own[k] = folded;
        }
    }
    return true;
}

static bool compare_all(ranking *r, place *p, size_t count)
{
    hk_value *row = r->spare;
    if (r->how->fold && !fold_keys(r, p, count)) return false;
    for (size_t i = 0; i < count; i++) row[i] = hki_int(p[i].number);
    if (!hki_sort(r->rt, row, count, key_before, r, false)) return false;
    for (size_t i = 0; i < count; i++) p[i].number = (uint32_t)row[i].as.i;
    return true;
}

/* ---- by ranks */

static void insert_by_rank(place *p, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        place one = p[i];
        size_t to = i;
        for (; to && p[to - 1].rank > one.rank; to--) p[to] = p[to - 1];
        p[to] = one;
    }
}

static unsigned byte_of(uint64_t rank, unsigned k) { return rank >> 8 * k & 0xff; }

/* One byte of the ranks after the other, the lowest first: each deals the places out to where those with its values begin. (Merging the
 * places takes twice as long.) */
static void deal_by_rank(place *p, size_t count, place *spare)
{
    uint32_t starts[RANK][256] = {{0}};
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < RANK; k++) starts[k][byte_of(p[i].rank, k)]++;
    place *from = p, *to = spare;
    for (unsigned k = 0; k < RANK; k++) {
        if (starts[k][byte_of(p->rank, k)] == count) continue;          /* all the same */
        uint32_t *start = starts[k];
        for (uint32_t value = 0, before = 0; value < 256; value++) {
            uint32_t these = start[value];
            start[value] = before;
            before += these;
        }
        for (size_t i = 0; i < count; i++) to[start[byte_of(from[i].rank, k)]++] = from[i];
        place *swap = from;
        from = to;
        to = swap;
    }
    if (from != p) memcpy(p, from, count * sizeof *p);
}

static bool sort_by_rank(const ranking *r, place *p, size_t count)
{
    if (count <= MOST_INSERTED) insert_by_rank(p, count);
    else deal_by_rank(p, count, r->spare);
    return hki_spend(r->rt, count);
}

/* How many of the places, which are in order, have the first one's rank. */
static size_t count_ties(const place *p, size_t count)
{
    size_t n = 1;
    while (n < count && p[n].rank == p->rank) n++;
    return n;
}

/* ---- texts */

static const hki_str *text_at(const ranking *r, const place *p) { return hki_as_str(r->key[p->number]); }

/* Bytes of a text from `at` on; behind its end they are 0. */
static inline uint64_t rank_of_text(const ranking *r, const hki_str *s, size_t at)
{
    uint64_t rank = s->size > at ? hki_load_sorting_up_to(s->data + at, s->size - at) : 0;
    return r->how->fold ? rank ^ hki_letter_bits(rank, 'A') : rank;
}

/* Texts that share more than AT_HAND bytes, and all of them `at`. */
static bool sort_long(ranking *r, place *p, size_t count, size_t at)
{
    if (at > MOST_RANKED) return compare_all(r, p, count);
    size_t size = text_at(r, p)->size;
    bool same = size <= at;
    for (size_t i = 0; i < count; i++) {
        const hki_str *s = text_at(r, &p[i]);
        p[i].rank = rank_of_text(r, s, at);
        same &= s->size == size;
    }
    if (same) return true;
    if (!sort_by_rank(r, p, count)) return false;
    for (size_t from = 0, ties; from < count; from += ties) {
        ties = count_ties(p + from, count - from);
        if (ties > 1 && !sort_long(r, p + from, ties, at + RANK)) return false;
    }
    return true;
}

/* Texts of one rank. Only long ones are looked at again, which takes time: they lie anywhere in memory. */
static bool sort_by_rest(ranking *r, place *p, size_t count)
{
    for (size_t i = 0; i < count; i++) p[i].rank = p[i].rest;
    if (!sort_by_rank(r, p, count)) return false;
    for (size_t from = 0, ties; from < count; from += ties) {
        ties = count_ties(p + from, count - from);
        if (ties > 1 && (p[from].rest & 0xff) > AT_HAND && !sort_long(r, p + from, ties, AT_HAND)) return false;
    }
    return true;
}

static bool sort_texts(ranking *r, place *p, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const hki_str *s = text_at(r, &p[i]);
        if (r->how->fold && !hki_str_ascii(s)) {
            if (!fold_keys(r, &p[i], 1)) return false;
            s = text_at(r, &p[i]);
        }
        p[i].rank = rank_of_text(r, s, 0);
        p[i].rest = (uint32_t)(rank_of_text(r, s, RANK) >> 32) & ~UINT32_C(0xff);
        p[i].rest |= s->size > AT_HAND ? AT_HAND + 1 : s->size;
    }
    if (!sort_by_rank(r, p, count)) return false;
    for (size_t from = 0, ties; from < count; from += ties) {
        ties = count_ties(p + from, count - from);
        if (ties > 1 && !sort_by_rest(r, p + from, ties)) return false;
    }
    return true;
}

/* ---- all kinds */

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
static uint64_t rank_of_number(hk_value v)
{
    const uint64_t sign = UINT64_C(1) << 63;
    if (v.type != HKI_FLOAT) return (uint64_t)v.as.i ^ sign;
    double d = v.as.d + 0.0;    /* -0.0 equals 0.0 */
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits & sign ? ~bits : bits ^ sign;
}

static bool sort_places(ranking *r, place *p, size_t count)
{
    enum kind kind = r->how->width == 1 ? kind_of_all(r->key, count) : MIXED;
    if (kind == MIXED) return compare_all(r, p, count);
    if (kind == TEXTS) return sort_texts(r, p, count);
    for (size_t i = 0; i < count; i++) p[i].rank = rank_of_number(r->key[p[i].number]);
    return sort_by_rank(r, p, count);
}

/* [python] Sorting in reverse is turning around, sorting, and turning around again, so that equal items keep their order. */
static uint32_t turned(uint32_t i, size_t count, bool reverse) { return reverse ? (uint32_t)count - 1 - i : i; }

_Static_assert(sizeof(place) == sizeof(hk_value), "the spare room serves for both");

bool hki_sort_by_keys(hki_rt *rt, hk_value *items, size_t count, const hki_keys *keys, bool reverse)
{
    if (count < 2) return true;
    const hk_allocator *mem = rt->region->mem;
    size_t size = 2 * count * sizeof(place);
    place *p = count <= UINT32_MAX ? hki_mem_alloc(mem, size) : NULL;
    if (!p) return hki_raise_memory(rt);
    ranking r = {.rt = rt, .how = keys, .key = keys->key ? keys->key : items, .count = count, .spare = p + count};
    for (uint32_t i = 0; i < count; i++) p[i].number = turned(i, count, reverse);
    bool ok = sort_places(&r, p, count);
    if (ok) {
        hk_value *old = r.spare;
        memcpy(old, items, count * sizeof *items);
        for (uint32_t i = 0; i < count; i++) items[turned(i, count, reverse)] = old[p[i].number];
    }
    if (r.own) hki_mem_free(mem, r.own, count * sizeof *r.own);
    hki_mem_free(mem, p, size);
    return ok;
}
