/* link.h: a program made ready to run in one environment: constants and names as values with their hash, filters and tests found. */
#ifndef HKI_LINK_H
#define HKI_LINK_H

#include "program/program.h"

/* A template: a program under a name. Immutable and shared between threads; lives in a region of its own. */
typedef struct hki_template {
    hki_program program;
    hki_region region;          /* holds everything below */
    const hki_str *name;        /* NULL: made from a string */
    hk_value *konsts;           /* one a constant */
    const hki_str **names;      /* one a name, hashed */
    const struct hki_function **filters, **tests;   /* NULL where the environment has none of that name */
    const hki_dict *globals;    /* the environment's, or with the template's own added; borrowed */
    bool autoescape;            /* what the root starts with */
    void *owner;                /* the environment's own (cache entry) */
} hki_template;

/* Makes `t` from a program that was opened. rt->region must be &t->region; filters and tests are asked of rt->up.
 * False after raising. Release: hki_region_clear(&t->region). */
bool hki_template_link(hki_rt *rt, hki_template *t, const hki_program *program, const char *name, size_t size);

#endif
