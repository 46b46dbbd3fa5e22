/* api_output.c: sinks: where text goes. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "env/env.h"

/* ---------------------------------------------------------------- a growing buffer */

static const hk_allocator *memory_of(const hk_buffer *b) { return b->mem ? b->mem : &hki_mem_default; }

/* Grows by half; there is always room for the NUL. */
static bool grow(hk_buffer *b, size_t more)
{
    size_t need, room = b->hki_room + b->hki_room / 2;
    if (!hki_size_add(b->size, more, &need) || !hki_size_add(need, 1, &need)) return false;
    if (need <= b->hki_room) return true;
    if (room < need) room = need < 256 ? 256 : need;
    char *text = hki_mem_resize(memory_of(b), b->text, b->hki_room, room);
    if (!text) return false;
    b->text = text;
    b->hki_room = room;
    return true;
}

static bool write_buffer(void *user, const char *text, size_t size)
{
    hk_buffer *b = user;
    if (b->failed || !grow(b, size)) {
        b->failed = true;
        return false;
    }
    memcpy(b->text + b->size, text, size);
    b->size += size;
    b->text[b->size] = '\0';
    return true;
}

hk_buffer *hki_buffer_of(hk_sink sink) { return sink.write == write_buffer ? sink.user : NULL; }

void hki_buffer_lend(hk_buffer *b, hki_buf *out)
{
    *out = (hki_buf){.mem = memory_of(b), .data = b->text, .size = b->size, .cap = b->hki_room, .failed = b->failed};
    *b = (hk_buffer){.mem = b->mem};
}

bool hki_buffer_give_back(hk_buffer *b, hki_buf *lent)
{
    hk_buffer meanwhile = *b;
    *b = (hk_buffer){.text = lent->data, .size = lent->size, .failed = lent->failed, .mem = b->mem, .hki_room = lent->cap};
    bool terminated = !b->text || grow(b, 0);
    if (!terminated) b->size--;
    if (b->text) b->text[b->size] = '\0';
    b->failed = b->failed || !terminated || meanwhile.failed || (meanwhile.size && !write_buffer(b, meanwhile.text, meanwhile.size));
    hk_buffer_free(&meanwhile);
    return !b->failed;
}

hk_sink hk_buffer_sink(hk_buffer *buffer) { return (hk_sink){buffer ? write_buffer : NULL, buffer}; }

void hk_buffer_free(hk_buffer *buffer)
{
    if (!buffer) return;
    if (buffer->text) hki_mem_free(memory_of(buffer), buffer->text, buffer->hki_room);
    *buffer = (hk_buffer){.mem = buffer->mem};
}

/* ---------------------------------------------------------------- files */

static bool write_file(void *user, const char *text, size_t size) { return fwrite(text, 1, size, user) == size; }

hk_sink hk_file_sink(FILE *file) { return (hk_sink){file ? write_file : NULL, file}; }

static bool write_descriptor(void *user, const char *text, size_t size)
{
    int file = (int)(intptr_t)user;
    while (size) {
        ssize_t n = write(file, text, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text += n;
        size -= (size_t)n;
    }
    return true;
}

hk_sink hk_fd_sink(int file) { return (hk_sink){file >= 0 ? write_descriptor : NULL, (void *)(intptr_t)file}; }

/* ---------------------------------------------------------------- writing to any of them */

bool hki_sink_write(hki_rt *rt, hk_sink sink, const char *text, size_t size)
{
    return sink.write(sink.user, text, size) || hki_raise(rt, HK_IO_ERROR, "the output could not be written");
}

bool hki_sink_write_all(hki_rt *rt, hk_sink sink, const hki_buf *text)
{
    if (text->failed) return hki_raise_memory(rt);
    return !text->size || hki_sink_write(rt, sink, text->data, text->size);
}

hk_status hki_sink_hand_over(hk_sink sink, hki_buf *text)
{
    hk_status status = text->failed ? HK_NO_MEMORY : sink.write(sink.user, text->data, text->size) ? HK_OK : HK_IO_ERROR;
    hki_buf_free(text);
    return status;
}

/* ---------------------------------------------------------------- rendering to a buffer */

hk_status hk_render_text(const hk_template *t, const hk_context *context, hk_buffer *out, hk_error *error)
{
    if (!t || !out) return hki_misuse(NULL, error, "a template and a buffer are needed");
    bool ready = write_buffer(out, "", 0);      /* an empty text is a text too */
    hk_status status = ready ? hk_render(t, context, hk_buffer_sink(out), error) : HK_OK;
    if (!out->failed) return status;
    return hki_report_memory(error);
}
