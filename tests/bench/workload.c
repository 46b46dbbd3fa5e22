/* workload.c: a folder's template and context -> an environment, the compiled template and the variables. */
#include "workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "orders.h"

hk_env *workload_env(const char *name, hk_error *error)
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

/* Fills in what a workload with folder and name is without. A list of sources has no page. */
static bool load(workload *w)
{
    return (w->env = workload_env(w->name, &w->error)) && load_context(w) && hk_env_add_directory(w->env, w->folder, &w->error) == HK_OK &&
           (is_list(w->name) || hk_env_get_template(w->env, w->name, HK_NUL, &w->page, &w->error) == HK_OK);
}

int workload_main(int argc, char **argv, bool (*measure)(workload *w))
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s FOLDER TEMPLATE\n", argv[0]);
        return 2;
    }
    workload w = {.folder = argv[1], .name = argv[2], .text = HK_BUFFER_NONE, .error = HK_ERROR_NONE};
    bool ok = load(&w) && measure(&w);
    if (!ok) fprintf(stderr, "%s/%s: %s\n", w.folder, w.name, w.error.message ? w.error.message : "failed");
    hk_error_clear(&w.error);
    hk_buffer_free(&w.text);
    hk_context_free(w.context);
    hk_env_free(w.env);
    return ok ? 0 : 1;
}
