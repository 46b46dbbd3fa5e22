/* error.c: the error record.
 *
 * In:  a kind, a message, a place.   Out: the record, which keeps the first of each.
 * Always: HK_NO_MEMORY needs no memory: its message is a constant that the message buffer only points to (cap 0). A message
 * that cannot be kept for lack of memory turns the error into HK_NO_MEMORY. */
#include "base/error.h"

static const char memory_message[] = "out of memory";

void hki_error_init(hki_error *e, const hk_allocator *mem)
{
    *e = (hki_error){.mem = mem, .kind = HK_OK};
    hki_buf_init(&e->message, mem);
    hki_buf_init(&e->template_name, mem);
    hki_buf_init(&e->source_line, mem);
    hki_buf_init(&e->trace, mem);
}

/* The constant is not the buffer's to free. */
static void drop_constant(hki_error *e)
{
    if (!e->message.cap) hki_buf_init(&e->message, e->mem);
}

void hki_error_free(hki_error *e)
{
    drop_constant(e);
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

void hki_error_clear(hki_error *e)
{
    drop_constant(e);
    empty(&e->message);
    empty(&e->template_name);
    empty(&e->source_line);
    empty(&e->trace);
    e->kind = HK_OK;
    e->has_template = false;
    e->line = e->column = 0;
}

bool hki_error_set(hki_error *e, hk_status kind, const char *message, size_t size)
{
    if (e->kind != HK_OK) return false;
    if (kind == HK_NO_MEMORY) return hki_error_memory(e);
    hki_buf_put(&e->message, message, size);
    if (e->message.failed) return hki_error_memory(e);
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
}

bool hki_error_memory(hki_error *e)
{
    if (e->kind == HK_OK) turn_into_memory(e);
    return false;
}

void hki_error_place(hki_error *e, const char *template_name, size_t size, uint32_t line, uint32_t column)
{
    if (e->has_template || e->line) return;
    if (template_name) {
        hki_buf_put(&e->template_name, template_name, size);
        e->has_template = !e->template_name.failed;
        if (!e->has_template) turn_into_memory(e);
    }
    e->line = line;
    e->column = column;
}

/* The end of the line that starts at `at`: \n, \r or \r\n end one, as the lexer counts. */
static size_t line_end(const char *source, size_t size, size_t at)
{
    while (at < size && source[at] != '\n' && source[at] != '\r') at++;
    return at;
}

void hki_error_source(hki_error *e, const char *source, size_t size)
{
    size_t at = 0;
    if (!source || !e->line || e->source_line.size) return;
    for (uint32_t line = 1; line < e->line; line++) {
        at = line_end(source, size, at);
        if (at == size) return;
        at += source[at] == '\r' && at + 1 < size && source[at + 1] == '\n' ? 2 : 1;
    }
    hki_buf_put(&e->source_line, source + at, line_end(source, size, at) - at);
}

const char *hki_status_name(hk_status kind)
{
    static const char *const names[] = {
#define ERROR(status, name) [status] = name,
#include "grammar/errors.def"
    };
    return (unsigned)kind < HK_STATUS_COUNT ? names[kind] : "Error";
}
