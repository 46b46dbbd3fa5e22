/* templates.c: a program with its templates inside, compiled while it was built; it is C and C++ at once. */
#include "site.h"

static hk_value initial(hk_call *call, void *user)
{
    size_t size;
    const char *text = hk_call_string(call, 0, &size);
    (void)user;
    return hk_string(hk_call_home(call), text, size ? 1 : 0);
}

int main(void)
{
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_status status = hk_env_set_text(env, "autoescape", "select", HK_NUL, &error);
    if (status == HK_OK) status = hk_env_add_filter(env, "initial", "text", initial, NULL, &error);
    if (status == HK_OK) status = site_add(env, &error);
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "name", hk_string(context, "<Ann>", 5));
    if (status == HK_OK) status = hk_env_get_template(env, "page.html", HK_NUL, &page, &error);
    if (status == HK_OK) status = hk_render(page, context, hk_file_sink(stdout), &error);
    if (status != HK_OK) (void)hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return status == HK_OK ? 0 : 1;
}
