/* What there is to use: every row has a signature and a note, and an environment shows what it can do. */
#include "hokora_tags.h"
#include "hokora_tools.h"

#include "render.h"

static bool find(const hk_env *env, hk_listing what, const char *name, hk_entry *out)
{
    for (size_t at = 0; hk_list_next(env, what, &at, out);)
        if (strcmp(out->name, name) == 0) return true;
    return false;
}

static void test_complete(void)
{
    static const struct { hk_listing what; size_t least; } rows[] = {
        {HK_LIST_FILTERS, 54 + 9}, {HK_LIST_TESTS, 39 + 3}, {HK_LIST_GLOBALS, 6 + 1 + 5}, {HK_LIST_TAGS, 20}, {HK_LIST_EXTENSIONS, 6},
        {HK_LIST_OPTIONS, 22}, {HK_LIST_LIMITS, 4}, {HK_LIST_POLICIES, 6}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hk_entry e;
        size_t count = 0;
        for (size_t at = 0; hk_list_next(NULL, rows[i].what, &at, &e); count++) {
            CHECK_ROW(e.name, e.note && *e.note);
            CHECK_ROW(e.name, rows[i].what == HK_LIST_EXTENSIONS || e.signature);
        }
        CHECK(count >= rows[i].least);
    }
}

static void test_rows(void)
{
    hk_entry e;
    CHECK(find(NULL, HK_LIST_FILTERS, "center", &e) && strcmp(e.signature, "value, width=80") == 0 && !e.extension);
    CHECK(find(NULL, HK_LIST_FILTERS, "zip", &e) && strcmp(e.extension, "extras") == 0);
    CHECK(find(NULL, HK_LIST_TAGS, "do", &e) && strcmp(e.extension, "do") == 0 && strcmp(e.signature, "EXPRESSION") == 0);
    CHECK(find(NULL, HK_LIST_OPTIONS, "undefined", &e) && strcmp(e.signature, "default, strict, chainable or debug") == 0);
    CHECK(find(NULL, HK_LIST_EXTENSIONS, "i18n", &e) && !e.signature);
}

static hk_value host(hk_call *call, void *user) { return (void)call, (void)user, hk_none(); }

static hk_node *parse_nothing(hk_parser *parser, void *user) { return (void)parser, (void)user, NULL; }

static void test_environment(void)
{
    api a;
    hk_entry e;
    api_open(&a);
    CHECK(!find(a.env, HK_LIST_FILTERS, "zip", &e) && !find(a.env, HK_LIST_TAGS, "do", &e) && !find(a.env, HK_LIST_EXTENSIONS, "do", &e));
    CHECK(!find(a.env, HK_LIST_GLOBALS, "gettext", &e) && find(a.env, HK_LIST_GLOBALS, "range", &e));
    CHECK(hk_env_add_extension(a.env, "do", NULL) == HK_OK && hk_env_add_extension(a.env, "extras", NULL) == HK_OK);
    CHECK(hk_env_add_filter(a.env, "upper", "value, loud=True", host, NULL, NULL) == HK_OK);
    CHECK(hk_env_add_filter(a.env, "shout", "value", host, NULL, NULL) == HK_OK && hk_env_add_filter(a.env, "shout", "value, times=1", host, NULL, NULL) == HK_OK);
    CHECK(hk_env_add_test(a.env, "shout", "value", host, NULL, NULL) == HK_OK && hk_env_add_function(a.env, "url_for", "name, **args", host, NULL, NULL) == HK_OK);
    CHECK(hk_env_set_finalize(a.env, host, NULL, NULL) == HK_OK);
    CHECK(hk_env_add_tag(a.env, &(hk_tag){"cache", parse_nothing, "key, caller=None", host, NULL}, NULL) == HK_OK);
    hk_value globals = hk_dict(a.context);
    hk_dict_set(a.context, globals, "site", hk_int(1));
    CHECK(hk_env_add_globals(a.env, globals, NULL) == HK_OK);
    for (int opened = 0; opened < 2; opened++) {
        CHECK(find(a.env, HK_LIST_FILTERS, "zip", &e) && find(a.env, HK_LIST_TAGS, "do", &e) && find(a.env, HK_LIST_EXTENSIONS, "do", &e));
        CHECK(find(a.env, HK_LIST_FILTERS, "upper", &e) && strcmp(e.signature, "value, loud=True") == 0 && strcmp(e.extension, "host") == 0 && !e.note);
        CHECK(find(a.env, HK_LIST_FILTERS, "shout", &e) && strcmp(e.signature, "value, times=1") == 0);
        CHECK(find(a.env, HK_LIST_TESTS, "shout", &e) && strcmp(e.signature, "value") == 0);
        CHECK(find(a.env, HK_LIST_GLOBALS, "url_for", &e) && strcmp(e.signature, "name, **args") == 0);
        CHECK(find(a.env, HK_LIST_TAGS, "cache", &e) && strcmp(e.extension, "host") == 0 && !find(NULL, HK_LIST_TAGS, "cache", &e));
        CHECK(find(a.env, HK_LIST_GLOBALS, "site", &e) && !e.signature);
        size_t twice = 0;
        for (size_t at = 0; hk_list_next(a.env, HK_LIST_FILTERS, &at, &e);) twice += strcmp(e.name, "upper") == 0 || strcmp(e.name, "shout") == 0 || e.name[0] == ' ';
        CHECK(twice == 2);
        CHECK_RENDER(&a, "{{ 1 }}", "None");
    }
    api_close(&a);
}

static void test_nearest(void)
{
    static const char *const names[] = {"check", NULL, "compile", "list"};
    CHECK(hk_nearest("chekc", names, 4) == names[0] && hk_nearest("Compile", names, 4) == names[2] && hk_nearest("comp", names, 4) == names[2]);
    CHECK(!hk_nearest("check", names, 4) && !hk_nearest("nothing", names, 4) && !hk_nearest("", names, 4));
    CHECK(!hk_nearest(NULL, names, 4) && !hk_nearest("check", NULL, 4) && !hk_nearest("check", NULL, 0));
}

static void test_misuse(void)
{
    hk_entry e;
    size_t at = 0;
    CHECK(!hk_list_next(NULL, (hk_listing)99, &at, &e) && !hk_list_next(NULL, HK_LIST_TAGS, NULL, &e) && !hk_list_next(NULL, HK_LIST_TAGS, &at, NULL));
    at = SIZE_MAX;
    CHECK(!hk_list_next(NULL, HK_LIST_TAGS, &at, &e));
}

int main(void)
{
    test_complete();
    test_rows();
    test_environment();
    test_nearest();
    test_misuse();
    return hkt_done();
}
