/* functions.c: a filter, a test, a function and an object of the program, in a template that writes a configuration file. */
#include <stdlib.h>
#include <string.h>

#include <hokora.h>

static const char source[] =
    "# made for {{ env.DEPLOY_USER|default('nobody') }} in {{ env['DEPLOY_STAGE'] }}\n"
    "{% for service in services %}\n"
    "\n[{{ service }}]\n"
    "port = {{ port(service) }}{{ '  # needs root' if port(service) is privileged }}\n"
    "timeout = {{ 5400|duration }}\n"
    "retry = {{ 90|duration(short=true) }}\n"
    "{% endfor %}\n";

/* {{ 5400|duration }}: arguments are those of the signature, "seconds, short=False", counted from 0. */
static hk_value duration(hk_call *call, void *user)
{
    char text[48];
    long long seconds = hk_call_int(call, 0), minutes = seconds / 60;
    (void)user;
    if (seconds < 0) return hk_call_fail(call, HK_VALUE_ERROR, "a duration of %lld seconds", seconds);
    if (hk_call_truth(call, 1)) snprintf(text, sizeof text, "%llds", seconds);
    else snprintf(text, sizeof text, "%lldh %02lldm", minutes / 60, minutes % 60);
    return hk_cstring(hk_call_home(call), text);
}

/* {% if 80 is privileged %} */
static hk_value privileged(hk_call *call, void *user)
{
    (void)user;
    return hk_bool(hk_call_int(call, 0) < 1024);
}

/* {{ port("http") }} */
static hk_value port(hk_call *call, void *user)
{
    static const struct { const char *service; int port; } table[] = {{"http", 80}, {"proxy", 3128}};
    size_t size;
    const char *service = hk_call_string(call, 0, &size);
    (void)user;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].service) == size && memcmp(table[i].service, service, size) == 0) return hk_int(table[i].port);
    return hk_call_fail(call, HK_VALUE_ERROR, "no port is known for %.*s", (int)size, service);
}

/* {{ env.HOME }}: the process's environment, of which only what is asked for is looked up. */
static bool env_attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    char key[64];
    (void)self;
    if (size >= sizeof key) return false;
    memcpy(key, name, size);
    key[size] = '\0';
    const char *value = getenv(key);
    if (value) *out = hk_cstring(hk_call_home(call), value);
    return value != NULL;
}

/* {{ env["HOME"] }} */
static bool env_item(hk_call *call, void *self, hk_value key, hk_value *out)
{
    size_t size;
    const char *name = hk_as_string(key, &size);
    return name && env_attribute(call, self, name, size, out);
}

static const hk_object_type env_type = {.name = "Environment", .attribute = env_attribute, .item = env_item};

static hk_status write_config(hk_env *env, hk_context *context, hk_error *error)
{
    hk_status status;
    const hk_template *config;
    hk_value services;
    if ((status = hk_env_set_flag(env, "trim_blocks", true, error)) != HK_OK) return status;
    if ((status = hk_env_add_filter(env, "duration", "seconds, short=False", duration, NULL, error)) != HK_OK) return status;
    if ((status = hk_env_add_test(env, "privileged", "port", privileged, NULL, error)) != HK_OK) return status;
    if ((status = hk_env_add_function(env, "port", "service", port, NULL, error)) != HK_OK) return status;
    if ((status = hk_json_read(context, "[\"http\", \"proxy\"]", HK_NUL, &services, error)) != HK_OK) return status;
    hk_context_set(context, "services", services);
    hk_context_set(context, "env", hk_object(context, &env_type, NULL));
    if ((status = hk_env_from_string(env, source, HK_NUL, "service.conf", &config, error)) != HK_OK) return status;
    return hk_render(config, context, hk_file_sink(stdout), error);
}

int main(void)
{
    hk_error error = HK_ERROR_NONE;
    setenv("DEPLOY_STAGE", "testing", 1);
    unsetenv("DEPLOY_USER");
    hk_env *env = hk_env_new(NULL);
    hk_context *context = hk_context_new(env);
    hk_status status = write_config(env, context, &error);
    if (status != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return status;
}
