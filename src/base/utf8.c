/* utf8.c: UTF-8 by code point.
 *
 * In:  bytes; all but hki_utf8_check trust them to be valid UTF-8.   Out: offsets, counts, code points.
 * Always: ASCII is walked eight or sixteen bytes at a time. */
#include "base/utf8.h"

#include "base/ascii.h"

size_t hki_utf8_ascii_until(const char *text, size_t size, char stop)
{
    size_t at = 0;
    for (; size - at >= 16; at += 16) {
        unsigned found = hki_utf8_marks(text + at, stop);
        if (found) return at + (size_t)__builtin_ctz(found);
    }
    if (at < size && size >= 16) {      /* the last ones, with some before them that are known */
        unsigned found = hki_utf8_marks(text + size - 16, stop);
        return found ? size - 16 + (size_t)__builtin_ctz(found) : size;
    }
    while (at < size && !(text[at] & 0x80) && text[at] != stop) at++;
    return at;
}

/* Up to 16 bytes, by eight from either end. */
static bool is_short_ascii(const char *text, size_t size)
{
    uint64_t all = size < 8 ? hki_load_up_to_8(text, size) : hki_load_8(text) | hki_load_8(text + size - 8);
    return !(all & HKI_EACH_BYTE(0x80));
}

#ifdef __SSE2__
static inline bool are_64_ascii(const char *at)
{
    const __m128i *four = (const __m128i *)(const void *)at;
    const __m128i first = _mm_or_si128(_mm_loadu_si128(four), _mm_loadu_si128(four + 1));
    const __m128i last = _mm_or_si128(_mm_loadu_si128(four + 2), _mm_loadu_si128(four + 3));
    return !_mm_movemask_epi8(_mm_or_si128(first, last));
}
#endif

size_t hki_utf8_ascii(const char *text, size_t size)
{
    size_t at = 0;
    if (size <= 16 && is_short_ascii(text, size)) return size;
#ifdef __SSE2__
    while (size - at >= 64 && are_64_ascii(text + at)) at += 64;
    if (at && size - at < 64 && are_64_ascii(text + size - 64)) return size;        /* the last ones, with some before them */
#endif
    return at + hki_utf8_ascii_until(text + at, size - at, (char)0x80);
}

/* The allowed second bytes of a sequence stand in its first: no overlong forms, no surrogates, nothing over U+10FFFF. */
static size_t sequence_size(const unsigned char *p, size_t left)
{
    unsigned char c = p[0], low = 0x80, high = 0xBF;
    size_t size = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (!size || left < size) return 0;
    if (c == 0xE0) low = 0xA0;
    if (c == 0xED) high = 0x9F;
    if (c == 0xF0) low = 0x90;
    if (c == 0xF4) high = 0x8F;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < size; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return size;
}

size_t hki_utf8_check(const char *text, size_t size)
{
    size_t at = hki_utf8_ascii(text, size);
    while (at < size) {
        size_t step = sequence_size((const unsigned char *)text + at, size - at);
        if (!step) break;
        at += step;
        if (at < size && !(text[at] & 0x80)) at += hki_utf8_ascii(text + at, size - at);
    }
    return at;
}

/* How many of eight bytes continue a code point: those of the form 10xxxxxx. */
static size_t count_continuations(uint64_t word)
{
    return (size_t)(((word & ~(word << 1) & HKI_EACH_BYTE(0x80)) >> 7) * HKI_EACH_BYTE(1) >> 56);
}

static size_t count_words(const char *text, size_t size)
{
    size_t count = 0, at = 0;
    for (; size - at >= 8; at += 8) count += count_continuations(hki_load_8(text + at));
    return size == at ? count : count + count_continuations(hki_load_up_to_8(text + at, size - at));
}

#ifdef __SSE2__
/* Most texts are short, and ASCII. Continuation bytes are those below -64 as signed numbers. Their count is summed per byte for up to 255
 * steps, then across. */
size_t hki_utf8_count(const char *text, size_t size)
{
    size_t points = size, at = 0;
    if (size <= 16 && is_short_ascii(text, size)) return size;
    const __m128i limit = _mm_set1_epi8(-64), zero = _mm_setzero_si128();
    while (size - at >= 16) {
        size_t steps = (size - at) / 16 < 255 ? (size - at) / 16 : 255;
        __m128i counts = zero;
        for (; steps; steps--, at += 16)
            counts = _mm_sub_epi8(counts, _mm_cmplt_epi8(_mm_loadu_si128((const __m128i *)(const void *)(text + at)), limit));
        counts = _mm_sad_epu8(counts, zero);
        /* both sums fit 32 bits */
        points -= (uint32_t)_mm_cvtsi128_si32(counts) + (uint32_t)_mm_cvtsi128_si32(_mm_unpackhi_epi64(counts, counts));
    }
    return points - count_words(text + at, size - at);
}
#else
size_t hki_utf8_count(const char *text, size_t size)
{
    return size - count_words(text, size);
}
#endif

size_t hki_utf8_offset(const char *text, size_t size, size_t index)
{
    size_t at = 0;
    while (size - at >= 8) {
        size_t starts = 8 - count_continuations(hki_load_8(text + at));
        if (starts > index) break;
        index -= starts;
        at += 8;
    }
    /* `at` may stand inside a code point whose start was counted: skip what continues it. */
    for (; at < size; at++) {
        if ((text[at] & 0xC0) == 0x80) continue;
        if (!index--) break;
    }
    return at;
}

uint32_t hki_utf8_next_wide(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    uint32_t c = p[0];
    if (c < 0xE0) {
        c = (c & 0x1F) << 6 | (p[1] & 0x3F);
        *at += 2;
    } else if (c < 0xF0) {
        c = (c & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3F);
        *at += 3;
    } else {
        c = (c & 0x07) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3F);
        *at += 4;
    }
    return c;
}

uint32_t hki_utf8_prev(const char **at)
{
    const char *p = *at - 1;
    while ((*p & 0xC0) == 0x80) p--;
    *at = p;
    return hki_utf8_next(&p);
}

size_t hki_utf8_put(char *to, uint32_t point)
{
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xC0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (char)(0xE0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 0x3F));
        to[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 0x3F));
    to[2] = (char)(0x80 | (point >> 6 & 0x3F));
    to[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

size_t hki_utf8_mistake(const char *at, size_t left, const char **why)
{
    const unsigned char *bytes = (const unsigned char *)at;
    unsigned char lead = bytes[0], low = 0x80, high = 0xbf;
    size_t need = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    *why = "invalid start byte";
    if (!need) return 1;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
    *why = "invalid continuation byte";
    for (size_t i = 1; i <= need; i++) {
        if (i == left) {
            *why = "unexpected end of data";
            return i;
        }
        if (bytes[i] < low || bytes[i] > high) return i;
        low = 0x80;
        high = 0xbf;
    }
    return need + 1;
}
