/* server.c: a guest book on libmicrohttpd. Pages with inheritance are streamed piece by piece, a form posts to the page or to one block of
 * it (as HTMX asks), and a broken template shows where it is broken.
 *
 *     server TEMPLATES [PORT]     prints its address; ends when its standard input does
 *
 * Four threads render from one environment. Guests are only ever added: a page that began before shows those that it began with. */
#include <hokora.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the guests */

enum { MOST_GUESTS = 1000, FORM_MEMORY = 1024, THREADS = 4 };

struct guest { char name[64]; };
static const hk_field guest_members[] = {HK_FIELD(struct guest, name, HK_KIND_CHARS)};
static const hk_fields guest_fields = HK_FIELDS("Guest", struct guest, guest_members);

typedef struct site {
    hk_env *env;
    pthread_mutex_t lock;       /* of those who sign and count */
    struct guest guests[MOST_GUESTS];
    size_t nguests;
} site;

static size_t count_guests(site *s)
{
    pthread_mutex_lock(&s->lock);
    size_t count = s->nguests;
    pthread_mutex_unlock(&s->lock);
    return count;
}

/* A name that is not UTF-8 would break the page for everyone: it is not taken. */
static void sign(site *s, const char *name, size_t size)
{
    hk_context *context = hk_context_new(s->env);
    hk_string(context, name, size);
    bool good = hk_context_status(context) == HK_OK;
    hk_context_free(context);
    pthread_mutex_lock(&s->lock);
    if (good && s->nguests < MOST_GUESTS) memcpy(s->guests[s->nguests++].name, name, size);
    pthread_mutex_unlock(&s->lock);
}

/* ---------------------------------------------------------------- pages */

/* A page on its way to a browser: as much is rendered as the browser takes. */
typedef struct page {
    hk_context *context;
    const hk_template *template;
    hk_stream *stream;
    const char *text;           /* what is left of the last piece */
    size_t left;
    hk_next next;
} page;

static void close_page(void *user)
{
    page *p = user;
    hk_stream_close(p->stream);
    hk_template_release(p->template);
    hk_context_free(p->context);
    free(p);
}

/* Opens a page, or one block of it, and renders the first piece: most errors show before anything was sent. */
static hk_status open_page(site *s, const char *name, const char *block, page **out, hk_error *error)
{
    const hk_stream_options options = {.block = block};
    page *p = *out = calloc(1, sizeof *p);
    if (!p || !(p->context = hk_context_new(s->env))) return HK_NO_MEMORY;
    hk_context_set(p->context, "guests", hk_structs(p->context, &guest_fields, s->guests, count_guests(s)));
    hk_status status = hk_env_get_template(s->env, name, HK_NUL, &p->template, error);
    if (status == HK_OK) status = hk_stream_open(p->template, p->context, &options, &p->stream, error);
    if (status != HK_OK) return status;
    p->next = hk_stream_next(p->stream, &p->text, &p->left, error);
    return p->next == HK_NEXT_FAILED ? error->kind : HK_OK;
}

/* libmicrohttpd asks for the text at `at`: always what comes next. */
static ssize_t read_page(void *user, uint64_t at, char *to, size_t room)
{
    page *p = user;
    (void)at;
    if (!p->left && p->next == HK_NEXT_MORE) p->next = hk_stream_next(p->stream, &p->text, &p->left, NULL);
    if (p->next == HK_NEXT_DONE) return MHD_CONTENT_READER_END_OF_STREAM;
    if (p->next == HK_NEXT_FAILED) return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t size = p->left < room ? p->left : room;
    memcpy(to, p->text, size);
    p->text += size;
    p->left -= size;
    return (ssize_t)size;
}

/* ---------------------------------------------------------------- responses */

static const char *content_type(const char *name)
{
    static const struct { const char *end, *type; } types[] = {
        {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"}};
    const char *end = strrchr(name, '.');
    for (size_t i = 0; end && i < sizeof types / sizeof *types; i++)
        if (strcmp(end, types[i].end) == 0) return types[i].type;
    return "text/html; charset=utf-8";
}

/* Scripts and styles come from this server's own files only: not from a page, whatever a guest's name may hold. */
static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status, const char *type, const char *styles, struct MHD_Response *response)
{
    char policy[128];
    if (!response) return MHD_NO;
    snprintf(policy, sizeof policy, "default-src 'self'; style-src %s; frame-ancestors 'none'; base-uri 'none'", styles);
    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "Content-Security-Policy", policy);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "same-origin");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* What a developer sees of an error, which is too much for a visitor. */
static enum MHD_Result send_error(struct MHD_Connection *connection, const hk_error *error)
{
    hk_buffer text = HK_BUFFER_NONE;
    hk_error_write(error, hk_file_sink(stderr));
    if (hk_error_html(error, hk_buffer_sink(&text)) != HK_OK) hk_buffer_free(&text);
    struct MHD_Response *response = MHD_create_response_from_buffer(text.size, text.text, MHD_RESPMEM_MUST_FREE);
    return respond(connection, error->kind == HK_TEMPLATE_NOT_FOUND ? MHD_HTTP_NOT_FOUND : MHD_HTTP_INTERNAL_SERVER_ERROR,
        "text/html; charset=utf-8", "'unsafe-inline'", response);
}

static enum MHD_Result send_page(site *s, struct MHD_Connection *connection, const char *name, const char *block)
{
    page *p;
    hk_error error = HK_ERROR_NONE;
    enum MHD_Result result;
    if (open_page(s, name, block, &p, &error) == HK_OK) {
        struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, read_page, p, close_page);
        return respond(connection, MHD_HTTP_OK, content_type(name), "'self'", response);
    }
    result = send_error(connection, &error);
    if (p) close_page(p);
    hk_error_clear(&error);
    return result;
}

/* After a form the browser is sent to the page, so that reloading it does not sign again. */
static enum MHD_Result send_to_page(struct MHD_Connection *connection)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (response) MHD_add_response_header(response, "Location", "/");
    return respond(connection, MHD_HTTP_SEE_OTHER, "text/html; charset=utf-8", "'self'", response);
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
    bool fragment = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "HX-Request") != NULL;
    if (f->size) sign(s, f->name, f->size);
    if (f->reader && !fragment) return send_to_page(connection);
    if (strcmp(url, "/") == 0) return send_page(s, connection, "guests.html", fragment ? "list" : NULL);
    return send_page(s, connection, url + 1, NULL);     /* the loader lets no name out of its directory */
}

int main(int argc, char **argv)
{
    static site s = {.lock = PTHREAD_MUTEX_INITIALIZER};
    hk_error error = HK_ERROR_NONE;
    unsigned port = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
    s.env = hk_env_new(NULL);
    if (hk_env_add_directory(s.env, argc > 1 ? argv[1] : "templates", &error) != HK_OK ||
        hk_env_set_text(s.env, "autoescape", "select", HK_NUL, &error) != HK_OK || hk_env_set_flag(s.env, "trim_blocks", true, &error) != HK_OK) {
        hk_error_write(&error, hk_file_sink(stderr));
        return 1;
    }
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)port, NULL, NULL, answer, &s,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS, MHD_OPTION_NOTIFY_COMPLETED, end, NULL, MHD_OPTION_END);
    if (!daemon) return 1;
    printf("http://localhost:%u/\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF) continue;
    MHD_stop_daemon(daemon);
    hk_env_free(s.env);
    return 0;
}
