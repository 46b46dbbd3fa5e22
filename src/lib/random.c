/* random.c: the render's own sequence of random numbers (SplitMix64): not for secrets.
 *
 * In:  rt->random, the state.   Out: the next number; the state moves on. */
#include "lib/random.h"

static uint64_t next(hki_rt *rt)
{
    uint64_t x = rt->random += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* Numbers of the last, incomplete stretch are thrown away, so that each result is as likely as any other. */
uint64_t hki_random_below(hki_rt *rt, uint64_t limit)
{
    uint64_t odd_ones = (0 - limit) % limit, x;
    do x = next(rt);
    while (x < odd_ones);
    return x % limit;
}
