/* What a host does to sources and tokens before they are parsed. */
#include <stdio.h>

#include "hokora_tags.h"
#include "hokora_tools.h"
#include "render.h"

/* ---------------------------------------------------------------- sources */

/* Each `user` (a letter) becomes two of it. */
static hk_value double_letter(hk_call *call, void *user, const char *name, const char *source, size_t size)
{
    char text[256];
    size_t n = 0;
    const char *letter = user;
    for (size_t i = 0; i < size && n + 2 < sizeof text; i++) {
        text[n++] = source[i];
        if (source[i] == *letter) text[n++] = *letter;
    }
    if (name) n += (size_t)snprintf(text + n, sizeof text - n, "(%s)", name);
    return hk_string(hk_call_home(call), text, n);
}

static hk_value refuse_source(hk_call *call, void *user, const char *name, const char *source, size_t size)
{
    (void)user, (void)name, (void)source;
    return size == 3 ? hk_call_fail(call, HK_VALUE_ERROR, "no %zu bytes", size) : hk_int(1);
}

static void test_sources(void)
{
    api a;
    api_text page = {.size = 0};
    const hk_template *t;
    hk_value out = hk_none();
    api_open(&a);
    CHECK(hk_env_add_preprocessor(a.env, double_letter, "x", &a.error) == HK_OK);
    CHECK(hk_env_add_preprocessor(a.env, double_letter, "}", &a.error) == HK_OK);
    CHECK_RENDER(&a, "{{ 'x' } x", "xx xx");
    CHECK(hk_env_from_string(a.env, "x", 1, "page", &t, &a.error) == HK_OK && hk_render(t, NULL, api_sink(&page), &a.error) == HK_OK);
    CHECK_TEXT("the name", page.bytes, page.size, "xx(page)(page)");
    CHECK(hk_env_expression(a.env, "'x'", 3, &t, &a.error) == HK_OK && hk_evaluate(t, NULL, a.context, &out, &a.error) == HK_OK);
    CHECK(hk_length(out) == 0 && hk_as_string(out, &page.size) && page.size == 2);
    CHECK(hk_env_add_preprocessor(a.env, double_letter, "y", &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);

    api_open(&a);
    CHECK(hk_env_add_preprocessor(a.env, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_preprocessor(NULL, refuse_source, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_preprocessor(a.env, refuse_source, NULL, &a.error) == HK_OK);
    CHECK_FAILS(&a, "abc", HK_VALUE_ERROR, "no 3 bytes");
    CHECK_FAILS(&a, "abcd", HK_TYPE_ERROR, "a preprocessor must give a string, not int");
    api_close(&a);
}

/* Removes the first line. */
static hk_value drop_line(hk_call *call, void *user, const char *name, const char *source, size_t size)
{
    const char *newline = memchr(source, '\n', size), *from = newline ? newline + 1 : source;
    (void)user, (void)name;
    return hk_string(hk_call_home(call), from, size - (size_t)(from - source));
}

/* The lines that an error shows are those that were read. */
static void test_lines(void)
{
    static const struct { const char *source, *line; } rows[] = {
        {"#!/bin/template\na\n{{ nosuch.x }}\n{{ b }}", "{{ nosuch.x }}"},
        {"#!/bin/template\na\n{% nosuch %}\n{{ b }}", "{% nosuch %}"},
        {"#!/bin/template\na\n{{ a|nosuch }}\n{{ b }}", "{{ a|nosuch }}"},
    };
    api a;
    hk_value names;
    api_open(&a);
    CHECK(hk_env_add_preprocessor(a.env, drop_line, NULL, &a.error) == HK_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        api_text out;
        CHECK_ROW(rows[i].source, api_render(&a, rows[i].source, &out) != HK_OK && a.error.line == 2);
        CHECK_ROW(rows[i].source, a.error.source_line && strcmp(a.error.source_line, rows[i].line) == 0);
    }
    CHECK(hk_env_undeclared(a.env, rows[1].source, HK_NUL, a.context, &names, &a.error) == HK_TEMPLATE_SYNTAX_ERROR);
    CHECK(a.error.source_line && strcmp(a.error.source_line, rows[1].line) == 0);
    api_close(&a);
}

/* ---------------------------------------------------------------- tokens */

static bool is(const hk_token *token, const char *kind) { return strcmp(token->kind, kind) == 0; }

/* {{ x }} becomes {{ (x)|bind }}, but for what is bound already. */
static void bind_all(hk_tokens *tokens, const hk_token *token, void *user)
{
    uint64_t *last = hk_tokens_state(tokens);
    (void)user;
    if (is(token, "variable_end")) {
        if (*last != 2) {
            hk_tokens_put(tokens, ")", NULL, 0);
            hk_tokens_put(tokens, "|", NULL, 0);
            hk_tokens_put(tokens, "name:bind", NULL, 0);
        } else {
            hk_tokens_put(tokens, "rparen", NULL, 0);
        }
    }
    hk_tokens_keep(tokens);
    if (is(token, "variable_begin")) hk_tokens_put(tokens, "lparen", NULL, 0);
    *last = is(token, "pipe") ? 1 : *last == 1 && token->size == 4 && memcmp(token->text, "bind", 4) == 0 ? 2 : 0;
}

static hk_value bind(hk_call *call, void *user)
{
    char text[64];
    size_t size;
    const char *value = hk_call_text(call, 0, &size);
    (void)user;
    int n = snprintf(text, sizeof text, "?%.*s", (int)size, value ? value : "");
    return hk_string(hk_call_home(call), text, (size_t)n);
}

/* @ in text becomes {{ at }}; 7 becomes 'seven', 8 nothing; the end of the source a count of tokens. */
static void change(hk_tokens *tokens, const hk_token *token, void *user)
{
    uint64_t *count = hk_tokens_state(tokens);
    char text[32];
    (void)user;
    ++*count;
    const char *at = is(token, "data") ? memchr(token->text, '@', token->size) : NULL;
    if (at) {
        hk_tokens_put(tokens, "data", token->text, (size_t)(at - token->text));
        hk_tokens_put(tokens, "variable_begin", NULL, 0);
        hk_tokens_put(tokens, "name", "at", 2);
        hk_tokens_put(tokens, "variable_end", NULL, 0);
        hk_tokens_put(tokens, "data", at + 1, (size_t)(token->text + token->size - at - 1));
    } else if (is(token, "integer") && *token->text == '7') {
        hk_tokens_put(tokens, "string", "seven", 5);
        hk_tokens_put(tokens, "tilde", NULL, 0);
        hk_tokens_put(tokens, "integer", "77", 2);
    } else if (is(token, "eof")) {
        int n = snprintf(text, sizeof text, " %u tokens to %u:%u", (unsigned)*count, token->line, token->column);
        hk_tokens_put(tokens, "data", text, (size_t)n);
    } else if (!is(token, "integer") || *token->text != '8') {
        hk_tokens_keep(tokens);
    }
}

static void test_tokens(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_add_filter(a.env, "bind", "value", bind, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_token_filter(a.env, change, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_token_filter(a.env, bind_all, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_token_filter(a.env, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_token_filter(NULL, change, NULL, &a.error) == HK_ARGUMENT_ERROR);
    hk_context_set(a.context, "at", hk_string(a.context, "AT", 2));
    CHECK_RENDER(&a, "a@b", "a?ATb 2 tokens to 1:1");
    CHECK_RENDER(&a, "{{ at|bind }}{{ at if at else at }}{% if at|bind %}1{% endif %}", "?AT?AT1 23 tokens to 1:62");
    CHECK_RENDER(&a, "{{ 7 }}{{ 9 8 }}{{ 1.5 }}", "?seven77?9?1.5 11 tokens to 1:24");
    CHECK_RENDER(&a, "{{ 8 }}", "?() 4 tokens to 1:6");
    CHECK(hk_env_add_token_filter(a.env, change, NULL, &a.error) == HK_ARGUMENT_ERROR);
    hk_tokens_keep(NULL);
    hk_tokens_put(NULL, "name", "x", 1);
    hk_tokens_fail(NULL, HK_VALUE_ERROR, "x");
    CHECK(!hk_tokens_state(NULL));
    api_close(&a);
}

static hk_node *parse_x(hk_parser *p, void *user)
{
    const char *text = user;
    return hk_node_output(p, hk_node_value(p, hk_string(hk_parser_home(p), text, strlen(text))));
}

static void check_text(hk_env *env, const char *source, const char *want)
{
    hk_buffer text = HK_BUFFER_NONE;
    const hk_template *t;
    CHECK_ROW(source, hk_env_from_string(env, source, strlen(source), NULL, &t, NULL) == HK_OK && hk_render_text(t, NULL, &text, NULL) == HK_OK);
    CHECK_BYTES(source, text.text ? text.text : "", text.size, want, strlen(want));
    hk_buffer_free(&text);
}

/* An overlay has what its environment has, and what is added to it comes on top, for itself alone. */
static void test_overlay(void)
{
    static char one[] = "one", two[] = "two";
    api a;
    hk_env *o = NULL, *p = NULL;
    api_open(&a);
    CHECK(hk_env_add_filter(a.env, "bind", "value", bind, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_preprocessor(a.env, double_letter, "x", &a.error) == HK_OK);
    CHECK(hk_env_add_token_filter(a.env, bind_all, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"say", parse_x, NULL, NULL, one}, &a.error) == HK_OK);
    CHECK(hk_env_overlay(a.env, &o, &a.error) == HK_OK && hk_env_overlay(a.env, &p, &a.error) == HK_OK);
    CHECK(hk_env_add_preprocessor(o, double_letter, "z", &a.error) == HK_OK);
    CHECK(hk_env_add_token_filter(o, change, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_tag(o, &(hk_tag){"say", parse_x, NULL, NULL, two}, &a.error) == HK_OK);
    check_text(o, "xz{{ 7 }}{% say %}", "xxzz?seven77two 12 tokens to 1:19");
    check_text(a.env, "xz{{ 7 }}{% say %}", "xxz?7one");
    check_text(p, "xz{{ 7 }}{% say %}", "xxz?7one");
    hk_env_free(o);
    hk_env_free(p);
    api_close(&a);
}

static const struct { const char *kind, *text; size_t size; hk_status status; const char *message; } wrong[] = {
    {"word", "a", 1, HK_ARGUMENT_ERROR, "a filter of tokens: there is no token of this kind to put"},
    {NULL, "a", 1, HK_ARGUMENT_ERROR, "a filter of tokens: there is no token of this kind to put"},
    {"eof", NULL, 0, HK_ARGUMENT_ERROR, "a filter of tokens: there is no token of this kind to put"},
    {"float", "1.5", 3, HK_ARGUMENT_ERROR, "a filter of tokens: there is no token of this kind to put"},
    {"integer", "1.5", 3, HK_ARGUMENT_ERROR, "a filter of tokens: a token cannot have this text"},
    {"integer", NULL, 3, HK_ARGUMENT_ERROR, "a filter of tokens: a token cannot have this text"},
    {"name", "", 0, HK_ARGUMENT_ERROR, "a filter of tokens: a token cannot have this text"},
    {"string", "\xff", 1, HK_ARGUMENT_ERROR, "a filter of tokens: a token cannot have this text"},
    {"fail", "", 0, HK_VALUE_ERROR, "failed at variable_begin"},
    {"fail without", "", 0, HK_ARGUMENT_ERROR, "a filter of tokens: an error needs a kind and a message"},
    /* tokens where the lexer has none */
    {"data", "x", 1, HK_TEMPLATE_SYNTAX_ERROR, "tag name expected"},
    {"variable_begin", NULL, 0, HK_TEMPLATE_SYNTAX_ERROR, "unexpected 'begin of print statement'"},
    {"variable_end", NULL, 0, HK_TEMPLATE_SYNTAX_ERROR, "Encountered unknown tag 'x'."},
    {"block_begin", NULL, 0, HK_TEMPLATE_SYNTAX_ERROR, "Encountered unknown tag 'x'."},
    {"block_end", NULL, 0, HK_TEMPLATE_SYNTAX_ERROR, "Encountered unknown tag 'x'."},
};

static void put_wrong(hk_tokens *tokens, const hk_token *token, void *user)
{
    const unsigned *row = user;
    const char *kind = wrong[*row].kind;
    if (!is(token, "variable_begin")) hk_tokens_keep(tokens);
    else if (kind && strcmp(kind, "fail") == 0) hk_tokens_fail(tokens, HK_VALUE_ERROR, "failed at %s", token->kind);
    else if (kind && strcmp(kind, "fail without") == 0) hk_tokens_fail(tokens, HK_OK, "x");
    else hk_tokens_put(tokens, kind, wrong[*row].text, wrong[*row].size);
    if (is(token, "variable_begin") && kind && strcmp(kind, "variable_begin") == 0) hk_tokens_keep(tokens);
}

static void test_wrong(void)
{
    api a;
    unsigned row;
    api_open(&a);
    CHECK(hk_env_add_token_filter(a.env, put_wrong, &row, &a.error) == HK_OK);
    for (row = 0; row < sizeof wrong / sizeof *wrong; row++) CHECK_FAILS(&a, "\n{{ x }}", wrong[row].status, wrong[row].message);
    api_close(&a);
}

static hk_status use(hk_env *env, void *user)
{
    (void)user;
    static const char source[] = "{% for i in [1, 7] %}@{{ i }}{% endfor %}x";
    const hk_template *t;
    hk_buffer text = HK_BUFFER_NONE;
    hk_status status = hk_env_add_preprocessor(env, double_letter, "x", NULL);
    if (status == HK_OK) status = hk_env_add_token_filter(env, change, NULL, NULL);
    if (status == HK_OK) status = hk_env_from_string(env, source, sizeof source - 1, NULL, &t, NULL);
    if (status == HK_OK) status = hk_render_text(t, NULL, &text, NULL);
    if (status == HK_OK) CHECK_TEXT("text", text.text, text.size, "1seven77xx 19 tokens to 1:42");
    hk_buffer_free(&text);
    return status;
}

static void test_refused(void)
{
    api_refuse(use, NULL);
}

int main(void)
{
    test_sources();
    test_lines();
    test_tokens();
    test_overlay();
    test_wrong();
    test_refused();
    return hkt_done();
}
