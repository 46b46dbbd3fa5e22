/* repr.c: Python's repr() and ascii().
 *
 * In:  any value.   Out: its text, appended to a buffer.
 * Always: a container inside itself prints as a mark; depth is counted. What Python prints of memory addresses is the constant
 * ADDRESS here, the same in every run. */
#include "base/number_text.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "value/call.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/number.h"
#include "value/str.h"
#include "value/text.h"

#define ADDRESS "0x7f0000000000"

typedef struct hki_printing {
    const void *object;
    const struct hki_printing *outer;
} hki_printing;

/* ---- quoted text */

static void put_hex(hki_buf *out, char letter, uint32_t number, int digits)
{
    hki_buf_char(out, '\\');
    hki_buf_char(out, letter);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) hki_buf_char(out, "0123456789abcdef"[number >> shift & 15]);
}

static void put_escape(hki_buf *out, uint32_t point)
{
    if (point == '\n')
        hki_buf_str(out, "\\n");
    else if (point == '\t')
        hki_buf_str(out, "\\t");
    else if (point == '\r')
        hki_buf_str(out, "\\r");
    else if (point < 0x100)
        put_hex(out, 'x', point, 2);
    else if (point < 0x10000)
        put_hex(out, 'u', point, 4);
    else
        put_hex(out, 'U', point, 8);
}

/* [python] Double quotes only for text that holds single ones and no double ones. */
static char quote_for(const char *text, size_t size)
{
    return memchr(text, '\'', size) && !memchr(text, '"', size) ? '"' : '\'';
}

static inline bool is_plain(unsigned char c, char quote)
{
    return c >= ' ' && c < 0x7f && c != '\\' && c != (unsigned char)quote;
}

void hki_repr_text(hki_buf *out, const char *text, size_t size)
{
    if (!size) {
        hki_buf_str(out, "''");
        return;
    }
    char quote = quote_for(text, size);
    hki_buf_char(out, quote);
    for (const char *at = text, *end = text + size; at < end;) {
        const char *from = at;
        while (at < end && is_plain((unsigned char)*at, quote)) at++;
        hki_buf_put(out, from, (size_t)(at - from));
        if (at == end) break;
        from = at;
        uint32_t point = hki_utf8_next(&at);
        if (point == '\\' || point == (uint32_t)quote) hki_buf_char(out, '\\');
        if (point == '\\' || point == (uint32_t)quote || (point > 0x7f && hki_uc_printable(point)))
            hki_buf_put(out, from, (size_t)(at - from));
        else
            put_escape(out, point);
    }
    hki_buf_char(out, quote);
}

void hki_repr_bytes(hki_buf *out, const unsigned char *bytes, size_t size)
{
    char quote = quote_for((const char *)bytes, size);
    hki_buf_char(out, 'b');
    hki_buf_char(out, quote);
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\\' || bytes[i] == (unsigned char)quote) hki_buf_char(out, '\\');
        if (bytes[i] >= ' ' && bytes[i] < 0x7f)
            hki_buf_char(out, (char)bytes[i]);
        else
            put_escape(out, bytes[i]);
    }
    hki_buf_char(out, quote);
}

static bool repr_string(hki_buf *out, hk_value v)
{
    const hki_str *s = hki_as_str(v);
    if (hki_is_safe(v)) hki_buf_str(out, "Markup(");
    hki_repr_text(out, s->data, s->size);
    if (hki_is_safe(v)) hki_buf_char(out, ')');
    return true;
}

/* ---- containers */

static bool repr_items(hki_rt *rt, hki_buf *out, const hki_list *list)
{
    bool tuple = list->head.type == HKI_TUPLE;
    hki_buf_char(out, tuple ? '(' : '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i) hki_buf_put(out, ", ", 2);
        if (!hki_spend(rt, 1) || !hki_repr(rt, out, list->items[i])) return false;
    }
    if (tuple && list->count == 1) hki_buf_char(out, ',');
    hki_buf_char(out, tuple ? ')' : ']');
    return true;
}

static bool repr_entries(hki_rt *rt, hki_buf *out, const hki_dict *d)
{
    uint32_t at = 0;
    bool first = true;
    hki_buf_char(out, '{');
    for (const hki_entry *e; (e = hki_dict_next(d, &at)); first = false) {
        if (!first) hki_buf_put(out, ", ", 2);
        if (!hki_spend(rt, 1) || !hki_repr(rt, out, e->key)) return false;
        hki_buf_put(out, ": ", 2);
        if (!hki_repr(rt, out, e->value)) return false;
    }
    hki_buf_char(out, '}');
    return true;
}

static bool repr_view_item(hki_rt *rt, hki_buf *out, const hki_view *view, const hki_entry *e)
{
    if (view->head.flags != HKI_VIEW_ITEMS) return hki_repr(rt, out, view->head.flags == HKI_VIEW_KEYS ? e->key : e->value);
    hki_buf_char(out, '(');
    if (!hki_repr(rt, out, e->key)) return false;
    hki_buf_put(out, ", ", 2);
    if (!hki_repr(rt, out, e->value)) return false;
    hki_buf_char(out, ')');
    return true;
}

static bool repr_view(hki_rt *rt, hki_buf *out, hk_value v)
{
    const hki_view *view = hki_as_view(v);
    uint32_t at = 0;
    bool first = true;
    hki_format(rt, out, "%t([", v);
    for (const hki_entry *e; (e = hki_dict_next(view->dict, &at)); first = false) {
        if (!first) hki_buf_put(out, ", ", 2);
        if (!hki_spend(rt, 1) || !repr_view_item(rt, out, view, e)) return false;
    }
    hki_buf_str(out, "])");
    return true;
}

static const char *mark_of(hk_value v)
{
    switch (v.type) {
    case HKI_LIST: return "[...]";
    case HKI_TUPLE: return "(...)";
    case HKI_DICT: return "{...}";
    default: return "...";
    }
}

static bool repr_container(hki_rt *rt, hki_buf *out, hk_value v)
{
    for (const hki_printing *p = rt->printing; p; p = p->outer) {
        if (p->object != v.as.p) continue;
        hki_buf_str(out, mark_of(v));
        return true;
    }
    if (!hki_enter_for(rt, " while getting the repr of an object")) return false;
    hki_printing here = {v.as.p, rt->printing};
    rt->printing = &here;
    bool ok;
    if (v.type == HKI_DICT)
        ok = repr_entries(rt, out, hki_as_dict(v));
    else
        ok = v.type == HKI_VIEW ? repr_view(rt, out, v) : repr_items(rt, out, hki_as_list(v));
    rt->printing = here.outer;
    hki_leave(rt);
    return ok;
}

/* ---- everything else */

static bool repr_range(hki_buf *out, const hki_range *r)
{
    hki_buf_str(out, "range(");
    hki_buf_int(out, r->start);
    hki_buf_put(out, ", ", 2);
    hki_buf_int(out, r->stop);
    if (r->step != 1) {
        hki_buf_put(out, ", ", 2);
        hki_buf_int(out, r->step);
    }
    hki_buf_char(out, ')');
    return true;
}

static bool repr_object(hki_rt *rt, hki_buf *out, hki_object *o)
{
    if (!o->cls->repr) {
        hki_format(rt, out, "<%s object at " ADDRESS ">", o->cls->name);
        return true;
    }
    if (!hki_enter_for(rt, " while getting the repr of an object")) return false;
    bool ok = o->cls->repr(rt, o, out);
    hki_leave(rt);
    return ok;
}

static bool repr_iter(hki_rt *rt, hki_buf *out, const hki_iter *it)
{
    if (it->ops->label)
        hki_format(rt, out, "<%s object %s at " ADDRESS ">", it->ops->python_name, it->ops->label);
    else
        hki_format(rt, out, "<%s object at " ADDRESS ">", it->ops->python_name);
    return true;
}

/* [jinja] The class of undefined values has its methods in Python. */
static bool special_is_python(const hki_method *m) { return m->receiver.type == HKI_UNDEFINED; }

static void repr_method(hki_rt *rt, hki_buf *out, const hki_method *m)
{
    const hki_function *f = m->function;
    bool wrapped = f->flags & HKI_FN_WRAPPED;
    if (m->head.flags & HKI_METHOD_REPLACED)
        hki_format(rt, out, "<function %s.%s at " ADDRESS ">", hki_is_safe(m->receiver) ? "Markup" : "str", f->name);
    else if (f->flags & HKI_FN_SPECIAL)
        hki_format(rt, out, special_is_python(m) ? "<bound method Undefined.%s of Undefined>"
            : "<method-wrapper '%s' of %t object at " ADDRESS ">",
            f->name, m->receiver);
    else if (m->receiver.type == HKI_STRING && strcmp(f->name, "escape") == 0)
        hki_buf_str(out, "<bound method Markup.escape of <class 'markupsafe.Markup'>>");
    else if (f->flags & HKI_FN_STATIC)
        hki_format(rt, out, "<built-in method %s of type object at " ADDRESS ">", f->name);
    else if (m->receiver.type == HKI_OBJECT)
        hki_format(rt, out, "<bound method %s of %r>", f->python, m->receiver);
    else if (wrapped || f->wording == HKI_WORDS_PYTHON)
        hki_format(rt, out, "<bound method %s.%s of %r>", wrapped ? "str" : "Markup", f->name, m->receiver);
    else
        hki_format(rt, out, "<built-in method %s of %t object at " ADDRESS ">", f->name, m->receiver);
}

static bool repr_callable(hki_rt *rt, hki_buf *out, hk_value v)
{
    if (v.type == HKI_METHOD) {
        repr_method(rt, out, hki_as_method(v));
    } else {
        const hki_function *f = hki_as_function(v);
        hki_format(rt, out, f->flags & HKI_FN_CLASS ? "<class '%s'>" : "<function %s at " ADDRESS ">", f->python);
    }
    return true;
}

bool hki_repr(hki_rt *rt, hki_buf *out, hk_value v)
{
    switch ((enum hki_type)v.type) {
    case HKI_STRING: return repr_string(out, v);
    case HKI_UNDEFINED: hki_buf_str(out, "Undefined"); return true;     /* [jinja] of every kind */
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_DICT:
    case HKI_VIEW: return repr_container(rt, out, v);
    case HKI_RANGE: return repr_range(out, hki_as_range(v));
    case HKI_BYTES: hki_repr_bytes(out, hki_as_bytes(v)->data, hki_as_bytes(v)->size); return true;
    case HKI_ITER: return repr_iter(rt, out, hki_as_iter(v));
    case HKI_METHOD:
    case HKI_FUNCTION: return repr_callable(rt, out, v);
    case HKI_OBJECT: return repr_object(rt, out, hki_as_object(v));
    default: return hki_print(rt, out, v);
    }
}

bool hki_ascii(hki_rt *rt, hki_buf *out, hk_value v)
{
    hki_buf text;
    hki_buf_init(&text, rt->error->mem);
    bool ok = hki_repr(rt, &text, v) && !text.failed;
    for (const char *at = text.data, *end = ok ? at + text.size : at; at < end;) {
        if ((unsigned char)*at < 0x80)
            hki_buf_char(out, *at++);
        else
            put_escape(out, hki_utf8_next(&at));
    }
    if (text.failed) hki_raise_memory(rt);
    hki_buf_free(&text);
    return ok;
}
