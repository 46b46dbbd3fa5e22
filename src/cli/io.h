/* io.h: files and standard streams for the command. Messages go to standard error, prefixed "hokora: ". */
#ifndef HKC_IO_H
#define HKC_IO_H

#include <stdio.h>

#include "hokora.h"

/* Exit statuses of the command. */
enum { EXIT_DONE = 0, EXIT_TEMPLATE = 1, EXIT_USAGE = 2, EXIT_FILE = 3 };

/* A whole file, or standard input for "-". NULL after saying why. Free with free(). */
char *read_file(const char *path, size_t *size);

/* Where output goes: standard output, or a file that takes its place only when all was written. */
typedef struct output {
    int descriptor;
    int code;                   /* errno of the first write that failed, or 0 */
    const char *path;           /* NULL: standard output */
    char *target, *temporary;   /* the file that takes the place of the other, which `path` may be a link to; NULL: written in place */
} output;
bool output_open(output *o, const char *path);
/* Writes what it is given at once: for who hands over large pieces, as a render does. */
hk_sink output_sink(output *o);
/* Ends the output: with `keep` the file takes its place, without it nothing is left behind. False after saying what could not be written;
 * an error that says no more than that is cleared. */
bool output_close(output *o, bool keep, hk_error *error);

/* Says an error on standard error as hk_error_write does, and clears it. */
void say_error(hk_error *error);
/* The same for a wrong use of the command, which needs no name of a kind. */
void say_misuse(hk_error *error);

#endif
