/* fuzz_regex.c: a byte of flags, a pattern up to the first newline, and a text: refused, or matched to the end within its steps. */
#include <stdlib.h>

#include "base/regex.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void walk(const hki_regex *regex, const char *text, size_t size, hki_error *error)
{
    hki_match *match = hki_match_new(regex, text, size);
    size_t from = 0, to = 0, last = 0;
    int found;
    while ((found = hki_match_next(match, HKI_MATCH_SEARCH, error)) > 0) {
        if (!hki_match_group(match, 0, &from, &to) || to > size || to < last) abort();
        last = to;
        for (unsigned i = 1; i <= hki_regex_groups(regex); i++)
            if (hki_match_group(match, i, &from, &to) && to > size) abort();
    }
    if (found < 0 && error->kind != HK_LIMIT && error->kind != HK_VALUE_ERROR) abort();
    hki_match_free(match);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    hki_error error;
    if (size < 1 || hki_utf8_check((const char *)data + 1, size - 1) < size - 1) return 0;
    const char *pattern = (const char *)data + 1, *end = (const char *)data + size;
    const char *newline = memchr(pattern, '\n', size - 1), *text = newline ? newline + 1 : end;
    hki_error_init(&error, &hki_mem_default);
    hki_regex *regex = hki_regex_new(&hki_mem_default, pattern, (size_t)((newline ? newline : end) - pattern), data[0] & 3, &error);
    if (regex) walk(regex, text, (size_t)(end - text), &error);
    else if (error.kind == HK_OK) abort();
    hki_regex_free(regex);
    hki_error_free(&error);
    return 0;
}
