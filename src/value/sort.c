/* sort.c: Python's stable sort.
 *
 * In:  items and a less-than that may fail.   Out: the items in order; after a failure in some order, none lost.
 * Always: O(n log n) comparisons, about n for items that are in order already. [python] Runs are found and extended with the
 * very comparisons CPython makes, so that items that cannot be compared give its TypeError; merging does not gallop. */
#include "value/list.h"

enum { MOST_RUNS = 64 };        /* merged runs at least halve in number from the bottom of the stack up: enough for 2^32 items */

typedef struct run { uint32_t start, count; } run;

typedef struct sort {
    hki_rt *rt;
    hki_less less;
    void *ctx;
    hk_value *items;
    hk_value *spare;            /* room for half of the items */
    run *runs;
    unsigned nruns;
} sort;

static inline int is_less(const sort *s, hk_value a, hk_value b)
{
    return hki_spend(s->rt, 1) ? s->less(s->rt, s->ctx, a, b) : HKI_ERROR;
}

static void reverse(hk_value *items, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        hk_value v = items[i];
        items[i] = items[--j];
        items[j] = v;
    }
}

/* The length of the run that starts at `lo`; one that strictly descends is turned around. 0 after raising. */
static size_t count_run(const sort *s, hk_value *lo, size_t count)
{
    if (count < 2) return count;
    int descends = is_less(s, lo[1], lo[0]);
    if (descends == HKI_ERROR) return 0;
    size_t n = 2;
    for (; n < count; n++) {
        int less = is_less(s, lo[n], lo[n - 1]);
        if (less == HKI_ERROR) return 0;
        if (less != descends) break;
    }
    if (descends) reverse(lo, n);
    return n;
}

/* Inserts lo[sorted..count) into the sorted front by binary search. */
static bool insert_rest(const sort *s, hk_value *lo, size_t sorted, size_t count)
{
    for (; sorted < count; sorted++) {
        hk_value pivot = lo[sorted];
        size_t l = 0, r = sorted;
        while (l < r) {
            size_t middle = l + (r - l) / 2;
            int less = is_less(s, pivot, lo[middle]);
            if (less == HKI_ERROR) return false;
            if (less)
                r = middle;
            else
                l = middle + 1;
        }
        memmove(lo + l + 1, lo + l, (sorted - l) * sizeof *lo);
        lo[l] = pivot;
    }
    return true;
}

/* Merges a[0..na) with a[na..na+nb), the left part being moved out of the way. */
static bool merge_low(const sort *s, hk_value *a, size_t na, size_t nb)
{
    hk_value *left = s->spare, *left_end = left + na, *right = a + na, *right_end = right + nb, *to = a;
    memcpy(left, a, na * sizeof *a);
    int less = HKI_NO;
    while (left < left_end && right < right_end && less != HKI_ERROR) {
        less = is_less(s, *right, *left);
        if (less == HKI_YES)
            *to++ = *right++;
        else if (less == HKI_NO)
            *to++ = *left++;
    }
    memcpy(to, left, (size_t)(left_end - left) * sizeof *a);
    return less != HKI_ERROR;
}

/* The same, the right part being moved, from the end down. */
static bool merge_high(const sort *s, hk_value *a, size_t na, size_t nb)
{
    hk_value *right = s->spare, *left_end = a + na, *right_end = right + nb, *to = a + na + nb;
    memcpy(right, a + na, nb * sizeof *a);
    int less = HKI_NO;
    while (left_end > a && right_end > right && less != HKI_ERROR) {
        less = is_less(s, right_end[-1], left_end[-1]);
        if (less == HKI_YES)
            *--to = *--left_end;
        else if (less == HKI_NO)
            *--to = *--right_end;
    }
    size_t rest = (size_t)(right_end - right);
    memcpy(to - rest, right, rest * sizeof *a);
    return less != HKI_ERROR;
}

static bool merge_at(sort *s, unsigned i)
{
    run *a = &s->runs[i], *b = &s->runs[i + 1];
    hk_value *lo = s->items + a->start;
    bool ok = a->count <= b->count ? merge_low(s, lo, a->count, b->count) : merge_high(s, lo, a->count, b->count);
    a->count += b->count;
    s->nruns--;
    if (i + 1 < s->nruns) s->runs[i + 1] = s->runs[i + 2];
    return ok;
}

/* Keeps each run longer than the two above it together, and than the one above it. */
static bool merge_collapse(sort *s)
{
    run *r = s->runs;
    while (s->nruns > 1) {
        unsigned n = s->nruns - 2;
        bool crowded = (n > 0 && r[n - 1].count <= (uint64_t)r[n].count + r[n + 1].count) ||
                       (n > 1 && r[n - 2].count <= (uint64_t)r[n - 1].count + r[n].count);
        if (crowded && n > 0 && r[n - 1].count < r[n + 1].count)
            n--;
        else if (!crowded && r[n].count > r[n + 1].count)
            break;
        if (!merge_at(s, n)) return false;
    }
    return true;
}

static bool merge_all(sort *s)
{
    while (s->nruns > 1) {
        unsigned n = s->nruns - 2;
        if (n > 0 && s->runs[n - 1].count < s->runs[n + 1].count) n--;
        if (!merge_at(s, n)) return false;
    }
    return true;
}

static size_t shortest_run(size_t n)
{
    size_t odd = 0;
    for (; n >= 64; n >>= 1) odd |= n & 1;
    return n + odd;
}

static bool sort_runs(sort *s, size_t count)
{
    size_t least = shortest_run(count);
    for (size_t at = 0; at < count;) {
        size_t left = count - at, n = count_run(s, s->items + at, left);
        if (!n) return false;
        size_t want = left < least ? left : least;
        if (n < want) {
            if (!insert_rest(s, s->items + at, n, want)) return false;
            n = want;
        }
        s->runs[s->nruns++] = (run){(uint32_t)at, (uint32_t)n};
        if (!merge_collapse(s)) return false;
        at += n;
    }
    return merge_all(s);
}

/* More than 64 items: several runs, and room to merge them, which is given back at the end. */
static bool sort_many(sort *s, size_t count)
{
    const hk_allocator *mem = s->rt->region->mem;
    size_t room = count / 2 * sizeof *s->items, size = room + MOST_RUNS * sizeof *s->runs;
    char *block = count <= UINT32_MAX ? hki_mem_alloc(mem, size) : NULL;
    if (!block) return hki_raise_memory(s->rt);
    s->spare = (hk_value *)(void *)block;
    s->runs = (run *)(void *)(block + room);
    bool ok = sort_runs(s, count);
    hki_mem_free(mem, block, size);
    return ok;
}

bool hki_sort(hki_rt *rt, hk_value *items, size_t count, hki_less less, void *ctx, bool reversed)
{
    if (count < 2) return true;
    sort s = {.rt = rt, .less = less, .ctx = ctx, .items = items};
    if (reversed) reverse(items, count);        /* [python] equal items keep their order in a reverse sort too */
    bool ok;
    if (count < 64) {
        size_t n = count_run(&s, items, count);
        ok = n && insert_rest(&s, items, n, count);
    } else {
        ok = sort_many(&s, count);
    }
    if (reversed) reverse(items, count);
    return ok;
}
