#include "check.h"

#include <stdio.h>
#include <string.h>

static int passed, failed;

void hkt_check(bool ok, const char *file, int line, const char *what)
{
    if (ok) {
        passed++;
        return;
    }
    failed++;
    fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
}

void hkt_check_text(const char *got, size_t got_size, const char *want, size_t want_size, const char *file, int line, const char *what)
{
    bool ok = got && got_size == want_size && memcmp(got, want, want_size) == 0;
    hkt_check(ok, file, line, what);
    if (!ok) hkt_show(want, want_size, got, got_size);
}

void hkt_show(const char *want, size_t want_size, const char *got, size_t got_size)
{
    fprintf(stderr, "    want |%.*s|\n    got  |%.*s|\n", want ? (int)want_size : 6, want ? want : "(null)", got ? (int)got_size : 6, got ? got : "(null)");
}

int hkt_done(void)
{
    printf("%d passed, %d failed\n", passed, failed);
    return failed || !passed;
}
