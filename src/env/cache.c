/* cache.c: templates by name, compiled once and kept as long as their environment.
 *
 * Always: a template in the list never changes, so that a pointer to one may be used without the lock. */
#include "env/env.h"
#include "compile/compile.h"
#include "program/link.h"
#include "syntax/syntax.h"
#include "value/str.h"

/* [jinja] utils.py select_autoescape with its defaults: by the end of the name, whatever its case; on without a name. */
static bool autoescape_for(const hk_env *env, const char *name, size_t size)
{
    static const char *const endings[] = {".html", ".htm", ".xml"};
    if (!env->autoescape_select) return env->autoescape;
    if (!name) return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(endings[i]), same = 0;
        if (size < length) continue;
        while (same < length && (name[size - length + same] | (same ? 0x20 : 0)) == endings[i][same]) same++;
        if (same == length) return true;
    }
    return false;
}

/* source -> tree -> program, in a region of its own that is gone afterwards; the program's bytes stay in `out`. */
static bool compile_source(hk_env *env, hki_rt *rt, const hk_template *t, const char *name, bool autoescape, bool expression, hki_buf *out)
{
    hki_region region;
    hki_rt work;
    hki_region_init(&region, env->mem, HKI_SPACE_RENDER);
    hki_env_rt(env, &work, &region, rt->error);
    work.autoescape = autoescape;
    hki_compile_options options = {.name = name, .autoescape = autoescape, .optimize = env->optimized};
    bool ok = hki_options_check(&work, &env->syntax);
    if (ok && expression) {
        hki_node *tree = hki_parse_expression(&work, &env->syntax, t->source, t->size);
        ok = tree && hki_compile_expression(&work, &options, tree, out);
    } else if (ok) {
        hki_node *tree = hki_parse_template(&work, &env->syntax, t->source, t->size, name);
        ok = tree && hki_compile_template(&work, &options, tree, out);
    }
    hki_buf_free(&work.scratch);
    hki_region_clear(&region);
    return ok;
}

/* Moves the program into the template's own region and links it there. */
static bool link_program(hk_env *env, hki_rt *rt, hk_template *t, const hki_buf *program, const char *name, size_t size, bool autoescape)
{
    hki_template *linked = &t->linked;
    hki_rt work;
    hki_program opened;
    hki_region_init(&linked->region, env->mem, HKI_SPACE_FROZEN);
    hki_env_rt(env, &work, &linked->region, rt->error);
    char *bytes = hki_region_text(&linked->region, program->data, program->size);
    bool ok = bytes ? hki_program_open(&work, bytes, program->size, &opened) && hki_template_link(&work, linked, &opened, name, size)
                    : hki_raise_memory(&work);
    linked->globals = env->globals;
    linked->autoescape = autoescape;
    hki_buf_free(&work.scratch);
    return ok;
}

static void template_free(hk_env *env, hk_template *t)
{
    hki_region_clear(&t->linked.region);
    if (t->source) hki_mem_free(env->mem, t->source, t->size + 1);
    hki_mem_free(env->mem, t, sizeof *t);
}

void hki_cache_free(hk_env *env)
{
    for (hk_template *t = env->templates, *next; t; t = next) {
        next = t->next;
        template_free(env, t);
    }
}

static void keep(hk_env *env, hk_template *t)
{
    pthread_mutex_lock(&env->lock);
    t->next = env->templates;
    env->templates = t;
    pthread_mutex_unlock(&env->lock);
}

bool hki_cache_compile(hk_env *env, hki_rt *rt, char *source, size_t source_size, const char *name, size_t size, enum hki_origin origin, hk_template **out)
{
    hk_template *t = hki_mem_zero(env->mem, 1, sizeof *t);
    if (!t) {
        hki_mem_free(env->mem, source, source_size + 1);
        return hki_raise_memory(rt);
    }
    t->env = env;
    t->source = source;
    t->size = source_size;
    t->loaded = origin == HKI_FROM_LOADER;
    bool autoescape = autoescape_for(env, name, size);
    hki_buf program;
    hki_buf_init(&program, env->mem);
    bool ok = compile_source(env, rt, t, name, autoescape, origin == HKI_EXPRESSION, &program) &&
              link_program(env, rt, t, &program, name, size, autoescape);
    hki_buf_free(&program);
    if (!ok) {
        hki_error_source(rt->error, t->source, t->size);
        template_free(env, t);
        return false;
    }
    keep(env, t);
    *out = t;
    return true;
}

const hk_template *hki_cache_find(hk_env *env, const char *name, size_t size)
{
    pthread_mutex_lock(&env->lock);
    const hk_template *t = env->templates;
    while (t && !(t->loaded && hki_str_is(t->linked.name, name, size))) t = t->next;
    pthread_mutex_unlock(&env->lock);
    return t;
}

int hki_cache_get(hk_env *env, hki_rt *rt, const char *name, size_t size, const hk_template **out)
{
    *out = hki_cache_find(env, name, size);
    if (*out) return HKI_YES;
    char *source;
    size_t source_size;
    int answer = hki_loader_read(env, rt, name, size, &source, &source_size);
    if (answer != HKI_YES) return answer;
    char *text = hki_mem_text(env->mem, name, size);
    hk_template *made = NULL;
    if (!text) {
        hki_mem_free(env->mem, source, source_size + 1);
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    bool ok = hki_cache_compile(env, rt, source, source_size, text, size, HKI_FROM_LOADER, &made);
    hki_mem_free(env->mem, text, size + 1);
    *out = made;
    return ok ? HKI_YES : HKI_ERROR;
}
