/* api_jansson.c: jansson's trees for hosts (include/hokora_jansson.h); src/json does the work. */
#include "hokora_jansson.h"

#include "env/env.h"
#include "json/jansson.h"

hk_status hk_from_jansson(hk_context *context, const json_t *json, hk_value *out, hk_error *error)
{
    if (!context || !json || !out)
        return hki_misuse(context ? context->env : NULL, error, "a context, a tree and a place for the value are needed");
    hki_error *failure = context->rt->error;
    *out = hki_none();
    if (failure->kind != HK_OK) return hki_report(context->env, failure, error);
    if (hki_from_json_tree(context->rt, json, out)) return HK_OK;
    *out = hki_none();
    hk_status status = hki_report(context->env, failure, error);
    if (status != HK_NO_MEMORY) hki_error_clear(failure);
    return status;
}

hk_status hk_to_jansson(hk_value value, json_t **out, hk_error *error)
{
    if (!out) return hki_misuse(NULL, error, "a place for the tree is needed");
    hki_error failure;
    hki_rt rt = {.error = &failure};
    hki_error_init(&failure, &hki_mem_default);
    hki_buf_init(&rt.scratch, &hki_mem_default);
    *out = hki_to_json_tree(&rt, value);
    hk_status status = *out ? HK_OK : hki_report(NULL, &failure, error);
    hki_buf_free(&rt.scratch);
    hki_error_free(&failure);
    return status;
}
