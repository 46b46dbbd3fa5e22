/* suggest.c: how alike two names are.
 *
 * In:  a name that was not found, candidates.   Out: the nearest one, if it is near enough.
 * Always: a change of case counts half as much as a letter that is missing, too much, wrong, or changed places with its neighbour; names
 * that differ in nothing else are the nearest. Of three letters one may be wrong, of six two, of nine three.
 * A name that begins with the other is near enough, and farther than all these. */
#include "base/suggest.h"

#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

static unsigned replacing(char a, char b) { return a == b ? 0 : lower(a) == lower(b) ? 1 : 2; }

/* Row by row: what it costs to make the first i bytes of `a` of the first k of `b`. */
static unsigned distance(const char *a, size_t na, const char *b, size_t nb)
{
    unsigned rows[3][HKI_SUGGEST_SIZE + 1], cases = 0;
    while (na == nb && cases < na && lower(a[cases]) == lower(b[cases])) cases++;
    if (na == nb && cases == na) return memcmp(a, b, na) != 0;
    for (size_t k = 0; k <= nb; k++) rows[0][k] = 2 * (unsigned)k;
    for (size_t i = 1; i <= na; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = 2 * (unsigned)i;
        for (size_t k = 1; k <= nb; k++) {
            row[k] = least(above[k - 1] + replacing(a[i - 1], b[k - 1]), least(above[k], row[k - 1]) + 2);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) row[k] = least(row[k], two_above[k - 2] + 2);
        }
    }
    return rows[na % 3][nb];
}

static unsigned limit(size_t size) { return 2 * (unsigned)(size < 9 ? size / 3 : 3) + 2; }

void hki_suggest_start(hki_suggest *s, const char *wanted, size_t size)
{
    *s = (hki_suggest){.wanted = wanted, .size = size, .distance = limit(size)};
}

/* One is the beginning of the other, of 4 letters or more. */
static bool begins(const char *a, size_t na, const char *b, size_t nb)
{
    size_t shared = na < nb ? na : nb;
    return na != nb && shared >= 4 && memcmp(a, b, shared) == 0;
}

void hki_suggest_try(hki_suggest *s, const char *candidate, size_t size)
{
    if (!size || size > HKI_SUGGEST_SIZE || s->size > HKI_SUGGEST_SIZE) return;
    unsigned d = distance(s->wanted, s->size, candidate, size);
    if (d >= limit(s->size) && begins(s->wanted, s->size, candidate, size)) d = limit(s->size) - 1;
    if (!d || d >= s->distance) return;
    s->distance = d;
    memcpy(s->best, candidate, size);
    s->best[size] = '\0';
}
