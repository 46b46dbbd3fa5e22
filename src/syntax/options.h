/* options.h: what an environment may say about the language itself (jinja: Environment's options). */
#ifndef HKI_OPTIONS_H
#define HKI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hki_slice_text { const char *text; size_t size; } hki_slice_text;    /* borrowed; not NUL-terminated */

/* Extensions: those that bring tags, and those that bring filters and tests. */
enum {
    HKI_EXT_DO = 1, HKI_EXT_LOOPCONTROLS = 2, HKI_EXT_I18N = 4, HKI_EXT_DEBUG = 8, HKI_EXT_GENERATION = 16,
    HKI_EXT_REGEX = 32, HKI_EXT_EXTRAS = 64
};

/* Behind a source: so that the lexer, and who copies short texts out of it, looks at several bytes at once and need not mind its end. */
enum { HKI_SOURCE_SLACK = 32 };

/* What a host puts before the lexer, and between it and the parser; NULL: nothing. False after raising. */
struct hki_rt;
struct hki_parser;
struct hki_token;
typedef struct hki_before {
    bool (*source)(struct hki_rt *rt, void *user, const char *name, const char **text, size_t *size);
    bool (*token)(struct hki_parser *p, void *user, const struct hki_token *token);    /* puts others: hki_put_token */
    void *user;
} hki_before;

typedef struct hki_syntax_options {
    hki_slice_text block_start, block_end, variable_start, variable_end, comment_start, comment_end;
    hki_slice_text line_statement, line_comment;    /* text NULL: off */
    bool trim_blocks, lstrip_blocks, keep_trailing_newline;
    char newline[3];            /* "\n", "\r\n" or "\r" */
    bool usual;                 /* the texts and `newline` are known to be the defaults: nobody needs to look into them */
    unsigned extensions;        /* HKI_EXT_… */
    bool borrow;                /* the source outlives its tree, and HKI_SOURCE_SLACK zeros stand behind it: it need not be copied */
    bool i18n_trimmed;          /* policy ext.i18n.trimmed */
    bool newstyle_gettext;      /* what {% trans %} calls formats by itself (jinja: install_gettext_callables) */
    hki_before before;
    struct hki_reads *reads;    /* gets the names that are read (ast.h); NULL: nobody wants them, or compiles */
    const struct hki_host_tag *tags;    /* of the host (parser.h); NULL: none */
} hki_syntax_options;

extern const hki_syntax_options hki_syntax_defaults;

#endif
