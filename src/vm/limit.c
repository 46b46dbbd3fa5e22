/* limit.c: what stops a render.
 *
 * In:  the limits the VM was made with.   Out: counters, and HK_LIMIT when one runs out.
 * Always: without a fuel limit its number is too large to be reached. */
#include "vm/limit.h"

#include "vm/collect.h"

enum { FIRST_COLLECTION = 1 << 20 };

/* Collecting waits until the region has doubled, but not until the memory limit refuses. */
static void set_threshold(hki_vm *vm, size_t survived)
{
    size_t limit = vm->options.limits.memory, at = survived < FIRST_COLLECTION / 2 ? FIRST_COLLECTION : survived * 2;
    if (limit && at > limit / 2) at = survived > limit / 2 ? survived + (limit - (survived < limit ? survived : limit)) / 2 : limit / 2;
    vm->collect_at = at > survived ? at : survived + 1;
}

void hki_fuel_start(hki_vm *vm)
{
    vm->rt.spent = vm->rt.reserve = 0;
    vm->rt.fuel = vm->options.limits.fuel ? vm->options.limits.fuel : UINT64_MAX;
}

void hki_limits_start(hki_vm *vm)
{
    hki_fuel_start(vm);
    vm->max_frames = vm->options.limits.call_depth ? vm->options.limits.call_depth : HKI_MAX_CALL_DEPTH;
    set_threshold(vm, 0);
}

void hki_limit_slice(hki_vm *vm, uint64_t steps)
{
    hki_rt *rt = &vm->rt;
    uint64_t most = rt->fuel + rt->reserve, left = most - rt->spent;
    rt->fuel = steps && steps < left ? rt->spent + steps : most;
    rt->reserve = most - rt->fuel;
}

void hki_limit_collected(hki_vm *vm)
{
    set_threshold(vm, vm->region.bytes);
}

/* What has been made since the last time is paid for when it is dropped: all natives that make something pay by it. */
bool hki_tick_slow(hki_vm *vm)
{
    if (!hki_spend(&vm->rt, 0)) return false;
    if (hki_pause_due(vm) && !vm->native_depth) return false;
    if (vm->region.bytes < vm->collect_at || vm->native_depth) return true;
    return hki_spend_bytes(&vm->rt, vm->region.bytes) && hki_collect(vm);
}
