/* args.c: the command line. Every option of an environment is an option of the command under the same name, with "-" for "_". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

bool arguments_read(arguments *a, int argc, char **argv)
{
    size_t room = (size_t)(argc > 0 ? argc : 1);
    *a = (arguments){.dump = -1};
    char ***lists[] = {&a->files, &a->defines, &a->directories, &a->options, &a->extensions, &a->catalogues};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        *lists[i] = calloc(room, sizeof **lists[i]);
        if (*lists[i]) continue;
        fputs("hokora: out of memory\n", stderr);
        return false;
    }
    static const struct { const char *name; int dump; } dumps[] = {
        {"--tokens", HK_DUMP_TOKENS}, {"--ast", HK_DUMP_AST}, {"--program", HK_DUMP_PROGRAM}};
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        char *word = argv[i];
        if (options_end || word[0] != '-' || !word[1]) {
            a->files[a->nfiles++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            options_end = true;
            continue;
        }
        bool found = false;
        for (size_t d = 0; d < sizeof dumps / sizeof *dumps; d++) {
            if (strcmp(word, dumps[d].name) != 0) continue;
            a->dump = dumps[d].dump;
            found = true;
        }
        if (found) continue;
        if (strcmp(word, "--catalogue") == 0) {
            if (i + 1 == argc) {
                fputs("hokora: option --catalogue needs a file\n", stderr);
                return false;
            }
            a->catalogues[a->ncatalogues++] = argv[++i];
            continue;
        }
        if (strncmp(word, "--catalogue=", 12) == 0) {
            a->catalogues[a->ncatalogues++] = word + 12;
            continue;
        }
        if (word[1] == '-') {
            a->options[a->noptions++] = word + 2;
            continue;
        }
        char *value = word[2] ? word + 2 : i + 1 < argc ? argv[++i] : NULL;
        if (!value) {
            fprintf(stderr, "hokora: option -%c needs a value\n", word[1]);
            return false;
        }
        switch (word[1]) {
        case 'o': a->output = value; break;
        case 'D': a->defines[a->ndefines++] = value; break;
        case 'I': a->directories[a->ndirectories++] = value; break;
        case 'e': a->extensions[a->nextensions++] = value; break;
        default: fprintf(stderr, "hokora: unknown option -%c; see hokora --help\n", word[1]); return false;
        }
    }
    a->npositional = a->nfiles < 2 ? a->nfiles : 2;
    for (int i = 0; i < a->npositional; i++) a->positional[i] = a->files[i];
    return true;
}

void arguments_free(arguments *a)
{
    free(a->files);
    free(a->defines);
    free(a->directories);
    free(a->options);
    free(a->extensions);
    free(a->catalogues);
}

/* "trim-blocks" or "undefined=strict". */
static hk_status set_option(hk_env *env, const char *option, hk_error *error)
{
    char name[40];
    const char *equals = strchr(option, '=');
    size_t size = equals ? (size_t)(equals - option) : strlen(option);
    if (size >= sizeof name) size = sizeof name - 1;
    for (size_t i = 0; i < size; i++) name[i] = option[i] == '-' ? '_' : option[i];
    name[size] = '\0';
    if (!equals) return hk_env_set_flag(env, name, true, error);
    if (strcmp(equals + 1, "on") == 0 || strcmp(equals + 1, "off") == 0) return hk_env_set_flag(env, name, equals[2] == 'n', error);
    return hk_env_set_text(env, name, equals + 1, strlen(equals + 1), error);
}

hk_env *arguments_env(const arguments *a)
{
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_status status = env ? HK_OK : HK_NO_MEMORY;
    for (int i = 0; i < a->noptions && status == HK_OK; i++) status = set_option(env, a->options[i], &error);
    for (int i = 0; i < a->nextensions && status == HK_OK; i++) status = hk_env_add_extension(env, a->extensions[i], &error);
    if (a->ncatalogues && status == HK_OK) status = hk_env_add_extension(env, "i18n", &error);
    for (int i = 0; i < a->ncatalogues && status == HK_OK; i++) status = hk_env_add_catalogue(env, a->catalogues[i], &error);
    if (status == HK_OK) return env;
    if (env) say_error(&error);
    else fputs("hokora: out of memory\n", stderr);
    hk_env_free(env);
    return NULL;
}
