/* budget.h: an allocator with a bound, in front of another one. */
#ifndef HKI_BUDGET_H
#define HKI_BUDGET_H

#include "base/mem.h"

typedef struct hki_budget {
    hk_allocator hooks;         /* give &budget->hooks; the budget must not move */
    const hk_allocator *mem;
    size_t used, limit;         /* 0: none */
    bool refused;               /* by `mem` */
    bool over;                  /* by the bound */
} hki_budget;

void hki_budget_init(hki_budget *b, const hk_allocator *mem, size_t limit);

#endif
