/* link.h: a program made ready to run in one environment: constants and names as values, filters and tests found. */
#ifndef HKI_LINK_H
#define HKI_LINK_H

#include "program/program.h"
#include "value/call.h"

/* How the arguments of a filter or test come to its parameters. */
enum hki_binding_way {
    HKI_BIND_LATE,              /* by hki_function_call, each time: *args and **kwargs, many parameters, or a call that is wrong */
    HKI_BIND_ROW,               /* the row of registers is the parameters */
    HKI_BIND_PARAMS,            /* the parameters are those of call.arg, but for the ones that are `placed` */
    HKI_BIND_DEFAULT,           /* HKI_BIND_PARAMS of HKI_FN_DEFAULT, where all that counts is whether the value is undefined */
    HKI_BIND_QUICK,             /* HKI_FN_QUICK with its one argument */
    HKI_BIND_TYPED              /* HKI_FN_TYPED with its one argument */
};

/* A filter or test and its arguments, bound as far as they can be when a program is linked. */
typedef struct hki_bound {
    const hki_function *function;       /* NULL: the environment has none of that name */
    uint8_t way;                /* enum hki_binding_way */
    uint8_t nplaced;
    struct { uint8_t param, from; } placed[HKI_PARAMS_NEAR];    /* parameters behind the value that are in registers, too */
    uint32_t npos;              /* registers of the row whose text is read, and paid for; the value is the first */
    uint32_t types;             /* HKI_BIND_TYPED: a bit for each type that passes */
    size_t bytes;               /* of the texts among the constants that are read, too */
    const hk_value *args;       /* the constants that are the arguments; NULL: they stand in the row, or there are none */
    hki_call call;              /* what is the same each time; without `rest` if that stands in the row */
} hki_bound;

/* A template: a program under a name. Immutable and shared between threads; lives in a region of its own. */
typedef struct hki_template {
    hki_program program;
    hki_region region;          /* holds everything below */
    const hki_str *name;        /* NULL: made from a string */
    hk_value *konsts;           /* one a constant */
    const hki_str *names;       /* one a name */
    bool *ready;                /* names have their hash, and HKI_STR_ATTRIBUTE where that is so; shared by copies of the template */
    const hki_bound *filters, *tests;
    const hki_dict *globals;    /* the environment's, or with the template's own added; borrowed */
    bool autoescape;            /* what the root starts with */
} hki_template;

/* The first filters and tests of a program, by their numbers, as whoever compiled it found them; NULL: perhaps there is one. */
enum { HKI_FOUND_FILTERS = 12, HKI_FOUND_TESTS = 4 };
typedef struct hki_found { const hki_function *filter[HKI_FOUND_FILTERS], *test[HKI_FOUND_TESTS]; } hki_found;

/* Makes `t` from its program, which was opened. rt->region must be &t->region; filters and tests are asked of rt->up, but
 * for those in `found`, which may be NULL.
 * False after raising. Release: hki_region_clear(&t->region). */
bool hki_template_link(hki_rt *rt, hki_template *t, const char *name, size_t size, const hki_found *found);

/* Before a template is run. */
void hki_template_run_first(hki_rt *rt, const hki_template *t);
static inline void hki_template_ready(hki_rt *rt, const hki_template *t)
{
    if (!__atomic_load_n(t->ready, __ATOMIC_ACQUIRE)) hki_template_run_first(rt, t);
}
/* Of a name of a template that is run, in whichever thread. */
static inline uint32_t hki_name_hash(const hki_str *name) { return __atomic_load_n(&name->head.hash, __ATOMIC_RELAXED); }
static inline bool hki_name_is_attribute(const hki_str *name)
{
    return (__atomic_load_n(&name->head.flags, __ATOMIC_RELAXED) & HKI_STR_ATTRIBUTE) != 0;
}

/* Of a filter or test that was found: binds its arguments. All else in *out is 0. False after raising. */
bool hki_bind(hki_rt *rt, const hki_template *t, const hki_named *named, hki_bound *out);

#endif
