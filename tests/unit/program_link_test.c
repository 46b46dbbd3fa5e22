/* Constants, names, filters and tests of a program as values and entries. */
#include "compiled.h"
#include "program/link.h"
#include "value/str.h"

static const struct { const char *name, *source, *want; } rows[] = {
    {"integers", "{% set a = -5 %}", "-5"},
    {"a big integer", "{% set a = -(2 ** 70) %}", "-1180591620717411303424"},
    {"floats", "{% set a = 1.5 %}", "1.5"},
    {"none", "{% set a = none %}", "None"},
    {"true", "{% set a = true %}", "True"},
    {"text", "{% set a = 'q\\u00e9' %}", "'qé'"},
    {"Markup", "{% set a = '<'|safe %}", "Markup('<')"},
    {"tuples", "{% set a = (1, (2, 'x')) %}", "(1, (2, 'x'))"},
    {"lists", "{% set a = [1, none] %}", "[1, None]"},
    {"dicts", "{% set a = {'k': 1, 2: 'v'}|d %}", "{'k': 1, 2: 'v'}"},
};

static bool link_it(hkt_compiled *c, hki_template *t)
{
    hki_rt rt = c->t.rt;
    *t = (hki_template){0};
    hki_region_init(&t->region, &c->t.mem.hooks, HKI_SPACE_FROZEN);
    rt.region = &t->region;
    return hki_template_link(&rt, t, &c->program, "page", 4);
}

static void check_row(const char *name, const char *source, const char *want)
{
    hkt_compiled c;
    hki_template t;
    hkt_compile(&c, source, "", 0);
    bool good = c.good && link_it(&c, &t);
    CHECK_ROW(name, good);
    if (good) {
        CHECK_ROW(name, c.program.code[0].op == HKI_OPCODE_CONST);
        const char *got = hkt_repr(&c.t, t.konsts[c.program.code[0].b]);
        CHECK_BYTES(name, got, strlen(got), want, strlen(want));
        hki_region_clear(&t.region);
    }
    hkt_compiled_close(&c);
}

static void check_names(void)
{
    hkt_compiled c;
    hki_template t;
    hkt_compile(&c, "{{ x.key }}{{ x['key'] }}{% if x %}{{ x|upper }}{{ x|nope }}{{ x is defined }}{% endif %}", "", 0);
    CHECK(c.good && link_it(&c, &t));
    CHECK(c.program.nfilters == 1 && t.filters[0].function && strcmp(t.filters[0].function->name, "upper") == 0);
    CHECK(c.program.ntests == 1 && t.tests[0].function && strcmp(t.tests[0].function->name, "defined") == 0);
    CHECK(t.name && hki_str_is(t.name, "page", 4));
    const hki_str *key = NULL;
    for (uint32_t i = 0; i < c.program.nnames; i++) {
        CHECK(t.names[i]->head.flags & HKI_STR_HASHED);
        CHECK(t.names[i]->head.space == HKI_SPACE_FROZEN);
        if (hki_str_is(t.names[i], "key", 3)) key = t.names[i];
    }
    bool shared = false;
    for (uint32_t i = 0; i < c.program.nkonsts; i++) shared |= t.konsts[i].type == HKI_STRING && hki_as_str(t.konsts[i]) == key;
    CHECK(shared);
    hki_region_clear(&t.region);
    hkt_compiled_close(&c);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_row(rows[i].name, rows[i].source, rows[i].want);
    check_names();
    return hkt_done();
}
