/* merge.c: mail merge: one template, many contexts. It is compiled once; each letter has its own small context. */
#include <hokora.h>

static const char letter_source[] =
    "To: {{ name }} <{{ mail }}>\n"
    "\n"
    "Dear {{ name.split()[0] }},\n"
    "{% if days < 0 %}your book is {{ -days }} days late.{% else %}please bring back your book in {{ days }} days.{% endif %}\n"
    "----\n";

static hk_status send_letter(hk_env *env, const hk_template *letter, const char *name, const char *mail, int days, hk_error *error)
{
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "name", hk_cstring(context, name));
    hk_context_set(context, "mail", hk_cstring(context, mail));
    hk_context_set(context, "days", hk_int(days));
    hk_status status = hk_render(letter, context, hk_file_sink(stdout), error);
    hk_context_free(context);
    return status;
}

int main(void)
{
    static const struct { const char *name, *mail; int days; } readers[] = {
        {"Ada Lovelace", "ada@example.org", 3}, {"Alan Turing", "alan@example.org", -12}, {"Grace Hopper", "grace@example.org", 7}};
    const hk_template *letter;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_env_set_flag(env, "keep_trailing_newline", true, NULL);
    hk_env_set_text(env, "undefined", "strict", HK_NUL, NULL);
    hk_status status = hk_env_from_string(env, letter_source, HK_NUL, "letter", &letter, &error);
    for (size_t i = 0; i < sizeof readers / sizeof *readers && status == HK_OK; i++)
        status = send_letter(env, letter, readers[i].name, readers[i].mail, readers[i].days, &error);
    if (status != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_env_free(env);
    return status;
}
