/* lipsum.c: dummy text.
 *
 * In:  how many paragraphs of how many words, and rt->random.   Out: sentences with commas, of Latin words, as HTML or plain.
 * Always: the shape of the text follows jinja2.utils.generate_lorem_ipsum; the words are our own choice. [jinja] */
#include "base/limits.h"
#include "lib/natives.h"
#include "lib/random.h"
#include "value/ops.h"
#include "value/str.h"

static const char words[][8] = {
    "ab", "acer", "aequor", "aestas", "ager", "altus", "amicus", "amnis", "anima", "antrum", "aqua", "arbor", "arma", "aurum", "avis",
    "bonus", "caelum", "campus", "carmen", "casa", "castra", "causa", "clarus", "collis", "cor", "corpus", "cum", "dea", "decus",
    "deus", "dies", "domus", "donum", "dulcis", "dum", "equus", "et", "fabula", "fama", "felix", "finis", "flamma", "flos", "flumen",
    "fons", "fortis", "gens", "genus", "gladius", "gratia", "herba", "hiems", "homo", "hortus", "ignis", "imago", "in", "iter",
    "labor", "lacus", "laetus", "limen", "litus", "locus", "luna", "lux", "magnus", "mare", "memoria", "mons", "murus", "nauta",
    "navis", "nemus", "nix", "nomen", "nox", "nubes", "oppidum", "ora", "panis", "pater", "pax", "pontus", "porta", "puella", "quies",
    "ramus", "ratis", "rosa", "rus", "saxum", "sed", "silva", "sol", "somnus", "stella", "tellus", "tempus", "terra", "umbra",
    "unda", "urbs", "ventus", "ver", "verbum", "via", "villa", "vinum", "virtus", "vita", "vox",
};
enum { WORDS = sizeof words / sizeof *words };

/* Python's random.randrange(from, to). */
static int64_t between(hki_rt *rt, int64_t from, int64_t to)
{
    return from + (int64_t)hki_random_below(rt, (uint64_t)(to - from));
}

/* A bound of randrange: an integer, or what int() makes one of without changing it. [python] */
static bool bound(hki_call *c, unsigned i, const char *what, int64_t *out)
{
    hk_value v = c->arg[i], whole;
    if (hki_is_integer(v)) return hki_index(c->rt, v, out);
    if (!hki_to_int(c->rt, v, -1, &whole)) return false;
    if (hki_equal(c->rt, v, whole) != HKI_YES) return hki_raise(c->rt, HK_VALUE_ERROR, "non-integer %s for randrange()", what);
    return hki_index(c->rt, whole, out);
}

static void put_capitalized(hki_buf *out, const char *word)
{
    hki_buf_char(out, (char)(*word - 'a' + 'A'));
    hki_buf_str(out, word + 1);
}

/* One paragraph of `count` words. Neither commas nor full stops come too close to the last one. */
static bool put_paragraph(hki_rt *rt, int64_t count)
{
    hki_buf *out = &rt->scratch;
    int64_t last_comma = 0, last_fullstop = 0;
    bool capital = true;
    const char *last = NULL, *word;
    char end = 0;
    for (int64_t i = 0; i < count && out->size < HKI_MAX_STRING_SIZE; i++) {
        if (!hki_spend(rt, 1)) return false;
        do word = words[hki_random_below(rt, WORDS)];
        while (word == last);
        last = word;
        if (i) hki_buf_char(out, ' ');
        if (capital) put_capitalized(out, word);
        else hki_buf_str(out, word);
        capital = false;
        end = 0;
        if (i - between(rt, 3, 8) > last_comma) {
            last_comma = i;
            last_fullstop += 2;
            hki_buf_char(out, end = ',');
        }
        if (i - between(rt, 10, 20) > last_fullstop) {
            last_comma = last_fullstop = i;
            hki_buf_char(out, end = '.');
            capital = true;
        }
    }
    if (end == ',' && !out->failed) out->data[out->size - 1] = '.';
    else if (end != '.') hki_buf_char(out, '.');
    return !out->failed && out->size < HKI_MAX_STRING_SIZE ? true : hki_raise_memory(rt);
}

static bool put_paragraphs(hki_call *c, int64_t n, bool html)
{
    hki_buf *out = &c->rt->scratch;
    for (int64_t i = 0; i < n; i++) {
        int64_t least, most;
        bool one = c->arg[3].type == HKI_NONE;       /* [python] randrange(least) */
        if (!bound(c, 2, "arg 1", &least)) return false;
        if (one) {
            most = least;
            least = 0;
            if (most <= 0) return hki_raise(c->rt, HK_VALUE_ERROR, "empty range for randrange()");
        } else if (!bound(c, 3, "stop", &most)) {
            return false;
        }
        if (least >= most) return hki_raise(c->rt, HK_VALUE_ERROR, "empty range for randrange() (%l, %l, %l)", least, most, most - least);
        if (i) hki_buf_str(out, html ? "\n" : "\n\n");
        if (html) hki_buf_str(out, "<p>");
        if (!put_paragraph(c->rt, between(c->rt, least, most))) return false;
        if (html) hki_buf_str(out, "</p>");
    }
    return true;
}

bool hki_global_lipsum(hki_call *c)
{
    int64_t n;
    bool html;
    if (c->arg[0].type == HKI_BIGINT) n = hki_as_bigint(c->arg[0])->negative ? 0 : INT64_MAX;
    else if (!hki_arg_int(c, 0, &n)) return false;
    size_t mark = hki_text_begin(c->rt);
    /* [jinja] html is asked for only after the paragraphs are made, but asking changes nothing else */
    if (hki_arg_truth(c, 1, &html) && put_paragraphs(c, n, html)) return hki_text_end(c->rt, mark, html ? HKI_SAFE : 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}
