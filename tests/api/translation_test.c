/* Message catalogues of either byte order, whole, damaged and hostile; a host's own functions; who is asked first. */
#include <stdio.h>

#include "render.h"

/* ---- catalogues, as msgfmt writes them */

typedef struct message { const char *id; size_t id_size; const char *text; size_t text_size; } message;
#define MESSAGE(id, text) {id, sizeof id - 1, text, sizeof text - 1}
#define HEADER(charset, plural) \
    MESSAGE("", "Project-Id-Version: x\nContent-Type: text/plain; charset=" charset "\nPlural-Forms: " plural "\n")
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef struct catalogue { unsigned char bytes[2048]; size_t size; } catalogue;

static void put_number(unsigned char *to, uint32_t n, bool big)
{
    for (int i = 0; i < 4; i++) to[i] = (unsigned char)(n >> (big ? 24 - 8 * i : 8 * i));
}

static void put_text(catalogue *c, size_t row, const char *text, size_t size, bool big)
{
    put_number(c->bytes + row, (uint32_t)size, big);
    put_number(c->bytes + row + 4, (uint32_t)c->size, big);
    memcpy(c->bytes + c->size, text, size);
    c->bytes[c->size + size] = '\0';
    c->size += size + 1;
}

static catalogue make(const message *rows, size_t count, bool big)
{
    catalogue c = {.size = 20 + 16 * count};
    const uint32_t head[] = {0x950412de, 0, (uint32_t)count, 20, (uint32_t)(20 + 8 * count)};
    for (size_t i = 0; i < COUNT(head); i++) put_number(c.bytes + 4 * i, head[i], big);
    for (size_t i = 0; i < count; i++) {
        put_text(&c, 20 + 8 * i, rows[i].id, rows[i].id_size, big);
        put_text(&c, 20 + 8 * (count + i), rows[i].text, rows[i].text_size, big);
    }
    return c;
}

static const message czech[] = {
    HEADER("UTF-8", "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"),
    MESSAGE("Hello", "Dobrý den"),
    MESSAGE("menu\4Open", "Otevřít"),
    MESSAGE("%(n)s file\0%(n)s files", "%(n)s soubor\0%(n)s soubory\0%(n)s souborů"),
    MESSAGE("disk\4%(n)s file\0%(n)s files", "D1\0D2\0D5"),
    MESSAGE("short\0shorts", "krátký"),
};

static const char page[] =
    "{{ _('Hello') }} {% trans 'menu' %}Open{% endtrans %} {% trans %}Open{% endtrans %}"
    "{% for n in [1, 3, 7] %} {% trans n %}{{ n }} file{% pluralize %}{{ n }} files{% endtrans %}{% endfor %}"
    " {{ npgettext('disk', '%(n)s file', '%(n)s files', 3) }} {{ gettext('%(n)s file') }} {{ ngettext('short', 'shorts', 2) }}"
    " {{ ngettext('Hello', 'Hellos', 1) }}";
static const char page_in_czech[] =
    "Dobrý den Otevřít Open 1 soubor 3 soubory 7 souborů D2 %(n)s soubor shorts Hello";

static void use(api *a, const message *rows, size_t count, bool big)
{
    catalogue c = make(rows, count, big);
    CHECK(hk_env_add_extension(a->env, "i18n", &a->error) == HK_OK);
    CHECK(hk_env_add_catalogue_bytes(a->env, c.bytes, c.size, &a->error) == HK_OK);
}

static void test_catalogue(void)
{
    for (int big = 0; big < 2; big++) {
        api a;
        api_open(&a);
        use(&a, czech, COUNT(czech), big);
        CHECK_RENDER(&a, page, page_in_czech);
        CHECK_FAILS(&a, "{{ ngettext('%(n)s file', 'x', 'y') }}", HK_TYPE_ERROR, "Plural value must be an integer, got str");
        CHECK(hk_env_add_catalogue_bytes(a.env, "", 0, &a.error) == HK_ARGUMENT_ERROR);
        api_close(&a);
    }
}

static void test_file(void)
{
    static char path[] = "/tmp/hokora-catalogue-XXXXXX";
    api a;
    catalogue c = make(czech, COUNT(czech), false);
    api_open(&a);
    int file = mkstemp(path);
    FILE *f = file >= 0 ? fdopen(file, "wb") : NULL;
    CHECK(f && fwrite(c.bytes, 1, c.size, f) == c.size && fclose(f) == 0);
    CHECK(hk_env_add_extension(a.env, "i18n", &a.error) == HK_OK);
    CHECK(hk_env_add_catalogue(a.env, path, &a.error) == HK_OK);
    CHECK(hk_env_add_catalogue(a.env, "/nowhere/x.mo", &a.error) == HK_IO_ERROR);
    CHECK(strcmp(a.error.message, "[Errno 2] No such file or directory: '/nowhere/x.mo'") == 0);
    CHECK(hk_env_add_catalogue(a.env, "/", &a.error) == HK_IO_ERROR);
    CHECK_RENDER(&a, page, page_in_czech);
    CHECK(remove(path) == 0);
    api_close(&a);
}

/* ---- rules for plurals; the texts are the forms' numbers */

static const struct { const char *rule, *forms; } rules[] = {
    {"nplurals=2; plural=n != 1;", "1 0 1 1 1 1 1 1"},
    {"nplurals=1; plural=0;", "0 0 0 0 0 0 0 0"},
    {"nplurals=2; plural=n>1", "0 0 1 1 1 1 1 1"},
    {"nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;", "2 0 1 2 2 2 0 1"},
    {"nplurals=4; plural=(n==1 ? 0 : n==0 || ( n%100>1 && n%100<11) ? 1 : ( n%100>10 && n%100<20 ) ? 2 : 3);", "1 0 1 1 2 2 3 3"},
    {"nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;", "0 1 2 3 4 4 4 4"},
    {"plural=!n", "1 0 0 0 0 0 0 0"},
    {"plural=!(n-1) * 2 + !n", "1 2 0 0 0 0 0 0"},
    {"plural=n < 2 == 1", "1 1 0 0 0 0 0 0"},
    {"plural=n && 4 / n", "0 1 1 0 0 0 0 0"},
    {"plural=n ? 6 - 2 - 1 : n - 0", "0 3 3 3 3 3 3 3"},
    {"plural=n == 0 || 1 % n == 7", "1 0 0 0 0 0 0 0"},
    {"plural=n <= 5 && n >= 2", "0 0 1 1 0 0 0 0"},
};

static void test_rules(void)
{
    for (size_t i = 0; i < COUNT(rules); i++) {
        api a;
        api_text got;
        char head[300];
        api_open(&a);
        snprintf(head, sizeof head, "plural-forms:%s\nContent-Type: text/plain; charset=utf-8", rules[i].rule);
        const message rows[] = {{"", 0, head, strlen(head)}, MESSAGE("x\0y", "0\0001\0002\0003\0004\0005")};
        use(&a, rows, COUNT(rows), false);
        CHECK(api_render(&a, "{% for n in [0, 1, 2, 5, 11, 12, 21, 22] %}{{ ngettext('x', 'y', n) }} {% endfor %}", &got) == HK_OK);
        CHECK_BYTES(rules[i].rule, got.bytes, got.size - 1, rules[i].forms, strlen(rules[i].forms));
        api_close(&a);
    }
}

static const struct { const char *head, *error; } refused[] = {
    {"Content-Type: text/plain; charset=ISO-8859-2\n", "the message catalogue is not in UTF-8"},
    {"Plural-Forms: nplurals=2\n", "the message catalogue has no rule for plurals"},
    {"Plural-Forms: nplurals=2; plural=\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=n +\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=(n\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=n ? 1\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=n = 1\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=n 1\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=system(n)\n", "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!n\n",
     "the message catalogue has a rule for plurals that cannot be read"},
    {"Plural-Forms: plural=((((((((((((((((((((((((((((((((((((((((((n))))))))))))))))))))))))))))))))))))))))))\n",
     "the message catalogue has a rule for plurals that cannot be read"},
};

static void test_refused(void)
{
    api a;
    api_open(&a);
    for (size_t i = 0; i < COUNT(refused); i++) {
        const message rows[] = {{"", 0, refused[i].head, strlen(refused[i].head)}};
        catalogue c = make(rows, 1, false);
        CHECK_ROW(refused[i].head, hk_env_add_catalogue_bytes(a.env, c.bytes, c.size, &a.error) == HK_VALUE_ERROR);
        CHECK_BYTES(refused[i].head, a.error.message, a.error.message_size, refused[i].error, strlen(refused[i].error));
    }
    const message bytes[] = {MESSAGE("x", "\xff")};
    catalogue c = make(bytes, 1, false);
    CHECK(hk_env_add_catalogue_bytes(a.env, c.bytes, c.size, &a.error) == HK_VALUE_ERROR);
    CHECK(hk_env_add_catalogue_bytes(a.env, "msgid \"\"\nmsgstr \"\"\n", 19, &a.error) == HK_VALUE_ERROR);
    CHECK(strcmp(a.error.message, "this is not a message catalogue") == 0);
    CHECK(hk_env_add_catalogue_bytes(a.env, NULL, 0, &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_add_catalogue(NULL, "x", &a.error) == HK_ARGUMENT_ERROR);
    CHECK(hk_env_set_translator(a.env, NULL, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* Dividing by zero is found when it happens. */
static void test_division(void)
{
    api a;
    const message rows[] = {HEADER("utf-8", "plural=1/n"), MESSAGE("x\0y", "0\0001")};
    api_open(&a);
    use(&a, rows, COUNT(rows), false);
    CHECK_RENDER(&a, "{{ ngettext('x', 'y', 1) }}", "1");
    CHECK_FAILS(&a, "{{ ngettext('x', 'y', 0) }}", HK_ZERO_DIVISION_ERROR, "the rule for plurals of the message catalogue divides by zero");
    api_close(&a);
}

/* ---- damage: every shorter file, every byte changed; rows that all stand for the same bytes */

static bool survives(const unsigned char *bytes, size_t size)
{
    api a;
    api_text got;
    api_open(&a);
    hk_env_add_extension(a.env, "i18n", NULL);
    unsigned char *own = malloc(size ? size : 1);       /* so that a byte too far is seen */
    if (size) memcpy(own, bytes, size);
    hk_status status = hk_env_add_catalogue_bytes(a.env, own, size, &a.error);
    free(own);
    bool ok = status == HK_OK || (status == HK_VALUE_ERROR && a.error.message_size);
    if (status == HK_OK) (void)api_render(&a, page, &got);
    api_close(&a);
    return ok;
}

static void test_damage(void)
{
    static const unsigned char changes[] = {0x01, 0x80, 0xff};
    catalogue whole = make(czech, COUNT(czech), false);
    bool all = true;
    for (size_t size = 0; size < whole.size; size++) all = all && survives(whole.bytes, size);
    for (size_t i = 0; i < whole.size; i++) {
        for (size_t k = 0; k < COUNT(changes); k++) {
            catalogue c = whole;
            c.bytes[i] ^= changes[k];
            all = all && survives(c.bytes, c.size);
        }
    }
    CHECK(all);
    catalogue c = {.size = 1024};           /* the tables end at 820, zeros follow */
    const uint32_t head[] = {0x950412de, 0, 100, 20, 20};
    for (size_t i = 0; i < COUNT(head); i++) put_number(c.bytes + 4 * i, head[i], false);
    for (size_t i = 0; i < 100; i++) {
        put_number(c.bytes + 20 + 8 * i, 100, false);
        put_number(c.bytes + 24 + 8 * i, 900, false);
    }
    api a;
    api_open(&a);
    CHECK(hk_env_add_catalogue_bytes(a.env, c.bytes, c.size, &a.error) == HK_VALUE_ERROR);
    CHECK(strcmp(a.error.message, "the message catalogue is damaged") == 0);
    api_close(&a);
}

/* ---- who is asked first */

static const char *host_gettext(void *user, const char *text)
{
    ++*(int *)user;
    return strcmp(text, "Hello") == 0 ? "HOST" : strcmp(text, "bytes") == 0 ? "\xff" : NULL;
}

static const char *host_npgettext(void *user, const char *context, const char *singular, const char *plural, uint64_t n)
{
    static char text[64];
    ++*(int *)user;
    snprintf(text, sizeof text, "%s/%s/%s/%u", context, singular, plural, (unsigned)n);
    return text;
}

static void test_order(void)
{
    api a;
    int calls = 0;
    hk_translator t = {.gettext = host_gettext, .npgettext = host_npgettext, .user = &calls};
    const message more[] = {MESSAGE("Hello", "second"), MESSAGE("Bye", "Na shledanou")};
    api_open(&a);
    use(&a, czech, COUNT(czech), false);
    use(&a, more, COUNT(more), true);
    hk_value dict = hk_dict(a.context);
    hk_dict_set(a.context, dict, "Bye", hk_string(a.context, "never", 5));
    hk_dict_set(a.context, dict, "Yes", hk_string(a.context, "Ano", 3));
    CHECK(hk_env_set_translations(a.env, dict, &a.error) == HK_OK);
    CHECK(hk_env_set_translator(a.env, &t, &a.error) == HK_OK);
    CHECK_RENDER(&a,
        "{{ _('Hello') }} {{ pgettext('menu', 'Open') }} {{ _('Bye') }} {{ _('Yes') }} {{ _('No') }} {{ ngettext('a', 'b', 1) }}",
        "HOST Otevřít Na shledanou Ano No a");
    CHECK(calls == 4);
    CHECK_RENDER(&a, "{{ npgettext('c', 's', 'p', 12) }} {{ _(5) }} {{ _('a\\0b') | length }}", "c/s/p/12 5 3");
    CHECK_FAILS(&a, "{{ _('bytes') }}", HK_UNICODE_DECODE_ERROR, "a translation that is not valid UTF-8");
    CHECK(hk_env_set_translator(a.env, &t, &a.error) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* ---- every request for memory refused once */

static bool refused_once(size_t nth)
{
    api a;
    api_text got = {.size = 0};
    int calls = 0;
    hk_translator t = {.gettext = host_gettext, .user = &calls};
    catalogue c = make(czech, COUNT(czech), false);
    api_start(&a);
    a.mem.fail_at = nth;
    a.env = hk_env_new(&a.mem.hooks);
    a.context = a.env ? hk_context_new(a.env) : NULL;
    hk_status status = a.context ? HK_OK : HK_NO_MEMORY;
    if (status == HK_OK) status = hk_env_add_extension(a.env, "i18n", &a.error);
    if (status == HK_OK) status = hk_env_add_catalogue_bytes(a.env, c.bytes, c.size, &a.error);
    if (status == HK_OK) status = hk_env_set_translator(a.env, &t, &a.error);
    if (status == HK_OK) status = api_render(&a, page, &got);
    CHECK(status == (a.mem.failed ? HK_NO_MEMORY : HK_OK));
    bool failed = a.mem.failed;
    api_close(&a);
    return failed;
}

int main(void)
{
    test_catalogue();
    test_file();
    test_rules();
    test_refused();
    test_division();
    test_damage();
    test_order();
    for (size_t nth = 1; refused_once(nth); nth++) continue;
    return hkt_done();
}
