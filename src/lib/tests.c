/* tests.c: the builtin tests.
 *
 * In:  a bound call; the first argument is what is tested.   Out: a bool, or the error that Python gives on the way there. [jinja]
 * Always: a missing variable arrives as an undefined value; only the strict kind of it minds being asked. */
#include "lib/natives.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/iter.h"
#include "value/methods.h"
#include "value/ops.h"
#include "value/text.h"

static bool answer(hki_call *c, bool yes)
{
    c->result = hki_bool(yes);
    return true;
}

/* From HKI_YES, HKI_NO, HKI_ERROR. */
static bool answer_of(hki_call *c, int got)
{
    c->result = hki_bool(got == HKI_YES);
    return got != HKI_ERROR;
}

/* ---- what it is */

bool hki_test_typed(hki_call *c)
{
    return answer(c, c->function->types >> c->arg[0].type & 1);
}

bool hki_test_false(hki_call *c)
{
    return answer(c, c->arg[0].type == HKI_BOOL && !c->arg[0].as.i);
}

bool hki_test_true(hki_call *c)
{
    return answer(c, c->arg[0].type == HKI_BOOL && c->arg[0].as.i);
}

bool hki_test_number(hki_call *c)
{
    return answer(c, hki_is_number(c->arg[0]) || hki_is_a(c->arg[0], &hki_complex_class));
}

/* [python] An undefined value has a __call__, which raises. */
bool hki_test_callable(hki_call *c)
{
    hk_value v = c->arg[0];
    bool object = v.type == HKI_OBJECT && hki_as_object(v)->cls->call;
    return answer(c, object || v.type == HKI_FUNCTION || v.type == HKI_METHOD || v.type == HKI_UNDEFINED);
}

/* Has a length and items; any error on the way there means no. [jinja] */
bool hki_test_sequence(hki_call *c)
{
    hk_value v = c->arg[0];
    switch (v.type) {
    case HKI_STRING: case HKI_BYTES: case HKI_LIST: case HKI_TUPLE: case HKI_DICT: case HKI_RANGE: return answer(c, true);
    case HKI_UNDEFINED: return answer(c, v.aux != HKI_UNDEFINED_STRICT);
    case HKI_OBJECT: break;
    default: return answer(c, false);
    }
    hki_object *o = hki_as_object(v);
    if (!o->cls->length || !o->cls->item) return answer(c, false);
    bool known = o->cls->length(c->rt, o) >= 0;
    if (!known) {
        if (c->rt->error->kind == HK_NO_MEMORY || c->rt->error->kind == HK_LIMIT) return false;
        hki_error_clear(c->rt->error);
    }
    return answer(c, known);
}

/* Only a TypeError means no: a strict undefined value raises its own error. [jinja] */
bool hki_test_iterable(hki_call *c)
{
    hk_value v = c->arg[0];
    if (v.type == HKI_UNDEFINED) return v.aux == HKI_UNDEFINED_STRICT ? hki_undefined_raise(c->rt, v) : answer(c, true);
    bool yes = hki_iterable(c->rt, v);
    return !hki_failed(c->rt) && answer(c, yes);
}

/* Has an attribute __html__. */
bool hki_test_escaped(hki_call *c)
{
    static const hki_str name = {.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = 8, .points = 8, .data = "__html__"};
    hk_value v = c->arg[0], found;
    if (v.type == HKI_UNDEFINED) return answer(c, v.aux == HKI_UNDEFINED_CHAINABLE);
    if (v.type != HKI_OBJECT) return answer(c, hki_is_safe(v));
    hki_object *o = hki_as_object(v);
    if (o->cls->html) return answer(c, true);
    return answer_of(c, o->cls->attr ? o->cls->attr(c->rt, o, &name, &found) : HKI_NO);
}

/* ---- text */

static bool text_is(hki_call *c, hki_native ask)
{
    hki_call inner = {.rt = c->rt, .function = c->function};
    if (!hki_to_str(c->rt, c->arg[0], &inner.self) || !ask(&inner)) return false;
    c->result = inner.result;
    return true;
}

bool hki_test_lower(hki_call *c)
{
    return text_is(c, hki_STRING_islower);
}

bool hki_test_upper(hki_call *c)
{
    return text_is(c, hki_STRING_isupper);
}

/* ---- numbers: value % by == rest, whatever % means for the value */

static bool remainder_is(hki_call *c, hk_value by, int64_t rest)
{
    hk_value v = c->arg[0], got;
    if (v.type == HKI_INT && by.type == HKI_INT && by.as.i == 2) return answer(c, (v.as.i & 1) == rest);
    return hki_mod(c->rt, v, by, &got) && answer_of(c, hki_equal(c->rt, got, hki_int(rest)));
}

bool hki_test_odd(hki_call *c)
{
    return remainder_is(c, hki_int(2), 1);
}

bool hki_test_even(hki_call *c)
{
    return remainder_is(c, hki_int(2), 0);
}

bool hki_test_divisibleby(hki_call *c)
{
    return remainder_is(c, c->arg[1], 0);
}

/* ---- comparisons */

bool hki_test_eq(hki_call *c)
{
    return answer_of(c, hki_equal(c->rt, c->arg[0], c->arg[1]));
}

bool hki_test_ne(hki_call *c)
{
    int same = hki_equal(c->rt, c->arg[0], c->arg[1]);
    return answer_of(c, same == HKI_ERROR ? HKI_ERROR : !same);
}

bool hki_test_lt(hki_call *c)
{
    return answer_of(c, hki_order(c->rt, HKI_LT, c->arg[0], c->arg[1]));
}

bool hki_test_le(hki_call *c)
{
    return answer_of(c, hki_order(c->rt, HKI_LE, c->arg[0], c->arg[1]));
}

bool hki_test_gt(hki_call *c)
{
    return answer_of(c, hki_order(c->rt, HKI_GT, c->arg[0], c->arg[1]));
}

bool hki_test_ge(hki_call *c)
{
    return answer_of(c, hki_order(c->rt, HKI_GE, c->arg[0], c->arg[1]));
}

bool hki_test_in(hki_call *c)
{
    return answer_of(c, hki_contains(c->rt, c->arg[1], c->arg[0]));
}

bool hki_test_sameas(hki_call *c)
{
    return answer(c, hki_identical(c->arg[0], c->arg[1]));
}

/* ---- names: `value in environment.filters` hashes the value, so that a list is a TypeError */

typedef const hki_function *(*look_up)(hki_rt *rt, const char *name, size_t size);

static bool is_name(hki_call *c, look_up find)
{
    hk_value v = c->arg[0];
    uint32_t hash;
    if (v.type == HKI_STRING) return answer(c, find(c->rt, hki_as_str(v)->data, hki_as_str(v)->size) != NULL);
    return hki_hash(c->rt, v, &hash) && answer(c, false);
}

bool hki_test_filter(hki_call *c)
{
    return is_name(c, c->rt->up->filter);
}

bool hki_test_test(hki_call *c)
{
    return is_name(c, c->rt->up->test);
}
