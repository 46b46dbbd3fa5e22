/* source_test.c: the memory that compiling a page of 1 MB takes, which grows with its size. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "mem.h"

enum { MIB = 1 << 20 };

/* With as many tags for its size as a page of a web site has. */
static const char section[] =
    "<section id=\"part\">\n"
    "  <h3{% if part.new %} class=\"new\"{% endif %}>{{ part.title|e }}</h3>\n"
    "  <p>{{ part.text }} Some words between tags, as there are on most pages.</p>\n"
    "  {% for line in part.lines if line %}<i>{{ loop.index }}: {{ line.name|upper }}, {{ line.price * 2 }}</i>{% else %}none{% endfor %}\n"
    "  {% if part.first %}first{% elif part.last == 'yes' %}last{% endif %} {{ part.total|round(2)|default('none') }}\n"
    "</section>\n";

/* As many sections as fit into `size` bytes. The caller frees it. */
static char *page(size_t size, size_t *used)
{
    char *text = malloc(size);
    *used = 0;
    for (; text && *used + sizeof section - 1 <= size; *used += sizeof section - 1) memcpy(text + *used, section, sizeof section - 1);
    return text;
}

/* The most memory that was held at once. */
static size_t compile(const char *text, size_t size)
{
    hkt_mem mem;
    hkt_mem_init(&mem);
    hk_env *env = hk_env_new(&mem.hooks);
    const hk_template *t;
    CHECK(env && hk_env_from_string(env, text, size, NULL, &t, NULL) == HK_OK);
    hk_env_free(env);
    CHECK(mem.live == 0 && !mem.wrong_size);
    return mem.peak;
}

int main(void)
{
    size_t small_size, size;
    char *small = page(MIB / 10, &small_size), *large = page(MIB, &size);
    CHECK(small && large);
    size_t little = compile(small, small_size), most = compile(large, size);
    CHECK(most <= 18 * MIB && most <= 11 * little);
    if (most > 18 * MIB || most > 11 * little) fprintf(stderr, "    %zu KiB at the peak, for a tenth %zu\n", most / 1024, little / 1024);
    free(small);
    free(large);
    return hkt_done();
}
