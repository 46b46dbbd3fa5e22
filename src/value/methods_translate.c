/* methods_translate.c: maketrans translate.
 *
 * In:  text and a table from code points to code points, texts or None.   Out: the text with its characters exchanged. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/dict.h"
#include "value/methods_text.h"

/* table[point]: HKI_NO if a LookupError was raised (and forgotten): the character stays. */
static int look_up(hki_rt *rt, hk_value table, uint32_t point, hk_value *out)
{
    if (table.type == HKI_DICT) return hki_dict_get(rt, hki_as_dict(table), hki_int(point), out);
    if (hki_subscript(rt, table, hki_int(point), out)) return HKI_YES;
    hk_status kind = rt->error->kind;
    if (kind != HK_KEY_ERROR && kind != HK_INDEX_ERROR && kind != HK_LOOKUP_ERROR) return HKI_ERROR;
    hki_error_clear(rt->error);
    return HKI_NO;
}

static bool put_mapped(hki_rt *rt, hk_value v)
{
    if (v.type == HKI_NONE) return true;
    if (v.type == HKI_STRING) {
        hki_buf_put(&rt->scratch, hki_as_str(v)->data, hki_as_str(v)->size);
        return true;
    }
    if (!hki_is_integer(v)) return hki_raise(rt, HK_TYPE_ERROR, "character mapping must return integer, None or str");
    if (v.type == HKI_BIGINT || v.as.i < 0 || v.as.i > 0x10ffff || (v.as.i >= 0xd800 && v.as.i <= 0xdfff))
        return hki_raise(rt, HK_VALUE_ERROR, "character mapping must be in range(0x110000)");
    hki_buf_point(&rt->scratch, (uint32_t)v.as.i);
    return true;
}

static bool put_translated(hki_call *c)
{
    const hki_str *s = hki_self(c);
    const char *at = s->data, *end = at + s->size;
    while (at < end) {
        const char *start = at;
        hk_value to;
        if (c->rt->scratch.failed) return hki_raise_memory(c->rt);
        int found = look_up(c->rt, c->arg[0], hki_utf8_next(&at), &to);
        if (found == HKI_ERROR || (found == HKI_YES && !put_mapped(c->rt, to))) return false;
        if (found == HKI_NO) hki_buf_put(&c->rt->scratch, start, (size_t)(at - start));
    }
    return true;
}

bool hki_STRING_translate(hki_call *c)
{
    size_t mark = hki_text_begin(c->rt);
    if (put_translated(c)) return hki_text_end(c->rt, mark, hki_self_safe(c), &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

/* ---------------------------------------------------------------- maketrans */

static bool table_of_dict(hki_call *c, hki_dict *table)
{
    if (c->arg[0].type != HKI_DICT)
        return hki_raise(c->rt, HK_TYPE_ERROR, "if you give only one argument to maketrans it must be a dict");
    uint32_t at = 0;
    const hki_entry *e;
    while ((e = hki_dict_next(hki_as_dict(c->arg[0]), &at))) {
        hk_value key = e->key;
        if (key.type == HKI_STRING) {
            if (hki_as_str(key)->points != 1)
                return hki_raise(c->rt, HK_VALUE_ERROR, "string keys in translate table must be of length 1");
            const char *text = hki_as_str(key)->data;
            key = hki_int(hki_utf8_next(&text));
        } else if (!hki_is_integer(key)) {
            return hki_raise(c->rt, HK_TYPE_ERROR, "keys in translate table must be strings or integers");
        }
        if (!hki_dict_set(c->rt, table, key, e->value)) return false;
    }
    return true;
}

static bool table_of_texts(hki_call *c, hki_dict *table)
{
    const hki_str *to = hki_text_bound_arg(c, 1, "maketrans() argument 2 ");
    const hki_str *gone = NULL;
    if (!to || (!hki_is_absent(c->arg[2]) && !(gone = hki_text_bound_arg(c, 2, "maketrans() argument 3 ")))) return false;
    if (c->arg[0].type != HKI_STRING)
        return hki_raise(c->rt, HK_TYPE_ERROR, "first maketrans argument must be a string if there is a second argument");
    const hki_str *from = hki_as_str(c->arg[0]);
    if (from->points != to->points)
        return hki_raise(c->rt, HK_VALUE_ERROR, "the first two maketrans arguments must have equal length");
    const char *at = from->data, *end = at + from->size, *other = to->data;
    while (at < end) {
        hk_value key = hki_int(hki_utf8_next(&at));
        if (!hki_dict_set(c->rt, table, key, hki_int(hki_utf8_next(&other)))) return false;
    }
    at = gone ? gone->data : NULL;
    end = gone ? at + gone->size : NULL;
    while (at < end)
        if (!hki_dict_set(c->rt, table, hki_int(hki_utf8_next(&at)), hki_none())) return false;
    return true;
}

bool hki_STRING_maketrans(hki_call *c)
{
    hki_dict *table = hki_dict_new(c->rt, 0);
    if (!table) return false;
    c->result = hki_dict_value(table);
    return hki_is_absent(c->arg[1]) ? table_of_dict(c, table) : table_of_texts(c, table);
}
