/* orders.c: reads orders, lets the engine work, and answers with processor time. What is read is read before the clock starts. */
#include "orders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool buffer_put(void *user, const char *text, size_t size)
{
    buffer *b = user;
    if (b->capacity - b->size < size) {
        size_t capacity = 2 * (b->size + size);
        char *more = realloc(b->data, capacity);
        if (!more) return false;
        b->data = more;
        b->capacity = capacity;
    }
    memcpy(b->data + b->size, text, size);
    b->size += size;
    return true;
}

bool read_whole(const char *folder, const char *name, buffer *out)
{
    char path[1024], chunk[4096];
    size_t size;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    bool ok = true;
    while (ok && (size = fread(chunk, 1, sizeof chunk, file)) > 0) ok = buffer_put(out, chunk, size);
    fclose(file);
    return ok;
}

static long long processor_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static bool render(const engine *e, buffer *out)
{
    out->size = 0;
    return e->render(e->state, out);
}

static bool order_render(const engine *e, buffer *out, const char *path)
{
    FILE *file = fopen(path, "wb");
    bool ok = file && render(e, out) && fwrite(out->data, 1, out->size, file) == out->size;
    if (file && fclose(file) != 0) ok = false;
    if (ok) puts("ok");
    return ok;
}

/* What the clock covers and nothing else. A function of its own with a name: callgrind counts what happens in here. */
__attribute__((noinline)) bool measured(const engine *e, buffer *out, const sources *s, long times)
{
    bool ok = true;
    for (; ok && times > 0; times--) ok = s ? e->compile(e->state, s) : render(e, out);
    return ok;
}

static bool order_time(const engine *e, buffer *out, const sources *s, const char *times)
{
    long long start = processor_time();
    bool ok = times && measured(e, out, s, strtol(times, NULL, 10));
    if (ok) printf("%lld\n", processor_time() - start);
    return ok;
}

bool is_list(const char *name)
{
    size_t size = strlen(name);
    return size > 5 && strcmp(name + size - 5, ".json") == 0;
}

bool sources_add(sources *s, const char *name, buffer text)
{
    const char **names = realloc(s->names, (s->count + 1) * sizeof *names);
    if (names) s->names = names;
    buffer *texts = realloc(s->texts, (s->count + 1) * sizeof *texts);
    if (texts) s->texts = texts;
    if (!names || !texts) {
        free(text.data);
        return false;
    }
    names[s->count] = name;
    texts[s->count++] = text;
    return true;
}

static bool read_source(const engine *e, sources *s, const char *name)
{
    buffer text = {0};
    bool ok = read_whole(e->folder, name, &text);
    if (!is_list(name)) return sources_add(s, name, text) && ok;
    s->apart = true;
    ok = ok && e->list(e->state, &text, s);
    free(text.data);
    return ok;
}

static bool order_compile(const engine *e, char *words)
{
    sources s = {0};
    bool ok = e->compile != NULL;
    char *rest = NULL, *times = strtok_r(words, " ", &rest);
    for (char *name; ok && (name = strtok_r(NULL, " ", &rest));) ok = read_source(e, &s, name);
    ok = ok && order_time(e, NULL, &s, times);
    for (size_t i = 0; i < s.count; i++) free(s.texts[i].data);
    free(s.names);
    free(s.texts);
    return ok;
}

/* Not getrusage: its maximum starts with what the parent had. */
static bool order_memory(void)
{
    char line[256];
    FILE *file = fopen("/proc/self/status", "r");
    bool found = false;
    while (file && !found && fgets(line, sizeof line, file)) found = strncmp(line, "VmHWM:", 6) == 0;
    if (file) fclose(file);
    if (found) printf("%ld\n", strtol(line + 6, NULL, 10));
    return found;
}

static bool obey(const engine *e, buffer *out, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    char *words = line + strcspn(line, " ");
    if (*words) *words++ = '\0';
    if (strcmp(line, "render") == 0) return order_render(e, out, words);
    if (strcmp(line, "time") == 0) return order_time(e, out, NULL, words);
    if (strcmp(line, "compile") == 0) return order_compile(e, words);
    return strcmp(line, "memory") == 0 && order_memory();
}

bool obey_orders(const engine *e)
{
    buffer out = {0};
    char *line = NULL;
    size_t capacity = 0;
    bool ok = true;
    while (ok && getline(&line, &capacity, stdin) > 0) {
        ok = obey(e, &out, line);
        fflush(stdout);
    }
    free(line);
    if (out.capacity) free(out.data);
    return ok;
}
