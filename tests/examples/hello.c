#include <hokora.h>

int main(void)
{
    const hk_template *hello;
    hk_env *env = hk_env_new(NULL);
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "name", hk_cstring(context, "World"));
    hk_status status = hk_env_from_string(env, "Hello {{ name }}!", 17, NULL, &hello, NULL);
    if (status == HK_OK) status = hk_render(hello, context, hk_file_sink(stdout), NULL);
    hk_context_free(context);
    hk_env_free(env);
    return status;
}
