/* api_value.c: contexts, and values as a host makes and reads them. */
#include "base/limits.h"
#include "base/utf8.h"
#include "env/env.h"
#include "json/jansson.h"
#include "value/list.h"
#include "value/str.h"

/* ---------------------------------------------------------------- contexts */

/* A context with a home of its own. (A render's context stands on the render's.) */
typedef struct own_context {
    hk_context head;
    hki_region region;
    hki_error error;            /* the first failure while it was built */
    hki_rt rt;
    hki_drop *drops;
} own_context;

hk_context *hk_context_new(hk_env *env)
{
    if (!env) return NULL;
    own_context *own = hki_mem_zero(env->mem, 1, sizeof *own);
    if (!own) return NULL;
    hki_region_init(&own->region, env->mem, HKI_SPACE_FROZEN);
    hki_error_init(&own->error, env->mem);
    hki_env_rt(env, &own->rt, &own->region, &own->error);
    own->head = (hk_context){.env = env, .rt = &own->rt, .drops = &own->drops, .vars = hki_dict_new(&own->rt, 8)};
    if (own->head.vars) return &own->head;
    hk_context_free(&own->head);
    return NULL;
}

void hk_context_free(hk_context *context)
{
    if (!context || context->rt->region->space == HKI_SPACE_RENDER) return;     /* a render's own goes with the render */
    own_context *own = (own_context *)context;
    hki_drops_run(context->env, &own->drops);
    hki_buf_free(&own->rt.scratch);
    hki_error_free(&own->error);
    hki_region_clear(&own->region);
    hki_mem_free(own->head.env->mem, own, sizeof *own);
}

hk_status hk_context_status(const hk_context *context) { return context ? context->rt->error->kind : HK_ARGUMENT_ERROR; }

/* Whether anything can still be added; a NULL context takes nothing. */
static bool usable(const hk_context *context) { return context && context->rt->error->kind == HK_OK; }

bool hki_takes(hk_context *context, bool right, const char *needed)
{
    return usable(context) && (right || hki_raise(context->rt, HK_ARGUMENT_ERROR, "%s", needed));
}

bool hki_check_text(hki_rt *rt, const char *text, size_t size)
{
    if (!text && size) return hki_raise(rt, HK_ARGUMENT_ERROR, "a string of %z bytes that is NULL", size);
    if (size > HKI_MAX_STRING_SIZE) return hki_raise_memory(rt);
    return hki_utf8_check(text, size) >= size || hki_raise(rt, HK_UNICODE_DECODE_ERROR, "a string that is not valid UTF-8");
}

const char *hki_name_fault(const char *name, size_t size)
{
    if (size > HKI_MAX_STRING_SIZE) return "too long";
    return hki_utf8_check(name, size) < size ? "not valid UTF-8" : NULL;
}

static bool is_of(hk_context *context, hk_value v, enum hki_type type, const char *name)
{
    if (!usable(context)) return false;
    return v.type == type || hki_raise(context->rt, HK_ARGUMENT_ERROR, "a %s is needed, not %t", name, v);
}

/* Whether `v` may stand in `holder`: a context outlives a render, so that nothing of a render may be put into it, and what a context
 * holds is not changed by a render. */
static bool fits(hk_context *context, const hki_obj *holder, hk_value v)
{
    uint8_t space = context->rt->region->space;
    if (holder->space != space) return hki_raise(context->rt, HK_ARGUMENT_ERROR, "what a context holds cannot be changed by a render");
    if (space == HKI_SPACE_RENDER || !hki_has_object(v) || hki_is_frozen(v)) return true;
    return hki_raise(context->rt, HK_ARGUMENT_ERROR, "a value of a render cannot be put into a context, which outlives it");
}

/* A context with variables, which the home of a call or a tag has not. */
static bool has_variables(hk_context *context)
{
    if (!usable(context)) return false;
    return hki_takes(context, context->vars != NULL, "a home has no variables: those of a template are set in its context");
}

void hk_context_set(hk_context *context, const char *name, hk_value value)
{
    if (has_variables(context) && hki_takes(context, name != NULL, "a variable needs a name") &&
        hki_check_text(context->rt, name, strlen(name)) && fits(context, &context->vars->head, value))
        hki_dict_set_c(context->rt, context->vars, name, value);
}

void hk_context_set_all(hk_context *context, hk_value dict)
{
    uint32_t at = 0;
    if (!has_variables(context) || !is_of(context, dict, HKI_DICT, "dict") || !fits(context, &context->vars->head, dict)) return;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(dict), &at));)
        if (hki_is_string(e->key)) hki_dict_set(context->rt, context->vars, e->key, e->value);
}

/* ---------------------------------------------------------------- making values */

hk_value hk_none(void) { return hki_none(); }
hk_value hk_bool(bool b) { return hki_bool(b); }
hk_value hk_int(int64_t i) { return hki_int(i); }
hk_value hk_float(double d) { return hki_float(d); }

hk_value hk_string(hk_context *context, const char *text, size_t size)
{
    hk_value out = hki_none();
    size = hki_text_size(text, size);
    if (!usable(context) || !hki_check_text(context->rt, text, size)) return out;
    return hki_make_str(context->rt, text ? text : "", size, &out) ? out : hki_none();
}

hk_value hk_cstring(hk_context *context, const char *text)
{
    return text ? hk_string(context, text, HK_NUL) : hki_none();
}

hk_value hk_string_borrowed(hk_context *context, const char *text, size_t size)
{
    hk_value out = hki_none();
    if (usable(context)) hki_borrow_text(context->rt, text, size, &out);
    return out;
}

hk_value hk_safe_string(hk_context *context, const char *text, size_t size)
{
    hk_value out = hk_string(context, text, size);
    if (hki_is_string(out)) out.flags |= HKI_SAFE;
    return out;
}

hk_value hk_list(hk_context *context)
{
    hki_list *list = usable(context) ? hki_list_new(context->rt, 0) : NULL;
    return list ? hki_list_value(list) : hki_none();
}

hk_value hk_dict(hk_context *context)
{
    hki_dict *dict = usable(context) ? hki_dict_new(context->rt, 0) : NULL;
    return dict ? hki_dict_value(dict) : hki_none();
}

void hk_list_push(hk_context *context, hk_value list, hk_value item)
{
    if (is_of(context, list, HKI_LIST, "list") && fits(context, list.as.p, item)) hki_list_push(context->rt, hki_as_list(list), item);
}

void hk_dict_set(hk_context *context, hk_value dict, const char *key, hk_value value)
{
    if (is_of(context, dict, HKI_DICT, "dict") && hki_takes(context, key != NULL, "an entry of a dict needs a key") &&
        hki_check_text(context->rt, key, strlen(key)) && fits(context, dict.as.p, value))
        hki_dict_set_c(context->rt, hki_as_dict(dict), key, value);
}

hk_status hk_json_read(hk_context *context, const char *text, size_t size, hk_value *out, hk_error *error)
{
    if (!context || !text || !out)
        return hki_misuse(context ? context->env : NULL, error, "a context, a text and a place for the value are needed");
    if (!usable(context)) return hki_report(context->env, context->rt->error, error);
    size = hki_text_size(text, size);
    if (hki_json_read(context->rt, text, size, out)) return HK_OK;
    hki_error_source(context->rt->error, text, size);
    hk_status status = hki_report(context->env, context->rt->error, error);
    if (status != HK_NO_MEMORY) hki_error_clear(context->rt->error);   /* the context is as good as before */
    return status;
}

hk_status hk_json_write(hk_context *context, hk_value value, hk_sink sink, hk_error *error)
{
    static const hki_json_style style = {.indent = {.type = HKI_NONE}};
    hki_buf out;
    hki_error failure;
    hki_rt rt;
    if (!context || !sink.write) return hki_misuse(context ? context->env : NULL, error, "a context and a sink are needed");
    hki_error_init(&failure, context->env->mem);
    rt = *context->rt;
    rt.error = &failure;
    hki_buf_init(&rt.scratch, context->env->mem);
    hki_buf_init(&out, context->env->mem);
    bool ok = hki_json_text(&rt, &out, value, &style) && hki_sink_write_all(&rt, sink, &out);
    hk_status status = ok ? HK_OK : hki_report(context->env, &failure, error);
    hki_buf_free(&out);
    hki_buf_free(&rt.scratch);
    hki_error_free(&failure);
    return status;
}

/* ---------------------------------------------------------------- reading values */

hk_type hk_type_of(hk_value v)
{
    switch (v.type) {
    case HKI_UNDEFINED: return HK_TYPE_UNDEFINED;
    case HKI_NONE: return HK_TYPE_NONE;
    case HKI_BOOL: return HK_TYPE_BOOL;
    case HKI_INT: return HK_TYPE_INT;
    case HKI_BIGINT: return HK_TYPE_BIG_INT;
    case HKI_FLOAT: return HK_TYPE_FLOAT;
    case HKI_STRING: return HK_TYPE_STRING;
    case HKI_BYTES: return HK_TYPE_BYTES;
    case HKI_LIST: return HK_TYPE_LIST;
    case HKI_TUPLE: return HK_TYPE_TUPLE;
    case HKI_DICT: return HK_TYPE_DICT;
    default: return HK_TYPE_OTHER;
    }
}

bool hk_as_bool(hk_value v) { return v.type == HKI_BOOL && v.as.i; }
int64_t hk_as_int(hk_value v) { return hki_is_small(v) ? v.as.i : 0; }
double hk_as_float(hk_value v) { return v.type == HKI_FLOAT ? v.as.d : hki_is_small(v) ? (double)v.as.i : 0; }

const char *hk_as_string(hk_value v, size_t *size)
{
    if (size) *size = hki_is_string(v) ? hki_as_str(v)->size : 0;
    return hki_is_string(v) ? hki_as_str(v)->data : NULL;
}

size_t hk_length(hk_value v)
{
    return v.type == HKI_DICT ? hki_as_dict(v)->count : v.type == HKI_LIST || v.type == HKI_TUPLE ? hki_as_list(v)->count : 0;
}

hk_value hk_list_at(hk_value list, size_t index)
{
    bool inside = (list.type == HKI_LIST || list.type == HKI_TUPLE) && index < hki_as_list(list)->count;
    return inside ? hki_as_list(list)->items[index] : (hk_value){.type = HKI_UNDEFINED};
}

hki_str hki_key(const char *text)
{
    size_t size = strlen(text);
    return (hki_str){.head = {.type = HKI_STRING}, .size = (uint32_t)size, .points = (uint32_t)hki_utf8_count(text, size), .data = text};
}

static bool get(hki_rt *rt, const hki_dict *d, const char *key, hk_value *out)
{
    hki_str name = hki_key(key);
    const hk_value *found = hki_dict_find_str(rt, d, &name);
    if (found) *out = *found;
    return found != NULL;
}

bool hk_dict_get(hk_context *context, hk_value dict, const char *key, hk_value *out)
{
    return context && dict.type == HKI_DICT && key && out && get(context->rt, hki_as_dict(dict), key, out);
}

bool hk_context_get(const hk_context *context, const char *name, hk_value *out)
{
    return context && context->vars && name && out && get(context->rt, context->vars, name, out);
}

bool hk_dict_next(hk_value dict, size_t *at, hk_value *key, hk_value *value)
{
    if (dict.type != HKI_DICT || !at || *at > UINT32_MAX) return false;
    uint32_t entry = (uint32_t)*at;
    const hki_entry *e = hki_dict_next(hki_as_dict(dict), &entry);
    *at = entry;
    if (!e) return false;
    if (key) *key = e->key;
    if (value) *value = e->value;
    return true;
}
