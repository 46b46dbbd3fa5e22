/* bench.c: hokora under measurement: `bench FOLDER TEMPLATE`, then the orders of orders.h on standard input.
 *
 * Always: the template is compiled and the context built before the first order, and each render goes into the same buffer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hokora.h"
#include "orders.h"

typedef struct workload {
    const char *folder, *name;
    hk_env *env;
    hk_context *context;
    const hk_template *page;
    hk_buffer text;             /* of the last render */
    hk_error error;
} workload;

/* The environment that a template's name asks for: HTML is escaped, all else is plain. Nobody asks the disk whether a file changed. */
static hk_env *new_env(const char *name, hk_error *error)
{
    const char *dot = strrchr(name, '.');
    bool html = is_list(name) || (dot && strcmp(dot, ".html") == 0);
    hk_env *env = hk_env_new(NULL);
    if (env && hk_env_set_flag(env, "autoescape", html, error) == HK_OK &&
        hk_env_set_flag(env, "auto_reload", false, error) == HK_OK)
        return env;
    hk_env_free(env);
    return NULL;
}

static bool load_context(workload *w)
{
    buffer json = {0};
    hk_value data;
    if (!(w->context = hk_context_new(w->env))) return false;
    bool ok = read_whole(w->folder, "context.json", &json) && hk_json_read(w->context, json.data, json.size, &data, &w->error) == HK_OK;
    if (ok) hk_context_set_all(w->context, data);
    free(json.data);
    return ok;
}

static bool load(workload *w)
{
    return (w->env = new_env(w->name, &w->error)) && load_context(w) && hk_env_add_directory(w->env, w->folder, &w->error) == HK_OK &&
           (is_list(w->name) || hk_env_get_template(w->env, w->name, strlen(w->name), &w->page, &w->error) == HK_OK);
}

static bool render(void *state, buffer *out)
{
    workload *w = state;
    w->text.size = 0;
    bool ok = w->page && hk_render_text(w->page, w->context, &w->text, &w->error) == HK_OK;
    *out = (buffer){w->text.text, w->text.size, 0};
    return ok;
}

static bool compile(void *state, const sources *s)
{
    workload *w = state;
    const hk_template *compiled;
    hk_env *env = NULL;
    bool ok = true;
    for (size_t i = 0; ok && i < s->count; i++) {
        if (s->apart) {
            hk_env_free(env);
            env = NULL;
        }
        if (!env) env = new_env(w->name, &w->error);
        ok = env && hk_env_from_string(env, s->texts[i].data, s->texts[i].size, s->names[i], &compiled, &w->error) == HK_OK;
    }
    hk_env_free(env);
    return ok;
}

static bool list(void *state, const buffer *json, sources *out)
{
    workload *w = state;
    hk_value texts;
    bool ok = hk_json_read(w->context, json->data, json->size, &texts, &w->error) == HK_OK;
    for (size_t i = 0, count = ok ? hk_length(texts) : 0; ok && i < count; i++) {
        buffer copy = {0};
        size_t size = 0;
        const char *text = hk_as_string(hk_list_at(texts, i), &size);
        ok = text && buffer_put(&copy, text, size) && sources_add(out, "source.html", copy);
    }
    return ok;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: bench FOLDER TEMPLATE\n", stderr);
        return 2;
    }
    workload w = {.folder = argv[1], .name = argv[2], .text = HK_BUFFER_NONE, .error = HK_ERROR_NONE};
    bool ok = load(&w) && obey_orders(&(engine){w.folder, &w, render, compile, list});
    if (!ok) fprintf(stderr, "bench: %s/%s: %s\n", w.folder, w.name, w.error.message ? w.error.message : "failed");
    hk_error_clear(&w.error);
    hk_buffer_free(&w.text);
    hk_context_free(w.context);
    hk_env_free(w.env);
    return ok ? 0 : 1;
}
