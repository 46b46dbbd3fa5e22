/* limit.h: what stops a render: fuel, memory, output, depth. */
#ifndef HKI_LIMIT_H
#define HKI_LIMIT_H

#include "vm/state.h"

void hki_limits_start(hki_vm *vm);
bool hki_tick_slow(hki_vm *vm);
/* A back edge of a loop, at its NEXT: a step of work and one more for each 16 instructions that the body has, and the place where a
 * collection may run. False after raising. */
static inline bool hki_tick(hki_vm *vm, const hki_insn *next)
{
    vm->rt.spent += 1 + (uint64_t)(vm->code + next->c - next) / 16;
    return (vm->rt.spent <= vm->rt.fuel && vm->region.bytes < vm->collect_at) || hki_tick_slow(vm);
}

/* After a collection: when the next one is due. */
void hki_limit_collected(hki_vm *vm);

#endif
