/* cmd_render.c: hokora TEMPLATE [DATA]: renders a file with the variables of a JSON file. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

/* A template's directory and its name in it. Directory NULL: the current one. */
static const char *split_path(const char *path, char **directory)
{
    const char *slash = strrchr(path, '/');
    *directory = NULL;
    if (!slash) return path;
    size_t size = slash == path ? 1 : (size_t)(slash - path);
    if ((*directory = malloc(size + 1))) {
        memcpy(*directory, path, size);
        (*directory)[size] = '\0';
    }
    return slash + 1;
}

static bool add_data(hk_context *context, const char *path, hk_error *error)
{
    size_t size;
    hk_value data;
    char *text = read_file(path, &size);
    if (!text) return false;
    hk_status status = hk_json_read(context, text, size, &data, error);
    free(text);
    if (status != HK_OK) {
        fprintf(stderr, "hokora: %s is not JSON\n", path);
        say_error(error);
    } else if (hk_type_of(data) != HK_TYPE_DICT) {
        fprintf(stderr, "hokora: %s: the data must be an object, whose members are the variables\n", path);
    } else {
        hk_context_set_all(context, data);
        return true;
    }
    return false;
}

/* Whether templates can name a variable so; of what is beyond ASCII all counts as a letter. */
static bool is_name(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!isalpha(c) && c != '_' && c < 0x80 && (i == 0 || !isdigit(c))) return false;
    }
    return size != 0;
}

/* The name's size in name=text or name:=JSON, and whether it is the latter; 0: it is neither. */
static size_t define_name(const char *define, bool *json)
{
    const char *equals = strchr(define, '=');
    *json = equals && equals > define && equals[-1] == ':';
    size_t size = equals ? (size_t)(equals - define) - *json : 0;
    return is_name(define, size) ? size : 0;
}

static bool check_defines(const arguments *a)
{
    bool json;
    for (int i = 0; i < a->defines.count; i++) {
        if (define_name(a->defines.item[i], &json)) continue;
        fprintf(stderr, "hokora: -D takes name=text or name:=JSON, not '%s'\n", a->defines.item[i]);
        return false;
    }
    return true;
}

static bool add_define(hk_context *context, const char *define, hk_error *error)
{
    bool json;
    size_t size = define_name(define, &json);
    char *name = malloc(size + 1);
    if (!name) {
        fputs("hokora: out of memory\n", stderr);
        return false;
    }
    memcpy(name, define, size);
    name[size] = '\0';
    const char *text = define + size + json + 1;
    hk_value value = hk_none();
    hk_status status = HK_OK;
    if (json) status = hk_json_read(context, text, HK_NUL, &value, error);
    else value = hk_cstring(context, text);
    if (status != HK_OK) {
        fprintf(stderr, "hokora: -D %s: not JSON\n", name);
        say_error(error);
    } else {
        hk_context_set(context, name, value);
    }
    free(name);
    return status == HK_OK;
}

/* NULL after saying what is wrong; *exit is then the status for it. */
static hk_context *make_context(hk_env *env, const arguments *a, int *exit, hk_error *error)
{
    hk_context *context = hk_context_new(env);
    bool ok = context != NULL;
    if (!ok) fputs("hokora: out of memory\n", stderr);
    if (ok && a->files.count > 1) ok = add_data(context, a->files.item[1], error);
    *exit = ok ? EXIT_USAGE : EXIT_FILE;
    for (int i = 0; ok && i < a->defines.count; i++) ok = add_define(context, a->defines.item[i], error);
    if (ok && hk_context_status(context) != HK_OK) {
        fprintf(stderr, "hokora: the variables: %s\n", hk_status_name(hk_context_status(context)));
        ok = false;
    }
    if (ok) return context;
    hk_context_free(context);
    return NULL;
}

static bool is_program(const char *path)
{
    size_t size = strlen(path);
    return size > 4 && strcmp(path + size - 4, ".hkp") == 0;
}

/* The template's name is the file's without its ending. *bytes is to be freed when the template is not used any more. */
static hk_status load_program(hk_env *env, const char *path, const char *name, char **bytes, const hk_template **out, hk_error *error)
{
    size_t size;
    char *own = malloc(strlen(name) + 1);
    if (!own || !(*bytes = read_file(path, &size))) {
        free(own);
        return HK_IO_ERROR;
    }
    strcpy(own, name);
    own[strlen(own) - 4] = '\0';
    hk_status status = hk_env_load_program(env, *bytes, size, own, out, error);
    free(own);
    return status;
}

static hk_status find_template(hk_env *env, const arguments *a, char **bytes, const hk_template **out, hk_error *error)
{
    const char *path = a->files.item[0];
    char *directory;
    hk_status status = HK_OK;
    bool from_input = strcmp(path, "-") == 0;
    const char *name = split_path(path, &directory);
    status = hk_env_add_directory(env, directory ? directory : ".", error);
    free(directory);
    for (int i = 0; i < a->directories.count && status == HK_OK; i++) status = hk_env_add_directory(env, a->directories.item[i], error);
    if (status == HK_OK && is_program(path)) return load_program(env, path, name, bytes, out, error);
    if (status != HK_OK || !from_input) return status != HK_OK ? status : hk_env_get_template(env, name, HK_NUL, out, error);
    size_t size;
    char *source = read_file(path, &size);
    if (!source) return HK_IO_ERROR;
    status = hk_env_from_string(env, source, size, NULL, out, error);
    free(source);
    return status;
}

/* A command that was misspelled looks like a template. (Rendering has no word of its own.) */
static void say_no_template(const arguments *a, hk_error *error)
{
    const char *word = a->files.item[0];
    bool missing = error->kind == HK_TEMPLATE_NOT_FOUND && error->message && !error->line && strcmp(error->message, word) == 0;
    const char *like = missing ? hk_nearest(word, command_names + 1, COMMANDS - 1) : NULL;
    say_error(error);
    if (like) fprintf(stderr, "  hint: or the command hokora %s?\n", like);
}

static int render_into(const arguments *a, const hk_template *t, const hk_context *context, hk_error *error)
{
    output out;
    if (!output_open(&out, a->output)) return EXIT_FILE;
    hk_status status = hk_render(t, context, output_sink(&out), error);
    bool written = output_close(&out, status == HK_OK, error);
    return status == HK_IO_ERROR || (status == HK_OK && !written) ? EXIT_FILE : status == HK_OK ? EXIT_DONE : EXIT_TEMPLATE;
}

/* Frees the environment, before the bytes that a template in it may stand on. */
static int render(hk_env *env, const arguments *a)
{
    hk_error error = HK_ERROR_NONE;
    const hk_template *t;
    hk_context *context = NULL;
    char *bytes = NULL;         /* of a saved program */
    hk_status status = find_template(env, a, &bytes, &t, &error);
    bool lost = (status == HK_IO_ERROR || status == HK_TEMPLATE_NOT_FOUND) && !error.line;
    int exit = lost ? EXIT_FILE : EXIT_TEMPLATE;
    if (status == HK_OK && (context = make_context(env, a, &exit, &error))) exit = render_into(a, t, context, &error);
    if (error.kind != HK_OK) say_no_template(a, &error);
    hk_context_free(context);
    hk_env_free(env);
    free(bytes);
    return exit;
}

int command_render(const arguments *a)
{
    if (!check_defines(a)) return EXIT_USAGE;
    if (a->files.count < 1 || a->files.count > 2) {
        fputs("hokora: one template and at most one file of data; see hokora --help\n", stderr);
        return EXIT_USAGE;
    }
    if (a->files.count == 2 && strcmp(a->files.item[0], "-") == 0 && strcmp(a->files.item[1], "-") == 0) {
        fputs("hokora: template and data cannot both be standard input\n", stderr);
        return EXIT_USAGE;
    }
    hk_env *env = arguments_env(a);
    return env ? render(env, a) : EXIT_USAGE;
}
