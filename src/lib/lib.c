/* lib.c: names to filters and tests.
 *
 * In:  the tables in grammar/, and what a host adds.   Out: the prepared function of a name.
 * Always: a function that was found stays where it is; a name that is replaced gets another. Built by one thread, then read by all. */
#include "lib/lib.h"

#include "base/hash.h"
#include "lib/natives.h"
#include "value/list.h"
#include "value/str.h"

struct hki_vocabulary {
    uint64_t seed;
    uint32_t count, size;               /* size: a power of two, at least a third of it free */
    const hki_function **slots;
};

typedef struct row { const char *name, *python, *signature; hki_native run; uint8_t flags; } row;

#define FILTER_ROW(name, python, flags, signature, native) {#name, #python, signature, hki_filter_##native, flags},
#define TEST_ROW(name, python, flags, signature, native) {name, #python, signature, hki_test_##native, flags},
#define COUNT(rows) ((uint32_t)(sizeof(rows) / sizeof *(rows)))

static const row filter_rows[] = {
#define FILTER FILTER_ROW
#include "grammar/filters.def"
};

static const row test_rows[] = {
#define TEST TEST_ROW
#include "grammar/tests.def"
};

static const row extras_filter_rows[] = {
#define FILTER FILTER_ROW
#include "grammar/filters_extras.def"
};

static const row extras_test_rows[] = {
#define TEST TEST_ROW
#include "grammar/tests_extras.def"
};

#ifdef HOKORA_REGEX
static const row regex_filter_rows[] = {
#define FILTER FILTER_ROW
#include "grammar/filters_regex.def"
};

static const row regex_test_rows[] = {
#define TEST TEST_ROW
#include "grammar/tests_regex.def"
};
#endif

/* Where the name is, or the free slot where it would be. */
static uint32_t slot_of(const hki_vocabulary *v, const char *name, size_t size)
{
    uint32_t at = hki_hash_bytes(v->seed, name, size) & (v->size - 1);
    while (v->slots[at] && (strncmp(v->slots[at]->name, name, size) != 0 || strlen(v->slots[at]->name) != size))
        at = (at + 1) & (v->size - 1);
    return at;
}

static bool resize(hki_rt *rt, hki_vocabulary *v, uint32_t size)
{
    const hki_function **old = v->slots;
    uint32_t old_size = v->size;
    const hki_function **slots = hki_region_array(rt->region, size, sizeof *slots);
    if (!slots) return hki_raise_memory(rt);
    memset(slots, 0, size * sizeof *slots);
    v->slots = slots;
    v->size = size;
    for (uint32_t i = 0; i < old_size; i++)
        if (old[i]) v->slots[slot_of(v, old[i]->name, strlen(old[i]->name))] = old[i];
    return true;
}

/* `f` is prepared and stays where it is. */
static bool put(hki_rt *rt, hki_vocabulary *v, const hki_function *f)
{
    if ((v->count + 1) * 3 > v->size * 2 && !resize(rt, v, v->size * 2)) return false;
    uint32_t at = slot_of(v, f->name, strlen(f->name));
    v->count += !v->slots[at];
    v->slots[at] = f;
    return true;
}

static bool add_rows(hki_rt *rt, hki_vocabulary *v, const row *rows, uint32_t count, void *user)
{
    hki_function *functions = hki_region_array(rt->region, count, sizeof *functions);
    if (!functions) return hki_raise_memory(rt);
    for (uint32_t i = 0; i < count; i++) {
        functions[i] = (hki_function){.name = rows[i].name, .python = rows[i].python, .signature = rows[i].signature,
                                      .run = rows[i].run, .flags = rows[i].flags, .user = user,
                                      .wording = rows[i].flags & HKI_FN_C ? HKI_WORDS_C : HKI_WORDS_PYTHON};
        if (!hki_function_prepare(rt, &functions[i]) || !put(rt, v, &functions[i])) return false;
    }
    return true;
}

static hki_vocabulary *vocabulary_new(hki_rt *rt, const row *rows, uint32_t count)
{
    hki_vocabulary *v = hki_region_alloc(rt->region, sizeof *v);
    if (!v) {
        hki_raise_memory(rt);
        return NULL;
    }
    *v = (hki_vocabulary){.seed = rt->hash_seed};
    return resize(rt, v, 128) && add_rows(rt, v, rows, count, NULL) ? v : NULL;
}

hki_vocabulary *hki_filters_new(hki_rt *rt)
{
    return vocabulary_new(rt, filter_rows, COUNT(filter_rows));
}

hki_vocabulary *hki_tests_new(hki_rt *rt)
{
    return vocabulary_new(rt, test_rows, COUNT(test_rows));
}

bool hki_extras_add(hki_rt *rt, hki_vocabulary *filters, hki_vocabulary *tests)
{
    return add_rows(rt, filters, extras_filter_rows, COUNT(extras_filter_rows), NULL) &&
           add_rows(rt, tests, extras_test_rows, COUNT(extras_test_rows), NULL);
}

#ifdef HOKORA_REGEX
bool hki_regex_add(hki_rt *rt, hki_vocabulary *filters, hki_vocabulary *tests, struct hki_regex_cache *cache)
{
    return add_rows(rt, filters, regex_filter_rows, COUNT(regex_filter_rows), cache) &&
           add_rows(rt, tests, regex_test_rows, COUNT(regex_test_rows), cache);
}
#endif

const hki_function *hki_vocabulary_find(const hki_vocabulary *v, const char *name, size_t size)
{
    return v->slots[slot_of(v, name, size)];
}

static const char *copy_text(hki_rt *rt, const char *text)
{
    return hki_region_text(rt->region, text, strlen(text));
}

bool hki_vocabulary_add(hki_rt *rt, hki_vocabulary *v, const hki_function *f)
{
    hki_function *copy = hki_region_alloc(rt->region, sizeof *copy);
    if (!copy) return hki_raise_memory(rt);
    *copy = *f;
    copy->name = copy_text(rt, f->name);
    copy->python = copy_text(rt, f->python);
    copy->signature = copy_text(rt, f->signature);
    if (!copy->name || !copy->python || !copy->signature) return hki_raise_memory(rt);
    return hki_function_prepare(rt, copy) && put(rt, v, copy);
}

static int less_name(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)rt;
    (void)ctx;
    return hki_str_compare(hki_as_str(a), hki_as_str(b)) < 0;
}

hki_dict *hki_vocabulary_names(hki_rt *rt, const hki_vocabulary *v)
{
    hki_list *names = hki_list_new(rt, v->count);
    hki_dict *d = hki_dict_new(rt, v->count);
    if (!names || !d) return NULL;
    for (uint32_t i = 0; i < v->size; i++) {
        if (!v->slots[i]) continue;
        hki_str *name = hki_str_c(rt, v->slots[i]->name);
        if (!name || !hki_list_push(rt, names, hki_str_value(name))) return NULL;
    }
    if (!hki_sort(rt, names->items, names->count, less_name, NULL, false)) return NULL;
    for (uint32_t i = 0; i < names->count; i++)
        if (!hki_dict_set(rt, d, names->items[i], hki_none())) return NULL;
    return d;
}
