/* api_output.c: sinks: where text goes. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "env/env.h"

/* ---------------------------------------------------------------- a growing buffer */

/* Grows by half; there is always room for the NUL. */
static bool grow(hk_buffer *b, size_t more)
{
    const hk_allocator *mem = b->mem ? b->mem : &hki_mem_default;
    size_t need, room = b->hki_room + b->hki_room / 2;
    if (!hki_size_add(b->size, more, &need) || !hki_size_add(need, 1, &need)) return false;
    if (need <= b->hki_room) return true;
    if (room < need) room = need < 256 ? 256 : need;
    char *text = hki_mem_resize(mem, b->text, b->hki_room, room);
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

hk_sink hk_buffer_sink(hk_buffer *buffer) { return (hk_sink){buffer ? write_buffer : NULL, buffer}; }

void hk_buffer_free(hk_buffer *buffer)
{
    if (!buffer) return;
    if (buffer->text) hki_mem_free(buffer->mem ? buffer->mem : &hki_mem_default, buffer->text, buffer->hki_room);
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

/* ---------------------------------------------------------------- rendering to a buffer */

hk_status hk_render_text(const hk_template *t, const hk_context *context, hk_buffer *out, hk_error *error)
{
    if (!t || !out) return hki_misuse(NULL, error, "a template and a buffer are needed");
    bool empty = write_buffer(out, "", 0);      /* an empty text is a text too */
    hk_status status = empty ? hk_render(t, context, hk_buffer_sink(out), error) : HK_OK;
    if (!out->failed) return status;
    return hki_report_memory(error);
}
