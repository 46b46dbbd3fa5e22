/* lib.c: names to filters and tests.
 *
 * In:  the tables in grammar/, and what extensions and a host add.   Out: the prepared function of a name.
 * Always: a function that was found stays where it is; a name that is replaced gets another. Built by one thread, then read by all. */
#include "lib/lib.h"

#include "base/hash.h"
#include "base/inline.h"
#include "grammar/signatures.h"
#include "lib/natives.h"
#include "value/list.h"
#include "value/slots.h"
#include "value/str.h"

/* A name as look-ups compare it: in two words. */
typedef struct builtin_name { char text[HKI_RIM_IS_ALL]; uint32_t size; } builtin_name;

/* What was added is in a hash table; the builtin ones have an index (value/slots.h). */
struct hki_vocabulary {
    const hki_function *builtin;
    const builtin_name *builtin_names;
    const uint8_t *builtin_slots;
    uint32_t nbuiltin;
    uint32_t count, size;               /* of what was added; size: 0 or a power of two, at least a third of it free */
    const hki_function **slots;
    uint64_t seed;
};

#define WORDING(flags) ((flags) & HKI_FN_C ? HKI_WORDS_C : HKI_WORDS_PYTHON)
#define FILTER_ROW(name_, python_, flags_, signature_, native_) \
    {.name = #name_, .python = #python_, .run = hki_filter_##native_, .flags = (flags_), .wording = WORDING(flags_), \
     SIGNATURE_filter_##name_},
#define TEST_ROW(name_, python_, flags_, signature_, native_) \
    {.name = (name_), .python = #python_, .run = hki_test_##native_, .flags = (uint16_t)(flags_), .types = (uint64_t)(flags_) >> 16, \
     .wording = WORDING(flags_), SIGNATURE_test_##native_},
#define COUNT(rows) ((uint32_t)(sizeof(rows) / sizeof *(rows)))

static const hki_function filters[] = {
#define FILTER FILTER_ROW
#include "grammar/filters.def"
};

static const hki_function tests[] = {
#define TEST TEST_ROW
#include "grammar/tests.def"
};

static const builtin_name filter_names[] = {
#define FILTER(name_, ...) {#name_, sizeof #name_ - 1},
#include "grammar/filters.def"
};

static const builtin_name test_names[] = {
#define TEST(name_, ...) {name_, sizeof name_ - 1},
#include "grammar/tests.def"
};

static const hki_function extras_filters[] = {
#define FILTER FILTER_ROW
#include "grammar/filters_extras.def"
};

static const hki_function extras_tests[] = {
#define TEST TEST_ROW
#include "grammar/tests_extras.def"
};

#ifdef HOKORA_REGEX
static const hki_function regex_filters[] = {
#define FILTER FILTER_ROW
#include "grammar/filters_regex.def"
};

static const hki_function regex_tests[] = {
#define TEST TEST_ROW
#include "grammar/tests_regex.def"
};
#endif

/* Most names are short: a call would cost more. */
static bool is_named(const hki_function *f, const char *name, size_t size)
{
    const char *own = f->name;
    while (size && *own && *own == *name) own++, name++, size--;
    return !size && !*own;
}

/* Where the name is, or the free slot where it would be. */
static uint32_t slot_of(const hki_vocabulary *v, const char *name, size_t size)
{
    uint32_t at = hki_hash_bytes(v->seed, name, size) & (v->size - 1);
    while (v->slots[at] && !is_named(v->slots[at], name, size)) at = (at + 1) & (v->size - 1);
    return at;
}

static bool grow(hki_rt *rt, hki_vocabulary *v)
{
    const hki_function **old = v->slots;
    uint32_t old_size = v->size, size = old_size ? old_size * 2 : 16;
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
    if ((v->count + 1) * 3 > v->size * 2 && !grow(rt, v)) return false;
    uint32_t at = slot_of(v, f->name, strlen(f->name));
    v->count += !v->slots[at];
    v->slots[at] = f;
    return true;
}

static bool put_all(hki_rt *rt, hki_vocabulary *v, const hki_function *rows, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!put(rt, v, &rows[i])) return false;
    return true;
}

static const uint8_t filter_slots[] = {FILTER_SLOTS}, test_slots[] = {TEST_SLOTS};
enum { SLOTS = sizeof filter_slots };
_Static_assert(sizeof test_slots == SLOTS && COUNT(filters) * 3 < SLOTS && COUNT(tests) * 3 < SLOTS, "most slots are empty");

static hki_vocabulary *vocabulary_new(hki_rt *rt, hki_vocabulary builtin)
{
    hki_vocabulary *v = hki_region_alloc(rt->region, sizeof *v);
    if (v) *v = builtin;
    else hki_raise_memory(rt);
    return v;
}

hki_vocabulary *hki_filters_new(hki_rt *rt)
{
    return vocabulary_new(rt, (hki_vocabulary){.builtin = filters, .builtin_names = filter_names, .builtin_slots = filter_slots,
        .nbuiltin = COUNT(filters), .seed = rt->hash_seed});
}

hki_vocabulary *hki_tests_new(hki_rt *rt)
{
    return vocabulary_new(rt, (hki_vocabulary){.builtin = tests, .builtin_names = test_names, .builtin_slots = test_slots,
        .nbuiltin = COUNT(tests), .seed = rt->hash_seed});
}

bool hki_extras_add(hki_rt *rt, hki_vocabulary *to_filters, hki_vocabulary *to_tests)
{
    return put_all(rt, to_filters, extras_filters, COUNT(extras_filters)) && put_all(rt, to_tests, extras_tests, COUNT(extras_tests));
}

#ifdef HOKORA_REGEX
bool hki_regex_add(hki_rt *rt, hki_vocabulary *to_filters, hki_vocabulary *to_tests)
{
    return put_all(rt, to_filters, regex_filters, COUNT(regex_filters)) && put_all(rt, to_tests, regex_tests, COUNT(regex_tests));
}
#endif

static const hki_function *find_builtin(const hki_vocabulary *v, const char *name, size_t size)
{
    if (!size || size > HKI_RIM_IS_ALL) return NULL;
    hki_rim rim = hki_rim_of(name, size);
    for (unsigned at = hki_slot_of(name, size, 0, SLOTS); v->builtin_slots[at]; at = (at + 1) % SLOTS) {
        uint32_t row = v->builtin_slots[at] - 1u;
        const builtin_name *known = &v->builtin_names[row];
        if (hki_load_8(known->text) == rim.first && hki_load_8(known->text + 8) == rim.last && known->size == size) return &v->builtin[row];
    }
    return NULL;
}

HKI_APART const hki_function *find_added(const hki_vocabulary *v, const char *name, size_t size)
{
    const hki_function *added = v->slots[slot_of(v, name, size)];
    return added ? added : find_builtin(v, name, size);
}

const hki_function *hki_vocabulary_find(const hki_vocabulary *v, const char *name, size_t size)
{
    return v->size ? find_added(v, name, size) : find_builtin(v, name, size);
}

/* What templates cannot name is neither suggested nor listed. */
static bool is_hidden(const hki_function *f) { return f->name[0] == ' '; }

void hki_vocabulary_suggest(const hki_vocabulary *v, hki_suggest *s)
{
    for (uint32_t i = 0; i < v->nbuiltin; i++) hki_suggest_try(s, v->builtin[i].name, strlen(v->builtin[i].name));
    for (uint32_t i = 0; i < v->size; i++)
        if (v->slots[i] && !is_hidden(v->slots[i])) hki_suggest_try(s, v->slots[i]->name, strlen(v->slots[i]->name));
}

static bool has_row(const hki_function *rows, uint32_t count, const char *name, size_t size)
{
    for (uint32_t i = 0; i < count; i++)
        if (strlen(rows[i].name) == size && memcmp(rows[i].name, name, size) == 0) return true;
    return false;
}

const char *hki_extension_of(bool test, const char *name, size_t size)
{
#define HAS(prefix) \
    (test ? has_row(prefix##_tests, COUNT(prefix##_tests), name, size) : has_row(prefix##_filters, COUNT(prefix##_filters), name, size))
    if (HAS(extras)) return "extras";
#ifdef HOKORA_REGEX
    if (HAS(regex)) return "regex";
#endif
#undef HAS
    return NULL;
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

static bool push_name(hki_rt *rt, hki_list *names, const hki_function *f)
{
    if (is_hidden(f)) return true;
    hki_str *name = hki_str_c(rt, f->name);
    return name && hki_list_push(rt, names, hki_str_value(name));
}

hki_dict *hki_vocabulary_names(hki_rt *rt, const hki_vocabulary *v)
{
    hki_list *names = hki_list_new(rt, v->nbuiltin + v->count);
    hki_dict *d = hki_dict_new(rt, v->nbuiltin + v->count);
    if (!names || !d) return NULL;
    for (uint32_t i = 0; i < v->nbuiltin; i++)
        if (!push_name(rt, names, &v->builtin[i])) return NULL;
    for (uint32_t i = 0; i < v->size; i++)
        if (v->slots[i] && !push_name(rt, names, v->slots[i])) return NULL;
    if (!hki_sort(rt, names->items, names->count, less_name, NULL, false)) return NULL;
    for (uint32_t i = 0; i < names->count; i++)
        if (!hki_dict_set(rt, d, names->items[i], hki_none())) return NULL;
    return d;
}
