/* api_stream.c: renders that a host reads piece by piece (include/hokora_sessions.h).
 *
 * In:  a template, variables; calls that ask for more.   Out: pieces of the text.
 * Always: the VM's chunk is handed out in pieces before the VM goes on; its renderer goes back with the end of the text. */
#include "env/renderer.h"
#include "value/str.h"

enum { USUAL_SIZE = 16 * 1024 };

struct hk_stream {
    hki_session session;
    hk_env *env;
    size_t size;                /* most bytes of a piece */
    uint64_t steps;             /* most steps at a time; 0: any number */
    hk_next state;              /* of the VM; what is left of its chunk comes first */
    const char *text;
    size_t left;
    bool runs;                  /* what is called meanwhile cannot go on with it */
    hki_error failure;
    uint64_t start;             /* for the observer, */
    bool told;                  /* who was told of the end */
};

static bool begin(hk_stream *s, const hk_template *t, const hk_context *context, const char *block)
{
    if (!hki_session_open(&s->session, t, context, &s->failure)) return false;
    hki_str name = hki_key(block ? block : "");
    int answer = hki_vm_pull_begin(s->session.renderer->vm, &t->linked, block ? &name : NULL, s->session.vars, &s->failure);
    if (answer != HKI_NO) return answer == HKI_YES;
    hki_rt rt = {.error = &s->failure};
    return hki_raise(&rt, HK_LOOKUP_ERROR, "there is no block '%s'", block);
}

static void tell_end(hk_stream *s)
{
    if (!s->told) hki_observe_end(s->env, s->session.t->linked.name, s->failure.kind, s->start);
    s->told = true;
}

/* The error with its line of source, while what it came from is there. */
static void fail(hk_stream *s)
{
    s->state = HK_NEXT_FAILED;
    s->left = 0;
    if (s->session.renderer) hki_renderer_explain(s->session.renderer, s->session.t, s->session.vars, &s->failure);
}

void hk_stream_close(hk_stream *s)
{
    if (!s) return;
    hki_session_close(&s->session);
    tell_end(s);
    hki_error_free(&s->failure);
    hki_mem_free(s->env->mem, s, sizeof *s);
}

hk_status hk_stream_open(const hk_template *t, const hk_context *context, const hk_stream_options *options, hk_stream **out,
    hk_error *error)
{
    static const hk_stream_options usual = HK_STREAM_OPTIONS_NONE;
    if (!t || !out) return hki_misuse(NULL, error, "a template and a place for the stream are needed");
    hk_status status;
    *out = NULL;
    if (!hki_is_page(t, error, &status)) return status;
    if (!options) options = &usual;
    hk_env *env = t->env;
    hk_stream *s = hki_mem_zero(env->mem, 1, sizeof *s);
    if (!s) return hki_report_memory(error);
    s->env = env;
    s->size = options->size ? options->size : USUAL_SIZE;
    s->steps = options->steps;
    s->state = HK_NEXT_MORE;
    hki_error_init(&s->failure, env->mem);
    s->start = hki_observe_start(env, t->linked.name);
    s->session.t = t;
    if (begin(s, t, context, options->block)) {
        *out = s;
        return HK_OK;
    }
    fail(s);
    status = hki_report(env, &s->failure, error);
    hk_stream_close(s);
    return status;
}

static void go_on(hk_stream *s)
{
    s->runs = true;
    int answer = hki_vm_pull(s->session.renderer->vm, s->size, s->steps, &s->failure, &s->text, &s->left);
    s->runs = false;
    if (answer == HKI_ERROR) fail(s);
    if (answer == HKI_NO) s->state = HK_NEXT_DONE;
}

/* The first `most` bytes or fewer, up to the end of a code point; one code point if `most` is too small for it. */
static size_t cut(const char *text, size_t size, size_t most)
{
    size_t n = most;
    if (size <= most) return size;
    while (n && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
    if (n) return n;
    for (n = 1; n < size && ((unsigned char)text[n] & 0xc0) == 0x80; n++) { }
    return n;
}

hk_next hk_stream_next(hk_stream *s, const char **text, size_t *size, hk_error *error)
{
    if (text) *text = "";
    if (size) *size = 0;
    if (!s || !text || !size) {
        hki_misuse(s ? s->env : NULL, error, "a stream and places for text and size are needed");
        return HK_NEXT_FAILED;
    }
    if (s->runs) {
        hki_misuse(s->env, error, "the stream is going on already: a function that it calls cannot ask for its next piece");
        return HK_NEXT_FAILED;
    }
    if (!s->left && s->state == HK_NEXT_MORE) go_on(s);
    if (s->left) {
        *text = s->text;
        *size = cut(s->text, s->left, s->size);
        s->text += *size;
        s->left -= *size;
        return HK_NEXT_MORE;
    }
    if (s->state == HK_NEXT_MORE) return HK_NEXT_MORE;
    hki_session_close(&s->session);
    tell_end(s);
    if (s->state == HK_NEXT_FAILED) hki_report(s->env, &s->failure, error);
    return s->state;
}
