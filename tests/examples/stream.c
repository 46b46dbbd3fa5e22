/* stream.c: long pages for slow readers, from one thread. A page is rendered only as fast as its reader takes it: poll() says who has
 * room, and hk_stream_next gives the next piece. Nobody waits, and a reader costs one piece of memory however long its page is. */
#include <hokora.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

static const char page_source[] = "{% for row in range(rows) %}<p>row {{ row }}</p>\n{% endfor %}";

enum { READERS = 3 };

struct reader {
    int64_t rows;
    const char *command;        /* that reads the page */
    FILE *pipe;
    hk_context *context;
    hk_stream *page;
    const char *text;           /* what is left of the last piece */
    size_t size, taken;
    hk_next next;
};

static bool open_page(struct reader *r, hk_env *env, const hk_template *page, hk_error *error)
{
    r->context = hk_context_new(env);
    hk_context_set(r->context, "rows", hk_int(r->rows));
    if (hk_stream_open(page, r->context, NULL, &r->page, error) != HK_OK) return false;
    r->pipe = popen(r->command, "w");
    return r->pipe && fcntl(fileno(r->pipe), F_SETFL, O_NONBLOCK) == 0;
}

static void close_page(struct reader *r)
{
    if (r->pipe) pclose(r->pipe);
    hk_stream_close(r->page);
    hk_context_free(r->context);
}

/* Hands over as much as there is room for. False at the end of the page, or when the reader has left. */
static bool serve(struct reader *r, hk_error *error)
{
    if (!r->size && (r->next = hk_stream_next(r->page, &r->text, &r->size, error)) != HK_NEXT_MORE) return false;
    ssize_t taken = write(fileno(r->pipe), r->text, r->size);
    if (taken < 0) return false;
    r->text += taken;
    r->size -= (size_t)taken;
    r->taken += (size_t)taken;
    return true;
}

static void serve_all(struct reader *readers, hk_error *error)
{
    struct pollfd waiting[READERS];
    for (int i = 0; i < READERS; i++) waiting[i] = (struct pollfd){.fd = fileno(readers[i].pipe), .events = POLLOUT};
    for (int open = READERS; open;) {
        poll(waiting, READERS, -1);
        for (int i = 0; i < READERS; i++) {
            if (!waiting[i].revents || serve(&readers[i], error)) continue;
            waiting[i].fd = -1;     /* poll() passes it over */
            open--;
        }
    }
}

int main(void)
{
    struct reader readers[READERS] = {{.rows = 100000, .command = "cat >/dev/null"}, {.rows = 10, .command = "sleep 0.1; cat >/dev/null"},
        {.rows = 1000000000000, .command = "head -n 3 >/dev/null"}};
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    signal(SIGPIPE, SIG_IGN);
    bool ok = hk_env_from_string(env, page_source, HK_NUL, "page", &page, &error) == HK_OK;
    for (int i = 0; i < READERS && ok; i++) ok = open_page(&readers[i], env, page, &error);
    if (ok) serve_all(readers, &error);
    for (int i = 0; i < READERS; i++) {
        if (readers[i].next == HK_NEXT_MORE) printf("%lld rows: the reader left\n", (long long)readers[i].rows);
        else printf("%lld rows: %zu bytes\n", (long long)readers[i].rows, readers[i].taken);
        close_page(&readers[i]);
    }
    ok = ok && error.kind == HK_OK;
    if (!ok) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_env_free(env);
    return !ok;
}
