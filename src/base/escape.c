/* escape.c: text escaped for HTML.
 *
 * In:  bytes of any kind.   Out: the same with & < > " ' replaced as MarkupSafe replaces them.
 * Always: room for the worst case is taken before a piece is written, so that whole steps are stored without looking: what was
 * stored too much is written over next. */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/copy.h"
#include "base/wide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* All five characters are below 64. An entity is stored as 8 bytes, of which `size` count. */
static const struct entity { char text[7]; uint8_t size; } entities[64] = {
    ['&'] = {"&amp;", 5}, ['<'] = {"&lt;", 4}, ['>'] = {"&gt;", 4}, ['"'] = {"&#34;", 5}, ['\''] = {"&#39;", 5}};

enum {
    PIECE = 3072,               /* begins and ends with branches that nobody foretells; its positions take 24 KiB of the stack */
    LEAST_WIDE = 512,
};

static inline bool is_special(unsigned char c) { return c < 64 && entities[c].size; }

static inline char *put_entity(char *to, char c)
{
    const struct entity *e = &entities[(unsigned char)c & 63];
    memcpy(to, e, 8);
    return to + e->size;
}

/* & and ' differ in bit 0 only, < and > in bit 1: three comparisons find all five. */
#ifdef __SSE2__
enum { STEP = 16 };
static inline unsigned special_in(__m128i bytes)
{
    __m128i amp = _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8('\''));
    __m128i angle = _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(amp, angle), quote));
}
static inline size_t plain_in_step(const char *text)
{
    unsigned mask = special_in(_mm_loadu_si128((const __m128i *)(const void *)text));
    return mask ? (size_t)__builtin_ctz(mask) : STEP;
}
static inline bool are_plain(uint64_t first, uint64_t last)
{
    return !special_in(_mm_set_epi64x((int64_t)last, (int64_t)first));
}
static inline bool is_plain_16(const char *text) { return !special_in(_mm_loadu_si128((const __m128i *)(const void *)text)); }
/* Which of 32 bytes are special, as bits. */
static inline uint32_t special_in_32(const char *text)
{
    unsigned low = special_in(_mm_loadu_si128((const __m128i *)(const void *)text));
    return low | (uint32_t)special_in(_mm_loadu_si128((const __m128i *)(const void *)(text + 16))) << 16;
}
/* Up to 16 bytes. */
static inline size_t plain_in_short(const char *text, size_t size)
{
    size_t each = size >= 8 ? 8 : 4, at = 0;
    if (size < 4) {
        while (at < size && !is_special((unsigned char)text[at])) at++;
        return at;
    }
    uint64_t first = size >= 8 ? hki_load_8(text) : hki_load_4(text);
    uint64_t last = size >= 8 ? hki_load_8(text + size - 8) : hki_load_4(text + size - 4);
    unsigned both = special_in(_mm_set_epi64x((int64_t)last, (int64_t)first));
    unsigned mask = (both & 0xff) | (both >> 8) << (size - each);
    return mask ? (size_t)__builtin_ctz(mask) : size;
}
#else
enum { STEP = 8 };
static inline bool has_zero_byte(uint64_t x)
{
    return ((x - HKI_EACH_BYTE(1)) & ~x & HKI_EACH_BYTE(0x80)) != 0;
}
static inline bool is_plain(uint64_t bytes)
{
    return !has_zero_byte((bytes | HKI_EACH_BYTE(1)) ^ HKI_EACH_BYTE('\'')) &&
        !has_zero_byte((bytes | HKI_EACH_BYTE(2)) ^ HKI_EACH_BYTE('>')) &&
           !has_zero_byte(bytes ^ HKI_EACH_BYTE('"'));
}
static inline uint32_t special_in_32(const char *text)
{
    uint32_t bits = 0;
    for (unsigned k = 0; k < 32; k++) bits |= (uint32_t)is_special((unsigned char)text[k]) << k;
    return bits;
}
static inline bool are_plain(uint64_t first, uint64_t last) { return is_plain(first) && is_plain(last); }
static inline bool is_plain_16(const char *text) { return are_plain(hki_load_8(text), hki_load_8(text + 8)); }
static inline size_t plain_in_step(const char *text)
{
    if (is_plain(hki_load_8(text))) return STEP;
    size_t at = 0;
    while (!is_special((unsigned char)text[at])) at++;
    return at;
}
static inline size_t plain_in_short(const char *text, size_t size)
{
    size_t at = 0;
    while (at < size && !is_special((unsigned char)text[at])) at++;
    return at;
}
#endif

/* Copies up to 32 bytes if none of them is special; as in hki_copy_text, in two pieces that may overlap. (Most of what is printed is
 * as short; byte by byte it costs three times as much.) */
static inline bool copy_plain(char *to, const char *text, size_t size)
{
    if (size > 16) {
        if (!is_plain_16(text) || !is_plain_16(text + size - 16)) return false;
        memcpy(to, text, 16), memcpy(to + size - 16, text + size - 16, 16);
    } else if (size >= 8) {
        uint64_t first = hki_load_8(text), last = hki_load_8(text + size - 8);
        if (!are_plain(first, last)) return false;
        memcpy(to, &first, 8), memcpy(to + size - 8, &last, 8);
    } else if (size >= 4) {
        uint32_t first = hki_load_4(text), last = hki_load_4(text + size - 4);
        if (!are_plain(first, last)) return false;
        memcpy(to, &first, 4), memcpy(to + size - 4, &last, 4);
    } else {
        for (size_t k = 0; k < size; k++) {
            if (is_special((unsigned char)text[k])) return false;
            to[k] = text[k];
        }
    }
    return true;
}

/* Up to 16 bytes. */
static char *escape_short(char *to, const char *text, size_t size)
{
    while (!copy_plain(to, text, size)) {
        size_t plain = plain_in_short(text, size);
        hki_copy_text(to, text, plain);
        to = put_entity(to + plain, text[plain]);
        text += plain + 1;
        size -= plain + 1;
    }
    return to + size;
}

/* One piece, a step at a time; returns the end of what was written. */
static char *escape_steps(char *to, const char *text, size_t size)
{
    const char *end = text + size;
    while (end - text >= STEP) {
        size_t plain = plain_in_step(text);
        memcpy(to, text, STEP);
        to += plain;
        text += plain;
        if (plain < STEP) to = put_entity(to, *text++);
    }
    return escape_short(to, text, (size_t)(end - text));
}

#ifdef HKI_HAS_WIDE
/* Where the special characters of 64 bytes are, as bits. They differ in their low four bits: what stands for those of a byte in `own` is
 * the byte itself only if it is special. (For a byte that is not ASCII, 0 does.) */
HKI_WIDE static inline uint64_t special_bits(const char *text)
{
    const __m256i own = _mm256_broadcastsi128_si256(_mm_setr_epi8(-1, 0, '"', 0, 0, 0, '&', '\'', 0, 0, 0, 0, '<', 0, '>', 0));
    uint64_t bits = 0;
    for (unsigned half = 0; half < 2; half++) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32 * half));
        __m256i same = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(own, bytes), bytes);
        bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(same) << (32 * half);
    }
    return bits;
}

/* 128 bytes are stored whatever `size` is, and more only if it is larger: seldom, so a call would cost all others their registers. */
HKI_WIDE static inline void copy_wide(char *to, const char *from, size_t size)
{
    for (unsigned k = 0; k < 128; k += 32)
        _mm256_storeu_si256((__m256i *)(void *)(to + k), _mm256_loadu_si256((const __m256i *)(const void *)(from + k)));
    for (size_t k = 128; __builtin_expect(k < size, 0); k += 32)
        _mm256_storeu_si256((__m256i *)(void *)(to + k), _mm256_loadu_si256((const __m256i *)(const void *)(from + k)));
}

/* A piece of whole 64 bytes, with 128 bytes to read behind it: first all positions, then the copying, both nearly without branches that
 * cannot be foretold. (On text of which 2 % is special that is three times as fast as step after step.) */
HKI_WIDE static char *escape_piece(char *to, const char *text, size_t size)
{
    const char *special[PIECE + 4], *end = text + size;
    size_t count = 0;
    for (const char *at = text; at < end; at += 64) {
        __builtin_prefetch(at + 2 * PIECE);         /* long texts are seldom in the nearest cache: an eighth of the time */
        uint64_t bits = special_bits(at);
        size_t more = (size_t)__builtin_popcountll(bits), k = 0;
        do {
            for (unsigned four = 0; four < 4; four++, bits &= bits - 1) special[count + k++] = at + _tzcnt_u64(bits);
        } while (k < more);
        count += more;
    }
    for (size_t k = 0; k < count; k++) {
        copy_wide(to, text, (size_t)(special[k] - text));
        to = put_entity(to + (special[k] - text), *special[k]);
        text = special[k] + 1;
    }
    copy_wide(to, text, (size_t)(end - text));
    return to + (end - text);
}

/* Less than 64 + 128 bytes: with so much room behind them that they are a piece, the copy of which is cut off. */
HKI_WIDE static char *escape_rest(char *to, const char *text, size_t size)
{
    char padded[3 * 64 + 128] = {0};
    memcpy(padded, text, size);
    size_t piece = (size + 63) & ~(size_t)63;
    return escape_piece(to, padded, piece) - (piece - size);
}

/* The next piece; *size becomes what it is of all. */
static char *escape_wide(char *to, const char *text, size_t *size)
{
    if (*size < 64 + 128) return escape_rest(to, text, *size);
    size_t whole = (*size - 128) & ~(size_t)63;
    *size = whole < PIECE ? whole : PIECE;
    return escape_piece(to, text, *size);
}
#else
static char *escape_wide(char *to, const char *text, size_t *size) { return escape_steps(to, text, *size); }
#endif

char *hki_escape_near(char *to, const char *text, size_t size)
{
    if (size <= 16) return escape_short(to, text, size);
    return size <= 32 && copy_plain(to, text, size) ? to + size : escape_steps(to, text, size);
}

/* 64 bytes at a time: most texts are no longer, and how many of them are special is the only thing that cannot be foretold. */
char *hki_escape_loose(char *to, const char *text, size_t size)
{
    const char *end = text + size;
    while (text < end) {
        size_t step = end - text < 64 ? (size_t)(end - text) : 64;
        const char *start = text, *stop = text + step;
        uint64_t special = special_in_32(text);
        if (step > 32) special |= (uint64_t)special_in_32(text + 32) << 32;
        hki_copy_loose(to, text, step);
        for (special &= UINT64_MAX >> (64 - step); special; special &= special - 1) {
            const char *at = start + __builtin_ctzll(special);
            to = put_entity(to + (at - text), *at);
            text = at + 1;
            hki_copy_loose(to, text, (size_t)(stop - text));
        }
        to += stop - text;
        text = stop;
    }
    return to;
}

void hki_buf_escape(hki_buf *b, const char *text, size_t size)
{
    if (size <= HKI_ESCAPE_NEAR) {
        char *to = hki_buf_room(b, size * HKI_ESCAPE_WORST + HKI_ESCAPE_SLACK);
        if (to) b->size += (size_t)(hki_escape_near(to, text, size) - to);
        return;
    }
    bool wide = size >= LEAST_WIDE && hki_is_wide();
    while (size) {
        size_t piece = wide || size < PIECE ? size : PIECE;
        char *to = hki_buf_room(b, (piece < PIECE ? piece : PIECE) * HKI_ESCAPE_WORST + HKI_ESCAPE_SLACK);
        if (!to) return;
        char *end = wide ? escape_wide(to, text, &piece) : escape_steps(to, text, piece);
        b->size += (size_t)(end - to);
        text += piece;
        size -= piece;
    }
}
