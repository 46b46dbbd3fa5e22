/* jansson.h: JSON text to values. jansson parses; what it cannot say (integers beyond 64 bits, NaN, Infinity) goes around it. */
#ifndef HKI_JANSSON_H
#define HKI_JANSSON_H

#include "value/rt.h"

/* Reads a JSON text into rt->region. False after raising HK_JSON_ERROR (with line and column), HK_RECURSION_ERROR (nested too
 * deeply) or HK_NO_MEMORY. */
bool hki_json_read(hki_rt *rt, const char *text, size_t size, hk_value *out);

#endif
