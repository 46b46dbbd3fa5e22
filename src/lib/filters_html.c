/* filters_html.c: filters that make or take apart HTML, URLs and JSON for pages.
 *
 * In:  any value.   Out: text, Markup where Jinja says so (for some only under autoescape). */
#include "base/unicode.h"
#include "base/utf8.h"
#include "lib/filters.h"
#include "lib/lib.h"
#include "value/entities.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/text.h"

/* What was put into the scratch buffer since `mark`, as the result, if all went well. */
static bool text_result(hki_call *c, size_t mark, bool ok, bool safe)
{
    if (ok) return hki_text_end(c->rt, mark, safe ? HKI_SAFE : 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

bool hki_filter_escape(hki_call *c) { return hki_to_markup(c->rt, c->arg[0], &c->result); }

/* The text that a value's __html__ gives, or str() of it. */
static bool html_text(hki_rt *rt, hk_value v, hk_value *out)
{
    return (hki_has_html(v) ? hki_to_markup : hki_to_str)(rt, v, out);
}

bool hki_filter_forceescape(hki_call *c)
{
    hk_value text;
    return html_text(c->rt, c->arg[0], &text) && hki_to_markup(c->rt, hki_with_safe(text, false), &c->result);
}

bool hki_filter_safe(hki_call *c)
{
    if (!html_text(c->rt, c->arg[0], &c->result)) return false;
    c->result = hki_with_safe(c->result, true);
    return true;
}

bool hki_filter_striptags(hki_call *c)
{
    hk_value text;
    if (!html_text(c->rt, c->arg[0], &text)) return false;
    size_t mark = hki_text_begin(c->rt);
    const hki_str *s = hki_as_str(text);
    return text_result(c, mark, hki_striptags(c->rt, &c->rt->scratch, s->data, s->size), false);
}

/* ---- xmlattr */

/* White space of ASCII, / > and = would end an attribute's name. */
static bool good_name(const hki_str *name)
{
    for (uint32_t i = 0; i < name->size; i++) {
        char b = name->data[i];
        if (b == ' ' || (b >= '\t' && b <= '\r') || b == '/' || b == '>' || b == '=') return false;
    }
    return true;
}

static bool put_attribute(hki_rt *rt, hk_value key, hk_value value)
{
    if (key.type != HKI_STRING) return hki_raise(rt, HK_TYPE_ERROR, "expected string or bytes-like object, got '%t'", key);
    if (!good_name(hki_as_str(key))) return hki_raise(rt, HK_VALUE_ERROR, "Invalid character in attribute name: %r", key);
    hki_buf_char(&rt->scratch, ' ');
    if (!hki_print_escaped(rt, &rt->scratch, key)) return false;
    hki_buf_str(&rt->scratch, "=\"");
    if (!hki_print_escaped(rt, &rt->scratch, value)) return false;
    hki_buf_char(&rt->scratch, '"');
    return true;
}

/* Each attribute with a space before it. */
static bool put_attributes(hki_rt *rt, hk_value items)
{
    hki_cursor walk;
    hk_value pair, kv[2];
    if (!hki_cursor_open(rt, items, &walk)) return false;
    while (hki_cursor_next(rt, &walk, &pair) == HKI_YES) {
        if (!hki_unpack(rt, pair, kv, 2)) return false;
        if (kv[1].type != HKI_NONE && kv[1].type != HKI_UNDEFINED && !put_attribute(rt, kv[0], kv[1])) return false;
    }
    return !hki_failed(rt);
}

/* xmlattr(autospace=True): the attributes that are neither none nor undefined. */
bool hki_filter_xmlattr(hki_call *c)
{
    hki_buf *out = &c->rt->scratch;
    hk_value items;
    bool space;
    if (!hki_items_of(c->rt, c->arg[0], &items)) return false;
    size_t mark = hki_text_begin(c->rt);
    bool ok = put_attributes(c->rt, items) && hki_arg_truth(c, 1, &space);
    if (ok && !space && out->size > mark && !out->failed) memmove(out->data + mark, out->data + mark + 1, --out->size - mark);
    return text_result(c, mark, ok, c->rt->autoescape);
}

/* ---- urlencode [python: urllib.parse.quote] */

static void put_quoted(hki_buf *out, const unsigned char *bytes, size_t size, bool query)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < size; i++) {
        unsigned char b = bytes[i];
        bool plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '.' || b == '-' ||
                     b == '~' || (b == '/' && !query);
        if (plain) {
            hki_buf_char(out, (char)b);
        } else if (b == ' ' && query) {
            hki_buf_char(out, '+');
        } else {
            char code[3] = {'%', hex[b >> 4], hex[b & 15]};
            hki_buf_put(out, code, 3);
        }
    }
}

static bool quote(hki_rt *rt, hk_value v, bool query)
{
    if (v.type == HKI_BYTES) {
        const hki_bytes *bytes = hki_as_bytes(v);
        put_quoted(&rt->scratch, bytes->data, bytes->size, query);
        return true;
    }
    if (!hki_to_str(rt, v, &v)) return false;
    const hki_str *s = hki_as_str(v);
    put_quoted(&rt->scratch, (const unsigned char *)s->data, s->size, query);
    return true;
}

static bool quote_pairs(hki_rt *rt, hk_value pairs)
{
    hki_cursor walk;
    hk_value pair, kv[2];
    if (!hki_cursor_open(rt, pairs, &walk)) return false;
    for (bool any = false; hki_cursor_next(rt, &walk, &pair) == HKI_YES; any = true) {
        if (!hki_unpack(rt, pair, kv, 2)) return false;
        if (any) hki_buf_char(&rt->scratch, '&');
        if (!quote(rt, kv[0], true)) return false;
        hki_buf_char(&rt->scratch, '=');
        if (!quote(rt, kv[1], true)) return false;
    }
    return !hki_failed(rt);
}

bool hki_filter_urlencode(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value v = c->arg[0];
    bool one = v.type == HKI_STRING || !hki_iterable(rt, v);
    if (v.type == HKI_DICT && !hki_items_of(rt, v, &v)) return false;
    size_t mark = hki_text_begin(rt);
    return text_result(c, mark, one ? quote(rt, v, false) : quote_pairs(rt, v), false);
}

/* ---- urlize */

/* The words of `text` as strings, pushed onto `words`. */
static bool split_words(hki_rt *rt, hki_list *words, const char *text, size_t size)
{
    const char *at = text, *end = text + size, *word = NULL;
    while (at < end) {
        const char *here = at;
        bool space = hki_uc_space(hki_utf8_next(&at));
        if (!space && !word) word = here;
        const char *stop = space ? here : at;
        if (!word || (!space && at < end)) continue;
        hki_str *s = hki_str_new(rt, word, (size_t)(stop - word));
        if (!s || !hki_list_push(rt, words, hki_str_value(s))) return false;
        word = NULL;
    }
    return true;
}

static int before(hki_rt *rt, void *ctx, hk_value a, hk_value b)
{
    (void)rt, (void)ctx;
    return hki_str_compare(hki_as_str(a), hki_as_str(b)) < 0;
}

/* ` rel="…"`: the words of rel, nofollow and the policy's, sorted, each once. */
static bool put_rel(hki_call *c, hk_value rel, bool nofollow)
{
    hki_rt *rt = c->rt;
    hki_list *words = hki_list_new(rt, 4);
    int given = hki_truth(rt, rel);
    if (!words || given == HKI_ERROR) return false;
    if (given == HKI_YES && rel.type == HKI_BYTES)
        return hki_raise(rt, HK_TYPE_ERROR, "'<' not supported between instances of 'str' and 'bytes'");
    if (given == HKI_YES && rel.type != HKI_STRING) return hki_no_attribute(rt, rel, "split");
    if (given == HKI_YES && !split_words(rt, words, hki_as_str(rel)->data, hki_as_str(rel)->size)) return false;
    if (nofollow && !split_words(rt, words, "nofollow", 8)) return false;
    const char *policy = rt->policies->urlize_rel;
    if (policy && !split_words(rt, words, policy, strlen(policy))) return false;
    if (!words->count) return true;
    if (!hki_sort(rt, words->items, words->count, before, NULL, false)) return false;
    hki_buf_str(&rt->scratch, " rel=\"");
    for (uint32_t i = 0; i < words->count; i++) {
        const hki_str *word = hki_as_str(words->items[i]);
        if (i && hki_str_equal(word, hki_as_str(words->items[i - 1]))) continue;
        if (i) hki_buf_char(&rt->scratch, ' ');
        hki_buf_escape(&rt->scratch, word->data, word->size);
    }
    hki_buf_char(&rt->scratch, '"');
    return true;
}

static bool put_target(hki_call *c, hk_value target)
{
    hki_rt *rt = c->rt;
    const char *policy = rt->policies->urlize_target;
    if (target.type == HKI_NONE && policy) {
        hki_str *s = hki_str_c(rt, policy);
        if (!s) return false;
        target = hki_str_value(s);
    }
    int given = hki_truth(rt, target);
    if (given != HKI_YES) return given == HKI_NO;
    hki_buf_str(&rt->scratch, " target=\"");
    if (!hki_print_escaped(rt, &rt->scratch, target)) return false;
    hki_buf_char(&rt->scratch, '"');
    return true;
}

static bool link_attributes(hki_call *c, hk_value *out)
{
    bool nofollow;
    if (!hki_arg_truth(c, 2, &nofollow)) return false;
    size_t mark = hki_text_begin(c->rt);
    if (put_rel(c, c->arg[4], nofollow) && put_target(c, c->arg[3])) return hki_text_end(c->rt, mark, 0, out);
    hki_text_drop(c->rt, mark);
    return false;
}

/* Two or more of \w . + -, a colon, and at most two slashes. */
static bool good_scheme(const hki_str *s)
{
    const char *at = s->data, *end = s->data + s->size;
    size_t points = 0, slashes = 0;
    for (; end > at && end[-1] == '/' && slashes < 2; slashes++) end--;
    if (end == at || end[-1] != ':') return false;
    for (end--; at < end; points++) {
        uint32_t point = hki_utf8_next(&at);
        if (point != '.' && point != '+' && point != '-' && !hki_uc_word(point)) return false;
    }
    return points >= 2;
}

static bool read_schemes(hki_call *c, hk_value *out)
{
    hki_rt *rt = c->rt;
    hk_value given = c->arg[5].type == HKI_NONE ? rt->policies->urlize_extra_schemes : c->arg[5];
    hki_list *list;
    *out = hki_none();
    if (given.type == HKI_NONE || (given.type == HKI_UNDEFINED && !given.as.p)) return true;
    if (!hki_list_from(rt, given, &list)) return false;
    for (uint32_t i = 0; i < list->count; i++) {
        hk_value scheme = list->items[i];
        if (scheme.type != HKI_STRING) return hki_raise(rt, HK_TYPE_ERROR, "expected string or bytes-like object, got '%t'", scheme);
        if (!good_scheme(hki_as_str(scheme)))
            return hki_raise(rt, HK_FILTER_ARGUMENT_ERROR, "%r is not a valid URI scheme prefix.", scheme);
    }
    *out = hki_list_value(list);
    return true;
}

/* urlize(trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None) */
bool hki_filter_urlize(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value attributes, text;
    hki_urlize how = {.limit = c->arg[1]};
    if (!link_attributes(c, &attributes) || !read_schemes(c, &how.schemes) || !hki_to_markup(rt, c->arg[0], &text)) return false;
    how.attributes = hki_as_str(attributes);
    const hki_str *s = hki_as_str(text);
    size_t mark = hki_text_begin(rt);
    return text_result(c, mark, hki_urlize_text(rt, &rt->scratch, s->data, s->size, &how), rt->autoescape);
}

/* ---- tojson */

/* tojson(indent=None): JSON that is also safe inside of <script> and quoted attributes. */
bool hki_filter_tojson(hki_call *c)
{
    hki_rt *rt = c->rt;
    hki_json_style style = {.indent = c->arg[1], .sort_keys = rt->policies->json_sort_keys, .ascii = true, .html = true};
    size_t mark = hki_text_begin(rt);
    return text_result(c, mark, hki_json_text(rt, &rt->scratch, c->arg[0], &style), true);
}
