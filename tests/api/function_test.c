/* Filters, tests and functions of a host. */
#include "render.h"

static hk_value repeat(hk_call *call, void *user)
{
    size_t size, fill_size;
    const char *text = hk_call_string(call, 0, &size), *fill = hk_call_string(call, 2, &fill_size);
    int64_t times = hk_call_int(call, 1);
    hk_value list = hk_list(hk_call_home(call));
    (void)user;
    for (int64_t i = 0; i < times; i++) {
        if (i && fill_size) hk_list_push(hk_call_home(call), list, hk_string(hk_call_home(call), fill, fill_size));
        hk_list_push(hk_call_home(call), list, hk_string(hk_call_home(call), text, size));
    }
    return list;
}

static hk_value is_small(hk_call *call, void *user) { return hk_bool(hk_call_int(call, 0) < *(int *)user); }

static hk_value half(hk_call *call, void *user) { return (void)user, hk_float(hk_call_float(call, 0) / 2); }

/* The number of rest arguments, then the named ones as name=value. */
static hk_value describe(hk_call *call, void *user)
{
    const hk_value *names, *values, *items;
    size_t rest = hk_call_rest(call, &items), named = hk_call_named(call, &names, &values);
    hk_value d = hk_dict(hk_call_home(call));
    (void)user;
    hk_dict_set(hk_call_home(call), d, "rest", hk_int((int64_t)rest));
    hk_dict_set(hk_call_home(call), d, "first", rest ? items[0] : hk_none());
    for (size_t i = 0; i < named; i++) hk_dict_set(hk_call_home(call), d, hk_as_string(names[i], NULL), values[i]);
    return d;
}

static hk_value greeting(hk_call *call, void *user)
{
    size_t size;
    hk_value name = hk_call_variable(call, "name");
    (void)user;
    if (!hk_call_given(call, 0)) return hk_type_of(name) == HK_TYPE_UNDEFINED ? hk_string(hk_call_home(call), "nobody", 6) : name;
    const char *text = hk_call_text(call, 0, &size);
    return hk_string(hk_call_home(call), text, size);
}

static hk_value twice(hk_call *call, void *user)
{
    hk_value item = hk_int(21), list = hk_list(hk_call_home(call));
    (void)user;
    for (int i = 0; i < 2; i++) hk_list_push(hk_call_home(call), list, hk_call_call(call, hk_call_arg(call, 0), &item, 1));
    return list;
}

static hk_value refuse(hk_call *call, void *user)
{
    (void)user;
    return hk_call_fail(call, HK_VALUE_ERROR, "no %s with %d", "page", 404);
}

static hk_value fail_long(hk_call *call, void *user)
{
    (void)user;
    return hk_call_fail(call, HK_KEY_ERROR, "%0300d", 7);
}

static hk_value misuse(hk_call *call, void *user)
{
    switch (hk_call_int(call, 0)) {
    case 0: return hk_call_arg(call, 9);
    case 1: return hk_call_fail(call, HK_OK, "nothing");
    case 2: hk_list_push(user, hk_list(user), hk_list(hk_call_home(call))); return hk_int((int64_t)hk_context_status(user));
    case 3: hk_list_push(hk_call_home(call), hk_call_variable(call, "items"), hk_int(1)); return hk_none();
    case 4: return hk_function(hk_call_home(call), "f", "", misuse, NULL);
    case 5: hk_context_set(hk_call_home(call), "x", hk_int(1)); hk_context_free(hk_call_home(call)); return hk_none();
    default: return hk_call_call(call, hk_int(1), NULL, 0);
    }
}

static hk_value where(hk_call *call, void *user)
{
    size_t size;
    const char *name = hk_call_template(call, &size);
    (void)user;
    if (hk_call_autoescape(call)) return hk_none();
    return name ? hk_string(hk_call_home(call), name, size) : hk_bool(false);
}

static hk_value itself(hk_call *call, void *user) { return (void)user, hk_call_arg(call, 0); }

/* What a test gives is true or false, whatever it returns. */
static void test_truth(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_set_text(a.env, "undefined", "strict", HK_NUL, &a.error) == HK_OK);
    CHECK(hk_env_add_test(a.env, "itself", "value", itself, NULL, &a.error) == HK_OK);
    CHECK_RENDER(&a, "{{ 5 is itself }} {{ '' is itself }} {{ [] is not itself }} {{ [0, 'a']|select('itself')|list }}", "True False True ['a']");
    CHECK_FAILS(&a, "{{ nothing is itself }}", HK_UNDEFINED_ERROR, "'nothing' is undefined");
    api_close(&a);
}

static void test_calls(void)
{
    api a;
    int limit = 10;
    api_open(&a);
    CHECK(hk_env_add_filter(a.env, "repeat", "value, times=2, fill=''", repeat, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_test(a.env, "small", "value", is_small, &limit, &a.error) == HK_OK);
    CHECK(hk_env_add_filter(a.env, "half", "value", half, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "describe", "*rest, **named", describe, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "greeting", "name=?", greeting, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "twice", "f", twice, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "where", "", where, NULL, &a.error) == HK_OK);
    CHECK_RENDER(&a, "{{ 'ab'|repeat }} {{ 'ab'|repeat(3, fill='-')|join }}", "['ab', 'ab'] ab-ab-ab");
    CHECK_RENDER(&a, "{{ 3 is small }} {{ 30 is small }} {{ [3, 30]|select('small')|list }}", "True False [3]");
    CHECK_RENDER(&a, "{{ 3|half }} {{ 2.5|half }} {{ true|half }} {{ (2**70)|half }}", "1.5 1.25 0.5 5.902958103587057e+20");
    CHECK_FAILS(&a, "{{ '3'|half }}", HK_TYPE_ERROR, "half() argument 'value' must be float, not str");
    CHECK_FAILS(&a, "{{ (10**400)|half }}", HK_OVERFLOW_ERROR, "int too large to convert to float");
    CHECK_FAILS(&a, "{{ (2**70) is small }}", HK_OVERFLOW_ERROR, "Python int too large to convert to C long");
    CHECK_RENDER(&a, "{{ describe(1, 2, a=3) }}", "{'rest': 2, 'first': 1, 'a': 3}");
    CHECK_RENDER(&a, "{{ greeting() }} {{ greeting(4.5) }}{% set name = 'Ann' %} {{ greeting() }}", "nobody 4.5 Ann");
    CHECK_RENDER(&a, "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ twice(m) }} {{ where() }}", "['<21>', '<21>'] False");
    CHECK_FAILS(&a, "{{ 5|repeat }}", HK_TYPE_ERROR, "repeat() argument 'value' must be str, not int");
    CHECK_FAILS(&a, "{{ 'a'|repeat(1, 2, 3) }}", HK_TYPE_ERROR, "repeat() takes from 1 to 3 positional arguments but 4 were given");
    CHECK_FAILS(&a, "{{ 'a'|repeat(nothing) }}", HK_UNDEFINED_ERROR, "'nothing' is undefined");
    CHECK_FAILS(&a, "{{ twice(5) }}", HK_TYPE_ERROR, "'int' object is not callable");
    api_close(&a);
}

static void test_errors(void)
{
    api a;
    api_open(&a);
    hk_context *other = hk_context_new(a.env);
    hk_value items = hk_list(a.context);
    hk_context_set(a.context, "items", items);
    CHECK(hk_env_add_function(a.env, "refuse", "", refuse, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "fail_long", "", fail_long, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "misuse", "how", misuse, other, &a.error) == HK_OK);
    CHECK_FAILS(&a, "a\n{{ refuse() }}", HK_VALUE_ERROR, "no page with 404");
    CHECK(a.error.line == 2);
    api_text out;
    CHECK(api_render(&a, "{{ fail_long() }}", &out) == HK_KEY_ERROR && a.error.message_size == 300);
    CHECK_FAILS(&a, "{{ misuse(0) }}", HK_ARGUMENT_ERROR, "'misuse' has no parameter 9");
    CHECK_FAILS(&a, "{{ misuse(1) }}", HK_ARGUMENT_ERROR, "an error needs a kind and a message");
    CHECK_RENDER(&a, "{{ misuse(2) == " "32" " }}", "True");
    CHECK_FAILS(&a, "{{ misuse(3) }}", HK_ARGUMENT_ERROR, "what a context holds cannot be changed by a render");
    CHECK_FAILS(&a, "{{ misuse(4) }}", HK_ARGUMENT_ERROR, "a name, a signature, a function and a context that is no render's are needed");
    CHECK_FAILS(&a, "{{ misuse(5) }}", HK_ARGUMENT_ERROR, "a home has no variables: those of a template are set in its context");
    CHECK_FAILS(&a, "{{ misuse(6) }}", HK_TYPE_ERROR, "'int' object is not callable");
    hk_context_free(other);
    api_close(&a);
}

/* Keeps its argument in a tuple of a context that outlives the render. */
static hk_value keep(hk_call *call, void *user)
{
    const hk_value v = hk_call_arg(call, 0);
    return hk_bool(hk_type_of(hk_tuple(user, &v, 1)) == HK_TYPE_TUPLE);
}

/* What lives longer than a render is not changed by it, nor does it hold what the render made. */
static void test_lives(void)
{
    api a;
    api_open(&a);
    hk_context *other = hk_context_new(a.env);
    hk_value items = hk_list(a.context);
    hk_list_push(a.context, items, hk_int(1));
    hk_context_set(a.context, "items", items);
    CHECK(hk_env_add_extension(a.env, "do", &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "twice", "f", twice, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_function(a.env, "keep", "value", keep, other, &a.error) == HK_OK);
    CHECK_RENDER(&a, "{% do items.append(2) %}{{ items }}", "[1, 2]");
    CHECK_FAILS(&a, "{{ twice(items.append) }}", HK_RUNTIME_ERROR, "data of the host cannot be changed from inside a filter or function");
    CHECK_RENDER(&a, "{% set own = [] %}{{ twice(own.append) }} {{ own }}", "[None, None] [21, 21]");
    CHECK_RENDER(&a, "{{ items }} {{ keep(items) }} {{ keep(1) }} {{ keep([1]) }} {{ keep(1) }}", "[1] True True False False");
    CHECK(hk_context_status(other) == HK_ARGUMENT_ERROR);
    hk_context_free(other);
    api_close(&a);
}

static void test_misuse(void)
{
    api a;
    api_open(&a);
    CHECK(hk_env_add_filter(NULL, "f", "value", repeat, NULL, NULL) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_filter(a.env, NULL, "value", repeat, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_filter(a.env, "f", "value, ,", repeat, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_filter(a.env, "f", "", repeat, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_function(a.env, "f", "a=1, b", repeat, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK_RENDER(&a, "x", "x");
    CHECK(hk_env_add_test(a.env, "late", "value", repeat, NULL, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_call_home(NULL) == NULL);
    CHECK(hk_type_of(hk_call_arg(NULL, 0)) == HK_TYPE_UNDEFINED);
    CHECK(!hk_call_given(NULL, 0) && hk_call_int(NULL, 0) == 0 && hk_call_float(NULL, 0) == 0 && !hk_call_truth(NULL, 0));
    CHECK(hk_call_string(NULL, 0, NULL)[0] == '\0' && hk_call_text(NULL, 0, NULL)[0] == '\0');
    CHECK(hk_call_rest(NULL, NULL) == 0 && hk_call_named(NULL, NULL, NULL) == 0 && !hk_call_autoescape(NULL));
    CHECK(hk_type_of(hk_call_variable(NULL, "x")) == HK_TYPE_UNDEFINED && hk_call_template(NULL, NULL) == NULL);
    CHECK(hk_type_of(hk_call_call(NULL, hk_none(), NULL, 0)) == HK_TYPE_UNDEFINED);
    CHECK(hk_type_of(hk_call_fail(NULL, HK_VALUE_ERROR, "x")) == HK_TYPE_UNDEFINED);
    api_close(&a);
}

/* A later filter replaces an earlier and a builtin one; a function is also a value of a context. */
static void test_replacing(void)
{
    api a;
    int limit = 5;
    api_open(&a);
    CHECK(hk_env_add_filter(a.env, "upper", "value", refuse, NULL, &a.error) == HK_OK);
    CHECK(hk_env_add_filter(a.env, "upper", "value, times=1", repeat, NULL, &a.error) == HK_OK);
    hk_context_set(a.context, "small", hk_function(a.context, "small", "value", is_small, &limit));
    CHECK(hk_type_of(hk_function(NULL, "f", "", refuse, NULL)) == HK_TYPE_NONE);
    CHECK_FAILS(&a, "{{ 'x'|upper }}", HK_ARGUMENT_ERROR, "'upper' has no parameter 2");
    CHECK_RENDER(&a, "{{ small(4) }} {{ small(value=6) }}", "True False");
    api_close(&a);
}

int main(void)
{
    test_truth();
    test_calls();
    test_errors();
    test_lives();
    test_misuse();
    test_replacing();
    return hkt_done();
}
