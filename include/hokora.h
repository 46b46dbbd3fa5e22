/* hokora.h: Jinja2 for C.
 *
 * A template is compiled once into a program and rendered many times against a tree of values.
 *
 *     hk_error error = HK_ERROR_NONE;
 *     const hk_template *page;
 *     hk_env *env = hk_env_new(NULL);
 *     hk_env_add_directory(env, "templates", NULL);
 *     hk_context *context = hk_context_new(env);
 *     hk_context_set(context, "name", hk_cstring(context, "Ada"));
 *     if (hk_env_get_template(env, "page.html", HK_NUL, &page, &error) != HK_OK ||
 *         hk_render(page, context, hk_file_sink(stdout), &error) != HK_OK)
 *         hk_error_write(&error, hk_file_sink(stderr));
 *     hk_error_clear(&error);
 *     hk_context_free(context);
 *     hk_env_free(env);
 *
 * Words used below, always in the same sense:
 *   Borrows  an argument that must outlive the call (or the object named) and is not changed
 *   Returns  what comes back, and how long it lives
 *   Fails    the statuses beside HK_NO_MEMORY, which every call that allocates may give
 *   Threads  who may call at the same time
 * What is missing or makes no sense is refused: a function that returns a status fails with HK_ARGUMENT_ERROR and says why; one that
 * makes a value returns none and leaves the reason in its context (hk_context_status), which then does not render; one that looks
 * returns undefined, false, 0 or NULL; hk_..._free, _close, _clear and _release take NULL. What cannot be seen is left to the
 * host, as always in C: a pointer into nowhere, a size beyond the text, what was freed.
 *
 * Renders that stay open, streams and modules, are in hokora_sessions.h, which is included below. Three more headers are not: hokora_tags.h
 * (tags of one's own), hokora_tools.h (for editors, checkers and build tools) and hokora_jansson.h (values from jansson's trees).
 */
#ifndef HOKORA_H
#define HOKORA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define HK_API __attribute__((visibility("default")))
#define HK_MUSTUSE __attribute__((warn_unused_result))
#define HK_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define HK_API
#define HK_MUSTUSE
#define HK_PRINTF(text, first)
#endif

/* The size of a text that ends at its NUL, wherever a host gives a text with a size. */
#define HK_NUL ((size_t)-1)

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
    HK_NAME_ERROR,              /* NameError of Python itself: a constant that is an infinity or nan, as in {% set x = 1e999 %} */
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
    unsigned length;            /* how many characters from `column` on are meant; 0: not known */
    const char *source_line;    /* that line of the template, without its newline; NULL: not known */
    const char *excerpt;        /* up to 5 lines before it, the line, up to 5 behind it, each with its newline; NULL: not known */
    unsigned first_line;        /* the number of the excerpt's first line */
    const char *hint;           /* for a person: "did you mean 'user'?"; NULL: none. Jinja2 has none: the message stays its own */
    const char *tried;          /* of a template that was not found: where it was looked for, a line each; NULL: nowhere */
    const char *trace;          /* the templates, macros and blocks it came through, innermost first: lines of template, line and what it
                                   is, with a tab between; "" if none */
    const hk_allocator *hki_mem;
    void *hki_block;
    size_t hki_size;
} hk_error;

#define HK_ERROR_NONE {HK_OK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

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

/* Text that grows; start from HK_BUFFER_NONE, with an allocator of your own in `mem` if you like. */
typedef struct hk_buffer {
    char *text;                 /* `size` bytes and a NUL; NULL: nothing was written */
    size_t size;
    bool failed;                /* something was refused for want of memory: the text is cut short */
    const hk_allocator *mem;    /* NULL: malloc and free */
    size_t hki_room;
} hk_buffer;
#define HK_BUFFER_NONE {NULL, 0, false, NULL, 0}

/* Sinks: into a buffer, behind what it holds; a stdio stream; a file descriptor, which must block. A NULL or negative argument gives a
 * sink that every function refuses with HK_ARGUMENT_ERROR.
 * Borrows  buffer, file: until the sink is not used any more. */
HK_API hk_sink hk_buffer_sink(hk_buffer *buffer);
HK_API hk_sink hk_file_sink(FILE *file);
HK_API hk_sink hk_fd_sink(int file);
/* Releases the text; the buffer can be used again. NULL is allowed. */
HK_API void hk_buffer_free(hk_buffer *buffer);

/* Writes an error for a person at a terminal: "Kind: message", the place, the source line with what is meant underlined, the hint, where a
 * template was looked for, and the chain of templates. Control characters, which could command a terminal, are shown as U+FFFD.
 * Fails    HK_IO_ERROR when the sink refuses. */
HK_API hk_status hk_error_write(const hk_error *error, hk_sink sink);

/* Writes an error as a JSON object on one line: kind, message, template, line, column, length, source_line, first_line, excerpt and tried
 * (lists of lines), hint, and trace: a list of template, line and in. What is not known is null.
 * Fails    HK_IO_ERROR when the sink refuses. */
HK_API hk_status hk_error_json(const hk_error *error, hk_sink sink);

/* Writes an error as a page for a developer's browser: message, hint, place, the lines around it with what is meant marked, where a
 * template was looked for, chain, all of it escaped. It shows source text: not a page for visitors. Its style stands in the page: a
 * Content-Security-Policy must allow it, by style-src 'unsafe-inline'.
 * Fails    HK_IO_ERROR when the sink refuses. */
HK_API hk_status hk_error_html(const hk_error *error, hk_sink sink);

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

/* A call of a host's function, while it runs. */
typedef struct hk_call hk_call;

/* A filter, test or function of a host. `user` is what it was added with.
 * Returns  the result: made in hk_call_home(call), or in a context that outlives the render, or a simple value. Whatever it returns
 *          after hk_call_fail, or after a function of `call` failed, is ignored: the render stops with that error.
 * Threads  called by every thread that renders. */
typedef hk_value (*hk_native)(hk_call *call, void *user);

/* ---------------------------------------------------------------- environments */

/* A new environment with Jinja2's defaults. One of them is that nothing is escaped: a program that makes HTML switches that on,
 *     hk_env_set_text(env, "autoescape", "select", HK_NUL, &error);     for names that end in .html, .htm or .xml, and none at all
 * Borrows  mem: must outlive the environment. NULL: malloc and free.
 * Returns  NULL without memory. Release: hk_env_free, after everything made from it.
 * Threads  one thread configures it; from the first template on it is read only, and many threads may use it. */
HK_API hk_env *hk_env_new(const hk_allocator *mem);
HK_API void hk_env_free(hk_env *env);

/* Sets an option, named as Jinja2's Environment names it. Options are set before the first template is compiled.
 *   flags:  trim_blocks lstrip_blocks keep_trailing_newline autoescape sandboxed native newstyle_gettext optimized auto_reload
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
 *   memory      bytes that a render takes, with the copies that a collection makes of what is alive
 *   output      bytes written
 *   call_depth  macros, blocks, includes and recursive loops inside each other; never more than 976
 * Fails    HK_ARGUMENT_ERROR: no such limit, or a template was compiled before. */
HK_API hk_status hk_env_set_limit(hk_env *env, const char *limit, uint64_t value, hk_error *error);

/* Switches an extension on.
 *   Jinja2's  "do", "loopcontrols", "i18n", "debug" (also spelled "jinja2.ext.do" and so on). As there, {% trans %} finds gettext undefined
 *             until translations are given: by hk_env_add_catalogue or another; an empty hk_translator leaves messages as they are
 *   "regex"   Ansible's filters regex_replace, regex_search, regex_findall, regex_escape and tests match, search, regex, with the
 *             syntax and the meaning of Python's re; a match that takes too many steps stops the render with HK_LIMIT
 *   "extras"  filters bool, chain, dateformat, datetimeformat, lines, pluralize, split, timeformat, zip; tests containing, endingwith,
 *             startingwith; the global now(). Dates are Unix timestamps or ISO 8601 texts, shown in UTC or at tz='+02:00'
 * Fails    HK_ARGUMENT_ERROR: no such extension, or too late. */
HK_API hk_status hk_env_add_extension(hk_env *env, const char *name, hk_error *error);

/* Where templates are looked for by name: in the order in which these are called, the first that has a name gives it.
 * Fails    HK_ARGUMENT_ERROR: something is missing, or a template was compiled before. */

/* A directory. A name's parts are separated by "/"; one that would lead out of the directory, by ".." or through a link, is not
 * found. The path is copied. */
HK_API hk_status hk_env_add_directory(hk_env *env, const char *path, hk_error *error);

/* A template's text under a name. Both are copied; a later one replaces an earlier, in its place. */
HK_API hk_status hk_env_add_template(hk_env *env, const char *name, size_t name_size, const char *source, size_t size, hk_error *error);

/* Templates that are part of the program.
 * Borrows  items and their texts: must outlive the environment. */
typedef struct hk_embedded { const char *name, *text; size_t size; } hk_embedded;
HK_API hk_status hk_env_add_embedded(hk_env *env, const hk_embedded *items, size_t count, hk_error *error);

/* What a host's loader gives. */
typedef struct hk_source {
    const char *text;               /* UTF-8; must be there until the loader was asked the next time, or `done` is called */
    size_t size;
    bool (*uptodate)(void *data);   /* whether this is still the newest; NULL: always */
    void (*done)(void *data);       /* nothing of this is used any more; NULL: there is nothing to do. Called also if it did not compile */
    void *data;
} hk_source;

/* Finds a template's text.
 * Returns  whether there is one of this name, with *out; after hk_call_fail the search ends with that error.
 * Threads  called by every thread that renders. */
typedef bool (*hk_load)(hk_call *call, void *user, const char *name, size_t size, hk_source *out);
HK_API hk_status hk_env_add_loader(hk_env *env, hk_load load, void *user, hk_error *error);

/* What is added from now on is only asked for names that start with `prefix` and "/", and for the part behind that. NULL: for all names
 * again, as at the start. */
HK_API hk_status hk_env_set_prefix(hk_env *env, const char *prefix, hk_error *error);

/* Switches loading on with nothing to load from: names are then not found, instead of "no loader for this environment specified". */
HK_API hk_status hk_env_set_empty_loader(hk_env *env, hk_error *error);

/* How many templates that were loaded by name are kept; beyond that, the one that was not used for longest goes. At the start 400; 0: none,
 * -1: all. One that a render or the host still uses stays until then. With the flag auto_reload (on at the start) one whose file changed,
 * or whose loader says so, is loaded again when a render or hk_env_get_template asks for it; a render that runs keeps what it has.
 * Fails    HK_ARGUMENT_ERROR: a number below -1, or a template was compiled before. */
HK_API hk_status hk_env_set_cache_size(hk_env *env, int64_t templates, hk_error *error);

/* Switches escaping on by the end of a template's name, as select_autoescape() does: on for the endings in `enabled`, off for those in
 * `disabled`, such as "html htm xml" (without points, with a space between; NULL: none); `otherwise` for other names, `for_string` for
 * templates without one.
 * Fails    HK_ARGUMENT_ERROR: a template was compiled before. */
HK_API hk_status hk_env_select_autoescape(hk_env *env, const char *enabled, const char *disabled, bool for_string, bool otherwise,
    hk_error *error);

/* Asks a function of the host instead; `name` is NULL for templates without one, and not NUL-terminated.
 * Borrows  user: must outlive the environment.
 * Threads  called by every thread that compiles. */
typedef bool (*hk_autoescape)(void *user, const char *name, size_t size);
HK_API hk_status hk_env_set_autoescape(hk_env *env, hk_autoescape escapes, void *user, hk_error *error);

/* Passes everything that is printed through a function of the host, as the environment's `finalize` does: hk_call_arg(call, 0) is the
 * value, and what it returns is printed.
 * Fails    HK_ARGUMENT_ERROR: no function, or a template was compiled before. */
HK_API hk_status hk_env_set_finalize(hk_env *env, hk_native finalize, void *user, hk_error *error);

/* Adds a function that is run before each render, in the order in which they were added, and may set variables. What the render was given
 * itself wins. A variable set here is one that the host gave: templates imported without context do not see it.
 *   variables  where to set them, and to make their values: it lives as long as the render
 *   given      the context of the render; NULL: none. Only to look at
 * Borrows  user: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: no function, or a template was compiled before.
 * Threads  called by every thread that renders. */
typedef void (*hk_processor)(hk_context *variables, const hk_context *given, void *user);
HK_API hk_status hk_env_add_processor(hk_env *env, hk_processor run, void *user, hk_error *error);

/* Is told of each render: its template's name (NULL: none; not NUL-terminated), how it ended, how long it took. Either may be NULL. */
typedef struct hk_observer {
    void (*before)(void *user, const char *name, size_t size);
    void (*after)(void *user, const char *name, size_t size, hk_status status, uint64_t nanoseconds);
    void *user;
} hk_observer;
/* Fails    HK_ARGUMENT_ERROR: no observer, or a template was compiled before.
 * Threads  called by every thread that renders. */
HK_API hk_status hk_env_set_observer(hk_env *env, const hk_observer *observer, hk_error *error);

/* The variable of a context; false: it was not set. For processors, and for tests. */
HK_API bool hk_context_get(const hk_context *context, const char *name, hk_value *out);

/* Sets a policy, named as Jinja2 names it: "truncate.leeway" (an integer), "urlize.rel", "urlize.target" (a text or none),
 * "urlize.extra_schemes" (a list of texts or none), "json.dumps_kwargs" (a dict; sort_keys is what it may hold), "ext.i18n.trimmed" (a
 * bool). The value is copied.
 * Fails    HK_ARGUMENT_ERROR: no such policy, a value it does not take, or a template was compiled before. */
HK_API hk_status hk_env_set_policy(hk_env *env, const char *policy, hk_value value, hk_error *error);

/* What a name of a template means to the template that names it, such as one relative to it: as Environment.join_path. Templates without a
 * name, and the host itself, use names as they are. NULL: all do, as at the start.
 * Returns  a string, made in hk_call_home(call).
 * Borrows  user: must outlive the environment.
 * Threads  called by every thread that renders.
 * Fails    HK_ARGUMENT_ERROR: a template was compiled before. */
typedef hk_value (*hk_join)(hk_call *call, void *user, const char *name, size_t size, const char *parent, size_t parent_size);
HK_API hk_status hk_env_set_join(hk_env *env, hk_join join, void *user, hk_error *error);

/* A new environment that is configured as another, to be changed: another language, another set of delimiters. Loaders and catalogues that
 * are added to it stand in place of those of the other; all else comes on top. It has templates of its own; contexts serve both.
 *     hk_env_overlay(env, &german, &error);  hk_env_add_catalogue(german, "de.mo", &error);
 * Borrows  env: must outlive the overlay; it cannot be configured any more.
 * Returns  *out; release: hk_env_free.
 * Fails    what configuring raises when the first template comes; HK_ARGUMENT_ERROR: NULL. */
HK_API HK_MUSTUSE hk_status hk_env_overlay(hk_env *env, hk_env **out, hk_error *error);

/* Adds each entry of a dict to the globals: variables of every template, seen also by what is imported without context. Copied; keys
 * that are not strings are passed over.
 * Fails    HK_TYPE_ERROR: something that is no plain data; HK_ARGUMENT_ERROR: no dict, or a template was compiled before. */
HK_API hk_status hk_env_add_globals(hk_env *env, hk_value dict, hk_error *error);

/* ---------------------------------------------------------------- functions of the host */

/* Adds a filter, a test (of what it returns the truth counts), or a function (a global variable that can be called). A later one of the
 * same name replaces an earlier or a builtin one. Name and signature are copied.
 *   signature  the parameters as Python writes them: "value, width=80, *rest, fill=' ', **named". A default is an integer, a float,
 *              'text', True, False, None or ? (may be left out: hk_call_given tells). Of a filter or test, the first one is the value.
 *     hk_env_add_filter(env, "money", "cents, currency='EUR'", money, NULL, &error);     {{ 1250|money }} {{ 1250|money(currency="USD") }}
 * Borrows  user: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: a signature that does not parse, or a template was compiled before. */
HK_API hk_status hk_env_add_filter(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error);
HK_API hk_status hk_env_add_test(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error);
HK_API hk_status hk_env_add_function(hk_env *env, const char *name, const char *signature, hk_native run, void *user, hk_error *error);

/* A context in which to make values that live as long as the render. It has no variables; hk_context_free leaves it alone.
 * Returns  valid during the call; NULL for a NULL call. */
HK_API hk_context *hk_call_home(hk_call *call);

/* The argument of parameter `i` of the signature, counted from 0, its default filled in. The typed ones raise TypeError for another type,
 * as Python would; hk_call_text takes the text of anything, as str() gives it.
 * Returns  the value; undefined, 0, false or "" if it was not given or after raising. Texts live as long as the render.
 * Fails    the render, with HK_ARGUMENT_ERROR: the signature has no such parameter. */
HK_API hk_value hk_call_arg(hk_call *call, unsigned i);
HK_API bool hk_call_given(hk_call *call, unsigned i);
HK_API int64_t hk_call_int(hk_call *call, unsigned i);
HK_API double hk_call_float(hk_call *call, unsigned i);
HK_API bool hk_call_truth(hk_call *call, unsigned i);
HK_API const char *hk_call_string(hk_call *call, unsigned i, size_t *size);
HK_API const char *hk_call_text(hk_call *call, unsigned i, size_t *size);

/* What *rest and **named took.
 * Returns  how many; *items (or *names, which are strings, and *values) are valid during the call. */
HK_API size_t hk_call_rest(hk_call *call, const hk_value **items);
HK_API size_t hk_call_named(hk_call *call, const hk_value **names, const hk_value **values);

/* A variable as the template that is running finds it in its context: what the render was given, what was set at the top level, and
 * globals. Undefined if there is none. */
HK_API hk_value hk_call_variable(hk_call *call, const char *name);
/* Whether the running template escapes what it prints. */
HK_API bool hk_call_autoescape(const hk_call *call);
/* The name of the running template, not NUL-terminated; NULL: it has none. */
HK_API const char *hk_call_template(const hk_call *call, size_t *size);

/* Calls a value of the template: a macro, a caller(), a function.
 * Returns  its result; undefined after it raised, which stops the render. */
HK_API hk_value hk_call_call(hk_call *call, hk_value callee, const hk_value *args, size_t count);

/* Applies a filter, or a test, that the template has. `args` are those behind the value.
 *     hk_value safe = hk_call_filter(call, "escape", hk_call_arg(call, 0), NULL, 0);
 * Returns  the result; undefined, or false, after it raised, which stops the render: TemplateRuntimeError if there is none of that name. */
HK_API hk_value hk_call_filter(hk_call *call, const char *name, hk_value value, const hk_value *args, size_t count);
HK_API bool hk_call_test(hk_call *call, const char *name, hk_value value, const hk_value *args, size_t count);

/* Stops the render with an error of the host's own; printf's format. The first error wins.
 * Returns  an undefined value, so that a function can `return hk_call_fail(…)`. */
HK_API hk_value hk_call_fail(hk_call *call, hk_status kind, const char *format, ...) HK_PRINTF(3, 4);

/* ---------------------------------------------------------------- objects of the host */

/* What templates can do with a host's own object; NULL: they cannot, with the error Python has for that. `self` is the pointer given
 * to hk_object. Functions make values in hk_call_home(call) and report with hk_call_fail. A table and its name must outlive the
 * environments it is used with.
 * Threads  called by every thread that renders; `drop` by the one that ends the context or render. */
typedef struct hk_object_type {
    const char *name;           /* of the type, in messages: "Cursor" */
    bool (*attribute)(hk_call *call, void *self, const char *name, size_t size, hk_value *out);     /* false: there is none */
    bool (*item)(hk_call *call, void *self, hk_value key, hk_value *out);                           /* self[key] */
    /* Iterates: the next item; *at is 0 at the start and the function's own from then on. Without it, an object that has `item` and
     * `length` is walked by number. */
    bool (*next)(hk_call *call, void *self, size_t *at, hk_value *out);
    size_t (*length)(hk_call *call, void *self);
    hk_value (*call)(hk_call *call, void *self);    /* self(…): see hk_call_rest, hk_call_named */
    hk_value (*text)(hk_call *call, void *self);    /* a string: what is printed */
    hk_value (*html)(hk_call *call, void *self);    /* a string: what is printed where text is escaped; it is not */
    bool (*truth)(hk_call *call, void *self);       /* NULL: the length is not 0, else true */
    bool (*equal)(hk_call *call, void *self, void *other);  /* of the same type; NULL: the same value */
    void (*drop)(void *self);   /* the context or render that the object was made in ends */
} hk_object_type;

/* A value that stands for a host's object; nothing is copied.
 * Borrows  type; self, until `drop` is called: once for each call of hk_object, also if it fails. Without `drop`, self must outlive
 *          the context.
 * Returns  none if the context has failed. */
HK_API hk_value hk_object(hk_context *context, const hk_object_type *type, void *self);
/* The pointer that a value was made from; NULL: it is no object of this type. */
HK_API void *hk_object_self(hk_value v, const hk_object_type *type);

/* A function as a value, for an object's or a dict's own methods. Arguments as for hk_env_add_function; `user` must outlive the context.
 * Returns  none if the context has failed: HK_ARGUMENT_ERROR for a signature that does not parse, or for a render's context. */
HK_API hk_value hk_function(hk_context *context, const char *name, const char *signature, hk_native run, void *user);

/* Text with its size. */
typedef struct hk_text { const char *text; size_t size; } hk_text;

/* What a member of a struct is. INT, UINT and FLOAT are of the size that the member has. */
typedef enum hk_kind {
    HK_KIND_BOOL, HK_KIND_INT, HK_KIND_UINT, HK_KIND_FLOAT,
    HK_KIND_CHARS,              /* char member[N]: text up to a NUL or the end */
    HK_KIND_CSTRING,            /* const char *: NUL-terminated; NULL is none */
    HK_KIND_TEXT,               /* hk_text; a NULL text is none */
    HK_KIND_VALUE,              /* hk_value, of a context that outlives the render */
    HK_KIND_STRUCT,             /* a struct inside */
    HK_KIND_POINTER,            /* a pointer to a struct; NULL is none */
    HK_KIND_ARRAY,              /* a pointer to items, with their number in another member */
    HK_KIND_COUNT
} hk_kind;

/* One member of a struct, as templates see it. Made by the macros below. */
typedef struct hk_field {
    const char *name;
    hk_kind kind;
    size_t offset, size;
    const struct hk_fields *of;         /* STRUCT, POINTER, ARRAY of structs */
    size_t count_offset, count_size;    /* ARRAY: the member that has the number of items */
    hk_kind item;                       /* ARRAY: what its items are, */
    size_t item_size;                   /* and their size */
} hk_field;

/* A struct, as templates see it:
 *     static const hk_field user_members[] = {
 *         HK_FIELD(struct user, name, HK_KIND_CSTRING), HK_FIELD(struct user, age, HK_KIND_INT),
 *         HK_FIELD_ARRAY(struct user, orders, norders, HK_KIND_STRUCT, &order_fields)};
 *     static const hk_fields user_fields = HK_FIELDS("User", struct user, user_members); */
typedef struct hk_fields { const char *name; size_t size; const hk_field *members; size_t count; } hk_fields;

#define HK_FIELD(type, member, kind) {#member, kind, offsetof(type, member), sizeof(((type *)0)->member), NULL, 0, 0, HK_KIND_COUNT, 0}
/* A struct inside (HK_KIND_STRUCT) or behind a pointer (HK_KIND_POINTER). */
#define HK_FIELD_OF(type, member, kind, fields) \
    {#member, kind, offsetof(type, member), sizeof(((type *)0)->member), fields, 0, 0, HK_KIND_COUNT, 0}
/* A pointer to items of a kind, `fields` being NULL unless they are structs; `number` is the integer member that counts them. */
#define HK_FIELD_ARRAY(type, member, number, item, fields) \
    {#member, HK_KIND_ARRAY, offsetof(type, member), sizeof(((type *)0)->member), fields, offsetof(type, number), \
        sizeof(((type *)0)->number), item, sizeof(*((type *)0)->member)}
#define HK_FIELDS(name, type, members) {name, sizeof(type), members, sizeof(members) / sizeof *(members)}

/* A struct, or an array of `count` structs, as a value; nothing is copied. Members are attributes, and items by name; an array is
 * indexed, iterated and has a length.
 * Borrows  fields, self: must outlive the context, and must not change while a render uses them.
 * Returns  none if the context has failed; texts that are not UTF-8 raise UnicodeDecodeError in the render that reads them. */
HK_API hk_value hk_struct(hk_context *context, const hk_fields *fields, const void *self);
HK_API hk_value hk_structs(hk_context *context, const hk_fields *fields, const void *items, size_t count);

/* ---------------------------------------------------------------- undefined values */

/* Hears of each undefined value that a render prints, iterates over or tests (`fails` false), or that makes it fail (`fails` true; the
 * strict kind fails at once), as with jinja2.make_logging_undefined. The message is what an error would say, "'user' is undefined"; it
 * is not NUL-terminated, and valid during the call. Values that are only asked after (is defined, default()) are not reported. */
typedef void (*hk_undefined_logger)(void *user, const char *message, size_t size, bool fails);

/* Borrows  user: must outlive the environment.
 * Threads  the function is called by every thread that renders.
 * Fails    HK_ARGUMENT_ERROR: a template was compiled before. */
HK_API hk_status hk_env_set_undefined_logger(hk_env *env, hk_undefined_logger log, void *user, hk_error *error);

/* ---------------------------------------------------------------- translations */

/* Installs translations for the extension i18n: a dict from message to text. A message with a context has the key
 * context, U+0004, message; a plural is chosen by n == 1. What is not in the dict stands for itself. Copied. */
HK_API hk_status hk_env_set_translations(hk_env *env, hk_value dict, hk_error *error);

/* Adds a message catalogue for the extension i18n: a .mo file as msgfmt writes it, in UTF-8, with contexts and plurals. Of several, an
 * earlier one is asked first; the dict of hk_env_set_translations last. A message that none has stands for itself. A file is not
 * trusted: a damaged or hostile one is refused. Path and bytes are copied.
 * Fails    HK_IO_ERROR: the file cannot be read; HK_VALUE_ERROR: not a catalogue, damaged, or not in UTF-8;
 *          HK_ARGUMENT_ERROR: a template was compiled before. */
HK_API hk_status hk_env_add_catalogue(hk_env *env, const char *path, hk_error *error);
HK_API hk_status hk_env_add_catalogue_bytes(hk_env *env, const void *bytes, size_t size, hk_error *error);

/* A host's own translations, such as libintl's. Texts are NUL-terminated UTF-8; one that is returned is copied at once. A function that
 * is NULL, or returns NULL, has no text: catalogues are asked then. Under libintl, gettext is dgettext(domain, message), and pgettext
 * is the macro of that name in gettext.h. */
typedef struct hk_translator {
    const char *(*gettext)(void *user, const char *message);
    const char *(*ngettext)(void *user, const char *singular, const char *plural, uint64_t n);
    const char *(*pgettext)(void *user, const char *context, const char *message);
    const char *(*npgettext)(void *user, const char *context, const char *singular, const char *plural, uint64_t n);
    void *user;
} hk_translator;

/* Installs them for the extension i18n. The struct is copied.
 * Borrows  t->user: must outlive the environment.
 * Threads  the functions are called by every thread that renders.
 * Fails    HK_ARGUMENT_ERROR: a template was compiled before. */
HK_API hk_status hk_env_set_translator(hk_env *env, const hk_translator *t, hk_error *error);

/* ---------------------------------------------------------------- templates */

/* Finds a template by name, compiles it if that was not done before, and keeps it.
 * Returns  *out, valid as long as the environment.
 * Fails    HK_TEMPLATE_NOT_FOUND, HK_TEMPLATE_SYNTAX_ERROR, HK_TEMPLATE_ASSERTION_ERROR, HK_IO_ERROR.
 * Threads  any number at a time. */
HK_API HK_MUSTUSE hk_status hk_env_get_template(hk_env *env, const char *name, size_t size, const hk_template **out, hk_error *error);

/* Says that a template is not used any more, so that it can be freed before the environment is. Needed only by programs that run on while
 * their templates change, or that make ever new ones from text; after as many calls as there were calls that gave it to the host, the
 * template must not be used. One call too many is ignored while the cache or a render has it. NULL is allowed. */
HK_API void hk_template_release(const hk_template *t);

/* Compiles a template from text. `name` may be NULL; it is put in errors. Nothing is borrowed.
 * Returns  *out, valid as long as the environment. */
HK_API HK_MUSTUSE hk_status hk_env_from_string(hk_env *env, const char *source, size_t size, const char *name, const hk_template **out,
    hk_error *error);

/* Compiles an expression, such as "user.name|upper", for hk_evaluate; to render it is HK_ARGUMENT_ERROR. */
HK_API HK_MUSTUSE hk_status hk_env_expression(hk_env *env, const char *source, size_t size, const hk_template **out, hk_error *error);

/* The first of several templates that there is.
 * Fails    HK_TEMPLATES_NOT_FOUND; otherwise as hk_env_get_template. */
HK_API HK_MUSTUSE hk_status hk_env_select_template(
    hk_env *env, const char *const *names, size_t count, const hk_template **out, hk_error *error);

/* A template with globals of its own, over those of the environment: what get_template(name, globals=…) and from_string(…, globals=…) give.
 * What it imports sees them, too. It shares the program of `t`, so that one for each request costs little.
 *     hk_template_with(page, request_globals, &mine, &error);  render, and then hk_template_release(mine);
 * Borrows  globals: a dict of a context that outlives the template.
 * Returns  *out, valid as long as the environment, or until hk_template_release; `t` is held as long.
 * Fails    HK_ARGUMENT_ERROR: no template, no dict, or a dict of a render.
 * Threads  any number at a time. */
HK_API HK_MUSTUSE hk_status hk_template_with(const hk_template *t, hk_value globals, const hk_template **out, hk_error *error);

/* A template as a value, for {% extends layout %}, include and import.
 * Borrows  t: must outlive the context.
 * Returns  none if the context has failed. */
HK_API hk_value hk_template_value(hk_context *context, const hk_template *t);

/* Whether a template is what loading its name would give now, without regard to the flag auto_reload. True for one without a name. */
HK_API bool hk_template_is_current(const hk_template *t);

/* Forgets the templates that were loaded by name; those in use stay until they are not used any more.
 * Fails    HK_ARGUMENT_ERROR: NULL.
 * Threads  any number at a time, also while others render. */
HK_API hk_status hk_env_clear_cache(hk_env *env);

/* The name and the text of a template, not NUL-terminated.
 * Returns  NULL and a size of 0: it has no name; its text is not known, as of a program that was loaded. Valid as long as the template. */
HK_API const char *hk_template_name(const hk_template *t, size_t *size);
HK_API const char *hk_template_source(const hk_template *t, size_t *size);

/* ---------------------------------------------------------------- saved programs */

/* Saves a template's program, so that it can be loaded without its text, and without parsing. The text is not saved: errors then have no
 * source line. The same library, on processors of the same byte order, and an environment with the same options, can load it.
 * Fails    HK_IO_ERROR: the sink refused; HK_ARGUMENT_ERROR: NULL. */
HK_API HK_MUSTUSE hk_status hk_template_save(const hk_template *t, hk_sink sink, hk_error *error);

/* A template out of a program that was saved. It is verified as a whole before it can run, so that bytes from anywhere give an error or a
 * template, which can do no more than any other. `name` may be NULL; it stands in errors, and decides of escaping as when it was compiled.
 * Borrows  bytes: must outlive the template; they are copied if they do not stand at a multiple of 8, as a mapped file does.
 * Returns  *out, valid as long as the environment, or until hk_template_release.
 * Fails    HK_PROGRAM_ERROR: no program, damaged, of another version, or compiled under other options; HK_ARGUMENT_ERROR: NULL. */
HK_API HK_MUSTUSE hk_status hk_env_load_program(
    hk_env *env, const void *bytes, size_t size, const char *name, const hk_template **out, hk_error *error);

/* A saved program that is found by name, in the order of hk_env_add_template and its kin.
 * Borrows  bytes: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: NULL, or a template was compiled before. A bad program fails when it is asked for. */
HK_API hk_status hk_env_add_program(hk_env *env, const char *name, size_t name_size, const void *bytes, size_t size, hk_error *error);

/* Where programs of templates that are loaded by name are kept between processes, as a BytecodeCache does. Texts are still read, to tell
 * whether a program is of this text and these options; one that is not, or that cannot be used, is compiled and stored again,
 * without an error.
 *   load   writes to `out` what was stored under a name; false: there is nothing
 *   store  keeps it: bytes are valid during the call */
typedef struct hk_program_cache {
    bool (*load)(void *user, const char *name, size_t size, hk_sink out);
    void (*store)(void *user, const char *name, size_t size, const void *bytes, size_t bytes_size);
    void *user;
} hk_program_cache;
/* Borrows  cache->user: must outlive the environment.
 * Fails    HK_ARGUMENT_ERROR: a function is missing, or a template was compiled before.
 * Threads  the functions are called by every thread that compiles. */
HK_API hk_status hk_env_set_program_cache(hk_env *env, const hk_program_cache *cache, hk_error *error);

/* ---------------------------------------------------------------- contexts and values */

/* A new, empty context. Values made in it live as long as it does.
 * Returns  NULL without memory. Release: hk_context_free, before its environment.
 * Threads  one thread builds it; after that any number may render from it. */
HK_API hk_context *hk_context_new(hk_env *env);
HK_API void hk_context_free(hk_context *context);

/* Sets a variable. Adding to a context that has failed, for want of memory or otherwise, does nothing: the render will fail with its
 * error. */
HK_API void hk_context_set(hk_context *context, const char *name, hk_value value);
/* Sets a variable for each entry of a dict; keys that are not strings are passed over. What is no dict makes the context fail. */
HK_API void hk_context_set_all(hk_context *context, hk_value dict);

/* Making values. Texts are UTF-8 and copied; text that is not valid UTF-8 makes the context fail with HK_UNICODE_DECODE_ERROR, more than
 * 2 GiB of it with HK_NO_MEMORY. A list or dict can be added to, with the context that it was made in, until the first render that sees it.
 * A value may stand in another context, also of another environment, that ends before its own. */
HK_API hk_value hk_none(void);
HK_API hk_value hk_bool(bool b);
HK_API hk_value hk_int(int64_t i);
HK_API hk_value hk_float(double d);
HK_API hk_value hk_string(hk_context *context, const char *text, size_t size);
HK_API hk_value hk_cstring(hk_context *context, const char *text);    /* NUL-terminated; NULL is none */
HK_API hk_value hk_string_borrowed(hk_context *context, const char *text, size_t size);  /* not copied: must outlive the context */
HK_API hk_value hk_safe_string(hk_context *context, const char *text, size_t size);  /* Markup: not escaped again */
HK_API hk_value hk_list(hk_context *context);
HK_API hk_value hk_dict(hk_context *context);
HK_API void hk_list_push(hk_context *context, hk_value list, hk_value item);
HK_API void hk_dict_set(hk_context *context, hk_value dict, const char *key, hk_value value);
/* A tuple of values, bytes (copied), an integer of any size from its decimal digits, what a variable `name` that is not there gives. */
HK_API hk_value hk_tuple(hk_context *context, const hk_value *items, size_t count);
HK_API hk_value hk_bytes(hk_context *context, const void *bytes, size_t size);
HK_API hk_value hk_integer(hk_context *context, const char *digits);
HK_API hk_value hk_undefined(hk_context *context, const char *name);
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
HK_API const void *hk_as_bytes(hk_value v, size_t *size);
HK_API size_t hk_length(hk_value v);                        /* items of a list, tuple or dict */
HK_API hk_value hk_list_at(hk_value list, size_t index);    /* undefined outside */
HK_API bool hk_dict_get(hk_context *context, hk_value dict, const char *key, hk_value *out);
/* Steps through a dict: start with *at = 0; false at the end. */
HK_API bool hk_dict_next(hk_value dict, size_t *at, hk_value *key, hk_value *value);

/* What templates do with any value, hosts' objects included: object[key], which is object.key where there is no such item; a list of the
 * items; a == b; a < b.
 * Returns  *out; values are made in `home`, or are part of `object`. An item that there is not is undefined.
 * Fails    what the operation raises, with `home` as good as before; HK_ARGUMENT_ERROR: NULL.
 * Threads  `home` is a context that one thread uses; values may be of contexts that many do. */
HK_API hk_status hk_get(hk_context *home, hk_value object, hk_value key, hk_value *out, hk_error *error);
HK_API hk_status hk_items(hk_context *home, hk_value iterable, hk_value *out, hk_error *error);
HK_API hk_status hk_equal(hk_context *home, hk_value a, hk_value b, bool *out, hk_error *error);
HK_API hk_status hk_less(hk_context *home, hk_value a, hk_value b, bool *out, hk_error *error);

/* Writes a value as {{ value }} prints it, or as Python writes it down: 'text', [1, 2].
 * Fails    what printing raises; HK_IO_ERROR: the sink refused; HK_ARGUMENT_ERROR: NULL. */
HK_API hk_status hk_write(hk_context *home, hk_value value, hk_sink sink, hk_error *error);
HK_API hk_status hk_write_repr(hk_context *home, hk_value value, hk_sink sink, hk_error *error);

/* ---------------------------------------------------------------- rendering */

/* Renders a template once, handing the text to `sink` as it is made.
 * Borrows  t, context: neither is changed. context may be NULL: no variables.
 * Returns  HK_OK, or why it stopped. Text already handed to the sink stays handed over.
 * Fails    whatever the template raises; HK_LIMIT; HK_IO_ERROR: the sink refused.
 * Threads  one template and one context may be rendered by many threads at once. */
HK_API HK_MUSTUSE hk_status hk_render(const hk_template *t, const hk_context *context, hk_sink sink, hk_error *error);

/* Renders into a buffer, behind what it holds; to use its memory again set `size` to 0 before. The fastest way: without a limit of memory
 * the text is written there at once; until the end the buffer looks empty to functions that the render calls. Release: hk_buffer_free.
 * Fails    as hk_render; HK_NO_MEMORY if the buffer cannot grow. */
HK_API HK_MUSTUSE hk_status hk_render_text(const hk_template *t, const hk_context *context, hk_buffer *out, hk_error *error);

/* Renders one block of a template or of the templates it extends, such as a part of a page that a browser asks for alone. What stands
 * outside of blocks is run first, and its text dropped, so that the block has what its templates import and set; a parent that extends
 * nothing is not run.
 * Fails    as hk_render; HK_LOOKUP_ERROR: there is no such block. */
HK_API HK_MUSTUSE hk_status hk_render_block(const hk_template *t, const char *block, const hk_context *context, hk_sink sink,
    hk_error *error);

/* Evaluates what hk_env_expression compiled, or renders a template of an environment with native types. The result is copied into
 * `home`; an undefined result is none.
 * Fails    what the expression raises; HK_TYPE_ERROR: a result that cannot outlive its render (a macro, a generator);
 *          HK_ARGUMENT_ERROR: a template of an environment without native types. */
HK_API HK_MUSTUSE hk_status hk_evaluate(const hk_template *t, const hk_context *context, hk_context *home, hk_value *out, hk_error *error);

#ifdef __cplusplus
}
#endif

#include "hokora_sessions.h"    /* renders that stay open: streams and modules */

#endif
