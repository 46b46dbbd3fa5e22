/* options.h: an environment out of the first bytes of a fuzzer's input, so that options are explored together with sources. */
#ifndef HKF_OPTIONS_H
#define HKF_OPTIONS_H

#include <string.h>

#include "hokora.h"

enum { HKF_OPTION_BYTES = 2 };

static inline bool hkf_write_nowhere(void *user, const char *text, size_t size)
{
    (void)user, (void)text, (void)size;
    return true;
}

/* Takes HKF_OPTION_BYTES bytes. NULL without memory. */
static inline hk_env *hkf_env(const unsigned char *bytes)
{
    static const char *const flags[] = {"trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape", "sandboxed"};
    static const char *const undefined[] = {"default", "chainable", "debug", "strict"};
    static const char *const extensions[] = {"do", "loopcontrols", "i18n", "debug", "regex", "extras"};
    hk_env *env = hk_env_new(NULL);
    if (!env) return NULL;
    for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++) hk_env_set_flag(env, flags[i], bytes[0] >> i & 1, NULL);
    if (bytes[0] & 0x20) {
        hk_env_set_text(env, "line_statement_prefix", "%%", 2, NULL);
        hk_env_set_text(env, "line_comment_prefix", "##", 2, NULL);
    }
    if (bytes[0] & 0x40) hk_env_set_text(env, "sandboxed", "immutable", 9, NULL);
    const char *kind = undefined[bytes[1] & 3];
    hk_env_set_text(env, "undefined", kind, strlen(kind), NULL);
    for (unsigned i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (bytes[1] >> (2 + i) & 1) hk_env_add_extension(env, extensions[i], NULL);
    hk_env_set_limit(env, "fuel", 200000, NULL);
    hk_env_set_limit(env, "memory", 16u << 20, NULL);
    hk_env_set_limit(env, "output", 1u << 20, NULL);
    return env;
}

#endif
