/* env.h: the environment: where the rooms meet.
 *
 * Life: made, configured (options, loaders, globals), then opened by the first template: from then on everything but the template
 * cache is read only, and what hki_env_ready makes before the first render. The cache has a lock of its own. */
#ifndef HKI_ENV_H
#define HKI_ENV_H

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>

#include "hokora.h"
#include "lib/lib.h"
#include "syntax/options.h"
#include "value/class.h"
#include "value/intern.h"
#include "vm/vm.h"

/* What a file was when it was read. */
typedef struct hki_stamp { int64_t seconds, nanoseconds, size; uint64_t inode; } hki_stamp;

typedef struct hki_loader hki_loader;       /* loader.h */
typedef struct hki_source hki_source;


/* A filter, test or function of the host, waiting for the environment to be opened. */
enum hki_role { HKI_ROLE_FILTER, HKI_ROLE_TEST };
typedef struct hki_addition { struct hki_addition *next; enum hki_role role; hki_function function; } hki_addition;

/* Templates by name, and all there are (cache.c). */
typedef struct hki_cache {
    hk_template *all;           /* alive, in the cache or not */
    hk_template **slots;        /* chains by hash */
    size_t nslots, count;       /* a power of two, or 0; cached templates */
    hk_template *newest, *oldest;   /* by last use, but for what hk_template.touched says */
    _Atomic unsigned evictions; /* grows when a template is taken out: resting renderers hold none that is out */
    _Atomic unsigned freed;     /* templates */
} hki_cache;

/* Renderers that rest between renders, each in a line of memory of its own, so that threads do not get in each other's way. */
enum { HKI_IDLE = 64 };
typedef struct hki_parking { _Atomic(struct hki_renderer *) renderer; char apart[64 - sizeof(void *)]; } hki_parking;

/* Whether a template escapes, by its name: rules, or a function of the host. */
typedef struct hki_autoescape {
    bool by_name;               /* the rules below are used; otherwise hk_env.autoescape */
    const char *enabled, *disabled;     /* endings without their point, each with a space behind it */
    bool for_string, otherwise;
    bool (*host)(void *user, const char *name, size_t size);
    void *user;
} hki_autoescape;

enum { HKI_FIRST = 6752 };      /* bytes: a template and its small text */
struct hk_env {
    const hk_allocator *mem;
    hki_region region;          /* globals, vocabulary, texts of options */
    hki_rt rt;                  /* for making things in `region`, while the environment is being configured */
    hki_error error;            /* of `rt` */
    hki_syntax_options syntax;
    /* what follows is 0 at first */
    bool autoescape, sandboxed, immutable, native, optimized, huggingface;
    uint16_t undefined;         /* enum hki_undefined_kind */
    hki_undefined_log undefined_log;
    hki_policies policies;
    hki_vm_limits limits;
    hki_interned *interned;     /* `own_interned`, or that of the environment of which this is an overlay */
    hki_loader *loaders, **loaders_end;
    bool borrows_loaders;       /* they are another environment's, and give way to the first that is added (overlay.c) */
    hk_join join;               /* NULL: names of templates are what they are */
    void *join_user;
    char *prefix;               /* of the loaders that are added next: "admin/"; NULL: none */
    bool has_loader;
    bool auto_reload;
    int64_t cache_size;         /* most templates in the cache; -1: no limit */
    hki_autoescape escape;
    struct hki_preprocessor *preprocessors;     /* api_source.c; in the order in which they are run, */
    struct hki_filter *filters_of_tokens;       /* as these */
    struct hki_processor *processors;   /* in the order in which they are run */
    hk_observer observer;
    hk_program_cache programs;  /* functions NULL: none */
    bool finalize;              /* there is a filter HKI_FINALIZE, which everything that is printed goes through */
    hk_value globals_added;     /* a dict of the host's globals, or NONE */
    hk_value translations;      /* a dict, or NONE */
    hk_translator translator;
    hki_translations i18n;      /* the host's functions and the catalogues; its dict is `translations` */
    struct hki_catalogue *last_catalogue;
    hki_addition *additions;    /* of the host, newest first */
    hki_up up;

    atomic_bool open;           /* what follows is made, or changes while threads are at work */
    hki_vocabulary *filters, *tests;
    hki_dict *globals;          /* complete when hki_env_ready says so */
    bool late_globals;          /* the builtin ones wait for that */
    hki_dict *filter_names, *test_names;    /* for {% debug %}; NULL without that extension */
    _Atomic(struct hki_host_class *) classes;   /* made from the host's tables (api_object.c) */
    hki_interned own_interned;
    pthread_mutex_t lock;       /* of `cache`, the counts of references in it, and `open` */
    hki_cache cache;
    _Atomic(hki_parking *) idle;        /* HKI_IDLE of them; NULL: not ready */
    atomic_bool first_taken;
    _Alignas(8) char room[1024];        /* where `region` begins */
    _Alignas(16) char first[HKI_FIRST]; /* the first template (cache.c): an environment for a single one is a single block of memory */
};

/* A host's object that is to be let go when its context or render ends. Of env->mem: values may move, these do not. */
typedef struct hki_drop { struct hki_drop *next; void (*drop)(void *self); void *self; } hki_drop;
void hki_classes_free(hk_env *env);
void hki_drops_run(hk_env *env, hki_drop **drops);      /* api_object.c: lets all go, the newest first */

/* Where a host makes values: a context with a region of its own, or a render's region, as the host's functions see it. */
struct hk_context {
    hk_env *env;
    hki_rt *rt;
    hki_dict *vars;             /* NULL: a render's */
    hki_drop **drops;           /* NULL: nothing here can be let go later (compiling) */
};

/* A call of a host's function. */
struct hk_call {
    hk_context home;
    const hki_call *bound;      /* its arguments; NULL: a question about an object, which has none */
};

/* The bytes of a host's text. */
static inline size_t hki_text_size(const char *text, size_t size) { return size == HK_NUL && text ? strlen(text) : size; }

/* Whether a host's bytes can be a string: there, not too many, and UTF-8; false after raising. Too many are not read. (api_value.c) */
bool hki_check_text(hki_rt *rt, const char *text, size_t size);
/* Why they cannot be the name of something: NULL, or an end for "a name that is …". (api_value.c) */
const char *hki_name_fault(const char *name, size_t size);
/* A string over a C text, to look something up by. (api_value.c) */
hki_str hki_key(const char *text);

/* A string over a host's own bytes, which are checked; false after raising, with *out None. (api_object.c) */
bool hki_borrow_text(hki_rt *rt, const char *text, size_t size, hk_value *out);

/* Writes to a host's sink; false after raising. All of a text: also if it was not complete for want of memory. (api_output.c) */
bool hki_sink_write(hki_rt *rt, hk_sink sink, const char *text, size_t size);
bool hki_sink_write_all(hki_rt *rt, hk_sink sink, const hki_buf *text);
/* The same for who has no error to fill; frees the text. */
hk_status hki_sink_hand_over(hk_sink sink, hki_buf *text);

/* The buffer behind a sink that hk_buffer_sink made; NULL: it is another. A render writes into the buffer's memory itself: while it is
 * lent, the host's is empty, and what a function of the host writes into it is put behind the rest. False: no memory. (api_output.c) */
hk_buffer *hki_buffer_of(hk_sink sink);
void hki_buffer_lend(hk_buffer *b, hki_buf *out);
bool hki_buffer_give_back(hk_buffer *b, hki_buf *lent);

/* The class made of one of the host's tables; NULL after raising. `key` tells tables apart; `make` fills in a new one. (api_object.c) */
typedef struct hki_host_class { hki_class cls; const void *key; struct hki_host_class *next; } hki_host_class;
const hki_class *hki_host_class_of(hki_rt *rt, const void *key, void (*make)(hki_class *cls, const void *key));

/* Items by number, one after the other, as Python walks over what has only items and a length. (api_object.c) */
bool hki_iterate_items(hki_rt *rt, hki_object *o, hk_value *out);

/* A call without arguments, in whatever `rt` belongs to. (api_call.c) */
hk_call hki_host_call(hki_rt *rt, const hki_call *bound);

/* What a host does to sources and tokens, for an overlay. (api_source.c) */
bool hki_before_copy(hk_env *to, const hk_env *from);

/* What a host's tag runs (api_tag.c); and what a host says when it fails. (api_call.c) */
hk_status hki_add_tag_function(hk_env *env, const char *tag, const char *signature, hk_native run, void *user, hk_error *error);
void hki_host_fail(const hk_context *home, hk_status kind, const char *format, va_list args);

bool hki_additions_apply(hk_env *env);

/* Builds vocabulary and globals; called before anything is compiled. False after filling *error and *status. */
bool hki_env_open(hk_env *env, hk_error *error, hk_status *status);

/* Makes what rendering asks for, but compiling does not: called before a renderer is made, or anything looks into the globals. False
 * without memory. */
bool hki_env_ready(hk_env *env);

/* options.c: the defaults */
void hki_env_defaults(hk_env *env);



/* hooks.c: a context of what processors add and what was given; NULL without memory. Around each render, the observer is told. */
typedef struct hki_processor hki_processor;
bool hki_processors_copy(hk_env *to, const hk_env *from);
hk_context *hki_processed(hk_env *env, const hk_context *given);
uint64_t hki_observe_start(const hk_env *env, const hki_str *name);
void hki_observe_end(const hk_env *env, const hki_str *name, hk_status status, uint64_t start);

/* renderer.c */
typedef struct hki_renderer hki_renderer;
hki_drop **hki_render_drops(hki_rt *rt);        /* of the render that `rt` belongs to; NULL: none */
void hki_renderers_free(hk_env *env);
/* Renderers that rest let go of the templates that the cache let go. Not under the lock. */
void hki_renderers_sweep(hk_env *env);

/* api_error.c: hands an internal error over to a host's; returns its status. `error` may be NULL. */
hk_status hki_report(hk_env *env, const hki_error *from, hk_error *error);
hk_status hki_report_memory(hk_error *error);       /* HK_NO_MEMORY */
/* The end of a piece of work with an error of its own, which is freed: HK_OK, or what it says, which is handed over. */
hk_status hki_handed_over(hk_env *env, hki_error *from, hk_error *error);
/* The end of a step of configuration, which worked with env->rt: HK_OK, or what env->error says, which is handed over. */
hk_status hki_configured(hk_env *env, bool ok, hk_error *error);
/* Whether something can be added to a context: it has not failed, and what it is given is `right`; otherwise it fails. (api_value.c) */
bool hki_takes(hk_context *context, bool right, const char *needed);
/* The host called a function wrongly: HK_ARGUMENT_ERROR with a message. */
hk_status hki_misuse(hk_env *env, hk_error *error, const char *format, ...);
/* The same for a name that there is not, with the name that is like it as a hint. */
hk_status hki_misnamed(hk_env *env, hk_error *error, const hki_suggest *like, const char *format, ...);
/* Whether a function that configures may go on: it was given all that is `needed`, and no template was compiled. Else *status says so. */
bool hki_may_configure(hk_env *env, bool complete, const char *needed, hk_error *error, hk_status *status);

/* A short-lived rt for a compile or a look-up: values in `region`, errors in `error`. */
void hki_env_rt(hk_env *env, hki_rt *rt, hki_region *region, hki_error *error);

/* Keeps a global of the host until the environment is opened. `v` is of env->region. False after raising. (api_env.c) */
bool hki_add_global(hk_env *env, const char *name, size_t size, hk_value v);

/* Copies plain data (numbers, strings, lists, tuples, dicts, ranges) into rt->region; TypeError for anything else. (copy.c) */
bool hki_copy(hki_rt *rt, hk_value v, hk_value *out);

#endif
