/* methods_text.h: what the methods of str and Markup share. They run on the same code: a method of Markup is the one of str,
 * after its text arguments were escaped, and gives Markup because its receiver is. */
#ifndef HKI_METHODS_TEXT_H
#define HKI_METHODS_TEXT_H

#include "value/methods.h"
#include "value/ops.h"
#include "value/str.h"

static inline hki_str *hki_self(const hki_call *c) { return hki_as_str(c->self); }
static inline uint8_t hki_self_safe(const hki_call *c) { return c->self.flags & HKI_SAFE; }

/* A text as the receiver is: Markup or not. */
static inline hk_value hki_alike(const hki_call *c, hki_str *s)
{
    hk_value v = hki_str_value(s);
    v.flags = hki_self_safe(c);
    return v;
}
/* Sets the result; false if there is none, which was raised before. */
static inline bool hki_give(hki_call *c, hki_str *s)
{
    if (s) c->result = hki_alike(c, s);
    return s != NULL;
}
static inline bool hki_give_self(hki_call *c)
{
    c->result = c->self;
    return true;
}
static inline bool hki_give_bool(hki_call *c, bool b)
{
    c->result = hki_bool(b);
    return true;
}

/* Argument `i` as a C ssize_t, or a C int. */
bool hki_text_arg_size(hki_call *c, unsigned i, int64_t *out);
bool hki_text_arg_cint(hki_call *c, unsigned i, int *out);
/* Argument `i`, which must be a str: "`what` must be str, not int". NULL after raising. */
hki_str *hki_text_arg(hki_call *c, unsigned i, const char *what);
/* The same where Python's own binding of arguments says it: None goes by its name. */
hki_str *hki_text_bound_arg(hki_call *c, unsigned i, const char *what);
/* The same for what C takes as a NUL-terminated word: a NUL in it is a ValueError. False after raising. */
bool hki_text_word_arg(hki_call *c, unsigned i, const char *what);
/* Where the arguments 1 and 2, start and end of a search, lie in a text of that length; start may lie behind end. */
bool hki_text_window(hki_call *c, int64_t length, int64_t *start, int64_t *end);

/* The run of text from *at on without its leading whitespace, and the other way round. */
const char *hki_skip_space(const char *at, const char *end);
const char *hki_skip_nonspace(const char *at, const char *end);

#endif
