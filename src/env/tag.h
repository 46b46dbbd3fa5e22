/* tag.h: a parse function of the host, while it runs (hokora_tags.h). */
#ifndef HKI_ENV_TAG_H
#define HKI_ENV_TAG_H

#include "env/env.h"
#include "hokora_tags.h"
#include "syntax/parser.h"

typedef struct hki_own_tag {
    hki_host_tag tag;           /* first */
    hk_parse parse;
    void *user;
    bool runs;                  /* there is a filter HKI_TAG_FUNCTION + name */
} hki_own_tag;

struct hk_parser {
    hki_parser *p;
    const hki_own_tag *tag;
    hki_spot spot;              /* of the tag's name: where its nodes stand */
    hk_context home;
    hki_nodes before;           /* hk_parser_put */
    hki_nodes none;             /* what gives a list gives this after a failure */
};

/* The host called wrongly: fails the compile with HK_ARGUMENT_ERROR. Returns false. */
bool hki_tag_misuse(hk_parser *h, const char *what);
/* A name of the host's, copied and interned; an empty one after a failure. */
const hki_str *hki_tag_name(hk_parser *h, const char *name);
/* An empty list. */
hk_nodes *hki_tag_nodes(hk_parser *h);

/* Takes a node for its place; the parser's spare one after a failure. (api_node.c) */
enum hki_use { HKI_USE_EXPRESSION, HKI_USE_STATEMENT, HKI_USE_TARGET };
hki_node *hki_tag_place(hk_parser *h, hki_node *n, enum hki_use use);

/* ---- tokens as a host sees them (token.c) */

/* What a host asks for: a kind, and of a name which one; NULL: any. False: there is no such kind. */
typedef struct hki_wanted { enum hki_token_kind kind; const char *name; } hki_wanted;
bool hki_wanted_read(const char *token, hki_wanted *out);

enum { HKI_KIND_SIZE = 16 };
/* A kind's name as Jinja2 has it: "block_end". */
void hki_token_kind_name(enum hki_token_kind kind, char name[HKI_KIND_SIZE]);
/* The text of a token, or how it is spelled; false after raising. */
bool hki_token_bytes(hki_rt *rt, const hki_token *t, const char **text, size_t *size);

#endif
