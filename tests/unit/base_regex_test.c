/* Patterns of Python's re put into PCRE2's; the walk over matches; the cache of patterns. */
#include <stdio.h>
#include <string.h>

#include "base/regex.h"
#include "check.h"
#include "mem.h"

/* ---- patterns, and what is made of them; or the error */

static const struct { const char *pattern, *want; } rows[] = {
    {"a.b*", "a.b*"},
    {"\\d\\w\\s\\b\\B\\A", "\\d\\w\\s\\b\\B\\A"},
    {"\\Z", "\\z"},
    {"\\v", "\\x{b}"},
    {"\\x41\\u00e9\\U0001f600", "\\x{41}\\x{e9}\\x{1f600}"},
    {"\\0\\07\\101\\1\\12", "\\x{0}\\x{7}\\x{41}\\g{1}\\g{12}"},
    {"[\\1\\x41\\b\\]]", "[\\x{1}\\x{41}\\b\\]]"},
    {"[]a][^]][[:x]", "[\\]a][^\\]][\\[:x]"},
    {"a{2}b{2,}c{,3}d{1,2}e{,}", "a{2}b{2,}c{0,3}d{1,2}e{0,}"},
    {"a{}{x}{1", "a\\{}\\{x}\\{1"},
    {"(?P<n>a)(?P=n)(?:b)(?=c)(?!d)(?<=e)(?<!f)(?>g)", "(?P<n>a)(?P=n)(?:b)(?=c)(?!d)(?<=e)(?<!f)(?>g)"},
    {"(a)?(?(1)b|c)(?(n)d)", "(a)?(?(1)b|c)(?(<n>)d)"},
    {"a(?#b)c", "ac"},
    {"(?im)a", "a"},
    {"(?x)a # [\nb", "a # [\nb"},
    {"(?i:a)(?-i:b)(?is-m:c)(?u:d)", "(?i:a)(?-i:b)(?is-m:c)(?:d)"},
    {"\\\\\\.\\é", "\\\\\\.\\é"},
    {"a\\", "bad escape (end of pattern) in the regular expression 'a\\'"},
    {"\\x4", "incomplete escape \\x4 in the regular expression '\\x4'"},
    {"\\u12", "incomplete escape \\u12 in the regular expression '\\u12'"},
    {"\\U00110000", "bad escape \\U00110000 in the regular expression '\\U00110000'"},
    {"\\777", "octal escape value outside of range 0-0o377: \\777 in the regular expression '\\777'"},
    {"\\h", "bad escape \\h in the regular expression '\\h'"},
    {"[\\B]", "bad escape \\B in the regular expression '[\\B]'"},
    {"[\\8]", "bad escape \\8 in the regular expression '[\\8]'"},
    {"[ab", "unterminated character set in the regular expression '[ab'"},
    {"(?#a", "missing ), unterminated comment in the regular expression '(?#a'"},
    {"(?<n>a)", "unknown extension ?<n in the regular expression '(?<n>a)'"},
    {"(?P>n)", "unknown extension ?P> in the regular expression '(?P>n)'"},
    {"(?|a)", "unknown extension ? in the regular expression '(?|a)'"},
    {"(?(?=a)b)", "bad group name after (?( in the regular expression '(?(?=a)b)'"},
    {"(?", "unknown extension ? in the regular expression '(?'"},
    {"(?i", "missing -, : or ) in the regular expression '(?i'"},
    {"(?L)a", "unknown flag L in the regular expression '(?L)a'"},
    {"(?x:a)", "unknown or unsupported flag x in the regular expression '(?x:a)'"},
    {"a(?i)", "global flags not at the start in the regular expression 'a(?i)'"},
    {"(*UTF)a", "nothing to repeat in the regular expression '(*UTF)a'"},
};

static void check_translation(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_buf out;
        hki_error error;
        unsigned flags = 0;
        uint32_t repeat;
        hki_buf_init(&out, &hki_mem_default);
        hki_error_init(&error, &hki_mem_default);
        bool ok = hki_regex_translate(rows[i].pattern, strlen(rows[i].pattern), &out, &flags, &repeat, &error);
        const hki_buf *got = ok ? &out : &error.message;
        CHECK_BYTES(rows[i].pattern, got->data, got->size, rows[i].want, strlen(rows[i].want));
        hki_buf_free(&out);
        hki_error_free(&error);
    }
}

/* ---- the walk */

static void walk(const char *pattern, unsigned flags, const char *text, const char *want)
{
    char got[200] = "";
    size_t from, to;
    hki_error error;
    hki_error_init(&error, &hki_mem_default);
    hki_regex *r = hki_regex_new(&hki_mem_default, pattern, strlen(pattern), flags, &error);
    hki_match *m = r ? hki_match_new(r, text, strlen(text)) : NULL;
    CHECK_ROW(pattern, m != NULL);
    while (m && hki_match_next(m, HKI_MATCH_SEARCH, &error) > 0) {
        CHECK_ROW(pattern, hki_match_group(m, 0, &from, &to));
        snprintf(got + strlen(got), sizeof got - strlen(got), "%zu-%zu ", from, to);
    }
    CHECK_BYTES(pattern, got, strlen(got), want, strlen(want));
    CHECK_ROW(pattern, !m || !hki_match_group(m, 9, &from, &to));
    hki_match_free(m);
    hki_regex_free(r);
    hki_error_free(&error);
}

static void check_walk(void)
{
    walk("a", 0, "banana", "1-2 3-4 5-6 ");
    walk("x*", 0, "axb", "0-0 1-2 2-2 3-3 ");       /* as re.finditer */
    walk("", 0, "é", "0-0 2-2 ");
    walk("É", HKI_REGEX_IGNORECASE, "éÉ", "0-2 2-4 ");
    walk("^a$", HKI_REGEX_MULTILINE, "a\na\n", "0-1 2-3 ");
    walk("(?m)^", 0, "a\n", "0-0 2-2 ");
    walk("$", 0, "a\n", "1-1 2-2 ");
    walk("(?s).", 0, "\n", "0-1 ");
    walk("(?a)\\w", 0, "éa", "2-3 ");
    walk("(a|b)*c", 0, "ababc", "0-5 ");
}

static void check_groups(void)
{
    hki_error error;
    size_t from, to;
    hki_error_init(&error, &hki_mem_default);
    hki_regex *r = hki_regex_new(&hki_mem_default, "(?P<one>a)|(b)", 14, 0, &error);
    CHECK(hki_regex_groups(r) == 2 && hki_regex_group(r, "one", 3) == 1 && hki_regex_group(r, "two", 3) == -1);
    CHECK(hki_regex_group(r, "a name that is far too long for any group of PCRE2", 50) == -1);
    hki_match *m = hki_match_new(r, "xb", 2);
    CHECK(hki_match_next(m, HKI_MATCH_START, &error) == 0);
    CHECK(hki_match_next(m, HKI_MATCH_SEARCH, &error) == 1);
    CHECK(!hki_match_group(m, 1, &from, &to) && hki_match_group(m, 2, &from, &to) && from == 1 && to == 2);
    hki_match_free(m);
    m = hki_match_new(r, "ab", 2);
    CHECK(hki_match_next(m, HKI_MATCH_WHOLE, &error) == 0);
    CHECK(hki_match_next(m, HKI_MATCH_START, &error) == 1);
    hki_match_free(m);
    hki_regex_free(r);
    hki_error_free(&error);
}

/* ---- work that a pattern makes is limited, a text's length alone is not */

static int search_long(const char *pattern, char fill, hk_status *kind)
{
    enum { SIZE = 1 << 20 };
    static char text[SIZE];
    hki_error error;
    memset(text, fill, SIZE);
    hki_error_init(&error, &hki_mem_default);
    hki_regex *r = hki_regex_new(&hki_mem_default, pattern, strlen(pattern), 0, &error);
    hki_match *m = r ? hki_match_new(r, text, SIZE) : NULL;
    int found = m ? hki_match_next(m, HKI_MATCH_SEARCH, &error) : -2;
    *kind = error.kind;
    hki_match_free(m);
    hki_regex_free(r);
    hki_error_free(&error);
    return found;
}

static void check_limits(void)
{
    static const char *const hostile[] = {"x*[yz]", "(x+x+)+[yz]", "(x*)\\1\\1[yz]", "(?:x|xx)*[yz]", "(?=(x+))\\1x", "x{1000}[yz]",
        "(?<=x)x*(?=[yz])"};
    static const char *const friendly[] = {"[yz]", "y", "x\\b\\Zy", "\\w{3}[yz]"};
    hk_status kind;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        CHECK_ROW(hostile[i], search_long(hostile[i], 'x', &kind) == -1 && kind == HK_LIMIT);
    for (size_t i = 0; i < sizeof friendly / sizeof *friendly; i++)
        CHECK_ROW(friendly[i], search_long(friendly[i], 'x', &kind) == 0 && kind == HK_OK);
    CHECK(search_long("(?:x|y)*+", 'x', &kind) == 1 || kind == HK_LIMIT);
}

/* ---- every request for memory refused once; the cache gives all back */

static bool refused_once(size_t nth)
{
    hkt_mem mem;
    hki_error error;
    int found = -1;
    hkt_mem_init(&mem);
    mem.fail_at = nth;
    hki_error_init(&error, &mem.hooks);
    hki_regex_cache *cache = hki_regex_cache_new(&mem.hooks);
    const hki_regex *r = cache ? hki_regex_take(cache, "(a|b)+c", 7, 0, &error) : NULL;
    hki_match *m = r ? hki_match_new(r, "xabac", 5) : NULL;
    if (m) found = hki_match_next(m, HKI_MATCH_SEARCH, &error);
    CHECK(found == 1 || mem.failed);
    hki_match_free(m);
    if (r) hki_regex_give(cache, r);
    hki_regex_cache_free(cache);
    hki_error_free(&error);
    CHECK(mem.live == 0 && !mem.wrong_size);
    return mem.failed;
}

/* More patterns than the cache holds, some of them again. */
static void check_many(void)
{
    hki_error error;
    hki_error_init(&error, &hki_mem_default);
    hki_regex_cache *cache = hki_regex_cache_new(&hki_mem_default);
    for (int i = 0; i < 2000; i++) {
        char pattern[16], text[16];
        snprintf(pattern, sizeof pattern, "a%d$", i * 7 % 100);
        snprintf(text, sizeof text, "a%d", i * 7 % 100);
        const hki_regex *r = hki_regex_take(cache, pattern, strlen(pattern), 0, &error);
        hki_match *m = r ? hki_match_new(r, text, strlen(text)) : NULL;
        CHECK_ROW(pattern, m && hki_match_next(m, HKI_MATCH_SEARCH, &error) == 1);
        hki_match_free(m);
        if (r) hki_regex_give(cache, r);
    }
    hki_regex_cache_free(cache);
    hki_error_free(&error);
}

/* More patterns in use than the cache has room for. */
static void check_room(void)
{
    const hki_regex *taken[100];
    hki_error error;
    hki_error_init(&error, &hki_mem_default);
    hki_regex_cache *cache = hki_regex_cache_new(&hki_mem_default);
    for (int i = 0; i < 100; i++) {
        char pattern[16];
        snprintf(pattern, sizeof pattern, "%d", i);
        taken[i] = hki_regex_take(cache, pattern, strlen(pattern), 0, &error);
    }
    const hki_regex *again = hki_regex_take(cache, "5", 1, 0, &error);
    const hki_regex *folded = hki_regex_take(cache, "5", 1, HKI_REGEX_IGNORECASE, &error);
    CHECK(again == taken[5] && folded != taken[5]);
    hki_regex_give(cache, again);
    hki_regex_give(cache, folded);
    for (int i = 0; i < 100; i++) hki_regex_give(cache, taken[i]);
    hki_regex_cache_free(cache);
    hki_error_free(&error);
}

int main(void)
{
    check_translation();
    check_walk();
    check_groups();
    check_limits();
    check_room();
    check_many();
    for (size_t nth = 1; refused_once(nth); nth++) continue;
    return hkt_done();
}
