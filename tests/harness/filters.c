#include "filters.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/methods.h"

static const hki_function *find_filter(hki_rt *rt, const char *name, size_t size)
{
    return hki_vocabulary_find(((const hkt_lib *)rt->env)->filters, name, size);
}

static const hki_function *find_test(hki_rt *rt, const char *name, size_t size)
{
    return hki_vocabulary_find(((const hkt_lib *)rt->env)->tests, name, size);
}

void hkt_lib_open(hkt_lib *lib)
{
    hkt_rt_open(&lib->base);
    lib->policies = (hki_policies){.truncate_leeway = 5, .urlize_rel = "noopener", .json_sort_keys = true};
    lib->policies.urlize_extra_schemes = hki_none();
    lib->filters = hki_filters_new(&lib->base.rt);
    lib->tests = hki_tests_new(&lib->base.rt);
    CHECK(lib->filters && lib->tests);
}

void hkt_lib_close(hkt_lib *lib)
{
    hkt_rt_close(&lib->base);
}

void hkt_lib_use(hkt_rt *t, const hkt_lib *lib)
{
    static const hki_up up = {.filter = find_filter, .test = find_test};
    t->rt.up = &up;
    t->rt.env = (void *)(uintptr_t)lib;
    t->rt.policies = &lib->policies;
}

typedef struct prepared { hki_args args; hk_value names[8], values[8]; } prepared;

static void read_call(hkt_rt *t, const hkt_filter_row *row, prepared *p)
{
    const hki_list *pos = hki_as_list(hkt_value(t, row->args));
    *p = (prepared){.args = {.pos = pos->items, .npos = pos->count, .names = p->names, .values = p->values}};
    if (!row->kwargs) return;
    uint32_t at = 0, n = 0;
    const hki_dict *named = hki_as_dict(hkt_value(t, row->kwargs));
    for (hki_entry *e; (e = hki_dict_next(named, &at)) && n < 8; n++) {
        p->names[n] = e->key;
        p->values[n] = e->value;
    }
    p->args.nkw = n;
}

static bool call(hkt_rt *t, const hki_function *f, const prepared *p, hk_value *out)
{
    hki_list *list;
    if (!hki_function_call(&t->rt, f, hki_none(), &p->args, out)) return false;
    if (out->type != HKI_ITER) return true;
    if (!hki_list_from(&t->rt, *out, &list)) return false;
    *out = hki_list_value(list);
    return true;
}

/* The call once more, with its first, second, … request for memory refused: that fails, unless the call fails anyway. */
static void refuse_memory(hkt_rt *t, const hki_function *f, const hkt_filter_row *row, bool fails)
{
    for (size_t nth = 1; nth < 40; nth++) {
        prepared p;
        hk_value result = hki_none();
        read_call(t, row, &p);
        t->region.next = t->region.end;
        hki_buf_free(&t->rt.scratch);
        hki_error_free(&t->error);
        t->mem.failed = false;
        t->mem.fail_at = t->mem.calls + nth;
        bool ok = call(t, f, &p, &result), refused = t->mem.failed;
        t->mem.fail_at = 0;
        t->region.failed = false;
        CHECK_ROW(row->args, ok != hki_failed(&t->rt));
        CHECK_ROW(row->args, !refused || ok || fails || t->error.kind == HK_NO_MEMORY);
        CHECK_ROW(row->args, t->rt.scratch.size == 0);
        hki_error_clear(&t->error);
        if (!refused) break;
    }
}

static void check_row(const hkt_lib *lib, const hkt_filter_row *row)
{
    hkt_rt t;
    prepared p;
    hk_value result = hki_none();
    size_t size = strcspn(row->filter, "!");
    const hki_function *f = hki_vocabulary_find(lib->filters, row->filter, size);
    CHECK_ROW(row->filter, f != NULL);
    if (!f) return;
    hkt_rt_open(&t);
    hkt_lib_use(&t, lib);
    t.rt.autoescape = row->filter[size] == '!';
    read_call(&t, row, &p);
    bool ok = call(&t, f, &p, &result);
    const char *got = ok ? hkt_repr(&t, result) : hkt_error(&t);
    char what[200];
    snprintf(what, sizeof what, "%s%s", row->filter, row->args);
    CHECK_BYTES(what, got, strlen(got), row->want, strlen(row->want));
    CHECK_ROW(what, t.rt.depth == 0);
    refuse_memory(&t, f, row, !ok);
    hkt_rt_close(&t);
}

void hkt_check_filters(const hkt_filter_row *rows, size_t count)
{
    hkt_lib lib;
    hkt_lib_open(&lib);
    for (size_t i = 0; i < count; i++) check_row(&lib, &rows[i]);
    hkt_lib_close(&lib);
}
