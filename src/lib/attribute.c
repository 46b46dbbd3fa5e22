/* attribute.c: the attribute argument that many filters take.
 *
 * In:  "address.city", 0, none.   Out: the parts, and what they find in an item.
 * Always: the parts are a value, so that a lazy iterator can keep them in a slot. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "lib/filters.h"
#include "value/list.h"
#include "value/text.h"

/* [python] str.isdigit is wider than what int() reads: "²" passes here and fails there with int's ValueError. */
static bool all_digits(const char *text, size_t size)
{
    const char *at = text, *end = text + size;
    while (at < end)
        if (!hki_uc_digit(hki_utf8_next(&at))) return false;
    return size > 0;
}

static bool one_part(hki_rt *rt, hk_value text, size_t from, size_t to, hk_value *out)
{
    hki_str *whole = hki_as_str(text);
    hki_str *part = whole;
    if (from != 0 || to != whole->size) part = hki_str_sub(rt, whole, from, to);
    if (!part) return false;
    if (all_digits(part->data, part->size)) return hki_to_int(rt, hki_str_value(part), 10, out);
    *out = hki_with_safe(hki_str_value(part), hki_is_safe(text));
    return true;
}

static size_t count_parts(const hki_str *s)
{
    size_t count = 1;
    for (size_t i = 0; i < s->size; i++) count += s->data[i] == '.';
    return count;
}

/* Most attributes are. */
static bool is_name_alone(const hki_str *s)
{
    return s->size && (unsigned char)((s->data[0] | 0x20) - 'a') < 26 && !memchr(s->data, '.', s->size);
}

bool hki_attribute_parts(hki_rt *rt, hk_value attribute, hk_value *parts)
{
    const hki_str *s = attribute.type == HKI_STRING ? hki_as_str(attribute) : NULL;
    if (attribute.type == HKI_NONE || (s && is_name_alone(s))) {
        *parts = attribute;
        return true;
    }
    size_t count = s ? count_parts(s) : 1;
    hki_list *list = hki_tuple_new(rt, NULL, count);
    if (!list) return false;
    *parts = hki_list_value(list);
    if (!s) {
        list->items[0] = attribute;
        return true;
    }
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        const char *dot = memchr(s->data + from, '.', s->size - from);
        size_t to = dot ? (size_t)(dot - s->data) : s->size;
        if (!one_part(rt, attribute, from, to, &list->items[i])) return false;
        from = to + 1;
    }
    return true;
}

static const hk_value *find_own(hki_rt *rt, hk_value *key, hk_value item)
{
    if (key->type != HKI_STRING || item.type != HKI_DICT) return NULL;
    const hki_dict *d = hki_as_dict(item);
    const hki_str *name = hki_as_str(*key);
    const hki_entry *e = hki_dict_entry(d, name->data, name->size, hki_str_hash(rt, name));
    if (!e) return NULL;
    key->aux = (uint16_t)(e - d->entries);
    key->as = e->key.as;
    return &e->value;
}

static bool find_part(hki_rt *rt, hk_value *key, hk_value fallback, hk_value item, hk_value *out)
{
    const hk_value *own = hki_attribute_own(key, item);
    if (own || (own = find_own(rt, key, item))) *out = *own;
    else if (!hki_getitem(rt, item, *key, out)) return false;
    if (out->type == HKI_UNDEFINED && fallback.type != HKI_NONE) *out = fallback;
    return true;
}

bool hki_attribute_find(hki_rt *rt, hk_value *parts, hk_value fallback, hk_value item, hk_value *out)
{
    if (parts->type == HKI_STRING) return find_part(rt, parts, fallback, item, out);
    const hki_list *list = hki_as_list(*parts);
    for (uint32_t i = 0; i < list->count; i++)
        if (!find_part(rt, &list->items[i], fallback, item, &item)) return false;
    *out = item;
    return true;
}

bool hki_items_of(hki_rt *rt, hk_value v, hk_value *out)
{
    if (v.type == HKI_DICT) return hki_view_new(rt, hki_as_dict(v), HKI_VIEW_ITEMS, out);
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(rt, v);
    hki_str *name = hki_str_c(rt, "items");
    hk_value items;
    if (!name) return false;
    int found = v.type == HKI_OBJECT ? hki_attr_only(rt, v, name, &items) : HKI_NO;
    if (found == HKI_ERROR) return false;
    if (found == HKI_YES) return rt->up->call(rt, items, &(hki_args){0}, out);
    if (hki_is_class(v) && strcmp(hki_as_function(v)->python, "dict") == 0)
        return hki_raise(rt, HK_TYPE_ERROR, "unbound method dict.items() needs an argument");
    return hki_no_attribute(rt, v, "items");
}

hki_line hki_line_next(const char *text, size_t size, size_t *at)
{
    const char *start = text + *at, *end = text + size, *p = start;
    while (p < end) {
        const char *here = p;
        if (!hki_uc_linebreak(hki_utf8_next(&p))) continue;
        if (*here == '\r' && p < end && *p == '\n') p++;
        *at = (size_t)(p - text);
        return (hki_line){start, (size_t)(here - start), (size_t)(p - start)};
    }
    *at = size;
    return (hki_line){start, (size_t)(end - start), (size_t)(end - start)};
}
