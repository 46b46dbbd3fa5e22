/* filters_map.c: filters that apply something to each item: map, select, reject, selectattr, rejectattr; unique, groupby.
 *
 * In:  an iterable and what to apply.   Out: a lazy iterator (a list for groupby).
 * Always: [jinja] arguments are looked at when the first item is asked for, and not at all if the value is false then. Who takes all
 * items gets them in batches, each step of a chain working on a whole batch; that nobody can tell the difference is seen to by `most`
 * being 1 where a function may do more than give a result, and by errors that wait until the items before them are done. */
#include "lib/filters.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/take.h"
#include "value/text.h"

/* `end` of an iterator. FAILING: its next answer is the error that its slot ERROR keeps. */
enum { FRESH, RUNNING, FAILING, DONE };

/* Slots of an applying iterator. Behind them stand the function's name, the positional arguments (together the call's row), the keywords'
 * names and their values. */
enum { OVER, PARTS, FALLBACK, ERROR, NPOS, NKW, BOUND, ROW };

/* ---- the walk over what is below */

static int fail(hki_iter *it)
{
    it->end = DONE;
    return HKI_ERROR;
}

static int fill_from_below(hki_rt *rt, hki_iter *it, hk_value *items, int most, bool *loose)
{
    hki_cursor c = {.over = it->slots[OVER], .at = it->at, .version = (uint32_t)it->step};
    int count = hki_cursor_fill(rt, &c, items, most, loose);
    it->slots[OVER] = c.over;
    it->at = c.at;
    it->step = c.version;
    /* Who takes many leaves nobody the time to make the list longer. */
    bool all = most > 1 && (c.over.type == HKI_LIST || c.over.type == HKI_TUPLE) && c.at >= hki_as_list(c.over)->count;
    if (count <= 0 || all) it->end = DONE;
    return count;
}

/* There is an error, but items before it. It is kept for the next time, but those that nothing must delay. */
static int fail_after(hki_rt *rt, hki_iter *it, int count)
{
    hki_error *e = rt->error;
    if (!count || e->kind == HK_NO_MEMORY || e->kind == HK_LIMIT || e->line) return fail(it);
    hk_value *kept = &it->slots[ERROR];
    hk_status kind = e->kind;
    if (!hki_make_str(rt, e->message.data, e->message.size, kept)) return fail(it);
    kept->aux = (uint16_t)kind;
    hki_error_clear(e);
    it->end = FAILING;
    return count;
}

static int fail_as_kept(hki_rt *rt, hki_iter *it)
{
    const hki_str *message = hki_as_str(it->slots[ERROR]);
    hki_error_set(rt->error, (hk_status)it->slots[ERROR].aux, message->data, message->size);
    return fail(it);
}

/* Opens what is below when the first item is asked for; HKI_NO: there is nothing to walk, for the value is false. */
static int open_below(hki_rt *rt, hki_iter *it, bool (*prepare)(hki_rt *, hki_iter *), bool *loose)
{
    hki_cursor c;
    int truth = hki_truth(rt, it->slots[OVER]);
    *loose = false;
    it->end = DONE;
    if (truth != HKI_YES) return truth;
    if (!prepare(rt, it) || !hki_cursor_open(rt, it->slots[OVER], &c)) return HKI_ERROR;
    it->slots[OVER] = c.over;
    it->step = c.version;
    it->end = RUNNING;
    return HKI_YES;
}

/* HKI_YES: there may be items. */
static int ready(hki_rt *rt, hki_iter *it, bool (*prepare)(hki_rt *, hki_iter *), bool *loose)
{
    if (it->end == FRESH) return open_below(rt, it, prepare, loose);
    if (it->end == FAILING) return fail_as_kept(rt, it);
    return it->end == RUNNING ? HKI_YES : HKI_NO;
}

/* ---- calling by name */

/* [jinja] Environment.call_filter and call_test. */
static bool unknown(hki_rt *rt, const char *what, hk_value name)
{
    uint32_t hash;
    if (!hki_hash(rt, name, &hash)) return false;
    if (name.type != HKI_UNDEFINED) {
        hki_raise_error(rt, HK_TEMPLATE_RUNTIME_ERROR, "No %s named %r.", what, name);
        if (name.type == HKI_STRING)
            hki_error_subject(rt->error, *what == 't' ? HKI_SUBJECT_TEST : HKI_SUBJECT_FILTER,
                hki_as_str(name)->data, hki_as_str(name)->size);
        return false;
    }
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

/* A function that is called for many items. */
typedef struct calls {
    hki_call call;
    hk_value *item;             /* where the item is to stand */
    size_t bytes;               /* of the texts among the other arguments */
    bool test, open;            /* a test, not a filter; known by now */
    bool bound, plain;          /* its arguments are bound; it does nothing but give a result */
} calls;

/* Binds what stands behind the item, when the first call is due: into a tuple, or (NONE) each time anew. */
static bool bind(hki_rt *rt, hki_iter *it, const hki_function *f, const hki_args *args)
{
    it->slots[BOUND] = hki_none();
    if (f->takes_named && args->nkw) return true;
    hki_list *params = hki_tuple_new(rt, NULL, f->nparams);
    hki_call call = {.rt = rt, .function = f};
    if (!params || !hki_call_bind(&call, args, params->items)) return false;
    it->slots[BOUND] = hki_list_value(params);
    return true;
}

static hki_args args_of(hki_iter *it)
{
    uint32_t npos = (uint32_t)it->slots[NPOS].as.i, nkw = (uint32_t)it->slots[NKW].as.i;
    hk_value *names = it->slots + ROW + npos;
    return (hki_args){it->slots + ROW, npos, nkw, names, names + nkw};
}

static bool open_calls(hki_rt *rt, hki_iter *it, calls *c)
{
    const hki_function *f = find_function(rt, it, c->test);
    hki_args args = args_of(it);
    if (!f || (hki_is_absent(it->slots[BOUND]) && !bind(rt, it, f, &args))) return false;
    *c = (calls){.call = {.rt = rt, .function = f}, .item = it->slots + ROW, .test = c->test, .open = true,
                 .bound = it->slots[BOUND].type == HKI_TUPLE, .plain = !(f->flags & HKI_FN_CONTEXT)};
    for (uint32_t i = 1; i < args.npos; i++) {
        if (args.pos[i].type == HKI_STRING) c->bytes += hki_as_str(args.pos[i])->size;
        c->plain &= hki_is_plain(args.pos[i]);
    }
    for (uint32_t i = 0; i < args.nkw; i++) c->plain &= hki_is_plain(args.values[i]);
    if (!c->bound) return true;
    c->call.arg = c->item = hki_as_list(it->slots[BOUND])->items;
    if (args.npos > f->npositional) {
        c->call.rest = args.pos + f->npositional;
        c->call.nrest = args.npos - f->npositional;
    }
    return true;
}

static bool call_with(hki_rt *rt, hki_iter *it, calls *c, hk_value item, hk_value *out)
{
    if (!c->open && !open_calls(rt, it, c)) return false;
    *c->item = item;
    if (!c->bound) {
        hki_args args = args_of(it);
        return hki_function_call(rt, c->call.function, hki_none(), &args, out);
    }
    if (!hki_spend_bytes(rt, c->bytes + (item.type == HKI_STRING ? hki_as_str(item)->size : 0))) return false;
    c->call.result = hki_none();
    if (!c->call.function->run(&c->call)) return false;
    hki_take_new(out, &c->call.result);
    return true;
}

/* Items for a function: the first one alone, since it is when the first is at hand that the function is looked for and its arguments
 * are bound. */
static int fill_for_calls(hki_rt *rt, hki_iter *it, calls *c, hk_value *items, int most, bool *loose)
{
    bool known = !hki_is_absent(it->slots[BOUND]);
    if (known && !open_calls(rt, it, c)) return fail(it);
    int count = fill_from_below(rt, it, items, known && c->plain ? most : 1, loose);
    *loose &= known && c->plain;
    return count;
}

/* Looking an attribute up does nothing else: no host is asked. */
static bool is_plain_lookup(hk_value parts, hk_value item)
{
    return hki_is_plain(item) || ((item.type == HKI_DICT || item.type == HKI_TUPLE || item.type == HKI_LIST) &&
        (parts.type == HKI_STRING || (parts.type == HKI_TUPLE && hki_as_list(parts)->count == 1)));
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
    it->slots[BOUND] = it->slots[ERROR] = hki_absent();
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

static int map_attributes(hki_rt *rt, hki_iter *it, hk_value *items, int most, bool *loose)
{
    int count = fill_from_below(rt, it, items, most, loose);
    for (int i = 0; i < count; i++) {
        *loose &= is_plain_lookup(it->slots[PARTS], items[i]);
        if (!hki_attribute_get(rt, &it->slots[PARTS], it->slots[FALLBACK], false, items[i], &items[i])) return fail_after(rt, it, i);
    }
    return count;
}

static int map_calls(hki_rt *rt, hki_iter *it, hk_value *items, int most, bool *loose)
{
    calls c;
    c.test = c.open = false;
    int count = fill_for_calls(rt, it, &c, items, most, loose);
    for (int i = 0; i < count; i++) {
        *loose &= hki_is_plain(items[i]);
        if (!call_with(rt, it, &c, items[i], &items[i])) return fail_after(rt, it, i);
    }
    return count;
}

static int map_fill(hki_rt *rt, hki_iter *it, hk_value *items, int most, bool *loose)
{
    int got = ready(rt, it, prepare_map, loose);
    if (got != HKI_YES) return got;
    return (hki_is_absent(it->slots[PARTS]) ? map_calls : map_attributes)(rt, it, items, most, loose);
}

static int next_by_fill(hki_rt *rt, hki_iter *it, hk_value *out)
{
    bool loose = true;
    return it->ops->fill(rt, it, out, 1, &loose);
}

#define OPS(name, how) {.python_name = "generator", .next = next_by_fill, .label = name, .fill = how}

/* map(name, *args, **kwargs) or map(attribute=…, default=None) */
bool hki_filter_map(hki_call *c)
{
    static const hki_iter_ops ops = OPS("sync_do_map", map_fill);
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

/* Whether the test, or without one (c NULL) the truth of the tested value, says yes. */
static inline int tested(hki_rt *rt, hki_iter *it, calls *c, hk_value item, bool *loose)
{
    hk_value *parts = &it->slots[PARTS];
    const hk_value *own = hki_attribute_own(parts, item);
    if (own) {
        item = *own;
    } else if (!hki_is_absent(*parts)) {
        *loose &= is_plain_lookup(*parts, item);
        if (!hki_attribute_get(rt, parts, hki_none(), false, item, &item)) return HKI_ERROR;
    }
    *loose &= hki_is_plain(item);
    if (c && !call_with(rt, it, c, item, &item)) return HKI_ERROR;
    return item.type == HKI_BOOL ? item.as.i != 0 : hki_truth(rt, item);
}

/* Keeps the wanted ones of the next items. */
static int sift(hki_rt *rt, hki_iter *it, int wanted, hk_value *items, int most, bool *loose)
{
    calls c, *test = it->slots[NPOS].as.i ? &c : NULL;
    c.test = true, c.open = false;      /* the rest when the first call is due */
    for (;;) {
        int kept = 0, count = test ? fill_for_calls(rt, it, test, items, most, loose) : fill_from_below(rt, it, items, most, loose);
        if (count <= 0) return count;
        for (int i = 0; i < count; i++) {
            hk_value item = items[i];
            int yes = tested(rt, it, test, item, loose);
            if (yes == HKI_ERROR) return fail_after(rt, it, kept);
            items[kept] = item;
            kept += yes == wanted;
        }
        if (kept) return kept;
    }
}

#define FILL(name, prepare, wanted) \
    static int name(hki_rt *rt, hki_iter *it, hk_value *items, int most, bool *loose) \
    { \
        int got = ready(rt, it, prepare, loose); \
        return got == HKI_YES ? sift(rt, it, wanted, items, most, loose) : got; \
    }
FILL(select_fill, prepare_select, HKI_YES)
FILL(reject_fill, prepare_select, HKI_NO)
FILL(selectattr_fill, prepare_attribute, HKI_YES)
FILL(rejectattr_fill, prepare_attribute, HKI_NO)
#undef FILL

bool hki_filter_select(hki_call *c)
{
    static const hki_iter_ops ops = OPS("select_or_reject", select_fill);
    return make_apply(c, &ops, 0);
}

bool hki_filter_reject(hki_call *c)
{
    static const hki_iter_ops ops = OPS("select_or_reject", reject_fill);
    return make_apply(c, &ops, 0);
}

bool hki_filter_selectattr(hki_call *c)
{
    static const hki_iter_ops ops = OPS("select_or_reject", selectattr_fill);
    return make_apply(c, &ops, 1);
}

bool hki_filter_rejectattr(hki_call *c)
{
    static const hki_iter_ops ops = OPS("select_or_reject", rejectattr_fill);
    return make_apply(c, &ops, 1);
}

/* ---- unique */

/* Slots: as above up to ERROR, then whether case counts and the keys that were seen (a dict). */
enum { U_SENSITIVE = ERROR + 1, U_SEEN, U_SLOTS };

/* [jinja] unique looks at its arguments whether the value is true or false. */
static bool start_unique(hki_rt *rt, hki_iter *it)
{
    hki_cursor c;
    int sensitive = hki_truth(rt, it->slots[U_SENSITIVE]);
    hki_dict *seen = hki_dict_new(rt, 0);
    if (sensitive == HKI_ERROR || !seen || !hki_attribute_parts(rt, it->slots[PARTS], &it->slots[PARTS])) return false;
    it->slots[U_SENSITIVE] = hki_bool(sensitive == HKI_YES);
    it->slots[U_SEEN] = hki_dict_value(seen);
    if (!hki_cursor_open(rt, it->slots[OVER], &c)) return false;
    it->slots[OVER] = c.over;
    it->step = c.version;
    it->end = RUNNING;
    return true;
}

/* Whether an item's key is new. */
static int is_new(hki_rt *rt, hki_iter *it, hk_value item)
{
    hk_value key;
    if (!hki_spend(rt, 1) || !hki_attribute_get(rt, &it->slots[PARTS], hki_none(), !it->slots[U_SENSITIVE].as.i, item, &key))
        return HKI_ERROR;
    return hki_dict_add(rt, hki_as_dict(it->slots[U_SEEN]), key, hki_none());
}

static int unique_fill(hki_rt *rt, hki_iter *it, hk_value *items, int most, bool *loose)
{
    *loose = false;
    if (it->end == FRESH && !start_unique(rt, it)) return fail(it);
    if (it->end != RUNNING) return it->end == FAILING ? fail_as_kept(rt, it) : HKI_NO;
    for (;;) {
        int kept = 0, count = fill_from_below(rt, it, items, most, loose);
        if (count <= 0) return count;
        for (int i = 0; i < count; i++) {
            hk_value item = items[i];
            int new = is_new(rt, it, item);
            if (new == HKI_ERROR) return fail_after(rt, it, kept);
            items[kept] = item;
            kept += new;
        }
        if (kept) return kept;
    }
}

/* unique(case_sensitive=False, attribute=None) */
bool hki_filter_unique(hki_call *c)
{
    static const hki_iter_ops ops = OPS("sync_do_unique", unique_fill);
    hki_iter *it = hki_iter_new(c->rt, &ops, U_SLOTS);
    if (!it) return false;
    it->slots[OVER] = c->arg[0];
    it->slots[PARTS] = c->arg[2];
    it->slots[U_SENSITIVE] = c->arg[1];
    c->result = hki_iter_value(it);
    return true;
}

#undef OPS

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
        if (!hki_attribute_get(rt, &g->parts, g->fallback, !g->sensitive, g->items->items[i], &g->key[i])) return false;
    }
    return hki_sort_by_keys(rt, g->order, count, &(hki_keys){.key = g->key, .width = 1}, false);
}

/* The tuple (grouper, list) of the items from `from` on whose keys are equal; *to is behind the last.
 * [jinja] Unless case counts, the grouper is the first item's key as it is written there. */
static bool make_group(hki_rt *rt, grouping *g, uint32_t from, uint32_t *to, hk_value *out)
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
    if (!g->sensitive && !hki_attribute_get(rt, &g->parts, g->fallback, false, row->items[0], &key)) return false;
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
