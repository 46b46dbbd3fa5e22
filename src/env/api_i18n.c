/* api_i18n.c: the sources of translations that a host gives its environment.
 *
 * In:  a dict, catalogues, functions.   Out: what the extension i18n is made with when the first template comes. */
#include <errno.h>
#include <stdio.h>

#include "env/env.h"
#include "lib/catalogue.h"

hk_status hk_env_set_translations(hk_env *env, hk_value dict, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, dict.type == HKI_DICT, "an environment and a dict are needed", error, &status)) return status;
    return hki_configured(env, hki_copy(&env->rt, dict, &env->translations), error);
}

hk_status hk_env_set_translator(hk_env *env, const hk_translator *t, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, t != NULL, "an environment and a translator are needed", error, &status)) return status;
    env->translator = *t;
    env->i18n.host = &env->translator;
    return HK_OK;
}

static bool add_catalogue(hk_env *env, const char *bytes, size_t size)
{
    hki_catalogue *catalogue = hki_catalogue_read(&env->rt, bytes, size);
    if (!catalogue) return false;
    if (env->last_catalogue) env->last_catalogue->next = catalogue;
    else env->i18n.catalogues = catalogue;
    env->last_catalogue = catalogue;
    return true;
}

hk_status hk_env_add_catalogue_bytes(hk_env *env, const void *bytes, size_t size, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, bytes != NULL, "an environment and a catalogue are needed", error, &status)) return status;
    return hki_configured(env, add_catalogue(env, bytes, size), error);
}

static bool read_file(hk_env *env, const char *path, hki_buf *bytes)
{
    enum { PIECE = 16384 };
    size_t n = 1;
    FILE *file = fopen(path, "rb");
    if (!file) return hki_raise(&env->rt, HK_IO_ERROR, "[Errno %d] %s: '%s'", errno, strerror(errno), path);
    for (char *room; n && (room = hki_buf_room(bytes, PIECE)); bytes->size += n) n = fread(room, 1, PIECE, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (bytes->failed) return hki_raise_memory(&env->rt);
    return !failed || hki_raise(&env->rt, HK_IO_ERROR, "%s cannot be read", path);
}

hk_status hk_env_add_catalogue(hk_env *env, const char *path, hk_error *error)
{
    hk_status status;
    hki_buf bytes;
    if (!hki_may_configure(env, path != NULL, "an environment and a path are needed", error, &status)) return status;
    hki_buf_init(&bytes, env->mem);
    bool ok = read_file(env, path, &bytes) && add_catalogue(env, bytes.data, bytes.size);
    hki_buf_free(&bytes);
    return hki_configured(env, ok, error);
}
