/* orders.h: what a measured program is told on standard input, and the clock and memory it answers with.
 *
 *   render FILE      renders once into FILE: "ok"
 *   time N           renders N times: nanoseconds of processor time
 *   compile N NAME…  compiles these templates N times, each time in a new environment: nanoseconds of processor time
 *   memory           the highest resident size of this process so far, in KiB
 *
 * One order a line, one line for each answer; an order that fails ends the program. */
#ifndef HKB_ORDERS_H
#define HKB_ORDERS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct buffer { char *data; size_t size, capacity; } buffer;
bool buffer_put(void *user, const char *text, size_t size);

/* Appends a file of a folder. */
bool read_whole(const char *folder, const char *name, buffer *out);

/* Templates to compile: their names and their texts. */
typedef struct sources { char **names; buffer *texts; size_t count; } sources;

/* What is measured. */
typedef struct engine {
    const char *folder;
    void *state;
    bool (*render)(void *state, buffer *out);                       /* out is empty; a capacity of 0 says that the text is the engine's */
    bool (*compile)(void *state, const sources *s);                 /* NULL: it has no templates */
} engine;

/* Renders (compiles `s` where it is not NULL) so many times. */
bool measured(const engine *e, buffer *out, const sources *s, long times);

/* Obeys until standard input ends. False: an order failed. */
bool obey_orders(const engine *e);

#endif
