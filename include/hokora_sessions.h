/* hokora_sessions.h: renders that a host keeps open: streams, which it reads piece by piece, and modules, whose macros it calls.
 *
 * hokora.h includes it; words are used as there.
 */
#ifndef HOKORA_SESSIONS_H
#define HOKORA_SESSIONS_H

#include "hokora.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- streams */

/* A render that is read piece by piece, when there is room for more: for a server whose clients are slow, or whose event loop must not
 * wait. Nothing runs between two calls, and what it holds is the render's own memory and one piece.
 *     const char *text;
 *     size_t size;
 *     hk_next next;
 *     while ((next = hk_stream_next(stream, &text, &size, &error)) == HK_NEXT_MORE) send(text, size);
 * The pieces together are what hk_render gives. What must be complete before it is printed is rendered in one go, and then handed out in
 * pieces: a value, what {% filter %}, {% set %} and {% call %} stand around, an include without context, everything with native types. */
typedef struct hk_stream hk_stream;
typedef enum hk_next {
    HK_NEXT_DONE,               /* that was all */
    HK_NEXT_MORE,               /* a piece, of 0 bytes only if options.steps ended the call */
    HK_NEXT_FAILED              /* the render stopped, as hk_render would */
} hk_next;
typedef struct hk_stream_options {
    size_t size;                /* most bytes of a piece, which ends with a code point (so it has up to 4 if size is smaller); 0: 16384 */
    uint64_t steps;             /* after how many steps (hk_env_set_limit: fuel) a call returns in any case; 0: when there is a piece. A
                                   filter or a function of the host is not interrupted */
    const char *block;          /* the block to render, as hk_render_block does, all that stands outside in the first call; NULL: all */
} hk_stream_options;
#define HK_STREAM_OPTIONS_NONE {0, 0, NULL}

/* Begins a render.
 * Borrows  t, context (which may be NULL): until the stream is closed. Not options, which may be NULL.
 * Returns  *out; release: hk_stream_close, before its environment.
 * Fails    as hk_render_block.
 * Threads  one at a time uses a stream; a template may have any number of streams. */
HK_API HK_MUSTUSE hk_status hk_stream_open(const hk_template *t, const hk_context *context, const hk_stream_options *options,
    hk_stream **out, hk_error *error);
/* Goes on with it.
 * Returns  whether *text and *size are a piece; the text is valid until the next call. After the end, or after failing, it says so
 *          again. A function that the template calls gets HK_ARGUMENT_ERROR for its own stream, which it must not close either. */
HK_API HK_MUSTUSE hk_next hk_stream_next(hk_stream *stream, const char **text, size_t *size, hk_error *error);
/* Ends it, at any time. NULL is allowed. An observer is told of a render that was not read to its end as of one that succeeded. */
HK_API void hk_stream_close(hk_stream *stream);

/* ---------------------------------------------------------------- modules */

/* A template run as an import runs it: what it exports, macros and variables set at its top level, can be used from C.
 * Borrows  t, context: must outlive the module.
 * Returns  *out; release: hk_module_close, before its environment.
 * Fails    as hk_render.
 * Threads  one at a time uses a module; a template may have any number of modules. */
typedef struct hk_module hk_module;
HK_API HK_MUSTUSE hk_status hk_module_open(const hk_template *t, const hk_context *context, hk_module **out, hk_error *error);
HK_API void hk_module_close(hk_module *module);
/* What is exported under a name, or one after the other (start with *at = 0); false: there is none, or no more.
 * Returns  values that live until the next hk_module_call. */
HK_API bool hk_module_get(hk_module *module, const char *name, hk_value *out);
HK_API bool hk_module_next(hk_module *module, size_t *at, hk_value *name, hk_value *value);
/* Calls an exported macro with `count` arguments: values of a context, or of the module. A function that the macro calls may call the
 * module again, but not close it; such calls share their limits.
 * Returns  *out, for a macro a string; it lives until the next call.
 * Fails    what the macro raises; HK_ARGUMENT_ERROR: there is nothing of that name; HK_NO_MEMORY: the module may be lost, and then has
 *          nothing any more. */
HK_API HK_MUSTUSE hk_status hk_module_call(hk_module *module, const char *name, const hk_value *args, size_t count, hk_value *out,
    hk_error *error);

/* Writes the text of a module: what stands at the top level of its template.
 * Fails    HK_IO_ERROR: the sink refused; HK_ARGUMENT_ERROR: NULL. */
HK_API hk_status hk_module_write(hk_module *module, hk_sink sink, hk_error *error);

#ifdef __cplusplus
}
#endif
#endif
