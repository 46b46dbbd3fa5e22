/* command.h: the commands, and the options they share. */
#ifndef HKC_COMMAND_H
#define HKC_COMMAND_H

#include "hokora_tools.h"

/* What was given of something that can be given more than once. */
typedef struct words { char **item; int count; } words;

/* What stands on the command line. Texts are argv's own. */
typedef struct arguments {
    words files;                /* all that stands between and behind the options */
    const char *output;         /* -o; NULL: standard output */
    words defines;              /* -D: "name=value" or "name:=JSON" */
    words directories;          /* -I */
    words options;              /* --trim-blocks, --undefined=strict, …: names as in grammar/options.def */
    words extensions;           /* -e */
    words catalogues;           /* --catalogue: message catalogues (.mo) */
    int dump;                   /* enum hk_dump, -1: none */
    bool json;                  /* --json: answers for programs */
    const char *symbol;         /* --c: the name of an array */
    bool help;                  /* --help, -h */
} arguments;

/* Reads argv from its second word on. False after saying what is wrong. */
bool arguments_read(arguments *a, int argc, char **argv);
void arguments_free(arguments *a);

/* An environment as the options ask for. NULL after saying what is wrong. */
hk_env *arguments_env(const arguments *a);

#define COMMAND(name, synopsis, note) int command_##name(const arguments *a);
#include "options.def"

#endif
