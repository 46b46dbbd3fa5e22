/* An environment and overlays of it, used by many threads at once: each keeps its own templates, translations and options, and contexts of
 * one serve all. Streams and modules go from thread to thread. The preset `threads` runs this under ThreadSanitizer. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "hokora.h"
#include "thread.h"

enum { THREADS = 6, ROUNDS = 2000, ENVS = 4, SLOTS = 4, MOST = 4096 };

static const hk_embedded embedded[] = {
#define EMBEDDED(name, text) {name, text, HK_NUL}
    EMBEDDED("base", "<{% block body %}{% endblock %}>"),
    EMBEDDED("part", "part {{ d.first }}"),
    EMBEDDED("macros", "{% macro row(x) %}[{{ _('Hello') }} {{ x }}]{% endmacro %}"),
    EMBEDDED("page", "{% extends 'base' %}{% from 'macros' import row with context %}{% block body %}{{ row(d.second) }}{% include 'part' %}"
                     "{% for i in range(40) %}{{ i }}{{ d['first'] }},{% endfor %}{{ d|tojson }}{{ nothing is defined }}{% endblock %}"),
};

/* The environment, one that translates and escapes, one of the latter with a loader of its own, and one with other delimiters. */
typedef struct site { hk_env *env[ENVS]; hk_context *context[ENVS]; char want[ENVS][MOST]; } site;

static hk_value pair(hk_context *context, const char *first, const char *second)
{
    hk_value d = hk_dict(context);
    hk_dict_set(context, d, "first", hk_cstring(context, first));
    hk_dict_set(context, d, "second", hk_cstring(context, second));
    return d;
}

static void set_translation(hk_env *env, const char *text)
{
    hk_context *own = hk_context_new(env);
    hk_value dict = hk_dict(own);
    hk_dict_set(own, dict, "Hello", hk_cstring(own, text));
    CHECK(hk_env_set_translations(env, dict, NULL) == HK_OK);
    hk_context_free(own);
}

static void open_site(site *s)
{
    s->env[0] = hk_env_new(NULL);
    CHECK(hk_env_add_extension(s->env[0], "i18n", NULL) == HK_OK);
    CHECK(hk_env_add_embedded(s->env[0], embedded, sizeof embedded / sizeof *embedded, NULL) == HK_OK);
    set_translation(s->env[0], "Hi");
    CHECK(hk_env_overlay(s->env[0], &s->env[1], NULL) == HK_OK && hk_env_set_flag(s->env[1], "autoescape", true, NULL) == HK_OK);
    set_translation(s->env[1], "<Hallo>");
    CHECK(hk_env_overlay(s->env[1], &s->env[2], NULL) == HK_OK && hk_env_add_embedded(s->env[2], embedded, 4, NULL) == HK_OK);
    CHECK(hk_env_add_template(s->env[2], "other", HK_NUL, "{% include 'part' %}", HK_NUL, NULL) == HK_OK);
    CHECK(hk_env_set_cache_size(s->env[2], 2, NULL) == HK_OK);
    CHECK(hk_env_overlay(s->env[0], &s->env[3], NULL) == HK_OK && hk_env_set_text(s->env[3], "variable_start_string", "[[", HK_NUL, NULL) == HK_OK);
    for (int k = 0; k < ENVS; k++) {
        s->context[k] = hk_context_new(s->env[k]);
        hk_context_set(s->context[k], "d", pair(s->context[k], "<a>", "b & c"));
    }
}

static void close_site(site *s)
{
    for (int k = 0; k < ENVS; k++) hk_context_free(s->context[k]);
    for (int k = ENVS; k-- > 0;) hk_env_free(s->env[k]);
}

/* ---------------------------------------------------------------- what a thread does */

/* A stream or a module, which whoever has the lock goes on with. */
typedef struct slot { pthread_mutex_t lock; int env; hk_stream *stream; size_t at; hk_module *module; const hk_template *t; } slot;

typedef struct worker {
    site *s;
    slot *slots;
    pthread_barrier_t *start;
    thread own;
    hk_buffer out;
} worker;

static bool draws(worker *w, hk_env *env, const char *name, const hk_context *context, const char *want)
{
    const hk_template *t;
    w->out.size = 0;
    if (hk_env_get_template(env, name, HK_NUL, &t, NULL) != HK_OK) return false;
    bool ok = hk_render_text(t, context, &w->out, NULL) == HK_OK && strcmp(w->out.text, want) == 0;
    hk_template_release(t);
    return ok;
}

/* With a context of any of them. */
static void draw_page(worker *w)
{
    unsigned k = any(&w->own, ENVS);
    expect(&w->own, draws(w, w->s->env[k], "page", w->s->context[any(&w->own, ENVS)], w->s->want[k]), "the page of an overlay");
}

static void draw_own_loader(worker *w)
{
    const hk_template *t;
    expect(&w->own, draws(w, w->s->env[2], "other", w->s->context[any(&w->own, ENVS)], "part &lt;a&gt;"), "what an overlay's own loader has");
    expect(&w->own, hk_env_get_template(w->s->env[1], "other", HK_NUL, &t, NULL) == HK_TEMPLATE_NOT_FOUND, "what another's loader has not");
}

static void draw_from_text(worker *w)
{
    const hk_template *t;
    unsigned k = any(&w->own, ENVS), n = any(&w->own, 100000);
    char source[60], want[20];
    snprintf(source, sizeof source, "%s %u + 1 }}", k == 3 ? "[[" : "{{", n);
    snprintf(want, sizeof want, "%u", n + 1);
    w->out.size = 0;
    bool ok = hk_env_from_string(w->s->env[k], source, HK_NUL, NULL, &t, NULL) == HK_OK;
    expect(&w->own, ok && hk_render_text(t, NULL, &w->out, NULL) == HK_OK && strcmp(w->out.text, want) == 0, "a template from text");
    if (ok) hk_template_release(t);
}

/* The same new names in all threads at the same time, more and more of them. */
static void draw_own_context(worker *w)
{
    unsigned k = any(&w->own, ENVS), n = any(&w->own, 3000);
    char json[100], want[20];
    hk_value data;
    const hk_template *t;
    snprintf(json, sizeof json, "{\"d\": {\"first\": %u, \"key%u\": 1, \"key%u\": 2}}", n, n, n + 1);
    snprintf(want, sizeof want, "part %u", n);
    hk_context *own = hk_context_new(w->s->env[k]);
    w->out.size = 0;
    bool ok = hk_json_read(own, json, HK_NUL, &data, NULL) == HK_OK;
    if (ok) hk_context_set_all(own, data);
    ok = ok && hk_env_get_template(w->s->env[0], "part", HK_NUL, &t, NULL) == HK_OK;
    expect(&w->own, ok && hk_render_text(t, own, &w->out, NULL) == HK_OK && strcmp(w->out.text, want) == 0, "a context of one's own");
    if (ok) hk_template_release(t);
    hk_context_free(own);
}

/* An overlay of any of them, for a moment. */
static void make_overlay(worker *w)
{
    hk_env *own;
    unsigned k = any(&w->own, 3);
    expect(&w->own, hk_env_overlay(w->s->env[k], &own, NULL) == HK_OK && draws(w, own, "page", w->s->context[k], w->s->want[k]), "one more overlay");
    hk_env_free(own);
}

static void clear_cache(worker *w) { expect(&w->own, hk_env_clear_cache(w->s->env[any(&w->own, ENVS)]) == HK_OK, "clearing a cache"); }

static void open_stream(worker *w, slot *s)
{
    hk_stream_options options = {.size = 1 + any(&w->own, 60), .steps = any(&w->own, 3) * 7};
    s->env = (int)any(&w->own, ENVS);
    s->at = 0;
    bool ok = hk_env_get_template(w->s->env[s->env], "page", HK_NUL, &s->t, NULL) == HK_OK;
    expect(&w->own, ok && hk_stream_open(s->t, w->s->context[any(&w->own, ENVS)], &options, &s->stream, NULL) == HK_OK, "a stream is opened");
}

static void close_stream(slot *s)
{
    hk_stream_close(s->stream);
    hk_template_release(s->t);
    s->stream = NULL;
    s->t = NULL;
}

/* A few pieces of a stream that another thread may have begun. */
static void go_on(worker *w)
{
    slot *s = &w->slots[any(&w->own, SLOTS)];
    pthread_mutex_lock(&s->lock);
    if (!s->stream) open_stream(w, s);
    const char *text, *want = w->s->want[s->env];
    size_t size;
    hk_next next = HK_NEXT_MORE;
    for (unsigned pieces = any(&w->own, 12); pieces && next == HK_NEXT_MORE; pieces--) {
        next = hk_stream_next(s->stream, &text, &size, NULL);
        expect(&w->own, next != HK_NEXT_FAILED && s->at + size <= strlen(want) && memcmp(want + s->at, text, size) == 0, "a piece of a stream");
        s->at += size;
    }
    if (next == HK_NEXT_DONE) expect(&w->own, s->at == strlen(want), "the end of a stream");
    if (next != HK_NEXT_MORE || any(&w->own, 40) == 0) close_stream(s);       /* now and then before its end */
    pthread_mutex_unlock(&s->lock);
}

static void call_macro(worker *w)
{
    static const char *const want[] = {"[Hi 5]", "[&lt;Hallo&gt; 5]", "[&lt;Hallo&gt; 5]"};
    unsigned k = any(&w->own, 3);
    slot *s = &w->slots[SLOTS + k];
    hk_value result, five = hk_int(5);
    size_t size;
    pthread_mutex_lock(&s->lock);
    if (!s->module) {
        bool ok = hk_env_get_template(w->s->env[k], "macros", HK_NUL, &s->t, NULL) == HK_OK;
        expect(&w->own, ok && hk_module_open(s->t, w->s->context[k], &s->module, NULL) == HK_OK, "a module is opened");
    }
    bool ok = hk_module_call(s->module, "row", &five, 1, &result, NULL) == HK_OK;
    const char *text = ok ? hk_as_string(result, &size) : NULL;
    expect(&w->own, text && size == strlen(want[k]) && memcmp(text, want[k], size) == 0, "a macro of a module");
    pthread_mutex_unlock(&s->lock);
}

static void *work(void *data)
{
    static void (*const jobs[])(worker *w) = {draw_page, draw_page, go_on, go_on, go_on, draw_own_loader, draw_from_text, draw_own_context,
        draw_own_context, make_overlay, clear_cache, call_macro};
    worker *w = data;
    pthread_barrier_wait(w->start);
    for (unsigned i = 0; i < ROUNDS; i++) jobs[any(&w->own, sizeof jobs / sizeof *jobs)](w);
    hk_buffer_free(&w->out);
    return NULL;
}

/* ---------------------------------------------------------------- all together */

/* What one thread makes of each page, in environments that are not used for more: the others are opened by all threads at once. */
static void draw_alone(site *s)
{
    site alone;
    open_site(&alone);
    for (int k = 0; k < ENVS; k++) {
        const hk_template *t;
        hk_buffer out = HK_BUFFER_NONE;
        CHECK(hk_env_get_template(alone.env[k], "page", HK_NUL, &t, NULL) == HK_OK && hk_render_text(t, alone.context[k], &out, NULL) == HK_OK);
        CHECK(out.size < MOST);
        if (out.size < MOST) memcpy(s->want[k], out.text, out.size + 1);
        hk_buffer_free(&out);
    }
    close_site(&alone);
}

int main(void)
{
    static site s;
    static slot slots[SLOTS + 3];
    pthread_barrier_t start;
    pthread_t threads[THREADS];
    worker workers[THREADS];
    draw_alone(&s);
    CHECK(strstr(s.want[0], "<[Hi b & c]part <a>0<a>,1<a>,") == s.want[0]);
    CHECK(strstr(s.want[1], "<[&lt;Hallo&gt; b &amp; c]part &lt;a&gt;0&lt;a&gt;,1") == s.want[1] && strcmp(s.want[1], s.want[2]) == 0);
    CHECK(strstr(s.want[3], "part {{ d.first }}") != NULL);
    open_site(&s);
    for (int k = 0; k < SLOTS + 3; k++) CHECK(pthread_mutex_init(&slots[k].lock, NULL) == 0);
    CHECK(pthread_barrier_init(&start, NULL, THREADS) == 0);
    for (unsigned i = 0; i < THREADS; i++) {
        workers[i] = (worker){.s = &s, .slots = slots, .start = &start, .own.seed = i, .out = HK_BUFFER_NONE};
        CHECK(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK_THREAD(&workers[i].own, "a thread");
    }
    for (int k = 0; k < SLOTS + 3; k++) {
        hk_module_close(slots[k].module);
        close_stream(&slots[k]);
        pthread_mutex_destroy(&slots[k].lock);
    }
    pthread_barrier_destroy(&start);
    close_site(&s);
    return hkt_done();
}
