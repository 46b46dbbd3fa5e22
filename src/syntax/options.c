/* options.c: the defaults of the language's options, and which settings make sense.
 *
 * In:  options.   Out: whether a lexer can work with them. */
#include "syntax/options.h"

#include "base/utf8.h"
#include "syntax/syntax.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

const hki_syntax_options hki_syntax_defaults = {
    .block_start = TEXT("{%"),
    .block_end = TEXT("%}"),
    .variable_start = TEXT("{{"),
    .variable_end = TEXT("}}"),
    .comment_start = TEXT("{#"),
    .comment_end = TEXT("#}"),
    .newline = "\n",
};

/* (Most are ASCII.) */
static bool valid(hki_slice_text t)
{
    size_t ascii = 0;
    while (ascii < t.size && !(t.text[ascii] & 0x80)) ascii++;
    return ascii == t.size || hki_utf8_check(t.text, t.size) == t.size;
}

static bool check_text(hki_rt *rt, hki_slice_text t, const char *name, bool optional)
{
    if (!t.text && optional) return true;
    if (!t.text || !t.size) return hki_raise(rt, HK_VALUE_ERROR, "'%s' must not be empty.", name);
    if (!valid(t)) return hki_raise(rt, HK_VALUE_ERROR, "'%s' must be valid UTF-8.", name);
    return true;
}

static bool same(hki_slice_text a, hki_slice_text b)
{
    return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
}

static bool known_newline(const char *text)
{
    return strcmp(text, "\n") == 0 || strcmp(text, "\r\n") == 0 || strcmp(text, "\r") == 0;
}

/* [jinja] A block may start as a comment does: only neighbours are compared. */
static bool check_values(hki_rt *rt, const hki_syntax_options *o)
{
    if (same(o->block_start, o->variable_start) || same(o->variable_start, o->comment_start))
        return hki_raise(rt, HK_ASSERTION_ERROR, "block, variable and comment start strings must be different.");
    if (!memchr(o->newline, '\0', sizeof o->newline) || !known_newline(o->newline))
        return hki_raise(rt, HK_ASSERTION_ERROR, "'newline_sequence' must be one of '\\n', '\\r\\n', or '\\r'.");
    return true;
}

bool hki_options_check(hki_rt *rt, const hki_syntax_options *o)
{
    if (o->usual) return true;
    return check_text(rt, o->block_start, "block_start_string", false) && check_text(rt, o->block_end, "block_end_string", false) &&
           check_text(rt, o->variable_start, "variable_start_string", false) &&
           check_text(rt, o->variable_end, "variable_end_string", false) &&
           check_text(rt, o->comment_start, "comment_start_string", false) &&
           check_text(rt, o->comment_end, "comment_end_string", false) &&
           check_text(rt, o->line_statement, "line_statement_prefix", true) &&
           check_text(rt, o->line_comment, "line_comment_prefix", true) && check_values(rt, o);
}
