/* renderer.h: a VM, and what a render takes beside it. */
#ifndef HKI_RENDERER_H
#define HKI_RENDERER_H

#include "env/cache.h"

/* The templates that renders have asked for, by name. A render looks for each once, so that it sees one version of it. They are held as
 * long as the cache has them, so that the next render need not ask the cache, which has a lock. Open addressing, a power of two. */
typedef struct hki_held { const hk_template *t; uint64_t render; } hki_held;     /* and the last render that asked for it */
typedef struct hki_used {
    hki_held *slots;
    size_t nslots, count;
    uint64_t render;            /* the number of the one that runs */
    unsigned evictions;         /* the cache's, when it was last seen to which are to be let go */
    bool loose;                 /* one of them never was in the cache */
} hki_used;

/* Some are kept between renders, so that small renders need not make one. */
struct hki_renderer {
    hki_vm *vm;
    hki_host host;
    struct hki_regex_cache *regexes;    /* of the extension regex; NULL without it */
    hki_drop *drops;
    hki_used used;
    hki_parking *place;         /* kept for it between renders; NULL: none yet */
};

/* Whether a template can be rendered; if not, *status and *error say that an expression is evaluated. (api_render.c) */
bool hki_is_page(const hk_template *t, hk_error *error, hk_status *status);

/* NULL without memory. */
hki_renderer *hki_renderer_take(hk_env *env);
void hki_renderer_give(hk_env *env, hki_renderer *r);

/* What a render that a host keeps open has: a renderer of its own, and its variables. */
typedef struct hki_session {
    const hk_template *t;
    hki_renderer *renderer;
    hk_context *added;          /* with what processors added; NULL: there are none */
    const hki_dict *vars;       /* NULL: none */
} hki_session;

/* False after filling *failure; closed in any case. */
bool hki_session_open(hki_session *s, const hk_template *t, const hk_context *context, hki_error *failure);
void hki_session_close(hki_session *s);

/* Adds to an error what its template's text tells, the lines it is at, and a hint. `t` is the template that was rendered, with `vars`
 * (NULL: none). */
void hki_renderer_explain(const hki_renderer *r, const hk_template *t, const hki_dict *vars, hki_error *error);

#endif
