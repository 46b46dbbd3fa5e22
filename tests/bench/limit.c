/* limit.c: the limit under measurement: a few workloads written by hand, `limit FOLDER TEMPLATE`, then the orders of orders.h.
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
enum { FRAME = 128 };   /* more than the literals and numbers that surround one item */

typedef struct text { char *bytes; size_t size; } text;
typedef struct letter { text from, body; } letter;
typedef struct reading { text what, unit; unsigned value; bool rising; } reading;
typedef struct node { text name; struct node *below; size_t count; } node;

typedef struct block { struct block *next; } block;

typedef struct data {
    block *blocks;          /* all memory of the context */
    size_t room;            /* bytes that the output may take */
    union {
        struct { unsigned *cells; size_t rows, columns; } table;
        struct { letter *letters; size_t count; } escape;
        struct { text place, day, keeper; unsigned hour; reading *readings; size_t count; } small;
        node root;
    };
} data;

#define PUT(p, literal) (memcpy(p, literal, sizeof(literal) - 1), (p) + sizeof(literal) - 1)

static void *keep(data *d, size_t count, size_t size)
{
    block *b = calloc(1, sizeof *b + count * size);
    if (!b) exit(1);
    b->next = d->blocks;
    d->blocks = b;
    return b + 1;
}

static text load_text(data *d, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    text t = {.size = json_string_length(value)};
    t.bytes = keep(d, 1, t.size + PADDING);
    memcpy(t.bytes, json_string_value(value), t.size);
    d->room += 5 * t.size;
    return t;
}

static unsigned load_int(const json_t *object, const char *name)
{
    return (unsigned)json_integer_value(json_object_get(object, name));
}

/* ---------------------------------------------------------------- writing */
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

/* ---------------------------------------------------------------- table */

static void load_table(data *d, const json_t *context)
{
    const json_t *rows = json_object_get(context, "rows");
    d->table.rows = json_array_size(rows);
    d->table.columns = json_array_size(json_array_get(rows, 0));
    d->table.cells = keep(d, d->table.rows * d->table.columns, sizeof *d->table.cells);
    for (size_t i = 0; i < d->table.rows * d->table.columns; i++)
        d->table.cells[i] = (unsigned)json_integer_value(json_array_get(json_array_get(rows, i / d->table.columns), i % d->table.columns));
    d->room += d->table.rows * (d->table.columns * 32 + 32);
}

static char *render_table(const data *d, char *p)
{
    const unsigned *cell = d->table.cells;
    p = PUT(p, "<table>");
    for (size_t i = 0; i < d->table.rows; i++) {
        p = PUT(p, "\n<tr>");
        for (size_t j = 0; j < d->table.columns; j++) {
            p = PUT(p, "<td>");
            p = put_int(p, *cell++);
            p = PUT(p, "</td>");
        }
        p = PUT(p, "</tr>");
    }
    return PUT(p, "\n</table>");
}

/* ---------------------------------------------------------------- escape */

static void load_escape(data *d, const json_t *context)
{
    const json_t *letters = json_object_get(context, "letters");
    d->escape.count = json_array_size(letters);
    d->escape.letters = keep(d, d->escape.count, sizeof *d->escape.letters);
    for (size_t i = 0; i < d->escape.count; i++) {
        const json_t *each = json_array_get(letters, i);
        d->escape.letters[i] = (letter){load_text(d, each, "from"), load_text(d, each, "text")};
        d->room += FRAME;
    }
}

static char *render_escape(const data *d, char *p)
{
    p = PUT(p, "<ol>\n");
    for (size_t i = 0; i < d->escape.count; i++) {
        p = PUT(p, "\n<li title=\"");
        p = put_escaped(p, d->escape.letters[i].from);
        p = PUT(p, "\">");
        p = put_escaped(p, d->escape.letters[i].body);
        p = PUT(p, "</li>\n");
    }
    return PUT(p, "\n</ol>");
}

/* ---------------------------------------------------------------- small */

static void load_small(data *d, const json_t *context)
{
    const json_t *readings = json_object_get(context, "readings");
    d->small.place = load_text(d, context, "place");
    d->small.day = load_text(d, context, "day");
    d->small.keeper = load_text(d, context, "keeper");
    d->small.hour = load_int(context, "hour");
    d->small.count = json_array_size(readings);
    d->small.readings = keep(d, d->small.count, sizeof *d->small.readings);
    for (size_t i = 0; i < d->small.count; i++) {
        const json_t *each = json_array_get(readings, i);
        d->small.readings[i] = (reading){load_text(d, each, "what"), load_text(d, each, "unit"), load_int(each, "value"),
                                         json_is_true(json_object_get(each, "rising"))};
        d->room += FRAME;
    }
    d->room += 5 * d->small.place.size + 2 * FRAME;     /* the place is written twice */
}

static char *render_small(const data *d, char *p)
{
    p = PUT(p, "<!DOCTYPE html>\n<title>");
    p = put_escaped(p, d->small.place);
    p = PUT(p, ": weather</title>\n<h1>");
    p = put_escaped(p, d->small.place);
    p = PUT(p, ", ");
    p = put_escaped(p, d->small.day);
    p = PUT(p, "</h1>\n<p>Read at ");
    p = put_int(p, d->small.hour);
    p = PUT(p, ":00 by ");
    p = put_escaped(p, d->small.keeper);
    p = PUT(p, ".</p>\n<dl>\n");
    for (const reading *r = d->small.readings, *end = r + d->small.count; r < end; r++) {
        p = PUT(p, "\n  <dt");
        if (r == d->small.readings) p = PUT(p, " class=\"now\"");
        *p++ = '>';
        p = put_escaped(p, r->what);
        p = PUT(p, "</dt>\n  <dd>");
        p = put_int(p, r->value);
        *p++ = ' ';
        p = put_escaped(p, r->unit);
        if (r->rising) p = PUT(p, " and rising");
        p = PUT(p, "</dd>\n");
    }
    return PUT(p, "\n</dl>");
}

/* ---------------------------------------------------------------- tree, by macros and by a recursive loop */

static node load_node(data *d, const json_t *object)
{
    const json_t *below = json_object_get(object, "below");
    node n = {.name = load_text(d, object, "name"), .count = json_array_size(below)};
    n.below = keep(d, n.count, sizeof *n.below);
    for (size_t i = 0; i < n.count; i++) n.below[i] = load_node(d, json_array_get(below, i));
    d->room += FRAME;
    return n;
}

static void load_tree(data *d, const json_t *context)
{
    d->root = load_node(d, json_object_get(context, "root"));
    d->room += FRAME;
}

static char *put_branch(char *p, const node *n, unsigned depth)
{
    p = PUT(p, "<li class=\"d");
    p = put_int(p, depth);
    p = PUT(p, "\">");
    p = put_escaped(p, n->name);
    if (!n->count) return PUT(p, " <i>leaf</i></li>");
    p = PUT(p, " <b>");
    p = put_int(p, (unsigned)n->count);
    p = PUT(p, "</b><ul>");
    for (size_t i = 0; i < n->count; i++) p = put_branch(p, &n->below[i], depth + 1);
    return PUT(p, "</ul></li>");
}

static char *render_tree(const data *d, char *p)
{
    p = PUT(p, "\n\n<ul>");
    p = put_branch(p, &d->root, 0);
    return PUT(p, "</ul>");
}

static char *put_nodes(char *p, const node *nodes, size_t count, unsigned depth)
{
    for (size_t i = 0; i < count; i++) {
        p = PUT(p, "\n<li class=\"d");
        p = put_int(p, depth);
        p = PUT(p, "\">");
        p = put_int(p, (unsigned)i + 1);
        *p++ = ' ';
        p = put_escaped(p, nodes[i].name);
        if (nodes[i].count) {
            p = PUT(p, "<ul>");
            p = put_nodes(p, nodes[i].below, nodes[i].count, depth + 1);
            p = PUT(p, "</ul>");
        }
        p = PUT(p, "</li>");
    }
    return p;
}

static char *render_tree_loop(const data *d, char *p)
{
    p = PUT(p, "<ul>");
    p = put_nodes(p, &d->root, 1, 0);
    return PUT(p, "\n</ul>");
}

/* ---------------------------------------------------------------- the workloads */

typedef struct page {
    const char *path;       /* the end of FOLDER/TEMPLATE */
    void (*load)(data *d, const json_t *context);
    char *(*render)(const data *d, char *p);
    data data;
} page;

static const page pages[] = {
    {"table/template.html", load_table, render_table, {0}},
    {"escape/template.html", load_escape, render_escape, {0}},
    {"small/template.html", load_small, render_small, {0}},
    {"tree/template.html", load_tree, render_tree, {0}},
    {"tree/loop.html", load_tree, render_tree_loop, {0}},
};

static const page *find_page(const char *folder, const char *template)
{
    char path[1024];
    int size = snprintf(path, sizeof path, "%s/%s", folder, template);
    for (const page *p = pages; p < pages + sizeof pages / sizeof *pages; p++) {
        size_t tail = strlen(p->path);
        if (size >= (int)tail && size < (int)sizeof path && strcmp(path + size - tail, p->path) == 0) return p;
    }
    return NULL;
}

static bool render(void *state, buffer *out)
{
    const page *p = state;
    size_t room = p->data.room + 4096;
    if (out->capacity < room) {
        free(out->data);
        if (!(out->data = malloc(room))) return false;
        out->capacity = room;
    }
    out->size = (size_t)(p->render(&p->data, out->data) - out->data);
    return true;
}

int main(int argc, char **argv)
{
    buffer json = {0};
    const page *found = argc == 3 ? find_page(argv[1], argv[2]) : NULL;
    if (!found || !__builtin_cpu_supports("avx2") || !read_whole(argv[1], "context.json", &json)) {
        fputs("limit: this workload was not written by hand, or this processor has no AVX2\n", stderr);
        return 2;
    }
    page p = *found;
    json_t *context = json_loadb(json.data, json.size, 0, NULL);
    p.load(&p.data, context);
    json_decref(context);
    free(json.data);
    bool ok = obey_orders(&(engine){argv[1], &p, render, NULL, NULL});
    for (block *b = p.data.blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    return ok ? 0 : 1;
}
