/* api_list.c: what there is to use: filters, tests, globals, tags, extensions, options (include/hokora_tools.h).
 *
 * In:  the tables in grammar/.   Out: one entry after the other.
 * Always: entries of the tables are static; those of an environment are the host's additions, which live as long as it does. */
#include "hokora_tools.h"

#include "env/env.h"
#include "syntax/parser.h"
#include "value/str.h"

/* ---------------------------------------------------------------- the tables */

/* A row is four texts, one behind the other, and a table ends with an empty one: without pointers nothing is to be relocated when a
 * program starts. */
#define ROW(name, signature, note, extension) name "\0" signature "\0" note "\0" extension "\0"
#define FILTER(name, python, flags, signature, native) ROW(#name, signature, "", BRINGS)
#define TEST(name, python, flags, signature, native) ROW(name, signature, "", BRINGS)
#define GLOBAL(name, python, wording, flags, signature) ROW(#name, signature, "", BRINGS)

static const char filters[] =
#define BRINGS ""
#include "grammar/filters.def"
#undef BRINGS
#define FILTER(name, python, flags, signature, native) ROW(#name, signature, "", BRINGS)
#define BRINGS "extras"
#include "grammar/filters_extras.def"
#undef BRINGS
#ifdef HOKORA_REGEX
#define FILTER(name, python, flags, signature, native) ROW(#name, signature, "", BRINGS)
#define BRINGS "regex"
#include "grammar/filters_regex.def"
#undef BRINGS
#endif
    ;

static const char tests[] =
#define BRINGS ""
#include "grammar/tests.def"
#undef BRINGS
#define TEST(name, python, flags, signature, native) ROW(name, signature, "", BRINGS)
#define BRINGS "extras"
#include "grammar/tests_extras.def"
#undef BRINGS
#ifdef HOKORA_REGEX
#define TEST(name, python, flags, signature, native) ROW(name, signature, "", BRINGS)
#define BRINGS "regex"
#include "grammar/tests_regex.def"
#undef BRINGS
#endif
    ;

static const char globals[] =
#define BRINGS ""
#include "grammar/globals.def"
#undef BRINGS
#define GLOBAL(name, python, wording, flags, signature) ROW(#name, signature, "", BRINGS)
#define BRINGS "extras"
#include "grammar/globals_extras.def"
#undef BRINGS
    ROW("_", "message, **variables", "", "i18n")
    ROW("gettext", "message, **variables", "", "i18n")
    ROW("ngettext", "singular, plural, n, **variables", "", "i18n")
    ROW("pgettext", "context, message, **variables", "", "i18n")
    ROW("npgettext", "context, singular, plural, n, **variables", "", "i18n");

static const char tags[] =
#define EXTENSION_CORE ""
#define EXTENSION_DO "do"
#define EXTENSION_LOOPCONTROLS "loopcontrols"
#define EXTENSION_I18N "i18n"
#define EXTENSION_DEBUG "debug"
#define EXTENSION_GENERATION "preset huggingface"
#define TAG(word, production, extension, ends) ROW(#word, "", "", EXTENSION_##extension)
#include "grammar/tags.def"
    ;

static const char extensions[] =
#define EXTENSION(name, bit, note) ROW(#name, "", note, "")
#include "grammar/extensions.def"
    ;

static const char options[] =
#define NULLABLE_true "TEXT | none"
#define NULLABLE_false "TEXT"
#define FLAG(name, field, note) ROW(#name, "on | off", note, "")
#define TEXT(name, field, nullable, note) ROW(#name, NULLABLE_##nullable, note, "")
#define CHOICE(name, takes, meaning, note) ROW(#name, takes meaning, note, "")
#include "grammar/options.def"
    ;

static const char limits[] =
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note)
#define BOUND(name, type, note) ROW(#name, "NUMBER", note, "")
#include "grammar/options.def"
    ;

static const char policies[] =
#define POLICY(name, takes, note) ROW(name, takes, note, "")
#include "grammar/policies.def"
    ;

static const struct { const char *kind, *rows; } listings[] = {
    [HK_LIST_FILTERS] = {"FILTER", filters}, [HK_LIST_TESTS] = {"TEST", tests}, [HK_LIST_GLOBALS] = {"GLOBAL", globals},
    [HK_LIST_TAGS] = {"TAG", tags}, [HK_LIST_EXTENSIONS] = {"", extensions}, [HK_LIST_OPTIONS] = {"", options},
    [HK_LIST_LIMITS] = {"", limits}, [HK_LIST_POLICIES] = {"", policies}};

/* The text at *at, and goes behind it. */
static const char *next_text(const char **at)
{
    const char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

static const char *or_null(const char *text) { return *text ? text : NULL; }

/* The nth row of a table; *n is lessened by the rows that there are. */
static bool nth_row(hk_listing what, size_t *n, hk_entry *out)
{
    for (const char *at = listings[what].rows; *at; --*n) {
        const char *name = next_text(&at), *signature = next_text(&at), *note = next_text(&at), *extension = next_text(&at);
        *out = (hk_entry){name, what == HK_LIST_EXTENSIONS ? NULL : signature, or_null(note), or_null(extension)};
        if (!*n) return true;
    }
    return false;
}

static void add_note(hk_listing what, hk_entry *e)
{
    static const char notes[] =
#define NOTE(kind, name, note) ROW(#kind, name, "", note)
#define TAG_NOTE(word, syntax, note) ROW("TAG", #word, syntax, note)
#include "grammar/notes.def"
        ;
    for (const char *at = notes; *at;) {
        const char *kind = next_text(&at), *name = next_text(&at), *syntax = next_text(&at), *note = next_text(&at);
        if (strcmp(kind, listings[what].kind) != 0 || strcmp(name, e->name) != 0) continue;
        e->note = note;
        if (what == HK_LIST_TAGS) e->signature = syntax;
    }
}

/* ---------------------------------------------------------------- what an environment has of them */

static bool is_on(const hk_env *env, const char *extension)
{
    static const struct { const char *name; unsigned bit; } bits[] = {
#define EXTENSION(name, bit, note) {#name, HKI_EXT_##bit},
#include "grammar/extensions.def"
    };
    if (!extension) return true;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (strcmp(bits[i].name, extension) == 0) return (env->syntax.extensions & bits[i].bit) != 0;
    return env->huggingface;
}

static enum hki_role role_of(hk_listing what) { return what == HK_LIST_TESTS ? HKI_ROLE_TEST : HKI_ROLE_FILTER; }

/* The nth filter, test or global of the host; an older one of a name is passed over. */
static bool added_function(const hk_env *env, hk_listing what, size_t nth, hk_entry *out)
{
    for (const hki_addition *a = env->additions; a; a = a->next) {
        const hki_addition *newer = env->additions;
        if (a->role != role_of(what) || a->function.name[0] == ' ') continue;     /* no template can name it */
        while (newer != a && !(newer->role == a->role && strcmp(newer->function.name, a->function.name) == 0)) newer = newer->next;
        if (newer != a || nth--) continue;
        *out = (hk_entry){a->function.name, a->function.signature, NULL, "host"};
        return true;
    }
    return false;
}

static bool added_global(const hk_env *env, size_t nth, hk_entry *out)
{
    uint32_t at = 0;
    if (env->globals_added.type != HKI_DICT) return false;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(env->globals_added), &at));) {
        if (e->key.type != HKI_STRING || nth--) continue;
        *out = (hk_entry){hki_as_str(e->key)->data, NULL, NULL, "host"};
        if (e->value.type == HKI_FUNCTION) out->signature = hki_as_function(e->value)->signature;
        return true;
    }
    return false;
}

/* The nth tag of the host. */
static bool added_tag(const hk_env *env, size_t nth, hk_entry *out)
{
    const hki_host_tag *t = env->syntax.tags;
    for (; t && nth; t = t->next) nth--;
    if (t) *out = (hk_entry){t->name, NULL, NULL, "host"};
    return t != NULL;
}

static bool added(const hk_env *env, hk_listing what, size_t nth, hk_entry *out)
{
    if (what == HK_LIST_TAGS) return added_tag(env, nth, out);
    if (what == HK_LIST_GLOBALS) return added_global(env, nth, out);
    return (what == HK_LIST_FILTERS || what == HK_LIST_TESTS) && added_function(env, what, nth, out);
}

/* Whether templates of the environment can use a row of the tables: its extension is on, and the host has nothing else of its name. */
static bool has(const hk_env *env, hk_listing what, const hk_entry *e)
{
    hk_entry other;
    if (what == HK_LIST_EXTENSIONS) return is_on(env, e->name);
    if (!is_on(env, e->extension)) return false;
    for (size_t i = 0; added(env, what, i, &other); i++)
        if (strcmp(other.name, e->name) == 0) return false;
    return true;
}

bool hk_list_next(const hk_env *env, hk_listing what, size_t *at, hk_entry *out)
{
    if (!at || !out || (unsigned)what >= sizeof listings / sizeof *listings) return false;
    for (;; ++*at) {
        size_t n = *at;
        bool row = nth_row(what, &n, out);
        if (row && env && !has(env, what, out)) continue;
        if (row) add_note(what, out);
        else if (!env || !added(env, what, n, out)) return false;
        ++*at;
        return true;
    }
}

const char *hk_nearest(const char *wanted, const char *const *names, size_t count)
{
    hki_suggest s;
    if (!wanted || (!names && count)) return NULL;
    hki_suggest_start(&s, wanted, strlen(wanted));
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned before = s.distance;
        if (names[i] && strcmp(names[i], wanted) == 0) return NULL;
        if (names[i]) hki_suggest_try(&s, names[i], strlen(names[i]));
        if (s.distance < before) best = names[i];
    }
    return best;
}
