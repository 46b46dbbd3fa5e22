/* compiled.h: for tests of src/compile and src/program: a source compiled with the builtin filters and tests. */
#ifndef HKT_COMPILED_H
#define HKT_COMPILED_H

#include <stdlib.h>

#include "compile/compile.h"
#include "check.h"
#include "values.h"
#include "lib/lib.h"
#include "syntax/syntax.h"

typedef struct hkt_compiled {
    hkt_rt t;
    hki_up up;
    hki_vocabulary *filters, *tests;
    hki_buf bytes;              /* the program, aligned as memory from an allocator is */
    hki_buf listing;            /* of hkt_listing */
    hki_program program;
    bool good;                  /* compiled and opened; otherwise the error says why */
} hkt_compiled;

static const hki_function *hkt_filter(hki_rt *rt, const char *name, size_t size)
{
    return hki_vocabulary_find(((hkt_compiled *)rt->host)->filters, name, size);
}

static const hki_function *hkt_test(hki_rt *rt, const char *name, size_t size)
{
    return hki_vocabulary_find(((hkt_compiled *)rt->host)->tests, name, size);
}

/* mode: any of 'a' autoescape, 'o' without folding, 'e' a lone expression. fail_at: the request for memory that is refused, 0: none. */
static inline void hkt_compile(hkt_compiled *c, const char *source, const char *mode, size_t fail_at)
{
    *c = (hkt_compiled){.up = {.filter = hkt_filter, .test = hkt_test}};
    hkt_rt_open(&c->t);
    hki_rt *rt = &c->t.rt;
    hki_buf_init(&c->bytes, &c->t.mem.hooks);
    hki_buf_init(&c->listing, &c->t.mem.hooks);
    rt->up = &c->up;
    rt->host = c;
    c->filters = hki_filters_new(rt);
    c->tests = hki_tests_new(rt);
    c->t.mem.fail_at = fail_at ? c->t.mem.calls + fail_at : 0;
    hki_syntax_options syntax = hki_syntax_defaults;
    syntax.extensions = HKI_EXT_DO | HKI_EXT_LOOPCONTROLS | HKI_EXT_DEBUG | HKI_EXT_GENERATION;
    hki_reads reads;
    syntax.reads = &reads;
    hki_compile_options options = {
        .name = "t", .autoescape = strchr(mode, 'a') != NULL, .optimize = !strchr(mode, 'o'), .reads = &reads};
    bool lone = strchr(mode, 'e') != NULL;
    size_t size = strlen(source);
    hki_node *tree = lone ? hki_parse_expression(rt, &syntax, source, size) : hki_parse_template(rt, &syntax, source, size, "t");
    if (tree && (lone ? hki_compile_expression : hki_compile_template)(rt, &options, tree, &c->bytes)) {
        hki_program_seal(c->bytes.data, 0, 0);
        c->good = hki_program_open(rt, c->bytes.data, c->bytes.size, &c->program);
    }
}

static inline void hkt_compiled_close(hkt_compiled *c)
{
    hki_buf_free(&c->listing);
    hki_buf_free(&c->bytes);
    hkt_rt_close(&c->t);
}

/* The listing as a C string, or the error. */
static inline const char *hkt_listing(hkt_compiled *c)
{
    if (!c->good) return hkt_error(&c->t);
    hki_program_list(&c->listing, &c->program);
    hki_buf_char(&c->listing, '\0');
    return c->listing.data;
}

#endif
