/* Whatever function of the host the library calls, it may render in the same environment before it returns. */
#include "hokora_tags.h"
#include "render.h"

typedef struct world {
    hk_env *env;
    bool inside;                /* the function that is tested called the library, which calls it again */
    unsigned calls;
} world;

/* Makes a template, finds another one, and renders both. */
static void render_inside(world *w, const hk_context *context)
{
    static const char source[] = "{{ 'a'|e }}{% include 'part' %}{{ [1]|map('string')|join }}{{ nothing }}";
    hk_error error = HK_ERROR_NONE;
    hk_buffer out = HK_BUFFER_NONE;
    const hk_template *t, *part;
    w->calls++;
    if (w->inside) return;
    w->inside = true;
    CHECK(hk_env_from_string(w->env, source, HK_NUL, NULL, &t, &error) == HK_OK && hk_render_text(t, context, &out, &error) == HK_OK);
    CHECK_TEXT("inside", out.text, out.size, "apart1");
    out.size = 0;
    CHECK(hk_env_get_template(w->env, "part", 4, &part, &error) == HK_OK && hk_render_text(part, NULL, &out, &error) == HK_OK);
    CHECK_TEXT("part", out.text, out.size, "part");
    hk_template_release(t);
    hk_template_release(part);
    hk_buffer_free(&out);
    hk_error_clear(&error);
    w->inside = false;
}

/* ---------------------------------------------------------------- the functions */

static hk_value as_native(hk_call *call, void *user)
{
    render_inside(user, hk_call_home(call));
    return hk_call_arg(call, 0);
}

static void as_processor(hk_context *variables, const hk_context *given, void *user)
{
    (void)variables;
    render_inside(user, given);
}

static void idle(hk_context *variables, const hk_context *given, void *user)
{
    hk_value v;
    (void)user;
    hk_context_set(variables, "given", hk_bool(hk_context_get(given, "x", &v)));
}

static void as_before(void *user, const char *name, size_t size)
{
    (void)name, (void)size;
    render_inside(user, NULL);
}

static void as_after(void *user, const char *name, size_t size, hk_status status, uint64_t nanoseconds)
{
    (void)status, (void)nanoseconds;
    as_before(user, name, size);
}

static bool as_autoescape(void *user, const char *name, size_t size)
{
    as_before(user, name, size);
    return false;
}

static void as_logger(void *user, const char *message, size_t size, bool fails)
{
    (void)fails;
    as_before(user, message, size);
}

static bool as_loader(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    *out = (hk_source){.text = "part", .size = 4};
    if (size == 4 && memcmp(name, "part", 4) == 0) return true;
    render_inside(user, hk_call_home(call));
    return false;
}

static hk_value as_join(hk_call *call, void *user, const char *name, size_t size, const char *parent, size_t parent_size)
{
    (void)parent, (void)parent_size;
    render_inside(user, hk_call_home(call));
    return hk_string(hk_call_home(call), name, size);
}

static hk_value as_preprocessor(hk_call *call, void *user, const char *name, const char *source, size_t size)
{
    (void)name;
    render_inside(user, hk_call_home(call));
    return hk_string(hk_call_home(call), source, size);
}

static void as_token_filter(hk_tokens *tokens, const hk_token *token, void *user)
{
    (void)token;
    render_inside(user, NULL);
    hk_tokens_keep(tokens);
}

static hk_node *as_parse(hk_parser *parser, void *user)
{
    render_inside(user, hk_parser_home(parser));
    return hk_node_output(parser, hk_parse_expression(parser));
}

static const char *as_gettext(void *user, const char *message)
{
    render_inside(user, NULL);
    return message;
}

static bool as_load(void *user, const char *name, size_t size, hk_sink out)
{
    (void)out;
    as_before(user, name, size);
    return false;
}

static void as_store(void *user, const char *name, size_t size, const void *bytes, size_t bytes_size)
{
    (void)bytes, (void)bytes_size;
    as_before(user, name, size);
}

static bool as_write(void *user, const char *text, size_t size)
{
    (void)text, (void)size;
    render_inside(user, NULL);
    return true;
}

/* ---------------------------------------------------------------- each of them in an environment of its own */

enum way { FILTER, TEST, FUNCTION, FINALIZE, PROCESSOR, BEFORE, AFTER, AUTOESCAPE, LOGGER, LOADER, JOIN, PREPROCESSOR, TOKENS, TAG, TRANSLATOR,
    PROGRAMS, SINK, WAYS };

static hk_status add(world *w, enum way way)
{
    hk_env *env = w->env;
    switch (way) {
    case FILTER: return hk_env_add_filter(env, "own", "value", as_native, w, NULL);
    case TEST: return hk_env_add_test(env, "odd", "value", as_native, w, NULL);
    case FUNCTION:      /* what it renders with is a home, which has no variables for processors either */
        if (hk_env_add_processor(env, idle, w, NULL) != HK_OK) return HK_ARGUMENT_ERROR;
        return hk_env_add_function(env, "f", "value=1", as_native, w, NULL);
    case FINALIZE: return hk_env_set_finalize(env, as_native, w, NULL);
    case PROCESSOR: return hk_env_add_processor(env, as_processor, w, NULL);
    case BEFORE: return hk_env_set_observer(env, &(hk_observer){as_before, NULL, w}, NULL);
    case AFTER: return hk_env_set_observer(env, &(hk_observer){NULL, as_after, w}, NULL);
    case AUTOESCAPE: return hk_env_set_autoescape(env, as_autoescape, w, NULL);
    case LOGGER: return hk_env_set_undefined_logger(env, as_logger, w, NULL);
    case LOADER: return hk_env_add_loader(env, as_loader, w, NULL);
    case JOIN: return hk_env_set_join(env, as_join, w, NULL);
    case PREPROCESSOR: return hk_env_add_preprocessor(env, as_preprocessor, w, NULL);
    case TOKENS: return hk_env_add_token_filter(env, as_token_filter, w, NULL);
    case TAG: return hk_env_add_tag(env, &(hk_tag){"say", as_parse, NULL, NULL, w}, NULL);
    case TRANSLATOR: return hk_env_set_translator(env, &(hk_translator){.gettext = as_gettext, .user = w}, NULL);
    case PROGRAMS: return hk_env_set_program_cache(env, &(hk_program_cache){as_load, as_store, w}, NULL);
    case SINK:
    case WAYS: break;
    }
    return HK_OK;
}

static void test_way(enum way way)
{
    static const char *const sources[WAYS] = {[FILTER] = "{{ 1|own }}", [TEST] = "{{ 1 is odd }}", [FUNCTION] = "{{ f() }}",
        [LOGGER] = "{{ missing }}", [LOADER] = "{% include 'nowhere' ignore missing %}", [TAG] = "{% say 1 %}", [TRANSLATOR] = "{{ _('x') }}"};
    static const char any[] = "a{{ 1 }}{% include 'part' %}";
    api a;
    const hk_template *t;
    api_text out = {.size = 0};
    api_open(&a);
    world w = {.env = a.env};
    CHECK(hk_env_add_extension(a.env, "i18n", NULL) == HK_OK && hk_env_add_template(a.env, "part", 4, "part", 4, NULL) == HK_OK);
    CHECK(hk_env_add_template(a.env, "page", 4, sources[way] ? sources[way] : any, HK_NUL, NULL) == HK_OK);
    CHECK(add(&w, way) == HK_OK);
    CHECK(hk_env_get_template(a.env, "page", 4, &t, &a.error) == HK_OK);
    CHECK(hk_render(t, a.context, way == SINK ? (hk_sink){as_write, &w} : api_sink(&out), &a.error) == HK_OK);
    CHECK_ROW(sources[way] ? sources[way] : any, w.calls > 0);
    api_close(&a);
}

int main(void)
{
    for (int way = 0; way < WAYS; way++) test_way((enum way)way);
    return hkt_done();
}
