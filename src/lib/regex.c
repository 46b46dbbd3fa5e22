/* regex.c: the filters and tests of the extension "regex": those of Ansible, with the meaning of Python's re.
 *
 * In:  text, a pattern and what Ansible lets one say of it.   Out: text, lists of it, or a bool; never Markup.
 * Always: a pattern comes from the render's cache and goes back there, so that no other thread has to be waited for. */
#include "base/regex.h"

#include "lib/natives.h"
#include "value/list.h"
#include "value/ops.h"
#include "value/str.h"

/* One call's matching of one text. */
typedef struct search {
    hki_rt *rt;
    hki_regex_cache *cache;
    const hki_regex *regex;
    hki_match *match;
    const hki_str *text;
} search;

static void search_end(search *s)
{
    hki_match_free(s->match);
    if (s->regex) hki_regex_give(s->cache, s->regex);
}

/* [python: Ansible's to_text] An undefined value is an error, anything else is text. */
static bool read_text(hki_call *c, unsigned i, hki_str **out)
{
    if (c->arg[i].type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, c->arg[i]);
    return hki_arg_text(c, i, out);
}

/* Argument 0 is the text, 1 the pattern. search_end is called whatever comes of it. */
static bool search_begin(hki_call *c, unsigned ignorecase, unsigned multiline, search *s)
{
    hki_str *text;
    bool fold, lines;
    hk_value pattern = c->arg[1];
    *s = (search){.rt = c->rt, .cache = c->rt->regexes};
    if (!s->cache) return hki_raise(c->rt, HK_RUNTIME_ERROR, "nothing is matched outside of a render");
    if (!read_text(c, 0, &text) || !hki_arg_truth(c, ignorecase, &fold) || !hki_arg_truth(c, multiline, &lines)) return false;
    if (pattern.type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, pattern);
    if (pattern.type != HKI_STRING) return hki_raise(c->rt, HK_TYPE_ERROR, "first argument must be string or compiled pattern");
    unsigned flags = (fold ? HKI_REGEX_IGNORECASE : 0) | (lines ? HKI_REGEX_MULTILINE : 0);
    s->text = text;
    s->regex = hki_regex_take(s->cache, hki_as_str(pattern)->data, hki_as_str(pattern)->size, flags, c->rt->error);
    if (!s->regex) return false;
    s->match = hki_match_new(s->regex, text->data, text->size);
    return s->match || hki_raise_memory(c->rt);
}

static int search_next(search *s)
{
    return hki_match_next(s->match, HKI_MATCH_SEARCH, s->rt->error);
}

/* The text of a group, or `unset` for one that took no part. */
static bool group_text(search *s, unsigned group, hk_value unset, hk_value *out)
{
    size_t from, to;
    *out = unset;
    if (!hki_match_group(s->match, group, &from, &to)) return true;
    return hki_make_str(s->rt, s->text->data + from, to - from, out);
}

/* ---- regex_search */

/* "\1" or "\g<name>" as the number of a group; -1: there is none. */
static bool group_argument(search *s, hk_value asked, int *group)
{
    const hki_str *text = asked.type == HKI_STRING ? hki_as_str(asked) : &hki_str_empty;
    const char *at = text->data, *end = at + text->size;
    int number = 0;
    if (text->size > 4 && memcmp(at, "\\g<", 3) == 0 && end[-1] == '>') {
        at += 3;
        end--;
        if (*at < '0' || *at > '9') {
            number = hki_regex_group(s->regex, at, (size_t)(end - at));
            at = end;
        }
    } else if (text->size > 1 && *at == '\\') {
        at++;
    } else {
        return hki_raise(s->rt, HK_VALUE_ERROR, "a group is named \\1 or \\g<name>, not %r", asked);
    }
    for (; at < end && number >= 0; at++) number = *at >= '0' && *at <= '9' && number < 1000 ? number * 10 + (*at - '0') : -1;
    *group = number > (int)hki_regex_groups(s->regex) ? -1 : number;
    return true;
}

static bool push_groups(hki_call *c, search *s, hki_list *list, bool found)
{
    int group;
    hk_value text;
    for (uint32_t i = 0; i < c->nrest; i++) {
        if (!group_argument(s, c->rest[i], &group)) return false;
        if (!found) continue;
        if (group < 0) return hki_raise(c->rt, HK_INDEX_ERROR, "no such group");
        if (!group_text(s, (unsigned)group, hki_none(), &text) || !hki_list_push(c->rt, list, text)) return false;
    }
    return true;
}

/* The match, a list of the groups asked for, or None. */
static bool find(hki_call *c, search *s)
{
    int found = search_next(s);
    c->result = hki_none();
    if (found < 0) return false;
    if (!c->nrest) return !found || group_text(s, 0, hki_none(), &c->result);
    hki_list *list = hki_list_new(c->rt, c->nrest);
    if (!list || !push_groups(c, s, list, found)) return false;
    if (found) c->result = hki_list_value(list);
    return true;
}

bool hki_filter_regex_search(hki_call *c)
{
    search s;
    bool ok = search_begin(c, 2, 3, &s) && find(c, &s);
    search_end(&s);
    return ok;
}

/* ---- regex_findall */

/* [python] The match, the one group, or a tuple of the groups; a group that took no part is empty. */
static bool match_value(search *s, hk_value *out)
{
    unsigned groups = hki_regex_groups(s->regex);
    hk_value empty = hki_str_value(&hki_str_empty);
    if (groups < 2) return group_text(s, groups, empty, out);
    hki_list *tuple = hki_tuple_new(s->rt, NULL, groups);
    if (!tuple) return false;
    for (unsigned i = 0; i < groups; i++)
        if (!group_text(s, i + 1, empty, &tuple->items[i])) return false;
    *out = hki_list_value(tuple);
    return true;
}

static bool find_all(hki_call *c, search *s)
{
    hk_value v;
    int found;
    hki_list *list = hki_list_new(c->rt, 0);
    if (!list) return false;
    c->result = hki_list_value(list);
    while ((found = search_next(s)) > 0)
        if (!match_value(s, &v) || !hki_list_push(c->rt, list, v)) return false;
    return found == 0;
}

bool hki_filter_regex_findall(hki_call *c)
{
    search s;
    bool ok = search_begin(c, 3, 2, &s) && find_all(c, &s);
    search_end(&s);
    return ok;
}

/* ---- regex_replace: what stands for a match is a text with \1, \g<name> and the escapes of characters */

/* Where the reader of such a text is. `put` false: it is only checked. */
typedef struct template { search *s; const char *at, *end; bool put; } template;

static void put_text(template *t, const char *text, size_t size)
{
    if (t->put) hki_buf_put(&t->s->rt->scratch, text, size);
}

static bool put_group(template *t, int group)
{
    size_t from, to;
    if (group < 0 || (unsigned)group > hki_regex_groups(t->s->regex))
        return hki_raise(t->s->rt, HK_VALUE_ERROR, "invalid group reference %d", group);
    if (t->put && hki_match_group(t->s->match, (unsigned)group, &from, &to)) put_text(t, t->s->text->data + from, to - from);
    return true;
}

/* Behind "\g": <name> or <number>. */
static bool named_group(template *t)
{
    hki_rt *rt = t->s->rt;
    if (t->at == t->end || *t->at != '<') return hki_raise(rt, HK_VALUE_ERROR, "missing < after \\g in the replacement");
    const char *name = t->at + 1, *close = memchr(name, '>', (size_t)(t->end - name));
    if (!close) return hki_raise(rt, HK_VALUE_ERROR, "missing >, unterminated name in the replacement");
    int number = 0;
    const char *at = name;
    while (at < close && *at >= '0' && *at <= '9' && number < 10000) number = number * 10 + (*at++ - '0');
    t->at = close + 1;
    if (at == close && close > name) return put_group(t, number);
    number = hki_regex_group(t->s->regex, name, (size_t)(close - name));
    if (number >= 0) return put_group(t, number);
    hk_value shown;
    if (!hki_make_str(rt, name, (size_t)(close - name), &shown)) return false;
    return hki_raise(rt, HK_INDEX_ERROR, "unknown group name %r", shown);
}

static bool is_digit(const template *t, size_t ahead, char last)
{
    return (size_t)(t->end - t->at) > ahead && t->at[ahead] >= '0' && t->at[ahead] <= last;
}

static void put_point(template *t, unsigned point)
{
    if (t->put) hki_buf_point(&t->s->rt->scratch, point);
}

/* [python] \0 with up to two octal digits, and three octal digits, are a character; one or two other digits a group. */
static bool number(template *t)
{
    unsigned n = 0;
    size_t digits = 1;
    bool octal = *t->at == '0' || (is_digit(t, 0, '7') && is_digit(t, 1, '7') && is_digit(t, 2, '7'));
    if (octal)
        while (digits < 3 && is_digit(t, digits, '7')) digits++;
    else
        digits += is_digit(t, 1, '9');
    for (size_t i = 0; i < digits; i++) n = n * (octal ? 8 : 10) + (unsigned)(t->at[i] - '0');
    if (octal && n > 0377 && *t->at != '0')
        return hki_raise(t->s->rt, HK_VALUE_ERROR, "octal escape value \\%d%d%d outside of range 0-0o377", (int)(n >> 6), (int)(n >> 3 & 7),
            (int)(n & 7));
    t->at += digits;
    if (!octal) return put_group(t, (int)n);
    put_point(t, n & 0xff);
    return true;
}

/* Behind a backslash. [python] An escape of what is no letter stays as it is, but for the backslash. */
static bool escape(template *t)
{
    static const char names[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
    if (t->at == t->end) return hki_raise(t->s->rt, HK_VALUE_ERROR, "bad escape (end of the replacement)");
    char c = *t->at;
    if (c >= '0' && c <= '9') return number(t);
    t->at++;
    if (c == 'g') return named_group(t);
    const char *name = c ? strchr(names, c) : NULL;
    if (name) {
        put_text(t, values + (name - names), 1);
        return true;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return hki_raise(t->s->rt, HK_VALUE_ERROR, "bad escape \\%c in the replacement", (uint32_t)(unsigned char)c);
    put_text(t, t->at - 2, 2);
    return true;
}

static bool put_replacement(search *s, const hki_str *replacement, bool put)
{
    template t = {s, replacement->data, replacement->data + replacement->size, put};
    while (t.at < t.end) {
        const char *stop = memchr(t.at, '\\', (size_t)(t.end - t.at));
        if (!stop) stop = t.end;
        put_text(&t, t.at, (size_t)(stop - t.at));
        t.at = stop;
        if (t.at == t.end) break;
        t.at++;
        if (!escape(&t)) return false;
    }
    return true;
}

/* Puts the text with at most `count` (0: all) matches replaced. */
static bool put_replaced(search *s, const hki_str *replacement, int64_t count, int64_t *done)
{
    hki_buf *out = &s->rt->scratch;
    size_t at = 0, from, to;
    int found = 0;
    if (!put_replacement(s, replacement, false)) return false;
    for (*done = 0; (!count || *done < count) && (found = search_next(s)) > 0; ++*done) {
        hki_match_group(s->match, 0, &from, &to);
        hki_buf_put(out, s->text->data + at, from - at);
        at = to;
        if (!put_replacement(s, replacement, true)) return false;
        if (out->failed) return hki_raise_memory(s->rt);
    }
    hki_buf_put(out, s->text->data + at, s->text->size - at);
    return found >= 0;
}

static bool replace(hki_call *c, search *s)
{
    hki_str *replacement;
    int64_t count, wanted, done;
    if (c->arg[2].type == HKI_UNDEFINED) return hki_undefined_raise(c->rt, c->arg[2]);
    if (!hki_arg_str(c, 2, &replacement) || !hki_arg_int(c, 5, &count) || !hki_arg_int(c, 6, &wanted)) return false;
    size_t mark = hki_text_begin(c->rt);
    bool ok = put_replaced(s, replacement, count < 0 ? 0 : count, &done);
    if (ok && wanted && wanted != done)
        ok = hki_raise(c->rt, HK_VALUE_ERROR, "%r should match %l times, but matches %l times in %r", c->arg[1], wanted, done,
            hki_str_value(s->text));
    if (ok) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

bool hki_filter_regex_replace(hki_call *c)
{
    search s;
    bool ok = search_begin(c, 3, 4, &s) && replace(c, &s);
    search_end(&s);
    return ok;
}

/* ---- regex_escape */

bool hki_filter_regex_escape(hki_call *c)
{
    hki_str *text, *type;
    if (!read_text(c, 0, &text) || !hki_arg_text(c, 1, &type)) return false;
    const char *special;
    if (hki_str_is(type, "python", 6)) special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    else if (hki_str_is(type, "posix_basic", 11)) special = "].[^$*\\";
    else return hki_raise(c->rt, HK_VALUE_ERROR, "re_type is python or posix_basic, not %r", c->arg[1]);
    size_t mark = hki_text_begin(c->rt);
    for (const char *at = text->data, *end = at + text->size; at < end; at++) {
        if (*at && strchr(special, *at)) hki_buf_char(&c->rt->scratch, '\\');
        hki_buf_char(&c->rt->scratch, *at);
    }
    return hki_text_end(c->rt, mark, 0, &c->result);
}

/* ---- the tests */

static bool test(hki_call *c, enum hki_match_place place)
{
    search s;
    int found = search_begin(c, 2, 3, &s) ? hki_match_next(s.match, place, c->rt->error) : -1;
    search_end(&s);
    c->result = hki_bool(found > 0);
    return found >= 0;
}

bool hki_test_match(hki_call *c) { return test(c, HKI_MATCH_START); }
bool hki_test_search(hki_call *c) { return test(c, HKI_MATCH_SEARCH); }

bool hki_test_regex(hki_call *c)
{
    hki_str *type;
    if (!hki_arg_text(c, 4, &type)) return false;
    if (hki_str_is(type, "search", 6)) return test(c, HKI_MATCH_SEARCH);
    if (hki_str_is(type, "match", 5)) return test(c, HKI_MATCH_START);
    if (hki_str_is(type, "fullmatch", 9)) return test(c, HKI_MATCH_WHOLE);
    return hki_raise(c->rt, HK_VALUE_ERROR, "match_type is search, match or fullmatch, not %r", c->arg[4]);
}
