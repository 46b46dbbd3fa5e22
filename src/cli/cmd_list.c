/* cmd_list.c: hokora list [WHAT]: the filters, tests, globals, tags, extensions, options, limits and policies that there are. */
#include <string.h>

#include "command.h"
#include "io.h"

static const struct { const char *name, *one; hk_listing what; } listings[] = {
    {"filters", "filter", HK_LIST_FILTERS}, {"tests", "test", HK_LIST_TESTS}, {"globals", "global", HK_LIST_GLOBALS},
    {"tags", "tag", HK_LIST_TAGS}, {"extensions", "extension", HK_LIST_EXTENSIONS}, {"options", "option", HK_LIST_OPTIONS},
    {"limits", "limit", HK_LIST_LIMITS}, {"policies", "policy", HK_LIST_POLICIES}};
enum { LISTINGS = sizeof listings / sizeof *listings, COLUMN = 34 };

/* A filter or test is written without its first parameter, which is the value: "center(width=80)". */
static int print_call(const char *name, const char *signature, bool value_first)
{
    const char *rest = signature;
    if (value_first) {
        rest = strchr(signature, ',');
        rest = rest ? rest + 1 + strspn(rest + 1, " ") : "";
    }
    size_t size = strlen(rest);
    if (size >= 1 && rest[size - 1] == '/') size -= size >= 3 ? 3 : 1;
    if (value_first && !size) return printf("  %s", name);
    return printf("  %s(%.*s)", name, (int)size, rest);
}

/* Columns that a text takes. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++) width += (*text & 0xc0) != 0x80;
    return width;
}

/* The columns that it took. */
static int print_use(hk_listing what, const hk_entry *e)
{
    if (!e->signature) return printf("  %s", e->name);
    if (what <= HK_LIST_GLOBALS) return print_call(e->name, e->signature, what != HK_LIST_GLOBALS);
    printf("  %s %s", e->name, e->signature);
    return width_of(e->name) + width_of(e->signature) + 3;
}

static void print_text(hk_listing what, const hk_entry *e)
{
    int width = print_use(what, e);
    if (width > COLUMN) printf("\n%*s", COLUMN, "");
    else printf("%*s", COLUMN - width, "");
    printf("  %s", e->note ? e->note : "");
    if (e->extension) printf(" [%s]", e->extension);
    putchar('\n');
}

static void print_json(hk_context *home, const char *kind, const hk_entry *e)
{
    const struct { const char *key, *text; } fields[] = {
        {"kind", kind}, {"name", e->name}, {"signature", e->signature}, {"note", e->note}, {"extension", e->extension}};
    hk_value line = hk_dict(home);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        hk_dict_set(home, line, fields[i].key, hk_cstring(home, fields[i].text));
    (void)hk_json_write(home, line, hk_file_sink(stdout), NULL);
    putchar('\n');
}

static void print_listing(const arguments *a, hk_env *env, int nth, bool title)
{
    hk_context *home = hk_context_new(env);
    hk_entry e;
    if (title && !a->json) printf("%s%s\n", nth ? "\n" : "", listings[nth].name);
    for (size_t at = 0; home && hk_list_next(NULL, listings[nth].what, &at, &e);) {
        if (a->json) print_json(home, listings[nth].one, &e);
        else print_text(listings[nth].what, &e);
    }
    hk_context_free(home);
}

static int find_listing(const char *name)
{
    for (int i = 0; i < LISTINGS; i++)
        if (strcmp(name, listings[i].name) == 0) return i;
    return -1;
}

int command_list(const arguments *a)
{
    int only = a->files.count ? find_listing(a->files.item[0]) : -1;
    if (a->files.count > 1 || (a->files.count && only < 0)) {
        fputs("hokora: list shows one of", stderr);
        for (int i = 0; i < LISTINGS; i++) fprintf(stderr, "%s %s", i ? "," : "", listings[i].name);
        fputs("; or all of them\n", stderr);
        return EXIT_USAGE;
    }
    hk_env *env = arguments_env(a);
    if (!env) return EXIT_USAGE;
    for (int i = 0; i < LISTINGS; i++)
        if (only < 0 || only == i) print_listing(a, env, i, only < 0);
    hk_env_free(env);
    return EXIT_DONE;
}
