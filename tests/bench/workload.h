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

/* A program for the arguments FOLDER TEMPLATE: measures what it loaded. Its exit status; what failed is said. */
int workload_main(int argc, char **argv, bool (*measure)(workload *w));

#endif
