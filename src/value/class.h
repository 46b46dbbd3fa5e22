/* class.h: the behaviour of OBJECT values: engine objects (loop, macro, namespace, …) and a host's own. */
#ifndef HKI_CLASS_H
#define HKI_CLASS_H

#include "value/number.h"

struct hki_args;

/* Any function may be NULL: the object then lacks that ability, with the error that Python gives for it. */
typedef struct hki_class {
    const char *name;           /* Python's name of the type with its module, "jinja2.utils.Namespace"; hki_type_name is the last part */
    /* object.name: HKI_YES with *out, HKI_NO, HKI_ERROR. NULL: no attributes. */
    int (*attr)(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out);
    /* object[key]: HKI_YES, HKI_NO (no such item), HKI_ERROR. NULL: not subscriptable. */
    int (*item)(hki_rt *rt, hki_object *o, hk_value key, hk_value *out);
    bool (*call)(hki_rt *rt, hki_object *o, const struct hki_args *args, hk_value *out);
    bool (*iterate)(hki_rt *rt, hki_object *o, hk_value *out);      /* *out: a value that can be iterated */
    int64_t (*length)(hki_rt *rt, hki_object *o);                   /* -1 after raising */
    int (*truth)(hki_rt *rt, hki_object *o);                        /* NULL: by length, else true */
    bool (*print)(hki_rt *rt, hki_object *o, hki_buf *out);         /* str(); NULL: repr */
    bool (*repr)(hki_rt *rt, hki_object *o, hki_buf *out);          /* NULL: "<NAME object at 0x…>" */
    int (*equal)(hki_rt *rt, hki_object *a, hk_value b);            /* NULL: identity */
    /* a op b, of which one is such an object: HKI_NO if it has no answer. NULL: none ever. */
    int (*operate)(hki_rt *rt, enum hki_number_op op, hk_value a, hk_value b, hk_value *out);
    bool (*html)(hki_rt *rt, hki_object *o, hki_buf *out);          /* __html__: text that needs no escaping; NULL: none */
    void (*names)(hki_rt *rt, hki_object *o, hki_suggest *s);       /* tries the names of the attributes, for hints; NULL: not told */
    bool host;                  /* made from a host's table: what the class means beyond this is known to env */
} hki_class;

/* Whether objects of a class are sequences: with items by number and a length. */
static inline bool hki_has_items(const hki_class *cls) { return cls->item && cls->length; }

/* A new object; its slots are undefined values without a name. NULL after raising. */
static inline hki_object *hki_object_new(hki_rt *rt, const hki_class *cls, uint32_t nslots)
{
    hki_object *o = hki_object_alloc(rt, HKI_OBJECT, sizeof *o + (size_t)nslots * sizeof *o->slots);
    if (!o) return NULL;
    o->nslots = nslots;
    o->cls = cls;
    return o;
}
static inline hk_value hki_object_value(hki_object *o) { return hki_pointer(HKI_OBJECT, o); }
static inline bool hki_is_a(hk_value v, const hki_class *cls) { return v.type == HKI_OBJECT && hki_as_object(v)->cls == cls; }

#endif
