/* hokora_jansson.h: values from jansson's trees, and trees from values.
 *
 * The only header of hokora that needs jansson's. With pkg-config the package is hokora-jansson; with CMake it is
 * find_package(hokora COMPONENTS jansson) and hokora::jansson. JSON as text needs neither: hk_json_read, hk_json_write.
 *
 *     json_t *row = json_pack("{s:s, s:i}", "name", "Ann", "age", 30);
 *     hk_value user;
 *     if (hk_from_jansson(context, row, &user, &error) == HK_OK) hk_context_set(context, "user", user);
 *     json_decref(row);
 */
#ifndef HOKORA_JANSSON_H
#define HOKORA_JANSSON_H

#include <jansson.h>

#include "hokora.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- jansson */

/* Makes a value of a tree: objects are dicts, arrays lists; keys keep their order.
 * Borrows  json: for the call; all of it is copied, and it is not changed.
 * Returns  *out, which lives as long as the context.
 * Fails    HK_VALUE_ERROR: an array or object that holds itself; HK_RECURSION_ERROR: nested more than 500 levels deep;
 *          HK_UNICODE_DECODE_ERROR: a text that is not UTF-8 (json_string_nocheck); HK_ARGUMENT_ERROR: NULL.
 *          The context stays as good as before, but after HK_NO_MEMORY.
 * Threads  the one that builds the context; nobody may change the tree meanwhile. */
HK_API HK_MUSTUSE hk_status hk_from_jansson(hk_context *context, const json_t *json, hk_value *out, hk_error *error);

/* Makes a tree of a value, as hk_json_write would write it: tuples are arrays, safe strings plain ones; keys that are numbers, bools or
 * None are texts.
 * Returns  *out, a new reference: json_decref it. NULL after failing.
 * Fails    HK_OVERFLOW_ERROR: an integer beyond 64 bits; HK_VALUE_ERROR: NaN, an infinity, a list or dict that holds itself, a key with a
 *          NUL; HK_TYPE_ERROR: what JSON cannot say (undefined, bytes, host's objects, functions), or a key that is a tuple;
 *          HK_RECURSION_ERROR: nested more than 500 levels deep; HK_ARGUMENT_ERROR: NULL. */
HK_API HK_MUSTUSE hk_status hk_to_jansson(hk_value value, json_t **out, hk_error *error);

#ifdef __cplusplus
}
#endif
#endif
