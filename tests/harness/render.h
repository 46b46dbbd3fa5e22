/* render.h: templates rendered in a small environment: builtin filters, tests and globals, a loader over texts, no options but those
 * of the struct. */
#ifndef HKT_RENDER_H
#define HKT_RENDER_H

#include "lib/lib.h"
#include "syntax/options.h"
#include "values.h"
#include "vm/vm.h"

typedef struct hkt_source {
    struct hkt_source *next;
    const char *name, *text;
    bool linked;
    hki_buf bytes;
    hki_template t;
} hkt_source;

typedef struct hkt_env {
    hkt_rt home;                /* vocabulary, globals, variables; make values for the context with &env.home */
    hki_syntax_options syntax;
    bool autoescape, native;
    uint16_t undefined;
    uint8_t sandbox;
    hki_vm_limits limits;
    hki_dict *globals, *context;
    hki_vocabulary *filters, *tests;
    hki_policies policies;
    hki_up up;
    hkt_source *sources;
    hki_buf out;                /* what the last render wrote */
    size_t pieces;              /* in how many pieces */
    size_t peak;                /* memory beyond what stood before the render */
    hki_host host;
    hki_vm *vm;
} hkt_env;

void hkt_env_open(hkt_env *env);
void hkt_env_close(hkt_env *env);       /* checks that nothing is left alive */
/* A template for the loader; the texts must outlive the environment. */
void hkt_env_template(hkt_env *env, const char *name, const char *text);
/* A variable of the context, as literal.h writes values. */
void hkt_env_set(hkt_env *env, const char *name, const char *value);
/* The text, or "Kind: message @template:line"; NUL-terminated, until the next render. `name` NULL: a template made from a string. */
const char *hkt_render(hkt_env *env, const char *name, const char *text);

/* A row of a table of templates: each is rendered in an environment of its own, once as it is and once for each request for memory that
 * can be refused. */
enum { HKT_AUTOESCAPE = 1, HKT_STRICT = 2, HKT_SANDBOX = 4, HKT_IMMUTABLE = 8, HKT_NATIVE = 16, HKT_TAGS = 32 /* do, break, continue */ };
typedef struct hkt_render_row {
    const char *source, *want;
    unsigned options;
    const char *name;                   /* NULL: made from a string */
    const char *vars[6];                /* name and value in turn */
    const char *templates[8];           /* name and text in turn */
} hkt_render_row;
void hkt_render_rows(const hkt_render_row *rows, size_t count);

/* repr of an expression's value, or the error. */
const char *hkt_evaluate(hkt_env *env, const char *expression);

#endif
