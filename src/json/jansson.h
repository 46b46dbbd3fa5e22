/* jansson.h: JSON text and jansson's trees to values, and values to trees. jansson parses; what it cannot say (integers beyond 64 bits,
 * NaN, Infinity) goes around it. */
#ifndef HKI_JANSSON_H
#define HKI_JANSSON_H

#include "value/rt.h"

struct json_t;

/* Reads a JSON text into rt->region. False after raising HK_JSON_ERROR (with line and column), HK_RECURSION_ERROR (nested too
 * deeply) or HK_NO_MEMORY. */
bool hki_json_read(hki_rt *rt, const char *text, size_t size, hk_value *out);

/* A tree as a value in rt->region; nothing is borrowed. False after raising: HK_RECURSION_ERROR, HK_VALUE_ERROR (a tree that holds itself),
 * HK_UNICODE_DECODE_ERROR. */
bool hki_from_json_tree(hki_rt *rt, const struct json_t *json, hk_value *out);
/* The same of a tree that nobody else has. It is given back piece by piece, so that tree and value do not both stand in memory. Strings
 * that start with `mark` (size 0: none do) are numbers. */
bool hki_take_json_tree(hki_rt *rt, struct json_t *json, const char *mark, size_t mark_size, hk_value *out);

/* A value as a new tree; NULL after raising HK_TYPE_ERROR, HK_VALUE_ERROR, HK_OVERFLOW_ERROR or HK_RECURSION_ERROR. */
struct json_t *hki_to_json_tree(hki_rt *rt, hk_value v);

#endif
