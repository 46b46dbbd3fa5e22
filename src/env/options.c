/* options.c: an environment's options by name, from grammar/options.def. */
#include <string.h>

#include "env/env.h"
#include "syntax/syntax.h"

void hki_env_defaults(hk_env *env)
{
    env->syntax = hki_syntax_defaults;
    env->syntax.usual = true;
    env->optimized = env->auto_reload = true;
    env->cache_size = 400;
    /* [jinja] defaults.py DEFAULT_POLICIES */
    env->policies = (hki_policies){.truncate_leeway = 5, .urlize_rel = "noopener", .urlize_extra_schemes = hki_none(),
        .json_sort_keys = true};
}

/* Options may not change once a template was compiled under them. */
static bool may_change(hk_env *env, const char *option, hk_error *error, hk_status *status)
{
    *status = HK_OK;
    if (!env || !option) *status = hki_misuse(env, error, "an environment and the name of an option are needed");
    else if (env->open) *status = hki_misuse(env, error, "option %s: a template was compiled already", option);
    return *status == HK_OK;
}

/* There is no such option; one of a like name is the hint. Of those that are on or off, or of all. */
static hk_status no_option(hk_env *env, const char *option, bool flags, hk_error *error)
{
    hki_suggest s;
    hki_suggest_start(&s, option, strlen(option));
#define FLAG(name, field, note) hki_suggest_try(&s, #name, sizeof #name - 1);
#define TEXT(name, field, nullable, note) \
    if (!flags) hki_suggest_try(&s, #name, sizeof #name - 1);
#define CHOICE(name, takes, meaning, note) \
    if (!flags) hki_suggest_try(&s, #name, sizeof #name - 1);
#include "grammar/options.def"
    return hki_misnamed(env, error, &s, flags ? "there is no option %s that is on or off" : "there is no option %s", option);
}

static hk_status no_limit(hk_env *env, const char *limit, hk_error *error)
{
    hki_suggest s;
    hki_suggest_start(&s, limit, strlen(limit));
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note)
#define BOUND(name, type, note) hki_suggest_try(&s, #name, sizeof #name - 1);
#include "grammar/options.def"
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note)
#define BOUND(name, type, note) " " #name
    return hki_misnamed(env, error, &s, "there is no limit '%s' (there are:%s)", limit,
#include "grammar/options.def"
    );
}

/* Whether a text of so many bytes is the name. (There are many options, and few of one size.) */
#define IS(text, length, name) ((length) == sizeof #name - 1 && memcmp(text, #name, sizeof #name - 1) == 0)

static bool set_newline_sequence(hk_env *env, const char *text)
{
    /* Any other text is refused when the options are checked, with Jinja's message. */
    size_t size = strlen(text);
    if (size >= sizeof env->syntax.newline) return false;
    memcpy(env->syntax.newline, text, size + 1);
    env->syntax.usual = false;
    return true;
}

static bool set_undefined(hk_env *env, const char *text)
{
    static const char *const names[] = {
        [HKI_UNDEFINED_DEFAULT] = "default", [HKI_UNDEFINED_CHAINABLE] = "chainable", [HKI_UNDEFINED_DEBUG] = "debug",
        [HKI_UNDEFINED_STRICT] = "strict"};
    for (uint16_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) != 0) continue;
        env->undefined = i;
        return true;
    }
    return false;
}

static bool set_autoescape(hk_env *env, const char *text)
{
    if (strcmp(text, "select") != 0) return false;
    env->escape = (hki_autoescape){.by_name = true, .enabled = "html htm xml ", .disabled = "", .for_string = true};
    return true;
}

static bool set_sandboxed(hk_env *env, const char *text)
{
    if (strcmp(text, "immutable") != 0) return false;
    env->sandboxed = env->immutable = true;
    return true;
}

static bool set_preset(hk_env *env, const char *text)
{
    if (strcmp(text, "huggingface") != 0) return false;
    env->sandboxed = env->immutable = env->huggingface = true;
    env->syntax.trim_blocks = env->syntax.lstrip_blocks = true;
    env->syntax.extensions |= HKI_EXT_LOOPCONTROLS | HKI_EXT_GENERATION;
    return true;
}

static hk_status keep_text(hk_env *env, hki_slice_text *slot, bool nullable, const char *text, size_t size, const char *option,
    hk_error *error)
{
    if (!text && !nullable) return hki_misuse(env, error, "option %s needs a text", option);
    const char *fault = text ? hki_name_fault(text, size) : NULL;
    if (fault) return hki_misuse(env, error, "option %s: a text that is %s", option, fault);
    char *copy = text ? hki_region_text(&env->region, text, size) : NULL;
    if (text && !copy) return hki_configured(env, hki_raise_memory(&env->rt), error);
    *slot = (hki_slice_text){copy, text ? size : 0};
    env->syntax.usual = false;
    return HK_OK;
}

/* What the texts of an option with a meaning of their own are; NULL: it has none. */
static const char *choices_of(const char *option)
{
    const size_t length = strlen(option);
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note) \
    if (IS(option, length, name)) return takes;
#include "grammar/options.def"
    return NULL;
}

static bool is_flag(const char *option)
{
    const size_t length = strlen(option);
#define FLAG(name, field, note) \
    if (IS(option, length, name)) return true;
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note)
#include "grammar/options.def"
    return false;
}

static bool is_text(const char *option)
{
    const size_t length = strlen(option);
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note) \
    if (IS(option, length, name)) return true;
#define CHOICE(name, takes, meaning, note)
#include "grammar/options.def"
    return choices_of(option) != NULL;
}

static bool choose(hk_env *env, const char *option, const char *text)
{
    const size_t length = strlen(option);
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note) \
    if (IS(option, length, name)) return set_##name(env, text);
#include "grammar/options.def"
    return false;
}

hk_status hk_env_set_flag(hk_env *env, const char *option, bool on, hk_error *error)
{
    hk_status status;
    if (!may_change(env, option, error, &status)) return status;
    const size_t length = strlen(option);
#define FLAG(name, field, note)                                                                                                    \
    if (IS(option, length, name)) {                                                                                                \
        env->field = on;                                                                                                           \
        return HK_OK;                                                                                                              \
    }
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note)
#include "grammar/options.def"
    if (is_text(option)) return hki_misuse(env, error, "option %s takes a text, and is not on or off", option);
    return no_option(env, option, true, error);
}

/* Sets an option that takes one of a few texts. */
static hk_status set_choice(hk_env *env, const char *option, const char *choices, const char *text, size_t size, hk_error *error)
{
    char value[32];
    const char *flag = is_flag(option) ? "is on or off, or " : "";
    if (!text || size >= sizeof value) return hki_misuse(env, error, "option %s %stakes %s", option, flag, choices);
    const char *fault = hki_name_fault(text, size);
    if (fault) return hki_misuse(env, error, "option %s: a text that is %s", option, fault);
    memcpy(value, text, size);
    value[size] = '\0';
    if (choose(env, option, value)) return HK_OK;
    return hki_misuse(env, error, "option %s %stakes %s, not '%s'", option, flag, choices, value);
}

hk_status hk_env_set_text(hk_env *env, const char *option, const char *text, size_t size, hk_error *error)
{
    hk_status status;
    if (!may_change(env, option, error, &status)) return status;
    const size_t length = strlen(option);
    size = hki_text_size(text, size);
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)                                                                                                \
    if (IS(option, length, name)) return keep_text(env, &env->syntax.field, nullable, text, size, option, error);
#define CHOICE(name, takes, meaning, note)
#include "grammar/options.def"
    const char *choices = choices_of(option);
    if (choices) return set_choice(env, option, choices, text, size, error);
    if (is_flag(option)) return hki_misuse(env, error, "option %s is on or off, and takes no text", option);
    return no_option(env, option, false, error);
}

hk_status hk_env_set_limit(hk_env *env, const char *limit, uint64_t value, hk_error *error)
{
    hk_status status;
    if (!may_change(env, limit, error, &status)) return status;
    const size_t length = strlen(limit);
#define FLAG(name, field, note)
#define TEXT(name, field, nullable, note)
#define CHOICE(name, takes, meaning, note)
#define BOUND(name, type, note)                                                                                                    \
    if (IS(limit, length, name)) {                                                                                                 \
        env->limits.name = value > (type)-1 ? (type)-1 : (type)value;                                                              \
        return HK_OK;                                                                                                              \
    }
#include "grammar/options.def"
    return no_limit(env, limit, error);
}

hk_status hk_env_set_undefined_logger(hk_env *env, hk_undefined_logger log, void *user, hk_error *error)
{
    hk_status status;
    if (!may_change(env, "undefined", error, &status)) return status;
    env->undefined_log = (hki_undefined_log){log, user};
    return HK_OK;
}

hk_status hk_env_add_extension(hk_env *env, const char *name, hk_error *error)
{
    static const struct { const char *name; unsigned bit; } extensions[] = {
#define EXTENSION(name, bit, note) {#name, HKI_EXT_##bit},
#include "grammar/extensions.def"
    };
    static const char prefix[] = "jinja2.ext.";
    hk_status status;
    if (!may_change(env, name, error, &status)) return status;
    const char *base = strncmp(name, prefix, sizeof prefix - 1) == 0 ? name + sizeof prefix - 1 : name;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        if (strcmp(base, extensions[i].name) != 0) continue;
#ifndef HOKORA_REGEX
        if (extensions[i].bit == HKI_EXT_REGEX) return hki_misuse(env, error, "the library was built without the extension regex");
#endif
        env->syntax.extensions |= extensions[i].bit;
        return HK_OK;
    }
    hki_suggest s;
    hki_suggest_start(&s, base, strlen(base));
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) hki_suggest_try(&s, extensions[i].name, strlen(extensions[i].name));
#define EXTENSION(name, bit, note) " " #name
    return hki_misnamed(env, error, &s, "there is no extension '%s' (there are:%s)", name,
#include "grammar/extensions.def"
    );
}
