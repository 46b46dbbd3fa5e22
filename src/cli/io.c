#include "io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_file(void *user, const char *text, size_t size)
{
    return fwrite(text, 1, size, user) == size;
}

hk_sink file_sink(FILE *file) { return (hk_sink){write_file, file}; }

void say_error(hk_error *error)
{
    fputs("hokora: ", stderr);
    hk_error_write(error, file_sink(stderr));
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

static char *read_stream(FILE *file, const char *path, size_t *size)
{
    size_t capacity = 65536;
    char *text = malloc(capacity);
    *size = 0;
    while (text) {
        *size += fread(text + *size, 1, capacity - *size, file);
        if (*size < capacity) break;
        char *more = capacity > SIZE_MAX / 2 ? NULL : realloc(text, capacity * 2);
        if (!more) free(text);
        text = more;
        capacity *= 2;
    }
    if (!text) fprintf(stderr, "hokora: %s: out of memory\n", path);
    if (text && ferror(file)) {
        fprintf(stderr, "hokora: %s: %s\n", path, strerror(errno));
        free(text);
        text = NULL;
    }
    return text;
}

char *read_file(const char *path, size_t *size)
{
    if (strcmp(path, "-") == 0) return read_stream(stdin, "standard input", size);
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "hokora: %s: %s\n", path, strerror(errno));
        return NULL;
    }
    char *text = read_stream(file, path, size);
    fclose(file);
    return text;
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
    int descriptor = mkstemp(o->temporary);
    if (descriptor < 0) return false;
    struct stat old;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(o->target, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask;
    if (fchmod(descriptor, mode) == 0 && (o->file = fdopen(descriptor, "wb"))) return true;
    int code = errno;
    close(descriptor);
    unlink(o->temporary);
    errno = code;
    return false;
}

bool output_open(output *o, const char *path)
{
    struct stat info;
    *o = (output){.path = path && strcmp(path, "-") != 0 ? path : NULL};
    if (!o->path) {
        o->file = stdout;
        return true;
    }
    /* What is no plain file (a device, a pipe, a link to what is not there) is written in place. */
    bool exists = stat(path, &info) == 0, in_place = exists ? !S_ISREG(info.st_mode) : lstat(path, &info) == 0;
    if (in_place ? (o->file = fopen(path, "wb")) != NULL : open_temporary(o, exists)) return true;
    fprintf(stderr, "hokora: %s: %s\n", path, strerror(errno));
    free(o->temporary);
    free(o->target);
    return false;
}

hk_sink output_sink(output *o) { return file_sink(o->file); }

bool output_close(output *o, bool keep)
{
    bool failed = ferror(o->file) || fflush(o->file) != 0;
    int code = errno;
    if (o->path && fclose(o->file) != 0 && !failed) {
        failed = true;
        code = errno;
    }
    if (o->temporary && keep && !failed && rename(o->temporary, o->target) != 0) {
        failed = true;
        code = errno;
    }
    if (o->temporary && (failed || !keep)) unlink(o->temporary);
    free(o->temporary);
    free(o->target);
    if (failed) fprintf(stderr, "hokora: %s: %s\n", o->path ? o->path : "standard output", strerror(code));
    return !failed;
}
