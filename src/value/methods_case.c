/* methods_case.c: capitalize casefold lower swapcase title upper.
 *
 * In:  text.   Out: the text with its case mapped as Unicode says, a letter into up to three.
 * Always: the one mapping that looks around is that of a capital sigma: at the end of a word it is another small letter. */
#include "base/ascii.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/methods_text.h"
#include "value/take.h"

enum mapping { TO_LOWER, TO_UPPER, TO_TITLE, TO_FOLD };

/* [python] unicodeobject.c handle_capital_sigma. Runs of ignorable characters end at the next sigma, so that all sigmas of a
 * text together look at each character at most twice. */
static bool is_final_sigma(const char *start, const char *at, const char *behind, const char *end)
{
    uint32_t c = 0;
    bool found = false;
    while (at > start) {
        c = hki_utf8_prev(&at);
        found = !hki_uc_case_ignorable(c);
        if (found) break;
    }
    if (!found || !hki_uc_cased(c)) return false;
    for (found = false; behind < end && !found;) {
        c = hki_utf8_next(&behind);
        found = !hki_uc_case_ignorable(c);
    }
    return !found || !hki_uc_cased(c);
}

/* Appends the mapping of the character at *at, and moves on. */
static void map_one(hki_buf *out, const hki_str *s, const char **at, enum mapping mapping)
{
    enum { CAPITAL_SIGMA = 0x3a3, SMALL_SIGMA = 0x3c3, FINAL_SIGMA = 0x3c2 };
    const char *start = *at;
    uint32_t c = hki_utf8_next(at), to[3] = {c};
    size_t count = 1;
    switch (mapping) {
    case TO_LOWER:
        if (c == CAPITAL_SIGMA) to[0] = is_final_sigma(s->data, start, *at, s->data + s->size) ? FINAL_SIGMA : SMALL_SIGMA;
        else count = hki_uc_to_lower(c, to);
        break;
    case TO_UPPER: count = hki_uc_to_upper(c, to); break;
    case TO_TITLE: count = hki_uc_to_title(c, to); break;
    case TO_FOLD: count = hki_uc_to_fold(c, to); break;
    }
    for (size_t i = 0; i < count; i++) hki_buf_point(out, to[i]);
}

/* ASCII text with the case of those letters changed; itself if it has none. */
static bool flip_ascii(hki_call *c, enum hki_letters which)
{
    const hki_str *s = hki_self(c);
    hki_region_mark mark = hki_region_mark_here(c->rt->region);
    char *data;
    hki_str *r = hki_str_sized(c->rt, s->size, s->points, &data);
    if (!r) return false;
    if (hki_ascii_flip(data, s->data, s->size, which)) return hki_give(c, r);
    hki_region_drop(c->rt->region, mark);
    return hki_give_self(c);
}

static bool map_all(hki_call *c, enum mapping mapping)
{
    const hki_str *s = hki_self(c);
    if (hki_str_ascii(s)) return flip_ascii(c, mapping == TO_UPPER ? HKI_SMALL : HKI_CAPITAL);
    size_t mark = hki_text_begin(c->rt);
    for (const char *at = s->data; at < s->data + s->size;) map_one(&c->rt->scratch, s, &at, mapping);
    return hki_text_end(c->rt, mark, hki_self_safe(c), &c->result);
}

bool hki_fold_text(hki_rt *rt, hk_value text, hk_value *out)
{
    const hki_str *s = hki_as_str(text);
    *out = text;
    if (hki_str_ascii(s) && !hki_ascii_has(s->data, s->size, HKI_CAPITAL)) return true;
    hki_call lower = {.rt = rt, .self = text};
    if (!hki_STRING_lower(&lower)) return false;
    hki_take_new(out, &lower.result);
    return true;
}

bool hki_STRING_lower(hki_call *c) { return map_all(c, TO_LOWER); }
bool hki_STRING_upper(hki_call *c) { return map_all(c, TO_UPPER); }

/* A str, also of Markup, for which MarkupSafe has no such method. */
bool hki_STRING_casefold(hki_call *c)
{
    if (!map_all(c, TO_FOLD)) return false;
    c->result.flags &= (uint8_t)~HKI_SAFE;
    return true;
}

static bool capitalize_ascii(hki_call *c)
{
    const hki_str *s = hki_self(c);
    char *data;
    hki_str *r = hki_str_sized(c->rt, s->size, s->points, &data);
    if (!r) return false;
    hki_ascii_flip(data, s->data, s->size, HKI_CAPITAL);
    if (s->size && data[0] >= 'a' && data[0] <= 'z') data[0] = (char)(data[0] - 'a' + 'A');
    return hki_give(c, r);
}

bool hki_STRING_capitalize(hki_call *c)
{
    const hki_str *s = hki_self(c);
    if (hki_str_ascii(s)) return capitalize_ascii(c);
    size_t mark = hki_text_begin(c->rt);
    for (const char *at = s->data; at < s->data + s->size;) map_one(&c->rt->scratch, s, &at, at == s->data ? TO_TITLE : TO_LOWER);
    return hki_text_end(c->rt, mark, hki_self_safe(c), &c->result);
}

bool hki_STRING_title(hki_call *c)
{
    const hki_str *s = hki_self(c);
    bool in_word = false;
    size_t mark = hki_text_begin(c->rt);
    for (const char *at = s->data; at < s->data + s->size;) {
        const char *next = at;
        bool cased = hki_uc_cased(hki_utf8_next(&next));
        map_one(&c->rt->scratch, s, &at, in_word ? TO_LOWER : TO_TITLE);
        in_word = cased;
    }
    return hki_text_end(c->rt, mark, hki_self_safe(c), &c->result);
}

bool hki_STRING_swapcase(hki_call *c)
{
    const hki_str *s = hki_self(c);
    if (hki_str_ascii(s)) return flip_ascii(c, HKI_SMALL | HKI_CAPITAL);
    size_t mark = hki_text_begin(c->rt);
    for (const char *at = s->data; at < s->data + s->size;) {
        const char *next = at;
        uint32_t point = hki_utf8_next(&next);
        if (hki_uc_upper(point)) map_one(&c->rt->scratch, s, &at, TO_LOWER);
        else if (hki_uc_lower(point)) map_one(&c->rt->scratch, s, &at, TO_UPPER);
        else {
            hki_buf_put(&c->rt->scratch, at, (size_t)(next - at));
            at = next;
        }
    }
    return hki_text_end(c->rt, mark, hki_self_safe(c), &c->result);
}
