/* charname.c: characters by name.
 *
 * In:  a name as it stands in \N{…}.   Out: its code point.
 * Always: the table is in the order of the names' bytes; it has no pointers, which a program would have to relocate when it starts. */
#include "syntax/charname.h"

#include <string.h>

static const struct { char name[64]; uint32_t point; } names[] = {
#include "syntax/charnames.inc"
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
}

/* As strcmp, for a name in any case. */
static int compare(const char *name, size_t size, const char *known)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char a = (unsigned char)upper(name[i]), b = (unsigned char)known[i];
        if (a != b || !b) return a < b ? -1 : 1;
    }
    return known[size] ? -1 : 0;
}

/* [python] The ideographs of Unicode 14 are named by their numbers. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x2A6DF) ||
           (c >= 0x2A700 && c <= 0x2B738) || (c >= 0x2B740 && c <= 0x2B81D) || (c >= 0x2B820 && c <= 0x2CEA1) ||
           (c >= 0x2CEB0 && c <= 0x2EBE0) || (c >= 0x30000 && c <= 0x3134A);
}

/* [python] These names, unlike all others, are known in capitals only. */
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

bool hki_char_named(const char *name, size_t size, uint32_t *out)
{
    size_t low = 0, high = sizeof names / sizeof *names;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(name, size, names[middle].name);
        if (order == 0) {
            *out = names[middle].point;
            return true;
        }
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ideograph(name, size, out);
}
