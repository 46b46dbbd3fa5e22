/* renderer.c: the environment as the VM sees it (vm/host.h).
 *
 * In:  what a VM asks for.   Out: templates, which stay until the render ends; text for the host's sink. */
#include "env/renderer.h"

#include "base/hash.h"
#include "value/str.h"

/* ---------------------------------------------------------------- the templates of a render */

/* Where the name is, or the free slot where it would be. */
static size_t slot_of(const hki_used *u, uint32_t hash, const char *name, size_t size)
{
    size_t at = hash & (u->nslots - 1);
    while (u->slots[at] && !(u->slots[at]->hash == hash && hki_str_is(u->slots[at]->linked.name, name, size))) at = (at + 1) & (u->nslots - 1);
    return at;
}

static bool make_room(hk_env *env, hki_used *u)
{
    if (u->count * 2 < u->nslots) return true;
    size_t nslots = u->nslots ? u->nslots * 2 : 16;
    hki_used grown = {hki_mem_zero(env->mem, nslots, sizeof *grown.slots), nslots, u->count};
    if (!grown.slots) return false;
    for (size_t i = 0; i < u->nslots; i++) {
        const hk_template *t = u->slots[i];
        if (t) grown.slots[slot_of(&grown, t->hash, t->linked.name->data, t->linked.name->size)] = t;
    }
    if (u->slots) hki_mem_free(env->mem, u->slots, u->nslots * sizeof *u->slots);
    *u = grown;
    return true;
}

static const hk_template *find_used(const hki_used *u, uint32_t hash, const char *name, size_t size)
{
    return u->nslots ? u->slots[slot_of(u, hash, name, size)] : NULL;
}

static void release_used(hki_used *u)
{
    for (size_t i = 0; u->count && i < u->nslots; i++) {
        if (!u->slots[i]) continue;
        hki_template_release(u->slots[i]);
        u->slots[i] = NULL;
        u->count--;
    }
}

static hki_renderer *renderer_of(hki_rt *rt)
{
    const hki_host *host = hki_vm_host(rt->host);
    return (hki_renderer *)((uintptr_t)host - offsetof(hki_renderer, host));
}

static int get_template(void *user, hki_rt *rt, const hki_str *name, const hki_str *parent, const hki_template **out)
{
    hk_env *env = user;
    hki_used *used = &renderer_of(rt)->used;
    (void)parent;               /* names are not relative [jinja: Environment.join_path] */
    uint32_t hash = hki_hash_bytes(env->rt.hash_seed, name->data, name->size);
    const hk_template *found = find_used(used, hash, name->data, name->size);
    if (!found) {
        if (!make_room(env, used)) {
            hki_raise_memory(rt);
            return HKI_ERROR;
        }
        int answer = hki_cache_get(env, rt, name->data, name->size, &found);
        if (answer != HKI_YES) return answer;
        used->slots[slot_of(used, hash, name->data, name->size)] = found;
        used->count++;
    }
    *out = &found->linked;
    return HKI_YES;
}

/* ---------------------------------------------------------------- the rest */

static bool write_sink(void *user, hki_rt *rt, const char *text, size_t size)
{
    const hk_sink *sink = user;
    if (sink->write(sink->user, text, size)) return true;
    return hki_raise(rt, HK_IO_ERROR, "the output could not be written");
}

hki_drop **hki_render_drops(hki_rt *rt) { return rt->host ? &renderer_of(rt)->drops : NULL; }

void hki_renderer_free(hk_env *env, hki_renderer *r)
{
    if (!r) return;
    hki_vm_free(r->vm);
    if (r->used.slots) hki_mem_free(env->mem, r->used.slots, r->used.nslots * sizeof *r->used.slots);
    hki_mem_free(env->mem, r, sizeof *r);
}

hki_renderer *hki_renderer_take(hk_env *env)
{
    hki_renderer *r = atomic_exchange(&env->idle, NULL);
    if (r || !(r = hki_mem_zero(env->mem, 1, sizeof *r))) return r;
    r->host = (hki_host){.env = env, .get_template = get_template, .write = write_sink};
    r->vm = hki_vm_new(&(hki_vm_options){
        .mem = env->mem, .host = &r->host, .policies = &env->policies, .up = &env->up,
        .filters = env->filter_names, .tests = env->test_names, .limits = env->limits, .hash_seed = env->rt.hash_seed,
        .undefined = env->undefined, .undefined_log = &env->undefined_log, .native = env->native,
        .sandbox = env->immutable ? 2 : env->sandboxed ? 1 : 0,
        .newline = env->syntax.newline});
    if (r->vm) return r;
    hki_renderer_free(env, r);
    return NULL;
}

/* What a host wants to let go may still be looked at by nobody: the values go first. */
void hki_renderer_give(hk_env *env, hki_renderer *r)
{
    hki_vm_reset(r->vm);
    hki_drops_run(env, &r->drops);
    release_used(&r->used);
    hki_renderer_free(env, atomic_exchange(&env->idle, r));
}

void hki_renderer_explain(const hki_renderer *r, const hk_template *t, hki_error *error)
{
    if (error->has_template) {
        const char *name = error->template_name.data;
        size_t size = error->template_name.size;
        const hki_str *own = t->linked.name;
        if (!own || !hki_str_is(own, name, size)) t = find_used(&r->used, hki_hash_bytes(t->env->rt.hash_seed, name, size), name, size);
    }
    if (t) hki_error_source(error, t->source.text, t->source.size);
}
