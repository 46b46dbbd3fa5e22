/* charname.c: characters by name.
 *
 * In:  a name as it stands in \N{…}.   Out: its code point.
 * Always: the tables have no pointers, which a program would have to relocate when it starts.
 *
 * The names stand in the order of their bytes, in blocks of BLOCK. Of a name there is a byte that says how many words it has in common
 * with the one before (high half) and how many of its own (low half); then the numbers of these, which are one byte below SHORT_WORDS,
 * and two otherwise; then how far its code point is from the one before: seven bits a byte, lowest first, the lowest of all is the sign.
 * In a block nothing is before the first. */
#include "base/charname.h"

#include <string.h>

#include "base/ascii.h"
#include "base/charnames.inc"

enum { BLOCKS = sizeof block_at / sizeof *block_at, MOST_WORDS = 30 };

typedef struct entry {
    const uint8_t *at;          /* behind it */
    uint32_t point;
    unsigned count;
    uint16_t word[MOST_WORDS];
} entry;

static uint16_t next_word(entry *e)
{
    unsigned number = *e->at++;
    return (uint16_t)(number < SHORT_WORDS ? number : (number - SHORT_WORDS) << 8 | *e->at++);
}

static void next_entry(entry *e)
{
    unsigned own = *e->at & 15, shift = 0;
    uint32_t step = 0, bits;
    e->count = *e->at++ >> 4;
    while (own--) e->word[e->count++] = next_word(e);
    do {
        bits = *e->at++;
        step |= (bits & 127) << shift;
        shift += 7;
    } while (bits & 128);
    e->point += step & 1 ? ~(step >> 1) : step >> 1;
}

/* As memcmp, and a name that goes on is greater. */
static int compare(const char *name, size_t size, const entry *e)
{
    char known[LONGEST + 1], *to = known;
    for (unsigned i = 0; i < e->count; i++) {
        size_t length = (size_t)(word_at[e->word[i] + 1] - word_at[e->word[i]]);
        if (i) *to++ = ' ';
        memcpy(to, word_text + word_at[e->word[i]], length);
        to += length;
    }
    size_t known_size = (size_t)(to - known);
    int order = memcmp(name, known, size < known_size ? size : known_size);
    return order ? order : (size > known_size) - (size < known_size);
}

/* Name in capitals. */
static bool listed(const char *name, size_t size, uint32_t *out)
{
    size_t low = 0, high = BLOCKS;
    entry e;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        e = (entry){.at = packed_names + block_at[middle]};
        next_entry(&e);
        if (compare(name, size, &e) < 0) high = middle;
        else low = middle;
    }
    e = (entry){.at = packed_names + block_at[low]};
    for (size_t n = low * BLOCK; n < NAMES && n < (low + 1) * BLOCK; n++) {
        next_entry(&e);
        *out = e.point;
        if (compare(name, size, &e) == 0) return true;
    }
    return false;
}

/* ---- names that are worked out. [python] Unlike all others they are known in capitals only. */

/* [python] The ideographs of Unicode 14 are named by their numbers. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x2A6DF) ||
           (c >= 0x2A700 && c <= 0x2B738) || (c >= 0x2B740 && c <= 0x2B81D) || (c >= 0x2B820 && c <= 0x2CEA1) ||
           (c >= 0x2CEB0 && c <= 0x2EBE0) || (c >= 0x30000 && c <= 0x3134A);
}

static bool ideograph(const char *name, size_t size, uint32_t *out)
{
    static const char prefix[] = "CJK UNIFIED IDEOGRAPH-";
    enum { PREFIX = sizeof prefix - 1 };
    uint32_t c = 0;
    if (size < PREFIX + 4 || size > PREFIX + 5 || memcmp(name, prefix, PREFIX) != 0) return false;
    for (size_t i = PREFIX; i < size; i++) {
        char digit = name[i];
        if (!(digit >= '0' && digit <= '9') && !(digit >= 'A' && digit <= 'F')) return false;
        c = c << 4 | (uint32_t)(digit <= '9' ? digit - '0' : digit - 'A' + 10);
    }
    *out = c;
    return is_ideograph(c);
}

/* The number of the longest sound that is next, of `count`; *at goes behind it. There always is one, the empty one, but for vowels. */
static unsigned sound(const char (*sounds)[4], unsigned count, const char **at, const char *end)
{
    unsigned found = count;
    size_t longest = 0;
    for (unsigned i = 0; i < count; i++) {
        size_t size = strlen(sounds[i]);
        if (size > (size_t)(end - *at) || memcmp(*at, sounds[i], size) != 0 || (found < count && size <= longest)) continue;
        found = i;
        longest = size;
    }
    *at += longest;
    return found;
}

/* A syllable is named by its sounds. */
static bool syllable(const char *name, size_t size, uint32_t *out)
{
    static const char prefix[] = "HANGUL SYLLABLE ";
    static const char first[][4] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
    static const char vowel[][4] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI",
        "YU", "EU", "YI", "I"};
    static const char last[][4] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS",
        "S", "SS", "NG", "J", "C", "K", "T", "P", "H"};
    enum { PREFIX = sizeof prefix - 1, FIRSTS = sizeof first / 4, VOWELS = sizeof vowel / 4, LASTS = sizeof last / 4 };
    const char *at = name + PREFIX, *end = name + size;
    if (size < PREFIX || memcmp(name, prefix, PREFIX) != 0) return false;
    unsigned f = sound(first, FIRSTS, &at, end), v = sound(vowel, VOWELS, &at, end), l = sound(last, LASTS, &at, end);
    *out = 0xAC00 + (f * VOWELS + v) * LASTS + l;
    return v < VOWELS && at == end;
}

bool hki_char_named(const char *name, size_t size, uint32_t *out)
{
    char capitals[LONGEST];
    if (size > LONGEST) return false;
    hki_ascii_flip(capitals, name, size, HKI_SMALL);
    return listed(capitals, size, out) || ideograph(name, size, out) || syllable(name, size, out);
}
