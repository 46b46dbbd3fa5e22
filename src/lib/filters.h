/* filters.h: what the files of builtin filters share. */
#ifndef HKI_FILTERS_H
#define HKI_FILTERS_H

#include "lib/natives.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/ops.h"
#include "value/str.h"

/* ---- attribute.c: the attribute argument of map, sort, groupby and others [jinja: make_attrgetter] */

/* "a.b.0" as the tuple ('a', 'b', 0); a name alone, and NONE, as it is; anything else as a tuple of it. Once a name was found in a dict it
 * is that dict's key, and its `aux` the entry: items are mostly made alike. */
bool hki_attribute_parts(hki_rt *rt, hk_value attribute, hk_value *parts);
/* Looks the parts up in `item`, one in the other. An undefined result becomes `fallback` unless that is NONE. */
bool hki_attribute_find(hki_rt *rt, hk_value *parts, hk_value fallback, hk_value item, hk_value *out);
/* What it is if `parts` are a name alone, and the dict `item` has it where the last one had. */
static inline const hk_value *hki_attribute_own(const hk_value *parts, hk_value item)
{
    if (parts->type != HKI_STRING || item.type != HKI_DICT || parts->aux >= hki_as_dict(item)->used) return NULL;
    const hki_entry *e = &hki_as_dict(item)->entries[parts->aux];
    return e->key.as.p == parts->as.p && e->key.type == HKI_STRING ? &e->value : NULL;
}
/* A text in lower case; any other value as it is. */
static inline bool hki_fold_case(hki_rt *rt, hk_value v, hk_value *out)
{
    *out = v;
    return v.type != HKI_STRING || hki_fold_text(rt, v, out);
}
/* hki_attribute_find, and with `fold` the case folded, so that comparisons ignore it. */
static inline bool hki_attribute_get(hki_rt *rt, hk_value *parts, hk_value fallback, bool fold, hk_value item, hk_value *out)
{
    const hk_value *own = hki_attribute_own(parts, item);
    if (own && own->type != HKI_UNDEFINED) item = *own;
    else if (parts->type != HKI_NONE && !hki_attribute_find(rt, parts, fallback, item, &item)) return false;
    *out = item;
    return !fold || hki_fold_case(rt, item, out);
}

/* ---- small things */

static inline hk_value hki_with_safe(hk_value text, bool safe)
{
    text.flags = (uint8_t)(safe ? text.flags | HKI_SAFE : text.flags & ~HKI_SAFE);
    return text;
}

/* v.items() as a value to iterate over; AttributeError where Python's v has no such method. */
bool hki_items_of(hki_rt *rt, hk_value v, hk_value *out);

/* One line of text from *at on: its bytes without the line end, and *at behind that. *at < size. [python: str.splitlines] */
typedef struct hki_line { const char *text; size_t size, whole; } hki_line;     /* whole: with the line end */
hki_line hki_line_next(const char *text, size_t size, size_t *at);

/* ---- wordwrap.c, urlize.c */

/* [python] For words to be parted at hyphens, break_on_hyphens must be True itself; any true value counts where a long word is cut. */
typedef struct hki_wrap { hk_value width; bool break_words, part_hyphens, cut_hyphens; } hki_wrap;
/* Calls put(user, line, size) for each line of one wrapped paragraph; false after raising. [python: textwrap.wrap] */
typedef bool (*hki_put_line)(void *user, const char *line, size_t size);
bool hki_wrap_text(hki_rt *rt, const char *text, size_t size, const hki_wrap *how, hki_put_line put, void *user);

/* Attributes are written after each href as they stand; limit: of a link's text, NONE: none; schemes: a list of strings, or NONE. */
typedef struct hki_urlize { hk_value limit, schemes; const hki_str *attributes; } hki_urlize;
/* Escaped text with its addresses made links, appended. Linear in the text. */
bool hki_urlize_text(hki_rt *rt, hki_buf *out, const char *text, size_t size, const hki_urlize *how);

#endif
