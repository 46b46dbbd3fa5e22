/* api_call.c: filters, tests and functions of a host.
 *
 * In:  a name, a signature, a C function.   Out: an entry of the vocabulary, or a value that templates can call.
 * Always: what the host's function makes lives in the region of the render that calls it. */
#include <stdarg.h>
#include <stdio.h>

#include "compile/compile.h"
#include "env/env.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"

/* ---------------------------------------------------------------- running */

/* What hki_function.user points to. */
typedef struct host_function { hk_native run; void *user; } host_function;

hk_call hki_host_call(hki_rt *rt, const hki_call *bound)
{
    return (hk_call){.home = {.env = rt->env, .rt = rt, .drops = hki_render_drops(rt)}, .bound = bound};
}

static bool run_host(hki_call *c)
{
    const host_function *h = c->function->user;
    hk_call call = hki_host_call(c->rt, c);
    c->result = h->run(&call, h->user);
    if (c->result.type >= HKI_TYPE_COUNT) return hki_raise(c->rt, HK_ARGUMENT_ERROR, "'%s' returned what is no value", c->function->python);
    return !hki_failed(c->rt);
}

static bool run_test(hki_call *c)
{
    if (!run_host(c)) return false;
    int yes = hki_truth(c->rt, c->result);
    c->result = hki_bool(yes == HKI_YES);
    return yes != HKI_ERROR;
}

/* ---------------------------------------------------------------- adding */

/* Everything in `rt`'s region, texts too. HKI_FN_CONTEXT: what a host does may differ each time, so it is never done while compiling. */
static bool make_function(hki_rt *rt, const char *name, const char *signature, hk_native run, void *user, hki_function *f)
{
    if (hki_name_fault(name, strlen(name)) || hki_name_fault(signature, strlen(signature)))
        return hki_raise(rt, HK_ARGUMENT_ERROR, "a function's name or signature that is not valid UTF-8");
    host_function *h = hki_region_alloc(rt->region, sizeof *h);
    const char *own = hki_region_text(rt->region, name, strlen(name));
    const char *own_signature = hki_region_text(rt->region, signature, strlen(signature));
    if (!h || !own || !own_signature) return hki_raise_memory(rt);
    *h = (host_function){run, user};
    *f = (hki_function){.name = own, .python = own, .signature = own_signature, .run = run_host, .flags = HKI_FN_CONTEXT, .user = h};
    return hki_function_prepare(rt, f);
}

static bool can_add(hk_env *env, const char *name, const char *signature, hk_native run, hk_error *error, hk_status *status)
{
    *status = HK_OK;
    if (!env || !name || !*name || !signature || !run)
        *status = hki_misuse(env, error, "an environment, a name, a signature and a function are needed");
    else if (env->open)
        *status = hki_misuse(env, error, "'%s': a template was compiled already", name);
    return *status == HK_OK;
}

static hki_addition *new_addition(hk_env *env, enum hki_role role, const char *name, const char *signature, hk_native run, void *user)
{
    hki_addition *a = hki_region_alloc(&env->region, sizeof *a);
    if (!a) hki_raise_memory(&env->rt);
    if (!a || !make_function(&env->rt, name, signature, run, user, &a->function)) return NULL;
    a->role = role;
    return a;
}

static void push_addition(hk_env *env, hki_addition *a)
{
    a->next = env->additions;
    env->additions = a;
}

static hk_status add(hk_env *env, enum hki_role role, const char *name, const char *signature, hk_native run, void *user, hk_error *error)
{
    hk_status status;
    if (!can_add(env, name, signature, run, error, &status)) return status;
    hki_addition *a = new_addition(env, role, name, signature, run, user);
    if (!a) return hki_configured(env, false, error);
    if (!a->function.nparams && !a->function.takes_rest) return hki_misuse(env, error, "'%s' takes no value: \"%s\"", name, signature);
    if (role == HKI_ROLE_TEST) a->function.run = run_test;
    push_addition(env, a);
    return HK_OK;
}

/* Among the filters, under a name of its own; messages have the tag's. */
hk_status hki_add_tag_function(hk_env *env, const char *tag, const char *signature, hk_native run, void *user, hk_error *error)
{
    hki_addition *a = new_addition(env, HKI_ROLE_FILTER, tag, signature, run, user);
    size_t prefix = sizeof HKI_TAG_FUNCTION - 1, size = strlen(tag);
    char *name = a ? hki_region_alloc(&env->region, prefix + size + 1) : NULL;
    if (a && !name) hki_raise_memory(&env->rt);
    if (!name) return hki_configured(env, false, error);
    memcpy(name, HKI_TAG_FUNCTION, prefix);
    memcpy(name + prefix, tag, size + 1);
    a->function.name = name;
    push_addition(env, a);
    return HK_OK;
}

/* Newest first in the list: an older one does not replace a newer, so the list is applied from its end. */
bool hki_additions_apply(hk_env *env)
{
    hki_addition *oldest_first = NULL;
    for (hki_addition *a = env->additions, *next; a; a = next) {
        next = a->next;
        a->next = oldest_first;
        oldest_first = a;
    }
    bool ok = true;
    env->additions = NULL;
    for (hki_addition *a = oldest_first, *next; a; a = next) {
        next = a->next;
        ok = ok && hki_vocabulary_add(&env->rt, a->role == HKI_ROLE_TEST ? env->tests : env->filters, &a->function);
        a->next = env->additions;
        env->additions = a;
    }
    return ok;
}

hk_status hk_env_add_filter(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error)
{
    return add(env, HKI_ROLE_FILTER, name, signature, run, user, error);
}

hk_status hk_env_add_test(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error)
{
    return add(env, HKI_ROLE_TEST, name, signature, run, user, error);
}

static bool function_value(hki_rt *rt, const char *name, const char *signature, hk_native run, void *user, hk_value *out)
{
    hki_function *f = hki_region_alloc(rt->region, sizeof *f);
    if (!f) return hki_raise_memory(rt);
    *out = hki_pointer(HKI_FUNCTION, f);
    return make_function(rt, name, signature, run, user, f);
}

hk_status hk_env_add_function(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error)
{
    hk_status status;
    hk_value v;
    if (!can_add(env, name, signature, run, error, &status)) return status;
    return hki_configured(env, function_value(&env->rt, name, signature, run, user, &v) && hki_add_global(env, name, strlen(name), v),
        error);
}

/* A function that is made during a render would be moved with the render's region: only contexts hold functions. */
hk_value hk_function(hk_context *context, const char *name, const char *signature, hk_native run, void *user)
{
    hk_value v;
    if (!context || hki_failed(context->rt)) return hki_none();
    if (!name || !signature || !run || !context->vars) {
        hki_raise(context->rt, HK_ARGUMENT_ERROR, "a name, a signature, a function and a context that is no render's are needed");
        return hki_none();
    }
    return function_value(context->rt, name, signature, run, user, &v) ? v : hki_none();
}

/* ---------------------------------------------------------------- arguments */

hk_context *hk_call_home(hk_call *call) { return call ? &call->home : NULL; }

/* Parameter `i`; an undefined value after raising if the signature has no such. */
static bool parameter(hk_call *call, unsigned i, hk_value *out)
{
    *out = (hk_value){.type = HKI_UNDEFINED};
    if (!call || hki_failed(call->home.rt)) return false;
    const hki_call *c = call->bound;
    if (!c) return hki_raise(call->home.rt, HK_ARGUMENT_ERROR, "this call has no arguments");
    if (i >= c->function->nparams) return hki_raise(c->rt, HK_ARGUMENT_ERROR, "'%s' has no parameter %l", c->function->python, (int64_t)i);
    *out = c->arg[i];
    return true;
}

hk_value hk_call_arg(hk_call *call, unsigned i)
{
    hk_value v;
    parameter(call, i, &v);
    return v;
}

bool hk_call_given(hk_call *call, unsigned i)
{
    hk_value v;
    return parameter(call, i, &v) && !hki_is_absent(v);
}

/* "NAME() argument 'PARAMETER' must be WHAT, not TYPE" */
static bool wrong_type(hk_call *call, unsigned i, const char *what)
{
    const hki_call *c = call->bound;
    const hki_param *p = &c->function->params[i];
    hki_str name = {.size = p->size, .points = p->size, .data = hki_param_name(c->function, i)};
    if (c->arg[i].type == HKI_UNDEFINED && !hki_is_absent(c->arg[i])) return hki_undefined_raise(c->rt, c->arg[i]);
    return hki_raise(c->rt, HK_TYPE_ERROR, "%s() argument '%S' must be %s, not %t", c->function->python, &name, what, c->arg[i]);
}

int64_t hk_call_int(hk_call *call, unsigned i)
{
    hk_value v;
    if (!parameter(call, i, &v)) return 0;
    if (hki_is_small(v)) return v.as.i;
    if (v.type == HKI_BIGINT) hki_raise(call->home.rt, HK_OVERFLOW_ERROR, "Python int too large to convert to C long");
    else wrong_type(call, i, "int");
    return 0;
}

double hk_call_float(hk_call *call, unsigned i)
{
    hk_value v;
    double d;
    if (!parameter(call, i, &v)) return 0;
    if (hki_is_number(v)) return hki_as_double(call->home.rt, v, &d) ? d : 0;
    wrong_type(call, i, "float");
    return 0;
}

bool hk_call_truth(hk_call *call, unsigned i)
{
    hk_value v;
    return parameter(call, i, &v) && hki_truth(call->home.rt, v) == HKI_YES;
}

const char *hk_call_string(hk_call *call, unsigned i, size_t *size)
{
    hk_value v;
    if (size) *size = 0;
    if (!parameter(call, i, &v)) return "";
    if (v.type == HKI_STRING) return hk_as_string(v, size);
    wrong_type(call, i, "str");
    return "";
}

const char *hk_call_text(hk_call *call, unsigned i, size_t *size)
{
    hk_value v;
    if (size) *size = 0;
    if (!parameter(call, i, &v) || !hki_to_str(call->home.rt, v, &v)) return "";
    return hk_as_string(v, size);
}

size_t hk_call_rest(hk_call *call, const hk_value **items)
{
    const hki_call *c = call ? call->bound : NULL;
    if (items) *items = c ? c->rest : NULL;
    return c ? c->nrest : 0;
}

size_t hk_call_named(hk_call *call, const hk_value **names, const hk_value **values)
{
    const hki_call *c = call ? call->bound : NULL;
    if (names) *names = c ? c->names : NULL;
    if (values) *values = c ? c->values : NULL;
    return c ? c->nkw : 0;
}

/* ---------------------------------------------------------------- the render around */

hk_value hk_call_variable(hk_call *call, const char *name)
{
    if (!call || !name || !call->home.rt->host) return (hk_value){.type = HKI_UNDEFINED};
    hki_str key = hki_key(name);
    const hk_value *found = hki_vm_variable(call->home.rt->host, &key);
    return found ? *found : (hk_value){.type = HKI_UNDEFINED};
}

bool hk_call_autoescape(const hk_call *call) { return call && call->home.rt->autoescape; }

const char *hk_call_template(const hk_call *call, size_t *size)
{
    const hki_str *name = call && call->home.rt->host ? hki_vm_template_name(call->home.rt->host) : NULL;
    if (size) *size = name ? name->size : 0;
    return name ? name->data : NULL;
}

hk_value hk_call_call(hk_call *call, hk_value callee, const hk_value *args, size_t count)
{
    hk_value out = {.type = HKI_UNDEFINED};
    if (!call || hki_failed(call->home.rt)) return out;
    hki_rt *rt = call->home.rt;
    if ((!args && count) || count > UINT32_MAX) hki_raise(rt, HK_ARGUMENT_ERROR, "a call without its arguments");
    else if (!rt->host) hki_raise(rt, HK_ARGUMENT_ERROR, "nothing can be called outside of a render");
    else if (!rt->up->call(rt, callee, &(hki_args){.pos = args, .npos = (uint32_t)count}, &out)) out = (hk_value){.type = HKI_UNDEFINED};
    return out;
}

static hk_value call_named(hk_call *call, bool test, const char *name, hk_value value, const hk_value *args, size_t count)
{
    hk_value out = {.type = HKI_UNDEFINED};
    if (!call || hki_failed(call->home.rt)) return out;
    hki_rt *rt = call->home.rt;
    if (!name || (!args && count) || count >= UINT32_MAX) {
        hki_raise(rt, HK_ARGUMENT_ERROR, "a call without its name or arguments");
        return out;
    }
    const hki_function *f = (test ? rt->up->test : rt->up->filter)(rt, name, strlen(name));
    hk_value *all = hki_region_array(rt->region, count + 1, sizeof *all);
    if (!f) {
        hki_raise(rt, HK_TEMPLATE_RUNTIME_ERROR, "No %s named '%s'.", test ? "test" : "filter", name);
        hki_error_subject(rt->error, test ? HKI_SUBJECT_TEST : HKI_SUBJECT_FILTER, name, strlen(name));
    } else if (!all) {
        hki_raise_memory(rt);
    } else {
        all[0] = value;
        for (size_t i = 0; i < count; i++) all[i + 1] = args[i];
        if (!hki_function_call(rt, f, hki_none(), &(hki_args){.pos = all, .npos = (uint32_t)count + 1}, &out))
            out = (hk_value){.type = HKI_UNDEFINED};
    }
    return out;
}

hk_value hk_call_filter(hk_call *call, const char *name, hk_value value, const hk_value *args, size_t count)
{
    return call_named(call, false, name, value, args, count);
}

bool hk_call_test(hk_call *call, const char *name, hk_value value, const hk_value *args, size_t count)
{
    hk_value yes = call_named(call, true, name, value, args, count);
    return call && !hki_failed(call->home.rt) && hki_truth(call->home.rt, yes) == HKI_YES;
}

/* ---------------------------------------------------------------- errors */

void hki_host_fail(const hk_context *home, hk_status kind, const char *format, va_list args)
{
    char text[256];
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(text, sizeof text, format, args);
    char *longer = size < (int)sizeof text ? NULL : hki_mem_alloc(home->env->mem, (size_t)size + 1);
    if (longer) vsnprintf(longer, (size_t)size + 1, format, again);
    va_end(again);
    if (kind == HK_NO_MEMORY || (!longer && size >= (int)sizeof text)) hki_raise_memory(home->rt);
    else hki_error_set(home->rt->error, kind, longer ? longer : text, size < 0 ? 0 : (size_t)size);
    if (longer) hki_mem_free(home->env->mem, longer, (size_t)size + 1);
}

hk_value hk_call_fail(hk_call *call, hk_status kind, const char *format, ...)
{
    hk_value nothing = {.type = HKI_UNDEFINED};
    if (!call) return nothing;
    if (!format || kind <= HK_OK || kind >= HK_STATUS_COUNT) {
        hki_raise(call->home.rt, HK_ARGUMENT_ERROR, "an error needs a kind and a message");
        return nothing;
    }
    va_list args;
    va_start(args, format);
    hki_host_fail(&call->home, kind, format, args);
    va_end(args);
    return nothing;
}

/* ---------------------------------------------------------------- finalize */

hk_status hk_env_set_finalize(hk_env *env, hk_native finalize, void *user, hk_error *error)
{
    hk_status status;
    if (!can_add(env, HKI_FINALIZE, "value", finalize, error, &status)) return status;
    status = add(env, HKI_ROLE_FILTER, HKI_FINALIZE, "value", finalize, user, error);
    env->finalize = env->finalize || status == HK_OK;
    return status;
}
