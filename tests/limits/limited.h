/* limited.h: a template rendered under the limits of a host that does not trust it, on a small stack, watched. */
#ifndef HKT_LIMITED_H
#define HKT_LIMITED_H

#include "mem.h"

enum { HKT_FUEL = 1000000, HKT_MEMORY = 64 << 20, HKT_OUTPUT = 16 << 20, HKT_STACK = 256 << 10 };

/* What this build's instrumentation costs: of stack, and of time. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HKT_INSTRUMENTED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HKT_INSTRUMENTED 1
#endif
#endif
#if defined(HKT_INSTRUMENTED)
enum { HKT_STACK_FACTOR = 8, HKT_TIME_FACTOR = 40 };
#elif !defined(__OPTIMIZE__)
enum { HKT_STACK_FACTOR = 3, HKT_TIME_FACTOR = 15 };
#else
enum { HKT_STACK_FACTOR = 1, HKT_TIME_FACTOR = 1 };
#endif

/* A piece of text that is repeated. */
typedef struct hkt_piece { const char *text; size_t times; } hkt_piece;
enum { HKT_PIECES = 5 };

typedef struct hkt_limited {
    /* in */
    hkt_piece source[HKT_PIECES], json[HKT_PIECES];     /* the pieces one after the other; no json: no variables */
    bool unlimited;             /* but the stack */
    /* out */
    hk_status status;
    char message[200];
    size_t written, peak;
    double seconds;             /* of the thread's processor time */
} hkt_limited;

/* Renders in a thread with a stack of HKT_STACK bytes. The templates "self", "child" and "import" include, extend and import
 * themselves. */
void hkt_limited_run(hkt_limited *job);

#endif
