/* literal.h: numbers and strings as they stand in code. */
#ifndef HKI_LITERAL_H
#define HKI_LITERAL_H

#include "syntax/lexer.h"

/* Both read what stands at lx->at (for a string: a quote) and go behind it. HKI_YES with kind and value of *out; HKI_NO: no such literal
 * stands here; HKI_ERROR after raising. */
enum { HKI_LITERAL_INTERNED = 64 };     /* the size up to which a string is: longer ones are hardly keys or names of attributes */

int hki_literal_number(hki_lexer *lx, hki_token *out);
int hki_literal_string(hki_lexer *lx, hki_token *out);

#endif
