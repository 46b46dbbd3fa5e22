/* unicode.c: properties and case mappings of code points.
 *
 * In:  a code point, valid or not.   Out: what Python's str says of it.
 * Always: the tables are made from Python itself (grammar/tools/unicode.py), so that the two cannot differ. A code point has a kind,
 * which is a set of flags; runs of code points of one kind are searched, but ASCII is looked up. */
#include "base/unicode.h"

#include "base/unicode_tables.inc"

static const struct kind *kind_of(uint32_t c)
{
    if (c < 128) return &kinds[ascii_kinds[c]];
    if (c > 0x10FFFF) c = 0x10FFFF;
    /* runs[low] begins at or before c, runs[high] behind it */
    size_t low = c < PAGED ? pages[c / PAGE] : pages[PAGED / PAGE];
    size_t high = c < PAGED ? pages[c / PAGE + 1] + 1u : RUNS;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (runs[middle] >> 8 <= c) low = middle;
        else high = middle;
    }
    return &kinds[runs[low] & 0xFF];
}

static bool has(uint32_t c, unsigned flags)
{
    return (kind_of(c)->flags & flags) != 0;
}

bool hki_uc_alpha(uint32_t c) { return has(c, ALPHA); }
bool hki_uc_decimal(uint32_t c) { return has(c, DECIMAL); }
bool hki_uc_digit(uint32_t c) { return has(c, DIGIT); }
bool hki_uc_numeric(uint32_t c) { return has(c, NUMERIC); }
bool hki_uc_alnum(uint32_t c) { return has(c, ALPHA | DECIMAL | DIGIT | NUMERIC); }
bool hki_uc_wide_space(uint32_t c) { return has(c, SPACE); }
bool hki_uc_linebreak(uint32_t c) { return has(c, LINEBREAK); }
bool hki_uc_printable(uint32_t c) { return has(c, PRINTABLE); }
bool hki_uc_lower(uint32_t c) { return has(c, LOWER); }
bool hki_uc_upper(uint32_t c) { return has(c, UPPER); }
bool hki_uc_title(uint32_t c) { return has(c, TITLE); }
bool hki_uc_cased(uint32_t c) { return has(c, LOWER | UPPER | TITLE); }
bool hki_uc_case_ignorable(uint32_t c) { return has(c, CASE_IGNORABLE); }
bool hki_uc_word(uint32_t c) { return c == '_' || hki_uc_alnum(c); }
bool hki_uc_id_start(uint32_t c) { return has(c, ID_START); }
bool hki_uc_id_continue(uint32_t c) { return has(c, ID_CONTINUE); }
int hki_uc_decimal_value(uint32_t c) { return kind_of(c)->decimal; }

/* The columns of case_records. */
enum mapping { TO_LOWER, TO_UPPER, TO_TITLE, TO_FOLD };

static size_t map(uint32_t c, enum mapping mapping, uint32_t out[3])
{
    out[0] = c;
    if (!has(c, MAPPED)) return 1;
    size_t low = 0, high = CASE_RANGES;     /* the range that begins at or before c */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (case_ranges[middle].first <= c) low = middle;
        else high = middle;
    }
    const struct case_range *range = &case_ranges[low];
    int32_t change = case_records[range->record[(c - range->first) & 1]][mapping];
    if (change < EXPANDED) {
        out[0] = (uint32_t)((int32_t)c + change);
        return 1;
    }
    const uint32_t *points = expansions[change - EXPANDED];
    size_t count = 0;
    while (count < 3 && points[count]) {
        out[count] = points[count];
        count++;
    }
    return count;
}

size_t hki_uc_to_lower(uint32_t c, uint32_t out[3])
{
    if (c >= 128) return map(c, TO_LOWER, out);
    out[0] = c >= 'A' && c <= 'Z' ? c + 32 : c;
    return 1;
}

size_t hki_uc_to_upper(uint32_t c, uint32_t out[3])
{
    if (c >= 128) return map(c, TO_UPPER, out);
    out[0] = c >= 'a' && c <= 'z' ? c - 32 : c;
    return 1;
}

size_t hki_uc_to_title(uint32_t c, uint32_t out[3])
{
    return c < 128 ? hki_uc_to_upper(c, out) : map(c, TO_TITLE, out);
}

size_t hki_uc_to_fold(uint32_t c, uint32_t out[3])
{
    return c < 128 ? hki_uc_to_lower(c, out) : map(c, TO_FOLD, out);
}
