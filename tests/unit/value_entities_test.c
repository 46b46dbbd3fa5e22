/* entities.c: character references and tags. The wanted texts are what html.unescape and Markup.striptags give. */
#include "../harness/make.h"
#include "value/entities.h"

static const struct { const char *text, *unescaped, *stripped; } rows[] = {
    {"", "", ""},
    {"no reference", "no reference", "no reference"},
    {"&lt;b&gt; &AMP;&amp", "<b> &&", "<b> &&"},
    {"&notit; &notin; &nosuch; & &;", "¬it; ∉ &nosuch; & &;", "¬it; ∉ &nosuch; & &;"},
    {"&CounterClockwiseContourIntegral;&nGt;", "∳≫⃒", "∳≫⃒"},
    {"&#65;&#x41;&#X41 &#0;&#128;&#xd800;", "AAA \xef\xbf\xbd€\xef\xbf\xbd", "AAA \xef\xbf\xbd€\xef\xbf\xbd"},
    {"[&#11;&#xfffe;&#;&#x;]", "[&#;&#x;]", "[&#;&#x;]"},
    {"&#4294967361;", "\xef\xbf\xbd", "\xef\xbf\xbd"},
    {" a <b>x</b>\n <!-- <i> -->\t c ", " a <b>x</b>\n <!-- <i> -->\t c ", "a x c"},
    {"<!<!-- x -->-- y -->z", "<!<!-- x -->-- y -->z", "z"},
    {"<!-->a<!--->b-->c", "<!-->a<!--->b-->c", "b-->c"},
    {"<!-- open <b>x</b>", "<!-- open <b>x</b>", "x"},
    {"a < b", "a < b", "a < b"},
    {"a > b <", "a > b <", "a > b <"},
};

static void check(hkt_rt *t, const char *text, size_t size, const char *unescaped, const char *stripped)
{
    hki_buf out;
    hki_buf_init(&out, &t->mem.hooks);
    CHECK(hki_buf_room(&out, 1) != NULL);
    CHECK_ROW(text, hki_html_unescape(&out, text, size));
    CHECK_BYTES(text, out.data, out.size, unescaped, strlen(unescaped));
    out.size = 0;
    CHECK_ROW(text, hki_striptags(&t->rt, &out, text, size));
    CHECK_BYTES(text, out.data, out.size, stripped, strlen(stripped));
    hki_buf_free(&out);
}

/* Many beginnings of comments and of tags, and many references: linear time, or this takes minutes. */
static void test_long(hkt_rt *t, const char *piece)
{
    enum { COPIES = 200000 };
    hki_buf text, out;
    hki_buf_init(&text, &t->mem.hooks);
    hki_buf_init(&out, &t->mem.hooks);
    for (int i = 0; i < COPIES; i++) hki_buf_str(&text, piece);
    CHECK_ROW(piece, hki_striptags(&t->rt, &out, text.data, text.size));
    CHECK_ROW(piece, hki_html_unescape(&out, text.data, text.size));
    hki_buf_free(&text);
    hki_buf_free(&out);
}

int main(void)
{
    hkt_rt t;
    hkt_rt_open(&t);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&t, rows[i].text, strlen(rows[i].text), rows[i].unescaped, rows[i].stripped);
    test_long(&t, "<!--");
    test_long(&t, "<!<!---->--");
    test_long(&t, "<");
    test_long(&t, "&notanentityofanyname");
    hkt_rt_close(&t);
    return hkt_done();
}
