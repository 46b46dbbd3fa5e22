/* api_object.c: a host's own objects, which templates use through a table of functions.
 *
 * In:  a table and a pointer.   Out: an OBJECT value whose class asks the table.
 * Always: a class is made once for each table and never changes, so that renders of many threads may share it. */
#include "base/utf8.h"
#include "env/env.h"
#include "value/iter.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

/* ---------------------------------------------------------------- what ends with a context or a render */

void hki_drops_run(hk_env *env, hki_drop **drops)
{
    for (hki_drop *d = *drops, *next; d; d = next) {
        next = d->next;
        d->drop(d->self);
        hki_mem_free(env->mem, d, sizeof *d);
    }
    *drops = NULL;
}

static bool drop_later(hk_context *context, void (*drop)(void *self), void *self)
{
    hki_drop *d = context->drops ? hki_mem_alloc(context->env->mem, sizeof *d) : NULL;
    if (!d) {
        drop(self);
        return context->drops ? hki_raise_memory(context->rt)
                              : hki_raise(context->rt, HK_ARGUMENT_ERROR, "an object that is to be let go needs a context or a render");
    }
    *d = (hki_drop){*context->drops, drop, self};
    *context->drops = d;
    return true;
}

/* ---------------------------------------------------------------- classes */

static const hki_host_class *find_class(hk_env *env, const void *key)
{
    const hki_host_class *c = atomic_load_explicit(&env->classes, memory_order_acquire);
    while (c && c->key != key) c = c->next;
    return c;
}

const hki_class *hki_host_class_of(hki_rt *rt, const void *key, void (*make)(hki_class *cls, const void *key))
{
    hk_env *env = rt->env;
    const hki_host_class *found = find_class(env, key);
    if (found) return &found->cls;
    hki_host_class *c = hki_mem_zero(env->mem, 1, sizeof *c);
    if (!c) {
        hki_raise_memory(rt);
        return NULL;
    }
    c->key = key;
    make(&c->cls, key);
    c->next = atomic_load(&env->classes);
    /* Two threads may both add one for the same table: either serves. */
    while (!atomic_compare_exchange_weak(&env->classes, &c->next, c)) {}
    return &c->cls;
}

void hki_classes_free(hk_env *env)
{
    for (hki_host_class *c = atomic_load(&env->classes), *next; c; c = next) {
        next = c->next;
        hki_mem_free(env->mem, c, sizeof *c);
    }
}

/* ---------------------------------------------------------------- asking the table */

static const hk_object_type *table_of(const hki_object *o) { return ((const hki_host_class *)(const void *)o->cls)->key; }

static int answer(hki_rt *rt, bool found) { return hki_failed(rt) ? HKI_ERROR : found ? HKI_YES : HKI_NO; }

static int ask_attribute(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    hk_call call = hki_host_call(rt, NULL);
    *out = hki_none();
    return answer(rt, table_of(o)->attribute(&call, o->native, name->data, name->size, out));
}

static int ask_item(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    hk_call call = hki_host_call(rt, NULL);
    *out = hki_none();
    return answer(rt, table_of(o)->item(&call, o->native, key, out));
}

static int64_t ask_length(hki_rt *rt, hki_object *o)
{
    hk_call call = hki_host_call(rt, NULL);
    size_t length = table_of(o)->length(&call, o->native);
    if (length > PTRDIFF_MAX) hki_raise(rt, HK_OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer");
    return hki_failed(rt) ? -1 : (int64_t)length;
}

static int ask_truth(hki_rt *rt, hki_object *o)
{
    hk_call call = hki_host_call(rt, NULL);
    return answer(rt, table_of(o)->truth(&call, o->native));
}

static int ask_equal(hki_rt *rt, hki_object *a, hk_value b)
{
    hk_call call = hki_host_call(rt, NULL);
    if (b.type != HKI_OBJECT || hki_as_object(b)->cls != a->cls) return HKI_NO;
    return answer(rt, table_of(a)->equal(&call, a->native, hki_as_object(b)->native));
}

static bool put(hki_rt *rt, hki_buf *out, hk_value text)
{
    if (hki_failed(rt)) return false;
    if (text.type != HKI_STRING) return hki_raise(rt, HK_TYPE_ERROR, "__str__ returned non-string (type %t)", text);
    return hki_print(rt, out, text);
}

static bool ask_text(hki_rt *rt, hki_object *o, hki_buf *out)
{
    hk_call call = hki_host_call(rt, NULL);
    return put(rt, out, table_of(o)->text(&call, o->native));
}

static bool ask_html(hki_rt *rt, hki_object *o, hki_buf *out)
{
    hk_call call = hki_host_call(rt, NULL);
    return put(rt, out, table_of(o)->html(&call, o->native));
}

static bool ask_call(hki_rt *rt, hki_object *o, const hki_args *args, hk_value *out)
{
    static const hki_function anything = {.name = "__call__", .python = "__call__", .signature = "*rest, **named"};
    hki_call bound = {.rt = rt, .function = &anything, .rest = args->pos, .nrest = args->npos, .nkw = args->nkw, .names = args->names,
        .values = args->values};
    hk_call call = hki_host_call(rt, &bound);
    *out = table_of(o)->call(&call, o->native);
    return !hki_failed(rt);
}

/* ---------------------------------------------------------------- iterating */

static int next_item(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hki_object *o = hki_as_object(it->slots[0]);
    int64_t length = o->cls->length(rt, o);
    if (length < 0) return HKI_ERROR;
    return it->at < length ? o->cls->item(rt, o, hki_int(it->at++), out) : HKI_NO;
}

static int next_asked(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hki_object *o = hki_as_object(it->slots[0]);
    hk_call call = hki_host_call(rt, NULL);
    size_t at = (size_t)it->at;
    if (it->end) return HKI_NO;
    *out = hki_none();
    bool more = table_of(o)->next(&call, o->native, &at, out);
    it->at = (int64_t)at;
    it->end = !more;
    return answer(rt, more);
}

static bool iterate_with(hki_rt *rt, hki_object *o, const hki_iter_ops *ops, hk_value *out)
{
    hki_iter *it = hki_iter_new(rt, ops, 1);
    if (!it) return false;
    it->slots[0] = hki_object_value(o);
    *out = hki_iter_value(it);
    return true;
}

bool hki_iterate_items(hki_rt *rt, hki_object *o, hk_value *out)
{
    static const hki_iter_ops by_number = {.python_name = "iterator", .next = next_item};
    return iterate_with(rt, o, &by_number, out);
}

static bool iterate_asked(hki_rt *rt, hki_object *o, hk_value *out)
{
    static const hki_iter_ops asked = {.python_name = "iterator", .next = next_asked};
    return iterate_with(rt, o, &asked, out);
}

/* ---------------------------------------------------------------- making objects */

static void make_class(hki_class *cls, const void *key)
{
    const hk_object_type *t = key;
    *cls = (hki_class){
        .name = t->name ? t->name : "object",
        .host = true,
        .attr = t->attribute ? ask_attribute : NULL,
        .item = t->item ? ask_item : NULL,
        .length = t->length ? ask_length : NULL,
        .iterate = t->next ? iterate_asked : t->item && t->length ? hki_iterate_items : NULL,
        .call = t->call ? ask_call : NULL,
        .truth = t->truth ? ask_truth : NULL,
        .equal = t->equal ? ask_equal : NULL,
        .print = t->text ? ask_text : NULL,
        .html = t->html ? ask_html : NULL,
    };
}

hk_value hk_object(hk_context *context, const hk_object_type *type, void *self)
{
    if (!hki_takes(context, type != NULL, "an object without its type")) {
        if (type && type->drop) type->drop(self);
        return hki_none();
    }
    hki_rt *rt = context->rt;
    if (type->drop && !drop_later(context, type->drop, self)) return hki_none();
    const hki_class *cls = hki_host_class_of(rt, type, make_class);
    hki_object *o = cls ? hki_object_new(rt, cls, 0) : NULL;
    if (!o) return hki_none();
    o->native = self;
    return hki_object_value(o);
}

void *hk_object_self(hk_value v, const hk_object_type *type)
{
    if (v.type != HKI_OBJECT || !hki_as_object(v)->cls->host) return NULL;
    return table_of(hki_as_object(v)) == type ? hki_as_object(v)->native : NULL;
}

bool hki_borrow_text(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    *out = hki_none();
    size = hki_text_size(text, size);
    if (!hki_check_text(rt, text, size)) return false;
    hki_str *s = hki_str_borrow(rt, text ? text : "", size);
    if (s) *out = hki_str_value(s);
    return s != NULL;
}
