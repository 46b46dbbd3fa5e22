/* huggingface.c: what the preset "huggingface" adds: the environment in which chat templates of language models are rendered.
 *
 * In:  an environment's filters and globals.   Out: tojson replaced; raise_exception and strftime_now added. */
#include <locale.h>
#include <time.h>

#include "lib/lib.h"
#include "value/iter.h"
#include "value/ops.h"
#include "value/str.h"

/* ---- tojson: json.dumps; neither escaped for HTML nor safe */

/* separators=(item, key) */
static bool read_separators(hki_call *c, hki_json_style *style)
{
    hk_value pair[2];
    const char *text[2];
    if (c->arg[3].type == HKI_NONE) return true;
    if (!hki_unpack(c->rt, c->arg[3], pair, 2)) return false;
    for (int i = 1; i >= 0; i--) {
        if (pair[i].type != HKI_STRING)
            return hki_raise(c->rt, HK_TYPE_ERROR, "make_encoder() argument %d must be str, not %t", i ? 5 : 6, pair[i]);
        text[i] = hki_region_text(c->rt->region, hki_as_str(pair[i])->data, hki_as_str(pair[i])->size);
        if (!text[i]) return hki_raise_memory(c->rt);
    }
    style->item = text[0];
    style->key = text[1];
    return true;
}

static bool tojson(hki_call *c)
{
    hki_json_style style = {.indent = c->arg[2]};
    if (!hki_arg_truth(c, 1, &style.ascii) || !read_separators(c, &style) || !hki_arg_truth(c, 4, &style.sort_keys)) return false;
    size_t mark = hki_text_begin(c->rt);
    if (hki_json_text(c->rt, &c->rt->scratch, c->arg[0], &style)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

static bool raise_exception(hki_call *c)
{
    hki_str *message;
    return hki_arg_text(c, 0, &message) && hki_raise(c->rt, HK_TEMPLATE_ERROR, "%S", message);
}

/* ---- strftime_now */

/* One directive, from '%' to its letter, of the local time; the C library knows them all but %f. In the C locale, whatever
 * the program has set. */
static void put_directive(hki_buf *out, const char *directive, const struct timespec *now, const struct tm *local, locale_t locale)
{
    char text[128];
    size_t last = strlen(directive) - 1;
    if (directive[last] == 'f') {
        char digits[8];
        long micro = now->tv_nsec / 1000;
        for (int i = 5; i >= 0; i--, micro /= 10) digits[i] = (char)('0' + micro % 10);
        hki_buf_put(out, digits, 6);
    } else if (directive[last] != 'z' && directive[last] != 'Z') {      /* [python] a time without a zone */
        hki_buf_put(out, text, strftime_l(text, sizeof text, directive, local, locale));
    }
}

/* Text goes over as it is, directives one by one. */
static void put_time(hki_buf *out, const hki_str *format, const struct timespec *now, const struct tm *local, locale_t locale)
{
    const char *at = format->data, *end = at + format->size;
    while (at < end) {
        char directive[8] = "%";
        size_t size = 1;
        if (*at != '%') {
            hki_buf_char(out, *at++);
            continue;
        }
        for (at++; at < end && size < sizeof directive - 1; at++) {
            directive[size++] = *at;
            if (!strchr("-_0^#EO", *at)) break;
        }
        if (at == end) {
            hki_buf_put(out, directive, size);
            break;
        }
        at++;
        put_directive(out, directive, now, local, locale);
    }
}

static bool strftime_now(hki_call *c)
{
    struct timespec now;
    struct tm local;
    if (c->arg[0].type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "strftime() argument 1 must be str, not %t", c->arg[0]);
    locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!locale) return hki_raise_memory(c->rt);
    size_t mark = hki_text_begin(c->rt);
    bool ok = clock_gettime(CLOCK_REALTIME, &now) == 0 && localtime_r(&now.tv_sec, &local) != NULL;
    if (ok) put_time(&c->rt->scratch, hki_as_str(c->arg[0]), &now, &local, locale);
    freelocale(locale);
    if (ok) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return hki_raise(c->rt, HK_VALUE_ERROR, "year is out of range");
}

bool hki_huggingface_add(hki_rt *rt, hki_vocabulary *filters, hki_dict *globals)
{
    static const hki_function filter = {.name = "tojson", .python = "tojson", .run = tojson,
        .signature = "value, ensure_ascii=False, indent=None, separators=None, sort_keys=False"};
    static const hki_function rows[] = {
        {.name = "raise_exception", .python = "raise_exception", .signature = "message", .run = raise_exception, .flags = HKI_FN_CONTEXT},
        {.name = "strftime_now", .python = "strftime_now", .signature = "format", .run = strftime_now, .flags = HKI_FN_CONTEXT},
    };
    size_t count = sizeof rows / sizeof *rows;
    hki_function *functions = hki_region_array(rt->region, count, sizeof *functions);
    if (!functions) return hki_raise_memory(rt);
    for (size_t i = 0; i < count; i++) {
        functions[i] = rows[i];
        if (!hki_function_prepare(rt, &functions[i])) return false;
        if (!hki_dict_set_c(rt, globals, rows[i].name, hki_pointer(HKI_FUNCTION, &functions[i]))) return false;
    }
    return hki_vocabulary_add(rt, filters, &filter);
}
