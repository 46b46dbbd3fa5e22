/* loader.c: the text of a template by name: texts in memory, directories, arrays of a program, functions of a host.
 *
 * In:  a name.   Out: the first loader's text that has it, in the order they were added.
 * Always: loaders do not change once a template was compiled, so that any thread may ask them. */
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "env/loader.h"
#include "value/hint.h"

/* ---------------------------------------------------------------- asking */

static int copy_source(hk_env *env, hki_rt *rt, const char *text, size_t size, hki_source *out)
{
    size = hki_text_size(text, size);
    out->text = size <= HKI_MAX_STRING_SIZE ? hki_mem_alloc(env->mem, size + HKI_SOURCE_SLACK) : NULL;
    if (!out->text) {
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    hki_source_fill(out, text, size);
    return HKI_YES;
}

static int read_embedded(hk_env *env, hki_rt *rt, const hki_loader *l, const char *name, size_t size, hki_source *out)
{
    for (size_t i = 0; i < l->size; i++) {
        const hk_embedded *e = &l->embedded[i];
        if (strlen(e->name) == size && memcmp(e->name, name, size) == 0) return copy_source(env, rt, e->text, e->size, out);
    }
    return HKI_NO;
}

static int ask_host(hk_env *env, hki_rt *rt, const hki_loader *l, const char *name, size_t size, hki_source *out)
{
    hk_call call = hki_host_call(rt, NULL);
    bool found = l->load(&call, l->user, name, size, &out->host);
    int answer = hki_failed(rt) ? HKI_ERROR : found ? HKI_YES : HKI_NO;
    if (answer == HKI_YES) {
        if (out->host.text || !out->host.size) answer = copy_source(env, rt, out->host.text, out->host.size, out);
        else answer = (hki_raise(rt, HK_ARGUMENT_ERROR, "a loader gave no text"), HKI_ERROR);
    }
    if (answer != HKI_YES && found && out->host.done) out->host.done(out->host.data);
    if (answer != HKI_YES) out->host = (hk_source){0};
    return answer;
}

static int ask(hk_env *env, hki_rt *rt, const hki_loader *l, const char *name, size_t size, hki_source *out)
{
    switch (l->kind) {
    case HKI_LOADER_TEXT:
        if (l->name_size != size || memcmp(l->name, name, size) != 0) return HKI_NO;
        return copy_source(env, rt, l->source, l->size, out);
    case HKI_LOADER_DIRECTORY: return hki_directory_read(env, rt, l->path, name, size, out);
    case HKI_LOADER_EMBEDDED: return read_embedded(env, rt, l, name, size, out);
    case HKI_LOADER_FUNCTION: return ask_host(env, rt, l, name, size, out);
    case HKI_LOADER_PROGRAM:
        if (l->name_size != size || memcmp(l->name, name, size) != 0) return HKI_NO;
        out->program = l->program;
        out->program_size = l->size;
        return HKI_YES;
    }
    return HKI_NO;
}

/* Cuts the loader's prefix off; false if the name has another. */
static bool cut_prefix(const hki_loader *l, const char **name, size_t *size)
{
    size_t prefix = l->prefix ? strlen(l->prefix) : 0;
    if (*size < prefix || (prefix && memcmp(*name, l->prefix, prefix) != 0)) return false;
    *name += prefix;
    *size -= prefix;
    return true;
}

bool hki_loader_ready(const hk_env *env, hki_rt *rt)
{
    if (env->has_loader) return true;
    hki_raise_error(rt, HK_TYPE_ERROR, "no loader for this environment specified");
    hki_hint(rt, "templates are found by name when there is a loader: a directory, templates in memory, or a function of the program");
    return false;
}

int hki_loader_read(hk_env *env, hki_rt *rt, const char *name, size_t size, hki_source *out)
{
    *out = (hki_source){0};
    if (!hki_loader_ready(env, rt)) return HKI_ERROR;
    for (const hki_loader *l = env->loaders; l; l = l->next) {
        const char *rest = name;
        size_t rest_size = size;
        int answer = cut_prefix(l, &rest, &rest_size) ? ask(env, rt, l, rest, rest_size, out) : HKI_NO;
        out->from = l;
        if (answer != HKI_NO) return answer;
    }
    return HKI_NO;
}

/* ---------------------------------------------------------------- explaining */

static bool same_prefix(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

size_t hki_full_name(char *full, const char *prefix, const char *name, size_t size)
{
    size_t before = strlen(prefix);
    if (before + size > HKI_SUGGEST_SIZE) return 0;
    memcpy(full, prefix, before);
    memcpy(full + before, name, size);
    return before + size;
}

static void suggest_names(hk_env *env, const hki_loader *l, const char *name, size_t size, hki_suggest *s)
{
    char full[HKI_SUGGEST_SIZE + 1];
    const char *prefix = l->prefix ? l->prefix : "";
    if (l->kind == HKI_LOADER_DIRECTORY) hki_directory_suggest(env, l->path, name, size, prefix, s);
    if (l->name) hki_suggest_try(s, full, hki_full_name(full, prefix, l->name, l->name_size));
    for (size_t i = 0; l->kind == HKI_LOADER_EMBEDDED && i < l->size; i++)
        hki_suggest_try(s, full, hki_full_name(full, prefix, l->embedded[i].name, strlen(l->embedded[i].name)));
}

static void put_count(hki_buf *tried, const char *what, size_t count)
{
    hki_buf_str(tried, what);
    hki_buf_str(tried, " (");
    hki_buf_int(tried, (int64_t)count);
    hki_buf_char(tried, ')');
}

static void describe(const hki_loader *l, size_t named, hki_buf *tried)
{
    switch (l->kind) {
    case HKI_LOADER_TEXT: put_count(tried, "templates in memory", named); break;
    case HKI_LOADER_DIRECTORY:
        hki_buf_str(tried, "directory '");
        hki_buf_str(tried, l->path);
        hki_buf_str(tried, access(l->path, F_OK) == 0 ? "'" : "', which is not there");
        break;
    case HKI_LOADER_EMBEDDED: put_count(tried, "templates in the program", l->size); break;
    case HKI_LOADER_FUNCTION: hki_buf_str(tried, "a function of the program"); break;
    case HKI_LOADER_PROGRAM: put_count(tried, "saved programs", named); break;
    }
    if (l->prefix) {
        hki_buf_str(tried, ", for names under '");
        hki_buf_str(tried, l->prefix);
        hki_buf_char(tried, '\'');
    }
}

void hki_loader_explain(hk_env *env, const char *name, size_t size, hki_buf *tried, hki_suggest *s)
{
    size_t named = 0;           /* templates in memory stand together in one line, and so do programs */
    for (const hki_loader *l = env->loaders; l; l = l->next) {
        const char *rest = name;
        size_t rest_size = size;
        bool asked = cut_prefix(l, &rest, &rest_size);
        suggest_names(env, l, rest, rest_size, s);
        named = l->name ? named + 1 : 0;
        if (named && l->next && l->next->kind == l->kind && same_prefix(l->prefix, l->next->prefix)) continue;
        describe(l, named, tried);
        hki_buf_str(tried, asked ? "\n" : ", which this is not\n");
        named = 0;
    }
}

/* ---------------------------------------------------------------- listing */

static bool name_of(hki_buf *full, const char *name, size_t size, hki_name_found found, void *user)
{
    size_t before = full->size;
    hki_buf_put(full, name, size);
    bool ok = !full->failed && found(user, full->data, full->size);
    full->size = before;
    return ok;
}

static bool names_of(hki_rt *rt, const hki_loader *l, hki_buf *full, hki_name_found found, void *user)
{
    if (l->kind == HKI_LOADER_FUNCTION) return hki_raise(rt, HK_TYPE_ERROR, "this loader cannot iterate over all templates");
    if (l->kind == HKI_LOADER_DIRECTORY) return hki_directory_names(l->path, full, found, user);
    if (l->name) return name_of(full, l->name, l->name_size, found, user);
    for (size_t i = 0; i < l->size; i++)
        if (!name_of(full, l->embedded[i].name, strlen(l->embedded[i].name), found, user)) return false;
    return true;
}

bool hki_loader_names(hk_env *env, hki_rt *rt, hki_name_found found, void *user)
{
    hki_buf full;
    bool ok = true;
    if (!env->has_loader) return hki_raise(rt, HK_TYPE_ERROR, "no loader for this environment specified");
    hki_buf_init(&full, env->mem);
    for (const hki_loader *l = env->loaders; l && ok; l = l->next) {
        full.size = 0;
        if (l->prefix) hki_buf_str(&full, l->prefix);
        ok = names_of(rt, l, &full, found, user);
    }
    if (full.failed) ok = hki_raise_memory(rt);
    hki_buf_free(&full);
    return ok;
}

bool hki_loader_uptodate(hk_env *env, const hki_source *s, const char *name, size_t size)
{
    if (!s->from || !cut_prefix(s->from, &name, &size)) return true;
    if (s->from->kind == HKI_LOADER_DIRECTORY) return hki_directory_same(env, s->from->path, name, size, &s->stamp);
    return !s->host.uptodate || s->host.uptodate(s->host.data);
}

void hki_source_free(hk_env *env, hki_source *s)
{
    if (s->text) hki_mem_free(env->mem, s->text, s->size + HKI_SOURCE_SLACK);
    if (s->host.done) s->host.done(s->host.data);
    *s = (hki_source){0};
}

/* ---------------------------------------------------------------- adding */

static void free_text(hk_env *env, char *text)
{
    if (text) hki_mem_free(env->mem, text, strlen(text) + 1);
}

static void loader_free(hk_env *env, hki_loader *l)
{
    free_text(env, l->prefix);
    free_text(env, l->path);
    if (l->name) hki_mem_free(env->mem, l->name, l->name_size + 1);
    if (l->source) hki_mem_free(env->mem, l->source, l->size + 1);
    hki_mem_free(env->mem, l, sizeof *l);
}

void hki_loaders_free(hk_env *env)
{
    for (hki_loader *l = env->borrows_loaders ? NULL : env->loaders, *next; l; l = next) {
        next = l->next;
        loader_free(env, l);
    }
    free_text(env, env->prefix);
}

/* A loader with the prefix that is in force; NULL without memory. */
static hki_loader *loader_new(hk_env *env, enum hki_loader_kind kind)
{
    hki_loader *l = hki_mem_zero(env->mem, 1, sizeof *l);
    if (!l) return NULL;
    l->kind = kind;
    if (!env->prefix || (l->prefix = hki_mem_text(env->mem, env->prefix, strlen(env->prefix)))) return l;
    loader_free(env, l);
    return NULL;
}

static hk_status no_memory(hk_env *env, hk_error *error)
{
    hki_error_clear(&env->error);
    hki_error_memory(&env->error);
    hk_status status = hki_report(env, &env->error, error);
    hki_error_clear(&env->error);
    return status;
}

/* Takes a loader over, if it is complete. */
static hk_status add_loader(hk_env *env, hki_loader *l, bool complete, hk_error *error)
{
    if (!l || !complete) {
        if (l) loader_free(env, l);
        return no_memory(env, error);
    }
    if (env->borrows_loaders) env->loaders = NULL;
    env->borrows_loaders = false;
    env->has_loader = true;
    *env->loaders_end = l;
    env->loaders_end = &l->next;
    return HK_OK;
}

hk_status hk_env_set_empty_loader(hk_env *env, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, true, "an environment is needed", error, &status)) return status;
    env->has_loader = true;
    return HK_OK;
}

hk_status hk_env_set_prefix(hk_env *env, const char *prefix, hk_error *error)
{
    hk_status status;
    char *text = NULL;
    if (!hki_may_configure(env, true, "an environment is needed", error, &status)) return status;
    if (prefix && *prefix) {
        size_t size = strlen(prefix);
        const char *fault = hki_name_fault(prefix, size);
        if (fault) return hki_misuse(env, error, "a prefix that is %s", fault);
        text = hki_mem_alloc(env->mem, size + 2);
        if (!text) return no_memory(env, error);
        memcpy(text, prefix, size);
        memcpy(text + size, "/", 2);
    }
    free_text(env, env->prefix);
    env->prefix = text;
    return HK_OK;
}

hk_status hk_env_add_directory(hk_env *env, const char *path, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, path != NULL, "an environment and a path are needed", error, &status)) return status;
    hki_loader *l = loader_new(env, HKI_LOADER_DIRECTORY);
    return add_loader(env, l, l && (l->path = hki_mem_text(env->mem, path, strlen(path))), error);
}

hk_status hk_env_add_embedded(hk_env *env, const hk_embedded *items, size_t count, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, items || !count, "an environment and an array of templates are needed", error, &status)) return status;
    for (size_t i = 0; i < count; i++)
        if (!items[i].name || (!items[i].text && items[i].size)) return hki_misuse(env, error, "template %z has no name or no text", i);
    hki_loader *l = loader_new(env, HKI_LOADER_EMBEDDED);
    if (l) {
        l->embedded = items;
        l->size = count;
    }
    return add_loader(env, l, true, error);
}

hk_status hk_env_add_loader(hk_env *env, hk_load load, void *user, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, load != NULL, "an environment and a function are needed", error, &status)) return status;
    hki_loader *l = loader_new(env, HKI_LOADER_FUNCTION);
    if (l) {
        l->load = load;
        l->user = user;
    }
    return add_loader(env, l, true, error);
}

/* The place of a text that is replaced, so that a name is found once. */
static hki_loader *find_text(hk_env *env, const char *name, size_t size)
{
    for (hki_loader *l = env->borrows_loaders ? NULL : env->loaders; l; l = l->next)
        if (l->source && l->name_size == size && memcmp(l->name, name, size) == 0 && same_prefix(l->prefix, env->prefix)) return l;
    return NULL;
}

/* Why something cannot be added under a name; HK_OK: it can, and *size is the name's. */
static hk_status check_named(hk_env *env, const char *name, size_t *size, const void *what, const char *needed, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, name && what, needed, error, &status)) return status;
    *size = hki_text_size(name, *size);
    const char *fault = hki_name_fault(name, *size);
    return fault ? hki_misuse(env, error, "a name that is %s", fault) : HK_OK;
}

static hk_status add_named(hk_env *env, hki_loader *l, const char *name, size_t size, hk_error *error)
{
    l->name_size = size;
    l->name = hki_mem_text(env->mem, name, size);
    return add_loader(env, l, l->name != NULL, error);
}

hk_status hk_env_add_template(hk_env *env, const char *name, size_t name_size, const char *source, size_t size, hk_error *error)
{
    hk_status status = check_named(env, name, &name_size, source, "an environment, a name and a text are needed", error);
    if (status != HK_OK) return status;
    size = hki_text_size(source, size);
    char *text = size <= HKI_MAX_STRING_SIZE ? hki_mem_text(env->mem, source, size) : NULL;
    if (!text) return no_memory(env, error);
    hki_loader *l = find_text(env, name, name_size);
    if (l) {
        hki_mem_free(env->mem, l->source, l->size + 1);
        l->source = text;
        l->size = size;
        return HK_OK;
    }
    l = loader_new(env, HKI_LOADER_TEXT);
    if (!l) {
        hki_mem_free(env->mem, text, size + 1);
        return no_memory(env, error);
    }
    l->source = text;
    l->size = size;
    return add_named(env, l, name, name_size, error);
}

hk_status hk_env_add_program(hk_env *env, const char *name, size_t name_size, const void *bytes, size_t size, hk_error *error)
{
    hk_status status = check_named(env, name, &name_size, bytes, "an environment, a name and a program are needed", error);
    if (status != HK_OK) return status;
    hki_loader *l = loader_new(env, HKI_LOADER_PROGRAM);
    if (!l) return no_memory(env, error);
    l->program = bytes;
    l->size = size;
    return add_named(env, l, name, name_size, error);
}
