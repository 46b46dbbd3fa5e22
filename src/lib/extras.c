/* extras.c: the filters and tests of the extension "extras": what other engines have beyond Jinja2. Dates have a file of their own.
 *
 * In:  a bound call.   Out: lists, a dict, text or a bool. */
#include "lib/natives.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/take.h"

/* ---- text */

/* c->result = str(value).method(argument 1, …) */
static bool text_method(hki_call *c, hki_native method)
{
    hki_call m = {.rt = c->rt, .function = c->function, .arg = c->arg + 1};
    if (c->arg[0].type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, c->arg[0]);
    if (!hki_to_str(c->rt, c->arg[0], &m.self) || !method(&m)) return false;
    hki_take_new(&c->result, &m.result);
    return true;
}

bool hki_filter_split(hki_call *c) { return text_method(c, hki_STRING_split); }
bool hki_filter_lines(hki_call *c) { return text_method(c, hki_STRING_splitlines); }

static bool both_texts(hki_call *c, hki_str **text, hki_str **part)
{
    for (unsigned i = 0; i < 2; i++)
        if (c->arg[i].type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, c->arg[i]);
    return hki_arg_str(c, 0, text) && hki_arg_str(c, 1, part);
}

bool hki_test_startingwith(hki_call *c)
{
    hki_str *text, *part;
    if (!both_texts(c, &text, &part)) return false;
    c->result = hki_bool(text->size >= part->size && memcmp(text->data, part->data, part->size) == 0);
    return true;
}

bool hki_test_endingwith(hki_call *c)
{
    hki_str *text, *part;
    if (!both_texts(c, &text, &part)) return false;
    c->result = hki_bool(text->size >= part->size && memcmp(text->data + (text->size - part->size), part->data, part->size) == 0);
    return true;
}

bool hki_test_containing(hki_call *c)
{
    int found = hki_contains(c->rt, c->arg[0], c->arg[1]);
    c->result = hki_bool(found == HKI_YES);
    return found != HKI_ERROR;
}

/* ---- one or many */

bool hki_filter_bool(hki_call *c)
{
    bool truth;
    if (!hki_arg_truth(c, 0, &truth)) return false;
    c->result = hki_bool(truth);
    return true;
}

/* pluralize(singular='', plural='s'): by a number, or by how many items there are. */
bool hki_filter_pluralize(hki_call *c)
{
    hk_value n = c->arg[0];
    if (n.type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, n);
    if (!hki_is_number(n)) {
        int64_t length = hki_length(c->rt, n);
        if (length < 0) return false;
        n = hki_int(length);
    }
    int one = hki_equal(c->rt, n, hki_int(1));
    c->result = c->arg[one == HKI_YES ? 1 : 2];
    return one != HKI_ERROR;
}

/* ---- zip and chain */

static hk_value part(const hki_call *c, uint32_t i)
{
    return i ? c->rest[i - 1] : c->arg[0];
}

/* zip(*others): tuples of the first items, of the second ones, …, until one has no more. */
bool hki_filter_zip(hki_call *c)
{
    hki_rt *rt = c->rt;
    uint32_t width = c->nrest + 1;
    hki_list *rows = hki_list_new(rt, 0);
    hki_cursor *walks = hki_region_array(rt->region, width, sizeof *walks);
    if (!rows || !walks) return hki_raise_memory(rt);
    c->result = hki_list_value(rows);
    for (uint32_t i = 0; i < width; i++)
        if (!hki_cursor_open(rt, part(c, i), &walks[i])) return false;
    for (;;) {
        hki_list *row = hki_tuple_new(rt, NULL, width);
        if (!row) return false;
        for (uint32_t i = 0; i < width; i++) row->items[i] = hki_none();
        for (uint32_t i = 0; i < width; i++) {
            int got = hki_cursor_next(rt, &walks[i], &row->items[i]);
            if (got != HKI_YES) return got == HKI_NO;
        }
        if (!hki_list_push(rt, rows, hki_list_value(row))) return false;
    }
}

static bool merge(hki_call *c)
{
    hki_dict *all = hki_dict_new(c->rt, 0);
    if (!all) return false;
    c->result = hki_dict_value(all);
    for (uint32_t i = 0; i <= c->nrest; i++) {
        uint32_t at = 0;
        for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(part(c, i)), &at));)
            if (!hki_dict_set(c->rt, all, e->key, e->value)) return false;
    }
    return true;
}

/* chain(*others): the items of all in a list; dicts alone are merged, and the last one that has a key wins. */
bool hki_filter_chain(hki_call *c)
{
    bool dicts = true;
    for (uint32_t i = 0; i <= c->nrest; i++) dicts = dicts && part(c, i).type == HKI_DICT;
    if (dicts) return merge(c);
    hki_list *all = hki_list_new(c->rt, 0);
    if (!all) return false;
    c->result = hki_list_value(all);
    for (uint32_t i = 0; i <= c->nrest; i++) {
        hki_cursor walk;
        hk_value item;
        int got;
        if (!hki_cursor_open(c->rt, part(c, i), &walk)) return false;
        while ((got = hki_cursor_next(c->rt, &walk, &item)) == HKI_YES)
            if (!hki_list_push(c->rt, all, item)) return false;
        if (got == HKI_ERROR) return false;
    }
    return true;
}
