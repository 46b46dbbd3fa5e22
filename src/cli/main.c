/* main.c: the command table. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "io.h"

static const char help[] =
    "hokora: renders Jinja2 templates\n"
    "\n"
    "  hokora [OPTION…] TEMPLATE [DATA]   render a file with the variables of a JSON file\n"
    "  hokora check [OPTION…] FILE…       compile files and say what is wrong with each\n"
    "  hokora meta [OPTION…] FILE…        show the variables, templates and blocks that files use\n"
    "  hokora list [WHAT]                 show what there is: filters, tests, globals, tags, extensions, options, limits, policies\n"
    "  hokora dump --tokens|--ast|--program [OPTION…] FILE\n"
    "                                     show what compiling sees or makes\n"
    "  hokora batch                       jobs as JSON lines on standard input, answers as JSON lines\n"
    "  hokora --help, hokora --version\n"
    "\n"
    "A file named - is standard input. Includes and parents are looked for beside the template, then in -I directories.\n"
    "\n"
    "  -D NAME=TEXT     set a variable to a text; -D NAME:=JSON to any JSON value. Later ones win over DATA\n"
    "  -I DIR           look for templates in DIR too\n"
    "  -o FILE          write to FILE, which changes only when the render succeeds\n"
    "  -e EXTENSION     switch an extension on:\n"
#define EXTENSION(name, bit, note) "      " #name ": " note "\n"
#include "grammar/extensions.def"
    "  --json           check, meta, list: a JSON object a line\n"
    "  --catalogue FILE translate with a message catalogue (.mo); switches i18n on\n"
    "  --OPTION[=VALUE] an option of the environment, named as Jinja2 names it:\n"
#define FLAG(name, field, note) "      " #name ": " note "\n"
#define TEXT(name, field, nullable, note) "      " #name "=TEXT: " note "\n"
#define CHOICE(name, takes, note) "      " #name "=…: " takes "\n"
#include "grammar/options.def"
    "\n"
    "Exit status: 0 done, 1 an error in a template, 2 wrong usage, 3 a file that cannot be read or written.\n";

static const struct { const char *name; int (*run)(const arguments *a); } commands[] = {
    {"batch", command_batch},
    {"check", command_check},
    {"dump", command_dump},
    {"list", command_list},
    {"meta", command_meta},
};

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    if (argc < 2 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        fputs(help, argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_USAGE : EXIT_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        puts("hokora " HOKORA_VERSION);
        return EXIT_DONE;
    }
    int (*run)(const arguments *a) = command_render;
    int from = 1;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(word, commands[i].name) != 0) continue;
        run = commands[i].run;
        from = 2;
    }
    arguments a;
    int exit = arguments_read(&a, argc - from, argv + from) ? run(&a) : EXIT_USAGE;
    arguments_free(&a);
    return exit;
}
