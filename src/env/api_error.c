/* api_error.c: errors as a host sees them. */
#include <stdarg.h>

#include "base/utf8.h"
#include "env/env.h"

/* A text of an error, and where the host finds it. */
typedef struct part { const hki_buf *text; const char **slot; bool wanted; } part;

/* The texts stand in one block, each with a NUL. */
static void put_parts(char *at, const part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].wanted) continue;
        size_t size = parts[i].text->size;
        if (size) memcpy(at, parts[i].text->data, size);
        at[size] = '\0';
        *parts[i].slot = at;
        at += size + 1;
    }
}

/* What a host or a file said need not be UTF-8: bytes that are not stand as "?". */
static void mend_utf8(char *text, size_t size)
{
    for (size_t good; (good = hki_utf8_check(text, size)) < size; text += good + 1, size -= good + 1) text[good] = '?';
}

hk_status hki_report_memory(hk_error *error)
{
    hk_error_clear(error);
    if (error) *error = (hk_error){.kind = HK_NO_MEMORY, .message = "out of memory", .message_size = strlen("out of memory"), .trace = ""};
    return HK_NO_MEMORY;
}

hk_status hki_report(hk_env *env, const hki_error *from, hk_error *error)
{
    static const hki_details none;
    if (!error) return from->kind;
    hk_error_clear(error);
    const hki_details *d = from->details ? from->details : &none;
    hk_error out = {.kind = from->kind, .message_size = from->message.size, .line = from->line, .column = from->column, .length = d->length,
        .first_line = d->excerpt.size ? d->first_line : 0, .hki_mem = env ? env->mem : &hki_mem_default};
    const part parts[] = {
        {&from->message, &out.message, true}, {&from->trace, &out.trace, true},
        {&from->template_name, &out.template_name, from->has_template}, {&from->source_line, &out.source_line, from->source_line.size != 0},
        {&d->excerpt, &out.excerpt, d->excerpt.size != 0}, {&d->hint, &out.hint, d->hint.size && !d->hint.failed},
        {&d->tried, &out.tried, d->tried.size && !d->tried.failed}};
    enum { PARTS = sizeof parts / sizeof *parts };
    for (size_t i = 0; i < PARTS; i++) out.hki_size += parts[i].wanted ? parts[i].text->size + 1 : 0;
    char *block = hki_mem_alloc(out.hki_mem, out.hki_size);     /* what was too large may leave room enough for this */
    if (!block) return hki_report_memory(error);
    put_parts(block, parts, PARTS);
    mend_utf8(block, out.hki_size);
    out.hki_block = block;
    *error = out;
    return from->kind;
}

static hk_status misuse(hk_env *env, hk_error *error, const hki_suggest *like, const char *format, va_list args)
{
    hki_error record;
    hki_buf message;
    hki_rt rt = {.error = &record};
    const hk_allocator *mem = env ? env->mem : &hki_mem_default;
    hki_error_init(&record, mem);
    hki_buf_init(&message, mem);
    hki_vformat(&rt, &message, format, args);
    if (message.failed) hki_error_memory(&record);
    else hki_error_set(&record, HK_ARGUMENT_ERROR, message.data, message.size);
    if (like) hki_error_did_you_mean(&record, like);
    hk_status status = hki_report(env, &record, error);
    hki_buf_free(&message);
    hki_error_free(&record);
    return status;
}

hk_status hki_misuse(hk_env *env, hk_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    hk_status status = misuse(env, error, NULL, format, args);
    va_end(args);
    return status;
}

hk_status hki_misnamed(hk_env *env, hk_error *error, const hki_suggest *like, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    hk_status status = misuse(env, error, like, format, args);
    va_end(args);
    return status;
}

bool hki_may_configure(hk_env *env, bool complete, const char *needed, hk_error *error, hk_status *status)
{
    *status = HK_OK;
    if (!env || !complete) *status = hki_misuse(env, error, "%s", needed);
    else if (env->open) *status = hki_misuse(env, error, "a template was compiled already");
    return *status == HK_OK;
}

void hk_error_clear(hk_error *error)
{
    if (!error) return;
    if (error->hki_block) hki_mem_free(error->hki_mem, error->hki_block, error->hki_size);
    *error = (hk_error)HK_ERROR_NONE;
}

const char *hk_status_name(hk_status status) { return hki_status_name(status); }

/* The source line, and under what is meant "^~~~"; tabs stay tabs, so that it stands where it should. */
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
    if (error->length > 1) hki_buf_fill(out, '~', error->length - 1);
}

/* A text of lines, each indented. */
static void put_lines(hki_buf *out, const char *title, const char *lines)
{
    for (const char *end; (end = strchr(lines, '\n')); lines = end + 1) {
        hki_buf_str(out, title);
        hki_buf_put(out, lines, (size_t)(end - lines));
    }
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

hk_status hki_handed_over(hk_env *env, hki_error *from, hk_error *error)
{
    hk_status status = from->kind == HK_OK ? HK_OK : hki_report(env, from, error);
    hki_error_free(from);
    return status;
}

hk_status hki_configured(hk_env *env, bool ok, hk_error *error)
{
    if (ok) return HK_OK;
    hk_status status = hki_report(env, &env->error, error);
    hki_error_clear(&env->error);
    return status;
}

/* A control character but for tabs and newlines, in one byte or two: 0 if there is none. What comes from a template must not command the
 * terminal. */
static size_t control_size(const char *at, size_t left)
{
    unsigned char c = (unsigned char)*at;
    if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f) return 1;
    return c == 0xc2 && left > 1 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xa0 ? 2 : 0;
}

/* Hands over the text, with U+FFFD in the place of each control character, and frees it. */
static hk_status show(hk_sink sink, hki_buf *text)
{
    hki_buf shown;
    hki_buf_init(&shown, text->mem);
    for (size_t at = 0, size; at < text->size; at += size ? size : 1) {
        size = control_size(text->data + at, text->size - at);
        if (size) hki_buf_str(&shown, "\xef\xbf\xbd");
        else hki_buf_char(&shown, text->data[at]);
    }
    shown.failed |= text->failed;
    hki_buf_free(text);
    return hki_sink_hand_over(sink, &shown);
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
        hki_buf_str(&out, error->template_name ? error->template_name : error->kind == HK_JSON_ERROR ? "the data" : "the template");
        if (error->line) {
            hki_buf_str(&out, ", line ");
            hki_buf_int(&out, error->line);
        }
    }
    if (error->source_line) put_excerpt(&out, error);
    if (error->hint) {
        hki_buf_str(&out, "\n  hint: ");
        hki_buf_str(&out, error->hint);
    }
    if (error->tried) put_lines(&out, "\n  looked in ", error->tried);
    if (error->trace) put_trace(&out, error->trace);
    hki_buf_char(&out, '\n');
    return show(sink, &out);
}
