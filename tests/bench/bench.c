/* bench.c: hokora under measurement: `bench FOLDER TEMPLATE`, then the orders of orders.h on standard input.
 *
 * Always: the template is compiled and the context built before the first order, and each render goes into the same buffer. */
#include "orders.h"
#include "workload.h"

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
        if (!env) env = workload_env(w->name, &w->error);
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

static bool obey(workload *w) { return obey_orders(&(engine){w->folder, w, render, compile, list}); }

int main(int argc, char **argv)
{
    return workload_main(argc, argv, obey);
}
