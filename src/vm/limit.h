/* limit.h: what stops a render: fuel, memory, output, depth. */
#ifndef HKI_LIMIT_H
#define HKI_LIMIT_H

#include "vm/state.h"

void hki_limits_start(hki_vm *vm);
/* A call of a module, which has all the fuel again; but not the memory that earlier ones left. */
void hki_fuel_start(hki_vm *vm);

/* From now on the render pauses, where it next can, when it took `steps` more; 0: when it is asked to (run.h). */
void hki_limit_slice(hki_vm *vm, uint64_t steps);
/* Asks the render to pause. Returns false, as what stops an instruction does. */
static inline bool hki_pause(hki_vm *vm)
{
    vm->rt.reserve += vm->rt.fuel;
    vm->rt.fuel = 0;
    return false;
}
static inline bool hki_pause_due(const hki_vm *vm) { return vm->rt.spent > vm->rt.fuel; }

bool hki_tick_slow(hki_vm *vm);
/* A step of a loop, and the place where a collection may run. False after raising, or to pause before the step. */
static inline bool hki_tick(hki_vm *vm, uint64_t cost)
{
    vm->rt.spent += cost;
    return (vm->rt.spent <= vm->rt.fuel && vm->region.bytes < vm->collect_at) || hki_tick_slow(vm);
}

/* After a collection: when the next one is due. */
void hki_limit_collected(hki_vm *vm);

#endif
