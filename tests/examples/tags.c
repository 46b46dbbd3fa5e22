/* tags.c: tags of one's own: {% cache KEY, SECONDS %}…{% endcache %}, whose text is rendered only when it is not kept, and {% csrf_token %}. */
#include <hokora_tags.h>
#include <string.h>
#include <time.h>

static const char page_source[] =
    "{% for user in ['Ada', 'Alan', 'Grace'] %}"
    "<h1>Hello {{ user }}</h1>\n"
    "{% cache 'news', 60 %}<p>The news as {{ user }} saw them first</p>\n{% endcache %}"
    "<form method=post>{% csrf_token %}</form>\n"
    "{% endfor %}";

/* ---- {% cache %}: a call of run_cache with the tag's arguments and its body as `caller` */

struct fragment { char key[32], text[512]; size_t size; time_t until; };

static hk_node *parse_cache(hk_parser *parser, void *user)
{
    hk_nodes *body, *arguments = hk_parse_arguments(parser);
    (void)user;
    hk_parse_body(parser, "endcache", &body);
    return hk_node_call_block(parser, hk_node_run(parser, arguments), NULL, body);
}

static hk_value run_cache(hk_call *call, void *user)
{
    struct fragment *kept = user;   /* a server keeps many, behind a lock */
    size_t key_size, size;
    const char *key = hk_call_string(call, 0, &key_size);
    bool same = key && strlen(kept->key) == key_size && memcmp(kept->key, key, key_size) == 0;
    if (same && time(NULL) < kept->until)
        return hk_safe_string(hk_call_home(call), kept->text, kept->size);
    hk_value text = hk_call_call(call, hk_call_arg(call, 2), NULL, 0);
    const char *bytes = hk_as_string(text, &size);
    if (key && key_size < sizeof kept->key && bytes && size <= sizeof kept->text) {
        *kept = (struct fragment){.size = size, .until = time(NULL) + hk_call_int(call, 1)};
        memcpy(kept->key, key, key_size);
        memcpy(kept->text, bytes, size);
    }
    return text;
}

/* ---- {% csrf_token %}: prints what run_csrf gives */

static hk_node *parse_csrf(hk_parser *parser, void *user)
{
    (void)user;
    return hk_node_output(parser, hk_node_run(parser, NULL));
}

static hk_value run_csrf(hk_call *call, void *user)
{
    const char *field = user;
    return hk_safe_string(hk_call_home(call), field, HK_NUL);
}

int main(void)
{
    static char field[] = "<input type=hidden name=csrf value=2f1c>";
    struct fragment kept = {.size = 0};
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_env_set_flag(env, "autoescape", true, NULL);
    hk_status status = hk_env_add_tag(env, &(hk_tag){"cache", parse_cache, "key, seconds, caller", run_cache, &kept}, &error);
    if (status == HK_OK) status = hk_env_add_tag(env, &(hk_tag){"csrf_token", parse_csrf, "", run_csrf, field}, &error);
    if (status == HK_OK) status = hk_env_from_string(env, page_source, HK_NUL, "page", &page, &error);
    if (status == HK_OK) status = hk_render(page, NULL, hk_file_sink(stdout), &error);
    if (status != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_env_free(env);
    return status;
}
