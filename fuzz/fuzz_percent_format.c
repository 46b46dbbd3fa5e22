/* fuzz_percent_format.c: the two format languages of Python: a format string over a few values of each type, as
 * `format % values`, format.format(values) and '{:format}'.format(value). */
#include <stdlib.h>

#include "options.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const char context_text[] =
    "{\"v\": [1, -2.5, \"h\\u00e9<\", null, true, [1, [2]], {\"a\": 1, \"b\": [3]}, 123456789012345678901234567890, 1e300]}";
static const char source[] =
    "{{ f % v[i] if how == 0 else f % (v[i], v[0], v[2]) if how == 1 else f % v[6] if how == 2 else f.format(v[i], v[6], a=v[i], b=v[2])"
    " if how == 3 else ('{:' ~ f ~ '}').format(v[i]) if how == 4 else (f|safe) % v[i] if how == 5 else (f|safe).format(v[i], a=v[2])"
    " if how == 6 else f|format(v[i], a=v[2]) }}";

/* Rendered with a format that is UTF-8; other bytes are refused when the text is made. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES + 2) return 0;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hkf_env(data);
    hk_context *context = hk_context_new(env);
    hk_value variables;
    const hk_template *t;
    if (hk_json_read(context, context_text, sizeof context_text - 1, &variables, &error) != HK_OK) abort();
    hk_context_set_all(context, variables);
    hk_context_set(context, "how", hk_int(data[HKF_OPTION_BYTES] % 8));
    hk_context_set(context, "i", hk_int(data[HKF_OPTION_BYTES + 1] % 9));
    hk_context_set(context, "f", hk_string(context, (const char *)data + HKF_OPTION_BYTES + 2, size - HKF_OPTION_BYTES - 2));
    if (hk_env_from_string(env, source, sizeof source - 1, NULL, &t, &error) != HK_OK) abort();
    if (hk_render(t, context, (hk_sink){hkf_write_nowhere, NULL}, &error) != HK_OK && !error.message) abort();
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return 0;
}
