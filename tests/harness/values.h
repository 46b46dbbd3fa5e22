/* values.h: an hki_rt of its own for tests of src/value, and values written as text. */
#ifndef HKT_VALUES_H
#define HKT_VALUES_H

#include "mem.h"
#include "value/rt.h"

typedef struct hkt_rt {
    hkt_mem mem;
    hki_region region;
    hki_error error;
    hki_rt rt;
} hkt_rt;

void hkt_rt_open(hkt_rt *t);            /* no `up`: set t->rt.up where a test needs it */
void hkt_rt_close(hkt_rt *t);           /* checks that nothing is left alive */
hk_value hkt_str(hkt_rt *t, const char *text);
/* repr(v) as a C string that lives until the rt is closed; checks that a string has as many code points as it says. */
const char *hkt_repr(hkt_rt *t, hk_value v);
/* What was written to *out, which is freed, if that went well; the error if not. As a C string that lives until the rt is closed. */
const char *hkt_written(hkt_rt *t, bool ok, hki_buf *out);
/* The error's "Kind: message", or "" if there is none; clears it. */
const char *hkt_error(hkt_rt *t);

#endif
