/* orders.h: what a measured program is told on standard input, and the clock and memory it answers with.
 *
 *   render FILE      renders once into FILE: "ok"
 *   time N           renders N times: nanoseconds of processor time
 *   compile N NAME…  compiles these templates N times, each time in a new environment: nanoseconds of processor time
 *   compile N LIST   the same with a JSON list of sources (of HTML), LIST.json: each of them in an environment of its own
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

/* Templates to compile: their names, which are borrowed, and their texts. `apart`: each in an environment of its own. */
typedef struct sources { const char **names; buffer *texts; size_t count; bool apart; } sources;

/* Adds a text, which is taken even when that fails. */
bool sources_add(sources *s, const char *name, buffer text);

/* Whether a name is that of a list of sources. */
bool is_list(const char *name);

/* What is measured. */
typedef struct engine {
    const char *folder;
    void *state;
    bool (*render)(void *state, buffer *out);                       /* out is empty; a capacity of 0 says that the text is the engine's */
    bool (*compile)(void *state, const sources *s);                 /* NULL: it has no templates */
    bool (*list)(void *state, const buffer *json, sources *out);    /* adds the texts of a list */
} engine;

/* Renders (compiles `s` where it is not NULL) so many times. */
bool measured(const engine *e, buffer *out, const sources *s, long times);

/* Obeys until standard input ends. False: an order failed. */
bool obey_orders(const engine *e);

#endif
