/* settings.c: settings of an environment that are more than a word: the cache's size, joining names, escaping, policies. */
#include "env/cache.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/str.h"

hk_status hk_env_set_cache_size(hk_env *env, int64_t templates, hk_error *error)
{
    hk_status status;
    bool complete = templates >= -1;
    if (!hki_may_configure(env, complete, "an environment and a number of templates, or -1, are needed", error, &status)) return status;
    env->cache_size = templates;
    return HK_OK;
}

hk_status hk_env_clear_cache(hk_env *env)
{
    if (!env) return HK_ARGUMENT_ERROR;
    hki_cache_clear(env);
    return HK_OK;
}

hk_status hk_env_set_join(hk_env *env, hk_join join, void *user, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, true, "an environment is needed", error, &status)) return status;
    env->join = join;
    env->join_user = user;
    return HK_OK;
}

/* ---------------------------------------------------------------- escaping */

/* The endings with a space behind each. */
static const char *keep_endings(hk_env *env, const char *endings)
{
    size_t size = endings ? strlen(endings) : 0;
    char *text = hki_region_alloc(&env->region, size + 2);
    if (!text) return NULL;
    if (size) memcpy(text, endings, size);
    memcpy(text + size, " ", 2);
    return text;
}

hk_status hk_env_select_autoescape(hk_env *env, const char *enabled, const char *disabled, bool for_string, bool otherwise, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, true, "an environment is needed", error, &status)) return status;
    const char *on = keep_endings(env, enabled), *off = keep_endings(env, disabled);
    if (!on || !off) return hki_configured(env, hki_raise_memory(&env->rt), error);
    env->escape = (hki_autoescape){.by_name = true, .enabled = on, .disabled = off, .for_string = for_string, .otherwise = otherwise};
    return HK_OK;
}

hk_status hk_env_set_autoescape(hk_env *env, hk_autoescape escapes, void *user, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, escapes != NULL, "an environment and a function are needed", error, &status)) return status;
    env->escape = (hki_autoescape){.host = escapes, .user = user};
    return HK_OK;
}

/* ---------------------------------------------------------------- policies */

static bool set_integer(int64_t *slot, hk_value v)
{
    if (v.type == HKI_INT) *slot = v.as.i;
    return v.type == HKI_INT;
}

static bool set_text(hk_env *env, const char **slot, hk_value v)
{
    const hki_str *s = v.as.p;
    if (v.type != HKI_STRING && v.type != HKI_NONE) return false;
    *slot = v.type == HKI_NONE ? NULL : hki_region_text(&env->region, s->data, s->size);
    return *slot || v.type == HKI_NONE || hki_raise_memory(&env->rt);
}

static bool set_schemes(hk_env *env, hk_value v)
{
    if (v.type != HKI_NONE && v.type != HKI_LIST && v.type != HKI_TUPLE) return false;
    for (uint32_t i = 0; v.type != HKI_NONE && i < hki_as_list(v)->count; i++)
        if (hki_as_list(v)->items[i].type != HKI_STRING) return false;
    return hki_copy(&env->rt, v, &env->policies.urlize_extra_schemes);
}

static bool set_json(hk_env *env, hk_value v)
{
    uint32_t at = 0;
    if (v.type != HKI_DICT) return false;
    bool sort = false;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(v), &at));) {
        if (e->key.type != HKI_STRING || !hki_str_is(hki_as_str(e->key), "sort_keys", 9) || e->value.type != HKI_BOOL) return false;
        sort = e->value.as.i != 0;
    }
    env->policies.json_sort_keys = sort;
    return true;
}

static bool set_flag(bool *slot, hk_value v)
{
    if (v.type == HKI_BOOL) *slot = v.as.i != 0;
    return v.type == HKI_BOOL;
}

static hk_status no_policy(hk_env *env, const char *policy, hk_error *error)
{
    hki_suggest s;
    hki_suggest_start(&s, policy, strlen(policy));
#define POLICY(name, takes, note) hki_suggest_try(&s, name, sizeof name - 1);
#include "grammar/policies.def"
    return hki_misnamed(env, error, &s, "there is no policy '%s'", policy);
}

static const char *what_policy_takes(const char *policy)
{
#define POLICY(name, takes, note) \
    if (strcmp(policy, name) == 0) return takes;
#include "grammar/policies.def"
    return "";
}

hk_status hk_env_set_policy(hk_env *env, const char *policy, hk_value value, hk_error *error)
{
    hk_status status;
    if (!hki_may_configure(env, policy != NULL, "an environment and the name of a policy are needed", error, &status)) return status;
    hki_policies *p = &env->policies;
    bool ok;
    if (strcmp(policy, "truncate.leeway") == 0) ok = set_integer(&p->truncate_leeway, value);
    else if (strcmp(policy, "urlize.rel") == 0) ok = set_text(env, &p->urlize_rel, value);
    else if (strcmp(policy, "urlize.target") == 0) ok = set_text(env, &p->urlize_target, value);
    else if (strcmp(policy, "urlize.extra_schemes") == 0) ok = set_schemes(env, value);
    else if (strcmp(policy, "json.dumps_kwargs") == 0) ok = set_json(env, value);
    else if (strcmp(policy, "ext.i18n.trimmed") == 0) ok = set_flag(&env->syntax.i18n_trimmed, value);
    else return no_policy(env, policy, error);
    if (ok) return HK_OK;
    if (env->error.kind == HK_NO_MEMORY) return hki_configured(env, false, error);
    hki_error_clear(&env->error);
    return hki_misuse(env, error, "policy '%s' takes %s, not this value of type %t", policy, what_policy_takes(policy), value);
}
