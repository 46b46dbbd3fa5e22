/* growth_test.c: long renders whose values do not outlive a pass of their loop stay small, and time grows with the number of passes. */
#include <stdio.h>

#include "check.h"
#include "limited.h"

/* `source` ends in a number of passes that fills the hole between its two pieces. */
typedef struct growth { const char *before, *passes, *ten_times, *after; size_t most; } growth;

enum { MIB = 1 << 20 };

static const growth rows[] = {
    {"{% for i in range(", "1000000", "10000000", ") %}{{ i }}{% endfor %}", 2 * MIB},
    {"{% set ns = namespace(s='') %}{% for i in range(", "10000", "100000", ") %}{% set ns.s = ns.s ~ 'some text' %}{% endfor %}", 8 * MIB},
    {"{% set ns = namespace(s='') %}{% for i in range(", "10000", "100000", ") %}{% set ns.s = ns.s + 'some text' %}{% endfor %}", 8 * MIB},
    {"{% set l = [] %}{% for i in range(", "30000", "300000", ") %}{% do l.append(i) %}{% endfor %}", 24 * MIB},
    {"{% for i in range(", "100000", "1000000", ") %}{% set x = [i, i ~ 'x', {'a': i}] %}{% endfor %}", 4 * MIB},
};

static double seconds(const growth *row, const char *passes)
{
    hkt_limited job = {.source = {{row->before, 1}, {passes, 1}, {row->after, 1}}, .unlimited = true};
    hkt_limited_run(&job);
    CHECK_ROW(row->after, job.status == HK_OK);
    CHECK_ROW(row->after, job.peak <= row->most);
    if (job.peak > row->most) fprintf(stderr, "    %zu KiB at the peak\n", job.peak / 1024);
    return job.seconds;
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        /* With room for a noisy machine, and a few tries: squares would give 100. */
        double once = 0, ten_times = 1;
        bool linear = false;
        for (unsigned tries = 0; tries < 3 && !linear; tries++) {
            once = seconds(&rows[i], rows[i].passes);
            ten_times = seconds(&rows[i], rows[i].ten_times);
            linear = ten_times <= once * 25 + 0.02;
        }
        CHECK_ROW(rows[i].after, linear);
        if (!linear) fprintf(stderr, "    %.3f s, then %.3f s\n", once, ten_times);
    }
    /* Copying a growing list is work by the square in Python, too; it need not be memory by the square. */
    hkt_limited job = {.source = {{"{% set ns = namespace(l=[]) %}{% for i in range(5000) %}{% set ns.l = ns.l + [i] %}"
        "{% endfor %}{{ ns.l|length }}", 1}},
        .unlimited = true};
    hkt_limited_run(&job);
    CHECK(job.status == HK_OK && job.peak <= 8 * MIB && job.seconds <= 1.0 * HKT_TIME_FACTOR);
    return hkt_done();
}
