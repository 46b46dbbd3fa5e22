/* excerpt.c: where in its source an error is.
 *
 * In:  an error with a line and a column, the text of its template.   Out: that line and those around it, and how much of the line is
 * meant: the subject's name if it stands there, otherwise the token at the column.
 * Always: lines end as the lexer counts them: at \n, \r or \r\n; columns count code points. */
#include "base/error.h"
#include "base/utf8.h"

enum { AROUND = 5, LONGEST = 400 };     /* lines before and after; bytes that are kept of a line that is not the place itself */

typedef struct lines { const char *source; size_t size, at; } lines;

/* The next line, without its end; false behind the last one. */
static bool next_line(lines *l, const char **line, size_t *size)
{
    if (l->at > l->size) return false;
    size_t end = l->at;
    while (end < l->size && l->source[end] != '\n' && l->source[end] != '\r') end++;
    *line = l->source + l->at;
    *size = end - l->at;
    l->at = end + (end + 1 < l->size && l->source[end] == '\r' && l->source[end + 1] == '\n' ? 2 : 1);
    return true;
}

/* ---------------------------------------------------------------- how much of the line */

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static bool whole(const char *line, size_t size, size_t at, size_t length)
{
    bool before = at > 0 && in_name(line[at - 1]) && in_name(line[at]);
    bool after = at + length < size && in_name(line[at + length]) && in_name(line[at + length - 1]);
    return !before && !after;
}

/* Where the name stands as a word of its own, as near to `from` as there is; SIZE_MAX: nowhere. */
static size_t nearest(const char *line, size_t size, size_t from, const hki_buf *name)
{
    size_t best = SIZE_MAX, least = SIZE_MAX;
    for (size_t at = 0; name->size && at + name->size <= size; at++) {
        if (memcmp(line + at, name->data, name->size) != 0 || !whole(line, size, at, name->size)) continue;
        size_t end = at + name->size, apart = at > from ? at - from : end < from ? from - end : 0;
        if (apart >= least) continue;
        least = apart;
        best = at;
    }
    return best;
}

static size_t token_size(const char *line, size_t size, size_t at)
{
    size_t end = at;
    if (at >= size) return 0;
    if (in_name(line[at])) {
        while (end < size && in_name(line[end])) end++;
    } else if (line[at] == '"' || line[at] == '\'') {
        for (end++; end < size && line[end] != line[at];) end += line[end] == '\\' ? 2 : 1;
        end = end < size ? end + 1 : size;
    } else {
        end++;
    }
    return end - at;
}

static void mark(hki_error *e, hki_details *d, const char *line, size_t size)
{
    if (!e->column || hki_utf8_check(line, size) < size) return;
    size_t at = hki_utf8_offset(line, size, e->column - 1), found = nearest(line, size, at, &d->name);
    size_t length = found == SIZE_MAX ? token_size(line, size, at) : d->name.size;
    if (found != SIZE_MAX) at = found;
    e->column = (uint32_t)hki_utf8_count(line, at) + 1;
    d->length = (uint32_t)hki_utf8_count(line + at, length);
}

/* ---------------------------------------------------------------- the lines */

static void put_line(hki_details *d, const char *line, size_t size, bool all)
{
    if (!all && size > LONGEST) {
        size = LONGEST;
        while (size && (line[size] & 0xc0) == 0x80) size--;
    }
    hki_buf_put(&d->excerpt, line, size);
    hki_buf_char(&d->excerpt, '\n');
}

void hki_error_source(hki_error *e, const char *source, size_t size)
{
    if (!source || !e->line || e->source_line.size || e->kind == HK_NO_MEMORY) return;
    hki_details *d = hki_error_details(e);
    lines l = {source, size, 0};
    const char *line;
    size_t length;
    uint32_t first = e->line > AROUND ? e->line - AROUND : 1;
    for (uint32_t n = 1; n <= e->line + AROUND && next_line(&l, &line, &length); n++) {
        if (n == e->line) {
            hki_buf_put(&e->source_line, line, length);
            if (d) mark(e, d, line, length);
        }
        if (d && n >= first && !(l.at > size && !length && n > e->line)) put_line(d, line, length, n == e->line);
    }
    if (d) d->first_line = first;
    hki_error_check(e);
}
