/* undefined.c: undefined values and what they say.
 *
 * In:  what was looked for, on what.   Out: an undefined value of the environment's kind, or its message.
 * Always: the variable's name alone needs no object of its own: the value points to the name. */
#include "value/text.h"

#include "value/class.h"
#include "value/hint.h"
#include "value/str.h"

static hki_undef *new_undef(hki_rt *rt, hk_value *out)
{
    hki_undef *u = hki_object_alloc(rt, HKI_UNDEFINED, sizeof *u);
    if (!u) return NULL;
    u->kind = HK_UNDEFINED_ERROR;
    u->hint = u->name = hki_none();
    *out = hki_pointer(HKI_UNDEFINED, u);
    out->aux = rt->undefined;
    return u;
}

bool hki_undefined_hint(hki_rt *rt, hk_value *out, const char *format, ...)
{
    size_t mark = hki_text_begin(rt);
    va_list args;
    va_start(args, format);
    hki_vformat(rt, &rt->scratch, format, args);
    va_end(args);
    hk_value hint;
    if (!hki_text_end(rt, mark, 0, &hint)) return false;
    hki_undef *u = new_undef(rt, out);
    if (u) u->hint = hint;
    return u != NULL;
}

bool hki_undefined_of(hki_rt *rt, hk_value object, hk_value name, hk_value *out)
{
    hki_undef *u = new_undef(rt, out);
    if (!u) return false;
    u->object = object;
    u->name = name;
    return true;
}

bool hki_undefined_unsafe(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out)
{
    hk_value text = hki_str_value(name);
    if (!hki_undefined_hint(rt, out, "access to attribute %r of '%t' object is unsafe.", text, object)) return false;
    hki_undef *u = out->as.p;
    u->kind = HK_SECURITY_ERROR;
    u->object = object;
    u->name = text;
    return true;
}

static const hki_undef *undef_of(hk_value v)
{
    const hki_obj *head = v.as.p;
    return head && head->type == HKI_UNDEFINED ? v.as.p : NULL;
}

static bool has_hint(const hki_undef *u)
{
    return u && u->hint.type == HKI_STRING && hki_as_str(u->hint)->size;
}

static bool has_object(const hki_undef *u)
{
    return u && !(u->object.type == HKI_UNDEFINED && !u->object.as.p);
}

hk_value hki_undefined_subject(hk_value v)
{
    const hki_undef *u = undef_of(v);
    if (u) return u->name;
    return v.as.p ? hki_str_value(v.as.p) : hki_none();
}

/* [jinja] object_type_repr: the type's name, with its module unless it is a builtin. */
static void put_type(hki_buf *out, hk_value v)
{
    if (v.type == HKI_NONE) {
        hki_buf_str(out, "None");
        return;
    }
    if (v.type == HKI_UNDEFINED) hki_buf_str(out, "jinja2.runtime.");
    if (hki_is_safe(v)) hki_buf_str(out, "markupsafe.");
    if (v.type == HKI_TUPLE && (hki_as_list(v)->head.flags & HKI_TUPLE_GROUP)) hki_buf_str(out, "jinja2.filters.");
    hki_buf_str(out, v.type == HKI_OBJECT ? hki_as_object(v)->cls->name : hki_type_name(v));
    hki_buf_str(out, " object");
}

void hki_undefined_message(hki_rt *rt, hki_buf *out, hk_value v)
{
    const hki_undef *u = undef_of(v);
    hk_value name = hki_undefined_subject(v);
    if (has_hint(u)) {
        hki_buf_put(out, hki_as_str(u->hint)->data, hki_as_str(u->hint)->size);
    } else if (!has_object(u)) {
        hki_format(rt, out, "%r is undefined", name);
    } else if (name.type != HKI_STRING) {
        put_type(out, u->object);
        hki_format(rt, out, " has no element %r", name);
    } else {
        hki_buf_char(out, '\'');
        put_type(out, u->object);
        hki_format(rt, out, "' has no attribute %r", name);
    }
}

static void tell(hki_rt *rt, const hki_buf *message, bool fails)
{
    const hki_undefined_log *to = rt->undefined_log;
    if (to && to->log) to->log(to->user, message->data ? message->data : "", message->size, fails);
}

bool hki_undefined_use(hki_rt *rt, hk_value v)
{
    if (v.aux == HKI_UNDEFINED_STRICT) return hki_undefined_raise(rt, v);
    if (!rt->undefined_log || !rt->undefined_log->log) return true;
    hki_buf message;
    hki_buf_init(&message, rt->error->mem);
    hki_undefined_message(rt, &message, v);
    bool ok = !message.failed || hki_raise_memory(rt);
    if (ok) tell(rt, &message, false);
    hki_buf_free(&message);
    return ok && !hki_failed(rt);
}

/* A variable is left to the environment, which knows what there is. */
static void give_hint(hki_rt *rt, hk_value v)
{
    const hki_undef *u = undef_of(v);
    hk_value name = hki_undefined_subject(v);
    if (name.type != HKI_STRING || (u && u->kind != HK_UNDEFINED_ERROR)) return;
    const hki_str *text = hki_as_str(name);
    if (has_object(u)) hki_hint_attribute(rt, u->object, text);
    else hki_error_subject(rt->error, HKI_SUBJECT_VARIABLE, text->data, text->size);
}

void hki_raise_undefined(hki_rt *rt, hk_value v)
{
    if (hki_failed(rt)) return;
    const hki_undef *u = undef_of(v);
    hki_buf message;
    hki_buf_init(&message, rt->error->mem);
    hki_undefined_message(rt, &message, v);
    if (message.failed) {
        hki_raise_memory(rt);
    } else {
        hki_error_set(rt->error, u ? u->kind : HK_UNDEFINED_ERROR, message.data, message.size);
        give_hint(rt, v);
        tell(rt, &message, true);
    }
    hki_buf_free(&message);
}

static void print_debug(hki_rt *rt, hki_buf *out, hk_value v)
{
    const hki_undef *u = undef_of(v);
    hki_buf_str(out, "{{ ");
    if (has_hint(u)) {
        hki_format(rt, out, "undefined value printed: %S", hki_as_str(u->hint));
    } else if (has_object(u)) {
        hki_buf_str(out, "no such element: ");
        put_type(out, u->object);
        hki_format(rt, out, "[%r]", hki_undefined_subject(v));
    } else {
        (void)hki_print(rt, out, hki_undefined_subject(v));
    }
    hki_buf_str(out, " }}");
}

bool hki_undefined_print(hki_rt *rt, hki_buf *out, hk_value v)
{
    if (!hki_undefined_use(rt, v)) return false;
    if (v.aux == HKI_UNDEFINED_DEBUG) print_debug(rt, out, v);
    return !hki_failed(rt);
}
