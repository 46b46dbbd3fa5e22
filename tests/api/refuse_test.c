/* A host's filter, object, struct, loader, block and module again, with the first, the second, … request for memory refused: each time the
 * call succeeds or says HK_NO_MEMORY, objects are let go once, and nothing is left alive. */
#include "render.h"

typedef struct point { int x; const char *name; } point;
static const hk_field members[] = {HK_FIELD(point, x, HK_KIND_INT), HK_FIELD(point, name, HK_KIND_CSTRING)};
static const hk_fields fields = HK_FIELDS("Point", point, members);

static void drop(void *self) { ++*(int *)self; }
static const hk_object_type type = {"Thing", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, drop};

static hk_value pair(hk_call *call, void *user)
{
    hk_value list = hk_list(hk_call_home(call));
    (void)user;
    hk_list_push(hk_call_home(call), list, hk_call_arg(call, 0));
    hk_list_push(hk_call_home(call), list, hk_call_arg(call, 0));
    return list;
}

static bool load(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    static const char text[] = "{% macro m(p) %}{{ p.name }}{% endmacro %}{% block b %}{{ points|map(attribute='x')|list|pair }}{% endblock %}";
    (void)call, (void)user, (void)name, (void)size;
    *out = (hk_source){.text = text, .size = sizeof text - 1};
    return true;
}

static hk_status use(const hk_template *t, hk_context *context, hk_value point_value)
{
    hk_buffer text = HK_BUFFER_NONE;
    hk_module *module;
    hk_value out;
    hk_status status = hk_render_text(t, context, &text, NULL);
    if (status == HK_OK) status = hk_render_block(t, "b", context, hk_buffer_sink(&text), NULL);
    if (status == HK_OK) CHECK_TEXT("text", text.text, text.size, "[[1, 2], [1, 2]][[1, 2], [1, 2]]");
    hk_buffer_free(&text);
    if (status == HK_OK) status = hk_module_open(t, context, &module, NULL);
    if (status != HK_OK) return status;
    status = hk_module_call(module, "m", &point_value, 1, &out, NULL);
    hk_module_close(module);
    return status;
}

static hk_status run(hk_env *env, int *dropped, int *made)
{
    static const point points[] = {{1, "one"}, {2, "two"}};
    const hk_template *t;
    hk_status status = hk_env_add_filter(env, "pair", "value", pair, NULL, NULL);
    if (status == HK_OK) status = hk_env_add_loader(env, load, NULL, NULL);
    if (status == HK_OK) status = hk_env_get_template(env, "page", 4, &t, NULL);
    hk_context *context = status == HK_OK ? hk_context_new(env) : NULL;
    if (!context) return status == HK_OK ? HK_NO_MEMORY : status;
    hk_context_set(context, "points", hk_structs(context, &fields, points, 2));
    hk_context_set(context, "thing", hk_object(context, &type, dropped));
    ++*made;
    hk_value first = hk_struct(context, &fields, &points[0]);
    status = hk_context_status(context);
    if (status == HK_OK) status = use(t, context, first);
    hk_context_free(context);
    return status;
}

int main(void)
{
    for (size_t nth = 1, failed = 1; failed; nth++) {
        hkt_mem mem;
        int dropped = 0, made = 0;
        hkt_mem_init(&mem);
        mem.fail_at = nth;
        hk_env *env = hk_env_new(&mem.hooks);
        hk_status status = env ? run(env, &dropped, &made) : HK_NO_MEMORY;
        hk_env_free(env);
        failed = mem.failed;
        CHECK(status == HK_OK || (failed && status == HK_NO_MEMORY));
        CHECK(mem.live == 0 && !mem.wrong_size);
        CHECK(dropped == made);
    }
    return hkt_done();
}
