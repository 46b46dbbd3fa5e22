/* io.c: files, and what is said of errors.
 *
 * In:  paths, "-" for standard input or output.   Out: bytes read; bytes written, which replace a file only when all is well.
 * Always: who fails has said why on standard error. */
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void say_error(hk_error *error)
{
    fputs("hokora: ", stderr);
    hk_error_write(error, hk_file_sink(stderr));
    hk_error_clear(error);
}

void say_misuse(hk_error *error)
{
    if (error->kind != HK_ARGUMENT_ERROR) {
        say_error(error);
        return;
    }
    fprintf(stderr, "hokora: %s\n", error->message);
    if (error->hint) fprintf(stderr, "  hint: %s\n", error->hint);
    hk_error_clear(error);
}

/* Room for all of a plain file and one byte more, so that its end is seen without growing. */
static size_t room_for(int descriptor)
{
    enum { PIECE = 65536 };
    struct stat info;
    bool plain = fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) && info.st_size >= 0 && (uintmax_t)info.st_size < SIZE_MAX;
    return plain && info.st_size ? (size_t)info.st_size + 1 : PIECE;
}

/* False: *code is errno. */
static bool read_all(int descriptor, char **text, size_t *size, int *code)
{
    size_t capacity = room_for(descriptor);
    *size = 0;
    *text = malloc(capacity);
    while (*text) {
        ssize_t n = read(descriptor, *text + *size, capacity - *size);
        if (n == 0) return true;
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) break;
        *size += (size_t)n;
        if (*size < capacity) continue;
        char *more = capacity > SIZE_MAX / 2 ? NULL : realloc(*text, capacity * 2);
        if (!more) free(*text);
        *text = more;
        capacity *= 2;
    }
    *code = *text ? errno : ENOMEM;
    free(*text);
    return false;
}

char *read_file(const char *path, size_t *size)
{
    bool input = strcmp(path, "-") == 0;
    int descriptor = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), code = errno;
    char *text;
    bool ok = descriptor >= 0 && read_all(descriptor, &text, size, &code);
    if (!input && descriptor >= 0) close(descriptor);
    if (ok) return text;
    fprintf(stderr, "hokora: %s: %s\n", input ? "standard input" : path, code == ENOMEM ? "out of memory" : strerror(code));
    return NULL;
}

/* The temporary file stands beside the real one, so that renaming never crosses file systems, and a link to it stays a link. */
static bool open_temporary(output *o, bool exists)
{
    static const char ending[] = ".XXXXXX";
    o->target = exists ? realpath(o->path, NULL) : strdup(o->path);
    if (!o->target) return false;
    size_t length = strlen(o->target);
    o->temporary = malloc(length + sizeof ending);
    if (!o->temporary) return false;
    memcpy(o->temporary, o->target, length);
    memcpy(o->temporary + length, ending, sizeof ending);
    o->descriptor = mkostemp(o->temporary, O_CLOEXEC);
    if (o->descriptor < 0) return false;
    struct stat old;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(o->target, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask;
    if (fchmod(o->descriptor, mode) == 0) return true;
    int code = errno;
    close(o->descriptor);
    unlink(o->temporary);
    errno = code;
    return false;
}

bool output_open(output *o, const char *path)
{
    struct stat info;
    *o = (output){.descriptor = STDOUT_FILENO, .path = path && strcmp(path, "-") != 0 ? path : NULL};
    if (!o->path) return true;
    /* What is no plain file (a device, a pipe, a link to what is not there) is written in place. */
    bool exists = stat(path, &info) == 0, in_place = exists ? !S_ISREG(info.st_mode) : lstat(path, &info) == 0;
    if (in_place) o->descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (in_place ? o->descriptor >= 0 : open_temporary(o, exists)) return true;
    fprintf(stderr, "hokora: %s: %s\n", path, strerror(errno));
    free(o->temporary);
    free(o->target);
    return false;
}

static bool write_out(void *user, const char *text, size_t size)
{
    output *o = user;
    while (size) {
        ssize_t n = write(o->descriptor, text, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            o->code = errno;
            return false;
        }
        text += n;
        size -= (size_t)n;
    }
    return true;
}

hk_sink output_sink(output *o) { return (hk_sink){write_out, o}; }

bool output_close(output *o, bool keep, hk_error *error)
{
    if (o->path && close(o->descriptor) != 0 && !o->code) o->code = errno;
    if (o->temporary && keep && !o->code && rename(o->temporary, o->target) != 0) o->code = errno;
    if (o->temporary && (o->code || !keep)) unlink(o->temporary);
    free(o->temporary);
    free(o->target);
    if (!o->code) return true;
    fprintf(stderr, "hokora: %s: %s\n", o->path ? o->path : "standard output", strerror(o->code));
    if (error->kind == HK_IO_ERROR) hk_error_clear(error);
    return false;
}
