/* text.c: str() of values, as it is and escaped for HTML; truth and length stand here too, being the other questions that every
 * type answers.
 *
 * In:  any value.   Out: its text, appended to a buffer.
 * Always: strings and numbers go straight into the buffer. */
#include "value/text.h"

#include "base/number_text.h"
#include "value/class.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"

static void put_float(hki_buf *out, double d)
{
    char *to = hki_buf_room(out, 32);
    if (to) out->size += hki_float_repr(to, d);
}

static bool print_object(hki_rt *rt, hki_buf *out, hk_value v)
{
    hki_object *o = hki_as_object(v);
    if (!o->cls->print) return hki_repr(rt, out, v);
    if (!hki_enter(rt)) return false;
    bool ok = o->cls->print(rt, o, out);
    hki_leave(rt);
    return ok;
}

bool hki_print(hki_rt *rt, hki_buf *out, hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_STRING: hki_buf_put(out, hki_as_str(v)->data, hki_as_str(v)->size); return true;
    case HKI_INT: hki_buf_int(out, v.as.i); return true;
    case HKI_FLOAT: put_float(out, v.as.d); return true;
    case HKI_BOOL: hki_buf_str(out, v.as.i ? "True" : "False"); return true;
    case HKI_NONE: hki_buf_str(out, "None"); return true;
    case HKI_UNDEFINED: return hki_undefined_print(rt, out, v);
    case HKI_BIGINT: return hki_int_digits(rt, out, v, 10);
    case HKI_OBJECT: return print_object(rt, out, v);
    default: return hki_repr(rt, out, v);
    }
}

/* Through a buffer of its own: `out` may be rt->scratch. */
static bool print_then_escape(hki_rt *rt, hki_buf *out, hk_value v)
{
    hki_buf text;
    hki_buf_init(&text, rt->scratch.mem);
    bool ok = hki_print(rt, &text, v);
    if (text.failed)
        ok = hki_raise_memory(rt);
    else if (ok)
        hki_buf_escape(out, text.data, text.size);
    hki_buf_free(&text);
    return ok;
}

static bool print_html(hki_rt *rt, hki_buf *out, hki_object *o)
{
    if (!hki_enter(rt)) return false;
    bool ok = o->cls->html(rt, o, out);
    hki_leave(rt);
    return ok;
}

bool hki_print_escaped(hki_rt *rt, hki_buf *out, hk_value v)
{
    if (v.type == HKI_STRING) {
        const hki_str *s = hki_as_str(v);
        if (v.flags & HKI_SAFE)
            hki_buf_put(out, s->data, s->size);
        else
            hki_buf_escape(out, s->data, s->size);
        return true;
    }
    if (v.type <= HKI_FLOAT && !(v.type == HKI_UNDEFINED && v.aux == HKI_UNDEFINED_DEBUG)) return hki_print(rt, out, v);
    if (v.type == HKI_OBJECT && hki_as_object(v)->cls->html) return print_html(rt, out, hki_as_object(v));
    return print_then_escape(rt, out, v);
}

bool hki_make_text(hki_rt *rt, hk_value v, hk_value *out)
{
    size_t mark = hki_text_begin(rt);
    if (hki_print(rt, &rt->scratch, v)) return hki_text_end(rt, mark, 0, out);
    hki_text_drop(rt, mark);
    return false;
}

bool hki_to_markup(hki_rt *rt, hk_value v, hk_value *out)
{
    if (hki_is_safe(v)) {
        *out = v;
        return true;
    }
    size_t mark = hki_text_begin(rt);
    bool ok = hki_print_escaped(rt, &rt->scratch, v);
    if (ok && v.type == HKI_STRING && !rt->scratch.failed && rt->scratch.size - mark == hki_as_str(v)->size) {
        hki_text_drop(rt, mark);        /* nothing was escaped: the same text */
        *out = hki_safe_value(hki_as_str(v));
        return true;
    }
    if (ok) return hki_text_end(rt, mark, HKI_SAFE, out);
    hki_text_drop(rt, mark);
    return false;
}

/* ---- truth and length */

int64_t hki_length(hki_rt *rt, hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_STRING: return hki_as_str(v)->points;
    case HKI_BYTES: return hki_as_bytes(v)->size;
    case HKI_LIST:
    case HKI_TUPLE: return hki_as_list(v)->count;
    case HKI_DICT: return hki_as_dict(v)->count;
    case HKI_VIEW: return hki_as_view(v)->dict->count;
    case HKI_RANGE: return hki_as_range(v)->count;
    case HKI_UNDEFINED:
        if (v.aux != HKI_UNDEFINED_STRICT) return 0;
        hki_undefined_raise(rt, v);
        return -1;
    case HKI_OBJECT:
        if (hki_as_object(v)->cls->length) return hki_as_object(v)->cls->length(rt, hki_as_object(v));
        break;
    default: break;
    }
    hki_raise(rt, HK_TYPE_ERROR, "object of type '%t' has no len()", v);
    return -1;
}

static int object_truth(hki_rt *rt, hki_object *o)
{
    if (o->cls->truth) return o->cls->truth(rt, o);
    if (!o->cls->length) return HKI_YES;
    int64_t length = o->cls->length(rt, o);
    return length < 0 ? HKI_ERROR : length > 0;
}

int hki_truth_slow(hki_rt *rt, hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_UNDEFINED:
        return hki_undefined_use(rt, v) ? HKI_NO : HKI_ERROR;
    case HKI_NONE: return HKI_NO;
    case HKI_BOOL:
    case HKI_INT: return v.as.i != 0;
    case HKI_FLOAT: return v.as.d != 0;
    case HKI_STRING:
    case HKI_BYTES:
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_DICT:
    case HKI_VIEW:
    case HKI_RANGE: return hki_length(rt, v) > 0;
    case HKI_OBJECT: return object_truth(rt, hki_as_object(v));
    default: return HKI_YES;
    }
}
