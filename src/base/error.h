/* error.h: the error record, filled once: the first error wins. */
#ifndef HKI_ERROR_H
#define HKI_ERROR_H

#include "base/buf.h"
#include "base/suggest.h"

/* What a template asked for in vain, so that whoever knows the names there are can make a hint of it. */
enum hki_subject { HKI_SUBJECT_NONE, HKI_SUBJECT_FILTER, HKI_SUBJECT_TEST, HKI_SUBJECT_VARIABLE, HKI_SUBJECT_TEMPLATE, HKI_SUBJECT_OTHER };

/* What is known beyond message and place; made when it is first needed. */
typedef struct hki_details {
    enum hki_subject subject;
    hki_buf name;               /* of the subject: as it stands in the source, if it does */
    hki_buf hint;               /* for a person; empty: none */
    hki_buf tried;              /* where a template was looked for, a line each */
    hki_buf excerpt;            /* lines around the place, each with its newline */
    uint32_t first_line;        /* number of the excerpt's first line */
    uint32_t length;            /* code points from `column` on; 0: not known */
} hki_details;

/* What went wrong, and where. Texts are owned by the record (allocated with `mem`), but for HK_NO_MEMORY, whose
 * message is a constant, so that reporting it needs no memory. */
typedef struct hki_error {
    const hk_allocator *mem;
    hk_status kind;             /* HK_OK: no error */
    hki_buf message;            /* as Jinja2 words it; may hold NUL bytes */
    hki_buf template_name;      /* where it happened; empty and has_template false: nowhere */
    bool written;               /* there may be something in it */
    bool has_template;
    bool starved;               /* HK_NO_MEMORY because there was none for the message of another error */
    uint32_t line, column;      /* from 1; 0: not known */
    hki_buf source_line;        /* that line of the template; empty: not known */
    hki_buf trace;              /* the chain it came through, innermost first: lines "template\tline\twhat\n" */
    hki_details *details;       /* NULL: none */
} hki_error;

void hki_error_init(hki_error *e, const hk_allocator *mem);

/* Most records are never written to. */
void hki_error_drop(hki_error *e);      /* the part of hki_error_free for one that was */
static inline void hki_error_free(hki_error *e)         /* may be used again after */
{
    if (e->written) hki_error_drop(e);
}
void hki_error_empty(hki_error *e);     /* the part of hki_error_clear for one that was */
static inline void hki_error_clear(hki_error *e)
{
    if (e->written) hki_error_empty(e);
}

/* Records `kind` with a message of `size` bytes unless there is an error already. Always returns false. */
bool hki_error_set(hki_error *e, hk_status kind, const char *message, size_t size);
bool hki_error_memory(hki_error *e);    /* hki_error_set with HK_NO_MEMORY */

/* Says where, unless that was said already. */
void hki_error_place(hki_error *e, const char *template_name, size_t size, uint32_t line, uint32_t column);

/* Keeps the line that the error is at, and those around it, out of its template's text; does nothing if the place is not known or a line
 * is kept. Moves the column to the subject's name, if it stands in the line. (excerpt.c) */
void hki_error_source(hki_error *e, const char *source, size_t size);

/* To be added to. NULL: there is no error that could have any; without memory it becomes HK_NO_MEMORY. */
hki_details *hki_error_details(hki_error *e);
/* To be called when they were added to: if there was no memory, the error becomes HK_NO_MEMORY. */
void hki_error_check(hki_error *e);
/* Says what was asked for, unless that was said already. */
void hki_error_subject(hki_error *e, enum hki_subject subject, const char *name, size_t size);
/* Gives the hint "did you mean 'x'?" for the subject `s->wanted`, if something like it was found. */
void hki_error_did_you_mean(hki_error *e, const hki_suggest *s);

/* "TypeError" and so on, from grammar/errors.def. */
const char *hki_status_name(hk_status kind);

#endif
