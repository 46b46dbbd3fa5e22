/* run.h: the dispatch loop. */
#ifndef HKI_RUN_H
#define HKI_RUN_H

#include "vm/state.h"

/* Runs the top frame, and those it pushes, to its end, or to a pause that was asked for (limit.h): then they are still there, and the
 * next call goes on. Pauses are between instructions, and never while native code runs. False after raising: its frames are popped
 * then, too. */
bool hki_run(hki_vm *vm);

/* What the instruction that waits for the end of a pause will cost. */
uint64_t hki_run_owed(const hki_vm *vm);

#endif
