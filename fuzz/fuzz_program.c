/* fuzz_program.c: a program with some of its bytes changed, as a damaged or hostile file would be: refused by the verifier, or run
 * under limits. The input: options, a byte that counts the changes, the changes, then the template whose program is changed. The
 * checksum is made good afterwards, so that the verifier itself is reached. */
#include <stdlib.h>

#include "env/cache.h"
#include "env/env.h"
#include "options.h"
#include "program/format.h"
#include "program/opcode.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { MOST_CHANGES = 8, CHANGE = 4 };     /* a change: three bytes of where, one of what */

static const char context_text[] =
    "{\"n\": 3, \"s\": \"text\", \"l\": [1, \"two\", [3]], \"d\": {\"a\": 1}, \"users\": [{\"name\": \"Ada\"}]}";

static void change(unsigned char *bytes, size_t size, const unsigned char *changes, unsigned count)
{
    hki_program_head head;
    size_t skip = offsetof(hki_program_head, checksum) + sizeof head.checksum;
    for (unsigned k = 0; k < count; k++, changes += CHANGE) {
        size_t at = changes[0] | (size_t)changes[1] << 8 | (size_t)changes[2] << 16;
        bytes[at % size] = changes[3];
    }
    memcpy(&head, bytes, sizeof head);
    head.checksum = hki_checksum((const char *)bytes + skip, size - skip);
    memcpy(bytes, &head, sizeof head);
}

/* As the environment makes a template out of a saved program. */
static void open_and_run(hk_env *env, const hk_context *context, const unsigned char *bytes, size_t size)
{
    hk_template t = {.env = env};
    hki_rt work;
    hki_error failure;
    hk_error error = HK_ERROR_NONE;
    hki_error_init(&failure, env->mem);
    hki_region_init(&t.linked.region, env->mem, HKI_SPACE_FROZEN);
    hki_env_rt(env, &work, &t.linked.region, &failure);
    if (hki_program_open(&work, bytes, size, &t.linked.program) && hki_template_link(&work, &t.linked, "t", 1, NULL)) {
        t.linked.globals = env->globals;
        (void)!hk_render(&t, context, (hk_sink){hkf_write_nowhere, NULL}, &error);
    } else if (failure.kind == HK_OK) {
        abort();                                                    /* refused without a reason */
    }
    hk_error_clear(&error);
    hki_error_free(&failure);
    hki_buf_free(&work.scratch);
    hki_region_clear(&t.linked.region);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES + 1) return 0;
    unsigned count = data[HKF_OPTION_BYTES] % (MOST_CHANGES + 1);
    size_t skip = HKF_OPTION_BYTES + 1 + (size_t)count * CHANGE;
    if (size < skip) return 0;
    hk_env *env = hkf_env(data);
    hk_context *context = hk_context_new(env);
    hk_value variables;
    const hk_template *t;
    if (hk_json_read(context, context_text, sizeof context_text - 1, &variables, NULL) != HK_OK) abort();
    hk_context_set_all(context, variables);
    if (hk_env_from_string(env, (const char *)data + skip, size - skip, NULL, &t, NULL) == HK_OK) {
        const hki_program *p = &t->linked.program;
        unsigned char *bytes = malloc(p->size);
        if (bytes) {
            memcpy(bytes, p->bytes, p->size);
            hki_program_seal(bytes, 0, 0);
            change(bytes, p->size, data + HKF_OPTION_BYTES + 1, count);
            open_and_run(env, context, bytes, p->size);
        }
        free(bytes);
    }
    hk_context_free(context);
    hk_env_free(env);
    return 0;
}
