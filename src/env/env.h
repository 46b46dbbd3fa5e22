/* env.h: the environment: where the rooms meet.
 *
 * Life: made, configured (options, loaders, globals), then opened by the first template: from then on everything but the template
 * cache is read only. The cache has a lock of its own. */
#ifndef HKI_ENV_H
#define HKI_ENV_H

#include <pthread.h>
#include <stdatomic.h>

#include "hokora.h"
#include "lib/lib.h"
#include "syntax/options.h"
#include "vm/vm.h"

/* A template of the environment: what hk_template points to. */
struct hk_template {
    hki_template linked;
    hk_env *env;
    struct hk_template *next;   /* all templates of the environment */
    bool loaded;                /* found through a loader, so that others find it by its name */
    char *source;               /* NUL-terminated; for error excerpts */
    size_t size;
};

/* A place to look for templates: a directory, or one text. */
typedef struct hki_loader {
    struct hki_loader *next;
    char *path;                 /* a directory; NULL: a text */
    char *name, *source;
    size_t name_size, size;
} hki_loader;

struct hk_env {
    const hk_allocator *mem;
    hki_region region;          /* globals, vocabulary, texts of options */
    hki_rt rt;                  /* for making things in `region`, while the environment is being configured */
    hki_error error;            /* of `rt` */
    hki_syntax_options syntax;
    bool autoescape, autoescape_select, sandboxed, immutable, native, optimized, huggingface;
    uint16_t undefined;         /* enum hki_undefined_kind */
    hki_policies policies;
    hki_vm_limits limits;
    hki_loader *loaders, **loaders_end;
    bool has_loader;
    hk_value globals_added;     /* a dict of the host's globals, or NONE */
    hk_value translations;      /* a dict, or NONE */

    bool open;                  /* what follows is made */
    hki_vocabulary *filters, *tests;
    hki_methods *methods;
    hki_dict *globals;
    hki_dict *filter_names, *test_names;    /* for {% debug %}; NULL without that extension */
    hki_up up;

    pthread_mutex_t lock;       /* of `templates` and `open` */
    hk_template *templates;
    _Atomic(struct hki_renderer *) idle;    /* one kept for the next render */
};

struct hk_context {
    hk_env *env;
    hki_region region;
    hki_error error;            /* first failure while it was built */
    hki_rt rt;
    hki_dict *vars;
};

/* Builds vocabulary and globals; called before anything is compiled. False after filling env->error. */
bool hki_env_open(hk_env *env);

/* options.c: the defaults */
void hki_env_defaults(hk_env *env);

/* loader.c: the text of template `name`: HKI_YES with *source (of env->mem, size + 1 bytes, NUL-terminated), HKI_NO, HKI_ERROR. */
int hki_loader_read(hk_env *env, hki_rt *rt, const char *name, size_t size, char **source, size_t *source_size);
void hki_loaders_free(hk_env *env);

/* cache.c: finds or compiles a template by name; hki_host.get_template. */
int hki_cache_get(hk_env *env, hki_rt *rt, const char *name, size_t size, const hk_template **out);
enum hki_origin { HKI_FROM_TEXT, HKI_FROM_LOADER, HKI_EXPRESSION };
/* Compiles `source`, which it takes over (of env->mem, size + 1 bytes). name NULL: none. */
bool hki_cache_compile(hk_env *env, hki_rt *rt, char *source, size_t source_size, const char *name, size_t size,
    enum hki_origin origin, hk_template **out);
/* The template that was loaded under a name; NULL: none. */
const hk_template *hki_cache_find(hk_env *env, const char *name, size_t size);
void hki_cache_free(hk_env *env);

/* api_render.c */
typedef struct hki_renderer hki_renderer;
void hki_renderer_free(hk_env *env, hki_renderer *r);

/* api_error.c: hands an internal error over to a host's; returns its status. `error` may be NULL. */
hk_status hki_report(hk_env *env, const hki_error *from, hk_error *error);
/* The host called a function wrongly: HK_ARGUMENT_ERROR with a message. */
hk_status hki_misuse(hk_env *env, hk_error *error, const char *format, ...);

/* A short-lived rt for a compile or a look-up: values in `region`, errors in `error`. */
void hki_env_rt(hk_env *env, hki_rt *rt, hki_region *region, hki_error *error);

/* Copies plain data (numbers, strings, lists, tuples, dicts, ranges) into rt->region; TypeError for anything else. (copy.c) */
bool hki_copy(hki_rt *rt, hk_value v, hk_value *out);

#endif
