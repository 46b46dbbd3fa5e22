/* env.c: making, opening and freeing an environment.
 *
 * In:  options, loaders and globals of a host.   Out: the tables that compiler and VM work with.
 * Always: after hki_env_open nothing of the environment changes but the template cache, and once what rendering asks for. */
#include "env/env.h"

#include "base/hash.h"
#include "env/cache.h"
#include "value/str.h"

static const hki_function *find_filter(hki_rt *rt, const char *name, size_t size)
{
    const hk_env *env = rt->env;
    return hki_vocabulary_find(env->filters, name, size);
}

static const hki_function *find_test(hki_rt *rt, const char *name, size_t size)
{
    const hk_env *env = rt->env;
    return hki_vocabulary_find(env->tests, name, size);
}

/* While compiling there is nothing to call: folding leaves such work to run time. */
static bool call_nothing(hki_rt *rt, hk_value callee, const hki_args *args, hk_value *out)
{
    (void)args;
    *out = hki_none();
    return hki_raise(rt, HK_TYPE_ERROR, "'%t' object cannot be called while a template is compiled", callee);
}

void hki_env_rt(hk_env *env, hki_rt *rt, hki_region *region, hki_error *error)
{
    *rt = (hki_rt){
        .region = region, .error = error, .up = &env->up, .env = env, .policies = &env->policies,
        .hash_seed = env->rt.hash_seed, .interned = env->interned, .undefined = env->undefined, .newline = env->syntax.newline,
        .sandbox = env->immutable ? 2 : env->sandboxed ? 1 : 0,
    };
    hki_buf_init(&rt->scratch, env->mem);
}

hk_env *hk_env_new(const hk_allocator *mem)
{
    if (!mem) mem = &hki_mem_default;
    hk_env *env = hki_mem_alloc(mem, sizeof *env);
    if (!env) return NULL;
    memset((char *)env + offsetof(hk_env, autoescape), 0, offsetof(hk_env, room) - offsetof(hk_env, autoescape));
    env->mem = mem;
    env->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    hki_region_init_in(&env->region, mem, HKI_SPACE_FROZEN, env->room, sizeof env->room);
    hki_error_init(&env->error, mem);
    env->up = (hki_up){.call = call_nothing, .filter = find_filter, .test = find_test, .pprint = hki_pprint};
    hki_env_defaults(env);
    hki_env_rt(env, &env->rt, &env->region, &env->error);
    env->rt.hash_seed = hki_hash_seed();
    env->own_interned.mem = mem;
    env->interned = &env->own_interned;
    env->loaders_end = &env->loaders;
    env->globals_added = env->translations = hki_none();
    atomic_init(&env->classes, NULL);
    return env;
}

void hk_env_free(hk_env *env)
{
    if (!env) return;
    hki_renderers_free(env);
    hki_cache_free(env);
    hki_loaders_free(env);
    hki_classes_free(env);
    hki_buf_free(&env->rt.scratch);
    hki_error_free(&env->error);
    hki_region_clear(&env->region);
    hki_interned_free(&env->own_interned);
    pthread_mutex_destroy(&env->lock);
    hki_mem_free(env->mem, env, sizeof *env);
}

static bool add_i18n(hk_env *env)
{
    if (env->translations.type == HKI_DICT) env->i18n.messages = hki_as_dict(env->translations);
    bool any = env->i18n.host || env->i18n.catalogues || env->i18n.messages;
    return hki_i18n_add(&env->rt, env->globals, any ? &env->i18n : NULL, env->syntax.newstyle_gettext);
}

/* The globals of a host and of extensions, over the builtin ones; which may wait if they are all there are, for their names are hashed. */
static bool add_globals(hk_env *env)
{
    hki_rt *rt = &env->rt;
    bool more = env->syntax.extensions & (HKI_EXT_I18N | HKI_EXT_EXTRAS) || env->huggingface || env->globals_added.type == HKI_DICT;
    env->late_globals = !more && !rt->sandbox;
    if (!env->late_globals && !hki_globals_add(rt, env->globals)) return false;
    if ((env->syntax.extensions & HKI_EXT_I18N) && !add_i18n(env)) return false;
    if (env->huggingface && !hki_huggingface_add(rt, env->filters, env->globals)) return false;
    if (!hki_additions_apply(env)) return false;
    if (env->globals_added.type != HKI_DICT) return true;
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(env->globals_added), &at));)
        if (!hki_dict_set(rt, env->globals, e->key, e->value)) return false;
    return true;
}

static bool name_vocabulary(hk_env *env)
{
    if (!(env->syntax.extensions & HKI_EXT_DEBUG)) return true;
    env->filter_names = hki_vocabulary_names(&env->rt, env->filters);
    env->test_names = hki_vocabulary_names(&env->rt, env->tests);
    return env->filter_names && env->test_names;
}

static bool add_regex(hk_env *env)
{
#ifdef HOKORA_REGEX
    return hki_regex_add(&env->rt, env->filters, env->tests);
#else
    return env != NULL;
#endif
}

/* What extensions add to the vocabulary. */
static bool extend(hk_env *env)
{
    unsigned extensions = env->syntax.extensions;
    if ((extensions & HKI_EXT_REGEX) && !add_regex(env)) return false;
    return !(extensions & HKI_EXT_EXTRAS) ||
           (hki_extras_add(&env->rt, env->filters, env->tests) && hki_extras_globals_add(&env->rt, env->globals));
}

static bool build(hk_env *env)
{
    hki_rt *rt = &env->rt;
    rt->sandbox = env->immutable ? 2 : env->sandboxed ? 1 : 0;
    rt->undefined = env->undefined;
    return (env->filters = hki_filters_new(rt)) &&
           (env->tests = hki_tests_new(rt)) && (env->globals = hki_dict_new(rt, 0)) && extend(env) &&
           add_globals(env) && name_vocabulary(env);
}

bool hki_env_open(hk_env *env, hk_error *error, hk_status *status)
{
    *status = HK_OK;
    if (atomic_load_explicit(&env->open, memory_order_acquire)) return true;
    pthread_mutex_lock(&env->lock);
    if (!env->open) {
        hki_error_clear(&env->error);
        if (build(env)) atomic_store_explicit(&env->open, true, memory_order_release);
        else *status = hki_report(env, &env->error, error);
    }
    pthread_mutex_unlock(&env->lock);
    return *status == HK_OK;
}

/* The mark that all is there is the parking, which comes last. */
static bool make_ready(hk_env *env)
{
    hki_parking *idle = hki_mem_zero(env->mem, HKI_IDLE, sizeof *idle);
    hki_error_clear(&env->error);
    if (idle && (!env->late_globals || hki_globals_add(&env->rt, env->globals))) {
        atomic_store_explicit(&env->idle, idle, memory_order_release);
        return true;
    }
    hki_mem_free(env->mem, idle, HKI_IDLE * sizeof *idle);
    if (env->late_globals) hki_dict_clear(env->globals);
    return false;
}

bool hki_env_ready(hk_env *env)
{
    if (atomic_load_explicit(&env->idle, memory_order_acquire)) return true;
    pthread_mutex_lock(&env->lock);
    bool ok = env->idle || make_ready(env);
    pthread_mutex_unlock(&env->lock);
    return ok;
}
