/* fuzz_json.c: any bytes as JSON data, read and written again: what was written reads back as the same text. */
#include <stdlib.h>
#include <string.h>

#include "hokora.h"

typedef struct growing { char *data; size_t size; } growing;

static bool append(void *user, const char *text, size_t size)
{
    growing *g = user;
    char *more = realloc(g->data, g->size + size + 1);
    if (!more) return false;
    memcpy(more + g->size, text, size);
    g->data = more;
    g->size += size;
    return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_context *context = hk_context_new(env);
    hk_value value, again;
    growing first = {0}, second = {0};
    if (hk_json_read(context, (const char *)data, size, &value, &error) == HK_OK &&
        hk_json_write(context, value, (hk_sink){append, &first}, NULL) == HK_OK) {
        if (hk_json_read(context, first.data, first.size, &again, &error) != HK_OK) abort();
        if (hk_json_write(context, again, (hk_sink){append, &second}, NULL) != HK_OK) abort();
        if (first.size != second.size || memcmp(first.data, second.data, first.size) != 0) abort();
    }
    free(first.data);
    free(second.data);
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return 0;
}
