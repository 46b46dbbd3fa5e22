/* render.h: for the tests of the C API: a template rendered once, and all that belongs to it. */
#ifndef HKT_API_RENDER_H
#define HKT_API_RENDER_H

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "hokora.h"
#include "mem.h"

/* An environment on a counting allocator, a context, the error of the last call, and how many files were open before. */
typedef struct api { hkt_mem mem; hk_env *env; hk_context *context; hk_error error; int files; } api;

static inline int api_open_files(void)
{
    enum { MOST = 64 };
    int count = 0;
    for (int file = 0; file < MOST; file++) count += fcntl(file, F_GETFD) >= 0;
    return count;
}

/* Without environment and context. */
static inline void api_start(api *a)
{
    hkt_mem_init(&a->mem);
    a->error = (hk_error)HK_ERROR_NONE;
    a->files = api_open_files();
}

static inline void api_open(api *a)
{
    api_start(a);
    a->env = hk_env_new(&a->mem.hooks);
    a->context = hk_context_new(a->env);
}

static inline void api_close(api *a)
{
    hk_error_clear(&a->error);
    hk_context_free(a->context);
    hk_env_free(a->env);
    CHECK(a->mem.live == 0);
    CHECK(!a->mem.wrong_size);
    CHECK(api_open_files() == a->files);
}

typedef struct api_text { char bytes[4096]; size_t size; } api_text;

static inline bool api_collect(void *user, const char *text, size_t size)
{
    api_text *t = user;
    if (t->size + size > sizeof t->bytes) return false;
    memcpy(t->bytes + t->size, text, size);
    t->size += size;
    return true;
}

static inline hk_sink api_sink(api_text *t) { return (hk_sink){api_collect, t}; }

/* Renders `source` with the context; on failure `out` has the message. */
static inline hk_status api_render(api *a, const char *source, api_text *out)
{
    const hk_template *t;
    out->size = 0;
    hk_status status = hk_env_from_string(a->env, source, strlen(source), NULL, &t, &a->error);
    if (status == HK_OK) status = hk_render(t, a->context, api_sink(out), &a->error);
    if (status != HK_OK) {
        out->size = 0;
        api_collect(out, a->error.message, a->error.message_size);
    }
    return status;
}

/* Whether the system can tell where a link leads (openat2); links are not followed where it cannot. */
static inline bool api_follows_links(void)
{
#ifdef SYS_openat2
    return syscall(SYS_openat2, -1L, NULL, NULL, (size_t)0) >= 0 || errno != ENOSYS;
#else
    return false;
#endif
}

/* Uses an environment again and again, with the first, the second, … request for memory refused: each time `use` succeeds or says
 * HK_NO_MEMORY, and nothing is left alive. */
static inline void api_refuse(hk_status (*use)(hk_env *env, void *user), void *user)
{
    for (size_t nth = 1, failed = 1; failed; nth++) {
        hkt_mem mem;
        hkt_mem_init(&mem);
        mem.fail_at = nth;
        hk_env *env = hk_env_new(&mem.hooks);
        hk_status status = env ? use(env, user) : HK_NO_MEMORY;
        failed = mem.failed;
        hk_env_free(env);
        CHECK(status == HK_OK || (failed && status == HK_NO_MEMORY));
        CHECK(mem.live == 0 && !mem.wrong_size);
    }
}

#define CHECK_RENDER(a, source, want)                                                                                              \
    do {                                                                                                                           \
        api_text got;                                                                                                              \
        CHECK_ROW(source, api_render((a), source, &got) == HK_OK);                                                                 \
        CHECK_TEXT(source, got.bytes, got.size, want);                                                                             \
    } while (0)

#define CHECK_FAILS(a, source, status, text)                                                                                       \
    do {                                                                                                                           \
        api_text got;                                                                                                              \
        CHECK_ROW(source, api_render((a), source, &got) == (status));                                                              \
        CHECK_BYTES(source, (a)->error.message, (a)->error.message_size, text, strlen(text));                                      \
    } while (0)

#endif
