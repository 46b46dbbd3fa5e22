/* api_env.c: what an environment gives out: templates, expressions, dumps; and what is added to it. */
#include "base/utf8.h"
#include "compile/compile.h"
#include "env/hint.h"
#include "program/program.h"
#include "syntax/syntax.h"

/* ---------------------------------------------------------------- additions */

hk_status hk_env_add_globals(hk_env *env, hk_value dict, hk_error *error)
{
    if (!env || dict.type != HKI_DICT) return hki_misuse(env, error, "an environment and a dict are needed");
    hki_dict *target = env->open ? env->globals : env->globals_added.type == HKI_DICT ? hki_as_dict(env->globals_added) : hki_dict_new(&env->rt, 8);
    if (!target) return hki_configured(env, false, error);
    if (!env->open) env->globals_added = hki_dict_value(target);
    uint32_t at = 0;
    for (const hki_entry *e; (e = hki_dict_next(hki_as_dict(dict), &at));) {
        hk_value key, value;
        if (!hki_copy(&env->rt, e->key, &key) || !hki_copy(&env->rt, e->value, &value) || !hki_dict_set(&env->rt, target, key, value))
            return hki_configured(env, false, error);
    }
    return HK_OK;
}

/* ---------------------------------------------------------------- templates */

/* An rt for one compile: values that messages need live in `region` and are gone afterwards. */
typedef struct workshop { hki_region region; hki_error error; hki_rt rt; } workshop;

static bool workshop_open(hk_env *env, workshop *w, hk_error *error, hk_status *status)
{
    if (!hki_env_open(env, error, status)) return false;
    hki_region_init(&w->region, env->mem, HKI_SPACE_RENDER);
    hki_error_init(&w->error, env->mem);
    hki_env_rt(env, &w->rt, &w->region, &w->error);
    return true;
}

static hk_status workshop_close(hk_env *env, workshop *w, hk_error *error)
{
    hk_status status = w->error.kind == HK_OK ? HK_OK : hki_report(env, &w->error, error);
    hki_buf_free(&w->rt.scratch);
    hki_error_free(&w->error);
    hki_region_clear(&w->region);
    return status;
}

hk_status hk_env_get_template(hk_env *env, const char *name, size_t size, const hk_template **out, hk_error *error)
{
    workshop w;
    hk_status status;
    if (!env || !name || !out) return hki_misuse(env, error, "an environment, a name and a place for the template are needed");
    if (!workshop_open(env, &w, error, &status)) return status;
    if (hki_cache_get(env, &w.rt, name, size, out) == HKI_NO) {
        hki_error_set(&w.error, HK_TEMPLATE_NOT_FOUND, name, size);
        hki_error_subject(&w.error, HKI_SUBJECT_TEMPLATE, name, size);
        hki_explain(env, &w.error, NULL, NULL);
    }
    return workshop_close(env, &w, error);
}

void hk_template_release(const hk_template *t)
{
    if (t) hki_template_release(t);
}

static hk_status compile_text(hk_env *env, const char *source, size_t size, const char *name, enum hki_origin origin,
    const hk_template **out, hk_error *error)
{
    workshop w;
    hk_status status;
    hk_template *made = NULL;
    if (!env || !source || !out) return hki_misuse(env, error, "an environment, a text and a place for the template are needed");
    if (!workshop_open(env, &w, error, &status)) return status;
    hki_source text = {.text = hki_mem_text(env->mem, source, size), .size = size};
    if (!text.text) hki_raise_memory(&w.rt);
    else if (hki_template_make(env, &w.rt, &text, name, name ? strlen(name) : 0, origin, &made)) *out = made;
    return workshop_close(env, &w, error);
}

hk_status hk_env_from_string(hk_env *env, const char *source, size_t size, const char *name, const hk_template **out, hk_error *error)
{
    return compile_text(env, source, size, name, HKI_FROM_TEXT, out, error);
}

hk_status hk_env_expression(hk_env *env, const char *source, size_t size, const hk_template **out, hk_error *error)
{
    return compile_text(env, source, size, NULL, HKI_EXPRESSION, out, error);
}

/* ---------------------------------------------------------------- dumps */

static bool dump_program(hk_env *env, hki_rt *rt, hki_node *tree, const char *name, hki_buf *text)
{
    hki_compile_options options = {.name = name, .autoescape = env->autoescape, .optimize = env->optimized};
    hki_buf bytes;
    hki_program program;
    hki_buf_init(&bytes, env->mem);
    bool ok = hki_compile_template(rt, &options, tree, &bytes);
    if (ok) hki_program_seal(bytes.data);
    ok = ok && hki_program_open(rt, bytes.data, bytes.size, &program);
    if (ok) hki_program_list(text, &program);
    hki_buf_free(&bytes);
    return ok;
}

static bool dump(hk_env *env, hki_rt *rt, hk_dump what, const char *source, size_t size, const char *name, hki_buf *text)
{
    if (!hki_options_check(rt, &env->syntax)) return false;
    if (what == HK_DUMP_TOKENS) return hki_dump_tokens(rt, &env->syntax, source, size, name, text);
    hki_node *tree = hki_parse_template(rt, &env->syntax, source, size, name);
    if (!tree) return false;
    if (what == HK_DUMP_PROGRAM) return dump_program(env, rt, tree, name, text);
    hki_node_dump(rt, text, tree);
    return true;
}

hk_status hk_env_dump(hk_env *env, hk_dump what, const char *source, size_t size, const char *name, hk_sink sink, hk_error *error)
{
    workshop w;
    hk_status status;
    hki_buf text;
    if (!env || !source || !sink.write) return hki_misuse(env, error, "an environment, a text and a sink are needed");
    if (!workshop_open(env, &w, error, &status)) return status;
    hki_buf_init(&text, env->mem);
    if (!dump(env, &w.rt, what, source, size, name, &text)) {
        hki_error_source(&w.error, source, size);
        hki_explain(env, &w.error, NULL, NULL);
    } else if (text.failed) {
        hki_raise_memory(&w.rt);
    } else if (text.size && !sink.write(sink.user, text.data, text.size)) {
        hki_raise(&w.rt, HK_IO_ERROR, "the output could not be written");
    }
    hki_buf_free(&text);
    return workshop_close(env, &w, error);
}
