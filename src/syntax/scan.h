/* scan.h: how far a name or a string goes, by sixteen bytes at once. */
#ifndef HKI_SCAN_H
#define HKI_SCAN_H

#include "base/inline.h"
#include "base/utf8.h"

enum { HKI_SCAN = 16 };         /* bytes that must be there to be read */

#ifdef __SSE2__
/* All bits of what is in from … to, which is ASCII. */
HKI_INLINE __m128i hki_scan_range(__m128i bytes, char from, char to)
{
    const __m128i highest = _mm_add_epi8(bytes, _mm_set1_epi8((char)(0x7F - to)));
    return _mm_cmpgt_epi8(highest, _mm_set1_epi8((char)(0x7E - to + from)));
}
#endif

/* Which are newlines, beyond ASCII, or the same as there: a bit each, that of the first byte being the lowest. */
HKI_INLINE unsigned hki_scan_marks(const char *at, const char there[HKI_SCAN])
{
#ifdef __SSE2__
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at), same = _mm_loadu_si128((const __m128i *)(const void *)there);
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, same), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(bytes, found));
#else
    unsigned marks = 0;
    for (unsigned i = 0; i < HKI_SCAN; i++) marks |= (unsigned)((at[i] & 0x80) || at[i] == '\n' || at[i] == there[i]) << i;
    return marks;
#endif
}

/* How many of them can be in a name that is all ASCII, up to the first that cannot. */
HKI_INLINE unsigned hki_scan_name(const char *at)
{
    unsigned marks = 0;
#ifdef __SSE2__
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i letters = hki_scan_range(_mm_or_si128(bytes, _mm_set1_epi8('a' - 'A')), 'a', 'z');
    const __m128i others = _mm_or_si128(hki_scan_range(bytes, '0', '9'), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
    marks = (unsigned)_mm_movemask_epi8(_mm_or_si128(letters, others));
#else
    for (unsigned i = 0; i < HKI_SCAN; i++) {
        const char c = at[i], lower = (char)(c | ('a' - 'A'));
        marks |= (unsigned)((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_') << i;
    }
#endif
    return (unsigned)__builtin_ctz(marks + 1);
}

/* Those at which a string may not go on as it stands, a bit each: its quote, backslashes, newlines, and what is beyond ASCII. */
HKI_INLINE unsigned hki_scan_no_string(const char *at, char quote)
{
#ifdef __SSE2__
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(quote)), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    const __m128i others = _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(ends, others));
#else
    unsigned marks = 0;
    for (unsigned i = 0; i < HKI_SCAN; i++) marks |= (unsigned)(at[i] == quote || at[i] == '\\' || at[i] == '\n' || (at[i] & 0x80)) << i;
    return marks;
#endif
}

#endif
