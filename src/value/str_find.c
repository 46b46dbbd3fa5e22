/* str_find.c: the first and the last place of a text in another, in linear time whatever the texts are.
 *
 * In:  bytes.   Out: an offset, or SIZE_MAX.
 * Always: valid UTF-8 is found at code point borders only, since no code point's bytes are part of another's. */
#include "value/str.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { STEP = 16 };

/* Where in a step's places the part may start: its first and its last byte stand right. */
static inline unsigned candidates(const char *first, const char *last, __m128i first_byte, __m128i last_byte)
{
    __m128i starts = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)first), first_byte);
    __m128i ends = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)last), last_byte);
    return (unsigned)_mm_movemask_epi8(_mm_and_si128(starts, ends));
}

/* At least a step's places. Text with many candidates that are wrong is left to memmem, which is linear whatever it gets; with few, as in
 * most texts, this takes a fifth of its time. */
static const char *find_in_long(const char *text, size_t size, const char *part, size_t part_size)
{
    const char *end = text + size, *final = end - part_size + 1 - STEP;
    __m128i first_byte = _mm_set1_epi8(part[0]), last_byte = _mm_set1_epi8(part[part_size - 1]);
    size_t compared = 0;
    for (const char *at = text;; at = at + STEP < final ? at + STEP : final) {
        for (unsigned found = candidates(at, at + part_size - 1, first_byte, last_byte); found; found &= found - 1) {
            const char *start = at + __builtin_ctz(found);
            if (hki_same_text(start, part, part_size)) return start;
            if ((compared += part_size) > size) return memmem(start, (size_t)(end - start), part, part_size);
        }
        if (at == final) return NULL;
    }
}
#else
enum { STEP = 24 };     /* where a long text begins */

static const char *find_in_long(const char *text, size_t size, const char *part, size_t part_size)
{
    return memmem(text, size, part, part_size);
}
#endif

/* In a short text it is faster to look everywhere than to prepare for a long search. */
static const char *find_in_short(const char *text, size_t size, const char *part, size_t part_size)
{
    for (const char *last = text + (size - part_size); text <= last; text++)
        if (*text == *part && hki_same_text(text, part, part_size)) return text;
    return NULL;
}

size_t hki_str_find(const char *text, size_t size, const char *part, size_t part_size)
{
    if (!part_size) return 0;
    if (part_size > size) return SIZE_MAX;
    const char *at = size - part_size + 1 < STEP ? find_in_short(text, size, part, part_size)
                   : part_size == 1             ? memchr(text, part[0], size)
                                                : find_in_long(text, size, part, part_size);
    return at ? (size_t)(at - text) : SIZE_MAX;
}

/* ---- the last place: the two-way algorithm of Crochemore and Perrin, on both texts read backwards */

typedef struct backwards { const char *last; } backwards;      /* its item 0 is the text's last byte */

static inline unsigned char item(backwards b, ptrdiff_t i)
{
    return (unsigned char)b.last[-i];
}

/* The start (less one) of the greatest suffix in the order of bytes, or in the opposite order, and its period. */
static ptrdiff_t greatest_suffix(backwards x, ptrdiff_t size, bool opposite, ptrdiff_t *period)
{
    ptrdiff_t start = -1, at = 0, k = 1, p = 1;
    while (at + k < size) {
        unsigned char a = item(x, at + k), b = item(x, start + k);
        if (a == b) {
            if (k != p) {
                k++;
            } else {
                at += p;
                k = 1;
            }
        } else if (opposite ? a > b : a < b) {
            at += k;
            k = 1;
            p = at - start;
        } else {
            start = at;
            at = start + 1;
            k = p = 1;
        }
    }
    *period = p;
    return start;
}

static bool starts_with_period(backwards x, ptrdiff_t cut, ptrdiff_t size, ptrdiff_t period)
{
    for (ptrdiff_t i = 0; i <= cut; i++)
        if (i + period >= size || item(x, i) != item(x, i + period)) return false;
    return true;
}

/* `known` items of the part are known to fit after a move by the period; it stays -1 if the part is not periodic. */
static ptrdiff_t two_way(backwards y, ptrdiff_t size, backwards x, ptrdiff_t part_size)
{
    ptrdiff_t period, other;
    ptrdiff_t cut = greatest_suffix(x, part_size, false, &period), cut2 = greatest_suffix(x, part_size, true, &other);
    if (cut2 >= cut) {
        cut = cut2;
        period = other;
    }
    bool periodic = starts_with_period(x, cut, part_size, period);
    if (!periodic) period = (cut + 1 > part_size - cut - 1 ? cut + 1 : part_size - cut - 1) + 1;
    ptrdiff_t known = -1;
    for (ptrdiff_t at = 0; at <= size - part_size;) {
        ptrdiff_t i = (cut > known ? cut : known) + 1;
        while (i < part_size && item(x, i) == item(y, at + i)) i++;
        if (i < part_size) {
            at += i - cut;
            known = -1;
            continue;
        }
        i = cut;
        while (i > known && item(x, i) == item(y, at + i)) i--;
        if (i <= known) return at;
        at += period;
        if (periodic) known = part_size - period - 1;
    }
    return -1;
}

size_t hki_str_rfind(const char *text, size_t size, const char *part, size_t part_size)
{
    if (!part_size) return size;
    if (part_size > size) return SIZE_MAX;
    if (part_size == 1) {
        const char *at = memrchr(text, part[0], size);
        return at ? (size_t)(at - text) : SIZE_MAX;
    }
    ptrdiff_t at = two_way((backwards){text + size - 1}, (ptrdiff_t)size, (backwards){part + part_size - 1}, (ptrdiff_t)part_size);
    return at < 0 ? SIZE_MAX : size - part_size - (size_t)at;
}
