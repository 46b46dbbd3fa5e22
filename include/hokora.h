/* hokora.h: Jinja2 for C.
 *
 * A template is compiled once into a program and rendered many times against a tree of values.
 * Words used below, always in the same sense:
 *   Borrows  an argument that must outlive the call (or the object named) and is not changed
 *   Returns  what comes back, and how long it lives
 *   Fails    the statuses beside HK_NO_MEMORY, which every call that allocates may give
 *   Threads  who may call at the same time
 */
#ifndef HOKORA_H
#define HOKORA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define HK_API __attribute__((visibility("default")))
#define HK_MUSTUSE __attribute__((warn_unused_result))
#else
#define HK_API
#define HK_MUSTUSE
#endif

/* ---------------------------------------------------------------- status and errors */

/* Why a call stopped. The names are those of the exceptions of Jinja2 and of Python; hk_status_name() spells them. */
typedef enum hk_status {
    HK_OK = 0,
    HK_NO_MEMORY,               /* MemoryError: the allocator refused, or the memory limit was reached */
    HK_LIMIT,                   /* LimitError: a limit of the environment was reached (not one of Python's own) */
    HK_TEMPLATE_ERROR,          /* TemplateError */
    HK_TEMPLATE_SYNTAX_ERROR,
    HK_TEMPLATE_ASSERTION_ERROR,
    HK_TEMPLATE_NOT_FOUND,
    HK_TEMPLATES_NOT_FOUND,
    HK_TEMPLATE_RUNTIME_ERROR,
    HK_UNDEFINED_ERROR,
    HK_SECURITY_ERROR,
    HK_FILTER_ARGUMENT_ERROR,
    HK_TYPE_ERROR,
    HK_VALUE_ERROR,
    HK_ZERO_DIVISION_ERROR,
    HK_OVERFLOW_ERROR,
    HK_KEY_ERROR,
    HK_INDEX_ERROR,
    HK_ATTRIBUTE_ERROR,
    HK_LOOKUP_ERROR,
    HK_RUNTIME_ERROR,
    HK_RECURSION_ERROR,
    HK_ASSERTION_ERROR,
    HK_STOP_ITERATION,
    HK_NOT_IMPLEMENTED_ERROR,
    HK_UNICODE_ENCODE_ERROR,
    HK_UNICODE_DECODE_ERROR,
    HK_SYNTAX_ERROR,            /* SyntaxError of Python itself: a break outside of a loop */
    HK_IO_ERROR,                /* OSError: reading a template or writing to a sink failed */
    HK_JSON_ERROR,              /* JSONDecodeError: data that is not JSON */
    HK_PROGRAM_ERROR,           /* ProgramError: a saved program that is damaged, hostile or of another version */
    HK_ARGUMENT_ERROR,          /* a host called a function of this header wrongly */
    HK_STATUS_COUNT
} hk_status;

/* Every allocation of an environment and of all that belongs to it goes through one of these.
 * `resize` behaves as realloc(ptr, size) does; `old` is the size asked for before (0 with a NULL ptr); a `size` of 0
 * frees and returns NULL. It may return NULL at any time: the call in progress then fails with HK_NO_MEMORY. */
typedef struct hk_allocator {
    void *(*resize)(void *user, void *ptr, size_t old, size_t size);
    void *user;
} hk_allocator;

/* What went wrong and where. Start from HK_ERROR_NONE; every function that takes an hk_error fills it when it fails (any
 * earlier content is released first) and leaves it alone when it succeeds. All texts are NUL-terminated UTF-8, owned by the
 * error, and valid until hk_error_clear. */
typedef struct hk_error {
    hk_status kind;
    const char *message;        /* as Jinja2 or Python words it */
    size_t message_size;        /* bytes; a message may hold NUL bytes */
    const char *template_name;  /* NULL: no template, or one that was made from a string without a name */
    unsigned line, column;      /* from 1; 0: not known */
    const char *source_line;    /* that line of the template, without its newline; NULL: not known */
    const char *trace;          /* the templates, macros and blocks it came through, innermost first, a line each; "" if none */
    const hk_allocator *hki_mem;
    void *hki_block;
    size_t hki_size;
} hk_error;

#define HK_ERROR_NONE {HK_OK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Releases the texts of an error; it can be used again. `error` may be NULL. */
HK_API void hk_error_clear(hk_error *error);

/* The name of a status as Jinja2 or Python spells it: "TemplateSyntaxError", "TypeError", …; "OK" for HK_OK. Never NULL. */
HK_API const char *hk_status_name(hk_status status);

/* ---------------------------------------------------------------- output */

/* Where text goes. `write` gets pieces of any size but 0, in order; UTF-8 code points may be split between pieces.
 * It returns false to stop the call, which then fails with HK_IO_ERROR. */
typedef struct hk_sink {
    bool (*write)(void *user, const char *text, size_t size);
    void *user;
} hk_sink;

/* Writes an error for a person: "Kind: message", the place, the source line with a caret, and the chain of templates.
 * Fails    HK_IO_ERROR when the sink refuses. */
HK_API hk_status hk_error_write(const hk_error *error, hk_sink sink);

/* ---------------------------------------------------------------- values */

/* A value of a template: 16 bytes, passed by value, never freed one by one. What it points to lives in the
 * region it was made in: a context's, or an environment's. The fields are the library's own. */
typedef struct hk_value {
    uint8_t type;
    uint8_t flags;
    uint16_t aux;
    uint32_t hash;
    union {
        int64_t i;
        double d;
        void *p;
    } as;
} hk_value;

/* What a value is, as a host sees it. */
typedef enum hk_type {
    HK_TYPE_UNDEFINED, HK_TYPE_NONE, HK_TYPE_BOOL, HK_TYPE_INT, HK_TYPE_BIG_INT, HK_TYPE_FLOAT, HK_TYPE_STRING, HK_TYPE_BYTES,
    HK_TYPE_LIST, HK_TYPE_TUPLE, HK_TYPE_DICT, HK_TYPE_OTHER
} hk_type;

typedef struct hk_env hk_env;               /* options, templates, filters, globals */
typedef struct hk_context hk_context;       /* the variables of a render, and the home of the values they hold */
typedef struct hk_template hk_template;     /* a compiled template; belongs to its environment */

/* ---------------------------------------------------------------- environments */

/* A new environment with Jinja2's defaults.
 * Borrows  mem: must outlive the environment. NULL: malloc and free.
 * Returns  NULL without memory. Release: hk_env_free, after everything made from it.
 * Threads  one thread configures it; from the first template on it is read only, and many threads may use it. */
HK_API hk_env *hk_env_new(const hk_allocator *mem);
HK_API void hk_env_free(hk_env *env);

/* Sets an option, named as Jinja2's Environment names it. Options are set before the first template is compiled.
 *   flags:  trim_blocks lstrip_blocks keep_trailing_newline autoescape sandboxed native newstyle_gettext optimized
 *   texts:  block_start_string block_end_string variable_start_string variable_end_string comment_start_string
 *           comment_end_string line_statement_prefix line_comment_prefix (NULL: none) newline_sequence
 *           undefined ("default", "strict", "chainable", "debug")
 *           autoescape ("select": by the template's name, as select_autoescape() with its defaults)
 *           sandboxed ("immutable": templates cannot change lists and dicts either)
 *           preset ("huggingface": the environment in which chat templates of language models are rendered)
 * Fails    HK_ARGUMENT_ERROR: no such option, a value it does not take, or a template was compiled before. */
HK_API hk_status hk_env_set_flag(hk_env *env, const char *option, bool on, hk_error *error);
HK_API hk_status hk_env_set_text(hk_env *env, const char *option, const char *text, size_t size, hk_error *error);

/* Limits every render; 0: none, as at the start. A render that reaches one stops with HK_LIMIT, or HK_NO_MEMORY for memory.
 *   fuel        instructions, and the work that builtins do
 *   memory      bytes that a render takes for its values
 *   output      bytes written
 *   call_depth  macros, blocks, includes and recursive loops inside each other; never more than 1000
 * Fails    HK_ARGUMENT_ERROR: no such limit, or a template was compiled before. */
HK_API hk_status hk_env_set_limit(hk_env *env, const char *limit, uint64_t value, hk_error *error);

/* Switches an extension on: "do", "loopcontrols", "i18n", "debug" (also spelled "jinja2.ext.do" and so on).
 * Fails    HK_ARGUMENT_ERROR: no such extension, or too late. */
HK_API hk_status hk_env_add_extension(hk_env *env, const char *name, hk_error *error);

/* Adds a directory in which templates are looked for, after those added before. A name's parts are separated by "/"; one that
 * would lead out of the directory is not found. The path is copied. */
HK_API hk_status hk_env_add_directory(hk_env *env, const char *path, hk_error *error);

/* Adds a template's text under a name. It is looked for before directories. Both are copied; a later one replaces an earlier. */
HK_API hk_status hk_env_add_template(hk_env *env, const char *name, size_t name_size, const char *source, size_t size, hk_error *error);

/* Switches loading on with nothing to load from: names are then not found, instead of "no loader for this environment specified". */
HK_API hk_status hk_env_set_empty_loader(hk_env *env, hk_error *error);

/* Adds each entry of a dict to the globals: variables of every template, seen also by what is imported without context. Copied. */
HK_API hk_status hk_env_add_globals(hk_env *env, hk_value dict, hk_error *error);

/* Installs translations for the extension i18n: a dict from message to text. A message with a context has the key
 * context, U+0004, message; a plural is chosen by n == 1. What is not in the dict stands for itself. Copied. */
HK_API hk_status hk_env_set_translations(hk_env *env, hk_value dict, hk_error *error);

/* ---------------------------------------------------------------- templates */

/* Finds a template by name, compiles it if that was not done before, and keeps it.
 * Returns  *out, valid as long as the environment.
 * Fails    HK_TEMPLATE_NOT_FOUND, HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR, HK_IO_ERROR.
 * Threads  any number at a time. */
HK_API HK_MUSTUSE hk_status hk_env_get_template(hk_env *env, const char *name, size_t size, const hk_template **out, hk_error *error);

/* Compiles a template from text. `name` may be NULL; it is put in errors. Nothing is borrowed.
 * Returns  *out, valid as long as the environment. */
HK_API HK_MUSTUSE hk_status hk_env_from_string(hk_env *env, const char *source, size_t size, const char *name, const hk_template **out, hk_error *error);

/* Compiles an expression, such as "user.name|upper", for hk_evaluate. */
HK_API HK_MUSTUSE hk_status hk_env_expression(hk_env *env, const char *source, size_t size, const hk_template **out, hk_error *error);

/* What a template's compilation saw or made, as text, for people. */
typedef enum hk_dump { HK_DUMP_TOKENS, HK_DUMP_AST, HK_DUMP_PROGRAM } hk_dump;
HK_API hk_status hk_env_dump(hk_env *env, hk_dump what, const char *source, size_t size, const char *name, hk_sink sink, hk_error *error);

/* ---------------------------------------------------------------- contexts and values */

/* A new, empty context. Values made in it live as long as it does.
 * Returns  NULL without memory. Release: hk_context_free, before its environment.
 * Threads  one thread builds it; after that any number may render from it. */
HK_API hk_context *hk_context_new(hk_env *env);
HK_API void hk_context_free(hk_context *context);

/* Sets a variable. Adding to a context that ran out of memory does nothing: the render will fail with HK_NO_MEMORY. */
HK_API void hk_context_set(hk_context *context, const char *name, hk_value value);
/* Sets a variable for each entry of a dict; keys that are not strings are passed over. */
HK_API void hk_context_set_all(hk_context *context, hk_value dict);

/* Making values. Texts are UTF-8 and copied; text that is not valid UTF-8 makes the context fail with HK_UNICODE_DECODE_ERROR.
 * A list or dict can be added to until the first render that sees it. */
HK_API hk_value hk_none(void);
HK_API hk_value hk_bool(bool b);
HK_API hk_value hk_int(int64_t i);
HK_API hk_value hk_float(double d);
HK_API hk_value hk_string(hk_context *context, const char *text, size_t size);
HK_API hk_value hk_safe_string(hk_context *context, const char *text, size_t size);  /* Markup: not escaped again */
HK_API hk_value hk_list(hk_context *context);
HK_API hk_value hk_dict(hk_context *context);
HK_API void hk_list_push(hk_context *context, hk_value list, hk_value item);
HK_API void hk_dict_set(hk_context *context, hk_value dict, const char *key, hk_value value);
/* HK_OK, or why the context is not complete. */
HK_API hk_status hk_context_status(const hk_context *context);

/* Reads JSON text into a value of the context. Keys keep their order; of equal keys the last wins, in the first one's
 * place; integers of any size are exact; NaN and Infinity are read as Python's json does.
 * Fails    HK_JSON_ERROR with line and column; HK_RECURSION_ERROR: nested too deeply. */
HK_API HK_MUSTUSE hk_status hk_json_read(hk_context *context, const char *text, size_t size, hk_value *out, hk_error *error);

/* Writes a value as JSON on one line.
 * Fails    HK_TYPE_ERROR: something that JSON cannot say; HK_IO_ERROR: the sink refused. */
HK_API hk_status hk_json_write(hk_context *context, hk_value value, hk_sink sink, hk_error *error);

/* Looking into values; a value of another type gives false, 0 or NULL. */
HK_API hk_type hk_type_of(hk_value v);
HK_API bool hk_as_bool(hk_value v);
HK_API int64_t hk_as_int(hk_value v);
HK_API double hk_as_float(hk_value v);
HK_API const char *hk_as_string(hk_value v, size_t *size);  /* not NUL-terminated; lives as long as the value */
HK_API size_t hk_length(hk_value v);                        /* items of a list, tuple or dict */
HK_API hk_value hk_list_at(hk_value list, size_t index);    /* undefined outside */
HK_API bool hk_dict_get(hk_context *context, hk_value dict, const char *key, hk_value *out);
/* Steps through a dict: start with *at = 0; false at the end. */
HK_API bool hk_dict_next(hk_value dict, size_t *at, hk_value *key, hk_value *value);

/* ---------------------------------------------------------------- rendering */

/* Renders a template once, handing the text to `sink` as it is made.
 * Borrows  t, context: neither is changed. context may be NULL: no variables.
 * Returns  HK_OK, or why it stopped. Text already handed to the sink stays handed over.
 * Fails    whatever the template raises; HK_LIMIT; HK_IO_ERROR: the sink refused.
 * Threads  one template and one context may be rendered by many threads at once. */
HK_API HK_MUSTUSE hk_status hk_render(const hk_template *t, const hk_context *context, hk_sink sink, hk_error *error);

/* Evaluates what hk_env_expression compiled, or renders a template of an environment with native types. The result is copied into
 * `home`; an undefined result is none.
 * Fails    what the expression raises; HK_TYPE_ERROR: a result that cannot outlive its render (a macro, a generator). */
HK_API HK_MUSTUSE hk_status hk_evaluate(const hk_template *t, const hk_context *context, hk_context *home, hk_value *out, hk_error *error);

#ifdef __cplusplus
}
#endif
#endif
