/* cases.h: cases written as Markdown, and how one is rendered.
 *
 *     ## What the case shows
 *     ```jinja                     the template; with a name behind "jinja": one that can be included, imported, extended
 *     ```json                      the context; left out: no variables
 *     ```options                   options of the environment, as JSON: {"trim_blocks": true, "extensions": ["do"]}
 *     ```output                    what it gives, or
 *     ```error                     "Kind: message", and on a second line, if it matters, "template:line" or ":line"
 *
 * A fence's text is without its last newline. */
#ifndef HKT_CASES_H
#define HKT_CASES_H

#include "hokora.h"

typedef struct hkt_text { const char *text; size_t size; } hkt_text;    /* text NULL: not there */
enum { HKT_TEMPLATES = 16 };
typedef struct hkt_case {
    char title[120];
    int line;
    hkt_text source, context, options, output, error;
    hkt_text names[HKT_TEMPLATES], templates[HKT_TEMPLATES];
    int ntemplates;
} hkt_case;

typedef struct hkt_cases { char *text; hkt_case *item; size_t count; } hkt_cases;

/* Reads a file of cases; false after saying why on standard error. */
bool hkt_cases_read(hkt_cases *cases, const char *path);
void hkt_cases_free(hkt_cases *cases);

/* What a case gave: text, which the caller frees with free(), and the status; an error's text is "Kind: message\ntemplate:line", and
 * `trace` is the beginning of its trace. */
typedef struct hkt_outcome { hk_status status; char *text; size_t size; char trace[400]; } hkt_outcome;
hkt_outcome hkt_case_run(const hkt_case *c, const hk_allocator *mem);
/* The same, pulled piece by piece: `calls` of them (SIZE_MAX: to the end), and then closed. */
hkt_outcome hkt_case_pull(const hkt_case *c, const hk_allocator *mem, const hk_stream_options *options, size_t calls);
/* The same, from programs that were saved and loaded. */
hkt_outcome hkt_case_load(const hkt_case *c, const hk_allocator *mem);

/* The same, with nothing worked out when compiling, unless the case has the option "optimized". */
hkt_outcome hkt_case_plain(const hkt_case *c, const hk_allocator *mem);

/* Whether the result is what the case expects. */
bool hkt_case_holds(const hkt_case *c, const hkt_outcome *r);

#endif
