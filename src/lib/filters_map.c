/* filters_map.c: filters that apply something to each item: map, select, reject, selectattr, rejectattr; unique, groupby.
 *
 * In:  an iterable and what to apply.   Out: a lazy iterator (a list for groupby).
 * Always: [jinja] arguments are looked at when the first item is asked for, and not at all if the value is false then. */
#include "lib/filters.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/text.h"

/* `end` of an iterator. */
enum { FRESH, RUNNING, DONE };

/* Slots of an applying iterator. Behind them stand the item, the positional arguments (together the call's row), the keywords'
 * names and their values. */
enum { OVER, PARTS, FALLBACK, NPOS, NKW, ROW };

typedef struct walk { hki_cursor cursor; hki_iter *it; } walk;

static walk walk_of(hki_iter *it)
{
    return (walk){{.over = it->slots[OVER], .at = it->at, .version = (uint32_t)it->step}, it};
}

static int walk_next(hki_rt *rt, walk *w, hk_value *item)
{
    int got = hki_cursor_next(rt, &w->cursor, item);
    w->it->slots[OVER] = w->cursor.over;
    w->it->at = w->cursor.at;
    w->it->step = w->cursor.version;
    if (got != HKI_YES) w->it->end = DONE;
    return got;
}

static int fail(hki_iter *it)
{
    it->end = DONE;
    return HKI_ERROR;
}

/* ---- calling by name */

/* [jinja] Environment.call_filter and call_test. */
static bool unknown(hki_rt *rt, const char *what, hk_value name)
{
    uint32_t hash;
    if (!hki_hash(rt, name, &hash)) return false;
    if (name.type != HKI_UNDEFINED) return hki_raise(rt, HK_TEMPLATE_RUNTIME_ERROR, "No %s named %r.", what, name);
    size_t mark = hki_text_begin(rt);
    hk_value message;
    hki_undefined_message(rt, &rt->scratch, name);
    if (!hki_text_end(rt, mark, 0, &message)) return false;
    return hki_raise(rt, HK_TEMPLATE_RUNTIME_ERROR, "No %s named %r. (%S; did you forget to quote the callable name?)", what, name,
                     hki_as_str(message));
}

/* The function for the name that stands first in the row until the first item takes its place. Looked up once. */
static const hki_function *find_function(hki_rt *rt, hki_iter *it, bool test)
{
    if (it->native) return it->native;
    hk_value name = it->slots[ROW];
    if (name.type == HKI_STRING) {
        const hki_str *s = hki_as_str(name);
        it->native = (test ? rt->up->test : rt->up->filter)(rt, s->data, s->size);
    }
    if (!it->native) unknown(rt, test ? "test" : "filter", name);
    return it->native;
}

static bool apply(hki_rt *rt, hki_iter *it, const hki_function *f, hk_value item, hk_value *out)
{
    uint32_t npos = (uint32_t)it->slots[NPOS].as.i, nkw = (uint32_t)it->slots[NKW].as.i;
    const hk_value *named = it->slots + ROW + npos;
    it->slots[ROW] = item;
    return hki_function_call(rt, f, hki_none(), &(hki_args){it->slots + ROW, npos, nkw, named, named + nkw}, out);
}

/* An iterator that keeps all arguments of the call; `skip` positional ones are left out. */
static bool make_apply(hki_call *c, const hki_iter_ops *ops, uint32_t skip)
{
    uint32_t npos = c->nrest > skip ? c->nrest - skip : 0;
    hki_iter *it = hki_iter_new(c->rt, ops, ROW + npos + 2 * c->nkw);
    if (!it) return false;
    it->slots[OVER] = c->arg[0];
    it->slots[FALLBACK] = hki_none();
    it->slots[PARTS] = skip && c->nrest ? c->rest[0] : hki_absent();
    it->slots[NPOS] = hki_int(npos);
    it->slots[NKW] = hki_int(c->nkw);
    for (uint32_t i = 0; i < npos; i++) it->slots[ROW + i] = c->rest[skip + i];
    for (uint32_t i = 0; i < c->nkw; i++) {
        it->slots[ROW + npos + i] = c->names[i];
        it->slots[ROW + npos + c->nkw + i] = c->values[i];
    }
    c->result = hki_iter_value(it);
    return true;
}

/* ---- map */

/* attribute= and default=, and no other keyword. */
static bool map_attribute(hki_rt *rt, hki_iter *it, hk_value attribute)
{
    uint32_t nkw = (uint32_t)it->slots[NKW].as.i;
    for (uint32_t i = 0; i < nkw; i++) {
        const hki_str *name = hki_as_str(it->slots[ROW + i]);
        if (hki_str_is(name, "default", 7)) it->slots[FALLBACK] = it->slots[ROW + nkw + i];
        else if (!hki_str_is(name, "attribute", 9))
            return hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "Unexpected keyword argument %r", it->slots[ROW + i]);
    }
    return hki_attribute_parts(rt, attribute, &it->slots[PARTS]);
}

static bool prepare_map(hki_rt *rt, hki_iter *it)
{
    uint32_t npos = (uint32_t)it->slots[NPOS].as.i, nkw = (uint32_t)it->slots[NKW].as.i;
    for (uint32_t i = 0; i < nkw && !npos; i++)
        if (hki_str_is(hki_as_str(it->slots[ROW + i]), "attribute", 9)) return map_attribute(rt, it, it->slots[ROW + nkw + i]);
    return npos || hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "map requires a filter argument");
}

/* Whether there is anything to walk: HKI_NO for a false value. */
static int open_walk(hki_rt *rt, hki_iter *it, bool (*prepare)(hki_rt *, hki_iter *), walk *w)
{
    int truth = hki_truth(rt, it->slots[OVER]);
    if (truth != HKI_YES) {
        it->end = DONE;
        return truth;
    }
    *w = (walk){.it = it};
    if (!prepare(rt, it) || !hki_cursor_open(rt, it->slots[OVER], &w->cursor)) return fail(it);
    it->end = RUNNING;
    return HKI_YES;
}

static int map_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hk_value item;
    if (it->end == DONE) return HKI_NO;
    walk w = walk_of(it);
    int got = it->end == FRESH ? open_walk(rt, it, prepare_map, &w) : HKI_YES;
    if (got == HKI_YES) got = walk_next(rt, &w, &item);
    if (got != HKI_YES) return got;
    if (it->slots[PARTS].type == HKI_TUPLE)
        return hki_attribute_get(rt, it->slots[PARTS], it->slots[FALLBACK], false, item, out) ? HKI_YES : fail(it);
    const hki_function *f = find_function(rt, it, false);
    return f && apply(rt, it, f, item, out) ? HKI_YES : fail(it);
}

/* map(name, *args, **kwargs) or map(attribute=…, default=None) */
bool hki_filter_map(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = map_next, .label = "sync_do_map"};
    return make_apply(c, &ops, 0);
}

/* ---- select and its relatives */

static bool prepare_select(hki_rt *rt, hki_iter *it)
{
    (void)rt, (void)it;
    return true;
}

static bool prepare_attribute(hki_rt *rt, hki_iter *it)
{
    if (hki_is_absent(it->slots[PARTS])) return hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "Missing parameter for attribute name");
    return hki_attribute_parts(rt, it->slots[PARTS], &it->slots[PARTS]);
}

/* Whether the test, or without one the truth of the tested value, says yes. */
static int tested(hki_rt *rt, hki_iter *it, hk_value item)
{
    hk_value v = item, answer;
    if (it->slots[PARTS].type == HKI_TUPLE && !hki_attribute_get(rt, it->slots[PARTS], hki_none(), false, item, &v)) return HKI_ERROR;
    if (!it->slots[NPOS].as.i) return hki_truth(rt, v);
    const hki_function *f = find_function(rt, it, true);
    if (!f || !apply(rt, it, f, v, &answer)) return HKI_ERROR;
    return hki_truth(rt, answer);
}

static int select_any(hki_rt *rt, hki_iter *it, bool (*prepare)(hki_rt *, hki_iter *), int wanted, hk_value *out)
{
    if (it->end == DONE) return HKI_NO;
    walk w = walk_of(it);
    int got = it->end == FRESH ? open_walk(rt, it, prepare, &w) : HKI_YES;
    while (got == HKI_YES && (got = walk_next(rt, &w, out)) == HKI_YES) {
        int yes = tested(rt, it, *out);
        if (yes == HKI_ERROR) return fail(it);
        if (yes == wanted) return HKI_YES;
    }
    return got;
}

static int select_next(hki_rt *rt, hki_iter *it, hk_value *out) { return select_any(rt, it, prepare_select, HKI_YES, out); }
static int reject_next(hki_rt *rt, hki_iter *it, hk_value *out) { return select_any(rt, it, prepare_select, HKI_NO, out); }
static int selectattr_next(hki_rt *rt, hki_iter *it, hk_value *out) { return select_any(rt, it, prepare_attribute, HKI_YES, out); }
static int rejectattr_next(hki_rt *rt, hki_iter *it, hk_value *out) { return select_any(rt, it, prepare_attribute, HKI_NO, out); }

bool hki_filter_select(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = select_next, .label = "select_or_reject"};
    return make_apply(c, &ops, 0);
}

bool hki_filter_reject(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = reject_next, .label = "select_or_reject"};
    return make_apply(c, &ops, 0);
}

bool hki_filter_selectattr(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = selectattr_next, .label = "select_or_reject"};
    return make_apply(c, &ops, 1);
}

bool hki_filter_rejectattr(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = rejectattr_next, .label = "select_or_reject"};
    return make_apply(c, &ops, 1);
}

/* ---- unique */

/* Slots: as above up to PARTS, then whether case counts and the keys that were seen (a dict). */
enum { U_SENSITIVE = PARTS + 1, U_SEEN, U_SLOTS };

static bool start_unique(hki_rt *rt, hki_iter *it, walk *w)
{
    int sensitive = hki_truth(rt, it->slots[U_SENSITIVE]);
    hki_dict *seen = hki_dict_new(rt, 0);
    *w = (walk){.it = it};
    if (sensitive == HKI_ERROR || !seen || !hki_attribute_parts(rt, it->slots[PARTS], &it->slots[PARTS])) return false;
    it->slots[U_SENSITIVE] = hki_bool(sensitive == HKI_YES);
    it->slots[U_SEEN] = hki_dict_value(seen);
    it->end = RUNNING;
    return hki_cursor_open(rt, it->slots[OVER], &w->cursor);
}

static int unique_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    int got;
    if (it->end == DONE) return HKI_NO;
    walk w = walk_of(it);
    if (it->end == FRESH && !start_unique(rt, it, &w)) return fail(it);
    while ((got = walk_next(rt, &w, out)) == HKI_YES) {
        hki_dict *seen = hki_as_dict(it->slots[U_SEEN]);
        hk_value key;
        if (!hki_spend(rt, 1) || !hki_attribute_get(rt, it->slots[PARTS], hki_none(), !it->slots[U_SENSITIVE].as.i, *out, &key)) return fail(it);
        int known = hki_dict_get(rt, seen, key, NULL);
        if (known == HKI_ERROR || (known == HKI_NO && !hki_dict_set(rt, seen, key, hki_none()))) return fail(it);
        if (known == HKI_NO) return HKI_YES;
    }
    return got;
}

/* unique(case_sensitive=False, attribute=None) */
bool hki_filter_unique(hki_call *c)
{
    static const hki_iter_ops ops = {.python_name = "generator", .next = unique_next, .label = "sync_do_unique"};
    hki_iter *it = hki_iter_new(c->rt, &ops, U_SLOTS);
    if (!it) return false;
    it->slots[OVER] = c->arg[0];
    it->slots[PARTS] = c->arg[2];
    it->slots[U_SENSITIVE] = c->arg[1];
    c->result = hki_iter_value(it);
    return true;
}

/* ---- groupby */

typedef struct grouping { hki_list *items; hk_value *key, *order, parts, fallback; bool sensitive; } grouping;

static bool start_grouping(hki_call *c, grouping *g)
{
    hki_rt *rt = c->rt;
    *g = (grouping){.fallback = c->arg[2]};
    if (!hki_arg_truth(c, 3, &g->sensitive) || !hki_attribute_parts(rt, c->arg[1], &g->parts)) return false;
    if (!hki_list_from(rt, c->arg[0], &g->items)) return false;
    uint32_t count = g->items->count;
    g->key = hki_region_array(rt->region, count, 2 * sizeof *g->key);
    if (!g->key) return hki_raise_memory(rt);
    g->order = g->key + count;
    for (uint32_t i = 0; i < count; i++) {
        g->order[i] = hki_int(i);
        if (!hki_attribute_get(rt, g->parts, g->fallback, !g->sensitive, g->items->items[i], &g->key[i])) return false;
    }
    return hki_sort_by_keys(rt, g->order, count, &(hki_keys){g->key, 1, false}, false);
}

/* The tuple (grouper, list) of the items from `from` on whose keys are equal; *to is behind the last.
 * [jinja] Unless case counts, the grouper is the first item's key as it is written there. */
static bool make_group(hki_rt *rt, const grouping *g, uint32_t from, uint32_t *to, hk_value *out)
{
    hki_list *row = hki_list_new(rt, 1), *group = hki_tuple_new(rt, NULL, 2);
    hk_value key = g->key[g->order[from].as.i];
    if (!row || !group) return false;
    uint32_t i = from;
    for (; i < g->items->count; i++) {
        hk_value next = g->key[g->order[i].as.i];
        int same = hki_identical(key, next) ? HKI_YES : hki_equal(rt, key, next);
        if (same == HKI_ERROR) return false;
        if (same == HKI_NO && i > from) break;
        if (!hki_list_push(rt, row, g->items->items[g->order[i].as.i])) return false;
    }
    *to = i;
    if (!g->sensitive && !hki_attribute_get(rt, g->parts, g->fallback, false, row->items[0], &key)) return false;
    group->head.flags |= HKI_TUPLE_GROUP;
    group->items[0] = key;
    group->items[1] = hki_list_value(row);
    *out = hki_list_value(group);
    return true;
}

/* groupby(attribute, default=None, case_sensitive=False) */
bool hki_filter_groupby(hki_call *c)
{
    grouping g;
    hki_list *groups = hki_list_new(c->rt, 4);
    if (!groups || !start_grouping(c, &g)) return false;
    for (uint32_t at = 0; at < g.items->count;) {
        hk_value group;
        if (!make_group(c->rt, &g, at, &at, &group) || !hki_list_push(c->rt, groups, group)) return false;
    }
    c->result = hki_list_value(groups);
    return true;
}
