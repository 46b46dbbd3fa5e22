/* error.c: the error record.
 *
 * In:  a kind, a message, a place.   Out: the record, which keeps the first of each.
 * Always: HK_NO_MEMORY needs no memory: its message is a constant that the message buffer only points to (cap 0). A message
 * that cannot be kept for lack of memory turns the error into HK_NO_MEMORY. */
#include "base/error.h"

static const char memory_message[] = "out of memory";

void hki_error_init(hki_error *e, const hk_allocator *mem)
{
    const hki_buf empty = {.mem = mem};
    *e = (hki_error){.mem = mem, .kind = HK_OK, .message = empty, .template_name = empty, .source_line = empty, .trace = empty};
}

/* The constant is not the buffer's to free. */
static void drop_constant(hki_error *e)
{
    if (!e->message.cap) hki_buf_init(&e->message, e->mem);
}

static void drop_details(hki_error *e)
{
    hki_details *d = e->details;
    if (!d) return;
    hki_buf_free(&d->name);
    hki_buf_free(&d->hint);
    hki_buf_free(&d->tried);
    hki_buf_free(&d->excerpt);
    hki_mem_free(e->mem, d, sizeof *d);
    e->details = NULL;
}

void hki_error_drop(hki_error *e)
{
    drop_constant(e);
    drop_details(e);
    hki_buf_free(&e->message);
    hki_buf_free(&e->template_name);
    hki_buf_free(&e->source_line);
    hki_buf_free(&e->trace);
    hki_error_init(e, e->mem);
}

static void empty(hki_buf *b)
{
    b->size = 0;
    b->failed = b->over = false;
}

void hki_error_empty(hki_error *e)
{
    drop_constant(e);
    drop_details(e);
    empty(&e->message);
    empty(&e->template_name);
    empty(&e->source_line);
    empty(&e->trace);
    e->kind = HK_OK;
    e->has_template = e->starved = false;
    e->line = e->column = 0;
}

bool hki_error_set(hki_error *e, hk_status kind, const char *message, size_t size)
{
    if (e->kind != HK_OK) return false;
    if (kind == HK_NO_MEMORY) return hki_error_memory(e);
    e->written = true;
    hki_buf_put(&e->message, message, size);
    if (e->message.failed) {
        e->starved = true;
        return hki_error_memory(e);
    }
    e->kind = kind;
    return false;
}

static void turn_into_memory(hki_error *e)
{
    drop_constant(e);
    hki_buf_free(&e->message);
    e->message.data = (char *)(uintptr_t)memory_message;
    e->message.size = sizeof memory_message - 1;
    e->kind = HK_NO_MEMORY;
    e->written = true;
}

bool hki_error_memory(hki_error *e)
{
    if (e->kind == HK_OK) turn_into_memory(e);
    return false;
}

/* There was no memory for what an error says. */
static void starve(hki_error *e)
{
    turn_into_memory(e);
    e->starved = true;
}

void hki_error_place(hki_error *e, const char *template_name, size_t size, uint32_t line, uint32_t column)
{
    if (e->has_template || e->line) return;
    e->written = true;
    if (template_name) {
        hki_buf_put(&e->template_name, template_name, size);
        e->has_template = !e->template_name.failed;
        if (!e->has_template) starve(e);
    }
    e->line = line;
    e->column = column;
}

hki_details *hki_error_details(hki_error *e)
{
    if (e->details || e->kind == HK_OK || e->kind == HK_NO_MEMORY) return e->details;
    hki_details *d = hki_mem_zero(e->mem, 1, sizeof *d);
    if (!d) {
        starve(e);
        return NULL;
    }
    hki_buf_init(&d->name, e->mem);
    hki_buf_init(&d->hint, e->mem);
    hki_buf_init(&d->tried, e->mem);
    hki_buf_init(&d->excerpt, e->mem);
    return e->details = d;
}

void hki_error_check(hki_error *e)
{
    const hki_details *d = e->details;
    if (d && (d->name.failed || d->hint.failed || d->tried.failed || d->excerpt.failed)) starve(e);
}

void hki_error_subject(hki_error *e, enum hki_subject subject, const char *name, size_t size)
{
    hki_details *d = hki_error_details(e);
    if (!d || d->subject) return;
    d->subject = subject;
    hki_buf_put(&d->name, name, size);
    hki_error_check(e);
}

void hki_error_did_you_mean(hki_error *e, const hki_suggest *s)
{
    hki_error_subject(e, HKI_SUBJECT_OTHER, s->wanted, s->size);
    hki_details *d = e->details;
    if (!d || d->hint.size || !hki_suggest_found(s)) return;
    hki_buf_str(&d->hint, "did you mean '");
    hki_buf_str(&d->hint, s->best);
    hki_buf_str(&d->hint, "'?");
    hki_error_check(e);
}

const char *hki_status_name(hk_status kind)
{
    static const char *const names[] = {
#define ERROR(status, name) [status] = name,
#include "grammar/errors.def"
    };
    return (unsigned)kind < HK_STATUS_COUNT ? names[kind] : "Error";
}
