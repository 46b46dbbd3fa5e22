/* command.h: the commands, and the options they share. */
#ifndef HKC_COMMAND_H
#define HKC_COMMAND_H

#include "hokora_tools.h"

/* What stands on the command line. Texts are argv's own. */
typedef struct arguments {
    const char *positional[2];
    int npositional;
    char **files;               /* check: all that stands behind the options */
    int nfiles;
    const char *output;
    char **defines;             /* -D: "name=value" or "name:=JSON" */
    int ndefines;
    char **directories;         /* -I */
    int ndirectories;
    char **options;             /* --trim-blocks, --undefined=strict, …: names as in grammar/options.def */
    int noptions;
    char **extensions;          /* -e */
    int nextensions;
    char **catalogues;          /* --catalogue: message catalogues (.mo) */
    int ncatalogues;
    int dump;                   /* enum hk_dump, -1: none */
    bool json;                  /* --json: answers for programs */
} arguments;

/* Reads argv from its second word on. False after saying what is wrong. */
bool arguments_read(arguments *a, int argc, char **argv);
void arguments_free(arguments *a);

/* An environment as the options ask for. NULL after saying what is wrong. */
hk_env *arguments_env(const arguments *a);

int command_render(const arguments *a);
int command_check(const arguments *a);
int command_meta(const arguments *a);
int command_list(const arguments *a);
int command_dump(const arguments *a);
int command_batch(const arguments *a);

#endif
