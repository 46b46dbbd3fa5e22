// The headers from C++: a struct as context, a filter, an error.
#include <cstring>
#include <string>

#include "hokora_jansson.h"
#include "hokora_tags.h"
#include "hokora_tools.h"

namespace {

struct user { const char *name; int age; };
const hk_field members[] = {HK_FIELD(user, name, HK_KIND_CSTRING), HK_FIELD(user, age, HK_KIND_INT)};
const hk_fields fields = HK_FIELDS("User", user, members);

hk_value shout(hk_call *call, void *)
{
    size_t size = 0;
    const char *text = hk_call_string(call, 0, &size);
    const std::string loud = std::string(text, size) + "!";
    return hk_string(hk_call_home(call), loud.data(), loud.size());
}

bool collect(void *out, const char *text, size_t size)
{
    static_cast<std::string *>(out)->append(text, size);
    return true;
}

hk_status render(hk_env *env, hk_context *context, const char *source, std::string *out, hk_error *error)
{
    const hk_template *t = nullptr;
    hk_status status = hk_env_from_string(env, source, std::strlen(source), "page", &t, error);
    return status == HK_OK ? hk_render(t, context, hk_sink{collect, out}, error) : status;
}

}

int main()
{
    const user ann = {"Ann", 30};
    hk_error error = HK_ERROR_NONE;
    std::string out;
    hk_env *env = hk_env_new(nullptr);
    bool ok = hk_env_add_filter(env, "shout", "value", shout, nullptr, &error) == HK_OK;
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "user", hk_struct(context, &fields, &ann));
    ok = ok && render(env, context, "{{ user.name|shout }} {{ user.age }}", &out, &error) == HK_OK && out == "Ann! 30";
    ok = ok && render(env, context, "{{ 1/0 }}", &out, &error) == HK_ZERO_DIVISION_ERROR && error.line == 1;
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return ok ? 0 : 1;
}
