/* text.h: values as text: str(), repr(), escaping, undefined values' messages. */
#ifndef HKI_TEXT_H
#define HKI_TEXT_H

#include "value/rt.h"

/* str(v) appended; false after raising (a strict undefined, an integer with too many digits). */
bool hki_print(hki_rt *rt, hki_buf *out, hk_value v);
/* The same escaped for HTML unless v is Markup. */
bool hki_print_escaped(hki_rt *rt, hki_buf *out, hk_value v);
/* repr(v) appended. Containers that hold themselves print [...] or {...}. */
bool hki_repr(hki_rt *rt, hki_buf *out, hk_value v);
void hki_repr_text(hki_buf *out, const char *text, size_t size);     /* 'quoted', as str.__repr__ */
void hki_repr_bytes(hki_buf *out, const unsigned char *bytes, size_t size);      /* b'quoted', as bytes.__repr__ */
bool hki_ascii(hki_rt *rt, hki_buf *out, hk_value v);                 /* ascii(v) */

/* undefined.c */
static inline hk_value hki_undefined_name(const hki_rt *rt, const hki_str *name)     /* no allocation */
{
    hk_value v = hki_pointer(HKI_UNDEFINED, name);
    v.aux = rt->undefined;
    return v;
}
/* With a hint, or for object.name; made with the environment's kind of undefined. On no memory: raises, false. */
bool hki_undefined_hint(hki_rt *rt, hk_value *out, const char *format, ...);
hk_value hki_undefined_subject(hk_value v);     /* the name or key that was looked for; NONE */
bool hki_undefined_of(hki_rt *rt, hk_value object, hk_value name, hk_value *out);
bool hki_undefined_unsafe(hki_rt *rt, hk_value object, const hki_str *name, hk_value *out);  /* sandbox */
/* What printing, iterating over and testing an undefined value begin with: the host hears of it; the strict kind raises. */
bool hki_undefined_use(hki_rt *rt, hk_value v);
/* Whether printing it does nothing at all. */
static inline bool hki_undefined_is_silent(const hki_rt *rt, hk_value v)
{
    return v.aux <= HKI_UNDEFINED_CHAINABLE && (!rt->undefined_log || !rt->undefined_log->log);
}
/* str(v) of an undefined value: nothing, or what the debug kind shows; the strict kind raises. */
bool hki_undefined_print(hki_rt *rt, hki_buf *out, hk_value v);
/* The message alone, appended. */
void hki_undefined_message(hki_rt *rt, hki_buf *out, hk_value v);

/* format.c: Python's two format languages and format specs. */
/* text % args, args being what stands right of the %: a tuple, a dict, or one value. The result is Markup if format is. */
bool hki_percent(hki_rt *rt, hk_value format, hk_value args, hk_value *out);
/* format.format(*pos, **named); with map: format.format_map(map). Sandbox rules hold when rt->sandbox. */
struct hki_args;
bool hki_str_format(hki_rt *rt, hk_value format, const struct hki_args *args, hk_value *out);
bool hki_str_format_map(hki_rt *rt, hk_value format, hk_value map, hk_value *out);
/* format(value, spec) */
bool hki_format_spec(hki_rt *rt, hki_buf *out, hk_value value, const char *spec, size_t size);

#endif
