/* api_source.c: what a host does to sources and tokens before they are parsed. [jinja: Extension.preprocess, filter_stream]
 *
 * In:  a source; tokens one after the other.   Out: the source to read; tokens to parse.
 * Always: each function works on what the one before it gave, in the order in which they were added. */
#include <stdarg.h>

#include "base/utf8.h"
#include "env/hint.h"
#include "env/tag.h"
#include "env/workshop.h"
#include "value/number.h"

typedef struct hki_preprocessor hki_preprocessor;
typedef struct hki_filter hki_filter;
struct hki_preprocessor { hki_preprocessor *next; hk_preprocessor run; void *user; };
struct hki_filter { hki_filter *next; hk_token_filter run; void *user; uint32_t number; };

/* ---------------------------------------------------------------- sources */

static bool preprocess(hki_rt *rt, void *user, const char *name, const char **text, size_t *size)
{
    const hk_env *env = user;
    for (const hki_preprocessor *p = env->preprocessors; p; p = p->next) {
        hk_call call = hki_host_call(rt, NULL);
        hk_value v = p->run(&call, p->user, name, *text, *size);
        if (hki_failed(rt)) return false;
        if (v.type != HKI_STRING) return hki_raise(rt, HK_TYPE_ERROR, "a preprocessor must give a string, not %t", v);
        *text = hki_as_str(v)->data;
        *size = hki_as_str(v)->size;
    }
    return true;
}

void hki_explain_place(hk_env *env, hki_error *e, const char *text, size_t size)
{
    hki_workshop w;
    if (!env->preprocessors || !text || !e->line) {
        hki_error_source(e, text, size);
        return;
    }
    hki_workshop_begin(env, &w);
    const char *name = e->has_template ? hki_region_text(&w.region, e->template_name.data, e->template_name.size) : NULL;
    if (preprocess(&w.rt, env, name, &text, &size)) hki_error_source(e, text, size);
    hki_workshop_end(&w);
}

static bool add_preprocessor(hk_env *env, hk_preprocessor run, void *user)
{
    hki_preprocessor *p = hki_region_alloc(&env->region, sizeof *p), **end = &env->preprocessors;
    if (!p) return hki_raise_memory(&env->rt);
    *p = (hki_preprocessor){.run = run, .user = user};
    while (*end) end = &(*end)->next;
    *end = p;
    env->syntax.before.source = preprocess;
    env->syntax.before.user = env;
    return true;
}

hk_status hk_env_add_preprocessor(hk_env *env, hk_preprocessor run, void *user, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, run != NULL, "an environment and a function are needed", error, &status)) return status;
    return hki_configured(env, add_preprocessor(env, run, user), error);
}

/* ---------------------------------------------------------------- tokens */

struct hk_tokens {
    hki_parser *p;
    const hki_filter *filter;
    const hki_token *token;
};

static bool pass(hki_parser *p, const hki_filter *filter, const hki_token *token)
{
    char kind[HKI_KIND_SIZE];
    hk_token seen = {.kind = kind, .line = token->at.line, .column = token->at.column};
    if (!filter) return token->kind == HKI_TOKEN_EOF || hki_put_token(p, token);
    hki_token_kind_name((enum hki_token_kind)token->kind, kind);
    if (!hki_token_bytes(p->rt, token, &seen.text, &seen.size)) return false;
    hk_tokens tokens = {p, filter, token};
    filter->run(&tokens, &seen, filter->user);
    /* The end is for every filter to see. */
    return !p->failed && (token->kind != HKI_TOKEN_EOF || pass(p, filter->next, token));
}

/* The filters' numbers stand in p->filter. */
static bool filter_token(hki_parser *p, void *user, const hki_token *token)
{
    const hk_env *env = user;
    if (!p->filter) {
        uint32_t count = 0;
        for (const hki_filter *f = env->filters_of_tokens; f; f = f->next) count++;
        if (!(p->filter = hki_region_array(p->rt->region, count, sizeof(uint64_t)))) return hki_raise_memory(p->rt);
        memset(p->filter, 0, count * sizeof(uint64_t));
    }
    return pass(p, env->filters_of_tokens, token);
}

static bool add_filter(hk_env *env, hk_token_filter run, void *user)
{
    hki_filter *f = hki_region_alloc(&env->region, sizeof *f), **end = &env->filters_of_tokens;
    if (!f) return hki_raise_memory(&env->rt);
    *f = (hki_filter){.run = run, .user = user};
    for (; *end; end = &(*end)->next) f->number++;
    *end = f;
    env->syntax.before.token = filter_token;
    env->syntax.before.user = env;
    return true;
}

hk_status hk_env_add_token_filter(hk_env *env, hk_token_filter filter, void *user, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, filter != NULL, "an environment and a function are needed", error, &status)) return status;
    return hki_configured(env, add_filter(env, filter, user), error);
}

bool hki_before_copy(hk_env *to, const hk_env *from)
{
    to->preprocessors = NULL;
    to->filters_of_tokens = NULL;
    for (const hki_preprocessor *p = from->preprocessors; p; p = p->next)
        if (!add_preprocessor(to, p->run, p->user)) return false;
    for (const hki_filter *f = from->filters_of_tokens; f; f = f->next)
        if (!add_filter(to, f->run, f->user)) return false;
    return true;
}

static void misuse(hk_tokens *t, const char *what)
{
    hki_raise(t->p->rt, HK_ARGUMENT_ERROR, "a filter of tokens: %s", what);
    hki_park(t->p, t->token->at);
}

void hk_tokens_keep(hk_tokens *t)
{
    if (t && !t->p->failed && t->token->kind != HKI_TOKEN_EOF) pass(t->p, t->filter->next, t->token);
}

/* The value of a new token; false after raising, or if it cannot have this text. */
static bool set_text(hk_tokens *t, hki_token *token, const char *text, size_t size)
{
    hki_rt *rt = t->p->rt;
    if (!text) size = 0;
    const char *copy = hki_region_text(rt->region, text ? text : "", size);
    if (!copy) return hki_raise_memory(rt);
    if (hki_utf8_check(copy, size) < size) return false;
    if (token->kind == HKI_TOKEN_INTEGER)
        return size && strspn(copy, "0123456789") == size && hki_int_parse(rt, copy, size, 10, false, &token->value);
    if (token->kind == HKI_TOKEN_NAME) {
        const hki_name *name = size ? hki_names_get(&t->p->names, copy, size) : NULL;
        if (!name) return false;
        token->word = (uint8_t)hki_word_of(copy, size);
        token->value = hki_str_value(&name->text);
        return true;
    }
    if (token->kind == HKI_TOKEN_DATA) {
        token->piece = (hki_piece){copy, size};
        return true;
    }
    const hki_str *s = hki_str_borrow(rt, copy, size);
    if (s) token->value = hki_str_value(s);
    return s != NULL;
}

void hk_tokens_put(hk_tokens *t, const char *kind, const char *text, size_t size)
{
    hki_wanted w;
    if (!t || t->p->failed) return;
    if (!hki_wanted_read(kind, &w) || w.kind == HKI_TOKEN_EOF || w.kind == HKI_TOKEN_FLOAT) {
        misuse(t, "there is no token of this kind to put");
        return;
    }
    hki_token token = {.kind = (uint8_t)w.kind, .at = t->token->at};
    bool valued = w.kind == HKI_TOKEN_NAME || w.kind == HKI_TOKEN_STRING || w.kind == HKI_TOKEN_DATA || w.kind == HKI_TOKEN_INTEGER;
    if (valued && !set_text(t, &token, w.name ? w.name : text, w.name ? strlen(w.name) : hki_text_size(text, size))) {
        misuse(t, "a token cannot have this text");
        return;
    }
    pass(t->p, t->filter->next, &token);
}

void hk_tokens_fail(hk_tokens *t, hk_status kind, const char *format, ...)
{
    if (!t || t->p->failed) return;
    if (!format || kind <= HK_OK || kind >= HK_STATUS_COUNT) {
        misuse(t, "an error needs a kind and a message");
        return;
    }
    hk_call call = hki_host_call(t->p->rt, NULL);
    va_list args;
    va_start(args, format);
    hki_host_fail(&call.home, kind, format, args);
    va_end(args);
    hki_park(t->p, t->token->at);
}

uint64_t *hk_tokens_state(hk_tokens *t) { return t ? (uint64_t *)t->p->filter + t->filter->number : NULL; }
