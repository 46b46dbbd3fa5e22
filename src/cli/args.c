/* args.c: the command line. Every option of an environment is an option of the command under the same name, with "-" for "_". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

static bool make_lists(arguments *a, size_t room)
{
    char ***lists[] = {&a->files, &a->defines, &a->directories, &a->options, &a->extensions, &a->catalogues};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        *lists[i] = calloc(room, sizeof **lists[i]);
        if (*lists[i]) continue;
        fputs("hokora: out of memory\n", stderr);
        return false;
    }
    return true;
}

/* What stands behind an option: in the same word, or in the next one, which is then passed over. NULL after saying that it lacks. */
static char *value_of(const char *option, char *rest, int argc, char **argv, int *i)
{
    if (*rest) return rest;
    if (*i + 1 < argc) return argv[++*i];
    fprintf(stderr, "hokora: option %s needs a value\n", option);
    return NULL;
}

/* What dump shows, --json, --catalogue FILE, and all the options of an environment. */
static bool read_long(arguments *a, char *word, int argc, char **argv, int *i)
{
    static const struct { const char *name; int dump; } dumps[] = {
        {"--tokens", HK_DUMP_TOKENS}, {"--ast", HK_DUMP_AST}, {"--program", HK_DUMP_PROGRAM}};
    static const char catalogue[] = "--catalogue";
    size_t length = sizeof catalogue - 1;
    for (size_t d = 0; d < sizeof dumps / sizeof *dumps; d++) {
        if (strcmp(word, dumps[d].name) != 0) continue;
        a->dump = dumps[d].dump;
        return true;
    }
    if (strcmp(word, "--json") == 0) {
        a->json = true;
        return true;
    }
    if (strncmp(word, catalogue, length) == 0 && (!word[length] || word[length] == '=')) {
        char *file = value_of(catalogue, word[length] ? word + length + 1 : word + length, argc, argv, i);
        if (file) a->catalogues[a->ncatalogues++] = file;
        return file != NULL;
    }
    a->options[a->noptions++] = word + 2;
    return true;
}

static bool read_short(arguments *a, char *word, int argc, char **argv, int *i)
{
    const char option[] = {'-', word[1], '\0'};
    if (!strchr("oDIe", word[1])) {
        fprintf(stderr, "hokora: unknown option %s; see hokora --help\n", option);
        return false;
    }
    char *value = value_of(option, word + 2, argc, argv, i);
    if (!value) return false;
    switch (word[1]) {
    case 'o': a->output = value; break;
    case 'D': a->defines[a->ndefines++] = value; break;
    case 'I': a->directories[a->ndirectories++] = value; break;
    default: a->extensions[a->nextensions++] = value; break;
    }
    return true;
}

bool arguments_read(arguments *a, int argc, char **argv)
{
    *a = (arguments){.dump = -1};
    if (!make_lists(a, (size_t)(argc > 0 ? argc : 1))) return false;
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        char *word = argv[i];
        if (options_end || word[0] != '-' || !word[1]) a->files[a->nfiles++] = word;
        else if (strcmp(word, "--") == 0) options_end = true;
        else if (!(word[1] == '-' ? read_long(a, word, argc, argv, &i) : read_short(a, word, argc, argv, &i))) return false;
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
