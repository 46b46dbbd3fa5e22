/* str_find.c: the first and the last place of a text in another, in linear time whatever the texts are.
 *
 * In:  bytes.   Out: an offset, or SIZE_MAX.
 * Always: valid UTF-8 is found at code point borders only, since no code point's bytes are part of another's. */
#include "base/wide.h"
#include "value/str.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { STEP = 16, WIDE_STEP = 64 };

/* Where in a step's places the part may start, as bits: its first and its last byte stand right. */
typedef uint64_t candidates(const char *first, const char *last, char first_byte, char last_byte);

static inline uint64_t candidates_in_16(const char *first, const char *last, char first_byte, char last_byte)
{
    __m128i starts = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)first), _mm_set1_epi8(first_byte));
    __m128i ends = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)last), _mm_set1_epi8(last_byte));
    return (unsigned)_mm_movemask_epi8(_mm_and_si128(starts, ends));
}

/* At least a step's places. Text with many candidates that are wrong is left to memmem, which is linear whatever it gets; with few, as in
 * most texts, this takes a fifth of its time. */
HKI_INLINE const char *find_by(candidates *look, size_t step, const char *text, size_t size, const char *part, size_t part_size)
{
    const char *end = text + size, *final = end - part_size + 1 - step;
    size_t compared = 0;
    for (const char *at = text;; at = at + step < final ? at + step : final) {
        for (uint64_t found = look(at, at + part_size - 1, part[0], part[part_size - 1]); found; found &= found - 1) {
            const char *start = at + __builtin_ctzll(found);
            if (hki_same_text(start, part, part_size)) return start;
            if ((compared += part_size) > size) return memmem(start, (size_t)(end - start), part, part_size);
        }
        if (at == final) return NULL;
    }
}

#ifdef HKI_HAS_WIDE
HKI_WIDE static inline uint64_t candidates_in_64(const char *first, const char *last, char first_byte, char last_byte)
{
    uint64_t found = 0;
    for (unsigned half = 0; half < 64; half += 32) {
        __m256i starts = _mm256_loadu_si256((const __m256i *)(const void *)(first + half));
        __m256i ends = _mm256_loadu_si256((const __m256i *)(const void *)(last + half));
        starts = _mm256_cmpeq_epi8(starts, _mm256_set1_epi8(first_byte));
        ends = _mm256_cmpeq_epi8(ends, _mm256_set1_epi8(last_byte));
        found |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_and_si256(starts, ends)) << half;
    }
    return found;
}

HKI_WIDE static const char *find_wide(const char *text, size_t size, const char *part, size_t part_size)
{
    return find_by(candidates_in_64, WIDE_STEP, text, size, part, part_size);
}
#else
static const char *find_wide(const char *text, size_t size, const char *part, size_t part_size)
{
    return memmem(text, size, part, part_size);
}
#endif

static const char *find_in_long(const char *text, size_t size, const char *part, size_t part_size)
{
    if (size - part_size + 1 >= WIDE_STEP && hki_is_wide()) return find_wide(text, size, part, part_size);
    return find_by(candidates_in_16, STEP, text, size, part, part_size);
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
