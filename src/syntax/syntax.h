/* syntax.h: entry of the room: source and options in, tree out. */
#ifndef HKI_SYNTAX_H
#define HKI_SYNTAX_H

#include "syntax/ast.h"
#include "syntax/options.h"

/* Checks the options as Jinja's Environment does; false after raising HK_VALUE_ERROR / HK_ASSERTION_ERROR with its message. */
bool hki_options_check(hki_rt *rt, const hki_syntax_options *options);

/* Parses a template. Nodes and strings are made in rt->region. `name` may be NULL; it is put in errors. NULL after raising
 * HK_TEMPLATE_SYNTAX_ERROR or HK_TEMPLATE_ASSERTION_ERROR with template, line and column. */
hki_node *hki_parse_template(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size, const char *name);

/* Parses a lone expression (jinja: Environment.compile_expression). */
hki_node *hki_parse_expression(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size);

/* The tokens as text, a line each: "line:column kind value". */
bool hki_dump_tokens(hki_rt *rt, const hki_syntax_options *options, const char *source, size_t size, const char *name, hki_buf *out);

#endif
