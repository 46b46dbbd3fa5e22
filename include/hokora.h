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

/* ---------------------------------------------------------------- values */

/* A value of a template: 16 bytes, passed by value, never freed one by one. What it points to lives in the
 * region it was made in. The fields are the library's own. */
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

#ifdef __cplusplus
}
#endif
#endif
