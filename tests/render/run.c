/* run.c: renders the cases of the files named on the command line and compares. */
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "check.h"
#include "mem.h"

static void run_file(const char *path)
{
    hkt_cases cases;
    CHECK(hkt_cases_read(&cases, path));
    for (size_t i = 0; i < cases.count; i++) {
        const hkt_case *c = &cases.item[i];
        hkt_mem mem;
        hkt_mem_init(&mem);
        hkt_result r = hkt_case_run(c, &mem.hooks);
        hkt_text want = c->error.text ? c->error : c->output;
        bool holds = hkt_case_holds(c, &r);
        hkt_check(holds, path, c->line, c->title);
        if (!holds) hkt_show(want.text, want.size, r.text, r.size);
        hkt_check(mem.live == 0 && !mem.wrong_size, path, c->line, "all memory was given back");
        free(r.text);
    }
    hkt_cases_free(&cases);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) run_file(argv[i]);
    return hkt_done();
}
