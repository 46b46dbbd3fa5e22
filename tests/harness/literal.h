/* literal.h: values written as Python writes them, and calls by name; for rows of tables. */
#ifndef HKT_LITERAL_H
#define HKT_LITERAL_H

#include "value/call.h"
#include "values.h"

/* None True False 1 -2.5 'text' M'markup' b'bytes' [..] (..) {..} range(a, b, c) and `undefined`. A text has no escapes but \' \\ \n
 * and \xhh (a byte in b''). Integers may be of any size. CHECKs that it reads. */
hk_value hkt_value(hkt_rt *t, const char *text);

/* Gives the rt an `up` that calls functions, methods and objects. */
void hkt_use_calls(hkt_rt *t);

/* function(*args, **kwargs) with a tuple and a dict written as text (NULL: none): repr of the result, or the error; the result in *out
 * if not NULL. */
const char *hkt_call(hkt_rt *t, const hki_function *f, hk_value self, const char *args, const char *kwargs, hk_value *out);

/* receiver.method(*args, **kwargs): repr of the result or the error, and the receiver's repr after it (NULL: not looked at). Each call is
 * made again with its memory refused. */
typedef struct hkt_method_row { const char *receiver, *method, *args, *kwargs, *want, *after; } hkt_method_row;
void hkt_check_methods(const hkt_method_row *rows, size_t count);

#endif
