/* workshop.h: where the environment compiles and looks things up for a host. */
#ifndef HKI_WORKSHOP_H
#define HKI_WORKSHOP_H

#include "env/env.h"

/* An rt for one piece of work: values that messages need live in `region` and are gone afterwards. */
typedef struct hki_workshop { hki_region region; hki_error error; hki_rt rt; } hki_workshop;

/* Of an environment that is open; `end` drops what went wrong. */
void hki_workshop_begin(hk_env *env, hki_workshop *w);
void hki_workshop_end(hki_workshop *w);
/* The same for a call of a host: opens the environment first. False after reporting; *status says why. */
bool hki_workshop_open(hk_env *env, hki_workshop *w, hk_error *error, hk_status *status);
/* Reports what went wrong, and gives all back. */
hk_status hki_workshop_close(hk_env *env, hki_workshop *w, hk_error *error);

#endif
