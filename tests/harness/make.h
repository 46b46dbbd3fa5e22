/* make.h: operands for tables of tests: literals, undefined values of each kind, views and iterators. */
#ifndef HKT_MAKE_H
#define HKT_MAKE_H

#include <string.h>

#include "check.h"
#include "literal.h"
#include "value/dict.h"
#include "value/iter.h"
#include "value/str.h"
#include "value/text.h"

/* An undefined variable of a kind. */
static inline hk_value hkt_undefined(hkt_rt *t, const char *name, enum hki_undefined_kind kind)
{
    hk_value v = hki_undefined_name(&t->rt, hki_as_str(hkt_str(t, name)));
    v.aux = (uint16_t)kind;
    return v;
}

static inline hk_value hkt_view(hkt_rt *t, hk_value dict, int kind)
{
    hk_value view = hki_none();
    CHECK(hki_view_new(&t->rt, hki_as_dict(dict), kind, &view));
    return view;
}

/* What hkt_value reads, and: U (undefined x), strict (undefined s), chain (undefined c), debug (undefined d), keys{…}, values{…},
 * items{…}, and iter before any of them. */
static inline hk_value hkt_operand(hkt_rt *t, const char *text)
{
    hk_value v;
    if (strcmp(text, "U") == 0) return hkt_undefined(t, "x", HKI_UNDEFINED_DEFAULT);
    if (strcmp(text, "strict") == 0) return hkt_undefined(t, "s", HKI_UNDEFINED_STRICT);
    if (strcmp(text, "chain") == 0) return hkt_undefined(t, "c", HKI_UNDEFINED_CHAINABLE);
    if (strcmp(text, "debug") == 0) return hkt_undefined(t, "d", HKI_UNDEFINED_DEBUG);
    if (strncmp(text, "keys", 4) == 0) return hkt_view(t, hkt_value(t, text + 4), HKI_VIEW_KEYS);
    if (strncmp(text, "values", 6) == 0) return hkt_view(t, hkt_value(t, text + 6), HKI_VIEW_VALUES);
    if (strncmp(text, "items", 5) == 0) return hkt_view(t, hkt_value(t, text + 5), HKI_VIEW_ITEMS);
    if (strncmp(text, "iter", 4) != 0) return hkt_value(t, text);
    CHECK_ROW(text, hki_iter_of(&t->rt, hkt_operand(t, text + 4), &v));
    return v;
}

/* What an operation gave: repr of the value, or the error. */
static inline const char *hkt_result(hkt_rt *t, bool ok, hk_value v)
{
    return ok && t->error.kind == HK_OK ? hkt_repr(t, v) : hkt_error(t);
}

static inline const char *hkt_answer(hkt_rt *t, int answer)
{
    return answer == HKI_YES ? "True" : answer == HKI_NO ? "False" : hkt_error(t);
}

static inline void hkt_check_same(const char *got, const char *want, const char *file, int line, const char *what)
{
    hkt_check_text(got, strlen(got), want, strlen(want), file, line, what);
}
#define CHECK_SAME(what, got, want) hkt_check_same(got, want, __FILE__, __LINE__, what)

#endif
