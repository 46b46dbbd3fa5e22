/* cmd_compile.c: hokora compile FILE: saves a template's program, or writes it as C for a program that has its templates inside. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

/* An array of C while it is written. */
typedef struct array { FILE *file; size_t count; } array;

static bool write_numbers(void *user, const char *bytes, size_t size)
{
    array *to = user;
    for (size_t i = 0; i < size; i++, to->count++)
        fprintf(to->file, "%s%u,", to->count % 24 ? "" : "\n    ", (unsigned)(unsigned char)bytes[i]);
    return !ferror(to->file);
}

/* hk_env_add_program(env, "page", HK_NUL, SYMBOL, SYMBOL_size, &error) */
static hk_status print_array(const hk_template *t, const char *path, const char *symbol, FILE *file, hk_error *error)
{
    if (strstr(path, "*/")) path = "a template";
    fprintf(file, "/* The program of %s, made by hokora compile. */\n#include <stddef.h>\n\n"
        "extern const unsigned char %s[];\nextern const size_t %s_size;\n\n_Alignas(8) const unsigned char %s[] = {",
        path, symbol, symbol, symbol);
    hk_status status = hk_template_save(t, (hk_sink){write_numbers, &(array){.file = file}}, error);
    fprintf(file, "\n};\nconst size_t %s_size = sizeof %s;\n", symbol, symbol);
    return status;
}

static hk_status write_array(const hk_template *t, const char *path, const char *symbol, hk_sink to, hk_error *error)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    hk_status status = file ? print_array(t, path, symbol, file, error) : HK_NO_MEMORY;
    bool whole = file && !ferror(file);
    if (file && fclose(file) != 0) whole = false;
    if (!whole) fputs("hokora: out of memory\n", stderr);
    else if (status == HK_OK && !to.write(to.user, text, size)) status = HK_IO_ERROR;
    free(text);
    return whole ? status : HK_NO_MEMORY;
}

static bool is_symbol(const char *text)
{
    for (const char *c = text; *c; c++)
        if (!isalpha((unsigned char)*c) && *c != '_' && (c == text || !isdigit((unsigned char)*c))) return false;
    return *text;
}

static int compile(const arguments *a, hk_env *env, const char *source, size_t size)
{
    hk_error error = HK_ERROR_NONE;
    const hk_template *t;
    output out;
    const char *path = a->files.item[0], *slash = strrchr(path, '/');
    hk_status status = hk_env_from_string(env, source, size, slash ? slash + 1 : path, &t, &error);
    int exit = EXIT_TEMPLATE;
    if (status == HK_OK && !output_open(&out, a->output)) {
        exit = EXIT_FILE;
    } else if (status == HK_OK) {
        hk_sink to = output_sink(&out);
        status = a->symbol ? write_array(t, path, a->symbol, to, &error) : hk_template_save(t, to, &error);
        exit = output_close(&out, status == HK_OK, &error) && status == HK_OK ? EXIT_DONE : EXIT_FILE;
    }
    if (error.kind != HK_OK) say_error(&error);
    return exit;
}

int command_compile(const arguments *a)
{
    size_t size;
    if (a->files.count != 1 || !a->output) {
        fputs("hokora: compile needs one file, and -o FILE for its program\n", stderr);
        return EXIT_USAGE;
    }
    if (a->symbol && !is_symbol(a->symbol)) {
        fprintf(stderr, "hokora: --c needs a name of C, not '%s'\n", a->symbol);
        return EXIT_USAGE;
    }
    hk_env *env = arguments_env(a);
    char *source = env ? read_file(a->files.item[0], &size) : NULL;
    int exit = !env ? EXIT_USAGE : source ? compile(a, env, source, size) : EXIT_FILE;
    free(source);
    hk_env_free(env);
    return exit;
}
