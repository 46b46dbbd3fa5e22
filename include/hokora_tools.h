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
 *     hk_env_undeclared(env, "{% set a = 1 %}{{ a + b }}", 26, context, &names, &error);    names is ['b']
 * Returns  *out: a list of strings, in the order of the alphabet, which lives as long as `home`.
 * Fails    HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR; HK_ARGUMENT_ERROR: NULL.
 * Threads  any number at a time, each with a home of its own. */
HK_API HK_MUSTUSE hk_status hk_env_undeclared(hk_env *env, const char *source, size_t size, hk_context *home, hk_value *out, hk_error *error);

/* The templates that a template extends, includes and imports, in the order in which it names them. [jinja2.meta.find_referenced_templates]
 *     hk_env_references(env, "{% extends 'base' %}{% include x %}", 35, context, &names, &error);    names is ['base', None]
 * Returns  *out: a list of strings, and of None for each name that is known only when it is rendered; it lives as long as `home`.
 * Fails    HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR; HK_ARGUMENT_ERROR: NULL.
 * Threads  any number at a time, each with a home of its own. */
HK_API HK_MUSTUSE hk_status hk_env_references(hk_env *env, const char *source, size_t size, hk_context *home, hk_value *out, hk_error *error);

/* The names of the blocks that a template has itself, for hk_render_block.
 * Returns  *out: a list of strings, in the order of the source, which lives as long as `home`.
 * Fails    HK_ARGUMENT_ERROR: NULL. */
HK_API HK_MUSTUSE hk_status hk_template_blocks(const hk_template *t, hk_context *home, hk_value *out, hk_error *error);

/* What a template's compilation saw or made, as text, for people. `name` may be NULL.
 * Fails    HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR; HK_IO_ERROR: the sink refused; HK_ARGUMENT_ERROR: NULL. */
typedef enum hk_dump { HK_DUMP_TOKENS, HK_DUMP_AST, HK_DUMP_PROGRAM } hk_dump;
HK_API hk_status hk_env_dump(hk_env *env, hk_dump what, const char *source, size_t size, const char *name, hk_sink sink, hk_error *error);

#ifdef __cplusplus
}
#endif
#endif
