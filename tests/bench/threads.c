/* threads.c: what two threads render together of what one renders alone: `threads FOLDER TEMPLATE`.
 *
 * Both render the same template from the same environment with the same context, each into its own buffer. In turns with that they only
 * compute, sharing nothing: what these do not reach is the machine's doing. Throughput of two threads, of one it is 1: by the clock, and
 * by processor time, which leaves out what other programs take. Medians of the rounds.
 * Always: each thread has a core of its own, as long as there are two. */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "workload.h"

enum { ROUNDS = 31, BATCH = 50000000 };     /* nanoseconds of a batch */

typedef struct job {
    const workload *w;                      /* NULL: compute */
    long times;
    int core;
    bool ok;
} job;

typedef struct took { double clock, processor; } took;

static double nanoseconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static bool compute(long times)
{
    volatile uint64_t end;
    uint64_t x = 1;
    for (long i = 0; i < times * 1000; i++) x = (x ^ (x >> 29)) * 0x9e3779b97f4a7c15u + 1;
    end = x;
    return end != 0;
}

static bool render(const workload *w, long times)
{
    hk_buffer text = HK_BUFFER_NONE;
    hk_error error = HK_ERROR_NONE;
    bool ok = true;
    for (long i = 0; ok && i < times; i++) {
        text.size = 0;
        ok = hk_render_text(w->page, w->context, &text, &error) == HK_OK;
    }
    hk_error_clear(&error);
    hk_buffer_free(&text);
    return ok;
}

/* The nth of the cores that the process may use, counted round. */
static void use_core(int nth)
{
    cpu_set_t all, one;
    CPU_ZERO(&one);     /* the affinity of a new thread is its creator's */
    if (sched_getaffinity(0, sizeof all, &all) != 0) return;
    nth %= CPU_COUNT(&all);
    for (int core = 0; core < CPU_SETSIZE; core++)
        if (CPU_ISSET(core, &all) && nth-- == 0) CPU_SET(core, &one);
    pthread_setaffinity_np(pthread_self(), sizeof one, &one);
}

static void *work(void *user)
{
    job *j = user;
    use_core(j->core);
    j->ok = j->w ? render(j->w, j->times) : compute(j->times);
    return NULL;
}

static bool run(const workload *w, long times, int threads, took *out)
{
    job jobs[2] = {{w, times, 0, false}, {w, times, 1, false}};
    pthread_t ids[2];
    int started = 0;
    double clock = nanoseconds(CLOCK_MONOTONIC), processor = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    while (started < threads && pthread_create(&ids[started], NULL, work, &jobs[started]) == 0) started++;
    for (int i = 0; i < started; i++) pthread_join(ids[i], NULL);
    *out = (took){nanoseconds(CLOCK_MONOTONIC) - clock, nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - processor};
    return started == threads && jobs[0].ok && (threads == 1 || jobs[1].ok);
}

/* How many times make a batch. */
static bool calibrate(const workload *w, long *times)
{
    took t;
    for (*times = 1; run(w, *times, 1, &t); *times *= 2)
        if (t.processor > BATCH / 2) return true;
    return false;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool measure(const char *what, const workload *w)
{
    double clock[ROUNDS], processor[ROUNDS];
    long times;
    if (!calibrate(w, &times)) return false;
    for (int i = 0; i < ROUNDS; i++) {
        took one, two;
        if (!run(w, times, 1, &one) || !run(w, times, 2, &two)) return false;
        clock[i] = 2 * one.clock / two.clock;
        processor[i] = 2 * one.processor / (two.processor / 2);
    }
    qsort(clock, ROUNDS, sizeof *clock, ascending);
    qsort(processor, ROUNDS, sizeof *processor, ascending);
    printf("%-10s by the clock %.2f (best %.2f), by processor time %.2f\n", what, clock[ROUNDS / 2], clock[ROUNDS - 1], processor[ROUNDS / 2]);
    return true;
}

static bool measure_both(workload *w) { return measure("rendering", w) && measure("computing", NULL); }

int main(int argc, char **argv)
{
    return workload_main(argc, argv, measure_both);
}
