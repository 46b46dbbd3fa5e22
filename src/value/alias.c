/* alias.c: dict['x'], which Python takes for the type of a dict; so {{ dict.x }} is defined. [python: types.GenericAlias]
 *
 * In:  a class and a key.   Out: an object that prints as the two and is called as the class. */
#include "value/alias.h"

#include "value/call.h"
#include "value/class.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

enum { ALIAS_OF, ALIAS_KEY, ALIAS_STARRED, ALIAS_SLOTS };

static bool put_key(hki_rt *rt, hki_buf *out, hk_value key)
{
    if (!hki_is_class(key)) return hki_repr(rt, out, key);
    hki_buf_str(out, hki_as_function(key)->python);
    return true;
}

static bool repr(hki_rt *rt, hki_object *o, hki_buf *out)
{
    hk_value key = o->slots[ALIAS_KEY];
    const hki_list *keys = key.type == HKI_TUPLE && hki_as_list(key)->count ? hki_as_list(key) : NULL;
    if (o->slots[ALIAS_STARRED].as.i) hki_buf_char(out, '*');
    hki_buf_str(out, hki_as_function(o->slots[ALIAS_OF])->python);
    hki_buf_char(out, '[');
    for (uint32_t i = 0; i < (keys ? keys->count : 1); i++) {
        if (i) hki_buf_str(out, ", ");
        if (!put_key(rt, out, keys ? keys->items[i] : key)) return false;
    }
    hki_buf_char(out, ']');
    return true;
}

static int item(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    (void)key;
    (void)out;
    hki_raise(rt, HK_TYPE_ERROR, "%r is not a generic class", hki_object_value(o));
    return HKI_ERROR;
}

static int attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    return hki_attr_only(rt, o->slots[ALIAS_OF], name, out);
}

static bool call(hki_rt *rt, hki_object *o, const hki_args *args, hk_value *out)
{
    return rt->up->call(rt, o->slots[ALIAS_OF], args, out);
}

static int equal(hki_rt *rt, hki_object *a, hk_value b)
{
    if (b.type != HKI_OBJECT || hki_as_object(b)->cls != a->cls) return HKI_NO;
    return hki_equal(rt, a->slots[ALIAS_KEY], hki_as_object(b)->slots[ALIAS_KEY]);
}

static bool iterate(hki_rt *rt, hki_object *o, hk_value *out);

static const hki_class alias_class = {.name = "types.GenericAlias", .attr = attr, .item = item, .call = call, .iterate = iterate,
                                      .repr = repr, .equal = equal};

static hki_object *new_alias(hki_rt *rt, hk_value class, hk_value key, bool starred)
{
    hki_object *o = hki_object_new(rt, &alias_class, ALIAS_SLOTS);
    if (!o) return NULL;
    o->slots[ALIAS_OF] = class;
    o->slots[ALIAS_KEY] = key;
    o->slots[ALIAS_STARRED] = hki_bool(starred);
    return o;
}

/* [python] Its one item is itself with a star. */
static bool iterate(hki_rt *rt, hki_object *o, hk_value *out)
{
    hki_object *item = new_alias(rt, o->slots[ALIAS_OF], o->slots[ALIAS_KEY], true);
    hki_list *items = item ? hki_tuple_new(rt, (hk_value[]){hki_object_value(item)}, 1) : NULL;
    if (items) *out = hki_list_value(items);
    return items != NULL;
}

bool hki_class_subscript(hki_rt *rt, hk_value class, hk_value key, hk_value *out)
{
    const char *python = hki_as_function(class)->python, *point = strrchr(python, '.');
    bool generic = false;
    static const char *const names[] = {"dict", "list", "tuple", "set", "type"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) generic |= strcmp(python, names[i]) == 0;
    if (!generic)
        return hki_raise(rt, HK_TYPE_ERROR, "type '%s' is not subscriptable", point ? point + 1 : python);
    hki_object *o = new_alias(rt, class, key, false);
    if (o) *out = hki_object_value(o);
    return o != NULL;
}
