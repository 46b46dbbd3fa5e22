/* buf.c and escape.c: what is written, and what a refusal leaves. */
#include "base/buf.h"
#include "check.h"
#include "mem.h"

static void test_writing(void)
{
    hkt_mem m;
    hki_buf b;
    hkt_mem_init(&m);
    hki_buf_init(&b, &m.hooks);
    hki_buf_put(&b, NULL, 0);
    hki_buf_fill(&b, 'x', 0);
    CHECK(b.size == 0 && m.calls == 0);
    hki_buf_str(&b, "n=");
    hki_buf_int(&b, INT64_MIN);
    hki_buf_char(&b, ' ');
    hki_buf_fill(&b, '-', 3);
    hki_buf_point(&b, 'a');
    hki_buf_point(&b, 0x00e9);
    hki_buf_point(&b, 0x20ac);
    hki_buf_point(&b, 0x1f600);
    CHECK_TEXT("all writers", b.data, b.size, "n=-9223372036854775808 ---a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    for (int i = 0; i < 10000; i++) hki_buf_char(&b, 'x');
    CHECK(b.size == 10036 && m.calls < 20);     /* grows by half */
    hki_buf_free(&b);
    CHECK(m.live == 0 && !m.wrong_size && b.size == 0 && !b.failed);
}

static void test_limit(void)
{
    hkt_mem m;
    hki_buf b;
    hkt_mem_init(&m);
    hki_buf_init(&b, &m.hooks);
    b.limit = 100;
    hki_buf_fill(&b, 'x', 99);
    hki_buf_int(&b, 7);                     /* fits exactly */
    CHECK(b.size == 100 && !b.failed);
    hki_buf_char(&b, 'y');
    CHECK(b.size == 100 && b.failed && b.over);
    hki_buf_put(&b, "z", 1);
    CHECK(b.size == 100);
    hki_buf_free(&b);
    CHECK(m.live == 0);
}

static void test_no_memory(void)
{
    hkt_mem m;
    hki_buf b;
    hkt_mem_init(&m);
    hki_buf_init(&b, &m.hooks);
    hki_buf_str(&b, "kept");
    m.fail_at = m.calls + 1;
    hki_buf_fill(&b, 'x', 1000);
    CHECK(b.failed && !b.over);
    CHECK_TEXT("what was there stays", b.data, b.size, "kept");
    CHECK(hki_buf_room(&b, 1000) == NULL);
    CHECK(hki_buf_grow(&b, SIZE_MAX) == NULL);
    hki_buf_free(&b);
    hki_buf_char(&b, 'a');
    CHECK(hki_buf_grow(&b, SIZE_MAX) == NULL && b.failed);      /* the sum of the sizes overflows */
    hki_buf_free(&b);
    CHECK(m.live == 0 && !m.wrong_size);
}

static void test_escape(void)
{
    static const struct { const char *in, *want; } rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"<a href=\"x\">it's & that</a>", "&lt;a href=&#34;x&#34;&gt;it&#39;s &amp; that&lt;/a&gt;"},
        {"&&&&", "&amp;&amp;&amp;&amp;"},
        {"sixteen bytes...<", "sixteen bytes...&lt;"},
        {"0123456789abcdef0123456789abcdef'", "0123456789abcdef0123456789abcdef&#39;"},
        {"!#$%()*+,-./:;=?@[]^_`{|}~", "!#$%()*+,-./:;=?@[]^_`{|}~"},
        {"\xc3\xa9\xe2\x82\xac<\xa6\xa7\xbc\xbe\xa2", "\xc3\xa9\xe2\x82\xac&lt;\xa6\xa7\xbc\xbe\xa2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_buf b;
        hki_buf_init(&b, &hki_mem_default);
        hki_buf_escape(&b, rows[i].in, strlen(rows[i].in));
        CHECK_BYTES(rows[i].in, b.data ? b.data : "", b.size, rows[i].want, strlen(rows[i].want));
        hki_buf_free(&b);
    }
    /* every byte at every place of a step: only the five are replaced */
    for (int c = 0; c < 256; c++)
        for (size_t at = 0; at < 18; at++) {
            char text[18];
            memset(text, 'a', sizeof text);
            text[at] = (char)c;
            hki_buf b;
            hki_buf_init(&b, &hki_mem_default);
            hki_buf_escape(&b, text, sizeof text);
            bool special = c && strchr("&<>\"'", c);
            CHECK(special ? b.size > sizeof text && b.data[at] == '&' : b.size == sizeof text && !memcmp(b.data, text, sizeof text));
            hki_buf_free(&b);
        }
}

/* Long text is escaped as its parts are, whatever its bytes. */
static void test_escape_long(void)
{
    static char text[8000];
    hki_buf whole, parts;
    for (size_t k = 0; k < sizeof text; k++) text[k] = (char)(k * k / 7 + k);
    for (size_t size = 500; size <= sizeof text; size += 193) {
        hki_buf_init(&whole, &hki_mem_default);
        hki_buf_init(&parts, &hki_mem_default);
        hki_buf_escape(&whole, text, size);
        for (size_t at = 0; at < size; at += 50) hki_buf_escape(&parts, text + at, size - at < 50 ? size - at : 50);
        CHECK_BYTES("long", whole.data, whole.size, parts.data, parts.size);
        hki_buf_free(&whole);
        hki_buf_free(&parts);
    }
}

/* Both ways to escape short text write the same, whatever stands behind it. */
static void test_escape_loose(void)
{
    enum { MOST = HKI_ESCAPE_NEAR };
    static const char letters[] = "a&b<c>d\"e'fghijklmnopq";
    static char text[MOST + 32], loose[MOST * HKI_ESCAPE_WORST + HKI_ESCAPE_SLACK], near[sizeof loose];
    for (size_t size = 0; size <= MOST; size++)
        for (size_t apart = 1; apart < 80; apart += 3) {
            for (size_t k = 0; k < sizeof text; k++) text[k] = k % apart && k < size ? 'x' : letters[k * 7 / 3 % (sizeof letters - 1)];
            size_t got = (size_t)(hki_escape_loose(loose, text, size) - loose), want = (size_t)(hki_escape_near(near, text, size) - near);
            CHECK_BYTES("loose", loose, got, near, want);
        }
}

int main(void)
{
    test_writing();
    test_limit();
    test_no_memory();
    test_escape();
    test_escape_long();
    test_escape_loose();
    return hkt_done();
}
