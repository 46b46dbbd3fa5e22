/* cache.c: templates: made from a text, kept by name, let go when nobody uses them.
 *
 * In:  names.   Out: templates, each with a reference for who asked.
 * Always: a template that somebody holds a reference to never changes and is not freed; so a pointer to one is used without the lock. */
#include "env/cache.h"

#include "base/hash.h"
#include "base/limits.h"
#include "compile/compile.h"
#include "env/hint.h"
#include "env/image.h"
#include "program/link.h"
#include "syntax/syntax.h"
#include "value/str.h"

/* ---------------------------------------------------------------- escaping by name */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static bool ends_with(const char *name, size_t size, const char *ending, size_t length)
{
    if (size < length + 1 || name[size - length - 1] != '.') return false;
    for (size_t i = 0; i < length; i++)
        if (lower(name[size - length + i]) != lower(ending[i])) return false;
    return true;
}

static bool has_ending(const char *endings, const char *name, size_t size)
{
    for (const char *at = endings, *end; (end = strchr(at, ' ')); at = end + 1)
        if (end > at && ends_with(name, size, at, (size_t)(end - at))) return true;
    return false;
}

/* [jinja] utils.py select_autoescape: by the end of the name, whatever its case. */
static bool autoescape_for(const hk_env *env, const char *name, size_t size)
{
    const hki_autoescape *rules = &env->escape;
    if (rules->host) return rules->host(rules->user, name, size);
    if (!rules->by_name) return env->autoescape;
    if (!name) return rules->for_string;
    return has_ending(rules->enabled, name, size) || (!has_ending(rules->disabled, name, size) && rules->otherwise);
}

/* ---------------------------------------------------------------- making */

/* What the tree of a source takes at most, going by its tags; 0 for a small one. Rather too much: what is not touched costs nothing, and an
 * allocator may keep for the next compile twice the largest block that was given back, so this should be most of what a compile takes. */
static size_t tree_size(const hki_source *s)
{
    enum { SMALL = 64 * 1024, BRACE = 256, BYTE = 12 };  /* for each brace, which may begin a tag, but no more than for each byte */
    size_t braces = 0;
    if (s->size < SMALL) return 0;
    for (size_t i = 0, end; i < s->size; i = end) {
        uint8_t some = 0;               /* counted in bytes, as many at once as fit a register */
        for (end = s->size - i > UINT8_MAX ? i + UINT8_MAX : s->size; i < end; i++) some = (uint8_t)(some + (s->text[i] == '{'));
        braces += some;
    }
    return braces < s->size / BRACE * BYTE ? braces * BRACE : s->size * BYTE;
}

/* source -> tree -> program, in a region of its own that is gone afterwards; the program's bytes stay in `t`. */
static bool compile_source(hk_env *env, hki_rt *rt, hk_template *t, const char *name, bool autoescape, hki_found *found)
{
    _Alignas(8) char room[16384];       /* for the tree of a small source */
    const hki_source *s = &t->source;
    hki_region region;
    hki_region_init_in(&region, env->mem, HKI_SPACE_RENDER, room, sizeof room);
    rt->region = &region;
    rt->autoescape = autoescape;
    hki_reads reads;
    hki_syntax_options syntax = env->syntax;
    syntax.reads = &reads;
    syntax.borrow = !syntax.before.source;
    hki_compile_options options = {.name = name, .autoescape = autoescape, .optimize = env->optimized, .finalize = env->finalize,
                                   .native = env->native, .drop_tree = true, .source_size = s->size, .found = found, .reads = &reads};
    bool ok = hki_options_check(rt, &env->syntax);
    size_t expected = tree_size(s);
    if (expected) hki_region_expect(&region, expected);
    if (ok && t->expression) {
        hki_node *tree = hki_parse_expression(rt, &syntax, s->text, s->size);
        ok = tree && hki_compile_expression(rt, &options, tree, &t->program);
    } else if (ok) {
        hki_node *tree = hki_parse_template(rt, &syntax, s->text, s->size, name);
        ok = tree && hki_compile_template(rt, &options, tree, &t->program);
    }
    hki_region_clear(&region);
    rt->region = &t->linked.region;
    rt->autoescape = false;
    return ok;
}

/* What the compiler has just made is believed. Where HOKORA_VERIFY is defined (debugging, sanitizers, fuzzers) it is checked as if it
 * came from elsewhere. */
static bool open_program(hki_rt *rt, hk_template *t)
{
#ifdef HOKORA_VERIFY
    hki_program_seal(t->program.data, 0, 0);
    return hki_program_open(rt, t->program.data, t->program.size, &t->linked.program);
#else
    (void)rt;
    hki_program_own(t->program.data, &t->linked.program);
    return true;
#endif
}

/* The host's bytes as a program. */
static bool open_given(hki_rt *rt, hk_template *t, const char *name, size_t size, bool autoescape)
{
    bool good = hki_image_open(rt, t, t->source.program, t->source.program_size, autoescape);
    if (!good) hki_error_place(rt->error, name, size, 0, 0);
    return good;
}

/* A program out of a host's bytes, out of its cache, or compiled, which is linked in the template's own region. */
static bool make_program(hk_template *t, hki_error *error, const char *name, size_t size)
{
    hk_env *env = t->env;
    hki_rt rt;
    hki_found found = {0};
    const bool autoescape = autoescape_for(env, name, size), given = t->source.program;
    hki_env_rt(env, &rt, &t->linked.region, error);
    const bool compiled = !given && !hki_image_find(&rt, t, name, size, autoescape);
    bool ok = true;
    if (given) ok = open_given(&rt, t, name, size, autoescape);
    else if (compiled) ok = compile_source(env, &rt, t, name, autoescape, &found) && open_program(&rt, t);
    ok = ok && hki_template_link(&rt, &t->linked, name, size, &found);
    t->linked.globals = env->globals;
    t->linked.autoescape = autoescape;
    if (ok && compiled) hki_image_keep(t, name, size, autoescape);
    hki_buf_free(&rt.scratch);
    return ok;
}

/* A text of its own stands behind the template. */
static size_t whole_size(const hk_template *t) { return sizeof *t + (t->has_text ? t->source.size + HKI_SOURCE_SLACK : 0); }

static void give_back(hk_env *env, hk_template *t)
{
    hki_buf_free(&t->program);
    hki_region_clear(&t->linked.region);
    const size_t size = whole_size(t);
    if (!t->of && !t->has_text) hki_source_free(env, &t->source);
    if ((char *)t == env->first) atomic_store_explicit(&env->first_taken, false, memory_order_release);
    else hki_mem_free(env->mem, t, size);
}

static void template_free(hk_env *env, hk_template *t)
{
    env->cache.freed++;
    give_back(env, t);
}

static void put_in_list(hki_cache *c, hk_template *t)
{
    t->next = c->all;
    if (c->all) c->all->before = t;
    c->all = t;
}

static void take_from_list(hki_cache *c, hk_template *t)
{
    if (t->before) t->before->next = t->next;
    else c->all = t->next;
    if (t->next) t->next->before = t->before;
}

/* Memory of a template: the environment's own, if that is free and enough. NULL: there is none. */
static void *take_memory(hk_env *env, size_t size)
{
    _Static_assert(sizeof(hk_template) + 1024 <= HKI_FIRST, "there is room for the first one");
    const bool enough = size <= HKI_FIRST && !atomic_load_explicit(&env->first_taken, memory_order_relaxed);
    return enough && !atomic_exchange(&env->first_taken, true) ? env->first : hki_mem_alloc(env->mem, size);
}

/* With so many bytes behind it. NULL without memory. */
static hk_template *template_new(hk_env *env, size_t behind)
{
    hk_template *t = take_memory(env, sizeof *t + behind);
    if (!t) return NULL;
    memset((char *)t + offsetof(hk_template, env), 0, offsetof(hk_template, room) - offsetof(hk_template, env));
    t->env = env;
    t->refs = 1;
    return t;
}

/* Where a template's program lives, and what is made of it. */
static void open_region(hk_template *t)
{
    hki_region_init_in(&t->linked.region, t->env->mem, HKI_SPACE_FROZEN, t->room, sizeof t->room);
    hki_near_init(&t->near, &t->linked.region);
    hki_buf_init(&t->program, &t->near.hooks);
}

/* Makes a template of its source, or frees it. */
static bool make(hk_template *t, hki_error *error, const char *name, size_t size, hk_template **out)
{
    hk_env *env = t->env;
    open_region(t);
    if (!make_program(t, error, name, size)) {
        hki_explain_place(env, error, t->source.text, t->source.size);
        hki_explain(env, error, NULL, NULL);
        template_free(env, t);
        return false;
    }
    pthread_mutex_lock(&env->lock);
    put_in_list(&env->cache, t);
    pthread_mutex_unlock(&env->lock);
    *out = t;
    return true;
}

bool hki_template_make(hk_env *env, hki_error *error, hki_source *source, const char *name, size_t size, hk_template **out)
{
    hk_template *t = template_new(env, 0);
    if (!t) {
        hki_source_free(env, source);
        return hki_error_memory(error);
    }
    t->source = *source;
    return make(t, error, name, size, out);
}

bool hki_template_from_text(hk_env *env, hki_error *error, const char *text, size_t size, const char *name, size_t name_size,
    enum hki_origin origin, hk_template **out)
{
    hk_template *t = size <= HKI_MAX_STRING_SIZE ? template_new(env, size + HKI_SOURCE_SLACK) : NULL;
    if (!t) return hki_error_memory(error);
    t->has_text = true;
    t->source.text = (char *)(t + 1);
    hki_source_fill(&t->source, text, size);
    t->expression = origin == HKI_EXPRESSION;
    return make(t, error, name, name_size, out);
}

hk_template *hki_template_derive(const hk_template *of)
{
    hk_env *env = of->env;
    hk_template *t = template_new(env, 0);
    if (!t) return NULL;
    t->of = of->of ? of->of : of;
    t->expression = of->expression;
    t->source = of->source;
    t->linked = of->linked;
    open_region(t);
    pthread_mutex_lock(&env->lock);
    ((hk_template *)(uintptr_t)t->of)->refs++;
    put_in_list(&env->cache, t);
    pthread_mutex_unlock(&env->lock);
    return t;
}

/* ---------------------------------------------------------------- the cache; all of it under the lock */

static hk_template **slot_of(const hki_cache *c, uint32_t hash) { return &c->slots[hash & (c->nslots - 1)]; }

static hk_template *find(const hki_cache *c, uint32_t hash, const char *name, size_t size)
{
    if (!c->nslots) return NULL;
    hk_template *t = *slot_of(c, hash);
    while (t && !(t->hash == hash && hki_str_is(t->linked.name, name, size))) t = t->chain;
    return t;
}

/* Without memory the chains stay longer. False: there is no table at all. */
static bool grow(hk_env *env)
{
    hki_cache *c = &env->cache;
    if (c->count < c->nslots) return true;
    size_t nslots = c->nslots ? c->nslots * 2 : 64;
    hk_template **slots = hki_mem_zero(env->mem, nslots, sizeof *slots), **old = c->slots;
    if (!slots) return c->nslots != 0;
    size_t nold = c->nslots;
    c->slots = slots;
    c->nslots = nslots;
    for (size_t i = 0; i < nold; i++) {
        for (hk_template *t = old[i], *chain; t; t = chain) {
            chain = t->chain;
            t->chain = *slot_of(c, t->hash);
            *slot_of(c, t->hash) = t;
        }
    }
    if (old) hki_mem_free(env->mem, old, nold * sizeof *old);
    return true;
}

static void unlink_use(hki_cache *c, hk_template *t)
{
    if (t->newer) t->newer->older = t->older;
    else c->newest = t->older;
    if (t->older) t->older->newer = t->newer;
    else c->oldest = t->newer;
}

static void used_now(hki_cache *c, hk_template *t)
{
    t->newer = NULL;
    t->older = c->newest;
    if (c->newest) c->newest->newer = t;
    c->newest = t;
    if (!c->oldest) c->oldest = t;
}

/* One reference less. The template that is to be freed, without the lock, or NULL. */
static hk_template *let_go(hki_cache *c, hk_template *t)
{
    if (--t->refs) return NULL;
    take_from_list(c, t);
    return t;
}

/* Takes a template out; returns what is to be freed. */
static hk_template *evict(hki_cache *c, hk_template *t)
{
    hk_template **at = slot_of(c, t->hash);
    while (*at != t) at = &(*at)->chain;
    *at = t->chain;
    unlink_use(c, t);
    c->count--;
    t->cached = false;
    c->evictions++;
    return let_go(c, t);
}

/* The one that was not used for longest. */
static hk_template *find_oldest(hki_cache *c)
{
    for (size_t i = 0; i < c->count && atomic_exchange(&c->oldest->touched, false); i++) {
        hk_template *t = c->oldest;
        unlink_use(c, t);
        used_now(c, t);
    }
    return c->oldest;
}

/* Puts a template in, in place of one of the same name or of the one that was not used for longest; returns what is to be freed. */
static hk_template *insert(hk_env *env, hk_template *t)
{
    hki_cache *c = &env->cache;
    hk_template *old = find(c, t->hash, t->linked.name->data, t->linked.name->size), *gone = NULL;
    if (!env->cache_size || !grow(env)) return NULL;
    if (!old && env->cache_size > 0 && c->count >= (uint64_t)env->cache_size) old = find_oldest(c);
    if (old) gone = evict(c, old);
    t->chain = *slot_of(c, t->hash);
    *slot_of(c, t->hash) = t;
    used_now(c, t);
    c->count++;
    t->cached = true;
    t->refs++;
    return gone;
}

/* ---------------------------------------------------------------- by name */

/* With a reference; NULL: it is not cached. */
static hk_template *take(hk_env *env, uint32_t hash, const char *name, size_t size)
{
    pthread_mutex_lock(&env->lock);
    hk_template *t = find(&env->cache, hash, name, size);
    if (t) {
        t->refs++;
        unlink_use(&env->cache, t);
        used_now(&env->cache, t);
    }
    pthread_mutex_unlock(&env->lock);
    return t;
}

/* Takes it out of the cache, unless another thread did. */
static void forget(hk_env *env, hk_template *t)
{
    pthread_mutex_lock(&env->lock);
    if (t->cached) evict(&env->cache, t);       /* not the last reference */
    pthread_mutex_unlock(&env->lock);
    hki_renderers_sweep(env);
}

bool hki_cache_still(hk_env *env, const hk_template *held, const char *name, size_t size)
{
    hk_template *t = (hk_template *)(uintptr_t)held;
    if (!atomic_load_explicit(&t->cached, memory_order_acquire)) return false;
    if (env->auto_reload && !hki_loader_uptodate(env, &t->source, name, size)) {
        forget(env, t);
        return false;
    }
    if (!atomic_load_explicit(&t->touched, memory_order_relaxed)) atomic_store_explicit(&t->touched, true, memory_order_relaxed);
    return true;
}

const hk_template *hki_template_give(const hk_template *t)
{
    atomic_fetch_add(&((hk_template *)(uintptr_t)t)->given, 1);
    return t;
}

void hki_template_release(const hk_template *t)
{
    hk_env *env = t->env;
    pthread_mutex_lock(&env->lock);
    hk_template *gone = let_go(&env->cache, (hk_template *)(uintptr_t)t);
    pthread_mutex_unlock(&env->lock);
    if (!gone) return;
    const hk_template *of = gone->of;
    template_free(env, gone);
    if (of) hki_template_release(of);
}

static int load(hk_env *env, hki_rt *rt, uint32_t hash, const char *name, size_t size, const hk_template **out)
{
    hki_source source;
    hk_template *made = NULL;
    int answer = hki_loader_read(env, rt, name, size, &source);
    if (answer != HKI_YES) return answer;
    char *text = hki_mem_text(env->mem, name, size);
    if (!text) {
        hki_source_free(env, &source);
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    bool ok = hki_template_make(env, rt->error, &source, text, size, &made);
    hki_mem_free(env->mem, text, size + 1);
    if (!ok) return HKI_ERROR;
    pthread_mutex_lock(&env->lock);
    made->hash = hash;
    hk_template *gone = insert(env, made);
    pthread_mutex_unlock(&env->lock);
    if (gone) template_free(env, gone);
    hki_renderers_sweep(env);
    *out = made;
    return HKI_YES;
}

int hki_cache_get(hk_env *env, hki_rt *rt, const char *name, size_t size, const hk_template **out)
{
    uint32_t hash = hki_hash_bytes(env->rt.hash_seed, name, size);
    hk_template *t = take(env, hash, name, size);
    if (t && env->auto_reload && !hki_loader_uptodate(env, &t->source, name, size)) {
        forget(env, t);
        hki_template_release(t);
        t = NULL;
    }
    *out = t;
    return t ? HKI_YES : load(env, rt, hash, name, size, out);
}

void hki_cache_clear(hk_env *env)
{
    hki_cache *c = &env->cache;
    for (bool more = true; more;) {
        pthread_mutex_lock(&env->lock);
        hk_template *gone = c->oldest ? evict(c, c->oldest) : NULL;
        more = c->oldest != NULL;
        pthread_mutex_unlock(&env->lock);
        if (gone) template_free(env, gone);
    }
    hki_renderers_sweep(env);
}

void hki_cache_free(hk_env *env)
{
    hki_cache *c = &env->cache;
    for (hk_template *t = c->all, *next; t; t = next) {
        next = t->next;
        give_back(env, t);
    }
    if (c->slots) hki_mem_free(env->mem, c->slots, c->nslots * sizeof *c->slots);
    *c = (hki_cache){0};
}
