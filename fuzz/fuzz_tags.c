/* fuzz_tags.c: a tag whose parse function does what the input says: each byte a function that reads or makes nodes, its operands among
 * those that were made before. Whatever is put together compiles to a program that verifies, or is refused; and a filter of tokens that
 * puts others in their place. The template stands behind the first NUL. */
#include <stdlib.h>

#include "hokora_tags.h"
#include "options.h"

enum { NODES = 16, LISTS = 4, MOST_STEPS = 64 };

typedef struct script { const unsigned char *at, *end; unsigned steps; } script;

typedef struct builder {
    script *s;
    hk_parser *p;
    hk_node *nodes[NODES];
    hk_nodes *lists[LISTS];
    unsigned made;
} builder;

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static unsigned take(script *s) { return s->at < s->end ? *s->at++ : 0; }

/* Often the newest: a tree grows then. */
static hk_node *some(builder *b)
{
    unsigned k = take(b->s);
    return b->nodes[k < 128 ? (b->made + NODES - 1 - k % 4) % NODES : k % NODES];
}

static hk_nodes *list(builder *b) { return b->lists[take(b->s) % LISTS]; }

static const char *word(builder *b)
{
    static const char *const words[] = {"x", "loop", "caller", "upper", "range", "join", "none", "name:in", ",", "string", "==", "and", "not in",
        "~", "-", "endt", "else endt", "super", "self", "varargs", "name"};
    return words[take(b->s) % (sizeof words / sizeof *words)];
}

static hk_value value(builder *b)
{
    const char *text = word(b);
    unsigned kind = take(b->s);
    if (kind % 4 == 0) return hk_int(kind);
    return kind % 4 == 1 ? hk_float(kind) : kind % 4 == 2 ? hk_bool(kind > 64) : hk_string(hk_parser_home(b->p), text, strlen(text));
}

static hk_node *make(builder *b)
{
    hk_parser *p = b->p;
    hk_node *one, *two;
    switch (take(b->s) % 26) {
    case 0: return hk_parse_expression(p);
    case 1: return hk_parse_tuple(p);
    case 2: return hk_parse_target(p);
    case 3: b->lists[take(b->s) % LISTS] = hk_parse_arguments(p); return NULL;
    case 4: hk_parse_body(p, "else endt", &b->lists[take(b->s) % LISTS]); return NULL;
    case 5: hk_parser_skip(p, word(b)); return NULL;
    case 6: hk_parser_put(p, some(b)); return NULL;
    case 7: hk_nodes_add(p, list(b), some(b)); return NULL;
    case 8: b->lists[take(b->s) % LISTS] = hk_nodes_new(p); return NULL;
    case 9: return hk_node_value(p, value(b));
    case 10: return hk_node_variable(p, word(b));
    case 11: one = some(b); return hk_node_attribute(p, one, word(b));
    case 12: one = some(b); return hk_node_call(p, one, list(b));
    case 13: one = some(b); return hk_node_filter(p, one, word(b), list(b));
    case 14: one = some(b); two = some(b); return hk_node_operator(p, word(b), one, two);
    case 15: return hk_node_run(p, list(b));
    case 16: one = some(b); return hk_node_keyword(p, word(b), one);
    case 17: return hk_node_target(p, word(b));
    case 18: return hk_node_output(p, some(b));
    case 19: return hk_node_do(p, some(b));
    case 20: one = some(b); return hk_node_set(p, one, some(b));
    case 21: one = some(b); return hk_node_if(p, one, list(b));
    case 22: one = some(b); two = some(b); return hk_node_elif(p, one, two, list(b));
    case 23: one = some(b); two = some(b); return hk_node_for(p, one, two, list(b));
    case 24: one = some(b); return hk_node_else(p, one, list(b));
    default: one = some(b); return take(b->s) % 2 ? hk_node_scope(p, list(b)) : hk_node_call_block(p, one, list(b), list(b));
    }
}

static hk_node *parse(hk_parser *p, void *user)
{
    builder b = {.s = user, .p = p};
    for (unsigned k = 0; k < LISTS; k++) b.lists[k] = hk_nodes_new(p);
    for (unsigned k = take(b.s) % 32; k && b.s->steps < MOST_STEPS; k--, b.s->steps++) {
        hk_node *made = make(&b);
        if (made) b.nodes[b.made++ % NODES] = made;
    }
    return some(&b);
}

static hk_value run(hk_call *call, void *user)
{
    (void)user;
    hk_value caller = hk_call_arg(call, 0);
    return hk_call_given(call, 0) ? hk_call_call(call, caller, NULL, 0) : hk_string(hk_call_home(call), "<", 1);
}

/* Every so many tokens another one, which the script chooses. */
static void filter(hk_tokens *tokens, const hk_token *token, void *user)
{
    static const char *const kinds[] = {"name:x", "string", "block_begin", "block_end", "variable_begin", "variable_end", "data", "lparen", "|"};
    const script *s = user;
    unsigned last = s->at < s->end ? s->end[-1] : 0, every = last & 32 ? last & 31 : 0;
    (void)token;
    hk_tokens_keep(tokens);
    if (every && ++*hk_tokens_state(tokens) % every == 0) hk_tokens_put(tokens, kinds[*hk_tokens_state(tokens) % 9], "x", 1);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < HKF_OPTION_BYTES) return 0;
    const unsigned char *from = data + HKF_OPTION_BYTES, *end = data + size, *nul = from < end ? memchr(from, 0, (size_t)(end - from)) : NULL;
    script s = {from, nul ? nul : end, 0};
    const char *source = nul ? (const char *)nul + 1 : "{% t x, 1 %}a{{ x }}{% else %}b{% endt %}";
    size_t source_size = nul ? (size_t)(end - nul - 1) : strlen(source);
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hkf_env(data);
    const hk_template *t;
    hk_env_add_tag(env, &(hk_tag){"t", parse, "caller=?, *rest, **named", run, &s}, NULL);
    hk_env_add_token_filter(env, filter, &s, NULL);
    hk_status status = hk_env_from_string(env, source, source_size, NULL, &t, &error);
    if (status == HK_OK) status = hk_render(t, NULL, (hk_sink){hkf_write_nowhere, NULL}, &error);
    if (status != HK_OK && !error.message) abort();     /* every failure has a message */
    hk_error_clear(&error);
    hk_env_free(env);
    return 0;
}
