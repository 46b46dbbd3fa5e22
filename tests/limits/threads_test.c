/* threads_test.c: threads that render from one environment and one context do not hold each other up: two give nearly twice what one gives.
 *
 * What is checked is the processor time of a render, alone and beside another thread: it says what caches and atomics cost, and does not
 * depend on what else the machine does. (That no render waits for a lock is checked in tests/api/threads_test.c.) The throughput by the clock
 * is printed: it comes near twice only on a machine that has two processors to spare. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "hokora.h"

enum { MOST_THREADS = 2, TRIES = 20 };

typedef struct workload { const char *name; const char *template_name; unsigned renders; } workload;
static const workload workloads[] = {{"a line", "line.txt", 60000}, {"a page of templates", "page.html", 6000}};

static const hk_embedded templates[] = {
#define TEMPLATE(name, text) {name, text, sizeof text - 1}
    TEMPLATE("line.txt", "Hello {{ user.name }}"),
    TEMPLATE("base.html", "<title>{% block title %}{% endblock %}</title>{% include 'menu.html' %}{% block body %}{% endblock %}"),
    TEMPLATE("menu.html", "<ul>{% for i in range(10) %}<li>{{ i }}</li>{% endfor %}</ul>"),
    TEMPLATE("macros.html", "{% macro cell(x) %}<td>{{ x }}</td>{% endmacro %}"),
    TEMPLATE("page.html", "{% extends 'base.html' %}{% from 'macros.html' import cell %}{% block title %}{{ user.name|upper }}{% endblock %}"
                          "{% block body %}{% for x in user.things %}{{ cell(x) }}{% endfor %}{% endblock %}"),
};

typedef struct renderer {
    const hk_template *t;
    const hk_context *context;
    pthread_barrier_t *start;
    unsigned renders;
    bool ok;
    double cpu;                 /* seconds of processor time */
} renderer;

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *render(void *data)
{
    renderer *r = data;
    hk_buffer out = HK_BUFFER_NONE;
    pthread_barrier_wait(r->start);
    double from = seconds(CLOCK_THREAD_CPUTIME_ID);
    bool ok = true;             /* not in *r, which lies beside that of the other thread */
    for (unsigned i = 0; i < r->renders && ok; i++) {
        out.size = 0;
        ok = hk_render_text(r->t, r->context, &out, NULL) == HK_OK;
    }
    r->cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - from;
    r->ok = ok;
    hk_buffer_free(&out);
    return NULL;
}

typedef struct times { double cpu, wall; } times;     /* of a render */

static times measure(const renderer *job, unsigned threads)
{
    pthread_barrier_t start;
    pthread_t ids[MOST_THREADS];
    renderer each[MOST_THREADS];
    times sum = {0, 0};
    CHECK(pthread_barrier_init(&start, NULL, threads + 1) == 0);
    for (unsigned i = 0; i < threads; i++) {
        each[i] = *job;
        each[i].start = &start;
        CHECK(pthread_create(&ids[i], NULL, render, &each[i]) == 0);
    }
    double from = seconds(CLOCK_MONOTONIC);
    pthread_barrier_wait(&start);
    for (unsigned i = 0; i < threads; i++) {
        CHECK(pthread_join(ids[i], NULL) == 0 && each[i].ok);
        sum.cpu += each[i].cpu;
    }
    sum.wall = seconds(CLOCK_MONOTONIC) - from;
    pthread_barrier_destroy(&start);
    return (times){sum.cpu / (job->renders * threads), sum.wall / (job->renders * threads)};
}

static void keep_least(times *least, times t)
{
    if (t.cpu < least->cpu) least->cpu = t.cpu;
    if (t.wall < least->wall) least->wall = t.wall;
}

static void check_workload(const workload *w, hk_env *env, const hk_context *context)
{
    renderer job = {.context = context, .renders = w->renders, .ok = true};
    times one = {1e9, 1e9}, two = one;
    CHECK_ROW(w->name, hk_env_get_template(env, w->template_name, strlen(w->template_name), &job.t, NULL) == HK_OK);
    for (unsigned i = 0; i < TRIES && (i < 3 || 2 * one.cpu / two.cpu < 1.9); i++) {
        keep_least(&one, measure(&job, 1));
        keep_least(&two, measure(&job, 2));
    }
    printf("%s: two threads give %.2f times what one gives by processor time, %.2f by the clock\n", w->name, 2 * one.cpu / two.cpu, one.wall / two.wall);
    CHECK_ROW(w->name, 2 * one.cpu / two.cpu >= 1.5);
}

int main(void)
{
    static const char json[] = "{\"user\": {\"name\": \"Ada\", \"things\": [1, 2, \"three\", 4.5, \"<five>\", 6, 7, 8, 9, 10]}}";
    hk_env *env = hk_env_new(NULL);
    hk_value all;
    CHECK(hk_env_add_embedded(env, templates, sizeof templates / sizeof *templates, NULL) == HK_OK);
    CHECK(hk_env_set_text(env, "autoescape", "select", 6, NULL) == HK_OK);
    hk_context *context = hk_context_new(env);
    CHECK(hk_json_read(context, json, sizeof json - 1, &all, NULL) == HK_OK);
    hk_context_set_all(context, all);
    for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++) check_workload(&workloads[i], env, context);
    hk_context_free(context);
    hk_env_free(env);
    return hkt_done();
}
