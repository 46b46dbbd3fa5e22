/* host.h: what the VM asks of its environment. env fills it in; the VM knows nothing else of it. */
#ifndef HKI_HOST_H
#define HKI_HOST_H

#include "program/link.h"

typedef struct hki_host {
    void *env;
    /* Finds, compiles or takes from the cache the template `name`, asked for by template `parent` (NULL: by the host).
     * HKI_YES with *out, which stays valid until the render ends; HKI_NO: there is none (the VM raises TemplateNotFound, or tries the
     * next name); HKI_ERROR: it does not compile or could not be read; rt->error says why.
     * Without a name it says whether there is anything to ask: HKI_NO, or HKI_ERROR. */
    int (*get_template)(void *env, hki_rt *rt, const hki_str *name, const hki_str *parent, const hki_template **out);
    /* A chunk of output. False: the sink refused (rt->error is set). */
    bool (*write)(void *sink, hki_rt *rt, const char *text, size_t size);
    void *sink;
    const _Atomic unsigned *freed;  /* how many templates were let go of so far; NULL: nobody knows */
} hki_host;

#endif
