/* api_error.c: errors as a host sees them. */
#include <stdarg.h>

#include "env/env.h"

/* The texts of an error stand in one block: message, template name, source line, trace, each with a NUL. */
static char *put_text(char *at, const char *text, size_t size, const char **slot)
{
    if (size) memcpy(at, text, size);
    at[size] = '\0';
    *slot = at;
    return at + size + 1;
}

hk_status hki_report_memory(hk_error *error)
{
    hk_error_clear(error);
    if (error) *error = (hk_error){.kind = HK_NO_MEMORY, .message = "out of memory", .message_size = strlen("out of memory"), .trace = ""};
    return HK_NO_MEMORY;
}

hk_status hki_report(hk_env *env, const hki_error *from, hk_error *error)
{
    if (!error) return from->kind;
    hk_error_clear(error);
    const hk_allocator *mem = env ? env->mem : &hki_mem_default;
    size_t size = from->message.size + from->template_name.size + from->source_line.size + from->trace.size + 4;
    char *block = from->kind == HK_NO_MEMORY ? NULL : hki_mem_alloc(mem, size);
    if (!block) return hki_report_memory(error);
    *error = (hk_error){.kind = from->kind, .message_size = from->message.size, .line = from->line, .column = from->column,
        .hki_mem = mem, .hki_block = block, .hki_size = size};
    char *at = put_text(block, from->message.data, from->message.size, &error->message);
    at = put_text(at, from->template_name.data, from->template_name.size, &error->template_name);
    at = put_text(at, from->source_line.data, from->source_line.size, &error->source_line);
    put_text(at, from->trace.data, from->trace.size, &error->trace);
    if (!from->has_template) error->template_name = NULL;
    if (!from->source_line.size) error->source_line = NULL;
    return from->kind;
}

hk_status hki_misuse(hk_env *env, hk_error *error, const char *format, ...)
{
    hki_error record;
    hki_buf message;
    hki_rt rt = {.error = &record};
    const hk_allocator *mem = env ? env->mem : &hki_mem_default;
    va_list args;
    hki_error_init(&record, mem);
    hki_buf_init(&message, mem);
    va_start(args, format);
    hki_vformat(&rt, &message, format, args);
    va_end(args);
    if (message.failed) hki_error_memory(&record);
    else hki_error_set(&record, HK_ARGUMENT_ERROR, message.data, message.size);
    hk_status status = hki_report(env, &record, error);
    hki_buf_free(&message);
    hki_error_free(&record);
    return status;
}

void hk_error_clear(hk_error *error)
{
    if (!error) return;
    if (error->hki_block) hki_mem_free(error->hki_mem, error->hki_block, error->hki_size);
    *error = (hk_error)HK_ERROR_NONE;
}

const char *hk_status_name(hk_status status) { return hki_status_name(status); }

/* The source line and a caret below its column; tabs stay tabs, so that the caret stands where it should. */
static void put_excerpt(hki_buf *out, const hk_error *error)
{
    hki_buf_str(out, "\n    ");
    hki_buf_str(out, error->source_line);
    if (!error->column) return;
    hki_buf_str(out, "\n    ");
    unsigned column = 1;
    for (const char *c = error->source_line; *c && column < error->column; c++) {
        if ((*c & 0xc0) == 0x80) continue;
        hki_buf_char(out, *c == '\t' ? '\t' : ' ');
        column++;
    }
    hki_buf_char(out, '^');
}

/* A row of the trace is "template\tline\twhat". The first is the place itself, which was said before. */
static void put_trace(hki_buf *out, const char *trace)
{
    trace += strcspn(trace, "\n");
    trace += *trace == '\n';
    while (*trace) {
        const char *name_end = strchr(trace, '\t'), *line_end = name_end ? strchr(name_end + 1, '\t') : NULL;
        const char *row_end = strchr(trace, '\n');
        if (!line_end || !row_end) return;
        hki_buf_str(out, "\n  from ");
        hki_buf_put(out, line_end + 1, (size_t)(row_end - line_end - 1));
        if (name_end > trace) {
            hki_buf_str(out, " in ");
            hki_buf_put(out, trace, (size_t)(name_end - trace));
        }
        hki_buf_str(out, ", line ");
        hki_buf_put(out, name_end + 1, (size_t)(line_end - name_end - 1));
        trace = row_end + 1;
    }
}

hk_status hki_configured(hk_env *env, bool ok, hk_error *error)
{
    if (ok) return HK_OK;
    hk_status status = hki_report(env, &env->error, error);
    hki_error_clear(&env->error);
    return status;
}

hk_status hk_error_write(const hk_error *error, hk_sink sink)
{
    hki_buf out;
    if (!error || !sink.write) return HK_ARGUMENT_ERROR;
    hki_buf_init(&out, error->hki_mem ? error->hki_mem : &hki_mem_default);
    hki_buf_str(&out, hki_status_name(error->kind));
    if (error->message_size) {
        hki_buf_str(&out, ": ");
        hki_buf_put(&out, error->message, error->message_size);
    }
    if (error->template_name || error->line) {
        hki_buf_str(&out, "\n  in ");
        hki_buf_str(&out, error->template_name ? error->template_name : "the template");
        if (error->line) {
            hki_buf_str(&out, ", line ");
            hki_buf_int(&out, error->line);
        }
    }
    if (error->source_line) put_excerpt(&out, error);
    if (error->trace) put_trace(&out, error->trace);
    hki_buf_char(&out, '\n');
    bool ok = !out.failed && sink.write(sink.user, out.data, out.size);
    hk_status status = ok ? HK_OK : out.failed ? HK_NO_MEMORY : HK_IO_ERROR;
    hki_buf_free(&out);
    return status;
}
