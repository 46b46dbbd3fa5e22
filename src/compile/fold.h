/* fold.h: constant folding, as far as Jinja does it and it can be seen. */
#ifndef HKI_FOLD_H
#define HKI_FOLD_H

#include "base/budget.h"
#include "syntax/ast.h"

/* What a template's constants make is bounded, so that compiling a hostile template stays cheap. A refusal by the bound (of memory or
 * of fuel) leaves the work to run time; a refusal by the host's allocator is an error. */
typedef struct hki_fold {
    hki_rt *rt;                 /* the compile's */
    hki_region *near;           /* what lends the first room */
    bool open;                  /* what follows, but for the last line, is made when something is folded first */
    hki_rt work;                /* the one that operations run with: it has a region of its own */
    hki_region region;
    hki_budget budget;
    bool autoescape, is_volatile;       /* the evaluation context where the expression stands */
    bool native;                /* what is printed is never escaped */
    bool contained;             /* within nothing but containers: no failure of one is an error of compiling */
} hki_fold;

/* near: outlives it. */
void hki_fold_init(hki_fold *f, hki_rt *rt, hki_region *near, bool native);
void hki_fold_free(hki_fold *f);

/* Replaces constant parts of an expression by Const nodes, in place. Their values live until the next call of this or the next
 * function. False after raising: some errors in constants are errors of compiling [jinja]. */
bool hki_fold_expr(hki_fold *f, hki_node *n);

/* The value of an expression as it stands in an output tag. HKI_YES with *out, HKI_NO: it is to be worked out when run (also where
 * it fails), HKI_ERROR. */
int hki_fold_output(hki_fold *f, const hki_node *n, hk_value *out);

/* The truth of the argument of an autoescape tag: HKI_YES, HKI_NO (known only when run), HKI_ERROR. */
int hki_fold_truth(hki_fold *f, const hki_node *n, bool *out);

#endif
