/* cmd_check.c: hokora check FILE…: compiles each file and says every file's error; hokora dump: what compiling saw or made. */
#include <stdlib.h>

#include "command.h"
#include "io.h"

static int check_file(const arguments *a, const char *path)
{
    hk_error error = HK_ERROR_NONE;
    const hk_template *t;
    size_t size;
    char *source = read_file(path, &size);
    if (!source) return EXIT_FILE;
    hk_env *env = arguments_env(a);
    hk_status status = env ? hk_env_from_string(env, source, size, path, &t, &error) : HK_ARGUMENT_ERROR;
    if (status != HK_OK && env && a->json) {
        (void)hk_error_json(&error, hk_file_sink(stdout));
        putchar('\n');
        hk_error_clear(&error);
    } else if (status != HK_OK && env) {
        say_error(&error);
    }
    free(source);
    hk_env_free(env);
    return !env ? EXIT_USAGE : status == HK_OK ? EXIT_DONE : EXIT_TEMPLATE;
}

int command_check(const arguments *a)
{
    int worst = EXIT_DONE, wrong = 0;
    if (!a->files.count) {
        fputs("hokora: check needs files; see hokora --help\n", stderr);
        return EXIT_USAGE;
    }
    for (int i = 0; i < a->files.count; i++) {
        int exit = check_file(a, a->files.item[i]);
        if (exit == EXIT_USAGE) return exit;
        if (exit != EXIT_DONE) wrong++;
        if (exit > worst) worst = exit;
    }
    if (wrong && !a->json) fprintf(stderr, "hokora: %d of %d files with errors\n", wrong, a->files.count);
    return worst;
}

int command_dump(const arguments *a)
{
    hk_error error = HK_ERROR_NONE;
    size_t size;
    if (a->files.count != 1 || a->dump < 0) {
        fputs("hokora: dump needs one of --tokens, --ast, --program and one file\n", stderr);
        return EXIT_USAGE;
    }
    hk_env *env = arguments_env(a);
    if (!env) return EXIT_USAGE;
    char *source = read_file(a->files.item[0], &size);
    hk_status status = HK_IO_ERROR;
    if (source) status = hk_env_dump(env, (hk_dump)a->dump, source, size, a->files.item[0], hk_file_sink(stdout), &error);
    if (error.kind != HK_OK) say_error(&error);
    free(source);
    hk_env_free(env);
    return !source || status == HK_IO_ERROR ? EXIT_FILE : status == HK_OK ? EXIT_DONE : EXIT_TEMPLATE;
}
