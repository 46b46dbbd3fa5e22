/* call.h: native functions, their signatures, and the binding of arguments as Python does it.
 *
 * A function's parameters are declared once, in a signature string (grammar/filters.def, tests.def, globals.def, methods.def, or a
 * host's registration):
 *     "value, width=80"    "*args, **kwargs"    "sub, start=None, end=None, /"    "value, d=?"
 * A default is an integer, a float, 'text', True, False, None, or ? (no default, but the argument may be left out: it is then
 * HKI_ABSENT). Parameters before "/" cannot be given by keyword; those after "*" or "*args" only so. */
#ifndef HKI_CALL_H
#define HKI_CALL_H

#include "value/rt.h"

/* Arguments of a call, after *args and **kwargs were unpacked. */
typedef struct hki_args {
    const hk_value *pos;
    uint32_t npos, nkw;
    const hk_value *names;      /* nkw STRING values */
    const hk_value *values;     /* nkw values */
} hki_args;

enum { HKI_PARAMS_NEAR = 6 };   /* parameters that are bound on the C stack; more go into the region */

struct hki_function;
typedef struct hki_call {
    hki_rt *rt;
    const struct hki_function *function;
    hk_value self;              /* a method's receiver; otherwise unused */
    const hk_value *arg;        /* one a parameter of the signature, in its order, defaults filled in */
    const hk_value *rest;       /* *args */
    uint32_t nrest;
    uint32_t nkw;               /* **kwargs: what no parameter took */
    const hk_value *names, *values;
    hk_value result;
} hki_call;

/* Does the work; sets c->result; false after raising. */
typedef bool (*hki_native)(hki_call *c);

/* How Python words a wrong call: as for a function written in Python, or for one written in C. `python` is f->python, `name` the
 * part of it behind the last point. Which of its forms C uses follows from the parameters. */
enum hki_wording {
    HKI_WORDS_PYTHON,           /* "do_center() takes from 1 to 2 positional arguments but 3 were given" (python) */
    HKI_WORDS_C,                /* "center expected at most 2 arguments, got 3" (name); "str.center() takes no keyword arguments" (python);
                                   one parameter that is required: "str.join() takes exactly one argument (2 given)" (python);
                                   no parameter: "str.upper() takes no arguments (1 given)" (python) */
    HKI_WORDS_CLINIC,           /* C with keywords: "split() takes at most 2 arguments (3 given)" (name);
                                   no parameter that may be a keyword: "count() takes no keyword arguments" (name) */
};

/* Function flags; some mean one thing of a method and another of a test or filter. From a bit on: what the hidden parameter is called,
 * which no keyword can give either; 0: "self". */
enum { HKI_FN_FIRST_BIT = 10 };
enum {
    HKI_FN_HIDDEN_FIRST = 1,    /* Python's function has one more leading parameter, which counts in messages */
    HKI_FN_MUTATES = 2,         /* a method that changes its receiver: a frozen receiver is thawed before */
    HKI_FN_CONTEXT = 8,         /* depends on the render (random, context): never folded when compiling */
    HKI_FN_CLASS = 16,          /* in Python a class, `python` is its full name: it prints as "<class 'jinja2.utils.Cycler'>" */
    HKI_FN_METHOD = 32,         /* a method of a builtin type: messages put its receiver's type before `python`: "str.center" */
    HKI_FN_C = 64,              /* a filter or test that Python has in C: its wording is HKI_WORDS_C */
    HKI_FN_SPECIAL = 256,       /* a method behind an operator, as __len__; Python's of builtin types are in C, which shows when printed */
    HKI_FN_STATIC = 512,        /* a method of the type itself: what is said of it does not name the receiver's own type */
    HKI_FN_WRAPPED = 128,       /* a method of str that Markup wraps: its text arguments are escaped before, and it is called "str.NAME" */
    HKI_FN_QUICK = 256,         /* a test that looks at its one argument and nothing else, and never fails: called without more ado */
    HKI_FN_TYPED = HKI_FN_QUICK | 512,  /* a test that looks at the type of its one argument and nothing else (types): need not be called */
    HKI_FN_DEFAULT = 512,       /* the filter `default`: with one more argument its value, or that one if the value is undefined */
    HKI_FN_FIRST_CLS = HKI_FN_HIDDEN_FIRST | 1 << HKI_FN_FIRST_BIT,
    HKI_FN_FIRST_ENVIRONMENT = HKI_FN_HIDDEN_FIRST | 2 << HKI_FN_FIRST_BIT,
    HKI_FN_FIRST_ENV = HKI_FN_HIDDEN_FIRST | 3 << HKI_FN_FIRST_BIT,
    HKI_FN_FIRST_EVAL_CTX = HKI_FN_HIDDEN_FIRST | 4 << HKI_FN_FIRST_BIT,
    HKI_FN_FIRST_CONTEXT = HKI_FN_HIDDEN_FIRST | 5 << HKI_FN_FIRST_BIT,
    HKI_FN_FIRST_MESSAGES = HKI_FN_HIDDEN_FIRST | 6 << HKI_FN_FIRST_BIT,        /* "__context" */
};

typedef struct hki_param {
    uint16_t at, size;          /* where its name stands in the function's signature: a table of these needs no relocation */
    bool positional, keyword, required;
    hk_value fallback;          /* the default; HKI_ABSENT for "?" */
} hki_param;

/* In the tables: flags, and a bit for each type that passes. */
#define HKI_FN_TYPES(types) (HKI_FN_TYPED | (uint64_t)(uint32_t)(types) << 16)
typedef struct hki_function {
    const char *name;           /* as templates know it: "center" */
    const char *python;         /* as messages name it: "do_center", "Cycler.next", "_operator.eq" (see HKI_FN_CLASS, _METHOD) */
    const char *signature;
    hki_native run;
    uint8_t wording;            /* enum hki_wording */
    uint16_t flags;
    uint32_t types;             /* HKI_FN_TYPED: a bit for each that passes */
    /* made from `signature` by hki_function_prepare, or by grammar/signatures.awk while the library is built */
    uint8_t nparams, nrequired, npositional;
    bool takes_rest, takes_named;
    bool open;                  /* no parameter that only a keyword can give is required: a call without keywords may succeed */
    const hki_param *params;
    void *user;                 /* a host's own */
} hki_function;

static inline const char *hki_param_name(const hki_function *f, unsigned i) { return f->signature + f->params[i].at; }

/* Parses f->signature into f->params (in `rt->region`); false after raising (HK_ARGUMENT_ERROR: a signature that does not parse). */
bool hki_function_prepare(hki_rt *rt, hki_function *f);

/* Binds and runs. `self` is a method's receiver (ignored by functions). */
bool hki_function_call(hki_rt *rt, const hki_function *f, hk_value self, const hki_args *args, hk_value *out);

/* No keywords, and nothing wrong with it. */
static inline bool hki_call_is_simple(const hki_function *f, const hki_args *args)
{
    return !args->nkw && f->open && args->npos >= f->nrequired && (args->npos <= f->npositional || f->takes_rest);
}

/* Binds only, for calls that differ in a few arguments: `c` knows rt, function and self, and all but its result is filled in. c->arg is
 * `params`, which has room for a value for each parameter. False after raising. */
bool hki_call_bind(hki_call *c, const hki_args *args, hk_value *params);

/* Arguments as the natives read them: each raises and sets nothing on a wrong type; check the return value. */
bool hki_arg_int(hki_call *c, unsigned i, int64_t *out);        /* operator.index */
bool hki_arg_truth(hki_call *c, unsigned i, bool *out);
bool hki_arg_str(hki_call *c, unsigned i, hki_str **out);       /* must be a str: "… must be str, not int" */
bool hki_arg_text(hki_call *c, unsigned i, hki_str **out);      /* str() of anything */

/* Is v a class of Python's or Jinja2's? */
static inline bool hki_is_class(hk_value v) { return v.type == HKI_FUNCTION && (((const hki_function *)v.as.p)->flags & HKI_FN_CLASS); }

/* ---- methods of builtin types, from grammar/methods.def */
/* A method bound to its receiver. */
bool hki_method_new(hki_rt *rt, const hki_function *f, hk_value receiver, hk_value *out);
/* The method `name` of v's type; NULL if there is none. */
const hki_function *hki_method_find(hk_value v, const char *name, size_t size);
bool hki_dict_has_method(const char *name, size_t size);        /* not empty */
void hki_methods_suggest(hk_value v, hki_suggest *s);           /* tries the methods' names */

#endif
