/* hint.h: what may have been meant by a name that a template asked for in vain. */
#ifndef HKI_ENV_HINT_H
#define HKI_ENV_HINT_H

#include "env/cache.h"

/* Gives an error its hint, from its subject. vars: what the render was given (NULL: nothing); t: the template it is in (NULL: not known).
 * To be called when nothing runs any more: the template is parsed again. */
void hki_explain(hk_env *env, hki_error *e, const hki_dict *vars, const hk_template *t);

/* Keeps the lines around the error's place, out of its template's text as it was read: preprocessors change it again. (api_source.c) */
void hki_explain_place(hk_env *env, hki_error *e, const char *text, size_t size);

#endif
