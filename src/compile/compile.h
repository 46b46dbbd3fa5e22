/* compile.h: entry of the room: tree in, program out. */
#ifndef HKI_COMPILE_H
#define HKI_COMPILE_H

#include "program/link.h"
#include "syntax/ast.h"

/* Entries among the filters that no template can name: what everything printed goes through, with the option finalize; and before the
 * name of a host's tag, what the tag runs. */
#define HKI_FINALIZE " finalize"
#define HKI_TAG_FUNCTION " tag "

typedef struct hki_compile_options {
    const char *name;           /* of the template, for errors and for blocks' messages; NULL: none */
    size_t source_size;         /* of the text that the tree was made of: what to make room for; 0: not known */
    hki_found *found;           /* all of it NULL: gets what filters and tests are found; NULL: nobody wants to know */
    const hki_reads *reads;     /* of the tree's parse */
    bool autoescape;            /* at the start of the template */
    bool optimize;              /* fold constants */
    bool native;                /* native types: nothing printed is escaped */
    bool drop_tree;             /* rt->region, which the tree is in, is cleared as soon as the tree is not needed any more */
    bool finalize;              /* the environment has a finalize function: nothing printed is folded */
    void (*asks)(void *user, const char *name, size_t size);    /* told of each variable that the context is asked for; NULL: nobody is */
    void *user;
} hki_compile_options;

/* Compiles a tree, which is changed on the way (constants are folded in place). Filters and tests are looked up through rt->up: an
 * unknown one outside of an `if` raises HK_TEMPLATE_ASSERTION_ERROR as Jinja2 does. Constants are folded with src/value and by
 * calling filters (src/compile/fold.c). The block of bytes is appended to `out`, which must be empty. False after raising, with the
 * place. */
bool hki_compile_template(hki_rt *rt, const hki_compile_options *options, hki_node *tree, hki_buf *out);
bool hki_compile_expression(hki_rt *rt, const hki_compile_options *options, hki_node *expr, hki_buf *out);

#endif
