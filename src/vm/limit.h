/* limit.h: what stops a render: fuel, memory, output, depth. */
#ifndef HKI_LIMIT_H
#define HKI_LIMIT_H

#include "vm/state.h"

void hki_limits_start(hki_vm *vm);
bool hki_fuel_out(hki_vm *vm);          /* raises; false */

/* One step of work: a call. */
static inline bool hki_fuel_take(hki_vm *vm)
{
    if (!vm->fuel) return hki_fuel_out(vm);
    vm->fuel--;
    return true;
}

bool hki_tick_slow(hki_vm *vm);
/* A back edge of a loop: one step of work, and the place where a collection may run. False after raising. */
static inline bool hki_tick(hki_vm *vm)
{
    if (vm->fuel && vm->region.bytes < vm->collect_at) {
        vm->fuel--;
        return true;
    }
    return hki_tick_slow(vm);
}

/* After a collection: when the next one is due. */
void hki_limit_collected(hki_vm *vm);

#endif
