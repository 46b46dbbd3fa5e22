/* hokora_tags.h: tags of a host, with access to the parser, as Jinja2's extensions have; and what changes sources and tokens before.
 *
 * A tag has a function that parses it, while a template is compiled: it reads what stands in the tag, and the text up to its end, and
 * gives a statement. Most have a second function that runs when the template is rendered. Here {% cache "key", 60 %}…{% endcache %},
 * whose text is rendered only when it is not kept already:
 *
 *     static hk_node *parse_cache(hk_parser *p, void *user)
 *     {
 *         hk_nodes *body, *args = hk_parse_arguments(p);
 *         hk_parse_body(p, "endcache", &body);
 *         return hk_node_call_block(p, hk_node_run(p, args), NULL, body);
 *     }
 *     static hk_value run_cache(hk_call *call, void *user)
 *     {
 *         …look up hk_call_arg(call, 0), else: hk_call_call(call, hk_call_arg(call, 2), NULL, 0) is the body's text
 *     }
 *     hk_env_add_tag(env, &(hk_tag){"cache", parse_cache, "key, timeout=0, caller=None", run_cache, user}, &error);
 *
 * A parse function needs no check behind each step: after the first failure there is nothing left to read, what parses and what makes
 * nodes gives nodes that nobody will use, and the compile ends with the error of that failure. Nodes and parsers belong to the compile and
 * end with it. A NULL parser gives NULL, false or nothing. */
#ifndef HOKORA_TAGS_H
#define HOKORA_TAGS_H

#include "hokora.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- tags */

typedef struct hk_parser hk_parser;     /* where a parse function reads */
typedef struct hki_node hk_node;        /* an expression or a statement */
typedef struct hki_nodes hk_nodes;      /* several in a row: arguments, or the statements of a body */

/* Parses a tag, from behind its name up to its end; the end of its last part, "%}", is left to the caller. A template may be parsed more
 * than once, for the hint of an error too.
 * Returns  its statement; NULL: it leaves nothing.
 * Threads  called by every thread that compiles. */
typedef hk_node *(*hk_parse)(hk_parser *parser, void *user);

typedef struct hk_tag {
    const char *name;           /* what stands behind "{%" */
    hk_parse parse;
    const char *signature;      /* of `run`, as for hk_env_add_filter; NULL without it */
    hk_native run;              /* what hk_node_run calls, when the template is rendered; NULL: there is nothing to run */
    void *user;                 /* for both functions */
} hk_tag;

/* Adds a tag. A later one of the same name replaces an earlier one, or a tag of an extension that is not switched on. Texts are copied.
 * Borrows  tag->user: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: no name or parse function, a tag of the language itself, a signature that does not parse, or a template was
 *          compiled before. */
HK_API hk_status hk_env_add_tag(hk_env *env, const hk_tag *tag, hk_error *error);

/* ---------------------------------------------------------------- reading */

/* What a token is asked for by: its kind as Jinja2 names it ("name", "string", "integer", "float", "comma", "assign", "block_end", …), an
 * operator or bracket as it is spelled (",", "=", "("), or a name that must be just this: "name:as". */

/* Whether the current token, or the one behind it, is such a one. After a failure the current one is "eof" and "block_end", so that loops
 * end.
 * Fails    the compile, with HK_ARGUMENT_ERROR: there is no such kind. */
HK_API bool hk_parser_at(hk_parser *parser, const char *token);
HK_API bool hk_parser_follows(hk_parser *parser, const char *token);

/* Goes on if the current token is such a one.
 * Returns  whether it was. */
HK_API bool hk_parser_skip(hk_parser *parser, const char *token);

/* The same, but any other token fails the compile, with Jinja2's message. The second gives the token's text, and its size in bytes if
 * `size` is not NULL; of a number what printing it gives.
 * Returns  the text: NUL-terminated, valid while the template is compiled; "" after a failure. */
HK_API bool hk_parser_expect(hk_parser *parser, const char *token);
HK_API const char *hk_parser_take(hk_parser *parser, const char *token, size_t *size);

/* Fails the compile, at the current token; printf's format. The first error wins. Usual kinds are HK_TEMPLATE_SYNTAX_ERROR, and
 * HK_TEMPLATE_ASSERTION_ERROR for what is well formed but means nothing. */
HK_API void hk_parser_fail(hk_parser *parser, hk_status kind, const char *format, ...) HK_PRINTF(3, 4);

/* An expression; one that may be a tuple without parentheses, as in {{ a, b }}; what can be assigned to, a name or several. */
HK_API hk_node *hk_parse_expression(hk_parser *parser);
HK_API hk_node *hk_parse_tuple(hk_parser *parser);
HK_API hk_node *hk_parse_target(hk_parser *parser);

/* Arguments up to the end of the tag, as in a call but without parentheses: "a", 60, key=b
 * Returns  for hk_node_run and its kin. */
HK_API hk_nodes *hk_parse_arguments(hk_parser *parser);

/* The end of the tag's part that is being read, and the text behind it, up to a tag that is one of `ends`: names with a space between, in
 * the order in which messages shall list them, such as "case default endswitch". That tag's name is passed over.
 * Returns  which of them it was, counted from 0, with its *body (which may be NULL: the text is dropped); -1 after a failure. */
HK_API int hk_parse_body(hk_parser *parser, const char *ends, hk_nodes **body);

/* A statement that goes before the one that the parse function returns. */
HK_API void hk_parser_put(hk_parser *parser, hk_node *statement);

/* A name for a variable that no template can have and no other tag gets.
 * Returns  valid while the template is compiled; NULL without memory. */
HK_API const char *hk_parser_free_name(hk_parser *parser);

/* A context in which to make texts for hk_node_value. It has no variables; hk_context_free leaves it alone.
 * Returns  valid during the parse function. */
HK_API hk_context *hk_parser_home(hk_parser *parser);

/* ---------------------------------------------------------------- nodes
 * A node has one place: what was put into another node, or given back, cannot be used again. Whatever is not of the right kind, NULL
 * included, fails the compile with HK_ARGUMENT_ERROR. */

/* Nodes in a row. */
HK_API hk_nodes *hk_nodes_new(hk_parser *parser);
HK_API void hk_nodes_add(hk_parser *parser, hk_nodes *nodes, hk_node *node);

/* Expressions: none, a bool, a number or a string; a variable; an attribute; what a callee gives (arguments: NULL for none); the value
 * behind a filter; an operator as templates spell it ("==", "not in", "~", "and"), with a NULL `left` for "not", "-" and "+".
 * Values are copied. */
HK_API hk_node *hk_node_value(hk_parser *parser, hk_value value);
HK_API hk_node *hk_node_variable(hk_parser *parser, const char *name);
HK_API hk_node *hk_node_attribute(hk_parser *parser, hk_node *object, const char *name);
HK_API hk_node *hk_node_call(hk_parser *parser, hk_node *callee, hk_nodes *arguments);
HK_API hk_node *hk_node_filter(hk_parser *parser, hk_node *value, const char *filter, hk_nodes *arguments);
HK_API hk_node *hk_node_operator(hk_parser *parser, const char *op, hk_node *left, hk_node *right);

/* What the tag's `run` gives for these arguments, when the template is rendered. */
HK_API hk_node *hk_node_run(hk_parser *parser, hk_nodes *arguments);

/* An argument that is given by name; only for lists of arguments. */
HK_API hk_node *hk_node_keyword(hk_parser *parser, const char *name, hk_node *value);

/* A variable that is assigned to, as hk_parse_target gives it. */
HK_API hk_node *hk_node_target(hk_parser *parser, const char *name);

/* Statements: what prints an expression as {{ }} does; evaluates it for what it does; assigns it. */
HK_API hk_node *hk_node_output(hk_parser *parser, hk_node *expression);
HK_API hk_node *hk_node_do(hk_parser *parser, hk_node *expression);
HK_API hk_node *hk_node_set(hk_parser *parser, hk_node *target, hk_node *expression);

/* Statements: what runs a body if an expression is true, and else-ifs that are added to it one after the other; what runs it for each item;
 * the else of either, once.
 * Returns  hk_node_elif and hk_node_else give the `node` that they changed. */
HK_API hk_node *hk_node_if(hk_parser *parser, hk_node *test, hk_nodes *body);
HK_API hk_node *hk_node_elif(hk_parser *parser, hk_node *node, hk_node *test, hk_nodes *body);
HK_API hk_node *hk_node_for(hk_parser *parser, hk_node *target, hk_node *iterable, hk_nodes *body);
HK_API hk_node *hk_node_else(hk_parser *parser, hk_node *node, hk_nodes *body);

/* A statement that runs statements in a scope of their own: what they set ends with it. */
HK_API hk_node *hk_node_scope(hk_parser *parser, hk_nodes *body);

/* A statement that makes a call (of hk_node_run or hk_node_call, or one that was parsed) with the body as its argument `caller`, which
 * gives the body's text when it is called, and prints what the call gives, as it is: it must be a string. As {% call %}.
 *   params  names (hk_node_target) of what the caller is called with; NULL: nothing */
HK_API hk_node *hk_node_call_block(hk_parser *parser, hk_node *call, hk_nodes *params, hk_nodes *body);

/* ---------------------------------------------------------------- sources and tokens */

/* Changes the source of a template or expression before it is read. `name` is the template's, NUL-terminated; NULL: it has none.
 * Returns  the text to read, the same for the same source: a string made in hk_call_home(call); after hk_call_fail the compile ends with
 *          that error.
 * Threads  called by every thread that compiles, or renders what fails. */
typedef hk_value (*hk_preprocessor)(hk_call *call, void *user, const char *name, const char *source, size_t size);

/* Adds such a function; each gets what the one before it gave. Places and lines in errors are those of the text that was read, for which
 * the functions are called again.
 * Borrows  user: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: no function, or a template was compiled before. */
HK_API hk_status hk_env_add_preprocessor(hk_env *env, hk_preprocessor run, void *user, hk_error *error);

/* A token of a template, for as long as the call lasts. */
typedef struct hk_token {
    const char *kind;           /* as Jinja2 names it: "data", "variable_begin", "name", "comma", … and "eof" at the end */
    const char *text;           /* of a name, string, number or data; else how it is spelled; not NUL-terminated */
    size_t size;
    unsigned line, column;
} hk_token;

/* Sees each token of a template and puts what shall be read in its place: nothing, itself, others.
 * Threads  called by every thread that compiles. */
typedef struct hk_tokens hk_tokens;
typedef void (*hk_token_filter)(hk_tokens *tokens, const hk_token *token, void *user);

/* Adds such a function; each gets what the one before it puts.
 * Borrows  user: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: no function, or a template was compiled before. */
HK_API hk_status hk_env_add_token_filter(hk_env *env, hk_token_filter filter, void *user, hk_error *error);

/* Puts the token as it is; or one of another kind, as hk_parser_expect asks for it, with the text that a "name", "string", "integer" or
 * "data" has. "eof" cannot be put: the end comes by itself.
 * Fails    the compile, with HK_ARGUMENT_ERROR: there is no such kind, or it cannot have this text. */
HK_API void hk_tokens_keep(hk_tokens *tokens);
HK_API void hk_tokens_put(hk_tokens *tokens, const char *token, const char *text, size_t size);
/* Fails the compile, at the token; as hk_parser_fail. */
HK_API void hk_tokens_fail(hk_tokens *tokens, hk_status kind, const char *format, ...) HK_PRINTF(3, 4);
/* A number that the filter keeps from token to token; 0 when a template begins. */
HK_API uint64_t *hk_tokens_state(hk_tokens *tokens);

#ifdef __cplusplus
}
#endif
#endif
