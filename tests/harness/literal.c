#include "literal.h"

#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "value/bytes.h"
#include "value/class.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/range.h"
#include "value/str.h"

static hk_value read_value(hkt_rt *t, const char **at);

static void skip(const char **at)
{
    while (**at == ' ' || **at == ',') ++*at;
}

static bool word(const char **at, const char *text)
{
    if (strncmp(*at, text, strlen(text)) != 0) return false;
    *at += strlen(text);
    return true;
}

static int hex(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static hk_value read_text(hkt_rt *t, const char **at, char kind)
{
    char buffer[512];
    size_t size = 0;
    char quote = *(*at)++;
    while (**at != quote && size < sizeof buffer - 1) {
        char c = *(*at)++;
        if (c == '\\') {
            c = *(*at)++;
            if (c == 'n') c = '\n';
            if (c == 'x') {
                c = (char)(hex((*at)[0]) * 16 + hex((*at)[1]));
                *at += 2;
            }
        }
        buffer[size++] = c;
    }
    ++*at;
    if (kind == 'b') return hki_bytes_value(hki_bytes_new(&t->rt, buffer, size));
    hki_str *s = hki_str_new(&t->rt, buffer, size);
    return kind == 'M' ? hki_safe_value(s) : hki_str_value(s);
}

static hk_value read_number(hkt_rt *t, const char **at)
{
    bool negative = **at == '-';
    const char *start = *at + negative;
    size_t size = strspn(start, "0123456789");
    char *end;
    if (start[size] == '.' || start[size] == 'e') {
        double d = strtod(*at, &end);       /* the tests run in the C locale */
        *at = end;
        return hki_float(d);
    }
    hk_value v = hki_none();
    CHECK_ROW(*at, size > 0 && hki_int_parse(&t->rt, start, size, 10, negative, &v));
    *at = start + size;
    return v;
}

static hk_value read_items(hkt_rt *t, const char **at, char close)
{
    hki_list *list = hki_list_new(&t->rt, 4);
    for (skip(at); **at && **at != close; skip(at)) hki_list_push(&t->rt, list, read_value(t, at));
    if (**at) ++*at;
    return close == ']' ? hki_list_value(list) : hki_list_value(hki_tuple_new(&t->rt, list->items, list->count));
}

static hk_value read_dict(hkt_rt *t, const char **at)
{
    hki_dict *d = hki_dict_new(&t->rt, 0);
    for (skip(at); **at && **at != '}'; skip(at)) {
        hk_value key = read_value(t, at);
        while (**at == ':' || **at == ' ') ++*at;
        CHECK(hki_dict_set(&t->rt, d, key, read_value(t, at)));
    }
    if (**at) ++*at;
    return hki_dict_value(d);
}

static hk_value read_range(hkt_rt *t, const char **at)
{
    const hki_list *bounds = hki_as_list(read_items(t, at, ')'));
    hk_value v = hki_none();
    int64_t step = bounds->count > 2 ? bounds->items[2].as.i : 1;
    CHECK(hki_range_new(&t->rt, bounds->items[0].as.i, bounds->items[1].as.i, step, &v));
    return v;
}

static hk_value read_value(hkt_rt *t, const char **at)
{
    skip(at);
    if (**at == '\'' || **at == '"') return read_text(t, at, 0);
    if ((**at == 'M' || **at == 'b') && ((*at)[1] == '\'' || (*at)[1] == '"')) return read_text(t, at, *(*at)++);
    if (word(at, "None")) return hki_none();
    if (word(at, "True")) return hki_bool(true);
    if (word(at, "False")) return hki_bool(false);
    if (word(at, "inf")) return hki_float(__builtin_inf());
    if (word(at, "-inf")) return hki_float(-__builtin_inf());
    if (word(at, "nan")) return hki_float(__builtin_nan(""));
    if (word(at, "undefined")) return (hk_value){0};
    if (word(at, "range(")) return read_range(t, at);
    if (word(at, "[")) return read_items(t, at, ']');
    if (word(at, "(")) return read_items(t, at, ')');
    if (word(at, "{")) return read_dict(t, at);
    return read_number(t, at);
}

hk_value hkt_value(hkt_rt *t, const char *text)
{
    const char *at = text;
    hk_value v = read_value(t, &at);
    CHECK_ROW(text, *at == '\0');
    return v;
}

static bool call(hki_rt *rt, hk_value callee, const hki_args *args, hk_value *out)
{
    if (callee.type == HKI_FUNCTION) return hki_function_call(rt, hki_as_function(callee), hki_none(), args, out);
    const hki_method *m = callee.type == HKI_METHOD ? hki_as_method(callee) : NULL;
    if (m) return hki_function_call(rt, m->function, m->receiver, args, out);
    if (callee.type == HKI_OBJECT && hki_as_object(callee)->cls->call)
        return hki_as_object(callee)->cls->call(rt, hki_as_object(callee), args, out);
    return hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not callable", callee);
}

void hkt_use_calls(hkt_rt *t)
{
    static const hki_up up = {.call = call};
    t->rt.up = &up;
}

typedef struct call_args { hki_args args; hk_value names[16], values[16]; } call_args;

static void read_args(hkt_rt *t, const char *args, const char *kwargs, call_args *out)
{
    out->args = (hki_args){.names = out->names, .values = out->values};
    if (args) {
        const hki_list *pos = hki_as_list(hkt_value(t, args));
        out->args.pos = pos->items;
        out->args.npos = pos->count;
    }
    if (!kwargs) return;
    uint32_t at = 0, n = 0;
    for (hki_entry *e; (e = hki_dict_next(hki_as_dict(hkt_value(t, kwargs)), &at)) && n < 16; n++) {
        out->names[n] = e->key;
        out->values[n] = e->value;
    }
    out->args.nkw = n;
}

const char *hkt_call(hkt_rt *t, const hki_function *f, hk_value self, const char *args, const char *kwargs, hk_value *out)
{
    call_args a;
    hk_value result = hki_none();
    read_args(t, args, kwargs, &a);
    if (!hki_function_call(&t->rt, f, self, &a.args, &result)) return hkt_error(t);
    if (out) *out = result;
    return hkt_repr(t, result);
}

/* The call once more, with its first, second, … request for memory refused: nothing but a MemoryError may come of it. */
static void refuse_memory(hkt_rt *t, const hki_function *f, const hkt_method_row *row, const char *what)
{
    for (size_t nth = 1; nth < 20; nth++) {
        call_args a;
        hk_value result = hki_none(), self = hkt_value(t, row->receiver);
        read_args(t, row->args, row->kwargs, &a);
        t->region.next = t->region.end;
        hki_buf_free(&t->rt.scratch);
        hki_error_free(&t->error);
        t->mem.failed = false;
        t->mem.fail_at = t->mem.calls + nth;
        bool ok = hki_function_call(&t->rt, f, self, &a.args, &result);
        bool refused = t->mem.failed;
        t->mem.fail_at = 0;
        t->region.failed = false;
        CHECK_ROW(what, ok ? !hki_failed(&t->rt) : hki_failed(&t->rt));
        CHECK_ROW(what, !refused || ok || t->error.kind == HK_NO_MEMORY);
        CHECK_ROW(what, t->rt.scratch.size == 0);
        hki_error_clear(&t->error);
        if (!refused) break;
    }
}

void hkt_check_methods(const hkt_method_row *rows, size_t count)
{
    hkt_rt t;
    hkt_rt_open(&t);
    hkt_use_calls(&t);
    for (size_t i = 0; i < count; i++) {
        hk_value self = hkt_value(&t, rows[i].receiver);
        char what[256];
        snprintf(what, sizeof what, "%s.%s(*%s, **%s)", rows[i].receiver, rows[i].method, rows[i].args ? rows[i].args : "()",
            rows[i].kwargs ? rows[i].kwargs : "{}");
        const hki_function *f = hki_method_find(self, rows[i].method, strlen(rows[i].method));
        CHECK_ROW(what, f != NULL);
        if (!f) continue;
        const char *got = hkt_call(&t, f, self, rows[i].args, rows[i].kwargs, NULL);
        CHECK_BYTES(what, got, strlen(got), rows[i].want, strlen(rows[i].want));
        got = hkt_repr(&t, self);
        if (rows[i].after) CHECK_BYTES(what, got, strlen(got), rows[i].after, strlen(rows[i].after));
        refuse_memory(&t, f, &rows[i], what);
    }
    hkt_rt_close(&t);
}
