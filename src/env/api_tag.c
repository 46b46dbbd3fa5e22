/* api_tag.c: tags of the host: adding them, and what their parse functions read.
 *
 * In:  a tag; the host's questions about tokens, while it is parsed.   Out: answers, expressions, bodies.
 * Always: after a failure the parser is parked on end-of-file, and whatever the host calls then does nothing. */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "compile/compile.h"
#include "env/tag.h"
#include "value/text.h"

/* ---------------------------------------------------------------- the tag as the parser knows it */

static hki_node *parse_tag(hki_parser *p, const hki_host_tag *tag, hki_spot spot)
{
    const hki_own_tag *own = (const hki_own_tag *)(const void *)tag;
    hk_parser h = {.p = p, .tag = own, .spot = spot, .home = hki_host_call(p->rt, NULL).home};
    hki_node *n = own->parse(&h, own->user);
    if (n) n = hki_tag_place(&h, n, HKI_USE_STATEMENT);
    if (hki_failed(p->rt) && !p->failed) hki_park(p, spot);     /* a value that could not be made */
    p->before = h.before;
    return p->failed ? &p->spare.node : n;
}

static hk_status refuse(hk_env *env, const hk_tag *tag, hk_error *error)
{
    if (!env || !tag || !tag->name || !*tag->name || !tag->parse)
        return hki_misuse(env, error, "an environment, a name and a parse function are needed");
    if (!tag->run != !tag->signature) return hki_misuse(env, error, "tag '%s': what runs needs a signature", tag->name);
    if (hki_utf8_check(tag->name, strlen(tag->name)) < strlen(tag->name)) return hki_misuse(env, error, "a name that is not valid UTF-8");
    if (hki_is_core_tag(tag->name, strlen(tag->name))) return hki_misuse(env, error, "'%s' is a tag of the language", tag->name);
    return env->open ? hki_misuse(env, error, "tag '%s': a template was compiled already", tag->name) : HK_OK;
}

hk_status hk_env_add_tag(hk_env *env, const hk_tag *tag, hk_error *error)
{
    hk_status status = refuse(env, tag, error);
    if (status == HK_OK && tag->run) status = hki_add_tag_function(env, tag->name, tag->signature, tag->run, tag->user, error);
    if (status != HK_OK) return status;
    hki_own_tag *own = hki_region_alloc(&env->region, sizeof *own);
    const char *name = hki_region_text(&env->region, tag->name, strlen(tag->name));
    if (!own || !name) return hki_configured(env, hki_raise_memory(&env->rt), error);
    *own = (hki_own_tag){.tag = {env->syntax.tags, name, strlen(name), parse_tag},
                         .parse = tag->parse, .user = tag->user, .runs = tag->run != NULL};
    env->syntax.tags = &own->tag;
    return HK_OK;
}

/* ---------------------------------------------------------------- failing */

bool hki_tag_misuse(hk_parser *h, const char *what)
{
    hki_raise(h->p->rt, HK_ARGUMENT_ERROR, "tag '%s': %s", h->tag->tag.name, what);
    return hki_park(h->p, h->spot);
}

static bool fail_memory(hk_parser *h)
{
    hki_raise_memory(h->p->rt);
    return hki_park(h->p, h->spot);
}

void hk_parser_fail(hk_parser *h, hk_status kind, const char *format, ...)
{
    if (!h || h->p->failed) return;
    if (!format || kind <= HK_OK || kind >= HK_STATUS_COUNT) {
        hki_tag_misuse(h, "an error needs a kind and a message");
        return;
    }
    va_list args;
    va_start(args, format);
    hki_host_fail(&h->home, kind, format, args);
    va_end(args);
    hki_park(h->p, here(h->p));
}

/* ---------------------------------------------------------------- texts */

static const char *keep_text(hk_parser *h, const char *text, size_t size)
{
    const char *copy = hki_region_text(h->p->rt->region, text, size);
    if (!copy) fail_memory(h);
    return copy;
}

const hki_str *hki_tag_name(hk_parser *h, const char *name)
{
    if (h->p->failed) return &hki_str_empty;
    if (!name || !*name || hki_utf8_check(name, strlen(name)) < strlen(name)) hki_tag_misuse(h, "a name is needed");
    const char *copy = h->p->failed ? NULL : keep_text(h, name, strlen(name));
    return copy ? hki_parser_name(h->p, copy) : &hki_str_empty;
}

hk_nodes *hki_tag_nodes(hk_parser *h)
{
    hki_nodes *list = h->p->failed ? NULL : hki_region_alloc(h->p->rt->region, sizeof *list);
    if (!list) {
        if (!h->p->failed) fail_memory(h);
        list = &h->none;
    }
    *list = (hki_nodes){0};
    return list;
}

const char *hk_parser_free_name(hk_parser *h)
{
    char name[24];
    if (!h) return NULL;
    int size = snprintf(name, sizeof name, "_ %u", ++h->p->free_names);     /* [jinja] what begins with _ is not exported */
    return keep_text(h, name, (size_t)size);
}

hk_context *hk_parser_home(hk_parser *h) { return h ? &h->home : NULL; }

/* ---------------------------------------------------------------- tokens */

static bool read_wanted(hk_parser *h, const char *token, hki_wanted *out)
{
    return hki_wanted_read(token, out) || hki_tag_misuse(h, "there is no token of this kind");
}

static bool is_wanted(hki_parser *p, const hki_token *t, const hki_wanted *w)
{
    return t->kind == w->kind && (!w->name || hki_str_is(token_text(p, t), w->name, strlen(w->name)));
}

bool hk_parser_at(hk_parser *h, const char *token)
{
    hki_wanted w;
    if (!h || !read_wanted(h, token, &w)) return false;
    return is_wanted(h->p, h->p->current, &w) || (h->p->failed && w.kind == HKI_TOKEN_BLOCK_END);
}

bool hk_parser_follows(hk_parser *h, const char *token)
{
    hki_wanted w;
    return h && read_wanted(h, token, &w) && is_wanted(h->p, hki_look(h->p), &w);
}

bool hk_parser_skip(hk_parser *h, const char *token)
{
    hki_wanted w;
    if (!h || !read_wanted(h, token, &w) || !is_wanted(h->p, h->p->current, &w)) return false;
    hki_next(h->p);
    return true;
}

/* Whether the current token is the one that is expected; fails if not. */
static bool is_expected(hk_parser *h, const char *token)
{
    hki_wanted w;
    if (!h || !read_wanted(h, token, &w)) return false;
    if (is_wanted(h->p, h->p->current, &w)) return true;
    return hki_fail_expected(h->p, w.name ? w.name : w.kind == HKI_TOKEN_NAME ? "name" : hki_token_description(w.kind));
}

bool hk_parser_expect(hk_parser *h, const char *token)
{
    if (!is_expected(h, token)) return false;
    hki_next(h->p);
    return true;
}

const char *hk_parser_take(hk_parser *h, const char *token, size_t *size)
{
    if (size) *size = 0;
    if (!is_expected(h, token)) return "";
    const char *text;
    size_t length;
    if (!hki_token_bytes(h->p->rt, h->p->current, &text, &length)) {
        hki_park(h->p, h->spot);
        return "";
    }
    const char *copy = keep_text(h, text, length);
    if (!copy) return "";
    if (size) *size = length;
    hki_next(h->p);
    return copy;
}

/* ---------------------------------------------------------------- productions */

hk_node *hk_parse_expression(hk_parser *h) { return h ? hki_parse_expr(h->p) : NULL; }
hk_node *hk_parse_tuple(hk_parser *h) { return h ? hki_parse_tuple(h->p, 0) : NULL; }
hk_node *hk_parse_target(hk_parser *h) { return h ? hki_parse_target(h->p, 0, HKI_CTX_STORE) : NULL; }

/* arguments = [argument {',' argument}]
 * argument = expr | NAME '=' expr, those with a name behind the others */
hk_nodes *hk_parse_arguments(hk_parser *h)
{
    if (!h) return NULL;
    hki_parser *p = h->p;
    hki_nodes *list = hki_tag_nodes(h);
    bool named = false;
    while (!p->failed && !at(p, HKI_TOKEN_BLOCK_END)) {
        if (list->count) hki_expect(p, HKI_TOKEN_COMMA);
        hki_spot spot = here(p);
        bool keyword = at(p, HKI_TOKEN_NAME) && hki_look(p)->kind == HKI_TOKEN_ASSIGN;
        if (named && !keyword) hki_fail(p, "invalid syntax for function call expression");
        named = keyword;
        hki_node *n = keyword ? hki_node_new(p, HKI_NODE_Keyword, spot) : hki_parse_expr(p);
        if (keyword) {
            n->as.Keyword.key = hki_expect_name(p);
            hki_next(p);
            n->as.Keyword.value = hki_parse_expr(p);
            hki_node_done(p, n);
        }
        hki_nodes_push(p, list, n);
    }
    return list;
}

/* The names in a text with spaces between them, interned: at most `most`. */
static uint32_t split_names(hk_parser *h, const char *text, const hki_str **names, uint32_t most)
{
    uint32_t count = 0;
    while (*(text += strspn(text, " ")) && count < most) {
        size_t size = strcspn(text, " ");
        const char *copy = keep_text(h, text, size);
        if (!copy) return 0;
        names[count++] = hki_parser_name(h->p, copy);
        text += size;
    }
    return count;
}

int hk_parse_body(hk_parser *h, const char *names, hk_nodes **body)
{
    if (!h) return -1;
    hki_parser *p = h->p;
    size_t most = names ? strlen(names) / 2 + 1 : 0;
    const hki_str **name = p->failed ? NULL : hki_region_array(p->rt->region, most, sizeof *name);
    if (!name && !p->failed) fail_memory(h);
    hki_ends ends = {.name = name, .nnames = name && names ? split_names(h, names, name, (uint32_t)most) : 0};
    if (!ends.nnames && !p->failed) hki_tag_misuse(h, "a body needs an end");
    hki_nodes *list = hki_tag_nodes(h);
    if (body) *body = list;
    if (p->failed) return -1;
    *list = hki_parse_host_body(p, &ends);
    if (p->failed) return -1;
    for (uint32_t i = 0; i < list->count; i++) list->item[i]->mark = 0;     /* those of tags inside */
    int found = 0;
    while (ends.name[found] != token_text(p, p->current)) found++;
    hki_next(p);
    return found;
}

void hk_parser_put(hk_parser *h, hk_node *statement)
{
    if (h) hki_nodes_push(h->p, &h->before, hki_tag_place(h, statement, HKI_USE_STATEMENT));
}
