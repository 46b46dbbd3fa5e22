/* jansson.c: a program with data from jansson; it is C and C++ at once. */
#include <hokora_jansson.h>

int main(void)
{
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_context *context = hk_context_new(env);
    json_t *row = json_pack("{s:s, s:i}", "name", "Ann", "age", 30), *back = NULL;
    hk_value user;
    hk_status status = hk_from_jansson(context, row, &user, &error);
    if (status == HK_OK) status = hk_to_jansson(user, &back, &error);
    if (status == HK_OK) json_dumpf(back, stdout, 0);
    else (void)hk_error_write(&error, hk_file_sink(stderr));
    json_decref(row);
    json_decref(back);
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return status == HK_OK ? 0 : 1;
}
