/* One environment and one context, used by many threads at once: what one of them sees, the others see too, and nothing is torn. The preset
 * `threads` runs this under ThreadSanitizer. The program is linked so that each lock the library takes is counted: renders take none. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "hokora.h"
#include "thread.h"

enum { THREADS = 8, ROUNDS = 500, VERSIONED = 6, CACHED = 12 };

/* ---------------------------------------------------------------- locks, counted */

static _Atomic unsigned locks;
int __real_pthread_mutex_lock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_lock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_lock(pthread_mutex_t *lock)
{
    atomic_fetch_add_explicit(&locks, 1, memory_order_relaxed);
    return __real_pthread_mutex_lock(lock);
}

/* ---------------------------------------------------------------- an allocator that counts what is alive */

static void *resize(void *user, void *ptr, size_t old, size_t size)
{
    atomic_fetch_add_explicit((_Atomic size_t *)user, size - old, memory_order_relaxed);
    if (size) return realloc(ptr, size);
    free(ptr);
    return NULL;
}

/* ---------------------------------------------------------------- templates whose text changes */

static _Atomic unsigned versions[VERSIONED];
static _Atomic int sources_out;         /* texts that the library has not given back */

typedef struct draft { unsigned which, version; char text[200]; } draft;

static bool is_newest(void *data)
{
    const draft *d = data;
    return d->version == atomic_load(&versions[d->which]);
}

static void give_back(void *data)
{
    free(data);
    atomic_fetch_sub(&sources_out, 1);
}

/* "v0" … "v5": each text says its version. */
static bool find_draft(hk_call *call, void *user, const char *name, size_t size, hk_source *out)
{
    (void)user;
    if (size != 2 || name[0] != 'v' || name[1] < '0' || name[1] >= '0' + VERSIONED) return false;
    draft *d = malloc(sizeof *d);
    if (!d) hk_call_fail(call, HK_NO_MEMORY, "no draft");
    if (!d) return false;
    d->which = (unsigned)(name[1] - '0');
    d->version = atomic_load(&versions[d->which]);
    int length = snprintf(d->text, sizeof d->text, "{%% extends 'base' %%}{%% block body %%}%u{%% include 'part%u' %%}{%% endblock %%}", d->version, d->which % 3);
    *out = (hk_source){d->text, (size_t)length, is_newest, give_back, d};
    atomic_fetch_add(&sources_out, 1);
    return true;
}

/* ---------------------------------------------------------------- a host */

typedef struct user { const char *name; int age; } user;
static const hk_field user_members[] = {HK_FIELD(user, name, HK_KIND_CSTRING), HK_FIELD(user, age, HK_KIND_INT)};
static const hk_fields user_fields = HK_FIELDS("User", user, user_members);
static const user users[] = {{"Ada", 36}, {"<Bob>", 7}, {"Eve", 20}};

static _Atomic int counters_out;        /* objects that were not dropped yet */
static bool counter_next(hk_call *call, void *self, size_t *at, hk_value *out)
{
    (void)call;
    *out = hk_int((int64_t)*at);
    return (*at)++ < *(const size_t *)self;
}
static void counter_drop(void *self)
{
    free(self);
    atomic_fetch_sub(&counters_out, 1);
}
static const hk_object_type counter_type = {.name = "Counter", .next = counter_next, .drop = counter_drop};

static hk_value make_counter(hk_call *call, void *data)
{
    (void)data;
    size_t *self = malloc(sizeof *self);
    if (!self) return hk_call_fail(call, HK_NO_MEMORY, "no counter");
    *self = (size_t)hk_call_int(call, 0);
    atomic_fetch_add(&counters_out, 1);
    return hk_object(hk_call_home(call), &counter_type, self);
}

static hk_value shout(hk_call *call, void *data)
{
    size_t size;
    const char *text = hk_call_text(call, 0, &size);
    char loud[64];
    (void)data;
    if (size >= sizeof loud) return hk_call_fail(call, HK_VALUE_ERROR, "too loud: %zu bytes", size);
    for (size_t i = 0; i < size; i++) loud[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
    return hk_string(hk_call_home(call), loud, size);
}

static void add_site(hk_context *variables, const hk_context *given, void *data)
{
    hk_value name;
    (void)data;
    hk_context_set(variables, "site", hk_string(variables, "hokora", 6));
    hk_context_set(variables, "has_name", hk_bool(hk_context_get(given, "name", &name)));
}

static _Atomic unsigned renders_begun, renders_ended, undefined_seen;
static void begun(void *data, const char *name, size_t size) { (void)data, (void)name, (void)size, atomic_fetch_add(&renders_begun, 1); }
static void ended(void *data, const char *name, size_t size, hk_status status, uint64_t nanoseconds)
{
    (void)data, (void)name, (void)size, (void)status, (void)nanoseconds;
    atomic_fetch_add(&renders_ended, 1);
}
static void log_undefined(void *data, const char *message, size_t size, bool fails)
{
    (void)data, (void)message, (void)size, (void)fails;
    atomic_fetch_add(&undefined_seen, 1);
}

static const char *translate(void *data, const char *message)
{
    (void)data;
    return strcmp(message, "Hello") == 0 ? "Bonjour" : NULL;
}

static const hk_embedded embedded[] = {
#define EMBEDDED(name, text) {name, text, sizeof text - 1}
    EMBEDDED("base", "<{% block body %}{% endblock %}>"),
    EMBEDDED("part0", "a"), EMBEDDED("part1", "b{{ shout(name) }}"), EMBEDDED("part2", "c{% include ['none', 'part0'] %}"),
    EMBEDDED("macros.html", "{% macro row(u, sep=', ') %}{{ u.name }}={{ u.age }}{{ sep }}{% endmacro %}{% set title = site %}"),
    EMBEDDED("broken", "one\n{{ 1 +"),
    EMBEDDED("fails", "one\ntwo {{ shout('x' * 100) }}"),
    EMBEDDED("page.html",
        "{% extends 'base' %}{% from 'macros.html' import row with context %}{% import 'macros.html' as m with context %}"
        "{% block body %}{% for u in users|sort(attribute='age') if u.age > 1 %}{{ loop.index }}{{ row(u) }}{% endfor %}{{ m.title }} {{ has_name }} "
        "{% trans n=items|length %}{{ n }} thing{% pluralize %}{{ n }} things{% endtrans %} {{ _('Hello') }} "
        "{{ 'a1b22'|regex_replace('[0-9]+', '#') }} {{ data.deep.list|map('string')|join('|') }} {{ data|tojson }} {{ name|upper }} "
        "{% set ns = namespace(n=0) %}{% for i in counter(5) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }} "
        "{% for kind, group in items|groupby('kind') %}{{ kind }}{{ group|length }}{% endfor %}"
        "{% do items.append(1) %}{{ items|length }} {{ nothing }}{{ '%05d %s'|format(42, name) }}{% endblock %}"),
};

static hk_env *make_env(const hk_allocator *mem)
{
    static const char *const extensions[] = {"do", "i18n", "loopcontrols", "regex", "extras"};
    hk_env *env = hk_env_new(mem);
    bool ok = env && hk_env_set_text(env, "autoescape", "select", 6, NULL) == HK_OK;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) ok = ok && hk_env_add_extension(env, extensions[i], NULL) == HK_OK;
    ok = ok && hk_env_add_embedded(env, embedded, sizeof embedded / sizeof *embedded, NULL) == HK_OK &&
         hk_env_add_loader(env, find_draft, NULL, NULL) == HK_OK && hk_env_set_cache_size(env, CACHED, NULL) == HK_OK &&
         hk_env_add_filter(env, "shout", "value", shout, NULL, NULL) == HK_OK &&
         hk_env_add_function(env, "shout", "value", shout, NULL, NULL) == HK_OK &&
         hk_env_add_function(env, "counter", "n", make_counter, NULL, NULL) == HK_OK && hk_env_add_processor(env, add_site, NULL, NULL) == HK_OK &&
         hk_env_set_observer(env, &(hk_observer){begun, ended, NULL}, NULL) == HK_OK &&
         hk_env_set_translator(env, &(hk_translator){.gettext = translate}, NULL) == HK_OK && hk_env_set_undefined_logger(env, log_undefined, NULL, NULL) == HK_OK;
    CHECK(ok);
    return env;
}

static const char json[] = "{\"name\": \"Ada é\", \"items\": [{\"kind\": \"a\"}, {\"kind\": \"b\"}, {\"kind\": \"a\"}],"
                           " \"data\": {\"deep\": {\"list\": [1, 2.5, null, true, 123456789012345678901234567890]}, \"k\": \"<v>\"}}";

static hk_context *make_context(hk_env *env)
{
    hk_context *context = hk_context_new(env);
    hk_value all;
    if (hk_json_read(context, json, sizeof json - 1, &all, NULL) == HK_OK) hk_context_set_all(context, all);
    hk_context_set(context, "users", hk_structs(context, &user_fields, users, sizeof users / sizeof *users));
    return context;
}

/* ---------------------------------------------------------------- what a thread does */

typedef struct worker {
    hk_env *env;
    hk_context *shared;
    const hk_template *page;
    const char *want;           /* the page's text */
    pthread_barrier_t *start;
    thread own;
    hk_error error;
    hk_buffer out;
} worker;

static bool rendered(worker *w, const hk_template *t, const hk_context *context)
{
    w->out.size = 0;
    return hk_render_text(t, context, &w->out, &w->error) == HK_OK;
}

static void draw_page(worker *w)
{
    expect(&w->own, rendered(w, w->page, w->shared) && strcmp(w->out.text, w->want) == 0, "the page is what one thread makes of it");
}

/* A version may be newer than it was before, never older. */
static void draw_version(worker *w)
{
    char name[3] = {'v', (char)('0' + any(&w->own, VERSIONED)), 0};
    const hk_template *t;
    unsigned before = atomic_load(&versions[name[1] - '0']);
    bool ok = hk_env_get_template(w->env, name, 2, &t, &w->error) == HK_OK;
    expect(&w->own, ok && rendered(w, t, w->shared) && w->out.text[0] == '<' && strtoul(w->out.text + 1, NULL, 10) >= before, "versions");
    if (ok) hk_template_release(t);
}

static void change_version(worker *w) { atomic_fetch_add(&versions[any(&w->own, VERSIONED)], 1); }

/* More names than the cache holds. */
static void draw_other(worker *w)
{
    const hk_template *t;
    const hk_embedded *e = &embedded[any(&w->own, 5)];
    bool ok = hk_env_get_template(w->env, e->name, strlen(e->name), &t, &w->error) == HK_OK;
    expect(&w->own, ok && rendered(w, t, w->shared), "other templates");
    if (ok) hk_template_release(t);
}

static void draw_text(worker *w)
{
    char source[64], want[16];
    const hk_template *t;
    unsigned n = any(&w->own, 1000);
    int length = snprintf(source, sizeof source, "{%% set x = %u %%}{{ x + 1 }}{{ '%u'|regex_replace('\\d', 'd') }}", n, n % 10);
    snprintf(want, sizeof want, "%ud", n + 1);
    bool ok = hk_env_from_string(w->env, source, (size_t)length, NULL, &t, &w->error) == HK_OK;
    expect(&w->own, ok && rendered(w, t, NULL) && strcmp(w->out.text, want) == 0, "templates from text");
    if (ok) hk_template_release(t);
}

static void fail_to_compile(worker *w)
{
    const hk_template *t;
    expect(&w->own, hk_env_get_template(w->env, "broken", 6, &t, &w->error) == HK_TEMPLATE_SYNTAX_ERROR && w->error.line == 2, "syntax errors");
    expect(&w->own, hk_env_get_template(w->env, "nowhere", 7, &t, &w->error) == HK_TEMPLATE_NOT_FOUND, "missing templates");
}

static void fail_to_render(worker *w)
{
    const hk_template *t;
    bool ok = hk_env_get_template(w->env, "fails", 5, &t, &w->error) == HK_OK;
    expect(&w->own, ok && !rendered(w, t, w->shared) && w->error.kind == HK_VALUE_ERROR && w->error.line == 2 && w->error.source_line, "errors of renders");
    if (ok) hk_template_release(t);
}

static void draw_block(worker *w)
{
    w->out.size = 0;
    bool ok = hk_render_block(w->page, "body", w->shared, hk_buffer_sink(&w->out), &w->error) == HK_OK;
    expect(&w->own, ok && memcmp(w->out.text, w->want + 1, w->out.size) == 0, "a block");
}

static void use_module(worker *w)
{
    hk_module *module;
    const hk_template *t;
    hk_value result;
    size_t size;
    if (hk_env_get_template(w->env, "macros.html", 11, &t, &w->error) != HK_OK || hk_module_open(t, w->shared, &module, &w->error) != HK_OK) {
        expect(&w->own, false, "modules");
        return;
    }
    hk_context *own = hk_context_new(w->env);
    hk_value u = hk_struct(own, &user_fields, &users[0]);
    bool ok = hk_module_call(module, "row", &u, 1, &result, &w->error) == HK_OK;
    const char *text = ok ? hk_as_string(result, &size) : NULL;
    expect(&w->own, text && size == 8 && memcmp(text, "Ada=36, ", 8) == 0, "macros from C");
    hk_module_close(module);
    hk_context_free(own);
    hk_template_release(t);
}

static void evaluate(worker *w)
{
    static const char source[] = "(items|map(attribute='kind')|list) + ['a' is match('[ab]')]";
    const hk_template *t;
    hk_value result = hk_none();
    hk_context *home = hk_context_new(w->env);
    bool ok = hk_env_expression(w->env, source, sizeof source - 1, &t, &w->error) == HK_OK;
    expect(&w->own, ok && hk_evaluate(t, w->shared, home, &result, &w->error) == HK_OK && hk_length(result) == 4, "expressions");
    if (ok) hk_template_release(t);
    hk_context_free(home);
}

static void draw_own(worker *w)
{
    hk_context *own = make_context(w->env);
    expect(&w->own, rendered(w, w->page, own) && strcmp(w->out.text, w->want) == 0, "the page from a context of one's own");
    hk_context_free(own);
}

static void draw_stream(worker *w)
{
    hk_stream *stream;
    const char *text;
    size_t size, at = 0, whole = strlen(w->want);
    hk_next next = HK_NEXT_FAILED;
    bool same = hk_stream_open(w->page, w->shared, &(hk_stream_options){.size = 16}, &stream, &w->error) == HK_OK;
    while (same && (next = hk_stream_next(stream, &text, &size, &w->error)) == HK_NEXT_MORE) {
        same = at + size <= whole && memcmp(w->want + at, text, size) == 0;
        at += size;
    }
    expect(&w->own, same && next == HK_NEXT_DONE && at == whole, "the page, piece by piece");
    hk_stream_close(stream);
}

/* An environment that differs is made while others render. */
static void draw_overlay(worker *w)
{
    hk_env *overlay;
    const hk_template *t = NULL;
    bool ok = hk_env_overlay(w->env, &overlay, &w->error) == HK_OK && hk_env_set_flag(overlay, "autoescape", false, &w->error) == HK_OK &&
              hk_env_get_template(overlay, "page.html", 9, &t, &w->error) == HK_OK && rendered(w, t, w->shared);
    expect(&w->own, ok && strcmp(w->out.text, w->want) == 0, "an overlay");
    hk_template_release(t);
    hk_env_free(overlay);
}

static void select_one(worker *w)
{
    static const char *const names[] = {"nowhere", "part0"};
    const hk_template *t, *more;
    hk_context *own = hk_context_new(w->env);
    bool ok = hk_env_select_template(w->env, names, 2, &t, &w->error) == HK_OK;
    ok = ok && hk_template_with(t, hk_dict(own), &more, &w->error) == HK_OK;
    expect(&w->own, ok && rendered(w, more, NULL) && strcmp(w->out.text, "a") == 0 && hk_template_is_current(t), "a template with globals");
    if (ok) hk_template_release(more);
    if (ok) hk_template_release(t);
    hk_context_free(own);
}

static void clear_cache(worker *w) { expect(&w->own, hk_env_clear_cache(w->env) == HK_OK, "clearing the cache"); }

/* Too late, whoever tries. */
static void configure(worker *w)
{
    expect(&w->own, hk_env_set_flag(w->env, "trim_blocks", true, &w->error) == HK_ARGUMENT_ERROR, "options are closed");
    expect(&w->own, hk_env_add_filter(w->env, "x", "value", shout, NULL, &w->error) == HK_ARGUMENT_ERROR, "the vocabulary is closed");
}

static void *work(void *data)
{
    static void (*const jobs[])(worker *w) = {draw_page, draw_version, draw_page, change_version, draw_other, draw_text, fail_to_compile, draw_page,
        fail_to_render, draw_block, use_module, evaluate, draw_own, configure, draw_stream, draw_overlay, select_one, clear_cache};
    worker *w = data;
    pthread_barrier_wait(w->start);
    bool ok = hk_env_get_template(w->env, "page.html", 9, &w->page, &w->error) == HK_OK;     /* all open the environment at once */
    expect(&w->own, ok, "the page compiles");
    for (unsigned i = 0; ok && i < ROUNDS; i++) jobs[any(&w->own, sizeof jobs / sizeof *jobs)](w);
    hk_template_release(w->page);
    hk_error_clear(&w->error);
    hk_buffer_free(&w->out);
    return NULL;
}

/* What one thread makes of the page, in an environment of its own. */
static void draw_alone(hk_buffer *out)
{
    hk_env *env = make_env(NULL);
    hk_context *context = make_context(env);
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    CHECK(hk_env_get_template(env, "page.html", 9, &page, &error) == HK_OK && hk_render_text(page, context, out, &error) == HK_OK);
    if (error.kind != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
}

static void test_many(void)
{
    static _Atomic size_t live;
    const hk_allocator mem = {resize, &live};
    hk_buffer want = HK_BUFFER_NONE;
    draw_alone(&want);
    CHECK_TEXT("the page", want.text, want.size, "<1&lt;Bob&gt;=7, 2Eve=20, 3Ada=36, hokora True 3 things Bonjour a#b# 1|2.5|None|True|123456789012345678901234567890 "
        "{\"deep\": {\"list\": [1, 2.5, null, true, 123456789012345678901234567890]}, \"k\": \"\\u003cv\\u003e\"} ADA É 10 "
        "a2b14 00042 Ada é>");
    pthread_barrier_t start;
    pthread_t threads[THREADS];
    worker workers[THREADS];
    hk_env *env = make_env(&mem);
    hk_context *shared = make_context(env);
    CHECK(pthread_barrier_init(&start, NULL, THREADS) == 0);
    for (unsigned i = 0; i < THREADS; i++) {
        workers[i] = (worker){.env = env, .shared = shared, .want = want.text, .start = &start, .own.seed = i, .error = HK_ERROR_NONE, .out = HK_BUFFER_NONE};
        CHECK(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK_THREAD(&workers[i].own, "a thread");
    }
    pthread_barrier_destroy(&start);
    hk_context_free(shared);
    hk_env_free(env);
    hk_buffer_free(&want);
    CHECK(atomic_load(&live) == 0);
    CHECK(atomic_load(&sources_out) == 0 && atomic_load(&counters_out) == 0);
    CHECK(atomic_load(&renders_begun) == atomic_load(&renders_ended) && atomic_load(&undefined_seen) > 0);
}

/* ---------------------------------------------------------------- no locks */

/* A page that was rendered before is rendered again without a lock, with all that it includes, imports, extends and matches. That is, each
 * of the few renderers that threads come to need side by side asks the cache once. */
enum { FEW = 4, ASKED = 32 };

static void *draw_unlocked(void *data)
{
    worker *w = data;
    draw_page(w);
    pthread_barrier_wait(w->start);
    if (w->own.seed == 0) atomic_store(&locks, 0);
    pthread_barrier_wait(w->start);
    for (unsigned i = 0; i < ROUNDS; i++) draw_page(w);
    pthread_barrier_wait(w->start);
    if (w->own.seed == 0) expect(&w->own, atomic_load(&locks) <= FEW * ASKED, "renders take no locks");
    pthread_barrier_wait(w->start);
    hk_buffer_free(&w->out);
    return NULL;
}

static void test_without_locks(void)
{
    hk_buffer want = HK_BUFFER_NONE;
    draw_alone(&want);
    pthread_barrier_t start;
    pthread_t threads[FEW];
    worker workers[FEW];
    const hk_template *page = NULL;
    hk_env *env = make_env(NULL);
    hk_context *shared = make_context(env);
    CHECK(hk_env_get_template(env, "page.html", 9, &page, NULL) == HK_OK);
    CHECK(pthread_barrier_init(&start, NULL, FEW) == 0);
    for (unsigned i = 0; i < FEW; i++) {
        workers[i] = (worker){.env = env, .shared = shared, .page = page, .want = want.text, .start = &start, .own.seed = i, .error = HK_ERROR_NONE, .out = HK_BUFFER_NONE};
        CHECK(pthread_create(&threads[i], NULL, draw_unlocked, &workers[i]) == 0);
    }
    for (unsigned i = 0; i < FEW; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK_THREAD(&workers[i].own, "a thread without locks");
    }
    pthread_barrier_destroy(&start);
    hk_context_free(shared);
    hk_env_free(env);
    hk_buffer_free(&want);
}

int main(void)
{
    test_many();
    test_without_locks();
    return hkt_done();
}
