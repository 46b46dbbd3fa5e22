/* What grammar/signatures.awk makes of the tables is what hki_function_prepare would make of them, and every builtin is found. */
#include <string.h>

#include "../harness/check.h"
#include "../harness/values.h"
#include "lib/lib.h"
#include "value/ops.h"

enum { HKI_MARKUP = HKI_TYPE_COUNT };

static const char *const filters[] = {
#define FILTER(name, python, flags, signature, native) #name,
#include "grammar/filters.def"
#define FILTER(name, python, flags, signature, native) #name,
#include "grammar/filters_extras.def"
};

static const char *const tests[] = {
#define TEST(name, python, flags, signature, native) name,
#include "grammar/tests.def"
#define TEST(name, python, flags, signature, native) name,
#include "grammar/tests_extras.def"
};

static const char *const globals[] = {
#define GLOBAL(name, python, wording, flags, signature) #name,
#include "grammar/globals.def"
#define GLOBAL(name, python, wording, flags, signature) #name,
#include "grammar/globals_extras.def"
};

static const struct method { unsigned type; const char *name; } methods[] = {
#define METHOD(type, name, wording, flags, signature) {HKI_##type, #name},
#include "grammar/methods.def"
};

static bool same_parameter(hki_rt *rt, const hki_param *a, const hki_param *b)
{
    bool same = a->at == b->at && a->size == b->size;
    same = same && a->positional == b->positional && a->keyword == b->keyword && a->required == b->required;
    if (!same || a->fallback.type != b->fallback.type || a->fallback.flags != b->fallback.flags) return false;
    return a->fallback.type == HKI_UNDEFINED || hki_equal(rt, a->fallback, b->fallback) == HKI_YES;
}

static void check_function(hkt_rt *t, const char *name, const hki_function *f)
{
    CHECK_ROW(name, f && strcmp(f->name, name) == 0);
    if (!f) return;
    hki_function read = {.name = f->name, .python = f->python, .signature = f->signature};
    CHECK_ROW(name, hki_function_prepare(&t->rt, &read));
    CHECK_ROW(name, read.nparams == f->nparams && read.nrequired == f->nrequired && read.npositional == f->npositional);
    CHECK_ROW(name, read.takes_rest == f->takes_rest && read.takes_named == f->takes_named && read.open == f->open);
    for (unsigned i = 0; i < read.nparams && i < f->nparams; i++)
        CHECK_ROW(name, same_parameter(&t->rt, &read.params[i], &f->params[i]));
}

static hk_value of_type(unsigned type)
{
    static hki_view keys;
    hk_value v = {.type = (uint8_t)(type == HKI_MARKUP ? HKI_STRING : type)};
    if (type == HKI_VIEW) v.as.p = &keys;
    if (type == HKI_MARKUP) v.flags = HKI_SAFE;
    return v;
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hki_vocabulary *all_filters = hki_filters_new(&t.rt), *all_tests = hki_tests_new(&t.rt);
    hki_dict *all_globals = hki_dict_new(&t.rt, 8);
    CHECK(hki_extras_add(&t.rt, all_filters, all_tests));
    CHECK(hki_globals_add(&t.rt, all_globals) && hki_extras_globals_add(&t.rt, all_globals));
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        check_function(&t, filters[i], hki_vocabulary_find(all_filters, filters[i], strlen(filters[i])));
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        check_function(&t, tests[i], hki_vocabulary_find(all_tests, tests[i], strlen(tests[i])));
    for (size_t i = 0; i < sizeof globals / sizeof *globals; i++) {
        const hk_value *v = hki_dict_find_str(&t.rt, all_globals, hki_as_str(hkt_str(&t, globals[i])));
        check_function(&t, globals[i], v ? hki_as_function(*v) : NULL);
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        check_function(&t, methods[i].name, hki_method_find(of_type(methods[i].type), methods[i].name, strlen(methods[i].name)));
    hkt_rt_close(&t);
    return hkt_done();
}
