/* loader.c: the text of a template by name, from texts in memory and from directories, in the order they were added.
 *
 * Always: no name leads out of a directory: it is opened part by part below the directory's own descriptor, and no part is
 * "..", holds a NUL or is empty. [jinja] loaders.py split_template_path */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "env/env.h"

/* Whether the parts of a name are plain, so that it stays below the directory. */
static bool safe_name(const char *name, size_t size)
{
    if (!size || memchr(name, '\0', size)) return false;
    for (size_t from = 0; from <= size;) {
        const char *slash = memchr(name + from, '/', size - from);
        size_t part = slash ? (size_t)(slash - name) - from : size - from;
        if (part == 2 && memcmp(name + from, "..", 2) == 0) return false;
        from += part + 1;
    }
    return true;
}

/* Leading, doubled and "." parts are passed over, as Jinja does: the path made of the others, NUL-terminated. */
static char *clean_path(hk_env *env, const char *name, size_t size, size_t *capacity)
{
    *capacity = size + 1;
    char *path = hki_mem_alloc(env->mem, *capacity);
    size_t used = 0;
    if (!path) return NULL;
    for (size_t from = 0; from < size;) {
        const char *slash = memchr(name + from, '/', size - from);
        size_t part = slash ? (size_t)(slash - name) - from : size - from;
        bool skip = part == 0 || (part == 1 && name[from] == '.');
        if (!skip) {
            if (used) path[used++] = '/';
            memcpy(path + used, name + from, part);
            used += part;
        }
        from += part + 1;
    }
    path[used] = '\0';
    return path;
}

static int fail_io(hki_rt *rt, const char *name, int code)
{
    hki_raise(rt, HK_IO_ERROR, "[Errno %d] %s: '%s'", code, strerror(code), name);
    return HKI_ERROR;
}

/* Reads what is left of a file into a fresh block with a NUL behind it. */
static int read_all(hk_env *env, hki_rt *rt, int file, const char *name, char **source, size_t *size)
{
    hki_buf text;
    hki_buf_init(&text, env->mem);
    for (;;) {
        char *room = hki_buf_room(&text, 16384);
        if (!room) break;
        ssize_t n = read(file, room, 16384);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            int code = errno;
            hki_buf_free(&text);
            return fail_io(rt, name, code);
        }
        if (n == 0) break;
        text.size += (size_t)n;
    }
    *source = text.failed ? NULL : hki_mem_alloc(env->mem, text.size + 1);
    *size = text.size;
    if (*source) {
        if (text.size) memcpy(*source, text.data, text.size);
        (*source)[text.size] = '\0';
    }
    hki_buf_free(&text);
    if (*source) return HKI_YES;
    hki_raise_memory(rt);
    return HKI_ERROR;
}

static int read_below(hk_env *env, hki_rt *rt, const char *directory, const char *path, char **source, size_t *size)
{
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return HKI_NO;
    int file = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    close(folder);
    if (file < 0) return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG ? HKI_NO : fail_io(rt, path, errno);
    struct stat info;
    int answer = HKI_NO;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) answer = read_all(env, rt, file, path, source, size);
    close(file);
    return answer;
}

static int read_text(hk_env *env, hki_rt *rt, const hki_loader *loader, char **source, size_t *size)
{
    *source = hki_mem_text(env->mem, loader->source, loader->size);
    *size = loader->size;
    if (*source) return HKI_YES;
    hki_raise_memory(rt);
    return HKI_ERROR;
}

static int read_directory(hk_env *env, hki_rt *rt, const hki_loader *loader, const char *name, size_t size, char **source, size_t *source_size)
{
    size_t capacity;
    if (!safe_name(name, size)) return HKI_NO;
    char *path = clean_path(env, name, size, &capacity);
    if (!path) {
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    int answer = *path ? read_below(env, rt, loader->path, path, source, source_size) : HKI_NO;
    hki_mem_free(env->mem, path, capacity);
    return answer;
}

int hki_loader_read(hk_env *env, hki_rt *rt, const char *name, size_t size, char **source, size_t *source_size)
{
    if (!env->has_loader) {
        hki_raise(rt, HK_TYPE_ERROR, "no loader for this environment specified");
        return HKI_ERROR;
    }
    for (const hki_loader *l = env->loaders; l; l = l->next) {
        int answer = HKI_NO;
        if (l->path) answer = read_directory(env, rt, l, name, size, source, source_size);
        else if (l->name_size == size && memcmp(l->name, name, size) == 0) answer = read_text(env, rt, l, source, source_size);
        if (answer != HKI_NO) return answer;
    }
    return HKI_NO;
}

static void loader_free(hk_env *env, hki_loader *l)
{
    if (l->path) hki_mem_free(env->mem, l->path, strlen(l->path) + 1);
    if (l->name) hki_mem_free(env->mem, l->name, l->name_size + 1);
    if (l->source) hki_mem_free(env->mem, l->source, l->size + 1);
    hki_mem_free(env->mem, l, sizeof *l);
}

void hki_loaders_free(hk_env *env)
{
    for (hki_loader *l = env->loaders, *next; l; l = next) {
        next = l->next;
        loader_free(env, l);
    }
}

static hk_status add_loader(hk_env *env, hki_loader *l, hk_error *error)
{
    if (!l) {
        hki_error_clear(&env->error);
        hki_error_memory(&env->error);
        return hki_report(env, &env->error, error);
    }
    env->has_loader = true;
    *env->loaders_end = l;
    env->loaders_end = &l->next;
    return HK_OK;
}

hk_status hk_env_set_empty_loader(hk_env *env, hk_error *error)
{
    if (!env) return hki_misuse(env, error, "an environment is needed");
    env->has_loader = true;
    return HK_OK;
}

hk_status hk_env_add_directory(hk_env *env, const char *path, hk_error *error)
{
    if (!env || !path) return hki_misuse(env, error, "an environment and a path are needed");
    if (env->open) return hki_misuse(env, error, "a template was compiled already");
    hki_loader *l = hki_mem_zero(env->mem, 1, sizeof *l);
    if (l && !(l->path = hki_mem_text(env->mem, path, strlen(path)))) {
        loader_free(env, l);
        l = NULL;
    }
    return add_loader(env, l, error);
}

/* The place of a text that is replaced, so that a name is found once. */
static hki_loader *find_text(hk_env *env, const char *name, size_t size)
{
    for (hki_loader *l = env->loaders; l; l = l->next)
        if (l->name && l->name_size == size && memcmp(l->name, name, size) == 0) return l;
    return NULL;
}

hk_status hk_env_add_template(hk_env *env, const char *name, size_t name_size, const char *source, size_t size, hk_error *error)
{
    if (!env || !name || !source) return hki_misuse(env, error, "an environment, a name and a text are needed");
    if (env->open) return hki_misuse(env, error, "a template was compiled already");
    char *text = hki_mem_text(env->mem, source, size);
    hki_loader *l = text ? find_text(env, name, name_size) : NULL;
    if (l) {
        hki_mem_free(env->mem, l->source, l->size + 1);
        l->source = text;
        l->size = size;
        return HK_OK;
    }
    l = text ? hki_mem_zero(env->mem, 1, sizeof *l) : NULL;
    if (!l) {
        if (text) hki_mem_free(env->mem, text, size + 1);
        return add_loader(env, NULL, error);
    }
    *l = (hki_loader){.source = text, .size = size, .name = hki_mem_text(env->mem, name, name_size), .name_size = name_size};
    if (!l->name) {
        loader_free(env, l);
        l = NULL;
    }
    return add_loader(env, l, error);
}
