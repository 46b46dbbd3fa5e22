/* hokora_tools.h: what editors, checkers and build tools ask: what a template uses, what compiling it makes, what there is to use.
 *
 * Nothing here renders; words are used as in hokora.h.
 */
#ifndef HOKORA_TOOLS_H
#define HOKORA_TOOLS_H

#include "hokora.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- what a template uses */

/* The variables that a template asks its context for, whatever way a render takes; globals of the environment are not among them.
 * [jinja2.meta.find_undeclared_variables]
 *     hk_env_undeclared(env, "{% set a = 1 %}{{ a + b }}", HK_NUL, context, &names, &error);    names is ['b']
 * Returns  *out: a list of strings, in the order of the alphabet, which lives as long as `home`.
 * Fails    HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR; HK_ARGUMENT_ERROR: NULL.
 * Threads  any number at a time, each with a home of its own. */
HK_API HK_MUSTUSE hk_status hk_env_undeclared(hk_env *env, const char *source, size_t size, hk_context *home, hk_value *out,
    hk_error *error);

/* The templates that a template extends, includes and imports, in the order in which it names them. [jinja2.meta.find_referenced_templates]
 *     hk_env_references(env, "{% extends 'base' %}{% include x %}", HK_NUL, context, &names, &error);    names is ['base', None]
 * Returns  *out: a list of strings, and of None for each name that is known only when it is rendered; it lives as long as `home`.
 * Fails    HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR; HK_ARGUMENT_ERROR: NULL.
 * Threads  any number at a time, each with a home of its own. */
HK_API HK_MUSTUSE hk_status hk_env_references(hk_env *env, const char *source, size_t size, hk_context *home, hk_value *out,
    hk_error *error);

/* The names of all templates that can be loaded; in directories, those of all files up to 32 folders deep. [Environment.list_templates]
 * Returns  *out: a list of strings, in the order of the alphabet, which lives as long as `home`.
 * Fails    HK_TYPE_ERROR: there is no loader, or one is a function, which cannot tell; HK_ARGUMENT_ERROR: NULL.
 * Threads  any number at a time, each with a home of its own. */
HK_API HK_MUSTUSE hk_status hk_env_templates(hk_env *env, hk_context *home, hk_value *out, hk_error *error);

/* The names of the blocks that a template has itself, for hk_render_block.
 * Returns  *out: a list of strings, in the order of the source, which lives as long as `home`.
 * Fails    HK_ARGUMENT_ERROR: NULL. */
HK_API HK_MUSTUSE hk_status hk_template_blocks(const hk_template *t, hk_context *home, hk_value *out, hk_error *error);

/* ---------------------------------------------------------------- what there is to use */

/* What hk_list_next lists. */
typedef enum hk_listing {
    HK_LIST_FILTERS, HK_LIST_TESTS, HK_LIST_GLOBALS, HK_LIST_TAGS, HK_LIST_EXTENSIONS,
    HK_LIST_OPTIONS,            /* hk_env_set_flag, hk_env_set_text */
    HK_LIST_LIMITS,             /* hk_env_set_limit */
    HK_LIST_POLICIES            /* hk_env_set_policy */
} hk_listing;

/* One of them. All texts are NUL-terminated. */
typedef struct hk_entry {
    const char *name;
    const char *signature;      /* of a filter, test or function: its parameters, the value first; of a tag: what stands behind the name;
                                   of an option: "on | off", or what it takes. NULL: none, as of a global that is no function */
    const char *note;           /* a line for people; NULL: none, as of what the host added */
    const char *extension;      /* which one brings it; "host": it was added by the program; NULL: it is always there */
} hk_entry;

/* Steps through what the library has, or (env not NULL) what templates of an environment can use as it is configured now, with what the
 * host added: start with *at = 0.
 *     hk_entry e;
 *     for (size_t at = 0; hk_list_next(NULL, HK_LIST_FILTERS, &at, &e);) printf("%s(%s): %s\n", e.name, e.signature, e.note);
 * Returns  false at the end, or for NULL. Texts live as long as the environment; without one, as long as the program.
 * Threads  any number at a time, once the environment is configured. */
HK_API bool hk_list_next(const hk_env *env, hk_listing what, size_t *at, hk_entry *out);

/* The one of `count` names that is most like `wanted`, for a hint: another case, a letter or two wrong, or the beginning.
 * Returns  one of the names; NULL: none is like it, or `wanted` is one of them. */
HK_API const char *hk_nearest(const char *wanted, const char *const *names, size_t count);

/* ---------------------------------------------------------------- what compiling makes */

/* What a template's compilation saw or made, as text, for people. `name` may be NULL.
 * Fails    HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR; HK_IO_ERROR: the sink refused; HK_ARGUMENT_ERROR: NULL. */
typedef enum hk_dump { HK_DUMP_TOKENS, HK_DUMP_AST, HK_DUMP_PROGRAM } hk_dump;
HK_API hk_status hk_env_dump(hk_env *env, hk_dump what, const char *source, size_t size, const char *name, hk_sink sink, hk_error *error);

#ifdef __cplusplus
}
#endif
#endif
