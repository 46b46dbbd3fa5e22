/* collect.h: keeping what is reachable of a render's region, and taking the host's data over before it is changed. */
#ifndef HKI_COLLECT_H
#define HKI_COLLECT_H

#include "vm/state.h"

/* Moves everything that the VM can reach into a new region and gives the old one back. Only while no native code runs. False after
 * raising: there was no memory for it, and the render is over. */
bool hki_collect(hki_vm *vm);

/* The same, and copies all lists and dicts of others that can be reached, so that the render may change them. */
bool hki_thaw(hki_vm *vm);

#endif
