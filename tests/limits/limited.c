#include "limited.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"

static char *join(const hkt_piece *pieces, size_t *size)
{
    char *text = NULL;
    *size = 0;
    for (int i = 0; i < HKT_PIECES && pieces[i].text; i++) {
        size_t length = strlen(pieces[i].text), more = length * pieces[i].times;
        char *grown = realloc(text, *size + more + 1);
        if (!grown) abort();
        text = grown;
        for (size_t k = 0; k < pieces[i].times; k++, *size += length) memcpy(text + *size, pieces[i].text, length);
    }
    return text;
}

static bool count(void *user, const char *text, size_t size)
{
    (void)text;
    *(size_t *)user += size;
    return true;
}

static void set_up(hk_env *env, bool limited)
{
    static const char *const names[] = {"self", "child", "import", "block"};
    static const char *const sources[] = {"{% include 'self' %}", "{% extends 'child' %}", "{% import 'import' as m %}",
        "{% block b %}{{ self.b() }}{% endblock %}"};
    hk_env_add_extension(env, "do", NULL);
    hk_env_add_extension(env, "loopcontrols", NULL);
    hk_env_add_extension(env, "i18n", NULL);
    if (limited) {
        hk_env_set_limit(env, "fuel", HKT_FUEL, NULL);
        hk_env_set_limit(env, "memory", HKT_MEMORY, NULL);
        hk_env_set_limit(env, "output", HKT_OUTPUT, NULL);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        hk_env_add_template(env, names[i], strlen(names[i]), sources[i], strlen(sources[i]), NULL);
}

static hk_status render(hk_env *env, hkt_limited *job, const char *source, size_t size, const char *json, size_t json_size, hk_error *error)
{
    hk_context *context = hk_context_new(env);
    hk_value variables;
    const hk_template *t;
    hk_status status = HK_OK;
    if (json) status = hk_json_read(context, json, json_size, &variables, error);
    if (json && status == HK_OK) hk_context_set_all(context, variables);
    if (status == HK_OK) status = hk_env_from_string(env, source, size, "main", &t, error);
    if (status == HK_OK) status = hk_render(t, context, (hk_sink){count, &job->written}, error);
    hk_context_free(context);
    return status;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *run(void *user)
{
    hkt_limited *job = user;
    hk_error error = HK_ERROR_NONE;
    size_t size, json_size;
    char *source = join(job->source, &size), *json = join(job->json, &json_size);
    hkt_mem mem;
    hkt_mem_init(&mem);
    hk_env *env = hk_env_new(&mem.hooks);
    set_up(env, !job->unlimited);
    job->written = 0;
    double start = now();
    job->status = render(env, job, source, size, json, json_size, &error);
    job->seconds = now() - start;
    job->peak = mem.peak;
    snprintf(job->message, sizeof job->message, "%s", error.message ? error.message : "");
    hk_error_clear(&error);
    hk_env_free(env);
    CHECK(mem.live == 0 && !mem.wrong_size);
    free(source);
    free(json);
    return NULL;
}

void hkt_limited_run(hkt_limited *job)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, (size_t)HKT_STACK * HKT_STACK_FACTOR);
    CHECK(pthread_create(&thread, &attributes, run, job) == 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}
