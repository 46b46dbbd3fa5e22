/* error.h: the error record, filled once: the first error wins. */
#ifndef HKI_ERROR_H
#define HKI_ERROR_H

#include "base/buf.h"

/* What went wrong, and where. Texts are owned by the record (allocated with `mem`), but for HK_NO_MEMORY, whose
 * message is a constant, so that reporting it needs no memory. */
typedef struct hki_error {
    const hk_allocator *mem;
    hk_status kind;             /* HK_OK: no error */
    hki_buf message;            /* as Jinja2 words it; may hold NUL bytes */
    hki_buf template_name;      /* where it happened; empty and has_template false: nowhere */
    bool has_template;
    uint32_t line, column;      /* from 1; 0: not known */
    hki_buf source_line;        /* that line of the template; empty: not known */
    hki_buf trace;              /* the chain it came through, innermost first: lines "template\tline\twhat\n" */
} hki_error;

void hki_error_init(hki_error *e, const hk_allocator *mem);
void hki_error_free(hki_error *e);      /* may be used again after */
void hki_error_clear(hki_error *e);

/* Records `kind` with a message of `size` bytes unless there is an error already. Always returns false. */
bool hki_error_set(hki_error *e, hk_status kind, const char *message, size_t size);
bool hki_error_memory(hki_error *e);    /* hki_error_set with HK_NO_MEMORY */

/* Says where, unless that was said already. */
void hki_error_place(hki_error *e, const char *template_name, size_t size, uint32_t line, uint32_t column);

/* Keeps the line that the error is at, out of its template's text; does nothing if the place is not known or a line is kept. */
void hki_error_source(hki_error *e, const char *source, size_t size);

/* "TypeError" and so on, from grammar/errors.def. */
const char *hki_status_name(hk_status kind);

#endif
