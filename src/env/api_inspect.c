/* api_inspect.c: values that hosts make, look into, compare and print beyond plain data.
 *
 * In:  values, of a context or of a render.   Out: values in a home, texts, answers.
 * Always: what an operation raises is handed over, and the home is as good as before. */
#include "env/env.h"
#include "value/bytes.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

/* ---------------------------------------------------------------- making */

hk_value hk_tuple(hk_context *context, const hk_value *items, size_t count)
{
    if (!hki_takes(context, items || !count, "a tuple without its items")) return hki_none();
    for (size_t i = 0; i < count; i++) {
        if (context->rt->region->space == HKI_SPACE_RENDER || !hki_has_object(items[i]) || hki_is_frozen(items[i])) continue;
        hki_raise(context->rt, HK_ARGUMENT_ERROR, "a value of a render cannot be put into a context, which outlives it");
        return hki_none();
    }
    hki_list *tuple = hki_tuple_new(context->rt, items, count);
    return tuple ? hki_list_value(tuple) : hki_none();
}

hk_value hk_bytes(hk_context *context, const void *bytes, size_t size)
{
    if (!hki_takes(context, bytes || !size, "bytes that are NULL")) return hki_none();
    hki_bytes *b = hki_bytes_new(context->rt, size ? bytes : "", size);
    return b ? hki_bytes_value(b) : hki_none();
}

const void *hk_as_bytes(hk_value v, size_t *size)
{
    if (size) *size = v.type == HKI_BYTES ? hki_as_bytes(v)->size : 0;
    return v.type == HKI_BYTES ? hki_as_bytes(v)->data : NULL;
}

hk_value hk_integer(hk_context *context, const char *digits)
{
    hk_value text, out;
    if (!hki_takes(context, digits != NULL, "an integer without its digits")) return hki_none();
    if (!hki_make_str(context->rt, digits, strlen(digits), &text)) return hki_none();
    return hki_to_int(context->rt, text, 10, &out) ? out : hki_none();
}

hk_value hk_undefined(hk_context *context, const char *name)
{
    hki_str *text = hki_takes(context, name != NULL, "an undefined value without a name") ? hki_str_c(context->rt, name) : NULL;
    return text ? hki_undefined_name(context->rt, text) : (hk_value){.type = HKI_UNDEFINED};
}

/* ---------------------------------------------------------------- looking */

/* The end of an operation that worked in a home. */
static hk_status ended(hk_context *home, bool ok, hk_error *error)
{
    if (ok) return HK_OK;
    hki_error *why = home->rt->error;
    hk_status status = hki_report(home->env, why, error);
    if (status != HK_NO_MEMORY) hki_error_clear(why);
    return status;
}

static bool may_work(hk_context *home, bool complete, hk_error *error, hk_status *status)
{
    *status = HK_OK;
    if (!home || !complete) *status = hki_misuse(home ? home->env : NULL, error, "a context and a place for the result are needed");
    else if (hki_failed(home->rt)) *status = hki_report(home->env, home->rt->error, error);
    return *status == HK_OK;
}

hk_status hk_get(hk_context *home, hk_value object, hk_value key, hk_value *out, hk_error *error)
{
    hk_status status;
    if (!may_work(home, out != NULL, error, &status)) return status;
    *out = hki_none();
    return ended(home, hki_getitem(home->rt, object, key, out), error);
}

hk_status hk_items(hk_context *home, hk_value iterable, hk_value *out, hk_error *error)
{
    hk_status status;
    hki_list *items;
    if (!may_work(home, out != NULL, error, &status)) return status;
    *out = hki_none();
    bool ok = hki_list_from(home->rt, iterable, &items);
    if (ok) *out = hki_list_value(items);
    return ended(home, ok, error);
}

hk_status hk_equal(hk_context *home, hk_value a, hk_value b, bool *out, hk_error *error)
{
    hk_status status;
    if (!may_work(home, out != NULL, error, &status)) return status;
    int answer = hki_equal(home->rt, a, b);
    *out = answer == HKI_YES;
    return ended(home, answer != HKI_ERROR, error);
}

hk_status hk_less(hk_context *home, hk_value a, hk_value b, bool *out, hk_error *error)
{
    hk_status status;
    if (!may_work(home, out != NULL, error, &status)) return status;
    int answer = hki_order(home->rt, HKI_LT, a, b);
    *out = answer == HKI_YES;
    return ended(home, answer != HKI_ERROR, error);
}

/* Writes what `put` makes of the value. */
static hk_status write_with(hk_context *home, hk_value v, bool (*put)(hki_rt *rt, hki_buf *out, hk_value v), hk_sink sink, hk_error *error)
{
    hk_status status;
    hki_buf text;
    if (!may_work(home, sink.write != NULL, error, &status)) return status;
    hki_buf_init(&text, home->env->mem);
    bool ok = put(home->rt, &text, v) && hki_sink_write_all(home->rt, sink, &text);
    hki_buf_free(&text);
    return ended(home, ok, error);
}

hk_status hk_write(hk_context *home, hk_value value, hk_sink sink, hk_error *error)
{
    return write_with(home, value, hki_print, sink, error);
}

hk_status hk_write_repr(hk_context *home, hk_value value, hk_sink sink, hk_error *error)
{
    return write_with(home, value, hki_repr, sink, error);
}
