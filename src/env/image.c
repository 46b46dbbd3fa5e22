/* image.c: programs that outlive the process.
 *
 * In:  a template, or bytes from anywhere.   Out: sealed bytes, or an opened program.
 * Always: what is loaded is verified as a whole before anything looks into it, and is refused if it was compiled under options that would
 * make it another program. A host's cache is never believed: what it has is verified, too, and compiled again if it cannot be used. */
#include "env/image.h"

#include "base/hash.h"
#include "syntax/parser.h"
#include "value/hint.h"

enum { FLAGS = 7, UNDEFINED = 16, NEWLINE = 20 };       /* how many flags, and where the others stand in the word */

/* The options that show in the code. */
static uint64_t options_of(const hk_env *env, bool autoescape)
{
    uint64_t newline = env->syntax.newline[0] == '\r' ? (env->syntax.newline[1] ? 2 : 1) : 0;
    const bool flags[FLAGS] = {autoescape, env->native, env->finalize, env->sandboxed, env->immutable, env->huggingface,
        env->syntax.newstyle_gettext};
    uint64_t word = (uint64_t)env->undefined << UNDEFINED | newline << NEWLINE;
    for (size_t i = 0; i < FLAGS; i++) word |= (uint64_t)flags[i] << i;
    return word;
}

/* The first option that differs is the hint. */
static bool refuse_options(hki_rt *rt, uint64_t then, uint64_t now)
{
    static const char *const names[FLAGS] = {"option autoescape was", "option native was", "function of hk_env_set_finalize was",
        "option sandboxed was", "option sandboxed=immutable was", "option preset=huggingface was", "option newstyle_gettext was"};
    hki_raise(rt, HK_PROGRAM_ERROR, "not a usable program: it was compiled under other options");
    for (size_t i = 0; i < FLAGS; i++)
        if ((then ^ now) >> i & 1) hki_hint(rt, "when it was compiled, the %s %s", names[i], then >> i & 1 ? "on" : "off");
    hki_hint(rt, "when it was compiled, the option %s was another", then >> NEWLINE != now >> NEWLINE ? "newline_sequence" : "undefined");
    return false;
}

/* The options that a text is read under: other ones make another program of it, which can be loaded all the same. */
static uint32_t reading_of(const hk_env *env)
{
    const hki_syntax_options *o = &env->syntax;
    const hki_slice_text texts[] = {o->block_start, o->block_end, o->variable_start, o->variable_end, o->comment_start, o->comment_end,
                                    o->line_statement, o->line_comment};
    const bool flags[] = {o->trim_blocks, o->lstrip_blocks, o->keep_trailing_newline, o->i18n_trimmed, env->optimized};
    uint32_t sum = hki_hash_bytes(o->extensions, flags, sizeof flags);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sum = hki_hash_bytes((uint64_t)sum << 1 | (texts[i].text != NULL), texts[i].text ? texts[i].text : "", texts[i].size);
    for (const hki_host_tag *tag = o->tags; tag; tag = tag->next) sum = hki_hash_bytes(sum, tag->name, tag->size);
    return sum;
}

/* A text and how it is read; 0: there is no text. */
static uint64_t source_of(const hk_env *env, const hki_source *s)
{
    if (!s->text) return 0;
    uint64_t seed = (uint64_t)reading_of(env) << 2;
    return (uint64_t)hki_hash_bytes(seed | 1, s->text, s->size) << 32 | hki_hash_bytes(seed | 2, s->text, s->size);
}

/* ---------------------------------------------------------------- loading */

bool hki_image_open(hki_rt *rt, hk_template *t, const void *bytes, size_t size, bool autoescape)
{
    if ((uintptr_t)bytes % 8 && bytes != t->program.data) {
        hki_buf_put(&t->program, bytes, size);
        if (t->program.failed) return hki_raise_memory(rt);
        bytes = t->program.data;
    }
    hki_program *p = &t->linked.program;
    if (!hki_program_open(rt, bytes, size, p)) return false;
    uint64_t now = options_of(t->env, autoescape);
    return p->options == now || refuse_options(rt, p->options, now);
}

/* Takes a program over from the caller as a template of that name. */
static hk_status load(hk_env *env, hki_source *source, const char *name, const hk_template **out, hk_error *error)
{
    hki_error failure;
    hk_status status;
    hk_template *made = NULL;
    if (!hki_env_open(env, error, &status)) return status;
    hki_error_init(&failure, env->mem);
    if (hki_template_make(env, &failure, source, name, name ? strlen(name) : 0, &made)) *out = hki_template_give_new(made);
    return hki_handed_over(env, &failure, error);
}

hk_status hk_env_load_program(hk_env *env, const void *bytes, size_t size, const char *name, const hk_template **out, hk_error *error)
{
    if (!env || !bytes || !out) return hki_misuse(env, error, "an environment, a program and a place for the template are needed");
    const char *fault = name ? hki_name_fault(name, strlen(name)) : NULL;
    if (fault) return hki_misuse(env, error, "a name that is %s", fault);
    return load(env, &(hki_source){.program = bytes, .program_size = size}, name, out, error);
}

/* ---------------------------------------------------------------- saving */

/* A sealed copy of the template's program; NULL without memory. */
static char *sealed(const hk_template *t, bool autoescape)
{
    const hki_program *p = &t->linked.program;
    char *bytes = hki_mem_alloc(t->env->mem, p->size);
    if (!bytes) return NULL;
    memcpy(bytes, p->bytes, p->size);
    hki_program_seal(bytes, options_of(t->env, autoescape), p->source ? p->source : source_of(t->env, &t->source));
    return bytes;
}

hk_status hk_template_save(const hk_template *t, hk_sink sink, hk_error *error)
{
    if (!t || !sink.write) return hki_misuse(t ? t->env : NULL, error, "a template and a sink are needed");
    if (t->expression) return hki_misuse(t->env, error, "an expression is not saved");
    size_t size = t->linked.program.size;
    char *bytes = sealed(t, t->linked.autoescape);
    if (!bytes) return hki_report_memory(error);
    hki_error failure;
    hki_rt rt = {.error = &failure};
    hki_error_init(&failure, t->env->mem);
    hki_sink_write(&rt, sink, bytes, size);
    hki_mem_free(t->env->mem, bytes, size);
    return hki_handed_over(t->env, &failure, error);
}

/* ---------------------------------------------------------------- the host's cache */

hk_status hk_env_set_program_cache(hk_env *env, const hk_program_cache *cache, hk_error *error)
{
    hk_status status;
    bool complete = cache && cache->load && cache->store;
    if (!hki_may_configure(env, complete, "an environment and a cache with both functions are needed", error, &status)) return status;
    env->programs = *cache;
    return HK_OK;
}

static bool put_bytes(void *user, const char *bytes, size_t size)
{
    hki_buf *to = user;
    hki_buf_put(to, bytes, size);
    return !to->failed;
}

bool hki_image_find(hki_rt *rt, hk_template *t, const char *name, size_t size, bool autoescape)
{
    const hk_program_cache *cache = &t->env->programs;
    hki_error nothing, *error = rt->error;
    if (!cache->load || !t->source.from) return false;
    hki_error_init(&nothing, t->env->mem);
    rt->error = &nothing;
    bool found = cache->load(cache->user, name, size, (hk_sink){put_bytes, &t->program}) && !t->program.failed &&
                 hki_image_open(rt, t, t->program.data, t->program.size, autoescape) &&
                 t->linked.program.source == source_of(t->env, &t->source);
    rt->error = error;
    hki_error_free(&nothing);
    if (!found) hki_buf_free(&t->program);
    return found;
}

void hki_image_keep(const hk_template *t, const char *name, size_t size, bool autoescape)
{
    const hk_program_cache *cache = &t->env->programs;
    char *bytes = cache->store && t->source.from ? sealed(t, autoescape) : NULL;
    if (!bytes) return;
    cache->store(cache->user, name, size, bytes, t->linked.program.size);
    hki_mem_free(t->env->mem, bytes, t->linked.program.size);
}
