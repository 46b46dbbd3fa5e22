#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- reading */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0 && (text = malloc((size_t)size + 1))) {
        text[fread(text, 1, (size_t)size, file)] = '\0';
    }
    if (!text) fprintf(stderr, "%s: cannot be read\n", path);
    if (file) fclose(file);
    return text;
}

static bool word_is(const char *word, size_t size, const char *want) { return size == strlen(want) && memcmp(word, want, size) == 0; }

/* Puts a fence's text where its heading says. */
static bool put_fence(hkt_case *c, const char *info, size_t info_size, hkt_text text)
{
    if (word_is(info, info_size, "jinja")) c->source = text;
    else if (word_is(info, info_size, "json")) c->context = text;
    else if (word_is(info, info_size, "options")) c->options = text;
    else if (word_is(info, info_size, "output")) c->output = text;
    else if (word_is(info, info_size, "error")) c->error = text;
    else if (info_size > 6 && memcmp(info, "jinja ", 6) == 0 && c->ntemplates < HKT_TEMPLATES) {
        c->names[c->ntemplates] = (hkt_text){info + 6, info_size - 6};
        c->templates[c->ntemplates++] = text;
    } else return false;
    return true;
}

static bool add_case(hkt_cases *cases, const char *title, size_t size, int line)
{
    hkt_case *more = realloc(cases->item, (cases->count + 1) * sizeof *more);
    if (!more) return false;
    cases->item = more;
    hkt_case *c = &more[cases->count++];
    *c = (hkt_case){.line = line};
    snprintf(c->title, sizeof c->title, "%.*s", (int)size, title);
    return true;
}

bool hkt_cases_read(hkt_cases *cases, const char *path)
{
    *cases = (hkt_cases){.text = read_file(path)};
    if (!cases->text) return false;
    int number = 0;
    for (const char *line = cases->text, *next; *line; line = next) {
        const char *end = line + strcspn(line, "\n");
        next = *end ? end + 1 : end;
        number++;
        if (strncmp(line, "## ", 3) == 0 && !add_case(cases, line + 3, (size_t)(end - line - 3), number)) return false;
        if (strncmp(line, "```", 3) != 0) continue;
        int opened = number;
        const char *from = next, *close = next;
        while (*close && strncmp(close, "```", 3) != 0) {
            close += strcspn(close, "\n");
            close += *close == '\n';
            number++;
        }
        hkt_text text = {from, close > from ? (size_t)(close - from - 1) : 0};
        if (!*close || !cases->count || !put_fence(&cases->item[cases->count - 1], line + 3, (size_t)(end - line - 3), text)) {
            fprintf(stderr, "%s:%d: a fence that no case can use\n", path, opened);
            return false;
        }
        next = close + strcspn(close, "\n");
        next += *next == '\n';
        number++;
    }
    return true;
}

void hkt_cases_free(hkt_cases *cases)
{
    free(cases->text);
    free(cases->item);
}

/* ---------------------------------------------------------------- running */

static bool append(void *user, const char *text, size_t size)
{
    hkt_outcome *r = user;
    char *more = realloc(r->text, r->size + size + 1);
    if (!more) return false;
    memcpy(more + r->size, text, size);
    more[r->size += size] = '\0';
    r->text = more;
    return true;
}

static hk_status set_extensions(hk_env *env, hk_value names, hk_error *error)
{
    hk_status status = HK_OK;
    for (size_t i = 0; i < hk_length(names) && status == HK_OK; i++) {
        char name[24] = "";
        size_t size;
        const char *word = hk_as_string(hk_list_at(names, i), &size);
        if (word && size < sizeof name) memcpy(name, word, size);
        status = hk_env_add_extension(env, name, error);
    }
    return status;
}

static hk_status set_option(hk_env *env, const char *name, hk_value value, hk_error *error)
{
    size_t size;
    const char *word = hk_as_string(value, &size);
    if (strcmp(name, "extensions") == 0) return set_extensions(env, value, error);
    if (strcmp(name, "translations") == 0) return hk_env_set_translations(env, value, error);
    if (strcmp(name, "globals") == 0) return hk_env_add_globals(env, value, error);
    if (hk_type_of(value) == HK_TYPE_BOOL) return hk_env_set_flag(env, name, hk_as_bool(value), error);
    return hk_env_set_text(env, name, word, size, error);
}

static hk_status set_options(hk_env *env, hk_context *context, hkt_text json, hk_error *error)
{
    hk_value options, key, value;
    hk_status status = json.text ? hk_json_read(context, json.text, json.size, &options, error) : HK_OK;
    if (status != HK_OK || !json.text) return status;
    for (size_t at = 0; status == HK_OK && hk_dict_next(options, &at, &key, &value);) {
        char name[40] = "";
        size_t size;
        const char *word = hk_as_string(key, &size);
        if (size < sizeof name) memcpy(name, word, size);
        status = set_option(env, name, value, error);
    }
    return status;
}

/* The programs of a case's templates, saved; one that does not compile has none. */
typedef struct saved { hk_buffer page, templates[HKT_TEMPLATES]; } saved;

/* How a case is rendered: all at once if `options` is NULL; from texts if `programs` is NULL; `plain`: nothing is folded. */
typedef struct way { const hk_stream_options *options; size_t calls; saved *programs; bool plain; } way;

/* A piece is never too large, and is empty only at the end of a slice. */
static bool is_right_piece(const hk_stream_options *options, size_t size)
{
    size_t most = options->size ? options->size : 16384;
    return size ? size <= (most < 4 ? 4 : most) : options->steps != 0;
}

static hk_status pull(const hk_template *t, const hk_context *context, const way *w, hkt_outcome *r, hk_error *error)
{
    hk_stream *stream;
    hk_status status = hk_stream_open(t, context, w->options, &stream, error);
    if (status != HK_OK) return status;
    hk_next next = HK_NEXT_MORE;
    for (size_t k = 0; k < w->calls && next == HK_NEXT_MORE && status == HK_OK; k++) {
        const char *text;
        size_t size;
        next = hk_stream_next(stream, &text, &size, error);
        if (next == HK_NEXT_MORE && !is_right_piece(w->options, size)) status = HK_ASSERTION_ERROR;
        if (next == HK_NEXT_MORE && size && !append(r, text, size)) status = HK_NO_MEMORY;
        if (next == HK_NEXT_FAILED) status = error->kind;
    }
    hk_stream_close(stream);
    return status;
}

/* Compiles and saves a text in an environment that can; what cannot be is left to the render to complain of. */
static hk_status save(hk_env *env, hkt_text text, const char *name, hk_buffer *out)
{
    const hk_template *t;
    hk_status status = hk_env_from_string(env, text.text ? text.text : "", text.size, name, &t, NULL);
    if (status != HK_OK) return status == HK_NO_MEMORY ? status : HK_OK;
    status = hk_template_save(t, hk_buffer_sink(out), NULL);
    hk_template_release(t);
    return status;
}

static hk_status save_all(const hkt_case *c, const hk_allocator *mem, saved *programs)
{
    hk_env *env = hk_env_new(mem);
    hk_context *context = hk_context_new(env);
    hk_status status = context ? set_options(env, context, c->options, NULL) : HK_NO_MEMORY;
    for (int i = 0; i < c->ntemplates && status == HK_OK; i++) {
        char name[80];
        snprintf(name, sizeof name, "%.*s", (int)c->names[i].size, c->names[i].text);
        status = save(env, c->templates[i], name, &programs->templates[i]);
    }
    if (status == HK_OK) status = save(env, c->source, NULL, &programs->page);
    hk_context_free(context);
    hk_env_free(env);
    return status;
}

static void free_all(saved *programs)
{
    hk_buffer_free(&programs->page);
    for (int i = 0; i < HKT_TEMPLATES; i++) hk_buffer_free(&programs->templates[i]);
}

static hk_status add_template(hk_env *env, hkt_text name, hkt_text text, const hk_buffer *program, hk_error *error)
{
    if (program && program->text) return hk_env_add_program(env, name.text, name.size, program->text, program->size, error);
    return hk_env_add_template(env, name.text, name.size, text.text, text.size, error);
}

static hk_status get_page(hk_env *env, const hkt_case *c, const way *w, const hk_template **out, hk_error *error)
{
    const hk_buffer *program = w->programs ? &w->programs->page : NULL;
    if (program && program->text) return hk_env_load_program(env, program->text, program->size, NULL, out, error);
    return hk_env_from_string(env, c->source.text ? c->source.text : "", c->source.size, NULL, out, error);
}

static hk_status render(hk_env *env, hk_context *context, const hkt_case *c, const way *w, hkt_outcome *r, hk_error *error)
{
    hk_value variables;
    const hk_template *t;
    hk_status status = w->plain ? hk_env_set_flag(env, "optimized", false, error) : HK_OK;
    if (status == HK_OK) status = set_options(env, context, c->options, error);
    for (int i = 0; i < c->ntemplates && status == HK_OK; i++)
        status = add_template(env, c->names[i], c->templates[i], w->programs ? &w->programs->templates[i] : NULL, error);
    if (status == HK_OK && c->context.text) {
        status = hk_json_read(context, c->context.text, c->context.size, &variables, error);
        if (status == HK_OK) hk_context_set_all(context, variables);
    }
    if (status == HK_OK) status = get_page(env, c, w, &t, error);
    if (status != HK_OK) return status;
    return w->options ? pull(t, context, w, r, error) : hk_render(t, context, (hk_sink){append, r}, error);
}

static void put_error(hkt_outcome *r, const hk_error *error)
{
    char line[32];
    r->size = 0;
    append(r, hk_status_name(r->status), strlen(hk_status_name(r->status)));
    append(r, ": ", 2);
    if (error->message) append(r, error->message, error->message_size);
    if (error->template_name || error->line) {
        append(r, "\n", 1);
        if (error->template_name) append(r, error->template_name, strlen(error->template_name));
        snprintf(line, sizeof line, ":%u", error->line);
        append(r, line, strlen(line));
    }
    snprintf(r->trace, sizeof r->trace, "%s", error->trace ? error->trace : "");
}

static hkt_outcome run(const hkt_case *c, const hk_allocator *mem, const way *w)
{
    hkt_outcome r = {.status = HK_NO_MEMORY};
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(mem);
    hk_context *context = hk_context_new(env);
    append(&r, "", 0);
    if (context) r.status = w->programs ? save_all(c, mem, w->programs) : HK_OK;
    if (context && r.status == HK_OK) r.status = render(env, context, c, w, &r, &error);
    if (r.status != HK_OK) put_error(&r, &error);
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return r;
}

hkt_outcome hkt_case_run(const hkt_case *c, const hk_allocator *mem)
{
    return run(c, mem, &(way){.options = NULL});
}

hkt_outcome hkt_case_pull(const hkt_case *c, const hk_allocator *mem, const hk_stream_options *options, size_t calls)
{
    return run(c, mem, &(way){.options = options, .calls = calls});
}

hkt_outcome hkt_case_load(const hkt_case *c, const hk_allocator *mem)
{
    saved programs = {.page = HK_BUFFER_NONE};
    hkt_outcome r = run(c, mem, &(way){.programs = &programs});
    free_all(&programs);
    return r;
}

hkt_outcome hkt_case_plain(const hkt_case *c, const hk_allocator *mem)
{
    return run(c, mem, &(way){.plain = true});
}

bool hkt_case_holds(const hkt_case *c, const hkt_outcome *r)
{
    hkt_text want = c->error.text ? c->error : c->output;
    if (!want.text || (r->status != HK_OK) != (c->error.text != NULL)) return false;
    size_t size = r->size;
    /* A case that does not name the place does not care for it. */
    if (c->error.text && !memchr(want.text, '\n', want.size))
        for (size_t i = size; i-- > 0;)
            if (r->text[i] == '\n') size = i;
    return size == want.size && memcmp(r->text, want.text, size) == 0;
}
