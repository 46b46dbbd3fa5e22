/* What a host hears of undefined values. */
#include "render.h"

typedef struct heard { char text[1024]; size_t size; } heard;

static void hear(void *user, const char *message, size_t size, bool fails)
{
    heard *h = user;
    if (h->size + size + 3 > sizeof h->text) return;
    h->text[h->size++] = fails ? '!' : '-';
    memcpy(h->text + h->size, message, size);
    h->size += size;
    h->text[h->size++] = ';';
}

static const struct { const char *kind, *source, *output, *want; } rows[] = {
    {"default", "{{ a }}|{% for x in b %}{% endfor %}|{{ 1 if c else 2 }}", "||2",
     "-'a' is undefined;-'b' is undefined;-'c' is undefined;"},
    {"default", "{{ a is defined }}{{ a|default('x') }}", "Falsex", ""},
    {"default", "{{ d.x }}{{ d['y'] }}{{ a ~ 'z' }}{{ a or 'w' }}", "zw",
     "-'dict object' has no attribute 'x';-'dict object' has no attribute 'y';-'a' is undefined;-'a' is undefined;"},
    {"default", "{{ a.b }}", NULL, "!'a' is undefined;"},
    {"default", "{{ a + 1 }}", NULL, "!'a' is undefined;"},
    {"default", "{{ a() }}", NULL, "!'a' is undefined;"},
    {"strict", "{{ a }}", NULL, "!'a' is undefined;"},
    {"strict", "{% if a %}{% endif %}", NULL, "!'a' is undefined;"},
    {"strict", "{% for x in a %}{% endfor %}", NULL, "!'a' is undefined;"},
    {"chainable", "{{ a.b.c }}", "", "-'a' is undefined;"},
    {"debug", "{{ a }}", "{{ a }}", "-'a' is undefined;"},
};

static void check_row(const char *kind, const char *source, const char *output, const char *want)
{
    api a;
    api_text got;
    heard h = {.size = 0};
    api_open(&a);
    CHECK(hk_env_set_text(a.env, "undefined", kind, strlen(kind), &a.error) == HK_OK);
    CHECK(hk_env_set_undefined_logger(a.env, hear, &h, &a.error) == HK_OK);
    hk_context_set(a.context, "d", hk_dict(a.context));
    hk_status status = api_render(&a, source, &got);
    CHECK_ROW(source, status == (output ? HK_OK : HK_UNDEFINED_ERROR));
    if (output) CHECK_BYTES(source, got.bytes, got.size, output, strlen(output));
    CHECK_BYTES(source, h.text, h.size, want, strlen(want));
    CHECK(hk_env_set_undefined_logger(a.env, NULL, NULL, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* Every request for memory refused once: the message that is reported needs some too. */
static bool refused_once(size_t nth)
{
    api a;
    api_text got = {.size = 0};
    heard h = {.size = 0};
    api_start(&a);
    a.mem.fail_at = nth;
    a.env = hk_env_new(&a.mem.hooks);
    a.context = a.env ? hk_context_new(a.env) : NULL;
    hk_status status = a.context ? hk_env_set_undefined_logger(a.env, hear, &h, &a.error) : HK_NO_MEMORY;
    if (status == HK_OK) status = api_render(&a, rows[0].source, &got);
    CHECK(status == (a.mem.failed ? HK_NO_MEMORY : HK_OK));
    bool failed = a.mem.failed;
    api_close(&a);
    return failed;
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_row(rows[i].kind, rows[i].source, rows[i].output, rows[i].want);
    for (size_t nth = 1; refused_once(nth); nth++) continue;
    return hkt_done();
}
