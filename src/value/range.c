/* range.c: Python's range objects.
 *
 * In:  64-bit bounds.   Out: a range whose number of items is known.
 * Always: start + i * step of an item fits 64 bits, since it lies between start and stop. */
#include "value/range.h"

/* The number of steps from `from` up to, but not including, `to`. */
static uint64_t steps(int64_t from, int64_t to, uint64_t by)
{
    return from < to ? ((uint64_t)to - (uint64_t)from - 1) / by + 1 : 0;
}

bool hki_range_new(hki_rt *rt, int64_t start, int64_t stop, int64_t step, hk_value *out)
{
    if (step == 0) return hki_raise(rt, HK_VALUE_ERROR, "range() arg 3 must not be zero");
    uint64_t count = step > 0 ? steps(start, stop, (uint64_t)step) : steps(stop, start, 0 - (uint64_t)step);
    if (count > INT64_MAX) return hki_raise(rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    hki_range *r = hki_object_alloc(rt, HKI_RANGE, sizeof *r);
    if (!r) return false;
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->count = (int64_t)count;
    *out = hki_pointer(HKI_RANGE, r);
    return true;
}

int64_t hki_range_find(const hki_range *r, hk_value v)
{
    int64_t i;
    if (hki_is_small(v)) {
        i = v.as.i;
    } else if (v.type == HKI_FLOAT && v.as.d >= -0x1p63 && v.as.d < 0x1p63 && (double)(int64_t)v.as.d == v.as.d) {
        i = (int64_t)v.as.d;
    } else {
        return -1;
    }
    bool up = r->step > 0;
    if (!r->count || (up ? i < r->start : i > r->start)) return -1;
    uint64_t distance = up ? (uint64_t)i - (uint64_t)r->start : (uint64_t)r->start - (uint64_t)i;
    uint64_t step = up ? (uint64_t)r->step : 0 - (uint64_t)r->step;
    return distance % step == 0 && distance / step < (uint64_t)r->count ? (int64_t)(distance / step) : -1;
}

bool hki_range_equal(const hki_range *a, const hki_range *b)
{
    return a->count == b->count && (a->count == 0 || (a->start == b->start && (a->count == 1 || a->step == b->step)));
}
