/* fault_test.c: calls of the system that fail, are interrupted, give little, or are not there. The program is linked so that those of the
 * library go through functions of this one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hokora_tools.h"
#include "render.h"

/* What the system does from now on. */
static struct faults {
    int open_beneath;           /* what openat2 fails with; 0: nothing */
    int read, interrupted;      /* what reading fails with, and how often it is interrupted before */
    bool little;                /* reading and writing take one byte a call */
    off_t other_size;           /* what a file's size is said to be; 0: what it is */
    bool no_random, no_folder;
} faults;

/* ---------------------------------------------------------------- the system */

ssize_t __real_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size)
{
    bool fails = faults.interrupted || faults.read;
    errno = faults.interrupted ? EINTR : faults.read;
    if (faults.interrupted) faults.interrupted--;
    return fails ? -1 : __real_read(file, to, faults.little && size ? 1 : size);
}

ssize_t __real_write(int file, const void *from, size_t size);
ssize_t __wrap_write(int file, const void *from, size_t size);
ssize_t __wrap_write(int file, const void *from, size_t size)
{
    if (faults.interrupted && faults.interrupted--) {
        errno = EINTR;
        return -1;
    }
    return __real_write(file, from, faults.little && size ? 1 : size);
}

int __real_fstat(int file, struct stat *info);
int __wrap_fstat(int file, struct stat *info);
int __wrap_fstat(int file, struct stat *info)
{
    int result = __real_fstat(file, info);
    if (faults.other_size) info->st_size = faults.other_size;
    return result;
}

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);
long __wrap_syscall(long number, ...)
{
    long a[4];
    va_list args;
    va_start(args, number);
    for (int i = 0; i < 4; i++) a[i] = va_arg(args, long);
    va_end(args);
    if (!faults.open_beneath) return __real_syscall(number, a[0], a[1], a[2], a[3]);
    errno = faults.open_beneath;
    return -1;
}

ssize_t __real_getrandom(void *to, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *to, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *to, size_t size, unsigned flags)
{
    return faults.no_random ? -1 : __real_getrandom(to, size, flags);
}

DIR *__real_fdopendir(int folder);
DIR *__wrap_fdopendir(int folder);
DIR *__wrap_fdopendir(int folder) { return faults.no_folder ? NULL : __real_fdopendir(folder); }

/* ---------------------------------------------------------------- files of templates */

enum { LONG_TEXT = 5000 };
static char folder[] = "/tmp/hokora-fault-XXXXXX";

static void put_file(const char *name, const char *text, size_t size)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CHECK(file && fwrite(text, 1, size, file) == size);
    if (file) fclose(file);
}

static void make_files(void)
{
    char path[100], text[LONG_TEXT];
    memset(text, 'x', sizeof text);
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/inner", folder);
    CHECK(mkdir(path, 0700) == 0);
    put_file("inner/page", "page", 4);
    put_file("long", text, sizeof text);
    snprintf(path, sizeof path, "%s/link", folder);
    CHECK(symlink("inner", path) == 0);
}

static void remove_files(void)
{
    static const char *const names[] = {"inner/page", "long", "link", "inner", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        CHECK(remove(path) == 0);
    }
}

/* The lowest descriptor that is free: it grows when one is left open. */
static int next_descriptor(void)
{
    int file = open("/dev/null", O_RDONLY);
    close(file);
    return file;
}

static const struct {
    const char *what, *name;
    struct faults faults;
    hk_status status;
    size_t size;                /* of the text */
    const char *message;        /* of the error */
} rows[] = {
    {"all is well", "long", {0}, HK_OK, LONG_TEXT, ""},
    {"no openat2", "inner/page", {.open_beneath = ENOSYS}, HK_OK, 4, ""},
    {"openat2 is forbidden", "./inner//page", {.open_beneath = EPERM}, HK_OK, 4, ""},
    {"no openat2: no link is followed", "link/page", {.open_beneath = ENOSYS}, HK_TEMPLATE_NOT_FOUND, 0, "link/page"},
    {"no openat2: no such file", "inner/none", {.open_beneath = ENOSYS}, HK_TEMPLATE_NOT_FOUND, 0, "inner/none"},
    {"no openat2: a folder", "inner", {.open_beneath = ENOSYS}, HK_TEMPLATE_NOT_FOUND, 0, "inner"},
    {"no descriptor is left", "long", {.open_beneath = EMFILE}, HK_IO_ERROR, 0, "[Errno 24] Too many open files: 'long'"},
    {"reading fails", "long", {.read = EIO}, HK_IO_ERROR, 0, "[Errno 5] Input/output error: 'long'"},
    {"reading is interrupted", "long", {.interrupted = 3}, HK_OK, LONG_TEXT, ""},
    {"reading gives little", "long", {.little = true}, HK_OK, LONG_TEXT, ""},
    {"a file that grew", "long", {.other_size = 10}, HK_OK, LONG_TEXT, ""},
    {"a file that shrank", "long", {.other_size = 2 * LONG_TEXT}, HK_OK, LONG_TEXT, ""},
};

static void check_links(void)
{
    api a;
    const hk_template *t;
    api_open(&a);
    hk_env_add_directory(a.env, folder, NULL);
    hk_status status = hk_env_get_template(a.env, "link/page", HK_NUL, &t, &a.error);
    CHECK(status == (api_follows_links() ? HK_OK : HK_TEMPLATE_NOT_FOUND));
    api_close(&a);
}

static void check_reading(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        api a;
        const hk_template *t;
        hk_buffer out = HK_BUFFER_NONE;
        int descriptor = next_descriptor();
        api_open(&a);
        hk_env_add_directory(a.env, folder, NULL);
        faults = rows[i].faults;
        hk_status status = hk_env_get_template(a.env, rows[i].name, HK_NUL, &t, &a.error);
        if (status == HK_OK) status = hk_render_text(t, NULL, &out, &a.error);
        faults = (struct faults){0};
        CHECK_ROW(rows[i].what, status == rows[i].status);
        CHECK_ROW(rows[i].what, out.size == rows[i].size);
        CHECK_ROW(rows[i].what, strcmp(a.error.message ? a.error.message : "", rows[i].message) == 0);
        CHECK_ROW(rows[i].what, next_descriptor() == descriptor);
        hk_buffer_free(&out);
        api_close(&a);
    }
}

/* A folder that cannot be listed has no templates, and gives no hint. */
static void check_listing(void)
{
    api a;
    hk_value names;
    const hk_template *t;
    int descriptor = next_descriptor();
    api_open(&a);
    hk_env_add_directory(a.env, folder, NULL);
    CHECK(hk_env_templates(a.env, a.context, &names, &a.error) == HK_OK && hk_length(names) == 2);
    faults.no_folder = true;
    CHECK(hk_env_templates(a.env, a.context, &names, &a.error) == HK_OK && hk_length(names) == 0);
    CHECK(hk_env_get_template(a.env, "lang", HK_NUL, &t, &a.error) == HK_TEMPLATE_NOT_FOUND && !a.error.hint);
    faults.no_folder = false;
    CHECK(hk_env_get_template(a.env, "lang", HK_NUL, &t, &a.error) == HK_TEMPLATE_NOT_FOUND && a.error.hint);
    CHECK(next_descriptor() == descriptor);
    api_close(&a);
}

/* ---------------------------------------------------------------- the rest */

static void check_writing(void)
{
    int ends[2];
    char text[20] = "";
    api a;
    const hk_template *t;
    api_open(&a);
    CHECK(pipe(ends) == 0);
    CHECK(hk_env_from_string(a.env, "written", HK_NUL, NULL, &t, NULL) == HK_OK);
    faults = (struct faults){.interrupted = 2, .little = true};
    CHECK(hk_render(t, NULL, hk_fd_sink(ends[1]), &a.error) == HK_OK);
    faults = (struct faults){0};
    ssize_t size = read(ends[0], text, sizeof text);
    CHECK_TEXT("a descriptor that takes little", text, (size_t)size, "written");
    close(ends[0]);
    close(ends[1]);
    CHECK(hk_render(t, NULL, hk_fd_sink(ends[1]), &a.error) == HK_IO_ERROR);
    api_close(&a);
}

/* Chance without the system's: it still is within its bounds. */
static void check_chance(void)
{
    api a;
    const hk_template *t;
    hk_buffer out = HK_BUFFER_NONE;
    api_open(&a);
    faults.no_random = true;
    CHECK(hk_env_from_string(a.env, "{{ [3, 4]|random in [3, 4] }}", HK_NUL, NULL, &t, NULL) == HK_OK);
    CHECK(hk_render_text(t, NULL, &out, NULL) == HK_OK);
    CHECK_TEXT("chance without the system's", out.text, out.size, "True");
    faults.no_random = false;
    hk_buffer_free(&out);
    api_close(&a);
}

int main(void)
{
    make_files();
    check_links();
    check_reading();
    check_listing();
    check_writing();
    check_chance();
    remove_files();
    return hkt_done();
}
