/* call_words.h: the TypeErrors of a call whose arguments do not fit the signature. */
#ifndef HKI_CALL_WORDS_H
#define HKI_CALL_WORDS_H

#include "value/call.h"

/* What is asked for while a function's parameters are being bound. `bound` is one a parameter; type HKI_REMOVED: not yet bound. */
typedef struct hki_binding {
    hki_rt *rt;
    const hki_function *f;
    hk_value self;
    const hki_args *args;
    hk_value *bound;
} hki_binding;

/* Each raises the error that Python would raise first, if there is one; all return false if they raised. */
bool hki_words_before(const hki_binding *b);                    /* C: counts are checked before keywords are looked at */
bool hki_words_hidden(const hki_binding *b, uint32_t keyword);  /* a keyword that names the parameter which Python's function has before */
bool hki_words_unknown(const hki_binding *b, uint32_t keyword); /* a keyword that is no parameter's; always raises */
bool hki_words_twice(const hki_binding *b, unsigned param);     /* given by position and by name; always raises */
bool hki_words_after(const hki_binding *b);                     /* too many by position, or one that is missing */

#endif
