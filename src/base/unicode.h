/* unicode.h: what Python 3.11 (Unicode 14) knows of a code point. The tables are made from it: grammar/tools/unicode.py. */
#ifndef HKI_UNICODE_H
#define HKI_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool hki_uc_alpha(uint32_t c);          /* str.isalpha: categories L* */
bool hki_uc_decimal(uint32_t c);        /* str.isdecimal: Nd */
bool hki_uc_digit(uint32_t c);          /* str.isdigit: Numeric_Type Decimal or Digit */
bool hki_uc_numeric(uint32_t c);        /* str.isnumeric: has a numeric value */
bool hki_uc_alnum(uint32_t c);
bool hki_uc_wide_space(uint32_t c);
static inline bool hki_uc_space(uint32_t c)     /* str.isspace, and what strip() strips */
{
    return c < 0x80 ? c == ' ' || c - '\t' < 5 || c - 0x1c < 4 : hki_uc_wide_space(c);
}
bool hki_uc_linebreak(uint32_t c);      /* what splitlines() splits at */
bool hki_uc_printable(uint32_t c);      /* str.isprintable, and what repr() keeps */
bool hki_uc_lower(uint32_t c);          /* str.islower: Lowercase */
bool hki_uc_upper(uint32_t c);          /* str.isupper: Uppercase */
bool hki_uc_title(uint32_t c);          /* category Lt */
bool hki_uc_cased(uint32_t c);
bool hki_uc_case_ignorable(uint32_t c);
bool hki_uc_word(uint32_t c);           /* \w of Python's re: alphanumeric or underscore */
bool hki_uc_id_start(uint32_t c);       /* str.isidentifier: XID_Start or underscore */
bool hki_uc_id_continue(uint32_t c);
int hki_uc_decimal_value(uint32_t c);   /* 0 to 9, or -1 */

/* Full case mappings (SpecialCasing, no locale, no context): write 1 to 3 code points, return how many. */
size_t hki_uc_to_lower(uint32_t c, uint32_t out[3]);
size_t hki_uc_to_upper(uint32_t c, uint32_t out[3]);
size_t hki_uc_to_title(uint32_t c, uint32_t out[3]);
size_t hki_uc_to_fold(uint32_t c, uint32_t out[3]);

#endif
