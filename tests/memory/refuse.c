/* refuse.c: every case of the files named on the command line again, from its texts and from saved programs, with the first, the second, …
 * request for memory refused: each time the call fails with HK_NO_MEMORY, or succeeds with the right text, and nothing is left alive. Without a file:
 * a large template. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "check.h"
#include "large.h"
#include "mem.h"

/* Refusing every single request of a long case would take too long: beyond the first ones, steps grow. */
static size_t next_request(size_t nth) { return nth < 300 ? nth + 1 : nth + nth / 40; }

/* What is wrong with the outcome; NULL: nothing. */
static const char *complaint(const hkt_case *c, const hkt_mem *mem, const hkt_outcome *r)
{
    if (mem->live) return "memory is still alive";
    if (mem->wrong_size) return "a block was given back with another size";
    if (hkt_case_holds(c, r)) return NULL;
    if (r->status == HK_NO_MEMORY && mem->failed) return NULL;
    return "neither the case's own result nor HK_NO_MEMORY";
}

typedef hkt_outcome runner(const hkt_case *c, const hk_allocator *mem);

/* False when there was no such request any more. */
static bool refuse(const char *path, const hkt_case *c, runner *run, size_t nth, bool from_here_on)
{
    hkt_mem mem;
    hkt_mem_init(&mem);
    mem.fail_at = nth;
    mem.fail_on = from_here_on;
    hkt_outcome r = run(c, &mem.hooks);
    const char *wrong = complaint(c, &mem, &r);
    hkt_check(!wrong, path, c->line, c->title);
    if (wrong) fprintf(stderr, "    request %zu%s: %s\n    got  |%.*s|\n", nth, from_here_on ? " and later ones" : "", wrong, (int)r.size, r.text);
    free(r.text);
    return mem.failed;
}

static void refuse_each(const char *path, const hkt_case *c, runner *run)
{
    for (size_t nth = 1; refuse(path, c, run, nth, false); nth = next_request(nth)) refuse(path, c, run, nth, true);
}

static void run_file(const char *path)
{
    hkt_cases cases;
    CHECK(hkt_cases_read(&cases, path));
    for (size_t i = 0; i < cases.count; i++) {
        refuse_each(path, &cases.item[i], hkt_case_run);
        refuse_each(path, &cases.item[i], hkt_case_load);
    }
    hkt_cases_free(&cases);
}

/* What the case gives with all memory it asks for is what it is to give. */
static void run_large(void)
{
    hkt_case c;
    hkt_mem mem;
    hkt_mem_init(&mem);
    if (!hkt_large_make(&c)) return;
    hkt_outcome r = hkt_case_run(&c, &mem.hooks);
    CHECK(r.status == HK_OK && r.size > 0 && mem.live == 0);
    c.output = (hkt_text){r.text, r.size};
    refuse_each("large.c", &c, hkt_case_run);
    refuse_each("large.c", &c, hkt_case_load);
    free(r.text);
    hkt_large_free(&c);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) run_file(argv[i]);
    if (argc == 1) run_large();
    return hkt_done();
}
