/* fuzz_compile.c: options and a source: tokens, tree and program are made and listed; the program passes its verifier, and what was saved
 * and loaded is listed alike. */
#include <stdlib.h>

#include "env/cache.h"
#include "hokora_tools.h"
#include "options.h"
#include "program/program.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void dump(const unsigned char *data, hk_dump what, const char *source, size_t size, hk_sink sink)
{
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hkf_env(data);
    hk_status status = hk_env_dump(env, what, source, size, NULL, sink, &error);
    if (status == HK_PROGRAM_ERROR) abort();        /* the compiler made what the verifier refuses */
    hk_error_clear(&error);
    hk_env_free(env);
}

/* The source's program, compiled in one environment and loaded in another, is `listing`. */
static void load(const unsigned char *data, const char *source, size_t size, const hk_buffer *listing)
{
    const hk_template *t, *loaded;
    hk_buffer program = HK_BUFFER_NONE;
    hki_buf list;
    hk_env *env = hkf_env(data), *other = hkf_env(data);
    if (hk_env_from_string(env, source, size, NULL, &t, NULL) == HK_OK) {
        if (hk_template_save(t, hk_buffer_sink(&program), NULL) != HK_OK) abort();
        if (hk_env_load_program(other, program.text, program.size, NULL, &loaded, NULL) != HK_OK) abort();
        hki_buf_init(&list, other->mem);
        hki_program_list(&list, &loaded->linked.program);
        if (list.size != listing->size || memcmp(list.data, listing->text, list.size) != 0) abort();
        hki_buf_free(&list);
    }
    hk_env_free(other);
    hk_env_free(env);
    hk_buffer_free(&program);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES) return 0;
    const char *source = (const char *)data + HKF_OPTION_BYTES;
    hk_buffer listing = HK_BUFFER_NONE;
    size -= HKF_OPTION_BYTES;
    dump(data, HK_DUMP_TOKENS, source, size, (hk_sink){hkf_write_nowhere, NULL});
    dump(data, HK_DUMP_AST, source, size, (hk_sink){hkf_write_nowhere, NULL});
    dump(data, HK_DUMP_PROGRAM, source, size, hk_buffer_sink(&listing));
    load(data, source, size, &listing);
    hk_buffer_free(&listing);
    return 0;
}
