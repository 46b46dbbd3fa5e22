/* directory.c: the text of a template out of a directory.
 *
 * In:  a directory, a name.   Out: the file's text, and a stamp that tells whether it changed since.
 * Always: no name leads out of a directory: no part of it is "..", holds a NUL or is empty, and the system refuses links that lead out
 * (openat2, RESOLVE_BENEATH); where it cannot, no links are followed at all. [jinja] loaders.py split_template_path */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#if defined(SYS_openat2)
#include <linux/openat2.h>
#endif
#ifndef O_PATH
#define O_PATH O_RDONLY     /* Linux needs no right to read a folder that is only gone through */
#endif

#include "env/loader.h"

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

/* Leading, doubled and "." parts are passed over, as Jinja does: the path made of the others behind `folder`, NUL-terminated. */
static char *clean_path(hk_env *env, const char *folder, const char *name, size_t size, size_t *capacity)
{
    size_t used = strlen(folder);
    *capacity = used + size + 2;
    char *path = hki_mem_alloc(env->mem, *capacity);
    if (!path) return NULL;
    memcpy(path, folder, used);
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

/* The block with another size; NULL, and it is freed, without memory. */
static char *resized(const hk_allocator *mem, char *text, size_t *capacity, size_t size)
{
    char *other = hki_mem_resize(mem, text, *capacity, size);
    if (!other) hki_mem_free(mem, text, *capacity);
    *capacity = size;
    return other;
}

/* Reads what is left of a file, probably `expected` bytes, into a fresh block with zeros behind it. */
static int read_all(hk_env *env, hki_rt *rt, int file, const char *name, size_t expected, hki_source *out)
{
    size_t capacity = expected + HKI_SOURCE_SLACK, used = 0;
    char *text = expected < SIZE_MAX / 2 ? hki_mem_alloc(env->mem, capacity) : NULL;
    while (text) {
        ssize_t n = read(file, text + used, capacity - used);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            int code = errno;
            hki_mem_free(env->mem, text, capacity);
            return fail_io(rt, name, code);
        }
        if (n == 0) break;
        used += (size_t)n;
        if (used == capacity) text = resized(env->mem, text, &capacity, capacity < SIZE_MAX / 2 ? 2 * capacity : SIZE_MAX);
    }
    if (text && capacity != used + HKI_SOURCE_SLACK) text = resized(env->mem, text, &capacity, used + HKI_SOURCE_SLACK);
    if (!text) {
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    memset(text + used, 0, HKI_SOURCE_SLACK);
    out->text = text;
    out->size = used;
    return HKI_YES;
}

/* Opens the file part by part, so that no link is followed. The descriptor, or -1 with errno. `path` is cut and mended on the way. */
static int open_plain(int folder, char *path)
{
    int at = dup(folder);
    for (char *part = path, *slash; at >= 0; part = slash + 1) {
        slash = strchr(part, '/');
        if (slash) *slash = '\0';
        int next = openat(at, part, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | (slash ? O_DIRECTORY : 0));
        int code = errno;
        if (slash) *slash = '/';
        close(at);
        errno = code;
        if (!slash) return next;
        at = next;
    }
    return at;
}

static int open_beneath(int folder, char *path)
{
#if defined(SYS_openat2)
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long file = syscall(SYS_openat2, folder, path, &how, sizeof how);
    if (file >= 0 || (errno != ENOSYS && errno != EPERM && errno != EINVAL)) return (int)file;
#endif
    return open_plain(folder, path);
}

/* A name leads to no file: not there, behind a file, too long, or out of the directory. */
static bool is_nowhere(int code)
{
    return code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG || code == EXDEV || code == ELOOP;
}

static hki_stamp stamp_of(const struct stat *info)
{
    return (hki_stamp){(int64_t)info->st_mtim.tv_sec, (int64_t)info->st_mtim.tv_nsec, (int64_t)info->st_size, (uint64_t)info->st_ino};
}

/* The descriptor of a regular file and what it is now; -1 with errno, ENOENT if it is none. */
static int open_file(const char *directory, char *path, hki_stamp *stamp)
{
    struct stat info;
    int folder = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        errno = ENOENT;
        return -1;
    }
    int file = open_beneath(folder, path), code = errno;
    close(folder);
    errno = code;
    if (file < 0) return -1;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
        *stamp = stamp_of(&info);
        return file;
    }
    close(file);
    errno = ENOENT;
    return -1;
}

int hki_directory_read(hk_env *env, hki_rt *rt, const char *directory, const char *name, size_t size, hki_source *out)
{
    size_t capacity;
    if (!safe_name(name, size)) return HKI_NO;
    char *path = clean_path(env, "", name, size, &capacity);
    if (!path) {
        hki_raise_memory(rt);
        return HKI_ERROR;
    }
    int answer = HKI_NO, file = *path ? open_file(directory, path, &out->stamp) : -1;
    if (file >= 0) answer = read_all(env, rt, file, path, (size_t)out->stamp.size, out);
    else if (*path && !is_nowhere(errno)) answer = fail_io(rt, path, errno);
    if (file >= 0) close(file);
    hki_mem_free(env->mem, path, capacity);
    return answer;
}

/* Where links lead is not asked: what there was is compared, nothing new is read. (Opening it again would cost four calls more.) */
bool hki_directory_same(hk_env *env, const char *directory, const char *name, size_t size, const hki_stamp *stamp)
{
    size_t capacity;
    struct stat info;
    char *path = safe_name(name, size) ? clean_path(env, directory, name, size, &capacity) : NULL;
    if (!path) return true;         /* no memory to look: what there is still serves */
    bool found = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    hki_mem_free(env->mem, path, capacity);
    if (!found) return false;
    hki_stamp now = stamp_of(&info);
    return memcmp(&now, stamp, sizeof now) == 0;
}

/* ---------------------------------------------------------------- names for hints */

enum { MOST_FILES = 500 };

/* The folder that `path` names below `directory`, to be read with readdir; NULL: there is none. */
static DIR *open_folder(const char *directory, char *path)
{
    int root = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder = root;
    if (root >= 0 && *path) {
        folder = open_beneath(root, path);
        close(root);
    }
    DIR *d = folder >= 0 ? fdopendir(folder) : NULL;
    if (!d && folder >= 0) close(folder);
    return d;
}

void hki_directory_suggest(hk_env *env, const char *directory, const char *name, size_t size, const char *prefix, hki_suggest *s)
{
    size_t capacity;
    char *path = safe_name(name, size) ? clean_path(env, "", name, size, &capacity) : NULL;
    if (!path) return;
    char full[HKI_SUGGEST_SIZE + 1], *slash = strrchr(path, '/');
    char before[HKI_SUGGEST_SIZE + 1] = "";
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0, used = hki_full_name(before, prefix, path, folder);
    before[used] = '\0';
    path[slash ? folder - 1 : 0] = '\0';
    DIR *d = used || !(folder || *prefix) ? open_folder(directory, path) : NULL;
    const struct dirent *entry;
    for (int n = 0; d && n < MOST_FILES && (entry = readdir(d)); n++)
        if (entry->d_name[0] != '.') hki_suggest_try(s, full, hki_full_name(full, before, entry->d_name, strlen(entry->d_name)));
    if (d) closedir(d);
    hki_mem_free(env->mem, path, capacity);
}

/* ---------------------------------------------------------------- all names */

typedef struct walk { hki_buf *path; hki_name_found found; void *user; } walk;

static bool walk_folder(walk *w, int folder, unsigned depth);

/* A file's name is told, a folder is walked through; links to folders are not followed. [python] os.walk */
static bool walk_entry(walk *w, int folder, const char *name, unsigned depth)
{
    struct stat info;
    size_t before = w->path->size;
    if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return true;
    bool link = S_ISLNK(info.st_mode), ok = true;
    if (link && (fstatat(folder, name, &info, 0) != 0 || S_ISDIR(info.st_mode))) return true;
    hki_buf_str(w->path, name);
    if (S_ISDIR(info.st_mode) && depth < HKI_FOLDERS) {
        int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        hki_buf_char(w->path, '/');
        ok = inner < 0 || walk_folder(w, inner, depth + 1);
    } else if (S_ISREG(info.st_mode) && !w->path->failed) {
        ok = w->found(w->user, w->path->data, w->path->size);
    }
    w->path->size = before;
    return ok && !w->path->failed;
}

/* Takes the descriptor over. */
static bool walk_folder(walk *w, int folder, unsigned depth)
{
    DIR *d = fdopendir(folder);
    bool ok = true;
    if (!d) {
        close(folder);
        return true;
    }
    for (const struct dirent *entry; ok && (entry = readdir(d));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) ok = walk_entry(w, folder, entry->d_name, depth);
    closedir(d);
    return ok;
}

bool hki_directory_names(const char *directory, hki_buf *path, hki_name_found found, void *user)
{
    walk w = {path, found, user};
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder < 0 || walk_folder(&w, folder, 0);
}
