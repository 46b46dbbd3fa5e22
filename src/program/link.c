/* link.c: makes a program ready to run in one environment.
 *
 * In:  a program that was opened, an rt whose region is the template's and whose `up` knows filters and tests.
 * Out: values for all constants and names; the filters and tests it refers to, their arguments bound (bind.c). What only running asks
 * for, the hashes of names, is worked out when it first runs.
 * Always: everything lies in the template's region or in the program's bytes, and is frozen: threads share it. A string constant
 * that is spelled as a name is the name's object, so that most comparisons of keys end at the pointer. */
#include "program/link.h"

#include "base/hash.h"
#include "base/inline.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/number.h"
#include "value/str.h"

/* ---- when it first runs */

/* What any other name means on a dict is an item: the VM need not look for an attribute first. */
static bool is_attribute(const hki_str *name)
{
    return name->size && (name->data[0] == '_' || hki_dict_has_method(name->data, name->size));
}

/* Threads may do this at once: they write the same words, in an order that makes the mark the last. */
void hki_template_run_first(hki_rt *rt, const hki_template *t)
{
    for (uint32_t i = 0; i < t->program.nnames; i++) {
        const hki_str *name = &t->names[i];
        hki_obj *head = (hki_obj *)(uintptr_t)&name->head;
        uint16_t flags = HKI_STR_LOOSE | HKI_STR_HASHED | (is_attribute(name) ? HKI_STR_ATTRIBUTE : 0);
        __atomic_store_n(&head->hash, hki_hash_bytes(rt->hash_seed, name->data, name->size), __ATOMIC_RELAXED);
        __atomic_store_n(&head->flags, flags, __ATOMIC_RELEASE);
    }
    __atomic_store_n(t->ready, true, __ATOMIC_RELEASE);
}

/* ---- linking */

static bool link_names(hki_rt *rt, hki_template *t)
{
    const hki_program *p = &t->program;
    hki_str *name = hki_region_array(rt->region, p->nnames, sizeof *name);
    t->ready = hki_region_alloc(rt->region, sizeof *t->ready);
    if (!name || !t->ready) return hki_raise_memory(rt);
    t->names = name;
    *t->ready = false;
    const hki_obj head = {.type = HKI_STRING, .space = rt->region->space, .flags = HKI_STR_LOOSE};
    uint64_t head_word;                 /* a store each, and not one a field */
    _Static_assert(sizeof head == sizeof head_word, "a head is a word");
    memcpy(&head_word, &head, sizeof head);
    const char *text = p->text;
    for (const hki_name_text *n = p->names, *end = n + p->nnames; n < end; n++, name++) {
        memcpy(&name->head, &head_word, sizeof head);
        name->size = n->size;
        name->points = n->points;
        name->data = text + n->offset;
    }
    return true;
}

/* Behind a program's text there may be read. */
static const hki_str *text_at(hki_rt *rt, const hki_program *p, uint64_t offset, uint64_t size)
{
    hki_str *s = hki_str_borrow(rt, p->text + offset, size);
    if (s) s->head.flags |= HKI_STR_LOOSE;
    return s;
}

static bool link_string(hki_rt *rt, const hki_template *t, const hki_konst *k, hk_value *out)
{
    bool own = k->flags & HKI_KONST_TEXT;
    const hki_str *s = own ? text_at(rt, &t->program, k->bits & UINT32_MAX, k->bits >> 32) : &t->names[k->bits];
    if (!s) return false;
    *out = k->flags & HKI_SAFE ? hki_safe_value(s) : hki_str_value(s);
    return true;
}

static bool link_items(hki_rt *rt, hki_template *t, const hki_konst *k, hk_value *out)
{
    const uint32_t *item = t->program.lists + (k->bits & UINT32_MAX);
    uint32_t count = (uint32_t)(k->bits >> 32);
    if (k->kind == HKI_DICT) {
        hki_dict *d = hki_dict_new(rt, count / 2);
        for (uint32_t i = 0; d && i + 1 < count; i += 2) {
            if (!hki_dict_set(rt, d, t->konsts[item[i]], t->konsts[item[i + 1]])) return false;
        }
        if (d) *out = hki_dict_value(d);
        return d != NULL;
    }
    hki_list *l = k->kind == HKI_TUPLE ? hki_tuple_new(rt, NULL, count) : hki_list_new(rt, count);
    if (!l) return false;
    for (uint32_t i = 0; i < count; i++) l->items[i] = t->konsts[item[i]];
    l->count = count;
    *out = hki_list_value(l);
    return true;
}

static bool link_konst(hki_rt *rt, hki_template *t, const hki_konst *k, hk_value *out)
{
    double d;
    switch (k->kind) {
    case HKI_BOOL: *out = hki_bool(k->bits != 0); return true;
    case HKI_INT: *out = hki_int((int64_t)k->bits); return true;
    case HKI_FLOAT:
        memcpy(&d, &k->bits, sizeof d);
        *out = hki_float(d);
        return true;
    case HKI_STRING: return link_string(rt, t, k, out);
    case HKI_BIGINT: {
        const char *text = t->program.text + (k->bits & UINT32_MAX);
        return hki_int_parse(rt, text + 1, (size_t)(k->bits >> 32) - 1, 16, *text == '-', out);
    }
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_DICT: return link_items(rt, t, k, out);
    default: *out = hki_none(); return true;
    }
}

static bool link_konsts(hki_rt *rt, hki_template *t)
{
    const hki_program *p = &t->program;
    hk_value *to = t->konsts = hki_region_array(rt->region, p->nkonsts, sizeof *to);
    if (!to) return hki_raise_memory(rt);
    for (const hki_konst *k = p->konsts, *end = k + p->nkonsts; k < end; k++, to++) {
        if (!link_konst(rt, t, k, to)) return false;
    }
    return true;
}

typedef const hki_function *(*finder)(hki_rt *rt, const char *name, size_t size);

/* The first nfound of them may have been found already. */
HKI_INLINE bool link_named(hki_rt *rt, const hki_template *t, const hki_named *named, uint32_t count, finder find,
    const hki_function *const *found, uint32_t nfound, const hki_bound **out)
{
    *out = NULL;
    if (!count) return true;
    hki_bound *bound = hki_region_array(rt->region, count, sizeof *bound);
    if (!bound) return hki_raise_memory(rt);
    for (uint32_t i = 0; i < count; i++) {
        const hki_str *name = &t->names[named[i].name];
        const hki_function *function = i < nfound ? found[i] : NULL;
        bound[i] = (hki_bound){.function = function ? function : find(rt, name->data, name->size)};
        if (bound[i].function && !hki_bind(rt, t, &named[i], &bound[i])) return false;
    }
    *out = bound;
    return true;
}

bool hki_template_link(hki_rt *rt, hki_template *t, const char *name, size_t size, const hki_found *found)
{
    static const hki_found none;
    const hki_found *f = found ? found : &none;
    const hki_program *program = &t->program;
    t->name = NULL;
    if (name) {
        hki_str *s = hki_str_new(rt, name, size);
        if (!s) return false;
        t->name = s;
    }
    return link_names(rt, t) && link_konsts(rt, t) &&
           link_named(rt, t, program->filters, program->nfilters, rt->up->filter, f->filter, HKI_FOUND_FILTERS, &t->filters) &&
           link_named(rt, t, program->tests, program->ntests, rt->up->test, f->test, HKI_FOUND_TESTS, &t->tests);
}
