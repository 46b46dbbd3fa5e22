/* utf8.h: UTF-8 by code point. Text inside the library is always valid UTF-8; hki_utf8_check guards the borders. */
#ifndef HKI_UTF8_H
#define HKI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The offset of the first byte that is not valid UTF-8 (no surrogates, nothing over U+10FFFF, no overlong form);
 * `size` if all is valid. */
size_t hki_utf8_check(const char *text, size_t size);

/* How many bytes from `at` on are one mistake in UTF-8, and why. [python: the longest prefix of a sequence that could go on] */
size_t hki_utf8_mistake(const char *at, size_t left, const char **why);

/* Of 16 bytes, which are beyond ASCII or `stop`: a bit each. */
static inline unsigned hki_utf8_marks(const char *at, char stop)
{
#ifdef __SSE2__
    /* A byte beyond ASCII has its high bit set; one that equals `stop` has it set by the comparison. */
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(stop))));
#else
    unsigned marks = 0;
    for (unsigned i = 0; i < 16; i++) marks |= (unsigned)((at[i] & 0x80) || at[i] == stop) << i;
    return marks;
#endif
}

/* How many bytes at the start are ASCII, and none of them `stop`. */
size_t hki_utf8_ascii_until(const char *text, size_t size, char stop);
size_t hki_utf8_ascii(const char *text, size_t size);       /* … of any kind */

/* Number of code points of valid UTF-8. */
size_t hki_utf8_count(const char *text, size_t size);

/* Byte offset of code point `index`; `size` if there are fewer. */
size_t hki_utf8_offset(const char *text, size_t size, size_t index);

/* Decodes the code point at *at and moves *at behind it. */
uint32_t hki_utf8_next_wide(const char **at);       /* one beyond ASCII */
static inline uint32_t hki_utf8_next(const char **at)
{
    return (unsigned char)**at < 0x80 ? (unsigned char)*(*at)++ : hki_utf8_next_wide(at);
}
/* Decodes the code point that ends at *at and moves *at before it. */
uint32_t hki_utf8_prev(const char **at);

/* Writes 1 to 4 bytes; returns how many. */
size_t hki_utf8_put(char *to, uint32_t point);

#endif
