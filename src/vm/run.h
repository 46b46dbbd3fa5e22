/* run.h: the dispatch loop. */
#ifndef HKI_RUN_H
#define HKI_RUN_H

#include "vm/state.h"

/* Runs the top frame, and those it pushes, to its end. False after raising: its frames are popped then, too. */
bool hki_run(hki_vm *vm);

#endif
