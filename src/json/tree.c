/* tree.c: jansson's trees to values, and values to trees.
 *
 * Always: keys keep their order; nesting is counted, and what holds itself is refused, in both directions. */
#include <jansson.h>
#include <math.h>

#include "base/limits.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "json/jansson.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"

/* The arrays and objects around the one that is being converted, innermost first. */
typedef struct holder { const void *object; const struct holder *outer; unsigned depth; } holder;

static bool enter(hki_rt *rt, holder *here, const void *object, const holder *outer)
{
    *here = (holder){object, outer, outer ? outer->depth + 1 : 1};
    if (here->depth > HKI_MAX_DATA_DEPTH)
        return hki_raise(rt, HK_RECURSION_ERROR, "JSON data is nested more than %d levels deep", (int)HKI_MAX_DATA_DEPTH);
    for (; outer; outer = outer->outer)
        if (outer->object == object) return hki_raise(rt, HK_VALUE_ERROR, "Circular reference detected");
    return true;
}

/* ---------------------------------------------------------------- trees to values */

typedef struct reader {
    hki_rt *rt;
    const char *mark;           /* strings that start with it are numbers */
    size_t mark_size;
    bool takes;                 /* each part of the tree is given back as soon as its value is made */
} reader;

static bool read_tree(reader *r, const json_t *json, const holder *outer, hk_value *out);

/* A number that went around jansson. Python reads what has a fraction or an exponent as a float. */
static bool read_number(const reader *r, const char *text, size_t size, hk_value *out)
{
    bool negative = *text == '-';
    const char *digits = text + negative;
    size_t count = size - negative;
    if (*digits == 'N') *out = hki_float(NAN);
    else if (*digits == 'I') *out = hki_float(negative ? -INFINITY : INFINITY);
    else if (memchr(digits, '.', count) || memchr(digits, 'e', count) || memchr(digits, 'E', count)) {
        double d = hki_float_literal(digits, count);
        *out = hki_float(negative ? -d : d);
    } else {
        hk_value whole;
        if (!hki_make_str(r->rt, text, size, &whole)) return false;
        return hki_to_int(r->rt, whole, 10, out);
    }
    return true;
}

/* jansson checks texts, but not all of its functions do. */
static bool check_text(const reader *r, const char *text, size_t size)
{
    return hki_utf8_check(text, size) >= size || hki_raise(r->rt, HK_UNICODE_DECODE_ERROR, "a string that is not valid UTF-8");
}

static bool read_string(const reader *r, const json_t *json, hk_value *out)
{
    const char *text = json_string_value(json);
    size_t size = json_string_length(json);
    if (r->mark_size && size > r->mark_size && memcmp(text, r->mark, r->mark_size) == 0)
        return read_number(r, text + r->mark_size, size - r->mark_size, out);
    return check_text(r, text, size) && hki_make_str(r->rt, text, size, out);
}

static bool read_array(reader *r, const json_t *json, const holder *outer, hk_value *out)
{
    holder here;
    size_t count = json_array_size(json);
    hki_list *list = enter(r->rt, &here, json, outer) ? hki_list_new(r->rt, count) : NULL;
    if (!list) return false;
    *out = hki_list_value(list);
    for (size_t i = 0; i < count; i++) {
        hk_value item;
        if (!read_tree(r, json_array_get(json, i), &here, &item) || !hki_list_push(r->rt, list, item)) return false;
        if (r->takes) json_array_set_new((json_t *)(uintptr_t)json, i, json_null());
    }
    return true;
}

static bool read_object(reader *r, const json_t *json, const holder *outer, hk_value *out)
{
    holder here;
    json_t *object = (json_t *)(uintptr_t)json;     /* jansson's iterators are not const, but change nothing */
    hki_dict *dict = enter(r->rt, &here, json, outer) ? hki_dict_new(r->rt, json_object_size(json)) : NULL;
    if (!dict) return false;
    *out = hki_dict_value(dict);
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *name = json_object_iter_key(at);
        size_t size = strlen(name);
        hk_value value;
        if (!check_text(r, name, size) || !read_tree(r, json_object_iter_value(at), &here, &value) ||
            !hki_dict_set_text(r->rt, dict, name, size, value))
            return false;
        if (r->takes) json_object_iter_set_new(object, at, json_null());
    }
    return true;
}

static bool read_tree(reader *r, const json_t *json, const holder *outer, hk_value *out)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT: return read_object(r, json, outer, out);
    case JSON_ARRAY: return read_array(r, json, outer, out);
    case JSON_STRING: return read_string(r, json, out);
    case JSON_INTEGER: *out = hki_int(json_integer_value(json)); return true;
    case JSON_REAL: *out = hki_float(json_real_value(json)); return true;
    case JSON_TRUE: *out = hki_bool(true); return true;
    case JSON_FALSE: *out = hki_bool(false); return true;
    case JSON_NULL: break;
    }
    *out = hki_none();
    return true;
}

bool hki_from_json_tree(hki_rt *rt, const json_t *json, hk_value *out)
{
    return read_tree(&(reader){.rt = rt}, json, NULL, out);
}

bool hki_take_json_tree(hki_rt *rt, json_t *json, const char *mark, size_t mark_size, hk_value *out)
{
    bool ok = read_tree(&(reader){.rt = rt, .mark = mark, .mark_size = mark_size, .takes = true}, json, NULL, out);
    json_decref(json);
    return ok;
}

/* ---------------------------------------------------------------- values to trees */

static json_t *write_tree(hki_rt *rt, hk_value v, const holder *outer);

static json_t *made(hki_rt *rt, json_t *json)
{
    if (!json) hki_raise_memory(rt);
    return json;
}

static json_t *write_list(hki_rt *rt, const hki_list *list, const holder *outer)
{
    holder here;
    json_t *array = enter(rt, &here, list, outer) ? made(rt, json_array()) : NULL;
    for (uint32_t i = 0; array && i < list->count; i++) {
        json_t *item = write_tree(rt, list->items[i], &here);
        if (item && json_array_append_new(array, item) == 0) continue;
        if (item) hki_raise_memory(rt);
        json_decref(array);
        array = NULL;
    }
    return array;
}

/* A key's text, appended with a NUL. [python] One that is no str is what it is as JSON. */
static bool write_key(hki_rt *rt, hk_value key, hki_buf *text)
{
    char digits[32];
    if (key.type == HKI_STRING) hki_buf_put(text, hki_as_str(key)->data, hki_as_str(key)->size);
    else if (key.type == HKI_NONE) hki_buf_str(text, "null");
    else if (key.type == HKI_BOOL) hki_buf_str(text, key.as.i ? "true" : "false");
    else if (key.type == HKI_FLOAT && !isfinite(key.as.d))
        return hki_raise(rt, HK_VALUE_ERROR, "Out of range float values are not JSON compliant");
    else if (key.type == HKI_FLOAT) hki_buf_put(text, digits, hki_float_repr(digits, key.as.d));
    else if (!hki_is_number(key)) return hki_raise(rt, HK_TYPE_ERROR, "keys must be str, int, float, bool or None, not %t", key);
    else if (!hki_int_digits(rt, text, key, 10)) return false;
    if (text->size && memchr(text->data, '\0', text->size))
        return hki_raise(rt, HK_VALUE_ERROR, "a key with a NUL, which jansson cannot hold");
    hki_buf_char(text, '\0');
    return !text->failed || hki_raise_memory(rt);
}

static bool write_entry(hki_rt *rt, const hki_entry *e, const holder *here, json_t *object)
{
    hki_buf key;
    hki_buf_init(&key, rt->error->mem);
    json_t *value = write_key(rt, e->key, &key) ? write_tree(rt, e->value, here) : NULL;
    bool ok = value && (json_object_set_new(object, key.data, value) == 0 || hki_raise_memory(rt));
    hki_buf_free(&key);
    return ok;
}

static json_t *write_dict(hki_rt *rt, const hki_dict *dict, const holder *outer)
{
    holder here;
    uint32_t at = 0;
    json_t *object = enter(rt, &here, dict, outer) ? made(rt, json_object()) : NULL;
    if (!object) return NULL;
    for (const hki_entry *e; (e = hki_dict_next(dict, &at));) {
        if (write_entry(rt, e, &here, object)) continue;
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *write_tree(hki_rt *rt, hk_value v, const holder *outer)
{
    switch ((enum hki_type)v.type) {
    case HKI_NONE: return json_null();
    case HKI_BOOL: return json_boolean(v.as.i != 0);
    case HKI_INT: return made(rt, json_integer(v.as.i));
    case HKI_STRING: return made(rt, json_stringn(hki_as_str(v)->data, hki_as_str(v)->size));
    case HKI_LIST: case HKI_TUPLE: return write_list(rt, hki_as_list(v), outer);
    case HKI_DICT: return write_dict(rt, hki_as_dict(v), outer);
    case HKI_FLOAT:
        if (isfinite(v.as.d)) return made(rt, json_real(v.as.d));
        hki_raise(rt, HK_VALUE_ERROR, "Out of range float values are not JSON compliant");
        return NULL;
    case HKI_BIGINT: hki_raise(rt, HK_OVERFLOW_ERROR, "an integer beyond 64 bits, which jansson cannot hold"); return NULL;
    default: hki_raise(rt, HK_TYPE_ERROR, "Object of type %t is not JSON serializable", v); return NULL;
    }
}

json_t *hki_to_json_tree(hki_rt *rt, hk_value v) { return write_tree(rt, v, NULL); }
