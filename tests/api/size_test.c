/* Texts whose size is HK_NUL: every function that takes a text with its size reads it to its NUL. */
#include "hokora_tags.h"
#include "hokora_tools.h"
#include "render.h"

static bool load(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    (void)call, (void)user;
    *out = (hk_source){.text = "loaded", .size = HK_NUL};
    return size == 4 && memcmp(name, "host", 4) == 0;
}

static bool fetched(api *a, const char *name, const char *want)
{
    const hk_template *t;
    api_text out = {.size = 0};
    bool ok = hk_env_get_template(a->env, name, HK_NUL, &t, &a->error) == HK_OK && hk_render(t, a->context, api_sink(&out), &a->error) == HK_OK;
    return ok && out.size == strlen(want) && memcmp(out.bytes, want, out.size) == 0;
}

/* ${…} prints, and only what is there. */
static void set_up(api *a)
{
    api_open(a);
    CHECK(hk_env_set_text(a->env, "variable_start_string", "${", HK_NUL, &a->error) == HK_OK);
    CHECK(hk_env_set_text(a->env, "variable_end_string", "}", HK_NUL, &a->error) == HK_OK);
    CHECK(hk_env_set_text(a->env, "undefined", "strict", HK_NUL, &a->error) == HK_OK);
}

static void test_templates(void)
{
    static const hk_embedded items[] = {{"embedded", "built in", HK_NUL}};
    api a;
    const hk_template *t;
    api_text saved = {.size = 0};
    set_up(&a);
    CHECK(hk_env_add_template(a.env, "added", HK_NUL, "${1 + 1}", HK_NUL, &a.error) == HK_OK);
    CHECK(hk_env_add_template(a.env, "added\0again", 11, "cut\0off", HK_NUL, &a.error) == HK_OK);
    CHECK(hk_env_add_embedded(a.env, items, 1, &a.error) == HK_OK);
    CHECK(hk_env_add_loader(a.env, load, NULL, &a.error) == HK_OK);
    CHECK(fetched(&a, "added", "2") && fetched(&a, "embedded", "built in") && fetched(&a, "host", "loaded"));
    CHECK(hk_env_get_template(a.env, "added\0again", 11, &t, &a.error) == HK_OK);
    size_t size;
    CHECK(hk_template_source(t, &size) && size == 3);
    CHECK(hk_env_get_template(a.env, "nowhere", HK_NUL, &t, &a.error) == HK_TEMPLATE_NOT_FOUND && strcmp(a.error.message, "nowhere") == 0);
    CHECK(hk_env_get_template(a.env, "added", HK_NUL, &t, &a.error) == HK_OK && hk_template_save(t, api_sink(&saved), &a.error) == HK_OK);
    api_close(&a);

    set_up(&a);
    CHECK(hk_env_add_program(a.env, "saved", HK_NUL, saved.bytes, saved.size, &a.error) == HK_OK && fetched(&a, "saved", "2"));
    CHECK(hk_env_add_program(a.env, "\xff", HK_NUL, saved.bytes, saved.size, &a.error) != HK_OK);
    api_close(&a);
}

static void test_compiling(void)
{
    api a;
    const hk_template *t;
    hk_value out = hk_none();
    api_text tokens = {.size = 0};
    api_open(&a);
    CHECK(hk_env_from_string(a.env, "{{ n }}", HK_NUL, NULL, &t, &a.error) == HK_OK);
    CHECK(hk_env_expression(a.env, "20 + 1", HK_NUL, &t, &a.error) == HK_OK && hk_evaluate(t, NULL, a.context, &out, &a.error) == HK_OK);
    CHECK(hk_as_int(out) == 21);
    CHECK(hk_env_undeclared(a.env, "{{ n }}", HK_NUL, a.context, &out, &a.error) == HK_OK && hk_length(out) == 1);
    CHECK(hk_env_references(a.env, "{% include 'x' %}", HK_NUL, a.context, &out, &a.error) == HK_OK && hk_length(out) == 1);
    CHECK(hk_env_dump(a.env, HK_DUMP_TOKENS, "text", HK_NUL, NULL, api_sink(&tokens), &a.error) == HK_OK && tokens.size > 4);
    api_close(&a);
}

static void test_values(void)
{
    typedef struct row { hk_text name; } row;
    static const hk_field members[] = {HK_FIELD(row, name, HK_KIND_TEXT)};
    static const hk_fields fields = HK_FIELDS("Row", row, members);
    const row ada = {{"Ada", HK_NUL}};
    api a;
    hk_value list;
    api_open(&a);
    hk_context_set(a.context, "copied", hk_string(a.context, "<a>", HK_NUL));
    hk_context_set(a.context, "borrowed", hk_string_borrowed(a.context, "<b>", HK_NUL));
    hk_context_set(a.context, "safe", hk_safe_string(a.context, "<c>", HK_NUL));
    hk_context_set(a.context, "row", hk_struct(a.context, &fields, &ada));
    hk_context_set(a.context, "nothing", hk_string(a.context, NULL, 0));
    CHECK(hk_json_read(a.context, "[1, 2]", HK_NUL, &list, &a.error) == HK_OK);
    hk_context_set(a.context, "list", list);
    CHECK(hk_json_read(a.context, "[1, 2", HK_NUL, &list, &a.error) == HK_JSON_ERROR);
    CHECK_RENDER(&a, "{{ copied }}{{ borrowed }}{{ safe|e }}{{ row.name }}{{ nothing|length }}{{ list }}", "<a><b><c>Ada0[1, 2]");
    (void)hk_string(a.context, NULL, HK_NUL);
    CHECK(hk_context_status(a.context) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* "b" takes the place of each name "a". */
static void rename_a(hk_tokens *tokens, const hk_token *token, void *user)
{
    (void)user;
    bool found = strcmp(token->kind, "name") == 0 && token->size == 1 && *token->text == 'a';
    if (found) hk_tokens_put(tokens, "name", "b", HK_NUL);
    else hk_tokens_keep(tokens);
}

static void test_tokens(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_add_token_filter(a.env, rename_a, NULL, &a.error) == HK_OK);
    hk_context_set(a.context, "b", hk_int(7));
    CHECK_RENDER(&a, "{{ a }}", "7");
    api_close(&a);
}

int main(void)
{
    test_templates();
    test_compiling();
    test_values();
    test_tokens();
    return hkt_done();
}
