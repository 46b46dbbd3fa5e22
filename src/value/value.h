/* value.h: the 16-byte value and the objects it may point to.
 *
 * Always:
 *  - Objects live in a region, are never freed one by one, and carry the space they live in. Only objects of
 *    HKI_SPACE_RENDER may be changed, and may be moved by a collection (src/vm/collect.c), which happens at a loop's
 *    back edge and never while native code runs: C locals that hold values need no protection.
 *  - A zeroed value is an undefined value without a name.
 *  - Strings are valid UTF-8.
 */
#ifndef HKI_VALUE_H
#define HKI_VALUE_H

#include <stddef.h>
#include <string.h>

#include "base/copy.h"
#include "base/region.h"

enum hki_type {
#define TYPE(tag, python) HKI_##tag,
#include "grammar/types.def"
    HKI_TYPE_COUNT
};

/* hk_value.flags */
enum {
    HKI_SAFE = 1,       /* STRING: Markup */
    HKI_MISSING = 2,    /* UNDEFINED: a variable that was never assigned; cleared when the value is assigned to another */
    HKI_ABSENT = 4,     /* UNDEFINED: a parameter that got no argument */
};

/* How undefined values behave: hk_value.aux of an UNDEFINED. (jinja: Undefined, ChainableUndefined, …) */
enum hki_undefined_kind { HKI_UNDEFINED_DEFAULT, HKI_UNDEFINED_CHAINABLE, HKI_UNDEFINED_DEBUG, HKI_UNDEFINED_STRICT };

/* The head of every object. */
typedef struct hki_obj {
    uint8_t type;       /* enum hki_type; HKI_UNDEFINED for an hki_undef */
    uint8_t space;      /* enum hki_space */
    uint16_t flags;     /* by type; HKI_MOVED is the collection's */
    uint32_t hash;      /* strings: of the bytes, if HKI_STR_HASHED */
} hki_obj;

/* What is read behind a text is thrown away, and may be another object's head that is being written: only this sanitizer minds. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HKI_READ_NOTHING_BEHIND
#endif
#elif defined(__SANITIZE_THREAD__)
#define HKI_READ_NOTHING_BEHIND
#endif

enum {
    HKI_MOVED = 0x8000,
    HKI_STR_HASHED = 1,
    HKI_STR_CONST = 2,          /* in memory that must not be written: no hash is kept */
    HKI_STR_NAME = 8,           /* a spelling of a parse (src/syntax/names.h): `hash` is its number; HKI_STR_CONST is set, too */
    HKI_STR_GROWS = 16,         /* its bytes start a growing block */
    HKI_STR_PLAIN = 32,         /* nothing in it is escaped for HTML: found out when it was escaped first */
#ifdef HKI_READ_NOTHING_BEHIND
    HKI_STR_LOOSE = 0,
#else
    HKI_STR_LOOSE = 64,         /* behind its bytes HKI_REGION_SLACK more may be read (hki_copy_loose) */
#endif
    HKI_STR_ATTRIBUTE = 4,      /* a program's name that a dict or namespace may have as an attribute of its own */
};

/* Text. `data` is `size` bytes, which hold `points` code points: ASCII when the two are equal. The bytes stand behind
 * the object, or in a host's memory (borrowed), or (HKI_STR_GROWS) at the start of a shared growing block, so that
 * appending to the newest end of such a block copies only what is appended. */
typedef struct hki_strgrow { size_t used, cap; char data[]; } hki_strgrow;
typedef struct hki_str {
    hki_obj head;
    uint32_t size, points;
    const char *data;
} hki_str;

/* The growing block whose newest end this text is; NULL: there is none. */
static inline hki_strgrow *hki_str_newest_of(const hki_str *s)
{
    if (!(s->head.flags & HKI_STR_GROWS)) return NULL;
    hki_strgrow *grow = (hki_strgrow *)(uintptr_t)(s->data - offsetof(hki_strgrow, data));
    return s->size == grow->used ? grow : NULL;
}

typedef struct hki_bytes { hki_obj head; uint32_t size; unsigned char data[]; } hki_bytes;

/* An integer that does not fit 64 bits (always normalised: one that fits is an INT). */
typedef struct hki_bigint { hki_obj head; uint32_t size; bool negative; uint32_t limb[]; } hki_bigint;

/* LIST and TUPLE. A list's items stand in a block of their own. A tuple that groupby made has HKI_TUPLE_GROUP: attributes
 * grouper and list. */
typedef struct hki_list { hki_obj head; uint32_t count, cap; hk_value *items; } hki_list;
enum { HKI_TUPLE_GROUP = 1 };

/* A dict keeps insertion order: entries in a row, removed ones marked, and from 9 entries on an index (open addressing
 * over entry numbers). A key's hash is kept in key.hash. */
typedef struct hki_entry { hk_value key, value; } hki_entry;
typedef struct hki_dict {
    hki_obj head;
    uint32_t count;             /* live entries */
    uint32_t used, cap;         /* entries in use, removed ones included; room */
    uint32_t index_size;        /* 0 or a power of two */
    uint32_t version;           /* changes when a key is added or removed */
    uint32_t named;             /* of so many entries, from the first on, all keys are strings, but for removed ones */
    uint64_t marks;             /* hki_dict_mark of each key's hash, and perhaps of more: what is not marked need not be searched for */
    hki_entry *entries;         /* a removed one has key.type == HKI_REMOVED */
    uint32_t *index;
} hki_dict;
enum { HKI_REMOVED = 0xff };

/* range(start, stop, step); count is known. (python: bounds beyond 64 bits are refused with OverflowError.) */
typedef struct hki_range { hki_obj head; int64_t start, stop, step, count; } hki_range;

/* dict.keys(), .values(), .items(): head.flags is one of these. */
enum { HKI_VIEW_KEYS, HKI_VIEW_VALUES, HKI_VIEW_ITEMS };
typedef struct hki_view { hki_obj head; hki_dict *dict; } hki_view;

/* A one-shot iterator: its state is `slots` (values, traced by a collection) and a few plain numbers. */
struct hki_rt;
struct hki_iter;
typedef struct hki_iter_ops {
    const char *python_name;    /* "generator", "list_iterator", "list_reverseiterator", … */
    /* The next item: HKI_YES with *out, HKI_NO at the end (again and again), HKI_ERROR. */
    int (*next)(struct hki_rt *rt, struct hki_iter *it, hk_value *out);
    const char *label;          /* a generator's function, which its repr names: "sync_do_map"; NULL: none */
    /* What hki_cursor_fill asks (iter.h); NULL: it asks `next`. */
    int (*fill)(struct hki_rt *rt, struct hki_iter *it, hk_value *items, int most, bool *loose);
} hki_iter_ops;
typedef struct hki_iter {
    hki_obj head;
    uint32_t nslots;
    const hki_iter_ops *ops;
    int64_t at, end, step;      /* the ops' own */
    const void *native;         /* the ops' own: a static pointer (a filter's entry); not traced */
    hk_value slots[];
} hki_iter;

struct hki_function;            /* call.h; a FUNCTION value points to one */
typedef struct hki_method { hki_obj head; const struct hki_function *function; hk_value receiver; } hki_method;
enum { HKI_METHOD_REPLACED = 1 };   /* head.flags: format or format_map of a text, for which a sandbox has functions of its own */

/* Anything with a class table (class.h): state in slots, and one pointer that belongs to the class. */
struct hki_class;
typedef struct hki_object {
    hki_obj head;
    uint32_t nslots;
    const struct hki_class *cls;
    void *native;               /* the class's own; not traced, but kept when the object moves */
    hk_value slots[];
} hki_object;

/* What an undefined value knows when a name is not enough. Its head.type is HKI_UNDEFINED. A value of type UNDEFINED
 * points to one of these, or to an hki_str (the name of a variable), or to nothing. */
typedef struct hki_undef {
    hki_obj head;
    hk_status kind;             /* what using it raises: HK_UNDEFINED_ERROR, or HK_SECURITY_ERROR in the sandbox */
    hk_value hint;              /* STRING: the message; or NONE */
    hk_value object;            /* what the name was looked up on; an UNDEFINED without pointer: on nothing */
    hk_value name;              /* a STRING or any other subscript */
} hki_undef;

/* Answers of look-ups and iterators. */
enum { HKI_ERROR = -1, HKI_NO = 0, HKI_YES = 1 };

/* ---- making simple values */
static inline hk_value hki_none(void) { return (hk_value){.type = HKI_NONE}; }
static inline hk_value hki_bool(bool b) { return (hk_value){.type = HKI_BOOL, .as.i = b}; }
static inline hk_value hki_int(int64_t i) { return (hk_value){.type = HKI_INT, .as.i = i}; }
static inline hk_value hki_float(double d) { return (hk_value){.type = HKI_FLOAT, .as.d = d}; }
static inline hk_value hki_pointer(enum hki_type type, const void *p)
{
    return (hk_value){.type = (uint8_t)type, .as.p = (void *)(uintptr_t)p};
}
static inline hk_value hki_str_value(const hki_str *s) { return hki_pointer(HKI_STRING, s); }
static inline hk_value hki_safe_value(const hki_str *s) { hk_value v = hki_pointer(HKI_STRING, s); v.flags = HKI_SAFE; return v; }
static inline hk_value hki_absent(void) { return (hk_value){.type = HKI_UNDEFINED, .flags = HKI_ABSENT}; }

/* ---- asking */
static inline bool hki_is_absent(hk_value v) { return v.type == HKI_UNDEFINED && (v.flags & HKI_ABSENT); }
static inline bool hki_is_missing(hk_value v) { return v.type == HKI_UNDEFINED && (v.flags & HKI_MISSING); }
static inline bool hki_is_string(hk_value v) { return v.type == HKI_STRING; }
static inline bool hki_is_safe(hk_value v) { return v.type == HKI_STRING && (v.flags & HKI_SAFE); }
static inline bool hki_is_integer(hk_value v) { return v.type == HKI_INT || v.type == HKI_BOOL || v.type == HKI_BIGINT; }
static inline bool hki_is_number(hk_value v) { return hki_is_integer(v) || v.type == HKI_FLOAT; }
static inline bool hki_is_small(hk_value v) { return v.type == HKI_INT || v.type == HKI_BOOL; }   /* as.i is its value */
/* A FUNCTION points to an hki_function (call.h), which is static or the environment's: it has no head, is never moved, always frozen. */
static inline bool hki_has_object(hk_value v)
{
    return (v.type >= HKI_STRING && v.type != HKI_FUNCTION) || (v.type == HKI_UNDEFINED && v.as.p);
}
/* Of a value that has an object. */
static inline bool hki_is_frozen(hk_value v) { return v.type == HKI_FUNCTION || ((const hki_obj *)v.as.p)->space != HKI_SPACE_RENDER; }

static inline hki_str *hki_as_str(hk_value v) { return v.as.p; }
static inline hki_list *hki_as_list(hk_value v) { return v.as.p; }
static inline hki_dict *hki_as_dict(hk_value v) { return v.as.p; }
static inline hki_range *hki_as_range(hk_value v) { return v.as.p; }
static inline hki_view *hki_as_view(hk_value v) { return v.as.p; }
static inline hki_iter *hki_as_iter(hk_value v) { return v.as.p; }
static inline hki_bigint *hki_as_bigint(hk_value v) { return v.as.p; }
static inline hki_bytes *hki_as_bytes(hk_value v) { return v.as.p; }
static inline const struct hki_function *hki_as_function(hk_value v) { return v.as.p; }
static inline hki_method *hki_as_method(hk_value v) { return v.as.p; }
static inline hki_object *hki_as_object(hk_value v) { return v.as.p; }

static inline bool hki_str_ascii(const hki_str *s) { return s->size == s->points; }
static inline bool hki_str_is(const hki_str *s, const char *text, size_t size)
{
    return s->size == size && hki_same_text(s->data, text, size);
}

/* Python's name of a value's type: "str", "Markup", "NoneType", "int", "dict_keys", "generator", a class's name, … */
const char *hki_type_name(hk_value v);

#endif
