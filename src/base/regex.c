/* regex.c: patterns compiled and matched; the one file that knows PCRE2.
 *
 * In:  a pattern of Python's re, and text.   Out: where its matches lie.
 * Always: all memory but JIT code is the given allocator's. PCRE2 calls count_step before each item of a pattern that it tries, so
 * the work of a walk is known and limited, whatever the pattern. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/regex.h"

#include <pcre2.h>

#include "base/limits.h"

struct hki_regex {
    const hk_allocator *mem;
    pcre2_general_context *memory;
    pcre2_code *code;
    uint32_t groups, repeat;
    bool refers;                /* the pattern refers back to groups */
};

struct hki_match {
    const hki_regex *regex;
    pcre2_match_data *data;
    pcre2_match_context *context;
    const char *text;
    size_t size, from;          /* from: where the next match may begin */
    bool after_empty;           /* the last match was empty */
    uint64_t steps;             /* left */
    size_t last;                /* where the last step was taken */
};

/* ---- memory: PCRE2 does not say the size of what it frees, so that stands in front of each block */

enum { HEAD = 16 };

static void *take(size_t size, void *user)
{
    size_t whole;
    char *block = hki_size_add(size, HEAD, &whole) ? hki_mem_alloc(user, whole) : NULL;
    if (!block) return NULL;
    memcpy(block, &whole, sizeof whole);
    return block + HEAD;
}

static void give(void *pointer, void *user)
{
    size_t whole;
    if (!pointer) return;
    char *block = (char *)pointer - HEAD;
    memcpy(&whole, block, sizeof whole);
    hki_mem_free(user, block, whole);
}

/* ---- compiling */

static uint32_t options_of(unsigned flags)
{
    uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_ALT_CIRCUMFLEX | PCRE2_AUTO_CALLOUT | PCRE2_NEVER_BACKSLASH_C;
    if (flags & HKI_REGEX_IGNORECASE) options |= PCRE2_CASELESS;
    if (flags & HKI_REGEX_MULTILINE) options |= PCRE2_MULTILINE;
    if (flags & HKI_REGEX_DOTALL) options |= PCRE2_DOTALL;
    if (flags & HKI_REGEX_VERBOSE) options |= PCRE2_EXTENDED;
    if (!(flags & HKI_REGEX_ASCII)) options |= PCRE2_UCP;
    return options;
}

static bool compile(hki_regex *r, const hki_buf *translated, unsigned flags, int *code)
{
    size_t where;
    pcre2_compile_context *context = pcre2_compile_context_create(r->memory);
    *code = PCRE2_ERROR_NOMEMORY;
    if (!context) return false;
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
    pcre2_set_parens_nest_limit(context, HKI_MAX_REGEX_NESTING);
    const char *text = translated->data ? translated->data : "";
    r->code = pcre2_compile((PCRE2_SPTR)text, translated->size, options_of(flags), code, &where, context);
    pcre2_compile_context_free(context);
    return r->code != NULL;
}

static void describe(hki_regex *r)
{
    uint32_t highest = 0;
    pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &r->groups);
    pcre2_pattern_info(r->code, PCRE2_INFO_BACKREFMAX, &highest);
    r->refers = highest > 0;
    (void)pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);       /* where there is no JIT, the interpreter runs */
}

static bool prepare(hki_regex *r, const char *pattern, size_t size, unsigned flags, hki_error *error)
{
    hki_buf translated;
    int code;
    unsigned char why[120];
    hki_buf_init(&translated, r->mem);
    bool ok = hki_regex_translate(pattern, size, &translated, &flags, &r->repeat, error);
    if (ok && !compile(r, &translated, flags, &code)) {
        ok = false;
        if (code == PCRE2_ERROR_NOMEMORY || code == 121 /* ERR21: no memory while compiling */) {
            hki_error_memory(error);
        } else {
            pcre2_get_error_message(code, why, sizeof why);
            hki_regex_refuse(error, (const char *)why, "", 0, pattern, size);
        }
    }
    hki_buf_free(&translated);
    if (ok) describe(r);
    return ok;
}

hki_regex *hki_regex_new(const hk_allocator *mem, const char *pattern, size_t size, unsigned flags, hki_error *error)
{
    if (size > HKI_MAX_REGEX_SIZE) {
        static const char message[] = "the regular expression is too long";
        hki_error_set(error, HK_LIMIT, message, sizeof message - 1);
        return NULL;
    }
    hki_regex *r = hki_mem_zero(mem, 1, sizeof *r);
    if (!r) {
        hki_error_memory(error);
        return NULL;
    }
    r->mem = mem;
    r->memory = pcre2_general_context_create(take, give, (void *)(uintptr_t)mem);
    if (!r->memory) hki_error_memory(error);
    else if (prepare(r, pattern, size, flags, error)) return r;
    hki_regex_free(r);
    return NULL;
}

void hki_regex_free(hki_regex *r)
{
    if (!r) return;
    pcre2_code_free(r->code);
    pcre2_general_context_free(r->memory);
    hki_mem_free(r->mem, r, sizeof *r);
}

unsigned hki_regex_groups(const hki_regex *r)
{
    return r->groups;
}

int hki_regex_group(const hki_regex *r, const char *name, size_t size)
{
    char text[40];              /* longer names PCRE2 does not have */
    if (size >= sizeof text) return -1;
    memcpy(text, name, size);
    text[size] = '\0';
    int number = pcre2_substring_number_from_name(r->code, (PCRE2_SPTR)text);
    return number > 0 ? number : -1;
}

/* ---- matching */

/* An item costs its call, the text that the one before it passed over, and what it may look at without passing over it: the text of a
 * group that it refers to, as many characters as a number in braces asks for. */
static int count_step(pcre2_callout_block *block, void *user)
{
    hki_match *m = user;
    size_t at = block->current_position;
    uint64_t cost = 1 + m->regex->repeat + (at > m->last ? at - m->last : m->last - at);
    m->last = at;
    for (uint32_t i = 1; m->regex->refers && i < block->capture_top; i++) {
        size_t from = block->offset_vector[2 * i], to = block->offset_vector[2 * i + 1];
        if (from != PCRE2_UNSET && to != PCRE2_UNSET && to > from) cost += to - from;
    }
    if (cost > m->steps) return PCRE2_ERROR_CALLOUT;
    m->steps -= cost;
    return 0;
}

hki_match *hki_match_new(const hki_regex *r, const char *text, size_t size)
{
    hki_match *m = hki_mem_zero(r->mem, 1, sizeof *m);
    if (!m) return NULL;
    m->regex = r;
    m->text = text;
    m->size = size;
    m->steps = HKI_MAX_REGEX_STEPS + (uint64_t)HKI_MAX_REGEX_STEPS_A_BYTE * size;
    m->data = pcre2_match_data_create_from_pattern(r->code, r->memory);
    m->context = pcre2_match_context_create(r->memory);
    if (m->data && m->context) {
        pcre2_set_callout(m->context, count_step, m);
        pcre2_set_heap_limit(m->context, HKI_MAX_REGEX_HEAP / 1024);
        return m;
    }
    hki_match_free(m);
    return NULL;
}

void hki_match_free(hki_match *m)
{
    if (!m) return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    hki_mem_free(m->regex->mem, m, sizeof *m);
}

static int fail(int code, hki_error *error)
{
    static const char steps[] = "the regular expression took too many steps", heap[] = "the regular expression took too much memory";
    unsigned char why[120];
    switch (code) {
    case PCRE2_ERROR_NOMEMORY: hki_error_memory(error); break;
    case PCRE2_ERROR_CALLOUT:
    case PCRE2_ERROR_MATCHLIMIT: hki_error_set(error, HK_LIMIT, steps, sizeof steps - 1); break;
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT: hki_error_set(error, HK_LIMIT, heap, sizeof heap - 1); break;
    default:
        pcre2_get_error_message(code, why, sizeof why);
        hki_error_set(error, HK_VALUE_ERROR, (const char *)why, strlen((const char *)why));
        break;
    }
    return -1;
}

int hki_match_next(hki_match *m, enum hki_match_place place, hki_error *error)
{
    uint32_t options = PCRE2_NO_UTF_CHECK;
    if (m->after_empty) options |= PCRE2_NOTEMPTY_ATSTART;
    if (place != HKI_MATCH_SEARCH) options |= PCRE2_ANCHORED;
    if (place == HKI_MATCH_WHOLE) options |= PCRE2_ENDANCHORED;
    m->last = m->from;
    PCRE2_SPTR text = (PCRE2_SPTR)m->text;
    int code = pcre2_match(m->regex->code, text, m->size, m->from, options, m->data, m->context);
    if (code == PCRE2_ERROR_JIT_STACKLIMIT)     /* the interpreter has the heap */
        code = pcre2_match(m->regex->code, text, m->size, m->from, options | PCRE2_NO_JIT, m->data, m->context);
    if (code == PCRE2_ERROR_NOMATCH) return 0;
    if (code < 0) return fail(code, error);
    const size_t *whole = pcre2_get_ovector_pointer(m->data);
    m->after_empty = whole[0] == whole[1];
    m->from = whole[1];
    return 1;
}

bool hki_match_group(const hki_match *m, unsigned group, size_t *from, size_t *to)
{
    if (group > m->regex->groups) return false;
    const size_t *offsets = pcre2_get_ovector_pointer(m->data) + 2 * (size_t)group;
    *from = offsets[0];
    *to = offsets[1];
    return *from != PCRE2_UNSET;
}
