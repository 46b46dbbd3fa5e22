/* api_struct.c: C structs as objects, by a table of their members.
 *
 * In:  a table and a pointer.   Out: an object whose attributes are read from the struct when they are asked for.
 * Always: nothing of the struct is copied but numbers and pointers; strings stand over its own bytes. */
#include "env/env.h"
#include "value/ops.h"

/* ---------------------------------------------------------------- members as values */

static bool struct_value(hki_rt *rt, const hk_fields *of, const void *self, hk_value *out);
static bool array_value(hki_rt *rt, const hk_field *items, const void *base, size_t count, hk_value *out);

/* Sign-extends an integer of `size` bytes. */
static int64_t read_int(const void *at, size_t size)
{
    switch (size) {
    case 1: return *(const int8_t *)at;
    case 2: { int16_t v; memcpy(&v, at, sizeof v); return v; }
    case 4: { int32_t v; memcpy(&v, at, sizeof v); return v; }
    default: { int64_t v; memcpy(&v, at, sizeof v); return v; }
    }
}

/* Whether something of a kind may have a size: what is read stays in the struct. */
static bool has_size(hk_kind kind, size_t size)
{
    switch (kind) {
    case HK_KIND_BOOL: case HK_KIND_INT: case HK_KIND_UINT: return size == 1 || size == 2 || size == 4 || size == 8;
    case HK_KIND_FLOAT: return size == sizeof(float) || size == sizeof(double);
    case HK_KIND_CSTRING: case HK_KIND_POINTER: case HK_KIND_ARRAY: return size == sizeof(void *);
    case HK_KIND_TEXT: return size == sizeof(hk_text);
    case HK_KIND_VALUE: return size == sizeof(hk_value);
    case HK_KIND_CHARS: case HK_KIND_STRUCT: return true;
    case HK_KIND_COUNT: break;
    }
    return false;
}

static uint64_t read_uint(const void *at, size_t size)
{
    uint64_t v = (uint64_t)read_int(at, size);
    return size < 8 ? v & (((uint64_t)1 << size * 8) - 1) : v;
}

static bool uint_value(hki_rt *rt, uint64_t u, hk_value *out)
{
    *out = hki_int((int64_t)u);
    if (u <= INT64_MAX) return true;
    hki_bigint *big = hki_object_alloc(rt, HKI_BIGINT, sizeof *big + 2 * sizeof *big->limb);
    if (!big) return false;
    big->size = 2;
    big->limb[0] = (uint32_t)u;
    big->limb[1] = (uint32_t)(u >> 32);
    *out = hki_pointer(HKI_BIGINT, big);
    return true;
}

static hk_value float_value(const void *at, size_t size)
{
    float f;
    double d;
    if (size == sizeof f) memcpy(&f, at, sizeof f);
    else memcpy(&d, at, sizeof d);
    return hki_float(size == sizeof f ? (double)f : d);
}

static bool text_value(hki_rt *rt, const char *text, size_t size, hk_value *out)
{
    *out = hki_none();
    return !text || hki_borrow_text(rt, text, size, out);
}

/* Something of kind `kind` at `at`, which has `size` bytes. */
static bool read_value(hki_rt *rt, hk_kind kind, const hk_fields *of, const void *at, size_t size, hk_value *out)
{
    const char *pointer;
    hk_text text;
    if (!has_size(kind, size)) return hki_raise(rt, HK_ARGUMENT_ERROR, "there is no member of kind %d and %z bytes", (int)kind, size);
    switch (kind) {
    case HK_KIND_BOOL: *out = hki_bool(read_int(at, size) != 0); return true;
    case HK_KIND_INT: *out = hki_int(read_int(at, size)); return true;
    case HK_KIND_UINT: return uint_value(rt, read_uint(at, size), out);
    case HK_KIND_FLOAT: *out = float_value(at, size); return true;
    case HK_KIND_CHARS: return text_value(rt, at, strnlen(at, size), out);
    case HK_KIND_CSTRING:
        memcpy(&pointer, at, sizeof pointer);
        return text_value(rt, pointer, pointer ? strlen(pointer) : 0, out);
    case HK_KIND_TEXT:
        memcpy(&text, at, sizeof text);
        return text_value(rt, text.text, text.size, out);
    case HK_KIND_VALUE: memcpy(out, at, sizeof *out); return true;
    case HK_KIND_STRUCT: return struct_value(rt, of, at, out);
    case HK_KIND_POINTER:
        memcpy(&pointer, at, sizeof pointer);
        return struct_value(rt, of, pointer, out);
    case HK_KIND_ARRAY:
    case HK_KIND_COUNT: break;
    }
    return hki_raise(rt, HK_ARGUMENT_ERROR, "an array of arrays");
}

static bool member_value(hki_rt *rt, const hk_field *f, const char *self, hk_value *out)
{
    if (f->kind != HK_KIND_ARRAY) return read_value(rt, f->kind, f->of, self + f->offset, f->size, out);
    const void *items;
    if (!has_size(HK_KIND_ARRAY, f->size) || !has_size(HK_KIND_INT, f->count_size))
        return hki_raise(rt, HK_ARGUMENT_ERROR, "array '%s' is no pointer with a number beside it", f->name);
    memcpy(&items, self + f->offset, sizeof items);
    int64_t count = read_int(self + f->count_offset, f->count_size);
    return array_value(rt, f, items, items && count > 0 ? (size_t)count : 0, out);
}

/* ---------------------------------------------------------------- structs */

static const hk_fields *fields_of(const hki_object *o) { return ((const hki_host_class *)(const void *)o->cls)->key; }

static int struct_attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    const hk_fields *fields = fields_of(o);
    for (size_t i = 0; i < fields->count; i++) {
        const hk_field *f = &fields->members[i];
        if (strncmp(f->name, name->data, name->size) != 0 || f->name[name->size]) continue;
        return member_value(rt, f, o->native, out) ? HKI_YES : HKI_ERROR;
    }
    return HKI_NO;
}

static int struct_item(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    return key.type == HKI_STRING ? struct_attr(rt, o, hki_as_str(key), out) : HKI_NO;
}

/* A struct is what stands at one place: two values of it are equal. */
static int struct_equal(hki_rt *rt, hki_object *a, hk_value b)
{
    (void)rt;
    return b.type == HKI_OBJECT && hki_as_object(b)->cls == a->cls && hki_as_object(b)->native == a->native;
}

static void struct_names(hki_rt *rt, hki_object *o, hki_suggest *s)
{
    const hk_fields *fields = fields_of(o);
    (void)rt;
    for (size_t i = 0; i < fields->count; i++) hki_suggest_try(s, fields->members[i].name, strlen(fields->members[i].name));
}

static void make_struct_class(hki_class *cls, const void *key)
{
    const hk_fields *fields = key;
    *cls = (hki_class){.name = fields->name ? fields->name : "struct", .attr = struct_attr, .item = struct_item, .equal = struct_equal,
        .names = struct_names, .host = true};
}

static bool struct_value(hki_rt *rt, const hk_fields *of, const void *self, hk_value *out)
{
    *out = hki_none();
    if (!self) return true;
    if (!of) return hki_raise(rt, HK_ARGUMENT_ERROR, "a struct without its fields");
    const hki_class *cls = hki_host_class_of(rt, of, make_struct_class);
    hki_object *o = cls ? hki_object_new(rt, cls, 0) : NULL;
    if (!o) return false;
    o->native = (void *)(uintptr_t)self;
    *out = hki_object_value(o);
    return true;
}

/* ---------------------------------------------------------------- arrays */

/* The pointers stand in values that are no pointers to a collection. */
enum { ARRAY_OF, ARRAY_COUNT, ARRAY_KIND, ARRAY_STRIDE, ARRAY_SLOTS };

static int64_t array_length(hki_rt *rt, hki_object *o)
{
    (void)rt;
    return o->slots[ARRAY_COUNT].as.i;
}

static int array_item(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    int64_t index, count = o->slots[ARRAY_COUNT].as.i;
    if (!hki_is_integer(key)) return HKI_NO;
    if (!hki_index(rt, key, &index)) return HKI_ERROR;
    if (index < 0) index += count;
    if (index < 0 || index >= count) return HKI_NO;
    size_t stride = (size_t)o->slots[ARRAY_STRIDE].as.i;
    const char *at = (const char *)o->native + (size_t)index * stride;
    return read_value(rt, (hk_kind)o->slots[ARRAY_KIND].as.i, o->slots[ARRAY_OF].as.p, at, stride, out) ? HKI_YES : HKI_ERROR;
}

static bool array_value(hki_rt *rt, const hk_field *items, const void *base, size_t count, hk_value *out)
{
    static const hki_class array_class = {.name = "array", .item = array_item, .length = array_length, .iterate = hki_iterate_items};
    hki_object *o = hki_object_new(rt, &array_class, ARRAY_SLOTS);
    if (!o) return false;
    o->native = (void *)(uintptr_t)base;
    o->slots[ARRAY_OF] = (hk_value){.type = HKI_INT, .as.p = (void *)(uintptr_t)items->of};
    o->slots[ARRAY_COUNT] = hki_int((int64_t)count);
    o->slots[ARRAY_KIND] = hki_int(items->item);
    o->slots[ARRAY_STRIDE] = hki_int((int64_t)items->item_size);
    *out = hki_object_value(o);
    return true;
}

/* ---------------------------------------------------------------- the host's functions */

static bool usable(hk_context *context, const hk_fields *fields)
{
    if (!context || hki_failed(context->rt)) return false;
    if (!fields || (!fields->members && fields->count)) return hki_raise(context->rt, HK_ARGUMENT_ERROR, "a struct without its fields");
    for (size_t i = 0; i < fields->count; i++)
        if (!fields->members[i].name) return hki_raise(context->rt, HK_ARGUMENT_ERROR, "member %z of a struct has no name", i);
    return true;
}

hk_value hk_struct(hk_context *context, const hk_fields *fields, const void *self)
{
    hk_value out = hki_none();
    return usable(context, fields) && struct_value(context->rt, fields, self, &out) ? out : hki_none();
}

hk_value hk_structs(hk_context *context, const hk_fields *fields, const void *items, size_t count)
{
    hk_value out = hki_none();
    if (!usable(context, fields)) return out;
    const hk_field field = {.of = fields, .item = HK_KIND_STRUCT, .item_size = fields->size};
    if ((!items && count) || count > PTRDIFF_MAX) {
        hki_raise(context->rt, HK_ARGUMENT_ERROR, "an array without its items");
        return out;
    }
    return array_value(context->rt, &field, items, count, &out) ? out : hki_none();
}
