/* rt.c: errors, the depth counter and the heads of objects.
 *
 * In:  what went wrong, as a format and values.   Out: the error record, filled once.
 * Always: raising never fails otherwise than by leaving an error: without memory for the message it is a MemoryError. */
#include "value/rt.h"

#include "base/limits.h"
#include "value/call.h"
#include "value/class.h"
#include "value/text.h"

static void put_unsigned(hki_buf *out, size_t n)
{
    if (n <= INT64_MAX) hki_buf_int(out, (int64_t)n);
}

void hki_vformat(hki_rt *rt, hki_buf *out, const char *format, va_list args)
{
    for (const char *at = format; *at; at++) {
        size_t plain = strcspn(at, "%");
        if (plain) {
            hki_buf_put(out, at, plain);
            at += plain - 1;
            continue;
        }
        at++;
        switch (*at) {
        case 's': hki_buf_str(out, va_arg(args, const char *)); break;
        case 'S': {
            const hki_str *s = va_arg(args, const hki_str *);
            hki_buf_put(out, s->data, s->size);
            break;
        }
        case 't': hki_buf_str(out, hki_type_name(va_arg(args, hk_value))); break;
        case 'r': (void)hki_repr(rt, out, va_arg(args, hk_value)); break;
        case 'd': hki_buf_int(out, va_arg(args, int)); break;
        case 'l': hki_buf_int(out, va_arg(args, int64_t)); break;
        case 'z': put_unsigned(out, va_arg(args, size_t)); break;
        case 'c': hki_buf_point(out, va_arg(args, uint32_t)); break;
        default: hki_buf_char(out, *at); break;
        }
    }
}

void hki_format(hki_rt *rt, hki_buf *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    hki_vformat(rt, out, format, args);
    va_end(args);
}

/* The message is built beside rt->scratch, since what it is made of may stand there. If a %r fails, that failure is the error, as
 * in Python. */
void hki_raise_error(hki_rt *rt, hk_status kind, const char *format, ...)
{
    if (hki_failed(rt)) return;
    hki_buf message;
    hki_buf_init(&message, rt->scratch.mem ? rt->scratch.mem : rt->error->mem);
    va_list args;
    va_start(args, format);
    hki_vformat(rt, &message, format, args);
    va_end(args);
    if (message.failed)
        hki_error_memory(rt->error);
    else
        hki_error_set(rt->error, kind, message.data ? message.data : "", message.size);
    hki_buf_free(&message);
}

void hki_raise_no_memory(hki_rt *rt)
{
    hki_error_memory(rt->error);
}

bool hki_enter_for(hki_rt *rt, const char *doing)
{
    if (rt->depth >= HKI_MAX_VALUE_DEPTH) return hki_raise(rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded%s", doing);
    rt->depth++;
    return true;
}

bool hki_enter(hki_rt *rt)
{
    return hki_enter_for(rt, "");
}

bool hki_spent_all(hki_rt *rt)
{
    uint64_t most = rt->fuel + rt->reserve;
    return !most || rt->spent <= most || hki_raise(rt, HK_LIMIT, "the render took more than %l steps", (int64_t)most);
}

static const char *undefined_type(hk_value v)
{
    switch ((enum hki_undefined_kind)v.aux) {
    case HKI_UNDEFINED_DEFAULT: break;
    case HKI_UNDEFINED_CHAINABLE: return "ChainableUndefined";
    case HKI_UNDEFINED_DEBUG: return "DebugUndefined";
    case HKI_UNDEFINED_STRICT: return "StrictUndefined";
    }
    return "Undefined";
}

static const char *view_type(hk_value v)
{
    switch (hki_as_view(v)->head.flags) {
    case HKI_VIEW_KEYS: return "dict_keys";
    case HKI_VIEW_VALUES: return "dict_values";
    default: return "dict_items";
    }
}

/* [python] A class that is written in C and has a module keeps it. */
static const char *class_type(hk_value v)
{
    const char *name = hki_as_object(v)->cls->name, *point = strrchr(name, '.');
    return point && strcmp(name, "types.GenericAlias") != 0 ? point + 1 : name;
}

static const char *method_type(const hki_method *m)
{
    const hki_function *f = m->function;
    if (m->head.flags & HKI_METHOD_REPLACED) return "function";
    if (f->flags & HKI_FN_SPECIAL) return m->receiver.type == HKI_UNDEFINED ? "method" : "method-wrapper";
    return f->wording == HKI_WORDS_PYTHON || (f->flags & HKI_FN_WRAPPED) ? "method" : "builtin_function_or_method";
}

const char *hki_type_name(hk_value v)
{
    static const char *const names[] = {
#define TYPE(tag, python) python,
#include "grammar/types.def"
    };
    switch (v.type) {
    case HKI_UNDEFINED: return undefined_type(v);
    case HKI_STRING: return hki_is_safe(v) ? "Markup" : "str";
    case HKI_TUPLE: return hki_as_list(v)->head.flags & HKI_TUPLE_GROUP ? "_GroupTuple" : "tuple";
    case HKI_VIEW: return view_type(v);
    case HKI_ITER: return hki_as_iter(v)->ops->python_name;
    case HKI_FUNCTION: return hki_as_function(v)->flags & HKI_FN_CLASS ? "type" : "function";
    case HKI_OBJECT: return class_type(v);
    case HKI_METHOD: return method_type(hki_as_method(v));
    default: return v.type < HKI_TYPE_COUNT ? names[v.type] : "object";
    }
}
