/* run.c: renders the cases of the files named on the command line and compares, and does so again from saved programs, and with
 * nothing folded; behind --pull, piece by piece in many ways. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "check.h"
#include "mem.h"

/* Sizes of pieces and steps of a call. With 1 and 1 a render pauses wherever it can. */
static const hk_stream_options ways[] = {{1, 1, NULL}, {1, 0, NULL}, {3, 7, NULL}, {20, 0, NULL}, {0, 2, NULL}, {0, 0, NULL}};

/* After how many calls a stream is closed before its end. */
static const size_t left_after[] = {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89};

static void check(const char *path, const hkt_case *c, const hkt_mem *mem, hkt_outcome *r)
{
    hkt_text want = c->error.text ? c->error : c->output;
    bool holds = hkt_case_holds(c, r);
    hkt_check(holds, path, c->line, c->title);
    if (!holds) hkt_show(want.text, want.size, r->text, r->size);
    hkt_check(mem->live == 0 && !mem->wrong_size, path, c->line, "all memory was given back");
}

/* A program that was saved and loaded does what the one that was compiled does. */
static void check_loaded(const char *path, const hkt_case *c, const hkt_outcome *compiled)
{
    hkt_mem mem;
    hkt_mem_init(&mem);
    hkt_outcome r = hkt_case_load(c, &mem.hooks);
    hkt_check_text(r.text, r.size, compiled->text, compiled->size, path, c->line, c->title);
    hkt_check_text(r.trace, strlen(r.trace), compiled->trace, strlen(compiled->trace), path, c->line, c->title);
    hkt_check(mem.live == 0 && !mem.wrong_size, path, c->line, "all memory was given back");
    free(r.text);
}

/* So does one in which nothing was worked out when compiling. */
static void check_plain(const char *path, const hkt_case *c)
{
    hkt_mem mem;
    hkt_mem_init(&mem);
    hkt_outcome r = hkt_case_plain(c, &mem.hooks);
    check(path, c, &mem, &r);
    free(r.text);
}

static void run_case(const char *path, const hkt_case *c)
{
    hkt_mem mem;
    hkt_mem_init(&mem);
    hkt_outcome r = hkt_case_run(c, &mem.hooks);
    check(path, c, &mem, &r);
    check_loaded(path, c, &r);
    check_plain(path, c);
    free(r.text);
}

static void pull_case(const char *path, const hkt_case *c)
{
    hkt_mem mem;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        hkt_mem_init(&mem);
        hkt_outcome r = hkt_case_pull(c, &mem.hooks, &ways[i], SIZE_MAX);
        check(path, c, &mem, &r);
        free(r.text);
    }
    for (size_t i = 0; i < sizeof left_after / sizeof *left_after; i++) {
        hkt_mem_init(&mem);
        hkt_outcome r = hkt_case_pull(c, &mem.hooks, &ways[0], left_after[i]);
        hkt_check(mem.live == 0 && !mem.wrong_size, path, c->line, "a stream that was closed early gave all memory back");
        free(r.text);
    }
}

static void run_file(const char *path, void (*run)(const char *path, const hkt_case *c))
{
    hkt_cases cases;
    CHECK(hkt_cases_read(&cases, path));
    for (size_t i = 0; i < cases.count; i++) run(path, &cases.item[i]);
    hkt_cases_free(&cases);
}

int main(int argc, char **argv)
{
    bool pulls = argc > 1 && strcmp(argv[1], "--pull") == 0;
    for (int i = pulls ? 2 : 1; i < argc; i++) run_file(argv[i], pulls ? pull_case : run_case);
    return hkt_done();
}
