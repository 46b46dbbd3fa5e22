/* limit.c: the limit under measurement: two workloads written by hand, `limit FOLDER TEMPLATE`, then the orders of orders.h.
 *
 * In: the context as plain structs; out: the same bytes as the template gives. No name is looked up, no type asked for, nothing is
 * allocated: the output was given room for the largest text once, and literals are copied with their length known. */
#include <immintrin.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "orders.h"

enum { PADDING = 64 };  /* bytes that may be read behind a text, or written behind the output */

typedef struct text { char *bytes; size_t size; } text;
typedef struct letter { text from, body; } letter;
typedef struct data { unsigned *cells; letter *letters; size_t rows, columns, room; } data;

#define PUT(p, literal) (memcpy(p, literal, sizeof(literal) - 1), (p) + sizeof(literal) - 1)

/* ---------------------------------------------------------------- table */

/* Two digits at a time, from the last one; how many there are is asked first, so that each goes to its place. */
static char *put_int(char *p, unsigned v)
{
    static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                                "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    unsigned size = 1;
    for (unsigned power = 10; size < 10 && v >= power; power *= 10) size++;
    char *end = p + size, *d = end;
    for (; v >= 100; v /= 100) memcpy(d -= 2, pairs + v % 100 * 2, 2);
    if (v >= 10) memcpy(p, pairs + v * 2, 2);
    else *p = (char)('0' + v);
    return end;
}

static char *render_table(const data *t, char *p)
{
    const unsigned *cell = t->cells;
    p = PUT(p, "<table>");
    for (size_t i = 0; i < t->rows; i++) {
        p = PUT(p, "\n<tr>");
        for (size_t j = 0; j < t->columns; j++) {
            p = PUT(p, "<td>");
            p = put_int(p, *cell++);
            p = PUT(p, "</td>");
        }
        p = PUT(p, "</tr>");
    }
    return PUT(p, "\n</table>");
}

/* ---------------------------------------------------------------- escape */

/* What a byte becomes; 8 bytes, of which `size` count. */
static const struct { char bytes[8]; size_t size; } entities[64] = {
    ['&'] = {"&amp;", 5}, ['<'] = {"&lt;", 4}, ['>'] = {"&gt;", 4}, ['"'] = {"&#34;", 5}, ['\''] = {"&#39;", 5},
};

/* The positions of 32 bytes that must be escaped: each of & < > " ' is the only such byte with its low four bits. */
__attribute__((target("avx2"))) static unsigned specials(const char *s)
{
    const __m256i by_low = _mm256_setr_epi8(-1, 0, '"', 0, 0, 0, '&', '\'', 0, 0, 0, 0, '<', 0, '>', 0,
                                            -1, 0, '"', 0, 0, 0, '&', '\'', 0, 0, 0, 0, '<', 0, '>', 0);
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)s);
    return (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_low, bytes), bytes));
}

/* Copies and escapes. The pieces between specials are short: each is copied in steps of 32 bytes, of which the last runs over. */
__attribute__((target("avx2"))) static char *put_escaped(char *p, text t)
{
    size_t done = 0;
    for (size_t at = 0; at < t.size; at += 32) {
        unsigned mask = specials(t.bytes + at);
        if (t.size - at < 32) mask &= (1u << (t.size - at)) - 1;
        for (; mask; mask &= mask - 1) {
            size_t special = at + (size_t)__builtin_ctz(mask);
            for (size_t i = done; i < special; i += 32) memcpy(p + i - done, t.bytes + i, 32);
            p += special - done;
            memcpy(p, entities[(unsigned char)t.bytes[special]].bytes, 8);
            p += entities[(unsigned char)t.bytes[special]].size;
            done = special + 1;
        }
    }
    memcpy(p, t.bytes + done, t.size - done);
    return p + t.size - done;
}

static char *render_escape(const data *t, char *p)
{
    p = PUT(p, "<ol>\n");
    for (size_t i = 0; i < t->rows; i++) {
        p = PUT(p, "\n<li title=\"");
        p = put_escaped(p, t->letters[i].from);
        p = PUT(p, "\">");
        p = put_escaped(p, t->letters[i].body);
        p = PUT(p, "</li>\n");
    }
    return PUT(p, "\n</ol>");
}

/* ---------------------------------------------------------------- the workload */

static text text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    text t = {.size = json_string_length(value)};
    t.bytes = calloc(1, t.size + PADDING);
    if (!t.bytes) exit(1);
    memcpy(t.bytes, json_string_value(value), t.size);
    return t;
}

static void load_table(data *d, const json_t *rows)
{
    d->rows = json_array_size(rows);
    d->columns = json_array_size(json_array_get(rows, 0));
    d->cells = calloc(d->rows * d->columns, sizeof *d->cells);
    if (!d->cells) exit(1);
    for (size_t i = 0; i < d->rows * d->columns; i++)
        d->cells[i] = (unsigned)json_integer_value(json_array_get(json_array_get(rows, i / d->columns), i % d->columns));
    d->room = d->rows * (d->columns * 32 + 32);
}

static void load_letters(data *d, const json_t *letters)
{
    d->rows = json_array_size(letters);
    d->letters = calloc(d->rows, sizeof *d->letters);
    if (!d->letters) exit(1);
    for (size_t i = 0; i < d->rows; i++) {
        const json_t *each = json_array_get(letters, i);
        d->letters[i] = (letter){text_of(each, "from"), text_of(each, "text")};
        d->room += 5 * (d->letters[i].from.size + d->letters[i].body.size) + 64;
    }
}

static bool render(void *state, buffer *out)
{
    const data *d = state;
    size_t room = d->room + 4096;
    if (out->capacity < room) {
        free(out->data);
        if (!(out->data = malloc(room))) return false;
        out->capacity = room;
    }
    char *end = d->cells ? render_table(d, out->data) : render_escape(d, out->data);
    out->size = (size_t)(end - out->data);
    return true;
}

int main(int argc, char **argv)
{
    data d = {0};
    buffer json = {0};
    if (argc != 3 || !__builtin_cpu_supports("avx2") || !read_whole(argv[1], "context.json", &json)) return 2;
    json_t *context = json_loadb(json.data, json.size, 0, NULL);
    const json_t *rows = json_object_get(context, "rows"), *letters = json_object_get(context, "letters");
    if (!rows && !letters) {
        fputs("limit: only the workloads table and escape were written by hand\n", stderr);
        return 2;
    }
    if (rows) load_table(&d, rows);
    else load_letters(&d, letters);
    json_decref(context);
    free(json.data);
    bool ok = obey_orders(&(engine){argv[1], &d, render, NULL});
    for (size_t i = 0; d.letters && i < d.rows; i++) {
        free(d.letters[i].from.bytes);
        free(d.letters[i].body.bytes);
    }
    free(d.letters);
    free(d.cells);
    return ok ? 0 : 1;
}
