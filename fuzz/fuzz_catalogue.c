/* fuzz_catalogue.c: any bytes as a message catalogue: refused, or used by a template that asks for messages, contexts and plurals. */
#include <stdlib.h>

#include "options.h"

static const char source[] =
    "{{ _('Hello') }}{{ pgettext('menu', 'Open') }}{{ gettext('') }}{{ gettext('%(n)s file') }}"
    "{% for n in [0, 1, 2, 5, 11, 101, -3, 99999999999] %}{{ ngettext('%(n)s file', '%(n)s files', n) }}"
    "{{ npgettext('disk', '%(n)s file', '%(n)s files', n) }}{% endfor %}";

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_context *context = hk_context_new(env);
    const hk_template *t;
    if (hk_env_add_extension(env, "i18n", NULL) != HK_OK) abort();
    hk_status status = hk_env_add_catalogue_bytes(env, data, size, &error);
    if (status == HK_OK && hk_env_from_string(env, source, sizeof source - 1, NULL, &t, &error) != HK_OK) abort();
    if (status == HK_OK) status = hk_render(t, context, (hk_sink){hkf_write_nowhere, NULL}, &error);
    if (status != HK_OK && !error.message) abort();     /* every failure has a message */
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return 0;
}
