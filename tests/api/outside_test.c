/* Calls of the host that no template makes, while one is compiled or looked for: what a hk_call can do there, and what it cannot. */
#include <stdio.h>

#include "hokora_tags.h"
#include "hokora_tools.h"
#include "render.h"

/* What a preprocessor or loader does with its call, and what came of it. */
typedef struct probe {
    hk_value (*run)(hk_call *call, const struct probe *p);
    const char *name;           /* of a filter or test */
    unsigned number;
} probe;

static hk_value as_preprocessor(hk_call *call, void *user, const char *name, const char *source, size_t size)
{
    const probe *p = user;
    (void)name, (void)source, (void)size;
    p->run(call, p);
    return hk_string(hk_call_home(call), "text", 4);
}

static bool as_loader(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    const probe *p = user;
    (void)name, (void)size;
    p->run(call, p);
    *out = (hk_source){.text = "text", .size = 4};
    return true;
}

/* The status of a compile whose preprocessor, or loader, runs the probe. */
static hk_status run_probe(api *a, probe *p, bool loader)
{
    const hk_template *t;
    hk_env *env = hk_env_new(&a->mem.hooks);
    hk_status status = hk_env_add_extension(env, "regex", NULL);
    if (status == HK_ARGUMENT_ERROR) status = HK_OK;        /* built without */
    if (status == HK_OK) status = hk_env_add_extension(env, "extras", &a->error);
    if (status == HK_OK && loader) status = hk_env_add_loader(env, as_loader, p, &a->error);
    if (status == HK_OK && !loader) status = hk_env_add_preprocessor(env, as_preprocessor, p, &a->error);
    CHECK(status == HK_OK);
    status = loader ? hk_env_get_template(env, "t", 1, &t, &a->error) : hk_env_from_string(env, "source", 6, NULL, &t, &a->error);
    hk_env_free(env);
    return status;
}

/* ---------------------------------------------------------------- what looks, and what there is not */

static hk_value look(hk_call *call, const probe *p)
{
    const hk_value *values, *names;
    size_t size = 7;
    (void)p;
    CHECK(hk_call_rest(call, &values) == 0 && !values);
    CHECK(hk_call_named(call, &names, &values) == 0 && !names && !values);
    CHECK(hk_type_of(hk_call_variable(call, "range")) == HK_TYPE_UNDEFINED);
    CHECK(!hk_call_autoescape(call));
    CHECK(!hk_call_template(call, &size) && size == 0);
    return hk_none();
}

static hk_value argument(hk_call *call, const probe *p)
{
    size_t size = 7;
    switch (p->number) {
    case 0: return hk_call_arg(call, 0);
    case 1: return hk_bool(hk_call_given(call, 0));
    case 2: return hk_int(hk_call_int(call, 0));
    case 3: return hk_float(hk_call_float(call, 0));
    case 4: return hk_bool(hk_call_truth(call, 0));
    case 5: CHECK(*hk_call_string(call, 0, &size) == '\0' && size == 0); break;
    case 6: CHECK(*hk_call_text(call, 0, &size) == '\0' && size == 0); break;
    default: return hk_call_call(call, hk_int(1), NULL, 0);
    }
    return hk_none();
}

static void test_arguments(void)
{
    enum { CALLS = 7 };
    api a;
    api_open(&a);
    for (int loader = 0; loader < 2; loader++) {
        probe p = {.run = look};
        CHECK(run_probe(&a, &p, loader) == HK_OK);
        p.run = argument;
        for (p.number = 0; p.number <= CALLS; p.number++) {
            CHECK(run_probe(&a, &p, loader) == HK_ARGUMENT_ERROR);
            const char *message = p.number < CALLS ? "this call has no arguments" : "nothing can be called outside of a render";
            CHECK_ROW(message, strcmp(a.error.message, message) == 0);
        }
    }
    api_close(&a);
}

/* ---------------------------------------------------------------- filters and tests */

enum { VALUES = 8 };
static const hk_object_type thing = {.name = "Thing"};

static hk_value value_of(hk_context *home, unsigned number)
{
    hk_value v;
    switch (number) {
    case 0: return hk_cstring(home, "a text");
    case 1: return hk_int(3);
    case 2: return hk_float(0.5);
    case 3: return hk_undefined(home, "nothing");
    case 4: return hk_none();
    case 5: v = hk_dict(home), hk_dict_set(home, v, "upper", hk_int(1)); return v;
    case 6: v = hk_list(home), hk_list_push(home, v, value_of(home, 0)), hk_list_push(home, v, value_of(home, 5)); return v;
    default: return hk_object(home, &thing, NULL);
    }
}

/* The filter or test of that name, for each value, without an argument and with one that mostly is the name of another. */
static hk_value apply(hk_call *call, const probe *p)
{
    hk_context *home = hk_call_home(call);
    hk_value v = value_of(home, p->number % VALUES), args[] = {hk_cstring(home, "upper"), hk_cstring(home, "lower")};
    size_t count = p->number / VALUES % 3;
    if (p->number >= 3 * VALUES) return hk_bool(hk_call_test(call, p->name, v, args, count));
    return hk_call_filter(call, p->name, v, args, count);
}

/* Each ends in a value or an error. */
static void test_vocabulary(hk_listing what)
{
    api a;
    hk_entry e;
    unsigned fine = 0, from = what == HK_LIST_TESTS ? 3 * VALUES : 0;
    api_open(&a);
    for (size_t at = 0; hk_list_next(NULL, what, &at, &e);) {
        probe p = {.run = apply, .name = e.name};
        for (p.number = from; p.number < from + 3 * VALUES; p.number++) {
            hk_status status = run_probe(&a, &p, p.number % 2);
            CHECK_ROW(e.name, status >= HK_OK && status < HK_STATUS_COUNT);
            if (status == HK_OK) fine++;
        }
    }
    CHECK(fine > 100);
    api_close(&a);
}

int main(void)
{
    test_arguments();
    test_vocabulary(HK_LIST_FILTERS);
    test_vocabulary(HK_LIST_TESTS);
    return hkt_done();
}
