/* buf.c: the slow side of the growing buffer, and what is written into one most.
 *
 * In:  bytes, characters, numbers.   Out: b->data.
 * Always: after a failure nothing is written any more, and what was written stays as it was. */
#include "base/buf.h"

#include "base/number_text.h"
#include "base/utf8.h"

void hki_buf_init(hki_buf *b, const hk_allocator *mem)
{
    *b = (hki_buf){.mem = mem};
}

void hki_buf_drop(hki_buf *b)
{
    hki_mem_free(b->mem, b->data, b->cap);
    *b = (hki_buf){.mem = b->mem, .limit = b->limit};
}

static char *refuse(hki_buf *b, bool over)
{
    b->failed = true;
    b->over = b->over || over;
    return NULL;
}

char *hki_buf_grow(hki_buf *b, size_t more)
{
    size_t need;
    if (b->failed) return NULL;
    if (!hki_size_add(b->size, more, &need)) return refuse(b, false);
    if (b->limit && need > b->limit) return refuse(b, true);
    if (need <= b->cap) return b->data ? b->data + b->size : NULL;
    /* Grow by half: appends stay linear, and a large output does not overshoot a memory limit as doubling would. */
    size_t cap = b->cap + b->cap / 2;
    if (cap < 64) cap = 64;
    if (b->limit && cap > b->limit) cap = b->limit;
    if (cap < need) cap = need;
    char *data = hki_mem_resize(b->mem, b->data, b->cap, cap);
    if (!data) return refuse(b, false);
    b->data = data;
    b->cap = cap;
    return data + b->size;
}

void hki_buf_fill(hki_buf *b, char c, size_t count)
{
    if (!count) return;
    char *to = hki_buf_room(b, count);
    if (!to) return;
    memset(to, c, count);
    b->size += count;
}

/* Through a local array: a limit must not refuse for room that would not be used. */
void hki_buf_int(hki_buf *b, int64_t i)
{
    char text[20];
    hki_buf_put(b, text, hki_int_text(text, i));
}

void hki_buf_point(hki_buf *b, uint32_t point)
{
    char bytes[4];
    hki_buf_put(b, bytes, hki_utf8_put(bytes, point));
}
