/* methods_is.c: the questions isalnum … isupper.
 *
 * In:  text.   Out: a bool. Most ask the same of each character, and say no to empty text. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/methods_text.h"

static bool each(hki_call *c, bool (*is)(uint32_t))
{
    const hki_str *s = hki_self(c);
    const char *at = s->data, *end = at + s->size;
    while (at < end)
        if (!is(hki_utf8_next(&at))) return hki_give_bool(c, false);
    return hki_give_bool(c, s->size != 0);
}

bool hki_STRING_isalnum(hki_call *c) { return each(c, hki_uc_alnum); }
bool hki_STRING_isalpha(hki_call *c) { return each(c, hki_uc_alpha); }
bool hki_STRING_isascii(hki_call *c) { return hki_give_bool(c, hki_str_ascii(hki_self(c))); }
bool hki_STRING_isdecimal(hki_call *c) { return each(c, hki_uc_decimal); }
bool hki_STRING_isdigit(hki_call *c) { return each(c, hki_uc_digit); }
bool hki_STRING_isnumeric(hki_call *c) { return each(c, hki_uc_numeric); }
bool hki_STRING_isspace(hki_call *c) { return each(c, hki_uc_space); }

bool hki_STRING_isprintable(hki_call *c)
{
    return hki_self(c)->size ? each(c, hki_uc_printable) : hki_give_bool(c, true);
}

bool hki_STRING_isidentifier(hki_call *c)
{
    const hki_str *s = hki_self(c);
    const char *at = s->data, *end = at + s->size;
    bool yes = at < end && hki_uc_id_start(hki_utf8_next(&at));
    while (yes && at < end) yes = hki_uc_id_continue(hki_utf8_next(&at));
    return hki_give_bool(c, yes);
}

/* All letters that have a case have this one, and there is one. */
static bool one_case(hki_call *c, bool (*is)(uint32_t), bool (*other)(uint32_t))
{
    const hki_str *s = hki_self(c);
    const char *at = s->data, *end = at + s->size;
    bool found = false;
    while (at < end) {
        uint32_t point = hki_utf8_next(&at);
        if (other(point) || hki_uc_title(point)) return hki_give_bool(c, false);
        found = found || is(point);
    }
    return hki_give_bool(c, found);
}

bool hki_STRING_islower(hki_call *c) { return one_case(c, hki_uc_lower, hki_uc_upper); }
bool hki_STRING_isupper(hki_call *c) { return one_case(c, hki_uc_upper, hki_uc_lower); }

bool hki_STRING_istitle(hki_call *c)
{
    const hki_str *s = hki_self(c);
    const char *at = s->data, *end = at + s->size;
    bool found = false, in_word = false;
    while (at < end) {
        uint32_t point = hki_utf8_next(&at);
        bool capital = hki_uc_upper(point) || hki_uc_title(point), small = hki_uc_lower(point);
        if (capital ? in_word : small && !in_word) return hki_give_bool(c, false);
        in_word = capital || small;
        found = found || in_word;
    }
    return hki_give_bool(c, found);
}
