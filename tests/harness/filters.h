/* filters.h: calls of builtin filters as rows of a table. */
#ifndef HKT_FILTERS_H
#define HKT_FILTERS_H

#include "lib/lib.h"
#include "literal.h"

/* An rt with policies as Jinja has them, the methods of builtin types, filters and tests. */
typedef struct hkt_lib {
    hkt_rt base;
    hki_policies policies;
    hki_vocabulary *filters, *tests;
} hkt_lib;

void hkt_lib_open(hkt_lib *lib);
void hkt_lib_close(hkt_lib *lib);
/* Makes t's rt use them. */
void hkt_lib_use(hkt_rt *t, const hkt_lib *lib);

/* filter(*args, **kwargs), the value being the first argument: repr of the result (an iterator is drained into a list first) or the
 * error. A filter's name with a ! behind it: autoescape is on. Each call is made again with its memory refused. */
typedef struct hkt_filter_row { const char *filter, *args, *kwargs, *want; } hkt_filter_row;
void hkt_check_filters(const hkt_filter_row *rows, size_t count);

#endif
