/* Look-ups that remember where a name was found: templates, contexts and environments come and go, often at the same addresses, and each
 * render sees its own data. */
#include <stdio.h>

#include "render.h"

static hk_value pair(hk_context *context, const char *first, const char *second)
{
    hk_value d = hk_dict(context);
    hk_dict_set(context, d, first, hk_cstring(context, first));
    hk_dict_set(context, d, second, hk_cstring(context, second));
    return d;
}

static void check_page(const hk_template *page, const hk_context *context, const char *want)
{
    api_text got = {.size = 0};
    hk_error error = HK_ERROR_NONE;
    CHECK(hk_render(page, context, api_sink(&got), &error) == HK_OK);
    CHECK_BYTES(want, got.bytes, got.size, want, strlen(want));
    hk_error_clear(&error);
}

/* One template after the other, let go of in between. */
static void test_templates(api *a)
{
    static const char *const sources[] = {"{{ d.ab }}", "{{ d.ba }}", "{{ d.cd }}"}, *const want[] = {"ab", "ba", ""};
    hk_context_set(a->context, "d", pair(a->context, "ab", "ba"));
    for (unsigned i = 0; i < 60; i++) {
        const hk_template *page;
        CHECK(hk_env_from_string(a->env, sources[i % 3], strlen(sources[i % 3]), NULL, &page, &a->error) == HK_OK);
        check_page(page, a->context, want[i % 3]);
        hk_template_release(page);
    }
}

static void check_context(const hk_template *page, hk_env *env, bool turned)
{
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "d", turned ? pair(context, "ba", "ab") : pair(context, "ab", "ba"));
    check_page(page, context, "ab ba ab");
    hk_context_free(context);
}

/* One context after the other, of the template's environment, of an overlay, and of one that goes with it. */
static void test_contexts(api *a)
{
    static const char source[] = "{{ d.ab }} {{ d.ba }} {{ d['ab'] }}";
    const hk_template *page, *same;
    hk_env *overlay;
    CHECK(hk_env_from_string(a->env, source, strlen(source), NULL, &page, &a->error) == HK_OK);
    CHECK(hk_env_overlay(a->env, &overlay, &a->error) == HK_OK);
    CHECK(hk_env_from_string(overlay, source, strlen(source), NULL, &same, &a->error) == HK_OK);
    for (unsigned i = 0; i < 20; i++) {
        check_context(page, a->env, i % 2);
        check_context(page, overlay, i % 3);
        check_context(same, a->env, i % 2);
    }
    hk_env_free(overlay);
    for (unsigned i = 0; i < 20; i++) {
        hk_env *other = hk_env_new(&a->mem.hooks);
        check_context(page, other, i % 2);
        hk_env_free(other);
    }
}

/* Numbers as keys, of any size, are never taken for texts; nor are entries that were removed. */
static void test_keys(api *a)
{
    CHECK_RENDER(a, "{% set n = namespace(x=1) %}{% for i in range(3) %}{% set n.x = n.x + 1 %}{{ n.x }}{% endfor %}", "234");
    CHECK_RENDER(a, "{% for d in [{'x': 1}, {1: 2}, {'y': 0, 'x': 3}, {}, {'x': 4}] %}{{ d.x }},{% endfor %}", "1,,3,,4,");
    CHECK_RENDER(a, "{% set d = {'x': 1, 'y': 2} %}{% for i in range(3) %}{{ d.y }}{% if i == 0 %}{{ d.pop('x') }}{% endif %}{% endfor %}", "2122");
    CHECK_RENDER(a, "{% set d = {'x': 1} %}{% for i in range(3) %}{{ d.x }}{{ d.clear() or '' }}{% endfor %}", "1");
}

/* More names than are interned, and longer ones. */
static void test_many(api *a)
{
    enum { NAMES = 3000 };
    hk_value d = hk_dict(a->context);
    char name[200];
    for (int i = 0; i < NAMES; i++) {
        int size = snprintf(name, sizeof name, "k%d%0*d", i, i % 7 ? 1 : 90, 0);
        hk_dict_set(a->context, d, name, hk_int(size));
    }
    hk_context_set(a->context, "many", d);
    CHECK_RENDER(a, "{{ many|length }} {{ many.k10 }} {{ many.k29990 }} {{ many.k70 is defined }}", "3000 3 6 False");
}

static hk_status build(hk_env *env, void *user)
{
    (void)user;
    hk_context *context = hk_context_new(env);
    if (!context) return HK_NO_MEMORY;
    hk_context_set(context, "d", pair(context, "ab", "ba"));
    hk_status status = hk_context_status(context);
    hk_context_free(context);
    return status;
}

int main(void)
{
    api a;
    api_open(&a);
    test_templates(&a);
    test_contexts(&a);
    test_keys(&a);
    test_many(&a);
    api_close(&a);
    api_refuse(build, NULL);
    return hkt_done();
}
