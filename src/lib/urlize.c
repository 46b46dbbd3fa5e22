/* urlize.c: addresses in text become links.
 *
 * In:  escaped text.   Out: the same with <a> around what looks like an address: http://, https://, www., a domain with a
 * well-known end, mailto:, an e-mail address, or one of the host's own schemes.
 * Always: each word is read a fixed number of times, whatever is in it; there is no backtracking. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "lib/filters.h"
#include "value/list.h"

typedef struct span { const char *at, *end; } span;

static bool starts(span s, const char *with, size_t size) { return (size_t)(s.end - s.at) >= size && memcmp(s.at, with, size) == 0; }
#define STARTS(s, with) starts(s, with, sizeof with - 1)

/* [python] What a code point is to a pattern that ignores case: K (Kelvin) is k, long s is s, dotted and dotless i are i. */
static uint32_t fold(uint32_t c)
{
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c == 0x130 || c == 0x131) return 'i';
    return c == 0x17f ? 's' : c == 0x212a ? 'k' : c;
}

/* Moves *at behind `word` (lower case), whatever its case in the text. */
static bool skip_word(span *s, const char *word)
{
    const char *at = s->at;
    for (; *word; word++)
        if (at == s->end || fold(hki_utf8_next(&at)) != (unsigned char)*word) return false;
    s->at = at;
    return true;
}

/* Moves s->at over at most `most` code points that `is` accepts; how many. */
static size_t skip_class(span *s, bool (*is)(uint32_t), size_t most)
{
    size_t count = 0;
    for (const char *at = s->at; count < most && at < s->end && is(hki_utf8_next(&at)); count++) s->at = at;
    return count;
}

static bool az(uint32_t c) { c = fold(c); return c >= 'a' && c <= 'z'; }
static bool hex(uint32_t c) { uint32_t low = fold(c); return hki_uc_decimal(c) || (low >= 'a' && low <= 'f'); }
static bool label(uint32_t c) { return c == '%' || c == '-' || hki_uc_word(c); }
static bool word_or_percent(uint32_t c) { return c == '%' || hki_uc_word(c); }
static bool mail_host(uint32_t c) { return c == '.' || c == '-' || hki_uc_word(c); }

/* What may follow a host: a port, and a path, query or fragment that goes to the end. */
static bool rest_of_url(span s)
{
    if (s.at < s.end && *s.at == ':') {
        s.at++;
        if (!skip_class(&s, hki_uc_decimal, 5)) return false;
    }
    return s.at == s.end || *s.at == '/' || *s.at == '?' || *s.at == '#';
}

static bool whole(span s, bool (*is)(uint32_t), size_t least, size_t most)
{
    size_t count = skip_class(&s, is, most);
    return s.at == s.end && count >= least;
}

static bool top_level(span s)
{
    if (whole(s, az, 2, 63)) return true;
    return skip_word(&s, "xn--") && whole(s, word_or_percent, 2, 59);
}

static bool known_top_level(span s)
{
    static const char known[][5] = {"com", "net", "int", "edu", "gov", "org", "info", "mil"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        span word = s;
        if (skip_word(&word, known[i]) && word.at == word.end) return true;
    }
    return false;
}

/* A host name: labels with points between them, to the first character that is in neither; *last is the last label. */
static bool host_name(span *s, size_t least, size_t most, size_t *labels, span *last)
{
    for (*labels = 0;; s->at++) {
        last->at = s->at;
        size_t count = skip_class(s, label, SIZE_MAX);
        last->end = s->at;
        if (s->at == s->end || *s->at != '.') return true;
        if (count < least || count > most) return false;
        ++*labels;
    }
}

/* After http://, https:// or www.: any top-level domain will do. */
static bool any_host(span s)
{
    size_t labels;
    span last;
    return host_name(&s, 1, SIZE_MAX, &labels, &last) && top_level(last) && rest_of_url(s);
}

static bool known_host(span s)
{
    size_t labels;
    span last;
    return host_name(&s, 2, 63, &labels, &last) && labels && known_top_level(last) && rest_of_url(s);
}

static bool ipv4(span s)
{
    for (int part = 0; part < 4; part++) {
        if (part && (s.at == s.end || *s.at++ != '.')) return false;
        if (!skip_class(&s, hki_uc_decimal, 3)) return false;
    }
    return rest_of_url(s);
}

/* [ two groups of at most four digits, each with a colon, then one to six of which each may lack its digits or its colon ] */
static bool ipv6(span s)
{
    if (s.at == s.end || *s.at++ != '[') return false;
    for (int group = 0; group < 8; group++) {
        skip_class(&s, hex, 4);
        bool colon = s.at < s.end && *s.at == ':';
        if (colon) s.at++;
        else if (group < 2) return false;
    }
    if (s.at == s.end || *s.at++ != ']') return false;
    return rest_of_url(s);
}

static bool is_url(span s)
{
    span host = s;
    if (skip_word(&host, "http")) {
        skip_word(&host, "s");
        if (STARTS(host, "://")) {
            host.at += 3;
            if (any_host(host) || ipv4(host) || ipv6(host)) return true;
        }
    }
    host = s;
    if (skip_word(&host, "www.") && any_host(host)) return true;
    return known_host(s);
}

/* Something, @, and a host of word characters, points and hyphens that starts with the first and ends with a point and words. */
static bool is_email(span s)
{
    const char *at = s.end;
    while (at > s.at && at[-1] != '@') at--;
    if (at <= s.at + 1) return false;
    span host = {at, s.end}, first = host;
    if (!skip_class(&first, hki_uc_word, 1) || !whole(host, mail_host, 1, SIZE_MAX)) return false;
    const char *point = s.end;
    while (point > at && point[-1] != '.') point--;
    return point > at && whole((span){point, s.end}, hki_uc_word, 1, SIZE_MAX);
}

/* ---- one word: opening punctuation, what may be an address, closing punctuation */

static const char *skip_head(span s)
{
    for (;;) {
        if (STARTS(s, "(") || STARTS(s, "<")) s.at++;
        else if (STARTS(s, "&lt;")) s.at += 4;
        else return s.at;
    }
}

static const char *tail_start(span s)
{
    for (;;) {
        if (s.end > s.at && memchr(")>.,", s.end[-1], 4)) s.end--;
        else if (s.end - s.at >= 4 && memcmp(s.end - 4, "&gt;", 4) == 0) s.end -= 4;
        else return s.end;
    }
}

static size_t count(span s, const char *what, size_t size)
{
    size_t n = 0;
    for (const char *p; (p = memchr(s.at, what[0], (size_t)(s.end - s.at))) != NULL;) {
        s.at = p;
        bool here = starts(s, what, size);
        n += here;
        s.at += here ? size : 1;
    }
    return n;
}

/* [jinja] Where more brackets open than close in the middle, closing ones are taken back from the tail: as many as open. */
static const char *balance(const char *at, const char *tail, const char *end)
{
    static const struct { const char *open, *close; size_t open_size, close_size; } pairs[] = {
        {"(", ")", 1, 1}, {"<", ">", 1, 1}, {"&lt;", "&gt;", 4, 4}};
    for (size_t i = 0; i < 3; i++) {
        span middle = {at, tail};
        size_t open = count(middle, pairs[i].open, pairs[i].open_size);
        if (open <= count(middle, pairs[i].close, pairs[i].close_size)) continue;
        for (; open && tail < end; open--) {
            size_t found = hki_str_find(tail, (size_t)(end - tail), pairs[i].close, pairs[i].close_size);
            if (found == SIZE_MAX) break;
            tail += found + pairs[i].close_size;
        }
    }
    return tail;
}

static void put(hki_buf *out, span s) { hki_buf_put(out, s.at, (size_t)(s.end - s.at)); }

/* The text of a link: at most `limit` code points of the address. */
static bool put_trimmed(hki_rt *rt, hki_buf *out, span s, hk_value limit)
{
    size_t size = (size_t)(s.end - s.at), points = hki_utf8_count(s.at, size);
    int over = limit.type == HKI_NONE ? HKI_NO : hki_order(rt, HKI_GT, hki_int((int64_t)points), limit);
    if (over == HKI_ERROR) return false;
    if (over == HKI_NO) {
        put(out, s);
        return true;
    }
    if (limit.type == HKI_FLOAT) return hki_raise(rt, HK_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    int64_t keep = 0;
    if (hki_is_small(limit)) keep = limit.as.i;
    if (keep < 0) keep = keep > -(int64_t)points ? (int64_t)points + keep : 0;
    hki_buf_put(out, s.at, hki_utf8_offset(s.at, size, (size_t)keep));
    hki_buf_str(out, "...");
    return true;
}

/* <a href="PREFIX + s"ATTRIBUTES> */
static void put_open(hki_buf *out, const char *prefix, span s, const hki_str *attributes)
{
    hki_buf_str(out, "<a href=\"");
    hki_buf_str(out, prefix);
    put(out, s);
    hki_buf_char(out, '"');
    if (attributes) hki_buf_put(out, attributes->data, attributes->size);
    hki_buf_char(out, '>');
}

static bool own_scheme(span s, hk_value schemes)
{
    if (schemes.type != HKI_LIST) return false;
    const hki_list *list = hki_as_list(schemes);
    for (uint32_t i = 0; i < list->count; i++) {
        const hki_str *scheme = hki_as_str(list->items[i]);
        if ((size_t)(s.end - s.at) > scheme->size && starts(s, scheme->data, scheme->size)) return true;
    }
    return false;
}

static bool put_middle(hki_rt *rt, hki_buf *out, span s, const hki_urlize *how)
{
    if (is_url(s)) {
        bool complete = STARTS(s, "https://") || STARTS(s, "http://");
        put_open(out, complete ? "" : "https://", s, how->attributes);
        if (!put_trimmed(rt, out, s, how->limit)) return false;
    } else if (STARTS(s, "mailto:") && is_email((span){s.at + 7, s.end})) {
        put_open(out, "", s, NULL);
        put(out, (span){s.at + 7, s.end});
    } else if (!STARTS(s, "www.") && !STARTS(s, "@") && !memchr(s.at, ':', (size_t)(s.end - s.at)) && is_email(s)) {
        put_open(out, "mailto:", s, NULL);
        put(out, s);
    } else if (own_scheme(s, how->schemes)) {
        put_open(out, "", s, how->attributes);
        put(out, s);
    } else {
        put(out, s);
        return true;
    }
    hki_buf_str(out, "</a>");
    return true;
}

static bool put_word(hki_rt *rt, hki_buf *out, span word, const hki_urlize *how)
{
    const char *at = skip_head(word);
    const char *tail = tail_start((span){at, word.end});
    tail = balance(at, tail, word.end);
    put(out, (span){word.at, at});
    if (tail > at && !put_middle(rt, out, (span){at, tail}, how)) return false;
    put(out, (span){tail, word.end});
    return true;
}

bool hki_urlize_text(hki_rt *rt, hki_buf *out, const char *text, size_t size, const hki_urlize *how)
{
    const char *at = text, *end = text + size;
    while (at < end) {
        const char *here = at, *behind = at;
        bool space = hki_uc_space(hki_utf8_next(&behind));
        do {
            at = behind;
        } while (at < end && hki_uc_space(hki_utf8_next(&behind)) == space);
        if (space) put(out, (span){here, at});
        else if (!put_word(rt, out, (span){here, at}, how)) return false;
    }
    return true;
}
