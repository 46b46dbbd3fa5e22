/* fuzz_render.c: options and a source, rendered with a fixed context and three templates to include, import and extend, under limits. */
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

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES) return 0;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hkf_env(data);
    hk_context *context = hk_context_new(env);
    hk_value variables;
    const hk_template *t;
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        hk_env_add_template(env, templates[i].name, strlen(templates[i].name), templates[i].source, strlen(templates[i].source), NULL);
    if (hk_json_read(context, context_text, sizeof context_text - 1, &variables, &error) != HK_OK) abort();
    hk_context_set_all(context, variables);
    hk_status status = hk_env_from_string(env, (const char *)data + HKF_OPTION_BYTES, size - HKF_OPTION_BYTES, NULL, &t, &error);
    if (status == HK_OK) status = hk_render(t, context, (hk_sink){hkf_write_nowhere, NULL}, &error);
    if (status != HK_OK && !error.message) abort();     /* every failure has a message */
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return 0;
}
