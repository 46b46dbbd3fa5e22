/* Renders into buffers: the text goes straight into the host's memory. Compared with what a sink gets, which is handed pieces. */
#include "render.h"

enum { MOST = 200 * 1000 };

typedef struct pieces { char text[MOST]; size_t size; } pieces;

static bool put(void *user, const char *text, size_t size)
{
    pieces *p = user;
    if (p->size + size > MOST) return false;
    memcpy(p->text + p->size, text, size);
    p->size += size;
    return true;
}

static const char *const sources[] = {
    "",
    "short",
    "{% for i in range(n) %}line {{ i }} & {{ '<' }}\n{% endfor %}",
    "{% set long = '0123456789' * n %}{{ long }}{{ long }}",                        /* text larger than a piece */
    "{% for i in range(n) %}{% filter upper %}a{{ i }}{% endfilter %}{% endfor %}",    /* captures */
    "{% for i in range(n) %}{{ i }} {% endfor %}{{ 1 / 0 }}",                        /* ends in an error */
    "{% for i in range(n) %}{{ i }} {% endfor %}{{ [1, 'x', n * '-', none] }}",
    "{% for i in range(n) %}{{ [i, 'x'] }} {% if i == 9000 %}{{ nothing.at.all }}{% endif %}{% endfor %}",
};

/* The same bytes and the same status, also behind other text, with a buffer that was used before, and with limits. */
static void test_as_a_sink(int64_t output_limit, int64_t memory_limit)
{
    static pieces want;
    hk_buffer got = HK_BUFFER_NONE;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        api a;
        const hk_template *t;
        api_open(&a);
        if (output_limit) CHECK(hk_env_set_limit(a.env, "output", output_limit, &a.error) == HK_OK);
        if (memory_limit) CHECK(hk_env_set_limit(a.env, "memory", memory_limit, &a.error) == HK_OK);
        CHECK(hk_env_set_flag(a.env, "autoescape", true, &a.error) == HK_OK);
        CHECK_ROW(sources[i], hk_env_from_string(a.env, sources[i], HK_NUL, NULL, &t, &a.error) == HK_OK);
        for (int64_t n = 0; n <= 10000; n = n ? n * 10 : 1) {
            hk_context_set(a.context, "n", hk_int(n));
            want.size = got.size = 0;
            hk_status status = hk_render(t, a.context, (hk_sink){put, &want}, &a.error);
            CHECK_ROW(sources[i], hk_render(t, a.context, hk_buffer_sink(&got), &a.error) == status);
            CHECK_ROW(sources[i], got.size == want.size && (!got.size || memcmp(got.text, want.text, got.size) == 0));
            CHECK_ROW(sources[i], hk_render_text(t, a.context, &got, &a.error) == status && got.size == 2 * want.size);
            CHECK_ROW(sources[i], got.text[got.size] == '\0' && (!want.size || memcmp(got.text + want.size, want.text, want.size) == 0));
        }
        api_close(&a);
    }
    hk_buffer_free(&got);
}

/* A buffer's memory comes from its own allocator; each request of it is refused once. */
static void test_refused(void)
{
    api a;
    const hk_template *t;
    api_open(&a);
    CHECK(hk_env_from_string(a.env, sources[2], HK_NUL, NULL, &t, &a.error) == HK_OK);
    hk_context_set(a.context, "n", hk_int(3000));
    for (size_t nth = 1, failed = 1; failed; nth++) {
        hkt_mem mem;
        hkt_mem_init(&mem);
        mem.fail_at = nth;
        hk_buffer out = {.mem = &mem.hooks};
        hk_status status = hk_render_text(t, a.context, &out, &a.error);
        failed = mem.failed;
        CHECK(status == (failed ? HK_NO_MEMORY : HK_OK) && out.failed == (failed != 0));
        CHECK(!out.text || (out.text[out.size] == '\0' && strlen(out.text) == out.size));
        if (failed) CHECK(hk_render_text(t, a.context, &out, &a.error) == HK_NO_MEMORY);   /* until it is freed */
        hk_buffer_free(&out);
        mem.fail_at = 0;
        CHECK(!out.failed && hk_render_text(t, NULL, &out, &a.error) != HK_NO_MEMORY);
        hk_buffer_free(&out);
        CHECK(mem.live == 0 && !mem.wrong_size);
    }
    api_close(&a);
}

/* A function that renders into the very buffer that a render is writing into finds it empty; its text comes last. */
typedef struct shared { const hk_template *inner; hk_buffer out; } shared;

static hk_value write_there(hk_call *call, void *user)
{
    (void)call;
    shared *s = user;
    bool empty = !s->out.text && !s->out.size;
    return hk_bool(hk_render_text(s->inner, NULL, &s->out, NULL) == HK_OK && empty);
}

static void test_shared(void)
{
    api a;
    const hk_template *t;
    shared s = {.out = HK_BUFFER_NONE};
    api_open(&a);
    CHECK(hk_env_add_function(a.env, "write_there", "", write_there, &s, &a.error) == HK_OK);
    CHECK(hk_env_from_string(a.env, "inner", HK_NUL, NULL, &s.inner, &a.error) == HK_OK);
    CHECK(hk_env_from_string(a.env, "[{{ write_there() }}]", HK_NUL, NULL, &t, &a.error) == HK_OK);
    CHECK(hk_render_text(t, NULL, &s.out, &a.error) == HK_OK && strcmp(s.out.text, "[True]inner") == 0);
    hk_buffer_free(&s.out);
    api_close(&a);
}

int main(void)
{
    test_as_a_sink(0, 0);
    test_as_a_sink(40000, 0);
    test_as_a_sink(0, 300000);
    test_refused();
    test_shared();
    return hkt_done();
}
