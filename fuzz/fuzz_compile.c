/* fuzz_compile.c: options and a source: tokens, tree and program are made and listed; the program passes its verifier. */
#include <stdlib.h>

#include "hokora_tools.h"
#include "options.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES) return 0;
    hk_sink sink = {hkf_write_nowhere, NULL};
    for (hk_dump what = HK_DUMP_TOKENS; what <= HK_DUMP_PROGRAM; what++) {
        hk_error error = HK_ERROR_NONE;
        hk_env *env = hkf_env(data);
        hk_status status = hk_env_dump(env, what, (const char *)data + HKF_OPTION_BYTES, size - HKF_OPTION_BYTES, NULL, sink, &error);
        if (status == HK_PROGRAM_ERROR) abort();        /* the compiler made what the verifier refuses */
        hk_error_clear(&error);
        hk_env_free(env);
    }
    return 0;
}
