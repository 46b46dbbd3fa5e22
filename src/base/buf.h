/* buf.h: a growing byte buffer. It remembers a failure and ignores later writes, so a writer checks once, at the end. */
#ifndef HKI_BUF_H
#define HKI_BUF_H

#include <string.h>

#include "base/mem.h"

typedef struct hki_buf {
    const hk_allocator *mem;
    char *data;                 /* not NUL-terminated */
    size_t size, cap;
    size_t limit;               /* of `size`; 0: none */
    bool failed;                /* no memory */
    bool over;                  /* the limit was reached (failed is set too) */
} hki_buf;

void hki_buf_init(hki_buf *b, const hk_allocator *mem);
void hki_buf_drop(hki_buf *b);  /* the part of hki_buf_free for one that was written to */
static inline void hki_buf_free(hki_buf *b)
{
    if (b->data || b->failed) hki_buf_drop(b);
}

/* Room for `more` bytes behind `size`; NULL when refused. The caller writes there and adds to `size`. */
char *hki_buf_grow(hki_buf *b, size_t more);
static inline char *hki_buf_room(hki_buf *b, size_t more)
{
    return b->cap - b->size > more && !b->failed ? b->data + b->size : hki_buf_grow(b, more);
}

/* What was written from `at` on; never NULL. */
static inline const char *hki_buf_from(const hki_buf *b, size_t at) { return b->data ? b->data + at : ""; }

static inline void hki_buf_put(hki_buf *b, const char *text, size_t size)
{
    if (!size) return;
    char *to = hki_buf_room(b, size);
    if (!to) return;
    memcpy(to, text, size);
    b->size += size;
}
static inline void hki_buf_char(hki_buf *b, char c)
{
    char *to = hki_buf_room(b, 1);
    if (!to) return;
    *to = c;
    b->size++;
}
static inline void hki_buf_str(hki_buf *b, const char *text) { hki_buf_put(b, text, strlen(text)); }
void hki_buf_fill(hki_buf *b, char c, size_t count);
void hki_buf_int(hki_buf *b, int64_t i);            /* decimal */
void hki_buf_point(hki_buf *b, uint32_t point);     /* a code point as UTF-8 */
void hki_buf_escape(hki_buf *b, const char *text, size_t size);     /* & < > " ' as MarkupSafe writes them */
/* The same of up to HKI_ESCAPE_NEAR bytes, to where there is room for HKI_ESCAPE_WORST times as many and HKI_ESCAPE_SLACK more; returns
 * its end. */
enum { HKI_ESCAPE_NEAR = 256, HKI_ESCAPE_WORST = 5, HKI_ESCAPE_SLACK = 192 };
char *hki_escape_near(char *to, const char *text, size_t size);
/* The same where 32 bytes behind the text may be read. */
char *hki_escape_loose(char *to, const char *text, size_t size);

#endif
