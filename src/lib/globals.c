/* globals.c: range, dict, cycler, joiner and namespace.
 *
 * In:  a bound call.   Out: a range, a dict, or an object whose state is in its slots. lipsum has a file of its own. */
#include "base/hash.h"
#include "base/limits.h"
#include "grammar/signatures.h"
#include "lib/lib.h"
#include "lib/natives.h"
#include "value/class.h"
#include "value/list.h"
#include "value/namespace.h"
#include "value/ops.h"
#include "value/range.h"
#include "value/str.h"

#define GLOBAL_ROW(name_, python_, wording_, flags_, signature_) \
    {.name = #name_, .python = #python_, .run = hki_global_##name_, .wording = HKI_WORDS_##wording_, .flags = (flags_), \
     SIGNATURE_global_##name_},

static const hki_function globals[] = {
#define GLOBAL GLOBAL_ROW
#include "grammar/globals.def"
};

static const hki_function extras[] = {
#define GLOBAL GLOBAL_ROW
#include "grammar/globals_extras.def"
};

enum { RANGE, COUNT = sizeof globals / sizeof *globals, EXTRAS = sizeof extras / sizeof *extras };

/* [jinja] The sandbox's range is a function around the class. */
static bool safe_range(hki_call *c)
{
    hki_args args = {.pos = c->rest, .npos = c->nrest};
    if (!hki_function_call(c->rt, &globals[RANGE], hki_none(), &args, &c->result)) return false;
    if (hki_as_range(c->result)->count <= HKI_MAX_SANDBOX_RANGE) return true;
    return hki_raise(c->rt, HK_OVERFLOW_ERROR, "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d).",
        (int)HKI_MAX_SANDBOX_RANGE);
}

/* Their names as strings. */
#define GLOBAL(name_, python_, wording_, flags_, signature_) \
    {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = sizeof #name_ - 1, .points = sizeof #name_ - 1, .data = #name_},
static const hki_str names[] = {
#include "grammar/globals.def"
};

static bool add(hki_rt *rt, hki_dict *to, const hki_function *f)
{
    return hki_dict_set_c(rt, to, f->name, hki_pointer(HKI_FUNCTION, f));
}

bool hki_globals_add(hki_rt *rt, hki_dict *to)
{
    static const hki_function safe = {.name = "range", .python = "safe_range", .signature = "*args", .run = safe_range,
                                      .takes_rest = true, .open = true};
    for (size_t i = 0; i < COUNT; i++) {
        uint32_t hash = hki_hash_bytes(rt->hash_seed, names[i].data, names[i].size);
        if (!hki_dict_append(rt, to, &names[i], hash, hki_pointer(HKI_FUNCTION, &globals[i]))) return false;
    }
    return !rt->sandbox || add(rt, to, &safe);
}

bool hki_extras_globals_add(hki_rt *rt, hki_dict *to)
{
    for (size_t i = 0; i < EXTRAS; i++)
        if (!add(rt, to, &extras[i])) return false;
    return true;
}

/* A bound of a range, or of 64 bits the one that is nearest. */
static bool range_bound(hki_call *c, unsigned i, unsigned *large, int64_t *out)
{
    if (hki_is_absent(c->arg[i])) return true;
    if (c->arg[i].type != HKI_BIGINT) return hki_arg_int(c, i, out);
    *out = hki_as_bigint(c->arg[i])->negative ? INT64_MIN : INT64_MAX;
    if (i < 2) *large = i + 1;
    return true;
}

/* One whose bounds are too large is refused, unless it is empty. */
bool hki_global_range(hki_call *c)
{
    int64_t bound[3] = {0, 0, 1};
    bool one = hki_is_absent(c->arg[1]);
    unsigned large = 0;
    if (!range_bound(c, 0, &large, &bound[one ? 1 : 0]) || !range_bound(c, 1, &large, &bound[1])) return false;
    if (!range_bound(c, 2, &large, &bound[2])) return false;
    bool empty = bound[2] > 0 ? bound[0] > bound[1] : bound[0] < bound[1];
    if (large && bound[2] && !empty) return hki_arg_int(c, large - 1, &bound[0]);
    return hki_range_new(c->rt, bound[0], bound[1], bound[2], &c->result);
}

bool hki_global_dict(hki_call *c)
{
    hki_args args = {.pos = c->arg, .npos = !hki_is_absent(c->arg[0]), .nkw = c->nkw, .names = c->names, .values = c->values};
    hki_dict *d = hki_dict_from_args(c->rt, &args);
    if (d) c->result = hki_dict_value(d);
    return d != NULL;
}

bool hki_global_namespace(hki_call *c)
{
    hki_args args = {.pos = c->rest, .npos = c->nrest, .nkw = c->nkw, .names = c->names, .values = c->values};
    return hki_namespace_new(c->rt, &args, &c->result);
}

/* ---- objects with methods and a changing state */

/* The receiver of a method, if it may be changed; NULL after raising. */
static hki_object *own_object(hki_rt *rt, hk_value self)
{
    if (!hki_is_frozen(self)) return hki_as_object(self);
    hki_raise(rt, HK_RUNTIME_ERROR, "%t of another render cannot be changed", self);
    return NULL;
}

static int bind_method(hki_rt *rt, hki_object *o, const hki_function *f, hk_value *out)
{
    hki_method *m = hki_object_alloc(rt, HKI_METHOD, sizeof *m);
    if (!m) return HKI_ERROR;
    m->function = f;
    m->receiver = hki_object_value(o);
    *out = hki_pointer(HKI_METHOD, m);
    return HKI_YES;
}

/* ---- cycler: the items (a tuple), and the place of the current one */

enum { CYCLER_ITEMS, CYCLER_POS, CYCLER_SLOTS };

static hk_value cycler_current(const hki_object *o)
{
    return hki_as_list(o->slots[CYCLER_ITEMS])->items[o->slots[CYCLER_POS].as.i];
}

static bool cycler_next(hki_call *c)
{
    hki_object *o = own_object(c->rt, c->self);
    if (!o) return false;
    int64_t next = o->slots[CYCLER_POS].as.i + 1;
    c->result = cycler_current(o);
    o->slots[CYCLER_POS] = hki_int(next < hki_as_list(o->slots[CYCLER_ITEMS])->count ? next : 0);
    return true;
}

static bool cycler_reset(hki_call *c)
{
    hki_object *o = own_object(c->rt, c->self);
    if (o) o->slots[CYCLER_POS] = hki_int(0);
    return o != NULL;
}

static int cycler_attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    static const hki_function next = {.name = "next", .python = "Cycler.next", .signature = "", .run = cycler_next,
                                      .flags = HKI_FN_HIDDEN_FIRST, .open = true};
    static const hki_function reset = {.name = "reset", .python = "Cycler.reset", .signature = "", .run = cycler_reset,
                                       .flags = HKI_FN_HIDDEN_FIRST, .open = true};
    if (hki_str_is(name, "next", 4)) return bind_method(rt, o, &next, out);
    if (hki_str_is(name, "reset", 5)) return bind_method(rt, o, &reset, out);
    if (hki_str_is(name, "current", 7)) *out = cycler_current(o);
    else if (hki_str_is(name, "items", 5)) *out = o->slots[CYCLER_ITEMS];
    else if (hki_str_is(name, "pos", 3)) *out = o->slots[CYCLER_POS];
    else return HKI_NO;
    return HKI_YES;
}

bool hki_global_cycler(hki_call *c)
{
    static const hki_class cls = {.name = "jinja2.utils.Cycler", .attr = cycler_attr};
    if (!c->nrest) return hki_raise(c->rt, HK_RUNTIME_ERROR, "at least one item has to be provided");
    hki_list *items = hki_tuple_new(c->rt, c->rest, c->nrest);
    hki_object *o = items ? hki_object_new(c->rt, &cls, CYCLER_SLOTS) : NULL;
    if (!o) return false;
    o->slots[CYCLER_ITEMS] = hki_list_value(items);
    o->slots[CYCLER_POS] = hki_int(0);
    c->result = hki_object_value(o);
    return true;
}

/* ---- joiner: the separator, and whether it was called before */

enum { JOINER_SEP, JOINER_USED, JOINER_SLOTS };

static int joiner_attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    (void)rt;
    if (hki_str_is(name, "sep", 3)) *out = o->slots[JOINER_SEP];
    else if (hki_str_is(name, "used", 4)) *out = o->slots[JOINER_USED];
    else return HKI_NO;
    return HKI_YES;
}

static bool joiner_run(hki_call *c)
{
    hki_object *o = own_object(c->rt, c->self);
    if (!o) return false;
    c->result = o->slots[JOINER_USED].as.i ? o->slots[JOINER_SEP] : hki_str_value(&hki_str_empty);
    o->slots[JOINER_USED] = hki_bool(true);
    return true;
}

static bool joiner_call(hki_rt *rt, hki_object *o, const hki_args *args, hk_value *out)
{
    static const hki_function run = {.name = "joiner", .python = "Joiner.__call__", .signature = "", .run = joiner_run,
                                     .flags = HKI_FN_HIDDEN_FIRST, .open = true};
    return hki_function_call(rt, &run, hki_object_value(o), args, out);
}

bool hki_global_joiner(hki_call *c)
{
    static const hki_class cls = {.name = "jinja2.utils.Joiner", .attr = joiner_attr, .call = joiner_call};
    hki_object *o = hki_object_new(c->rt, &cls, JOINER_SLOTS);
    if (!o) return false;
    o->slots[JOINER_SEP] = c->arg[0];
    o->slots[JOINER_USED] = hki_bool(false);
    c->result = hki_object_value(o);
    return true;
}
