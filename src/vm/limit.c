/* limit.c: what stops a render.
 *
 * In:  the limits the VM was made with.   Out: counters, and HK_LIMIT when one runs out.
 * Always: without a fuel limit the counter is too large to reach its end. */
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

void hki_limits_start(hki_vm *vm)
{
    const hki_vm_limits *l = &vm->options.limits;
    vm->fuel = l->fuel ? l->fuel : UINT64_MAX;
    vm->max_frames = l->call_depth ? l->call_depth : HKI_MAX_CALL_DEPTH;
    vm->region.limit = l->memory;
    set_threshold(vm, 0);
}

void hki_limit_collected(hki_vm *vm)
{
    set_threshold(vm, vm->region.bytes);
}

bool hki_fuel_out(hki_vm *vm)
{
    hki_buf text;
    hki_buf_init(&text, vm->options.mem);
    hki_buf_str(&text, "the render took more than ");
    hki_buf_int(&text, (int64_t)vm->options.limits.fuel);
    hki_buf_str(&text, " steps");
    if (text.failed) hki_raise_memory(&vm->rt);
    else hki_error_set(vm->rt.error, HK_LIMIT, text.data, text.size);
    hki_buf_free(&text);
    return false;
}

bool hki_tick_slow(hki_vm *vm)
{
    if (!hki_fuel_take(vm)) return false;
    if (vm->region.bytes < vm->collect_at || vm->native_depth) return true;
    return hki_collect(vm);
}
