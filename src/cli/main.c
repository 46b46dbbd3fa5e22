/* main.c: the commands and the help, from options.def and the tables of the language. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "io.h"

static const struct { const char *synopsis, *note; int (*run)(const arguments *a); } commands[COMMANDS] = {
#define COMMAND(name, synopsis, note) {synopsis, note, command_##name},
#include "options.def"
};
enum { NOTES = 37 };

/* ---------------------------------------------------------------- help */

/* The columns that a text takes, which is UTF-8. */
static int columns(const char *text)
{
    int n = 0;
    for (; *text; text++) n += (*text & 0xc0) != 0x80;
    return n;
}

/* A command, and what it does from a column on; in a line of its own if there is no room. */
static void print_command(FILE *to, size_t i)
{
    const char *name = i ? command_names[i] : "", *synopsis = commands[i].synopsis;
    fprintf(to, "  hokora%s%s%s%s", *name ? " " : "", name, *synopsis ? " " : "", synopsis);
    int width = 8 + (*name ? 1 : 0) + columns(name) + (*synopsis ? 1 : 0) + columns(synopsis);
    if (width >= NOTES) fprintf(to, "\n%*s", NOTES, "");
    else fprintf(to, "%*s", NOTES - width, "");
    fprintf(to, "%s\n", commands[i].note);
}

/* One that rendering does not take says what does. */
static void print_option(FILE *to, const char *name, const char *argument, unsigned takers, const char *note)
{
    int width = fprintf(to, "  %s%s%s", name, *argument ? name[1] == '-' ? "=" : " " : "", argument);
    fprintf(to, "%*s ", width < 18 ? 18 - width : 0, "");
    if (!(takers & IN(render))) print_commands(to, takers);
    fprintf(to, "%s%s\n", takers & IN(render) ? "" : ": ", note);
}

static void print_listing(FILE *to, hk_listing what, bool takes)
{
    hk_entry e;
    for (size_t at = 0; hk_list_next(NULL, what, &at, &e);) {
        bool flag = !takes || strcmp(e.signature, "on | off") == 0, text = takes && strncmp(e.signature, "TEXT", 4) == 0;
        fprintf(to, "      %s%s: %s\n", e.name, flag ? "" : text ? "=TEXT" : "=…", flag || text ? e.note : e.signature);
    }
}

static void print_help(FILE *to)
{
    static const struct { const char *name, *argument; unsigned commands; const char *note; } options[] = {
#define OPTION(name, argument, commands, kind, field, note) {name, argument, commands, note},
#include "options.def"
    };
    fputs("hokora: renders Jinja2 templates\n\n", to);
    for (size_t i = 0; i < COMMANDS; i++) print_command(to, i);
    fputs("  hokora --help, hokora --version\n\n", to);
    fputs("A file named - is standard input. Includes and parents are looked for beside the template, then in -I directories.\n\n", to);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        print_option(to, options[i].name, options[i].argument, options[i].commands, options[i].note);
        if (strcmp(options[i].name, "-e") == 0) print_listing(to, HK_LIST_EXTENSIONS, false);
    }
    print_option(to, "--OPTION", "", ENVIRONMENT,
        "an option of the environment, named as Jinja2 names it; one that is on or off may have =on or =off:");
    print_listing(to, HK_LIST_OPTIONS, true);
    print_option(to, "--LIMIT", "NUMBER", ENVIRONMENT, "a limit of the render:");
    print_listing(to, HK_LIST_LIMITS, false);
    fputs("\nExit status: 0 done, 1 an error in a template, 2 wrong usage, 3 a file that cannot be found, read or written.\n", to);
}

/* ---------------------------------------------------------------- running */

static int run(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    if (argc < 2 || strcmp(word, "help") == 0) {
        print_help(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_USAGE : EXIT_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        puts("hokora " HOKORA_VERSION);
        return EXIT_DONE;
    }
    enum command which = COMMAND_render;
    for (int i = 1; i < COMMANDS; i++)
        if (strcmp(word, command_names[i]) == 0) which = (enum command)i;
    int from = which ? 2 : 1;
    arguments a;
    int exit = EXIT_USAGE;
    if (arguments_read(&a, which, argc - from, argv + from)) {
        if (a.help) print_help(stdout);
        exit = a.help ? EXIT_DONE : commands[which].run(&a);
    }
    arguments_free(&a);
    return exit;
}

/* What was printed counts when it has arrived: a command that did its work has still failed on a full disk. */
int main(int argc, char **argv)
{
    int exit = run(argc, argv);
    errno = 0;
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (!lost || exit == EXIT_FILE) return exit;
    fprintf(stderr, "hokora: standard output: %s\n", errno ? strerror(errno) : "cannot be written");
    return EXIT_FILE;
}
