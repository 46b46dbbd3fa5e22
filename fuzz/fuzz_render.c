/* fuzz_render.c: options and a source, rendered under limits with three templates to include, import and extend, and with the context
 * that stands behind the source's first NUL as JSON; if there is none, or it is not JSON, with a fixed one. With the highest bit of the
 * first byte it is rendered once more piece by piece, and once more from its saved program, which must give the same. */
#include <stdlib.h>

#include "options.h"

static const char context_text[] =
    "{\"n\": 3, \"f\": 2.5, \"s\": \"h\\u00e9llo <b>\", \"l\": [1, \"two\", [3, 4], null], \"d\": {\"a\": 1, \"b\": {\"c\": [5]}},"
    " \"t\": true, \"z\": null, \"big\": 123456789012345678901234567890, \"users\": [{\"name\": \"Ada\", \"age\": 36}, {\"name\": \"Bob\"}]}";
static const struct { const char *name, *source; } templates[] = {
    {"base", "<{% block a %}base{{ n }}{% endblock %}{% block b scoped %}{% endblock %}>"},
    {"macros", "{% macro m(a, b=2) %}[{{ a }}{{ b }}{{ caller() if caller }}]{% endmacro %}{% set v = 1 %}"},
    {"part", "{{ n }}{% for u in users %}{{ u.name }}{{ loop.index }}{% endfor %}"},
};

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static hk_value read_variables(hk_context *context, const char *json, size_t size)
{
    hk_value variables;
    if (json && hk_json_read(context, json, size, &variables, NULL) == HK_OK) return variables;
    if (hk_json_read(context, context_text, sizeof context_text - 1, &variables, NULL) != HK_OK) abort();
    return variables;
}

/* Pulls the render that gave `whole`, in pieces and slices that its size chooses. */
static void pull(const hk_template *t, const hk_context *context, hk_status status, const hk_buffer *whole)
{
    hk_stream_options options = {.size = 1 + whole->size % 7, .steps = whole->size % 5};
    hk_stream *stream;
    const char *text;
    size_t size, at = 0;
    hk_next next = HK_NEXT_FAILED;
    hk_error error = HK_ERROR_NONE;
    if (hk_stream_open(t, context, &options, &stream, &error) == HK_OK) {
        while ((next = hk_stream_next(stream, &text, &size, &error)) == HK_NEXT_MORE) {
            if (status == HK_OK && (size > whole->size - at || memcmp(whole->text + at, text, size) != 0)) abort();
            at += size;
        }
        hk_stream_close(stream);
    }
    bool limited = status == HK_LIMIT || status == HK_NO_MEMORY || error.kind == HK_LIMIT || error.kind == HK_NO_MEMORY;
    if (!limited && (error.kind != status || (next == HK_NEXT_DONE && at != whole->size))) abort();
    hk_error_clear(&error);
}

/* The same from the template's program, saved and loaded. */
static void load(hk_env *env, const hk_template *t, const hk_context *context, hk_status status, const hk_buffer *whole)
{
    const hk_template *loaded;
    hk_buffer program = HK_BUFFER_NONE, text = HK_BUFFER_NONE;
    if (hk_template_save(t, hk_buffer_sink(&program), NULL) != HK_OK ||
        hk_env_load_program(env, program.text, program.size, NULL, &loaded, NULL) != HK_OK) abort();
    hk_status again = hk_render_text(loaded, context, &text, NULL);
    bool limited = status == HK_NO_MEMORY || again == HK_NO_MEMORY;
    if (!limited && (again != status || text.size != whole->size || (text.size && memcmp(text.text, whole->text, text.size) != 0))) abort();
    hk_template_release(loaded);
    hk_buffer_free(&text);
    hk_buffer_free(&program);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES) return 0;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hkf_env(data);
    hk_context *context = hk_context_new(env);
    const hk_template *t;
    const char *source = (const char *)data + HKF_OPTION_BYTES, *end = source + (size - HKF_OPTION_BYTES);
    const char *nul = size > HKF_OPTION_BYTES ? memchr(source, 0, size - HKF_OPTION_BYTES) : NULL;
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        hk_env_add_template(env, templates[i].name, strlen(templates[i].name), templates[i].source, strlen(templates[i].source), NULL);
    hk_context_set_all(context, read_variables(context, nul ? nul + 1 : NULL, nul ? (size_t)(end - nul - 1) : 0));
    hk_status status = hk_env_from_string(env, source, (size_t)((nul ? nul : end) - source), NULL, &t, &error);
    bool compiled = status == HK_OK;
    hk_buffer whole = HK_BUFFER_NONE;
    if (compiled) status = hk_render_text(t, context, &whole, &error);
    if (status != HK_OK && !error.message) abort();     /* every failure has a message */
    if (compiled && data[0] & 0x80) {
        pull(t, context, status, &whole);
        load(env, t, context, status, &whole);
    }
    hk_buffer_free(&whole);
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return 0;
}
