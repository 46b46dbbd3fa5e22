/* args.c: the command line. Every option of an environment is an option of the command under the same name, with "-" for "_". */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

/* ---------------------------------------------------------------- words to options */

enum kind { FLAG = -3, TEXT, LIST };    /* or an hk_dump */
typedef struct own_option { const char *name; unsigned commands; int kind; size_t field; } own_option;

static const own_option own_options[] = {
#define OPTION(name, argument, commands, kind, field, note) {name, commands, kind, offsetof(arguments, field)},
#include "options.def"
};
enum { OWN = sizeof own_options / sizeof *own_options, MOST_NAMES = 64, LONGEST = 40 };

const char *const command_names[COMMANDS] = {
#define COMMAND(name, synopsis, note) #name,
#include "options.def"
};

void print_commands(FILE *to, unsigned set)
{
    const char *before = "";
    for (unsigned i = 0; i < COMMANDS; i++) {
        if (!(set & 1u << i)) continue;
        fprintf(to, "%s%s", before, command_names[i]);
        before = ", ";
    }
}

/* All lists lie in one block, which the files begin. */
static bool make_lists(arguments *a, size_t room)
{
    words *lists[] = {&a->files, &a->defines, &a->directories, &a->options, &a->extensions, &a->catalogues, &a->filters, &a->tests};
    enum { LISTS = sizeof lists / sizeof *lists };
    char **block = calloc(room, LISTS * sizeof *block);
    if (!block) fputs("hokora: out of memory\n", stderr);
    for (size_t i = 0; block && i < LISTS; i++) lists[i]->item = block + i * room;
    return block != NULL;
}

/* The option that a word is; *value: what stands behind it in the same word, NULL: nothing. NULL: it is none of the command's own. */
static const own_option *find_own(char *word, char **value)
{
    bool is_long = word[1] == '-';
    for (size_t i = 0; i < OWN; i++) {
        const char *name = own_options[i].name;
        size_t size = strlen(name);
        if (strncmp(word, name, size) != 0 || (is_long && word[size] && word[size] != '=')) continue;
        *value = !word[size] ? NULL : word + size + is_long;
        return &own_options[i];
    }
    return NULL;
}

/* Puts the option into its field; its value may be the next word. */
static bool take_own(arguments *a, const own_option *o, char *value, int argc, char **argv, int *i)
{
    void *field = (char *)a + o->field;
    bool takes = o->kind == TEXT || o->kind == LIST;
    bool next = takes && !value && *i + 1 < argc && (o->name[1] != '-' || argv[*i + 1][0] != '-');
    if (next) value = argv[++*i];
    if (takes != (value != NULL)) {
        fprintf(stderr, takes ? "hokora: option %s needs a value\n" : "hokora: option %s takes no value\n", o->name);
        return false;
    }
    switch (o->kind) {
    case FLAG: *(bool *)field = true; break;
    case TEXT: *(const char **)field = value; break;
    case LIST: ((words *)field)->item[((words *)field)->count++] = value; break;
    default: *(int *)field = o->kind; break;
    }
    return true;
}

/* The option's name as the environment has it. */
static void option_name(const char *option, char *name, size_t capacity)
{
    size_t size = strcspn(option, "=");
    if (size >= capacity) size = capacity - 1;
    for (size_t i = 0; i < size; i++) name[i] = option[i] == '-' ? '_' : option[i];
    name[size] = '\0';
}

static bool is_listed(hk_listing what, const char *name)
{
    hk_entry e;
    for (size_t at = 0; hk_list_next(NULL, what, &at, &e);)
        if (strcmp(e.name, name) == 0) return true;
    return false;
}

/* Says that there is no such option, and which one is like it. */
static void say_no_option(enum command command, const char *option, const char *name)
{
    const char *names[MOST_NAMES];
    size_t count = 0;
    bool all = ENVIRONMENT & 1u << command;
    hk_entry e;
    for (size_t i = 0; i < OWN; i++)
        if (own_options[i].name[1] == '-' && own_options[i].commands & 1u << command) names[count++] = own_options[i].name + 2;
    for (size_t at = 0; all && count < MOST_NAMES && hk_list_next(NULL, HK_LIST_OPTIONS, &at, &e);) names[count++] = e.name;
    for (size_t at = 0; all && count < MOST_NAMES && hk_list_next(NULL, HK_LIST_LIMITS, &at, &e);) names[count++] = e.name;
    const char *like = hk_nearest(name, names, count);
    fprintf(stderr, "hokora: there is no option --%.*s; see hokora --help\n", (int)strcspn(option, "="), option);
    if (!like) return;
    fputs("  hint: did you mean --", stderr);
    for (; *like; like++) fputc(*like == '_' ? '-' : *like, stderr);
    fputs("?\n", stderr);
}

/* Says that the command does not take an option, if it does not. */
static bool takes(const arguments *a, unsigned commands, const char *option)
{
    if (commands & 1u << a->command) return true;
    fprintf(stderr, "hokora: option %.*s is for ", (int)strcspn(option, "="), option);
    print_commands(stderr, commands);
    fprintf(stderr, ", not for %s\n", command_names[a->command]);
    return false;
}

/* An option of the environment; whether it has such a value is seen when it is set. */
static bool take_environments(arguments *a, char *word)
{
    char name[LONGEST], *option = word + 2;
    option_name(option, name, sizeof name);
    if (!is_listed(HK_LIST_LIMITS, name) && !is_listed(HK_LIST_OPTIONS, name)) {
        say_no_option(a->command, option, name);
        return false;
    }
    a->options.item[a->options.count++] = option;
    return takes(a, ENVIRONMENT, word);
}

static bool read_option(arguments *a, char *word, int argc, char **argv, int *i)
{
    char *value;
    const own_option *o = find_own(word, &value);
    if (o) return takes(a, o->commands, o->name) && take_own(a, o, value, argc, argv, i);
    if (word[1] == '-') return take_environments(a, word);
    fprintf(stderr, "hokora: there is no option -%c; see hokora --help\n", word[1]);
    return false;
}

bool arguments_read(arguments *a, enum command command, int argc, char **argv)
{
    *a = (arguments){.command = command, .dump = -1};
    if (!make_lists(a, (size_t)(argc > 0 ? argc : 1))) return false;
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        char *word = argv[i];
        if (options_end || word[0] != '-' || !word[1]) a->files.item[a->files.count++] = word;
        else if (strcmp(word, "--") == 0) options_end = true;
        else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) a->help = true;
        else if (!read_option(a, word, argc, argv, &i)) return false;
    }
    return true;
}

void arguments_free(arguments *a) { free(a->files.item); }

/* ---------------------------------------------------------------- options to an environment */

static hk_status set_limit(hk_env *env, const char *name, const char *value, hk_error *error)
{
    char *end = NULL;
    unsigned long long number = value && *value >= '0' && *value <= '9' ? strtoull(value, &end, 10) : 0;
    if (end && !*end) return hk_env_set_limit(env, name, number, error);
    fprintf(stderr, "hokora: limit %s needs a number: --%s=1000000\n", name, name);
    return HK_ARGUMENT_ERROR;
}

/* "trim-blocks", "undefined=strict" or "fuel=100000". */
static hk_status set_option(hk_env *env, const char *option, hk_error *error)
{
    char name[LONGEST];
    const char *equals = strchr(option, '='), *value = equals ? equals + 1 : NULL;
    option_name(option, name, sizeof name);
    if (is_listed(HK_LIST_LIMITS, name)) return set_limit(env, name, value, error);
    if (!value && hk_env_set_flag(env, name, true, NULL) == HK_OK) return HK_OK;
    if (!value) {
        fprintf(stderr, "hokora: option %s needs a value; see hokora --help\n", name);
        return HK_ARGUMENT_ERROR;
    }
    if (strcmp(value, "on") == 0 || strcmp(value, "off") == 0) return hk_env_set_flag(env, name, value[1] == 'n', error);
    return hk_env_set_text(env, name, value, HK_NUL, error);
}

/* An error of reading it names the file; of what stands in it, it cannot. */
static hk_status add_catalogue(hk_env *env, const char *path, hk_error *error)
{
    hk_status status = hk_env_add_catalogue(env, path, error);
    if (status != HK_VALUE_ERROR) return status;
    fprintf(stderr, "hokora: %s: %s\n", path, error->message);
    hk_error_clear(error);
    return status;
}

/* Stands for a filter or test of the program that will render: it is there, and nothing calls it. */
static hk_value declared(hk_call *call, void *user)
{
    (void)user;
    return hk_call_fail(call, HK_ARGUMENT_ERROR, "a filter or test that was only declared");
}

typedef hk_status adder(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error);

static hk_status declare(hk_env *env, adder *add, const words *names, hk_error *error)
{
    hk_status status = HK_OK;
    for (int i = 0; i < names->count && status == HK_OK; i++)
        status = add(env, names->item[i], "value, *args, **named", declared, NULL, error);
    return status;
}

hk_env *arguments_env(const arguments *a)
{
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_status status = env ? HK_OK : HK_NO_MEMORY;
    for (int i = 0; i < a->options.count && status == HK_OK; i++) status = set_option(env, a->options.item[i], &error);
    for (int i = 0; i < a->extensions.count && status == HK_OK; i++) status = hk_env_add_extension(env, a->extensions.item[i], &error);
    if (a->catalogues.count && status == HK_OK) status = hk_env_add_extension(env, "i18n", &error);
    for (int i = 0; i < a->catalogues.count && status == HK_OK; i++) status = add_catalogue(env, a->catalogues.item[i], &error);
    if (status == HK_OK) status = declare(env, hk_env_add_filter, &a->filters, &error);
    if (status == HK_OK) status = declare(env, hk_env_add_test, &a->tests, &error);
    if (status == HK_OK) return env;
    if (!env) fputs("hokora: out of memory\n", stderr);
    else if (error.kind != HK_OK) say_misuse(&error);
    hk_env_free(env);
    return NULL;
}
