/* rt.h: what every operation on values needs at hand: where to allocate, where to report, how to behave.
 * One hki_rt belongs to one render (or one compile, or one host call) and so to one thread. */
#ifndef HKI_RT_H
#define HKI_RT_H

#include <stdarg.h>

#include "base/error.h"
#include "value/value.h"

struct hki_args;
struct hki_function;
struct hki_class;

/* How the layers below call those above. The VM (or the compiler's folding) fills it in. */
typedef struct hki_up {
    /* Calls any callable value. */
    bool (*call)(struct hki_rt *rt, hk_value callee, const struct hki_args *args, hk_value *out);
    /* The entry of a filter or a test; NULL if there is none. */
    const struct hki_function *(*filter)(struct hki_rt *rt, const char *name, size_t size);
    const struct hki_function *(*test)(struct hki_rt *rt, const char *name, size_t size);
    /* The variable of the running template's context; NULL if there is none. */
    const hk_value *(*variable)(struct hki_rt *rt, const hki_str *name);
    /* Appends what {% debug %} shows: v laid out by pprint, `depth` levels of it. */
    bool (*pprint)(struct hki_rt *rt, hki_buf *out, hk_value v, unsigned depth);
} hki_up;

/* Environment policies that builtins look at (jinja: Environment.policies). */
typedef struct hki_policies {
    int64_t truncate_leeway;
    const char *urlize_rel;             /* "noopener"; NULL: none */
    const char *urlize_target;          /* NULL: none */
    hk_value urlize_extra_schemes;      /* NONE or a list */
    bool json_sort_keys;                /* true */
} hki_policies;

/* Who hears of undefined values that are used; log NULL: nobody. `fails`: the use is an error. */
typedef struct hki_undefined_log { void (*log)(void *user, const char *message, size_t size, bool fails); void *user; } hki_undefined_log;

typedef struct hki_rt {
    hki_region *region;         /* where new values are made */
    hki_error *error;
    const hki_up *up;
    void *host;                 /* the VM that runs; NULL outside of a render */
    void *env;                  /* the environment: for the functions in `up` */
    const hki_policies *policies;
    uint64_t hash_seed;
    struct hki_interned *interned;      /* keys of the environment (intern.h); NULL: none */
    uint64_t random;            /* state of random and lipsum */
    struct hki_regex_cache *regexes;    /* compiled patterns of the extension regex; NULL without it, and outside of a render */
    uint16_t undefined;         /* enum hki_undefined_kind */
    const hki_undefined_log *undefined_log;     /* NULL: nobody hears of it */
    uint8_t sandbox;            /* 0, 1 sandboxed, 2 immutable */
    bool autoescape;            /* of the evaluation context that is in force */
    const char *newline;        /* the environment's newline_sequence */
    uint64_t spent, fuel;       /* steps taken so far, and how many may be */
    uint64_t reserve;           /* how many more may be, after a pause (vm/run.h). With no fuel either: any number */
    uint32_t depth;             /* nesting of the operation in progress, against HKI_MAX_VALUE_DEPTH */
    const struct hki_printing *printing;    /* the containers whose repr is in progress, innermost first (text.c) */
    hki_buf scratch;            /* for operations that build text and hold it only until they return: see hki_text_begin */
} hki_rt;

/* ---- raising: all return false; the first error wins.
 * The format knows: %s C string · %S hki_str* · %t Python's type name of an hk_value · %r repr of an hk_value ·
 * %d int · %l int64_t · %z size_t · %c code point · %% */
void hki_raise_error(hki_rt *rt, hk_status kind, const char *format, ...);
void hki_raise_no_memory(hki_rt *rt);
void hki_raise_undefined(hki_rt *rt, hk_value v);       /* what using v raises: UndefinedError with its message */

/* False, whatever it is given: so that the compiler sees that raising gives false, and what must be set where it was not. */
static inline bool hki_false(int unused) { return (void)unused, false; }
#define hki_raise(...) hki_false((hki_raise_error(__VA_ARGS__), 0))
#define hki_raise_memory(rt) hki_false((hki_raise_no_memory(rt), 0))
#define hki_undefined_raise(rt, v) hki_false((hki_raise_undefined(rt, v), 0))
/* What is looked up in an undefined value: itself if it is chainable. False after raising. */
static inline bool hki_undefined_chain(hki_rt *rt, hk_value v, hk_value *out)
{
    *out = v;
    out->flags &= (uint8_t)~HKI_MISSING;
    return v.aux == HKI_UNDEFINED_CHAINABLE || hki_undefined_raise(rt, v);
}
static inline bool hki_failed(const hki_rt *rt) { return rt->error->kind != HK_OK; }

/* The formatting behind hki_raise, into a buffer. */
void hki_format(hki_rt *rt, hki_buf *out, const char *format, ...);
void hki_vformat(hki_rt *rt, hki_buf *out, const char *format, va_list args);

/* Recursion over values: enter before descending (false: RecursionError was raised), leave after. */
bool hki_enter(hki_rt *rt);
bool hki_enter_for(hki_rt *rt, const char *doing);     /* `doing` ends the message: " in comparison" */
static inline void hki_leave(hki_rt *rt) { rt->depth--; }

/* Work that a template can make long is counted before it is done: a step for each item, and for each 32 bytes of text. False after
 * raising LimitError. */
bool hki_spent_all(hki_rt *rt);
static inline bool hki_spend(hki_rt *rt, uint64_t steps)
{
    rt->spent += steps;
    return rt->spent <= rt->fuel || hki_spent_all(rt);
}
static inline bool hki_spend_bytes(hki_rt *rt, size_t bytes) { return hki_spend(rt, bytes / 32); }

/* ---- new objects in rt->region; NULL (or false) after raising HK_NO_MEMORY */
static inline void *hki_object_alloc(hki_rt *rt, enum hki_type type, size_t size)      /* head filled in, the rest zeroed */
{
    hki_obj *o = hki_region_alloc(rt->region, size);
    if (!o) {
        hki_raise_no_memory(rt);
        return NULL;
    }
    memset(o, 0, size);
    o->type = (uint8_t)type;
    o->space = rt->region->space;
    return o;
}

#endif
