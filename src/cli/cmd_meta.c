/* cmd_meta.c: hokora meta FILE…: the variables that a file asks for, the templates that it names, the blocks that it has. */
#include <stdlib.h>

#include "command.h"
#include "io.h"

/* What is found of one file. */
typedef struct uses { hk_value variables, templates, blocks; } uses;

static hk_status find_uses(hk_env *env, hk_context *home, const char *path, const char *source, size_t size, uses *u, hk_error *error)
{
    const hk_template *t;
    hk_status status = hk_env_from_string(env, source, size, path, &t, error);
    if (status == HK_OK) status = hk_env_undeclared(env, source, size, home, &u->variables, error);
    if (status == HK_OK) status = hk_env_references(env, source, size, home, &u->templates, error);
    if (status == HK_OK) status = hk_template_blocks(t, home, &u->blocks, error);
    return status;
}

/* Names in a row. None: a name that is known only when the template is rendered. */
static void print_names(const char *title, hk_value names)
{
    printf("  %s:", title);
    for (size_t i = 0; i < hk_length(names); i++) {
        size_t size;
        const char *name = hk_as_string(hk_list_at(names, i), &size);
        printf("%s%.*s", i ? ", " : " ", name ? (int)size : 1, name ? name : "?");
    }
    putchar('\n');
}

static void print_text(const char *path, const uses *u)
{
    printf("%s\n", path);
    print_names("variables", u->variables);
    print_names("templates", u->templates);
    print_names("blocks", u->blocks);
}

static hk_status print_json(hk_context *home, const char *path, const uses *u)
{
    hk_value line = hk_dict(home);
    hk_dict_set(home, line, "file", hk_cstring(home, path));
    hk_dict_set(home, line, "variables", u->variables);
    hk_dict_set(home, line, "templates", u->templates);
    hk_dict_set(home, line, "blocks", u->blocks);
    hk_status status = hk_json_write(home, line, hk_file_sink(stdout), NULL);
    putchar('\n');
    return status;
}

static int show_file(const arguments *a, const char *path)
{
    hk_error error = HK_ERROR_NONE;
    uses u;
    size_t size;
    char *source = read_file(path, &size);
    if (!source) return EXIT_FILE;
    hk_env *env = arguments_env(a);
    hk_context *home = hk_context_new(env);
    hk_status status = home ? find_uses(env, home, path, source, size, &u, &error) : HK_NO_MEMORY;
    if (status == HK_OK && a->json) status = print_json(home, path, &u);
    else if (status == HK_OK) print_text(path, &u);
    if (error.kind != HK_OK) say_error(&error);
    free(source);
    hk_context_free(home);
    hk_env_free(env);
    return !env ? EXIT_USAGE : status == HK_OK ? EXIT_DONE : EXIT_TEMPLATE;
}

int command_meta(const arguments *a)
{
    int worst = EXIT_DONE;
    if (!a->files.count) {
        fputs("hokora: meta needs files; see hokora --help\n", stderr);
        return EXIT_USAGE;
    }
    for (int i = 0; i < a->files.count; i++) {
        int exit = show_file(a, a->files.item[i]);
        if (exit == EXIT_USAGE) return exit;
        if (exit > worst) worst = exit;
    }
    return worst;
}
