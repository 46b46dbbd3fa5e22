/* server.c: a guest book on libmicrohttpd: pages with inheritance, a form, the list alone as a fragment for HTMX, and an error page.
 *
 *     server TEMPLATES [PORT]     prints its address; ends when its standard input does
 *
 * libmicrohttpd calls answer() in one thread, which makes the guests safe; the environment may be shared by any number of threads. */
#include <hokora.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the data */

enum { MOST_GUESTS = 100, FORM_MEMORY = 1024 };

struct guest { char name[64]; };
static const hk_field guest_members[] = {HK_FIELD(struct guest, name, HK_KIND_CHARS)};
static const hk_fields guest_fields = HK_FIELDS("Guest", struct guest, guest_members);

typedef struct site {
    hk_env *env;
    struct guest guests[MOST_GUESTS];
    size_t nguests;
} site;

/* ---------------------------------------------------------------- pages */

/* Hands a text that was made by malloc to the browser. */
static enum MHD_Result send_page(struct MHD_Connection *connection, unsigned status, hk_buffer *page)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(page->size, page->text, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        hk_buffer_free(page);
        return MHD_NO;
    }
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* Renders a page, or one block of it. */
static hk_status render(site *s, const char *name, const char *block, const hk_context *context, hk_buffer *page, hk_error *error)
{
    const hk_template *template;
    hk_status status = hk_env_get_template(s->env, name, strlen(name), &template, error);
    if (status != HK_OK) return status;
    if (block) status = hk_render_block(template, block, context, hk_buffer_sink(page), error);
    else status = hk_render_text(template, context, page, error);
    hk_template_release(template);
    return status;
}

static void set_text(hk_context *context, const char *name, const char *text)
{
    hk_context_set(context, name, text ? hk_string(context, text, strlen(text)) : hk_none());
}

/* What a developer sees of an error: a visitor should see less. */
static enum MHD_Result send_error(site *s, struct MHD_Connection *connection, const hk_error *error)
{
    hk_buffer page = HK_BUFFER_NONE;
    hk_context *context = hk_context_new(s->env);
    set_text(context, "kind", hk_status_name(error->kind));
    set_text(context, "message", error->message);
    set_text(context, "template", error->template_name);
    set_text(context, "source", error->source_line);
    hk_context_set(context, "line", hk_int(error->line));
    hk_status status = render(s, "error.html", NULL, context, &page, NULL);
    hk_context_free(context);
    if (status == HK_OK) return send_page(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, &page);
    hk_buffer_free(&page);
    return MHD_NO;
}

static enum MHD_Result send_template(site *s, struct MHD_Connection *connection, const char *name, const char *block)
{
    enum MHD_Result result;
    hk_error error = HK_ERROR_NONE;
    hk_buffer page = HK_BUFFER_NONE;
    hk_context *context = hk_context_new(s->env);
    hk_context_set(context, "guests", hk_structs(context, &guest_fields, s->guests, s->nguests));
    if (render(s, name, block, context, &page, &error) == HK_OK) {
        result = send_page(connection, MHD_HTTP_OK, &page);
    } else {
        hk_buffer_free(&page);
        result = send_error(s, connection, &error);
    }
    hk_error_clear(&error);
    hk_context_free(context);
    return result;
}

/* ---------------------------------------------------------------- requests */

/* A form that is being read. */
typedef struct form { struct MHD_PostProcessor *reader; char name[64]; size_t size; } form;

static enum MHD_Result read_field(void *user, enum MHD_ValueKind kind, const char *key, const char *filename, const char *type,
    const char *encoding, const char *data, uint64_t at, size_t size)
{
    form *f = user;
    (void)kind, (void)filename, (void)type, (void)encoding;
    if (strcmp(key, "name") != 0 || at + size >= sizeof f->name) return MHD_YES;
    memcpy(f->name + at, data, size);
    f->size = (size_t)at + size;
    return MHD_YES;
}

static enum MHD_Result begin(struct MHD_Connection *connection, const char *method, void **state)
{
    form *f = *state = calloc(1, sizeof *f);
    if (f && strcmp(method, "POST") == 0) f->reader = MHD_create_post_processor(connection, FORM_MEMORY, read_field, f);
    return f ? MHD_YES : MHD_NO;
}

static void end(void *user, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how)
{
    form *f = *state;
    (void)user, (void)connection, (void)how;
    if (f && f->reader) MHD_destroy_post_processor(f->reader);
    free(f);
}

/* A name that is not UTF-8 would break the page for everyone: it is not taken. */
static void sign(site *s, const form *f)
{
    hk_context *context = hk_context_new(s->env);
    hk_string(context, f->name, f->size);
    if (hk_context_status(context) == HK_OK && s->nguests < MOST_GUESTS) memcpy(s->guests[s->nguests++].name, f->name, sizeof f->name);
    hk_context_free(context);
}

/* Called when a request begins, for each piece of its body, and at its end. */
static enum MHD_Result answer(void *user, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
    const char *body, size_t *size, void **state)
{
    site *s = user;
    form *f = *state;
    (void)version;
    if (!f) return begin(connection, method, state);
    if (*size) {
        if (f->reader) MHD_post_process(f->reader, body, *size);
        *size = 0;
        return MHD_YES;
    }
    if (f->size) sign(s, f);
    bool fragment = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "HX-Request") != NULL;
    if (strcmp(url, "/broken") == 0) return send_template(s, connection, "broken.html", NULL);
    return send_template(s, connection, "guests.html", fragment ? "list" : NULL);
}

int main(int argc, char **argv)
{
    static site s;
    hk_error error = HK_ERROR_NONE;
    unsigned port = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
    s.env = hk_env_new(NULL);
    if (hk_env_add_directory(s.env, argc > 1 ? argv[1] : "templates", &error) != HK_OK ||
        hk_env_set_text(s.env, "autoescape", "select", 6, &error) != HK_OK || hk_env_set_flag(s.env, "trim_blocks", true, &error) != HK_OK) {
        hk_error_write(&error, hk_file_sink(stderr));
        return 1;
    }
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)port, NULL, NULL, answer, &s,
        MHD_OPTION_NOTIFY_COMPLETED, end, NULL, MHD_OPTION_END);
    if (!daemon) return 1;
    printf("http://localhost:%u/\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF) continue;
    MHD_stop_daemon(daemon);
    hk_env_free(s.env);
    return 0;
}
