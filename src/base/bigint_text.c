/* bigint_text.c: integers of any size as digits, and back.
 *
 * In:  words, or digits of a base from 2 to 36.   Out: the other.
 * Always: as many digits as fit a word are done at once; a base that is a power of two goes bit by bit, in linear time. */
#include "base/bigint.h"
#include "base/limits.h"

/* The largest power of `base` in a word, and its exponent. */
typedef struct chunk { uint32_t power; int digits; } chunk;

static chunk chunk_of(int base)
{
    chunk c = {1, 0};
    while ((uint64_t)c.power * (unsigned)base <= UINT32_MAX) {
        c.power *= (uint32_t)base;
        c.digits++;
    }
    return c;
}

/* How many bits a digit is, if base is a power of two; 0 if it is not. */
static unsigned digit_bits(int base)
{
    return base & (base - 1) ? 0 : (unsigned)__builtin_ctz((unsigned)base);
}

static char digit_char(uint32_t digit)
{
    return (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}

static uint32_t digit_value(char c)
{
    return (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* Both write so that the last digit stands before `end`, and return where the first one stands. */
static char *write_bits(char *end, hki_big a, unsigned width)
{
    size_t bits = hki_big_bits(a);
    for (size_t at = 0; at < bits; at += width) {
        size_t word = at / 32;
        uint64_t two = a.limb[word] | (word + 1 < a.size ? (uint64_t)a.limb[word + 1] << 32 : 0);
        *--end = digit_char((uint32_t)(two >> at % 32) & ((1u << width) - 1));
    }
    return end;
}

static char *write_chunks(char *end, uint32_t *limb, size_t size, int base)
{
    chunk c = chunk_of(base);
    while (size) {
        uint64_t rest = 0;
        for (size_t i = size; i--;) {
            rest = rest << 32 | limb[i];
            limb[i] = (uint32_t)(rest / c.power);
            rest %= c.power;
        }
        while (size && !limb[size - 1]) size--;
        for (int n = 0; n < c.digits && (size || rest); n++, rest /= (unsigned)base)
            *--end = digit_char((uint32_t)(rest % (unsigned)base));
    }
    return end;
}

static char *write_copy(const hk_allocator *mem, char *end, hki_big a, int base)
{
    size_t bytes = a.size * sizeof *a.limb;
    uint32_t *copy = hki_mem_alloc(mem, bytes);
    if (!copy) return NULL;
    memcpy(copy, a.limb, bytes);
    end = write_chunks(end, copy, a.size, base);
    hki_mem_free(mem, copy, bytes);
    return end;
}

enum hki_big_status hki_big_text(hki_big a, int base, hki_buf *out)
{
    if (!a.size) {
        hki_buf_char(out, '0');
        return out->failed ? HKI_BIG_NO_MEMORY : HKI_BIG_OK;
    }
    unsigned width = digit_bits(base);
    unsigned least = 31 - (unsigned)__builtin_clz((unsigned)base);     /* every digit is worth so many bits at least */
    size_t room = hki_big_bits(a) / least + 2;
    char *to = hki_buf_room(out, room);
    if (!to) return HKI_BIG_NO_MEMORY;
    char *end = to + room, *first = width ? write_bits(end, a, width) : write_copy(out->mem, end, a, base);
    if (!first) return HKI_BIG_NO_MEMORY;
    if (a.negative) *to++ = '-';
    memmove(to, first, (size_t)(end - first));
    out->size += (size_t)(end - first) + a.negative;
    return HKI_BIG_OK;
}

static void read_bits(uint32_t *limb, const char *digits, size_t size, unsigned width)
{
    size_t at = 0;
    while (size--) {
        uint64_t two = (uint64_t)digit_value(digits[size]) << at % 32;
        limb[at / 32] |= (uint32_t)two;
        if (two >> 32) limb[at / 32 + 1] |= (uint32_t)(two >> 32);
        at += width;
    }
}

static void read_chunks(uint32_t *limb, const char *digits, size_t size, int base)
{
    size_t used = 0;
    int count = chunk_of(base).digits;
    while (size) {
        uint64_t power = 1, value = 0;
        for (int n = 0; n < count && size; n++, size--) {
            power *= (unsigned)base;
            value = value * (unsigned)base + digit_value(*digits++);
        }
        for (size_t i = 0; i < used; i++) {
            value += limb[i] * power;
            limb[i] = (uint32_t)value;
            value >>= 32;
        }
        if (value) limb[used++] = (uint32_t)value;
    }
}

enum hki_big_status hki_big_parse(const char *digits, size_t size, int base, bool negative, hki_big_home home, hki_big *out)
{
    while (size && *digits == '0') {
        digits++;
        size--;
    }
    unsigned width = digit_bits(base), least = 31 - (unsigned)__builtin_clz((unsigned)base);
    if (size > HKI_MAX_INT_BITS / least + 1) return HKI_BIG_TOO_LARGE;
    size_t words = size * (width ? width : least + 1) / 32 + 1;
    uint32_t *limb = home.words(home.user, (uint32_t)words);
    if (!limb) return HKI_BIG_NO_MEMORY;
    memset(limb, 0, words * sizeof *limb);
    if (width) read_bits(limb, digits, size, width);
    else read_chunks(limb, digits, size, base);
    while (words && !limb[words - 1]) words--;
    *out = (hki_big){limb, (uint32_t)words, negative && words};
    return hki_big_bits(*out) > HKI_MAX_INT_BITS ? HKI_BIG_TOO_LARGE : HKI_BIG_OK;
}
