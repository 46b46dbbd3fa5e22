/* concat.c: `~`, and Markup's +.
 *
 * In:  values in a row.   Out: their texts joined: a str, or a Markup for which all that was not Markup has been escaped.
 * Always: what stands left keeps its text where it is when there is room behind it, so a loop that appends is linear. */
#include "base/number_text.h"
#include "value/class.h"
#include "value/markup.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

bool hki_has_html(hk_value v)
{
    return hki_is_safe(v) || (v.type == HKI_OBJECT && hki_as_object(v)->cls->html) ||
           (v.type == HKI_UNDEFINED && v.aux == HKI_UNDEFINED_CHAINABLE);
}

/* [jinja] markup_join takes the str() of each part first, which makes plain text of everything but Markup. */
static bool print_part(hki_rt *rt, hk_value part, bool escape)
{
    if (!escape || hki_is_safe(part)) return hki_print(rt, &rt->scratch, part);
    if (part.type == HKI_STRING || part.type <= HKI_FLOAT) return hki_print_escaped(rt, &rt->scratch, part);
    hk_value text;
    return hki_to_str(rt, part, &text) && hki_print_escaped(rt, &rt->scratch, text);
}

/* Texts and integers, none of which is Markup that counts, with a short text together. HKI_NO: they are something else. */
static int concat_short(hki_rt *rt, const hk_value *parts, size_t count, unsigned markup, hk_value *out)
{
    enum { SHORT = 128, INTEGER = 20 };
    char near[SHORT + INTEGER], *to;
    size_t size = 0, points = 0;
    for (size_t i = 0; i < count; i++) {
        size_t more;
        if (parts[i].type == HKI_STRING && !(parts[i].flags & markup)) {
            const hki_str *s = hki_as_str(parts[i]);
            more = s->size;
            if (size + more > SHORT) return HKI_NO;
            hki_copy_text(near + size, s->data, more);
            points += s->points;
        } else if (parts[i].type == HKI_INT && size <= SHORT) {
            more = hki_int_text(near + size, parts[i].as.i);
            points += more;
        } else {
            return HKI_NO;
        }
        size += more;
    }
    hki_str *s = hki_str_sized(rt, size, points, &to);
    if (!s) return HKI_ERROR;
    memcpy(to, near, size);
    *out = hki_str_value(s);
    return HKI_YES;
}

bool hki_concat(hki_rt *rt, const hk_value *parts, size_t count, int mode, hk_value *out)
{
    bool safe = false;
    int done = concat_short(rt, parts, count, mode == 1 ? HKI_SAFE : 0, out);
    if (done != HKI_NO) return done == HKI_YES;
    for (size_t i = 0; i < count && mode == 1; i++) safe |= hki_is_safe(parts[i]);
    bool in_place = count && parts[0].type == HKI_STRING && (!safe || hki_is_safe(parts[0]));
    size_t mark = hki_text_begin(rt);
    bool ok = true;
    for (size_t i = in_place; i < count && ok; i++) ok = print_part(rt, parts[i], safe);
    if (!ok || !in_place || rt->scratch.failed) {
        if (ok) return hki_text_end(rt, mark, safe ? HKI_SAFE : 0, out);
        hki_text_drop(rt, mark);
        return false;
    }
    hki_str *s = hki_as_str(parts[0]);
    if (rt->scratch.size > mark) s = hki_str_append(rt, s, rt->scratch.data + mark, rt->scratch.size - mark);
    hki_text_drop(rt, mark);
    if (!s) return false;
    *out = safe ? hki_safe_value(s) : hki_str_value(s);
    return true;
}

bool hki_markup_add(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    hk_value left, right;
    if (!hki_to_markup(rt, a, &left) || !hki_to_markup(rt, b, &right)) return false;
    const hki_str *r = hki_as_str(right);
    hki_str *s = hki_str_append_counted(rt, hki_as_str(left), r->data, r->size, r->points);
    if (!s) return false;
    *out = hki_safe_value(s);
    return true;
}
