/* translate.c: a page in several languages. Each language has an environment of its own, with the catalogue that msgfmt made.
 *
 *     translate FOLDER LANGUAGE…      FOLDER/LANGUAGE.mo; where there is none, messages stand for themselves */
#include <hokora.h>
#include <unistd.h>

static const char page_source[] =
    "{% trans user='Ada' %}Welcome back, {{ user }}.{% endtrans %}\n"
    "{% for n in [1, 3, 5] %}{% trans n %}You have {{ n }} message.{% pluralize %}You have {{ n }} messages.{% endtrans %}\n{% endfor %}"
    "{{ pgettext('the month', 'May') }} {{ pgettext('a permission', 'May') }}";

static hk_env *new_env(const char *folder, const char *language, hk_error *error)
{
    char path[512];
    hk_env *env = hk_env_new(NULL);
    snprintf(path, sizeof path, "%s/%s.mo", folder, language);
    bool ok = hk_env_add_extension(env, "i18n", error) == HK_OK && hk_env_set_flag(env, "newstyle_gettext", true, error) == HK_OK &&
              hk_env_set_translator(env, &(hk_translator){.user = NULL}, error) == HK_OK;      /* which knows nothing */
    if (ok && access(path, F_OK) == 0) ok = hk_env_add_catalogue(env, path, error) == HK_OK;
    if (ok) return env;
    hk_env_free(env);
    return NULL;
}

int main(int argc, char **argv)
{
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    for (int i = 2; i < argc && error.kind == HK_OK; i++) {
        hk_env *env = new_env(argv[1], argv[i], &error);
        printf("---- %s\n", argv[i]);
        if (env && hk_env_from_string(env, page_source, HK_NUL, "page", &page, &error) == HK_OK &&
            hk_render(page, NULL, hk_file_sink(stdout), &error) == HK_OK)
            putchar('\n');
        hk_env_free(env);
    }
    if (error.kind != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    int status = error.kind != HK_OK;
    hk_error_clear(&error);
    return status;
}
