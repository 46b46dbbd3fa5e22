/* loader.h: where the texts of templates come from. */
#ifndef HKI_LOADER_H
#define HKI_LOADER_H

#include "env/env.h"

/* A text that was found, and how to tell later whether it is still the newest. */
struct hki_source {
    char *text;                 /* of env->mem, size + HKI_SOURCE_SLACK bytes: zeros stand behind it */
    size_t size;
    const hki_loader *from;
    hki_stamp stamp;            /* from a directory */
    hk_source host;             /* from a host's function: its own */
    const void *program;        /* instead of a text: a saved program, the host's own bytes */
    size_t program_size;
};

/* A place to look in; they are asked in the order in which they were added. */
enum hki_loader_kind { HKI_LOADER_TEXT, HKI_LOADER_DIRECTORY, HKI_LOADER_EMBEDDED, HKI_LOADER_FUNCTION, HKI_LOADER_PROGRAM };
struct hki_loader {
    struct hki_loader *next;
    enum hki_loader_kind kind;
    char *prefix;               /* "admin/": names must start with it, and are looked for without; NULL: none */
    char *path;                 /* DIRECTORY */
    char *name, *source;        /* TEXT, PROGRAM (its name) */
    size_t name_size, size;
    const void *program;        /* PROGRAM: the host's own, of `size` bytes */
    const hk_embedded *embedded;    /* EMBEDDED: `size` of them, the host's own */
    hk_load load;               /* FUNCTION */
    void *user;
};

/* Whether there is a loader at all; false after raising. */
bool hki_loader_ready(const hk_env *env, hki_rt *rt);
/* The text of template `name`: HKI_YES with *out, HKI_NO, HKI_ERROR. */
int hki_loader_read(hk_env *env, hki_rt *rt, const char *name, size_t size, hki_source *out);
/* Prefix and name in `full`, which has HKI_SUGGEST_SIZE bytes; their size, 0 if they do not fit. */
size_t hki_full_name(char *full, const char *prefix, const char *name, size_t size);
/* Where a name was looked for that no loader has, a line each; and the names there are, for a hint. */
void hki_loader_explain(hk_env *env, const char *name, size_t size, hki_buf *tried, hki_suggest *s);
/* Tells of each name that the loaders have. False after raising: one of them cannot say. */
typedef bool (*hki_name_found)(void *user, const char *name, size_t size);
bool hki_loader_names(hk_env *env, hki_rt *rt, hki_name_found found, void *user);
/* Whether what was loaded under a name is what would be loaded now. */
bool hki_loader_uptodate(hk_env *env, const hki_source *s, const char *name, size_t size);
/* Copies a text to where s->text is. */
static inline void hki_source_fill(hki_source *s, const char *text, size_t size)
{
    if (size) memcpy(s->text, text, size);
    memset(s->text + size, 0, HKI_SOURCE_SLACK);
    s->size = size;
}
/* Gives back what a source holds: its text, and the host's own data. */
void hki_source_free(hk_env *env, hki_source *s);
void hki_loaders_free(hk_env *env);

/* directory.c */
int hki_directory_read(hk_env *env, hki_rt *rt, const char *directory, const char *name, size_t size, hki_source *out);
void hki_directory_suggest(hk_env *env, const char *directory, const char *name, size_t size, const char *prefix, hki_suggest *s);
/* The names of the files below a directory, HKI_FOLDERS deep at most. `path` starts with what stands before each name. */
enum { HKI_FOLDERS = 32 };
bool hki_directory_names(const char *directory, hki_buf *path, hki_name_found found, void *user);
bool hki_directory_same(hk_env *env, const char *directory, const char *name, size_t size, const hki_stamp *stamp);

#endif
