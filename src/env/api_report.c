/* api_report.c: an error for programs, as JSON, and for a developer's browser, as a page.
 *
 * In:  an error of the host's.   Out: text for a sink.
 * Always: everything that comes from a template or its data is escaped; bytes that are not UTF-8 become U+FFFD. */
#include <stdio.h>

#include "base/utf8.h"
#include "env/env.h"

/* One step of the chain: "template\tline\twhat". */
typedef struct step { const char *name, *line, *what; size_t name_size, line_size, what_size; } step;

/* The step at *at, which moves to the next; false at the end. */
static bool next_step(const char **at, step *s)
{
    const char *name_end = *at ? strchr(*at, '\t') : NULL, *line_end = name_end ? strchr(name_end + 1, '\t') : NULL;
    const char *end = line_end ? strchr(line_end + 1, '\n') : NULL;
    if (!end) return false;
    *s = (step){*at, name_end + 1, line_end + 1, (size_t)(name_end - *at), (size_t)(line_end - name_end - 1), (size_t)(end - line_end - 1)};
    *at = end + 1;
    return true;
}

/* Hands the text over in runs of valid UTF-8. */
static void put_valid(hki_buf *out, const char *text, size_t size, void (*put)(hki_buf *out, const char *text, size_t size))
{
    while (size) {
        size_t good = hki_utf8_check(text, size);
        if (good > size) good = size;
        put(out, text, good);
        if (good == size) return;
        hki_buf_str(out, "\xef\xbf\xbd");
        text += good + 1;
        size -= good + 1;
    }
}

/* ---------------------------------------------------------------- JSON */

static void put_json_run(hki_buf *out, const char *text, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') hki_buf_char(out, '\\');
        if (c >= 0x20) {
            hki_buf_char(out, (char)c);
            continue;
        }
        hki_buf_str(out, "\\u00");
        hki_buf_char(out, digits[c >> 4]);
        hki_buf_char(out, digits[c & 15]);
    }
}

/* "key": "text", or null without a text. */
static void put_text(hki_buf *out, const char *key, const char *text, size_t size)
{
    hki_buf_char(out, '"');
    hki_buf_str(out, key);
    hki_buf_str(out, text ? "\": \"" : "\": null");
    if (!text) return;
    put_valid(out, text, size, put_json_run);
    hki_buf_char(out, '"');
}

static void put_number(hki_buf *out, const char *key, unsigned number)
{
    hki_buf_str(out, key);
    if (number) hki_buf_int(out, number);
    else hki_buf_str(out, "null");
}

static void put_json_trace(hki_buf *out, const char *trace)
{
    const char *comma = "";
    step s;
    for (const char *at = trace; next_step(&at, &s); comma = ", ") {
        hki_buf_str(out, comma);
        hki_buf_char(out, '{');
        put_text(out, "template", s.name_size ? s.name : NULL, s.name_size);
        hki_buf_str(out, ", \"line\": ");
        hki_buf_put(out, s.line, s.line_size);
        hki_buf_str(out, ", ");
        put_text(out, "in", s.what, s.what_size);
        hki_buf_char(out, '}');
    }
}

/* Lines as a list, or null. */
static void put_json_lines(hki_buf *out, const char *key, const char *lines)
{
    hki_buf_str(out, key);
    hki_buf_str(out, lines ? "[" : "null");
    if (!lines) return;
    for (const char *at = lines, *end; (end = strchr(at, '\n')); at = end + 1) {
        hki_buf_str(out, at > lines ? ", \"" : "\"");
        put_valid(out, at, (size_t)(end - at), put_json_run);
        hki_buf_char(out, '"');
    }
    hki_buf_char(out, ']');
}

hk_status hk_error_json(const hk_error *error, hk_sink sink)
{
    hki_buf out;
    if (!error || !sink.write) return HK_ARGUMENT_ERROR;
    hki_buf_init(&out, error->hki_mem ? error->hki_mem : &hki_mem_default);
    const char *kind = hki_status_name(error->kind), *name = error->template_name, *line = error->source_line;
    hki_buf_char(&out, '{');
    put_text(&out, "kind", kind, strlen(kind));
    hki_buf_str(&out, ", ");
    put_text(&out, "message", error->message ? error->message : "", error->message_size);
    hki_buf_str(&out, ", ");
    put_text(&out, "template", name, name ? strlen(name) : 0);
    put_number(&out, ", \"line\": ", error->line);
    put_number(&out, ", \"column\": ", error->column);
    put_number(&out, ", \"length\": ", error->length);
    hki_buf_str(&out, ", ");
    put_text(&out, "source_line", line, line ? strlen(line) : 0);
    put_number(&out, ", \"first_line\": ", error->first_line);
    put_json_lines(&out, ", \"excerpt\": ", error->excerpt);
    hki_buf_str(&out, ", ");
    put_text(&out, "hint", error->hint, error->hint ? strlen(error->hint) : 0);
    put_json_lines(&out, ", \"tried\": ", error->tried);
    hki_buf_str(&out, ", \"trace\": [");
    put_json_trace(&out, error->trace);
    hki_buf_str(&out, "]}");
    return hki_sink_hand_over(sink, &out);
}

/* ---------------------------------------------------------------- a page */

static void put_escaped(hki_buf *out, const char *text, size_t size) { put_valid(out, text, size, hki_buf_escape); }

static const char page_style[] =
    "body{font:16px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:60rem;padding:0 1rem;color:#222}"
    "h1{font-size:1.4rem;color:#b00020}pre{background:#f6f6f6;padding:1rem 0;overflow:auto}"
    "pre span{display:block;padding:0 1rem}pre i{color:#888;font-style:normal;user-select:none}"
    "pre .here{background:#fde7ea;border-left:4px solid #b00020;padding-left:calc(1rem - 4px)}"
    "mark{background:#ffb3bd;color:inherit}ol,ul{color:#555}code{color:#222}.hint{color:#0b5d1e}";

/* The line that the error is at, with what is meant marked. */
static void put_marked(hki_buf *out, const char *line, size_t size, const hk_error *error)
{
    size_t from = size, to = size;
    if (error->column && error->length && hki_utf8_check(line, size) == size) {
        from = hki_utf8_offset(line, size, error->column - 1);
        to = hki_utf8_offset(line, size, (size_t)error->column - 1 + error->length);
    }
    put_escaped(out, line, from);
    if (from == size) return;
    hki_buf_str(out, "<mark>");
    put_escaped(out, line + from, to - from);
    hki_buf_str(out, "</mark>");
    put_escaped(out, line + to, size - to);
}

/* The lines with their numbers. */
static void put_excerpt(hki_buf *out, const hk_error *error)
{
    unsigned number = error->first_line;
    hki_buf_str(out, "<pre>");
    for (const char *at = error->excerpt, *end; (end = strchr(at, '\n')); at = end + 1, number++) {
        char digits[16];
        bool here = number == error->line;
        int width = snprintf(digits, sizeof digits, "%5u  ", number);
        hki_buf_str(out, here ? "<span class=\"here\"><i>" : "<span><i>");
        hki_buf_put(out, digits, (size_t)width);
        hki_buf_str(out, "</i>");
        if (here) put_marked(out, at, (size_t)(end - at), error);
        else put_escaped(out, at, (size_t)(end - at));
        hki_buf_str(out, "</span>");
    }
    hki_buf_str(out, "</pre>\n");
}

static void put_tried(hki_buf *out, const char *tried)
{
    hki_buf_str(out, "<p>Looked in:</p>\n<ul>\n");
    for (const char *end; (end = strchr(tried, '\n')); tried = end + 1) {
        hki_buf_str(out, "<li>");
        put_escaped(out, tried, (size_t)(end - tried));
        hki_buf_str(out, "</li>\n");
    }
    hki_buf_str(out, "</ul>\n");
}

static void put_place(hki_buf *out, const char *name, size_t size)
{
    hki_buf_str(out, "<code>");
    if (size) put_escaped(out, name, size);
    else hki_buf_str(out, "a template without a name");
    hki_buf_str(out, "</code>, line ");
}

static void put_chain(hki_buf *out, const char *trace)
{
    step s;
    hki_buf_str(out, "<ol>\n");
    for (const char *at = trace; next_step(&at, &s);) {
        hki_buf_str(out, "<li>");
        put_escaped(out, s.what, s.what_size);
        hki_buf_str(out, " in ");
        put_place(out, s.name, s.name_size);
        hki_buf_put(out, s.line, s.line_size);
        hki_buf_str(out, "</li>\n");
    }
    hki_buf_str(out, "</ol>\n");
}

hk_status hk_error_html(const hk_error *error, hk_sink sink)
{
    hki_buf out;
    if (!error || !sink.write) return HK_ARGUMENT_ERROR;
    hki_buf_init(&out, error->hki_mem ? error->hki_mem : &hki_mem_default);
    const char *kind = hki_status_name(error->kind);
    hki_buf_str(&out, "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>");
    hki_buf_str(&out, kind);
    hki_buf_str(&out, "</title>\n<style>");
    hki_buf_str(&out, page_style);
    hki_buf_str(&out, "</style>\n<h1>");
    hki_buf_str(&out, kind);
    if (error->message_size) hki_buf_str(&out, ": ");
    put_escaped(&out, error->message, error->message_size);
    hki_buf_str(&out, "</h1>\n");
    if (error->hint) {
        hki_buf_str(&out, "<p class=\"hint\">Hint: ");
        put_escaped(&out, error->hint, strlen(error->hint));
        hki_buf_str(&out, "</p>\n");
    }
    if (error->line) {
        hki_buf_str(&out, "<p>");
        put_place(&out, error->template_name, error->template_name ? strlen(error->template_name) : 0);
        hki_buf_int(&out, error->line);
        hki_buf_str(&out, "</p>\n");
    }
    if (error->excerpt) put_excerpt(&out, error);
    if (error->tried) put_tried(&out, error->tried);
    if (error->trace && *error->trace) put_chain(&out, error->trace);
    hki_buf_str(&out, "</html>\n");
    return hki_sink_hand_over(sink, &out);
}
