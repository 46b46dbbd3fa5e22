/* Every context that a function of the host is handed, whatever calls it, serves all functions that take a context. */
#include "hokora_jansson.h"
#include "hokora_tags.h"
#include "hokora_tools.h"
#include "render.h"

static int dropped;
static void count_drop(void *self) { ++*(int *)self; }

typedef struct point { int x; } point;
static const hk_field members[] = {HK_FIELD(point, x, HK_KIND_INT)};
static const hk_fields point_fields = HK_FIELDS("Point", point, members);
static const point origin = {7};
static const hk_object_type plain = {.name = "Plain"}, mortal = {.name = "Mortal", .drop = count_drop};

typedef struct world { hk_env *env; const hk_template *part, *expression; unsigned calls; } world;

/* ---------------------------------------------------------------- what is done with a home */

/* Values, in a list. */
static hk_value make(hk_context *home)
{
    hk_value list = hk_list(home), dict = hk_dict(home), v;
    hk_dict_set(home, dict, "a", hk_string(home, "text", 4));
    const hk_value values[] = {dict, hk_cstring(home, "x"), hk_string_borrowed(home, "y", 1), hk_safe_string(home, "<", 1),
        hk_bytes(home, "b", 1), hk_integer(home, "123456789012345678901234567890"), hk_undefined(home, "u"), hk_struct(home, &point_fields, &origin),
        hk_structs(home, &point_fields, &origin, 1), hk_object(home, &plain, NULL), hk_tuple(home, &dict, 1)};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) hk_list_push(home, list, values[i]);
    if (hk_json_read(home, "{\"n\": [1, 2]}", HK_NUL, &v, NULL) == HK_OK) hk_list_push(home, list, v);
    return list;
}

static void look(hk_context *home, hk_value list)
{
    hk_value v = hk_none();
    bool yes = false;
    hk_buffer text = HK_BUFFER_NONE;
    CHECK(hk_length(list) == 12 && hk_context_status(home) == HK_OK);
    CHECK(hk_get(home, hk_list_at(list, 0), hk_list_at(list, 1), &v, NULL) == HK_OK && hk_type_of(v) == HK_TYPE_UNDEFINED);
    CHECK(hk_get(home, hk_list_at(list, 7), hk_cstring(home, "x"), &v, NULL) == HK_OK && hk_as_int(v) == 7);
    CHECK(hk_items(home, list, &v, NULL) == HK_OK && hk_length(v) == 12);
    CHECK(hk_equal(home, list, v, &yes, NULL) == HK_OK && yes);
    CHECK(hk_less(home, hk_int(1), hk_int(2), &yes, NULL) == HK_OK && yes && hk_less(home, list, hk_none(), &yes, NULL) == HK_TYPE_ERROR);
    CHECK(hk_write(home, hk_list_at(list, 0), hk_buffer_sink(&text), NULL) == HK_OK && hk_write_repr(home, list, hk_buffer_sink(&text), NULL) == HK_OK);
    CHECK(hk_json_write(home, hk_list_at(list, 0), hk_buffer_sink(&text), NULL) == HK_OK);
    CHECK(hk_json_write(home, hk_list_at(list, 4), hk_buffer_sink(&text), NULL) == HK_TYPE_ERROR);
    CHECK(!hk_context_get(home, "nothing", &v));
    hk_buffer_free(&text);
}

static void render(world *w, hk_context *home)
{
    hk_buffer text = HK_BUFFER_NONE;
    hk_value v = hk_none();
    hk_stream *stream = NULL;
    hk_module *module = NULL;
    const char *piece;
    size_t size;
    CHECK(hk_render_text(w->part, home, &text, NULL) == HK_OK && hk_render_block(w->part, "b", home, hk_buffer_sink(&text), NULL) == HK_OK);
    CHECK(hk_evaluate(w->expression, home, home, &v, NULL) == HK_OK && hk_length(v) == 2);
    CHECK(hk_stream_open(w->part, home, NULL, &stream, NULL) == HK_OK);
    while (hk_stream_next(stream, &piece, &size, NULL) == HK_NEXT_MORE) hk_context_get(home, "x", &v);
    hk_stream_close(stream);
    CHECK(hk_module_open(w->part, home, &module, NULL) == HK_OK);
    CHECK(hk_module_call(module, "m", NULL, 0, &v, NULL) == HK_OK);
    hk_module_close(module);
    hk_buffer_free(&text);
}

static void ask(world *w, hk_context *home)
{
    hk_value v = hk_none();
    json_t *tree = json_pack("{s: [i, s]}", "k", 1, "t");
    CHECK(hk_env_undeclared(w->env, "{{ a }}", HK_NUL, home, &v, NULL) == HK_OK && hk_length(v) == 1);
    CHECK(hk_env_references(w->env, "{% include 'a' %}", HK_NUL, home, &v, NULL) == HK_OK && hk_length(v) == 1);
    CHECK(hk_env_templates(w->env, home, &v, NULL) != HK_NO_MEMORY);
    CHECK(hk_template_blocks(w->part, home, &v, NULL) == HK_OK && hk_length(v) == 1);
    CHECK(hk_from_jansson(home, tree, &v, NULL) == HK_OK && hk_type_of(v) == HK_TYPE_DICT);
    CHECK(hk_type_of(hk_template_value(home, w->part)) == HK_TYPE_OTHER && hk_context_status(home) == HK_OK);
    json_decref(tree);
}

static void use(world *w, hk_context *home)
{
    if (w->calls++) return;
    CHECK(hk_context_status(home) == HK_OK);
    look(home, make(home));
    render(w, home);
    ask(w, home);
    hk_object(home, &mortal, &dropped);
    hk_context_free(home);
}

/* ---------------------------------------------------------------- who hands one out */

static hk_value as_native(hk_call *call, void *user)
{
    use(user, hk_call_home(call));
    return hk_cstring(hk_call_home(call), "n");
}

static bool as_loader(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    (void)name, (void)size;
    use(user, hk_call_home(call));
    *out = (hk_source){.text = "loaded", .size = 6};
    return true;
}

static hk_value as_join(hk_call *call, void *user, const char *name, size_t size, const char *parent, size_t parent_size)
{
    (void)parent, (void)parent_size;
    use(user, hk_call_home(call));
    return hk_string(hk_call_home(call), name, size);
}

static hk_value as_preprocessor(hk_call *call, void *user, const char *name, const char *source, size_t size)
{
    (void)name;
    use(user, hk_call_home(call));
    return hk_string(hk_call_home(call), source, size);
}

static hk_node *as_parse(hk_parser *parser, void *user)
{
    use(user, hk_parser_home(parser));
    return hk_node_output(parser, hk_parse_expression(parser));
}

static void as_processor(hk_context *variables, const hk_context *given, void *user)
{
    world *w = user;
    (void)given;
    if (!w->calls++) look(variables, make(variables)), ask(w, variables);
    hk_object(variables, &mortal, &dropped);
}

static bool as_attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    (void)name, (void)size;
    use(self, hk_call_home(call));
    *out = hk_int(1);
    return true;
}
static const hk_object_type asked = {.name = "Asked", .attribute = as_attribute};

enum way { NATIVE, FINALIZE, LOADER, JOIN, PREPROCESSOR, TAG, PROCESSOR, ATTRIBUTE, WAYS };

static hk_status add(world *w, enum way way)
{
    switch (way) {
    case NATIVE: return hk_env_add_function(w->env, "f", "", as_native, w, NULL);
    case FINALIZE: return hk_env_set_finalize(w->env, as_native, w, NULL);
    case LOADER: return hk_env_add_loader(w->env, as_loader, w, NULL);
    case JOIN: return hk_env_set_join(w->env, as_join, w, NULL);
    case PREPROCESSOR: return hk_env_add_preprocessor(w->env, as_preprocessor, w, NULL);
    case TAG: return hk_env_add_tag(w->env, &(hk_tag){"say", as_parse, NULL, NULL, w}, NULL);
    case PROCESSOR: return hk_env_add_processor(w->env, as_processor, w, NULL);
    case ATTRIBUTE:
    case WAYS: break;
    }
    return HK_OK;
}

static void test_way(enum way way)
{
    static const char *const sources[WAYS] = {"{{ f() }}", "{{ 1 }}", "{% include 'l' %}", "{% include 'named' %}", "text", "{% say 1 %}", "text", "{{ asked.x }}"};
    static const char part[] = "{% block b %}{{ x }}{% endblock %}{% macro m() %}m{% endmacro %}";
    api a;
    world w = {.calls = 1};     /* nothing is looked at while `part` is made */
    const hk_template *t = NULL;
    hk_buffer out = HK_BUFFER_NONE;
    api_open(&a);
    w.env = a.env;
    CHECK(add(&w, way) == HK_OK && (way == LOADER || hk_env_add_template(a.env, "named", 5, "named", 5, NULL) == HK_OK));
    CHECK(hk_env_from_string(a.env, part, HK_NUL, NULL, &w.part, &a.error) == HK_OK);
    CHECK(hk_env_expression(a.env, "[1, 2]", HK_NUL, &w.expression, &a.error) == HK_OK);
    hk_context_set(a.context, "asked", hk_object(a.context, &asked, &w));
    dropped = 0;
    w.calls = 0;
    hk_status status = hk_env_from_string(a.env, sources[way], HK_NUL, "page", &t, &a.error);
    if (status == HK_OK) status = hk_render_text(t, a.context, &out, &a.error);
    bool compiles = way == TAG || way == PREPROCESSOR;      /* what is to be let go needs a context or a render */
    CHECK_ROW(sources[way], status == (compiles ? HK_ARGUMENT_ERROR : HK_OK));
    CHECK_ROW(sources[way], w.calls > 0 && dropped > 0);
    hk_buffer_free(&out);
    api_close(&a);
}

int main(void)
{
    for (int way = 0; way < WAYS; way++) test_way((enum way)way);
    return hkt_done();
}
