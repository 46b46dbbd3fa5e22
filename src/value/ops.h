/* ops.h: Python's operators over all types, with Python's errors. Results through *out; false after raising. */
#ifndef HKI_OPS_H
#define HKI_OPS_H

#include "value/rt.h"

/* number.c and ops.c */
bool hki_add(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
bool hki_sub(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
bool hki_mul(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
bool hki_div(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
bool hki_floordiv(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
bool hki_mod(hki_rt *rt, hk_value a, hk_value b, hk_value *out);       /* also "%" formatting of strings */
bool hki_pow(hki_rt *rt, hk_value a, hk_value b, hk_value *out);
bool hki_neg(hki_rt *rt, hk_value a, hk_value *out);
bool hki_pos(hki_rt *rt, hk_value a, hk_value *out);

/* `~`: the texts of `count` values joined. mode 0: str_join (never escapes, the result is str); 1: markup_join (if any
 * part is Markup, all others are escaped and the result is Markup). [jinja: runtime.py str_join, markup_join] */
bool hki_concat(hki_rt *rt, const hk_value *parts, size_t count, int mode, hk_value *out);

/* Truth: HKI_YES, HKI_NO, HKI_ERROR (a strict undefined). */
int hki_truth_slow(hki_rt *rt, hk_value v);
static inline int hki_truth(hki_rt *rt, hk_value v)
{
    switch (v.type) {
    case HKI_BOOL:
    case HKI_INT: return v.as.i != 0;
    case HKI_NONE: return HKI_NO;
    case HKI_STRING: return hki_as_str(v)->size != 0;
    case HKI_LIST:
    case HKI_TUPLE: return hki_as_list(v)->count != 0;
    case HKI_DICT: return hki_as_dict(v)->count != 0;
    default: return hki_truth_slow(rt, v);
    }
}

/* concat.c: does v have __html__? */
bool hki_has_html(hk_value v);

/* compare.c: HKI_YES, HKI_NO, HKI_ERROR */
enum hki_order { HKI_LT, HKI_LE, HKI_GT, HKI_GE };
int hki_equal(hki_rt *rt, hk_value a, hk_value b);
int hki_order(hki_rt *rt, enum hki_order op, hk_value a, hk_value b);
int hki_view_order(hki_rt *rt, enum hki_order op, const hki_view *a, const hki_view *b);   /* subsets; view.c */
int hki_contains(hki_rt *rt, hk_value container, hk_value item);       /* item in container */
bool hki_identical(hk_value a, hk_value b);                            /* `is` */
bool hki_hash(hki_rt *rt, hk_value v, uint32_t *out);                   /* TypeError: unhashable type: 'list' */

/* index.c. Look-ups as Jinja's Environment does them: a missing attribute or item gives an undefined value, not an error.
 * In the sandbox unsafe names give an undefined value that raises SecurityError when used. */
bool hki_getattr(hki_rt *rt, hk_value object, hk_value name, hk_value *out);    /* a.name: attribute, then item; name is a STRING */
bool hki_getitem(hki_rt *rt, hk_value object, hk_value key, hk_value *out);     /* a[key]: item, then attribute */
/* Only attributes (the filter attr), only items (Python's a[key] with its errors). attr_only: HKI_YES, HKI_NO, HKI_ERROR */
int hki_attr_only(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out);
/* Raises AttributeError: "'list' object has no attribute 'x'". */
bool hki_no_attribute(hki_rt *rt, hk_value object, const char *name);
bool hki_subscript(hki_rt *rt, hk_value object, hk_value key, hk_value *out);
/* a[start:stop:step]; NONE for a part that is not given. Python's slicing with its errors. */
bool hki_slice(hki_rt *rt, hk_value object, hk_value start, hk_value stop, hk_value step, hk_value *out);
/* slice(start, stop, step), as what is no sequence gets it. */
bool hki_slice_key(hki_rt *rt, hk_value start, hk_value stop, hk_value step, hk_value *out);
/* Python's slice.indices on a length: false after raising (bad type, step 0). */
bool hki_slice_indices(hki_rt *rt, hk_value start, hk_value stop, hk_value step, int64_t length, int64_t *from, int64_t *to, int64_t *by,
    int64_t *count);

/* convert.c */
int64_t hki_length(hki_rt *rt, hk_value v);     /* len(v); -1 after raising "object of type 'x' has no len()" */
/* operator.index: "'float' object cannot be interpreted as an integer"; OverflowError beyond 64 bits. */
bool hki_index(hki_rt *rt, hk_value v, int64_t *out);
/* Any real number as a double: "must be real number, not str". OverflowError "int too large to convert to float". */
bool hki_as_double(hki_rt *rt, hk_value v, double *out);
/* int(v), float(v) of Python with their errors; base 0 to 36 for text, -1: none was given. */
bool hki_to_int(hki_rt *rt, hk_value v, int base, hk_value *out);
bool hki_to_float(hki_rt *rt, hk_value v, hk_value *out);
/* str(v) as a STRING value, Markup stays Markup (jinja: soft_str). */
bool hki_make_text(hki_rt *rt, hk_value v, hk_value *out);
static inline bool hki_to_str(hki_rt *rt, hk_value v, hk_value *out)
{
    *out = v;
    return v.type == HKI_STRING || hki_make_text(rt, v, out);
}
/* escape(v) as a Markup value: text escaped unless it is Markup. */
bool hki_to_markup(hki_rt *rt, hk_value v, hk_value *out);

#endif
