/* What the functions of hokora.h make of arguments that they should not be given: NULL, another type, another order, another environment's
 * values, texts that are empty, not UTF-8 or larger than anything. Each has a defined result, and the environment works on. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hokora_tools.h"
#include "render.h"

#define BAD "\xff\xfe"         /* not UTF-8 */

/* The call fails as a host's mistake, and says why. */
#define REFUSED(error, call)                                                                                                       \
    do {                                                                                                                           \
        hk_error_clear(error);                                                                                                     \
        CHECK_ROW(#call, (call) == HK_ARGUMENT_ERROR);                                                                             \
        CHECK_ROW(#call, (error)->kind == HK_ARGUMENT_ERROR && (error)->message_size);                                             \
    } while (0)

/* The call fails with a kind. */
#define FAILS(error, status, call)                                                                                                 \
    do {                                                                                                                           \
        hk_error_clear(error);                                                                                                     \
        CHECK_ROW(#call, (call) == (status));                                                                                      \
        CHECK_ROW(#call, (error)->kind == (status) && (error)->message_size);                                                      \
    } while (0)

static bool is_none(hk_value v) { return hk_type_of(v) == HK_TYPE_NONE; }
static bool is_undefined(hk_value v) { return hk_type_of(v) == HK_TYPE_UNDEFINED; }

static hk_value nothing(hk_call *call, void *user)
{
    (void)call, (void)user;
    return hk_none();
}
static bool load_nothing(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    (void)call, (void)user, (void)name, (void)size, (void)out;
    return false;
}
static bool load_no_text(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    (void)call, (void)user, (void)name, (void)size;
    *out = (hk_source){.text = NULL, .size = 7};
    return true;
}
static bool escape_all(void *user, const char *name, size_t size)
{
    (void)user, (void)name, (void)size;
    return true;
}
static void process(hk_context *variables, const hk_context *given, void *user) { (void)variables, (void)given, (void)user; }
static const hk_object_type empty_type = {.name = "Empty"};
static const hk_field point_members[] = {HK_FIELD(hk_text, size, HK_KIND_UINT)};
static const hk_fields point_fields = HK_FIELDS("Point", hk_text, point_members);

/* ---------------------------------------------------------------- NULL */

static void test_null_environment(void)
{
    hk_error error = HK_ERROR_NONE, *e = &error;
    const hk_template *t;
    const hk_embedded none = {"a", "", 0};
    const hk_observer observer = {NULL, NULL, NULL};
    const hk_translator translator = {NULL, NULL, NULL, NULL, NULL};
    api_text out;
    REFUSED(e, hk_env_set_flag(NULL, "autoescape", true, e));
    REFUSED(e, hk_env_set_text(NULL, "undefined", "strict", 6, e));
    REFUSED(e, hk_env_set_limit(NULL, "fuel", 1, e));
    REFUSED(e, hk_env_add_extension(NULL, "do", e));
    REFUSED(e, hk_env_add_directory(NULL, "/tmp", e));
    REFUSED(e, hk_env_add_template(NULL, "a", 1, "b", 1, e));
    REFUSED(e, hk_env_add_embedded(NULL, &none, 1, e));
    REFUSED(e, hk_env_add_loader(NULL, load_nothing, NULL, e));
    REFUSED(e, hk_env_set_prefix(NULL, "a", e));
    REFUSED(e, hk_env_set_empty_loader(NULL, e));
    REFUSED(e, hk_env_set_cache_size(NULL, 1, e));
    REFUSED(e, hk_env_select_autoescape(NULL, "html", NULL, true, true, e));
    REFUSED(e, hk_env_set_autoescape(NULL, escape_all, NULL, e));
    REFUSED(e, hk_env_set_finalize(NULL, nothing, NULL, e));
    REFUSED(e, hk_env_add_processor(NULL, process, NULL, e));
    REFUSED(e, hk_env_set_observer(NULL, &observer, e));
    REFUSED(e, hk_env_set_policy(NULL, "urlize.rel", hk_none(), e));
    REFUSED(e, hk_env_add_globals(NULL, hk_none(), e));
    REFUSED(e, hk_env_add_filter(NULL, "f", "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_test(NULL, "f", "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_function(NULL, "f", "value", nothing, NULL, e));
    REFUSED(e, hk_env_set_undefined_logger(NULL, NULL, NULL, e));
    REFUSED(e, hk_env_set_translations(NULL, hk_none(), e));
    REFUSED(e, hk_env_add_catalogue(NULL, "a.mo", e));
    REFUSED(e, hk_env_add_catalogue_bytes(NULL, "", 0, e));
    REFUSED(e, hk_env_set_translator(NULL, &translator, e));
    REFUSED(e, hk_env_get_template(NULL, "a", 1, &t, e));
    REFUSED(e, hk_env_from_string(NULL, "a", 1, NULL, &t, e));
    REFUSED(e, hk_env_expression(NULL, "a", 1, &t, e));
    REFUSED(e, hk_env_dump(NULL, HK_DUMP_AST, "a", 1, NULL, api_sink(&out), e));
    CHECK(hk_context_new(NULL) == NULL);
    hk_env_free(NULL);
    hk_error_clear(e);
    hk_error_clear(NULL);
}

static void test_null_settings(void)
{
    api a;
    const hk_template *t;
    const hk_embedded no_name = {NULL, "a", 1}, no_text = {"a", NULL, 1};
    api_text out;
    api_open(&a);
    hk_error *e = &a.error;
    REFUSED(e, hk_env_set_flag(a.env, NULL, true, e));
    REFUSED(e, hk_env_set_text(a.env, NULL, "x", 1, e));
    REFUSED(e, hk_env_set_text(a.env, "block_start_string", NULL, 0, e));
    REFUSED(e, hk_env_set_text(a.env, "undefined", NULL, 0, e));
    REFUSED(e, hk_env_set_limit(a.env, NULL, 1, e));
    REFUSED(e, hk_env_add_extension(a.env, NULL, e));
    REFUSED(e, hk_env_add_directory(a.env, NULL, e));
    REFUSED(e, hk_env_add_template(a.env, NULL, 1, "b", 1, e));
    REFUSED(e, hk_env_add_template(a.env, "a", 1, NULL, 1, e));
    REFUSED(e, hk_env_add_embedded(a.env, NULL, 1, e));
    REFUSED(e, hk_env_add_embedded(a.env, &no_name, 1, e));
    REFUSED(e, hk_env_add_embedded(a.env, &no_text, 1, e));
    REFUSED(e, hk_env_add_loader(a.env, NULL, NULL, e));
    REFUSED(e, hk_env_set_autoescape(a.env, NULL, NULL, e));
    REFUSED(e, hk_env_set_finalize(a.env, NULL, NULL, e));
    REFUSED(e, hk_env_add_processor(a.env, NULL, NULL, e));
    REFUSED(e, hk_env_set_observer(a.env, NULL, e));
    REFUSED(e, hk_env_set_policy(a.env, NULL, hk_none(), e));
    REFUSED(e, hk_env_add_filter(a.env, NULL, "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", NULL, nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value", NULL, NULL, e));
    REFUSED(e, hk_env_add_test(a.env, NULL, "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_function(a.env, "f", "", NULL, NULL, e));
    REFUSED(e, hk_env_add_catalogue(a.env, NULL, e));
    REFUSED(e, hk_env_add_catalogue_bytes(a.env, NULL, 9, e));
    REFUSED(e, hk_env_set_translator(a.env, NULL, e));
    REFUSED(e, hk_env_get_template(a.env, NULL, 0, &t, e));
    REFUSED(e, hk_env_get_template(a.env, "a", 1, NULL, e));
    REFUSED(e, hk_env_from_string(a.env, NULL, 0, NULL, &t, e));
    REFUSED(e, hk_env_from_string(a.env, "a", 1, NULL, NULL, e));
    REFUSED(e, hk_env_expression(a.env, NULL, 0, &t, e));
    REFUSED(e, hk_env_dump(a.env, HK_DUMP_AST, NULL, 0, NULL, api_sink(&out), e));
    REFUSED(e, hk_env_dump(a.env, HK_DUMP_AST, "a", 1, NULL, (hk_sink){NULL, NULL}, e));
    REFUSED(e, hk_env_dump(a.env, (hk_dump)77, "a", 1, NULL, api_sink(&out), e));
    CHECK(hk_env_set_undefined_logger(a.env, NULL, NULL, e) == HK_OK);      /* nobody hears of them */
    CHECK(hk_env_add_embedded(a.env, NULL, 0, e) == HK_OK);
    CHECK(hk_env_set_prefix(a.env, NULL, e) == HK_OK && hk_env_set_prefix(a.env, "", e) == HK_OK);
    CHECK(hk_env_set_flag(a.env, "no_such_option", true, NULL) == HK_ARGUMENT_ERROR);      /* no place for the error */
    CHECK_RENDER(&a, "still {{ 1 + 1 }}", "still 2");
    api_close(&a);
}

static void test_null_rendering(void)
{
    api a;
    const hk_template *t;
    hk_module *module;
    hk_stream *stream;
    hk_value v;
    hk_buffer buffer = HK_BUFFER_NONE;
    const hk_sink no_sink = {NULL, NULL};
    const char *text = "?";
    size_t size = 7;
    api_text out;
    api_open(&a);
    hk_error *e = &a.error;
    CHECK(hk_env_from_string(a.env, "{% macro m() %}{% endmacro %}", 29, NULL, &t, e) == HK_OK);
    REFUSED(e, hk_render(NULL, a.context, api_sink(&out), e));
    REFUSED(e, hk_render(t, a.context, no_sink, e));
    REFUSED(e, hk_render(t, a.context, hk_buffer_sink(NULL), e));
    REFUSED(e, hk_render(t, a.context, hk_file_sink(NULL), e));
    REFUSED(e, hk_render(t, a.context, hk_fd_sink(-1), e));
    REFUSED(e, hk_render_text(NULL, a.context, &buffer, e));
    REFUSED(e, hk_render_text(t, a.context, NULL, e));
    REFUSED(e, hk_render_block(NULL, "b", a.context, api_sink(&out), e));
    REFUSED(e, hk_render_block(t, NULL, a.context, api_sink(&out), e));
    REFUSED(e, hk_render_block(t, "b", a.context, no_sink, e));
    REFUSED(e, hk_module_open(NULL, a.context, &module, e));
    REFUSED(e, hk_module_open(t, a.context, NULL, e));
    REFUSED(e, hk_stream_open(NULL, a.context, NULL, &stream, e));
    REFUSED(e, hk_stream_open(t, a.context, NULL, NULL, e));
    REFUSED(e, hk_evaluate(NULL, a.context, a.context, &v, e));
    REFUSED(e, hk_evaluate(t, a.context, NULL, &v, e));
    REFUSED(e, hk_evaluate(t, a.context, a.context, NULL, e));
    CHECK(hk_render_text(t, NULL, &buffer, e) == HK_OK && buffer.size == 0);     /* no variables */
    hk_buffer_free(&buffer);
    hk_buffer_free(&buffer);
    hk_buffer_free(NULL);

    CHECK(hk_stream_next(NULL, &text, &size, e) == HK_NEXT_FAILED && e->kind == HK_ARGUMENT_ERROR && size == 0);
    CHECK(hk_stream_open(t, NULL, NULL, &stream, e) == HK_OK);
    CHECK(hk_stream_next(stream, NULL, &size, e) == HK_NEXT_FAILED && e->kind == HK_ARGUMENT_ERROR);
    CHECK(hk_stream_next(stream, &text, NULL, e) == HK_NEXT_FAILED && e->kind == HK_ARGUMENT_ERROR);
    hk_stream_close(stream);
    hk_stream_close(NULL);

    CHECK(hk_module_open(t, NULL, &module, e) == HK_OK);
    REFUSED(e, hk_module_call(NULL, "m", NULL, 0, &v, e));
    REFUSED(e, hk_module_call(module, NULL, NULL, 0, &v, e));
    REFUSED(e, hk_module_call(module, "m", NULL, 3, &v, e));
    REFUSED(e, hk_module_call(module, "m", NULL, 0, NULL, e));
    REFUSED(e, hk_module_call(module, "n", NULL, 0, &v, e));
    REFUSED(e, hk_module_call(module, "", NULL, 0, &v, e));
    size = 0;
    CHECK(!hk_module_get(NULL, "m", &v) && !hk_module_get(module, NULL, &v) && !hk_module_get(module, "m", NULL));
    CHECK(!hk_module_next(NULL, &size, &v, &v) && !hk_module_next(module, NULL, &v, &v));
    CHECK(hk_module_next(module, &size, NULL, NULL) && !hk_module_next(module, &size, NULL, NULL));
    hk_module_close(module);
    hk_module_close(NULL);
    hk_template_release(NULL);
    api_close(&a);
}

static bool refuse_all(void *user, const char *text, size_t size)
{
    (void)user, (void)text, (void)size;
    return false;
}

static void test_errors(void)
{
    hk_error none = HK_ERROR_NONE;
    api_text out = {.size = 0};
    const hk_sink no_sink = {NULL, NULL}, refusing = {refuse_all, NULL};
    CHECK(hk_error_write(NULL, api_sink(&out)) == HK_ARGUMENT_ERROR && hk_error_write(&none, no_sink) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_json(NULL, api_sink(&out)) == HK_ARGUMENT_ERROR && hk_error_json(&none, no_sink) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_html(NULL, api_sink(&out)) == HK_ARGUMENT_ERROR && hk_error_html(&none, no_sink) == HK_ARGUMENT_ERROR);
    CHECK(hk_error_write(&none, refusing) == HK_IO_ERROR && hk_error_json(&none, refusing) == HK_IO_ERROR && hk_error_html(&none, refusing) == HK_IO_ERROR);
    CHECK(hk_error_write(&none, api_sink(&out)) == HK_OK && out.size);       /* an error that did not happen */
    out.size = 0;
    CHECK(hk_error_json(&none, api_sink(&out)) == HK_OK && out.size);
    out.size = 0;
    CHECK(hk_error_html(&none, api_sink(&out)) == HK_OK && out.size);
    CHECK(hk_status_name((hk_status)-1) && hk_status_name(HK_STATUS_COUNT) && hk_status_name((hk_status)4711));
    CHECK(strcmp(hk_status_name(HK_OK), "OK") == 0);
}

static void test_null_values(void)
{
    api a;
    hk_value v = hk_int(1), list, dict;
    api_text out;
    size_t at = 0;
    api_open(&a);
    hk_error *e = &a.error;
    list = hk_list(a.context);
    dict = hk_dict(a.context);
    CHECK(hk_context_status(NULL) == HK_ARGUMENT_ERROR);
    CHECK(is_none(hk_string(NULL, "x", 1)) && is_none(hk_string_borrowed(NULL, "x", 1)) && is_none(hk_safe_string(NULL, "x", 1)));
    CHECK(is_none(hk_cstring(NULL, "x")) && is_none(hk_cstring(a.context, NULL)) && hk_type_of(hk_cstring(a.context, "")) == HK_TYPE_STRING);
    CHECK(is_none(hk_list(NULL)) && is_none(hk_dict(NULL)) && is_none(hk_object(NULL, &empty_type, NULL)));
    CHECK(is_none(hk_struct(NULL, &point_fields, &v)) && is_none(hk_structs(NULL, &point_fields, &v, 1)));
    CHECK(is_none(hk_function(NULL, "f", "", nothing, NULL)));
    hk_context_set(NULL, "a", v);
    hk_context_set_all(NULL, dict);
    hk_list_push(NULL, list, v);
    hk_dict_set(NULL, dict, "a", v);
    hk_context_free(NULL);
    CHECK(hk_length(list) == 0 && hk_length(dict) == 0 && hk_context_status(a.context) == HK_OK);
    CHECK(!hk_context_get(NULL, "a", &v) && !hk_context_get(a.context, NULL, &v) && !hk_context_get(a.context, "a", NULL));
    CHECK(!hk_dict_get(NULL, dict, "a", &v) && !hk_dict_get(a.context, dict, NULL, &v) && !hk_dict_get(a.context, dict, "a", NULL));
    CHECK(!hk_dict_next(dict, NULL, &v, &v) && !hk_dict_next(dict, &at, NULL, NULL));
    CHECK(hk_object_self(list, &empty_type) == NULL && hk_object_self(hk_none(), NULL) == NULL);
    CHECK(hk_as_string(hk_int(1), NULL) == NULL);
    REFUSED(e, hk_json_read(NULL, "1", 1, &v, e));
    REFUSED(e, hk_json_read(a.context, NULL, 0, &v, e));
    REFUSED(e, hk_json_read(a.context, "1", 1, NULL, e));
    REFUSED(e, hk_json_write(NULL, v, api_sink(&out), e));
    REFUSED(e, hk_json_write(a.context, v, (hk_sink){NULL, NULL}, e));
    /* an empty text need not be anywhere; one with a size must */
    CHECK(hk_type_of(hk_string(a.context, NULL, 0)) == HK_TYPE_STRING && hk_type_of(hk_string_borrowed(a.context, NULL, 0)) == HK_TYPE_STRING);
    CHECK(is_none(hk_string(a.context, NULL, 5)) && hk_context_status(a.context) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* A context that was given a mistake says so, and does not render. */
#define SPOILS(a, status, call)                                                                                                    \
    do {                                                                                                                           \
        hk_context *fresh = hk_context_new((a)->env), *other = (a)->context;                                                       \
        (a)->context = fresh;                                                                                                      \
        (call);                                                                                                                    \
        CHECK_ROW(#call, hk_context_status(fresh) == (status));                                                                    \
        api_text got;                                                                                                              \
        CHECK_ROW(#call, api_render((a), "x", &got) == (status) && (a)->error.message_size);                                       \
        (a)->context = other;                                                                                                      \
        hk_context_free(fresh);                                                                                                    \
    } while (0)

static void test_null_in_contexts(void)
{
    api a;
    const hk_fields no_members = {"None", 8, NULL, 2}, no_name = {"NoName", 8, &(hk_field){.kind = HK_KIND_INT, .size = 4}, 1};
    api_open(&a);
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_string_borrowed(a.context, NULL, 5));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_safe_string(a.context, NULL, 5));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_context_set(a.context, NULL, hk_none()));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_dict_set(a.context, hk_dict(a.context), NULL, hk_none()));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_tuple(a.context, NULL, 2));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_bytes(a.context, NULL, 2));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_integer(a.context, NULL));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_undefined(a.context, NULL));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_object(a.context, NULL, &a));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_template_value(a.context, NULL));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_struct(a.context, NULL, &a));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_struct(a.context, &no_members, &a));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_struct(a.context, &no_name, &a));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_structs(a.context, NULL, &a, 1));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_structs(a.context, &point_fields, NULL, 1));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_function(a.context, NULL, "", nothing, NULL));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_function(a.context, "f", NULL, nothing, NULL));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_function(a.context, "f", "", NULL, NULL));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_function(a.context, "f", "a b", nothing, NULL));
    CHECK(is_none(hk_struct(a.context, &point_fields, NULL)));       /* as a pointer that is NULL */
    CHECK_RENDER(&a, "fine", "fine");
    api_close(&a);
}

static void test_null_call(void)
{
    const hk_value *values = NULL;
    size_t size = 7;
    CHECK(hk_call_home(NULL) == NULL && is_undefined(hk_call_arg(NULL, 0)) && !hk_call_given(NULL, 0) && hk_call_int(NULL, 0) == 0);
    CHECK(hk_call_float(NULL, 0) == 0.0 && !hk_call_truth(NULL, 0) && *hk_call_string(NULL, 0, &size) == 0 && size == 0);
    CHECK(*hk_call_text(NULL, 0, NULL) == 0 && hk_call_rest(NULL, &values) == 0 && hk_call_named(NULL, NULL, &values) == 0);
    CHECK(is_undefined(hk_call_variable(NULL, "a")) && !hk_call_autoescape(NULL) && hk_call_template(NULL, &size) == NULL);
    CHECK(is_undefined(hk_call_call(NULL, hk_none(), NULL, 0)) && is_undefined(hk_call_fail(NULL, HK_VALUE_ERROR, "x")));
}

/* ---------------------------------------------------------------- too late */

static void test_too_late(void)
{
    api a;
    const hk_embedded page = {"a", "", 0};
    const hk_observer observer = {NULL, NULL, NULL};
    const hk_translator translator = {NULL, NULL, NULL, NULL, NULL};
    api_open(&a);
    CHECK_RENDER(&a, "first", "first");
    hk_error *e = &a.error;
    REFUSED(e, hk_env_set_flag(a.env, "autoescape", true, e));
    REFUSED(e, hk_env_set_text(a.env, "undefined", "strict", 6, e));
    REFUSED(e, hk_env_set_limit(a.env, "fuel", 1, e));
    REFUSED(e, hk_env_add_extension(a.env, "do", e));
    REFUSED(e, hk_env_add_directory(a.env, "/tmp", e));
    REFUSED(e, hk_env_add_template(a.env, "a", 1, "b", 1, e));
    REFUSED(e, hk_env_add_embedded(a.env, &page, 1, e));
    REFUSED(e, hk_env_add_loader(a.env, load_nothing, NULL, e));
    REFUSED(e, hk_env_set_prefix(a.env, "a", e));
    REFUSED(e, hk_env_set_empty_loader(a.env, e));
    REFUSED(e, hk_env_set_cache_size(a.env, 1, e));
    REFUSED(e, hk_env_select_autoescape(a.env, "html", NULL, true, true, e));
    REFUSED(e, hk_env_set_autoescape(a.env, escape_all, NULL, e));
    REFUSED(e, hk_env_set_finalize(a.env, nothing, NULL, e));
    REFUSED(e, hk_env_add_processor(a.env, process, NULL, e));
    REFUSED(e, hk_env_set_observer(a.env, &observer, e));
    REFUSED(e, hk_env_set_policy(a.env, "urlize.rel", hk_none(), e));
    REFUSED(e, hk_env_add_globals(a.env, hk_dict(a.context), e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_test(a.env, "f", "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_function(a.env, "f", "value", nothing, NULL, e));
    REFUSED(e, hk_env_set_undefined_logger(a.env, NULL, NULL, e));
    REFUSED(e, hk_env_set_translations(a.env, hk_dict(a.context), e));
    REFUSED(e, hk_env_add_catalogue(a.env, "a.mo", e));
    REFUSED(e, hk_env_add_catalogue_bytes(a.env, "a", 1, e));
    REFUSED(e, hk_env_set_translator(a.env, &translator, e));
    CHECK_RENDER(&a, "{{ 'second' }}", "second");
    api_close(&a);
}

/* ---------------------------------------------------------------- texts */

static void test_settings_that_there_are_not(void)
{
    api a;
    api_open(&a);
    hk_error *e = &a.error;
    REFUSED(e, hk_env_set_flag(a.env, "", true, e));
    REFUSED(e, hk_env_set_flag(a.env, "undefined", true, e));
    REFUSED(e, hk_env_set_flag(a.env, BAD, true, e));
    REFUSED(e, hk_env_set_text(a.env, "trim_blocks", "yes", 3, e));
    REFUSED(e, hk_env_set_text(a.env, "undefined", "", 0, e));
    REFUSED(e, hk_env_set_text(a.env, "undefined", "a word that is much too long for it", 35, e));
    REFUSED(e, hk_env_set_text(a.env, "undefined", BAD, 2, e));
    REFUSED(e, hk_env_set_text(a.env, "block_start_string", BAD, 2, e));
    REFUSED(e, hk_env_set_limit(a.env, "", 1, e));
    REFUSED(e, hk_env_add_extension(a.env, "", e));
    REFUSED(e, hk_env_set_cache_size(a.env, -2, e));
    REFUSED(e, hk_env_set_policy(a.env, "", hk_none(), e));
    REFUSED(e, hk_env_set_policy(a.env, "truncate.leeway", hk_bool(true), e));
    REFUSED(e, hk_env_set_policy(a.env, "truncate.leeway", hk_none(), e));
    REFUSED(e, hk_env_set_policy(a.env, "urlize.rel", hk_int(1), e));
    REFUSED(e, hk_env_set_policy(a.env, "urlize.extra_schemes", hk_string(a.context, "x:", 2), e));
    REFUSED(e, hk_env_set_policy(a.env, "json.dumps_kwargs", hk_list(a.context), e));
    REFUSED(e, hk_env_set_policy(a.env, "ext.i18n.trimmed", hk_int(1), e));
    REFUSED(e, hk_env_add_filter(a.env, "", "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, BAD, "value", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value,,", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value=, x", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value, value", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value, x='open", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value, " BAD, nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "value, x='" BAD "'", nothing, NULL, e));
    REFUSED(e, hk_env_add_filter(a.env, "f", "**named, value", nothing, NULL, e));
    REFUSED(e, hk_env_add_test(a.env, "t", "**named", nothing, NULL, e));
    REFUSED(e, hk_env_set_translations(a.env, hk_list(a.context), e));
    FAILS(e, HK_VALUE_ERROR, hk_env_add_catalogue_bytes(a.env, "", 0, e));
    FAILS(e, HK_VALUE_ERROR, hk_env_add_catalogue_bytes(a.env, "not a catalogue at all, but long enough", 40, e));
    FAILS(e, HK_IO_ERROR, hk_env_add_catalogue(a.env, "", e));
    FAILS(e, HK_IO_ERROR, hk_env_add_catalogue(a.env, "/", e));
    CHECK_RENDER(&a, "{% set x = 1 %}{{ x }}", "1");
    api_close(&a);
}

static void test_names_of_templates(void)
{
    static const char *const names[] = {"", "/", ".", "..", "/etc/passwd", "etc/passwd", "../etc/passwd", "a\nb", "\x01", "a//..", "proc/self/mem"};
    api a;
    const hk_template *t;
    api_open(&a);
    hk_error *e = &a.error;
    CHECK(hk_env_add_directory(a.env, "", e) == HK_OK);     /* a folder without a name is not the root */
    CHECK(hk_env_add_loader(a.env, load_nothing, NULL, e) == HK_OK);
    CHECK(hk_env_add_template(a.env, "", 0, "empty", 5, e) == HK_OK && hk_env_add_template(a.env, "z", 1, "", 0, e) == HK_OK);
    REFUSED(e, hk_env_add_template(a.env, BAD, 2, "bad", 3, e));
    REFUSED(e, hk_env_set_prefix(a.env, BAD, e));
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        CHECK_ROW(names[i], hk_env_get_template(a.env, names[i], strlen(names[i]), &t, e) == HK_TEMPLATE_NOT_FOUND);
    CHECK(hk_env_get_template(a.env, "", 0, &t, e) == HK_OK && hk_env_get_template(a.env, "z", 1, &t, e) == HK_OK);
    CHECK(hk_env_get_template(a.env, "z\0z", 3, &t, e) == HK_TEMPLATE_NOT_FOUND && e->message_size == 3);
    REFUSED(e, hk_env_get_template(a.env, BAD, 2, &t, e));
    REFUSED(e, hk_env_from_string(a.env, "x", 1, BAD, &t, e));
    REFUSED(e, hk_env_load_program(a.env, "x", 1, BAD, &t, e));
    REFUSED(e, hk_env_select_template(a.env, (const char *const[]){BAD}, 1, &t, e));
    REFUSED(e, hk_env_select_template(a.env, (const char *const[]){"z", NULL}, 2, &t, e));
    api_text out = {.size = 0};
    REFUSED(e, hk_env_dump(a.env, HK_DUMP_AST, "x", 1, BAD, api_sink(&out), e));
    hk_value found;
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_env_undeclared(a.env, BAD, 2, a.context, &found, e));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_env_references(a.env, BAD, 2, a.context, &found, e));
    api_close(&a);

    api_open(&a);
    CHECK(hk_env_add_loader(a.env, load_no_text, NULL, &a.error) == HK_OK);
    FAILS(&a.error, HK_ARGUMENT_ERROR, hk_env_get_template(a.env, "any", 3, &t, &a.error));
    api_close(&a);
    api_open(&a);
    FAILS(&a.error, HK_TYPE_ERROR, hk_env_get_template(a.env, "any", 3, &t, &a.error));      /* [jinja] no loader */
    api_close(&a);
}

static void test_texts_that_are_not_utf8(void)
{
    api a;
    const hk_template *t;
    hk_value v, dict;
    api_open(&a);
    hk_error *e = &a.error;
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_env_from_string(a.env, "a\n{{ '" BAD "' }}", 12, NULL, &t, e));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_env_expression(a.env, "'" BAD "'", 4, &t, e));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_json_read(a.context, "\"" BAD "\"", 4, &v, e));
    FAILS(e, HK_JSON_ERROR, hk_json_read(a.context, "", 0, &v, e));
    CHECK(hk_context_status(a.context) == HK_OK);
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_string(a.context, BAD, 2));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_string(a.context, "\xc3", 1));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_cstring(a.context, BAD));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_string(a.context, "\xed\xa0\x80", 3));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_string_borrowed(a.context, BAD, 2));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_safe_string(a.context, BAD, 2));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_context_set(a.context, BAD, hk_none()));
    SPOILS(&a, HK_UNICODE_DECODE_ERROR, hk_dict_set(a.context, hk_dict(a.context), BAD, hk_none()));
    dict = hk_dict(a.context);
    CHECK(!hk_dict_get(a.context, dict, BAD, &v) && !hk_context_get(a.context, BAD, &v));
    hk_dict_set(a.context, dict, "", hk_int(5));
    hk_context_set(a.context, "d", dict);
    hk_context_set(a.context, "", hk_int(5));
    CHECK(hk_dict_get(a.context, dict, "", &v) && hk_as_int(v) == 5 && hk_context_get(a.context, "", &v));
    CHECK_RENDER(&a, "{{ d['']  }}", "5");
    api_close(&a);
}

/* ---------------------------------------------------------------- sizes */

/* Sizes that no text has are refused before a byte is read. */
static void test_sizes(void)
{
    api a;
    const hk_template *t;
    const size_t huge = (size_t)3 << 30;
    char *text = mmap(NULL, huge, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (text == MAP_FAILED) return;     /* a sanitizer may not leave the room */
    api_open(&a);
    hk_error *e = &a.error;
    SPOILS(&a, HK_NO_MEMORY, hk_string(a.context, text, huge));
    SPOILS(&a, HK_NO_MEMORY, hk_string(a.context, text, SIZE_MAX - 1));
    SPOILS(&a, HK_NO_MEMORY, hk_string_borrowed(a.context, text, huge));
    SPOILS(&a, HK_NO_MEMORY, hk_safe_string(a.context, text, huge));
    CHECK(hk_env_from_string(a.env, text, huge, NULL, &t, e) == HK_NO_MEMORY && hk_env_from_string(a.env, text, SIZE_MAX - 1, NULL, &t, e) == HK_NO_MEMORY);
    CHECK(hk_env_expression(a.env, text, SIZE_MAX - 1, &t, e) == HK_NO_MEMORY);
    REFUSED(e, hk_env_get_template(a.env, text, SIZE_MAX - 1, &t, e));
    hk_value names;
    CHECK(hk_env_undeclared(a.env, text, SIZE_MAX - 1, a.context, &names, e) == HK_NO_MEMORY && is_none(names));
    CHECK(hk_env_references(a.env, text, huge, a.context, &names, e) == HK_NO_MEMORY && is_none(names));
    CHECK(hk_env_dump(a.env, HK_DUMP_TOKENS, text, huge, NULL, api_sink(&(api_text){.size = 0}), e) == HK_NO_MEMORY);
    api_close(&a);

    api_open(&a);
    CHECK(hk_env_add_template(a.env, "x", 1, text, huge, e) == HK_NO_MEMORY && hk_env_add_template(a.env, text, SIZE_MAX - 1, "x", 1, e) != HK_OK);
    CHECK(hk_env_set_text(a.env, "block_start_string", text, SIZE_MAX - 1, e) != HK_OK);
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_structs(a.context, &point_fields, &a, SIZE_MAX));
    CHECK(is_undefined(hk_list_at(hk_list(a.context), SIZE_MAX)));
    size_t at = SIZE_MAX;
    CHECK(!hk_dict_next(hk_dict(a.context), &at, NULL, NULL));
    at = UINT32_MAX;
    CHECK(!hk_dict_next(hk_dict(a.context), &at, NULL, NULL));
    api_close(&a);
    munmap(text, huge);
}

/* ---------------------------------------------------------------- values */

static void test_wrong_types(void)
{
    api a;
    hk_value list, dict, v = hk_int(1), zero = {0};
    size_t at = 0, size = 7;
    api_open(&a);
    list = hk_list(a.context);
    dict = hk_dict(a.context);
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_list_push(a.context, dict, v));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_list_push(a.context, hk_none(), v));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_dict_set(a.context, list, "a", v));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_dict_set(a.context, hk_int(3), "a", v));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_context_set_all(a.context, list));
    SPOILS(&a, HK_ARGUMENT_ERROR, hk_context_set_all(a.context, hk_none()));
    CHECK(hk_length(list) == 0 && hk_length(dict) == 0 && hk_context_status(a.context) == HK_OK);
    CHECK(is_undefined(zero) && is_undefined(hk_list_at(dict, 0)) && is_undefined(hk_list_at(list, 0)) && hk_length(v) == 0);
    CHECK(!hk_dict_get(a.context, list, "a", &v) && !hk_dict_next(list, &at, &v, &v));
    CHECK(hk_as_int(list) == 0 && hk_as_float(hk_none()) == 0.0 && !hk_as_bool(hk_int(1)) && hk_as_string(dict, &size) == NULL && size == 0);
    CHECK(hk_as_int(hk_float(2.5)) == 0 && hk_as_float(hk_int(2)) == 2.0 && hk_as_int(hk_bool(true)) == 1);
    /* a zeroed value is undefined, wherever it stands */
    hk_list_push(a.context, list, zero);
    hk_context_set(a.context, "list", list);
    hk_context_set(a.context, "zero", zero);
    CHECK_RENDER(&a, "{{ list }}|{{ zero }}|{{ zero is defined }}", "[Undefined]||False");
    api_close(&a);
}

/* A list that holds itself, as Python prints it; what cannot be endless is refused. */
static void test_cycles(void)
{
    api a;
    hk_value list, dict;
    api_text out = {.size = 0};
    api_open(&a);
    list = hk_list(a.context);
    dict = hk_dict(a.context);
    hk_list_push(a.context, list, list);
    hk_dict_set(a.context, dict, "self", dict);
    FAILS(&a.error, HK_RECURSION_ERROR, hk_env_add_globals(a.env, dict, &a.error));
    hk_context_set(a.context, "list", list);
    hk_context_set(a.context, "dict", dict);
    CHECK_RENDER(&a, "{{ list }} {{ dict }} {{ dict.self.self.self|length }}", "[[...]] {'self': {...}} 1");
    FAILS(&a.error, HK_VALUE_ERROR, hk_json_write(a.context, list, api_sink(&out), &a.error));
    FAILS(&a.error, HK_VALUE_ERROR, hk_json_write(a.context, dict, api_sink(&out), &a.error));
    api_close(&a);
}

/* Values of another environment are values like others, as long as their context lives. */
static void test_other_environments(void)
{
    api a, b;
    hk_value v;
    const hk_template *t;
    hk_buffer out = HK_BUFFER_NONE;
    api_open(&a);
    api_open(&b);
    static const char json[] = "{\"user\": {\"name\": \"Ada\", \"tags\": [\"x\", \"y\"]}, \"é\": 1}";
    CHECK(hk_json_read(b.context, json, sizeof json - 1, &v, &b.error) == HK_OK);
    hk_context_set_all(b.context, v);
    hk_context_set_all(a.context, v);
    hk_context_set(a.context, "point", hk_struct(b.context, &point_fields, &(hk_text){"", 4}));
    CHECK_RENDER(&a, "{{ user.name }} {{ user['tags']|join }} {{ 'x' in user.tags }} {{ é }} {{ point.size }}", "Ada xy True 1 4");
    CHECK(hk_dict_get(a.context, v, "user", &v));
    static const char source[] = "{{ user.name }} {{ user.tags[1] }}";
    CHECK(hk_env_from_string(a.env, source, sizeof source - 1, NULL, &t, &a.error) == HK_OK);
    CHECK(hk_render_text(t, b.context, &out, &a.error) == HK_OK);       /* another environment's context */
    CHECK_TEXT("another context", out.text, out.size, "Ada y");
    hk_buffer_free(&out);
    CHECK(hk_env_expression(a.env, "user", 4, &t, &a.error) == HK_OK && hk_evaluate(t, a.context, b.context, &v, &a.error) == HK_OK);
    CHECK(hk_dict_get(b.context, v, "name", &v) && hk_type_of(v) == HK_TYPE_STRING);
    hk_context_free(a.context);         /* what took a value goes before what made it */
    a.context = NULL;
    api_close(&a);
    api_close(&b);
}

/* Members of kinds and sizes that there are not raise when they are asked for. */
static void test_fields(void)
{
    struct odd { int i; long double d; char c[3]; const char *s; void *items; int count; } odd = {1, 2, "ab", BAD, &odd, 3};
    static const hk_field members[] = {
        {"wide", HK_KIND_FLOAT, offsetof(struct odd, d), sizeof(long double), NULL, 0, 0, HK_KIND_COUNT, 0},
        {"three", HK_KIND_INT, offsetof(struct odd, c), 3, NULL, 0, 0, HK_KIND_COUNT, 0},
        {"zero", HK_KIND_UINT, offsetof(struct odd, i), 0, NULL, 0, 0, HK_KIND_COUNT, 0},
        {"bool", HK_KIND_BOOL, offsetof(struct odd, c), 3, NULL, 0, 0, HK_KIND_COUNT, 0},
        {"short_pointer", HK_KIND_CSTRING, offsetof(struct odd, i), sizeof(char *) - 1, NULL, 0, 0, HK_KIND_COUNT, 0},
        {"none", (hk_kind)99, 0, 4, NULL, 0, 0, HK_KIND_COUNT, 0},
        {"of_nothing", HK_KIND_STRUCT, 0, 4, NULL, 0, 0, HK_KIND_COUNT, 0},
        {"bad", HK_KIND_CSTRING, offsetof(struct odd, s), sizeof(char *), NULL, 0, 0, HK_KIND_COUNT, 0},
        {"many", HK_KIND_ARRAY, offsetof(struct odd, items), sizeof(void *), NULL, offsetof(struct odd, count), 3, HK_KIND_INT, 4},
        {"wide_items", HK_KIND_ARRAY, offsetof(struct odd, items), sizeof(void *), NULL, offsetof(struct odd, count), sizeof(int), HK_KIND_INT, 5},
        {"i", HK_KIND_INT, offsetof(struct odd, i), sizeof(int), NULL, 0, 0, HK_KIND_COUNT, 0}};
    static const hk_fields fields = HK_FIELDS("Odd", struct odd, members);
    api a;
    api_text out;
    api_open(&a);
    hk_context_set(a.context, "odd", hk_struct(a.context, &fields, &odd));
    for (size_t i = 0; i < 10; i++) {
        char source[64];
        snprintf(source, sizeof source, "{%% for x in [odd.%s] %%}{{ x[0] }}{%% endfor %%}", members[i].name);
        hk_status status = api_render(&a, source, &out);
        CHECK_ROW(members[i].name, status == (strcmp(members[i].name, "bad") == 0 ? HK_UNICODE_DECODE_ERROR : HK_ARGUMENT_ERROR));
    }
    CHECK_RENDER(&a, "{{ odd.i }}{{ odd.nothing }}{{ odd['i'] }}", "11");
    api_close(&a);
}

/* ---------------------------------------------------------------- another order */

static void test_order(void)
{
    api a;
    const hk_template *t, *broken;
    hk_module *module;
    hk_stream *stream;
    hk_value v;
    const char *text;
    size_t size;
    api_text out = {.size = 0};
    api_open(&a);
    hk_error *e = &a.error;
    CHECK(hk_env_add_template(a.env, "page", 4, "page", 4, e) == HK_OK);
    /* released more often than it was given: the cache still has it */
    for (int i = 0; i < 3; i++) CHECK(hk_env_get_template(a.env, "page", 4, &t, e) == HK_OK);
    for (int i = 0; i < 7; i++) hk_template_release(t);
    hk_value globals = hk_dict(a.context);
    const hk_template *with;
    CHECK(hk_template_with(t, globals, &with, e) == HK_OK);
    hk_template_release(with);
    CHECK(hk_env_get_template(a.env, "page", 4, &t, e) == HK_OK && hk_render(t, NULL, api_sink(&out), e) == HK_OK);
    /* an expression rendered, a page evaluated, a block of an expression */
    CHECK(hk_env_expression(a.env, "1 + 1", 5, &broken, e) == HK_OK);
    out.size = 0;
    REFUSED(e, hk_render(broken, NULL, api_sink(&out), e));
    REFUSED(e, hk_render_block(broken, "b", NULL, api_sink(&out), e));
    REFUSED(e, hk_template_save(broken, api_sink(&out), e));
    REFUSED(e, hk_module_open(broken, NULL, &module, e));
    REFUSED(e, hk_stream_open(broken, NULL, NULL, &stream, e));
    REFUSED(e, hk_evaluate(t, NULL, a.context, &v, e));
    FAILS(e, HK_LOOKUP_ERROR, hk_render_block(t, "", NULL, api_sink(&out), e));
    CHECK(out.size == 0);
    /* after a failure */
    CHECK(hk_env_from_string(a.env, "a{{ 1 // 0 }}", 13, NULL, &broken, e) == HK_OK);
    FAILS(e, HK_ZERO_DIVISION_ERROR, hk_module_open(broken, NULL, &module, e));
    CHECK(module == NULL);
    CHECK(hk_stream_open(broken, NULL, NULL, &stream, e) == HK_OK);
    while (hk_stream_next(stream, &text, &size, e) == HK_NEXT_MORE) continue;
    CHECK(hk_stream_next(stream, &text, &size, e) == HK_NEXT_FAILED && e->kind == HK_ZERO_DIVISION_ERROR && size == 0);
    hk_stream_close(stream);
    /* a context that failed takes nothing any more, and no render takes it */
    hk_string(a.context, BAD, 2);
    CHECK(is_none(hk_list(a.context)) && is_none(hk_dict(a.context)) && is_none(hk_string(a.context, "x", 1)));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_render(t, a.context, api_sink(&out), e));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_module_open(t, a.context, &module, e));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_stream_open(t, a.context, NULL, &stream, e));
    FAILS(e, HK_UNICODE_DECODE_ERROR, hk_json_read(a.context, "1", 1, &v, e));
    api_close(&a);
}

/* ---------------------------------------------------------------- in a host's function */

/* True, but without an answer. */
static bool no_attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    (void)call, (void)self, (void)name, (void)size, (void)out;
    return true;
}
static bool no_item(hk_call *call, void *self, hk_value key, hk_value *out)
{
    (void)call, (void)self, (void)key, (void)out;
    return true;
}
static bool no_next(hk_call *call, void *self, size_t *at, hk_value *out)
{
    (void)call, (void)self, (void)out;
    return (*at)++ < 2;
}
static size_t endless(hk_call *call, void *self)
{
    (void)call, (void)self;
    return SIZE_MAX;
}
static hk_value no_text(hk_call *call, void *self)
{
    (void)call, (void)self;
    return hk_int(1);
}
static const hk_object_type lazy_type = {.name = "Lazy", .attribute = no_attribute, .item = no_item, .next = no_next};
static const hk_object_type wrong_type = {.name = "Wrong", .length = endless, .text = no_text, .html = no_text};

static hk_value misuse(hk_call *call, void *user)
{
    const hk_template *t;
    hk_env *env = user;
    hk_context *home = hk_call_home(call);
    hk_buffer out = HK_BUFFER_NONE;
    hk_value v = hk_none();
    switch (hk_call_int(call, 0)) {
    case 0: return hk_int(hk_env_set_flag(env, "autoescape", true, NULL));
    case 1: /* a render in a render; its context has no variables */
        if (hk_env_from_string(env, "[{{ x }}{{ 6 * 7 }}]", 20, NULL, &t, NULL) != HK_OK || hk_render_text(t, home, &out, NULL) != HK_OK) return v;
        v = hk_string(home, out.text, out.size);
        hk_buffer_free(&out);
        hk_template_release(t);
        return v;
    case 2: return hk_env_expression(env, "[1, 2]", 6, &t, NULL) == HK_OK && hk_evaluate(t, NULL, home, &v, NULL) == HK_OK ? v : hk_none();
    case 3: return hk_json_read(home, "{", 1, &v, NULL) == HK_JSON_ERROR ? hk_string(home, "not JSON", 8) : v;
    case 4: hk_context_set_all(home, hk_dict(home)); return hk_bool(hk_context_get(home, "x", &v));
    case 5: return hk_object(home, &lazy_type, NULL);
    case 6: return hk_object(home, &wrong_type, NULL);
    case 7: return hk_string(home, BAD, 2);
    case 8: return hk_call_fail(call, (hk_status)4711, "x");
    case 9: return hk_call_fail(call, HK_VALUE_ERROR, NULL);
    case 10: return hk_call_fail(call, HK_VALUE_ERROR, "not UTF-8: %s", BAD);
    case 11: return hk_call_variable(call, BAD);
    case 12: return hk_call_call(call, hk_call_variable(call, "x"), NULL, 2);
    case 13: return (hk_value){.type = 200};
    default: return hk_call_arg(call, (unsigned)hk_call_int(call, 0));
    }
}

static void test_calls(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_add_function(a.env, "misuse", "what", misuse, a.env, &a.error) == HK_OK);
    hk_context_set(a.context, "x", hk_int(1));
    char late[8];
    snprintf(late, sizeof late, "%d", HK_ARGUMENT_ERROR);
    api_text out;
    CHECK(api_render(&a, "{{ misuse(0) }}", &out) == HK_OK);
    CHECK_BYTES("too late", out.bytes, out.size, late, strlen(late));
    CHECK_RENDER(&a, "{{ misuse(1) }}{{ misuse(2) }}{{ misuse(3) }}", "[42][1, 2]not JSON");
    CHECK_FAILS(&a, "{{ misuse(4) }}", HK_ARGUMENT_ERROR, "a home has no variables: those of a template are set in its context");
    CHECK_RENDER(&a, "{{ misuse(5).anything }}{{ misuse(5)[1] }}{{ misuse(5)|list }}", "NoneNone[None, None]");
    CHECK_FAILS(&a, "{{ misuse(6)|length }}", HK_OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer");
    CHECK_FAILS(&a, "{{ misuse(6) }}", HK_TYPE_ERROR, "__str__ returned non-string (type int)");
    CHECK_FAILS(&a, "{{ misuse(6)|e }}", HK_TYPE_ERROR, "__str__ returned non-string (type int)");
    CHECK_FAILS(&a, "{{ misuse(7) }}", HK_UNICODE_DECODE_ERROR, "a string that is not valid UTF-8");
    CHECK_FAILS(&a, "{{ misuse(8) }}", HK_ARGUMENT_ERROR, "an error needs a kind and a message");
    CHECK_FAILS(&a, "{{ misuse(9) }}", HK_ARGUMENT_ERROR, "an error needs a kind and a message");
    CHECK_FAILS(&a, "{{ misuse(10) }}", HK_VALUE_ERROR, "not UTF-8: ??");
    CHECK_RENDER(&a, "{{ misuse(11) }}", "");
    CHECK_FAILS(&a, "{{ misuse(12) }}", HK_ARGUMENT_ERROR, "a call without its arguments");
    CHECK_FAILS(&a, "{{ misuse(13) }}", HK_ARGUMENT_ERROR, "'misuse' returned what is no value");
    CHECK_FAILS(&a, "{{ misuse(14) }}", HK_ARGUMENT_ERROR, "'misuse' has no parameter 14");
    CHECK_FAILS(&a, "{{ misuse(-1) }}", HK_ARGUMENT_ERROR, "'misuse' has no parameter 4294967295");
    CHECK_RENDER(&a, "{{ x }}", "1");
    api_close(&a);
}

int main(void)
{
    test_null_environment();
    test_null_settings();
    test_null_rendering();
    test_errors();
    test_null_values();
    test_null_in_contexts();
    test_null_call();
    test_too_late();
    test_settings_that_there_are_not();
    test_names_of_templates();
    test_texts_that_are_not_utf8();
    test_sizes();
    test_wrong_types();
    test_cycles();
    test_other_environments();
    test_fields();
    test_order();
    test_calls();
    return hkt_done();
}
