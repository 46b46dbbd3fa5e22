/* cache.h: the templates of an environment. */
#ifndef HKI_CACHE_H
#define HKI_CACHE_H

#include "env/loader.h"

/* What hk_template points to. It never changes once it is made, but for what the cache's lock guards. */
struct hk_template {
    hki_template linked;
    hki_near near;              /* of linked.region, */
    hki_buf program;            /* whose memory its bytes are, if they are few */
    /* what follows is 0 at first */
    hk_env *env;
    const hk_template *of;      /* what it shares program and text with, and differs from in its globals; held. NULL: none */
    hki_source source;          /* its text, for error excerpts, and where it is from */
    bool expression;
    bool has_text;              /* that text stands behind the template, in the same block of memory */
    hk_template *next, *before; /* all templates of the environment */
    /* under the lock */
    uint64_t refs;              /* of the cache, of hosts, of renderers: freed with the last */
    _Atomic uint64_t given;     /* of refs, how many hosts have: what was not given is not taken back */
    atomic_bool cached;         /* read without the lock */
    atomic_bool touched;        /* used since it was last put where it stands by last use; set without the lock */
    uint32_t hash;
    hk_template *chain;         /* of its slot */
    hk_template *newer, *older;
    _Alignas(8) char room[5120];    /* where linked.region begins */
};

/* The template of a name, compiled if need be, with a reference for the caller. HKI_YES, HKI_NO (no loader has it), HKI_ERROR. */
int hki_cache_get(hk_env *env, hki_rt *rt, const char *name, size_t size, const hk_template **out);

/* Whether a template that somebody holds may stand for its name in another render; if not, hki_cache_get finds a newer one. No lock is
 * taken for one that may. */
bool hki_cache_still(hk_env *env, const hk_template *t, const char *name, size_t size);

/* Compiles a source, which it takes over, into a template that is in no cache, with a reference for the caller. name NULL: none. */
bool hki_template_make(hk_env *env, hki_error *error, hki_source *source, const char *name, size_t size, hk_template **out);

/* The same with a text of which a copy is made. */
enum hki_origin { HKI_FROM_TEXT, HKI_EXPRESSION };
bool hki_template_from_text(hk_env *env, hki_error *error, const char *text, size_t size, const char *name, size_t name_size,
    enum hki_origin origin, hk_template **out);

/* A template with the program of another, whose globals are to be changed; with a reference for the caller. NULL without memory. */
hk_template *hki_template_derive(const hk_template *of);

/* A reference goes to the host, which hk_template_release takes back. */
const hk_template *hki_template_give(const hk_template *t);
/* The first one of a template that was just made: nobody else knows it. */
static inline const hk_template *hki_template_give_new(hk_template *t)
{
    atomic_init(&t->given, 1);
    return t;
}
void hki_template_release(const hk_template *t);
/* Forgets all; those in use stay until they are let go. */
void hki_cache_clear(hk_env *env);
void hki_cache_free(hk_env *env);

#endif
