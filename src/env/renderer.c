/* renderer.c: the environment as the VM sees it (vm/host.h).
 *
 * In:  what a VM asks for.   Out: templates, which stay until the render ends; text for the host's sink. */
#include "env/renderer.h"

#ifdef __linux__
#include <sched.h>
#endif

#include "base/hash.h"
#include "base/regex.h"
#include "env/hint.h"
#include "value/str.h"

/* ---------------------------------------------------------------- the templates of a render */

/* Where the name is, or the free slot where it would be. */
static hki_held *slot_of(const hki_used *u, uint32_t hash, const char *name, size_t size)
{
    size_t at = hash & (u->nslots - 1);
    while (u->slots[at].t && !(u->slots[at].t->hash == hash && hki_str_is(u->slots[at].t->linked.name, name, size)))
        at = (at + 1) & (u->nslots - 1);
    return &u->slots[at];
}

static bool make_room(hk_env *env, hki_used *u)
{
    if (u->count * 2 < u->nslots) return true;
    hki_used grown = *u;
    grown.nslots = u->nslots ? u->nslots * 2 : 16;
    grown.slots = hki_mem_zero(env->mem, grown.nslots, sizeof *grown.slots);
    if (!grown.slots) return false;
    for (size_t i = 0; i < u->nslots; i++) {
        const hk_template *t = u->slots[i].t;
        if (t) *slot_of(&grown, t->hash, t->linked.name->data, t->linked.name->size) = u->slots[i];
    }
    if (u->slots) hki_mem_free(env->mem, u->slots, u->nslots * sizeof *u->slots);
    *u = grown;
    return true;
}

static const hk_template *find_used(const hki_used *u, uint32_t hash, const char *name, size_t size)
{
    return u->nslots ? slot_of(u, hash, name, size)->t : NULL;
}

static void release_all(hki_used *u)
{
    for (size_t i = 0; i < u->nslots; i++)
        if (u->slots[i].t) hki_template_release(u->slots[i].t);
    if (u->slots) memset(u->slots, 0, u->nslots * sizeof *u->slots);
    u->count = 0;
    u->loose = false;
}

/* Lets go of all if one of them is not in the cache any more. The count of evictions that this takes into account. */
static unsigned release_evicted(const hk_env *env, hki_used *u)
{
    unsigned evictions = atomic_load(&env->cache.evictions);
    if (evictions == u->evictions && !u->loose) return evictions;
    u->evictions = evictions;
    for (size_t i = 0; i < u->nslots; i++) {
        if (!u->slots[i].t || atomic_load(&u->slots[i].t->cached)) continue;
        release_all(u);
        break;
    }
    return evictions;
}

static hki_renderer *renderer_of(hki_rt *rt)
{
    const hki_host *host = hki_vm_host(rt->host);
    return (hki_renderer *)((uintptr_t)host - offsetof(hki_renderer, host));
}

/* [jinja] Environment.join_path: what a name means to the template that names it. NULL after raising. */
static const hki_str *join(hk_env *env, hki_rt *rt, const hki_str *name, const hki_str *parent)
{
    hk_call call = hki_host_call(rt, NULL);
    hk_value joined = env->join(&call, env->join_user, name->data, name->size, parent->data, parent->size);
    if (hki_failed(rt)) return NULL;
    if (hki_is_string(joined)) return hki_as_str(joined);
    hki_raise(rt, HK_TYPE_ERROR, "the name of a template must be str, not %t", joined);
    return NULL;
}

static int get_template(void *user, hki_rt *rt, const hki_str *name, const hki_str *parent, const hki_template **out)
{
    hk_env *env = user;
    hki_used *used = &renderer_of(rt)->used;
    if (!name) return hki_loader_ready(env, rt) ? HKI_NO : HKI_ERROR;
    if (env->join && parent && !(name = join(env, rt, name, parent))) return HKI_ERROR;
    if (!make_room(env, used)) {
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    uint32_t hash = hki_str_hash(rt, name);     /* of the environment's seed, too */
    hki_held *held = slot_of(used, hash, name->data, name->size);
    if (!held->t || (held->render != used->render && !hki_cache_still(env, held->t, name->data, name->size))) {
        const hk_template *found;
        int answer = hki_cache_get(env, rt, name->data, name->size, &found);
        if (answer != HKI_YES) return answer;
        if (held->t) hki_template_release(held->t);
        else used->count++;
        held->t = found;
        used->loose = used->loose || !found->cached;
    }
    held->render = used->render;
    *out = &held->t->linked;
    return HKI_YES;
}

/* ---------------------------------------------------------------- the rest */

static bool write_sink(void *user, hki_rt *rt, const char *text, size_t size)
{
    return hki_sink_write(rt, *(const hk_sink *)user, text, size);
}

hki_drop **hki_render_drops(hki_rt *rt) { return rt->host ? &renderer_of(rt)->drops : NULL; }

static void renderer_free(hk_env *env, hki_renderer *r)
{
    if (!r) return;
    hki_vm_free(r->vm);
    release_all(&r->used);
    if (r->used.slots) hki_mem_free(env->mem, r->used.slots, r->used.nslots * sizeof *r->used.slots);
#ifdef HOKORA_REGEX
    hki_regex_cache_free(r->regexes);
#endif
    hki_mem_free(env->mem, r, sizeof *r);
}

static hki_renderer *renderer_new(hk_env *env)
{
    hki_renderer *r = hki_env_ready(env) ? hki_mem_zero(env->mem, 1, sizeof *r) : NULL;
    if (!r) return NULL;
    r->host = (hki_host){.env = env, .get_template = get_template, .write = write_sink, .freed = &env->cache.freed};
    bool complete = true;
#ifdef HOKORA_REGEX
    complete = !(env->syntax.extensions & HKI_EXT_REGEX) || (r->regexes = hki_regex_cache_new(env->mem));
#endif
    if (complete) r->vm = hki_vm_new(&(hki_vm_options){
        .mem = env->mem, .host = &r->host, .policies = &env->policies, .up = &env->up,
        .filters = env->filter_names, .tests = env->test_names, .globals = env->globals, .limits = env->limits,
        .hash_seed = env->rt.hash_seed, .interned = env->interned, .random = hki_random_seed(),
        .undefined = env->undefined, .undefined_log = &env->undefined_log, .native = env->native,
        .sandbox = env->immutable ? 2 : env->sandboxed ? 1 : 0,
        .newline = env->syntax.newline, .regexes = r->regexes});
    if (r->vm) return r;
    renderer_free(env, r);
    return NULL;
}

/* ---------------------------------------------------------------- between renders */

/* Where a thread looks first. Threads that run at once are on different processors: they do not wait for each other, and find there what
 * their own processor has in its cache. */
static size_t own_place(void)
{
#ifdef __linux__
    int processor = sched_getcpu();
    if (processor >= 0) return (size_t)processor % HKI_IDLE;
#endif
    return (size_t)((uint64_t)(uintptr_t)pthread_self() * UINT64_C(0x9E3779B97F4A7C15) >> 32) % HKI_IDLE;
}

/* Stands where a renderer was taken: its place is kept for it, so that only who has it writes there. */
static hki_renderer *taken(void) { return (hki_renderer *)(uintptr_t)1; }

static hki_renderer *take_from(hki_parking *p)
{
    hki_renderer *there = atomic_load(&p->renderer);
    if (!there || there == taken()) return NULL;
    there = atomic_exchange(&p->renderer, taken());
    return there == taken() ? NULL : there;
}

/* A place that nobody has; NULL: there is none. */
static hki_parking *free_place(hki_parking *idle)
{
    for (size_t place = own_place(), tries = 0; tries < HKI_IDLE; place = (place + 1) % HKI_IDLE, tries++) {
        hki_renderer *none = NULL;
        if (atomic_compare_exchange_strong(&idle[place].renderer, &none, taken())) return &idle[place];
    }
    return NULL;
}

/* Leaves a renderer where the next render finds it, holding nothing that the cache let go, now or in between. One that holds nothing at all
 * needs no locked operation: they are most of what giving it back costs. */
static void park(hk_env *env, hki_renderer *r)
{
    if (!r->place && !(r->place = free_place(atomic_load_explicit(&env->idle, memory_order_relaxed)))) {
        renderer_free(env, r);
        return;
    }
    for (hki_parking *p = r->place; r; r = take_from(p)) {
        unsigned seen = release_evicted(env, &r->used);
        if (!r->used.count) {
            atomic_store_explicit(&p->renderer, r, memory_order_release);
            return;
        }
        atomic_exchange(&p->renderer, r);
        if (atomic_load(&env->cache.evictions) == seen) return;
    }
}

/* One that was found elsewhere moves to where this thread looks first: threads that found each other's would go on to do so. */
hki_renderer *hki_renderer_take(hk_env *env)
{
    hki_parking *idle = atomic_load_explicit(&env->idle, memory_order_acquire);
    for (size_t place = own_place(), tries = 0; idle && tries < HKI_IDLE; place = (place + 1) % HKI_IDLE, tries++) {
        hki_renderer *r = take_from(&idle[place]);
        if (r && tries) {
            atomic_store(&idle[place].renderer, NULL);
            r->place = NULL;
        }
        if (r) return r;
    }
    return renderer_new(env);
}

/* What a host wants to let go may still be looked at by nobody: the values go first. */
void hki_renderer_give(hk_env *env, hki_renderer *r)
{
    hki_vm_reset(r->vm);
    hki_drops_run(env, &r->drops);
    r->used.render++;
    park(env, r);
}

void hki_renderers_sweep(hk_env *env)
{
    hki_parking *idle = atomic_load_explicit(&env->idle, memory_order_acquire);
    for (size_t i = 0; idle && i < HKI_IDLE; i++) {
        hki_renderer *r = take_from(&idle[i]);
        if (r) park(env, r);
    }
}

void hki_renderers_free(hk_env *env)
{
    /* Nobody else uses the environment any more. */
    hki_parking *idle = atomic_load_explicit(&env->idle, memory_order_relaxed);
    for (size_t i = 0; idle && i < HKI_IDLE; i++) renderer_free(env, take_from(&idle[i]));
    hki_mem_free(env->mem, idle, HKI_IDLE * sizeof *idle);
}

void hki_renderer_explain(const hki_renderer *r, const hk_template *t, const hki_dict *vars, hki_error *error)
{
    hk_env *env = t->env;
    if (error->has_template) {
        const char *name = error->template_name.data;
        size_t size = error->template_name.size;
        const hki_str *own = t->linked.name;
        if (!own || !hki_str_is(own, name, size)) t = find_used(&r->used, hki_hash_bytes(t->env->rt.hash_seed, name, size), name, size);
    }
    if (t) hki_explain_place(env, error, t->source.text, t->source.size);
    hki_explain(env, error, vars, t);
}
