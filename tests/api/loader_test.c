/* Where templates come from, how long they are kept, and settings by name. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render.h"

/* ---- a directory with files, gone at the end */

static char folder[] = "/tmp/hokora-loader-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    CHECK(f != NULL);
    if (!f) return;
    fputs(text, f);
    fclose(f);
}

static void make_link(const char *name, const char *to)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    CHECK(symlink(to, path) == 0);
}

static void make_folder(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    CHECK(mkdir(path, 0700) == 0);
}

static void remove_all(void)
{
    static const char *const names[] = {"in/a.html", "in/inside", "in/outside", "in/absolute", "in/up", "in/sub/b.html", "in/sub", "in", "secret"};
    char path[256];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        CHECK(remove(path) == 0);
    }
    CHECK(rmdir(folder) == 0);
}

/* Renders the template of a name; the status. */
static hk_status load(api *a, const char *name, api_text *out)
{
    const hk_template *t;
    out->size = 0;
    hk_status status = hk_env_get_template(a->env, name, strlen(name), &t, &a->error);
    if (status != HK_OK) return status;
    status = hk_render(t, a->context, api_sink(out), &a->error);
    hk_template_release(t);
    return status;
}

#define CHECK_LOADS(a, name, want)                                                                                                 \
    do {                                                                                                                           \
        api_text got;                                                                                                              \
        CHECK_ROW(name, load((a), name, &got) == HK_OK);                                                                           \
        CHECK_TEXT(name, got.bytes, got.size, want);                                                                               \
    } while (0)

#define CHECK_NOT_FOUND(a, name)                                                                                                   \
    do {                                                                                                                           \
        api_text got;                                                                                                              \
        CHECK_ROW(name, load((a), name, &got) == HK_TEMPLATE_NOT_FOUND);                                                           \
    } while (0)

static void test_directory(void)
{
    api a;
    char path[128];
    CHECK(mkdtemp(folder) != NULL);
    make_folder("in");
    make_folder("in/sub");
    write_file("in/a.html", "A{% include 'sub/b.html' %}");
    write_file("in/sub/b.html", "B1");
    write_file("secret", "secret");
    make_link("in/inside", "sub/b.html");
    make_link("in/outside", "../secret");
    make_link("in/absolute", "/etc/passwd");
    make_link("in/up", "..");
    snprintf(path, sizeof path, "%s/in", folder);

    api_open(&a);
    CHECK(hk_env_add_directory(a.env, path, &a.error) == HK_OK);
    CHECK_LOADS(&a, "a.html", "AB1");
    CHECK_LOADS(&a, "./sub//b.html", "B1");
    if (api_follows_links()) CHECK_LOADS(&a, "inside", "B1");
    CHECK_NOT_FOUND(&a, "outside");
    CHECK_NOT_FOUND(&a, "absolute");
    CHECK_NOT_FOUND(&a, "up/secret");
    CHECK_NOT_FOUND(&a, "../secret");
    CHECK_NOT_FOUND(&a, "sub/../../secret");
    CHECK_NOT_FOUND(&a, "sub");
    CHECK_NOT_FOUND(&a, "");
    write_file("in/sub/b.html", "B-two");
    CHECK_LOADS(&a, "a.html", "AB-two");
    CHECK_LOADS(&a, "sub/b.html", "B-two");
    api_close(&a);

    api_open(&a);
    CHECK(hk_env_add_directory(a.env, path, &a.error) == HK_OK);
    CHECK(hk_env_set_flag(a.env, "auto_reload", false, &a.error) == HK_OK);
    CHECK_LOADS(&a, "sub/b.html", "B-two");
    write_file("in/sub/b.html", "B3");
    CHECK_LOADS(&a, "sub/b.html", "B-two");
    api_close(&a);
    remove_all();
}

/* ---- a function that counts what it is asked, and what it gave and was given back */

typedef struct shelf { const char *text; bool uptodate, broken; int asked, out; } shelf;

static bool is_uptodate(void *data) { return ((shelf *)data)->uptodate; }
static void give_back(void *data) { ((shelf *)data)->out--; }

static bool find(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    shelf *s = user;
    s->asked++;
    if (s->broken) hk_call_fail(call, HK_IO_ERROR, "the shelf fell");
    if (s->broken || size != 4 || memcmp(name, "page", 4) != 0) return false;
    *out = (hk_source){s->text, strlen(s->text), is_uptodate, give_back, s};
    s->out++;
    return true;
}

static void test_function(void)
{
    api a;
    shelf s = {.text = "one", .uptodate = true};
    api_open(&a);
    CHECK(hk_env_add_loader(a.env, find, &s, &a.error) == HK_OK);
    CHECK_LOADS(&a, "page", "one");
    CHECK_LOADS(&a, "page", "one");
    CHECK(s.asked == 1 && s.out == 1);
    s = (shelf){.text = "two", .out = 1};
    CHECK_LOADS(&a, "page", "two");
    CHECK(s.asked == 1 && s.out == 1);
    CHECK_NOT_FOUND(&a, "other");
    s.text = "{% if %}";
    api_text out;
    CHECK(load(&a, "page", &out) == HK_TEMPLATE_SYNTAX_ERROR && s.out == 0);
    s.broken = true;
    CHECK(load(&a, "page", &out) == HK_IO_ERROR && strcmp(a.error.message, "the shelf fell") == 0);
    api_close(&a);
    CHECK(s.out == 0);
}

/* A render sees one version of a template, and holds it. */
static void test_one_version(void)
{
    api a;
    shelf s = {.text = "x"};
    api_open(&a);
    CHECK(hk_env_add_loader(a.env, find, &s, &a.error) == HK_OK);
    CHECK(hk_env_set_cache_size(a.env, 0, &a.error) == HK_OK);
    CHECK_RENDER(&a, "{% for i in range(5) %}{% include 'page' %}{% endfor %}", "xxxxx");
    CHECK(s.asked == 1 && s.out == 0);
    api_close(&a);
}

static void test_order_and_prefix(void)
{
    static const hk_embedded embedded[] = {{"both", "embedded", 8}, {"only", "{% include 'both' %}", 20}};
    api a;
    api_open(&a);
    CHECK(hk_env_add_template(a.env, "both", 4, "first", 5, &a.error) == HK_OK);
    CHECK(hk_env_add_embedded(a.env, embedded, 2, &a.error) == HK_OK);
    CHECK(hk_env_set_prefix(a.env, "admin", &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "both", 4, "admin's", 7, &a.error) == HK_OK);
    CHECK(hk_env_set_prefix(a.env, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "last", 4, "last", 4, &a.error) == HK_OK);
    CHECK_LOADS(&a, "both", "first");
    CHECK_LOADS(&a, "only", "first");
    CHECK_LOADS(&a, "admin/both", "admin's");
    CHECK_LOADS(&a, "last", "last");
    CHECK_NOT_FOUND(&a, "admin/last");
    CHECK_NOT_FOUND(&a, "admin");
    api_close(&a);
}

/* The template that was not used for longest goes first. */
static void test_cache_size(void)
{
    api a;
    shelf s = {.text = "p", .uptodate = true};
    api_open(&a);
    CHECK(hk_env_add_loader(a.env, find, &s, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "b", 1, "b", 1, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "c", 1, "c", 1, &a.error) == HK_OK);
    CHECK(hk_env_set_cache_size(a.env, 2, &a.error) == HK_OK);
    CHECK_LOADS(&a, "page", "p");
    CHECK_LOADS(&a, "b", "b");
    CHECK_LOADS(&a, "page", "p");
    CHECK_LOADS(&a, "c", "c");
    CHECK(s.out == 1);
    CHECK_LOADS(&a, "b", "b");
    CHECK(s.out == 0);
    api_close(&a);
}

/* Many names, so that the table grows, and one that a host keeps while the cache lets it go. */
static void test_many(void)
{
    api a;
    const hk_template *kept;
    api_open(&a);
    for (int i = 0; i < 300; i++) {
        char name[16];
        int size = snprintf(name, sizeof name, "t%d", i);
        CHECK(hk_env_add_template(a.env, name, (size_t)size, name, (size_t)size, &a.error) == HK_OK);
    }
    CHECK(hk_env_set_cache_size(a.env, 100, &a.error) == HK_OK);
    CHECK(hk_env_get_template(a.env, "t0", 2, &kept, &a.error) == HK_OK);
    CHECK_RENDER(&a, "{% for i in range(300) %}{% set s %}{% include 't' ~ i %}{% endset %}{{ s[1:] if s[1:]|int != i }}{% endfor %}", "");
    api_text out = {.size = 0};
    CHECK(hk_render(kept, NULL, api_sink(&out), &a.error) == HK_OK);
    CHECK_TEXT("kept", out.bytes, out.size, "t0");
    hk_template_release(kept);
    hk_template_release(NULL);
    api_close(&a);
}

/* ---- settings */

static bool escape_all(void *user, const char *name, size_t size) { return (void)user, name && size > 0; }

static hk_value show_none(hk_call *call, void *user)
{
    hk_value v = hk_call_arg(call, 0);
    (void)user;
    return hk_type_of(v) == HK_TYPE_NONE ? hk_string(hk_call_home(call), "-", 1) : v;
}

static void test_settings(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_add_template(a.env, "a.SVG", 5, "{{ '<' }}", 9, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "a.txt", 5, "{{ '<' }}", 9, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "a", 1, "an earlier text of another size", HK_NUL, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "a", 1, "{{ '<' }}", 9, &a.error) == HK_OK);
    CHECK(hk_env_select_autoescape(a.env, "html svg", "txt", false, true, &a.error) == HK_OK);
    CHECK(hk_env_set_finalize(a.env, show_none, NULL, &a.error) == HK_OK);
    CHECK(hk_env_set_policy(a.env, "truncate.leeway", hk_int(0), &a.error) == HK_OK);
    CHECK(hk_env_set_policy(a.env, "urlize.rel", hk_none(), &a.error) == HK_OK);
    CHECK(hk_env_set_policy(a.env, "urlize.target", hk_string(a.context, "_top", 4), &a.error) == HK_OK);
    CHECK(hk_env_set_policy(a.env, "truncate.leeway", hk_none(), &a.error) == HK_ARGUMENT_ERROR);
    hk_value schemes = hk_list(a.context);
    hk_list_push(a.context, schemes, hk_cstring(a.context, "tel:"));
    CHECK(hk_env_set_policy(a.env, "urlize.extra_schemes", schemes, &a.error) == HK_OK);
    hk_list_push(a.context, schemes, hk_int(1));
    CHECK(hk_env_set_policy(a.env, "urlize.extra_schemes", schemes, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_policy(a.env, "nothing", hk_none(), &a.error) == HK_ARGUMENT_ERROR);
    hk_value keywords = hk_dict(a.context);
    hk_dict_set(a.context, keywords, "sort_keys", hk_bool(false));
    CHECK(hk_env_set_policy(a.env, "json.dumps_kwargs", keywords, &a.error) == HK_OK);
    hk_dict_set(a.context, keywords, "indent", hk_int(2));
    CHECK(hk_env_set_policy(a.env, "json.dumps_kwargs", keywords, &a.error) == HK_ARGUMENT_ERROR);
    CHECK_LOADS(&a, "a.SVG", "&lt;");
    CHECK_LOADS(&a, "a.txt", "<");
    CHECK_LOADS(&a, "a", "&lt;");
    CHECK_RENDER(&a, "{{ '<' }}{{ none }}{{ x }}{{ 1 }} {{ [none] }} a{{ 'abcdefgh'|truncate(6) }}", "<-1 [None] aabc...");
    CHECK_RENDER(&a, "{{ 'http://example.com'|urlize }} {{ {'b': 1, 'a': 2}|tojson }}", "<a href=\"http://example.com\" target=\"_top\">http://example.com</a> {\"b\": 1, \"a\": 2}");
    CHECK_RENDER(&a, "{{ 'tel:+1 ftp://a'|urlize }}", "<a href=\"tel:+1\" target=\"_top\">tel:+1</a> ftp://a");
    CHECK(hk_env_set_policy(a.env, "urlize.rel", hk_none(), &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_cache_size(a.env, 3, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);

    api_open(&a);
    CHECK(hk_env_add_template(a.env, "a.txt", 5, "{{ '<' }}", 9, &a.error) == HK_OK);
    CHECK(hk_env_set_autoescape(a.env, escape_all, NULL, &a.error) == HK_OK);
    CHECK_LOADS(&a, "a.txt", "&lt;");
    CHECK_RENDER(&a, "{{ '<' }}", "<");
    api_close(&a);
}

static void test_misuse(void)
{
    static const hk_embedded nameless[] = {{NULL, "x", 1}};
    api a;
    api_open(&a);
    CHECK(hk_env_add_directory(a.env, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_template(a.env, NULL, 0, "x", 1, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_embedded(a.env, NULL, 1, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_embedded(a.env, nameless, 1, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_loader(a.env, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_prefix(NULL, "a", NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_cache_size(a.env, -2, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_autoescape(a.env, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_finalize(a.env, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_select_autoescape(NULL, "html", NULL, true, false, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_policy(a.env, NULL, hk_none(), &a.error) == HK_ARGUMENT_ERROR);
    CHECK_RENDER(&a, "x", "x");
    CHECK(hk_env_add_loader(a.env, find, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_prefix(a.env, "a", &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

int main(void)
{
    test_directory();
    test_function();
    test_one_version();
    test_order_and_prefix();
    test_cache_size();
    test_many();
    test_settings();
    test_misuse();
    return hkt_done();
}
