/* thread.h: for tests of many threads: what one of them needs for itself, as checks are counted by the main thread only. */
#ifndef HKT_API_THREAD_H
#define HKT_API_THREAD_H

#include "check.h"

typedef struct thread {
    unsigned seed, failures;
    const char *failed;         /* the last thing that was not as it should be */
} thread;

/* A number below `below`, by the thread's own chance. */
static inline unsigned any(thread *t, unsigned below) { return (t->seed = t->seed * 1664525u + 1013904223u) / 65536u % below; }

static inline void expect(thread *t, bool ok, const char *what)
{
    if (ok) return;
    t->failures++;
    t->failed = what;
}

/* To be called when the thread has ended. */
#define CHECK_THREAD(t, name) CHECK_ROW((t)->failed ? (t)->failed : (name), (t)->failures == 0)

#endif
