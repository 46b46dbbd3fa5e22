#include "values.h"

#include "base/utf8.h"
#include "check.h"
#include "value/str.h"
#include "value/text.h"

void hkt_rt_open(hkt_rt *t)
{
    *t = (hkt_rt){0};
    hkt_mem_init(&t->mem);
    hki_region_init(&t->region, &t->mem.hooks, HKI_SPACE_RENDER);
    hki_error_init(&t->error, &t->mem.hooks);
    t->rt = (hki_rt){.region = &t->region, .error = &t->error, .hash_seed = 42, .newline = "\n"};
    hki_buf_init(&t->rt.scratch, &t->mem.hooks);
}

void hkt_rt_close(hkt_rt *t)
{
    hki_buf_free(&t->rt.scratch);
    hki_error_free(&t->error);
    hki_region_clear(&t->region);
    CHECK(t->mem.live == 0);
    CHECK(!t->mem.wrong_size);
}

hk_value hkt_str(hkt_rt *t, const char *text)
{
    hki_str *s = hki_str_c(&t->rt, text);
    CHECK(s != NULL);
    return hki_str_value(s);
}

const char *hkt_repr(hkt_rt *t, hk_value v)
{
    if (v.type == HKI_STRING) CHECK(hki_as_str(v)->points == hki_utf8_count(hki_as_str(v)->data, hki_as_str(v)->size));
    size_t mark = hki_text_begin(&t->rt);
    hk_value text = hki_none();
    if (!hki_repr(&t->rt, &t->rt.scratch, v)) {
        hki_text_drop(&t->rt, mark);
        return hkt_error(t);
    }
    hki_buf_char(&t->rt.scratch, '\0');
    return hki_text_end(&t->rt, mark, 0, &text) ? hki_as_str(text)->data : "";
}

const char *hkt_error(hkt_rt *t)
{
    if (t->error.kind == HK_OK) return "";
    size_t mark = hki_text_begin(&t->rt);
    hk_value text = hki_none();
    hki_buf_str(&t->rt.scratch, hki_status_name(t->error.kind));
    hki_buf_str(&t->rt.scratch, ": ");
    hki_buf_put(&t->rt.scratch, t->error.message.data, t->error.message.size);
    hki_buf_char(&t->rt.scratch, '\0');
    hki_error_clear(&t->error);
    return hki_text_end(&t->rt, mark, 0, &text) ? hki_as_str(text)->data : "(no memory)";
}

const char *hkt_written(hkt_rt *t, bool ok, hki_buf *out)
{
    hk_value text = hki_none();
    hki_buf_char(out, '\0');
    ok = ok && hki_make_str(&t->rt, out->data, out->size, &text);
    hki_buf_free(out);
    return ok ? hki_as_str(text)->data : hkt_error(t);
}
