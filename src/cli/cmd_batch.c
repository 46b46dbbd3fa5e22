/* cmd_batch.c: hokora batch: a rendering job a line in, an answer a line out, as JSON.
 *
 * A job: {"id": any, "source": text | "template": name | "expression": text, "templates": {name: text}, "context": {…},
 * "globals": {…}, "options": {…}, "check": bool}; "expect" and "origin", which recorded jobs have, are passed over.
 * An answer: {"id": …, "output" | "value" | "ok" | "error": …}.
 * Always: one answer a line, written out before the next line is read; a bad job gets an error and the run goes on. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "io.h"

/* A growing text. */
typedef struct growing { char *data; size_t size, capacity; bool failed; } growing;

static bool text_put(void *user, const char *bytes, size_t size)
{
    growing *t = user;
    if (t->capacity - t->size < size) {
        size_t capacity = (t->size + size) * 2 + 256;
        char *more = realloc(t->data, capacity);
        if (!more) {
            t->failed = true;
            return false;
        }
        t->data = more;
        t->capacity = capacity;
    }
    if (size) memcpy(t->data + t->size, bytes, size);
    t->size += size;
    return true;
}

static void text_c(growing *t, const char *c) { text_put(t, c, strlen(c)); }

typedef struct job {
    hk_env *env;
    hk_context *context;        /* home of the job's own values and of its result */
    hk_value fields;
    hk_error error;
    char said[80];              /* room for a message of our own */
} job;

/* Says that the job is no job. The text is borrowed. */
static hk_status refuse(job *j, const char *why)
{
    hk_error_clear(&j->error);
    j->error = (hk_error){.kind = HK_ARGUMENT_ERROR, .message = why, .message_size = strlen(why)};
    return HK_ARGUMENT_ERROR;
}

static bool field(job *j, const char *name, hk_value *out) { return hk_dict_get(j->context, j->fields, name, out); }

/* ---------------------------------------------------------------- the environment that a job asks for */

static hk_status add_extensions(job *j, hk_value names)
{
    hk_status status = HK_OK;
    if (hk_type_of(names) != HK_TYPE_LIST) return refuse(j, "extensions is a list of names");
    for (size_t i = 0; i < hk_length(names) && status == HK_OK; i++) {
        char name[32] = "";
        size_t size;
        const char *word = hk_as_string(hk_list_at(names, i), &size);
        if (word && size < sizeof name) memcpy(name, word, size);
        status = hk_env_add_extension(j->env, name, &j->error);
    }
    return status;
}

static hk_status set_option(job *j, const char *name, hk_value value)
{
    size_t size;
    if (strcmp(name, "extensions") == 0) return add_extensions(j, value);
    if (strcmp(name, "translations") == 0) return hk_env_set_translations(j->env, value, &j->error);
    switch (hk_type_of(value)) {
    case HK_TYPE_BOOL: return hk_env_set_flag(j->env, name, hk_as_bool(value), &j->error);
    case HK_TYPE_NONE: return hk_env_set_text(j->env, name, NULL, 0, &j->error);
    case HK_TYPE_STRING: {
        const char *word = hk_as_string(value, &size);
        return hk_env_set_text(j->env, name, word, size, &j->error);
    }
    default: return refuse(j, "an option is true, false, null or a text");
    }
}

static hk_status set_options(job *j)
{
    hk_value options, name, value;
    hk_status status = HK_OK;
    if (!field(j, "options", &options)) return HK_OK;
    if (hk_type_of(options) != HK_TYPE_DICT) return refuse(j, "options is an object");
    for (size_t at = 0; status == HK_OK && hk_dict_next(options, &at, &name, &value);) {
        char option[40] = "";
        size_t size;
        const char *word = hk_as_string(name, &size);
        if (size < sizeof option) memcpy(option, word, size);
        status = set_option(j, option, value);
    }
    return status;
}

static hk_status add_templates(job *j)
{
    hk_value templates, name, source;
    hk_status status = HK_OK;
    if (!field(j, "templates", &templates) || hk_type_of(templates) == HK_TYPE_NONE) return HK_OK;
    if (hk_type_of(templates) != HK_TYPE_DICT) return refuse(j, "templates is an object");
    status = hk_env_set_empty_loader(j->env, &j->error);
    for (size_t at = 0; status == HK_OK && hk_dict_next(templates, &at, &name, &source);) {
        size_t name_size, size;
        const char *name_text = hk_as_string(name, &name_size), *text = hk_as_string(source, &size);
        status = text ? hk_env_add_template(j->env, name_text, name_size, text, size, &j->error)
                      : refuse(j, "templates maps names to texts");
    }
    return status;
}

static hk_status configure(job *j)
{
    hk_value globals, context, name;
    static const char *const known[] = {"id", "source", "template", "templates", "context", "globals", "options",
        "expression", "check", "expect", "origin"};
    for (size_t at = 0; hk_dict_next(j->fields, &at, &name, NULL);) {
        size_t size, i = 0;
        const char *word = hk_as_string(name, &size);
        while (i < sizeof known / sizeof *known && !(strlen(known[i]) == size && memcmp(known[i], word, size) == 0)) i++;
        if (i < sizeof known / sizeof *known) continue;
        bool fits = size < sizeof j->said / 2;      /* so that it is not cut within a character */
        snprintf(j->said, sizeof j->said, fits ? "a job has no field '%.*s'" : "the job has an unknown field", (int)size, word);
        return refuse(j, j->said);
    }
    hk_status status = set_options(j);
    if (status == HK_OK) status = add_templates(j);
    if (status == HK_OK && field(j, "globals", &globals)) status = hk_env_add_globals(j->env, globals, &j->error);
    if (status == HK_OK && field(j, "context", &context)) {
        if (hk_type_of(context) != HK_TYPE_DICT) return refuse(j, "context is an object");
        hk_context_set_all(j->context, context);
    }
    return status;
}

/* ---------------------------------------------------------------- work and answer */

static hk_status compile(job *j, const hk_template **t, bool *expression)
{
    hk_value text;
    size_t size;
    *expression = field(j, "expression", &text);
    bool named = !*expression && field(j, "template", &text);
    if (!*expression && !named && !field(j, "source", &text)) return refuse(j, "a job has one of source, template and expression");
    const char *word = hk_as_string(text, &size);
    if (!word) return refuse(j, "source, template and expression are texts");
    if (*expression) return hk_env_expression(j->env, word, size, t, &j->error);
    if (named) return hk_env_get_template(j->env, word, size, t, &j->error);
    return hk_env_from_string(j->env, word, size, NULL, t, &j->error);
}

static bool is_true(job *j, hk_value object, const char *name)
{
    hk_value v;
    return hk_dict_get(j->context, object, name, &v) && hk_as_bool(v);
}

static void put_value(job *j, growing *answer, hk_value v)
{
    if (hk_json_write(j->context, v, (hk_sink){text_put, answer}, NULL) != HK_OK) text_c(answer, "null");
}

/* Does the work and puts its result behind the id. */
static hk_status work(job *j, growing *answer)
{
    const hk_template *t;
    hk_value options = hk_none(), value;
    bool expression;
    growing out = {0};
    hk_status status = configure(j);
    if (status == HK_OK) status = compile(j, &t, &expression);
    if (status != HK_OK) return status;
    if (is_true(j, j->fields, "check")) {
        text_c(answer, ", \"ok\": true");
        return HK_OK;
    }
    if (!field(j, "options", &options)) options = hk_none();
    if (expression || is_true(j, options, "native")) {
        status = hk_evaluate(t, j->context, j->context, &value, &j->error);
        if (status != HK_OK) return status;
        text_c(answer, ", \"value\": ");
        status = hk_json_write(j->context, value, (hk_sink){text_put, answer}, &j->error);
        return status;
    }
    status = hk_render(t, j->context, (hk_sink){text_put, &out}, &j->error);
    if (status == HK_OK) {
        text_c(answer, ", \"output\": ");
        put_value(j, answer, hk_string(j->context, out.size ? out.data : "", out.size));
    }
    free(out.data);
    return status;
}

static void put_error(job *j, growing *answer)
{
    const hk_error *e = &j->error;
    char number[32];
    text_c(answer, ", \"error\": {\"kind\": \"");
    text_c(answer, hk_status_name(e->kind));
    text_c(answer, "\", \"message\": ");
    bool says = e->message && e->kind != HK_NO_MEMORY;         /* [python] a MemoryError says nothing */
    put_value(j, answer, hk_string(j->context, says ? e->message : "", says ? e->message_size : 0));
    text_c(answer, ", \"template\": ");
    put_value(j, answer, hk_cstring(j->context, e->template_name));
    if (e->line) snprintf(number, sizeof number, ", \"line\": %u}", e->line);
    text_c(answer, e->line ? number : ", \"line\": null}");
}

/* The answer to one line. False without memory for it. */
static bool answer_line(const char *line, size_t size, growing *answer)
{
    job j = {.env = hk_env_new(NULL), .error = HK_ERROR_NONE};
    hk_value id = hk_none();
    j.context = hk_context_new(j.env);
    answer->size = 0;
    text_c(answer, "{\"id\": ");
    bool ready = j.context != NULL;
    if (ready) {
        hk_status status = hk_json_read(j.context, line, size, &j.fields, &j.error);
        if (status == HK_OK && hk_type_of(j.fields) != HK_TYPE_DICT) status = refuse(&j, "a job is an object");
        else if (status == HK_OK && !field(&j, "id", &id)) id = hk_none();
        put_value(&j, answer, id);
        size_t before = answer->size;
        if (status == HK_OK) status = work(&j, answer);
        if (status != HK_OK) {
            answer->size = before;
            put_error(&j, answer);
        }
        text_c(answer, "}\n");
    }
    hk_error_clear(&j.error);
    hk_context_free(j.context);
    hk_env_free(j.env);
    return ready && !answer->failed;
}

int command_batch(const arguments *a)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    growing answer = {0};
    int exit = EXIT_DONE;
    if (a->files.count) {
        fputs("hokora: batch reads its jobs from standard input\n", stderr);
        return EXIT_USAGE;
    }
    while (exit == EXIT_DONE && (size = getline(&line, &capacity, stdin)) >= 0) {
        if (strspn(line, " \t\r\n") == (size_t)size) continue;
        answer.failed = false;
        if (!answer_line(line, (size_t)size, &answer)) {
            fputs("hokora: out of memory\n", stderr);
            exit = EXIT_FILE;
        } else if (fwrite(answer.data, 1, answer.size, stdout) != answer.size || fflush(stdout) != 0) {
            fputs("hokora: standard output cannot be written\n", stderr);
            exit = EXIT_FILE;
        }
    }
    free(line);
    free(answer.data);
    return exit;
}
