/* escape.c: text escaped for HTML.
 *
 * In:  bytes of any kind.   Out: the same with & < > " ' replaced as MarkupSafe replaces them.
 * Always: text without those five is found 16 (or 8) bytes at a time and copied in one piece. */
#include "base/buf.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* All five characters are below 64: a bit for each. */
#define SPECIALS (UINT64_C(1) << '&' | UINT64_C(1) << '<' | UINT64_C(1) << '>' | UINT64_C(1) << '"' | UINT64_C(1) << '\'')

static inline bool is_special(unsigned char c)
{
    return c < 64 && (SPECIALS >> c & 1);
}

/* & and ' differ in bit 0 only, < and > in bit 1: three comparisons find all five. */
#ifdef __SSE2__
enum { STEP = 16 };
static inline size_t plain_in_step(const char *text)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    __m128i amp = _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8('\''));
    __m128i angle = _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(amp, angle), quote));
    return mask ? (size_t)__builtin_ctz(mask) : STEP;
}
#else
enum { STEP = 8 };
#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (uint64_t)(c))
static inline bool has_zero_byte(uint64_t x)
{
    return ((x - EACH_BYTE(1)) & ~x & EACH_BYTE(0x80)) != 0;
}
static inline size_t plain_in_step(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    if (!has_zero_byte((bytes | EACH_BYTE(1)) ^ EACH_BYTE('\'')) && !has_zero_byte((bytes | EACH_BYTE(2)) ^ EACH_BYTE('>')) &&
        !has_zero_byte(bytes ^ EACH_BYTE('"')))
        return STEP;
    size_t at = 0;
    while (!is_special((unsigned char)text[at])) at++;
    return at;
}
#endif

static size_t plain_size(const char *text, size_t size)
{
    size_t at = 0;
    while (size - at >= STEP) {
        size_t plain = plain_in_step(text + at);
        at += plain;
        if (plain < STEP) return at;
    }
    while (at < size && !is_special((unsigned char)text[at])) at++;
    return at;
}

static void put_entity(hki_buf *b, char c)
{
    switch (c) {
    case '&': hki_buf_put(b, "&amp;", 5); break;
    case '<': hki_buf_put(b, "&lt;", 4); break;
    case '>': hki_buf_put(b, "&gt;", 4); break;
    case '"': hki_buf_put(b, "&#34;", 5); break;
    default: hki_buf_put(b, "&#39;", 5); break;
    }
}

void hki_buf_escape(hki_buf *b, const char *text, size_t size)
{
    for (;;) {
        size_t plain = plain_size(text, size);
        hki_buf_put(b, text, plain);
        if (plain == size) return;
        put_entity(b, text[plain]);
        text += plain + 1;
        size -= plain + 1;
    }
}
