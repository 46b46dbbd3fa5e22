/* cmd_compile.c: hokora compile FILE: saves a template's program, or writes it as C for a program that has its templates inside. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

/* What is written: the bytes, or an array of C of this name. */
typedef struct writer { FILE *file; const char *symbol; size_t count; } writer;

static bool write_bytes(void *user, const char *bytes, size_t size)
{
    writer *w = user;
    if (!w->symbol) return fwrite(bytes, 1, size, w->file) == size;
    for (size_t i = 0; i < size; i++, w->count++)
        fprintf(w->file, "%s%u,", w->count % 24 ? "" : "\n    ", (unsigned)(unsigned char)bytes[i]);
    return !ferror(w->file);
}

/* hk_env_add_program(env, "page", 4, SYMBOL, SYMBOL_size, &error) */
static hk_status write_program(const hk_template *t, const char *path, writer *w, hk_error *error)
{
    if (w->symbol)
        fprintf(w->file, "/* The program of %s, made by hokora compile. */\n#include <stddef.h>\n\n"
            "extern const unsigned char %s[];\nextern const size_t %s_size;\n\n_Alignas(8) const unsigned char %s[] = {",
            path, w->symbol, w->symbol, w->symbol);
    hk_status status = hk_template_save(t, (hk_sink){write_bytes, w}, error);
    if (w->symbol) fprintf(w->file, "\n};\nconst size_t %s_size = sizeof %s;\n", w->symbol, w->symbol);
    return status;
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
        status = write_program(t, path, &(writer){.file = out.file, .symbol = a->symbol}, &error);
        exit = output_close(&out, status == HK_OK) && status == HK_OK ? EXIT_DONE : EXIT_FILE;
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
