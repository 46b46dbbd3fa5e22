/* consumer.c: what a program that uses the installed library does; it is C and C++ at once. */
#include <hokora.h>

int main(void)
{
    const hk_template *t;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "x", hk_int(6));
    hk_status status = hk_env_from_string(env, "{{ x * 7 }}", 11, NULL, &t, &error);
    if (status == HK_OK) status = hk_render(t, context, hk_file_sink(stdout), &error);
    if (status != HK_OK) (void)hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return status == HK_OK ? 0 : 1;
}
