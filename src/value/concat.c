/* concat.c: `~`, and Markup's +.
 *
 * In:  values in a row.   Out: their texts joined: a str, or a Markup for which all that was not Markup has been escaped.
 * Always: what stands left keeps its text where it is when there is room behind it, so a loop that appends is linear. */
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

bool hki_concat(hki_rt *rt, const hk_value *parts, size_t count, int mode, hk_value *out)
{
    bool safe = false;
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
