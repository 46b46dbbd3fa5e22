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
    hki_buf_init(&rt.scratch, &c->t.mem.hooks);
    rt.region = &t->region;
    t->program = c->program;
    bool good = hki_template_link(&rt, t, "page", 4, NULL);
    hki_buf_free(&rt.scratch);
    return good;
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
        CHECK(t.names[i].head.space == HKI_SPACE_FROZEN);
        if (hki_str_is(&t.names[i], "key", 3)) key = &t.names[i];
    }
    bool shared = false;
    for (uint32_t i = 0; i < c.program.nkonsts; i++) shared |= t.konsts[i].type == HKI_STRING && hki_as_str(t.konsts[i]) == key;
    CHECK(shared);
    hki_region_clear(&t.region);
    hkt_compiled_close(&c);
}

/* How the arguments of a template's one filter are bound. */
static void check_binding(const char *source, enum hki_binding_way way, const char *constants)
{
    hkt_compiled c;
    hki_template t;
    hkt_compile(&c, source, "", 0);
    bool good = c.good && link_it(&c, &t);
    CHECK_ROW(source, good && c.program.nfilters == 1);
    if (good) {
        const hki_bound *b = &t.filters[0];
        CHECK_ROW(source, b->way == way && (b->args != NULL) == (constants != NULL));
        for (unsigned i = 0; constants && constants[i]; i++)
            CHECK_ROW(source, b->args[i].type == HKI_INT && b->args[i].as.i == constants[i] - '0');
        hki_region_clear(&t.region);
    }
    hkt_compiled_close(&c);
}

static void check_bindings(void)
{
    check_binding("{{ x|upper }}", HKI_BIND_PARAMS, NULL);
    check_binding("{{ x|center(5) }}", HKI_BIND_PARAMS, "5");
    check_binding("{{ x|truncate(leeway=1, length=7) }}", HKI_BIND_PARAMS, "17");
    check_binding("{{ x|center(y) }}", HKI_BIND_ROW, NULL);
    check_binding("{{ x|center(width=y) }}", HKI_BIND_PARAMS, NULL);
    check_binding("{{ x|truncate(y, leeway=z) }}", HKI_BIND_PARAMS, NULL);
    check_binding("{{ x|default(1) }}", HKI_BIND_DEFAULT, "1");
    check_binding("{{ x|default(y) }}", HKI_BIND_DEFAULT, NULL);
    check_binding("{{ x|default(y, z) }}", HKI_BIND_ROW, NULL);
    check_binding("{{ x|center(*y) }}", HKI_BIND_LATE, NULL);
    check_binding("{{ x|center(1, 2) }}", HKI_BIND_LATE, "12");
    check_binding("{{ x|map(attribute=1, default=2) }}", HKI_BIND_PARAMS, "12");
    check_binding("{{ x|map(attribute=y) }}", HKI_BIND_LATE, NULL);
}

int main(void)
{
    check_bindings();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_row(rows[i].name, rows[i].source, rows[i].want);
    check_names();
    return hkt_done();
}
