/* command.h: the commands, and the options they share. */
#ifndef HKC_COMMAND_H
#define HKC_COMMAND_H

#include <stdio.h>

#include "hokora_tools.h"

enum command {
#define COMMAND(name, synopsis, note) COMMAND_##name,
#include "options.def"
    COMMANDS
};
extern const char *const command_names[COMMANDS];

/* Sets of commands: one of them, those that compile and render nothing, and all that make an environment, whose options they take. */
#define IN(command) (1u << COMMAND_##command)
#define COMPILING (IN(check) | IN(meta) | IN(compile) | IN(dump))
#define ENVIRONMENT (IN(render) | COMPILING)

/* "check, meta, list" */
void print_commands(FILE *to, unsigned set);

/* What was given of something that can be given more than once. */
typedef struct words { char **item; int count; } words;

/* What stands on the command line. Texts are argv's own. */
typedef struct arguments {
    enum command command;
    words files;                /* all that stands between and behind the options */
    const char *output;         /* -o; NULL: standard output */
    words defines;              /* -D: "name=value" or "name:=JSON" */
    words directories;          /* -I */
    words options;              /* --trim-blocks, --undefined=strict, …: names as in grammar/options.def */
    words extensions;           /* -e */
    words catalogues;           /* --catalogue: message catalogues (.mo) */
    words filters, tests;       /* --filter, --test: names of those that the program adds which will render */
    int dump;                   /* enum hk_dump, -1: none */
    bool json;                  /* --json: answers for programs */
    const char *symbol;         /* --c: the name of an array */
    bool help;                  /* --help, -h */
} arguments;

/* Reads the words behind the command. False after saying what is wrong. */
bool arguments_read(arguments *a, enum command command, int argc, char **argv);
void arguments_free(arguments *a);

/* An environment as the options ask for. NULL after saying what is wrong. */
hk_env *arguments_env(const arguments *a);

#define COMMAND(name, synopsis, note) int command_##name(const arguments *a);
#include "options.def"

#endif
