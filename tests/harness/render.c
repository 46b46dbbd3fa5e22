/* render.c: a small environment for tests of the rooms below src/env. */
#include "render.h"

#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "compile/compile.h"
#include "literal.h"
#include "syntax/syntax.h"
#include "value/dict.h"
#include "value/str.h"
#include "value/text.h"

static const hki_function *find_filter(hki_rt *rt, const char *name, size_t size)
{
    return hki_vocabulary_find(((hkt_env *)rt->env)->filters, name, size);
}

static const hki_function *find_test(hki_rt *rt, const char *name, size_t size)
{
    return hki_vocabulary_find(((hkt_env *)rt->env)->tests, name, size);
}

void hkt_env_open(hkt_env *env)
{
    *env = (hkt_env){.syntax = hki_syntax_defaults, .up = {.filter = find_filter, .test = find_test}};
    hkt_rt_open(&env->home);
    env->home.region.space = HKI_SPACE_FROZEN;
    env->home.rt.env = env;
    env->home.rt.up = &env->up;
    env->policies = (hki_policies){.truncate_leeway = 5, .urlize_rel = "noopener", .urlize_extra_schemes = hki_none(),
        .json_sort_keys = true};
    env->home.rt.policies = &env->policies;
    env->filters = hki_filters_new(&env->home.rt);
    env->tests = hki_tests_new(&env->home.rt);
    env->globals = hki_dict_new(&env->home.rt, 8);
    env->context = hki_dict_new(&env->home.rt, 8);
    CHECK(env->filters && env->tests && hki_globals_add(&env->home.rt, env->globals));
    hki_buf_init(&env->out, &hki_mem_default);
}

void hkt_env_close(hkt_env *env)
{
    hki_vm_free(env->vm);
    for (hkt_source *s = env->sources, *next; s; s = next) {
        next = s->next;
        hki_region_clear(&s->t.region);
        hki_buf_free(&s->bytes);
        free(s);
    }
    hki_buf_free(&env->out);
    hkt_rt_close(&env->home);
}

static hkt_source *add_source(hkt_env *env, const char *name, const char *text)
{
    hkt_source *s = calloc(1, sizeof *s);
    CHECK(s != NULL);
    hki_buf_init(&s->bytes, &env->home.mem.hooks);
    hki_region_init(&s->t.region, &env->home.mem.hooks, HKI_SPACE_FROZEN);
    s->name = name;
    s->text = text;
    s->next = env->sources;
    env->sources = s;
    return s;
}

void hkt_env_template(hkt_env *env, const char *name, const char *text)
{
    add_source(env, name, text);
}

void hkt_env_set(hkt_env *env, const char *name, const char *value)
{
    CHECK(hki_dict_set_c(&env->home.rt, env->context, name, hkt_value(&env->home, value)));
}

/* Compiles and links; errors go to `rt`. */
static bool prepare(hkt_env *env, hki_rt *asked, hkt_source *s, bool expression)
{
    hki_region tree;
    hki_rt rt = *asked;
    if (s->linked) return true;
    hki_region_init(&tree, &env->home.mem.hooks, HKI_SPACE_RENDER);
    rt.region = &tree;
    rt.up = &env->up;
    rt.host = NULL;
    hki_buf_init(&rt.scratch, &env->home.mem.hooks);
    size_t size = strlen(s->text);
    hki_reads reads;
    hki_syntax_options syntax = env->syntax;
    syntax.reads = &reads;
    hki_compile_options options = {.name = s->name, .autoescape = env->autoescape, .optimize = true, .reads = &reads};
    hki_node *n = expression ? hki_parse_expression(&rt, &syntax, s->text, size)
                             : hki_parse_template(&rt, &syntax, s->text, size, s->name);
    bool ok = n && (expression ? hki_compile_expression(&rt, &options, n, &s->bytes) : hki_compile_template(&rt, &options, n, &s->bytes));
    rt.region = &s->t.region;
    if (ok) hki_program_seal(s->bytes.data, 0, 0);
    ok = ok && hki_program_open(&rt, s->bytes.data, s->bytes.size, &s->t.program) &&
         hki_template_link(&rt, &s->t, s->name, s->name ? strlen(s->name) : 0, NULL);
    hki_buf_free(&rt.scratch);
    hki_region_clear(&tree);
    s->t.globals = env->globals;
    s->t.autoescape = env->autoescape;
    return s->linked = ok;
}

static int get_template(void *user, hki_rt *rt, const hki_str *name, const hki_str *parent, const hki_template **out)
{
    hkt_env *env = user;
    (void)parent;
    if (!name) return HKI_NO;
    for (hkt_source *s = env->sources; s; s = s->next) {
        if (!s->name || !hki_str_is(name, s->name, strlen(s->name))) continue;
        *out = &s->t;
        return prepare(env, rt, s, false) ? HKI_YES : HKI_ERROR;
    }
    return HKI_NO;
}

static bool take(void *user, hki_rt *rt, const char *text, size_t size)
{
    hkt_env *env = user;
    (void)rt;
    hki_buf_put(&env->out, text, size);
    env->pieces++;
    return true;
}

static const char *say_error(hkt_env *env, hki_error *e)
{
    char line[32];
    env->out.size = 0;
    hki_buf_str(&env->out, hki_status_name(e->kind));
    hki_buf_str(&env->out, ": ");
    hki_buf_put(&env->out, e->message.data, e->message.size);
    snprintf(line, sizeof line, ":%u", e->line);
    hki_buf_str(&env->out, " @");
    hki_buf_put(&env->out, e->template_name.data, e->template_name.size);
    hki_buf_str(&env->out, line);
    hki_buf_char(&env->out, '\0');
    hki_error_clear(e);
    return env->out.data;
}

static const char *run(hkt_env *env, const char *name, const char *text, bool expression)
{
    env->host = (hki_host){.env = env, .get_template = get_template, .write = take, .sink = env};
    hki_vm_options options = {.mem = &env->home.mem.hooks, .host = &env->host, .policies = &env->policies,
        .up = &env->up, .limits = env->limits, .hash_seed = env->home.rt.hash_seed, .undefined = env->undefined,
        .sandbox = env->sandbox, .native = env->native, .newline = "\n"};
    hki_error error;
    hk_value value;
    hki_error_init(&error, &env->home.mem.hooks);
    hki_vm_free(env->vm);
    env->vm = hki_vm_new(&options);
    if (!env->vm) return "MemoryError: no VM";
    env->out.size = env->pieces = 0;
    hki_rt *rt = hki_vm_rt(env->vm);
    hki_error *own = rt->error;
    rt->error = &error;
    hkt_source *s = add_source(env, name, text);
    bool ok = prepare(env, rt, s, expression);
    rt->error = own;
    size_t before = env->home.mem.live;
    env->home.mem.peak = before;
    if (ok && (expression || env->native)) {
        ok = hki_vm_evaluate(env->vm, &s->t, env->context, &error, &value);
        if (ok) ok = hki_repr(hki_vm_rt(env->vm), &env->out, value);
    } else if (ok) {
        ok = hki_vm_render(env->vm, &s->t, env->context, &error);
    }
    env->peak = env->home.mem.peak - before;
    if (ok) hki_buf_char(&env->out, '\0');
    const char *said = ok ? env->out.data : say_error(env, &error);
    hki_error_free(&error);
    return said;
}

const char *hkt_render(hkt_env *env, const char *name, const char *text)
{
    return run(env, name, text, false);
}

const char *hkt_evaluate(hkt_env *env, const char *expression)
{
    return run(env, NULL, expression, true);
}

/* ---- tables */

static void open_row(hkt_env *env, const hkt_render_row *row)
{
    hkt_env_open(env);
    env->autoescape = (row->options & HKT_AUTOESCAPE) != 0;
    env->native = (row->options & HKT_NATIVE) != 0;
    env->sandbox = row->options & HKT_IMMUTABLE ? 2 : (row->options & HKT_SANDBOX) != 0;
    if (row->options & HKT_STRICT) env->undefined = HKI_UNDEFINED_STRICT;
    if (row->options & HKT_TAGS) env->syntax.extensions |= HKI_EXT_DO | HKI_EXT_LOOPCONTROLS;
    for (size_t k = 0; k < sizeof row->vars / sizeof *row->vars && row->vars[k]; k += 2) hkt_env_set(env, row->vars[k], row->vars[k + 1]);
    for (size_t k = 0; k < sizeof row->templates / sizeof *row->templates && row->templates[k]; k += 2)
        hkt_env_template(env, row->templates[k], row->templates[k + 1]);
}

/* Again with the nth request of the compile and render refused: it fails with MemoryError and leaves nothing behind. */
static void refuse_each(const hkt_render_row *row)
{
    for (size_t nth = 1;; nth++) {
        hkt_env env;
        open_row(&env, row);
        env.home.mem.fail_at = env.home.mem.calls + nth;
        const char *said = hkt_render(&env, row->name, row->source);
        bool failed = env.home.mem.failed;
        if (failed && strncmp(said, "MemoryError", 11) != 0)    /* what could be done without it was */
            hkt_check_text(said, strlen(said), row->want, strlen(row->want), __FILE__, __LINE__, row->source);
        env.home.mem.fail_at = 0;
        hkt_env_close(&env);
        if (!failed) break;
    }
}

void hkt_render_rows(const hkt_render_row *rows, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        hkt_env env;
        open_row(&env, &rows[k]);
        const char *said = hkt_render(&env, rows[k].name, rows[k].source);
        hkt_check_text(said, strlen(said), rows[k].want, strlen(rows[k].want), __FILE__, __LINE__, rows[k].source);
        hkt_env_close(&env);
        refuse_each(&rows[k]);
    }
}
