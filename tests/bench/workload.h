/* workload.h: a template and its context, loaded for hokora. */
#ifndef HKB_WORKLOAD_H
#define HKB_WORKLOAD_H

#include "hokora.h"

typedef struct workload {
    const char *folder, *name;
    hk_env *env;
    hk_context *context;
    const hk_template *page;
    hk_buffer text;             /* of the last render */
    hk_error error;
} workload;

/* The environment that a template's name asks for: HTML is escaped, all else is plain. Nobody asks the disk whether a file changed. */
hk_env *workload_env(const char *name, hk_error *error);

/* Fills in the rest of a workload that has folder and name, and is empty otherwise. A list of sources has no page. */
bool workload_load(workload *w);

/* False after saying what failed, if it is not `ok`. */
bool workload_end(workload *w, bool ok);

#endif
