/* What a host is told that configures wrongly: enough to put it right. */
#include "render.h"

static hk_value nothing(hk_call *call, void *user)
{
    (void)call;
    (void)user;
    return hk_none();
}

static void check_said(api *a, const char *what, hk_status status, const char *message, const char *hint)
{
    CHECK_ROW(what, status == HK_ARGUMENT_ERROR);
    CHECK_ROW(what, strcmp(a->error.message, message) == 0);
    CHECK_ROW(what, hint ? a->error.hint && strcmp(a->error.hint, hint) == 0 : !a->error.hint);
    hk_error_clear(&a->error);
}

static void test_options(void)
{
    static const struct { const char *option, *text, *message, *hint; } texts[] = {
        {"undefined", "Strict", "option undefined takes default, strict, chainable or debug, not 'Strict'", NULL},
        {"undefined", NULL, "option undefined takes default, strict, chainable or debug", NULL},
        {"undefined", "strict, or what else there may be", "option undefined takes default, strict, chainable or debug", NULL},
        {"undefined", "\xff", "option undefined: a text that is not valid UTF-8", NULL},
        {"autoescape", "html", "option autoescape is on or off, or takes select, not 'html'", NULL},
        {"trim_blocks", "on", "option trim_blocks is on or off, and takes no text", NULL},
        {"block_start_string", NULL, "option block_start_string needs a text", NULL},
        {"undefine", "strict", "there is no option undefine", "did you mean 'undefined'?"},
    };
    static const struct { const char *option, *message, *hint; } flags[] = {
        {"trim-blocks", "there is no option trim-blocks that is on or off", "did you mean 'trim_blocks'?"},
        {"undefined", "option undefined takes a text, and is not on or off", NULL},
        {"newline_sequence", "option newline_sequence takes a text, and is not on or off", NULL},
        {"line_statement_prefix", "option line_statement_prefix takes a text, and is not on or off", NULL},
    };
    api a;
    api_open(&a);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_said(&a, texts[i].option, hk_env_set_text(a.env, texts[i].option, texts[i].text, HK_NUL, &a.error), texts[i].message, texts[i].hint);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        check_said(&a, flags[i].option, hk_env_set_flag(a.env, flags[i].option, true, &a.error), flags[i].message, flags[i].hint);
    api_close(&a);
}

static void test_settings(void)
{
    api a;
    api_open(&a);
    check_said(&a, "limit", hk_env_set_limit(a.env, "Memory", 1, &a.error),
        "there is no limit 'Memory' (there are: fuel memory output call_depth)", "did you mean 'memory'?");
    check_said(&a, "policy", hk_env_set_policy(a.env, "truncate.leeway", hk_bool(true), &a.error),
        "policy 'truncate.leeway' takes NUMBER, not this value of type bool", NULL);
    check_said(&a, "policy", hk_env_set_policy(a.env, "truncate.leway", hk_int(1), &a.error), "there is no policy 'truncate.leway'",
        "did you mean 'truncate.leeway'?");
    check_said(&a, "cache", hk_env_set_cache_size(a.env, -2, &a.error), "an environment and a number of templates, or -1, are needed", NULL);
    check_said(&a, "translations", hk_env_set_translations(a.env, hk_int(1), &a.error), "an environment and a dict are needed", NULL);
    api_close(&a);
}

static void test_signatures(void)
{
    static const struct { const char *signature, *hint; } rows[] = {
        {"value, ,", "at ',': a name is needed"},
        {"value, x={}", "at '{}': a default is a number, a text in quotes, True, False, None or ?"},
        {"value, x='a", "at ''a': a default is a number, a text in quotes, True, False, None or ?"},
        {"value, x=1, y, z", "at 'y, z': what follows a default needs one, too"},
        {"value, value", "at 'value': this name was used already"},
        {"value x", "at 'x': a comma is needed"},
        {"value, *a, *b", "at '*b': what collects arguments is * or *name, once, and **name"},
        {"value, ***a", "at '***a': what collects arguments is * or *name, once, and **name"},
        {"value, **a, b", "at 'b': nothing follows **name"},
        {"value, *, a, /", "at '/': / stands before *"},
        {"value, x=9999999999999999999", "at '9999999999999999999': a default is a number, a text in quotes, True, False, None or ?"},
        {"value, x=", "at the end: a default is a number, a text in quotes, True, False, None or ?"},
    };
    api a;
    api_open(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[128];
        int size = snprintf(message, sizeof message, "signature of 'f' does not parse: %s", rows[i].signature);
        CHECK(size > 0 && size < (int)sizeof message);
        check_said(&a, rows[i].signature, hk_env_add_filter(a.env, "f", rows[i].signature, nothing, NULL, &a.error), message, rows[i].hint);
    }
    CHECK(hk_env_add_filter(a.env, "f", " value , x = 1, y= 'a' ,*, z", nothing, NULL, &a.error) == HK_OK);
    api_close(&a);
}

int main(void)
{
    test_options();
    test_settings();
    test_signatures();
    return hkt_done();
}
